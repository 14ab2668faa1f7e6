"""How much of a change in the code the tests notice: `python .ci/mutants.py --seed 1 --count 60`.

Each mutant is one place of the package made wrong on purpose: another operator, another constant, a
comparison that takes its bound in or leaves it out, two branches or two arguments that have changed
places. The tests of its room run against it, those named after its module first, then the contracts
and the golden texts, until one fails. Whoever survives is printed as a line to read: either a test
is missing, or the change makes no difference to anybody.

It works on a copy of the checkout, with the Python that runs it, and takes about a minute a mutant
on two cores. The exit code is 1 where fewer than nine of ten are noticed, those counted that make
no difference too.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parents[1]
LIMIT = 900
"""Seconds after which the tests of a mutant are stopped; a program that hangs is noticed."""
WANTED = 0.9
EVERYWHERE = ("tests/contracts", "tests/golden", "tests/test_fuzz.py")
ROOMS = {
    "display": "report",
    "errors": "cli",
    "arrays": "model",
    "lenses": "cli",
    "problems": "rules",
}
"""Modules beside the rooms, and the room whose tests hold them."""
OPPOSITES = (
    *(
        (ast.Lt, ast.LtE),
        (ast.Gt, ast.GtE),
        (ast.Eq, ast.NotEq),
        (ast.In, ast.NotIn),
        (ast.Is, ast.IsNot),
    ),
    *((ast.And, ast.Or), (ast.Add, ast.Sub), (ast.Mult, ast.Div)),
)
TURNED: dict[type, type] = {one: other for pair in OPPOSITES for one, other in (pair, pair[::-1])}
SYMMETRIC = ("max", "min", "isinstance", "gcd", "isclose")


class Mutant(NamedTuple):
    """One place made wrong: what stands in `file` from one place to another, and what is written
    there.
    """

    file: Path
    line: int
    start: int
    end: int
    before: str
    after: str

    def text(self) -> str:
        """The whole file with the change."""
        whole = self.file.read_bytes()
        return (whole[: self.start] + self.after.encode() + whole[self.end :]).decode()


def _swapped(node: ast.AST) -> Iterator[ast.AST]:
    """Each node that a node may be wrongly written as."""
    match node:
        case ast.Compare(ops=[op]) | ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in TURNED:
            wrong = deepcopy(node)
            if isinstance(wrong, ast.Compare):
                wrong.ops = [TURNED[type(op)]()]
            else:
                wrong.op = TURNED[type(op)]()
            yield wrong
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield ast.Constant(value + 1)
        case ast.Call(func=func, args=[first, second, *rest], keywords=words) if ast.dump(
            first
        ) != ast.dump(second):
            if (
                not any(isinstance(one, ast.Starred) for one in (first, second))
                and ast.unparse(func).rpartition(".")[2] not in SYMMETRIC
            ):
                yield ast.Call(func, [second, first, *rest], words)


def _unread(tree: ast.AST) -> set[ast.AST]:
    """The nodes whose change nobody could notice: those of types, of what only a reader of types
    runs, and whether `zip` would complain of lengths that never differ.
    """
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        parts: list[ast.AST | None] = []
        if isinstance(node, ast.keyword) and node.arg == "strict":
            parts = [node.value]
        elif isinstance(node, ast.AnnAssign | ast.arg):
            parts = [node.annotation]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            parts = [node.returns, *node.decorator_list]
        elif (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING") or (
            isinstance(node, ast.Call) and ast.unparse(node.func) in ("TypeVar", "cast", "NewType")
        ):
            parts = [node]
        elif isinstance(node, ast.JoinedStr):
            parts = [node]  # where a value stands inside a formatted text, Python 3.11 does not say
        found.update(inner for part in parts if part is not None for inner in ast.walk(part))
    return found


def mutants_of(file: Path) -> list[Mutant]:
    """Every mutant of a file."""
    text = file.read_text("utf-8")
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    tree = ast.parse(text)
    unread = _unread(tree)
    found: list[Mutant] = []
    for node in ast.walk(tree):
        if node in unread or not isinstance(node, ast.expr):
            continue
        end = (node.end_lineno or 0, node.end_col_offset or 0)
        start, stop = starts[node.lineno - 1] + node.col_offset, starts[end[0] - 1] + end[1]
        before = text.encode()[start:stop].decode()
        mutants = (f"({ast.unparse(wrong)})" for wrong in _swapped(node))
        found.extend(Mutant(file, node.lineno, start, stop, before, after) for after in mutants)
    return found


def tests_of(module: Path, tests: Path) -> list[str]:
    """The tests that hold a module, as far as names tell: those named after it, its room's, and
    those of everything.
    """
    room = ROOMS.get(module.stem, module.stem) if len(module.parts) == 1 else module.parts[0]
    place = next((p for p in (tests / room, tests / f"test_{room}.py") if p.exists()), None)
    named = sorted(str(p.relative_to(tests.parent)) for p in tests.rglob(f"test_{module.stem}*.py"))
    held = [] if place is None else [str(place.relative_to(tests.parent))]
    return list(dict.fromkeys([*named, *held, *EVERYWHERE]))


def noticed(copy: Path, tests: list[str]) -> str:
    """The first test that fails, or nothing."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-n",
        "2",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
    ]
    for some in tests:
        run = subprocess.Popen(
            [*command, some],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            said, _ = run.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            return f"{some}: no end in {LIMIT} s"
        if run.returncode not in (0, 5):  # 5: nothing to run
            failed = [line for line in said.splitlines() if line.startswith(("FAILED", "ERROR"))]
            return failed[0][:120] if failed else f"{some}: exit code {run.returncode}"
    return ""


def main(ask: Callable[[Path, list[str]], str] = noticed) -> int:
    """Draw mutants, try each, and print who survives."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument(
        "--part", default="", help="a folder or file of the package, such as play/review.py"
    )
    parser.add_argument("--list", action="store_true", help="print the mutants and try none")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "checkout"
        shutil.copytree(
            HERE, copy, ignore=shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache")
        )
        package = copy / "negotiate"
        files = sorted(
            p for p in package.rglob("*.py") if str(p.relative_to(package)).startswith(given.part)
        )
        drawn = random.Random(given.seed).sample(
            [m for file in files for m in mutants_of(file)], given.count
        )
        alive = 0
        for number, mutant in enumerate(drawn, 1):
            module, good = mutant.file.relative_to(package), mutant.file.read_bytes()
            place = f"{module}:{mutant.line}  {mutant.before}  →  {mutant.after}"
            said = "listed"
            if not given.list:
                mutant.file.write_text(mutant.text(), "utf-8")
                said = ask(copy, tests_of(module, copy / "tests"))
                mutant.file.write_bytes(good)
            alive += not said
            print(f"{number:3}  {' '.join(place.split())}\n     {said or 'SURVIVES'}", flush=True)
    print(f"{given.count - alive} of {given.count} noticed (seed {given.seed})")
    return int(given.count - alive < WANTED * given.count)


if __name__ == "__main__":
    sys.exit(main())
