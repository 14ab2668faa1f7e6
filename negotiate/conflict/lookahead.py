"""Looks ahead from one state, under any rankings: who could go where, who could answer, and whether the state stands.

The states of a model are looked at in one sweep elsewhere; here the rankings change from one look to the next.

Why one player would stay in one state, or leave it: each improvement with the answer that it meets.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from negotiate.arrays import IntArray
from negotiate.conflict.concepts import answered_ranks
from negotiate.conflict.graph_model import Concept, GraphModel, Sanctions
from negotiate.conflict.simultaneous import joint_moves
from negotiate.errors import GameTooLarge

Ranks = Sequence[Sequence[int]]
"""Player → state → rank, the higher the better."""


@dataclass(frozen=True, slots=True)
class Lookahead:
    """What one state looks like to everybody.

    Parameters
    ----------
    model : GraphModel
        Its states and moves; rankings are given with each question.
    state : int
        Where the conflict stands.
    concept : {'R', 'GMR', 'SMR', 'SEQ', 'SIM'}
        How far everybody looks ahead.
    sanctions : {'sequence', 'one-step'}
        Whether others may answer one after the other, or by one move of one of them.
    """

    model: GraphModel
    state: int
    concept: Concept
    sanctions: Sanctions = "sequence"

    def moves(self, player: int, state: int) -> Sequence[int]:
        """The states that one move of a player leads to, ascending."""
        found: list[int] = self.model.moves[player].from_state(state).tolist()
        return found

    def others(self, player: int) -> list[int]:
        """Everybody else."""
        return [k for k in range(len(self.model.keys)) if k != player]

    def stands(self, ranks: Ranks) -> bool:
        """Whether nobody would leave the state under these rankings."""
        return all(self.stays(player, ranks) for player in range(len(self.model.keys)))

    def stays(self, player: int, ranks: Ranks) -> bool:
        """Whether a player would not leave the state under these rankings."""
        better = self._better(player, self.state, ranks)
        if self.concept == "R":
            return not better
        return all(self._answered(player, target, ranks) for target in better)

    def _better(self, player: int, state: int, ranks: Ranks) -> list[int]:
        """The states that a move of a player leads to and that it prefers."""
        own = ranks[player]
        return [target for target in self.moves(player, state) if own[target] > own[state]]

    def _answered(self, player: int, target: int, ranks: Ranks) -> bool:
        own, here = ranks[player], ranks[player][self.state]
        if self.concept == "SIM":
            ways = {k: self._better(k, self.state, ranks) for k in self.others(player)}
            met = joint_moves(self.model, self.state, player, target, self.sanctions, ways)
            return any(own[end] <= here for end, _ in met)
        answers = self.answers(player, target, ranks if self.concept == "SEQ" else None)
        if self.concept == "SMR":
            return any(
                own[answer] <= here and all(own[end] <= here for end in self.moves(player, answer))
                for answer in answers
            )
        return any(own[answer] <= here for answer in answers)

    def answers(self, player: int, start: int, ranks: Ranks | None = None) -> set[int]:
        """The states that answers of everybody else lead to.

        Parameters
        ----------
        player : int
            Whom they answer.
        start : int
            Where they answer.
        ranks : sequence, optional
            Where given, each step must improve its mover.
        """
        found: set[tuple[int, int]] = set()
        ahead = [(start, -1)]
        others = self.others(player)
        while ahead:
            state, last = ahead.pop()
            for k in others:
                if k == last:
                    continue
                for target in self.moves(k, state):
                    step = (target, k)
                    if step in found or (ranks is not None and ranks[k][target] <= ranks[k][state]):
                        continue
                    found.add(step)
                    if self.sanctions == "sequence":
                        ahead.append(step)
        return {state for state, _ in found}


SHOWN = 16
"""Improvements of which a verdict tells the answers; the rest are counted."""

WAYS_LIMIT = 1_000_000
"""In so many ways, at most, others may improve together with one improvement that is looked at."""

Steps = tuple[tuple[int, int], ...]
"""Who moves, by number, and to which state: one after the other, or, under SIM, where each would go alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an improvement meets.

    Parameters
    ----------
    improvement : int
        The state to which the player would move.
    steps : tuple of (int, int)
        What the others do about it; empty where nothing they can do deters the player.
    end : int
        The state in which it ends: the improvement itself where nothing deters the player.
    deters : bool
        Whether the player is no better off there than where it started.
    escape : int
        The best state to which the player could move on from the end; the end itself where it would stay. Looked at
        under SMR only, -1 elsewhere.
    """

    improvement: int
    steps: Steps
    end: int
    deters: bool
    escape: int = -1


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a player would leave a state, and why.

    Parameters
    ----------
    state, player : int
        Numbers in the model's arrays.
    concept, sanctions : str
        How far the player looks ahead.
    stable : bool
        Whether it would stay.
    improvements : int
        How many states it could move to that it prefers.
    answers : tuple of Answer
        Improvements that are not answered come first, then the better ones; 16 at most.
    """

    state: int
    player: int
    concept: Concept
    sanctions: Sanctions
    stable: bool
    improvements: int
    answers: tuple[Answer, ...]

    @property
    def broken_by(self) -> Answer | None:
        """The best improvement that nothing deters; None where the state is stable."""
        return None if self.stable else self.answers[0]


