"""Further questions about a conflict: what their reports say is so, they fit, and they leave as
JSON and tables.
"""

import io
import json
import re

import pytest

from negotiate import load
from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.questions.coalitions import coalitions, consensus
from negotiate.conflict.questions.evolution import evolution
from negotiate.conflict.questions.inverse import inverse
from negotiate.conflict.questions.preferences import strength, unknown
from negotiate.report import report_of
from negotiate.report.blocks import Cell, Table
from negotiate.report.json import json_of
from negotiate.report.plain import csv, plain
from negotiate.report.screen import console, screen
from negotiate.report.style import Look

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


@pytest.mark.parametrize(
    "name", ["classics/chicken", "conflicts/cuba-1962", "conflicts/elmira-1991"]
)
def test_every_answer_fits_and_leaves_in_every_form(name):
    model = load(name).standing()
    for found in answers(model):
        for width in (80, 40):
            lines = drawn(found, width).splitlines()
            assert max(map(len, lines)) <= width
            assert len(lines) <= 40 or width == 40
            assert drawn(found, width, ascii=True).isascii()
        written = json.loads(json.dumps(json_of(found, {"scenario": name})))
        assert written["schema"].startswith("negotiate/")
        assert written["scenario"] == {"scenario": name}
        assert plain(report_of(found))[0] == model.title
        assert csv(report_of(found))
        assert str(found).splitlines()[0] == model.title


def test_the_inverse_question_says_who_would_have_to_like_what():
    text = told(inverse(DILEMMA, "CC"))
    assert (
        '"CC" is not stable by R. row gains by going to "DC". column gains by going to "CD".'
        in text
    )
    assert (
        'Two swaps of neighbouring states in the rankings would make "CC" stable. Fewer swaps are '
        "not enough."
    ) in text
    assert (
        'row would have to rank "CC" one place higher. column would have to rank "CC" one place '
        "higher."
    ) in text
    assert '"DD" is stable by R under the given rankings.' in told(inverse(DILEMMA, "DD"))
    block = next(
        b
        for b in report_of(inverse(DILEMMA, "CC", "SEQ"), Look(all=True)).walk()
        if isinstance(b, Table)
    )
    assert block.rows[0] == (
        Cell("row", "row"),
        "yes",
        Cell('Going to "DC"', "DC"),
        'column likes "DD" better than "DC", and "DD" is no better for row',
    )


def test_states_that_nobody_would_leave_share_rows():
    found = coalitions(load("conflicts/elmira-1991").standing())
    block = next(b for b in report_of(found).walk() if isinstance(b, Table))
    rows = [state.shown for who, state, _ in block.rows if who == "no coalition"]
    assert len(rows) < 4 < len(found.standing)
    counts = [
        int(match[1]) if (match := re.search(r"[(](\d+) states[)]", row)) else 1 for row in rows
    ]
    assert sum(counts) == len(found.standing)


def test_coalitions_are_told_with_what_they_would_leave_for():
    text = told(coalitions(DILEMMA))
    assert (
        "Of 1 state that no single player would leave (R), none is also stable against coalitions."
        in text
    )
    assert 'row and column would leave "DD" together for "CC", which is better for both.' in text
    assert (
        "Of 2 states that no single player would leave (SEQ), one is also stable against "
        'coalitions: "CC"'
    ) in told(coalitions(DILEMMA, "SEQ"))


def test_the_way_of_a_conflict_is_told_move_by_move():
    text = told(evolution(load("conflicts/elmira-1991").standing()))
    assert (
        'From today to Deadlock, each move pays the mover: Local government chooses "insist".'
        in text
    )
    assert 'the Ministry of the Environment gains nothing by choosing "modified".' in text
    assert (
        'By acting together, the players reach October 1991: Local government chooses "insist", '
        "then the Ministry of"
    ) in text
    assert "No moves at all lead from" in told(
        evolution(
            GraphModel.from_tables(["A", "B"], {"row": {"A": ["B"]}}, {"row": ["B", "A"]}),
            ["A", "B", "A"],
        )
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "conflicts/cuba-1962",
            (
                "Two of these are stable by SEQ: November 20 and October 28. The conflict has 2 "
                "such "
                "states in all."
            ),
        ),
        (
            "conflicts/elmira-1991",
            "One of these is stable by R: Deadlock. The conflict has 10 such states in all.",
        ),
        (
            "conflicts/iran-2018",
            "One of these is stable by R: July 2019. The conflict has 1 such state in all.",
        ),
    ],
)
def test_what_moves_that_pay_lead_to_is_counted(name, said):
    assert said in told(evolution(load(name).standing()))


def test_great_and_unknown_preferences_change_what_is_said():
    chicken = load("classics/chicken").standing()
    crash, yields = (
        {"row": "straight", "column": "straight"},
        {"row": "swerve", "column": "straight"},
    )
    weak = told(strength(chicken, {}))
    assert "Suppose no player finds anything greatly better" in weak
    assert '"Red: swerve; Blue: swerve" is weakly stable.' in weak
    other = {"row": "straight", "column": "swerve"}
    strong = told(strength(chicken, {"row": [yields], "column": [other]}))
    both = (
        '"Red: swerve; Blue: swerve", "Red: swerve; Blue: straight" and "Red: straight; Blue: '
        'swerve"'
    )
    assert f"By GMR, {both} are strongly stable." in strong
    assert (
        '"Red: swerve; Blue: swerve" is weakly stable. By SEQ' in strong
    )  # by SMR: a way out is only worse
    pair = unknown(chicken, {"row": [(crash, yields)]})
    assert 'Suppose nobody knows whether Red likes "Red: swerve' in told(pair)
    assert "The letters name the stances" in told(pair)


def test_how_many_agree_is_counted_and_told():
    text = told(consensus(DILEMMA, "SEQ"))
    assert "2 states are stable for every player (SEQ)." in text
    assert (
        'Fallback bargaining ends with "CC", when each player accepts the 2 best places of its '
        "ranking."
    ) in text


def test_what_today_is_not_is_said():
    model = load("conflicts/cuba-1962").standing()
    assert "today" in told(consensus(model)).lower()
    assert "is not among these states" in told(
        inverse(load("europe/brexit-2019").standing(), {"payment": "20"})
    )
