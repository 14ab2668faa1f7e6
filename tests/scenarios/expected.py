"""What is asked of any shipped `expect` block: it is met, it is listed whole, and each entry can fail."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import negotiate
from negotiate.expectations import check_expectations
from negotiate.expectations.testing import Bench
from negotiate.loading.scenario_file import Reading

Entries = Sequence[tuple[str, Mapping[str, Any]]]
"""How each entry of an `expect` block begins, in the file's order, and a setting that breaks it."""


@cache
def reading(name: str) -> Reading:
    """The file of a scenario, read once."""
    return Reading(name)


def assert_all_met(name: str) -> None:
    """What the scenario expects is what it finds."""
    verdicts = check_expectations(reading(name))
    assert verdicts
    assert [(v.expectation.about, v.found) for v in verdicts if not v.met] == []


def assert_listed(name: str, entries: Entries) -> None:
    """Each of its expectations has a setting that breaks it."""
    abouts = [entry.about for entry in negotiate.load(name).expectations]
    assert len(abouts) == len(entries)
    for about, (start, _) in zip(abouts, entries, strict=True):
        assert about.startswith(start)


def assert_can_fail(name: str, position: int, changes: Mapping[str, Any]) -> None:
    """An expectation fails under a setting, and by its answer."""
    entry = reading(name).scenario(changes, None, {}).expectations[position]
    verdict = Bench(reading(name), changes, {}, None, {}).judge(entry)
    assert not verdict.met
    assert re.search(r"agree|deal", verdict.found), "it has to fail by its answer, not by an error"
