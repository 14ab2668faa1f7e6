"""Looks ahead from one state: who could go where, who could answer, and why a player would stay there or leave it.

The states of a model are looked at in one sweep elsewhere. Here the rankings may change from one look to the next, and
each improvement is told with the answer that it meets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from negotiate.arrays import BoolArray, IntArray
from negotiate.conflict.concepts import answered_ranks
from negotiate.conflict.graph_model import Concept, GraphModel, Sanctions
from negotiate.conflict.simultaneous import joint_moves
from negotiate.errors import GameTooLarge

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


Ranks = Sequence[Sequence[int]] | IntArray
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

    def answered(self, player: int, targets: IntArray) -> BoolArray:
        """Which of a player's improvements something deters, under the model's own rankings."""
        if self.concept == "R":
            return np.zeros(len(targets), dtype=bool)
        if self.concept == "SIM":
            return np.array([self.answer(player, int(target)).deters for target in targets], dtype=bool)
        worth = answered_ranks(self.model, player, self.concept, self.sanctions)
        return np.asarray(worth[targets] <= self.model.ranks[player][self.state])

    def answer(self, player: int, target: int) -> Answer:
        """The answer of fewest steps that deters a player from an improvement; of these the worst for the player."""
        found = self._at_once(player, target) if self.concept == "SIM" else self._in_turn(player, target)
        if found is None:
            return Answer(target, (), target, False)
        steps, end = found
        escape = -1
        if self.concept == "SMR":
            ranks, onward = self.model.ranks[player], self.moves(player, end)
            escape = max(onward, key=lambda state: int(ranks[state]), default=end)
            escape = escape if ranks[escape] > ranks[end] else end
        return Answer(target, steps, end, True, escape)

    def _at_once(self, player: int, target: int) -> tuple[Steps, int] | None:
        ranks = self.model.ranks
        ways = {k: self._better(k, self.state, ranks) for k in self.others(player)}
        count = 1 if self.sanctions == "one-step" else prod(1 + len(way) for way in ways.values())
        if count > WAYS_LIMIT:
            hint = "ask with one-step sanctions"
            raise GameTooLarge("ways to move at the same time", count, WAYS_LIMIT, hint)
        own = ranks[player]
        best: tuple[Steps, int] | None = None
        for end, steps in joint_moves(self.model, self.state, player, target, self.sanctions, ways):
            if best is not None and len(steps) > len(best[0]):
                break
            if own[end] <= own[self.state] and (best is None or own[end] < own[best[1]]):
                best = steps, end
        return best

    def _in_turn(self, player: int, target: int) -> tuple[Steps, int] | None:
        """The shortest sequence of the others that deters, and where it ends."""
        seen: dict[tuple[int, int], tuple[int, int] | None] = {(target, -1): None}
        layer = [(target, -1)]
        while layer:
            ahead: list[tuple[int, int]] = []
            for place in layer:
                for k in self.others(player):
                    if k == place[1]:
                        continue
                    for to in self._ways(k, place[0]):
                        if (to, k) not in seen:
                            seen[to, k] = place
                            ahead.append((to, k))
            ends = [place for place in ahead if self._deters(player, place[0])]
            if ends:
                worst = min(ends, key=lambda place: (int(self.model.ranks[player][place[0]]), place))
                return _way_back(seen, worst), worst[0]
            layer = ahead if self.sanctions == "sequence" else []
        return None

    def _ways(self, player: int, state: int) -> Sequence[int]:
        """Where a player may answer from a state."""
        if self.concept == "SEQ":
            return self._better(player, state, self.model.ranks)
        return self.moves(player, state)

    def _deters(self, player: int, end: int) -> bool:
        ranks = self.model.ranks[player]
        if ranks[end] > ranks[self.state]:
            return False
        return self.concept != "SMR" or all(ranks[to] <= ranks[self.state] for to in self.moves(player, end))


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
    look = Lookahead(model, state, concept, sanctions)
    answered = look.answered(player, better)
    order = np.lexsort((better, -ranks[better], answered))
    shown = order[:SHOWN]
    answers = []
    for target, met in zip(better[shown].tolist(), answered[shown].tolist(), strict=True):
        answers.append(look.answer(player, target) if met else Answer(target, (), target, False))
    return Verdict(state, player, concept, sanctions, bool(answered.all()), len(better), tuple(answers))


def _way_back(seen: dict[tuple[int, int], tuple[int, int] | None], end: tuple[int, int]) -> Steps:
    steps: list[tuple[int, int]] = []
    place: tuple[int, int] | None = end
    while place is not None and place[1] >= 0:
        steps.append((place[1], place[0]))
        place = seen[place]
    return tuple(reversed(steps))
