"""The example notebook runs, and what each cell ends with draws itself."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from docs.generate.introductions import linked_to_pages
from docs.generate.pages import pages

BOOK = Path(__file__).parents[2] / "docs" / "how-to" / "notebook.ipynb"


def code() -> list[str]:
    cells = json.loads(BOOK.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_every_cell_ends_with_something_that_draws_itself() -> None:
    """As a notebook does: all but the last line of a cell is run, and the last line is shown."""
    names: dict[str, Any] = {}
    for text in code():
        *body, last = ast.parse(text).body
        assert isinstance(last, ast.Expr), text
        exec(compile(ast.Module(body, []), str(BOOK), "exec"), names)
        shown = eval(compile(ast.Expression(last.value), str(BOOK), "eval"), names)
        html = shown._repr_html_()
        assert html.startswith('<div class="negotiate">'), text
        assert "</h3>" in html, text


def test_a_notebook_is_kept_without_what_it_printed() -> None:
    book = json.loads(BOOK.read_text("utf-8"))
    assert book["nbformat"] == 4
    assert [
        cell for cell in book["cells"] if cell.get("outputs") or cell.get("execution_count")
    ] == []


def test_a_kernel_runs_it() -> None:
    """With the extra `peers`, which brings one."""
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    book = nbformat.read(BOOK, as_version=4)
    nbclient.NotebookClient(book, timeout=120, kernel_name="python3").execute()
    shown = [
        output for cell in book.cells for output in cell.get("outputs", ()) if "data" in output
    ]
    assert len(shown) == len(code())
    assert all("text/html" in output["data"] for output in shown)


def test_the_site_has_a_page_of_it() -> None:
    """Every cell with what it shows, and links to the notebook lead to the page."""
    page = pages()["how-to/notebook.md"]
    assert all(f"```python\n{text}\n```" in page for text in code())
    assert page.count("```text\n") == len(code())
    assert "There are three Nash equilibria." in page
    assert "how-to/notebook\n" in (BOOK.parents[1] / "index.md").read_text("utf-8")
    assert linked_to_pages("[one](notebook.ipynb)", BOOK.parent) == "[one](/how-to/notebook.md)"
