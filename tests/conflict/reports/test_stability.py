"""The report of a stability analysis: what it says is so, and it fits."""

import io
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import load
from negotiate.conflict.graph_model import GraphModel, move_graph
from negotiate.conflict.patterns import one_state
from negotiate.conflict.reports.stability import judged, reasons
from negotiate.conflict.stability import stability
from negotiate.report import report_of
from negotiate.report.blocks import Note, Section, Table
from negotiate.report.plain import plain
from negotiate.report.screen import console, screen
from negotiate.report.style import Look
from tests.conflict.conflicts import random_tables
from tests.playable import playable


def drawn(found, width=80, **look):
    stream = io.StringIO()
    settled = Look(width=width, **look)
    console(settled, file=stream).print(screen(report_of(found, settled), settled), crop=False)
    return stream.getvalue()


@pytest.mark.parametrize("name", playable())
def test_every_conflict_fits_on_one_screen(name):
    found = stability(load(name).standing())
    wide = drawn(found).splitlines()
    assert len(wide) <= 40
    assert max(map(len, wide)) <= 80
    assert max(map(len, drawn(found, 40).splitlines())) <= 40


@pytest.mark.parametrize(
    "name", ["classics/chicken", "conflicts/cuba-1962", "conflicts/elmira-1991"]
)
@pytest.mark.parametrize("width", [80, 40])
def test_every_answer_fits_and_can_do_without_unicode(name, width):
    model = load(name).standing()
    found = stability(model)
    for one in (found, one_state(found, model.states[0]), move_graph(model)):
        text = drawn(one, width, ascii=True)
        assert max(map(len, text.splitlines())) <= width
        assert text.isascii()


def words(found, **look):
    """What a person reads, without line breaks."""
    return " ".join(drawn(found, **look).split())


def table(found):
    """The first table of a report, as what people read in it."""
    first = next(b for b in report_of(found).walk() if isinstance(b, Table))
    rows = [
        [getattr(cell, "shown", cell) for cell in row] for row in first.rows[: first.most or None]
    ]
    return {row[0]: row[1:] for row in rows}


def test_known_states_of_chicken():
    found = stability(load("classics/chicken").standing())
    assert table(found) == {
        "Red: swerve; Blue: straight": ["★"] * 5,
        "Red: straight; Blue: swerve": ["★"] * 5,
        "Red: swerve; Blue: swerve": ["both", "★", "★", "both", "★"],
        "Red: straight; Blue: straight": ["both"] * 5,
    }
    assert "In two of 4 states no player gains by a move of its own (R)" in words(found)
    told = (
        'Red would gain by choosing "straight". But Blue could answer by choosing "straight". '
        "Red would be worse off"
    )
    assert told in words(found)


def test_the_missiles_of_cuba():
    """Fraser & Hipel 1983: no state without a gain, and the withdrawal stands for fear of an
    answer.
    """
    text = words(stability(load("conflicts/cuba-1962").standing()))
    assert "In each of the 12 states some player gains by a move of its own (R)." in text
    assert (
        "because the others would answer to their own gain (SEQ): November 20 and October 28."
        in text
    )
    assert "October 28 and November 20 are stable by GMR, SMR and SEQ, but not by R or SIM." in text


def test_players_who_would_leave_stand_in_the_cells():
    row = table(stability(load("conflicts/cuba-1962").standing()))[
        "November 20 (The missiles: withdraw)"
    ]
    assert row == ["USSR", "★", "★", "★", "USSR"]


def test_many_leavers_are_counted():
    players = ["a_long_name", "another", "a_third"]
    moves = {key: {0: [k]} for k, key in enumerate(players[:2], 1)}
    rankings = {key: [[1, 2], 0] for key in players}
    found = stability(GraphModel.from_tables([0, 1, 2], moves, rankings))
    assert table(found)["0"] == ["2 of 3"] * 5


