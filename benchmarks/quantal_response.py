"""Times the path of quantal responses on random 10×10 games beside Gambit's.

Run from a checkout: `OPENBLAS_NUM_THREADS=1 python -m benchmarks.quantal_response`. CPU time of one
run, building the game included on both sides; both follow the principal branch until a Nash
equilibrium is near.
"""

from __future__ import annotations

from time import process_time

import numpy as np

from negotiate.equilibrium.kernels.logit_path import trace
from negotiate.equilibrium.registry import solve
from negotiate.games.normal_form import NormalFormGame, unit_payoffs

GAMES = 50


def timed(run: object, games: list[np.ndarray]) -> list[float]:
    """Milliseconds for each game."""
    assert callable(run)
    found = []
    for payoffs in games:
        start = process_time()
        run(payoffs)
        found.append(1e3 * (process_time() - start))
    return found


def answered(payoffs: np.ndarray) -> object:
    return solve(NormalFormGame.from_arrays(*payoffs), concept="quantal-response")


def followed(payoffs: np.ndarray) -> object:
    return list(trace(unit_payoffs(payoffs), [1024.0]))


def report(name: str, times: list[float]) -> None:
    print(
        f"{name:42}  median {np.median(times):7.2f} ms   mean {np.mean(times):7.2f} ms   slowest "
        f"{max(times):8.2f} ms"
    )


def main() -> None:
    rng = np.random.default_rng(0)
    games = list(rng.random((GAMES, 2, 10, 10)))
    answered(games[0])
    ours, path = timed(answered, games), timed(followed, games)
    print(f"{GAMES} random games of 10 × 10, CPU time")
    report("answer with checks and limit", ours)
    report("path alone, to precision 1,024", path)
    try:
        import pygambit  # noqa: PLC0415 - a heavy peer that need not be installed
    except ImportError:
        print("pygambit is not installed: `pip install -e '.[peers]'` brings it")
        return

    def gambit(payoffs: np.ndarray) -> object:
        return pygambit.nash.logit_solve(pygambit.StrategicGame.from_arrays(*payoffs))

    gambit(games[0])
    theirs = timed(gambit, games)
    report("pygambit's logit_solve", theirs)
    print(f"ratio of medians, theirs to our answer: {np.median(theirs) / np.median(ours):.2f}")
    print(f"ratio of means:                         {np.mean(theirs) / np.mean(ours):.2f}")


if __name__ == "__main__":
    main()
