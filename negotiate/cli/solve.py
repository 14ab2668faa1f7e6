"""`negotiate solve`: what happens if nobody talks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from negotiate.cli import output
from negotiate.cli.answer import tell
from negotiate.cli.games import game_or_scenario
from negotiate.cli.options import (
    Ascii,
    AsJson,
    ConceptName,
    Everything,
    Fixes,
    Method,
    Plain,
    PlayerName,
    Settings,
    VariantName,
    look,
    origin,
)
from negotiate.cli.usage import Misused

if TYPE_CHECKING:
    from negotiate.games.normal_form import NormalFormGame

ScenarioOrNone = Annotated[
    str | None,
    typer.Argument(help="A scenario, file or shipped, or a game file (.nfg).", show_default=False, metavar="SCENARIO"),
]


def solve(
    scenario: ScenarioOrNone = None,
    variant: VariantName = None,
    settings: Settings = None,
    fixes: Fixes = None,
    method: Method = None,
    concept: ConceptName = "nash",
    player: PlayerName = None,
    everything: Everything = False,
    as_json: AsJson = False,
    plain: Plain = False,
    ascii_only: Ascii = False,
) -> None:
    """Alone: what happens if nobody talks."""
    from negotiate.solvers.registry import solve as solved  # noqa: PLC0415 - start-up stays light

    if not concept:
        game = None if scenario is None else game_or_scenario(scenario, settings, fixes, variant).alone()
        _list(game, as_json, plain, ascii_only)
        return
    if scenario is None:
        raise Misused("`negotiate solve` needs a SCENARIO", "write `negotiate solve SCENARIO`")
    _fitting(concept, method, player)
    game = game_or_scenario(scenario, settings, fixes, variant).alone()
    solution = solved(game, method, concept=concept, player=player)
    asked = origin(scenario, settings, fixes, variant) | {"player": player}
    tell(solution, look(ascii_only, everything), asked, as_json=as_json, plain=plain)


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


def _list(game: NormalFormGame | None, as_json: bool, plain: bool, ascii_only: bool) -> None:
    """What a game can be asked; of one that is given, also what does not fit it."""
    if as_json:
        from negotiate.export.asking import concepts_json  # noqa: PLC0415 - start-up stays light

        output.as_json(concepts_json(game))
        return
    from negotiate.render import asking  # noqa: PLC0415 - start-up stays light

    if plain:
        output.lines(asking.listed_plainly(game))
    else:
        wanted = look(ascii_only)
        output.picture(asking.listed(game, wanted), wanted)
