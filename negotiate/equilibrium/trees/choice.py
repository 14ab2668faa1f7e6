"""Picks the method for a game tree by its kind, its size and the concept asked about.

A tree of perfect information, or one that draws a simultaneous game, has a method of its own.
Elsewhere movers do not know where they stand, and the strictest concept that the tree is small
enough for comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.solution import (
    FURTHER,
    WITHOUT_BELIEFS,
    WITHOUT_TIME,
    ZERO_SUM,
    Solution,
    Solver,
)
from negotiate.equilibrium.trees import (
    agent_quantal_response,
    backward_induction,
    sequence_program,
    signalling,
    simultaneous,
)
from negotiate.equilibrium.trees.folding import Folded, fold
from negotiate.equilibrium.trees.verification import recalled
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.information_sets import information_sets
from negotiate.games.normal_form import needs_numbers, without_numbers

CONCEPTS = ("nash", "subgame-perfect", "sequential", "quantal-response")
"""What a tree can be asked about, as `--concept` calls it."""
STRICTEST_FIRST = ("sequential", "subgame-perfect", "nash")
"""The concepts in the order in which a tree with hidden information is solved for them."""
OTHERS = "name another concept, or none: then the strictest concept that this tree allows is used"
SPECIAL = (backward_induction.NAME, simultaneous.NAME)
"""Methods that no tree with hidden information suits."""
WHY = {
    "sequential": (
        "some player moves without knowing all that happened, and the possible beliefs "
        "can be listed"
    ),
    "subgame-perfect": (
        "some player moves without knowing all that happened, and too many beliefs are possible"
    ),
    "nash": (
        "some player moves without knowing all that happened, and the tree is too large for a "
        "stricter concept"
    ),
}
ONE = (
    "too many beliefs are possible to list them all, so one equilibrium was found by following "
    "quantal responses"
)
FOLLOWED = agent_quantal_response.FOLLOWED
NOTHING = "`{}` found no {} equilibrium within its limits; there may be one"


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
        If no method of that concept applies, or a player forgets what it did or knew.

    Notes
    -----
    Sequential equilibria are looked for in the tree that is left when choices at its end are folded
    that no beliefs can change. Where they are too many to be listed, one is found by following
    quantal responses, and round the turns of their path only in trees of up to `FOLLOWED` actions;
    in larger ones in which what one of two players wins the other loses, a linear program for one
    equilibrium and the value comes before. Where none is found either, one equilibrium of a looser
    concept is told with a warning. Where no concept is named, every method stops after some
    seconds' work.
    """
    if game.ordinal:
        return _without_numbers(game, solvers, concept)
    if game.perfect_information or game.normal_form is not None:
        return _first_answer(game, solvers if concept is None else _of(solvers, concept), concept)
    recalled(game)
    general = [solver for solver in solvers if solver.name not in SPECIAL]
    if concept is not None:
        return _first_answer(game, _of(general, concept), concept)
    asked = [one for name in STRICTEST_FIRST for one in _of(general, name)]
    answer = _first_answer(
        game, _program_early(game, asked) if _long(game, FOLLOWED) else asked, within=FOLLOWED
    )
    why = (
        ONE
        if answer.method.startswith(agent_quantal_response.LIMIT.name)
        else WHY.get(answer.concept.lower(), "")
    )
    return replace(answer, chosen=answer.chosen or why)


def refined(game: ExtensiveGame, criterion: str) -> Solution:
    """Which sequential equilibria of a signalling game survive a refinement; what no secret reaches
    may be folded.

    Raises
    ------
    UnsuitableGame
        If it is no signalling game, or payoffs are no numbers.
    UnknownConcept
        If there is no such refinement.
    """
    if (reason := needs_numbers(game.players, game.keys, game.ordinal)) is not None:
        raise UnsuitableGame(f"`{criterion}` {reason}")
    small = None if signalling.applies_to(game) is None else fold(game)
    found = signalling.refined(game if small is None else small.game, criterion)
    return found if small is None else _unfolded(small, found)


def _without_numbers(
    game: ExtensiveGame, solvers: Sequence[Solver], concept: str | None
) -> Solution:
    """What can be said of a tree whose payoffs are levels: nothing that weighs one ending against
    another by odds.

    Raises
    ------
    UnsuitableGame
        If movers do not know where they stand, chance moves, or the concept weighs endings.
    """
    fitting = [one for one in solvers if one.ordinal and one.unfit(game) is None]
    for solver in fitting:
        if concept in (None, solver.concept.lower()):
            return solver.run(game)
    who = without_numbers(game.players, game.keys, game.ordinal)
    if fitting:
        found = fitting[0].concept
        said = (
            f"{concept} equilibria of this tree need payoffs in numbers, and the file gives "
            f"none for {who}"
        )
        raise UnsuitableGame(said, f"name {found}, or no concept")
    why = (
        "chance moves"
        if (game.tree.mover == CHANCE).any()
        else "some player moves without knowing all that happened"
    )
    said = (
        f"this tree needs payoffs in numbers, because {why}; the file only ranks the outcomes "
        f"for {who}"
    )
    raise UnsuitableGame(
        said, "`negotiate stability` says which outcomes are stable; or give payoffs"
    )


