"""Games that the computer plays with itself, to see how they end."""

import re
from pathlib import Path

import pytest

from negotiate import load
from negotiate.equilibrium.trees import choice
from negotiate.play.opponents import opponents
from negotiate.play.rehearsals import rehearse
from negotiate.play.table import Seat, new_table
from negotiate.report import report_of
from negotiate.report.html import page
from negotiate.report.plain import csv, plain
from negotiate.report.style import Look
from tests.cli.shell import ask


def test_what_theory_says_is_worked_out_once_for_players_and_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, solved = list[object](), choice.solved
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        choice, "solved", lambda game, *rest: asked.append(game) or solved(game, *rest)
    )
    assert ask(capsys, "play", "classics/beer-quiche", "--auto", "2").code == 0
    assert len(asked) == 1


WORDLESS = re.compile("<style.*?</style>|<script.*?</script>|<[^>]+>", re.DOTALL)


@pytest.mark.parametrize(
    "name",
    [
        "us-china/beijing-2018-class",
        "classics/chicken",
        "classics/iterated-dilemma",
        "classics/used-car",
    ],
)
def test_of_games_nothing_is_told_that_is_said_of_groups_in_a_class(name: str) -> None:
    table = new_table(load(name), seed=1)
    seats = {key: Seat(key, opponents(table)[0].name) for key in table.form.seats}
    report = report_of(rehearse(new_table(load(name), seed=1, seats=seats), 4), Look(all=True))
    said = "\n".join([*plain(report, True), *csv(report), WORDLESS.sub("", page(report))]).lower()
    assert "group" not in said
    assert "the class" not in said
    assert "game" in said
