"""What scenarios expected of their own answers, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from negotiate.expectations.testing import Verdict
from negotiate.report.blocks import Block, Cell, Column, Entry, Report, Sentence, Table
from negotiate.report.style import Look
from negotiate.report.words import counted


@dataclass(frozen=True, slots=True)
class Verdicts:
    """File → the verdicts on what it expects, in the order of the files."""

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
    blocks: list[Block] = [Sentence(said)]
    if found.failed:
        blocks.append(Table(_COLUMNS, _rows(found, met=False), title="Failed", only="people"))
    blocks.append(Table((Column("File"), Column("met", "count"), Column("of", "count")), _files(found), only="people"))
    if found.met:
        blocks.append(Table(_COLUMNS, _rows(found, met=True), title="Met", detail=True, only="people"))
    rows = (*_rows(found, met=False), *_rows(found, met=True))
    return Report("", (*blocks, Table(_COLUMNS, rows, only="programs")))


_COLUMNS = (
    Column("File", key="file"),
    Column("line", "count"),
    Column("result", shown="programs"),
    Column("expected"),
    Column("found"),
)


def _rows(found: Verdicts, *, met: bool) -> tuple[tuple[Entry, ...], ...]:
    return tuple(
        (name, one.expectation.line, "met" if met else "FAILED", _expected(one), one.found)
        for name, verdicts in found.files.items()
        for one in verdicts
        if one.met == met
    )


def _expected(one: Verdict) -> Cell:
    about = f" ({one.expectation.about})" if one.expectation.about else ""
    return Cell(f"{one.expectation.written}{about}", one.expectation.written)


def _files(found: Verdicts) -> tuple[tuple[Entry, ...], ...]:
    return tuple((name, sum(v.met for v in verdicts), len(verdicts)) for name, verdicts in found.files.items())
