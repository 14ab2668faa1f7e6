"""`negotiate solve`: what happens if nobody talks."""

from __future__ import annotations

from negotiate.cli import names
from negotiate.cli.arguments import Solve
from negotiate.cli.commands import Misused
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import at_once, game_or_scenario, origin
from negotiate.equilibrium.registry import NASH, SOLVERS, named, questions


def answer(asked: Solve) -> Answer:
    """The equilibria.

    Raises
    ------
    Misused
        If there is no game to solve.
    """
    if not asked.scenario:
        raise Misused("`negotiate solve` needs a SCENARIO", "write `negotiate solve SCENARIO`")
    _refuse_what_does_not_fit(asked)
    solution = game_or_scenario(asked).solve(
        asked.method, concept=asked.concept, player=asked.player
    )
    return Answer(solution, origin(asked) | {"player": asked.player})


def concepts(asked: Solve) -> Answer:
    """The concepts that there are, and why some do not fit a game that is named."""
    return Answer(questions(at_once(game_or_scenario(asked)) if asked.scenario else None))


def methods(_: Solve) -> Answer:
    """The methods for games in normal form."""
    return Answer(names.methods(one for one in SOLVERS if not one.trees))


def _refuse_what_does_not_fit(asked: Solve) -> None:
    """Refuse options that cannot stand together, before a game is loaded.

    Raises
    ------
    Misused
        For a player without a concept that asks about one, or a method for a concept that has its
        own.
    """
    if asked.concept in NASH:
        if asked.player is not None:
            hint = "`negotiate solve --concept` lists the concepts that ask about a player"
            raise Misused(f"`--player` does not go with the concept `{asked.concept}`", hint)
        return
    concept = named(asked.concept)
    if asked.method is not None:
        raise Misused(
            f"`--method` does not go with `--concept {concept.name}`",
            "leave `--method` out: there is one method",
        )
    if asked.player is not None and not concept.player:
        hint = "leave `--player` out: the concept asks about all players"
        raise Misused(f"`--player` does not go with `--concept {concept.name}`", hint)
