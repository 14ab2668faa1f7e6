"""Which states are stable, by each concept, and why more of them may be than the game without talks has equilibria.

A state that nobody can improve by one move is an equilibrium of the game in which everybody chooses afresh, unless
somebody would choose what it cannot move to. Who decides nothing, and what cannot happen, are the same in both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from negotiate.arrays import BoolArray, IntArray
from negotiate.conflict.concepts import (
    CONCEPTS,
    checked_concept,
    checked_concepts,
    checked_player,
    checked_sanctions,
    stable_states,
)
from negotiate.conflict.graph_model import Concept, GraphModel, Sanctions, State
from negotiate.conflict.kernels import best_on_axis
from negotiate.conflict.lookahead import Verdict, verdict
from negotiate.display import Shown
from negotiate.errors import GameTooLarge, UnknownConcept, UnsuitableGame
from negotiate.report.words import in_words


def not_undone(model: GraphModel) -> IntArray:
    """The Nash-stable states in which somebody would rather have chosen otherwise and cannot go there, ascending.

    They are no equilibria of the game without talks. There are none where every choice can be left again.
    """
    if not model.sizes or model.shape:
        return np.empty(0, dtype=np.int64)
    regretted = np.zeros(len(model.cells), dtype=bool)
    for player, ranks in enumerate(model.ranks):
        grid = np.full(prod(model.sizes), -1, dtype=np.int64)
        grid[model.cells] = ranks
        regretted |= best_on_axis(grid, model.sizes, player)[model.cells] > ranks
    stable = model.standing("R")
    return np.asarray(stable[regretted[stable]])


@dataclass(frozen=True, slots=True, eq=False, repr=False)
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
        States stable by R in which some player regrets a move that cannot be undone; they are no equilibria of the
        game without talks.
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
        return tuple(c for c, row in zip(self.concepts, self.stable, strict=True) if row[:, state].all())

    def verdict(self, state: State | Mapping[str, str], player: str | int, concept: Concept) -> Verdict:
        """Why a player would stay in a state, or leave it; worked out when asked.

        Parameters
        ----------
        state : hashable or Mapping[str, str]
            By its name, or by issue → option; a plain number that is no name is its place in the arrays.
        player : str or int
            By its key, or its number.
        concept : {'R', 'GMR', 'SMR', 'SEQ', 'SIM'}
            How far the player looks ahead.
        """
        who = checked_player(self.model, player)
        return verdict(self.model, self.model.number(state), who, checked_concept(concept), self.sanctions)

    @property
    def order(self) -> IntArray:
        """All states: first those that are stable by most concepts, then those that more players would not leave."""
        stands = self.stands.sum(axis=0)
        stay = self.stable.sum(axis=(0, 1))
        return np.lexsort((np.arange(self.stable.shape[2]), -stay, -stands))

    def _row(self, concept: Concept) -> int:
        if concept not in self.concepts:
            told = ", ".join(self.concepts)
            raise UnknownConcept(f"{checked_concept(concept)} was not worked out", f"this answer has {told}")
        return self.concepts.index(concept)

    def __repr__(self) -> str:
        told = ", ".join(f"{c}: {len(self.equilibria(c)):,}" for c in self.concepts)
        return f"<Stability of {self.model!r}: {told}>"


def stability(
    model: GraphModel, concepts: Sequence[Concept] | Concept = CONCEPTS, sanctions: Sanctions = "sequence"
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
    _check_model(model)
    rule, asked = checked_sanctions(sanctions), checked_concepts(concepts)
    found: dict[Concept, BoolArray] = {}
    refused: dict[Concept, str] = {}
    for concept in asked:
        try:
            found[concept] = np.stack([stable_states(model, p, concept, rule) for p in range(len(model.keys))])
        except GameTooLarge as error:
            if len(refused) == len(asked) - 1:  # none is left
                raise
            refused[concept] = f"{error.message}; {error.hint}"
    stable = np.stack(list(found.values()))
    stuck = len(not_undone(model)) if "R" in found else 0
    notes = (
        *model.notes,
        *stuck_notes(stuck),
        *(f"{concept} is left out: {why}" for concept, why in refused.items()),
    )
    return Stability(model, tuple(found), rule, stable, refused, notes, stuck)


def _check_model(given: object) -> None:
    if not isinstance(given, GraphModel):
        said = f"`stability` takes a graph model, and this is a `{type(given).__name__}`"
        raise UnsuitableGame(said, "`negotiate.load(...).standing()` makes one, and `GraphModel.from_tables` another")


def stuck_notes(count: int) -> tuple[str, ...]:
    """Why more states may be stable than `solve` finds equilibria, where that is so."""
    if not count:
        return ()
    states, them, where = ("states are", "them as equilibria", "each of these states")
    if count == 1:
        states, them, where = ("state is", "it as an equilibrium", "this state")
    found = f"{in_words(count)} {states} stable by R, but `solve` does not count {them}."
    return (f"{found} In {where} some player regrets a move that cannot be undone",)
