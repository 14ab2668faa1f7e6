"""Every solver in one tuple and every concept in another, and the functions that ask a game about
either.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from negotiate.display import Shown, record
from negotiate.equilibrium import bayesian, trees
from negotiate.equilibrium.nash import choice as nash_choice
from negotiate.equilibrium.nash.components import sorted_out
from negotiate.equilibrium.solution import Game, Solution, Solver
from negotiate.errors import UnknownConcept, UnknownMethod, UnknownPlayer, UnsuitableGame, shown
from negotiate.games import extensive, odds
from negotiate.games.normal_form import NormalFormGame, needs_numbers

if TYPE_CHECKING:
    from negotiate.games.extensive import ExtensiveGame


@record
class Concept:
    """One question that a game in normal form can be asked, other than for its Nash equilibria.

    Parameters
    ----------
    name : str
        What `--concept` calls it: "correlated", "quantal-response".
    says : str
        The concept in one sentence, for people who have not met it.
    reference : str
        Where it comes from.
    module : str
        Where its `applies_to(game)` and `run(game, player)` stand, as in `Solver`.
    player : str
        Whom naming a player means, such as "the player whose payoff counts"; empty (null in JSON)
        where no player is named.
    report: str
        Where the `report(solution, look)` that tells its answer stands; empty where that is
        `module`.
    """

    name: str
    says: str
    reference: str
    module: str
    player: str = ""
    report: str = ""

    def applies_to(self, game: NormalFormGame) -> str | None:
        """None, or the condition that fails, as the end of a sentence that begins with the
        concept's name.
        """
        reason: str | None = resolve_name(self.module).applies_to(game)
        return reason

    def run(self, game: NormalFormGame, player: int | None) -> Solution:
        """Its answer, for the player in that place (None where none was named); only where
        `applies_to` gave None.
        """
        solution: Solution = resolve_name(self.module).run(game, player)
        return solution


CONCEPTS: tuple[Concept, ...] = (
    Concept(
        name="correlated",
        says=(
            "A mediator draws an outcome at random and tells each player only that player's own "
            "part. No player "
            "gains by disobeying."
        ),
        reference="Aumann 1974, 1987; Hart & Schmeidler 1989",
        module="negotiate.equilibrium.concepts.advice:CORRELATED",
        report="negotiate.equilibrium.reports.concepts.announcements",
        player="the player whose payoff counts; without it, the sum of all payoffs counts",
    ),
    Concept(
        name="coarse-correlated",
        says=(
            "Before an outcome is drawn at random, each player decides whether to follow the "
            "lottery. No player "
            "gains by staying out."
        ),
        reference="Moulin & Vial 1978",
        module="negotiate.equilibrium.concepts.advice:COARSE_CORRELATED",
        report="negotiate.equilibrium.reports.concepts.announcements",
        player="the player whose payoff counts; without it, the sum of all payoffs counts",
    ),
    Concept(
        name="quantal-response",
        says=(
            "In a quantal response, better options are more likely, and nobody is sure to choose "
            "best. The higher "
            "the precision, the rarer are mistakes."
        ),
        reference="McKelvey & Palfrey 1995; Turocy 2005",
        module="negotiate.equilibrium.concepts.quantal_response",
        report="negotiate.equilibrium.reports.concepts.quantal_response",
    ),
    Concept(
        name="stackelberg",
        says="The leader commits first. The follower sees the commitment and gives its best reply.",
        reference="von Stackelberg 1934; Conitzer & Sandholm 2006; von Stengel & Zamir 2010",
        module="negotiate.equilibrium.concepts.stackelberg",
        report="negotiate.equilibrium.reports.concepts.announcements",
        player="the leader; without it, each player in turn leads",
    ),
    Concept(
        name="rationalizable",
        says=(
            "A rationalizable strategy is a best reply to some belief about players who reason in "
            "the same way."
        ),
        reference="Bernheim 1984; Pearce 1984",
        module="negotiate.equilibrium.concepts.rationalizability",
        report="negotiate.equilibrium.reports.concepts.strategies",
    ),
    Concept(
        name="weak-dominance",
        says=(
            "Weakly dominated strategies are eliminated, round by round: another strategy, or a "
            "mixture, is never "
            "worse and sometimes better. The order of elimination can matter."
        ),
        reference="Luce & Raiffa 1957; Moulin 1979; Marx & Swinkels 1997",
        module="negotiate.equilibrium.concepts.weak_dominance",
        report="negotiate.equilibrium.reports.concepts.strategies",
    ),
    Concept(
        name="maxmin",
        says=(
            "The maxmin is the most that a player can guarantee, whatever the others do. The "
            "minmax is the lowest "
            "payoff to which the others can hold a player who knows what they do."
        ),
        reference="von Neumann 1928; von Neumann & Morgenstern 1944",
        module="negotiate.equilibrium.concepts.security_levels",
        report="negotiate.equilibrium.reports.concepts.strategies",
        player="the player whose level is wanted",
    ),
    Concept(
        name="risk-dominance",
        says=(
            "The safer of two equilibria: the product of what the players would lose by leaving it "
            "alone is larger."
        ),
        reference="Harsanyi & Selten 1988; Morris, Rob & Shin 1995",
        module="negotiate.equilibrium.concepts.risk_dominance",
        report="negotiate.equilibrium.reports.concepts.selection",
    ),
    Concept(
        name="potential",
        says=(
            "In a potential game, one function rises with every player's gain, as if all shared "
            "one goal. "
            "Improving moves then end at an equilibrium."
        ),
        reference="Monderer & Shapley 1996; Voorneveld & Norde 1997; Milchtaich 1996",
        module="negotiate.equilibrium.concepts.potential",
        report="negotiate.equilibrium.reports.concepts.potential",
    ),
    Concept(
        name="perfect",
        says=(
            "A (trembling-hand) perfect equilibrium survives small mistakes. No player uses a "
            "weakly dominated "
            "strategy."
        ),
        reference="Selten 1975; van Damme 1991, theorem 3.2.2",
        module="negotiate.equilibrium.concepts.perfection",
        report="negotiate.equilibrium.reports.concepts.selection",
    ),
)
"""In the order in which the documentation tells them."""

REFINEMENTS = ("intuitive", "d1")
"""Which sequential equilibria of a signalling game survive, as `--refine` calls it."""
RESPONSES = "quantal-response"
NASH = ("nash", "subgame-perfect", "sequential")
"""Concepts that the methods of solving answer, each stricter than the one before; the last two are
asked of trees.
"""


def named(name: str) -> Concept:
    """The concept of that name.

    Raises
    ------
    UnknownConcept
        If there is none.
    """
    by_name = {concept.name: concept for concept in CONCEPTS}
    if name not in by_name:
        raise UnknownConcept(
            f"there is no concept `{shown(name)}`",
            nearest(str(name), "concepts", [*NASH, *by_name]),
        )
    return by_name[name]


def answer(game: Game, concept: Concept, player: str | None) -> Solution:
    """Ask a game about one concept.

    Parameters
    ----------
    game : NormalFormGame or ExtensiveGame
        What to ask; a tree that draws a simultaneous game is asked as that game.
    concept : Concept
        What to ask about.
    player : str or None
        The key or the name of the player that the question is about, where the concept takes one.

    Raises
    ------
    UnsuitableGame
        If the concept does not apply, or takes no player.
    UnknownPlayer
        If there is no such player.
    """
    asked = game if isinstance(game, NormalFormGame) else game.normal_form
    if asked is None:
        hint = "use `solve` instead of `tree`: there all players move at once"
        raise UnsuitableGame(f"`{concept.name}` needs a game in normal form", hint)
    reason = needs_numbers(asked.players, asked.keys, asked.ordinal) or concept.applies_to(asked)
    if reason is not None:
        raise UnsuitableGame(f"`{concept.name}` {reason}")
    return replace(concept.run(asked, _place(asked, concept, player)), concept=concept.name)


def _place(game: NormalFormGame, concept: Concept, player: str | None) -> int | None:
    if player is None:
        return None
    if not concept.player:
        taking = ", ".join(f"`{one.name}`" for one in CONCEPTS if one.player)
        raise UnsuitableGame(
            f"`{concept.name}` takes no player", f"these concepts take one: {taking}"
        )
    for place, names in enumerate(zip(game.keys, game.players, strict=True)):
        if player in names:
            return place
    raise UnknownPlayer(
        f"there is no player `{player}`", nearest(player, "players", game.keys, game.players)
    )


def nearest(name: str, what: str, names: Sequence[str], others: Sequence[str] = ()) -> str:
    """The name that was meant if one is near, and all there are."""
    near = get_close_matches(name, [*names, *others], n=1)
    known = ", ".join(f"`{one}`" for one in names)
    return (f"did you mean `{near[0]}`? " if near else "") + f"the {what} are {known}"


@record
class Questions(Shown):
    """The concepts that `solve` can be asked for.

    Parameters
    ----------
    concepts : tuple of Concept
        In the order of the documentation.
    misfits : Mapping[str, str]
        Concept → why it does not fit the game, as the end of a sentence that begins with its name;
        of those that do not.
    game : NormalFormGame or None
        The game; None where none was given.
    """

    concepts: tuple[Concept, ...]
    misfits: Mapping[str, str]
    game: NormalFormGame | None = None

    @property
    def default(self) -> str:
        """What is looked for where no concept is named."""
        return NASH[0]


def questions(game: NormalFormGame | None = None) -> Questions:
    """Every concept, looked at beside a game if one is given."""
    found = {one.name: one.applies_to(game) or "" for one in CONCEPTS} if game is not None else {}
    return Questions(CONCEPTS, {name: why for name, why in found.items() if why}, game)


ORDINAL = ("backward-induction", "simultaneous", "pure")
"""Methods that ask no more of payoffs than which of two is better."""
FILES = {
    "sequence-linear-program": "sequence_program",
    "agent-quantal-response": "agent_quantal_response:RESPONSES",
    "agent-quantal-limit": "agent_quantal_response:LIMIT",
    "support-subdivision": "many_players",
    "linear-program": "zero_sum",
}
"""Method → its file, where that has another name."""
NEEDS = {
    "trees": "needs a game tree",
    "nash": "needs a game in normal form",
    "backward-induction": "needs a game tree: an extensive game of perfect information",
    "simultaneous": "needs a simultaneous game drawn as a tree",
}
"""Folder, or method of its own needs → what a game of the other form lacks."""


_EVERY = "whole numbers, floats with an error bound, floats"
_LEAVING = "what a player gains by leaving"
_AT_SOLUTIONS = (
    "weights and gains from leaving, at mixtures of payoffs that are known up to rounding"
)
DECIDES = {
    "backward-induction": (
        "floats with an error bound, whole numbers, fractions, floats",
        "what an action is worth to whoever minds risk",
    ),
    "simultaneous": (_EVERY, _AT_SOLUTIONS),
    "signalling": ("whole numbers", ""),
    "assessments": (
        "fractions",
        "weights and gains from leaving, where open weights are multiplied",
    ),
    "subgames": (
        "fractions, floats with an error bound, whole numbers",
        "what follows a choice, where some equilibrium of a subgame was rounded",
    ),
    "reduced-normal-form": (_EVERY, f"{_AT_SOLUTIONS}; weights of two equilibria that may be one"),
    "sequence-linear-program": ("floats", _LEAVING),
    "sequence-form": ("floats", _LEAVING),
    "agent-quantal-response": ("floats", "how near play is to the quantal response"),
    "agent-quantal-limit": ("floats", _LEAVING),
    "extreme-points": ("floats with an error bound, whole numbers", ""),
    "support-subdivision": ("whole numbers, floats with an error bound", _AT_SOLUTIONS),
    "pure": ("whole numbers, floats with an error bound", ""),
    "vertex-enumeration": ("whole numbers, floats with an error bound", ""),
    "": (_EVERY, _LEAVING),
}
"""Method → in what its answers are decided, and what is compared with a tolerance; "" stands for
all others.
"""


def _in(folder: str, table: str) -> tuple[Solver, ...]:
    """The methods of a folder, one a line: name, concept unless that is Nash's, how many it finds,
    reference.
    """
    found = []
    for line in table.strip().splitlines():
        name, *concept, finds, reference = line.split(" | ")
        file = FILES.get(name, name.replace("-", "_"))
        if name.startswith("nashpy-"):
            file = f"by_nashpy:{file.removeprefix('nashpy_').upper()}"
        module = f"negotiate.equilibrium.{folder}.{file}"
        asks = name in ORDINAL, folder == "trees", NEEDS.get(name, NEEDS[folder])
        arithmetic, compared = DECIDES.get(name, DECIDES[""])
        decides = tuple(arithmetic.split(", ")), compared
        found.append(
            Solver(name, "".join(concept) or "Nash", finds, reference, module, *asks, *decides)
        )
    return tuple(found)


TREES = _in(
    "trees",
    """