@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(2, 6))
@settings(deadline=None, max_examples=60)
def test_a_story_is_true(seed, players, states):
    """Whoever is said to gain does, and a state that lasts is one that stands by some concept."""
    conflict = random_tables(np.random.default_rng(seed), players, states)
    found = stability(conflict.model())
    for state in conflict.states:
        told = " ".join([judged(found, state, [str(state)]), *reasons(found, state, most=2)])
        assert (" is not stable by any concept." in told) == (not found.by_concept(state))
        for who, to in re.findall(r'(\d) (?:gains|would gain) by going to "(\d+)"', told):
            assert int(to) in conflict.moves[int(who)][state]
            assert conflict.ranks[int(who)][int(to)] > conflict.ranks[int(who)][state]
        for who, to, reply, off in re.findall(
            (
                r'(\d) would gain by going to "(\d+)"\. But ([^.]*)\. \1 would be (no '
                r"better|worse) "
                r"off"
            ),
            told,
        ):
            place = int(to)
            for mover, end in re.findall(
                r'(\d) (?:could|would) (?:answer|follow) by going to "(\d+)"', reply
            ):
                assert int(end) in conflict.moves[int(mover)][place]
                place = int(end)
            assert place != int(to)
            ranks = conflict.ranks[int(who)]
            assert ranks[place] < ranks[state] if off == "worse" else ranks[place] == ranks[state]


@given(st.integers(0, 10**6), st.integers(2, 3), st.integers(2, 6))
@settings(deadline=None, max_examples=30)
def test_the_plain_table_says_who_leaves(seed, players, states):
    conflict = random_tables(np.random.default_rng(seed), players, states)
    found = stability(conflict.model())
    _, rest = "\n".join(plain(report_of(found))).split("\n\n")
    head, *rows = [line.split("\t") for line in rest.split("\n")]
    assert head == ["State", *found.concepts]
    assert sorted(int(row[0]) for row in rows) == conflict.states
    for state, *cells in rows:
        for concept, cell in zip(found.concepts, cells, strict=True):
            leave = [str(p) for p in range(players) if not found.is_stable(int(state), p, concept)]
            assert cell == (", ".join(leave) or "stable")


def test_one_concept_alone():
    found = stability(load("classics/chicken").standing(), ("SEQ",))
    text = words(found, all=True)
    assert "Of 4 states, two are stable by SEQ" in text
    assert "Sequential stability (SEQ): the others can undo each gain and benefit from it." in text
    assert "SMR" not in text


def test_the_legend_is_a_sentence_a_concept():
    notes = [
        b
        for b in report_of(stability(load("classics/chicken").standing())).walk()
        if isinstance(b, Note)
    ]
    legend = notes[:5]
    assert [note.text.partition(")")[0].partition("(")[2] for note in legend] == [
        "R",
        "GMR",
        "SMR",
        "SEQ",
        "SIM",
    ]
    assert all(
        not note.detail and note.text.count(".") == 1 and len(note.text) <= 80 for note in legend
    )


def test_only_the_concepts_that_are_shown_are_explained():
    notes = [
        b.text
        for b in report_of(stability(load("classics/chicken").standing(), ("SEQ", "R"))).walk()
        if isinstance(b, Note)
    ]
    assert [
        text.partition(":")[0]
        for text in notes
        if "stability (" in text or "metarationality (" in text
    ] == [
        "Nash stability (R)",
        "Sequential stability (SEQ)",
    ]


def test_states_without_a_row_are_counted():
    found = stability(load("us-china/beijing-2018").standing())
    counts = (
        r"(\d+) states stable by some concept\s+and\s+(\d+) states stable by no concept are "
        r"not shown."
    )
    shown = re.search(counts, words(found))
    rows = [re.search(r"\((\d+) states\)", state) for state in table(found)]
    listed = sum(int(match[1]) if match else 1 for match in rows)
    assert listed + int(shown[1]) + int(shown[2]) == 1152
    assert "more row" not in words(found)


def test_what_is_no_equilibrium_of_the_game_is_said():
    found = stability(load("conflicts/elmira-1991").standing())
    assert found.stuck == 9
    assert "Nine states are stable by R, but `solve` does not count them as equilibria." in words(
        found
    )
    assert stability(load("classics/chicken").standing()).stuck == 0


