"""A conflict from bare tables: lists of states, moves and rankings, with every mistake in them named."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.arrays import IntArray
from negotiate.errors import UnsuitableGame
from negotiate.standing.states.moves import Moves

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel

TOLD = 8
"""How many mistakes are put into words; the rest are counted."""

EXAMPLE = 'such as GraphModel.from_tables(["A", "B"], {"row": {"A": ["B"]}}, {"row": ["B", "A"]})'


def model_from_tables(
    kind: type[GraphModel],
    states: Sequence[Hashable],
    moves: Mapping[str, Mapping[Hashable, Sequence[Hashable]]],
    rankings: Mapping[str, Sequence[Any]],
    title: str = "",
) -> GraphModel:
    """Build a model from tables.

    Parameters
    ----------
    kind : type
        `GraphModel`, which this file does not import.
    states, moves, rankings, title
        As for `GraphModel.from_tables`.

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
    keys = tuple(rankings)
    rows = tuple(_rows(moves.get(player, {}), place) for player in keys)
    return kind(states=tuple(states), players=keys, keys=keys, moves=rows, ranks=ranks, title=title)


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
    starts = np.zeros(len(place) + 1, dtype=np.int64)
    np.cumsum([len(found) for found in lists], out=starts[1:])
    found = np.array([target for targets in lists for target in targets], dtype=np.int64)
    for array in (starts, found):
        array.setflags(write=False)
    return Moves(starts, found)
