"""Times the set of equilibrium payoffs of a Cournot duopoly on a grid, beside QuantEcon's where
installed.

Run as ``OPENBLAS_NUM_THREADS=1 python benchmarks/payoff_set.py``; exits with 1 if ours takes more
than one and a half times as long as QuantEcon's, which is compiled before its time is taken.
Building the games is not included.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.repeated_game import RepeatedGame

GRIDS = (15, 30, 60, 100)
ALLOWED = 1.5
PATIENCE = 0.9


def best(work: Callable[[], int], times: int) -> tuple[float, int]:
    """The shortest of some runs in seconds, after one that does not count, and how many corners
    there are.
    """
    count, seconds = work(), []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), count


def by_quantecon(profit: np.ndarray) -> Callable[[], int]:
    """The algorithm of Abreu and Sannikov as compiled there."""
    peer: Any = import_module("quantecon.game_theory")
    game = peer.RepeatedGame(
        peer.NormalFormGame((peer.Player(profit), peer.Player(profit))), PATIENCE
    )
    return lambda: len(game.equilibrium_payoffs().vertices)


def main() -> int:
    """Print a line a grid."""
    slow = False
    for grid in GRIDS:
        own = np.arange(grid)
        profit = (grid - own[:, None] - own) * own[:, None] * 1.0
        game = RepeatedGame(NormalFormGame.from_arrays(profit, profit.T), PATIENCE)
        seconds, corners = best(lambda game=game: len(game.payoff_set()), 5)
        line = f"{grid:4} × {grid:<4} ours {1e3 * seconds:8.1f} ms, {corners} corners"
        if find_spec("quantecon"):
            peer, theirs = best(by_quantecon(profit), 5 if grid < 50 else 1)
            line += (
                f"; QuantEcon {1e3 * peer:8.1f} ms, {theirs} corners; ratio {seconds / peer:.2f}"
            )
            slow |= seconds > ALLOWED * peer
        print(line)
    game = RepeatedGame(game.stage.restrict([range(30), range(30)]), (0.9, 0.95))
    seconds, corners = best(lambda: len(game.payoff_set()), 1)
    print(f"  30 × 30   unequal patience {1e3 * seconds:8.1f} ms, {corners} corners")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
