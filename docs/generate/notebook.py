"""The example notebook as a page: its words, its cells, and what each of them shows."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docs.generate.markdown import fence
from docs.generate.terminal import plain_terminal

BOOK = Path(__file__).parents[1] / "how-to" / "notebook.ipynb"


def page() -> str:
    """The notebook, with a link to the file for whoever wants to run it."""
    with plain_terminal():
        heading, *rest = _pieces(json.loads(BOOK.read_text("utf-8"))["cells"])
    return "\n".join(
        [heading, f"{{download}}`The notebook itself <{BOOK.name}>` runs in Jupyter.\n", *rest]
    )


def _pieces(cells: list[dict[str, Any]]) -> Iterator[str]:
    names: dict[str, Any] = {}
    for cell in cells:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield f"{text}\n"
        else:
            yield fence("python", text)
            yield fence("text", _shown(text, names))


def _shown(text: str, names: dict[str, Any]) -> str:
    """What the last line of a cell shows, as in a terminal."""
    *body, last = ast.parse(text).body
    assert isinstance(last, ast.Expr)  # a test holds the notebook to that
    exec(compile(ast.Module(body, []), str(BOOK), "exec"), names)  # noqa: S102 - cells of our own file
    return str(eval(compile(ast.Expression(last.value), str(BOOK), "eval"), names))  # noqa: S307 - the same
