"""The numbers of a picture as a table, for whoever cannot see it and for programs."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.report.blocks import Branch, Column, Entry, Matrix, Mistakes, Table, Tree
from negotiate.report.plots import Plot


def tabulated(picture: Matrix | Tree | Plot | Mistakes) -> Iterator[Table]:
    """The tables that hold what a picture shows; none where the report has them already."""
    if isinstance(picture, Mistakes):
        yield _mistakes(picture)
        return
    if not picture.data:
        return
    match picture:
        case Matrix():
            yield _matrix(picture)
        case Tree():
            yield _tree(picture)
        case Plot():
            yield _plot(picture)


def _mistakes(found: Mistakes) -> Table:
    heads = ("file", "line", "column", "severity", "rule", "message", "hint")
    rows = tuple((p.path, p.line, p.column, p.severity, p.code, p.message, p.hint) for p in found.problems)
    return Table(tuple(Column(head, "count" if head in ("line", "column") else "words") for head in heads), rows)


def _matrix(found: Matrix) -> Table:
    told = [square.numbers for line in found.squares for square in line if square.numbers]
    sizes = [max(map(abs, own)) for own in zip(*told, strict=True)] or [0.0, 0.0]
    columns = (
        *(Column(name) for name in found.players),
        *(Column(f"payoff {name}", "payoff", size=size) for name, size in zip(found.players, sizes, strict=True)),
        Column("marks"),
    )
    rows: list[tuple[Entry, ...]] = [
        (row, column, *(square.numbers or (None, None)), square.marks)
        for row, line in zip(found.rows, found.squares, strict=True)
        for column, square in zip(found.columns, line, strict=True)
    ]
    return Table(columns, tuple(rows))


def _tree(found: Tree) -> Table:
    rows: list[tuple[Entry, ...]] = []

    def walk(branch: Branch, way: tuple[str, ...]) -> None:
        here = (*way, branch.label) if branch.label else way
        if branch.numbers:
            rows.append((" → ".join(here), branch.count, *branch.numbers, branch.mark, branch.role))
        for below in branch.below:
            walk(below, here)

    walk(found.root, ())
    return Table((Column("way"), Column("folded"), *found.columns, Column("marks"), Column("role")), tuple(rows))


def _plot(found: Plot) -> Table:
    rows: list[tuple[Entry, ...]] = []
    for one in found.series:
        labels = one.labels or ("",) * len(one.x)
        rows.extend((one.name, label, x, y) for label, x, y in zip(labels, one.x, one.y, strict=False))
    heads = (
        Column("series"),
        Column("point"),
        Column(found.across or "x", "number"),
        Column(found.up or "y", "number"),
    )
    return Table(heads, tuple(rows))
