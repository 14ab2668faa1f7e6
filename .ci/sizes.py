"""How big the house is: lines, files, density, and how imports hang together: `python .ci/sizes.py`.

Counted are lines that hold code: no docstring, no comment, no blank line. Tokens are those of such lines. A chain of
imports is counted in modules, along imports that run when a module is loaded; a cycle may lead through types too.
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
"""Files besides those of `report` and of folders called `reports` in which results are told or written."""
LARGEST = 12
SKIPPED = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)


class Size(NamedTuple):
    """How much code a file holds."""

    lines: int
    tokens: int


def size_of(path: Path) -> Size:
    """The lines and tokens of a file's code."""
    text = path.read_text("utf-8")
    held: Counter[int] = Counter()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in SKIPPED:
            held.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
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
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def imports(types: bool) -> nx.DiGraph:
    """Module → module that it imports at its top level; with `types`, for annotations too."""
    known = {name_of(path): path for path in sizes()}
    graph = nx.DiGraph()
    graph.add_nodes_from(known)
    for name, path in known.items():
        body = ast.parse(path.read_text("utf-8")).body
        if types:
            body = [*body, *(one for block in body if isinstance(block, ast.If) for one in block.body)]
        for node in body:
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    full = f"{node.module}.{alias.name}"
                    graph.add_edges_from((name, one) for one in (full, node.module) if one in known and one != name)
            elif isinstance(node, ast.Import):
                graph.add_edges_from((name, alias.name) for alias in node.names if alias.name in known)
    return graph


def chain() -> list[str]:
    """The longest chain of modules of which each imports the next."""
    graph = nx.condensation(imports(types=False))
    return [min(graph.nodes[place]["members"]) for place in nx.dag_longest_path(graph)]


def cycles() -> list[list[str]]:
    """Modules that import one another in a circle, imports for types counted."""
    return [sorted(one) for one in nx.strongly_connected_components(imports(types=True)) if len(one) > 1]


def lines() -> Iterator[str]:
    """What there is."""
    found = sizes()
    rooms, files = Counter[str](), Counter[str]()
    for path, size in found.items():
        room = path.relative_to(PACKAGE).parts[0] if path.parent != PACKAGE else "(top)"
        rooms[room] += size.lines
        files[room] += 1
    for room, count in sorted(rooms.items()):
        yield f"{room:<16}{files[room]:>5} files{count:>8} lines"
    total, tokens = (sum(column) for column in zip(*found.values(), strict=True))
    yield f"{'all':<16}{len(found):>5} files{total:>8} lines, {tokens / total:.2f} tokens a line"
    told = {path: size.lines for path, size in found.items() if tells(path)}
    yield f"{'told':<16}{len(told):>5} files{sum(told.values()):>8} lines: `report`, every `reports`, every `fields.py`"
    for path, count in sorted(told.items(), key=lambda entry: -entry[1])[:LARGEST]:
        yield f"{count:>5}  {path.relative_to(PACKAGE.parent).as_posix()}"
    longest = chain()
    yield f"longest import chain {len(longest)}: {' > '.join(one.removeprefix('negotiate.') for one in longest)}"
    yield f"import cycles, types counted: {[len(one) for one in cycles()] or 'none'}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
