"""Sequential equilibria: famous ones, random small ones against plain twins, and what is
refused.
"""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.kernels.sequence_form import beliefs_of, best_responses, one_shot
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution, TreeEquilibrium
from negotiate.equilibrium.trees import (
    assessment_program,
    assessments,
    backward_induction,
    reduced_normal_form,
)
from negotiate.equilibrium.trees import sequential_equilibrium as consistency
from negotiate.equilibrium.trees.sequential_equilibrium import SequentialEquilibrium, verified
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, Move, Tree, simultaneous_tree
from negotiate.games.information_sets import information_sets
from tests.equilibrium.test_many_players import NINE
from tests.famous_games import centipede
from tests.famous_tree_equilibria import FAMOUS_TREES
from tests.famous_trees import beer_quiche, chain_store_types, cheap_talk, seltens_horse, spence
from tests.reference import plain_assessments
from tests.strategies import from_nested, hidden_trees, normal_form, payoff_tables, trees
from tests.tree_facts import FamousTree, set_called

QUICK = [tree for tree in FAMOUS_TREES if tree.name != "Kuhn poker"]
WORK = 300


def found(game: ExtensiveGame) -> Solution:
    return solve(game, "assessments")


def small(game: ExtensiveGame) -> bool:
    return assessments.amount_of_work(game) <= WORK


def test_small_programs_are_solved_in_fractions_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def in_floats(_: object) -> float:
        raise AssertionError("a program of a few unknowns takes longest to be handed over")

    monkeypatch.setattr(assessment_program.Arrays, "likely", in_floats)
    assert found(beer_quiche()).complete


@pytest.mark.parametrize("build", [beer_quiche, seltens_horse, cheap_talk])
def test_programs_that_are_asked_in_floats_first_have_the_same_answers(build, monkeypatch) -> None:
    small = found(build())
    monkeypatch.setattr(assessment_program, "LARGE", -1)
    large = found(build())
    assert [one.probability.tolist() for one in large.equilibria] == [
        e.probability.tolist() for e in small.equilibria
    ]
    assert (large.complete, large.exact, large.notes) == (small.complete, small.exact, small.notes)


def test_a_tree_is_laid_out_only_once_it_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    def laid_out(_: ExtensiveGame) -> None:
        raise AssertionError(
            "whether the method suits is asked of trees that it does not suit, too"
        )

    monkeypatch.setattr(assessments, "form_of", laid_out)
    assert assessments.applies_to(beer_quiche()) is None


def test_each_equilibrium_of_three_who_all_mix_is_listed_once() -> None:
    game = replace(simultaneous_tree(normal_form(NINE)), normal_form=None)
    answer = solve(game, "assessments")
    assert answer.complete
    assert len(answer.equilibria) == 9


def outcomes(equilibria: tuple[TreeEquilibrium, ...]) -> list[np.ndarray]:
    return [e.reach[e.game.tree.leaves] for e in equilibria]


def has(some: list[np.ndarray], one: np.ndarray) -> bool:
    return any(np.abs(one - other).max() < 1e-6 for other in some)


@pytest.mark.parametrize("famous", QUICK, ids=lambda t: t.name)
def test_famous_trees_have_the_equilibria_that_books_give(famous: FamousTree) -> None:
    solution = found(famous.build())
    known = famous.of("sequential")
    assert solution.complete
    assert all(any(one.covers(e) for e in solution.equilibria) for one in known)
    assert "sequential" not in famous.complete or all(
        any(k.covers(e) for k in known) for e in solution.equilibria
    )


def bluff(ante: float = 1, bet: float = 1) -> ExtensiveGame:
    """One card, which the first player sees: raise or show; then meet or pass. Myerson 1991,
    section 2.1.
    """
    return ExtensiveGame.from_nodes(
        {
            "card": {"chance": {"red": (0.5, "red"), "black": (0.5, "black")}},
            "red": {"player": "one", "actions": {"raise": "red, raised", "show": (ante, -ante)}},
            "black": {
                "player": "one",
                "actions": {"raise": "black, raised", "show": (-ante, ante)},
            },
            "red, raised": {
                "player": "two",
                "set": "raised",
                "actions": {"meet": (ante + bet, -ante - bet), "pass": (ante, -ante)},
            },
            "black, raised": {
                "player": "two",
                "set": "raised",
                "actions": {"meet": (-ante - bet, ante + bet), "pass": (ante, -ante)},
            },
        }
    )


