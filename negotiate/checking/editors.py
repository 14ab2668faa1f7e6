"""Whether the schema by which an editor completes a file still fits it."""

from __future__ import annotations

from pathlib import Path

from negotiate.errors import Problem
from negotiate.loading.completion.beside import modeline, schema_path, stale
from negotiate.loading.problems import Place, Problems
from negotiate.loading.scenario_file import Reading


def outdated(reading: Reading) -> list[Problem]:
    """A warning where a file names a schema of its own that is missing or no longer fits; else nothing."""
    path = Path(reading.shown)
    if not stale(path):
        return []
    lines = reading.problems.texts.get(reading.shown, [])
    line = next((n for n, text in enumerate(lines, 1) if schema_path(path).name in text), 1)
    width = len(lines[line - 1]) if lines else len(modeline(path))
    beside = schema_path(path)
    found = "no longer fits this file" if beside.exists() else "is not there"
    problems = Problems(texts=reading.problems.texts)
    problems.add(
        Place(reading.shown, line, 1, width),
        "stale-completion",
        f"`{beside.name}`, by which an editor completes this file, {found}",
        f"`negotiate schema {reading.shown} --write` makes it anew (only editors use it; the answers are not affected)",
    )
    return problems.found
