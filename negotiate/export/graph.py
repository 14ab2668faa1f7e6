"""A game tree as a networkx graph, for whatever other programs draw or measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame

if TYPE_CHECKING:
    import networkx as nx

    from negotiate.solvers.solution import TreeEquilibrium


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
        Nodes carry `mover` (a player's key, "chance" or "leaf"), `move`, `payoffs` (key → number, at leaves),
        `information_set` and `reach`; edges carry `action` and `odds`. What does not apply is left out.
    """
    import networkx as nx  # noqa: PLC0415 - slow to import, and only this function needs it

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
    """The text of a GraphML file; each player's payoff at an ending is an attribute of its own, `payoff_KEY`."""
    import networkx as nx  # noqa: PLC0415 - slow to import, and only this room needs it

    graph = to_networkx(game)
    for _, node in graph.nodes(data=True):
        node |= {f"payoff_{key}": number for key, number in node.pop("payoffs", {}).items()}
    return "\n".join(nx.generate_graphml(graph)) + "\n"


def _node(game: ExtensiveGame, node: int, leaf: int) -> dict[str, Any]:
    who = int(game.tree.mover[node])
    if who == LEAF:
        return {"mover": "leaf", "payoffs": {k: float(x) for k, x in zip(game.keys, game.payoffs[leaf], strict=True)}}
    move = game.moves[int(game.tree.move[node])].label
    if who == CHANCE:
        return {"mover": "chance", "move": move}
    return {"mover": game.keys[who], "move": move, "information_set": int(game.tree.information_set[node])}


def _edge(game: ExtensiveGame, node: int) -> dict[str, Any]:
    edge: dict[str, Any] = {"action": game.action_label(node)}
    if game.tree.mover[game.tree.parent[node]] == CHANCE:
        edge["odds"] = float(game.tree.odds[node])
    return edge