@pytest.mark.parametrize("bet", [1, 2, 5])
def test_a_bluff_keeps_the_other_doubting(bet: int) -> None:
    solution = found(bluff(1, bet))
    assert solution.complete
    (only,) = solution.equilibria
    # whoever is raised gains as much from meeting a bluff as it loses from meeting a red card
    np.testing.assert_allclose(
        only.behaviour[set_called(only.game, "black")], [bet / (2 + bet), 2 / (2 + bet)]
    )
    np.testing.assert_allclose(
        only.behaviour[set_called(only.game, "raised")], [2 / (2 + bet), bet / (2 + bet)]
    )
    believed = np.array([2 + bet, bet]) / (2 + 2 * bet)
    np.testing.assert_allclose(only.beliefs[set_called(only.game, "raised")], believed)
    assert only.payoffs[0] == pytest.approx(bet / (2 + bet))


def test_beliefs_off_the_path_are_told_with_their_range() -> None:
    game = beer_quiche()
    beer, quiche = found(game).equilibria
    after_quiche = set_called(game, "after quiche")
    assert isinstance(beer, SequentialEquilibrium)
    np.testing.assert_allclose(beer.beliefs[after_quiche], [0.75, 0.25])
    np.testing.assert_allclose(beer.ranges[after_quiche], [[0.5, 0.0], [1.0, 0.5]], atol=1e-9)
    assert list(quiche.ranges) == [set_called(game, "after beer")]
    # where the prior odds will do, they are what is believed
    babbling = [e for e in found(cheap_talk()).equilibria if e.ranges]
    assert len(babbling) == 2
    for e in babbling:
        (place,) = e.ranges
        np.testing.assert_allclose(e.beliefs[place], [0.5, 0.5], atol=1e-9)


@pytest.mark.parametrize("weak", [0.3, 0.49, 0.51])
def test_pooling_needs_that_most_are_strong(weak: float) -> None:
    solution = found(beer_quiche(weak))
    assert solution.complete
    pooling = [e for e in solution.equilibria if len(e.endings) == 2]
    assert (len(pooling) == 2) == (weak < 0.5)
    if (
        weak > 0.5
    ):  # Cho & Kreps 1987: the weak one mixes between foods, the receiver between answers
        (only,) = solution.equilibria
        strong = 1 - weak
        kinds = {
            label: only.behaviour[set_called(only.game, label)]
            for label in ("weak", "strong", "after beer")
        }
        np.testing.assert_allclose(kinds["strong"], [1, 0], atol=1e-9)
        np.testing.assert_allclose(kinds["weak"], [strong / weak, 1 - strong / weak], atol=1e-9)
        np.testing.assert_allclose(kinds["after beer"], [0.5, 0.5], atol=1e-9)


def test_a_larger_stake_separates_for_less() -> None:
    pooled = found(spence(high=0.6))  # managers are worth it on average
    assert pooled.complete
    assert any(np.allclose(e.payoffs, (2.0, 0.2)) for e in pooled.equilibria)


@pytest.mark.parametrize("strong", [0.2])
def test_the_chain_store_fights_as_often_as_makes_the_second_newcomer_doubt(strong: float) -> None:
    game = chain_store_types(strong)
    solution = found(game)
    assert solution.complete
    (only,) = solution.equilibria
    # Kreps & Wilson 1982: after a fight the store is thought strong with probability b = 1/2
    fights = only.behaviour[set_called(game, "weak: first answer")][1]
    assert fights == pytest.approx(strong / (1 - strong), abs=1e-9)
    np.testing.assert_allclose(
        only.beliefs[set_called(game, "second entry after fight")], [0.5, 0.5], atol=1e-9
    )


def test_wrong_beliefs_are_refused() -> None:
    game = beer_quiche()
    beer, _ = found(game).equilibria
    after_beer, after_quiche = set_called(game, "after beer"), set_called(game, "after quiche")
    assert verified(game, beer.probability, beer.beliefs).payoffs == beer.payoffs
    with pytest.raises(Unverified, match="sequentially rational"):
        verified(game, beer.probability, {**beer.beliefs, after_quiche: np.array([0.4, 0.6])})
    with pytest.raises(Unverified, match="no slips explain"):
        verified(game, beer.probability, {**beer.beliefs, after_beer: np.array([0.11, 0.89])})
    with pytest.raises(Unverified, match="beliefs at the information set"):
        verified(game, beer.probability, {**beer.beliefs, after_quiche: np.array([0.7, 0.7])})
    skewed = np.array(beer.probability)
    first = game.tree.first_child[np.flatnonzero(game.tree.information_set == after_quiche)[-1]]
    skewed[[first, first + 1]] = skewed[[first + 1, first]]
    with pytest.raises(Unverified, match="tells apart"):
        verified(game, skewed, beer.beliefs)


