"""Times the trade model: a batch of tariff pairs in one call, against one call a pair.

Run as ``python benchmarks/armington.py``; exits with 1 if the batch is not at least twenty times as
fast.
"""

import sys
import time
from collections.abc import Callable

import numpy as np

from negotiate.model.trade import Armington

PAIRS = 10_000
NEEDED = 20.0


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds of one run."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> int:
    """Print the two times and their ratio."""
    world = Armington.world_2017()
    us, cn = np.random.default_rng(2018).uniform(0.0, 60.0, (2, PAIRS))
    world.change(us[:100], cn[:100])  # the first call loads code
    batch = min(timed(lambda: world.change(us, cn)) for _ in range(5))
    singles = timed(
        lambda: [world.change(a, b) for a, b in zip(us.tolist(), cn.tolist(), strict=True)]
    )
    ratio = singles[0] / batch[0]
    print(f"{PAIRS:,} tariff pairs")
    for name, (wall, cpu) in (("one batch", batch), ("one call a pair", singles)):
        print(
            f"  {name:16} {wall:8.3f} s wall {cpu:8.3f} s processor {1e6 * wall / PAIRS:8.1f} µs a "
            "pair"
        )
    print(f"  ratio {ratio:.0f} (at least {NEEDED:.0f} wanted)")
    return 0 if ratio >= NEEDED else 1


if __name__ == "__main__":
    sys.exit(main())
