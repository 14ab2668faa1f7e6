"""Times one equilibrium of large games for two players beside QuantEcon's Lemke-Howson, in one run.

Run with ``OPENBLAS_NUM_THREADS=1 python benchmarks/one_equilibrium.py [games]`` where QuantEcon is
installed. CPU seconds; building the game is included on both sides, and QuantEcon has compiled
before anything is timed. Its Lemke-Howson runs with ``capping=10``, as its documentation suggests.
The public call does more: it looks for dominated strategies first and lists all pure equilibria
where there are some, of which games with many ties have hundreds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from negotiate.equilibrium.nash.choice import one_equilibrium
from negotiate.equilibrium.nash.lemke_howson import by_paths
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.games.normal_form import NormalFormGame, payoff_range

SIZES = (100, 200, 500)
KINDS: dict[str, Callable[[np.random.Generator, int], np.ndarray]] = {
    "random": lambda rng, n: rng.random((2, n, n)),
    "integers 0..3": lambda rng, n: rng.integers(0, 4, (2, n, n)).astype(np.float64),
    "sparse 0/1": lambda rng, n: (rng.random((2, n, n)) < 3 / n).astype(np.float64),
}
GOOD = 1e-9  # of the payoff range

Strategies = tuple[np.ndarray, ...]
Way = Callable[[np.ndarray], Strategies]


def ours(solver: Callable[[NormalFormGame], Solution]) -> Way:
    """One of our ways, from bare arrays to strategies; no strategies where it found nothing."""

    def run(payoffs: np.ndarray) -> Strategies:
        return tuple(
            s
            for e in solver(NormalFormGame.from_arrays(*payoffs)).profiles[:1]
            for s in e.strategies
        )

    return run


def quantecon(payoffs: np.ndarray) -> Strategies:
    """QuantEcon's Lemke-Howson, from bare arrays to strategies."""
    game_theory: Any = import_module("quantecon.game_theory")

    players = (
        game_theory.Player(payoffs[0]),
        game_theory.Player(np.ascontiguousarray(payoffs[1].T)),
    )
    return tuple(game_theory.lemke_howson(game_theory.NormalFormGame(players), capping=10))


def is_equilibrium(payoffs: np.ndarray, strategies: Strategies) -> bool:
    """Whether nobody gains more than rounding: computed here, apart from any solver."""
    if len(strategies) != 2:
        return False
    x, y = strategies
    gains = np.array(
        [(payoffs[0] @ y).max() - x @ payoffs[0] @ y, (x @ payoffs[1]).max() - x @ payoffs[1] @ y]
    )
    mixtures = all((s >= 0).all() and abs(s.sum() - 1) < GOOD for s in strategies)
    return mixtures and bool((gains <= GOOD * np.maximum(payoff_range(payoffs), 1e-300)).all())


def main() -> None:
    games = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    ways: dict[str, Way] = {
        "QuantEcon": quantecon,
        "public call": ours(solve),
        "one, chosen": ours(one_equilibrium),
        "paths alone": ours(by_paths),
    }
    for run in ways.values():
        run(np.random.default_rng(0).random((2, 5, 5)))  # warm up
    print(f"{games} games a line; milliseconds of CPU, and how often the result is no equilibrium")
    columns = f"{'median':>8} {'90 %':>8} {'worst':>9} {'wrong':>6}  to QuantEcon's median"
    print(f"{'payoffs':14} {'n':>4}  {'way':12} {columns}")
    for kind, draw in KINDS.items():
        for n in SIZES:
            _line(kind, n, ways, [draw(np.random.default_rng(seed), n) for seed in range(games)])


def _line(kind: str, n: int, ways: dict[str, Way], drawn: list[np.ndarray]) -> None:
    spent: dict[str, list[float]] = {name: [] for name in ways}
    wrong = dict.fromkeys(ways, 0)
    for payoffs in drawn:
        for name, run in ways.items():
            begun = time.process_time()
            strategies = run(payoffs)
            spent[name].append(1e3 * (time.process_time() - begun))
            wrong[name] += not is_equilibrium(payoffs, strategies)
    yardstick = float(np.median(spent["QuantEcon"]))
    for name, times in spent.items():
        middle, most = (float(np.quantile(times, q)) for q in (0.5, 0.9))
        print(
            f"{kind:14} {n:4d}  {name:12} {middle:8.2f} {most:8.2f} {max(times):9.2f} "
            f"{wrong[name]:6d}"
            f"  {middle / yardstick:6.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
