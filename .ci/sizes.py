"""How big the house is: lines, files, density, and how imports hang together: `python
.ci/sizes.py`.

Counted are lines that hold code: no docstring, no comment, no blank line. Tokens are those of such
lines. A chain of imports is counted in modules, along imports that run when a module is loaded. A
cycle may lead through any import: for types alone, inside a function, or through a door, where a
module is handed out unloaded (`negotiate/doors.py`).
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import networkx as nx

PACKAGE = Path(__file__).parents[1] / "negotiate"
TELLING = ("fields.py", "report.py", "shelf.py")
"""Files besides those of `report` and of folders called `reports` in which results are told or
written.
"""
LARGEST = 12
SKIPPED = (
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
)
FORMATTED = (getattr(tokenize, "FSTRING_START", -1), getattr(tokenize, "FSTRING_END", -1))
"""How a formatted text begins and ends in Python 3.12 and later; before, it is one token."""


class Size(NamedTuple):
    """How much code a file holds."""

    lines: int
    tokens: int


def size_of(path: Path) -> Size:
    """The lines and tokens of a file's code."""
    text = path.read_text("utf-8")
    held: Counter[int] = Counter()
    began: list[int] = []  # where formatted texts begin that are open: of tokens, each is one
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == FORMATTED[0]:
            began.append(token.start[0])
        elif token.type == FORMATTED[1] and len(began) > 1:
            began.pop()
        elif token.type not in SKIPPED and (not began or token.type == FORMATTED[1]):
            first = began.pop() if began else token.start[0]
            held.update(range(first, token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                del held[line]
    return Size(len(held), sum(held.values()))


def tells(path: Path) -> bool:
    """Whether a file lays out, words or writes results."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] == "report" or "reports" in parts or path.name in TELLING


@cache
def sizes() -> dict[Path, Size]:
    """File → how much code it holds."""
    return {path: size_of(path) for path in sorted(PACKAGE.rglob("*.py"))}


def name_of(path: Path) -> str:
    """The name by which a file is imported."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
        ".__init__"
    )


class Import(NamedTuple):
    """One module that a module imports."""

    importer: str
    imported: str
    when: str
    """"now" as it is loaded, "late" through a door, "types" for annotations alone, "deferred"
    inside a function.
    """


@cache
def trees() -> dict[str, ast.Module]:
    """Module → what it says."""
    return {name_of(path): ast.parse(path.read_text("utf-8")) for path in sizes()}


@cache
def doors() -> dict[str, dict[str, str]]:
    """Package with a door → name that its stub hands out → the module where that stands."""
    found = {}
    for name, tree in trees().items():
        bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        if "__getattr__" in bound or name == "negotiate":
            stub = PACKAGE.parent.joinpath(*name.split("."), "__init__.pyi")
            lines = ast.parse(stub.read_text("utf-8")).body if stub.is_file() else []
            named = [node for node in lines if isinstance(node, ast.ImportFrom)]
            given = [(str(node.module), one.name) for node in named for one in node.names]
            found[name] = {
                one: home if f"{home}.{one}" not in trees() else f"{home}.{one}"
                for home, one in given
            }
    return found


def _statements(node: ast.AST, when: str) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    """Every import below a node, and when it runs."""
    for one in ast.iter_child_nodes(node):
        if isinstance(one, ast.Import | ast.ImportFrom):
            yield one, when
        elif isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _statements(one, "deferred")
        elif isinstance(one, ast.If) and "TYPE_CHECKING" in ast.unparse(one.test):
            yield from _statements(one, "types")
        else:
            yield from _statements(one, when)


def _through(tree: ast.Module, door: str, called: str) -> Iterator[str]:
    """The modules that a file asks a door for, where it has imported the folder itself:
    `bargaining.asking.ask`.
    """
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == called
        ):
            home = doors()[door].get(node.attr, f"{door}.{node.attr}")
            if home in trees():
                yield home


@cache
def all_imports() -> tuple[Import, ...]:
    """Every import of a module of the package by another."""
    found = []
    for name, tree in trees().items():
        for node, when in _statements(tree, "now"):
            source = node.module if isinstance(node, ast.ImportFrom) else None
            for alias in node.names:
                full, called = (
                    f"{source}.{alias.name}" if source else alias.name,
                    alias.asname or alias.name,
                )
                late = "late" if when == "now" and source in doors() and full in trees() else when
                found.append(Import(name, full, late))
                if source and not (source in doors() and full in doors()):
                    found.append(Import(name, source, when))
                if full in doors():
                    found += [Import(name, home, "late") for home in _through(tree, full, called)]
    return tuple(one for one in found if one.imported in trees() and one.imported != one.importer)


def imports(*when: str) -> nx.DiGraph:
    """Module → module that it imports at these times."""
    graph = nx.DiGraph()
    graph.add_nodes_from(trees())
    graph.add_edges_from(one[:2] for one in all_imports() if one.when in when)
    return graph


def deferred() -> list[str]:
    """File and line of every import that stands inside a function."""
    return [
        f"{path.relative_to(PACKAGE.parent).as_posix()}:{node.lineno}"
        for path in sizes()
        for node, when in _statements(trees()[name_of(path)], "now")
        if when == "deferred"
    ]


def chain() -> list[str]:
    """The longest chain of modules of which each imports the next."""
    graph = nx.condensation(imports("now"))
    return [min(graph.nodes[place]["members"]) for place in nx.dag_longest_path(graph)]


def cycles() -> list[list[str]]:
    """Modules that import one another in a circle, whenever they do."""
    every = imports("now", "late", "types", "deferred")
    return [sorted(one) for one in nx.strongly_connected_components(every) if len(one) > 1]


def lines() -> Iterator[str]:
    """What there is."""
    found = sizes()
    rooms, files = Counter[str](), Counter[str]()
    for path, size in found.items():
        room = path.relative_to(PACKAGE).parts[0] if path.parent != PACKAGE else "(top)"
        rooms[room] += size.tokens
        files[room] += 1
    for room, count in sorted(rooms.items()):
        yield f"{room:<16}{files[room]:>5} files{count:>8} tokens"
    total, tokens = (sum(column) for column in zip(*found.values(), strict=True))
    yield f"{'all':<16}{len(found):>5} files{tokens:>8} tokens, {tokens / total:.2f} a line"
    told = {path: size.tokens for path, size in found.items() if tells(path)}
    yield (
        f"{'told':<16}{len(told):>5} files{sum(told.values()):>8} tokens: `report`, every "
        "`reports`, every `fields.py`"
    )
    for path, count in sorted(told.items(), key=lambda entry: -entry[1])[:LARGEST]:
        yield f"{count:>5}  {path.relative_to(PACKAGE.parent).as_posix()}"
    longest = chain()
    yield (
        f"longest import chain {len(longest)}: "
        f"{' > '.join(one.removeprefix('negotiate.') for one in longest)}"
    )
    yield f"import cycles, whenever they run: {[len(one) for one in cycles()] or 'none'}"
    yield f"imports inside functions: {len(deferred())}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
