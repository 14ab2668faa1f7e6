"""What scenarios expected of their own answers, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from negotiate.language.expectations.testing import Verdict
from negotiate.report.blocks import Block, Cell, Column, Report, Sentence, Table
from negotiate.report.style import Look
from negotiate.report.words import counted


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What became of the expectations of several files.

    Parameters
    ----------
    files : Mapping[str, tuple of Verdict]
        File → the verdicts on what it expects, in the order of the files.
    """

    files: Mapping[str, tuple[Verdict, ...]]

    @property
    def met(self) -> int:
        """How many expectations were met."""
        return sum(verdict.met for verdicts in self.files.values() for verdict in verdicts)

    @property
    def failed(self) -> int:
        """How many were not."""
        return sum(len(verdicts) for verdicts in self.files.values()) - self.met


def report(found: Verdicts, look: Look) -> Report:
    """How many were met; which were not, each with what was found instead; then every file."""
    said = f"{counted(found.met, 'expectation')} met, {found.failed} failed, in {counted(len(found.files), 'file')}."
    files = tuple((name, sum(v.met for v in verdicts), len(verdicts)) for name, verdicts in found.files.items())
    blocks: list[Block] = [
        Sentence(said),
        Table((Column("File"), Column("met", "count"), Column("of", "count")), files),
    ]
    if found.failed:
        blocks.insert(1, _table(found, "Failed", met=False))
    if found.met:
        blocks.append(_table(found, "Met", met=True))
    return Report("", tuple(blocks))


def _table(found: Verdicts, title: str, *, met: bool) -> Table:
    columns = (Column("File", key="file"), Column("line", "count"), Column("expected"), Column("found"))
    rows = tuple(
        (name, one.expectation.line, _expected(one), one.found)
        for name, verdicts in found.files.items()
        for one in verdicts
        if one.met == met
    )
    return Table(columns, rows, title, detail=met)


def _expected(one: Verdict) -> Cell:
    about = f" ({one.expectation.about})" if one.expectation.about else ""
    return Cell(f"{one.expectation.written}{about}", one.expectation.written)
