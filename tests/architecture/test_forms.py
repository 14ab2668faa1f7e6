"""A way to play is a whole thing: nobody asks which one a game is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from negotiate.play.forms import Form
from negotiate.play.ways import WAYS

ROOT = Path(__file__).parents[2] / "negotiate"


def forms() -> set[str]:
    """The names of all forms, and of the rules that they stand on."""
    for way in WAYS.values():
        import_module(way.rules.partition(":")[0])

    def below(kind: type) -> Iterator[type]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    return {one.__name__ for one in below(Form) if one.__module__.startswith("negotiate.play")}


def asked(source: str, known: set[str]) -> list[int]:
    """The lines in which code asks whether something is one of some classes, or matches it as such
    a one.
    """
    found: list[int] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass"), args=[_, kinds]):
                names = {one.id for one in ast.walk(kinds) if isinstance(one, ast.Name)}
                found += [node.lineno] if names & known else []
            case ast.MatchClass(cls=ast.Name(id=name)) if name in known:
                found.append(node.cls.lineno)
    return found


def test_nobody_asks_which_way_to_play_a_game_is() -> None:
    known = forms()
    assert {"Talks", "Vote", "Rounds", "InTurn", "WarGame"} <= known
    files = sorted(ROOT.rglob("*.py"))
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in files
        for line in asked(path.read_text("utf-8"), known)
    ]
    assert found == [], "let the form itself say what depends on it"


def test_such_questions_are_seen() -> None:
    known = {"Talks", "Rounds"}
    assert asked("assert isinstance(form, Talks | None)", known) == [1]
    assert asked("match form:\n    case Rounds(): pass", known) == [2]
    assert asked("isinstance(form, (int, Rounds))", known) == [1]
    assert asked("isinstance(form, str)", known) == []
