"""Whoever rewords a sentence changes nothing else: no colour, no filter, no cut, no decision and no
value of JSON.

Every word of every block is written in letters of another script as it is made, so that no code
finds in it what it knows. Put back in all that is said, the letters must give what is said without
that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from string import ascii_letters
from typing import Any

import pytest

from negotiate.report import blocks
from tests.recorded import Told, answers, classes, pages, played, rehearsed

OTHER = "".join(chr(0x1200 + place) for place in range(len(ascii_letters)))
"""As many letters of one width, and without capitals."""
REWORDED, PUT_BACK = str.maketrans(ascii_letters, OTHER), str.maketrans(OTHER, ascii_letters)
NO_WORDS = {"role", "kind", "key", "value", "only", "tone", "sign", "mark", "marks"}
"""Fields of blocks that hold no words for people."""
RECORDS = [
    one
    for one in vars(blocks).values()
    if isinstance(one, type) and one.__module__ == blocks.__name__
]


def reworded(value: Any) -> Any:
    """A text in other letters, and so is every text in a tuple."""
    if isinstance(value, str):
        return value.translate(REWORDED)
    return tuple(map(reworded, value)) if isinstance(value, tuple) else value


def put_back(text: str) -> str:
    """A text in its own letters, capitals aside: an anchor of a page has none."""
    escaped = re.sub(r"\\u(12[0-9a-f]{2})", lambda one: chr(int(one[1], 16)), text)
    return escaped.translate(PUT_BACK).lower()


def reword(kind: type, patch: pytest.MonkeyPatch) -> None:
    """Reword every block of a kind as it is made."""
    plainly = kind.__init__

    def made(self: Any, *args: Any, **named: Any) -> None:
        plainly(self, *args, **named)
        for one in fields(kind):
            if one.name not in NO_WORDS:
                object.__setattr__(self, one.name, reworded(getattr(self, one.name)))

    patch.setattr(kind, "__init__", made)


def asked(name: str) -> Told:
    """What some commands answer."""
    for command in ("show", "solve", "tree", "deal", "stability", "simulate"):
        for form, text in answers([command, name]):
            yield f"{command} {form}", text


@pytest.mark.parametrize(
    ("tell", "name"),
    [
        (asked, "classics/chicken"),
        (asked, "classroom/bicycle-frames"),
        (asked, "classics/cuba-brams"),
        (pages, "classroom/bicycle-frames"),
        (pages, "classics/iterated-dilemma"),
        (classes, "classroom/bicycle-frames"),
        (classes, "classics/chicken"),
        (played, "classroom/bicycle-frames"),
        (played, "classics/chicken"),
        (played, "us-china/trade-war-2018-20"),
        (rehearsed, "classroom/bicycle-frames"),
        (rehearsed, "classics/iterated-dilemma"),
    ],
)
def test_other_words_change_nothing_else(
    tell: Callable[[str], Told], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = list(tell(name))
    for kind in RECORDS:
        reword(kind, monkeypatch)
    after = list(tell(name))
    assert before != after
    assert [asked for asked, _ in before] == [asked for asked, _ in after]
    assert [
        asked
        for (asked, text), (_, now) in zip(before, after, strict=True)
        if put_back(now) != put_back(text)
    ] == []
