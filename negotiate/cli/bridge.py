"""BRIDGE, to be deleted: answers that have no report yet leave as they did before reports."""

from __future__ import annotations

from typing import Any

from negotiate.cli import output
from negotiate.cli.usage import Misused
from negotiate.report.registry import REPORTS


def tell_without_report(found: Any, wanted: Any, *, plain: bool, csv: bool, pages: bool) -> bool:
    """Let an answer that no report tells leave; False where a report tells it."""
    if any(f"{kind.__module__}.{kind.__qualname__}" in REPORTS for kind in type(found).__mro__):
        return False
    from negotiate.render.bargaining.registry import telling  # noqa: PLC0415 - start-up stays light

    if pages:
        raise Misused("this answer has no such form yet", "`--plain` or `--csv` writes its tables")
    told = telling(found)
    if plain or csv:
        output.lines(told.csv(found) if csv else told.plain(found))
    else:
        output.picture(told.page(found, wanted), wanted)
    return True
