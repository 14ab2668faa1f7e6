"""Judges every entry of an `expect` block: a scenario tests itself by what its lenses find."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pkgutil import resolve_name
from typing import Any

from negotiate.display import Shown, record
from negotiate.errors import NegotiateError, OverrideError, ScenarioError
from negotiate.language.expectations.matching import Judgement
from negotiate.language.scenario_file import Reading
from negotiate.lenses import lens_of
from negotiate.model.negotiation import Expectation
from negotiate.report.blocks import Block, Cell, Column, Note, Report, Sentence, Table
from negotiate.report.style import Look, counted
from negotiate.scenario import Scenario


@record
class Verdict:
    """One expectation and what became of it.

    Parameters
    ----------
    expectation : Expectation
        What was to be found.
    met : bool
        Whether it was.
    found : str
        What was found instead, or how many answers agreed.
    """

    expectation: Expectation
    met: bool
    found: str


def check_expectations(
    reading: Reading,
    changes: Mapping[str, Any] | None = None,
    fixes: Mapping[str, str] | None = None,
    variant: str | None = None,
) -> tuple[Verdict, ...]:
    """Judge every entry of a scenario's `expect` block.

    Parameters
    ----------
    reading : Reading
        The scenario's file.
    changes, fixes : Mapping, optional
        Settings and commitments from outside, under which every entry is judged; an entry's own
        come after them.
    variant : str, optional
        The variant under which every entry is judged that names none of its own.

    Returns
    -------
    tuple of Verdict
        In the file's order. An entry whose game cannot be solved is not met, and says why.

    Raises
    ------
    ScenarioError
        If the scenario itself cannot be used.
    """
    bench = Bench(reading, changes or {}, fixes or {}, variant)
    return tuple(
        bench.judge(entry)
        for entry in reading.scenario(changes or {}, variant, fixes or {}).expectations
    )


def check_files(
    names: Sequence[str],
    changes: Mapping[str, Any] | None = None,
    fixes: Mapping[str, str] | None = None,
    variant: str | None = None,
) -> dict[str, tuple[Verdict, ...]]:
    """Judge what every one of these files expects.

    Returns
    -------
    dict
        File → its verdicts, in the order given.

    Raises
    ------
    ScenarioError
        With the problems of all files, if any of them cannot be used; `OverrideError` where only
        the settings are to blame.
    """
    found: dict[str, tuple[Verdict, ...]] = {}
    wrong: list[ScenarioError] = []
    for name in names:
        try:
            found[name] = check_expectations(Reading(name), changes, fixes, variant)
        except ScenarioError as error:
            wrong.append(error)
    if wrong:
        kind = (
            OverrideError
            if all(isinstance(error, OverrideError) for error in wrong)
            else ScenarioError
        )
        raise kind(list(dict.fromkeys(problem for error in wrong for problem in error.problems)))
    return found


@record
class Verdicts(Shown):
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
    said = (
        f"{counted(found.met, 'expectation')} met, {found.failed} failed, in "
        f"{counted(len(found.files), 'file')}."
    )
    files = tuple(
        (name, sum(v.met for v in verdicts), len(verdicts))
        for name, verdicts in found.files.items()
    )
    blocks: list[Block] = [
        Sentence(said),
        Table((Column("File"), Column("met", "count"), Column("of", "count")), files),
    ]
    if found.failed:
        blocks.insert(1, _table(found, "Failed", met=False))
    if found.met:
        blocks.append(_table(found, "Met", met=True))
    if not any(found.files.values()):
        blocks.append(
            Note(
                "An entry under `expect` says what must stay true, such as `- {deal: nash, "
                "payoffs: {us: 7}}`."
            )
        )
    return Report("", tuple(blocks))


def _table(found: Verdicts, title: str, *, met: bool) -> Table:
    columns = (
        Column("File", key="file"),
        Column("line", "count"),
        Column("expected"),
        Column("found"),
    )
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


@dataclass(slots=True)
class Bench:
    """Judges entries one by one under settings from outside; entries with the same settings share
    one scenario.
    """

    reading: Reading
    changes: Mapping[str, Any]
    fixes: Mapping[str, str]
    variant: str | None
    scenarios: dict[str, Scenario] = field(default_factory=dict)

    def judge(self, entry: Expectation) -> Verdict:
        """What one entry says, held against what is found."""
        judge: Callable[[Expectation, Scenario], Judgement] = resolve_name(
            lens_of(entry.command).judge
        )
        try:
            judged = judge(entry, self._scenario(entry))
        except NegotiateError as error:
            return Verdict(entry, False, error.message)
        return Verdict(entry, judged.met, judged.found)

    def _scenario(self, entry: Expectation) -> Scenario:
        changes, fixes = {**self.changes, **entry.settings}, {**self.fixes, **entry.fixes}
        key = json.dumps([entry.variant, changes, fixes], sort_keys=True, default=str)
        if key not in self.scenarios:
            self.scenarios[key] = self.reading.scenario(
                self.changes, self.variant, self.fixes, entry.position
            )
        return self.scenarios[key]
