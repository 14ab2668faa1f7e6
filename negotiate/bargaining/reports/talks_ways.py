"""The ways to talk that there are, for a reader who has named none."""

from __future__ import annotations

from negotiate.bargaining.talks.registry import Ways
from negotiate.report.blocks import Cell, Column, Entry, Note, Report, Sentence, Table
from negotiate.report.style import Look


def report(found: Ways, look: Look) -> Report:
    """Each way with what it is, where it is from, and what may be said about it."""
    columns = (Column("Name", key="name"), Column("What it is", key="says"), Column("Options", key="takes"))
    rows: list[tuple[Entry, ...]] = []
    for way in found.ways:
        typed = " ".join(f"--{option}" for option in way.takes if option != "patience")
        rows.append((way.name, f"{way.says} ({way.reference})", Cell(typed, " ".join(way.takes))))
    patience = Note("The key `patience` of each player in the file sets the discount factors.")
    return Report("", (Sentence("`--talks NAME` shows how talks would go."), Table(columns, tuple(rows)), patience))
