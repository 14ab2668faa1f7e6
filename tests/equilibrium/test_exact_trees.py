"""Payoffs and odds in trees are the numbers that somebody wrote, however large: ties are found, and
none invented.
"""

from __future__ import annotations

from dataclasses import replace
from math import lcm

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.equilibrium.trees import assessments, reduced_normal_form
from negotiate.equilibrium.trees.induction import in_whole_numbers
from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from tests.reference import plain_information, plain_plans, plain_trees
from tests.strategies import from_nested, hidden_trees, trees, written

NASH = reduced_normal_form.NAME


def lottery(odds: float, prize: float) -> dict[str, object]:
    return {"chance": {"wins": (odds, (prize, 0)), "loses": (round(1 - odds, 6), (0, 0))}}


def two_lotteries(first: tuple[float, float], second: tuple[float, float]) -> ExtensiveGame:
    """Ann takes one of two lotteries, or lets Bob decide about 256 for her, which he would rather
    not give.
    """
    bob = {"player": "Bob", "actions": {"no": (0, 1), "yes": (256, 0)}}
    nodes = {
        "Ann": {"player": "Ann", "actions": {"one": "one", "two": "two", "ask": "ask"}},
        "ask": bob,
    }
    return ExtensiveGame.from_nodes(nodes | {"one": lottery(*first), "two": lottery(*second)})


def chicken(crash: float) -> ExtensiveGame:
    """Both drive on or swerve, neither seeing the other."""
    column = {"player": "Column", "set": "Column"}
    return ExtensiveGame.from_nodes(
        {
            "Row": {"player": "Row", "actions": {"swerve": "swerved", "drive on": "drove on"}},
            "swerved": column | {"actions": {"swerve": (0, 0), "drive on": (-1, 1)}},
            "drove on": column | {"actions": {"swerve": (1, -1), "drive on": (crash, crash)}},
        }
    )


@pytest.mark.parametrize("crash", [-10.0, -1e6, -1e7, -1e8, -1e10, -1e12])
@pytest.mark.parametrize("method", [NASH, "assessments", "subgames"])
def test_a_weight_however_small_is_one(method: str, crash: float) -> None:
    answer = solve(chicken(crash), method)
    assert (len(answer.equilibria), answer.complete, answer.exact, answer.continuum) == (
        3,
        True,
        True,
        False,
    )
    (mixed,) = [e for e in answer.equilibria if len(e.endings) == 4]
    assert dict(mixed.endings)[3] == pytest.approx(1 / crash**2)


def ends(solution: Solution) -> list[tuple[int, ...]]:
    return [tuple(sorted(leaf for leaf, _ in e.endings)) for e in solution.equilibria]


def test_lotteries_of_equal_worth_are_a_tie_whatever_their_odds() -> None:
    game = two_lotteries((0.000105, 31), (0.000217, 15))
    answer = solve(game, NASH)
    assert answer.complete
    assert answer.exact
    assert (
        len(answer.equilibria)
        == len(solve(two_lotteries((0.5, 31), (0.5, 31)), NASH).equilibria)
        == 4
    )


@pytest.mark.parametrize(
    ("sure", "best"), [(0.0075, [(0,), (1, 2)]), (0.00750001, [(0,)]), (0.00749999, [(1, 2)])]
)
def test_a_cent_beside_billions_decides(sure: float, best: list[tuple[int, ...]]) -> None:
    game = from_nested((0, (CHANCE, (0.25, [-3e9]), (0.75, [1000000000.01])), [sure]), 1)
    answer = solve(game)
    assert (ends(answer), answer.complete) == (best, True)


def test_a_tie_that_nobody_can_decide_is_said() -> None:
    root = 2**0.5
    game = from_nested(
        (0, (CHANCE, (root / 2, [root]), (1 - root / 2, [0.0])), [1.0000000000000002], [0.0]), 1
    )
    answer = solve(game)
    assert not answer.complete
    assert not answer.exact
    assert "cannot be told" in " ".join(answer.notes)


