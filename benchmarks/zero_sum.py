"""Times an equilibrium of a zero-sum game beside the bare linear program it takes, in one run.

Ours is the whole way: building the game, seeing that it is zero-sum, normalising, one program, polish and check. The
bare program is SciPy's `linprog` by interior points, on the same payoffs. Run as ``python benchmarks/zero_sum.py
[sizes]``; exits with 1 if a game of 1000 takes more than 1.2 times as long, or a regret is above 1e-9 of the range.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.registry import solve

GAMES = {100: 10, 500: 3, 1000: 1}
ALLOWED, REGRET, FROM = 1.2, 1e-9, 1000


def bare(A: np.ndarray) -> float:
    """Processor seconds of the program alone."""
    from scipy.optimize import linprog  # noqa: PLC0415 - timed without loading it

    start = time.process_time()
    linprog(np.full(A.shape[1], -1.0), A + 1.0, np.ones(A.shape[0]), method="highs-ipm")
    return time.process_time() - start


def main() -> int:
    """Print a line a size."""
    bad = False
    bare(np.eye(3))
    solve(NormalFormGame.from_arrays(np.eye(3), -np.eye(3)), "linear-program")
    for n in [int(word) for word in sys.argv[1:]] or list(GAMES):
        rng, ratios, worst = np.random.default_rng(n), [], 0.0
        for _ in range(GAMES.get(n, 1)):
            A = rng.random((n, n))
            alone = bare(A)
            start = time.process_time()
            (found,) = solve(NormalFormGame.from_arrays(A, -A), "linear-program").profiles
            ratios.append((time.process_time() - start) / alone)
            worst = max(worst, found.regret / float(A.max() - A.min()))
        ratio = float(np.median(ratios))
        bad |= worst > REGRET or (n >= FROM and ratio > ALLOWED)
        print(f"  {n:4} x {n:<4} bare {alone:7.3f} s   ratio {ratio:.2f}   regret {worst:.1e} of the range")
    print(f"at most {ALLOWED} wanted at {FROM}, and a regret below {REGRET:.0e}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
