"""Draws cases for some minutes and judges the answers: `python -m tests.truth`; 1 if one was wrong.

It prints its seed, and what a wrong case is called: `--case NAME` asks and judges that one again.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter

from tests.truth.every import KINDS
from tests.truth.kinds import tried


def main() -> int:
    """Read the command line; each kind gets the same share of the time."""
    parser = argparse.ArgumentParser(prog="python -m tests.truth", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", default=str(random.SystemRandom().randrange(10**6)))
    parser.add_argument("--case", default="", help="ask and judge this one again: SEED.NUMBER/KIND")
    asked = parser.parse_args()
    if asked.case:
        name, _, called = asked.case.partition("/")
        said = tried(next(kind for kind in KINDS if kind.name == called), name)
        print(said.wrong or "nothing was wrong")
        return 1 if said.wrong else 0
    print(f"seed {asked.seed}", flush=True)
    for kind in KINDS:
        if kind.missing:
            print(f"skipped, as {', '.join(kind.missing)} is not here: {kind.name}")
    here = [kind for kind in KINDS if not kind.missing]
    spent, counts, wrong, unknown = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    end = time.monotonic() + 60 * asked.minutes
    while time.monotonic() < end:
        kind = min(here, key=lambda one: spent[one.name])
        name, begun = f"{asked.seed}.{counts[kind.name]}", time.process_time()
        said = tried(kind, name)
        spent[kind.name] += time.process_time() - begun
        counts[kind.name] += 1
        unknown[kind.name] += not said.complete
        if said.wrong:
            wrong[kind.name] += 1
            print(
                f"{said.wrong[:300]}\n    python -m tests.truth --case '{name}/{kind.name}'",
                flush=True,
            )
    print(f"{'':52}{'tried':>8}{'wrong':>8}{'not known to be complete':>26}")
    for kind in here:
        print(f"{kind.name:52}{counts[kind.name]:8,}{wrong[kind.name]:8,}{unknown[kind.name]:26,}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
