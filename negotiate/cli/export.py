"""`negotiate export`: a game for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from negotiate.cli import output
from negotiate.cli.games import GameFile, game_or_scenario
from negotiate.cli.genius import tell_genius
from negotiate.cli.moves import tell_moves
from negotiate.cli.options import FLAG, Ascii, AsJson, Fixes, Plain, ScenarioOrGame, Settings, VariantName, look
from negotiate.cli.usage import Misused, chosen

if TYPE_CHECKING:
    from negotiate.export.files import Format
    from negotiate.games.extensive import ExtensiveGame
    from negotiate.games.normal_form import NormalFormGame
    from negotiate.views.scenario import Scenario

LENSES = ("solve", "tree", "stability")
"""What of a scenario is written: the game where all choose at once, where they move in turn, or states and moves."""

FileName = Annotated[
    str | None,
    typer.Argument(
        help="The file to write: .nfg, .efg, .graphml, .json or .xml (GENIUS); without one the game is printed.",
        show_default=False,
        metavar="FILE",
    ),
]
Lens = Annotated[
    str | None,
    typer.Option("--lens", help="Write the game of `solve` or of `tree`, or the moves of `stability`.", metavar="NAME"),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that stands there.", metavar=FLAG)]


def export(
    scenario: ScenarioOrGame,
    file: FileName = None,
    variant: VariantName = None,
    settings: Settings = None,
    fixes: Fixes = None,
    lens: Lens = None,
    force: Force = False,
    as_json: AsJson = False,
    plain: Plain = False,
    ascii_only: Ascii = False,
) -> None:
    """Write a game for other programs."""
    from negotiate.export.files import format_of  # noqa: PLC0415 - start-up stays light
    from negotiate.loading.library import holds_problem  # noqa: PLC0415 - start-up stays light

    asked = None if lens is None else chosen(lens, LENSES, "--lens")
    if file is not None and holds_problem(file):
        subject = _to_be_signed(game_or_scenario(scenario, settings, fixes, variant), asked)
        tell_genius(subject, file, force=force, as_json=as_json, plain=plain, ascii_only=ascii_only)
        return
    if asked == "stability":
        found = game_or_scenario(scenario, settings, fixes, variant)
        tell_moves(found, file, force=force, as_json=as_json, plain=plain, ascii_only=ascii_only)
        return
    form = None if file is None else format_of(Path(file))
    if form is not None and asked == "tree" and form.lens == "solve":
        raise Misused(f"`{form.suffix}` holds no tree", "end the name in .efg, or leave `--lens tree` out")
    found = game_or_scenario(scenario, settings, fixes, variant)
    seen = asked or (form.lens if form is not None else None) or _natural(found)
    game = found.in_turn() if seen == "tree" else found.alone()
    written = form or format_of(Path("game.nfg" if seen == "solve" else "game.efg"))
    _tell(game, seen, written, file, force, as_json, plain, ascii_only)


def _to_be_signed(found: Scenario | GameFile, lens: str | None) -> Scenario:
    """The scenario whose packages are written.

    Raises
    ------
    Misused
        If it is a game, or a game is asked for.
    """
    if isinstance(found, GameFile) or lens is not None:
        raise Misused("`.xml` holds what could be signed, and no game", "end the name in .nfg or .efg")
    return found


def _natural(found: Scenario | GameFile) -> str:
    """The form that a scenario or game has by itself."""
    in_turn = found.in_turn_by_nature if isinstance(found, GameFile) else bool(found.protocol)
    return "tree" if in_turn else "solve"


def _tell(
    game: NormalFormGame | ExtensiveGame,
    lens: str,
    written: Format,
    file: str | None,
    force: bool,
    as_json: bool,
    plain: bool,
    ascii_only: bool,
) -> None:
    """Write the file and say so, or print what would stand in it."""
    from negotiate.export.files import write  # noqa: PLC0415 - start-up stays light

    text = None if file is not None else written.text(game)
    if file is not None:
        write(game, file, force=force)
    if as_json:
        output.as_json(
            {"schema": "negotiate/export/1", "file": file, "format": written.suffix[1:], "lens": lens, "text": text}
        )
    elif text is not None:
        output.file_text(text.splitlines())
    else:
        from negotiate.render.exported import exported, sentences  # noqa: PLC0415 - start-up stays light

        if plain:
            output.lines(sentences(game, str(file)))
        else:
            wanted = look(ascii_only)
            output.picture(exported(game, str(file), wanted), wanted)
