"""The page of a stability analysis: what it says is so, and it fits."""

import io
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import load
from negotiate.loading.library import shipped
from negotiate.render.standing.registry import TELLINGS, telling
from negotiate.render.standing.stories import story
from negotiate.report.screen.console import console
from negotiate.report.style import UNICODE, Look
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.stability import stability
from negotiate.standing.telling.move_graph import move_graph
from negotiate.standing.telling.one_state import one_state
from tests.standing.conflicts import random_tables

SIGNS = {*UNICODE.star, *UNICODE.dot, *UNICODE.more, *UNICODE.head, *UNICODE.heads, *UNICODE.arm, *UNICODE.arm_path}


def drawn(found, width=80, **look):
    stream = io.StringIO()
    settled = Look(width=width, **look)
    console(settled, file=stream).print(telling(found).page(found, settled), crop=False)
    return stream.getvalue()


@pytest.mark.parametrize("name", shipped())
def test_every_conflict_fits_on_one_screen(name):
    found = stability(load(name).standing())
    wide = drawn(found).splitlines()
    assert len(wide) <= 40
    assert max(map(len, wide)) <= 80
    assert max(map(len, drawn(found, 40).splitlines())) <= 40


@pytest.mark.parametrize("name", ["classics/chicken", "conflicts/cuba-1962", "conflicts/elmira-1991"])
@pytest.mark.parametrize("width", [80, 40])
def test_every_answer_fits_and_can_do_without_unicode(name, width):
    model = load(name).standing()
    found = stability(model)
    for one in (found, one_state(found, model.states[0]), move_graph(model)):
        text = drawn(one, width, ascii=True)
        assert max(map(len, text.splitlines())) <= width
        assert not SIGNS & set(text)


def test_known_states_of_chicken():
    text = drawn(stability(load("classics/chicken").standing()))
    rows = {line[:31].strip(): line[31:].split() for line in text.splitlines() if line.startswith("row ")}
    assert rows == {
        "row swerve, column straight": ["★"] * 5,
        "row straight, column swerve": ["★"] * 5,
        "row swerve, column swerve": ["·", "★", "★", "·", "★"],
        "row straight, column straight": ["·"] * 5,
    }
    assert "Of 4 states, two stand by themselves" in text
    assert "Red would gain by setting row to\nstraight, but Blue could answer by setting column to straight" in text


def test_the_missiles_of_cuba():
    """Fraser & Hipel 1983: no state without a gain, and the withdrawal stands for fear of an answer."""
    text = " ".join(drawn(stability(load("conflicts/cuba-1962").standing())).split())
    assert "From each of 12 states somebody gains by a move of its own" in text
    assert "(SEQ): `missiles withdraw` and `sea blockade, missiles withdraw`" in text
    assert "October 28 and november 20 stand by GMR, SMR and SEQ, not by R or SIM." in text


def test_players_who_would_leave_stand_in_the_cells():
    text = drawn(stability(load("conflicts/cuba-1962").standing()))
    [row] = [line for line in text.splitlines() if line.startswith("november 20: missiles withdraw ")]
    assert row.split()[4:] == ["ussr", "★", "★", "★", "ussr"]


@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(2, 6))
@settings(deadline=None, max_examples=60)
def test_a_story_is_true(seed, players, states):
    """Whoever is said to gain does, and a state that lasts is one that stands by some concept."""
    conflict = random_tables(np.random.default_rng(seed), players, states)
    found = stability(conflict.model())
    for state in conflict.states:
        told = story(found, state)
        assert (" does not last: " in told) == (not found.by_concept(state))
        for who, to in re.findall(r"(\d) (?:gains|would gain) by going to `(\d+)`", told):
            assert int(to) in conflict.moves[int(who)][state]
            assert conflict.ranks[int(who)][int(to)] > conflict.ranks[int(who)][state]
        for mover, place, end in re.findall(
            r"(\d) (?:could|would) answer by going to `(\d+)`, which leaves it (\w+)", told
        ):
            assert any(int(place) in to for to in conflict.moves[int(mover)].values())
            assert end in ("no", "worse")


