"""Bare tables, and the words for each mistake in them."""

import pytest

from negotiate.conflict.graph_model import GraphModel
from negotiate.errors import UnknownConcept, UnknownMethod, UnknownPlayer, UnsuitableGame

STATES = ["a", "b"]
MOVES = {"row": {"a": ["b"]}}
RANKS = {"row": ["b", "a"]}


@pytest.mark.parametrize(
    ("states", "moves", "rankings", "words"),
    [
        ([], {}, {"row": []}, "there are no states"),
        ("ab", MOVES, RANKS, "the states are a list of names, not 'ab'"),
        ([["a"], "b"], MOVES, RANKS, "the state ['a'] is no name"),
        (["a", "b", "a"], MOVES, RANKS, "the state `a` is listed twice"),
        (STATES, MOVES, {}, "there are no players"),
        (STATES, [("row", "a", "b")], RANKS, "the moves are a mapping from players"),
        (STATES, MOVES, [["b", "a"]], "the rankings are a mapping from players"),
        (
            STATES,
            {"row": [("a", "b")]},
            RANKS,
            "the moves of `row` are a mapping from state to a list of states",
        ),
        (
            STATES,
            {"row": {"a": "b"}},
            RANKS,
            "the moves of `row` from `a` are a list of states, not 'b'",
        ),
        (
            STATES,
            MOVES,
            {"row": "ba"},
            "the ranking of `row` is a list of states, best first, not 'ba'",
        ),
        (STATES, {"roww": {"a": ["b"]}}, RANKS, "`roww` has moves but no ranking"),
        (STATES, {"row": {"z": ["b"]}}, RANKS, "`row` moves from `z`, which is no state"),
        (STATES, {"row": {"a": ["z"]}}, RANKS, "`row` moves from `a` to `z`, which is no state"),
        (
            STATES,
            {"row": {"a": [["b"]]}},
            RANKS,
            "`row` moves from `a` to `['b']`, which is no state",
        ),
        (STATES, {"row": {"a": ["a"]}}, RANKS, "`row` moves from `a` to itself"),
        (STATES, {"row": {"a": ["b", "b"]}}, RANKS, "`row` moves from `a` to `b` twice"),
        (STATES, MOVES, {"row": ["b"]}, "`row` does not rank `a`"),
        (STATES, MOVES, {"row": ["b", ["a", "b"]]}, "`row` ranks `b` twice"),
        (STATES, MOVES, {"row": ["b", "a", "c"]}, "`row` ranks `c`, which is no state"),
    ],
)
def test_each_mistake_is_named(states, moves, rankings, words):
    with pytest.raises(UnsuitableGame) as refused:
        GraphModel.from_tables(states, moves, rankings)
    assert words in refused.value.message
    assert "from_tables" in refused.value.hint


def test_all_mistakes_are_named_at_once_and_many_are_counted():
    with pytest.raises(UnsuitableGame) as refused:
        GraphModel.from_tables(STATES, {"row": {"a": ["z"], "y": ["b"]}}, RANKS)
    assert "`z`" in refused.value.message
    assert "`y`" in refused.value.message
    with pytest.raises(UnsuitableGame, match="and 4 more mistakes"):
        GraphModel.from_tables(STATES, {"row": {"a": [f"z{n}" for n in range(12)]}}, RANKS)


def test_a_list_in_a_ranking_is_a_tie_and_a_state_may_be_a_tuple():
    states = [("C", "C"), ("C", "D"), ("D", "D")]
    model = GraphModel.from_tables(
        states, {"row": {states[0]: [states[1]]}}, {"row": [states[0:2], states[2]]}
    )
    assert model.ranks.tolist() == [[1, 1, 0]]
    assert model.equilibria("R") == frozenset(states)
    with_tuple = GraphModel.from_tables(states, {}, {"row": [states[2], states[1], states[0]]})
    assert with_tuple.ranks.tolist() == [[0, 1, 2]]


def test_arrays_of_a_model_are_read_only():
    model = GraphModel.from_tables(STATES, MOVES, RANKS)
    for array in (model.ranks, model.moves[0].starts, model.moves[0].targets):
        assert not array.flags.writeable


def test_unknown_names_are_refused_with_those_there_are():
    model = GraphModel.from_tables(STATES, MOVES, RANKS)
    with pytest.raises(UnknownConcept, match="`NASH` is no concept of stability"):
        model.equilibria("NASH")
    with pytest.raises(UnknownMethod, match="`two-step` is no rule of sanctions"):
        model.equilibria("R", "two-step")
    with pytest.raises(UnknownPlayer, match="there is no player `column`") as refused:
        model.stable("column")
    assert "row" in refused.value.hint
    with pytest.raises(UnsuitableGame, match="there is no state `c`"):
        model.index("c")
    assert model.equilibria("seq") == model.equilibria("SEQ")
