"""A ready lesson is fifty minutes long, fits its class, and needs no page but its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import negotiate
from negotiate.language.check.files import check_file
from negotiate.language.library import find
from negotiate.pages.kit import MINUTES, kit

FOLDER = Path(__file__).parents[2] / "docs" / "lessons"
LESSONS = sorted(path for path in FOLDER.glob("*.md") if path.name != "index.md")
LONGEST = 153
"""Lines of a page: what a teacher reads the evening before."""
SECTIONS = [
    "What students learn",
    "Before the class",
    "Minute by minute",
    "What to say",
    "Ten groups and their debrief",
    "Questions for the class",
    "What usually goes wrong",
    "If you have longer",
    "Sources",
]


def text(lesson: Path) -> str:
    return lesson.read_text("utf-8")


def scenario(lesson: Path) -> str:
    found = re.search(r"^\$ negotiate kit (\S+)", text(lesson), re.MULTILINE)
    assert found, "the lesson writes no kit"
    return found[1]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_is_fifty_minutes_long(lesson: Path) -> None:
    rows = re.findall(
        r"^\| (\d+) \| (\d+) \| .+ \|$", text(lesson).partition("## What to say")[0], re.MULTILINE
    )
    starts, lengths = ([int(row[k]) for row in rows] for k in (0, 1))
    assert sum(lengths) == MINUTES
    assert starts == [sum(lengths[:k]) for k in range(len(lengths))]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_gives_reading_and_playing_the_minutes_of_the_guide(lesson: Path) -> None:
    """What the guide says of handing out, reading and playing ends where a row of the plan ends."""
    guide = "\n".join(kit(negotiate.load(scenario(lesson))).documents[0].text)
    told = dict(re.findall(r"^- \*\*(.+)\*\*: (\d+) minutes?$", guide, re.MULTILINE))
    out, read, play = (int(told[what]) for what in told if what != "debrief")
    rows = re.findall(
        r"^\| (\d+) \| (\d+) \| .+ \|$", text(lesson).partition("## What to say")[0], re.MULTILINE
    )
    assert (str(out + read), str(play)) in rows


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_speaks_of_every_page_of_its_kit(lesson: Path) -> None:
    said = text(lesson).partition("## Minute by minute")[0]
    for page in kit(negotiate.load(scenario(lesson))).documents:
        assert f"`{page.name}.html`" in said or (
            page.name.startswith("brief-") and "The two briefs" in said
        )


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_begins_with_an_empty_computer_and_has_every_part(lesson: Path) -> None:
    said = text(lesson)
    assert said.count("\n") <= LONGEST
    assert re.findall(r"^## (.+)$", said, re.MULTILINE) == SECTIONS
    assert re.findall(r"^\d\. ", said, re.MULTILINE) == ["1. ", "2. ", "3. "]
    for system in ("source .venv/bin/activate", r".venv\Scripts\Activate.ps1"):
        assert system in said
    assert said.count("\npython -m pip install .\n") == 1


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_the_scenario_of_a_lesson_is_ready_for_a_class(lesson: Path) -> None:
    path = find(scenario(lesson))[0]
    assert list(check_file(str(path), profile="class")) == []
    shipped = negotiate.load(scenario(lesson))
    assert shipped.about.minutes
    assert shipped.about.group
    assert shipped.about.teaches
    assert {"public", "teacher", *shipped.players} <= {*shipped.briefs}


def test_the_index_names_every_lesson_with_its_scenario() -> None:
    index = text(FOLDER / "index.md")
    for lesson in LESSONS:
        assert f"({lesson.name}) | `{scenario(lesson)}` |" in index
