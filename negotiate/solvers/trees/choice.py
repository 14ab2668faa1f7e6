"""Picks the method for a game tree by its kind, its size and the concept asked about.

A tree of perfect information, or one that draws a simultaneous game, has a method of its own. Elsewhere movers do not
know where they stand, and the strictest concept that the tree is small enough for comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import ExtensiveGame
from negotiate.solvers.solution import Solution
from negotiate.solvers.solver import Solver

CONCEPTS = ("nash", "subgame-perfect", "sequential", "quantal-response")
"""What a tree can be asked about, as `--concept` calls it."""
STRICTEST_FIRST = ("sequential", "subgame-perfect", "nash")
"""The concepts in the order in which a tree with hidden information is solved for them."""
WHY = {
    "sequential": "some mover does not know where it stands, and what it believes there can be listed",
    "subgame-perfect": "some mover does not know where it stands, and there is too much it could believe",
    "nash": "some mover does not know where it stands, and the tree is too large to be stricter",
}
NOTHING = "`{}` found none, which does not mean that there is none"


def solved(game: ExtensiveGame, solvers: Sequence[Solver], concept: str | None = None) -> Solution:
    """Solve a tree by the method that suits it.

    Parameters
    ----------
    game : ExtensiveGame
        Any tree.
    solvers : sequence of Solver
        Those for trees, in order of preference.
    concept : str, optional
        One of `CONCEPTS`; by default the strictest that the tree is small enough for.

    Returns
    -------
    Solution
        Of the first method that finds something.

    Raises
    ------
    UnsuitableGame
        If no method of that concept applies.
    """
    if concept is not None:
        return _first_answer(game, _applying(game, solvers, concept))
    if game.perfect_information or game.normal_form is not None:
        return _first_answer(game, _applying(game, solvers, None))
    asked = (
        solver for name in STRICTEST_FIRST for solver in _listing(solvers, name) if solver.applies_to(game) is None
    )
    answer = _first_answer(game, list(asked) or _applying(game, solvers, None))
    return replace(answer, chosen=answer.chosen or WHY.get(answer.concept.lower(), ""))


def _of(solvers: Sequence[Solver], concept: str) -> Iterable[Solver]:
    return (solver for solver in solvers if solver.concept.lower() == concept)


def _listing(solvers: Sequence[Solver], concept: str) -> Iterable[Solver]:
    """The methods of a concept; of the strictest only those that list its equilibria, for following a path is slow."""
    return (solver for solver in _of(solvers, concept) if concept != STRICTEST_FIRST[0] or solver.finds != "one")


def _applying(game: ExtensiveGame, solvers: Sequence[Solver], concept: str | None) -> list[Solver]:
    """The methods of a concept, or of any, that fit this tree.

    Raises
    ------
    UnsuitableGame
        If there is none, with the reason of each.
    """
    asked = list(solvers) if concept is None else list(_of(solvers, concept))
    reasons = [solver.applies_to(game) for solver in asked]
    fitting = [solver for solver, reason in zip(asked, reasons, strict=True) if reason is None]
    if fitting:
        return fitting
    said = "; ".join(f"`{solver.name}` {reason}" for solver, reason in zip(asked, reasons, strict=True))
    if concept is None:
        raise UnsuitableGame(f"no method applies to this game: {said}")
    what = f"{concept} equilibria" if said else f"{concept} equilibria of a tree yet"
    others = dict.fromkeys(s.concept.lower() for s in solvers if s.applies_to(game) is None)
    hint = f"this tree can be asked about {', '.join(f'`{name}`' for name in others)}" if others else ""
    raise UnsuitableGame(f"no method finds {what}{f': {said}' if said else ''}", hint)


def _first_answer(game: ExtensiveGame, fitting: Sequence[Solver]) -> Solution:
    """What the first method finds; after one that finds nothing, the next one's, for equilibria there are.

    References
    ----------
    Kreps & Wilson 1982, "Sequential equilibria": every finite tree with perfect recall has one, which is subgame
    perfect and Nash.
    """
    given_up: list[str] = []
    answer = fitting[0].run(game)
    for before, solver in pairwise(fitting):
        if answer.equilibria:
            break
        given_up.append(NOTHING.format(before.name))
        answer = solver.run(game)
    return replace(answer, notes=answer.notes + tuple(given_up))
