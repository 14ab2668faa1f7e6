"""A whole class in a real browser, through taps: two deals, one no-deal, a phone that reloads and one that vanishes.

All four phones have a slow line.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.classroom.students import served

TAPS = Path(__file__).parent / "class.mjs"
LONGEST = 600
"""Seconds for a whole class."""
BROWSER = os.environ.get("CHROMIUM") and os.environ.get("NODE_FOLDER")
pytestmark = pytest.mark.skipif(not BROWSER, reason="CHROMIUM and NODE_FOLDER name no browser")


def test_a_class_is_played_through_taps(tmp_path: Path) -> None:
    with served("us-china/beijing-2018-class", "--out", str(tmp_path / "class")) as server:
        url = server.url
        given = {
            "url": url,
            "code": server.code,
            "desk": f"{url}/desk#{server.desk_key}",
            "wall": f"{url}/wall#{server.wall_key}",
            "issue": "purchases",
            "option": "thirty",
        }
        told = subprocess.run(
            ["node", TAPS, json.dumps(given)], capture_output=True, text=True, timeout=LONGEST, check=False
        )
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    assert found["complaints"] == []
    facts = found["facts"]
    assert facts["outcomes"] == ["deal", "deal", "no deal", "vanished"]
    assert (facts["pairs"], facts["again"]) == ([2, 2], [2, 2])
    assert facts["kept"] == "thirty", "a reload keeps what was chosen"
    assert facts["waits"].startswith("You wait for ")
    assert "of 4 groups signed a deal" in facts["debrief"]
    assert facts["scripts"] == 0, "a name is text"
    assert facts["weight"] < 60_000
    assert facts["seconds"] < 10, "a phone on a slow line has the first page soon"
