"""The shipped scenarios as a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.loading.shelf import Entry
from negotiate.render.table import wrapped
from negotiate.report.screen.cells import pad
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import counted, in_words, safe

NARROW = 60


def shelf(entries: Sequence[Entry], look: Look) -> RenderableType:
    """The scenarios by folder, a line each; `all` adds when it was and who was there."""
    return Drawn(lambda settled: _lines(entries, settled), look)


def _lines(entries: Sequence[Entry], look: Look) -> Iterable[Text]:
    yield Text(_greeting(entries), style=TITLE)
    column = max([cell_len(safe(entry.name, True)) for entry in entries], default=0) + 4
    for _, group in groupby(entries, key=lambda entry: entry.folder):
        yield Text()
        for entry in group:
            yield from _entry(entry, column, look)
    if entries:
        yield Text()
        first = safe(entries[0].name, True)
        yield Text(f"`negotiate show {first}` reads one, `negotiate tree {first}` solves it.", style=FAINT)


def _greeting(entries: Sequence[Entry]) -> str:
    if not entries:
        return "No scenario came with this program; `negotiate show FILE` reads your own."
    size = in_words(len(entries))
    return f"{size} {'scenario is' if len(entries) == 1 else 'scenarios are'} ready to be read, solved and played."


def _entry(entry: Entry, column: int, look: Look) -> Iterable[Text]:
    name, said = safe(entry.name, True), [safe(entry.title, True)]
    if look.all:
        said.append("; ".join(part for part in (safe(entry.date, True), _who(entry)) if part))
    if look.columns < NARROW:
        column = 4
        yield Text(f"  {name}", no_wrap=True)
    lines = [line for text in said for line in wrapped(text, max(look.columns - column, 16))]
    for position, line in enumerate(lines):
        left = name if position == 0 and column != 4 else ""
        yield Text(f"  {pad(left, column - 2)}{line}", no_wrap=True)


def _who(entry: Entry) -> str:
    players = [safe(player, True) for player in entry.players]
    return ", ".join(players) if len(players) < 6 else counted(len(players), "player")
