"""What a bargaining solution is to the rest of the program.

One answer to which deal it would be: packages, or a lottery over them, with what they are worth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from negotiate.arrays import FloatArray
from negotiate.bargaining.mixtures.path import Path
from negotiate.bargaining.mixtures.stakes import Stakes
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


Weights = Sequence[float] | None


def always(problem: BargainingProblem) -> str | None:
    """Nothing that keeps a rule from fitting."""
    del problem
    return None


@dataclass(frozen=True, slots=True)
class Rule:
    """One bargaining solution.

    Parameters
    ----------
    name : str
        What it is asked for by, such as "kalai-smorodinsky".
    title : str
        What sentences call it, such as "Kalai–Smorodinsky".
    says : str
        What it picks, in one sentence for people who have not met it.
    reference : str
        Author and year.
    over_packages : callable
        From a problem and the signers' powers to the packages.
    over_path : callable
        From a problem, its path of outcomes and the signers' powers to the point: curves, and lotteries of two signers.
    over_stakes : callable
        From a problem, what its signers can hope for and their powers to the lottery, any number of signers.
    first : bool
        Whether the first screen shows it.
    units_matter : bool
        Whether the choice of a player's unit moves the point.
    applies_to : callable
        From a problem to the reason why the rule does not fit it, or None.
    """

    name: str
    title: str
    says: str
    reference: str
    over_packages: Callable[[BargainingProblem, FloatArray], BargainingPoint]
    over_path: Callable[[BargainingProblem, Path, FloatArray], BargainingPoint]
    over_stakes: Callable[[BargainingProblem, Stakes, FloatArray], BargainingPoint]
    first: bool = False
    units_matter: bool = False
    applies_to: Callable[[BargainingProblem], str | None] = always
