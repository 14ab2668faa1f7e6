"""What a scenario expected of its own answers, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from negotiate.expectations import Verdict
from negotiate.render.console import Drawn
from negotiate.render.plain import tabbed
from negotiate.render.style import ERROR, FAINT, TITLE, Look
from negotiate.render.text import counted, safe

Found = Mapping[str, Sequence[Verdict]]


def verdicts(found: Found, look: Look) -> RenderableType:
    """A line a file; every expectation that is not met below it, and every one for `all`."""
    return Drawn(lambda settled: _lines(found, settled), look)


def _lines(found: Found, look: Look) -> Iterable[RenderableType]:
    for name, entries in found.items():
        met = sum(entry.met for entry in entries)
        style = TITLE if met == len(entries) else ERROR
        count = f"{met} of {len(entries)} met" if entries else "expects nothing"
        yield Text.assemble((safe(name, True), style), f"  {count}")
        for entry in entries:
            if look.all or not entry.met:
                yield from _entry(entry)
    yield Text(closing(found), style=TITLE)


def _entry(entry: Verdict) -> Iterable[RenderableType]:
    word = "met   " if entry.met else "FAILED"
    yield Padding(Text(f"{word} line {entry.expectation.line}: {safe(entry.expectation.written, True)}"), (0, 0, 0, 2))
    yield Padding(Text(safe(entry.found, True), style=FAINT), (0, 0, 0, 9))


def closing(found: Found) -> str:
    """How many were met: "27 expectations met, 1 failed, in 15 files."."""
    results = [entry.met for entries in found.values() for entry in entries]
    failed = len(results) - sum(results)
    return f"{counted(sum(results), 'expectation')} met, {failed} failed, in {counted(len(found), 'file')}."


def plain(found: Found) -> list[str]:
    """Tab-separated: file, line, met or FAILED, what was expected, what was found."""
    rows = [tabbed(["file", "line", "result", "expected", "found"])]
    for name, entries in found.items():
        for entry in entries:
            result = "met" if entry.met else "FAILED"
            expected = entry.expectation
            rows.append(tabbed([name, str(expected.line), result, expected.written, entry.found]))
    return [*rows, closing(found)]
