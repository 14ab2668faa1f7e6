"""`negotiate solve`: what happens if nobody talks."""

from __future__ import annotations

from typing import Annotated

import typer

from negotiate.cli.forms import Answer, answers
from negotiate.cli.games import game_or_scenario
from negotiate.cli.options import ConceptName, Fixes, Method, PlayerName, Settings, VariantName, origin
from negotiate.cli.usage import Misused

ScenarioOrNone = Annotated[
    str | None,
    typer.Argument(help="A scenario, file or shipped, or a game file (.nfg).", show_default=False, metavar="SCENARIO"),
]


@answers
def solve(
    scenario: ScenarioOrNone = None,
    variant: VariantName = None,
    settings: Settings = None,
    fixes: Fixes = None,
    method: Method = None,
    concept: ConceptName = "nash",
    player: PlayerName = None,
) -> Answer:
    """Alone: what happens if nobody talks."""
    if not concept:
        from negotiate.solvers.concepts.asking import questions  # noqa: PLC0415 - start-up stays light

        game = None if scenario is None else game_or_scenario(scenario, settings, fixes, variant).alone()
        return Answer(questions(game))
    if scenario is None:
        raise Misused("`negotiate solve` needs a SCENARIO", "write `negotiate solve SCENARIO`")
    _fitting(concept, method, player)
    from negotiate.solvers.registry import solve as solved  # noqa: PLC0415 - start-up stays light

    game = game_or_scenario(scenario, settings, fixes, variant).alone()
    solution = solved(game, method, concept=concept, player=player)
    return Answer(solution, origin(scenario, settings, fixes, variant) | {"player": player})


def _fitting(concept: str, method: str | None, player: str | None) -> None:
    """Refuse options that cannot stand together, before anything is loaded.

    Raises
    ------
    Misused
        For a player without a concept that asks about one, or a method for a concept that has its own.
    """
    from negotiate.solvers.concepts.registry import NASH, named  # noqa: PLC0415 - start-up stays light

    if concept in NASH:
        if player is not None:
            hint = "`negotiate solve --concept` lists the concepts that ask about one"
            raise Misused(f"`--player` does not go with the concept `{concept}`", hint)
        return
    asked = named(concept)
    if method is not None:
        raise Misused(f"`--method` does not go with `--concept {concept}`", "leave it out: there is one method")
    if player is not None and not asked.player:
        raise Misused(f"`--player` does not go with `--concept {concept}`", "leave it out: it asks about no one player")
