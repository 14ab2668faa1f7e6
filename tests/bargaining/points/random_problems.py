"""Random bargaining problems: small whole or decimal payoffs, so that packages tie, and players who
cannot gain.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from negotiate import BargainingProblem


@dataclass(frozen=True)
class Drawn:
    """A problem, and its gains in exact fractions, one row a package."""

    problem: BargainingProblem
    gains: tuple[tuple[Fraction, ...], ...]
    acceptable: tuple[bool, ...]
    payoffs: np.ndarray
    disagreement: np.ndarray


@st.composite
def bargaining(
    draw: DrawFn, players: tuple[int, int] = (1, 4), packages: tuple[int, int] = (1, 9)
) -> Drawn:
    """Payoffs in ones or tenths, some packages across a red line, a disagreement point among the
    payoffs.
    """
    n, m = draw(st.integers(*players)), draw(st.integers(*packages))
    tens = draw(st.sampled_from([1, 10]))
    whole = draw(
        st.lists(st.lists(st.integers(-4, 6), min_size=n, max_size=n), min_size=m, max_size=m)
    )
    apart = draw(st.lists(st.integers(-4, 2), min_size=n, max_size=n))
    acceptable = draw(st.lists(st.sampled_from([True, True, True, False]), min_size=m, max_size=m))
    payoffs, disagreement = (
        np.array(whole, dtype=float).T / tens,
        np.array(apart, dtype=float) / tens,
    )
    gains = tuple(
        tuple(Fraction(x - d, tens) for x, d in zip(row, apart, strict=True)) for row in whole
    )
    problem = BargainingProblem.from_arrays(payoffs, disagreement, np.array(acceptable))
    return Drawn(problem, gains, tuple(acceptable), payoffs, disagreement)
