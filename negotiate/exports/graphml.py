"""Trees, or the moves of a conflict, as networkx graphs for other programs that draw or measure
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx

from negotiate.conflict.graph_model import move_graph
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame
from negotiate.language.gambit.source import tidy

if TYPE_CHECKING:
    from negotiate.conflict.graph_model import GraphModel
    from negotiate.equilibrium.solution import TreeEquilibrium


def to_networkx(game: ExtensiveGame, equilibrium: TreeEquilibrium | None = None) -> nx.DiGraph[int]:
    """Build a directed graph with the tree's nodes as numbers and an edge an action.

    Parameters
    ----------
    game : ExtensiveGame
        The tree.
    equilibrium : TreeEquilibrium, optional
        Adds to each node how likely it is reached.

    Returns
    -------
    networkx.DiGraph
        Nodes carry `mover` (a player's key, "chance" or "leaf"), `move`, `payoffs` (key → number,
        at leaves), `information_set` and `reach`; edges carry `action` and `odds`. What does not
        apply is left out.
    """
    graph: nx.DiGraph[int] = nx.DiGraph(title=game.title)
    reach = None if equilibrium is None else equilibrium.reach
    leaf = 0
    for node in range(len(game.tree)):
        graph.add_node(node, **_node(game, node, leaf))
        leaf += int(game.tree.mover[node] == LEAF)
        if reach is not None:
            graph.nodes[node]["reach"] = float(reach[node])
        if node:
            graph.add_edge(int(game.tree.parent[node]), node, **_edge(game, node))
    return graph


def graphml(game: ExtensiveGame) -> str:
    """The text of a GraphML file; each player's payoff at an ending is an attribute of its own,
    `payoff_KEY`.
    """
    graph = to_networkx(game)
    for _, node in graph.nodes(data=True):
        node |= {f"payoff_{key}": number for key, number in node.pop("payoffs", {}).items()}
    return _text(graph)


def moves_to_networkx(model: GraphModel) -> nx.MultiDiGraph[int]:
    """Build a directed graph with states as numbers and an edge a move.

    Parameters
    ----------
    model : GraphModel
        A conflict.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes carry `state` (its name), `option_ISSUE` for each issue, `rank_KEY` for each player
        (higher is better), `status_quo`, `happened` (what it is called, where it came) and
        `nobody_gains` (by one move); edges carry `player` (its key), `improves` and `returns`
        (whether the mover can go back). Numbers count from 0.

    Raises
    ------
    GameTooLarge
        If there are more moves than are ever listed one by one.
    """
    found = move_graph(model)
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(title=model.title)
    still = frozenset(found.unmoved)
    for state in range(len(model.states)):
        graph.add_node(state, **_state(model, state), nobody_gains=state in still)
    for arrow in found.arrows:
        edge = {
            "player": model.keys[arrow.player],
            "improves": arrow.improves,
            "returns": arrow.returns,
        }
        graph.add_edge(arrow.start, arrow.end, **edge)
    return graph


def moves_graphml(model: GraphModel) -> str:
    """The text of a GraphML file with the moves of a conflict."""
    return _text(moves_to_networkx(model))


def _text(graph: nx.DiGraph[int]) -> str:
    """A graph as GraphML, its texts without the signs that XML has no place for."""
    for *_, part in ((graph.graph,), *graph.nodes(data=True), *graph.edges(data=True)):
        part |= {name: tidy(found) for name, found in part.items() if isinstance(found, str)}
    return "\n".join(nx.generate_graphml(graph)) + "\n"


def _state(model: GraphModel, state: int) -> dict[str, Any]:
    choices = model.choices[state] if len(model.choices) else {}
    came = [label for label, where in model.happened.items() if where == state]
    return {
        "state": str(model.states[state]),
        **{f"option_{issue}": option for issue, option in choices.items()},
        **{
            f"rank_{key}": int(row[state]) for key, row in zip(model.keys, model.ranks, strict=True)
        },
        "status_quo": state == model.status_quo,
        **({"happened": ", ".join(came)} if came else {}),
    }


def _node(game: ExtensiveGame, node: int, leaf: int) -> dict[str, Any]:
    who = int(game.tree.mover[node])
    if who == LEAF:
        return {
            "mover": "leaf",
            "payoffs": {k: float(x) for k, x in zip(game.keys, game.payoffs[leaf], strict=True)},
        }
    move = game.moves[int(game.tree.move[node])].label
    if who == CHANCE:
        return {"mover": "chance", "move": move}
    return {
        "mover": game.keys[who],
        "move": move,
        "information_set": int(game.tree.information_set[node]),
    }


def _edge(game: ExtensiveGame, node: int) -> dict[str, Any]:
    edge: dict[str, Any] = {"action": game.action_label(node)}
    if game.tree.mover[game.tree.parent[node]] == CHANCE:
        edge["odds"] = float(game.tree.odds[node])
    return edge
