"""The states of a conflict, where each player can move it, and who prefers which: data and what is
read off them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import chain
from math import prod
from typing import Any, Literal

import numpy as np

from negotiate.arrays import IntArray
from negotiate.conflict.kernels import AxisMovement, Movement, RowMovement, row_starts
from negotiate.display import Cache, Found, entity
from negotiate.errors import GameTooLarge, UnsuitableGame

Concept = Literal["R", "GMR", "SMR", "SEQ", "SIM"]
Sanctions = Literal["sequence", "one-step"]
State = Hashable


@entity
class Moves:
    """Where one player can move the conflict, as the rows of a sparse matrix.

    Parameters
    ----------
    starts : ndarray of int, shape (states + 1,)
        The moves from state `s` stand at `targets[starts[s]:starts[s + 1]]`.
    targets : ndarray of int, shape (moves,)
        The states that they lead to, ascending for each state.
    """

    starts: IntArray
    targets: IntArray

    def from_state(self, state: int) -> IntArray:
        """The states that one move leads to, ascending."""
        return self.targets[self.starts[state] : self.starts[state + 1]]

    @property
    def count(self) -> int:
        """How many moves there are from all states together."""
        return len(self.targets)


@entity
class AxisMoves:
    """Where one player can move the conflict in a full grid of states: anywhere along its axis.

    Nothing is laid out before it is asked for.

    Parameters
    ----------
    shape : tuple of int
        How many choices each player has; states are numbered with the last player's choice varying
        fastest.
    axis : int
        The player's.
    """

    shape: tuple[int, ...]
    axis: int

    def from_state(self, state: int) -> IntArray:
        """The states that one move leads to, ascending."""
        own = state // self._stride % self.shape[self.axis]
        return np.delete(state + (np.arange(self.shape[self.axis]) - own) * self._stride, own)

    @property
    def count(self) -> int:
        """How many moves there are from all states together."""
        return prod(self.shape) * (self.shape[self.axis] - 1)

    @property
    def starts(self) -> IntArray:
        """As `Moves.starts`."""
        return np.arange(prod(self.shape) + 1) * (self.shape[self.axis] - 1)

    @property
    def targets(self) -> IntArray:
        """As `Moves.targets`, laid out at each look."""
        states = np.arange(prod(self.shape))[:, None]
        further = np.arange(self.shape[self.axis]) - states // self._stride % self.shape[self.axis]
        return np.asarray((states + further * self._stride)[further != 0])

    @property
    def _stride(self) -> int:
        return prod(self.shape[self.axis + 1 :])


@entity
class Combinations(Sequence[Mapping[str, str]]):
    """For each state: issue → option.

    Parameters
    ----------
    issues : tuple of str
        That the players decide.
    labels : tuple of tuple of str
        The options of each.
    cells : ndarray of int, shape (states,)
        Which combination each state is, the last issue's option varying fastest; ascending.
    """

    issues: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    cells: IntArray

    def __len__(self) -> int:
        return len(self.cells)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        return dict(zip(self.issues, self.options(index), strict=True))

    def options(self, index: int) -> tuple[str, ...]:
        """The options of one state, in the order of the issues."""
        left, found = int(self.cells[index]), []
        for labels in reversed(self.labels):
            left, option = divmod(left, len(labels))
            found.append(labels[option])
        return tuple(reversed(found))

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many options each issue has."""
        return tuple(map(len, self.labels))

    @property
    def places(self) -> dict[str, IntArray]:
        """Issue → which of its options each state has."""
        _, *places = np.unravel_index(self.cells, (1, *self.sizes))
        return dict(zip(self.issues, places, strict=True))

    def having(self, choices: Mapping[str, str]) -> IntArray:
        """The states in which these issues have these options, ascending."""
        fits, places = np.ones(len(self), dtype=bool), self.places
        for issue, labels in zip(self.issues, self.labels, strict=True):
            if issue in choices:
                fits &= places[issue] == labels.index(choices[issue])
        return np.flatnonzero(fits)

    @property
    def full(self) -> bool:
        """Whether every combination is a state."""
        return len(self.cells) == prod(self.sizes)


@entity
class CombinationNames(Sequence[str]):
    """For each state a name: its options, with their issues where options alone would not tell them
    apart.

    Parameters
    ----------
    combinations : Combinations
        The states.
    """

    combinations: Combinations

    def __len__(self) -> int:
        return len(self.combinations)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        options, labels = self.combinations.options(index), list(chain(*self.combinations.labels))
        if len(set(labels)) == len(labels):
            return ", ".join(options) or NOTHING
        return ", ".join(map(" ".join, zip(self.combinations.issues, options, strict=True)))


NOTHING = "nothing to decide"
"""The name of the only state where nobody decides anything alone."""


MEMORY_LIMIT = 2**30
"""Bytes that a conflict and its concepts may take together."""

NUMBER = 8
PASSING = 8
"""As many values of each state are held at once, besides those that stay, while one concept is
worked out.
"""
KEPT = 64
"""Bytes of each state and player for what has been found: a mask for each concept and rule, and
worths of answers.
"""


