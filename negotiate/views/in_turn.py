"""Who should say what, and when: the moves of the protocol as a game tree.

Private types are dealt first, and each player sees its own. Without a protocol the simultaneous game is drawn as a tree
whose later movers cannot see what came before, so that every scenario has an outcome tree. What no move has set keeps
the status quo.
"""

from __future__ import annotations

from math import prod

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.extensive import CHANCE, ExtensiveGame, Move, Unsigned
from negotiate.games.normal_form import frozen
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import add_up
from negotiate.model.private_types import profile_count
from negotiate.model.signing import frame_of, prices
from negotiate.views.alone import alone, levels_noted, ordinal_players
from negotiate.views.apart import terms_of
from negotiate.views.at_once import NODE_LIMIT, bayesian_tree, deals, simultaneous_tree
from negotiate.views.growth import Growth

__all__ = ["in_turn", "simultaneous_tree"]


STATE_LIMIT = 60_000_000
"""Nodes times moves and issues: the state of play is kept at each."""


def in_turn(negotiation: Negotiation) -> ExtensiveGame:
    """The extensive form of a negotiation.

    Returns
    -------
    ExtensiveGame
        With perfect information where the file has a protocol in which everybody sees everything, and no private
        types. Without a protocol the simultaneous game as a tree, with `normal_form` set unless types are dealt first.

    Raises
    ------
    GameTooLarge
        If the tree would have more than `NODE_LIMIT` nodes, or its states take more room than `STATE_LIMIT`.
    UnsuitableGame
        If a mover has nothing left to do, an ending leaves an issue open, or a mover could do different things on
        paths that it cannot tell apart.
    """
    return negotiation.games.once("in turn", lambda: _in_turn(negotiation))


def _in_turn(negotiation: Negotiation) -> ExtensiveGame:
    if not negotiation.protocol:
        return bayesian_tree(negotiation) if negotiation.types else simultaneous_tree(alone(negotiation))
    _refuse_too_large(negotiation)
    growth = Growth(negotiation, _most(negotiation))
    for position in range(len(negotiation.protocol)):
        growth.step(position)
    return _game(growth)


def _refuse_too_large(negotiation: Negotiation) -> None:
    """Refuse a tree that is too large for certain before any of it is grown.

    Steps that always apply multiply the endings by their actions, the others leave at least as many. Where actions may
    not be there the tree is measured while it grows instead.
    """
    signed = any(action.signs for step in negotiation.protocol for action in step.actions)
    if negotiation.infeasible or negotiation.irreversible or negotiation.fixed or signed:
        return
    endings = profile_count(negotiation) * prod(len(step.offered) for step in negotiation.protocol if step.when is None)
    if endings > (limit := _most(negotiation)):
        raise GameTooLarge("endings in the outcome tree", endings, limit, "take steps or actions away")


def _most(negotiation: Negotiation) -> int:
    """How many nodes a tree may have: fewer where there are many moves and issues."""
    columns = len(negotiation.types) + len(negotiation.protocol) + len(negotiation.issues)
    return min(NODE_LIMIT, STATE_LIMIT // columns)


def _game(growth: Growth) -> ExtensiveGame:
    """The game on a tree that is fully grown."""
    negotiation = growth.negotiation
    tree, states, made = growth.finished()
    open_ends = [issue for k, issue in enumerate(negotiation.issues) if (states[:, k] < 0).any()]
    if open_ends:
        names = ", ".join(f"`{issue}`" for issue in open_ends)
        raise UnsuitableGame(f"some path ends with {names} not set by any move", "name a status quo for it")
    payoffs, crossed, lines = _worth(growth, states, made)
    return ExtensiveGame(
        tree=tree,
        payoffs=frozen(payoffs.T),
        players=tuple(player.name for player in negotiation.players.values()),
        keys=negotiation.keys,
        moves=_moves(negotiation),
        title=negotiation.heading,
        units=tuple(player.unit for player in negotiation.players.values()),
        issues={issue.id: issue.labels for issue in negotiation.issues.values()},
        outcomes=states,
        crossed=crossed,
        red_lines=lines,
        notes=(*levels_noted(negotiation), *_committed(negotiation)),
        unsigned=_unsigned(growth),
        takes_apart=terms_of(negotiation),
        ordinal=ordinal_players(negotiation),
        types={player: place for place, player in enumerate(negotiation.types)},
    )


def _moves(negotiation: Negotiation) -> tuple[Move, ...]:
    """The deals of types, then the steps of the protocol."""
    steps = (
        Move(
            step.id,
            CHANCE if step.chance else negotiation.keys.index(step.player),
            tuple(action.id for action in step.actions),
        )
        for step in negotiation.protocol
    )
    return (*deals(negotiation), *steps)


def _worth(
    growth: Growth, states: IndexArray, made: IndexArray
) -> tuple[FloatArray, dict[str, BoolArray], dict[str, str]]:
    """Payoffs of shape (players, leaves), the leaves that cross each red line, and whose line that is.

    Every leaf is worth what it is under the types that were dealt on its path.
    """
    leaves, keys = len(states), growth.negotiation.keys
    payoffs = np.empty((len(keys), leaves))
    crossed: dict[str, BoolArray] = {}
    lines: dict[str, str] = {}
    for number, negotiation in enumerate(growth.profiles):
        mine = np.flatnonzero(growth.dealt == number) if len(growth.profiles) > 1 else slice(None)
        done = made[mine, len(growth.negotiation.types) :]
        frame = frame_of(negotiation, states[mine], done)
        count = len(states[mine])
        payoffs[:, mine] = add_up(frame, keys, (count,), with_moves=True)[0]
        for player, lines_signed in prices(negotiation, done).items():
            payoffs[keys.index(player), mine] -= sum(lines_signed.values())
        for name, mask in negotiation.crossed(frame, (count,)).items():
            if mask.any():
                crossed.setdefault(name, np.zeros(leaves, dtype=bool))[mine] = mask
                lines[name] = negotiation.red_lines[name].player
    return payoffs, crossed, lines


def _unsigned(growth: Growth) -> tuple[Unsigned, ...]:
    """What nobody can do on some path, since a signer does not sign what it would lead to."""
    return tuple(
        Unsigned(step, action, refusal.kind, name, refusal.player)
        for (step, action), found in growth.unsigned.items()
        for name, refusal in found.items()
    )


def _committed(negotiation: Negotiation) -> tuple[str, ...]:
    """What a commitment took out of the tree."""
    held = [f"{issue} to {negotiation.issues[issue].options[o].id}" for issue, o in negotiation.fixed.items()]
    return (f"no move changes what is committed from the start: {', '.join(held)}",) if held else ()
