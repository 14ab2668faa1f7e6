"""Every lens that a scenario can be seen through, in one tuple."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from negotiate.comparison.answers import (
    deals,
    fates_standing,
    fates_together,
    lasting_agreement,
    says_again,
    standing_states,
)
from negotiate.comparison.causes import Fates, fates_by_package
from negotiate.comparison.path_fates import fates_in_turn
from negotiate.comparison.prediction import Answer, Prediction, Refusal, of_solution
from negotiate.comparison.profiles import fates_at_once, held
from negotiate.equilibrium.registry import solve
from negotiate.errors import NegotiateError, ScenarioError
from negotiate.scenario import Scenario

Meeting = Callable[[Scenario, Scenario, Prediction, Prediction], Fates | None]


def _always(_: Scenario) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Lens:
    """One way to look at a scenario.

    Parameters
    ----------
    name : str
        What sentences call it, such as "alone".
    command : str
        The command that shows all of its answer.
    question : str
        What a person asks who looks through it.
    predict : callable
        Scenario → what the lens finds; may raise whatever a view or a solver raises.
    fates : callable
        Two scenarios, and what the lens finds in each → what becomes of each outcome, and why; None where the two
        cannot be held against each other. By default outcomes are matched by their packages.
    signs : bool
        Whether anything is signed in it, so that red lines count.
    result, results : str
        What one thing that it finds is called, and several.
    most : int or None
        How many of them are so many that a page counts them and lists none; None for a lens that finds few.
    nothing, something : str
        What is said where it finds none, and where it finds one in place of none; empty for "there is no equilibrium"
        and "there is an equilibrium" by its noun.
    otherwise : str
        When what the first lens says would come about in place of what this one finds.
    applies : callable
        Whether a scenario says what the lens asks about, so that it looks at it when all lenses do.
    """

    name: str
    command: str
    question: str
    predict: Callable[[Scenario], Prediction]
    fates: Meeting = fates_by_package
    signs: bool = False
    result: str = "equilibrium"
    results: str = "equilibria"
    most: int | None = None
    nothing: str = ""
    something: str = ""
    otherwise: str = "with no agreement"
    applies: Callable[[Scenario], bool] = _always

    def look(self, scenario: Scenario) -> Answer:
        """What the lens finds, or why it finds nothing: one lens that cannot answer keeps no other from answering.

        Raises
        ------
        ScenarioError
            Never about the game, only if the scenario itself is wrong.
        """
        try:
            return self.predict(scenario)
        except ScenarioError:
            raise
        except NegotiateError as wrong:
            return Refusal(wrong.message, wrong.hint)


def _alone(scenario: Scenario) -> Prediction:
    game = scenario.alone()
    return of_solution(solve(game), held(scenario, game))


def _in_turn(scenario: Scenario) -> Prediction:
    game = scenario.in_turn()
    still = {} if game.normal_form is None else held(scenario, game.normal_form)
    return of_solution(solve(game), still, at_once=game.normal_form is not None)


ALONE = Lens("alone", "solve", "what happens if nobody talks?", _alone, fates_at_once)
IN_TURN = Lens(
    "in turn",
    "tree",
    "who should say what, and is the threat believed?",
    _in_turn,
    fates_in_turn,
    otherwise="if all players chose at once",
)

TOGETHER = Lens(
    "together",
    "deal",
    "is there a deal, and which one?",
    deals,
    fates_together,
    signs=True,
    result="deal",
    results="deals",
)

STANDING = Lens(
    "standing",
    "stability",
    "which outcomes would nobody dare to leave?",
    standing_states,
    fates_standing,
    result="stable state",
    results="stable states",
    most=4,
    otherwise="if no player feared an answer",
)

AGAIN = Lens(
    "again",
    "simulate",
    "which agreement enforces itself?",
    lasting_agreement,
    nothing="the strategies played are not an equilibrium of the repeated game",
    something="the strategies played are an equilibrium of the repeated game",
    otherwise="if the game were played only once",
    applies=says_again,
)

LENSES: tuple[Lens, ...] = (ALONE, IN_TURN, TOGETHER, STANDING, AGAIN)
"""In the order in which they are told; the first is the one that the others are held against."""