@settings(max_examples=60, deadline=None)
@given(written(trees(levels=3, largest=1)))
def test_subgame_perfect_outcomes_are_those_in_fractions(game: ExtensiveGame) -> None:
    assume(plain_trees.number_of_plans(game) <= 300)
    answer = solve(game)
    assert answer.complete
    assert ends(answer) == sorted(plain_trees.outcomes(game))


@settings(max_examples=60, deadline=None)
@given(written(hidden_trees(levels=3, players=(2, 2))))
def test_nash_equilibria_are_those_of_the_table_in_whole_numbers(game: ExtensiveGame) -> None:
    listed = [list(plain_information.plans(game, player)) for player in range(2)]
    assume(len(listed[0]) * len(listed[1]) <= 60)
    endings = plain_plans.endings(game, listed)
    table = np.moveaxis(endings @ plain_plans.written_payoffs(game), -1, 0)
    whole = [own * lcm(*(x.denominator for x in own.ravel())) for own in table]
    known, answer = solve(NormalFormGame.from_arrays(*whole)), solve(game, NASH)
    assert answer.complete == known.complete
    wanted = [
        np.asarray(
            np.tensordot(e.strategies[1], np.tensordot(e.strategies[0], endings, 1), 1), float
        )
        for e in known.equilibria
    ]
    found = [game.tree.reach(e.probability)[game.tree.leaves] for e in answer.equilibria]
    for some, others in ((wanted, found), (found, wanted)):
        assert all(any(np.allclose(one, other, atol=1e-9) for other in others) for one in some)


@settings(max_examples=40, deadline=None)
@given(
    written(hidden_trees(levels=3, players=(2, 2))), st.sampled_from(["assessments", "subgames"])
)
def test_a_game_of_opposed_interests_has_one_value(game: ExtensiveGame, method: str) -> None:
    game = replace(game, payoffs=game.payoffs[:, :1] * np.array([1.0, -1.0]))
    assume(assessments.amount_of_work(game) <= 300)
    answer = solve(game, method)
    values = [e.payoffs[0] for e in answer.equilibria]
    assert np.ptp(values) <= 1e-15 * max(np.abs(game.payoffs).max(), 1e-300)


def test_a_hundredth_of_a_cent_decides_above_a_mixture() -> None:
    """The mixture is worth a third of a million: less than the sure payoff, by one in 10^13."""
    pennies = [("h", 1000000.0, 0.0), ("t", 0.0, 500000.0)]
    nodes: dict[str, dict[str, object]] = {
        "Ann": {"player": "Ann", "actions": {"sure": (333333.33333334, 0), "play": "coin"}},
        "coin": {"player": "Ann", "actions": {side: f"after {side}" for side, _, _ in pennies}},
    }
    for side, left, right in pennies:
        bob = {"left": (left, -left), "right": (right, -right)}
        nodes[f"after {side}"] = {"player": "Bob", "set": "Bob", "actions": bob}
    (only,) = solve(ExtensiveGame.from_nodes(nodes), "subgames").equilibria
    assert only.payoffs[0] == 333333.33333334


@pytest.mark.parametrize("odds", [0.3, 0.123, 1 / 3])
def test_who_is_sure_of_its_payoffs_chooses_beside_one_who_is_not(odds: float) -> None:
    lots = {"x": (odds, (5.63, 2**0.5)), "y": (1 - odds, (3.51, 1))}
    game = ExtensiveGame.from_nodes(
        {
            "Ann": {"player": "Ann", "actions": {"draw": "lots", "leave": (0, 0)}},
            "lots": {"chance": lots},
        },
        players=["Ann", "Bob"],
    )
    found = in_whole_numbers(game)
    assert [int(child) for child in found.sweep.chosen[:1]] == [1]
    assert found.sweep.ties[0] == 1
