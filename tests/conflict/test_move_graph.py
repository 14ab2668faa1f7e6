"""Moves one by one, and as a graph of networkx."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import load
from negotiate.conflict import graph_model as module
from negotiate.conflict.graph_model import move_graph
from negotiate.errors import GameTooLarge
from negotiate.exports.graphml import moves_to_networkx
from tests.conflict.conflicts import random_tables


@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(1, 7))
@settings(deadline=None, max_examples=40)
def test_arrows_are_the_moves_of_the_tables(seed, players, states):
    conflict = random_tables(np.random.default_rng(seed), players, states)
    found = move_graph(conflict.model())
    told = {(a.player, a.start, a.end): (a.improves, a.returns) for a in found.arrows}
    expected = {
        (k, s, t): (conflict.ranks[k][t] > conflict.ranks[k][s], s in table[t])
        for k, table in conflict.moves.items()
        for s, to in table.items()
        for t in to
    }
    assert told == expected
    left = {s for (_, s, _), (improves, _) in expected.items() if improves}
    assert set(found.unmoved) == set(range(states)) - left


def test_the_graph_says_who_moves_and_who_prefers_what():
    model = load("classics/chicken").standing()
    graph = moves_to_networkx(model)
    assert sorted(graph.nodes) == [0, 1, 2, 3]
    assert graph.number_of_edges() == 8
    assert graph.nodes[1]["option_row"] == "swerve"
    assert [graph.nodes[s]["nobody_gains"] for s in range(4)] == [False, True, True, False]
    assert graph.nodes[3]["rank_row"] < graph.nodes[0]["rank_row"]
    assert {d["player"] for _, _, d in graph.out_edges(0, data=True) if d["improves"]} == {
        "row",
        "column",
    }


def test_moves_of_two_players_between_the_same_states_are_two():
    model = module.GraphModel.from_tables(
        ["A", "B"], {"x": {"A": ["B"]}, "y": {"A": ["B"]}}, {"x": ["B", "A"], "y": ["A", "B"]}
    )
    assert moves_to_networkx(model).number_of_edges(0, 1) == 2


def test_too_many_moves_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MOVE_LIMIT", 7)
    with pytest.raises(GameTooLarge, match="8 moves"):
        move_graph(load("classics/chicken").standing())
