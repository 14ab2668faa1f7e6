"""A conflict as a graph: the states it can be in, where each player can move it alone, and who prefers which.

Preferences are ranks, so a conflict needs no numbers. Moves may go one way. How much memory a conflict takes is said
before it is taken, and of bare tables every mistake is named.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any, Literal, TypeVar

import numpy as np

from negotiate.arrays import IntArray
from negotiate.conflict.kernels import AxisMovement, Movement, RowMovement, row_starts
from negotiate.conflict.moves import AxisMoves, Combinations, Moves
from negotiate.display import Shown
from negotiate.errors import GameTooLarge, UnsuitableGame

Concept = Literal["R", "GMR", "SMR", "SEQ", "SIM"]
Sanctions = Literal["sequence", "one-step"]
State = Hashable
Found = TypeVar("Found")

MEMORY_LIMIT = 2**30
"""Bytes that a conflict and its concepts may take together."""

NUMBER = 8
PASSING = 8
"""As many values of each state are held at once, besides those that stay, while one concept is worked out."""
KEPT = 64
"""Bytes of each state and player for what has been found: a mask for each concept and rule, and worths of answers."""


def grid_memory(shape: Sequence[int]) -> int:
    """The most bytes that a conflict takes whose states are all combinations of the players' choices.

    Parameters
    ----------
    shape : sequence of int
        How many choices each player has.

    Examples
    --------
    >>> grid_memory((16, 16, 16, 16)) // 2**20
    29
    """
    states, players = prod(shape), len(shape)
    sorting = max((2 * states for _ in shape), default=0)
    return states * (players * (3 * NUMBER + KEPT) + (PASSING + players) * NUMBER) + sorting * NUMBER


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
    listed = 2 * moves * NUMBER + 2 * players * (states + 1) * NUMBER
    passing = 4 * most * NUMBER
    return listed + passing + states * (players * (2 * NUMBER + KEPT) + (PASSING + players) * NUMBER)


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
        raise GameTooLarge("megabytes for states and moves", -(-wanted // mega), MEMORY_LIMIT // mega, hint)


TOLD = 8
"""How many mistakes are put into words; the rest are counted."""

EXAMPLE = 'such as GraphModel.from_tables(["A", "B"], {"row": {"A": ["B"]}}, {"row": ["B", "A"]})'


def read_tables(
    states: Sequence[Hashable],
    moves: Mapping[str, Mapping[Hashable, Sequence[Hashable]]],
    rankings: Mapping[str, Sequence[Any]],
) -> tuple[tuple[Moves, ...], IntArray]:
    """The moves and the ranks of each player, read from tables as `GraphModel.from_tables` takes them.

    Raises
    ------
    UnsuitableGame
        With all mistakes at once, eight at most in words.
    """
    _refuse(_mistakes_in_shape(states, moves, rankings))
    place = {state: index for index, state in enumerate(states)}
    _refuse([*_mistakes_in_names(states, moves, rankings), *_mistakes_in_moves(moves, place)])
    ranks = np.zeros((len(rankings), len(states)), dtype=np.int64)
    mistakes: list[str] = []
    for row, (player, ranking) in zip(ranks, rankings.items(), strict=True):
        mistakes.extend(_rank(player, ranking, place, row))
    _refuse(mistakes)
    ranks.setflags(write=False)
    return tuple(_rows(moves.get(player, {}), place) for player in rankings), ranks


def _refuse(mistakes: Sequence[str]) -> None:
    if mistakes:
        more = len(mistakes) - TOLD
        told = [*mistakes[:TOLD], *([f"and {more:,} more mistakes"] if more > 0 else [])]
        raise UnsuitableGame("; ".join(told), EXAMPLE)


def _mistakes_in_shape(states: Any, moves: Any, rankings: Any) -> list[str]:
    """What is no list or no table where there should be one."""
    found = []
    if not _is_list(states):
        found.append(f"the states are a list of names, not {states!r}")
    else:
        found += [f"the state {state!r} is no name" for state in states if not isinstance(state, Hashable)]
    for word, table in (("moves", moves), ("rankings", rankings)):
        if not isinstance(table, Mapping):
            found.append(f"the {word} are a mapping from players, not {table!r}")
    if isinstance(rankings, Mapping):
        found += [
            f"the ranking of `{player}` is a list of states, best first, not {ranking!r}"
            for player, ranking in rankings.items()
            if not _is_list(ranking)
        ]
    if isinstance(moves, Mapping):
        for player, table in moves.items():
            found += _mistakes_in_table(player, table)
    return found


def _mistakes_in_table(player: str, table: Any) -> Iterator[str]:
    if not isinstance(table, Mapping):
        yield f"the moves of `{player}` are a mapping from state to a list of states, not {table!r}"
        return
    for state, targets in table.items():
        if not _is_list(targets):
            yield f"the moves of `{player}` from `{state}` are a list of states, not {targets!r}"


def _is_list(value: Any) -> bool:
    """Whether it is a list of some kind; a text, which Python takes for a list of characters, is none."""
    return isinstance(value, (list, tuple, set, frozenset, range, np.ndarray)) or (
        isinstance(value, Sequence) and not isinstance(value, (str, bytes))
    )


def _mistakes_in_names(
    states: Sequence[Hashable], moves: Mapping[str, Any], rankings: Mapping[str, Any]
) -> Iterator[str]:
    if not states:
        yield "there are no states"
    if not rankings:
        yield "there are no players, because there are no rankings"
    yield from (f"the state `{state}` is listed twice" for state in _repeated(states))
    yield from (f"`{player}` has moves but no ranking" for player in moves if player not in rankings)


def _mistakes_in_moves(moves: Mapping[str, Mapping[Any, Sequence[Any]]], place: Mapping[Any, int]) -> Iterator[str]:
    for player, table in moves.items():
        for state, targets in table.items():
            if state not in place:
                yield f"`{player}` moves from `{state}`, which is no state"
            elif _sound(state, targets, place):
                continue
            for target in targets:
                if not isinstance(target, Hashable) or target not in place:
                    yield f"`{player}` moves from `{state}` to `{target}`, which is no state"
                elif target == state:
                    yield f"`{player}` moves from `{state}` to itself"
            known = [target for target in targets if isinstance(target, Hashable)]
            yield from (f"`{player}` moves from `{state}` to `{target}` twice" for target in _repeated(known))


def _sound(state: Any, targets: Sequence[Any], place: Mapping[Any, int]) -> bool:
    """Whether nothing is wrong with a row of moves, looked at as a whole."""
    try:
        there = set(targets)
    except TypeError:
        return False
    return len(there) == len(targets) and state not in there and there <= place.keys()


def _repeated(names: Sequence[Hashable]) -> list[Hashable]:
    """The names that stand in a list more than once, each one time."""
    seen: set[Hashable] = set()
    twice: dict[Hashable, None] = {}
    for name in names:
        if name in seen:
            twice[name] = None
        seen.add(name)
    return list(twice)


def _rank(player: str, ranking: Sequence[Any], place: Mapping[Hashable, int], row: IntArray) -> Iterator[str]:
    """Write the ranks of one player into `row`; yield what is wrong with its ranking."""
    seen: set[Hashable] = set()
    for level, entry in enumerate(reversed(list(ranking))):
        for state in _tied(entry, place):
            if not isinstance(state, Hashable) or state not in place:
                yield f"`{player}` ranks `{state}`, which is no state"
            elif state in seen:
                yield f"`{player}` ranks `{state}` twice"
            else:
                seen.add(state)
                row[place[state]] = level
    missing = [state for state in place if state not in seen]
    yield from (f"`{player}` does not rank `{state}`" for state in missing)


def _tied(entry: Any, place: Mapping[Hashable, int]) -> Sequence[Any]:
    """The states of one entry of a ranking: a state, or a list of states that are equally good."""
    if isinstance(entry, Hashable) and entry in place:
        return (entry,)
    return tuple(entry) if _is_list(entry) else (entry,)


def _rows(table: Mapping[Hashable, Sequence[Hashable]], place: Mapping[Hashable, int]) -> Moves:
    """The moves of one player as rows."""
    lists: list[list[int]] = [[] for _ in place]
    for state, targets in table.items():
        lists[place[state]] = sorted(place[target] for target in targets)
    starts = row_starts(np.array([len(found) for found in lists], dtype=np.int64))
    found = np.array([target for targets in lists for target in targets], dtype=np.int64)
    for array in (starts, found):
        array.setflags(write=False)
    return Moves(starts, found)


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
        rows, ranks = read_tables(states, moves, rankings)
        keys = tuple(rankings)
        return cls(states=tuple(states), players=keys, keys=keys, moves=rows, ranks=ranks, title=title)

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
        from negotiate.conflict import concepts  # noqa: PLC0415 - a conflict is read without being judged

        who, known = concepts.checked_player(self, player), concepts.checked_concept(concept)
        found = concepts.stable_states(self, who, known, concepts.checked_sanctions(sanctions))
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
        from negotiate.conflict import concepts  # noqa: PLC0415 - a conflict is read without being judged

        known, rule = concepts.checked_concept(concept), concepts.checked_sanctions(sanctions)
        masks = [concepts.stable_states(self, player, known, rule) for player in range(len(self.keys))]
        return np.flatnonzero(np.logical_and.reduce(masks))

    def movement(self, player: int) -> Movement:
        """The moves of a player as arithmetic takes them, worked out once."""
        return self.once(f"movement {player}", lambda: self._movement(player))

    def _movement(self, player: int) -> Movement:
        ranks, moves = self.ranks[player], self.moves[player]
        if self.shape:
            return AxisMovement.of(ranks, self.shape, player)
        return RowMovement.of(ranks, moves.starts, moves.targets)

    def once(self, name: str, work: Callable[[], Found]) -> Found:
        """What has a name among all that is found of this model, worked out when it is first asked for."""
        if name not in self._held:
            self._held[name] = work()
        held: Found = self._held[name]
        return held

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
        return self.once("places", lambda: {name: number for number, name in enumerate(self.states)})

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
