"""One answer to which deal it would be: packages, or a lottery over them, with what they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from negotiate.arrays import FloatArray
from negotiate.display import Shown

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

SURE = 1e-9
"""What may be missing from the odds of a lottery that is sure to bring a deal."""
SHOWN = 5
"""Packages that are named in one line."""
Over = Literal["packages", "lotteries", "curve"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BargainingPoint(Shown):
    """Where a bargaining solution lies.

    Parameters
    ----------
    problem : BargainingProblem
        Where it was looked for.
    name : str
        The solution, such as "nash".
    packages : tuple of int
        Every package that is as good as the best; empty where there is nothing to agree on. Of a lottery, the packages
        that it may bring; of a curve, the sample nearest to the point.
    payoffs : ndarray, shape (players,)
        What the first of them is worth, the lottery's expected payoffs, the point of the curve; the disagreement
        point where there is nothing to agree on.
    over : {'packages', 'lotteries', 'curve'}
        What was chosen from.
    tied : tuple of ndarray, shape (players,)
        What each of `packages` is worth.
    odds : tuple of float
        Of a lottery: the probability of each of `packages`. What is missing from 1 is the probability of no deal.
    note : str
        What a reader has to know of this answer, such as a player who cannot gain.
    """

    problem: BargainingProblem
    name: str
    packages: tuple[int, ...]
    payoffs: FloatArray
    over: Over = "packages"
    tied: tuple[FloatArray, ...] = ()
    odds: tuple[float, ...] = ()
    note: str = ""

    @property
    def agreement(self) -> bool:
        """Whether there is anything to agree on."""
        return bool(self.packages)

    @property
    def drawn(self) -> bool:
        """Whether it is no package: a lottery that may bring several, or a place on a curve."""
        if self.odds:
            return len(self.packages) > 1 or self.odds[0] < 1.0 - SURE
        return self.over != "packages"

    def __repr__(self) -> str:
        worths = ", ".join(f"{float(x):.6g}" for x in self.payoffs)
        shown = ", ".join(map(str, self.packages[:SHOWN])) + (", ..." if len(self.packages) > SHOWN else "")
        what = f"{self.over} {shown}" if self.packages else "nothing to agree on"
        return f"<BargainingPoint {self.name!r}: {what}; payoffs {worths}>"
