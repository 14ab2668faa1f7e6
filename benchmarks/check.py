"""Times `negotiate check` of the flagship as whole new processes, each with all that it has to
load.

Run as ``OPENBLAS_NUM_THREADS=1 python benchmarks/check.py``; exits with 1 if the median takes more
than half a second of processor time. One run that does not count leaves compiled modules behind, as
an installation does.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

FLAGSHIP = Path(__file__).parents[1] / "scenarios" / "us-china" / "beijing-2018.yaml"
ALLOWED = 0.5
TIMES = 5


def seconds_of(*arguments: str) -> float:
    """The processor time of one new Python process."""
    quiet = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, env=quiet, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Print the median of some runs, beside what loading the libraries alone takes."""
    check = ("-m", "negotiate", "check", str(FLAGSHIP))
    libraries = ("-c", "import numpy, pydantic, rich.console, typer, yaml")
    seconds_of(*check)
    runs = [seconds_of(*check) for _ in range(TIMES)]
    alone = statistics.median(seconds_of(*libraries) for _ in range(TIMES))
    taken = statistics.median(runs)
    print(
        f"check of the flagship {taken:.3f} s (from {min(runs):.3f} to {max(runs):.3f}); its "
        f"libraries {alone:.3f} s"
    )
    return int(taken > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
