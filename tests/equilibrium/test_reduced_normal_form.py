import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.certificate import FLOATS, Certificate
from negotiate.equilibrium.equilibrium import verified
from negotiate.equilibrium.kernels.sequence_form import sequences
from negotiate.equilibrium.nash import choice
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.equilibrium.trees.reduced_normal_form import nash, plans, reduced_normal_form, size
from negotiate.equilibrium.trees.sequence_form import entered
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.extensive import ExtensiveGame, simultaneous_tree
from negotiate.games.level_sweep import values_under
from negotiate.games.normal_form import NormalFormGame, expected_payoffs
from tests.famous_tree_equilibria import FAMOUS_TREES, FamousTree
from tests.famous_trees import (
    beer_quiche,
    chain_store_types,
    kuhn_poker,
    niche_choice,
    seltens_horse,
    ultimatum_outside,
)
from tests.reference.plain_information import number_of_plans
from tests.reference.plain_plans import exactly, gain, pure_outcomes, reached
from tests.strategies import hidden_trees

NAME = "reduced-normal-form"
SMALL = [tree for tree in FAMOUS_TREES if "Nash" in tree.complete]


def trying(game: ExtensiveGame) -> int:
    """How many combinations of plans the plain twin has to try."""
    return int(
        np.prod([number_of_plans(game, player) for player in range(game.n_players)], dtype=object)
    )


@given(hidden_trees(), st.integers(0, 2**32 - 1))
def test_a_mixture_of_plans_is_worth_the_same_in_the_tree(game: ExtensiveGame, seed: int) -> None:
    if trying(game) > 2_000:
        return
    form, rng = reduced_normal_form(game), np.random.default_rng(seed)
    mixtures = [rng.dirichlet(np.full(n, 0.4)) for n in form.shape]
    players = [sequences(game.tree, player) for player in range(game.n_players)]
    mixed = [mixture @ plans(seqs) for mixture, seqs in zip(mixtures, players, strict=True)]
    probability = entered(game, players, mixed)
    worth = [
        float(v @ m)
        for v, m in zip(expected_payoffs(form.payoffs, mixtures), mixtures, strict=True)
    ]
    assert np.allclose(values_under(game.tree, game.payoffs, probability)[0], worth)
    for row in form.strategies:
        assert len({plan.label for plan in row}) == len(row)


@settings(max_examples=40)
@given(hidden_trees(levels=3))
def test_every_nash_equilibrium_is_one_by_trying_every_plan(game: ExtensiveGame) -> None:
    if trying(game) > 100:
        return
    found = solve(game, NAME)
    for equilibrium in found.equilibria:
        assert gain(game, exactly(game, equilibrium.probability)) < 1e-9
        assert equilibrium.kind == "Nash"
    if found.complete or any("mixed" in note for note in found.notes):
        outcomes = {reached(game, exactly(game, e.probability)) for e in found.equilibria}
        assert pure_outcomes(game, everywhere=False) <= outcomes


@given(hidden_trees(levels=3), st.integers(1, 5), st.integers(-4, 4))
@settings(max_examples=25)
def test_units_and_offsets_change_no_behaviour(game: ExtensiveGame, unit: int, offset: int) -> None:
    if trying(game) > 60:
        return
    other = replace(game, payoffs=np.asarray(game.payoffs) * unit + offset)
    try:
        one = solve(game, NAME)
    except GameTooLarge:
        with pytest.raises(GameTooLarge):
            solve(other, NAME)
        return
    two = solve(other, NAME)
    assert len(one.equilibria) == len(two.equilibria)
    for before, after in zip(one.equilibria, two.equilibria, strict=True):
        assert np.allclose(before.probability, after.probability, atol=1e-7)


