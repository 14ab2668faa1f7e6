"""The pages on what programs meet: public names, errors, solvers, concepts, lenses."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

import negotiate
import negotiate.bargaining
import negotiate.errors
import negotiate.repeated
import negotiate.scenario
from docs.generate.introductions import introduction
from docs.generate.markdown import docstring, fence, sentence, table
from negotiate.equilibrium.registry import CONCEPTS, SOLVERS
from negotiate.errors import NegotiateError
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.writing.reports import TEMPLATES
from negotiate.lenses import LENSES
from negotiate.model.trade import Armington

ROOMS = (negotiate.bargaining, negotiate.repeated)
"""Parts of the package whose functions are public under its name."""


def python_page() -> str:
    """Every public name of the package."""
    pieces = ["# From Python\n", introduction("python", "top")]
    for name in (n for n in negotiate.__all__ if not _is_error(getattr(negotiate, n))):
        pieces += _member(name, negotiate.__getattr__(name), "##")
    pieces += _member("model.trade.Armington", Armington, "##")
    listed = {
        getattr(room, name)
        for room in (negotiate, *ROOMS)
        for name in room.__all__
        if name != "strategies"
    }
    for room in ROOMS:
        for name in room.__all__:
            found = getattr(room, name)
            pieces += _member(f"{room.__name__.removeprefix('negotiate.')}.{name}", found, "##")
            record = _record(found)
            if record and record not in listed:
                listed.add(record)
                pieces += _member(record.__name__, record, "###")
    return "\n".join(pieces)


def _record(found: Any) -> type | None:
    """The record of ours that a function gives back."""
    given = getattr(
        inspect.getmodule(found), str(getattr(found, "__annotations__", {}).get("return")), None
    )
    return given if inspect.isclass(given) and given.__module__.startswith("negotiate.") else None


def _is_error(found: Any) -> bool:
    return inspect.isclass(found) and issubclass(found, NegotiateError)


def _member(name: str, found: Any, level: str) -> Iterator[str]:
    yield f"{level} `{name}`\n"
    if callable(found) and not inspect.isclass(found):
        yield fence("text", f"{name.rpartition('.')[2]}{_signature(found)}")
    yield docstring(found) if callable(found) else introduction("python", name)
    if inspect.isclass(found):
        for own, member in _own(found):
            if isinstance(member, property):
                yield f"{level}# `.{own}`\n"
                yield docstring(member)
            else:
                yield from _method(own, member, level)


def _method(own: str, member: Any, level: str) -> Iterator[str]:
    yield f"{level}# `.{own}()`\n"
    yield fence("text", f"{own}{_signature(member)}")
    yield docstring(_told_by(member))


def _told_by(method: Any) -> Any:
    """The function whose docstring tells a method: the one of its name in the module to which it
    refers, or itself.
    """
    refers = re.search(r"; see\s`(negotiate[\w.]+)`\.\Z", inspect.getdoc(method) or "")
    return (
        getattr(importlib.import_module(refers[1]), method.__name__, method) if refers else method
    )


def _own(found: type) -> Iterator[tuple[str, Any]]:
    """Public methods and properties that a class, or one of ours above it, defines with a
    docstring.
    """
    seen: set[str] = set()
    for home in found.__mro__:
        if home.__module__.startswith("negotiate"):
            for name, raw in vars(home).items():
                member = raw.__func__ if isinstance(raw, classmethod | staticmethod) else raw
                told = isinstance(member, property) or inspect.isfunction(member)
                if (
                    told
                    and not name.startswith("_")
                    and name not in seen
                    and inspect.getdoc(member)
                ):
                    seen.add(name)
                    yield name, member


def _signature(found: Any) -> str:
    text = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(found)))
    return (
        text.replace("negotiate.", "")
        .replace("(self, ", "(")
        .replace("(cls, ", "(")
        .replace("(self)", "()")
    )


def errors_page() -> str:
    """Every error, with the exit code that the command line makes of it."""
    module = negotiate.errors
    found = [(name, kind) for name, kind in vars(module).items() if _is_error(kind)]
    rows = [
        (f"[`{name}`](#{name.lower()})", str(kind.exit_code), _first(kind)) for name, kind in found
    ]
    pieces = [
        "# Errors\n",
        introduction("errors", "top"),
        docstring(module),
        table(("error", "exit code", "says"), rows),
    ]
    for name, kind in found:
        above = kind.__mro__[1].__name__
        kin = f" A kind of `{above}`." if above != "Exception" else ""
        pieces += [f"## {name}\n", f"Exit code {kind.exit_code}.{kin}\n", docstring(kind)]
    problem = negotiate.Problem
    pieces += [
        "## Problem\n",
        "No error by itself: a `ScenarioError` holds one or more of these.\n",
        docstring(problem),
    ]
    return "\n".join(pieces)


def _first(found: Any) -> str:
    return sentence(" ".join((inspect.getdoc(found) or "").partition("\n\n")[0].split()))


def solvers_page() -> str:
    """Every method that `--method` may name."""
    pieces = ["# Methods of solving\n", introduction("solvers", "top")]
    rows = [(f"[`{s.name}`](#{s.name})", s.concept, s.finds, _suits(s)) for s in SOLVERS]
    pieces += [table(("`--method`", "equilibria", "finds", "for"), rows)]
    for solver in SOLVERS:
        method = pkgutil.resolve_name(solver.module)
        told = docstring(getattr(method, "propose", method))
        pieces += [f"## {solver.name}\n", told, f"*Reference:* {solver.reference}.\n"]
    return "\n".join(pieces)


@cache
def _a_game_of_each_kind() -> tuple[Any, ...]:
    pennies = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    dilemma = NormalFormGame.from_arrays(
        [[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]]
    )
    three = NormalFormGame.from_arrays(*np.random.default_rng(0).random((3, 2, 2, 2)))
    trees = (
        negotiate.load(f"classics/{name}").in_turn()
        for name in ("centipede", "beer-quiche", "kuhn-poker")
    )
    return (pennies, dilemma, three, *trees)


def _suits(solver: Any) -> str:
    """For which games a method is, by whether it applies to one of each kind."""
    applies = (solver.applies_to(game) is None for game in _a_game_of_each_kind())
    zero_sum, two, more, seen, hidden, opposed = applies
    tables = {
        "tables": two and more,
        "tables of two players": two and not more,
        "tables of three players or more": more and not two,
        "zero-sum tables of two players": zero_sum and not two and not more,
        "trees": hidden,
        "trees in which every move is seen": seen and not hidden,
        "trees in which one player wins what the other loses": opposed and not hidden,
    }
    return (
        " and ".join(word for word, fits in tables.items() if fits) or "trees of simultaneous games"
    )


def concepts_page() -> str:
    """Every concept that `--concept` may name."""
    pieces = ["# Concepts\n", introduction("concepts", "top")]
    rows = [(f"[`{one.name}`](#{one.name})", one.says, one.player or "–") for one in CONCEPTS]
    pieces += [table(("`--concept`", "what it is", "`--player` says"), rows)]
    for concept in CONCEPTS:
        pieces += [
            f"## {concept.name}\n",
            sentence(concept.says) + "\n",
            docstring(importlib.import_module(concept.module.partition(":")[0])),
        ]
        if concept.player:
            pieces += [f"`--player` names {concept.player}.\n"]
        pieces += [f"*Reference:* {concept.reference.rstrip('.')}.\n"]
    return "\n".join(pieces)


def lenses_page() -> str:
    """Every lens that a scenario can be seen through."""
    pieces = ["# Lenses\n", introduction("lenses", "top")]
    rows = [
        (f"[{one.name}](#{one.name.replace(' ', '-')})", sentence(one.question), _link(one.command))
        for one in LENSES
    ]
    pieces += [table(("lens", "question", "command"), rows)]
    for lens in LENSES:
        method = getattr(negotiate.Scenario, lens.method)
        module = importlib.import_module(lens.view.partition(":")[0])
        pieces += [
            f"## {lens.name}\n",
            docstring(module),
            f"In Python: `scenario.{method.__name__}()`. {_first(method)}\n",
        ]
    return "\n".join(pieces)


def _link(command: str) -> str:
    return f"[`negotiate {command}`](commands/{command}.md)"


def templates_page() -> str:
    """Every template that `negotiate new` writes."""
    pieces = ["# Templates\n", introduction("templates", "top")]
    rows = [
        (f"[`{one.name}`](#{one.name})", str(one.players), sentence(one.purpose), _link(one.lens))
        for one in TEMPLATES
    ]
    pieces += [table(("template", "players", "what it shows", "best answered by"), rows)]
    for template in TEMPLATES:
        pieces += [f"## {template.name}\n", fence("yaml", template.text())]
    return "\n".join(pieces)
