"""Win-sets on a line: Putnam's two levels, and a body of many minds point by point."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.bargaining.voting.win_sets import Body, Interval, win_sets
from negotiate.errors import UnsuitableGame
from tests.reference import plain_votes

POINTS = st.integers(-20, 20).map(lambda k: Fraction(k, 4))


def test_putnams_two_pivots() -> None:
    found = win_sets([Body("one", (0.3,)), Body("other", (0.8,))], status_quo=0.9)
    assert found.zone == Interval(Fraction(7, 10), Fraction(9, 10))
    assert [one.points.low for one in found.bodies] == [Fraction(-3, 10), Fraction(7, 10)]
    assert found.room
    assert str(found.zone) == "[0.7, 0.9]"
    assert 0.7 in found.zone
    assert 0.69 not in found.zone


def test_the_median_decides_under_a_majority_and_everybody_under_unanimity() -> None:
    ideals = (0, 2, 4, 6, 8)
    majority, all_of_them = (
        win_sets([Body("house", ideals, (), n)], 10).bodies[0] for n in ("majority", "unanimity")
    )
    assert (majority.points, majority.low_pivot, majority.high_pivot) == (
        Interval(Fraction(-2), Fraction(10)),
        2,
        None,
    )
    assert (all_of_them.points.low, all_of_them.low_pivot) == (6, 4)


def test_votes_move_the_pivot() -> None:
    assert win_sets([Body("house", (0, 4, 8), (1, 1, 5))], 10).bodies[0].low_pivot == 2


def test_bodies_that_want_opposite_things_agree_on_nothing() -> None:
    found = win_sets([Body("left", (0,)), Body("right", (1,))], 0.5)
    assert found.zone == Interval(Fraction(1, 2), Fraction(1, 2))
    assert not found.room


def test_a_line_ends() -> None:
    one = win_sets([Body("one", (0.3,))], 0.9, line=(0, 1)).bodies[0]
    assert (one.points.low, one.low_pivot) == (0, None)
    with pytest.raises(UnsuitableGame, match="not on the line"):
        win_sets([Body("one", (0.3,))], 2, line=(0, 1))


@pytest.mark.parametrize(
    "bodies", [[], [Body("a", (1, 2), (1,))], [Body("a", ())], [Body("a", (1,), (), 2)]]
)
def test_what_is_no_body_is_refused(bodies: list[Body]) -> None:
    with pytest.raises(UnsuitableGame):
        win_sets(bodies, 0)


@given(
    st.lists(st.tuples(POINTS, st.integers(0, 3)), min_size=1, max_size=5).filter(
        lambda found: any(v for _, v in found)
    ),
    POINTS,
    POINTS,
    st.data(),
)
def test_a_win_set_holds_what_is_carried_point_by_point(
    voters: list[tuple[Fraction, int]], quo: Fraction, point: Fraction, data: st.DataObject
) -> None:
    ideals, votes = [x for x, _ in voters], [v for _, v in voters]
    quota = data.draw(st.integers(1, sum(votes)))
    found = win_sets([Body("house", tuple(ideals), tuple(votes), quota)], quo).bodies[0].points
    nearby = Fraction(1, 1000)
    for place in (point, found.low, found.high, found.low - nearby, found.high + nearby, quo):
        assert (place in found) == plain_votes.carries(ideals, votes, quota, quo, place)


@given(st.lists(st.lists(POINTS, min_size=1, max_size=4), min_size=1, max_size=3), POINTS)
def test_the_zone_is_what_every_body_carries(minds: list[list[Fraction]], quo: Fraction) -> None:
    found = win_sets([Body(str(k), tuple(ideals)) for k, ideals in enumerate(minds)], quo)
    for place in (found.zone.low, found.zone.high, found.zone.low - 1, found.zone.high + 1):
        assert (place in found.zone) == all(place in one.points for one in found.bodies)
