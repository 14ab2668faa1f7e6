"""Every solver in one tuple, and the function that solves a game."""

from __future__ import annotations

import time
from dataclasses import replace

from negotiate.equilibrium.alone import BayesianGame
from negotiate.equilibrium.concepts.registry import NASH, answer, named, nearest
from negotiate.equilibrium.nash.components import sorted_out
from negotiate.equilibrium.solution import Game, Solution, Solver
from negotiate.errors import UnknownMethod, UnsuitableGame
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame

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


def _in(folder: str, table: str) -> tuple[Solver, ...]:
    """The methods of a folder, one a line: name, concept unless that is Nash's, how many it finds, reference."""
    found = []
    for line in table.strip().splitlines():
        name, *concept, finds, reference = line.split(" | ")
        file = FILES.get(name, name.replace("-", "_"))
        if name.startswith("nashpy-"):
            file = f"by_nashpy:{file.removeprefix('nashpy_').upper()}"
        module = f"negotiate.equilibrium.{folder}.{file}"
        found.append(Solver(name, "".join(concept) or "Nash", finds, reference, module, name in ORDINAL))
    return tuple(found)


TREES = _in(
    "trees",
    """
backward-induction | subgame-perfect | all | Kuhn 1953; Selten 1965; Osborne & Rubinstein 1994, section 6.2
simultaneous | all | the normal form's; Kuhn 1953 for the tree of a simultaneous game
assessments | sequential | all | Kreps & Wilson 1982; von Stengel 1996
subgames | subgame-perfect | all | Selten 1965; Selten 1975
reduced-normal-form | all | Kuhn 1953; von Stengel 1996
sequence-linear-program | one | von Stengel 1996; Koller, Megiddo & von Stengel 1996; Huangfu & Hall 2018
sequence-form | one | von Stengel, van den Elzen & Talman 2002; Koller, Megiddo & von Stengel 1996
agent-quantal-response | quantal-response | some | McKelvey & Palfrey 1998; Turocy 2005
agent-quantal-limit | sequential | one | McKelvey & Palfrey 1998; Turocy 2005
""",
)
"""Those for trees; among those of one concept that fit a tree the first is preferred, so slower ones stand later."""

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

NO_GAME = "`scenario.alone()` or `scenario.in_turn()` makes one, and so does `NormalFormGame.from_arrays(...)`"


def solve(game: Game, method: str | None = None, *, concept: str | None = None, player: str | None = None) -> Solution:
    """Solve a game by the method named, or by the one that suits it; or ask it about another concept.

    Parameters
    ----------
    game : NormalFormGame or ExtensiveGame
        What to solve.
    method : str, optional
        A method's name: "extreme-points", "vertex-enumeration", "pure", "backward-induction", "assessments", …; by
        default the one that suits the game.
    concept : str, optional
        Of a tree "nash", "subgame-perfect", "sequential" or "quantal-response"; of a game in normal form "nash" or the
        name of another concept: "correlated", "quantal-response", "stackelberg", …
    player : str, optional
        The key or name of the player whom the concept is asked about: whose payoff is to be best, or who commits.

    Returns
    -------
    Solution
        Verified equilibria, whether they are all, and how they were found.

    Raises
    ------
    UnsuitableGame
        If this is no game, the method does not apply, or no method applies.
    UnknownMethod, UnknownConcept
        If there is no such method, or no such concept.

    Examples
    --------
    >>> from negotiate.games.normal_form import NormalFormGame
    >>> game = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]])
    >>> solution = solve(game)
    >>> [equilibrium.payoffs for equilibrium in solution.equilibria], solution.complete
    ([(1.0, 1.0)], True)
    """
    if not isinstance(game, (NormalFormGame, ExtensiveGame)):
        raise UnsuitableGame(f"`solve` takes a game, and this is of type `{type(game).__name__}`", NO_GAME)
    begun = time.perf_counter()
    if concept is not None and not _by_methods(game, concept):
        if method is not None:
            raise UnsuitableGame(f"`{concept}` has one method of its own", "leave the method out")
        return replace(answer(game, named(concept), player), seconds=time.perf_counter() - begun)
    if player is not None:
        raise UnsuitableGame("a player is named for another concept than Nash equilibrium", "leave the player out")
    found = _chosen(game, concept) if method is None else _finding(_named(game, method), concept).run(game)
    how = found.method if method is None or method in found.method else f"{method}, after {found.method}"
    found = sorted_out(found)
    return replace(found, method=how, seconds=time.perf_counter() - begun)


def _by_methods(game: Game, concept: str) -> bool:
    """Whether the methods for games of this form answer the concept."""
    in_turn = isinstance(game, ExtensiveGame) and game.normal_form is None
    return concept in NASH or (in_turn and concept in [solver.concept.lower() for solver in TREES])


def _chosen(game: Game, concept: str | None) -> Solution:
    """The answer of the method that suits.

    Raises
    ------
    UnsuitableGame
        If all move at once and the concept is about moves in turn, or if no method applies.
    """
    if isinstance(game, BayesianGame) and concept in (None, NASH[0]):
        from negotiate.equilibrium import bayesian  # noqa: PLC0415 - loaded for private types alone

        return bayesian.solved(game, TREES)
    if isinstance(game, ExtensiveGame):
        from negotiate.equilibrium.trees import choice as tree_choice  # noqa: PLC0415 - loaded for trees alone

        return tree_choice.solved(game, TREES, concept)
    if concept not in (None, NASH[0]):
        hint = "`solve` finds Nash equilibria where all move at once; `tree` asks the scenario in turn"
        raise UnsuitableGame(f"this game is not solved for {concept} equilibria", hint)
    from negotiate.equilibrium.nash import choice  # noqa: PLC0415 - loaded for games in normal form alone

    return choice.solved(game)


def _finding(solver: Solver, concept: str | None) -> Solver:
    """The method, if it looks for the concept."""
    if concept is not None and solver.concept.lower() != concept:
        hint = f"`{solver.name}` finds {solver.concept} equilibria"
        raise UnsuitableGame(f"this method does not look for {concept} equilibria", hint)
    return solver


def _named(game: Game, method: str) -> Solver:
    by_name = {solver.name: solver for solver in SOLVERS}
    if method not in by_name:
        raise UnknownMethod(f"there is no method `{method}`", nearest(method, "methods", list(by_name)))
    reason = by_name[method].unfit(game)
    if reason is not None:
        fitting = ", ".join(f"`{solver.name}`" for solver in SOLVERS if solver.unfit(game) is None)
        hint = f"methods that fit this game: {fitting}" if fitting else "no method fits this game yet"
        raise UnsuitableGame(f"`{method}` {reason}", hint)
    return by_name[method]
