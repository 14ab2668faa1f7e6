"""Each ready lesson as a hosted class: the command that the guide names, twenty people, and a debrief at the end."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from negotiate import load
from negotiate.classroom import afterwards
from negotiate.classroom.opening import new_class
from negotiate.classroom.robots import Robots
from negotiate.report.plain import plain

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "how-to" / "run-a-class.md").read_text("utf-8")
HOSTED = [shlex.split(line)[2:] for line in re.findall(r"^\| [\w ]+ \| `(negotiate host .+)` \|", GUIDE, re.M)]
PEOPLE = 20
TICKS = 5_000


def test_every_lesson_has_its_class() -> None:
    kits = [re.findall(r"^\$ negotiate kit (\S+)", page.read_text("utf-8"), re.M) for page in DOCS.glob("lessons/*.md")]
    assert sorted(one[0] for one in HOSTED) == sorted(names[0] for names in kits if names)


@pytest.mark.parametrize("words", HOSTED, ids=lambda words: words[0])
def test_twenty_people_play_a_lesson_to_its_debrief(words: list[str], tmp_path: Path) -> None:
    rounds = int(words[words.index("--rounds") + 1]) if "--rounds" in words else None
    scenario = load(words[0])
    found = new_class(scenario, str(tmp_path / "class"), rounds=rounds, silent="--silent" in words, robots=PEOPLE)
    lesson, robots = found.lesson, Robots(found.lesson)
    lesson.begin()
    for _ in range(TICKS):
        if lesson.over:
            break
        robots.move()
    assert lesson.over, "the class does not end by itself"
    assert len(lesson.groups) == PEOPLE // len(scenario.players)
    results = lesson.results()
    assert sorted(results) == sorted(map(str, lesson.groups))
    debrief = afterwards.debriefed(lesson)
    afterwards.write(found.folder, afterwards.files(lesson, debrief))
    assert (found.folder / "debrief.html").exists()
    said = "\n".join(plain(debrief, everything=True))
    assert scenario.heading in said
    for group in lesson.groups:
        assert re.search(rf"^\s*{group}\b", said, re.M), f"group {group} is missing:\n{said}"
