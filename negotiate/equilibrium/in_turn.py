"""Who should say what, and when: the moves of the protocol as a game tree, grown step by step.

Private types are dealt first, and each player sees its own. Without a protocol the simultaneous game is drawn as a tree
whose later movers cannot see what came before, so that every scenario has an outcome tree. What no move has set keeps
the status quo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np

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
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, Move, Tree, Unsigned
from negotiate.games.normal_form import frozen
from negotiate.model.expressions import Expression, Number
from negotiate.model.negotiation import Negotiation, dealt, profile_count, spread, type_odds
from negotiate.model.payoffs import Frame, add_up
from negotiate.model.protocol import Action, Step
from negotiate.model.red_lines import Refusal
from negotiate.model.signing import after, frame_of, prices, refused_by, start

Nodes = IndexArray | slice
"""Places in the frontier; a slice where all of them are meant."""

EVERY = slice(None)
NOWHERE = Number(0.0)
"""A condition that holds nowhere."""
STATE_LIMIT = 60_000_000
"""Nodes times moves and issues: the state of play is kept at each."""
ROOM = 2**62
"""The largest number into which several columns are packed."""


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
    limit = _most(negotiation)
    if endings > limit:
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
        unsigned=tuple(
            Unsigned(step, action, refusal.kind, name, refusal.player)
            for (step, action), found in growth.unsigned.items()
            for name, refusal in found.items()
        ),
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


def _committed(negotiation: Negotiation) -> tuple[str, ...]:
    """What a commitment took out of the tree."""
    held = [f"{issue} to {negotiation.issues[issue].options[o].id}" for issue, o in negotiation.fixed.items()]
    return (f"no move changes what is committed from the start: {', '.join(held)}",) if held else ()


class Growth:
    """A tree that is being grown: the nodes so far, and the state of play at each node of the frontier.

    Private types are dealt first, one level a player that has them. From there on each node goes by the negotiation
    as the types on its path make it. A step whose `when` does not hold at a frontier node leaves that node as it is.
    An action is not there where it would change an issue that is committed, leave an option that cannot be left, make
    an impossible combination, or sign what one of its signers does not sign.

    Moves are counted with the deals of types before the steps of the protocol.

    Parameters
    ----------
    negotiation : Negotiation
        Whose protocol is played.
    limit : int
        The most nodes.

    Attributes
    ----------
    unsigned : dict
        Step and action → the red lines and ratifiers that kept it from being there on some path.
    """

    def __init__(self, negotiation: Negotiation, limit: int) -> None:
        self.negotiation, self.limit = negotiation, limit
        self.parent, self.action = [np.array([-1])], [np.array([-1])]
        self.odds, self.depth = [np.ones(1)], [np.zeros(1, dtype=np.intp)]
        self.count = 1
        self.frontier, self.frontier_depth, self.dealt = np.zeros((3, 1), dtype=np.intp)
        self.states = np.array([start(negotiation)], dtype=np.intp)
        self.made = np.full((1, len(negotiation.types) + len(negotiation.protocol)), -1, dtype=np.intp)
        self.movers: dict[int, IndexArray] = {}
        self.unsigned: dict[tuple[str, str], dict[str, Refusal]] = {}
        self.sight = Sight(negotiation)
        for move, odds in enumerate(type_odds(negotiation)):
            self._deal(move, odds)

    @property
    def profiles(self) -> tuple[Negotiation, ...]:
        """The negotiation under each way to deal the types."""
        return self.negotiation.profiles or (self.negotiation,)

    def _deal(self, move: int, odds: FloatArray) -> None:
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
        own = odds[self.dealt[origin] if len(odds) > 1 else 0, chosen]
        self._grow(len(self.negotiation.types) + position, here, origin, chosen, states, own)

    def _grow(
        self,
        move: int,
        here: IndexArray,
        origin: IndexArray,
        chosen: IndexArray,
        states: IndexArray,
        odds: FloatArray,
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
        origin, chosen, states = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(origin, kind="stable")
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
    ) -> BoolArray:
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

    def _odds(self, position: int) -> FloatArray:
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
        place = np.argsort(order)
        sorted_parent = np.where(parent[order] < 0, -1, place[parent[order]])
        mover, move = np.full(self.count, LEAF), np.full(self.count, -1)
        for number, nodes in self.movers.items():
            mover[place[nodes]] = self._mover(number)
            move[place[nodes]] = number
        sets = self.sight.sets(place, mover >= 0)
        tree = Tree.in_order(sorted_parent, mover, starts, odds[order], move, action[order], sets)
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


@dataclass(slots=True, eq=False)
class Sight:
    """What movers have observed: which nodes of the growing tree look the same to whoever moves there.

    A mover knows its own type, the moves that its step says it sees, and everything it knew and did at its own earlier
    moves. It has perfect recall by that.

    Where every mover sees everything nothing is kept, and each node is a set of its own.

    Parameters
    ----------
    negotiation : Negotiation
        Whose steps say what is seen.
    known : ndarray of int, shape (frontier, steps)
        At which set of each step every path of the frontier passed; -1 where the step was not made.
    """

    negotiation: Negotiation
    known: IndexArray = field(init=False)
    hidden: bool = field(init=False)
    _looked: list[tuple[IndexArray, IndexArray]] = field(default_factory=list)
    _now: tuple[int, IndexArray] = field(init=False)

    def __post_init__(self) -> None:
        steps = self.negotiation.protocol
        self.hidden = bool(self.negotiation.types) or any(step.sees is not None for step in steps)
        self.known = np.full((1, len(steps)), -1, dtype=np.intp)
        self._now = (-1, self.known[:, 0] if steps else np.zeros(0, dtype=np.intp))

    def look(
        self,
        position: int,
        nodes: IndexArray,
        made: IndexArray,
        here: IndexArray,
        origin: IndexArray,
        chosen: IndexArray,
    ) -> None:
        """Put the nodes of one step into sets.

        Parameters
        ----------
        position : int
            The step.
        nodes, here : ndarray of int, shape (n,)
            The nodes of the tree at which it is made, and their places in the frontier.
        made : ndarray of int, shape (n, moves)
            What was done on the way to each.
        origin, chosen : ndarray of int, shape (branches,)
            From which place in the frontier each branch grows, and by which action.

        Raises
        ------
        UnsuitableGame
            If the actions that are possible differ within a set.
        """
        step = self.negotiation.protocol[position]
        self._now = (-1, here)
        if not self.hidden or step.chance:
            return
        labels = together(self._columns(position, made, self.known[here]), len(here))
        possible = np.zeros((len(here), len(step.actions)), dtype=bool)
        possible[np.searchsorted(here, origin), chosen] = True
        _, first = np.unique(labels, return_index=True)
        odd = np.flatnonzero((possible != possible[first[labels]]).any(axis=1))
        if len(odd):
            other, one = int(odd[0]), int(first[labels[odd[0]]])
            self._refuse(position, possible[[one, other]], made[[one, other]])
        self._now = (position, labels)
        self._looked.append((nodes, labels))

    def _columns(self, position: int, made: IndexArray, known: IndexArray) -> list[IndexArray]:
        """What the mover of a step can tell paths apart by."""
        step, before = self.negotiation.protocol[position], len(self.negotiation.types)
        columns = [made[:, k] for k, player in enumerate(self.negotiation.types) if player == step.player]
        for k, earlier in enumerate(self.negotiation.protocol[:position]):
            own = earlier.player == step.player
            if own:
                columns.append(known[:, k])
            if own or step.sees is None or earlier.id in step.sees:
                columns.append(made[:, before + k])
        return columns

    def follow(self, rest: BoolArray, here: IndexArray, origin: IndexArray) -> None:
        """Keep what is known in step with the frontier: first the paths that stay, then the new branches."""
        if not self.hidden:
            return
        position, labels = self._now
        if position >= 0:
            self.known[here, position] = labels
        self.known = np.concatenate([self.known[rest], self.known[origin]])
        self._now = (-1, here)

    def sets(self, place: IndexArray, deciding: BoolArray) -> IndexArray:
        """The information set of each node of the finished tree, in the order in which they come up; -1 for none.

        Parameters
        ----------
        place : ndarray of int, shape (nodes,)
            Where each node of the growing tree has come to stand.
        deciding : ndarray of bool, shape (nodes,)
            At which nodes of the finished tree a player moves.
        """
        result = np.full(len(place), -1)
        if not self.hidden:
            result[deciding] = np.arange(np.count_nonzero(deciding))
            return result
        count = 0
        for nodes, labels in self._looked:
            result[place[nodes]] = count + labels
            count += int(labels.max()) + 1
        _, first, number = np.unique(result[deciding], return_index=True, return_inverse=True)
        result[deciding] = np.argsort(np.argsort(first))[number]
        return result

    def _refuse(self, position: int, possible: BoolArray, made: IndexArray) -> None:
        """Refuse a set at whose nodes different actions are possible."""
        step = self.negotiation.protocol[position]
        action = int(np.flatnonzero(possible[0] != possible[1])[0])
        able, unable = (0, 1) if possible[0, action] else (1, 0)
        apart = [k for k in range(made.shape[1]) if made[0, k] != made[1, k]]
        where, elsewhere = (self._path(made[row], apart) for row in (able, unable))
        raise UnsuitableGame(
            f"at the move `{step.id}`, {self.negotiation.players[step.player].name} cannot tell paths apart on which "
            f"it can do different things: `{step.actions[action].id}` is possible {where}, but not {elsewhere}",
            "let it see that in `sees`, or make the same actions possible on both paths",
        )

    def _path(self, made: IndexArray, moves: Sequence[int]) -> str:
        """What was done on a path, as far as these moves go."""
        before = len(self.negotiation.types)
        names = [*dealt(self.negotiation).values(), *(step.id for step in self.negotiation.protocol)]
        kinds = [*self.negotiation.types.values(), *(step.actions for step in self.negotiation.protocol)]
        said = [
            f"where {names[k]} `{kinds[k][made[k]].id}`"
            if k < before
            else f"after `{names[k]}: {kinds[k][made[k]].id}`"
            if made[k] >= 0
            else f"without `{names[k]}`"
            for k in moves[:3]
        ]
        return " and ".join(said)


def together(columns: Sequence[IndexArray], count: int) -> IndexArray:
    """Number rows from 0 so that two have one number where all their columns are equal.

    Examples
    --------
    >>> together([np.array([2, 2, -1, 2]), np.array([0, 1, 0, 0])], 4).tolist()
    [1, 2, 0, 1]
    """
    packed = np.zeros(count, dtype=np.int64)
    size = 1
    for column in columns:
        width = int(column.max()) + 2
        if size * width > ROOM:
            distinct, packed = np.unique(packed, return_inverse=True)
            size = len(distinct)
        packed = packed * width + column + 1
        size *= width
    return np.unique(packed, return_inverse=True)[1].astype(np.intp)
