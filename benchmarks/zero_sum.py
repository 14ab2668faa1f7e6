"""Times an equilibrium of a zero-sum game beside the bare linear program it takes, in one run.

Ours is the whole way that nobody named a method for: building the game, dominance, seeing that it
is zero-sum, one program, polish and check. The bare program is SciPy's `linprog` on the same
payoffs, as HiGHS chooses and by interior points, the quicker of the two. Run as ``python
benchmarks/zero_sum.py [sizes]``; exits with 1 if the whole way takes longer, or a regret is above
1e-9 of the range.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from negotiate.equilibrium.registry import solve
from negotiate.games.normal_form import NormalFormGame

GAMES = {100: 10, 500: 3, 1000: 1}
ALLOWED, REGRET = 1.0, 1e-9


def bare(A: np.ndarray) -> float:
    """Processor seconds of the program alone, by the quicker method."""
    from scipy.optimize import linprog  # noqa: PLC0415 - timed without loading it

    taken = []
    for method in ("highs", "highs-ipm"):
        start = time.process_time()
        linprog(np.full(A.shape[1], -1.0), A + 1.0, np.ones(A.shape[0]), method=method)
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> int:
    """Print a line a size."""
    bad = False
    bare(np.eye(3))
    solve(
        NormalFormGame.from_arrays(np.eye(3), -np.eye(3)), "linear-program"
    )  # loads what is loaded once
    for n in [int(word) for word in sys.argv[1:]] or list(GAMES):
        rng, ratios, worst = np.random.default_rng(n), [], 0.0
        for _ in range(GAMES.get(n, 1)):
            A = rng.random((n, n))
            alone = bare(A)
            start = time.process_time()
            (found,) = solve(NormalFormGame.from_arrays(A, -A)).profiles
            ratios.append((time.process_time() - start) / alone)
            worst = max(worst, found.regret / float(A.max() - A.min()))
        ratio = float(np.median(ratios))
        bad |= worst > REGRET or ratio > ALLOWED
        print(
            f"  {n:4} x {n:<4} bare {alone:7.3f} s   ratio {ratio:.2f}   regret {worst:.1e} of the "
            "range"
        )
    print(f"at most {ALLOWED} wanted, and a regret below {REGRET:.0e}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
