"""Times the agreement zone, the frontier and all points of big bargaining problems, beside NegMAS
where installed.

Run with ``OPENBLAS_NUM_THREADS=1 python benchmarks/bargaining.py [--full]``; exits with 1 if NegMAS
is not beaten eight times over where it is asked as its users ask it, if more than 300 MB are in
use, or if a frontier of 10**9 packages takes two seconds. CPU seconds of one thread, one warm-up
before; building the problem is included on both sides.

From tables: payoffs add up over five or six issues of ten options. NegMAS goes through its utility
functions (`pareto_frontier`, then its four points); ours lays all packages out, counts the zone and
finds seven points. From arrays: payoffs of every package are there already, and NegMAS is given the
fastest road it has (`pareto_frontier_numpy`), which pays for each point of the frontier: few where
payoffs are unrelated, many where what one gains another loses. The latter takes it a minute with
10**6 packages and is done with `--full` only.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from negotiate.bargaining.packages import Block
from negotiate.bargaining.points.solutions import points_of
from negotiate.bargaining.problem import BargainingProblem

NEEDED = 8.0
MEGABYTES = 300.0
SECONDS = 2.0
LEAST = 0.3
DEEP = ((9, 10), (30, 2), (15, 4))

Array = np.ndarray


def spent(work: Callable[[], int]) -> tuple[float, int]:
    """CPU seconds of one run, and what it counted."""
    start = time.process_time()
    count = work()
    return time.process_time() - start, count


def peak(work: Callable[[], int]) -> float:
    """The most memory that arrays take meanwhile, in MB."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def answered(problem: BargainingProblem) -> int:
    """Zone, frontier and all points; how many points the frontier has."""
    problem.zone()
    points_of(problem)
    return len(problem.frontier())


def laid_out(tables: Array) -> Array:
    """What every package is worth, from what each option is, shape (issues, players, options)."""
    total = np.zeros((tables.shape[1], 1))
    for table in tables:
        total = (total[:, :, None] + table[:, None, :]).reshape(len(total), -1)
    return total


def by_functions(tables: Array, least: Array) -> int:
    """NegMAS from utility functions."""
    negmas: Any = import_module("negmas")
    ops: Any = import_module("negmas.preferences.ops")
    table: Any = import_module("negmas.preferences.value_fun").TableFun
    issues = [negmas.make_issue(tables.shape[2], f"issue {k}") for k in range(len(tables))]
    space = negmas.make_os(issues)
    wishes = [
        negmas.preferences.LinearAdditiveUtilityFunction(
            {
                f"issue {k}": table(dict(enumerate(tables[k, player].tolist())))
                for k in range(len(tables))
            },
            outcome_space=space,
            reserved_value=float(least[player]),
        )
        for player in range(tables.shape[1])
    ]
    frontier, _ = ops.pareto_frontier(wishes, issues=issues)
    ranges = [wish.minmax(space, above_reserve=False) for wish in wishes]
    for point in (ops.nash_points, ops.kalai_points, ops.ks_points, ops.max_welfare_points):
        point(wishes, frontier, ranges=ranges)
    return len(frontier)


def by_arrays(payoffs: Array) -> int:
    """The frontier alone, by the fastest road that NegMAS has."""
    ops: Any = import_module("negmas.preferences.ops")
    points = payoffs.T
    inside = points[(points >= LEAST).all(axis=1)]
    return len(ops.pareto_frontier_numpy(inside))


def drawn(law: str, players: int, packages: int) -> Array:
    """Random payoffs of every package."""
    random = np.random.default_rng(players)
    if law == "unrelated":
        return random.random((players, packages))
    points = np.abs(random.normal(size=(players, packages)))
    return points / np.linalg.norm(points, axis=0) * random.uniform(0.9, 1.0, packages)


def against_functions(players: int, issues: int, peer: bool) -> bool:
    """One line from tables; whether it is fast and small enough."""
    tables = np.random.default_rng(issues).random((issues, players, 10))
    least = tables.mean(axis=2).sum(axis=0)

    def ours() -> int:
        return answered(BargainingProblem.from_arrays(laid_out(tables), least))

    return told(
        f"tables, 10**{issues}",
        players,
        ours,
        (lambda: by_functions(tables, least)) if peer else None,
        NEEDED,
    )


def against_arrays(law: str, players: int, packages: int, peer: bool) -> bool:
    """One line from arrays."""
    payoffs = drawn(law, players, packages)

    def ours() -> int:
        return answered(BargainingProblem.from_arrays(payoffs, np.full(players, LEAST)))

    name = f"arrays, 10**{len(str(packages)) - 1}, {law}"
    return told(name, players, ours, (lambda: by_arrays(payoffs)) if peer else None, 1.0)


def told(
    name: str,
    players: int,
    ours: Callable[[], int],
    theirs: Callable[[], int] | None,
    needed: float,
) -> bool:
    """Time both and print a line."""
    taken, count = min(spent(ours) for _ in range(3))
    most = peak(ours)
    line = f"{name:28}{players:8}{count:10,}{taken:10.3f}{most:8.0f}"
    if theirs is None:
        print(line, flush=True)
        return most < MEGABYTES
    longer, also = spent(theirs)
    print(f"{line}{also:12,}{longer:10.3f}{longer / taken:8.1f}", flush=True)
    return most < MEGABYTES and longer / taken >= needed


def deep(players: int, issues: int, options: int, kind: str) -> bool:
    """One line for packages that nobody lays out."""
    random = np.random.default_rng(options)
    tables = random.random((issues, players, options))
    if kind == "opposed":  # each issue's options lie near a sphere
        tables = np.abs(random.normal(size=tables.shape))
        tables = (
            tables / np.linalg.norm(tables, axis=1, keepdims=True) * random.random((issues, 1, 1))
        )
    if kind == "points":
        tables = np.rint(100 * tables)
    least = tables.mean(axis=2).sum(axis=0)
    like = BargainingProblem.from_arrays(np.zeros((players, 1)), least)
    blocks = tuple(Block(table, np.ones(options, dtype=bool)) for table in tables)

    def ours() -> int:
        problem = replace(like, blocks=blocks)
        points_of(problem)
        return len(problem.frontier())

    taken, count = spent(ours)
    most = peak(ours)
    print(
        f"{f'{options}**{issues}, {kind}':28}{players:8}{count:10,}{taken:10.3f}{most:8.0f}",
        flush=True,
    )
    return taken < SECONDS and most < MEGABYTES


def main() -> int:
    peer, full = find_spec("negmas") is not None, "--full" in sys.argv
    answered(BargainingProblem.from_arrays(drawn("unrelated", 2, 1_000), [LEAST] * 2))  # warm up
    if peer:
        by_functions(np.random.default_rng(0).random((2, 2, 10)), np.zeros(2))
    print(
        "zone, frontier and all points; CPU seconds, and MB in arrays"
        + (", then NegMAS" if peer else "")
    )
    print(f"{'':28}{'players':>8}{'frontier':>10}{'seconds':>10}{'MB':>8}", end="")
    print(f"{'frontier':>12}{'seconds':>10}{'ratio':>8}" if peer else "")
    good = [against_functions(players, issues, peer) for issues in (5, 6) for players in (2, 3)]
    for packages in (10**5, 10**6):
        for law in ("unrelated", "opposed"):
            both = peer and (full or law == "unrelated" or packages < 10**6)
            good += [against_arrays(law, players, packages, both) for players in (2, 3)]
    for kind in ("points", "fractions", "opposed"):
        good += [
            deep(players, issues, options, kind) for issues, options in DEEP for players in (2, 3)
        ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