def grid_memory(shape: Sequence[int]) -> int:
    """The most bytes that a conflict takes whose states are all combinations of the players'
    choices.

    Parameters
    ----------
    shape : sequence of int
        How many choices each player has.

    Examples
    --------
    >>> grid_memory((16, 16, 16, 16)) // 2**20
    29
    """
    players = len(shape)
    sorting = 2 * NUMBER if shape else 0
    return prod(shape) * (players * (3 * NUMBER + KEPT) + (PASSING + players) * NUMBER + sorting)


def rows_memory(states: int, players: int, moves: int, most: int) -> int:
    """The most bytes that a conflict takes whose moves are listed.

    Parameters
    ----------
    states, players : int
        How many there are.
    moves : int
        Of all players together.
    most : int
        Of the player who has most of them.
    """
    listed = 2 * moves + 2 * players * (states + 1) + 4 * most
    return listed * NUMBER + states * (players * (2 * NUMBER + KEPT) + (PASSING + players) * NUMBER)


def ways_memory(shape: Sequence[int]) -> int:
    """The most bytes that it takes to say from which of its choices a player can go to which.

    Parameters
    ----------
    shape : sequence of int
        How many choices each player has.
    """
    return 2 * max(choices**2 for choices in shape)


def check_memory(wanted: int) -> None:
    """Refuse what would take too much.

    Raises
    ------
    GameTooLarge
        If it is more than `MEMORY_LIMIT`.
    """
    if wanted > MEMORY_LIMIT:
        mega = 2**20
        hint = "commit some issues with --fix, or take issues or options away"
        raise GameTooLarge(
            "megabytes for states and moves", -(-wanted // mega), MEMORY_LIMIT // mega, hint
        )


TOLD = 8
"""How many mistakes are put into words; the rest are counted."""
EXAMPLE = 'such as GraphModel.from_tables(["A", "B"], {"row": {"A": ["B"]}}, {"row": ["B", "A"]})'


def read_tables(
    states: Sequence[Hashable],
    moves: Mapping[str, Mapping[Hashable, Sequence[Hashable]]],
    rankings: Mapping[str, Sequence[Any]],
) -> tuple[tuple[Moves, ...], IntArray]:
    """The moves and the ranks of each player, read from tables as `GraphModel.from_tables` takes
    them.

    Raises
    ------
    UnsuitableGame
        With all mistakes at once, eight at most in words.
    """
    _refuse(_mistakes_in_shape(states, moves, rankings))
    place = {state: index for index, state in enumerate(states)}
    _refuse(_mistakes_in_names(states, moves, rankings, place))
    ranks = np.zeros((len(rankings), len(states)), dtype=int)
    found = zip(ranks, rankings.items(), strict=True)
    _refuse(
        mistake
        for row, (player, ranking) in found
        for mistake in _rank(player, ranking, place, row)
    )
    ranks.setflags(write=False)
    return tuple(_rows(moves.get(player, {}), place) for player in rankings), ranks


def _refuse(found: Iterable[str]) -> None:
    mistakes = list(found)
    if mistakes:
        more = len(mistakes) - TOLD
        told = [*mistakes[:TOLD], *([f"and {more:,} more mistakes"] if more > 0 else [])]
        raise UnsuitableGame("; ".join(told), EXAMPLE)


def _mistakes_in_shape(states: Any, moves: Any, rankings: Any) -> Iterator[str]:
    """What is no list or no table where there should be one."""
    if not _is_list(states):
        yield f"the states are a list of names, not {states!r}"
    else:
        yield from (
            f"the state {state!r} is no name" for state in states if not isinstance(state, Hashable)
        )
    for word, table in (("moves", moves), ("rankings", rankings)):
        if not isinstance(table, Mapping):
            yield f"the {word} are a mapping from players, not {table!r}"
    for player, ranking in rankings.items() if isinstance(rankings, Mapping) else ():
        if not _is_list(ranking):
            yield f"the ranking of `{player}` is a list of states, best first, not {ranking!r}"
    for player, table in moves.items() if isinstance(moves, Mapping) else ():
        if not isinstance(table, Mapping):
            yield (
                f"the moves of `{player}` are a mapping from state to a list of states, not "
                f"{table!r}"
            )
            continue
        for state, targets in table.items():
            if not _is_list(targets):
                yield (
                    f"the moves of `{player}` from `{state}` are a list of states, not {targets!r}"
                )


def _is_list(value: Any) -> bool:
    """Whether it is a list of some kind; a text, which Python takes for a list of characters, is
    none.
    """
    return isinstance(value, (Sequence, set, frozenset, np.ndarray)) and not isinstance(
        value, (str, bytes)
    )


def _mistakes_in_names(
    states: Sequence[Hashable],
    moves: Mapping[str, Mapping[Any, Sequence[Any]]],
    rankings: Mapping[str, Any],
    place: Mapping[Any, int],
) -> Iterator[str]:
    if not states:
        yield "there are no states"
    if not rankings:
        yield "there are no players, because there are no rankings"
    yield from (f"the state `{state}` is listed twice" for state in _repeated(states))
    yield from (
        f"`{player}` has moves but no ranking" for player in moves if player not in rankings
    )
    for player, state, targets in (
        (p, s, targets) for p, table in moves.items() for s, targets in table.items()
    ):
        said = f"`{player}` moves from `{state}`"
        if state not in place:
            yield f"{said}, which is no state"
        known = [target for target in targets if isinstance(target, Hashable)]
        for target in targets:
            if not isinstance(target, Hashable) or target not in place:
                yield f"{said} to `{target}`, which is no state"
            elif target == state:
                yield f"{said} to itself"
        yield from (f"{said} to `{target}` twice" for target in _repeated(known))


def _repeated(names: Iterable[Hashable]) -> list[Hashable]:
    """The names that stand in a list more than once, each one time."""
    return [name for name, count in Counter(names).items() if count > 1]


def _rank(
    player: str, ranking: Sequence[Any], place: Mapping[Hashable, int], row: IntArray
) -> Iterator[str]:
    """Write the ranks of one player into `row`; yield what is wrong with its ranking."""
    seen: set[Hashable] = set()
    for level, entry in enumerate(reversed(list(ranking))):
        alone = isinstance(entry, Hashable) and entry in place
        for state in (
            entry if _is_list(entry) and not alone else (entry,)
        ):  # a list in the list is a tie
            if not isinstance(state, Hashable) or state not in place:
                yield f"`{player}` ranks `{state}`, which is no state"
            elif state in seen:
                yield f"`{player}` ranks `{state}` twice"
            else:
                seen.add(state)
                row[place[state]] = level
    yield from (f"`{player}` does not rank `{state}`" for state in place if state not in seen)


def _rows(table: Mapping[Hashable, Sequence[Hashable]], place: Mapping[Hashable, int]) -> Moves:
    """The moves of one player as rows."""
    lists = [sorted(place[target] for target in table.get(state, ())) for state in place]
    starts, targets = (
        row_starts(np.array(list(map(len, lists)))),
        np.array(list(chain(*lists)), dtype=int),
    )
    for array in (starts, targets):
        array.setflags(write=False)
    return Moves(starts, targets)


@entity
class Graph:
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
        Where the states are all combinations of what the players decide, one axis a player, last
        fastest, and each can go anywhere on its own axis: how many choices each has. Empty
        elsewhere.
    sizes : tuple of int
        How many choices each player has, where states are combinations of them; empty for a model
        from bare tables.
    cells : ndarray of int, shape (states,)
        Which combination of choices each state is, the last player's varying fastest; empty like
        `sizes`.
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
    cells: IntArray = field(default_factory=lambda: np.empty(0, dtype=int))
    issue_names: Mapping[str, str] = field(default_factory=dict)
    option_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    decides: tuple[tuple[str, ...], ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    status_quo: int = -1
    happened: Mapping[str, int] = field(default_factory=dict)
    nowhere: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    _cache: Cache = field(default_factory=Cache, init=False, compare=False)

    def movement(self, player: int) -> Movement:
        """The moves of a player as arithmetic takes them, worked out once."""
        ranks, moves = self.ranks[player], self.moves[player]
        if self.shape:
            return self.once(
                (AxisMovement, player), lambda: AxisMovement.of(ranks, self.shape, player)
            )
        return self.once(
            (RowMovement, player), lambda: RowMovement.of(ranks, moves.starts, moves.targets)
        )

    def once(self, key: Hashable, work: Callable[[], Found]) -> Found:
        """An answer about this model by its key, worked out when first asked for, from a
        `negotiate.display.Cache`.
        """
        return self._cache.once(key, work)

    @property
    def places(self) -> dict[State, int]:
        """Name of a state → its number."""
        return self.once(
            Graph.places, lambda: {name: number for number, name in enumerate(self.states)}
        )

    @property
    def today(self) -> Mapping[str, str]:
        """Issue → option of the status quo; empty where nobody says, and in models from bare
        tables.
        """
        known = self.choices and self.status_quo >= 0
        return self.choices[self.status_quo] if known else {}

    @property
    def known(self) -> tuple[int, ...]:
        """The numbers of today and of what happened, each once."""
        return tuple(dict.fromkeys(s for s in (self.status_quo, *self.happened.values()) if s >= 0))

    @property
    def options(self) -> Mapping[str, tuple[str, ...]]:
        """Issue → its options, of those that the states differ in; empty for a model from bare
        tables.
        """
        return (
            dict(zip(self.choices.issues, self.choices.labels, strict=True)) if self.choices else {}
        )

    @property
    def memory(self) -> int:
        """The most bytes that the model takes while its concepts are worked out; SIM takes 64 MB
        more, rarely 256.
        """
        if self.shape:
            return grid_memory(self.shape)
        counts = [moves.count for moves in self.moves]
        return rows_memory(len(self.states), len(self.keys), sum(counts), max(counts, default=0))