@pytest.mark.parametrize("famous", SMALL, ids=lambda one: one.name)
def test_all_nash_equilibria_of_famous_trees(famous: FamousTree) -> None:
    found = solve(famous.build(), NAME)
    assert found.complete
    known = famous.of("Nash")
    assert all(any(one.covers(equilibrium) for one in known) for equilibrium in found.equilibria)
    assert all(any(one.covers(equilibrium) for equilibrium in found.equilibria) for one in known)


def test_both_ends_of_each_piece_of_seltens_horse_are_listed() -> None:
    found = solve(seltens_horse(), NAME)
    ends = {
        (e.payoffs, round(float(e.probability[-4]), 6), round(float(e.probability[4]), 6))
        for e in found.equilibria
    }
    assert {payoffs for payoffs, _, _ in ends} == {(1.0, 1.0, 1.0), (3.0, 2.0, 2.0)}
    assert len(found.equilibria) == 4
    assert found.continuum


def test_mixtures_that_behave_alike_are_one_equilibrium() -> None:
    game = ExtensiveGame.from_nodes(
        {
            "coin": {"chance": {"heads": (0.5, "on heads"), "tails": (0.5, "on tails")}},
            "on heads": {"player": "Ann", "actions": {"up": "u1", "down": "d1"}},
            "on tails": {"player": "Ann", "actions": {"up": "u2", "down": "d2"}},
            **{
                f"{a}{k}": {
                    "player": "Bob",
                    "set": f"Bob {k}",
                    "actions": {"up": (s, -s), "down": (-s, s)},
                }
                for k in (1, 2)
                for a, s in (("u", 1), ("d", -1))
            },
        }
    )
    form, found = reduced_normal_form(game), solve(game, NAME)
    assert form.shape == (4, 4)
    assert len(solve(form).equilibria) > 1
    (only,) = found.equilibria
    assert np.allclose(only.probability[1:], 0.5)
    assert not found.continuum


def test_plans_are_told_in_words() -> None:
    horse, niches = reduced_normal_form(seltens_horse()), reduced_normal_form(niche_choice())
    assert [plan.label for plan in horse.strategies[0]] == ["R", "L"]
    assert [plan.label for plan in niches.strategies[0]] == [
        "out",
        "entry: in, newcomer's niche: small",
        "entry: in, newcomer's niche: large",
    ]
    assert niches.payoffs[:, 2, 0].tolist() == [1.0, -1.0]


def test_sets_of_one_move_are_told_apart_by_what_went_before() -> None:
    game = ultimatum_outside(2, 1)
    reply = int(game.tree.move[1])
    tree = replace(game.tree, move=np.where(game.tree.mover == 1, reply, game.tree.move))
    moves = tuple(
        replace(move, label="reply") if k == reply else move for k, move in enumerate(game.moves)
    )
    form = reduced_normal_form(replace(game, tree=tree, moves=moves))
    assert (
        form.strategies[1][1].label
        == "reply after 0: accept, reply after 1: accept, reply after 2: refuse"
    )


def test_a_player_who_never_moves_has_one_plan() -> None:
    game = ExtensiveGame.from_nodes(
        {"choice": {"player": "Ann", "actions": {"left": (1, 0), "right": (0, 3)}}},
        players=("Ann", "Bob"),
    )
    form = reduced_normal_form(game)
    assert [[plan.label for plan in row] for row in form.strategies] == [
        ["left", "right"],
        ["no move"],
    ]
    (only,) = solve(game, NAME).equilibria
    assert only.payoffs == (1.0, 0.0)


def test_too_many_plans_are_counted_before_they_are_listed() -> None:
    game = ultimatum_outside(40, 3)
    reason = size(game, [sequences(game.tree, player) for player in range(2)])
    assert reason is not None
    assert f"{41 * 2**41:,} combinations of plans" in reason
    with pytest.raises(GameTooLarge, match="combinations of plans"):
        reduced_normal_form(game)
    with pytest.raises(UnsuitableGame, match="is for small trees"):
        solve(game, NAME)
    with pytest.raises(UnsuitableGame, match="is for small trees: 20 × 44 plans are left"):
        solve(kuhn_poker(), NAME)


