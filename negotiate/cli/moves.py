"""How the states and moves of a conflict leave for programs that draw graphs, from `negotiate export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.cli import output
from negotiate.cli.games import GameFile
from negotiate.cli.options import look
from negotiate.cli.usage import Misused

if TYPE_CHECKING:
    from negotiate.views.scenario import Scenario


def tell_moves(
    subject: Scenario | GameFile, file: str | None, *, force: bool, as_json: bool, plain: bool, ascii_only: bool
) -> None:
    """Write a GraphML file and say so, or print what would stand in it.

    Raises
    ------
    Misused
        If a game is given: its players are no longer those who decide issues.
    """
    if isinstance(subject, GameFile):
        raise Misused("`--lens stability` asks about a scenario, and this is a game", "leave it out")
    from negotiate.export.files import write  # noqa: PLC0415 - start-up stays light
    from negotiate.export.graph import moves_graphml  # noqa: PLC0415 - the same

    model = subject.standing()
    text = None if file is not None else moves_graphml(model)
    if file is not None:
        write(model, file, force=force)
    if as_json:
        told = {"file": file, "format": "graphml", "lens": "stability", "text": text}
        output.as_json({"schema": "negotiate/export/1", **told})
    elif text is not None:
        output.file_text(text.splitlines())
    else:
        from negotiate.render.standing.written import sentences, written  # noqa: PLC0415 - start-up stays light

        if plain:
            output.lines(sentences(model, str(file)))
        else:
            wanted = look(ascii_only)
            output.picture(written(model, str(file), wanted), wanted)