backward-induction | subgame-perfect | all | Kuhn 1953; Selten 1965; Osborne & Rubinstein 1994, section 6.2
simultaneous | all | the normal form's; Kuhn 1953 for the tree of a simultaneous game
signalling | sequential | all | Spence 1973; Kreps & Wilson 1982; Motzkin, Raiffa, Thompson & Thrall 1953
assessments | sequential | all | Kreps & Wilson 1982; von Stengel 1996
subgames | subgame-perfect | all | Selten 1965; Selten 1975
reduced-normal-form | all | Kuhn 1953; von Stengel 1996
sequence-linear-program | one | von Stengel 1996; Koller, Megiddo & von Stengel 1996; Huangfu & Hall 2018
sequence-form | one | von Stengel, van den Elzen & Talman 2002; Koller, Megiddo & von Stengel 1996
agent-quantal-response | quantal-response | some | McKelvey & Palfrey 1998; Turocy 2005
agent-quantal-limit | sequential | one | McKelvey & Palfrey 1998; Turocy 2005
""",
)
"""Those for trees; among those of one concept that fit a tree the first is preferred, so slower
ones stand later.
"""

BY_NASHPY = _in(
    "nash",
    """
nashpy-support-enumeration | some | Knight & Campbell 2018; Nisan et al. 2007, algorithm 3.4
nashpy-vertex-enumeration | some | Knight & Campbell 2018; Nisan et al. 2007, algorithm 3.5
nashpy-lemke-howson | some | Lemke & Howson 1964; Knight & Campbell 2018
nashpy-fictitious-play | one | Brown 1951; Robinson 1951; Knight & Campbell 2018
nashpy-stochastic-fictitious-play | one | Fudenberg & Kreps 1993; Hofbauer & Sandholm 2002; Knight & Campbell 2018
nashpy-replicator | some | Taylor & Jonker 1978; Knight & Campbell 2018
nashpy-asymmetric-replicator | some | Taylor 1979; Knight & Campbell 2018
nashpy-regret-minimization | one | Knight & Campbell 2018; Hart & Mas-Colell 2000 for the idea
nashpy-introspection | some | Couto, Giaimo & Hilbe 2022; Knight & Campbell 2018
""",
)
"""nashpy's algorithms first, then its learning dynamics."""

