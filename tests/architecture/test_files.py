"""Each file is small, says what it is, and gives a reason wherever it silences a tool."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "negotiate").rglob("*.py"))
SOURCES = [
    *MODULES,
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "benchmarks").rglob("*.py")),
]

NAMES_THAT_SAY_NOTHING = {
    "utils",
    "util",
    "common",
    "helpers",
    "helper",
    "base",
    "manager",
    "misc",
    "tools",
}

SILENCER = re.compile(
    r"#\s*(type:\s*ignore|noqa|pragma|ruff:\s*noqa|mypy:|fmt:\s*(off|skip))", re.IGNORECASE
)
CODES = re.compile(
    r"type:\s*ignore|noqa|pragma|ruff|mypy|fmt|no\s*cover|off|skip|\[[\w\s,-]*\]|\b[A-Z]+[0-9]+\b"
)

MUTABLE_LITERALS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MUTABLE_CALLS = {
    "list",
    "dict",
    "set",
    "defaultdict",
    "OrderedDict",
    "Counter",
    "deque",
    "bytearray",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def comments_of(source: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def unexplained(comment: str) -> bool:
    """Whether a comment silences a tool and, its codes taken away, holds no two words of reason."""
    return (
        bool(SILENCER.search(comment))
        and len(re.findall(r"[A-Za-z]{2,}", CODES.sub(" ", comment))) < 2
    )


def is_mutable(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        called = value.func
        return (
            called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        ) in MUTABLE_CALLS
    return isinstance(value, MUTABLE_LITERALS)


def state_of(module: ast.Module) -> Iterator[str]:
    """Names in lower case that a module binds, at its top level, to something that can be changed
    in place.
    """
    for statement in module.body:
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        else:
            continue
        for target in targets:
            named = target.id if isinstance(target, ast.Name) else ""
            dunder = named.startswith("__") and named.endswith("__")
            if named and not dunder and named != named.upper() and is_mutable(statement.value):
                yield f"{named}, line {statement.lineno}"


def evaluations_of(module: ast.Module) -> list[int]:
    """Lines on which text is run as code."""
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in {"eval", "exec"}
    ]


def test_every_module_says_what_it_is() -> None:
    assert [name_of(path) for path in MODULES if not ast.get_docstring(tree_of(path))] == []


def test_every_name_says_something() -> None:
    parts = {
        path: {Path(part).stem.strip("_") for part in path.relative_to(ROOT).parts}
        for path in MODULES
    }
    assert [name_of(path) for path, own in parts.items() if own & NAMES_THAT_SAY_NOTHING] == []


def test_no_module_keeps_state() -> None:
    held = {name_of(path): list(state_of(tree_of(path))) for path in MODULES}
    assert {name: states for name, states in held.items() if states} == {}


def test_nothing_is_evaluated() -> None:
    found = {name_of(path): evaluations_of(tree_of(path)) for path in MODULES}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_whatever_silences_a_tool_has_its_reason_beside_it() -> None:
    bare = {
        name_of(path): [
            line for line, comment in comments_of(path.read_text("utf-8")) if unexplained(comment)
        ]
        for path in SOURCES
    }
    assert {name: lines for name, lines in bare.items() if lines} == {}


@pytest.mark.parametrize(
    ("comment", "bare"),
    [
        ("# noqa", True),
        ("# noqa: PLC0415, F401", True),
        ("# type: ignore[arg-type, misc]", True),
        ("# pragma: no cover", True),
        ("# noqa: PLC0415 - scipy is slow to import", False),
        ("# type: ignore[no-untyped-call]  # nashpy ships no types", False),
        ("# pragma: no cover - Windows only", False),
        ("# an ordinary remark", False),
    ],
)
def test_a_reason_is_told_from_a_code(comment: str, bare: bool) -> None:
    assert unexplained(comment) is bare


def test_state_is_told_from_a_constant() -> None:
    module = ast.parse(
        "a = []\nb: dict[str, int] = {}\nC = {1}\n__all__ = ['a']\nd = (1,)\ne = "
        "collections.deque()"
    )
    assert list(state_of(module)) == ["a, line 1", "b, line 2", "e, line 6"]


def test_running_text_as_code_is_seen() -> None:
    assert evaluations_of(ast.parse("a = eval('1')\nexec('b')\nevaluate('c')")) == [1, 2]
