"""Who should say what, and when: the moves of the protocol as a game tree.

Private types are dealt first, and each player sees its own. Without a protocol the simultaneous game is drawn as a tree
whose later movers cannot see what came before, so that every scenario has an outcome tree. What no move has set keeps
the status quo.

Grows a game tree step by step, all nodes of the frontier at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.equilibrium.alone import (
    NODE_LIMIT,
    alone,
    bayesian_tree,
    deals,
    levels_noted,
    ordinal_players,
    simultaneous_tree,
    terms_of,
)
from negotiate.equilibrium.sight import Sight
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, Move, Tree, Unsigned
from negotiate.games.normal_form import frozen
from negotiate.model.expressions import Expression, Number
from negotiate.model.negotiation import Negotiation, profile_count, spread, type_odds
from negotiate.model.payoffs import Frame, add_up
from negotiate.model.protocol import Action, Step
from negotiate.model.red_lines import Refusal
from negotiate.model.signing import after, frame_of, prices, refused_by, start

Nodes = IndexArray | slice
"""Places in the frontier; a slice where all of them are meant."""

EVERY = slice(None)
NOWHERE = Number(0.0)
"""A condition that holds nowhere."""


@dataclass(slots=True, eq=False)
class Growth:
    """A tree that is being grown: the nodes so far, and the state of play at each node of the frontier.

    Private types are dealt first, one level a player that has them. From there on each node goes by the negotiation
    as the types on its path make it. A step whose `when` does not hold at a frontier node leaves that node as it is.
    An action is not there where it would change an issue that is committed, leave an option that cannot be left, make
    an impossible combination, or sign what one of its signers does not sign.

    Moves are counted with the deals of types before the steps of the protocol.

    Parameters
    ----------
    unsigned : dict
        Step and action → the red lines and ratifiers that kept it from being there on some path.
    """

    negotiation: Negotiation
    limit: int
    parent: list[IndexArray] = field(default_factory=list)
    action: list[IndexArray] = field(default_factory=list)
    odds: list[npt.NDArray[np.float64]] = field(default_factory=list)
    depth: list[IndexArray] = field(default_factory=list)
    count: int = 1
    frontier: IndexArray = field(default_factory=lambda: np.zeros(1, dtype=np.intp))
    frontier_depth: IndexArray = field(default_factory=lambda: np.zeros(1, dtype=np.intp))
    states: IndexArray = field(default_factory=lambda: np.zeros((1, 0), dtype=np.intp))
    made: IndexArray = field(default_factory=lambda: np.zeros((1, 0), dtype=np.intp))
    dealt: IndexArray = field(default_factory=lambda: np.zeros(1, dtype=np.intp))
    movers: dict[int, IndexArray] = field(default_factory=dict)
    unsigned: dict[tuple[str, str], dict[str, Refusal]] = field(default_factory=dict)
    sight: Sight = field(init=False)

    def __post_init__(self) -> None:
        self.states = np.array([start(self.negotiation)], dtype=np.intp)
        self.made = np.full((1, len(self.negotiation.types) + len(self.negotiation.protocol)), -1, dtype=np.intp)
        self.parent, self.action = [np.array([-1])], [np.array([-1])]
        self.odds, self.depth = [np.ones(1)], [np.zeros(1, dtype=np.intp)]
        self.sight = Sight(self.negotiation)
        for move, odds in enumerate(type_odds(self.negotiation)):
            self._deal(move, odds)

    @property
    def profiles(self) -> tuple[Negotiation, ...]:
        """The negotiation under each way to deal the types."""
        return self.negotiation.profiles or (self.negotiation,)

    def _deal(self, move: int, odds: npt.NDArray[np.float64]) -> None:
        """Let chance say what one player privately is."""
        here = np.arange(len(self.frontier))
        origin, chosen = np.repeat(here, len(odds)), np.tile(np.arange(len(odds)), len(here))
        self.dealt = self.dealt[origin] * len(odds) + chosen
        self._grow(move, here, origin, chosen, self.states[origin], odds[chosen])

    def step(self, position: int) -> None:
        """Let the mover of one step act wherever the step applies."""
        step = self.negotiation.protocol[position]
        guards = [negotiation.protocol[position].when for negotiation in self.profiles]
        unguarded = all(guard is None for guard in guards)
        here = np.arange(len(self.frontier)) if unguarded else np.flatnonzero(self._holds(guards))
        if not len(here):
            return
        would_be = self.count + len(here) * len(step.offered)
        if would_be > self.limit:
            raise GameTooLarge("nodes in the outcome tree", would_be, self.limit, "take steps or actions away")
        origin, chosen, states = self._branches(step, here)
        self._check(step, here, origin)
        self.sight.look(position, self.frontier[here], self.made[here], here, origin, chosen)
        odds = self._odds(position)
        self._grow(
            len(self.negotiation.types) + position,
            here,
            origin,
            chosen,
            states,
            odds[self.dealt[origin] if len(odds) > 1 else 0, chosen],
        )

    def _grow(
        self,
        move: int,
        here: IndexArray,
        origin: IndexArray,
        chosen: IndexArray,
        states: IndexArray,
        odds: npt.NDArray[np.float64],
    ) -> None:
        """Add the branches of one move to the tree, and put their ends into the frontier."""
        made = self.made[origin].copy()
        made[:, move] = chosen
        nodes = self.count + np.arange(len(origin))
        self.movers[move] = self.frontier[here]
        self.parent.append(self.frontier[origin])
        self.action.append(chosen)
        self.odds.append(odds)
        self.depth.append(self.frontier_depth[origin] + 1)
        self.count += len(origin)
        rest = np.ones(len(self.frontier), dtype=bool)
        rest[here] = False
        if move >= len(self.negotiation.types):
            self.dealt = np.concatenate([self.dealt[rest], self.dealt[origin]])
        self.sight.follow(rest, here, origin)
        self.frontier_depth = np.concatenate([self.frontier_depth[rest], self.depth[-1]])
        self.frontier = np.concatenate([self.frontier[rest], nodes])
        self.states = np.concatenate([self.states[rest], states])
        self.made = np.concatenate([self.made[rest], made])

    def _branches(self, step: Step, here: IndexArray) -> tuple[IndexArray, IndexArray, IndexArray]:
        """For each branch: the frontier position it grows from, its action, and the state of play after it."""
        parts = []
        for number, action in enumerate(step.actions):
            if not action.offered:
                continue
            states, possible = self._after(step, action, here)
            origin = here[possible]
            parts.append((origin, np.full(len(origin), number), states[possible]))
        origin = np.concatenate([part[0] for part in parts])
        order = np.argsort(origin, kind="stable")
        chosen, states = np.concatenate([part[1] for part in parts]), np.concatenate([part[2] for part in parts])
        return origin[order], chosen[order], states[order]

    def _after(self, step: Step, action: Action, here: IndexArray) -> tuple[IndexArray, BoolArray]:
        before = self.states[here]
        states = after(self.negotiation, action, before, self.made[here, len(self.negotiation.types) :])
        issues = list(self.negotiation.issues)
        possible = np.ones(len(here), dtype=bool)
        for issue, option in self.negotiation.fixed.items():
            possible &= states[:, issues.index(issue)] == option
        for issue, options in self.negotiation.irreversible.items():
            column = issues.index(issue)
            possible &= ~(np.isin(before[:, column], options) & (states[:, column] != before[:, column]))
        whole = np.flatnonzero((states >= 0).all(axis=1))
        for k in range(len(self.negotiation.infeasible)):
            conditions = [negotiation.infeasible[k] for negotiation in self.profiles]
            possible[whole] &= ~self._holds(conditions, states[whole], here[whole])
        refusals = [{r.name: r for r in refused_by(negotiation, action)} for negotiation in self.profiles]
        for name in dict.fromkeys(name for found in refusals for name in found):
            crossed = [found[name].crossed if name in found else NOWHERE for found in refusals]
            unsigned = self._holds(crossed, states[whole], here[whole])
            if unsigned.any():
                refusal = next(found[name] for found in refusals if name in found)
                self.unsigned.setdefault((step.id, action.id), {})[name] = refusal
            possible[whole] &= ~unsigned
        return states, possible

    def _holds(
        self,
        conditions: Sequence[Expression | None],
        states: IndexArray | None = None,
        here: Nodes = EVERY,
    ) -> npt.NDArray[Any]:
        """Where a condition holds, at all nodes of the frontier or some, each as the types on its path have it.

        `conditions` holds the condition under each way to deal the types; None holds everywhere.
        """
        states, made, dealt = self.states if states is None else states, self.made[here], self.dealt[here]
        found = np.zeros(len(states), dtype=bool)
        for number, (negotiation, wanted) in enumerate(zip(self.profiles, conditions, strict=True)):
            mine: Nodes = np.flatnonzero(dealt == number) if len(self.profiles) > 1 else EVERY
            frame = frame_of(negotiation, states[mine], made[mine, len(self.negotiation.types) :])
            found[mine] = True if wanted is None else spread(wanted, frame, (len(states[mine]),))
        return found

    def _odds(self, position: int) -> npt.NDArray[np.float64]:
        """The odds of each action of a step, under each way to deal the types; 1 for a player's actions."""
        step = self.negotiation.protocol[position]
        if not step.chance:
            return np.ones((1, len(step.actions)))
        rows = []
        for negotiation in self.profiles:
            frame = Frame(negotiation, {}, 1)
            rows.append([float(odds.evaluate(frame)[0]) for odds in negotiation.protocol[position].odds])
        return np.array(rows)

    def _check(self, step: Step, here: IndexArray, origin: IndexArray) -> None:
        goes_on = np.zeros(len(self.frontier), dtype=bool)
        goes_on[origin] = True
        if not goes_on[here].all():
            raise UnsuitableGame(
                f"at the move `{step.id}` nothing is left to do on some path",
                "every action would change a committed issue, leave an option for good, make an impossible package, or "
                "sign across a red line",
                ("protocol", self.negotiation.protocol.index(step), "move"),
            )
        if step.chance and len(origin) < len(here) * len(step.actions):
            raise UnsuitableGame(
                f"some outcome of `{step.id}` would change a committed issue or make an impossible combination"
            )

    def finished(self) -> tuple[Tree, IndexArray, IndexArray]:
        """The tree in level order, and the state of play and the moves made at each of its leaves."""
        parent, action = np.concatenate(self.parent), np.concatenate(self.action)
        odds, depth = np.concatenate(self.odds), np.concatenate(self.depth)
        order, starts = _level_order(parent, action, depth)
        place = np.empty(self.count, dtype=np.intp)
        place[order] = np.arange(self.count)
        sorted_parent = np.where(parent[order] < 0, -1, place[parent[order]])
        counts = np.bincount(sorted_parent[1:], minlength=self.count)
        mover, move = np.full(self.count, LEAF), np.full(self.count, -1)
        for number, nodes in self.movers.items():
            mover[place[nodes]] = self._mover(number)
            move[place[nodes]] = number
        sets = self.sight.sets(place, mover >= 0)
        first = np.where(counts > 0, 1 + np.cumsum(counts) - counts, 0)
        tree = Tree(sorted_parent, mover, first, counts, starts, odds[order], move, action[order], sets)
        leaves = np.argsort(place[self.frontier])
        self.dealt = self.dealt[leaves]
        return tree, self.states[leaves], self.made[leaves]

    def _mover(self, move: int) -> int:
        position = move - len(self.negotiation.types)
        if position < 0 or self.negotiation.protocol[position].chance:
            return CHANCE
        return self.negotiation.keys.index(self.negotiation.protocol[position].player)


def _level_order(parent: IndexArray, action: IndexArray, depth: IndexArray) -> tuple[IndexArray, IndexArray]:
    """Nodes level by level, each level in the order of its parents and their actions; and where the levels start."""
    place = np.zeros(len(parent), dtype=np.intp)
    levels = [np.zeros(1, dtype=np.intp)]
    by_depth = np.argsort(depth, kind="stable")
    bounds = np.searchsorted(depth[by_depth], np.arange(int(depth.max()) + 2))
    for level in range(1, len(bounds) - 1):
        nodes = by_depth[bounds[level] : bounds[level + 1]]
        nodes = nodes[np.lexsort((action[nodes], place[parent[nodes]]))]
        place[nodes] = np.arange(len(nodes))
        levels.append(nodes)
    return np.concatenate(levels), np.cumsum([0, *(len(nodes) for nodes in levels)])


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
