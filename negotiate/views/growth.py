"""Grows a game tree step by step, all nodes of the frontier at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, IndexArray
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.extensive import CHANCE, LEAF, Tree
from negotiate.model.expressions import Expression, Number
from negotiate.model.frame import Frame
from negotiate.model.negotiation import Negotiation, spread
from negotiate.model.private_types import type_odds
from negotiate.model.protocol import Action, Step
from negotiate.model.red_lines import Refusal
from negotiate.model.signing import after, frame_of, refused_by, start
from negotiate.views.sight import Sight

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
