"""Mends a scenario's text by certain mends, each judged by reading the whole again: first a rule's mends together."""

from __future__ import annotations

from pathlib import Path

from negotiate.errors import Problem
from negotiate.writing.mends.judging import Judgement, better, counted, judged
from negotiate.writing.mends.offers import MENDS, proposed
from negotiate.writing.mends.tabs import without_tabs

_WORK_LIMIT = 2_000_000
"""Characters that are read while mends are tried by themselves: the larger the file, the fewer are tried in one go."""
_TOGETHER = 1_000
"""Mends of one rule that are tried together."""
_STEPS_LIMIT = 20
"""Mends in one line, each of which brings the next to light."""
_LAST = ("missing-format",)
"""What moves all lines, and so comes last: lines are told as they are numbered in the file."""


def mended(path: Path, text: str) -> tuple[str, tuple[str, ...]]:
    """A text without the mistakes that have one certain mend, and what was done, in the order of the lines.

    A mend is kept if its problem is gone afterwards and no other has come.
    """
    text, tabs = without_tabs(path, text)
    done = [tabs] if tabs else []
    state = judged(path, text)
    for code in dict.fromkeys(p.code for p in state.problems if p.code in MENDS and p.code not in _LAST):
        text, state, more = _together(path, text, state, code)
        done += more
    tried: set[tuple[str, int, int]] = set()
    for _ in range(_WORK_LIMIT // (len(text) + 10_000)):
        problem = _next(path, state, tried)
        if problem is None:
            break
        tried.add((problem.code, problem.line, problem.column))
        found = _through(path, text, state, problem)
        if found is not None:
            text, state, more = found
            done += more
            tried.clear()
    return text, tuple(sorted(done, key=_line))


def _together(path: Path, text: str, before: Judgement, code: str) -> tuple[str, Judgement, list[str]]:
    """The text without any problem of one rule; as it was, where that is not certain or brings another problem."""
    by_line = {p.line: p for p in reversed(before.problems) if (p.path, p.code) == (str(path), code)}
    if not before.readable or not 1 < len(by_line) <= _TOGETHER:
        return text, before, []
    lines, done = text.split("\n"), []
    for line, problem in by_line.items():
        found = proposed(problem, lines)
        if found is None or len(found.lines) != len(lines):
            return text, before, []
        lines = found.lines
        done.append(f"line {line}: {found.said}")
    after = judged(path, "\n".join(lines))
    if not after.counted() <= before.counted() - counted(by_line.values()):
        return text, before, []
    return "\n".join(lines), after, done


def _line(said: str) -> int:
    """The line that a mend is told of."""
    return int(said.split()[1].rstrip(":"))


def _next(path: Path, state: Judgement, tried: set[tuple[str, int, int]]) -> Problem | None:
    own = [p for p in state.problems if p.path == str(path) and p.code in MENDS]
    own = [p for p in own if (p.code, p.line, p.column) not in tried]
    return min(own, key=lambda p: (p.code in _LAST, p.line, p.column), default=None)


def _through(path: Path, text: str, before: Judgement, problem: Problem) -> tuple[str, Judgement, list[str]] | None:
    """The text without a problem, with its new judgement; what that brings to light in its line is mended as well."""
    done: list[str] = []
    line = problem.line
    for _ in range(_STEPS_LIMIT):
        found = proposed(problem, text.split("\n"))
        if found is None:
            return None
        text = "\n".join(found.lines)
        done.append(f"line {line}: {found.said}")
        after = judged(path, text)
        if better(before, after, line):
            return text, after, done
        ahead = _ahead(after, problem)
        if ahead is None:
            return None
        problem = ahead
    return None


def _ahead(after: Judgement, problem: Problem) -> Problem | None:
    """The next problem in the same line, which the one before it hid."""
    return next(
        (p for p in after.problems if (p.path, p.line) == (problem.path, problem.line) and p.column > problem.column),
        None,
    )
