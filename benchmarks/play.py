"""Times the replay of a log of 100,000 events of talks between five, and tells the memory that it
takes.

Run with ``OPENBLAS_NUM_THREADS=1 python benchmarks/play.py``; exits with 1 if fewer than 25,000
events a second are played again. CPU seconds of one thread, after one replay that loads code; every
event is held against the rules.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from negotiate.play.table import replayed
from tests.play.test_log import long_log

EVENTS = 100_000
NEEDED = 25_000.0


def main() -> int:
    """Print events a second and the most memory of this process."""
    with tempfile.TemporaryDirectory() as folder:
        path = long_log(Path(folder) / "long.jsonl", EVENTS)
        replayed(path, 1_000)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        table = replayed(path, keep=False)
        pace = table.count / (time.process_time() - start)
        more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        print(
            f"{table.count:,} events, {path.stat().st_size / 1e6:.1f} MB: {pace:,.0f} a second, "
            f"{more:,} kB more"
        )
    return int(pace < NEEDED)


if __name__ == "__main__":
    sys.exit(main())
