"""`negotiate list`: the shipped scenarios."""

from __future__ import annotations

from negotiate.cli import output
from negotiate.cli.options import Ascii, AsJson, Everything, Plain, look


def list_scenarios(
    everything: Everything = False, as_json: AsJson = False, plain: Plain = False, ascii_only: Ascii = False
) -> None:
    """The scenarios that come with the program."""
    from negotiate.loading.shelf import shelf  # noqa: PLC0415 - start-up stays light

    entries = shelf()
    if as_json:
        rows = [{"name": e.name, "title": e.title, "date": e.date, "players": list(e.players)} for e in entries]
        output.as_json({"schema": "negotiate/list/1", "scenarios": rows})
    elif plain:
        from negotiate.render.plain import tabbed  # noqa: PLC0415 - start-up stays light

        output.lines(tabbed([e.name, e.title, e.date, ", ".join(e.players)]) for e in entries)
    else:
        from negotiate.render.shelf import shelf as drawn  # noqa: PLC0415 - start-up stays light

        wanted = look(ascii_only, everything)
        output.picture(drawn(entries, wanted), wanted)
