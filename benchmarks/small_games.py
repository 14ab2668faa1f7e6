"""Times all equilibria of many small games: one batch here, game after game with QuantEcon, nashpy
and pygambit.

Run as ``python benchmarks/small_games.py [games]``. It counts CPU seconds of one thread, with
everything warm and the building of games included on all sides, and tells how many extreme
equilibria each peer misses. A peer that is not installed is left out (``pip install -e
'.[peers,fast]'`` brings them). Exits with 1 if a ratio is below what is wanted.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is loaded

import importlib.util
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

import negotiate
from negotiate.equilibrium.kernels import compiled

REPEATS = 3
SLOW = 200
"""Games that are given to slow peers."""

Equilibria = list[tuple[float, ...]]
"""Both strategies in a row, rounded."""


class Peer(NamedTuple):
    """One way to solve games, one after the other."""

    name: str
    module: str
    games: int | None
    solve: Callable[[np.ndarray, np.ndarray], Iterable[tuple[np.ndarray, np.ndarray]]]


class Wanted(NamedTuple):
    """How many times as fast as a peer a road of ours is to be."""

    plain: float
    compiled: float


def by_quantecon(A: np.ndarray, B: np.ndarray) -> Iterable[tuple[np.ndarray, np.ndarray]]:
    from quantecon import game_theory  # noqa: PLC0415 - a peer that may be missing

    return game_theory.support_enumeration(
        game_theory.NormalFormGame([game_theory.Player(A), game_theory.Player(B.T.copy())])
    )


def by_nashpy(A: np.ndarray, B: np.ndarray) -> Iterable[tuple[np.ndarray, np.ndarray]]:
    import nashpy  # noqa: PLC0415 - slow to import

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(nashpy.Game(A - A.min() + 1, B - B.min() + 1).vertex_enumeration())


def by_pygambit(A: np.ndarray, B: np.ndarray) -> Iterable[tuple[np.ndarray, np.ndarray]]:
    import pygambit  # noqa: PLC0415 - a peer that may be missing

    game = pygambit.StrategicGame.from_arrays(A, B)
    found = pygambit.nash.enummixed_solve(game, rational=False).equilibria
    sizes = dict(zip(("1", "2"), A.shape, strict=True))
    x, y = ([[float(e[p][str(s + 1)]) for s in range(n)] for e in found] for p, n in sizes.items())
    return list(zip(map(np.array, x), map(np.array, y), strict=True))


PEERS = (
    Peer("QuantEcon support enumeration", "quantecon", None, by_quantecon),
    Peer("nashpy vertex enumeration", "nashpy", SLOW, by_nashpy),
    Peer("pygambit enummixed, floats", "pygambit", SLOW, by_pygambit),
)
WANTED = {
    (3, "QuantEcon support enumeration"): Wanted(5.0, 15.0),
    (4, "QuantEcon support enumeration"): Wanted(2.5, 6.0),
    (3, "nashpy vertex enumeration"): Wanted(100.0, 100.0),
    (4, "nashpy vertex enumeration"): Wanted(100.0, 100.0),
}


def one_processor() -> None:
    """Keep this process to one processor, where the system lets it, so that CPU seconds are those
    of one thread.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """CPU seconds of the best of some runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def keys(pairs: Iterable[tuple[np.ndarray, np.ndarray]]) -> set[tuple[float, ...]]:
    return {tuple((np.concatenate(pair).round(6) + 0.0).tolist()) for pair in pairs}


def compared(peer: Peer, games: np.ndarray, ours: dict[str, float]) -> bool:
    """Print a peer's line, and say whether we are as fast as wanted."""
    some = games[: peer.games]
    found = [keys(peer.solve(A, B)) for A, B in some[: min(len(some), 2000)]]
    took = seconds(lambda: [peer.solve(A, B) for A, B in some], 1 if peer.games else REPEATS) / len(
        some
    )
    known = negotiate.solve_batch(some[: len(found)]).to_arrays()
    every: list[set[tuple[float, ...]]] = [set() for _ in found]
    for game, *pair in zip(known.game.tolist(), known.row, known.column, strict=True):
        every[game] |= keys([(pair[0], pair[1])])
    missed = sum(len(ours_ - theirs) for ours_, theirs in zip(every, found, strict=True))
    short = sum(bool(ours_ - theirs) for ours_, theirs in zip(every, found, strict=True))
    print(
        f"  {peer.name:32} {1 / took:10,.0f} games/s   misses {missed / sum(map(len, every)):4.0%} "
        "of the equilibria,"
        f" some in {short / len(found):4.0%} of the games"
    )
    wanted, good = WANTED.get((games.shape[2], peer.name)), True
    for road, own in ours.items():
        goal = getattr(wanted, road, 0.0)
        good &= took / own >= goal
        print(
            f"    {took / own:8.1f} times as fast, {road}"
            + (f" (at least {goal:g} wanted)" if goal else "")
        )
    return good


def main() -> int:
    """Print all figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    one_processor()
    roads = {"plain": False} | ({"compiled": True} if compiled.usable() else {})
    peers = [peer for peer in PEERS if importlib.util.find_spec(peer.module) is not None]
    good = True
    for size in (3, 4):
        for high in (3, 999):
            games = (
                np.random.default_rng([size, high])
                .integers(0, high + 1, (count, 2, size, size))
                .astype(float)
            )
            print(f"{count:,} games of {size} × {size}, whole payoffs from 0 to {high}")
            ours = {}
            for road, asked in roads.items():
                found = negotiate.solve_batch(
                    games, compiled=asked
                )  # the first call prepares tables, and may compile
                ours[road] = (
                    seconds(
                        lambda asked=asked, games=games: negotiate.solve_batch(
                            games, compiled=asked
                        )
                    )
                    / count
                )
                told = f"{1 / ours[road]:10,.0f} games/s   {len(found.arrays.game):,} equilibria"
                print(f"  {f'solve_batch, {road}':32} {told}")
            for peer in peers:
                peer.solve(*games[0])
                good &= compared(peer, games, ours)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
