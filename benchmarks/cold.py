"""Times every command on every shipped scenario, each as a whole new process with all that it has
to load.

Run as ``OPENBLAS_NUM_THREADS=1 python benchmarks/cold.py [--commands solve,tree] [--scenarios
kuhn,europe/] [--limit 60]``; a scenario is meant by any part of its name. It prints processor
seconds, the largest first, and exits with 1 if a command takes more than three or ends in a fault.
Exit codes other than 0 are told: a scenario without rankings has no `stability`, say. All of it
takes half an hour. One run that does not count leaves compiled modules behind.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile

from negotiate.language.library import shipped

COMMANDS = (
    *(
        "show",
        "check",
        "test",
        "solve",
        "tree",
        "deal",
        "deal --why",
        "deal --prices",
        "stability",
        "simulate",
    ),
    *(
        "compare",
        "whatif",
        "report",
        "kit",
        "explain nash-equilibrium",
        "explain subgame-perfect-equilibrium",
        "play",
    ),
)
ALLOWED = 3.0  # seconds
LARGEST = 40
FAULT = 70


def asked(command: str, scenario: str) -> list[str]:
    """A command line without its program, such as of `deal --why`."""
    word, *rest = command.split()
    if word == "explain":
        return [word, *rest, scenario]
    return [word, scenario, *rest, *(["--auto", "1"] if word == "play" else [])]


def run(arguments: list[str], limit: int, folder: str) -> tuple[float, int]:
    """The processor seconds of a new process, and its exit code; below zero where it was stopped at
    the limit.
    """
    environment = {
        key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(
        [sys.executable, "-m", "negotiate", *arguments],
        env=environment,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)),
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, ended.returncode


def main() -> int:
    """Print the largest, what each command takes altogether, and how many are above what is
    allowed.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--commands", default=",".join(COMMANDS))
    parser.add_argument("--scenarios", default="")
    parser.add_argument("--limit", type=int, default=60)
    given = parser.parse_args()
    parts, commands = given.scenarios.split(","), given.commands.split(",")
    names = [name for name in shipped() if any(part in name for part in parts)]
    found: list[tuple[float, int, str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        for command in commands:
            run(asked(command, names[0]), given.limit, folder)
            found += [
                (*run(asked(command, name), given.limit, folder), command, name) for name in names
            ]
    found.sort(reverse=True)
    print("seconds  exit code  command")
    for seconds, code, command, name in found[:LARGEST]:
        print(f"{seconds:7.2f}  {code:9}  {' '.join(asked(command, name))}")
    for command in commands:
        taken = [seconds for seconds, _, one, _ in found if one == command]
        print(
            f"{command:38} {sum(taken):7.1f} s on {len(taken)} scenarios, {max(taken):6.2f} at most"
        )
    slow = [seconds for seconds, *_ in found if seconds > ALLOWED]
    faults = [" ".join(asked(command, name)) for _, code, command, name in found if code == FAULT]
    print(f"{len(slow)} of {len(found)} take more than {ALLOWED:g} s, {sum(slow):.1f} s altogether")
    print(f"{len(faults)} end in a fault: {faults}")
    return int(bool(slow or faults))


if __name__ == "__main__":
    sys.exit(main())