def signalling(odds: list[Fraction], table: plain_assessments.Table) -> ExtensiveGame:
    senders = tuple(
        (0, *((1, *([float(a), float(b)] for a, b in answers)) for answers in messages))
        for messages in table
    )
    game = from_nested(
        (-1, *((float(o), sender) for o, sender in zip(odds, senders, strict=True))), 2
    )
    tree = game.tree
    hears = np.flatnonzero(tree.mover == 1)
    sets, moves = tree.information_set.copy(), tree.move.copy()
    for message in range(len(table[0])):
        same = hears[tree.action[hears] == message]
        sets[same], moves[same] = sets[same[0]], moves[same[0]]
    return replace(game, tree=replace(tree, information_set=sets, move=moves))


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_signalling_games_have_the_pure_equilibria_of_a_plain_search(data: st.DataObject) -> None:
    messages, answers = data.draw(st.integers(1, 2)), data.draw(st.integers(1, 3))
    number = st.integers(-2, 2)
    table = [
        [[(data.draw(number), data.draw(number)) for _ in range(answers)] for _ in range(messages)]
        for _ in "ab"
    ]
    odds = [Fraction(data.draw(st.integers(1, 3)), 4)]
    odds.append(1 - odds[0])
    solution = found(signalling(odds, table))
    assert solution.complete
    assert solution.equilibria
    said = set()
    for e in solution.equilibria:
        ends = [leaf for leaf, _ in e.endings]
        acts = e.probability[e.game.tree.mover[e.game.tree.parent] >= 0]
        if np.isin(
            acts.round(6), (0, 1)
        ).all():  # an answer off the path may have to be mixed to keep both types away
            made = e.game.tree.action[e.game.tree.leaves[sorted(ends)]]
            above = e.game.tree.action[e.game.tree.parent[e.game.tree.leaves[sorted(ends)]]]
            said.add(tuple(zip(above.tolist(), made.tolist(), strict=True)))
    assert said == plain_assessments.pure_signalling(odds, table)


@settings(max_examples=14, deadline=None)
@given(payoff_tables((2, 2), (1, 3)))
def test_a_simultaneous_game_as_a_tree_has_the_extreme_equilibria_of_its_table(
    payoffs: np.ndarray,
) -> None:
    table = normal_form(payoffs)
    drawn = simultaneous_tree(table)
    solution = found(drawn)
    assume(solution.complete)
    wanted = [
        np.multiply.outer(*e.strategies).ravel() for e in solve(table, "extreme-points").equilibria
    ]
    got = outcomes(solution.equilibria)
    assert all(has(got, one) for one in wanted)
    assert all(has(wanted, one) for one in got)


@settings(max_examples=20, deadline=None)
@given(trees(levels=3, largest=20))
def test_perfect_information_gives_the_outcomes_of_backward_induction(game: ExtensiveGame) -> None:
    assume(small(game))
    by_levels = backward_induction.solve_tree(game)
    assume(not by_levels.continuum)
    solution = found(game)
    assert solution.complete
    (mine,), (theirs,) = outcomes(solution.equilibria), outcomes(by_levels.equilibria)
    np.testing.assert_allclose(mine, theirs, atol=1e-9)


