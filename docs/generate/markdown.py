"""Small pieces of Markdown: tables, fences, numpydoc docstrings in another dress."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence

HEADING = re.compile(r"^(?P<title>[A-Z][A-Za-z ]+)\n-{3,}\n", re.MULTILINE)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; bars and line ends inside of cells are minded."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def fence(language: str, text: str) -> str:
    """A fenced block, with as many ticks as its text needs."""
    ticks = "`" * max(3, *(len(run) + 1 for run in re.findall(r"^`{3,}", text, re.MULTILINE)), 3)
    return f"{ticks}{language}\n{text.rstrip()}\n{ticks}\n"


def sentence(text: str) -> str:
    """Words with a capital letter at their beginning and a full stop at their end."""
    text = text.strip()
    if not text:
        return ""
    start = text[0].upper() if text[0].isalpha() else text[0]
    return start + text[1:] + ("" if text[-1] in ".?!:" else ".")


def docstring(found: object) -> str:
    """A numpydoc docstring as Markdown."""
    text = inspect.getdoc(found) or ""
    parts = HEADING.split(text)
    result = [_prose(parts[0])]
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        if title in ("Parameters", "Returns", "Raises", "Attributes"):
            result.append(f"**{title}**\n\n{_definitions(body)}")
        elif title == "Examples":
            result.append(f"**{title}**\n\n{fence('python', _example(body))}")
        else:
            result.append(f"**{title}**\n\n{_prose(body)}")
    return "\n".join(part for part in result if part.strip())


def _example(body: str) -> str:
    return body.strip() + "\n\n"


def _prose(text: str) -> str:
    """Paragraphs; what follows `::` becomes a fence."""
    parts = re.split(r"\n?::\n\n((?:(?: {4}.*)?\n)+)", text.strip() + "\n")
    texts, drawings = parts[::2], parts[1::2]
    result = [_wrapped(texts[0])]
    for drawing, rest in zip(drawings, texts[1:], strict=True):
        result += [fence("text", inspect.cleandoc(drawing)), _wrapped(rest)]
    return "\n".join(part for part in result if part.strip())


def _wrapped(text: str) -> str:
    text = re.sub(r"``([^`]+)``", r"`\1`", text.strip())
    return f"{text}\n" if text else ""


def _definitions(body: str) -> str:
    """Names with what they are, as a list."""
    result = []
    for head, text in re.findall(
        r"^(\S.*)\n((?:(?: {4}.*)?\n?)*)", body.strip() + "\n", re.MULTILINE
    ):
        name, _, kind = head.partition(" : ")
        said = " ".join(_wrapped(text).split())
        result.append(f"- `{name}`{f' ({kind})' if kind else ''}{f': {said}' if said else ''}\n")
    return "".join(result)


def list_of(names: Iterable[str]) -> str:
    """Names in backticks, with commas."""
    return ", ".join(f"`{name}`" for name in names)
