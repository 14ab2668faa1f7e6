"""Expectations and what became of them, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from negotiate.expectations import Verdict

SCHEMA = "negotiate/test/1"


def verdicts_json(found: Mapping[str, Sequence[Verdict]]) -> dict[str, Any]:
    """File → its verdicts, as plain dictionaries."""
    files = [{"file": name, "expectations": [_verdict(v) for v in verdicts]} for name, verdicts in found.items()]
    met = [v.met for verdicts in found.values() for v in verdicts]
    return {"schema": SCHEMA, "met": sum(met), "failed": len(met) - sum(met), "files": files}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    entry = verdict.expectation
    return {
        "line": entry.line,
        "expects": entry.written,
        "about": entry.about,
        "met": verdict.met,
        "found": verdict.found,
    }
