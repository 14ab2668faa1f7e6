"""Every answer about what lasts fits its screen, and leaves as plain lines, tables and JSON."""

import io
import json

import pytest

from negotiate import strategies
from negotiate.export.repeated.registry import WRITERS, repeated_json
from negotiate.render.display import as_text
from negotiate.render.repeated.registry import TELLINGS, telling
from negotiate.repeated.many.evolution import evolution
from negotiate.repeated.matches.timeline import timeline
from negotiate.repeated.repertoire import Repertoire
from negotiate.repeated.sustaining.supporting import supporting
from negotiate.report.screen.console import console
from negotiate.report.style import Look
from tests.render.repeated.sampled import answers, dilemma, lopsided


def drawn(found, width=80, **look):
    stream = io.StringIO()
    settled = Look(width=width, **look)
    console(settled, file=stream).print(telling(found).page(found, settled), crop=False)
    return stream.getvalue()


GAMES = {"dilemma": dilemma(), "noisy": dilemma(noise=(0.02, 0.0), misread=(0.0, 0.05)), "lopsided": lopsided()}


@pytest.mark.parametrize("game", GAMES.values(), ids=GAMES)
def test_every_answer_fits_and_leaves_in_every_form(game):
    for found in answers(game):
        for width in (80, 40):
            for everything in (False, True):
                text = drawn(found, width, all=everything)
                assert max(map(len, text.splitlines())) <= width, type(found)
                if not everything and not isinstance(found, Repertoire):
                    assert len(text.splitlines()) <= (39 if width == 80 else 80), type(found)
        assert drawn(found, ascii=True).isascii(), type(found)
        told = telling(found)
        assert all("\t" not in line for line in told.csv(found))
        assert len(told.plain(found)) > 2
        for rows in told.rows(found):
            assert len({len(row) for row in rows}) == 1, type(found)
        text = json.dumps(repeated_json(found, {"scenario": "x"}), allow_nan=False)
        assert json.loads(text)["scenario"] == {"scenario": "x"}
        assert json.loads(text)["schema"].startswith("negotiate/")


def test_every_kind_of_answer_is_told_written_and_tested():
    told = {one.record for one in TELLINGS}
    assert told == {kind for kind, _ in WRITERS}
    assert told == {type(found) for found in answers(dilemma())}


def test_every_object_shows_itself_in_a_terminal_and_in_a_notebook(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    for found in [dilemma(), strategies["punish"], *others(dilemma()), *answers(dilemma())]:
        assert str(found) == as_text(found)
        assert found._repr_html_().startswith("<pre")


def others(game):
    """What shows itself and is no answer of the command line."""
    yield timeline(game, "tit_for_tat", rounds=7)
    yield supporting(game, (2.0, 3.2))
    yield evolution(game, "moran").takeover


def test_an_answer_of_another_lens_is_none_of_these():
    with pytest.raises(TypeError, match="TELLINGS"):
        telling(3)
    with pytest.raises(TypeError, match="WRITERS"):
        repeated_json(3)