def _program_early(game: ExtensiveGame, asked: Sequence[Solver]) -> list[Solver]:
    """The methods with the program for zero-sum trees, where it fits, right after those that find
    all.
    """
    program = [
        one for one in asked if one.name == sequence_program.NAME and one.unfit(game) is None
    ]
    rest = [one for one in asked if one not in program]
    first = next((place for place, one in enumerate(rest) if one.finds != "all"), len(rest))
    return [*rest[:first], *program, *rest[first:]]


def _long(game: ExtensiveGame, within: int | None) -> bool:
    """Whether a tree has more actions than that."""
    return within is not None and information_sets(game.tree).slots > within


def _of(solvers: Sequence[Solver], concept: str) -> list[Solver]:
    return [solver for solver in solvers if solver.concept.lower() == concept]


def _first_answer(
    game: ExtensiveGame,
    asked: Sequence[Solver],
    concept: str | None = None,
    within: int | None = None,
) -> Solution:
    """What the first method finds; after one that finds nothing, the next one's, for equilibria
    there are.

    Whether a method fits is looked at only once its turn has come, because that can be work. A path
    is not followed in a tree of more actions than `within`.

    Raises
    ------
    UnsuitableGame
        If no method fits.

    References
    ----------
    Kreps & Wilson 1982, "Sequential equilibria": every finite tree with perfect recall has one,
    which is subgame perfect and Nash.
    """
    reasons: list[str] = []
    given_up: list[str] = []
    answer: Solution | None = None
    folded = fold(game) if any(solver.concept == STRICTEST_FIRST[0] for solver in asked) else None
    for solver in asked:
        beliefs = solver.concept == STRICTEST_FIRST[0]
        whole = solver.name == signalling.NAME and solver.unfit(game) is None
        small = folded if beliefs and not whole else None
        here = game if small is None else small.game
        runs: Solver | agent_quantal_response.AgentMethod = solver
        if beliefs and solver.finds == "one" and _long(here, within):
            if solver.name != agent_quantal_response.LIMIT.name:
                continue
            runs = replace(agent_quantal_response.LIMIT, quick=True)
        reason = solver.unfit(here) or (None if runs is solver else runs.applies_to(here))
        if reason is not None:
            reasons.append(f"`{solver.name}` {reason}")
            continue
        answer = solver.hurried(here) if within is not None and runs is solver else runs.run(here)
        answer = answer if small is None else _unfolded(small, answer)
        if answer.equilibria:
            break
        given_up.append(NOTHING.format(solver.name, solver.concept))
    if answer is None:
        raise _unsuited(concept, "; ".join(reasons))
    # What was given up is told of the methods before; of the last one its own notes tell.
    before = given_up if answer.equilibria else given_up[:-1]
    if within is not None and answer.concept != STRICTEST_FIRST[0]:
        here = game if folded is None else folded.game
        further = _long(here, within) and agent_quantal_response.LIMIT.applies_to(here) is None
        return _without_beliefs(answer, further, before)
    return replace(answer, notes=answer.notes + tuple(before))


def _unsuited(concept: str | None, reasons: str) -> UnsuitableGame:
    """That no method fits, and why each does not."""
    if concept is None:
        return UnsuitableGame(f"no method applies to this game: {reasons}")
    what = f"no method finds {concept} equilibria of"
    return (
        UnsuitableGame(f"{what} this tree: {reasons}", OTHERS)
        if reasons
        else UnsuitableGame(f"{what} a tree yet")
    )


def _unfolded(small: Folded, answer: Solution) -> Solution:
    """An answer to what is left of a tree as one to the whole, of which nothing is left if it does
    not pass there.
    """
    try:
        return small.unfolded(answer)
    except Unverified:
        lost = answer.certificate.limited(NOTHING.format(answer.method, answer.concept))
        return small.unfolded(replace(answer, equilibria=(), certificate=lost))


def _without_beliefs(answer: Solution, further: bool, before: Sequence[str]) -> Solution:
    """The first of equilibria that say nothing of beliefs: what tells the others apart may be a
    threat nobody believes.

    So a list of them helps nobody.
    """
    rest = [FURTHER] if further else []
    if answer.method == sequence_program.NAME and answer.equilibria:
        return replace(answer, notes=(ZERO_SUM, *rest, *answer.notes, *before))
    notes = (WITHOUT_BELIEFS, *rest, *([] if answer.equilibria else [WITHOUT_TIME]), *before)
    one, certificate = answer.equilibria[:1], answer.certificate.limited(WITHOUT_BELIEFS)
    return replace(
        answer,
        equilibria=one,
        certificate=certificate,
        notes=notes,
        continuum=False,
        components=(),
        loose=False,
    )
