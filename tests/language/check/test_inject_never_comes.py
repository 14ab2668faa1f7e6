"""Injects whose `when` can never hold, and texts of a template that are left in a file."""

from pathlib import Path

import pytest

from negotiate.language.check.files import check_file, unfilled
from negotiate.language.writing.new import new
from tests.cli.shell import ask
from tests.play.war_game import WAR


@pytest.mark.parametrize(
    ("when", "comes"),
    [
        ("tension >= 4", True),
        ("tension >= 10", True),
        ("tension > 10", False),
        ("60 <= tension", False),
        ("tension < 0", False),
        ("tension == 11", False),
        ("tension >= 60 or turn == 2", True),
        ("tension >= 60 or turn > 3", False),
        ("turn == 3 and us_tariff == high", True),
        ("not tension >= 60", True),
        ("tension + turn >= 60", True),  # sums are not looked into
    ],
)
def test_an_inject_that_cannot_come(tmp_path: Path, when: str, comes: bool) -> None:
    path = tmp_path / "war.yaml"
    path.write_text(WAR.replace("tension >= 4", when), "utf-8")
    assert ("inject-never-comes" not in [one.code for one in check_file(str(path))]) == comes


def test_texts_of_a_template_that_are_left_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.yaml"
    new("war-game", path)
    assert unfilled(str(path)) == 5
    found = ask(capsys, "check", str(path))
    assert (
        "Still to be filled in: 5 texts in <angle brackets>. `--profile class` lists them."
        in " ".join(found.err.split())
    )
    path.write_text(WAR, "utf-8")
    assert unfilled(str(path)) == 0
    assert ask(capsys, "check", str(path)).err == ""
