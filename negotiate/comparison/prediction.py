"""What one lens says of one scenario: its outcomes, or why it has no answer; and whose levels can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from negotiate.display import entity, record
from negotiate.equilibrium.solution import Equilibrium, Solution, TreeEquilibrium
from negotiate.model.negotiation import Negotiation

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


def orders(found: Negotiation) -> dict[str, tuple[str, ...]]:
    """Player → its statements, the most important first, or the tiers of its ranking, the best first, as written."""
    return {
        player: tuple(" / ".join(one.written for one in group) for group in preference.groups)
        for player, preference in found.preferences.items()
    }


def unlike(first: Negotiation, second: Negotiation) -> frozenset[str]:
    """The players whose payoffs on the two sides cannot be compared: levels of two orders, or levels and numbers.

    Levels of one order over the same packages can be: a higher one is better on either side.
    """
    one, other = orders(first), orders(second)
    same = _packages(first) == _packages(second)
    both = [key for key in first.keys if key in second.keys and (key in one or key in other)]
    return frozenset(key for key in both if not same or one.get(key) != other.get(key))


def leveled(first: Negotiation, second: Negotiation) -> frozenset[str]:
    """The players whose payoffs are levels on some side, so that no difference of them is an amount."""
    return first.ordinal | second.ordinal


def _packages(found: Negotiation) -> dict[str, tuple[str, ...]]:
    return {name: issue.labels for name, issue in found.issues.items()}


@entity
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


@entity
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


@record
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
