"""What of bargaining means nothing where preferences have no numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.errors import UnsuitableGame
from negotiate.games.levels import needs_numbers

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


def check_numbers(problem: BargainingProblem, what: str) -> None:
    """Refuse what adds, multiplies or weighs payoffs, where some of them are levels.

    Parameters
    ----------
    problem : BargainingProblem
        Which is asked about.
    what : str
        What is asked for, as the beginning of a sentence in the singular.

    Raises
    ------
    UnsuitableGame
        If the payoffs of some player are levels.
    """
    reason = needs_numbers(problem.players, problem.keys, problem.ordinal)
    if reason is not None:
        raise UnsuitableGame(
            f"{what} {reason}",
            "`negotiate deal` shows what needs no numbers: the agreement zone, the Pareto frontier and the conflicts",
        )
