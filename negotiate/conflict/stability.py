"""Which states are stable, by each concept, and why a player would stay in one or leave it.

All states are looked at in one sweep. From one state on, rankings may change from one look to the
next, and each improvement is told with the answer that it meets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod

import numpy as np

from negotiate.arrays import BoolArray, IntArray
from negotiate.conflict.concepts import (
    CONCEPTS,
    answered_ranks,
    checked_concept,
    checked_concepts,
    checked_player,
    checked_sanctions,
    joint_moves,
    stable_states,
)
from negotiate.conflict.graph import Concept, Sanctions, State
from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.kernels import best_on_axis
from negotiate.display import Shown, entity, record
from negotiate.errors import GameTooLarge, UnknownConcept, UnsuitableGame
from negotiate.report.style import in_words

SHOWN = 16
"""Improvements of which a verdict tells the answers; the rest are counted."""

WAYS_LIMIT = 1_000_000
"""In so many ways, at most, others may improve together with one improvement that is looked at."""

Steps = tuple[tuple[int, int], ...]
"""Who moves, by number, and to which state: one after the other, or, under SIM, where each would go
alone.
"""


@record
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
        The best state to which the player could move on from the end; the end itself where it would
        stay. Looked at under SMR only, -1 elsewhere.
    """

    improvement: int
    steps: Steps
    end: int
    deters: bool
    escape: int = -1


@record
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


@record
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
        """Whether a player who left is no better off there, nor, under SMR, wherever it could go on
        from there.
        """
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
            return np.array(
                [self.answer(player, int(target)).deters for target in targets], dtype=bool
            )
        worth = answered_ranks(self.model, player, self.concept, self.sanctions)
        return np.asarray(worth[targets] <= self.model.ranks[player][self.state])

    def answer(self, player: int, target: int) -> Answer:
        """The answer of fewest steps that deters a player from an improvement; of these the worst
        for the player.
        """
        found = (
            self._at_once(player, target)
            if self.concept == "SIM"
            else self._in_turn(player, target)
        )
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
        GameTooLarge.refuse(
            "ways to move at the same time", count, WAYS_LIMIT, "ask with one-step sanctions"
        )
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
                    targets = (
                        self.better(k, state, ranks)
                        if self.concept == "SEQ"
                        else self.moves(k, state)
                    )
                    new = [to for to in targets if (to, k) not in seen]
                    seen.update((to, k) for to in new)
                    ahead |= {(to, k): (*steps, (k, to)) for to in new}
            ends = [place for place in ahead if self._deters(player, place[0], ranks)]
            if ends:
                worst = min(ends, key=lambda place: (int(ranks[player][place[0]]), place))
                return ahead[worst], worst[0]
            layer = ahead if self.sanctions == "sequence" else {}
        return None


def not_undone(model: GraphModel) -> IntArray:
    """The Nash-stable states in which somebody would rather have chosen otherwise and cannot go
    there, ascending.

    They are no equilibria of the game without talks. There are none where every choice can be left
    again.
    """
    if not model.sizes or model.shape:
        return np.empty(0, dtype=int)
    regretted = np.zeros(len(model.cells), dtype=bool)
    for player, ranks in enumerate(model.ranks):
        grid = np.full(prod(model.sizes), -1, dtype=int)
        grid[model.cells] = ranks
        regretted |= best_on_axis(grid, model.sizes, player)[model.cells] > ranks
    stable = model.standing("R")
    return stable[regretted[stable]]


