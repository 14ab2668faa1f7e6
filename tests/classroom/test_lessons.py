"""Each ready lesson as a hosted class: the command that its page names, twenty people, and a
debrief at the end.
"""

from __future__ import annotations

import re
import shlex
from contextlib import closing
from pathlib import Path

import pytest

from negotiate import load
from negotiate.classroom import afterwards
from negotiate.classroom.opening import new_class
from negotiate.classroom.robots import Robots
from negotiate.report.plain import plain

DOCS = Path(__file__).parents[2] / "docs"
HOSTED = {
    page.stem: shlex.split(found[1])[2:]
    for page in sorted(DOCS.glob("lessons/*.md"))
    if (found := re.search(r"`(negotiate host .+?)`", page.read_text("utf-8")))
}
PEOPLE = 20
TICKS = 5_000


def test_every_lesson_has_its_class() -> None:
    guide = (DOCS / "how-to" / "run-a-class.md").read_text("utf-8")
    table = re.findall(r"^\| [\w ]+ \| `negotiate host (.+)` \|", guide, re.M)
    assert sorted(HOSTED.values()) == sorted(map(shlex.split, table)), (
        "the guide names other commands"
    )
    for lesson, words in HOSTED.items():
        assert f"$ negotiate kit {words[0]}" in (DOCS / "lessons" / f"{lesson}.md").read_text(
            "utf-8"
        )
    assert len(HOSTED) == len([*DOCS.glob("lessons/*.md")]) - 1, "all but the list of lessons"


@pytest.mark.parametrize("lesson", HOSTED)
def test_twenty_people_play_a_lesson_to_its_debrief(lesson: str, tmp_path: Path) -> None:
    words = HOSTED[lesson]
    rounds = int(words[words.index("--rounds") + 1]) if "--rounds" in words else None
    scenario = load(words[0])
    found = new_class(
        scenario, str(tmp_path / "class"), rounds=rounds, silent="--silent" in words, robots=PEOPLE
    )
    with closing(found.store):
        played, robots = found.lesson, Robots(found.lesson)
        played.begin()
        for _ in range(TICKS):
            if played.over:
                break
            robots.move()
        assert played.over, "the class does not end by itself"
        assert len(played.groups) == PEOPLE // len(scenario.players)
        results = played.results()
        assert sorted(results) == sorted(map(str, played.groups))
        debrief = afterwards.debriefed(played)
        afterwards.write(found.folder, afterwards.files(played, debrief))
        assert (found.folder / "debrief.html").exists()
    said = "\n".join(plain(debrief, everything=True))
    assert scenario.heading in said
    for group in played.groups:
        assert re.search(rf"^\s*{group}\b", said, re.M), f"group {group} is missing:\n{said}"
