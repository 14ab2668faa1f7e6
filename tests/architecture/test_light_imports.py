"""Nothing heavy is imported before it is needed: each command runs in a fresh process that tells
what it loaded.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLAGSHIP = str(ROOT / "scenarios" / "us-china" / "beijing-2018.yaml")

SOLVERS = {"nashpy", "networkx", "numba", "scipy"}
READING = {"numpy", "pydantic", "yaml"}

# The list goes to stderr, after whatever the command had to say there.
PROBE = """
import json, sys
from negotiate.cli.app import main
sys.argv = ["negotiate", *json.loads(sys.argv[1])]
code = 0
try:
    code = main()
except SystemExit as stop:
    code = stop.code
loaded = sorted(sys.modules)
print(json.dumps({"code": code or 0, "loaded": loaded}), file=sys.stderr)
"""


def loaded_by(*arguments: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(arguments)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stderr.splitlines()[-1])
    assert report["code"] == 0, run.stdout + run.stderr
    return set(report["loaded"])


def roots(modules: Iterable[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize(
    ("arguments", "too_heavy"),
    [
        (["--help"], SOLVERS | READING),
        (["solve", "--help"], SOLVERS | READING),
        (["check", FLAGSHIP], SOLVERS),
    ],
    ids=["help", "help of a command", "check"],
)
def test_a_command_loads_only_what_it_needs(arguments: list[str], too_heavy: set[str]) -> None:
    assert roots(loaded_by(*arguments)) & too_heavy == set()


@pytest.mark.parametrize(
    ("arguments", "most"),
    [(["solve", "classics/chicken"], 65), (["check", FLAGSHIP], 94)],
    ids=["solve", "check"],
)
def test_a_command_loads_few_modules_of_the_package(arguments: list[str], most: int) -> None:
    """What a method, a lens, a form or a mistake needs is loaded when it is asked for; the bounds
    are to be lowered.
    """
    own = [name for name in loaded_by(*arguments) if roots([name]) == {"negotiate"}]
    assert len(own) <= most, sorted(own)


def test_the_package_itself_loads_nothing() -> None:
    snippet = "import sys, negotiate; print(*sorted(name for name in sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", snippet], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert roots(run.stdout.split()) & (SOLVERS | READING | {"rich", "typer"}) == set()