@settings(max_examples=12, deadline=None)
@given(hidden_trees(levels=3))
def test_whatever_is_found_is_rational_and_consistent(game: ExtensiveGame) -> None:
    assume(small(game))
    solution = found(game)
    assert solution.equilibria or not solution.complete  # Kreps & Wilson 1982: there always is one
    tree, sets = game.tree, information_sets(game.tree)
    for e in solution.equilibria:
        assert (best_responses(tree, game.payoffs, e.probability).regret <= 1e-7).all()
        weights = np.zeros(len(tree))
        for place, label in enumerate(sets.label.tolist()):
            weights[sets.at == place] = e.beliefs[label]
        assert (one_shot(tree, sets, game.payoffs, e.probability, weights).gains <= 1e-7).all()
        slips = consistency.trembles(game, e.probability, e.beliefs)
        assert slips is not None
        largest = max(0.0, slips.logs.max(initial=0.0))
        near = np.exp(consistency.slipping(game, slips, np.log(1e-6) - largest))
        assert (near > 0).all()
        np.testing.assert_allclose(near, np.where(near > 1e-4, e.probability, 0.0), atol=1e-3)
        np.testing.assert_allclose(beliefs_of(tree, sets, near, game.n_players), weights, atol=1e-3)


@settings(max_examples=14, deadline=None)
@given(hidden_trees(levels=3, players=(2, 2)))
def test_nash_equilibria_that_come_to_every_set_are_among_them(game: ExtensiveGame) -> None:
    assume(small(game) and reduced_normal_form.applies_to(game) is None)
    solution = found(game)
    assume(not solution.continuum)
    assert solution.complete
    sets = information_sets(game.tree)
    got = outcomes(solution.equilibria)
    for e in reduced_normal_form.run(game).equilibria:
        if all(e.reach[sets.at == place].sum() > 1e-6 for place in range(len(sets.label))):
            assert has(got, e.reach[game.tree.leaves])


@settings(max_examples=12, deadline=None)
@given(hidden_trees(levels=3, players=(2, 2)), st.integers(0, 1000))
def test_scale_shift_and_names_play_no_part(game: ExtensiveGame, seed: int) -> None:
    assume(small(game))
    rng = np.random.default_rng(seed)
    order = rng.permutation(2)
    moved = game.payoffs * rng.choice([0.25, 4.0, 1024.0], 2) + rng.choice([-8.0, 0.0, 64.0], 2)
    mover = np.where(
        game.tree.mover >= 0, np.argsort(order)[np.maximum(game.tree.mover, 0)], game.tree.mover
    )
    renamed = replace(game, tree=replace(game.tree, mover=mover), payoffs=moved[:, order])
    before, after = found(game), found(renamed)
    assert before.complete == after.complete
    assume(not before.continuum and before.complete)
    one, other = outcomes(before.equilibria), outcomes(after.equilibria)
    assert all(has(other, x) for x in one)
    assert all(has(one, x) for x in other)


def test_a_dummy_move_changes_nothing() -> None:
    game = beer_quiche()
    dummy = from_nested((1, [0.0, 0.0]), 2)
    tree = game.tree
    lifted = replace(
        game,
        tree=replace(
            tree,
            parent=np.concatenate([[-1, 0], tree.parent[1:] + 1]),
            mover=np.concatenate([[1], tree.mover]),
            first_child=np.concatenate(
                [[1], np.where(tree.child_count > 0, tree.first_child + 1, 0)]
            ),
            child_count=np.concatenate([[1], tree.child_count]),
            level_starts=np.concatenate([[0], tree.level_starts + 1]),
            odds=np.concatenate([[1.0], tree.odds]),
            move=np.concatenate([[len(game.moves)], tree.move]),
            action=np.concatenate([[-1, 0], tree.action[1:]]),
            information_set=np.concatenate([[99], tree.information_set]),
        ),
        moves=(*game.moves, dummy.moves[0]),
    )
    np.testing.assert_allclose(
        [e.payoffs for e in found(lifted).equilibria], [(2.9, 0.9), (2.1, 0.9)]
    )


def test_a_type_that_cannot_be_is_not_believed_in() -> None:
    (only,) = found(beer_quiche(0.0)).equilibria
    game = only.game
    assert only.behaviour[set_called(game, "strong")].tolist() == [1.0, 0.0]
    assert only.behaviour[set_called(game, "weak")].tolist() == [0.0, 1.0]  # what it would do
    assert only.beliefs[set_called(game, "after quiche")].tolist() == [0.0, 1.0]
    with pytest.raises(Unverified, match="no slips explain"):
        verified(
            game,
            only.probability,
            {**only.beliefs, set_called(game, "after quiche"): np.array([0.1, 0.9])},
        )


def test_three_players_whose_weights_multiply_are_settled_or_said_to_be_open() -> None:
    assert found(seltens_horse()).complete
    rng = np.random.default_rng(5)
    payoffs = rng.random((3, 2, 2, 2))
    drawn = simultaneous_tree(normal_form(payoffs))
    wanted = solve(normal_form(payoffs))
    solution = found(drawn)
    assert wanted.complete
    assert solution.complete
    assert len(solution.equilibria) == len(wanted.equilibria)


