"""Who should say what, and when: the moves of the protocol as a game tree, grown step by step.

Private types are dealt first, and each player sees its own. Without a protocol the simultaneous
game is drawn as a tree whose later movers cannot see what came before, so that every scenario has
an outcome tree. What no move has set keeps the status quo.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import fields, replace
from functools import cached_property
from itertools import pairwise
from math import prod
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.equilibrium.alone import TYPES, alone, labels_of, levels_noted, terms_of
from negotiate.errors import GameTooLarge, UnsuitableGame, without
from negotiate.games.extensive import (
    CHANCE,
    LEAF,
    NODE_LIMIT,
    BayesianGame,
    ExtensiveGame,
    Move,
    Tree,
    Unsigned,
    Views,
    at_once,
    refuse_too_large,
    simultaneous_tree,
)
from negotiate.games.normal_form import frozen
from negotiate.games.tree import in_levels
from negotiate.model import Refusal
from negotiate.model.expressions import Expression, Number
from negotiate.model.negotiation import Negotiation, dealing_in_turn, dealt, profile_count, spread
from negotiate.model.payoffs import Frame, add_up
from negotiate.model.payoffs import number as value_of
from negotiate.model.protocol import Action, Step
from negotiate.model.signing import after, frame_of, prices, refused_by, start
from negotiate.report.style import joined, the

NOWHERE = Number(0.0)
"""A condition that holds nowhere."""
STATE_LIMIT = 60_000_000
"""Nodes times moves and issues: the state of play is kept at each."""
SHARED_LIMIT, TREE_LIMIT = 10_000, 100
"""Up to how many nodes a tree is kept for others that grow alike, and how many of one file are."""
ROOM = 2**62
"""The largest number into which several columns are packed."""


def in_turn(negotiation: Negotiation) -> ExtensiveGame:
    """The extensive form of a negotiation.

    Returns
    -------
    ExtensiveGame
        With perfect information where the file has a protocol in which everybody sees everything,
        and no private types. Without a protocol the simultaneous game as a tree, with `normal_form`
        set unless types are dealt first.

    Raises
    ------
    GameTooLarge
        If the tree would have more than `NODE_LIMIT` nodes, or its states take more room than
        `STATE_LIMIT`.
    UnsuitableGame
        If a mover has nothing left to do, an ending leaves an issue open, or a mover could do
        different things on paths that it cannot tell apart.
    """
    return negotiation.games.once(in_turn, lambda: _in_turn(negotiation))


def _in_turn(negotiation: Negotiation) -> ExtensiveGame:
    if not negotiation.protocol:
        return (
            bayesian_tree(negotiation)
            if negotiation.types
            else simultaneous_tree(alone(negotiation))
        )
    return _game(_grown(negotiation))


def deals(negotiation: Negotiation) -> tuple[Move, ...]:
    """The moves by which chance deals the private types."""
    kinds = zip(dealt(negotiation).values(), negotiation.types.values(), strict=True)
    return tuple(Move(name, CHANCE, tuple(one.id for one in types)) for name, types in kinds)


def bayesian_game(negotiation: Negotiation) -> BayesianGame:
    """The simultaneous game of players with private types, of which the tree is drawn by
    `bayesian_tree`.
    """
    tree = bayesian_tree(negotiation)
    return BayesianGame(**{one.name: getattr(tree, one.name) for one in fields(tree)})


def bayesian_tree(negotiation: Negotiation) -> ExtensiveGame:
    """The simultaneous game after private types are dealt: a Bayesian game drawn as a tree.

    Raises
    ------
    GameTooLarge
        If the tree would have more than `NODE_LIMIT` nodes.
    UnsuitableGame
        If what is possible hangs on what others choose or on their types.

    References
    ----------
    Harsanyi (1967-68), "Games with incomplete information played by 'Bayesian' players".
    """
    base, kinds = alone(negotiation), list(negotiation.types)
    shape = (*map(len, negotiation.types.values()), *base.shape)
    refuse_too_large(shape)
    games = [alone(profile) for profile in negotiation.profiles]
    if any(game.feasible is not None or game.strategies != base.strategies for game in games):
        raise UnsuitableGame(
            (
                "what a player may do depends on what it cannot know: the choices of others, or "
                "their "
                "types"
            ),
            "write a `protocol` in which the player sees what matters, or remove `infeasible`",
        )
    own = {negotiation.keys.index(player): place for place, player in enumerate(kinds)}
    tree = in_levels(shape, dealing_in_turn(negotiation), own, np.arange(prod(shape)))
    return replace(
        at_once(tree, games, np.arange(prod(base.shape)), deals(negotiation)),
        title=base.title,
        notes=without(base.notes, TYPES),
        takes_apart=terms_of(negotiation),
        types={player: place for place, player in enumerate(kinds)},
    )


def _grown(negotiation: Negotiation) -> Growth:
    """The tree, grown to its end; shared with every negotiation of the file in which nothing else
    makes it grow.
    """
    known: list[tuple[object, Growth]] = negotiation.worked.once(Growth, list)
    soil = None if negotiation.types else _soil(negotiation)
    for other, growth in known:
        if other == soil:
            found = copy(growth)
            found.negotiation = negotiation
            return found
    _refuse_too_large(negotiation)
    growth = Growth(negotiation, _most(negotiation))
    for position in range(len(negotiation.protocol)):
        growth.step(position)
    if soil is not None and growth.count <= SHARED_LIMIT and len(known) < TREE_LIMIT:
        known.append((soil, growth))
    return growth


def _soil(negotiation: Negotiation) -> tuple[object, ...]:
    """All by which one tree grows otherwise than another: not what its ends are worth."""
    refusals, steps = negotiation.refusals(), negotiation.protocol
    formulas = [*negotiation.infeasible, *(one.crossed for one in refusals)]
    formulas += [one for step in steps for one in (step.when, *step.odds) if one is not None]
    drawn = [negotiation.events[step.id] for step in steps if step.id in negotiation.events]
    formulas += [one for event in drawn for odds in event.odds.values() for one in odds]
    numbers = [
        negotiation.parameters[name].value
        for name in sorted(negotiation.scope.of(formulas).parameters)
    ]
    parts = ("fixed", "scope", "status_quo", "infeasible", "irreversible", "keys", "issues")
    return numbers, steps, refusals, *(getattr(negotiation, part) for part in parts)


def _refuse_too_large(negotiation: Negotiation) -> None:
    """Refuse a tree that is too large for certain before any of it is grown.

    Steps that always apply multiply the endings by their actions, the others leave at least as
    many. Where actions may not be there the tree is measured while it grows instead.
    """
    signed = any(action.signs for step in negotiation.protocol for action in step.actions)
    if negotiation.infeasible or negotiation.irreversible or negotiation.fixed or signed:
        return
    endings = profile_count(negotiation) * prod(
        len(step.offered) for step in negotiation.protocol if step.when is None
    )
    limit = _most(negotiation)
    GameTooLarge.refuse("endings in the outcome tree", endings, limit, "take steps or actions away")


def _most(negotiation: Negotiation) -> int:
    """How many nodes a tree may have: fewer where there are many moves and issues."""
    columns = len(negotiation.types) + len(negotiation.protocol) + len(negotiation.issues)
    return min(NODE_LIMIT, STATE_LIMIT // columns)


def _game(growth: Growth) -> ExtensiveGame:
    """The game on a tree that is fully grown."""
    negotiation = growth.negotiation
    tree, held, leaves = growth.finished
    open_ends = [
        issue for k, issue in enumerate(negotiation.issues) if (leaves.states[:, k] < 0).any()
    ]
    if open_ends:
        names = ", ".join(f"`{issue}`" for issue in open_ends)
        raise UnsuitableGame(
            f"some path ends with {names} not set by any move", "name a status quo for it"
        )
    payoffs, crossed, lines = _worth(growth, leaves)
    views = _views(growth, tree, held)
    return ExtensiveGame(
        tree=tree,
        payoffs=frozen(payoffs.T),
        views=views,
        moves=_moves(negotiation),
        issues={issue.id: issue.labels for issue in negotiation.issues.values()},
        outcomes=leaves.states,
        crossed=crossed,
        red_lines=lines,
        notes=(*levels_noted(negotiation), *_committed(negotiation), *_unlike(negotiation, views)),
        unsigned=tuple(
            Unsigned(step, action, refusal.kind, name, refusal.player)
            for (step, action), found in growth.unsigned.items()
            for name, refusal in found.items()
        ),
        types={player: place for place, player in enumerate(negotiation.types)},
        **labels_of(negotiation),
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
    growth: Growth, leaves: Frontier
) -> tuple[FloatArray, dict[str, BoolArray], dict[str, str]]:
    """Payoffs of shape (players, leaves), the leaves that cross each red line, and whose line that
    is.

    Every leaf is worth what it is under the types that were dealt on its path.
    """
    count, keys = len(leaves.node), growth.negotiation.keys
    payoffs = np.empty((len(keys), count))
    crossed: dict[str, BoolArray] = {}
    lines: dict[str, str] = {}
    for negotiation, mine, done, frame in growth.frames(leaves):
        payoffs[:, mine] = add_up(frame, keys, (len(done),), with_moves=True)[0]
        for player, lines_signed in prices(negotiation, done).items():
            payoffs[keys.index(player), mine] -= sum(lines_signed.values())
        apart = _walked_away(negotiation, done)
        for player, alternative in negotiation.alternatives.items():
            own = payoffs[keys.index(player)]
            own[mine] = np.where(apart, value_of(negotiation, alternative), own[mine])
        for name, mask in negotiation.crossed(frame, (len(done),)).items():
            signed = mask & ~apart
            if signed.any():
                crossed.setdefault(name, np.zeros(count, dtype=bool))[mine] = signed
                lines[name] = negotiation.red_lines[name].player
    return payoffs, crossed, lines


def _walked_away(negotiation: Negotiation, made: IndexArray) -> BoolArray:
    """The paths on which nothing is signed, where a file gives numbers for no deal, and moves that
    sign.
    """
    signing = [
        made[:, position] == number
        for position, step in enumerate(negotiation.protocol)
        for number, action in enumerate(step.actions)
        if action.signs
    ]
    if not negotiation.alternatives or not signing:
        return np.zeros(len(made), dtype=bool)
    return np.asarray(~np.logical_or.reduce(signing), dtype=bool)


def _views(growth: Growth, tree: Tree, held: FloatArray | None) -> Views | None:
    """How the players look at what the protocol draws; None where all look alike."""
    negotiation = growth.negotiation
    drawn = [
        k
        for k, step in enumerate(negotiation.protocol)
        if step.chance and step.id in negotiation.events
    ]
    if not drawn:
        return None
    branches = tree.by_chance & np.isin(
        tree.move[tree.parent], growth.before + np.array(drawn, dtype=int)
    )
    unsure = bool(((tree.odds > 0) & (tree.odds < 1))[branches].any())
    risk = negotiation.risk if unsure else {}
    aversion = [
        value_of(negotiation, risk[key]) if key in risk else 0.0 for key in negotiation.keys
    ]
    if held is None and not any(aversion):
        return None
    return Views(
        frozen(np.tile(tree.odds, (len(aversion), 1)) if held is None else held), np.array(aversion)
    )


def _unlike(negotiation: Negotiation, views: Views | None) -> tuple[str, ...]:
    """By whose odds, and in what money, a tree is told where players look at its draws unlike."""
    if views is None:
        return ()
    unlike = [f"`{step.id}`" for step in negotiation.protocol if negotiation.disputed(step)]
    held = (
        f"each player counts {joined(unlike)} by its own odds; endings have the average at each "
        "draw"
    )
    averse = [
        the(negotiation.players[k].name)
        for k, a in zip(negotiation.keys, views.aversion, strict=True)
        if a
    ]
    expect = "expects" if len(averse) == 1 else "expect"
    minds = f"what {joined(averse)} {expect} is told as the sure payoff that is worth as much"
    return (*([held] if unlike else []), *([minds] if averse else []))


def _committed(negotiation: Negotiation) -> tuple[str, ...]:
    """What a commitment took out of the tree."""
    held = [
        f"{issue} to {negotiation.issues[issue].options[o].id}"
        for issue, o in negotiation.fixed.items()
    ]
    return (f"no move changes what is committed from the start: {', '.join(held)}",) if held else ()


class Frontier(NamedTuple):
    """Where the paths of a growing tree have come to, an entry a path.

    Attributes
    ----------
    node : ndarray of int, shape (paths,)
        The last node of each.
    dealt : ndarray of int, shape (paths,)
        How the types are dealt on it, as a place among the profiles.
    states : ndarray of int, shape (paths, issues)
        The option of each issue; -1 where nothing says.
    made : ndarray of int, shape (paths, moves)
        The action of each move, -1 where it was not made; deals of types come before the steps of
        the protocol.
    known : ndarray of int, shape (paths, steps)
        At which set of each step it passed; no columns where every mover sees everything.
    """

    node: IndexArray
    dealt: IndexArray
    states: IndexArray
    made: IndexArray
    known: IndexArray

    def taken(self, which: IndexArray) -> Frontier:
        """Copies of some of the paths."""
        return Frontier(*(column[which] for column in self))


class Growth:
    """A tree that is being grown: the nodes so far, and where its paths have come to.

    Private types are dealt first, one level a player that has them. From there on each node goes by
    the negotiation as the types on its path make it. A step whose `when` does not hold on a path
    leaves that path as it is. An action is not there where it would change an issue that is
    committed, leave an option that cannot be left, make an impossible combination, or sign what one
    of its signers does not sign.

    A mover knows its own type, the moves that its step says it sees, and everything it knew and did
    at its own earlier moves. It has perfect recall by that.

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
        self.before = len(negotiation.types)
        steps = negotiation.protocol
        self.hidden = bool(negotiation.types) or any(step.sees is not None for step in steps)
        self.parent, self.action, self.odds = [np.array([-1])], [np.array([-1])], [np.ones((1, 1))]
        self.frontier = Frontier(
            node=np.zeros(1, dtype=int),
            dealt=np.zeros(1, dtype=int),
            states=np.array([start(negotiation)], dtype=int),
            made=np.full((1, self.before + len(steps)), -1),
            known=np.full((1, len(steps) if self.hidden else 0), -1),
        )
        self.movers: dict[int, IndexArray] = {}
        self.looked: list[tuple[IndexArray, IndexArray]] = []
        self.unsigned: dict[tuple[str, str], dict[str, Refusal]] = {}
        for move, odds in enumerate(dealing_in_turn(negotiation)):
            self._deal(move, odds)

    @property
    def profiles(self) -> tuple[Negotiation, ...]:
        """The negotiation under each way to deal the types."""
        return self.negotiation.profiles or (self.negotiation,)

    @property
    def count(self) -> int:
        """How many nodes there are."""
        return sum(map(len, self.parent))

    def frames(
        self, at: Frontier
    ) -> Iterator[tuple[Negotiation, IndexArray | slice, IndexArray, Frame]]:
        """For each way to deal the types its negotiation, the paths on which it was, their steps
        and their frame.
        """
        for number, negotiation in enumerate(self.profiles):
            mine = np.flatnonzero(at.dealt == number) if len(self.profiles) > 1 else slice(None)
            done = at.made[mine, self.before :]
            yield negotiation, mine, done, frame_of(negotiation, at.states[mine], done)

    def _deal(self, move: int, odds: FloatArray) -> None:
        """Let chance say what one player privately is, by odds for each way to deal the types
        before.
        """
        here, count = np.arange(len(self.frontier.node)), odds.shape[-1]
        origin, chosen = np.repeat(here, count), np.tile(np.arange(count), len(here))
        given = np.broadcast_to(odds, (len(here), count))
        if self.negotiation.jointly:  # what is never dealt together is no part of the tree
            possible = given[origin, chosen] > 0
            origin, chosen = origin[possible], chosen[possible]
        branches = self.frontier.taken(origin)
        self._grow(
            move,
            here,
            chosen,
            branches._replace(dealt=branches.dealt * count + chosen),
            given[None, origin, chosen],
        )

    def step(self, position: int) -> None:
        """Let the mover of one step act wherever the step applies."""
        step = self.negotiation.protocol[position]
        guards = [negotiation.protocol[position].when for negotiation in self.profiles]
        here = np.flatnonzero(self._holds(guards, self.frontier))
        if not len(here):
            return
        would_be = self.count + len(here) * len(step.offered)
        GameTooLarge.refuse(
            "nodes in the outcome tree", would_be, self.limit, "take steps or actions away"
        )
        now = self.frontier.taken(here)
        origin, chosen, states = self._branches(step, now)
        self._check(step, len(now.node), origin)
        if self.hidden and not step.chance:
            now.known[:, position] = self._sets(position, now, origin, chosen)
            self.looked.append((now.node, now.known[:, position]))
        own = self._odds(position, now)[:, origin, chosen]
        self._grow(
            self.before + position, here, chosen, now.taken(origin)._replace(states=states), own
        )

    def _grow(
        self, move: int, here: IndexArray, chosen: IndexArray, branches: Frontier, odds: FloatArray
    ) -> None:
        """Add the branches of one move to the tree, and put their ends behind the paths that stay
        as they are.
        """
        branches.made[:, move] = chosen
        ends = branches._replace(node=self.count + np.arange(len(chosen)))
        self.movers[move] = self.frontier.node[here]
        self.parent.append(branches.node)
        self.action.append(chosen)
        self.odds.append(odds)
        rest = self.frontier.taken(np.delete(np.arange(len(self.frontier.node)), here))
        self.frontier = Frontier(*map(np.concatenate, zip(rest, ends, strict=True)))

    def _branches(self, step: Step, now: Frontier) -> tuple[IndexArray, IndexArray, IndexArray]:
        """For each branch: the path it grows from, its action, and the state of play after it."""
        parts = []
        for number, action in enumerate(step.actions):
            if action.offered:
                states, possible = self._after(step, action, now)
                origin = np.flatnonzero(possible)
                parts.append((origin, np.full(len(origin), number), states[origin]))
        origin, chosen, states = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(origin, kind="stable")
        return origin[order], chosen[order], states[order]

    def _after(self, step: Step, action: Action, now: Frontier) -> tuple[IndexArray, BoolArray]:
        """The state of play after an action on each path, and where the action is possible."""
        states = after(self.negotiation, action, now.states, now.made[:, self.before :])
        issues = list(self.negotiation.issues)
        possible = np.ones(len(states), dtype=bool)
        for issue, option in self.negotiation.fixed.items():
            possible &= states[:, issues.index(issue)] == option
        for issue, options in self.negotiation.irreversible.items():
            old, new = now.states[:, issues.index(issue)], states[:, issues.index(issue)]
            possible &= ~np.isin(old, options) | (new == old)
        whole = np.flatnonzero((states >= 0).all(axis=1))
        then = now._replace(states=states).taken(whole)
        for k in range(len(self.negotiation.infeasible)):
            possible[whole] &= ~self._holds(
                [negotiation.infeasible[k] for negotiation in self.profiles], then
            )
        refusals = [
            {r.name: r for r in refused_by(negotiation, action)} for negotiation in self.profiles
        ]
        for name in dict.fromkeys(name for found in refusals for name in found):
            crossed = [found[name].crossed if name in found else NOWHERE for found in refusals]
            unsigned = self._holds(crossed, then)
            if unsigned.any():
                refusal = next(found[name] for found in refusals if name in found)
                self.unsigned.setdefault((step.id, action.id), {})[name] = refusal
            possible[whole] &= ~unsigned
        return states, possible

    def _holds(self, conditions: Sequence[Expression | None], at: Frontier) -> BoolArray:
        """Where a condition holds, on each path as the types dealt there have it.

        `conditions` holds the condition under each way to deal the types; None holds everywhere.
        """
        found = np.ones(len(at.node), dtype=bool)
        if any(wanted is not None for wanted in conditions):
            for wanted, (_, mine, done, frame) in zip(conditions, self.frames(at), strict=True):
                found[mine] = True if wanted is None else spread(wanted, frame, (len(done),))
        return found

    def _odds(self, position: int, at: Frontier) -> FloatArray:
        """The odds of each action of a step on each path, shape (players, paths, actions); 1 for a
        player's actions.

        One row stands for all players where they hold the same.
        """
        step, keys = self.negotiation.protocol[position], self.negotiation.keys
        keys = keys if self.negotiation.disputed(step) else keys[:1]
        found = np.ones((len(keys), len(at.node), len(step.actions)))
        for negotiation, mine, done, frame in self.frames(at) if step.chance else ():
            event = negotiation.events.get(step.id)
            odds = negotiation.protocol[position].odds
            open_ = {
                name for k, name in enumerate(negotiation.issues) if (at.states[mine, k] < 0).any()
            }
            if event and (name := next(iter(negotiation.scope.of(odds).issues & open_), "")):
                said = (
                    f"the odds of `{step.id}` depend on `{name}`, of which nothing says what it "
                    "is at the draw"
                )
                raise UnsuitableGame(
                    said, f"name a status quo for `{name}`, or let a move set it before"
                )
            for row, key in enumerate(keys):
                values = (
                    frame.odds(step.id, key) if event else [one.evaluate(frame) for one in odds]
                )
                found[row, mine] = np.stack(
                    [np.broadcast_to(one[0], (len(done),)) for one in values], axis=1
                )
        split = np.argwhere((found == 0).any(axis=0) & (found > 0).any(axis=0))
        if len(split):
            path, action = split[0].tolist()
            never, may = (
                the(self.negotiation.players[keys[int(which.argmax())]].name)
                for which in (found[:, path, action] == 0, found[:, path, action] > 0)
            )
            raise UnsuitableGame(
                (
                    f"{never} holds `{step.actions[action].id}` of `{step.id}` impossible, and "
                    f"{may} "
                    "does not"
                ),
                (
                    "give it a small probability, or take its step out of the protocol: each then "
                    "counts what it expects"
                ),
                ("chance", step.id),
            )
        return found

    def _check(self, step: Step, paths: int, origin: IndexArray) -> None:
        if not np.bincount(origin, minlength=paths).all():
            raise UnsuitableGame(
                f"at the move `{step.id}` nothing is left to do on some path",
                "every action would change a committed issue, leave an option for good, make an "
                "impossible package, or "
                "sign across a red line",
                ("protocol", self.negotiation.protocol.index(step), "move"),
            )
        if step.chance and len(origin) < paths * len(step.actions):
            raise UnsuitableGame(
                f"some outcome of `{step.id}` would change a committed issue or make an impossible "
                "combination"
            )

    def _sets(
        self, position: int, now: Frontier, origin: IndexArray, chosen: IndexArray
    ) -> IndexArray:
        """The set of each path at a step: one for those that its mover cannot tell apart.

        Raises
        ------
        UnsuitableGame
            If the actions that are possible differ within a set.
        """
        step = self.negotiation.protocol[position]
        seen = [
            now.made[:, k]
            for k, player in enumerate(self.negotiation.types)
            if player == step.player
        ]
        for k, earlier in enumerate(self.negotiation.protocol[:position]):
            own = earlier.player == step.player
            if own:
                seen.append(now.known[:, k])
            if own or step.sees is None or earlier.id in step.sees:
                seen.append(now.made[:, self.before + k])
        labels = together(seen, len(now.node))
        possible = np.zeros((len(labels), len(step.actions)), dtype=bool)
        possible[origin, chosen] = True
        _, first = np.unique(labels, return_index=True)
        odd = np.argwhere(possible != possible[first[labels]])
        if len(odd):
            path, action = odd[0].tolist()
            pair = [int(first[labels[path]]), path]
            self._refuse(
                step,
                step.actions[action],
                now.made[pair if possible[pair[0], action] else pair[::-1]],
            )
        return labels

    def _refuse(self, step: Step, action: Action, made: IndexArray) -> None:
        """Refuse a set: an action is possible on the first of two paths, and not on the second."""
        where, elsewhere = (
            self._path(path, np.flatnonzero(made[0] != made[1]).tolist()) for path in made
        )
        raise UnsuitableGame(
            f"at the move `{step.id}`, {self.negotiation.players[step.player].name} cannot tell "
            "paths apart on which "
            f"it can do different things: `{action.id}` is possible {where}, but not {elsewhere}",
            "let it see that in `sees`, or make the same actions possible on both paths",
        )

    def _path(self, made: IndexArray, moves: Sequence[int]) -> str:
        """What was done on a path, as far as these moves go."""
        names = [
            *dealt(self.negotiation).values(),
            *(step.id for step in self.negotiation.protocol),
        ]
        kinds = [
            *self.negotiation.types.values(),
            *(step.actions for step in self.negotiation.protocol),
        ]
        said = []
        for k in moves[:3]:
            done = kinds[k][made[k]].id
            known = (
                f"where {names[k]} `{done}`" if k < self.before else f"after `{names[k]}: {done}`"
            )
            said.append(known if made[k] >= 0 else f"without `{names[k]}`")
        return " and ".join(said)

    @cached_property
    def finished(self) -> tuple[Tree, FloatArray | None, Frontier]:
        """The tree in level order, each player's odds where they differ, and the leaves in their
        order.
        """
        parent, action = map(np.concatenate, (self.parent, self.action))
        odds, held = np.concatenate([own.mean(axis=0) for own in self.odds]), None
        if (players := max(map(len, self.odds))) > 1:
            held = np.concatenate(
                [np.broadcast_to(own, (players, own.shape[1])) for own in self.odds], axis=1
            )
        order, starts = _level_order(self.parent, action)
        place = np.argsort(order)
        above = np.where(parent[order] < 0, -1, place[parent[order]])
        mover, move, sets = np.full((3, len(parent)), -1)
        mover[:] = LEAF
        for number, nodes in self.movers.items():
            mover[place[nodes]] = self._mover(number)
            move[place[nodes]] = number
        deciding = np.flatnonzero(mover >= 0)
        sets[deciding] = np.arange(len(deciding))
        count = 0
        for nodes, labels in self.looked:
            sets[place[nodes]] = count + labels
            count += int(labels.max()) + 1
        if self.looked:  # numbered in the order in which they come up
            _, first, again = np.unique(sets[deciding], return_index=True, return_inverse=True)
            sets[deciding] = np.argsort(np.argsort(first))[again]
        tree = Tree.in_order(above, mover, starts, odds[order], move, action[order], sets)
        return (
            tree,
            None if held is None else held[:, order],
            self.frontier.taken(np.argsort(place[self.frontier.node])),
        )

    def _mover(self, move: int) -> int:
        position = move - self.before
        if position < 0 or self.negotiation.protocol[position].chance:
            return CHANCE
        return self.negotiation.keys.index(self.negotiation.protocol[position].player)


