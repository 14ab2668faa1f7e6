"""What is asked of every writer alike: each that a form of the command line names, and any that
will be added there.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import fields, replace
from pkgutil import resolve_name
from typing import Any, get_args

import pytest

from negotiate.cli.arguments import writers
from negotiate.report import blocks, html
from negotiate.report.blocks import Block, Bullets, Cell, Report, Section
from negotiate.report.screen import screen, show
from negotiate.report.style import Look
from negotiate.report.svg import svgs
from tests.report.samples import REPORT
from tests.strange_texts import ARABIC, CHINESE, GERMAN, SCRIPT

Writer = Callable[[Report], list[str]]
SAMPLE = replace(
    REPORT, blocks=(*REPORT.blocks, Bullets(("one thing", "another")), Bullets(("counted",), 3))
)
NO_WORDS = {"role", "kind", "key", "value", "only", "tone", "sign", "mark", "marks", "problems"}
"""Fields of blocks that hold no words for people."""
RECORDS = [
    one.__name__
    for one in vars(blocks).values()
    if isinstance(one, type) and one.__module__ == blocks.__name__
]
LEAK = re.compile(
    rf"\b({'|'.join(RECORDS)}|Problem|Fraction|array|float64|dict|tuple)\(|\bNone\b|<object|\bnan\b"
)


def drawn(report: Report) -> list[str]:
    """What stands on a screen."""
    stream, look = io.StringIO(), Look(all=True)
    show(screen(report, look), look, file=stream)
    return stream.getvalue().splitlines()


def lines_of(path: str) -> Writer:
    """A writer of lines by its path, asked for everything where it can leave something out."""
    write: Callable[..., list[str]] = resolve_name(f"negotiate.report.{path}")
    return lambda report: write(report) if path.endswith(":csv") else write(report, everything=True)


SIGNS = "a\tb\nc\r\x00\x1b[2J\u202e`|*_[x](y)"
OWN: dict[str, Writer] = {
    "html": lambda report: html.page(report).splitlines(),
    "svg": lambda report: [line for picture in svgs(report) for line in picture.splitlines()],
}
"""Writers of files."""
WRITERS: dict[str, Writer] = {
    "screen": drawn,
    **{form: OWN.get(path) or lines_of(path) for form, path in writers().items() if path != "json"},
}
"""Form → what it writes, line by line; what JSON holds is a result, and no report."""


def hostile(value: Any, more: str) -> Any:
    """The same with something behind every text for people."""
    if isinstance(value, str):
        return f"{value} {more}" if value else value
    if isinstance(value, tuple):
        return tuple(hostile(one, more) for one in value)
    if type(value).__name__ in RECORDS:
        words = {
            one.name: getattr(value, one.name) for one in fields(value) if one.name not in NO_WORDS
        }
        return replace(value, **{name: hostile(one, more) for name, one in words.items()})
    return value


def test_the_sample_holds_every_block() -> None:
    assert {type(one) for one in SAMPLE.walk()} == set(get_args(Block))


@pytest.mark.parametrize("form", WRITERS)
def test_no_block_is_told_as_python_writes_it(form: str) -> None:
    told = WRITERS[form](SAMPLE)
    assert told
    assert [line for line in told if LEAK.search(line)] == []


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("more", [SCRIPT, ARABIC, CHINESE, GERMAN, SIGNS, "=1+1", "w" * 300])
def test_no_text_breaks_out_of_a_form(form: str, more: str) -> None:
    told = WRITERS[form](hostile(SAMPLE, more))
    assert told
    for line in told:
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", line), line
        assert form not in OWN or not re.search(r"<script|onerror=\"", line), line
    assert [line for line in told if LEAK.search(line)] == []


@pytest.mark.parametrize("form", [form for form in WRITERS if form not in ("csv", "svg")])
def test_every_text_is_told(form: str) -> None:
    """All but CSV, which has tables alone, and pictures, which have plots alone."""
    told = " ".join(" ".join(WRITERS[form](SAMPLE)).split())
    words = [one.text for one in SAMPLE.walk() if isinstance(one, blocks.Sentence | blocks.Note)]
    words += [one.title for one in SAMPLE.walk() if isinstance(one, Section)]
    words += ["one thing", "another", "counted", "is first", "third", "stay", "right"]
    assert [
        one for one in words if one.replace("`", "") not in re.sub(r"`|</?code>|\\\\", "", told)
    ] == []


def test_a_cell_is_told_by_what_people_read() -> None:
    assert str(Cell("★", "pure")) == f"{Cell('★', 'pure')}" == "★"
