"""A player's payoff taken apart into its labelled terms, at outcomes of either kind of game."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.model.frame import Frame
from negotiate.model.negotiation import Negotiation

IntArray = npt.NDArray[np.intp]


def worth_of(
    scenario: Negotiation,
    player: str,
    choices: Mapping[str, IntArray],
    moves: Mapping[str, IntArray] | None,
    count: int,
) -> dict[str, FloatArray]:
    """Each term of a player at `count` outcomes.

    Parameters
    ----------
    scenario : Negotiation
        Whose terms.
    player : str
        Short name.
    choices : Mapping[str, ndarray of int, shape (count,)]
        Issue → option index, for every issue.
    moves : Mapping[str, ndarray of int, shape (count,)] or None
        Move → action index, -1 where it is not made; None leaves out the terms that name a move.
    count : int
        How many outcomes.

    Returns
    -------
    dict of str to ndarray, shape (count,)
        Term → its value; they add up to the payoff.
    """
    frame = Frame(
        scenario,
        {issue: options[None, :] for issue, options in choices.items()},
        2,
        None if moves is None else {move: actions[None, :] for move, actions in moves.items()},
    )
    counted = [term.id for term in scenario.terms[player].values() if moves is not None or not term.needs_moves]
    return {term: np.array(np.broadcast_to(frame.term(player, term)[0], (count,))) for term in counted}


def at_leaves(scenario: Negotiation, game: ExtensiveGame, player: str, leaves: Sequence[int]) -> dict[str, FloatArray]:
    """Each term of a player at some leaves of the scenario's own tree (positions among the leaves)."""
    where = np.asarray(leaves, dtype=np.intp)
    choices = {issue: game.outcomes[where, k] for k, issue in enumerate(scenario.issues)}
    made = moves_made(game, where)
    moves = {step.id: made[:, k] for k, step in enumerate(scenario.protocol)}
    return worth_of(scenario, player, choices, moves, len(where))


def moves_made(game: ExtensiveGame, leaves: IntArray) -> IntArray:
    """The action of each move on the way to each leaf, -1 where it is not made; shape (leaves, moves)."""
    tree = game.tree
    made = np.full((len(leaves), len(game.moves)), -1, dtype=np.intp)
    nodes = tree.leaves[leaves]
    rows = np.arange(len(leaves))
    while True:
        inner = tree.parent[nodes] >= 0
        nodes, rows = nodes[inner], rows[inner]
        if not len(nodes):
            return made
        above = tree.parent[nodes]
        made[rows, tree.move[above]] = tree.action[nodes]
        nodes = above


def at_profiles(
    scenario: Negotiation,
    game: NormalFormGame,
    held: Mapping[str, str],
    player: str,
    profiles: Sequence[Sequence[int]],
) -> dict[str, FloatArray]:
    """Each term of a player at some combinations of strategies of the scenario's own game."""
    packages = [
        {**held, **{k: o for row, i in zip(game.strategies, profile, strict=True) for k, o in row[i].choices.items()}}
        for profile in profiles
    ]
    choices = {
        key: np.array([issue.index(package[key]) for package in packages], dtype=np.intp)
        for key, issue in scenario.issues.items()
    }
    return worth_of(scenario, player, choices, None, len(packages))
