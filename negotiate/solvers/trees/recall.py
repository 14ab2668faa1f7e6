"""Says whether the players of a tree remember what they did and knew, which behaviour strategies need."""

from __future__ import annotations

import numpy as np

from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import ExtensiveGame
from negotiate.kernels.sequence_form import Sequences, sequences
from negotiate.solvers.solver import Game


def forgotten(game: ExtensiveGame) -> str | None:
    """Say who forgets what.

    Parameters
    ----------
    game : ExtensiveGame
        Any tree.

    Returns
    -------
    str or None
        None with perfect recall; otherwise the end of a sentence: "at `third`, Ann has forgotten whether …". So too
        where what is impossible together lets a mover tell by its actions what it is not to know.

    References
    ----------
    Kuhn 1953, "Extensive games and the problem of information": perfect recall.

    Examples
    --------
    >>> forgotten(ExtensiveGame.from_nodes({
    ...     "first": {"player": "Ann", "actions": {"left": "l", "right": "r"}},
    ...     "l": {"player": "Ann", "set": "second", "actions": {"stop": (0,), "go": (1,)}},
    ...     "r": {"player": "Ann", "set": "second", "actions": {"stop": (1,), "go": (0,)}},
    ... }))
    'at `second`, Ann has forgotten whether it chose `left` or `right` at `first`'
    """
    if game.normal_form is not None and game.normal_form.feasible is not None:
        return "some choices are impossible together, so what a mover can do depends on what it is not to know"
    for player in range(game.n_players):
        seqs = sequences(game.tree, player)
        if len(seqs.forgets):
            return _what(game, seqs, player)
    return None


def two_who_remember(game: Game) -> str | None:
    """Why a game is no tree of two players with perfect recall, as the end of a sentence; None if it is one."""
    if not isinstance(game, ExtensiveGame):
        return "needs a game tree"
    if game.n_players != 2:
        return f"needs two players, and this tree has {game.n_players}"
    reason = forgotten(game)
    return None if reason is None else f"needs players who remember what they did and knew: {reason}"


def recalled(game: ExtensiveGame) -> tuple[Sequences, ...]:
    """Every player's sequences.

    Raises
    ------
    UnsuitableGame
        If a player forgets what it did or knew.
    """
    reason = forgotten(game)
    if reason is not None:
        hint = "in every information set a mover must have come the same way, as far as its own moves go"
        raise UnsuitableGame(f"the players need perfect recall: {reason}", hint)
    return tuple(sequences(game.tree, player) for player in range(game.n_players))


def _what(game: ExtensiveGame, seqs: Sequences, player: int) -> str:
    """What the player has forgotten at the first of the sets whose nodes have different pasts."""
    tree = game.tree
    nodes = np.flatnonzero(np.isin(tree.information_set, seqs.forgets))
    nodes = nodes[tree.information_set[nodes] == tree.information_set[nodes[0]]]
    other = nodes[np.flatnonzero(seqs.at[nodes] != seqs.at[nodes[0]])[0]]
    here = f"at `{_label(game, int(nodes[0]))}`, {game.players[player]} has forgotten"
    one, two = _own(game, int(nodes[0]), player), _own(game, int(other), player)
    for a, b in zip(one, two, strict=False):
        if tree.information_set[tree.parent[a]] != tree.information_set[tree.parent[b]]:
            return f"{here} what it knew: {_came(game, a)}, or {_came(game, b)}"
        if game.action_label(a) != game.action_label(b):
            move = _label(game, int(tree.parent[a]))
            return f"{here} whether it chose `{game.action_label(a)}` or `{game.action_label(b)}` at `{move}`"
    longer = max(one, two, key=len)
    return f"{here} whether it has made its move `{_label(game, int(tree.parent[longer[min(len(one), len(two))]]))}`"


def _own(game: ExtensiveGame, node: int, player: int) -> list[int]:
    """The nodes on the way that the player's own actions led into."""
    return [v for v in game.path(node)[1:] if game.tree.mover[game.tree.parent[v]] == player]


def _came(game: ExtensiveGame, node: int) -> str:
    """By which action a node was entered, and at which move of which past."""
    above = int(game.tree.parent[node])
    after = f" after `{game.action_label(above)}`" if above else ""
    return f"`{game.action_label(node)}` at `{_label(game, above)}`{after}"


def _label(game: ExtensiveGame, node: int) -> str:
    return game.moves[int(game.tree.move[node])].label
