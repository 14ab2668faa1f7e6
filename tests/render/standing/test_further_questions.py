"""Further questions about a conflict: what their pages say is so, they fit, and they leave as JSON and tables."""

import io
import json
import re

import pytest

from negotiate import load
from negotiate.export.standing.registry import WRITERS, standing_json
from negotiate.render.standing.registry import TELLINGS, telling
from negotiate.report.screen.console import console
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
    console(settled, file=stream).print(telling(found).page(found, settled), crop=False)
    return " ".join(stream.getvalue().split()) if look.get("all") else stream.getvalue()


def told(found):
    """The sentences of the page, without line breaks."""
    return " ".join(drawn(found).split())


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
        lines = telling(found).plain(found)
        assert lines[0] == model.title
        assert telling(found).csv(found)
        assert str(found).splitlines()[0] == model.title


def test_every_kind_of_answer_is_told_and_written():
    assert {one.record for one in TELLINGS} == {kind for kind, _ in WRITERS}


def test_the_inverse_question_says_who_would_have_to_like_what():
    text = told(inverse(DILEMMA, "CC"))
    assert "`CC` does not stand by R: row gains by going to `DC`; column gains by going to `CD`." in text
    assert "after 2 swaps of neighbours in the rankings, and no fewer swaps do" in text
    assert "row would have to like it 1 place better and column would have to like it 1 place better" in text
    assert "`DD` stands by R as it is" in told(inverse(DILEMMA, "DD"))
    assert "column likes `DD` better than `DC` and `DD` is no better for row" in told(inverse(DILEMMA, "CC", "SEQ"))
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
    rows = [line for line in drawn(found).splitlines() if line.startswith("nobody")]
    assert len(rows) < 4 < len(found.standing)
    counts = [int(match[1]) if (match := re.search(r"[(](\d+) states[)]", row)) else 1 for row in rows]
    assert sum(counts) == len(found.standing)


def test_coalitions_are_told_with_what_they_would_leave_for():
    text = told(coalitions(DILEMMA))
    assert "Against coalitions the state that no single player would leave (R) does not stand." in text
    assert "`DD` does not: row and column would leave it together for `CC`, which is better for both." in text
    assert "Of 2 states that no single player would leave (SEQ), one stands against coalitions too: `CC`" in told(
        coalitions(DILEMMA, "SEQ")
    )


def test_the_way_of_a_conflict_is_told_move_by_move():
    text = told(evolution(load("conflicts/elmira-1991").standing()))
    assert "Deadlock is reached from today by Local government setting stand to insist, which pays for whoever" in text
    assert "Ministry of the Environment would gain nothing by setting order to modified." in text
    assert "Acting together they get there by Local government setting stand to insist, then Ministry of the" in text
    assert "No moves at all lead from" in told(
        evolution(
            GraphModel.from_tables(["A", "B"], {"row": {"A": ["B"]}}, {"row": ["B", "A"]}),
            ["A", "B", "A"],
        )
    )


def test_great_and_unknown_preferences_change_what_is_said():
    chicken = load("classics/chicken").standing()
    crash, yields = {"row": "straight", "column": "straight"}, {"row": "swerve", "column": "straight"}
    weak = told(strength(chicken, {}))
    assert "By GMR and SMR stand strongly" in weak
    assert "weakly `row swerve, column swerve`" in weak
    other = {"row": "straight", "column": "swerve"}
    strong = told(strength(chicken, {"row": [yields], "column": [other]}))
    assert "By GMR stand strongly `row swerve, column swerve`, `row swerve, column straight` and" in strong
    assert "column swerve`; weakly `row swerve, column swerve`. By SEQ" in strong  # by SMR: a way out is only worse
    pair = unknown(chicken, {"row": [(crash, yields)]})
    assert "Suppose nobody knows whether Red likes `row swerve" in told(pair)
    assert "Letters name the stances" in told(pair)


def test_how_many_agree_is_counted_and_told():
    text = told(consensus(DILEMMA, "SEQ"))
    assert "2 states stand for both players by SEQ." in text
    assert "they agree at place 2 of each ranking, on `CC`." in text
