"""Points over packages equal those found by trying everything."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import BargainingPoint, BargainingProblem, UnsuitableGame
from negotiate.bargaining.points import POINTS, RULES
from negotiate.bargaining.points.solutions import point, points_of
from negotiate.language.expectations.deals import _answers as answers
from negotiate.model.negotiation import OfDeals
from tests.bargaining.points.random_problems import Drawn, bargaining
from tests.reference import plain_points


def held(found: BargainingPoint, expected: list[int], drawn: Drawn) -> None:
    assert list(found.packages) == expected
    assert found.agreement is bool(expected)
    if expected:
        assert [worth.tolist() for worth in found.tied] == [
            drawn.payoffs[:, k].tolist() for k in expected
        ]
        assert found.payoffs.tolist() == drawn.payoffs[:, expected[0]].tolist()
    else:
        assert found.payoffs.tolist() == drawn.disagreement.tolist()


@given(bargaining())
def test_the_frontier(drawn: Drawn) -> None:
    assert drawn.problem.zone().tolist() == plain_points.zone(drawn.gains, drawn.acceptable)
    assert drawn.problem.frontier().tolist() == plain_points.frontier(drawn.gains, drawn.acceptable)


@given(bargaining(), st.lists(st.integers(1, 3), min_size=4, max_size=4))
def test_nash(drawn: Drawn, powers: list[int]) -> None:
    powers = powers[: len(drawn.payoffs)]
    equal = [1] * len(powers)
    held(drawn.problem.nash(), plain_points.nash(drawn.gains, drawn.acceptable, equal), drawn)
    held(
        drawn.problem.nash(weights=powers),
        plain_points.nash(drawn.gains, drawn.acceptable, powers),
        drawn,
    )


@given(bargaining())
def test_rules_that_share(drawn: Drawn) -> None:
    args = drawn.gains, drawn.acceptable
    held(drawn.problem.kalai_smorodinsky(), plain_points.kalai_smorodinsky(*args), drawn)
    held(drawn.problem.egalitarian(), plain_points.egalitarian(*args), drawn)
    held(drawn.problem.utilitarian(), plain_points.utilitarian(*args), drawn)


@given(bargaining())
def test_raiffa(drawn: Drawn) -> None:
    held(drawn.problem.raiffa(), plain_points.raiffa(drawn.gains, drawn.acceptable), drawn)


@given(bargaining(players=(2, 2)))
def test_maschler_perles(drawn: Drawn) -> None:
    held(
        drawn.problem.maschler_perles(),
        plain_points.maschler_perles(drawn.gains, drawn.acceptable),
        drawn,
    )


def test_maschler_perles_is_for_two() -> None:
    problem = BargainingProblem.from_arrays(np.ones((3, 2)), np.zeros(3))
    with pytest.raises(UnsuitableGame, match="is for two players"):
        problem.maschler_perles()
    assert "maschler-perles" not in [rule.name for rule, _ in points_of(problem)]


def test_who_cannot_gain_is_named() -> None:
    problem = BargainingProblem.from_arrays(
        [[1, 2], [0, 0], [2, 1]], [0, 0, 0], players=["ann", "bob", "cy"]
    )
    for rule, found in points_of(problem):
        assert found.packages == (0, 1), rule.name
        if rule.name != "utilitarian":
            assert found.note == "bob can gain nothing and is left out"


def test_packages_by_which_not_all_gain_at_once() -> None:
    found = BargainingProblem.from_arrays([[3, 0, 2], [0, 3, 0]], [0, 0]).nash()
    assert found.packages == (0, 1)
    assert "no package lets more than 1 of 2 gain" in found.note


@pytest.mark.parametrize("weights", [[1], [1, 2, 3], [-1, 2], [0, 0], [np.nan, 1]])
def test_weights_that_are_none(weights: list[float]) -> None:
    with pytest.raises(UnsuitableGame, match="weights"):
        BargainingProblem.from_arrays([[1.0], [1.0]], [0, 0]).nash(weights=weights)


def test_a_rule_that_is_none() -> None:
    with pytest.raises(UnsuitableGame, match="there is no bargaining solution `solomon`") as caught:
        point(BargainingProblem.from_arrays([[1.0]], [0]), "solomon")
    assert all(rule.name in caught.value.hint for rule in POINTS)


def test_power_is_weighted_nash() -> None:
    problem = BargainingProblem.from_arrays([[9, 5, 1], [1, 5, 9]], [0, 0])
    with pytest.raises(UnsuitableGame, match="same power"):
        point(problem, "weighted-nash")
    strong = replace(problem, power=(0.9, 0.1))
    assert (
        point(strong, "weighted-nash").packages
        == strong.nash(weights=strong.power).packages
        == (0,)
    )
    assert strong.nash().packages == (1,)


def picked(rule: str) -> Any:
    """What an expectation says of a deal that a rule picks."""
    return SimpleNamespace(deals=OfDeals(point=rule))


def test_whether_a_rule_counts_by_power_is_said_by_the_rule_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A rule that counts by power does so wherever its point is asked for, whatever the rule is
    called.
    """
    monkeypatch.setitem(RULES, "nash", replace(RULES["nash"], by_power=True))
    problem = replace(
        BargainingProblem.from_arrays([[9, 5, 1], [1, 5, 9]], [0, 0]), power=(0.9, 0.1)
    )
    assert point(problem, "nash").packages == (0,)
    assert answers(picked("nash"), problem).tolist() == [0]


def test_a_rule_by_power_can_be_expected_where_all_have_the_same_power() -> None:
    problem = BargainingProblem.from_arrays([[9, 5, 1], [1, 5, 9]], [0, 0])
    assert answers(picked("weighted-nash"), problem).tolist() == [1]


def test_a_tie_that_rounding_would_break() -> None:
    payoffs = [[0.1 + 0.2, 0.3, 0.1], [0.3, 0.1 + 0.2, 0.1]]
    assert Fraction(payoffs[0][0]) != Fraction(payoffs[0][1])
    problem = BargainingProblem.from_arrays(payoffs, [0, 0])
    for rule, found in points_of(problem):
        assert found.packages == (0, 1), rule.name