def test_a_concept_that_is_left_out_is_named(monkeypatch):
    from negotiate.conflict import stability as module
    from negotiate.errors import GameTooLarge

    work_out = module.stable_states

    def refused(model, player, concept, rule):
        if concept == "SIM":
            raise GameTooLarge("ways", 9, 8, "ask for less")
        return work_out(model, player, concept, rule)

    monkeypatch.setattr(module, "stable_states", refused)
    text = words(stability(load("classics/chicken").standing()))
    assert "SIM is left out:" in text
    assert "Complete" not in text


def test_the_moves_of_a_dilemma_lead_to_defection():
    found = move_graph(load("classics/prisoners-dilemma").standing())
    block = next(b for b in report_of(found).walk() if isinstance(b, Table))
    assert [[getattr(cell, "shown", cell) for cell in row] for row in block.rows] == [
        [1, "", "Row: cooperate; Column: cooperate", "3", "2"],
        [2, "", "Row: cooperate; Column: defect", "4", "(1)"],
        [3, "", "Row: defect; Column: cooperate", "(1)", "4"],
        [4, "★", "Row: defect; Column: defect", "(2)", "(3)"],
    ]


def test_a_large_graph_is_cut_for_a_screen_and_a_huge_one_not_listed():
    found = move_graph(load("us-china/busan-2025").standing())
    assert "108 states" in words(found)
    assert "… 96 more states" in words(found)
    [block] = [b for b in report_of(found).walk() if isinstance(b, Table)]
    assert len(block.rows) == 108
    huge = move_graph(load("us-china/beijing-2018").standing())
    assert "--lens stability" in words(huge)
    assert not [b for b in report_of(huge, Look(all=True)).walk() if isinstance(b, Table)]


def test_a_model_is_told_as_it_is():
    model = load("classics/chicken").standing()
    assert "Red and Blue have 8 moves between 4 states." in str(model)
    assert not model._cache  # nothing is worked out for it
    assert table(model)["Red"] == ["Red", 4, '"Red: straight; Blue: swerve"']
    assert "<div" in model._repr_html_()
    assert "cat has 1 move between 2 states." in str(
        GraphModel.from_tables(["a", "b"], {"cat": {"a": ["b"]}}, {"cat": ["a", "b"]})
    )


def test_a_state_told_whole():
    found = stability(load("conflicts/cuba-1962").standing())
    text = words(one_state(found, "october_28"))
    assert (
        "October 28 (The sea round Cuba: blockade; The missiles: withdraw) is stable by GMR, SMR "
        "and SEQ, "
        "but not by R or SIM."
    ) in text
    assert 'One move pays the United States: choosing "The sea round Cuba: open".' in text
    assert (
        'SEQ: The Soviet Union would answer by choosing "keep". The United States would be worse '
        "off."
    ) in text
    assert "No move pays the Soviet Union." in text


def test_details_tell_every_listed_state():
    found = stability(load("classics/chicken").standing())
    [section] = [b for b in report_of(found, Look(all=True)).walk() if isinstance(b, Section)]
    assert len(section.blocks) == 4
    assert not [b for b in report_of(found).walk() if isinstance(b, Section)]


def test_conventions_are_details():
    notes = [
        b
        for b in report_of(stability(load("conflicts/elmira-1991").standing())).walk()
        if isinstance(b, Note)
    ]
    assert [note.text.split()[0] for note in notes if not note.detail][5:] == ["Complete:"]
    assert any("`--sanctions one-step`" in note.text for note in notes if note.detail)


def test_bare_tables_have_a_page():
    model = GraphModel.from_tables(
        ["up", "down"],
        {"cat": {"up": ["down"]}},
        {"cat": ["down", "up"], "dog": [["up", "down"]]},
        title="A wall",
    )
    told = words(stability(model))
    assert (
        '"up" is not stable by any concept. cat gains by going to "down". No answer of dog undoes '
        "this gain."
    ) in told
    assert "1 move cannot be taken back." in words(move_graph(model))


def test_of_nine_states_only_those_that_somebody_keeps_have_a_row():
    """Of eight every state has one."""
    for count in (8, 9):
        last = count - 1
        moves = {"cat": {state: [last] for state in range(last)}}
        found = stability(
            GraphModel.from_tables(list(range(count)), moves, {"cat": [last, [*range(last)]]})
        )
        assert len(table(found)) == (8 if count == 8 else 1), count