DIRECT = _in(
    "nash",
    """
extreme-points | all | Avis, Rosenberg, Savani & von Stengel 2010; Mangasarian 1964
support-subdivision | all | McKelvey & McLennan 1996; Moore, Kearfott & Cloud 2009
pure | some | Nash 1951; Luce & Raiffa 1957
small-supports | some | Porter, Nudelman & Shoham 2008
lemke-howson | one | Lemke & Howson 1964; Codenotti, De Rossi & Pagan 2008
vertex-enumeration | all | Avis, Rosenberg, Savani & von Stengel 2010; Barber, Dobkin & Huhdanpaa 1996; Balinski 1961
linear-program | one | von Neumann 1928; Dantzig 1951; Huangfu & Hall 2018
""",
)
"""Our own methods for games in normal form."""

SOLVERS: tuple[Solver, ...] = (*TREES, *DIRECT, *BY_NASHPY)
"""Every method; `choice` of `nash` and of `trees` prefer one by size and kind."""

NO_GAME = (
    "`scenario.alone()` or `scenario.in_turn()` makes one, and so does "
    "`NormalFormGame.from_arrays(...)`"
)


def solve(
    game: Game,
    method: str | None = None,
    *,
    concept: str | None = None,
    player: str | None = None,
    refine: str | None = None,
) -> Solution:
    """Solve a game by the method named, or by the one that suits it; or ask it about another
    concept.

    Parameters
    ----------
    game : NormalFormGame or ExtensiveGame
        What to solve.
    method : str, optional
        A method's name: "extreme-points", "vertex-enumeration", "pure", "backward-induction",
        "assessments", …; by default the one that suits the game.
    concept : str, optional
        Of a tree "nash", "subgame-perfect", "sequential" or "quantal-response"; of a game in normal
        form "nash" or the name of another concept: "correlated", "quantal-response", "stackelberg",
        …
    player : str, optional
        The key or name of the player whom the concept is asked about: whose payoff is to be best,
        or who commits.
    refine : str, optional
        Of a signalling game "intuitive" or "d1": which sequential equilibria survive the intuitive
        criterion, or D1.

    Returns
    -------
    Solution
        Verified equilibria, whether they are all, and how they were found.

    Raises
    ------
    UnsuitableGame
        If this is no game, the method does not apply, or no method applies.
    UnknownMethod, UnknownConcept
        If there is no such method, or no such concept or refinement.
    OutOfRange
        If chance leads to an ending of a tree with hidden information with odds below 1e-290 that
        are not 0.

    Examples
    --------
    >>> from negotiate.games.normal_form import NormalFormGame
    >>> game = NormalFormGame.from_arrays(
    ...     [[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]]
    ... )
    >>> solution = solve(game)
    >>> [equilibrium.payoffs for equilibrium in solution.equilibria], solution.complete
    ([(1.0, 1.0)], True)
    """
    _refuse(game, {"method": method, "concept": concept, "player": player, "refine": refine})
    if not isinstance(game, NormalFormGame) and _unlike(game, method, concept):
        return _by_own_odds(game, method, concept, player, refine)
    begun = time.perf_counter()
    if refine is not None:
        return replace(_refined(game, method, concept, refine), seconds=time.perf_counter() - begun)
    if concept is not None and not _by_methods(game, concept):
        if method is not None:
            raise UnsuitableGame(f"`{concept}` has one method of its own", "leave the method out")
        return replace(answer(game, named(concept), player), seconds=time.perf_counter() - begun)
    if player is not None:
        raise UnsuitableGame(
            "a player is named for another concept than Nash equilibrium", "leave the player out"
        )
    found = (
        _chosen(game, concept)
        if method is None
        else _finding(_named(game, method), concept).run(game)
    )
    how = (
        found.method
        if method is None or method in found.method
        else f"{method}, after {found.method}"
    )
    found = sorted_out(found)
    return replace(found, method=how, seconds=time.perf_counter() - begun)


