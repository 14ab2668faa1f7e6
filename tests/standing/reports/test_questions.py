"""Further questions about a conflict: what their reports say is so, they fit, and they leave as JSON and tables."""

import io
import json
import re

import pytest

from negotiate import load
from negotiate.export.standing.registry import WRITERS, standing_json
from negotiate.report.blocks import Table
from negotiate.report.csv import csv
from negotiate.report.plain import plain
from negotiate.report.registry import REPORTS, report_of
from negotiate.report.screen.console import console
from negotiate.report.screen.page import screen
from negotiate.report.style import Look
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.questions.coalitions import coalitions
from negotiate.standing.questions.consensus import consensus
from negotiate.standing.questions.evolution import evolution
from negotiate.standing.questions.inverse import inverse
from negotiate.standing.questions.strength import strength
from negotiate.standing.questions.unknown import unknown

DILEMMA = GraphModel.from_tables(
    ["CC", "CD", "DC", "DD"],
    {
        "row": {"CC": ["DC"], "DC": ["CC"], "CD": ["DD"], "DD": ["CD"]},
        "column": {"CC": ["CD"], "CD": ["CC"], "DC": ["DD"], "DD": ["DC"]},
    },
    {"row": ["DC", "CC", "DD", "CD"], "column": ["CD", "CC", "DD", "DC"]},
)


def drawn(found, width=80, **look):
    stream = io.StringIO()
    settled = Look(width=width, **look)
    console(settled, file=stream).print(screen(report_of(found, settled), settled), crop=False)
    return stream.getvalue()


def told(found, **look):
    """What a person reads, without line breaks."""
    return " ".join(drawn(found, **look).split())


def answers(model):
    player, first, last = model.keys[0], model.states[0], model.states[-1]
    yield inverse(model, first)
    yield inverse(model, last, "SEQ")
    yield inverse(model, last, "SMR", "one-step")
    yield coalitions(model, "SEQ")
    yield evolution(model, [first, last, first])
    yield strength(model, {player: [first]})
    yield unknown(model, {player: [(first, last)]})
    yield consensus(model, "GMR")


@pytest.mark.parametrize("name", ["classics/chicken", "conflicts/cuba-1962", "conflicts/elmira-1991"])
def test_every_answer_fits_and_leaves_in_every_form(name):
    model = load(name).standing()
    for found in answers(model):
        for width in (80, 40):
            lines = drawn(found, width).splitlines()
            assert max(map(len, lines)) <= width
            assert len(lines) <= 40 or width == 40
            assert drawn(found, width, ascii=True).isascii()
        written = json.loads(json.dumps(standing_json(found, {"scenario": name})))
        assert written["schema"].startswith("negotiate/")
        assert written["scenario"] == {"scenario": name}
        assert plain(report_of(found))[0] == model.title
        assert csv(report_of(found))
        assert str(found).splitlines()[0] == model.title


def test_every_kind_of_answer_is_reported_and_written():
    assert {f"{kind.__module__}.{kind.__qualname__}" for kind, _ in WRITERS} <= set(REPORTS)


def test_the_inverse_question_says_who_would_have_to_like_what():
    text = told(inverse(DILEMMA, "CC"))
    assert "`CC` is not stable by R. row gains by going to `DC`. column gains by going to `CD`." in text
    assert "Two swaps of neighbours in the rankings would make `CC` stable. Fewer swaps cannot." in text
    assert "row would have to like `CC` one place better. column would have to like `CC` one place better." in text
    assert "`DD` is stable by R as the rankings are." in told(inverse(DILEMMA, "DD"))
    block = next(b for b in report_of(inverse(DILEMMA, "CC", "SEQ"), Look(all=True)).walk() if isinstance(b, Table))
    assert block.rows[0] == (
        "row",
        "yes",
        "going to `DC`",
        "column likes `DD` better than `DC`, and `DD` is no better for row",
    )
    written = standing_json(inverse(DILEMMA, "CC"))
    assert written["changes"][0]["rankings"] == {"row": [[0], [2], [3], [1]], "column": [[0], [1], [3], [2]]}
    assert written["demands"][0] == {
        "player": "row",
        "to": 2,
        "met": False,
        "alternatives": [[{"player": "row", "state": 0, "relation": "no worse", "than": 2}]],
        "complete": True,
    }


