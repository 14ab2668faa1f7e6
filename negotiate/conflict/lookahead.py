"""Looks ahead from one state: who could go where, who could answer, and why a player would stay there or leave it.

The states of a model are looked at in one sweep elsewhere. Here the rankings may change from one look to the next, and
each improvement is told with the answer that it meets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
        better = self.better(player, self.state, ranks)
        return all(self.concept != "R" and self._met(player, target, ranks) for target in better)

    def better(self, player: int, state: int, ranks: Ranks) -> list[int]:
        """The states that a move of a player leads to and that it prefers."""
        own = ranks[player]
        return [target for target in self.moves(player, state) if own[target] > own[state]]

    def _met(self, player: int, target: int, ranks: Ranks) -> bool:
        """Whether something deters an improvement under these rankings."""
        if self.concept == "SIM":
            ends = (end for end, _ in self._together(player, target, ranks))
            return any(ranks[player][end] <= ranks[player][self.state] for end in ends)
        answers = self.answers(player, target, ranks if self.concept == "SEQ" else None)
        return any(self._deters(player, answer, ranks) for answer in answers)

    def _deters(self, player: int, end: int, ranks: Ranks) -> bool:
        """Whether a player who left is no better off there, nor, under SMR, wherever it could go on from there."""
        ends = [end, *(self.moves(player, end) if self.concept == "SMR" else ())]
        return all(ranks[player][one] <= ranks[player][self.state] for one in ends)

    def _together(self, player: int, target: int, ranks: Ranks) -> Iterator[tuple[int, Steps]]:
        """Where an improvement ends if others improve at the same time, and what these do."""
        ways = {k: self.better(k, self.state, ranks) for k in self.others(player)}
        return joint_moves(self.model, self.state, player, target, self.sanctions, ways)

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
            for k in [k for k in others if k != last]:
                targets = self.moves(k, state) if ranks is None else self.better(k, state, ranks)
                new = [(target, k) for target in targets if (target, k) not in found]
                found.update(new)
                ahead += new if self.sanctions == "sequence" else ()
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
            own = self.model.ranks[player]
            escape = max((end, *self.moves(player, end)), key=lambda state: int(own[state]))
        return Answer(target, steps, end, True, escape)

    def _at_once(self, player: int, target: int) -> tuple[Steps, int] | None:
        ranks = self.model.ranks
        ways = [self.better(k, self.state, ranks) for k in self.others(player)]
        count = 1 if self.sanctions == "one-step" else prod(1 + len(way) for way in ways)
        if count > WAYS_LIMIT:
            hint = "ask with one-step sanctions"
            raise GameTooLarge("ways to move at the same time", count, WAYS_LIMIT, hint)
        own, best = ranks[player], None
        for end, steps in self._together(player, target, ranks):
            if best is not None and len(steps) > len(best[0]):
                break
            if own[end] <= own[self.state] and (best is None or own[end] < own[best[1]]):
                best = steps, end
        return best

    def _in_turn(self, player: int, target: int) -> tuple[Steps, int] | None:
        """The shortest sequence of the others that deters, and where it ends."""
        ranks = self.model.ranks
        layer: dict[tuple[int, int], Steps] = {(target, -1): ()}
        seen = set(layer)
        while layer:
            ahead: dict[tuple[int, int], Steps] = {}
            for (state, last), steps in layer.items():
                for k in [k for k in self.others(player) if k != last]:
                    targets = self.better(k, state, ranks) if self.concept == "SEQ" else self.moves(k, state)
                    new = [to for to in targets if (to, k) not in seen]
                    seen.update((to, k) for to in new)
                    ahead |= {(to, k): (*steps, (k, to)) for to in new}
            ends = [place for place in ahead if self._deters(player, place[0], ranks)]
            if ends:
                worst = min(ends, key=lambda place: (int(ranks[player][place[0]]), place))
                return ahead[worst], worst[0]
            layer = ahead if self.sanctions == "sequence" else {}
        return None


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
    look = Lookahead(model, state, concept, sanctions)
    better = np.array(look.better(player, state, model.ranks), dtype=np.int64)
    met = look.answered(player, better)
    shown = np.lexsort((better, -model.ranks[player][better], met))[:SHOWN]
    answers = tuple(
        look.answer(player, target) if deterred else Answer(target, (), target, False)
        for target, deterred in zip(better[shown].tolist(), met[shown].tolist(), strict=True)
    )
    return Verdict(state, player, concept, sanctions, bool(met.all()), len(better), answers)
