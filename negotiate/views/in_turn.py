"""Who should say what, and when: the moves of the protocol as a game tree.

Without a protocol the simultaneous game is drawn as a tree whose later movers cannot see what came before, so that
every scenario has an outcome tree. What no move has set keeps the status quo.
"""

from __future__ import annotations

from math import prod

import numpy as np
import numpy.typing as npt

from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, Move, Tree
from negotiate.games.normal_form import NormalFormGame, frozen
from negotiate.model.frame import Frame
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import add_up
from negotiate.views.alone import alone
from negotiate.views.apart import TermsOf
from negotiate.views.growth import Growth

IntArray = npt.NDArray[np.intp]

NODE_LIMIT = 2_000_000
"""Nodes in one tree."""
STATE_LIMIT = 60_000_000
"""Nodes times moves and issues: the state of play is kept at each."""


def in_turn(negotiation: Negotiation) -> ExtensiveGame:
    """The extensive form of a negotiation.

    Returns
    -------
    ExtensiveGame
        With perfect information where the file has a protocol; else the simultaneous game as a tree, with
        `normal_form` set.

    Raises
    ------
    GameTooLarge
        If the tree would have more than `NODE_LIMIT` nodes, or its states take more room than `STATE_LIMIT`.
    UnsuitableGame
        If a mover has nothing left to do, or an ending leaves an issue open.
    """
    if not negotiation.protocol:
        return simultaneous_tree(alone(negotiation))
    _refuse_too_large(negotiation)
    growth = Growth(negotiation, _most(negotiation))
    for position in range(len(negotiation.protocol)):
        growth.step(position)
    tree, states, made = growth.finished()
    return _game(negotiation, tree, states, made)


def _refuse_too_large(negotiation: Negotiation) -> None:
    """Refuse a tree that is too large for certain before any of it is grown.

    Steps that always apply multiply the endings by their actions, the others leave at least as many. Where actions may
    not be there the tree is measured while it grows instead.
    """
    if negotiation.infeasible or negotiation.irreversible or negotiation.fixed:
        return
    endings = prod(len(step.offered) for step in negotiation.protocol if step.when is None)
    if endings > (limit := _most(negotiation)):
        raise GameTooLarge("endings in the outcome tree", endings, limit, "take steps or actions away")