def _refuse(game: object, names: Mapping[str, object]) -> None:
    """Refuse what is no game, names that are no text, and odds that leave nothing to believe in."""
    for what, name in names.items():
        if not isinstance(name, str | None):
            raise UnsuitableGame(
                f"`{what}` takes one name, and this is of type `{type(name).__name__}`"
            )
    if isinstance(game, NormalFormGame):
        return
    if not isinstance(game, extensive.ExtensiveGame):
        raise UnsuitableGame(
            f"`solve` takes a game, and this is of type `{type(game).__name__}`", NO_GAME
        )
    if not game.perfect_information:
        odds.refuse_rarest(game)


def _unlike(game: ExtensiveGame, method: str | None, concept: str | None) -> bool:
    """Whether players look at chance unlike, and backward induction in amounts, without an average,
    will not do.
    """
    asked = concept in (None, "subgame-perfect") and method in (None, "backward-induction")
    views = game.views
    return views is not None and not (
        asked and game.perfect_information and bool(views.aversion.any())
    )


def _refined(game: Game, method: str | None, concept: str | None, refine: str) -> Solution:
    """The sequential equilibria of a signalling game, those that survive a refinement first.

    Raises
    ------
    UnsuitableGame
        If it is none, or something else is asked for.
    UnknownConcept
        If there is no such refinement.
    """
    if method not in (None, trees.signalling.NAME) or concept not in (None, NASH[-1]):
        hint = (
            f"leave the method and the concept out, or name `{trees.signalling.NAME}` and "
            f"`{NASH[-1]}`"
        )
        raise UnsuitableGame(
            f"`{refine}` chooses among all sequential equilibria of a signalling game", hint
        )
    if isinstance(game, NormalFormGame):
        raise UnsuitableGame(f"`{refine}` {NEEDS['trees']}")
    return trees.choice.refined(game, refine)


