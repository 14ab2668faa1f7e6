"""Mistakes in a scenario the way good compilers show them: where, what, the line with a caret, what
to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.errors import Problem
from negotiate.report.screen import Drawn, signs
from negotiate.report.style import ERROR, FAINT, HINT, TITLE, WARNING, Look, safe


def message(said: str, hint: str, look: Look) -> RenderableType:
    """Draw an error that has no place in a file: what is wrong, a blank line, what to do about
    it.
    """
    return Drawn(lambda _: [Text.assemble(("error:", ERROR), " ", safe(said)), *_hint(hint)], look)


def problem_lines(found: Sequence[Problem], look: Look) -> list[Text]:
    """Every problem as lines of text, a blank line between two."""
    drawn: list[Text] = []
    for problem in found:
        drawn += [*([Text()] if drawn else []), *_problem(problem, look)]
    return drawn


def _problem(problem: Problem, look: Look) -> Iterable[Text]:
    style = ERROR if problem.severity == "error" else WARNING
    line = "" if _outside(problem) else f":{problem.line}:{problem.column}"
    place = f"{safe(problem.path, True)}{line}: "
    kind = "" if problem.severity == "error" else "warning: "
    code = (f"[{safe(problem.code, True)}]", FAINT)
    said = Text.assemble((place, TITLE), (kind, WARNING), safe(problem.message, True), " ", code)
    said.no_wrap, said.overflow = (
        True,
        "ignore",
    )  # one line a problem, whatever its length, for whoever searches them
    yield said
    if problem.excerpt and not _outside(problem):
        yield from _excerpt(problem, style, look)
    yield from _hint(problem.hint)


def _outside(problem: Problem) -> bool:
    """Whether it was typed after `--set` or its like, and so has no line to show."""
    return problem.path.startswith("--")


def _hint(hint: str) -> Iterable[Text]:
    if hint:
        yield Text()
        yield Text.assemble(("hint:", HINT), " ", safe(hint, True))


def _excerpt(problem: Problem, style: str, look: Look) -> Iterable[Text]:
    """The line of the file with its number, and a caret under what is wrong."""
    gutter, bar = f"{problem.line:>5} ", signs("│", look)
    source = problem.excerpt.rstrip("\r\n")
    start = min(max(problem.column - problem.excerpt_column, 0), len(source))
    before, marked = _spread(source[:start]), _spread(source[start : start + max(problem.width, 1)])
    shown, shift = _window(
        before, marked, _spread(source[start + max(problem.width, 1) :]), look, len(gutter) + 2
    )
    under = max(min(cell_len(marked), look.columns - len(gutter) - 2 - shift), 1)
    yield Text.assemble((f"{gutter}{bar} ", FAINT), shown, no_wrap=True)
    yield Text.assemble(
        (f"{' ' * len(gutter)}{bar} ", FAINT), " " * shift, ("^" * under, style), no_wrap=True
    )


def _spread(source: str) -> str:
    """Turn tabs into spaces and hidden characters into text, so that the caret stands under its
    letter.
    """
    return safe(source.replace("\t", "  ")).replace("\n", " ")


def _window(before: str, marked: str, after: str, look: Look, gutter: int) -> tuple[str, int]:
    """The part of a long line round the caret, and how far the caret stands from its left edge."""
    more, room = signs("…", look), max(look.columns - gutter, 8)
    if cell_len(before + marked + after) <= room:
        return before + marked + after, cell_len(before)
    before, marked, after = (
        before[-2 * room :],
        marked[: 2 * room],
        after[: 2 * room],
    )  # more is never shown
    keep = room // 2
    if cell_len(before) > keep:
        left = before
        while cell_len(left) > keep - len(more):
            left = left[1:]
        before = more + left
    line = before + marked + after
    if cell_len(line) > room:
        while cell_len(line) > room - len(more):
            line = line[:-1]
        line += more
    return line, cell_len(before)
