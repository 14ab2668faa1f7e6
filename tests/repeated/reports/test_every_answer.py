"""Every answer about what lasts fits its screen, and leaves in every form."""

import json

import pytest

from negotiate import strategies
from negotiate.cli.arguments import Form
from negotiate.cli.forms import Answer
from negotiate.cli.forms import tell as leave
from negotiate.repeated.many.evolution import evolution
from negotiate.repeated.matches.timeline import timeline
from negotiate.repeated.sustaining.supporting import supporting
from negotiate.report import REPORTS, report_of
from negotiate.report.blocks import Table
from negotiate.report.html import page
from negotiate.report.json import json_of
from negotiate.report.plain import csv, plain
from negotiate.report.screen import as_text
from tests.repeated.reports.sampled import answers, dilemma, drawn, lopsided

GAMES = {
    "dilemma": dilemma(),
    "noisy": dilemma(noise=(0.02, 0.0), misread=(0.0, 0.05)),
    "lopsided": lopsided(),
}


def others(game):
    """What shows itself and is no answer of the command line."""
    yield timeline(game, "tit_for_tat", rounds=7)
    yield supporting(game, (2.0, 3.2))
    yield evolution(game, "moran").takeover


@pytest.mark.parametrize("game", GAMES.values(), ids=GAMES)
def test_every_answer_fits_and_leaves_in_every_form(game):
    for found in answers(game):
        for width in (80, 40):
            for everything in (False, True):
                text = drawn(found, width, all=everything)
                assert max(map(len, text.splitlines())) <= width, type(found)
                if not everything:
                    assert len(text.splitlines()) <= (40 if width == 80 else 80), type(found)
        assert drawn(found, ascii=True, all=True).isascii(), type(found)
        report = report_of(found)
        assert all("\t" not in line for line in csv(report))
        assert len(plain(report)) > 2
        assert page(report).count("<main>") == 1
        for block in report.walk():
            if isinstance(block, Table):
                assert {len(row) for row in block.rows} <= {len(block.columns)}, type(found)
        text = json.dumps(json_of(found, {"scenario": "x"}), allow_nan=False)
        assert json.loads(text)["scenario"] == {"scenario": "x"}
        assert json.loads(text)["schema"].startswith("negotiate/")


def test_every_kind_of_answer_is_reported_and_tested():
    told = {name for name in REPORTS if name.startswith("negotiate.repeated.")}
    shown = [dilemma(), strategies["punish"], *others(dilemma())]
    kinds = {type(found) for found in answers(dilemma())}
    assert told == {
        f"{kind.__module__}.{kind.__qualname__}" for kind in (*kinds, *map(type, shown))
    }


def test_every_object_shows_itself_in_a_terminal_and_in_a_notebook(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    for found in [dilemma(), strategies["punish"], *others(dilemma()), *answers(dilemma())]:
        assert str(found) == as_text(found)
        assert found._repr_html_().startswith("<div")


def test_what_is_drawn_leaves_as_pictures(tmp_path, capsys):
    file = tmp_path / "area.svg"
    found = next(one for one in answers(dilemma()) if type(one).__name__ == "Sustainable")
    leave(Answer(found), Form(svg=str(file)))
    assert "<polygon" in file.read_text(encoding="utf-8")
    assert "is written" in capsys.readouterr().out
