"""How a bargaining problem leaves for GENIUS from `negotiate export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from negotiate.cli import output
from negotiate.cli.options import look

if TYPE_CHECKING:
    from negotiate.views.scenario import Scenario


def tell_genius(scenario: Scenario, file: str, *, force: bool, as_json: bool, plain: bool, ascii_only: bool) -> None:
    """Write the domain and its profiles, and say so."""
    from negotiate.export.files import write  # noqa: PLC0415 - start-up stays light
    from negotiate.export.genius.writing import genius_files  # noqa: PLC0415 - start-up stays light

    problem = scenario.together()
    files = genius_files(problem, Path(file).name)
    write(problem, file, force=force)
    *profiles, domain = [name for name, _ in files.texts]
    if as_json:
        told = {"format": "xml", "lens": "deal", "text": None}
        names = [*profiles, domain]
        output.as_json(
            {"schema": "negotiate/export/1", "file": file, **told, "files": names, "notes": list(files.told)}
        )
        return
    from negotiate.render.bargaining.genius import sentences, written  # noqa: PLC0415 - start-up stays light

    if plain:
        output.lines(sentences(file, profiles, files.told))
    else:
        wanted = look(ascii_only)
        output.picture(written(file, profiles, files.told, wanted), wanted)
