"""Runs drawn cases for some minutes, each in a process of its own with a bound on its time: `python
-m tests.fuzzing`.

It prints its seed, and what a failing case is called: `--case NAME` runs that one again. The files
and the command lines of the first case of each fault are written into a folder.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import resource
import shlex
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import negotiate
from tests.fuzzing.lines import ALL, Case, case
from tests.fuzzing.running import PLACE, write, wrong_with

MEMORY = 4 * 2**30
"""Bytes that a case may take."""


def in_a_child(one: Case, folder: Path, seconds: int, port: int) -> None:
    """Run a case, and leave what was wrong in a file of its folder."""
    os.chdir(folder)
    tempfile.tempdir = str(folder)
    os.environ["NEGOTIATE_REPORT"] = "all"
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with (folder / "stack").open("w") as stack:
        faulthandler.register(signal.SIGXCPU, file=stack, all_threads=False, chain=True)
        for number, step in enumerate(one.steps):
            used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
            resource.setrlimit(resource.RLIMIT_CPU, (int(used) + seconds, resource.RLIM_INFINITY))
            (folder / "step").write_text(str(number))
            if found := wrong_with(step, port):
                (folder / "wrong").write_text(found)
                break


def fault_of(one: Case, seconds: int, port: int) -> str:
    """What a case runs into, or nothing."""
    folder = Path(tempfile.mkdtemp(prefix="fuzzing-"))
    write(one, folder)
    pid = os.fork()
    if not pid:
        try:
            in_a_child(one, folder, seconds, port)
        finally:
            os._exit(0)
    _, status = os.waitpid(pid, 0)
    try:
        if (folder / "wrong").exists():
            return (folder / "wrong").read_text()
        if os.WIFSIGNALED(status):
            step = one.steps[int((folder / "step").read_text())].typed[0]
            places = [
                found for found in PLACE.findall((folder / "stack").read_text()) if "/" in found[0]
            ]
            killed = signal.Signals(os.WTERMSIG(status)).name
            what = f"over {seconds} s" if killed == "SIGXCPU" else killed
            return f"{what} in {step} at {':'.join(places[0][::2]) if places else '?'}"
        return ""
    finally:
        shutil.rmtree(folder)


def again(name: str, asked: argparse.Namespace, port: int) -> int:
    """Run one case again."""
    seed, _, command = name.partition("/")
    one = case(seed, command)
    write(one, asked.faults / seed)
    print(*(shlex.join(step.typed) for step in one.steps), sep="\n")
    found = fault_of(one, asked.seconds, port)
    print(found or "nothing was wrong")
    return 1 if found else 0


def many(asked: argparse.Namespace, port: int) -> int:
    """Run cases until the time is up."""
    print(f"seed {asked.seed}")
    end, found, ran = time.monotonic() + 60 * asked.minutes, Counter[str](), Counter[str]()
    while time.monotonic() < end:
        seed = f"{asked.seed}.{sum(ran.values())}"
        one = case(seed, asked.command)
        ran[one.command] += 1
        wrong = fault_of(one, asked.seconds, port)
        if wrong and not found[wrong]:
            write(one, asked.faults / seed)
            name = f"{seed}/{asked.command}".rstrip("/")
            print(
                wrong,
                f"    python -m tests.fuzzing --case {name}",
                f"    {asked.faults / seed}",
                sep="\n",
                flush=True,
            )
        found[wrong] += 1
    del found[""]
    print(
        f"{sum(ran.values()):,} cases: "
        f"{', '.join(f'{name} {count}' for name, count in sorted(ran.items()))}"
    )
    for wrong, count in found.most_common():
        print(f"{count:6} {wrong}")
    return 1 if found else 0


def main() -> int:
    """Read the command line; 1 if there was a fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", default=str(random.SystemRandom().randrange(10**6)))
    parser.add_argument(
        "--seconds", type=int, default=20, help="what one command may take of a processor"
    )
    parser.add_argument("--command", default="", choices=["", *ALL])
    parser.add_argument("--case", default="", help="run this one case again")
    parser.add_argument(
        "--faults",
        type=Path,
        default=Path("fuzzing-faults"),
        help="where files that fail are written",
    )
    asked = parser.parse_args()
    for module in walk_packages(negotiate.__path__, "negotiate."):
        with suppress(ImportError):  # an extra that is not here
            import_module(module.name)  # once, for all processes
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        return again(asked.case, asked, port) if asked.case else many(asked, port)


if __name__ == "__main__":
    sys.exit(main())
