"""Runs as rows of CSV: one row a run, and in a second table one row for each strategy that an
equilibrium plays.

Numbers have every digit that counts, and a number that there is not is an empty cell. A text that a
spreadsheet would run as a formula gets an apostrophe before it; who reads the rows here gets the
text without it.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.report.plain import no_formula, with_formula
from negotiate.whatif.answers import PROFILES

if TYPE_CHECKING:
    from negotiate.whatif.engine import Block

RUN = "run"
"""The first column: the number of a run, counted from 1."""
EQUILIBRIA = (RUN, "equilibrium", "player", "strategy", "probability", "payoff")
"""The columns of the second table."""
WHOLE = EQUILIBRIA[:2]
"""Columns of whole numbers."""


def line(cells: Iterable[object]) -> str:
    """One row."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(cells)
    return stream.getvalue()


def rows_of(block: Block, columns: Sequence[str]) -> str:
    """A row a run: its number, what varied, and these columns of what was watched."""
    values = [*block.points.values(), *(block.answers[name] for name in columns)]
    cells = zip(map(str, _runs(block)), *map(_cells, values), strict=True)
    return "\n".join(map(",".join, cells)) + "\n"


def equilibria_of(block: Block) -> str:
    """A row for each strategy that a player plays in an equilibrium of a run."""
    word = cache(_word)
    return "".join(
        f"{run},{number},{player},{word(strategy)},{odds!r},{payoff!r}\n"
        for run, played in zip(_runs(block), block.answers[PROFILES], strict=True)
        for number, player, strategy, odds, payoff in played
    )


def read_rows(file: IO[str], texts: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Rows as they were before they were written.

    Parameters
    ----------
    file : file
        At its beginning, opened with `newline=""`.
    texts : sequence of int
        The places of the columns that hold texts; all others hold numbers, NaN where a cell is
        empty.
    """
    reader = csv.reader(file)
    names = next(reader, [])
    of_column = [
        with_formula if k in texts else int if name in WHOLE else _number
        for k, name in enumerate(names)
    ]
    for row in reader:
        yield {name: read(cell) for name, read, cell in zip(names, of_column, row, strict=True)}


def _number(cell: str) -> float:
    return float(cell or "nan")


def json_line(row: dict[str, Any]) -> str:
    """A row as one line of JSON; a number that there is not is null."""
    known = {
        k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in row.items()
    }
    return json.dumps(known, ensure_ascii=True, allow_nan=False) + "\n"


def _runs(block: Block) -> range:
    return range(block.start + 1, block.start + block.count + 1)


def listed(values: Sequence[Any] | FloatArray) -> list[Any]:
    """Values as a list."""
    return values.tolist() if isinstance(values, np.ndarray) else list(values)


def _cells(values: Sequence[Any] | FloatArray) -> list[str]:
    """Values as cells of one column."""
    found = listed(values)
    if all(isinstance(value, float) for value in found):
        return ["" if value != value else repr(value) for value in found]  # NaN differs from itself
    words = {value: _word(value) for value in {*found}}
    return [words[value] for value in found]


def _word(value: object) -> str:
    """A text as a cell, between quotation marks where it has to be."""
    return line([no_formula(str(value))])[:-1]
