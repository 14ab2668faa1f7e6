"""Trees as graphs."""

import networkx as nx
import pytest

from negotiate.exports.graphml import to_networkx
from tests.report.games import induced, pennies_tree, talks


def test_the_graph_is_the_tree() -> None:
    game = talks()
    graph = to_networkx(game)
    assert nx.is_arborescence(graph)
    assert len(graph) == len(game.tree)
    assert sum(data["mover"] == "leaf" for _, data in graph.nodes(data=True)) == 54
    assert graph.nodes[0] == {"mover": "us", "move": "threaten", "information_set": 0}


def test_leaves_carry_their_own_payoffs() -> None:
    game = talks()
    graph = to_networkx(game)
    for leaf, node in enumerate(game.tree.leaves):
        assert list(graph.nodes[int(node)]["payoffs"].values()) == pytest.approx(game.payoffs[leaf])


def test_edges_carry_actions_and_odds() -> None:
    graph = to_networkx(talks())
    assert (
        sorted(data["action"] for _, _, data in graph.out_edges(0, data=True))[0] == "all_threats"
    )
    assert "odds" not in graph.edges[0, 1]
    assert {data["odds"] for *_, data in graph.edges(data=True) if "odds" in data} == {0.7, 0.3}


def test_an_equilibrium_adds_how_likely_each_node_is() -> None:
    game = talks()
    graph = to_networkx(game, induced(game))
    assert graph.nodes[0]["reach"] == 1
    assert sum(
        data["reach"] for _, data in graph.nodes(data=True) if data["mover"] == "leaf"
    ) == pytest.approx(1)


def test_places_that_look_the_same_share_a_set() -> None:
    graph = to_networkx(pennies_tree())
    assert (
        graph.nodes[1]["information_set"]
        == graph.nodes[2]["information_set"]
        != graph.nodes[0]["information_set"]
    )