@given(st.integers(0, 10**6), st.integers(2, 3), st.integers(2, 6))
@settings(deadline=None, max_examples=30)
def test_the_plain_table_says_who_leaves(seed, players, states):
    conflict = random_tables(np.random.default_rng(seed), players, states)
    found = stability(conflict.model())
    _, table = "\n".join(telling(found).plain(found)).split("\n\n")
    head, *rows = [line.split("\t") for line in table.split("\n")]
    assert head == ["state", "is", *found.concepts]
    assert sorted(int(row[0]) for row in rows) == conflict.states
    for state, _, *cells in rows:
        for concept, cell in zip(found.concepts, cells, strict=True):
            leave = [str(p) for p in range(players) if not found.is_stable(int(state), p, concept)]
            assert cell == (", ".join(leave) or "-")


def test_one_concept_alone():
    found = stability(load("classics/chicken").standing(), ("SEQ",))
    text = drawn(found)
    assert "Of 4 states two stand by SEQ" in text
    assert "SEQ: whoever could gain must fear an answer of the others by which these gain." in text
    assert "GMR" not in text


def test_the_square_of_a_dilemma_points_to_defection():
    square = drawn(move_graph(load("classics/prisoners-dilemma").standing())).split("\n\n")[1]
    assert (square.count("▼"), square.count("▲"), square.count("◀")) == (2, 0, 0)
    assert [line.count("▶") for line in square.splitlines()] == [0, 0, 1, 0, 0, 1, 1]
    assert "4 ★" in square


@pytest.mark.parametrize(
    ("kept", "rows", "said"),
    [
        ("{y: [d]}", "1 ★ ─────▷  2 ★|3   ─────▷  4", True),
        ("{y: [u]}", "1 ★ ◁─────  2 ★|3   ◁─────  4", True),
        ("{y: [u, d]}", "1 ★         2 ★|3           4", False),
        ("{}", "1 ★ ──────  2 ★|3   ──────  4", False),
    ],
)
def test_one_way_moves_of_a_square_are_arrows(tmp_path, kept, rows, said):
    path = tmp_path / "square.yaml"
    issues = "{x: {decided_by: a, options: [l, r]}, y: {decided_by: b, options: [u, d]}}"
    path.write_text(
        f"format: 1\ntitle: Square\nplayers: [a, b]\nissues: {issues}\nirreversible: {kept}\n"
        "prefers: {a: [x == l], b: [x == l]}\n"
    )
    text = drawn(move_graph(load(str(path)).standing()))
    assert [line.strip()[2:].strip() for line in text.splitlines() if line[:3] in ("l  ", "r  ")] == rows.split("|")
    assert ("──▷ does not and cannot be taken back" in text) == said


def test_a_large_graph_is_not_drawn():
    found = move_graph(load("us-china/busan-2025").standing())
    text = drawn(found)
    assert "108 states" in text
    assert "━" not in text
    assert "--lens stability" in text


def test_a_model_shows_which_of_its_states_stand():
    model = load("classics/chicken").standing()
    assert "row swerve, column swerve" in str(model)
    assert "<pre" in model._repr_html_()


def test_a_state_told_whole():
    found = stability(load("conflicts/cuba-1962").standing())
    text = " ".join(drawn(one_state(found, "october_28")).split())
    assert "October 28 (sea blockade, missiles withdraw) stands by GMR, SMR and SEQ, not by R or SIM." in text
    assert "United States could gain by 1 move, best by setting sea to open." in text
    assert "Soviet Union gains by no move." in text


@pytest.mark.parametrize("one", TELLINGS, ids=lambda one: one.record.__name__)
def test_every_kind_of_answer_shows_itself(one):
    assert one.record.__str__ is not object.__str__


def test_bare_tables_have_a_page():
    model = GraphModel.from_tables(
        ["up", "down"], {"cat": {"up": ["down"]}}, {"cat": ["down", "up"], "dog": [["up", "down"]]}, title="A wall"
    )
    text = drawn(stability(model))
    assert "`up` does not last: cat gains by going to `down`, and nothing that dog could do would undo the gain." in (
        " ".join(text.split())
    )
    assert "1 move cannot be taken back." in drawn(move_graph(model))
