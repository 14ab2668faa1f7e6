"""What a mixed equilibrium is worth is right, however much larger other payoffs are."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from negotiate.equilibrium.registry import solve
from negotiate.games.normal_form import NormalFormGame

SIZES = [
    Fraction(0),
    Fraction(1, 10**9),
    Fraction(1, 10),
    Fraction(37, 100),
    Fraction(1),
    Fraction(10**9),
    Fraction(10**15),
]
BASE = st.builds(lambda size, sign: sign * size, st.sampled_from(SIZES), st.sampled_from([-1, 1]))
LEAD = st.sampled_from(SIZES[1:])


def coordination(
    low: tuple[Fraction, Fraction], leads: tuple[Fraction, Fraction]
) -> list[list[Fraction]]:
    """One player's payoffs, own strategies as rows: each is better by its lead where the other does
    the same.
    """
    return [[low[0] + leads[0], low[1]], [low[0], low[1] + leads[1]]]


@given(st.tuples(BASE, BASE), st.tuples(LEAD, LEAD), st.tuples(BASE, BASE), st.tuples(LEAD, LEAD))
def test_both_options_of_a_mixture_are_worth_what_fractions_say(
    low: tuple, leads: tuple, other_low: tuple, other_leads: tuple
) -> None:
    mine, theirs = coordination(low, leads), coordination(other_low, other_leads)
    assume(
        all(Fraction(repr(float(entry))) == entry for row in (*mine, *theirs) for entry in row)
    )  # floats hold them
    game = NormalFormGame.from_arrays(mine, [[theirs[j][i] for j in range(2)] for i in range(2)])
    (mixed,) = [
        e for e in solve(game).profiles if all(p > 0 for own in e.strategies for p in own)
    ] or [None]
    assume(mixed is not None)  # a weight may lie nearer to 0 than any float
    assert mixed is not None
    for player, (table, (one, two)) in enumerate(((mine, leads), (theirs, other_leads))):
        share = two / (one + two)
        worth = share * table[0][0] + (1 - share) * table[0][1]
        least = min(abs(entry) for row in table for entry in row if entry)
        assert mixed.payoffs[player] == pytest.approx(
            float(worth), rel=1e-9, abs=1e-9 * float(least)
        )


@pytest.mark.parametrize("method", ["extreme-points", "vertex-enumeration", "lemke-howson"])
def test_a_tenth_beside_a_thousand_million_millions_is_not_lost(method: str) -> None:
    game = NormalFormGame.from_arrays([[1e15, -1e15], [0.1, 0]], [[1e15, 0.1], [-1e15, 0]])
    (mixed,) = [e for e in solve(game, method).profiles if not e.pure] or [None]
    if mixed is not None:  # a path may end in a pure one
        assert mixed.payoffs == pytest.approx((0.05, 0.05), rel=1e-9)
    assert method == "lemke-howson" or mixed is not None
