"""The ten-line form of a two-player game: `matrix` in place of issues and payoffs.

Each player decides one issue that bears the player's own name; its payoff is one term called `matrix`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping as AnyMapping
from itertools import pairwise
from typing import Any

from negotiate.language.binding.binder import Binder
from negotiate.language.text.nodes import TOP, Mapping, Node, Scalar, Spot, find, items_of
from negotiate.model.expressions import Expression, Number, Table
from negotiate.model.issues import Issue, Option
from negotiate.model.players import Player
from negotiate.model.terms import Term
from negotiate.problems import listed, nearest


def bind_matrix_issues(binder: Binder) -> None:
    """Players (row and column, unless the file names them) and the issue that each decides."""
    document = binder.document
    key = next((word for word in ("issues", "payoffs", "prefers", "ranking") if getattr(document, word)), "")
    if key:
        binder.wrong_key(TOP / key, "matrix-and-more", f"`{key}` and `matrix` exclude one another")
    rows, columns = _labels(binder)
    if not _two_players(binder) or not columns:
        binder.broken.add("issues")
        return
    for player, labels in zip(binder.players.values(), (rows, columns), strict=False):
        options = tuple(Option(label, label) for label in labels)
        binder.issues[player.id] = Issue(player.id, player.name, options, (player.id,))


def _two_players(binder: Binder) -> bool:
    """Whether the two players are known; where they are not, nobody is asked for the issues that bear their names."""
    named, lost = _named_elsewhere(binder), "players" in binder.broken
    written = find(binder.root, TOP / "players")
    if not binder.players and not lost and set(named) <= {"row", "column"}:
        binder.players = {key: Player(key, key) for key in ("row", "column")}
    if len(binder.players) == 2 or lost:
        return len(binder.players) == 2
    if not binder.players:
        names = f"[{', '.join(named)}]" if len(named) == 2 else "[one, other]"
        hint = f"write `players: {names}`, the rows' player first; without it they are called `row` and `column`"
        binder.wrong_key(TOP / "matrix", "missing-key", "the key `players` is missing", hint)
        binder.broken.add("players")
    elif not (isinstance(written, Mapping) and set(written.keys) & binder.broken):
        binder.wrong_key(TOP / "players", "matrix-players", "a matrix is a game of two players")
    return False


def _named_elsewhere(binder: Binder) -> list[str]:
    """The players of whom the file speaks where it does not say who they are."""
    document = binder.document
    moving = [step.player for step in document.protocol if step.player]
    named = [*document.status_quo, *document.payoffs, *document.prefers, *document.ranking, *moving, *document.briefs]
    return [name for name in dict.fromkeys(named) if name not in ("public", "teacher")]


def _labels(binder: Binder) -> tuple[list[str], list[str]]:
    """The rows, and the columns as most rows have them; rows that differ are noted."""
    table = binder.document.matrix or {}
    written = find(binder.root, TOP / "matrix")
    rows = list(written.keys) if isinstance(written, Mapping) else list(table)  # with those that could not be read
    columns = _usual(table)
    for row, cells in table.items():
        unknown = cells.keys() - set(columns)
        whose = "the other rows have" if len(rows) > 2 else "the first row has"
        for column in (column for column in cells if column in unknown):
            message, hint = f"{whose} no column `{column}`, but {listed(columns)}", nearest(column, columns)
            binder.wrong_key(TOP / "matrix" / row / column, "matrix-columns", message, hint)
        missing = [column for column in columns if column not in cells]
        if missing and not unknown:
            message = f"row `{row}` has no column `{missing[0]}`"
            binder.wrong_key(TOP / "matrix" / row, "matrix-columns", message, "every row has the same columns")
    if not rows or (table and not columns):
        binder.wrong_key(TOP / "matrix", "empty", "a matrix has at least one row and one column")
    return rows, columns


def _usual(table: AnyMapping[str, AnyMapping[str, Any]]) -> list[str]:
    """The columns that most rows with any have; the first such row's, where none are more common."""
    written = [list(row) for row in table.values()]
    counts = Counter(frozenset(columns) for columns in written)
    return max(filter(None, written), key=lambda columns: counts[frozenset(columns)], default=[])


def bind_matrix_terms(binder: Binder) -> dict[str, dict[str, Term]]:
    """Player → its one term."""
    rows, columns = _labels(binder)
    keys = tuple(binder.players)
    result: dict[str, dict[str, Term]] = {key: {} for key in keys}
    for position, key in enumerate(keys if len(keys) == 2 else ()):
        cells = [_cell(binder, row, column, position) for row in rows for column in columns]
        table = Table(keys, (len(rows), len(columns)), tuple(cells))
        result[key]["matrix"] = Term(key, "matrix", table, None, "declared", written=f"matrix, number {position + 1}")
    return result


def _cell(binder: Binder, row: str, column: str, position: int) -> Expression:
    path = TOP / "matrix" / row / column
    cell = (binder.document.matrix or {}).get(row, {}).get(column)
    found = None
    if cell is not None and len(cell) != 2:
        message = f"a cell has one payoff a player: 2, not {len(cell)}"
        binder.wrong(path, "matrix-cell", message, _two_meant(binder, cell, path))
    elif cell is not None:
        found = binder.expression(cell[position], path / position)
    return found or Number(0.0)


def _two_meant(binder: Binder, cell: list[float | str], path: Spot) -> str:
    """What to write for two numbers between which no comma stands, or in which one stands for the point."""
    written = find(binder.root, path)
    if decimals := _decimals(items_of(written)):
        return f"a comma ends a number: did you mean {decimals}?"
    numbers = str(cell[0]).split() if len(cell) == 1 else []
    together = len(numbers) == 2 and all(re.fullmatch(r"[-+]?\d+(\.\d+)?", number) for number in numbers)
    return f"a comma is missing: write `[{', '.join(numbers)}]`" if together else ""


def _decimals(items: list[Node]) -> str:
    """The numbers that a comma without a space behind it cuts in two; nothing where that makes no two numbers."""
    numbers = [(item.text, item.place) for item in items if isinstance(item, Scalar)]
    if len(items) not in (3, 4) or len(numbers) < len(items):
        return ""
    cut = [
        f"{text}.{behind}"
        for (text, place), (behind, after) in pairwise(numbers)
        if re.fullmatch(r"[-+]?\d+", text) and behind.isdigit() and after.column == place.column + len(text) + 1
    ]
    pairs = cut[::2] if len(numbers) == 4 and len(cut) == 3 else cut
    return " and ".join(f"`{number}`" for number in pairs) if len(numbers) - len(pairs) == 2 else ""
