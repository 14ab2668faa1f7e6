"""What a lens finds in a scenario, as one record: its outcomes, what they are worth, and in what
that was decided.

Whatever holds answers against one another, or against what a file expects, reads these records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from negotiate.display import entity, record
from negotiate.equilibrium.alone import alone
from negotiate.equilibrium.solution import Equilibrium, Solution, TreeEquilibrium
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.lenses import ALONE, IN_TURN
from negotiate.model.negotiation import Negotiation
from negotiate.report.json import AS_IT_IS, LEFT_OUT, alike

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

FIELDS = {
    "Prediction": {"tables": LEFT_OUT},
    "Outcome": {"payoffs": AS_IT_IS, **alike(LEFT_OUT, "equilibrium", "game", "beside")},
}
"""What is written of these records as JSON; see `negotiate.report.json`."""
Odds = Mapping[str, Mapping[str, float]]
"""Issue → option, or move → action, with the probability of each."""


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
    game : NormalFormGame or ExtensiveGame or None
        Of an equilibrium: whose it is.
    beside : Mapping[str, float]
        Other numbers to hold payoffs against, such as what no deal is worth: `no_deal.us`.
    """

    payoffs: Mapping[str, float]
    choices: Mapping[str, str]
    label: str = ""
    equilibrium: Equilibrium | TreeEquilibrium | None = None
    game: NormalFormGame | ExtensiveGame | None = field(default=None, compare=False, repr=False)
    beside: Mapping[str, float] = field(default_factory=dict)

    @property
    def odds(self) -> Odds:
        """Issue → option, and move → action, with the probability of each; a move counts where it
        is reached.
        """
        if isinstance(self.equilibrium, TreeEquilibrium):
            return _odds_in_turn(self.equilibrium)
        if self.equilibrium is not None and isinstance(self.game, NormalFormGame):
            return _odds_at_once(self.equilibrium, self.game)
        return {issue: {option: 1.0} for issue, option in self.choices.items()}


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
        Whether a lens of moves had none to look at, so that all choose at once as when nobody
        talks.
    tables : tuple of BargainingProblem
        For a lens in which something is signed: what could be, under each no-deal point, and what
        rules it out.
    arithmetic : str
        What decided it: whole numbers, fractions, floats with an error bound; empty where floats
        did.
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
    arithmetic: str = ""


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
        Outcome(by_player(game.keys, e.payoffs), {**held, **e.choices}, "", e, game)
        for e in solution.profiles
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
        arithmetic=solution.certificate.arithmetic,
    )


def by_player(keys: Sequence[str], numbers: Iterable[float]) -> dict[str, float]:
    """Player → its number."""
    return {key: float(number) for key, number in zip(keys, numbers, strict=True)}


def held(scenario: Negotiation, game: NormalFormGame) -> dict[str, str]:
    """Issue → the option that it keeps, for every issue that no player of the game sets."""
    committed = {
        issue: scenario.issues[issue].options[option].id for issue, option in scenario.fixed.items()
    }
    set_alone = {issue for row in game.strategies for issue in row[0].choices}
    lone = {
        key: issue.labels[0] for key, issue in scenario.issues.items() if len(issue.options) == 1
    }
    return {
        key: option
        for key, option in {**lone, **committed, **game.kept}.items()
        if key not in set_alone
    }


def _odds_at_once(equilibrium: Equilibrium, game: NormalFormGame) -> Odds:
    """Issue → option → the probability with which it is chosen; issues that nobody sets have theirs
    for sure.
    """
    result: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for weights, strategies in zip(equilibrium.strategies, game.strategies, strict=True):
        for weight, strategy in zip(weights, strategies, strict=True):
            for issue, option in strategy.choices.items():
                result[issue][option] += float(weight)
    for issue, option in game.kept.items():
        result[issue] = {option: 1.0}
    return result


def _odds_in_turn(equilibrium: TreeEquilibrium) -> Odds:
    game = equilibrium.game
    result: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for leaf, chance in equilibrium.endings:
        for issue, option in game.package(leaf).items():
            result[issue][option] += chance
    reach, tree = equilibrium.reach, game.tree
    for node in np.flatnonzero(reach)[1:].tolist():
        move = game.moves[int(tree.move[tree.parent[node]])].label
        if move not in game.issues:
            result[move][game.action_label(node)] += float(reach[node])
    for move in {m.label for m in game.moves} - set(game.issues):
        total = sum(result[move].values())
        result[move] = {action: p / total for action, p in result[move].items()} if total else {}
    return result


def equilibria_alone(scenario: Negotiation) -> Prediction:
    """The equilibria if nobody talks and all choose at once."""
    return of_solution(ALONE.answer(scenario), held(scenario, alone(scenario)))


def equilibria_in_turn(scenario: Negotiation) -> Prediction:
    """The equilibria of the tree."""
    found: Solution = IN_TURN.answer(scenario)
    at_once = found.game.normal_form if isinstance(found.game, ExtensiveGame) else None
    return of_solution(
        found, {} if at_once is None else held(scenario, at_once), at_once=at_once is not None
    )
