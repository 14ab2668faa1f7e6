"""Doors hand out modules unloaded, and hide nothing from those who look at imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from negotiate.doors import Late

ROOT = Path(__file__).parents[2]
DOOR = "from negotiate.doors import"
STUBS = sorted((ROOT / "negotiate").rglob("__init__.pyi"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def trespasses(package: str, stub: str) -> Iterator[str]:
    """What a stub names that stands outside its own folder."""
    for node in ast.parse(stub).body:
        if isinstance(node, ast.ImportFrom) and not f"{node.module}.".startswith(f"{package}."):
            yield f"{package}: {ast.unparse(node)}"


def from_the_root(source: str) -> Iterator[str]:
    """Names that a file of the package takes where all names meet; folders may be taken there."""
    folders = {path.name for path in (ROOT / "negotiate").iterdir() if path.is_dir()}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "negotiate":
            yield from (one.name for one in node.names if one.name not in folders)


def test_a_door_hands_out_nothing_that_stands_elsewhere() -> None:
    """So that no import passes its folder by a stub, which import-linter does not read; the root is
    for users alone.
    """
    assert [
        line for path in STUBS[1:] for line in trespasses(name_of(path), path.read_text("utf-8"))
    ] == []
    assert [name_of(path) for path in STUBS][:1] == ["negotiate"]


def test_no_room_takes_names_where_all_meet() -> None:
    rooms = [path for path in (ROOT / "negotiate").rglob("*.py") if path.parent.name != "cli"]
    found = {name_of(path): [*from_the_root(path.read_text("utf-8"))] for path in rooms}
    assert {name: taken for name, taken in found.items() if taken} == {}


def test_a_module_that_is_taken_whole_comes_through_a_door() -> None:
    """So that everywhere a module is taken late, and a name at once."""
    known = {name_of(path): path for path in (ROOT / "negotiate").rglob("*.py")}
    taken = {
        node.module
        for path in known.values()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        and any(f"{node.module}.{one.name}" in known for one in node.names)
    }
    assert [
        name for name in sorted(map(str, taken)) if DOOR not in known[name].read_text("utf-8")
    ] == []


def test_trespasses_are_seen() -> None:
    stub = (
        "from negotiate.games.tree import a as a\nfrom negotiate.games import b as b\nfrom "
        "negotiate.cli import c as c"
    )
    assert [*trespasses("negotiate.games", stub)] == [
        "negotiate.games: from negotiate.cli import c as c"
    ]
    assert [*from_the_root("from negotiate import games, solve")] == ["solve"]


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("print('negotiate.repeated.again' in sys.modules)", "False"),
        ("again.again; print('negotiate.repeated.again' in sys.modules)", "True"),
        ("repeated.again.again; print('negotiate.repeated.again' in sys.modules)", "True"),
        ("print(vars(again)['again'].__name__)", "again"),
        ("again.MINE = 1; print(sys.modules['negotiate.repeated.again'].MINE)", "1"),
        ("print('again' in dir(again), hasattr(repeated, 'nobody'))", "True False"),
    ],
)
def test_a_module_is_loaded_when_something_of_it_is_asked_for(told: str, wanted: str) -> None:
    code = (
        f"import sys\nfrom negotiate import repeated\nfrom negotiate.repeated import again\n{told}"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert run.stdout.strip() == wanted


def test_what_a_test_puts_in_place_goes_again() -> None:
    late = Late("negotiate.repeated.again")
    before = late.again
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(late, "again", None)
        assert sys.modules["negotiate.repeated.again"].again is None  # type: ignore[attr-defined]  # it is a module
    assert late.again is sys.modules["negotiate.repeated.again"].again is before


def test_whoever_asks_for_what_is_not_there_is_told_at_once() -> None:
    code = "from negotiate.repeated import nobody"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert "cannot import name 'nobody' from 'negotiate.repeated'" in run.stderr
