"""A conflict as a graph: the states it can be in, where each player can move it alone, and who prefers which.

Preferences are ranks, so a conflict needs no numbers. Moves may go one way.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from negotiate.arrays import IntArray
from negotiate.display import Shown
from negotiate.errors import UnsuitableGame
from negotiate.standing.looking_ahead.concepts import (
    Concept,
    checked_concept,
    checked_player,
    checked_sanctions,
    stable_states,
)
from negotiate.standing.states.combinations import Combinations
from negotiate.standing.states.moves import AxisMoves, Moves
from negotiate.standing.states.reach import Sanctions
from negotiate.standing.states.sizes import grid_memory, rows_memory
from negotiate.standing.states.tables import model_from_tables

State = Hashable


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class GraphModel(Shown):
    """States, moves and preferences.

    Parameters
    ----------
    states : sequence
        Their names, in the order of all arrays.
    players, keys : tuple of str
        Names for people and short names.
    moves : tuple of Moves or AxisMoves
        One a player.
    ranks : ndarray of int, shape (players, states)
        The higher the better; equal ranks are ties.
    title : str
        Of the scenario.
    choices : sequence of Mapping[str, str]
        For each state: issue → option; empty for a model from bare tables.
    shape : tuple of int
        Where the states are all combinations of what the players decide, one axis a player, last fastest, and each can
        go anywhere on its own axis: how many choices each has. Empty elsewhere.
    sizes : tuple of int
        How many choices each player has, where states are combinations of them; empty for a model from bare tables.
    cells : ndarray of int, shape (states,)
        Which combination of choices each state is, the last player's varying fastest; empty like `sizes`.
    issue_names : Mapping[str, str]
        Issue → its name for people; a key stands for itself where there is none.
    option_names : Mapping[str, Mapping[str, str]]
        Issue → option → its name for people, likewise.
    decides : tuple of tuple of str
        The issues that each player decides alone; empty for a model from bare tables.
    kept : Mapping[str, str]
        Issues that nobody decides alone, or that are settled → the option they keep.
    status_quo : int
        Where the conflict stands today; -1 where nobody says.
    happened : Mapping[str, int]
        What really came → its state.
    nowhere : Mapping[str, str]
        "status_quo", or what really came → why that is no state of this model.
    notes : tuple of str
        What a reader should know of how the model was made from the file, one sentence each.

    Examples
    --------
    >>> dilemma = GraphModel.from_tables(
    ...     ["CC", "CD", "DC", "DD"],
    ...     {"row": {"CC": ["DC"], "DC": ["CC"], "CD": ["DD"], "DD": ["CD"]},
    ...      "column": {"CC": ["CD"], "CD": ["CC"], "DC": ["DD"], "DD": ["DC"]}},
    ...     {"row": ["DC", "CC", "DD", "CD"], "column": ["CD", "CC", "DD", "DC"]},
    ... )
    >>> sorted(dilemma.equilibria("R")), sorted(dilemma.equilibria("SEQ"))
    (['DD'], ['CC', 'DD'])
    """

    states: Sequence[State]
    players: tuple[str, ...]
    keys: tuple[str, ...]
    moves: tuple[Moves | AxisMoves, ...]
    ranks: IntArray
    title: str = ""
    choices: Combinations | tuple[()] = ()
    shape: tuple[int, ...] = ()
    sizes: tuple[int, ...] = ()
    cells: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    issue_names: Mapping[str, str] = field(default_factory=dict)
    option_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    decides: tuple[tuple[str, ...], ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    status_quo: int = -1
    happened: Mapping[str, int] = field(default_factory=dict)
    nowhere: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    _held: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_tables(
        cls,
        states: Sequence[State],
        moves: Mapping[str, Mapping[State, Sequence[State]]],
        rankings: Mapping[str, Sequence[Any]],
        *,
        title: str = "",
    ) -> GraphModel:
        """Build a model from tables.

        Parameters
        ----------
        states : sequence
            Names of the states, all different.
        moves : mapping
            Player → state → the states that one move of this player leads to; states without moves may be left out.
        rankings : mapping
            Player → all states from the best to the worst; a list inside the list is a tie.

        Raises
        ------
        UnsuitableGame
            If a name is unknown, listed twice, or not ranked.
        """
        return model_from_tables(cls, states, moves, rankings, title)

    def stable(self, player: str, concept: Concept = "R", sanctions: Sanctions = "sequence") -> frozenset[State]:
        """The states that a player would not leave.

        Parameters
        ----------
        player : str
            By its key.
        concept : {'R', 'GMR', 'SMR', 'SEQ', 'SIM'}
            How far the player looks ahead.
        sanctions : {'sequence', 'one-step'}
            Whether the others may answer one after the other, or by one move of one of them.

        Raises
        ------
        UnknownPlayer, UnknownConcept, UnknownMethod
            If there is nothing of that name.
        """
        who = checked_player(self, player)
        found = stable_states(self, who, checked_concept(concept), checked_sanctions(sanctions))
        return frozenset(self.states[int(s)] for s in np.flatnonzero(found))

    def equilibria(self, concept: Concept = "R", sanctions: Sanctions = "sequence") -> frozenset[State]:
        """The states that no player would leave.

        Parameters
        ----------
        concept, sanctions
            As for `stable`.

        Returns
        -------
        frozenset
            Names of states; empty where each state is one that somebody would leave.
        """
        return frozenset(self.states[int(s)] for s in self.standing(concept, sanctions))

    def standing(self, concept: Concept = "R", sanctions: Sanctions = "sequence") -> IntArray:
        """The numbers of the states that no player would leave, ascending."""
        known, rule = checked_concept(concept), checked_sanctions(sanctions)
        masks = [stable_states(self, player, known, rule) for player in range(len(self.keys))]
        return np.flatnonzero(np.logical_and.reduce(masks))

    def index(self, state: Any) -> int:
        """The number of a state, by its name or by issue → option.

        Of issues that a mapping leaves out, the status quo counts.

        Raises
        ------
        UnsuitableGame
            If there is no such state.
        """
        if isinstance(state, Mapping) and self.choices:
            today = self.choices[self.status_quo] if self.status_quo >= 0 else {}
            return self.choices.find({**today, **state})
        if not isinstance(state, Hashable) or state not in self._places():
            near = ", ".join(str(name) for name in self.states[:5]) + (", …" if len(self.states) > 5 else "")
            raise UnsuitableGame(f"there is no state `{state}`", f"the states are {near}")
        return self._places()[state]

    def number(self, state: Any) -> int:
        """The number of a state, as `index`; a whole number that names no state is taken for one itself."""
        if isinstance(state, int) and 0 <= state < len(self.states) and (self.sizes or state not in self._places()):
            return state
        return self.index(state)

    def _places(self) -> dict[State, int]:
        if "places" not in self._held:
            self._held["places"] = {name: number for number, name in enumerate(self.states)}
        held: dict[State, int] = self._held["places"]
        return held

    @property
    def known(self) -> tuple[int, ...]:
        """The numbers of today and of what happened, each once."""
        return tuple(dict.fromkeys(s for s in (self.status_quo, *self.happened.values()) if s >= 0))

    @property
    def options(self) -> Mapping[str, tuple[str, ...]]:
        """Issue → its options, of those that the states differ in; empty for a model from bare tables."""
        return dict(zip(self.choices.issues, self.choices.labels, strict=True)) if self.choices else {}

    @property
    def memory(self) -> int:
        """The most bytes that the model takes while its concepts are worked out; SIM takes 64 MB more, rarely 256."""
        if self.shape:
            return grid_memory(self.shape)
        counts = [moves.count for moves in self.moves]
        return rows_memory(len(self.states), len(self.keys), sum(counts), max(counts, default=0))

    def __repr__(self) -> str:
        return f"<GraphModel {self.title or 'untitled'!r}: {', '.join(self.players)}; {len(self.states):,} states>"
