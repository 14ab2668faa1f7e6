"""Whole classes in a real browser, through taps: one on slow lines, and one with strange names and
labels.
"""

from __future__ import annotations

import json
import os
import subprocess
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.classroom.students import served
from tests.play.test_by_outcome import BOTH
from tests.strange_texts import MESSAGES, NAMES, STRANGE_CLASS

HERE = Path(__file__).parent
LONGEST = 600
"""Seconds for a whole class."""
BROWSER = os.environ.get("CHROMIUM") and os.environ.get("NODE_FOLDER")
pytestmark = pytest.mark.skipif(not BROWSER, reason="CHROMIUM and NODE_FOLDER name no browser")


def tapped(script: str, arguments: list[str], **given: object) -> dict[str, Any]:
    """What a script found out about the class that it played."""
    with served(*arguments) as server:
        links = {
            kind: f"{server.url}/{kind}#{getattr(server, f'{kind}_key')}"
            for kind in ("desk", "wall")
        }
        asked = {
            "url": server.url,
            "code": server.code,
            "pictures": os.environ.get("PICTURES"),
            **links,
            **given,
        }
        told = subprocess.run(
            ["node", HERE / script, json.dumps(asked)],
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    assert found["complaints"] == []
    facts: dict[str, Any] = found["facts"]
    return facts


def test_a_class_is_played_through_taps(tmp_path: Path) -> None:
    arguments = ["us-china/beijing-2018-class", "--out", str(tmp_path / "class")]
    facts = tapped("class.mjs", arguments, issue="purchases", option="thirty")
    assert facts["outcomes"] == ["deal", "deal", "no deal", "vanished"]
    assert (facts["pairs"], facts["again"]) == ([2, 2], [2, 2])
    assert facts["kept"] == "thirty", "a reload keeps what was chosen"
    for who, said in facts["worths"]:
        assert "United States" in who
        assert said == "To you this deal is worth 22 points: worse than no deal (28)."
    assert facts["waits"].startswith("You wait for ")
    assert "of 4 groups signed a deal" in facts["debrief"]
    assert facts["scripts"] == 0, "a name is text"
    assert facts["weight"] < 60_000
    assert facts["seconds"] < 10, "a phone on a slow line has the first page soon"


def test_two_phones_sign_what_holds_after_each_decision(tmp_path: Path) -> None:
    facts = tapped(
        "venture.mjs", ["classroom/joint-venture", "--out", str(tmp_path / "class")], package=BOTH
    )
    who, said = facts["worths"]
    assert said.startswith(
        f"To you this deal is worth {'17.8' if 'laboratory' in who else '4.6'} million euros: "
        "better"
    )
    for one in facts["ends"]:
        assert "Fee if approved: 4 million euros; " in one
        assert "The laboratory's share if refused: 70 %." in one


def points(player: str, package: dict[str, str]) -> float:
    """What the file says that a package is worth."""
    terms = STRANGE_CLASS["payoffs"][player].values()
    return sum(
        one["amount"] if "amount" in one else one["values"].get(package[one["by"]], 0)
        for one in terms
    )


def test_three_phones_play_from_a_wrong_code_to_their_results(tmp_path: Path) -> None:
    path = tmp_path / "strange.yaml"
    path.write_text(json.dumps(STRANGE_CLASS), "utf-8")
    players, issues = STRANGE_CLASS["players"], STRANGE_CLASS["issues"]
    packages = [
        dict(zip(issues, some, strict=True))
        for some in product(*(one["options"] for one in issues.values()))
    ]
    worths = [[points(key, package) for package in packages] for key in players]
    answers = {
        "|".join(
            [player["name"], *(issues[key]["options"][one]["name"] for key, one in package.items())]
        ): worth
        for player, own in zip(players.values(), worths, strict=True)
        for package, worth in zip(packages, own, strict=True)
    }
    facts = tapped(
        "whole.mjs",
        [str(path), "--bots", "1", "--out", str(tmp_path / "class")],
        names=NAMES,
        messages=MESSAGES,
        packages=packages,
        answers=answers,
        refused={"x": "mid", "y": "large"},
        signed={"x": "high", "y": "large"},
    )
    assert facts["kept"] == ["WRONG2", NAMES[0]]
    assert facts["corrects"] == "code"
    assert sorted(facts["renamed"]) == [0, 1, 1, 1], "a robot keeps its name"
    assert facts["corrected"] == [True, False, ""], "under its own question, and nowhere else"
    assert facts["goesOn"] == "on"
    assert facts["next"] == [False, "", "asked"]
    assert facts["after"] == [False, "", "status", False]
    for said, own, alone, unit in zip(
        facts["worths"], worths, (10, 0), ("points", "关税"), strict=True
    ):
        for words, worth in zip(said, own, strict=True):
            than = (
                "better than" if worth > alone else "worse than" if worth < alone else "as good as"
            )
            assert words.startswith(f"To you this deal is worth {worth:g} {unit}"), words
            assert words.endswith(f": {than} no deal ({alone}).")
    assert facts["mended"] == "", "what was refused is no more offered"
    first, second = facts["results"]
    assert first.startswith("You get 19.5 points: better than no deal (10).")
    assert "You get 3 " in second
    assert facts["ended"][:4] == [False, False, "", ""], (
        "nothing is asked, nothing old is announced"
    )
    assert "Without a deal you have " in facts["ended"][4]
    assert all("on the Pareto frontier" in one for one in facts["possible"])
    assert facts["seen"], "the picture is on the wall without scrolling"
    assert sorted(facts["drawn"]) == [False, True, True]
    assert facts["reopened"] == ["", "", ""]
    assert facts["back"], "who comes back gets a seat"