def _level_order(
    parents: Sequence[IndexArray], action: IndexArray
) -> tuple[IndexArray, IndexArray]:
    """Nodes level by level, each level in the order of its parents and their actions; and where the
    levels start.

    Given are the nodes above, in the order in which moves made the nodes below them.
    """
    depth = np.zeros(len(action), dtype=int)
    grown = 1
    for above in parents[1:]:
        depth[grown : grown + len(above)] = depth[above] + 1
        grown += len(above)
    parent, place = np.concatenate(parents), np.zeros(len(action), dtype=int)
    by_depth = np.argsort(depth, kind="stable")
    starts = np.searchsorted(depth[by_depth], np.arange(int(depth.max()) + 2))
    for begin, end in pairwise(starts[1:].tolist()):
        nodes = by_depth[begin:end]
        by_depth[begin:end] = nodes = nodes[np.lexsort((action[nodes], place[parent[nodes]]))]
        place[nodes] = np.arange(len(nodes))
    return by_depth, starts


def together(columns: Sequence[IndexArray], count: int) -> IndexArray:
    """Number rows from 0 so that two have one number where all their columns are equal.

    Examples
    --------
    >>> together([np.array([2, 2, -1, 2]), np.array([0, 1, 0, 0])], 4).tolist()
    [1, 2, 0, 1]
    """
    packed = np.zeros(count, dtype=int)
    size = 1
    for column in columns:
        width = int(column.max()) + 2
        if size * width > ROOM:
            distinct, packed = np.unique(packed, return_inverse=True)
            size = len(distinct)
        packed = packed * width + column + 1
        size *= width
    return np.unique(packed, return_inverse=True)[1].astype(int)
