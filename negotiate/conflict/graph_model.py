"""A conflict as a graph: the states it can be in, where each player can move it alone, and who
prefers which.

Preferences are ranks, so a conflict needs no numbers. Moves may go one way. How much memory a
conflict takes is said before it is taken, and of bare tables every mistake is named.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from negotiate.arrays import IntArray
from negotiate.conflict import concepts
from negotiate.conflict import states as naming
from negotiate.conflict.graph import Concept, Graph, Sanctions, State, read_tables
from negotiate.display import Shown, entity, record
from negotiate.errors import GameTooLarge


@entity
class GraphModel(Graph, Shown):
    """States, moves and preferences, and what stands by each concept; its fields are those of
    `Graph`.

    Examples
    --------
    >>> dilemma = GraphModel.from_tables(
    ...     ["CC", "CD", "DC", "DD"],
    ...     {
    ...         "row": {"CC": ["DC"], "DC": ["CC"], "CD": ["DD"], "DD": ["CD"]},
    ...         "column": {"CC": ["CD"], "CD": ["CC"], "DC": ["DD"], "DD": ["DC"]},
    ...     },
    ...     {"row": ["DC", "CC", "DD", "CD"], "column": ["CD", "CC", "DD", "DC"]},
    ... )
    >>> sorted(dilemma.equilibria("R")), sorted(dilemma.equilibria("SEQ"))
    (['DD'], ['CC', 'DD'])
    """

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
            Player → state → the states that one move of this player leads to; states without moves
            may be left out.
        rankings : mapping
            Player → all states from the best to the worst; a list inside the list is a tie.

        Raises
        ------
        UnsuitableGame
            If a name is unknown, listed twice, or not ranked.
        """
        rows, ranks = read_tables(states, moves, rankings)
        keys = tuple(rankings)
        return cls(
            states=tuple(states), players=keys, keys=keys, moves=rows, ranks=ranks, title=title
        )

    def stable(
        self, player: str, concept: Concept = "R", sanctions: Sanctions = "sequence"
    ) -> frozenset[State]:
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
        who, known = concepts.checked_player(self, player), concepts.checked_concept(concept)
        found = concepts.stable_states(self, who, known, concepts.checked_sanctions(sanctions))
        return frozenset(self.states[s] for s in np.flatnonzero(found).tolist())

    def equilibria(
        self, concept: Concept = "R", sanctions: Sanctions = "sequence"
    ) -> frozenset[State]:
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
        return frozenset(self.states[s] for s in self.standing(concept, sanctions).tolist())

    def standing(self, concept: Concept = "R", sanctions: Sanctions = "sequence") -> IntArray:
        """The numbers of the states that no player would leave, ascending."""
        known, rule = concepts.checked_concept(concept), concepts.checked_sanctions(sanctions)
        masks = [
            concepts.stable_states(self, player, known, rule) for player in range(len(self.keys))
        ]
        return np.flatnonzero(np.logical_and.reduce(masks))

    def index(self, state: Any) -> int:
        """The number of a state, however it is named; see `negotiate.conflict.states.place_of`.

        Raises
        ------
        UnsuitableGame
            If there is no such state, or several.
        """
        return naming.place_of(self, state)

    def number(self, state: Any) -> int:
        """The number of a state, as `index`; a whole number that names no state is taken for one
        itself.
        """
        if (
            isinstance(state, int)
            and 0 <= state < len(self.states)
            and (self.sizes or state not in self.places)
        ):
            return state
        return self.index(state)

    def __repr__(self) -> str:
        return (
            f"<GraphModel {self.title or 'untitled'!r}: {', '.join(self.players)}; "
            f"{len(self.states):,} states>"
        )


MOVE_LIMIT = 300_000
"""Moves that are ever listed one by one."""


@record
class Arrow:
    """One move.

    Parameters
    ----------
    player : int
        Who moves.
    start, end : int
        From which state to which.
    improves : bool
        Whether the mover is strictly better off.
    returns : bool
        Whether the same player can go back.
    """

    player: int
    start: int
    end: int
    improves: bool
    returns: bool


@entity
class MoveGraph(Shown):
    """A conflict as states and the moves between them.

    Parameters
    ----------
    model : GraphModel
        Whose moves they are.
    arrows : tuple of Arrow
        By the state that they leave, then by player.
    unmoved : tuple of int
        The states that nobody gains by leaving.
    """

    model: GraphModel
    arrows: tuple[Arrow, ...]
    unmoved: tuple[int, ...]

    def leaving(self, state: int, player: int) -> Sequence[Arrow]:
        """The moves of a player from a state."""
        first, last = (
            side(self.arrows, (state, player), key=_place) for side in (bisect_left, bisect_right)
        )
        return self.arrows[first:last]

    def __repr__(self) -> str:
        return f"<MoveGraph {self.model.title or 'untitled'!r}: {len(self.arrows):,} moves>"


def _place(arrow: Arrow) -> tuple[int, int]:
    """What arrows are sorted by."""
    return arrow.start, arrow.player


def move_graph(model: GraphModel) -> MoveGraph:
    """List the moves of a conflict.

    Raises
    ------
    GameTooLarge
        If there are more than `MOVE_LIMIT`.

    Examples
    --------
    >>> ladder = GraphModel.from_tables(
    ...     ["up", "down"], {"cat": {"up": ["down"]}}, {"cat": ["down", "up"]}
    ... )
    >>> [
    ...     (arrow.start, arrow.end, arrow.improves, arrow.returns)
    ...     for arrow in move_graph(ladder).arrows
    ... ]
    [(0, 1, True, False)]
    """
    count = sum(moves.count for moves in model.moves)
    GameTooLarge.refuse("moves", count, MOVE_LIMIT, "commit some issues with --fix")
    ends = [
        [moves.from_state(state).tolist() for state in range(len(model.states))]
        for moves in model.moves
    ]
    ranks = model.ranks.tolist()
    arrows = tuple(
        Arrow(
            player,
            state,
            end,
            ranks[player][end] > ranks[player][state],
            state in ends[player][end],
        )
        for state in range(len(model.states))
        for player in range(len(model.keys))
        for end in ends[player][state]
    )
    return MoveGraph(model, arrows, tuple(model.standing("R").tolist()))
