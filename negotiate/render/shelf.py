"""The shipped scenarios as a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from negotiate.loading.shelf import Entry
from negotiate.render.console import Drawn
from negotiate.render.style import FAINT, TITLE, Look
from negotiate.render.table import table
from negotiate.render.text import counted, safe

NARROW = 60


def shelf(entries: Sequence[Entry], look: Look) -> RenderableType:
    """One line a scenario: its name, and what it is about."""
    return Drawn(lambda settled: _lines(entries, settled), look)


def _lines(entries: Sequence[Entry], look: Look) -> Iterable[Text]:
    if look.columns < NARROW:
        for entry in entries:
            yield Text(safe(entry.name, True), style=TITLE)
            yield Text(f"  {safe(entry.title, True)}")
    else:
        rows = [[safe(entry.name, True), safe(entry.title, True)] for entry in entries]
        yield from table(["Name", "Title"], rows, 2, look)
    yield Text()
    yield Text(f"{counted(len(entries), 'scenario')}. `negotiate show NAME` reads one.", style=FAINT)