@entity
class Stability(Shown):
    """Which states each player would not leave.

    Parameters
    ----------
    model : GraphModel
        States, moves and preferences.
    concepts : tuple of str
        Those that were asked for, in the order of the arrays.
    sanctions : {'sequence', 'one-step'}
        Whether others may answer one after the other, or by one move of one of them.
    stable : ndarray of bool, shape (concepts, players, states)
        Who would stay where.
    refused : Mapping[str, str]
        Concept that was asked for and not worked out → why not.
    notes : tuple of str
        What a reader should know.
    stuck : int
        States stable by R in which some player regrets a move that cannot be undone; they are no
        equilibria of the game without talks.
    """

    model: GraphModel
    concepts: tuple[Concept, ...]
    sanctions: Sanctions
    stable: BoolArray
    refused: Mapping[Concept, str]
    notes: tuple[str, ...] = ()
    stuck: int = 0

    @property
    def complete(self) -> bool:
        """Whether everything that was asked for has been worked out."""
        return not self.refused

    @property
    def stands(self) -> BoolArray:
        """Where nobody would leave, shape (concepts, states)."""
        return np.asarray(self.stable.all(axis=1))

    def equilibria(self, concept: Concept) -> IntArray:
        """The numbers of the states that nobody would leave, ascending.

        Raises
        ------
        UnknownConcept
            If there is no such concept, or it was not worked out.
        """
        return np.flatnonzero(self.stable[self._row(concept)].all(axis=0))

    def is_stable(self, state: int, player: int, concept: Concept) -> bool:
        """Whether a player would stay in a state."""
        return bool(self.stable[self._row(concept), player, state])

    def by_concept(self, state: int) -> tuple[Concept, ...]:
        """The concepts by which a state is stable."""
        return tuple(
            c for c, row in zip(self.concepts, self.stable, strict=True) if row[:, state].all()
        )

    def verdict(
        self, state: State | Mapping[str, str], player: str | int, concept: Concept
    ) -> Verdict:
        """Why a player would stay in a state, or leave it; worked out when asked.

        Parameters
        ----------
        state : hashable or Mapping[str, str]
            By its name, or by issue → option; a plain number that is no name is its place in the
            arrays.
        player : str or int
            By its key, or its number.
        concept : {'R', 'GMR', 'SMR', 'SEQ', 'SIM'}
            How far the player looks ahead.

        Raises
        ------
        GameTooLarge
            If too many others can improve at the same time, in too many ways, for SIM to be told.

        Notes
        -----
        Of all answers that deter, one of the fewest steps is told, and of these the one that is
        worst for the player. At most states times players are looked at for each improvement.
        """
        who, ranks = checked_player(self.model, player), self.model.ranks
        look = Lookahead(
            self.model, self.model.number(state), checked_concept(concept), self.sanctions
        )
        better = np.array(look.better(who, look.state, ranks), dtype=int)
        met = look.answered(who, better)
        shown = np.lexsort((better, -ranks[who][better], met))[:SHOWN]
        answers = tuple(
            look.answer(who, target) if deterred else Answer(target, (), target, False)
            for target, deterred in zip(better[shown].tolist(), met[shown].tolist(), strict=True)
        )
        return Verdict(
            look.state, who, look.concept, self.sanctions, bool(met.all()), len(better), answers
        )

    @property
    def order(self) -> IntArray:
        """All states: first those that are stable by most concepts, then those that more players
        would not leave.
        """
        stands = self.stands.sum(axis=0)
        stay = self.stable.sum(axis=(0, 1))
        return np.lexsort((np.arange(self.stable.shape[2]), -stay, -stands))

    def _row(self, concept: Concept) -> int:
        if concept not in self.concepts:
            told = ", ".join(self.concepts)
            raise UnknownConcept(
                f"{checked_concept(concept)} was not worked out", f"this answer has {told}"
            )
        return self.concepts.index(concept)

    def __repr__(self) -> str:
        told = ", ".join(f"{c}: {len(self.equilibria(c)):,}" for c in self.concepts)
        return f"<Stability of {self.model!r}: {told}>"


def stability(
    model: GraphModel,
    concepts: Sequence[Concept] | Concept = CONCEPTS,
    sanctions: Sanctions = "sequence",
) -> Stability:
    """Work out which states nobody would leave.

    Parameters
    ----------
    model : GraphModel
        Such as `Scenario.standing()`.
    concepts : sequence of {'R', 'GMR', 'SMR', 'SEQ', 'SIM'}
        All by default; one may stand alone.
    sanctions : {'sequence', 'one-step'}
        Whether others may answer one after the other, or by one move of one of them.

    Returns
    -------
    Stability
        A concept for which the model is too large is left out and named, unless it is the only one.

    Raises
    ------
    UnknownConcept, UnknownMethod
        If there is nothing of that name, or no concept is named.
    UnsuitableGame
        If this is no graph model.
    GameTooLarge
        If the model is too large for every concept asked for.
    """
    given: object = model
    if not isinstance(given, GraphModel):
        said = f"`stability` takes a graph model, and this is a `{type(given).__name__}`"
        raise UnsuitableGame(
            said, "`negotiate.load(...).standing()` makes one, and `GraphModel.from_tables` another"
        )
    rule, asked = checked_sanctions(sanctions), checked_concepts(concepts)
    found: dict[Concept, BoolArray] = {}
    refused: dict[Concept, str] = {}
    for concept in asked:
        try:
            found[concept] = np.stack(
                [stable_states(model, p, concept, rule) for p in range(len(model.keys))]
            )
        except GameTooLarge as error:
            if len(refused) == len(asked) - 1:  # none is left
                raise
            refused[concept] = f"{error.message}; {error.hint}"
    stable = np.stack(list(found.values()))
    stuck = len(not_undone(model)) if "R" in found else 0
    left_out = (f"{concept} is left out: {why}" for concept, why in refused.items())
    notes = (*model.notes, *stuck_notes(stuck), *left_out)
    return Stability(model, tuple(found), rule, stable, refused, notes, stuck)


def stuck_notes(count: int) -> tuple[str, ...]:
    """Why more states may be stable than `solve` finds equilibria, where that is so."""
    if not count:
        return ()
    said = ("states are", "them as equilibria", "each of these states")
    states, them, where = ("state is", "it as an equilibrium", "this state") if count == 1 else said
    found = f"{in_words(count)} {states} stable by R, but `solve` does not count {them}."
    return (f"{found} In {where} some player regrets a move that cannot be undone",)