def verdict(model: GraphModel, state: int, player: int, concept: Concept, sanctions: Sanctions = "sequence") -> Verdict:
    """Say why a player would stay in a state, or leave it.

    Returns
    -------
    Verdict

    Raises
    ------
    GameTooLarge
        If too many others can improve at the same time, in too many ways, for SIM to be told.

    Notes
    -----
    Of all answers that deter, one of the fewest steps is told, and of these the one that is worst for the player. At
    most states times players are looked at for each improvement.
    """
    ranks = model.ranks[player]
    targets = model.moves[player].from_state(state)
    better = targets[ranks[targets] > ranks[state]]
    answered = _answered(model, state, player, concept, sanctions, better)
    order = np.lexsort((better, -ranks[better], answered))
    shown = order[:SHOWN]
    answers = tuple(
        _answer(model, state, player, concept, sanctions, int(better[n]))
        if answered[n]
        else Answer(int(better[n]), (), int(better[n]), False)
        for n in shown
    )
    return Verdict(state, player, concept, sanctions, bool(answered.all()), len(better), answers)


def _answered(
    model: GraphModel, state: int, player: int, concept: Concept, sanctions: Sanctions, better: IntArray
) -> np.ndarray:
    """Which of these improvements something deters."""
    if concept == "R":
        return np.zeros(len(better), dtype=bool)
    if concept == "SIM":
        found = (_answer(model, state, player, concept, sanctions, int(target)) for target in better)
        return np.array([answer.deters for answer in found], dtype=bool)
    return np.asarray(answered_ranks(model, player, concept, sanctions)[better] <= model.ranks[player][state])


def _answer(model: GraphModel, state: int, player: int, concept: Concept, sanctions: Sanctions, target: int) -> Answer:
    """The answer of fewest steps that deters a player from an improvement."""
    ranks = model.ranks[player]
    steps = (
        _at_once(model, state, player, target, sanctions)
        if concept == "SIM"
        else _in_turn(model, state, player, concept, sanctions, target)
    )
    if not steps:
        return Answer(target, (), target, False)
    found, end = steps
    escape = -1
    if concept == "SMR":
        onward = model.moves[player].from_state(end)
        best = int(onward[np.argmax(ranks[onward])]) if len(onward) else end
        escape = best if ranks[best] > ranks[end] else end
    return Answer(target, found, end, True, escape)


def _at_once(model: GraphModel, state: int, player: int, target: int, sanctions: Sanctions) -> tuple[Steps, int] | None:
    ranks = model.ranks
    ways = {}
    for k, moves in enumerate(model.moves):
        if k != player:
            to = moves.from_state(state)
            ways[k] = to[ranks[k][to] > ranks[k][state]].tolist()
    count = 1 if sanctions == "one-step" else prod(1 + len(way) for way in ways.values())
    if count > WAYS_LIMIT:
        hint = "ask with one-step sanctions"
        raise GameTooLarge("ways to move at the same time", count, WAYS_LIMIT, hint)
    best: tuple[Steps, int] | None = None
    for end, steps in joint_moves(model, state, player, target, sanctions, ways):
        if best is not None and len(steps) > len(best[0]):
            break
        if ranks[player][end] <= ranks[player][state] and (best is None or ranks[player][end] < ranks[player][best[1]]):
            best = steps, end
    return best


def _in_turn(
    model: GraphModel, state: int, player: int, concept: Concept, sanctions: Sanctions, target: int
) -> tuple[Steps, int] | None:
    """The shortest sequence of the others that deters, and where it ends; the worst for the player of that length."""
    others = [k for k in range(len(model.keys)) if k != player]
    seen: dict[tuple[int, int], tuple[int, int] | None] = {(target, -1): None}
    layer = deque([(target, -1)])
    while layer:
        ahead: deque[tuple[int, int]] = deque()
        for place in layer:
            for k in others:
                if k == place[1]:
                    continue
                for to in _ways(model, k, place[0], concept):
                    if (to, k) not in seen:
                        seen[to, k] = place
                        ahead.append((to, k))
        ends = [place for place in ahead if _deters(model, state, player, concept, place[0])]
        if ends:
            worst = min(ends, key=lambda place: (int(model.ranks[player][place[0]]), place))
            return _way_back(seen, worst), worst[0]
        layer = ahead if sanctions == "sequence" else deque()
    return None


def _ways(model: GraphModel, player: int, state: int, concept: Concept) -> list[int]:
    to = model.moves[player].from_state(state)
    if concept == "SEQ":
        to = to[model.ranks[player][to] > model.ranks[player][state]]
    found: list[int] = to.tolist()
    return found


def _deters(model: GraphModel, state: int, player: int, concept: Concept, end: int) -> bool:
    ranks = model.ranks[player]
    if ranks[end] > ranks[state]:
        return False
    return concept != "SMR" or not bool((ranks[model.moves[player].from_state(end)] > ranks[state]).any())


def _way_back(seen: dict[tuple[int, int], tuple[int, int] | None], end: tuple[int, int]) -> Steps:
    steps: list[tuple[int, int]] = []
    place: tuple[int, int] | None = end
    while place is not None and place[1] >= 0:
        steps.append((place[1], place[0]))
        place = seen[place]
    return tuple(reversed(steps))