def test_what_it_does_not_fit_is_said() -> None:
    with pytest.raises(UnsuitableGame, match="needs a game tree"):
        solve(normal_form(np.zeros((2, 2, 2))), "assessments")
    horse = seltens_horse()
    blind = replace(
        centipede(),
        tree=replace(
            centipede().tree, information_set=np.where(centipede().tree.mover >= 0, 0, -1)
        ),
    )
    assert "has forgotten" in str(assessments.applies_to(blind))
    assert assessments.applies_to(horse) is None
    wide = from_nested((0, *((1, *([float(k), float(j)] for j in range(8))) for k in range(8))), 2)
    tied = replace(wide, payoffs=np.zeros_like(wide.payoffs))
    assert "linear programs" in str(assessments.applies_to(tied))


def test_nobody_moves() -> None:
    (only,) = found(from_nested([1.0, 2.0], 2)).equilibria
    assert only.payoffs == (1.0, 2.0)
    assert only.beliefs == {}


def test_a_search_that_is_cut_short_says_so() -> None:
    for programs in (0, 1, 5, 20, 40):
        solution = assessments.searched(beer_quiche(), programs)
        assert not solution.complete
        assert assessments.CUT in solution.notes


def test_many_types_are_too_many_to_list() -> None:
    types = range(30)
    nodes: dict[str, dict[str, object]] = {
        "type": {"chance": {f"{t}": (1 / 30, f"{t}") for t in types}}
    }
    for t in types:
        nodes[f"{t}"] = {"player": "S", "actions": {"a": f"{t}a", "b": f"{t}b"}}
        for m in "ab":
            nodes[f"{t}{m}"] = {
                "player": "R",
                "set": m,
                "actions": {"x": (t % 3, t % 2), "y": (1, 1 - t % 2)},
            }
    game = ExtensiveGame.from_nodes(nodes)
    assert "linear programs" in str(assessments.applies_to(game))


def test_what_is_level_but_for_rounding_is_no_worse() -> None:
    """One action leads to chance, whose odds sum to 1 as decimals and not quite as floats; all
    endings are alike.
    """
    tree = Tree(
        parent=np.array([-1, 0, 0, 0, 3, 3, 3]),
        mover=np.array([0, LEAF, LEAF, CHANCE, LEAF, LEAF, LEAF]),
        first_child=np.array([1, 0, 0, 4, 0, 0, 0]),
        child_count=np.array([3, 0, 0, 3, 0, 0, 0]),
        level_starts=np.array([0, 1, 4, 7]),
        odds=np.array([1.0, 1.0, 1.0, 1.0, 0.01138, 0.64399, 0.34463]),
        move=np.array([0, -1, -1, 1, -1, -1, -1]),
        action=np.array([-1, 0, 1, 2, 0, 1, 2]),
        information_set=np.array([0, -1, -1, -1, -1, -1, -1]),
    )
    moves = (Move("choice", 0, ("a", "b", "lot")), Move("luck", -1, ("x", "y", "z")))
    counts = []
    for worth in (0.0, 1.0, 1024.0):
        game = ExtensiveGame(
            tree=tree,
            payoffs=np.full((5, 2), worth),
            players=("A", "B"),
            keys=("a", "b"),
            moves=moves,
        )
        counts.append(len(found(game).equilibria))
    assert counts == [3, 3, 3]


def test_the_work_of_a_set_of_very_many_equal_actions_is_counted_without_listing_it(
    tmp_path: Path,
) -> None:
    options = ", ".join(f"o{k}" for k in range(60))
    path = tmp_path / "ties.yaml"
    path.write_text(
        f"format: 1\ntitle: Ties\nplayers: [a]\nissues: {{x: {{decided_by: a, options: "
        f"[{options}]}}}}\n"
        "status_quo: {x: o0}\npayoffs: {a: {gain: {amount: 1, when: x == o0}, loss: {amount: 1, "
        "when: x != o0}}}\n",
        "utf-8",
    )
    game = negotiate.load(str(path)).in_turn()
    assert assessments.amount_of_work(game) > 2**59
    assert "linear programs" in (assessments.applies_to(game) or "")
