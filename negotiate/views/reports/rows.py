"""A section of a page: a heading, and names with what is said of each."""

from __future__ import annotations

from collections.abc import Iterable

from negotiate.report.blocks import Block, Item, Items, Section, Sentence

Row = tuple[str, str]
"""A name and what is said of it; without a name it takes the whole width."""


def section(title: str, rows: Iterable[Row] = (), detail: bool = False) -> Section:
    """A section with a row for each name."""
    named: list[Item] = []
    blocks: list[Block] = []
    for name, text in rows:
        if name:
            named.append(Item(name, text))
            continue
        blocks += [Items(tuple(named))] if named else []
        named = []
        blocks.append(Sentence(text))
    blocks += [Items(tuple(named))] if named else []
    return Section(title, tuple(blocks), detail)
