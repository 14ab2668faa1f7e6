"""What a reader sees of every shipped scenario, word for word or number for number: 80 columns, no
colour.

A change of a picture shows here as a difference to be read. To accept it, write the transcripts
anew and look at what the version control says of them::

    NEGOTIATE_WRITE_GOLDEN=1 python -m pytest tests/golden
"""

from __future__ import annotations

import difflib
import os

import pytest

from negotiate.equilibrium.registry import CONCEPTS
from negotiate.language.library import shipped
from tests.golden.transcripts import (
    ASKED_FOR_CONCEPTS,
    HERE,
    IN_FULL,
    QUESTIONS,
    alike,
    answer,
    asked,
    in_full,
    kept,
    transcript,
)

WIDTH = 80
WRITING = os.environ.get("NEGOTIATE_WRITE_GOLDEN", "") not in ("", "0")


@pytest.mark.parametrize("name", shipped())
def test_the_answers_are_those_on_file(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    now = {" ".join(words): answer(name, words, capsys) for words in asked(name)}
    if WRITING:
        text = "\n".join(f"$ negotiate {typed}\n{text}" for typed, text in now.items())
        transcript(name).parent.mkdir(parents=True, exist_ok=True)
        transcript(name).write_text(text, encoding="utf-8", newline="\n")
    before = kept(name)
    assert list(before) == list(now), "NEGOTIATE_WRITE_GOLDEN=1 writes what is missing"
    changes = []
    for typed, text in now.items():
        same = text == before[typed] if in_full(name, typed.split()) else alike(text, before[typed])
        if not same:
            lines = difflib.unified_diff(
                before[typed].splitlines(), text.splitlines(), "on file", "now", lineterm=""
            )
            changes.append("\n".join([f"`negotiate {typed}` says something else:", *lines]))
    if changes:
        pytest.fail("\n\n".join(changes), pytrace=False)


@pytest.mark.parametrize(
    "name", [name for name in shipped() if name in IN_FULL or name in QUESTIONS]
)
def test_what_is_on_file_in_full_fits_and_has_no_colour(name: str) -> None:
    lines = [
        line
        for typed, text in kept(name).items()
        if in_full(name, typed.split())
        for line in text.splitlines()
    ]
    assert "\x1b" not in "".join(lines)
    assert max(map(len, lines)) <= WIDTH
    assert [line for line in lines if line != line.rstrip()] == []


def test_every_concept_has_a_text() -> None:
    texts = {typed for name in ASKED_FOR_CONCEPTS for typed in kept(name)}
    asked_for = {typed.partition(" --concept ")[2] for typed in texts if typed.startswith("solve ")}
    assert {concept.name for concept in CONCEPTS} - asked_for == set()


def test_no_transcript_is_left_of_a_scenario_that_is_gone() -> None:
    wanted = {transcript(name) for name in shipped()}
    assert [
        str(path.relative_to(HERE)) for path in sorted(HERE.rglob("*.txt")) if path not in wanted
    ] == []
