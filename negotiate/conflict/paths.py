"""The moves of a conflict, each with whether it pays its mover and whether it can be taken back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from negotiate.conflict.graph_model import GraphModel
from negotiate.display import Shown, entity, record
from negotiate.errors import GameTooLarge

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
        first, last = (side(self.arrows, (state, player), key=_place) for side in (bisect_left, bisect_right))
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
    >>> ladder = GraphModel.from_tables(["up", "down"], {"cat": {"up": ["down"]}}, {"cat": ["down", "up"]})
    >>> [(arrow.start, arrow.end, arrow.improves, arrow.returns) for arrow in move_graph(ladder).arrows]
    [(0, 1, True, False)]
    """
    count = sum(moves.count for moves in model.moves)
    GameTooLarge.refuse("moves", count, MOVE_LIMIT, "commit some issues with --fix")
    ends = [[moves.from_state(state).tolist() for state in range(len(model.states))] for moves in model.moves]
    ranks = model.ranks.tolist()
    arrows = tuple(
        Arrow(player, state, end, ranks[player][end] > ranks[player][state], state in ends[player][end])
        for state in range(len(model.states))
        for player in range(len(model.keys))
        for end in ends[player][state]
    )
    return MoveGraph(model, arrows, tuple(model.standing("R").tolist()))
