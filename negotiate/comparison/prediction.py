"""What one lens says of one scenario: its outcomes, or why it has no answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.solvers.solution import Equilibrium, Solution, TreeEquilibrium

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One thing that a lens says may happen.

    Parameters
    ----------
    payoffs : Mapping[str, float]
        Player → what it can expect.
    choices : Mapping[str, str]
        Issue → option, for whatever is settled for sure.
    label : str
        What happens in few words, for a lens whose outcomes are no equilibria of a game.
    equilibrium : Equilibrium or TreeEquilibrium or None
        The equilibrium that it is.
    """

    payoffs: Mapping[str, float]
    choices: Mapping[str, str]
    label: str = ""
    equilibrium: Equilibrium | TreeEquilibrium | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """What a lens finds.

    Parameters
    ----------
    keys : tuple of str
        The players.
    outcomes : tuple of Outcome
        Empty means that there is none, which is an answer.
    concept, method, verified : str
        What was looked for, how, and how it was checked.
    complete : bool
        Whether these are all.
    notes : tuple of str
        What a reader must know besides.
    solution : Solution or None
        The whole answer, for a lens that solves a game.
    at_once : bool
        Whether a lens of moves had none to look at, so that all choose at once as when nobody talks.
    tables : tuple of BargainingProblem
        For a lens in which something is signed: what could be, under each no-deal point.
    """

    keys: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    concept: str
    method: str
    verified: str
    complete: bool
    notes: tuple[str, ...] = ()
    solution: Solution | None = None
    at_once: bool = False
    tables: tuple[BargainingProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a lens has no answer for a scenario, and what to do about it.

    Parameters
    ----------
    message : str
        Why there is no answer.
    hint : str
        What to do about it; empty where nothing is known to help.
    """

    message: str
    hint: str = ""


Answer = Prediction | Refusal


def of_solution(solution: Solution, held: Mapping[str, str], at_once: bool = False) -> Prediction:
    """A solved game as a prediction.

    Parameters
    ----------
    solution : Solution
        The answer.
    held : Mapping[str, str]
        Issue → option, for what no player of this game sets.
    at_once : bool
        See `Prediction`.
    """
    game = solution.game
    outcomes = tuple(
        Outcome(by_player(game.keys, e.payoffs), {**held, **e.choices}, equilibrium=e) for e in solution.profiles
    )
    return Prediction(
        keys=game.keys,
        outcomes=outcomes,
        concept=solution.concept,
        method=solution.method,
        verified=solution.verified,
        complete=solution.complete,
        notes=(*game.notes, *solution.notes),
        solution=solution,
        at_once=at_once,
    )


def by_player(keys: Sequence[str], numbers: Iterable[float]) -> dict[str, float]:
    """Player → its number."""
    return {key: float(number) for key, number in zip(keys, numbers, strict=True)}
