"""A game as a JSON object: every payoff, and every node of a tree."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame
from negotiate.games.normal_form import NormalFormGame

GAME = "negotiate/game/1"


def game_text(game: NormalFormGame | ExtensiveGame) -> str:
    """The text of a `.json` file that holds a game."""
    return json.dumps(game_json(game), indent=1, allow_nan=False) + "\n"


def game_json(game: NormalFormGame | ExtensiveGame) -> dict[str, Any]:
    """A game as plain dictionaries, lists, strings and finite numbers.

    Parameters
    ----------
    game : NormalFormGame or ExtensiveGame
        In normal form, `payoffs` is nested as deep as there are players, the last of them changing fastest, and holds
        one number a player; a combination that cannot happen is None. A tree is a list of nodes, each after its
        parent, whose places in that list are their numbers.

    Returns
    -------
    dict
        Players are named by their keys; what does not apply to a node is left out.
    """
    head = {
        "schema": GAME,
        "title": game.title,
        "form": "normal" if isinstance(game, NormalFormGame) else "extensive",
        "players": [{"key": key, "name": name} for key, name in zip(game.keys, game.players, strict=True)],
    }
    return head | (_normal(game) if isinstance(game, NormalFormGame) else _tree(game))


def _normal(game: NormalFormGame) -> dict[str, Any]:
    cells = np.moveaxis(game.payoffs, 0, -1)
    possible = np.ones(game.shape, dtype=bool) if game.feasible is None else game.feasible
    flat: list[Any] = [
        row if may else None
        for row, may in zip(cells.reshape(-1, game.n_players).tolist(), possible.ravel(), strict=True)
    ]
    for size in game.shape[:0:-1]:
        flat = [flat[start : start + size] for start in range(0, len(flat), size)]
    labels = {key: [s.label for s in row] for key, row in zip(game.keys, game.strategies, strict=True)}
    return {"strategies": labels, "payoffs": flat}


def _tree(game: ExtensiveGame) -> dict[str, Any]:
    tree = game.tree
    leaf = np.cumsum(tree.mover == LEAF) - 1
    nodes = []
    for v, (mover, parent) in enumerate(zip(tree.mover.tolist(), tree.parent.tolist(), strict=True)):
        node: dict[str, Any] = {}
        if v:
            node |= {"parent": parent, "action": game.action_label(v)}
            node |= {"odds": float(tree.odds[v])} if tree.mover[parent] == CHANCE else {}
        if mover == LEAF:
            node["payoffs"] = game.payoffs[leaf[v]].tolist()
        else:
            node |= {"move": game.moves[int(tree.move[v])].label}
            node |= {"mover": "chance" if mover == CHANCE else game.keys[mover]}
            node |= {} if mover == CHANCE else {"information_set": int(tree.information_set[v])}
        nodes.append(node)
    return {"nodes": nodes}
