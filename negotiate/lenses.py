"""The lenses: every way in which a scenario can be looked at, each a record, in one tuple.

A record says in words what its lens is asked and what it finds, and names by a dotted path,
`module:function`, what it does. A path is looked up when it is needed, so that what only one lens
uses is loaded for that lens alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from negotiate.model.negotiation import Negotiation

ONLY = {"Lens": ("name", "command", "question")}
"""What is written of a lens as JSON; see `negotiate.report.json`."""


@dataclass(frozen=True, slots=True, kw_only=True)
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
    view : str
        Path of: scenario → what it is as a game. `Scenario` has a method of the function's name.
    predict : str
        Path of: scenario → `Prediction`, for `compare`. It may raise whatever a view or a solver
        raises.
    fates : str
        Path of: two scenarios, and what the lens finds in each → what becomes of each outcome, and
        why; None where the two cannot be held against each other. By default outcomes are matched
        by their packages.
    judge : str
        Path of: an entry of an `expect` block that names the command, and its scenario → whether
        what it says is found; empty where the language has no words to expect anything of the lens.
    lint : str
        Path of: what `check` looks at → entries of its command that cannot fail, or cannot be met.
    tries : tuple of str
        The views that `check` lays out to see whether the case of such an entry can be played.
    needs : str
        The property of a scenario that says whether the file speaks of what the lens asks about.
        Where it does not, the lens is left out when all lenses look at it; empty for a lens that
        always looks.
    signs : bool
        Whether anything is signed in it, so that red lines count.
    moves : bool
        Whether players move one after another, so that the file's moves can be named.
    rounds : bool
        Whether it is played round after round.
    states : bool
        Whether it looks at states, and at who would leave them.
    heading, brief : str
        What stands above its answer: on a page of all lenses, and in a teacher's key.
    result, results : str
        What one thing that it finds is called, and several.
    most : int or None
        How many of them are so many that a page counts them and lists none; None for a lens that
        finds few.
    nothing, something : str
        What is said where it finds none, and where it finds one in place of none; empty for "there
        is no equilibrium" and "there is an equilibrium" by its noun.
    otherwise : str
        When what the first lens says would come about in place of what this one finds.
    """

    name: str
    command: str
    question: str
    view: str
    predict: str
    fates: str = "negotiate.comparison.causes:fates_by_package"
    judge: str = ""
    lint: str = ""
    tries: tuple[str, ...] = ("alone",)
    needs: str = ""
    signs: bool = False
    moves: bool = False
    rounds: bool = False
    states: bool = False
    heading: str
    brief: str
    result: str = "equilibrium"
    results: str = "equilibria"
    most: int | None = None
    nothing: str = ""
    something: str = ""
    otherwise: str = "with no agreement"

    def answer(self, scenario: Negotiation, **asked: Any) -> Any:
        """Its whole answer, as its command gives it: `Scenario` has a method of the command's
        name.
        """
        return getattr(scenario, self.command)(**asked)

    @property
    def method(self) -> str:
        """The method of `Scenario` that gives its game."""
        return self.view.rpartition(":")[2]

    def applies(self, scenario: Negotiation) -> bool:
        """Whether a scenario says what the lens asks about, so that it looks at it when all lenses
        do.
        """
        return not self.needs or bool(getattr(scenario, self.needs))


ALONE = Lens(
    name="alone",
    command="solve",
    question="what happens if nobody talks?",
    view="negotiate.equilibrium.alone:alone",
    predict="negotiate.answers:equilibria_alone",
    fates="negotiate.comparison.profiles:fates_at_once",
    judge="negotiate.language.expectations.equilibria:judge_equilibria",
    lint="negotiate.language.check.lint.expectations:idle_expectation",
    heading="If nobody talks",
    brief="If nobody talks",
)

IN_TURN = Lens(
    name="in turn",
    command="tree",
    question="who should say what, and is the threat believed?",
    view="negotiate.equilibrium.in_turn:in_turn",
    predict="negotiate.answers:equilibria_in_turn",
    fates="negotiate.comparison.path_fates:fates_in_turn",
    judge="negotiate.language.expectations.equilibria:judge_equilibria",
    lint="negotiate.language.check.lint.expectations:idle_expectation",
    tries=("in_turn",),
    moves=True,
    heading="Who moves when",
    brief="In turn",
    otherwise="if all players chose at once",
)

TOGETHER = Lens(
    name="together",
    command="deal",
    question="is there a deal, and which one?",
    view="negotiate.bargaining.together:together",
    predict="negotiate.comparison.answers:deals",
    fates="negotiate.comparison.answers:fates_together",
    judge="negotiate.language.expectations.deals:judge_deals",
    lint="negotiate.language.check.lint.expectations:idle_deal",
    signs=True,
    heading="What could be signed",
    brief="What could be signed",
    result="deal",
    results="deals",
)

STANDING = Lens(
    name="standing",
    command="stability",
    question="which outcomes would nobody dare to leave?",
    view="negotiate.conflict.view:standing",
    predict="negotiate.comparison.answers:standing_states",
    judge="negotiate.language.expectations.equilibria:judge_standing",
    lint="negotiate.language.check.lint.expectations:idle_standing",
    states=True,
    heading="Which states last",
    brief="Which states last",
    result="state stable by SEQ",
    results="states stable by SEQ",
    most=4,
    otherwise="if no player feared an answer",
)

AGAIN = Lens(
    name="again",
    command="simulate",
    question="which agreement enforces itself?",
    view="negotiate.repeated.again:again",
    predict="negotiate.comparison.answers:lasting_agreement",
    judge="negotiate.language.expectations.lasting:judge_lasting",
    lint="negotiate.language.check.lint.moves:idle_play",
    tries=("alone", "again"),
    needs="repeats",
    rounds=True,
    heading="If it is played again and again",
    brief="Again and again",
    nothing="the strategies played are not an equilibrium of the repeated game",
    something="the strategies played are an equilibrium of the repeated game",
    otherwise="if the game were played only once",
)

LENSES: tuple[Lens, ...] = (ALONE, IN_TURN, TOGETHER, STANDING, AGAIN)
"""In the order in which they are told; the first is the one that the others are held against."""


def lens_of(command: str) -> Lens:
    """The lens that a command shows.

    Raises
    ------
    KeyError
        If no lens has this command.
    """
    return {lens.command: lens for lens in LENSES}[command]
