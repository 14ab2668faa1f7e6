"""What a scenario expected of its own answers, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from negotiate.expectations import Verdict
from negotiate.render.plain import tabbed
from negotiate.render.table import wrapped
from negotiate.report.screen.cells import pad
from negotiate.report.screen.console import Drawn
from negotiate.report.style import ERROR, FAINT, TITLE, Look
from negotiate.report.words import counted, safe

Found = Mapping[str, Sequence[Verdict]]


def verdicts(found: Found, look: Look) -> RenderableType:
    """A line a file; every expectation that is not met below it, and every one for `all`."""
    return Drawn(lambda settled: _lines(found, settled), look)


def _lines(found: Found, look: Look) -> Iterable[Text]:
    """The count first, so that it stands straight whatever the names are."""
    counts = [_count(entries) for entries in found.values()]
    width = max([len(count) for count in counts], default=0)
    for (name, entries), count in zip(found.items(), counts, strict=True):
        style = "" if all(entry.met for entry in entries) else ERROR
        yield Text.assemble((pad(count, width), style), "  ", safe(name, True))
        for entry in entries:
            if look.all or not entry.met:
                yield from _entry(entry, look)
    yield Text()
    yield Text(closing(found), style=TITLE)


def _count(entries: Sequence[Verdict]) -> str:
    return f"{sum(entry.met for entry in entries)} of {len(entries)} met" if entries else "expects nothing"


def _entry(entry: Verdict, look: Look) -> Iterable[Text]:
    """What was expected, and below it what was found."""
    expected, found = entry.expectation, safe(entry.found, True)
    about = f" ({safe(expected.about, True)})" if expected.about else ""
    head = f"line {expected.line}: {safe(expected.written, True)}{about}"
    for position, line in enumerate(wrapped(head, max(look.columns - 9, 16))):
        word = "" if position else "met" if entry.met else "FAILED"
        yield Text.assemble("  ", (pad(word, 6), "" if entry.met else ERROR), " ", line, no_wrap=True)
    for line in wrapped(f"found: {found}", max(look.columns - 9, 16)):
        yield Text(f"         {line}", style=FAINT, no_wrap=True)


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
