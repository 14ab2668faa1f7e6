"""Times all equilibria of one game for two players beside QuantEcon's vertex enumeration, in one
run.

Random whole payoffs from 0 to 999; only games without ties at a vertex count, since QuantEcon's
list is for those. Our side proves that the list is whole and works out each equilibrium in whole
numbers; building the game is timed on both sides. Run as ``python benchmarks/vertex_enumeration.py
[sizes]`` where QuantEcon is installed; exits with 1 if a ratio is above 1.5 or the lists differ.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from negotiate.equilibrium.nash import table_of
from negotiate.equilibrium.nash.vertex_enumeration import corners
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.games.normal_form import NormalFormGame

GAMES = {8: 60, 10: 30, 12: 12, 15: 3}
ALLOWED = 1.5


Answer = TypeVar("Answer")


def timed(work: Callable[[], Answer], times: int) -> tuple[float, Answer]:
    """The least processor time of a few runs in milliseconds, and what came out."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        answer = work()
        taken.append(1e3 * (time.process_time() - start))
    return min(taken), answer


def ours(A: np.ndarray, B: np.ndarray) -> Solution:
    return solve(NormalFormGame.from_arrays(A, B), "vertex-enumeration")


def tied(A: np.ndarray, B: np.ndarray) -> bool:
    """Whether more constraints meet in a vertex than there are dimensions."""
    both = [corners(table_of(table)) for table in (A, B.T)]
    return any((side.tight != side.basis).any() for side in both)


def main() -> int:
    """Print a line a size."""
    import quantecon.game_theory as gt  # noqa: PLC0415 - a peer, there only for this comparison

    def theirs(A: np.ndarray, B: np.ndarray) -> list[tuple[np.ndarray, ...]]:
        return list(gt.vertex_enumeration(gt.NormalFormGame((gt.Player(A), gt.Player(B.T.copy())))))

    worst, differing = 0.0, 0
    sizes = [int(word) for word in sys.argv[1:]] or list(GAMES)
    print("median CPU milliseconds a game")
    for n in sizes:
        rng = np.random.default_rng(n)
        times: list[tuple[float, float]] = []
        skipped = 0
        while len(times) < GAMES.get(n, 3):
            A, B = rng.integers(0, 1000, (2, n, n)).astype(float)
            repeats = 3 if n < 15 else 1
            if not times:
                theirs(A, B), ours(A, B)  # the first call loads and compiles
            mine, solution = timed(lambda A=A, B=B: ours(A, B), repeats)
            if tied(A, B):
                skipped += 1
                continue
            other, listed = timed(lambda A=A, B=B: theirs(A, B), repeats)
            times.append((mine, other))
            differing += (not solution.complete) or len(listed) != len(solution.equilibria)
        mine, other = np.median(times, axis=0)
        ratio = float(np.median([a / b for a, b in times]))
        worst = max(worst, ratio)
        print(
            f"  {n:2} x {n:<2} ours {mine:8.2f}   QuantEcon {other:8.2f}   ratio {ratio:.2f}   "
            f"{skipped} with ties"
        )
    print(f"lists that differ: {differing}; worst ratio {worst:.2f}, at most {ALLOWED} wanted")
    return 0 if worst <= ALLOWED and not differing else 1


if __name__ == "__main__":
    sys.exit(main())
