"""What one lens does otherwise than another stands in its record: no code asks for a lens by its
name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from negotiate.lenses import LENSES

ROOT = Path(__file__).parents[2] / "negotiate"
NAMES = {lens.command for lens in LENSES} | {lens.name for lens in LENSES}
LOCAL = ("lens", "command", "how")
"""What a variable or field that holds the name of a lens is called."""
OWN = {"lenses.py", *(f"cli/{lens.command}.py" for lens in LENSES)}


def called(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def names(node: ast.expr) -> list[str]:
    """The names of lenses that an expression writes down: one, or several in brackets."""
    some = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    return [one.value for one in some if isinstance(one, ast.Constant) and one.value in NAMES]


def branches(code: str) -> Iterator[int]:
    """The lines that compare something with the name of a lens: what is called so, or with several
    names at once.
    """
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(names(one) for one in sides) and (
                any(called(one) in LOCAL for one in sides)
                or any(len(names(one)) > 1 for one in sides)
            ):
                yield node.lineno
        if isinstance(node, ast.Match) and called(node.subject) in LOCAL:
            said = [
                one.value
                for case in node.cases
                for one in ast.walk(case.pattern)
                if isinstance(one, ast.MatchValue)
            ]
            if any(names(one) for one in said):
                yield node.lineno


@pytest.mark.parametrize(
    "code",
    [
        'if lens == "deal": pass',
        'found = 1 if entry.command != "tree" else 2',
        'good = path[2] not in ("deal", "stability")',
        'match how:\n    case "solve" | "tree": pass',
        'x = asked.lens in ["again"]',
    ],
)
def test_a_branch_is_seen(code: str) -> None:
    assert list(branches(code)) == [1]


@pytest.mark.parametrize(
    "code", ['state["end"] == "deal"', 'indicator == "deal"', 'lens == "all"', "lens is first"]
)
def test_other_words_are_none(code: str) -> None:
    assert not list(branches(code))


def test_no_code_asks_for_a_lens_by_its_name() -> None:
    found = [
        f"{where}:{line}"
        for path in sorted(ROOT.rglob("*.py"))
        if (where := path.relative_to(ROOT).as_posix()) not in OWN
        for line in branches(path.read_text("utf-8"))
    ]
    assert not found, "say in the lens's record what differs, and ask the record"
