"""Every snippet of the README and of the documentation does what its page says.

Pages that are read off the code are held against it in `test_reference.py`; here come those that
people write. To accept new answers of the program, write them into the pages, and look at what the
version control says of it::

    NEGOTIATE_WRITE_SNIPPETS=1 python -m pytest tests/docs/test_snippets.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from docs.generate.pages import GENERATED
from tests.docs.snippets import Page, alike, blocks, exchanges

ROOT = Path(__file__).parents[2]
WRITING = os.environ.get("NEGOTIATE_WRITE_SNIPPETS", "") not in ("", "0")


def written_by_people() -> list[Path]:
    found = [path for path in sorted((ROOT / "docs").rglob("*.md")) if "_build" not in path.parts]
    return [
        ROOT / "README.md",
        *(path for path in found if not GENERATED.search(path.read_text("utf-8"))),
    ]


@pytest.mark.parametrize(
    "path", written_by_people(), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_every_snippet_holds(path: Path, tmp_path: Path) -> None:
    page = Page(path, tmp_path)
    page.go_through()
    if WRITING and page.failures:
        _write(page)
    if page.failures:
        pytest.fail("\n\n".join(page.failures), pytrace=False)


def _write(page: Page) -> None:
    """Put the program's answers into the page, below the commands that have another one."""
    lines = page.path.read_text("utf-8").splitlines(keepends=True)
    for block in reversed(list(blocks("".join(lines)))):
        if block.line in page.answers:
            indent = lines[block.line - 1].partition("`")[0]
            answer = [
                f"{indent}{line}".rstrip() + "\n" for line in page.answers[block.line].splitlines()
            ]
            lines[block.line : block.line + block.text.count("\n")] = answer
    page.path.write_text("".join(lines), "utf-8", newline="\n")


CAT = "\n```console\n$ cat a.txt\n2\n```\n"


def through(text: str, folder: Path) -> list[str]:
    path = folder / "page.md"
    path.write_text(text, "utf-8")
    page = Page(path, folder)
    page.go_through()
    return page.failures


@pytest.mark.parametrize(
    "text",
    [
        "```\nls\n```\n",
        "```text\na picture\n```\n",
        "```console\n$ negotiate solve classics/chicken\nanother answer\n```\n",
        "```console\n$ rm chicken.yaml\n```\n",
        "<!-- run where numpy is installed -->\n```console\n$ rm chicken.yaml\n```\n",
        "```sh\nnegotiate solve nothing-of-that-name\n```\n",
        "```powershell\nformat c:\n```\n",
        "```yaml\nplayerz: [a, b]\n```\n",
        "```yaml\nplayers: 3\n```\n",
        "```yaml\nformat: 1\ntitle: Nobody\nplayers: [a, b]\n```\n",
        "```python\n1 / 0\n```\n",
        "```python\n>>> 1 + 1\n3\n```\n",
        "```json\n{no: json}\n```\n",
        "Write this into `a.txt`:\n\n```json\n1\n```\n\nIn `a.txt`:\n\n```diff\n-2\n+3\n```\n",
    ],
)
def test_a_snippet_that_does_not_hold_is_seen(text: str, tmp_path: Path) -> None:
    assert through(text, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "<!-- not run: a picture -->\n```text\na picture\n```\n",
        (
            "<!-- run where nothing_of_that_name is installed -->\n```console\n$ negotiate solve "
            "nothing\n```\n"
        ),
        "```yaml\nplayers: [a, b]\n```\n",
        "```powershell\npy -m venv .venv\nnegotiate solve classics/chicken\n```\n",
        "```console\n$ negotiate solve classics/chicken\nChicken\n...\n$ echo $?\n0\n```\n",
        "```python\n>>> a = 1\n\n```\n\n```python\n>>> a\n1\n\n```\n",
        (
            "Write this into `x.py`:\n\n```python\nprint(2)\n```\n\n```console\n$ python "
            "x.py\n2\n```\n"
        ),
        "Write this into `a.txt`:\n\n```json\n1\n```\n\nIn `a.txt`:\n\n```diff\n-1\n+2\n```\n"
        + CAT,
        "Put this into `a.txt`:\n\n```text\n2\n```\n" + CAT,
        "  ```console\n  $ negotiate solve classics/chicken --json > a.json\n  ```\n",
    ],
)
def test_a_snippet_that_holds_is_let_through(text: str, tmp_path: Path) -> None:
    assert through(text, tmp_path) == []


def test_three_dots_stand_for_any_lines() -> None:
    assert alike("a\n...\nd\n", "a\nb\nc\nd\n")
    assert alike("a\n...\n", "a\n")
    assert not alike("a\n...\nd\n", "a\nb\nc\n")


def test_a_command_may_go_on_in_the_next_line() -> None:
    assert list(exchanges("$ a \\\n  b\nc\n$ d\n")) == [(1, "a \\\n  b", "c\n"), (4, "d", "")]