def _most(negotiation: Negotiation) -> int:
    """How many nodes a tree may have: fewer where there are many moves and issues."""
    return min(NODE_LIMIT, STATE_LIMIT // (len(negotiation.protocol) + len(negotiation.issues)))


def _game(negotiation: Negotiation, tree: Tree, states: IntArray, made: IntArray) -> ExtensiveGame:
    """The game on a finished tree, from the option of each issue and the action of each move at every leaf."""
    issues = list(negotiation.issues)
    open_ends = [issue for k, issue in enumerate(issues) if (states[:, k] < 0).any()]
    if open_ends:
        names = ", ".join(f"`{issue}`" for issue in open_ends)
        raise UnsuitableGame(f"some path ends with {names} not set by any move", "name a status quo for it")
    leaves = len(states)
    moves = {step.id: made[None, :, k] for k, step in enumerate(negotiation.protocol)}
    frame = Frame(negotiation, {issue: states[None, :, k] for k, issue in enumerate(issues)}, 2, moves)
    payoffs = add_up(frame, negotiation.keys, (leaves,), with_moves=True)[0]
    crossed = {name: mask for name, mask in negotiation.crossed(frame, (leaves,)).items() if mask.any()}
    return ExtensiveGame(
        tree=tree,
        payoffs=frozen(payoffs.T),
        players=tuple(player.name for player in negotiation.players.values()),
        keys=negotiation.keys,
        moves=tuple(
            Move(
                step.id,
                CHANCE if step.chance else negotiation.keys.index(step.player),
                tuple(a.id for a in step.actions),
            )
            for step in negotiation.protocol
        ),
        title=negotiation.heading,
        units=tuple(player.unit for player in negotiation.players.values()),
        issues={issue.id: issue.labels for issue in negotiation.issues.values()},
        outcomes=states,
        crossed=crossed,
        red_lines={name: negotiation.red_lines[name].player for name in crossed},
        notes=_committed(negotiation),
        takes_apart=TermsOf(negotiation),
    )


def _committed(negotiation: Negotiation) -> tuple[str, ...]:
    """What a commitment took out of the tree."""
    held = [f"{issue} to {negotiation.issues[issue].options[o].id}" for issue, o in negotiation.fixed.items()]
    return (f"committed from the start, so that no move changes it: {', '.join(held)}",) if held else ()


def simultaneous_tree(game: NormalFormGame) -> ExtensiveGame:
    """A simultaneous game as a tree: one level a player, and nobody sees what was chosen before."""
    shape = game.shape
    sizes = [int(np.prod(shape[:level], dtype=float)) for level in range(len(shape) + 1)]
    if sum(sizes) > NODE_LIMIT:
        raise GameTooLarge("nodes in the outcome tree", sum(sizes), NODE_LIMIT, "commit some issues with --fix")
    leaf_profiles = np.arange(sizes[-1]) if game.feasible is None else np.flatnonzero(game.feasible.ravel())
    inner = sum(sizes[:-1])
    total = inner + len(leaf_profiles)
    starts = np.cumsum([0, *sizes[:-1], len(leaf_profiles)])
    parent, action = np.full(total, -1), np.full(total, -1)
    mover, sets = np.full(total, LEAF), np.full(total, -1)
    for level, n in enumerate(shape):
        here = slice(starts[level], starts[level + 1])
        mover[here], sets[here] = level, level
        below = slice(starts[level + 1], starts[level + 2])
        profile = leaf_profiles if level == len(shape) - 1 else np.arange(sizes[level + 1])
        parent[below] = starts[level] + profile // n
        action[below] = profile % n
    counts = np.bincount(parent[1:], minlength=total)
    if (counts[:inner] == 0).any():
        raise UnsuitableGame(
            "some choices leave a later mover without any possible one", "see `infeasible` in the file"
        )
    tree = Tree(
        parent=parent,
        mover=mover,
        first_child=np.where(counts > 0, 1 + np.cumsum(counts) - counts, 0),
        child_count=counts,
        level_starts=starts,
        odds=np.ones(total),
        move=np.where(mover == LEAF, -1, mover),
        action=action,
        information_set=sets,
    )
    return _on_simultaneous(game, tree, leaf_profiles)


def _on_simultaneous(game: NormalFormGame, tree: Tree, profiles: IntArray) -> ExtensiveGame:
    issues: dict[str, tuple[str, ...]] = {}
    columns = []
    chosen = np.unravel_index(profiles, game.shape)
    for p, row in enumerate(game.strategies):
        for issue in row[0].choices:
            options = tuple(dict.fromkeys(strategy.choices[issue] for strategy in row))
            issues[issue] = options
            columns.append(np.array([options.index(strategy.choices[issue]) for strategy in row])[chosen[p]])
    return ExtensiveGame(
        tree=tree,
        payoffs=frozen(game.payoffs.reshape(game.n_players, -1)[:, profiles].T),
        players=game.players,
        keys=game.keys,
        moves=tuple(Move(key, p, tuple(s.label for s in game.strategies[p])) for p, key in enumerate(game.keys)),
        title=game.title,
        units=game.units,
        issues=issues,
        outcomes=np.stack(columns, axis=1) if columns else np.zeros((0, 0), dtype=np.intp),
        crossed={name: mask.ravel()[profiles] for name, mask in game.crossed.items()},
        red_lines=game.red_lines,
        normal_form=game,
        notes=game.notes,
        takes_apart=game.takes_apart,
    )
