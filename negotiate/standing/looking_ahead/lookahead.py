"""Looks ahead from one state, under any rankings: who could go where, who could answer, and whether the state stands.

The states of a model are looked at in one sweep elsewhere; here the rankings change from one look to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.standing.looking_ahead.joint_moves import joint_moves
from negotiate.standing.states.reach import Sanctions

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel
    from negotiate.standing.looking_ahead.concepts import Concept

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
