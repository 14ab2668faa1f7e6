"""lrsnash as a program: games written out for it, and every extreme equilibrium read back in exact
fractions.

lrsnash belongs to lrslib (Avis, Rosenberg, Savani & von Stengel 2010, "Enumeration of Nash
equilibria for two-player games", Economic Theory 42) and works in exact arithmetic. One process
takes many files, so thousands of games a second are affordable.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

REQUIRED = "NEGOTIATE_REQUIRE_LRSNASH"
"""With this variable in the environment, a test that needs lrsnash fails where there is none and is
not skipped.
"""

FILES = 1000  # for one process: the names of more may not fit on a command line
SECONDS = 300

Number = int | Fraction
Matrix = Sequence[Sequence[Number]]
Strategy = tuple[Fraction, ...]
Pair = tuple[Strategy, Strategy]


def missing() -> bool:
    """Whether tests that need lrsnash are to be skipped."""
    return shutil.which("lrsnash") is None and REQUIRED not in os.environ


def extreme_equilibria(games: Sequence[tuple[Matrix, Matrix]]) -> list[list[Pair]]:
    """Every extreme equilibrium of each game, as lrsnash lists them."""
    found: list[list[Pair]] = []
    for start in range(0, len(games), FILES):
        found += _by_one_process(games[start : start + FILES])
    return found


def _by_one_process(games: Sequence[tuple[Matrix, Matrix]]) -> list[list[Pair]]:
    with TemporaryDirectory() as folder:
        names = [str(k) for k in range(len(games))]
        for name, game in zip(names, games, strict=True):
            Path(folder, name).write_text(written(*game), encoding="ascii")
        # `-s`: all files are games; without it, two of them would be taken for the halves of one in
        # an older format.
        run = subprocess.run(
            ["lrsnash", "-s", *names],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="ascii",
            check=True,
            timeout=SECONDS,
        )
    found = list(read(run.stdout))
    if len(found) != len(games):
        raise ValueError(
            f"{len(games)} games went to lrsnash and {len(found)} came "
            f"back:\n{run.stdout}{run.stderr}"
        )
    return found


def written(A: Matrix, B: Matrix) -> str:
    """One game as lrsnash reads it: the numbers of rows and columns, then both matrices row by
    row.
    """
    rows = [" ".join(str(entry) for entry in row) for matrix in (A, B) for row in matrix]
    return "\n".join([f"{len(A)} {len(A[0])}", *rows]) + "\n"


def read(text: str) -> Iterator[list[Pair]]:
    """What lrsnash prints for several games, a list for each.

    Lines that begin with 2 hold strategies of the second player, all of which go with the strategy
    of the first in the line after them, which begins with 1. The last number of a line is the other
    player's payoff. Remarks have a star.
    """
    pairs: list[Pair] = []
    seconds: list[Strategy] = []
    met = False
    for line in text.splitlines():
        if line.startswith("*Number of equilibria found:"):
            count = int(line.split()[-1])
            if count != len(pairs):
                raise ValueError(f"lrsnash counts {count} equilibria and lists {len(pairs)}")
            yield pairs
            pairs, seconds, met = [], [], False
        words = line.split()
        if not words or words[0] not in ("1", "2"):
            continue
        strategy = tuple(Fraction(word) for word in words[1:-1])
        if words[0] == "2":
            seconds, met = [*([] if met else seconds), strategy], False
        else:
            pairs += [(strategy, second) for second in seconds]
            met = True