def test_a_player_that_forgets_is_refused() -> None:
    game = ExtensiveGame.from_nodes(
        {
            "first": {"player": "Ann", "actions": {"left": "l", "right": "r"}},
            "l": {"player": "Ann", "set": "second", "actions": {"stop": (0,), "go": (1,)}},
            "r": {"player": "Ann", "set": "second", "actions": {"stop": (1,), "go": (0,)}},
        }
    )
    with pytest.raises(
        UnsuitableGame, match="Ann has forgotten whether it chose `left` or `right`"
    ):
        solve(game, NAME)
    with pytest.raises(UnsuitableGame, match="perfect recall"):
        reduced_normal_form(game)


def test_chance_is_no_rounding_of_its_own() -> None:
    assert solve(niche_choice(), NAME).exact
    assert solve(beer_quiche(), NAME).exact
    assert solve(beer_quiche(weak=1 / 3), NAME).exact
    assert not solve(beer_quiche(weak=math.sqrt(0.1)), NAME).exact


def test_an_equilibrium_of_three_with_types_is_not_claimed_to_be_all() -> None:
    with pytest.raises(UnsuitableGame, match="is for small games"):
        solve(chain_store_types(), NAME)


def test_a_third_player_whom_dominance_decides_does_not_make_a_tree_too_large() -> None:
    """Seven actions each, and a third player who prefers one of two: the two's game is solved in
    full.
    """
    rng = np.random.default_rng(0)
    table = rng.integers(0, 1000, (2, 7, 7))
    payoffs = np.zeros((3, 7, 7, 2))
    payoffs[:2] = table[..., None]
    payoffs[2, ..., 0] = 1.0
    tree = simultaneous_tree(NormalFormGame.from_arrays(*payoffs))
    solution = solve(replace(tree, normal_form=None), NAME)
    assert solution.complete
    assert len(solution.equilibria) == len(solve(NormalFormGame.from_arrays(*table)).equilibria)


@pytest.mark.parametrize(
    ("apart", "complete"), [(0.0, True), (1e-15, True), (3e-9, False), (1e-6, True)]
)
def test_two_rounded_equilibria_that_are_nearly_one_are_doubted(
    apart: float, complete: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where weights are rounded a tolerance says which are one: a difference near it is told."""
    game = ExtensiveGame.from_nodes(
        {
            "Ann": {"player": "Ann", "actions": {"heads": "h", "tails": "t"}},
            "h": {"player": "Bob", "set": "Bob", "actions": {"heads": (0, 0), "tails": (0, 0)}},
            "t": {"player": "Bob", "set": "Bob", "actions": {"heads": (0, 0), "tails": (0, 0)}},
        }
    )
    form = reduced_normal_form(game)
    both = [
        verified(form, [np.array([p, 1 - p]), np.array([0.5, 0.5])]) for p in (0.5, 0.5 + apart)
    ]
    rough = Solution(form, tuple(both), "Nash", "rough", Certificate(FLOATS, rounded=True), "")
    monkeypatch.setattr(choice, "solved", lambda _: rough)
    found = nash(game)
    assert found.complete == complete
    assert found.certificate.near != complete
    if apart > 1e-12:  # below, both are one for rounding alone, and nothing was compared
        record = found.certificate
        assert (record.compared, record.tolerance) == (
            "weights of two equilibria that may be one",
            1e-9,
        )
        assert record.margin == pytest.approx(2 * apart, rel=1e-3)
    nearer = replace(rough, certificate=rough.certificate.measured("payoffs", 1e-9, 1.5e-9))
    monkeypatch.setattr(choice, "solved", lambda _: nearer)
    assert (
        nash(game).certificate.margin == 1.5e-9
    )  # a record holds what came nearest to its tolerance
