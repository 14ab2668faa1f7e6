"""How much code there is, a room a line, and the largest files: `python .ci/sizes.py`.

Counted are lines that hold code: no docstring, no comment, no blank line.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "negotiate"
TELLING = ("fields.py", "report.py", "shelf.py", "exported.py")
"""Files besides those of `report` and of folders called `reports` in which results are told or written."""
LARGEST = 12


def code_lines(path: Path) -> int:
    """The lines of a file that hold code."""
    text = path.read_text("utf-8")
    held: set[int] = set()
    skipped = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in skipped:
            held |= set(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            held -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(held)


def tells(path: Path) -> bool:
    """Whether a file lays out, words or writes results."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] == "report" or "reports" in parts or path.name in TELLING


def sizes() -> dict[Path, int]:
    """File → its lines of code."""
    return {path: code_lines(path) for path in sorted(PACKAGE.rglob("*.py"))}


def lines() -> Iterator[str]:
    """What there is."""
    found = sizes()
    rooms, files = Counter[str](), Counter[str]()
    for path, count in found.items():
        room = path.relative_to(PACKAGE).parts[0] if path.parent != PACKAGE else "(top)"
        rooms[room] += count
        files[room] += 1
    for room, count in sorted(rooms.items()):
        yield f"{room:<16}{files[room]:>5} files{count:>8} lines"
    yield f"{'all':<16}{len(found):>5} files{sum(found.values()):>8} lines"
    told = {path: count for path, count in found.items() if tells(path)}
    yield f"{'told':<16}{len(told):>5} files{sum(told.values()):>8} lines: `report`, every `reports`, every `fields.py`"
    for path, count in sorted(told.items(), key=lambda entry: -entry[1])[:LARGEST]:
        yield f"{count:>5}  {path.relative_to(PACKAGE.parent).as_posix()}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
