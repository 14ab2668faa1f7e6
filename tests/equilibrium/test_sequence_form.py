"""One equilibrium of a tree by its sequences: the linear program of zero-sum trees, and Lemke's
path of all others.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.kernels.sequence_form import (
    Sequences,
    behaviour_of,
    best_responses,
    pair_payoffs,
    plan_of,
    sequences,
)
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.equilibrium.trees import sequence_form, sequence_program
from negotiate.equilibrium.trees import sequence_form as lemke
from negotiate.equilibrium.trees.sequence_form import (
    Path,
    averages,
    entered,
    followed,
    mended,
    tables,
    tidied,
)
from negotiate.equilibrium.trees.verification import verified_nash
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from tests.famous_trees import beer_quiche, kuhn_poker, seltens_horse
from tests.reference import plain_information
from tests.report.games import behaving
from tests.strategies import hidden_trees
from tests.tree_facts import set_called

PROGRAM, PATH = "sequence-linear-program", "sequence-form"
BOTH = (PROGRAM, PATH)


def pennies(wins: float = 1.0) -> ExtensiveGame:
    return ExtensiveGame.from_nodes(
        {
            "Ann": {"player": "Ann", "actions": {"heads": "h", "tails": "t"}},
            "h": {
                "player": "Bob",
                "set": "Bob",
                "actions": {"heads": (wins, -1), "tails": (-1, 1)},
            },
            "t": {"player": "Bob", "set": "Bob", "actions": {"heads": (-1, 1), "tails": (1, -1)}},
        }
    )


def one_card_poker(high: float, pot: float, bet: float) -> ExtensiveGame:
    """Ann gets a high card or a low one and bets or folds; Bob, who sees no card, calls or folds.

    With a pot of 2 and a bet of 1 it is the card game of Myerson 1991, "Game Theory", section 2.1,
    but for its units.
    """
    return ExtensiveGame.from_nodes(
        {
            "deal": {"chance": {"high": (high, "high"), "low": (1 - high, "low")}},
            "high": {"player": "Ann", "actions": {"bet": "high bet", "fold": (0, pot)}},
            "low": {"player": "Ann", "actions": {"bet": "low bet", "fold": (0, pot)}},
            "high bet": {
                "player": "Bob",
                "set": "a bet",
                "actions": {"call": (pot + bet, -bet), "fold": (pot, 0)},
            },
            "low bet": {
                "player": "Bob",
                "set": "a bet",
                "actions": {"call": (-bet, pot + bet), "fold": (pot, 0)},
            },
        },
        players=["Ann", "Bob"],
    )


def only(game: ExtensiveGame, method: str) -> TreeEquilibrium:
    solution = solve(game, method)
    (found,) = solution.equilibria
    assert isinstance(found, TreeEquilibrium)
    assert not solution.complete
    assert solution.method == method
    assert found.kind == "Nash"
    return found


def normal_form(game: ExtensiveGame) -> NormalFormGame:
    """The game over all pure strategies, by the plain twin."""
    first, second = list(plain_information.plans(game, 0)), list(plain_information.plans(game, 1))
    worth = np.array(
        [[plain_information.value(game, a | b) for b in second] for a in first], dtype=np.float64
    )
    return NormalFormGame.from_arrays(worth[..., 0], worth[..., 1])


def small(game: ExtensiveGame, most: int = 40) -> bool:
    return all(plain_information.number_of_plans(game, p) <= most for p in (0, 1))


def opposite(game: ExtensiveGame) -> ExtensiveGame:
    return replace(game, payoffs=np.column_stack([game.payoffs[:, 0], 3 - 2 * game.payoffs[:, 0]]))


def with_random_payoffs(game: ExtensiveGame, seed: int) -> ExtensiveGame:
    return replace(game, payoffs=np.random.default_rng(seed).standard_normal(game.payoffs.shape))


# Cited values -------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", BOTH)
def test_kuhn_poker_is_worth_an_eighteenth_to_the_second_player(method: str) -> None:
    found = only(kuhn_poker(), method)  # Kuhn 1950, "A simplified two-person poker"
    assert found.payoffs == pytest.approx((-1 / 18, 1 / 18), abs=1e-12)
    behaviour = found.behaviour
    jack = behaviour[set_called(found.game, "open with jack")][1]
    king = behaviour[set_called(found.game, "open with king")][1]
    assert king == pytest.approx(
        3 * jack, abs=1e-9
    )  # whoever bluffs bets the king three times as often
    assert behaviour[set_called(found.game, "open with queen")][1] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("method", BOTH)
@pytest.mark.parametrize(("pot", "bet"), [(1.0, 1.0), (2.0, 1.0), (1.0, 3.0)])
def test_a_bluff_is_as_frequent_as_the_bet_is_large(method: str, pot: float, bet: float) -> None:
    found = only(
        one_card_poker(0.3, pot, bet), method
    )  # what makes the other indifferent, on both sides
    bluffs = 0.3 * bet / (pot + bet) / 0.7
    calls = pot / (pot + bet)
    assert found.behaviour[set_called(found.game, "low")][0] == pytest.approx(bluffs)
    assert found.behaviour[set_called(found.game, "a bet")][0] == pytest.approx(calls)


@pytest.mark.parametrize("method", BOTH)
def test_matching_pennies_drawn_as_a_tree(method: str) -> None:
    found = only(pennies(), method)
    assert [p.tolist() for p in found.strategies] == [[0.5, 0.5], [0.5, 0.5]]
    assert found.payoffs == (0.0, 0.0)


def test_a_game_that_is_not_opposed_needs_the_path() -> None:
    found = only(pennies(3.0), PATH)
    np.testing.assert_allclose(found.strategies[0], [0.5, 0.5])
    np.testing.assert_allclose(found.strategies[1], [1 / 3, 2 / 3])
    assert sequence_program.applies_to(pennies(3.0)) is not None
    assert "one player wins what the other loses" in str(sequence_program.applies_to(beer_quiche()))


def test_beer_and_quiche_is_pooling() -> None:
    found = only(beer_quiche(), PATH)  # Cho & Kreps 1987: every equilibrium pools
    weak, strong = (found.behaviour[set_called(found.game, kind)] for kind in ("weak", "strong"))
    np.testing.assert_allclose(weak, strong, atol=1e-9)
    assert weak.max() == pytest.approx(1)


@pytest.mark.parametrize("method", BOTH)
def test_three_players_are_refused(method: str) -> None:
    solver = {PROGRAM: sequence_program, PATH: sequence_form}[method]
    assert solver.applies_to(seltens_horse()) == "needs two players, and this tree has 3"
    with pytest.raises(UnsuitableGame, match=r"needs a game tree$"):
        solve(NormalFormGame.from_arrays([[1, 0], [0, 1]], [[0, 1], [1, 0]]), method)


# Against the normal form --------------------------------------------------------------------------


@settings(max_examples=30)
@given(hidden_trees(levels=3, players=(2, 2)))
def test_the_value_is_that_of_the_normal_form(game: ExtensiveGame) -> None:
    assume(small(game))
    game = opposite(game)
    wanted = solve(normal_form(game)).equilibria[0].payoffs
    for method in BOTH:
        assert only(game, method).payoffs == pytest.approx(wanted, abs=1e-9)


@settings(max_examples=30)
@given(hidden_trees(levels=3, players=(2, 2)))
def test_no_pure_strategy_of_the_tree_is_better(game: ExtensiveGame) -> None:
    assume(small(game))
    found = only(game, PATH)
    behaviour = {s: [Fraction(float(x)) for x in p] for s, p in found.behaviour.items()}
    for player in (0, 1):
        best = float(plain_information.best(game, behaviour, player))
        assert best == pytest.approx(found.payoffs[player], abs=1e-9)


@settings(max_examples=30)
@given(hidden_trees(levels=3, players=(2, 2)), st.integers(0, 1000))
def test_payoffs_are_those_of_an_equilibrium_of_the_normal_form(
    game: ExtensiveGame, seed: int
) -> None:
    """With payoffs of no special kind the equilibria of a tree give finitely many payoffs (Kreps &
    Wilson 1982).
    """
    assume(small(game, 8))  # that `extreme-points` surely lists
    game = with_random_payoffs(game, seed)
    listed = solve(normal_form(game), "extreme-points")
    assert listed.complete
    found = only(game, PATH).payoffs
    assert min(np.abs(np.subtract(e.payoffs, found)).max() for e in listed.equilibria) < 1e-8


# Laws ---------------------------------------------------------------------------------------------


@settings(max_examples=15)
@given(
    hidden_trees(players=(2, 2)),
    st.sampled_from([0.25, 4.0, 2.0**20]),
    st.sampled_from([-8.0, 64.0]),
)
def test_units_and_shifts_change_nothing(game: ExtensiveGame, scale: float, shift: float) -> None:
    moved = replace(game, payoffs=game.payoffs * [scale, 2.0] + [shift, 1.0])
    np.testing.assert_allclose(
        only(moved, PATH).probability, only(game, PATH).probability, atol=1e-9
    )


@settings(max_examples=15)
@given(hidden_trees(players=(2, 2)))
def test_whoever_is_called_first_gets_the_same(game: ExtensiveGame) -> None:
    game = opposite(game)
    mover = np.where(game.tree.mover >= 0, 1 - game.tree.mover, game.tree.mover)
    turned = replace(game, tree=replace(game.tree, mover=mover), payoffs=game.payoffs[:, ::-1])
    for method in BOTH:
        assert only(turned, method).payoffs[::-1] == pytest.approx(
            only(game, PROGRAM).payoffs, abs=1e-9
        )


@settings(max_examples=15)
@given(hidden_trees(players=(2, 2)), st.integers(0, 1))
def test_a_move_without_choice_before_the_game_changes_nothing(
    game: ExtensiveGame, who: int
) -> None:
    tree = game.tree

    def before(values: np.ndarray, first: object) -> np.ndarray:
        return np.concatenate([[first], values]).astype(values.dtype)

    longer = replace(
        tree,
        parent=before(tree.parent + 1, -1),
        mover=before(tree.mover, who),
        first_child=before(np.where(tree.child_count > 0, tree.first_child + 1, 0), 1),
        child_count=before(tree.child_count, 1),
        level_starts=np.concatenate([[0], tree.level_starts + 1]),
        odds=before(tree.odds, 1.0),
        move=before(tree.move, len(game.moves)),
        action=before(np.concatenate([[0], tree.action[1:]]), -1),
        information_set=before(tree.information_set, tree.information_set.max() + 1),
    )
    assert all(a <= b for a, b in pairwise(longer.level_starts.tolist()))
    moves = (*game.moves, replace(game.moves[0], label="begin", mover=who, actions=("begin",)))
    opposed = opposite(game)
    for one, other in ((game, PATH), (opposed, PATH), (opposed, PROGRAM)):
        found = only(replace(one, tree=longer, moves=moves), other)
        assert found.regret <= 1e-9 * (np.ptp(one.payoffs, axis=0).max() + 1)
        if one is opposed:
            assert found.payoffs == pytest.approx(only(one, other).payoffs, abs=1e-9)


# Larger trees -------------------------------------------------------------------------------------


def both_have_types(types: int, seed: int) -> ExtensiveGame:
    """Chance deals each player a type; both then choose one of two actions unseen, for payoffs
    without any order.
    """
    rng = np.random.default_rng(seed)
    odds = rng.dirichlet(np.ones(types**2)).reshape(types, types)
    nodes: dict[str, Any] = {"deal": {"chance": {}}}
    for i, j in np.ndindex(types, types):
        nodes["deal"]["chance"][f"{i} {j}"] = (float(odds[i, j]), f"{i} {j}")
        nodes[f"{i} {j}"] = {
            "player": "Ann",
            "set": f"Ann {i}",
            "actions": {a: f"{i} {j} {a}" for a in "lr"},
        }
        for a in "lr":
            ends = {b: tuple(rng.standard_normal(2)) for b in "lr"}
            nodes[f"{i} {j} {a}"] = {"player": "Bob", "set": f"Bob {j}", "actions": ends}
    return ExtensiveGame.from_nodes(nodes, players=["Ann", "Bob"])


@pytest.mark.parametrize("seed", range(4))
def test_forty_types_each(seed: int) -> None:
    game = both_have_types(40, seed)
    assert only(game, PATH).regret <= 1e-9 * np.ptp(game.payoffs)
    opposed = opposite(game)
    assert only(opposed, PATH).payoffs == pytest.approx(only(opposed, PROGRAM).payoffs, abs=1e-9)


def rare_types(rare: float) -> ExtensiveGame:
    odds = np.array([1 - 2 * rare, rare, rare])
    nodes: dict[str, Any] = {
        "deal": {"chance": {str(k): (float(p), f"type {k}") for k, p in enumerate(odds)}}
    }
    for k in range(3):
        answers = {"call": (2.0 - k, k - 2.0), "fold": (1.0, -1.0)}
        nodes[f"type {k}"] = {"player": "Ann", "actions": {"bet": f"bet {k}", "pass": (0.5 * k, 0)}}
        nodes[f"bet {k}"] = {"player": "Bob", "set": "bet", "actions": answers}
    return ExtensiveGame.from_nodes(nodes, players=["Ann", "Bob"])


def test_types_that_are_next_to_impossible_answer_well_too() -> None:
    game = rare_types(1e-7)
    found = only(game, PATH)
    tree = replace(game.tree, odds=np.where(game.tree.parent == 0, 1 / 3, 1.0))
    each = best_responses(
        tree, game.payoffs, np.where(game.tree.parent == 0, 1 / 3, found.probability)
    )
    assert each.regret[0] < 1e-9  # Ann plays well with every type, however unlikely


def test_play_against_averages_comes_to_the_value() -> None:
    """Robinson 1951, "An iterative method of solving a game": in zero-sum games it must."""
    game = kuhn_poker()
    pair = sequences(game.tree, 0), sequences(game.tree, 1)
    payoffs = np.column_stack([game.payoffs, np.ones(len(game.payoffs))])
    tree = tables(pair, pair_payoffs(game.tree, payoffs, pair))
    start = tuple(plan_of(seqs, behaviour_of(seqs, np.ones(seqs.total))) for seqs in pair)
    near, nearer = (
        _regret(game, pair, averages(tree, (start[0], start[1]), rounds)) for rounds in (20, 2000)
    )
    assert nearer < 0.01 < near
    assert averages(tree, (start[0], start[1]), 0)[0] is start[0]


def _regret(game: ExtensiveGame, pair: Sequence[Sequences], plans: Sequence[np.ndarray]) -> float:
    return float(best_responses(game.tree, game.payoffs, entered(game, pair, plans)).regret.max())


# What fails is not returned -----------------------------------------------------------------------


def test_wrong_behaviour_is_refused() -> None:
    game = kuhn_poker()
    right = np.array(only(game, PATH).probability)
    below = np.flatnonzero(game.tree.mover[np.maximum(game.tree.parent, 0)] >= 0)
    for spoilt in (
        np.where(np.arange(len(right)) == below[0], 0.7, right),
        right * 1.1,
        -right,
        right[1:],
    ):
        with pytest.raises(Unverified):
            verified_nash(game, spoilt)
    nobody_bets = entered(
        game, [sequences(game.tree, p) for p in (0, 1)], [_first_actions(game, p) for p in (0, 1)]
    )
    with pytest.raises(Unverified, match="could still gain"):
        verified_nash(game, nobody_bets)


def test_reasons_are_told_only_where_play_comes() -> None:
    game = beer_quiche()
    pooling = {"weak": "beer", "strong": "beer", "after beer": "retreat", "after quiche": "fight"}
    reasons = verified_nash(game, np.array(behaving(game, pooling).probability)).reasons
    assert [reason.where for reason in reasons] == ["weak", "strong", "after beer"]


def test_mistakes_where_hardly_any_play_comes_are_mended() -> None:
    game = rare_types(1e-8)
    right = only(game, PATH).probability
    wrong = np.array(right)
    node = np.flatnonzero(game.tree.parent == 0)[1]
    below = game.tree.first_child[node] + np.arange(2)
    wrong[below] = 1 - wrong[below]
    with pytest.raises(Unverified):
        verified_nash(game, wrong)
    found = mended(game, wrong)
    assert found is not None
    np.testing.assert_array_equal(found.probability, right)
    assert mended(pennies(3.0), np.array([1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0])) is None


def _first_actions(game: ExtensiveGame, player: int) -> np.ndarray:
    seqs = sequences(game.tree, player)
    plan = np.zeros(seqs.total)
    plan[[0, *seqs.first]] = 1.0
    return tidied(seqs, plan)


def test_paths_that_are_too_long_give_no_answer_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequence_form, "followed", lambda *_: Path(np.zeros(0), 1))
    monkeypatch.setattr(sequence_form, "ROUNDS", (0, 10))
    solution = solve(kuhn_poker(), PATH)
    assert solution.equilibria == ()
    assert "none of the paths that were followed reached one" in solution.notes[0]
    assert not solution.complete


def test_another_path_is_followed_where_one_ends_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def once_wrong(start: lemke.Tableau, most: int, rng: np.random.Generator) -> Path:
        tried.append(most)
        path = followed(start, most, rng)
        return path._replace(values=path.values[::-1].copy()) if len(tried) == 1 else path

    monkeypatch.setattr(sequence_form, "followed", once_wrong)
    assert only(kuhn_poker(), PATH).payoffs[0] == pytest.approx(-1 / 18)
    assert len(tried) == 2


def test_a_program_that_finds_nothing_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequence_program, "_optimal", lambda *_: None)
    solution = solve(kuhn_poker(), PROGRAM)
    assert solution.equilibria == ()
    assert "no answer" in solution.notes[0]


def test_a_large_tree_is_refused_with_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequence_form, "LARGEST", 20)
    assert sequence_form.applies_to(kuhn_poker()) == (
        "needs at most 20 sequences of actions, and this tree has 26"
    )
