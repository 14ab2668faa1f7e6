"""States gathered into patterns, as rows of a table, or one by one.

A pattern is options that an issue may have there, all of them where it does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from negotiate.arrays import BoolArray
from negotiate.conflict.graph import Concept
from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.stability import Stability, Verdict
from negotiate.conflict.states import place_of
from negotiate.display import Shown, entity, record

SEEDS = 12
"""States from which the next pattern is grown; the largest of what comes out is taken."""


@record
class Pattern:
    """States that differ in nothing but what does not matter.

    Parameters
    ----------
    states : tuple of int
        Which states they are, ascending.
    options : Mapping[str, tuple of str]
        For each issue the options that it may have; empty for a model from bare tables.
    """

    states: tuple[int, ...]
    options: Mapping[str, tuple[str, ...]]


def gather(model: GraphModel, states: Sequence[int], most: int) -> tuple[Pattern, ...]:
    """Gather states into few patterns.

    Parameters
    ----------
    model : GraphModel
        Where they belong.
    states : sequence of int
        Which states.
    most : int
        How many patterns at most.

    Returns
    -------
    tuple of Pattern
        No two with a state in common; too few for all states where `most` is too small. Of models
        from bare tables each state is a pattern of its own. A pattern grows over combinations that
        cannot happen only where its words name none of them.

    Notes
    -----
    Each pattern is grown from a state that has none, by the issue that adds most, until nothing can
    be added; the fewest patterns possible are not promised.
    """
    choices = model.choices
    if not choices or not choices.issues:
        return single(states, most)
    number = np.full(
        choices.sizes, -1, dtype=int
    )  # which state a combination is, -1 where it cannot happen
    number.ravel()[choices.cells] = np.arange(len(choices))
    wanted = np.isin(number, states)
    found: list[Pattern] = []
    while wanted.any() and len(found) < most:
        kept = _largest(wanted, wanted | (number < 0))
        block = np.ix_(*kept)
        inside = np.sort(number[block][wanted[block]]).tolist()
        told = zip(model.options.items(), kept, strict=True)
        found.append(
            Pattern(
                tuple(inside),
                {issue: tuple(names[k] for k in some) for (issue, names), some in told},
            )
        )
        wanted[block] = False
    return tuple(found)


def single(states: Sequence[int], most: int) -> tuple[Pattern, ...]:
    """Each state as a pattern of its own, at most so many."""
    return tuple(Pattern((int(state),), {}) for state in states[:most])


Block = list[list[int]]
"""Options of each issue, by number."""


def _largest(wanted: BoolArray, allowed: BoolArray) -> Block:
    """The block with the most states of those grown from a few that are wanted."""
    places = np.argwhere(wanted)
    seeds = places[np.linspace(0, len(places) - 1, min(SEEDS, len(places))).astype(int)]
    grown = (_grown(seed, wanted, allowed) for seed in seeds.tolist())
    return max(grown, key=lambda kept: int(wanted[np.ix_(*kept)].sum()))


def _grown(seed: list[int], wanted: BoolArray, allowed: BoolArray) -> Block:
    """Options of each issue round one state, over what cannot happen only where no word names
    that.
    """
    for some in (allowed, wanted):
        kept = _grow(seed, allowed, some)
        if _true(kept, wanted):
            return kept
    return _grow(seed, wanted, wanted)


def _grow(seed: list[int], whole: BoolArray, some: BoolArray) -> Block:
    """First issues of which every option goes, then options; each has to be among what is given for
    that.
    """
    kept, sizes = [[k] for k in seed], whole.shape
    for least, allowed in ((sizes, whole), ([0] * len(kept), some)):
        for axis in sorted(range(len(kept)), key=lambda axis: -sizes[axis]):
            block = allowed[np.ix_(*kept[:axis], range(sizes[axis]), *kept[axis + 1 :])]
            others = tuple(k for k in range(len(kept)) if k != axis)
            options = np.flatnonzero(block.all(axis=others)).tolist()
            if set(kept[axis]) <= set(options) and len(options) >= least[axis]:
                kept[axis] = options
    return kept


def _true(kept: Block, wanted: BoolArray) -> bool:
    """Whether the options that are named occur in all combinations, and each that is not
    somewhere.
    """
    block, every = wanted[np.ix_(*kept)], range(len(kept))
    free = tuple(axis for axis in every if len(kept[axis]) == wanted.shape[axis])
    occurs = (block.any(axis=tuple(k for k in every if k != axis)).all() for axis in free)
    return bool(block.any(axis=free).all()) and all(occurs)


SMALL = 9
"""A model with fewer states shows each of them."""
STRENGTH: tuple[Concept, ...] = ("R", "SEQ", "SMR", "GMR", "SIM")
"""What counts for more when rows are sorted comes first."""


@record
class Row:
    """States that stand alike.

    Parameters
    ----------
    pattern : Pattern
        Which states.
    by : tuple of str
        The concepts by which they stand.
    leavers : tuple of tuple of int
        For each concept of the answer the players who would leave each of these states.
    """

    pattern: Pattern
    by: tuple[Concept, ...]
    leavers: tuple[tuple[int, ...], ...]

    @property
    def states(self) -> tuple[int, ...]:
        """Which states they are, ascending."""
        return self.pattern.states


@record
class Rows:
    """A table of states.

    Parameters
    ----------
    rows : tuple of Row
        Those that stand by the most and the strongest concepts first.
    left : int
        States that stand by some concept and have no row.
    others : int
        States that stand by none and have no row.
    """

    rows: tuple[Row, ...]
    left: int
    others: int


def table_rows(found: Stability, most: int, everything: bool = False) -> Rows:
    """Choose and gather the states of a table.

    Parameters
    ----------
    found : Stability
        The answer.
    most : int
        Rows at most, besides today and what happened.
    everything : bool
        Whether states that stand by no concept have rows, too; small models always show them.
    """
    small, focal = len(found.model.states) < SMALL, sorted(found.model.known)
    rows = [_row(found, one) for one in single(focal, len(focal))]
    room, left, others = most, 0, 0
    for by, states in _alike(found, focal):
        gathered: tuple[Pattern, ...] = ()
        if by or everything or small:
            gathered = single(states, room) if small else gather(found.model, states, room)
        rows += [_row(found, one) for one in gathered]
        room -= len(gathered)
        missing = len(states) - sum(len(one.states) for one in gathered)
        left, others = (left + missing, others) if by else (left, others + missing)
    rows.sort(
        key=lambda row: (
            _weakness(row.by),
            row.states[0] not in focal,
            -len(row.states),
            row.states[0],
        )
    )
    return Rows(tuple(rows), left, others)


def _weakness(by: Sequence[Concept]) -> list[bool]:
    """What states are sorted by: those that stand by strong concepts come first."""
    return [concept not in by for concept in STRENGTH]


def _alike(
    found: Stability, without: Sequence[int]
) -> Iterable[tuple[tuple[Concept, ...], list[int]]]:
    """States by the concepts by which they stand, the strongest first."""
    codes = (1 << np.arange(len(found.concepts))) @ found.stands
    codes[list(without)] = -1
    groups = {}
    for code in np.unique(codes[codes >= 0]).tolist():
        by = tuple(concept for k, concept in enumerate(found.concepts) if code >> k & 1)
        groups[by] = np.flatnonzero(codes == code).tolist()
    return sorted(groups.items(), key=lambda group: _weakness(group[0]))


def _row(found: Stability, pattern: Pattern) -> Row:
    stays = np.any(found.stable[:, :, list(pattern.states)], axis=2)
    leavers = tuple(tuple(np.flatnonzero(~one).tolist()) for one in stays)
    return Row(pattern, found.by_concept(pattern.states[0]), leavers)


@entity
class OneState(Shown):
    """Why one state is left or not.

    Parameters
    ----------
    found : Stability
        Of all states.
    state : int
        Which one.
    verdicts : tuple of tuple of Verdict
        For each concept, in the order of `found.concepts`, one a player.
    """

    found: Stability
    state: int
    verdicts: tuple[tuple[Verdict, ...], ...]

    @property
    def model(self) -> GraphModel:
        """What the state belongs to."""
        return self.found.model

    def __repr__(self) -> str:
        by = ", ".join(self.found.by_concept(self.state)) or "nothing"
        return f"<OneState {self.model.states[self.state]!s}: stable by {by}>"


def one_state(found: Stability, state: Any) -> OneState:
    """Tell one state.

    Parameters
    ----------
    found : Stability
        Of all states.
    state : hashable or Mapping[str, str]
        Its name; "status quo"; the label of what happened; or issue → option.

    Raises
    ------
    UnsuitableGame
        If there is no such state.

    Examples
    --------
    >>> from negotiate import load
    >>> from negotiate.conflict.stability import stability
    >>> crash = one_state(
    ...     stability(load("classics/chicken").standing()),
    ...     {"row": "straight", "column": "straight"},
    ... )
    >>> [verdict.stable for verdict in crash.verdicts[0]]
    [False, False]
    """
    place = place_of(found.model, state)
    players = range(len(found.model.keys))
    return OneState(
        found,
        place,
        tuple(
            tuple(found.verdict(place, player, concept) for player in players)
            for concept in found.concepts
        ),
    )
