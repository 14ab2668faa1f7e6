"""Tells whether a text is better than another one: which problems either has as a scenario."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from negotiate.errors import Problem, ScenarioError
from negotiate.loading.problems import Problems
from negotiate.loading.scenario_file import Reading
from negotiate.loading.text.reader import read_text


@dataclass(frozen=True, slots=True)
class Judgement:
    """The problems of a text in file order, and whether it could be read as far as its end."""

    problems: tuple[Problem, ...]
    readable: bool

    def counted(self) -> Counter[tuple[str, str, str]]:
        """How often each problem occurs, wherever it stands."""
        return counted(self.problems)


def counted(problems: Iterable[Problem]) -> Counter[tuple[str, str, str]]:
    """How often each problem occurs, wherever it stands."""
    return Counter((p.path, p.code, re.sub(r"\bline \d+", "line", p.message)) for p in problems)


def judged(path: Path, text: str, variants: bool = False) -> Judgement:
    """What is wrong with a text that stands, or is to stand, in a file; with what its variants change, if asked for."""
    own = Problems()
    read_text(text, str(path), own)
    reading = Reading(str(path), text)
    found = dict.fromkeys(_problems(reading, None))
    if variants and not found:
        for name in reading.variants():
            found |= dict.fromkeys(_problems(reading, name))
    in_order = sorted(found, key=lambda p: (p.path, p.line, p.column))
    return Judgement(tuple(in_order), not own.errors())


def better(before: Judgement, after: Judgement, line: int) -> bool:
    """Whether a text has lost problems, and got none, by a change in a line.

    Where the text could not be read as far as its end, what stands behind its first problem was never seen. Then it has
    to be readable further than that line, and nothing may be wrong in the line itself, but for its first key.
    """
    if before.readable:
        return after.counted() < before.counted()
    own = [p for p in after.problems if p.path == before.problems[0].path]
    further = after.readable or all(p.line > line for p in own)
    return further and not any(p.line == line and p.column > _first_column(p) for p in own)


def _first_column(problem: Problem) -> int:
    """The column of the first key of a problem's line, from 1; 0 where only a later stretch of the line is known."""
    line = problem.excerpt
    return len(line) - len(line.lstrip(" -")) + 1 if problem.excerpt_column == 1 else 0


def _problems(reading: Reading, variant: str | None) -> tuple[Problem, ...]:
    try:
        reading.scenario({}, variant, {})
    except ScenarioError as error:
        return error.problems
    return ()
