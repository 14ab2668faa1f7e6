"""The axioms by which bargaining solutions are known hold for what is computed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate import BargainingProblem
from negotiate.bargaining.packages import Block
from negotiate.bargaining.points.solutions import points_of
from tests.bargaining.points.random_problems import Drawn, bargaining

OVER = pytest.mark.parametrize("lotteries", [False, True])
UNITLESS = ("nash", "kalai_smorodinsky", "raiffa")


@OVER
@settings(max_examples=12)  # of lotteries each takes many linear programs
@given(
    bargaining(players=(1, 3)),
    st.lists(st.sampled_from([0.01, 0.5, 3.0, 1e4]), min_size=3, max_size=3),
)
def test_no_unit_and_no_zero_moves_them(lotteries: bool, drawn: Drawn, sizes: list[float]) -> None:
    size = np.array(sizes[: len(drawn.payoffs)])
    shift = np.arange(len(size)) * 7.0
    moved = BargainingProblem.from_arrays(
        drawn.payoffs * size[:, None] + shift[:, None],
        drawn.disagreement * size + shift,
        np.array(drawn.acceptable),
    )
    for rule in (*UNITLESS, "maschler_perles") if len(size) == 2 else UNITLESS:
        one, other = (
            getattr(drawn.problem, rule)(lotteries=lotteries),
            getattr(moved, rule)(lotteries=lotteries),
        )
        assert one.packages == other.packages or lotteries, rule
        np.testing.assert_allclose(
            other.payoffs, one.payoffs * size + shift, rtol=1e-7, atol=1e-6, err_msg=rule
        )


@OVER
@settings(max_examples=12)  # the same
@given(bargaining(players=(2, 3)), st.randoms(use_true_random=False))
def test_it_does_not_matter_who_is_named_first(
    lotteries: bool, drawn: Drawn, random: object
) -> None:
    order = list(range(len(drawn.payoffs)))
    random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis has no type for it
    other = BargainingProblem.from_arrays(
        drawn.payoffs[order], drawn.disagreement[order], np.array(drawn.acceptable)
    )
    for (rule, one), (_, found) in zip(
        points_of(drawn.problem, lotteries), points_of(other, lotteries), strict=True
    ):
        assert one.packages == found.packages or lotteries, rule.name
        np.testing.assert_allclose(found.payoffs, one.payoffs[order], atol=1e-6, err_msg=rule.name)


@settings(max_examples=12)  # the same
@given(bargaining(players=(2, 2)))
def test_who_stands_alike_gets_alike(drawn: Drawn) -> None:
    gains = drawn.payoffs - drawn.disagreement[:, None]
    mirrored = BargainingProblem.from_arrays(
        np.hstack([gains, gains[::-1]]), [0, 0], np.tile(drawn.acceptable, 2)
    )
    for rule, found in points_of(mirrored, True):
        assert found.payoffs[0] == pytest.approx(found.payoffs[1], abs=1e-9), rule.name
    for rule, found in points_of(mirrored):
        worth = {tuple(payoffs.round(9).tolist()) for payoffs in found.tied}
        assert {pair[::-1] for pair in worth} == worth, rule.name


@settings(max_examples=15)  # the same
@given(bargaining(players=(1, 3)), st.lists(st.booleans(), min_size=9, max_size=9))
def test_nash_does_not_depend_on_what_is_not_chosen(drawn: Drawn, dropped: list[bool]) -> None:
    for lotteries in (False, True):
        found = drawn.problem.nash(lotteries=lotteries)
        assume(
            found.agreement and "share of the player's largest" not in found.note
        )  # what is left counts there
        left = [k for k in range(drawn.payoffs.shape[1]) if not dropped[k] or k in found.packages]
        fewer = BargainingProblem.from_arrays(
            drawn.payoffs[:, left], drawn.disagreement, np.array(drawn.acceptable)[left]
        )
        again = fewer.nash(lotteries=lotteries)
        np.testing.assert_allclose(again.payoffs, found.payoffs, atol=1e-7)
        if not lotteries:
            assert [left[k] for k in again.packages] == list(found.packages)


polygons = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5)


@settings(max_examples=30)  # the same
@given(polygons, st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=4))
def test_nobody_loses_by_more_to_share_in_kalai_smorodinsky(
    points: list[tuple[int, int]], more: list[tuple[int, int]]
) -> None:
    """As long as nobody can hope for more than before: individual monotonicity of two players."""
    table = np.array(points, dtype=float).T
    added = table.max(axis=1)[:, None] * np.array([(0, 0), *more]).T / 100
    small = BargainingProblem.from_arrays(table, [0, 0]).kalai_smorodinsky(lotteries=True)
    large = BargainingProblem.from_arrays(np.hstack([table, added]), [0, 0]).kalai_smorodinsky(
        lotteries=True
    )
    assert (large.payoffs >= small.payoffs - 1e-9).all()


@settings(max_examples=30)  # the same
@given(polygons, polygons)
def test_maschler_perles_gains_from_two_talks_at_once(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    """Super-additivity: what both together give is no less for anybody than the two one by one."""
    tables = [np.array(points, dtype=float).T for points in (first, second)]
    alone = [BargainingProblem.from_arrays(table, [0, 0]) for table in tables]
    both = replace(
        alone[0], blocks=tuple(Block(t, np.ones(t.shape[1], dtype=bool)) for t in tables)
    )
    apart = sum(problem.maschler_perles(lotteries=True).payoffs for problem in alone)
    assert (both.maschler_perles(lotteries=True).payoffs >= apart - 1e-9).all()


@settings(max_examples=30)  # the same
@given(polygons)
def test_maschler_perles_meets_half_way(points: list[tuple[int, int]]) -> None:
    problem = BargainingProblem.from_arrays(np.array(points, dtype=float).T, [0, 0])
    found = problem.maschler_perles(lotteries=True)
    assume(found.agreement)
    path = problem.path_of(True)
    corners = np.hstack([path.gains(path.low), path.gains(path.high)[:, -1:]])
    left = [c for c in corners.T if c[0] < found.payoffs[0] - 1e-12]
    right = [c for c in corners.T if c[0] > found.payoffs[0] + 1e-12]
    ways = [np.array([*left, found.payoffs]), np.array([found.payoffs, *right])]
    walked = [np.sqrt(-np.prod(np.diff(way, axis=0), axis=1).clip(max=0)).sum() for way in ways]
    assert walked[0] == pytest.approx(walked[1], abs=1e-7)
