"""Grows a game tree step by step, all nodes of the frontier at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.extensive import CHANCE, LEAF, Tree
from negotiate.model.expressions import Expression
from negotiate.model.frame import Frame
from negotiate.model.negotiation import Negotiation, spread
from negotiate.model.protocol import Action, Step

IntArray = npt.NDArray[np.intp]


@dataclass(slots=True, eq=False)
class Growth:
    """A tree that is being grown: the nodes so far, and the state of play at each node of the frontier.

    A step whose `when` does not hold at a frontier node leaves that node as it is. An action is not there where it
    would change an issue that is committed, leave an option that cannot be left, or make an impossible combination.
    """

    negotiation: Negotiation
    limit: int
    parent: list[IntArray] = field(default_factory=list)
    action: list[IntArray] = field(default_factory=list)
    odds: list[npt.NDArray[np.float64]] = field(default_factory=list)
    depth: list[IntArray] = field(default_factory=list)
    count: int = 1
    frontier: IntArray = field(default_factory=lambda: np.zeros(1, dtype=np.intp))
    frontier_depth: IntArray = field(default_factory=lambda: np.zeros(1, dtype=np.intp))
    states: IntArray = field(default_factory=lambda: np.zeros((1, 0), dtype=np.intp))
    made: IntArray = field(default_factory=lambda: np.zeros((1, 0), dtype=np.intp))
    movers: dict[int, IntArray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        quo, fixed = self.negotiation.status_quo, self.negotiation.fixed
        start = [fixed.get(issue, quo.get(issue, -1)) for issue in self.negotiation.issues]
        self.states = np.array([start], dtype=np.intp)
        self.made = np.full((1, len(self.negotiation.protocol)), -1, dtype=np.intp)
        self.parent, self.action = [np.array([-1])], [np.array([-1])]
        self.odds, self.depth = [np.ones(1)], [np.zeros(1, dtype=np.intp)]

    def step(self, position: int) -> None:
        """Let the mover of one step act wherever the step applies."""
        step = self.negotiation.protocol[position]
        applies = np.ones(len(self.frontier), dtype=bool) if step.when is None else self._holds(step.when)
        here = np.flatnonzero(applies)
        if not len(here):
            return
        would_be = self.count + len(here) * len(step.offered)
        if would_be > self.limit:
            raise GameTooLarge("nodes in the outcome tree", would_be, self.limit, "take steps or actions away")
        origin, chosen, states = self._branches(step, here)
        self._check(step, here, origin)
        made = self.made[origin].copy()
        made[:, position] = chosen
        nodes = self.count + np.arange(len(origin))
        self.movers[position] = self.frontier[here]
        self.parent.append(self.frontier[origin])
        self.action.append(chosen)
        self.odds.append(self._odds(step)[chosen])
        self.depth.append(self.frontier_depth[origin] + 1)
        self.count += len(origin)
        rest = np.flatnonzero(~applies)
        self.frontier_depth = np.concatenate([self.frontier_depth[rest], self.depth[-1]])
        self.frontier = np.concatenate([self.frontier[rest], nodes])
        self.states = np.concatenate([self.states[rest], states])
        self.made = np.concatenate([self.made[rest], made])

    def _branches(self, step: Step, here: IntArray) -> tuple[IntArray, IntArray, IntArray]:
        """For each branch: the frontier position it grows from, its action, and the state of play after it."""
        parts = []
        for number, action in enumerate(step.actions):
            if not action.offered:
                continue
            after, possible = self._after(action, here)
            origin = here[possible]
            parts.append((origin, np.full(len(origin), number), after[possible]))
        origin = np.concatenate([part[0] for part in parts])
        order = np.argsort(origin, kind="stable")
        chosen, states = np.concatenate([part[1] for part in parts]), np.concatenate([part[2] for part in parts])
        return origin[order], chosen[order], states[order]

    def _after(self, action: Action, here: IntArray) -> tuple[IntArray, npt.NDArray[np.bool_]]:
        before = self.states[here]
        after = before.copy()
        issues = list(self.negotiation.issues)
        for effect in action.effects:
            column = issues.index(effect.issue)
            after[:, column] = (
                effect.option
                if not effect.as_announced
                else self._announced(effect.as_announced, here, before[:, column])
            )
        possible = np.ones(len(here), dtype=bool)
        for issue, option in self.negotiation.fixed.items():
            possible &= after[:, issues.index(issue)] == option
        for issue, options in self.negotiation.irreversible.items():
            column = issues.index(issue)
            possible &= ~(np.isin(before[:, column], options) & (after[:, column] != before[:, column]))
        whole = np.flatnonzero((after >= 0).all(axis=1))
        for condition in self.negotiation.infeasible:
            possible[whole] &= ~self._holds(condition, after[whole], here[whole])
        return after, possible

    def _announced(self, move: str, here: IntArray, otherwise: IntArray) -> IntArray:
        """The option that an earlier move announced; where it was not made, things stay as they are."""
        position = [step.id for step in self.negotiation.protocol].index(move)
        options = np.array([action.announced for action in self.negotiation.protocol[position].actions])
        made = self.made[here, position]
        return np.where(made < 0, otherwise, options[made])

    def _holds(
        self, condition: Expression, states: IntArray | None = None, here: IntArray | None = None
    ) -> npt.NDArray[Any]:
        states = self.states if states is None else states
        made = self.made if here is None else self.made[here]
        issues = {issue: states[None, :, k] for k, issue in enumerate(self.negotiation.issues)}
        moves = {step.id: made[None, :, k] for k, step in enumerate(self.negotiation.protocol)}
        return spread(condition, Frame(self.negotiation, issues, 2, moves), (len(states),))

    def _odds(self, step: Step) -> npt.NDArray[np.float64]:
        if not step.chance:
            return np.ones(len(step.actions))
        frame = Frame(self.negotiation, {}, 1)
        return np.array([float(odds.evaluate(frame)[0]) for odds in step.odds])

    def _check(self, step: Step, here: IntArray, origin: IntArray) -> None:
        if len(np.unique(origin)) < len(here):
            raise UnsuitableGame(
                f"at the move `{step.id}` nothing is left to do on some path",
                "every action would change a committed issue, leave an option for good, or make an impossible package",
            )
        if step.chance and len(origin) < len(here) * len(step.actions):
            raise UnsuitableGame(
                f"some outcome of `{step.id}` would change a committed issue or make an impossible combination"
            )

    def finished(self) -> tuple[Tree, IntArray, IntArray]:
        """The tree in level order, and the state of play and the moves made at each of its leaves."""
        parent, action = np.concatenate(self.parent), np.concatenate(self.action)
        odds, depth = np.concatenate(self.odds), np.concatenate(self.depth)
        order, starts = _level_order(parent, action, depth)
        place = np.empty(self.count, dtype=np.intp)
        place[order] = np.arange(self.count)
        sorted_parent = np.where(parent[order] < 0, -1, place[parent[order]])
        counts = np.bincount(sorted_parent[1:], minlength=self.count)
        mover, move = np.full(self.count, LEAF), np.full(self.count, -1)
        for position, nodes in self.movers.items():
            step = self.negotiation.protocol[position]
            mover[place[nodes]] = CHANCE if step.chance else self.negotiation.keys.index(step.player)
            move[place[nodes]] = position
        sets = np.full(self.count, -1)
        deciding = np.flatnonzero(mover >= 0)
        sets[deciding] = np.arange(len(deciding))
        first = np.where(counts > 0, 1 + np.cumsum(counts) - counts, 0)
        tree = Tree(sorted_parent, mover, first, counts, starts, odds[order], move, action[order], sets)
        leaves = np.argsort(place[self.frontier])
        return tree, self.states[leaves], self.made[leaves]


def _level_order(parent: IntArray, action: IntArray, depth: IntArray) -> tuple[IntArray, IntArray]:
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