def _by_own_odds(
    game: ExtensiveGame,
    method: str | None,
    concept: str | None,
    player: str | None,
    refine: str | None,
) -> Solution:
    """The answer where players look at chance each in its own way.

    Raises
    ------
    UnsuitableGame
        As `solve` does, or if the concept weighs payoffs in one money.
    """
    if RESPONSES in (concept, _named(game, method).concept if method else ""):
        hint = "ask for another concept, or take the draws of events out of the protocol"
        raise UnsuitableGame(
            "quantal responses need odds that all hold alike, and nobody who minds risk", hint
        )
    found = solve(trees.views.decided(game), method, concept=concept, player=player, refine=refine)
    return trees.views.told(found, game)


def _by_methods(game: Game, concept: str) -> bool:
    """Whether the methods for games of this form answer the concept."""
    in_turn = not isinstance(game, NormalFormGame) and game.normal_form is None
    return concept in NASH or (in_turn and concept in [solver.concept.lower() for solver in TREES])


def _chosen(game: Game, concept: str | None) -> Solution:
    """The answer of the method that suits.

    Raises
    ------
    UnsuitableGame
        If all move at once and the concept is about moves in turn, or if no method applies.
    """
    if not isinstance(game, NormalFormGame):
        return _of_tree(game, concept)
    if concept not in (None, NASH[0]):
        hint = (
            "`solve` finds Nash equilibria where all move at once; `tree` asks the scenario in turn"
        )
        raise UnsuitableGame(f"this game is not solved for {concept} equilibria", hint)
    return nash_choice.solved(game)


def _of_tree(game: ExtensiveGame, concept: str | None) -> Solution:
    if isinstance(game, extensive.BayesianGame) and concept in (None, NASH[0]):
        return bayesian.solved(game, TREES)
    return trees.choice.solved(game, TREES, concept)


def _finding(solver: Solver, concept: str | None) -> Solver:
    """The method, if it looks for the concept."""
    if concept is not None and solver.concept.lower() != concept:
        hint = f"`{solver.name}` finds {solver.concept} equilibria"
        raise UnsuitableGame(f"this method does not look for {concept} equilibria", hint)
    return solver


def _named(game: Game, method: str) -> Solver:
    by_name = {solver.name: solver for solver in SOLVERS}
    if method not in by_name:
        raise UnknownMethod(
            f"there is no method `{method}`", nearest(method, "methods", list(by_name))
        )
    reason = by_name[method].unfit(game)
    if reason is not None:
        fitting = ", ".join(f"`{solver.name}`" for solver in SOLVERS if solver.unfit(game) is None)
        hint = (
            f"methods that fit this game: {fitting}" if fitting else "no method fits this game yet"
        )
        raise UnsuitableGame(f"`{method}` {reason}", hint)
    return by_name[method]
