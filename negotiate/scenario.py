"""A scenario: a negotiation with its lenses, every way in which it can be looked at, each a record in one tuple.

A record says in words what its lens is asked and what it finds, and names by a dotted path, `module:function`, what it
does. A path is looked up when it is needed, so that what only one lens uses is loaded for that lens alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from negotiate.display import Shown
from negotiate.model.negotiation import Negotiation

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem
    from negotiate.conflict.graph_model import GraphModel
    from negotiate.games.extensive import ExtensiveGame
    from negotiate.games.normal_form import NormalFormGame
    from negotiate.repeated.game import RepeatedGame

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
        Path of: scenario → `Prediction`, for `compare`. It may raise whatever a view or a solver raises.
    fates : str
        Path of: two scenarios, and what the lens finds in each → what becomes of each outcome, and why; None where the
        two cannot be held against each other. By default outcomes are matched by their packages.
    judge : str
        Path of: an entry of an `expect` block that names the command, and its scenario → whether what it says is found;
        empty where the language has no words to expect anything of the lens.
    lint : str
        Path of: what `check` looks at → entries of its command that cannot fail, or cannot be met.
    tries : tuple of str
        The views that `check` lays out to see whether the case of such an entry can be played.
    needs : str
        The property of a scenario that says whether the file speaks of what the lens asks about. Where it does not,
        the lens is left out when all lenses look at it; empty for a lens that always looks.
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
    result: str = "equilibrium"
    results: str = "equilibria"
    most: int | None = None
    nothing: str = ""
    something: str = ""
    otherwise: str = "with no agreement"

    @property
    def method(self) -> str:
        """The method of `Scenario` that gives its game."""
        return self.view.rpartition(":")[2]

    def applies(self, scenario: Scenario) -> bool:
        """Whether a scenario says what the lens asks about, so that it looks at it when all lenses do."""
        return not self.needs or bool(getattr(scenario, self.needs))


ALONE = Lens(
    name="alone",
    command="solve",
    question="what happens if nobody talks?",
    view="negotiate.equilibrium.alone:alone",
    predict="negotiate.comparison.answers:equilibria_alone",
    fates="negotiate.comparison.profiles:fates_at_once",
    judge="negotiate.language.expectations.equilibria:judge_alone",
    lint="negotiate.language.check.lint.expectations:idle_expectation",
)

IN_TURN = Lens(
    name="in turn",
    command="tree",
    question="who should say what, and is the threat believed?",
    view="negotiate.equilibrium.in_turn:in_turn",
    predict="negotiate.comparison.answers:equilibria_in_turn",
    fates="negotiate.comparison.path_fates:fates_in_turn",
    judge="negotiate.language.expectations.equilibria:judge_in_turn",
    lint="negotiate.language.check.lint.expectations:idle_expectation",
    tries=("in_turn",),
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Scenario(Negotiation, Shown):
    """Everything a scenario file says, and the games that can be seen in it.

    Every lens looks at the same packages and the same payoffs.
    """

    def alone(self) -> NormalFormGame:
        """The game of what each side would do if nobody talked; see `negotiate.equilibrium.alone`."""
        from negotiate.equilibrium.alone import alone  # noqa: PLC0415 - loaded for this lens alone

        return alone(self)

    def in_turn(self) -> ExtensiveGame:
        """The game of moves one after the other; see `negotiate.equilibrium.in_turn`."""
        from negotiate.equilibrium.in_turn import in_turn  # noqa: PLC0415 - loaded for this lens alone

        return in_turn(self)

    def together(
        self, no_deal: int | str | Mapping[str, str] | None = None, signers: Sequence[str] | None = None
    ) -> BargainingProblem:
        """The bargaining problem of what could be signed; see `negotiate.bargaining.together`."""
        from negotiate.bargaining.together import together  # noqa: PLC0415 - loaded for this lens alone

        return together(self, no_deal, signers)

    def standing(self) -> GraphModel:
        """The conflict as states and moves, of which some would stand; see `negotiate.conflict.view`."""
        from negotiate.conflict.view import standing  # noqa: PLC0415 - loaded for this lens alone

        return standing(self)

    def whatif(
        self,
        vary: Mapping[str, Any] | None = None,
        draws: int = 0,
        watch: str | Sequence[str] | None = None,
        **more: Any,
    ) -> Any:
        """What becomes of the answers where numbers vary: a `Sweep`, or a `Ranking` of all; see `whatif.asking`."""
        vary_numbers = resolve_name("negotiate.whatif.asking:ask")  # it stands above, and reads the file anew
        return vary_numbers(self, vary, draws=draws, **more | ({} if watch is None else {"watch": watch}))

    def indices(self, vary: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """Which uncertain numbers the answers depend on: Sobol or Morris indices; see `whatif.indices`."""
        find: Any = resolve_name("negotiate.whatif.indices:indices")
        return find(self, vary, **more)

    def regions(self, vary: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """In which boxes of the uncertain numbers an answer holds: `Regions`; see `whatif.regions`."""
        find: Any = resolve_name("negotiate.whatif.regions:regions")
        return find(self, vary, **more)

    def again(self) -> RepeatedGame:
        """The game of what would last if it is played again and again; see `negotiate.repeated.again`."""
        from negotiate.repeated.again import again  # noqa: PLC0415 - loaded for this lens alone

        return again(self)
