"""The record of who would stay where, and the reasons it gives."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.conflict.concepts import CONCEPTS, SANCTIONS
from negotiate.conflict.patterns import one_state
from negotiate.conflict.stability import SHOWN, stability
from negotiate.errors import GameTooLarge, UnknownConcept, UnknownPlayer, UnsuitableGame
from tests.conflict.conflicts import grid_model, random_grid, random_tables
from tests.reference import plain_standing as plain


@st.composite
def conflicts(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    if draw(st.booleans()):
        conflict = random_tables(rng, draw(st.integers(2, 4)), draw(st.integers(2, 6)))
        return conflict, conflict.model()
    shape = tuple(draw(st.lists(st.integers(1, 3), min_size=2, max_size=3)))
    conflict = random_grid(rng, shape, levels=6)
    return conflict, grid_model(conflict, shape, full=True)


@settings(max_examples=60)
@given(conflicts(), st.sampled_from(CONCEPTS), st.sampled_from(SANCTIONS))
def test_a_verdict_shows_moves_that_are_there_and_do_what_it_says(drawn, concept, sanctions):
    conflict, model = drawn
    found = stability(model, [concept], sanctions)
    for s in range(len(model.states)):
        for player in range(len(model.keys)):
            told = found.verdict(s, player, concept)
            assert told.stable == found.is_stable(s, player, concept)
            assert told.stable == (told.broken_by is None)
            better = plain.improvements(conflict, player, model.states[s])
            assert told.improvements == len(better)
            assert {model.states[a.improvement] for a in told.answers} == better
            for answer in told.answers:
                check(conflict, model, told, answer)
    assert set(found.equilibria(concept)) == {
        s
        for s in range(len(model.states))
        if conflict.states[s] in plain.equilibria(conflict, concept, sanctions)
    }


def check(conflict, model, told, answer):
    """One answer: its steps are legal, and it deters exactly where it says so."""
    names, ranks, player = model.states, model.ranks[told.player], told.player
    start = names[told.state]
    assert answer.deters == bool(answer.steps)
    if told.concept == "SIM":
        targets = {k: names[to] for k, to in answer.steps}
        assert all(t in plain.improvements(conflict, k, start) for k, t in targets.items())
        if answer.steps:
            assert names[answer.end] in conflict.joint(
                start, {player: names[answer.improvement], **targets}
            )
    else:
        at, last = answer.improvement, player
        for k, to in answer.steps:
            assert k not in (last, player)
            assert names[to] in conflict.moves[k][names[at]]
            assert told.concept != "SEQ" or model.ranks[k][to] > model.ranks[k][at]
            at, last = to, k
        assert at == answer.end
    better = names[answer.improvement]
    shortest = plain.shortest_answer(conflict, player, start, better, told.concept, told.sanctions)
    worst = conflict.ranks[player][names[answer.end]]
    assert shortest == ((len(answer.steps), worst) if answer.deters else None)
    if answer.deters:
        assert ranks[answer.end] <= ranks[told.state]
        assert len(answer.steps) == 1 or told.sanctions == "sequence"
    if told.concept == "SMR" and answer.deters:
        onward = {answer.end, *(names.index(t) for t in conflict.moves[player][names[answer.end]])}
        assert answer.escape in onward
        assert ranks[answer.escape] == max(ranks[s] for s in onward) <= ranks[told.state]


@pytest.mark.parametrize("sanctions", SANCTIONS)
@pytest.mark.parametrize("concept", CONCEPTS)
def test_of_the_shortest_answers_the_worst_is_told(concept, sanctions):
    conflict = random_grid(np.random.default_rng(1), (3, 3, 2), levels=6)
    model = grid_model(conflict, (3, 3, 2), full=True)
    found = stability(model, [concept], sanctions)
    for state, player in product(range(len(model.states)), range(len(model.keys))):
        told = found.verdict(state, player, concept)
        for answer in told.answers:
            check(conflict, model, told, answer)


def test_what_breaks_a_state_comes_first_and_is_the_best_of_it():
    model = random_tables(np.random.default_rng(3), 2, 40, density=0.9, levels=40).model()
    found = stability(model, ["R"])
    for state in range(40):
        told = found.verdict(state, 0, "R")
        worth = [int(model.ranks[0][a.improvement]) for a in told.answers]
        assert worth == sorted(worth, reverse=True)
        assert len(told.answers) == min(told.improvements, SHOWN)


def test_the_prisoners_dilemma_in_full():
    model = negotiate.load("classics/prisoners-dilemma").standing()
    found = negotiate.stability(model)
    both_cooperate = model.index({"row": "cooperate", "column": "cooperate"})
    both_defect = model.index({"row": "defect", "column": "defect"})
    assert found.by_concept(both_defect) == CONCEPTS
    assert found.by_concept(both_cooperate) == ("GMR", "SMR", "SEQ", "SIM")
    assert found.order[:2].tolist() == [both_defect, both_cooperate]
    told = found.verdict({"row": "cooperate", "column": "cooperate"}, "row", "SEQ")
    assert [(a.steps, a.end) for a in told.answers] == [(((1, both_defect),), both_defect)]
    broken = found.verdict(both_cooperate, "row", "R").broken_by
    assert model.choices[broken.improvement] == {"row": "defect", "column": "cooperate"}
    assert found.complete
    assert found.stands.sum(axis=1).tolist() == [1, 2, 2, 2, 2]
    told = [repr(one_state(found, model.choices[state])).partition(": ")[2] for state in range(4)]
    assert told == [
        "stable by GMR, SMR, SEQ, SIM>",
        *2 * ["stable by nothing>"],
        "stable by R, GMR, SMR, SEQ, SIM>",
    ]


@pytest.mark.parametrize("limit", ["JOINT_LIMIT", "WAYS_LIMIT"])
def test_a_concept_for_which_there_is_no_room_is_left_out_and_named(monkeypatch, limit):
    monkeypatch.setattr(f"negotiate.conflict.concepts.{limit}", 10)
    rng = np.random.default_rng(5)
    model = grid_model(random_grid(rng, (4, 4, 4), levels=60), (4, 4, 4), full=True)
    found = stability(model)
    assert found.concepts == ("R", "GMR", "SMR", "SEQ")
    assert not found.complete
    assert any(note.startswith("SIM is left out") and "limit of 10" in note for note in found.notes)
    with pytest.raises(GameTooLarge):
        stability(model, ["SIM"])
    with pytest.raises(UnknownConcept, match="was not worked out"):
        found.equilibria("SIM")
    assert stability(model, ["SIM"], "one-step").complete


def test_bare_tables_have_a_limit_of_their_own(monkeypatch):
    monkeypatch.setattr("negotiate.conflict.concepts.TABLE_LIMIT", 10)
    model = random_tables(np.random.default_rng(5), 4, 12, density=0.5, levels=12).model()
    with pytest.raises(GameTooLarge, match="ways to move at the same time"):
        model.equilibria("SIM")


def test_unknown_concepts_are_refused():
    model = negotiate.load("classics/chicken").standing()
    with pytest.raises(UnknownConcept):
        stability(model, ["Q"])


def test_what_names_no_concept_no_player_or_no_model_is_refused():
    model = negotiate.load("classics/chicken").standing()
    found = stability(model, "SEQ")
    assert found.concepts == ("SEQ",)
    assert stability(model, ["seq", "SEQ", "R"]).concepts == ("SEQ", "R")
    with pytest.raises(UnknownConcept, match="no concept is named"):
        stability(model, [])
    with pytest.raises(UnknownConcept, match="`5` is no list of concepts"):
        stability(model, 5)
    with pytest.raises(UnknownConcept, match="`ZZ` is no concept"):
        found.equilibria("ZZ")
    for wrong in (5, None, negotiate.load("classics/chicken")):
        with pytest.raises(UnsuitableGame, match="takes a graph model") as refused:
            stability(wrong)
        assert "standing()" in refused.value.hint
    state = model.choices[0]
    assert found.verdict(state, 1, "R") == found.verdict(state, model.keys[1], "R")
    for wrong in (2, -1, True, None):
        with pytest.raises(UnknownPlayer):
            found.verdict(state, wrong, "R")


def test_too_large_for_every_concept_asked_for(monkeypatch):
    model = negotiate.load("classics/chicken").standing()

    def refuse(*given):
        raise GameTooLarge("states", 4, 3, "take some away")

    monkeypatch.setattr("negotiate.conflict.stability.stable_states", refuse)
    with pytest.raises(GameTooLarge):
        stability(model)


def test_a_concept_that_is_left_out_is_not_one_of_every_concept(monkeypatch):
    monkeypatch.setattr("negotiate.conflict.concepts.WORK_LIMIT", 1)
    dilemma = negotiate.load("classics/prisoners-dilemma").standing()
    dilemma = replace(dilemma, status_quo=3, happened={"start": 1})
    told = " ".join(str(stability(dilemma)).split())
    assert "Today is stable by R, GMR, SMR and SEQ." in told
    assert "Start is not stable by R, GMR, SMR or SEQ." in told


def test_moves_at_the_same_time_have_a_limit_for_two_players(monkeypatch):
    monkeypatch.setattr("negotiate.conflict.concepts.WORK_LIMIT", 4 * 16)
    rng = np.random.default_rng(5)
    small, large = (
        grid_model(random_grid(rng, s, levels=60), s, full=True) for s in ((4, 4), (5, 4))
    )
    assert stability(small).complete
    found = stability(large)
    assert found.concepts == ("R", "GMR", "SMR", "SEQ")
    assert any(note.startswith("SIM is left out") and "limit of 64" in note for note in found.notes)
