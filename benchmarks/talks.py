"""Times 1,000 simulated talks of 100 rounds beside NegMAS's loop, in one run.

Run with ``OPENBLAS_NUM_THREADS=1 python benchmarks/talks.py`` where NegMAS is installed; exits with
1 if a thousand talks are not at least ten times as fast. CPU seconds of one thread, building the
problem and the agents included on both sides, after one talk that loads code. Three issues of ten
options; in the first table the two want the opposite and ask for more than there is, so that every
talk lasts for all of its rounds; in the second their wishes are drawn at random.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.talks import simulated_talks

ISSUES, OPTIONS, ROUNDS, RUNS, PEER_RUNS = 3, 10, 100, 1_000, 20
NEEDED = 10.0
PAIRS = (("boulware", "boulware"), ("boulware", "conceder"), ("linear", "linear"))
THEIRS = {
    "boulware": "BoulwareTBNegotiator",
    "conceder": "ConcederTBNegotiator",
    "linear": "LinearTBNegotiator",
}

Worth = np.ndarray


def opposed() -> tuple[Worth, float]:
    """What one likes the other dislikes, and both want more than half."""
    first = np.tile(np.linspace(0, 1, OPTIONS), (ISSUES, 1)) / ISSUES
    return np.stack([first, 1 / ISSUES - first]), 0.55


def drawn() -> tuple[Worth, float]:
    """Random wishes of random weight."""
    rng = np.random.default_rng(1)
    return rng.random((2, ISSUES, OPTIONS)) * rng.dirichlet(np.ones(ISSUES), 2)[:, :, None], 0.2


def ours(worth: Worth, apart: float, pair: tuple[str, str], runs: int) -> tuple[float, float]:
    """Share of talks that agree, and rounds on average."""
    packages = np.array(list(itertools.product(range(OPTIONS), repeat=ISSUES)))
    payoffs = worth[:, np.arange(ISSUES), packages].sum(axis=2)
    problem = BargainingProblem.from_arrays(payoffs, [apart, apart])
    found = simulated_talks(problem, pair, rounds=ROUNDS, runs=runs)
    return found.agreed.mean, float((-(-found.endings // 2)).mean())


def negmas(worth: Worth, apart: float, pair: tuple[str, str], runs: int) -> tuple[float, float]:
    """The same by NegMAS."""
    peer: Any = import_module("negmas")
    kinds: Any = import_module("negmas.sao")
    utility = import_module("negmas.preferences").LinearAdditiveUtilityFunction
    agreed, rounds = 0, 0
    for _ in range(runs):
        issues = [peer.make_issue(OPTIONS, f"issue {k}") for k in range(ISSUES)]
        mechanism = peer.SAOMechanism(issues=issues, n_steps=ROUNDS)
        for p, name in enumerate(pair):
            values = [dict(enumerate(row.tolist())) for row in worth[p]]
            likes = utility(
                values=values, weights=[1.0] * ISSUES, issues=issues, reserved_value=apart
            )
            mechanism.add(getattr(kinds, THEIRS[name])(name=f"player {p}"), preferences=likes)
        state = mechanism.run()
        agreed += state.agreement is not None
        rounds += state.step
    return agreed / runs, rounds / runs


def timed(work: Callable[[], tuple[float, float]]) -> tuple[float, tuple[float, float]]:
    """Processor seconds of one run, and its result."""
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def main() -> int:
    """Print a line a table and pair of agents."""
    worst = float("inf")
    print(
        f"milliseconds of CPU a talk of at most {ROUNDS} rounds: ours over {RUNS:,} talks, "
        f"NegMAS's over {PEER_RUNS}"
    )
    print(
        f"{'table':10}{'agents':22}{'ours':>9}{'agree':>7}{'rounds':>8}{'NegMAS':>10}{'agree':>7}{'rounds':>8}{'ratio':>9}"
    )
    for name, (worth, apart) in {"opposed": opposed(), "drawn": drawn()}.items():
        for pair in PAIRS:
            ours(worth, apart, pair, 2)
            negmas(worth, apart, pair, 1)
            own, (agreed, rounds) = timed(lambda: ours(worth, apart, pair, RUNS))  # noqa: B023 - called at once
            peer, (theirs, steps) = timed(lambda: negmas(worth, apart, pair, PEER_RUNS))  # noqa: B023 - called at once
            mine, other = 1e3 * own / RUNS, 1e3 * peer / PEER_RUNS
            worst = min(worst, other / mine)
            line = f"{name:10}{'/'.join(pair):22}{mine:9.4f}{agreed:7.2f}{rounds:8.1f}"
            print(f"{line}{other:10.2f}{theirs:7.2f}{steps:8.1f}{other / mine:8.0f}x", flush=True)
    print(f"the smallest ratio is {worst:.0f} (at least {NEEDED:.0f} wanted)")
    return 0 if worst >= NEEDED else 1


if __name__ == "__main__":
    sys.exit(main())
