"""The ways to talk that there are, for somebody who has named none."""

from __future__ import annotations

from negotiate.bargaining.talks.registry import Ways
from negotiate.report.blocks import Column, Note, Report, Sentence, Table
from negotiate.report.style import Look


def report(found: Ways, look: Look) -> Report:
    """Each way with what it is and what may be said about it."""
    columns = (
        Column("Name", key="name"),
        Column("takes"),
        Column("reference", shown="programs"),
        Column("What it is", key="says"),
    )
    rows = tuple((way.name, " ".join(way.takes), way.reference, way.says) for way in found.ways)
    patience = Note("How patient a player is stands in the file.")
    return Report("", (Sentence("`--talks NAME` says how talks would go."), Table(columns, rows), patience))