def test_states_that_nobody_would_leave_share_rows():
    found = coalitions(load("conflicts/elmira-1991").standing())
    block = next(b for b in report_of(found).walk() if isinstance(b, Table))
    rows = [state for who, state, _ in block.rows if who == "nobody"]
    assert len(rows) < 4 < len(found.standing)
    counts = [int(match[1]) if (match := re.search(r"[(](\d+) states[)]", row)) else 1 for row in rows]
    assert sum(counts) == len(found.standing)


def test_coalitions_are_told_with_what_they_would_leave_for():
    text = told(coalitions(DILEMMA))
    assert "The only state that no single player would leave (R) is not stable against coalitions." in text
    assert "row and column would leave `DD` together for `CC`, which is better for both." in text
    assert "Of 2 states that no single player would leave (SEQ), one is stable against coalitions too: `CC`" in told(
        coalitions(DILEMMA, "SEQ")
    )


def test_the_way_of_a_conflict_is_told_move_by_move():
    text = told(evolution(load("conflicts/elmira-1991").standing()))
    assert (
        "One move leads from today to deadlock, and pays the player who makes it: Local government sets stand" in text
    )
    assert "the Ministry of the Environment would gain nothing by setting order to modified." in text
    assert "Acting together, the players get there: Local government sets stand to insist, then the Ministry of" in text
    assert "No moves at all lead from" in told(
        evolution(
            GraphModel.from_tables(["A", "B"], {"row": {"A": ["B"]}}, {"row": ["B", "A"]}),
            ["A", "B", "A"],
        )
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("conflicts/cuba-1962", "They reach both states stable by SEQ: november 20 and october 28."),
        ("conflicts/elmira-1991", "They reach one of the ten states stable by R: deadlock."),
        ("conflicts/iran-2018", "They reach the one state stable by R: july 2019."),
    ],
)
def test_what_moves_that_pay_lead_to_is_counted(name, said):
    assert said in told(evolution(load(name).standing()))


def test_great_and_unknown_preferences_change_what_is_said():
    chicken = load("classics/chicken").standing()
    crash, yields = {"row": "straight", "column": "straight"}, {"row": "swerve", "column": "straight"}
    weak = told(strength(chicken, {}))
    assert "Suppose no player finds anything greatly better" in weak
    assert "`row swerve, column swerve` is weakly stable." in weak
    other = {"row": "straight", "column": "swerve"}
    strong = told(strength(chicken, {"row": [yields], "column": [other]}))
    both = "`row swerve, column swerve`, `row swerve, column straight` and `row straight, column swerve`"
    assert f"By GMR, {both} are strongly stable." in strong
    assert "`row swerve, column swerve` is weakly stable. By SEQ" in strong  # by SMR: a way out is only worse
    pair = unknown(chicken, {"row": [(crash, yields)]})
    assert "Suppose nobody knows whether Red likes `row swerve" in told(pair)
    assert "The letters name the stances" in told(pair)


def test_how_many_agree_is_counted_and_told():
    text = told(consensus(DILEMMA, "SEQ"))
    assert "2 states are stable for both players (SEQ)." in text
    assert "Fallback bargaining ends on `CC`, at place 2 of each ranking." in text


def test_what_today_is_not_is_said():
    model = load("conflicts/cuba-1962").standing()
    assert "today" in told(consensus(model)).lower()
    assert "is no state here" in told(inverse(load("europe/brexit-2019").standing(), {"payment": "20"}))
