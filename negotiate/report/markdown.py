"""A report as Markdown, for notes, issues and documentation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from negotiate.report.blocks import (
    Block,
    Branch,
    Bullets,
    Items,
    Matrix,
    Mistakes,
    Note,
    Plot,
    Report,
    Section,
    Sentence,
    Table,
    Tree,
)
from negotiate.report.entries import (
    NUMERIC,
    branch_numbers,
    branch_words,
    for_people,
    more_rows,
    tabulated,
)
from negotiate.report.style import aligned, safe

_SPECIAL = re.compile(r"([\\*_\[\]<>|#~])")


def markdown(report: Report, everything: bool = False) -> list[str]:
    """Write a report line by line.

    Parameters
    ----------
    report : Report
        Any.
    everything : bool
        Whether details are written, too, and no table is cut short.
    """
    lines = [f"# {_escaped(report.title)}", ""] if report.title else []
    lines.extend(_blocks(report.blocks, everything, 2))
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _blocks(blocks: Sequence[Block], everything: bool, level: int) -> Iterator[str]:
    for block in blocks:
        if not everything and getattr(block, "detail", False):
            continue
        if isinstance(block, Section):
            yield from (f"{'#' * min(level, 6)} {_escaped(block.title)}", "")
            yield from _blocks(block.blocks, everything, level + 1)
        elif written := list(_block(block, everything)):
            yield from (*written, "")


def _block(
    block: Mistakes | Sentence | Note | Items | Bullets | Table | Matrix | Tree | Plot,
    everything: bool,
) -> Iterator[str]:
    match block:
        case Sentence():
            yield _escaped(block.text)
        case Note():
            yield f"*{_escaped(block.text)}*"
        case Items():
            yield from (
                f"- **{_escaped(item.name)}**: {_escaped(item.text)}" for item in block.entries
            )
        case Bullets():
            yield from (f"{mark} {_escaped(text)}" for mark, text in block.marked("-"))
        case Table():
            yield from _table(block, everything) if block.rows else ()
        case Matrix():
            yield from _matrix(block)
        case Tree():
            yield from _tree(block)
        case Plot() | Mistakes():
            for table in tabulated(block):
                yield from _table(table, everything)


def _table(table: Table, everything: bool) -> Iterator[str]:
    rows, left = for_people(table, everything)
    if table.title:
        yield from (f"**{_escaped(table.title)}**", "")
    yield _row(column.head for column in table.columns)
    yield (
        "|"
        + "|".join(" ---: " if column.kind in NUMERIC else " --- " for column in table.columns)
        + "|"
    )
    for row in rows:
        yield _row(row)
    if left and table.more:
        yield from ("", f"… {more_rows(table, left)}")
    if table.note:
        yield from ("", f"*{_escaped(table.note)}*")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(_escaped(cell.strip()) for cell in cells)} |"


def _matrix(found: Matrix) -> Iterator[str]:
    if found.given:
        yield from (f"**{_escaped(found.players[2])}: {_escaped(found.given)}**", "")
    yield _row([f"{found.players[0]} \\ {found.players[1]}", *found.columns])
    yield "|" + " --- |" * (len(found.columns) + 1)
    for name, line in zip(found.rows, found.squares, strict=True):
        cells = []
        for square in line:
            words = [number.strip() for number in aligned(square.numbers)]
            told = [
                f"**{word}**" if best else word
                for word, best in zip(words, square.best, strict=False)
            ]
            cells.append(f"{square.marks} {', '.join(told)}".strip() or "–")
        yield f"| {_escaped(name)} | {' | '.join(cells)} |"
    best = found.keyed and any(any(square.best) for line in found.squares for square in line)
    said = [*(["bold: a best reply"] if best else []), *found.legend, *filter(None, [found.more])]
    if said:
        yield from ("", _escaped("; ".join(said)))


def _tree(found: Tree) -> Iterator[str]:
    def walk(branch: Branch, depth: int) -> Iterator[str]:
        words, after = branch_words(branch)
        told = f"**{_escaped(words)}**" if branch.role == "path" and words else _escaped(words)
        numbers = branch_numbers(branch, found.columns)
        parts = [told, _escaped(after)]
        said = " ".join(filter(None, parts)) + (f": {_escaped(numbers)}" if numbers else "")
        yield f"{'  ' * depth}- {said} {branch.mark}".rstrip()
        for below in branch.below:
            yield from walk(below, depth + 1)

    yield from walk(found.root, 0)
    if found.legend:
        yield from ("", _escaped("; ".join(found.legend)))


def _escaped(text: str) -> str:
    """A text of which Markdown takes nothing for its own, but for what stands between backticks."""
    text = safe(text, True)
    parts = text.split("`")
    if len(parts) % 2 == 0 or "``" in text:  # what does not pair off one by one is only a sign
        return _SPECIAL.sub(r"\\\1", text).replace("`", "\\`")
    told = [_SPECIAL.sub(r"\\\1", part) for part in parts]
    told[1::2] = [
        part.replace("|", "\\|") for part in parts[1::2]
    ]  # a table splits its cells in code, too
    return "`".join(told)
