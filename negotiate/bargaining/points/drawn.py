"""A lottery that was found by linear programs, as an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.bargaining.mixtures.mixing import Mixture
from negotiate.bargaining.mixtures.stakes import Stakes
from negotiate.bargaining.point import BargainingPoint
from negotiate.bargaining.points.along import lottery

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


def drawn(problem: BargainingProblem, name: str, stakes: Stakes, found: Mixture, note: str = "") -> BargainingPoint:
    """The packages of a mixture, with their odds."""
    package = stakes.mixer.lotteries.package
    return lottery(problem, name, [(package(columns), odds) for columns, odds in found.drawn], note)
