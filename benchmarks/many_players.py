"""Times all equilibria of small games of three players and more, beside pygambit's `enumpoly_solve`
where installed.

Run with ``OPENBLAS_NUM_THREADS=1 python benchmarks/many_players.py [games]``. Payoffs are random
without ties, so that the number of equilibria is odd (Wilson 1971): a list of even length is short.
Building the game is included.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from negotiate.equilibrium.registry import solve
from negotiate.games.normal_form import NormalFormGame

SHAPES = (
    (2, 2, 2),
    (2, 3, 2),
    (2, 3, 3),
    (3, 3, 3),
    (2, 2, 2, 2),
    (2, 2, 2, 2, 2),
    (2, 2, 2, 2, 2, 2),
    (4, 4, 4),
)
SLOW = 2_000  # profiles of supports: above it only one game in five


def by_gambit(payoffs: np.ndarray) -> int:
    """How many equilibria pygambit lists."""
    gambit: Any = import_module("pygambit")
    build = gambit.Game if hasattr(gambit.Game, "from_arrays") else gambit.StrategicGame
    return len(
        gambit.nash.enumpoly_solve(build.from_arrays(*payoffs), use_strategic=True).equilibria
    )


def ours(payoffs: np.ndarray) -> tuple[int, bool]:
    """How many equilibria the solver of this project lists, and whether they are all."""
    solution = solve(NormalFormGame.from_arrays(*payoffs), "support-subdivision")
    return len(solution.equilibria), solution.complete


def measured(shape: tuple[int, ...], games: int, peer: bool) -> str:
    """One line of the table."""
    spent, counts, complete, short = np.zeros((games, 2)), np.zeros((games, 2), dtype=int), 0, 0
    for seed in range(games):
        payoffs = np.random.default_rng(seed).random((len(shape), *shape))
        start = time.process_time()
        counts[seed, 0], whole = ours(payoffs)
        middle = time.process_time()
        counts[seed, 1] = by_gambit(payoffs) if peer else 0
        spent[seed] = middle - start, time.process_time() - middle
        complete += whole
        short += counts[seed, 1] < counts[seed, 0]
    median, slowest = np.median(spent[:, 0]), spent[:, 0].max()
    line = f"{'x'.join(map(str, shape)):12}{games:6}{counts[:, 0].sum():8}{complete:10}"
    line += f"{median:10.3f}{slowest:10.3f}"
    even = (counts[:, 0] % 2 == 0).sum()
    return (
        line
        + f"{even:6}"
        + (f"   {counts[:, 1].sum():8}{short:7}{np.median(spent[:, 1]):10.3f}" if peer else "")
    )


def main() -> None:
    games = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    peer = find_spec("pygambit") is not None
    ours(np.random.default_rng(0).random((3, 2, 2, 2)))  # warm up
    print("CPU seconds a game, all equilibria of random games; ours, then pygambit's enumpoly")
    print(
        f"{'shape':12}{'games':>6}{'found':>8}{'complete':>10}{'median':>10}{'slowest':>10}{'even':>6}",
        end="",
    )
    print(f"   {'found':>8}{'short':>7}{'median':>10}" if peer else "")
    for shape in SHAPES:
        supports = int(np.prod([2**m - 1 for m in shape]))
        print(measured(shape, games if supports < SLOW else max(1, games // 5), peer), flush=True)


if __name__ == "__main__":
    main()
