"""The sentences that people write for pages whose tables are read off the code."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[1]
HERE = Path(__file__).parent / "introductions"
LINK = re.compile(r"\]\((?P<path>[^)#\s]+)(?P<anchor>#[^)\s]+)?\)")
"""A link of a Markdown text to a file."""
FOLDERS = ("commands", "rules")
"""Rooms that become a folder of pages; any other becomes one page."""


def introduction(room: str, name: str) -> str:
    """What stands in `introductions/ROOM/NAME.md`; empty where nobody has written it yet."""
    path = HERE / room / f"{name}.md"
    return (
        linked_to_pages(path.read_text("utf-8"), path.parent).strip() + "\n"
        if path.is_file()
        else ""
    )


def linked_to_pages(text: str, folder: Path) -> str:
    """A text of a folder below `docs/`, its links counted from there, those to introductions led to
    their pages.

    Links to a notebook lead to the page that shows it.

    Introductions are committed and the pages around them are not, so that links to them lead
    somewhere wherever the Markdown is read.
    """

    def link(found: re.Match[str]) -> str:
        path = (folder / found["path"]).resolve()
        if not path.is_file() or DOCS not in path.parents:
            return found[0]
        page, anchor = (
            _page(path) if HERE in path.parents else (path.relative_to(DOCS).as_posix(), "")
        )
        page = page.replace(".ipynb", ".md")
        return f"](/{page}{found['anchor'] or anchor})"

    return LINK.sub(link, text)


def _page(path: Path) -> tuple[str, str]:
    """The page that an introduction begins, below `docs/`, or the page and the heading that it
    stands under.
    """
    room, name = path.parent.name, path.stem
    if room in FOLDERS:
        return f"reference/{room}/{'index' if name == 'top' else name}.md", ""
    return f"reference/{room}.md", "" if name == "top" else f"#{name}"
