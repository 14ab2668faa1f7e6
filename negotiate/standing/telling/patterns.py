"""States gathered into patterns: options that an issue may have there, all of them where it does not matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import BoolArray, IntArray
from negotiate.standing.states.combinations import Combinations

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel


SEEDS = 12
"""States from which the next pattern is grown; the largest of what comes out is taken."""


@dataclass(frozen=True, slots=True)
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
        No two with a state in common; too few for all states where `most` is too small. Of models from bare tables each
        state is a pattern of its own. A pattern
        grows over combinations that cannot happen only where its words name none of them.

    Notes
    -----
    Each pattern is grown from a state that has none, by the issue that adds most, until nothing can be added; the
    fewest patterns possible are not promised.
    """
    if not isinstance(model.choices, Combinations) or not model.choices.issues:
        return tuple(Pattern((int(s),), {}) for s in states[:most])
    space = _Space.of(model.choices)
    wanted = np.zeros(space.sizes, dtype=np.bool_)
    wanted[tuple(space.places[list(states)].T)] = True
    found: list[Pattern] = []
    left = len(states)
    while left and len(found) < most:
        one = space.largest(wanted)
        found.append(one)
        wanted[tuple(space.places[list(one.states)].T)] = False
        left -= len(one.states)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Space:
    """All combinations of options that occur, and which of them are states."""

    options: Mapping[str, tuple[str, ...]]
    places: IntArray  # (states, issues): which option each state has
    number: IntArray  # (*options): which state a combination is, -1 where it cannot happen

    @classmethod
    def of(cls, found: Combinations) -> _Space:
        sizes = tuple(map(len, found.labels))
        number = np.full(sizes, -1, dtype=np.int64)
        number.ravel()[found.cells] = np.arange(len(found))
        options = dict(zip(found.issues, found.labels, strict=True))
        return cls(options, np.stack(np.unravel_index(found.cells, sizes), axis=1), number)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many options each issue has."""
        return self.number.shape

    def largest(self, wanted: BoolArray) -> Pattern:
        """The largest pattern of those grown from a few of the states that are wanted."""
        allowed = wanted | (self.number < 0)
        places = np.argwhere(wanted)
        seeds = places[np.linspace(0, len(places) - 1, min(SEEDS, len(places))).astype(np.int64)]
        grown = [self._grown(seed, wanted, allowed) for seed in seeds]
        best = max(grown, key=lambda kept: int(wanted[np.ix_(*kept)].sum()))
        inside = np.zeros(self.sizes, dtype=np.bool_)
        inside[np.ix_(*best)] = True
        states = np.sort(self.number[inside & wanted])
        named = list(self.options.items())
        return Pattern(
            tuple(map(int, states)),
            {issue: tuple(options[k] for k in kept) for (issue, options), kept in zip(named, best, strict=True)},
        )

    def _grown(self, seed: IntArray, wanted: BoolArray, allowed: BoolArray) -> list[list[int]]:
        """Options of each issue round one state, over what cannot happen only where no word names that."""
        loose = self._grow(seed, allowed, allowed)
        careful = self._grow(seed, allowed, wanted)
        for kept in (loose, careful):
            if self._true(kept, wanted):
                return kept
        return self._grow(seed, wanted, wanted)

    def _grow(self, seed: IntArray, whole: BoolArray, some: BoolArray) -> list[list[int]]:
        """First issues of which every option goes, then options; each has to be among what is given for that."""
        kept = [[int(k)] for k in seed]
        order = sorted(range(len(kept)), key=lambda axis: -self.sizes[axis])
        for all_or_none in (True, False):
            for axis in order:
                options = self._open(kept, axis, whole if all_or_none else some)
                if not all_or_none or len(options) == self.sizes[axis]:
                    kept[axis] = options
        return kept

    def _true(self, kept: list[list[int]], wanted: BoolArray) -> bool:
        """Whether the options that are named occur in all combinations, and each that is not somewhere."""
        block = wanted[np.ix_(*kept)]
        free = tuple(axis for axis, options in enumerate(kept) if len(options) == self.sizes[axis])
        every = range(len(kept))
        occurs = (block.any(axis=tuple(k for k in every if k != axis)).all() for axis in free)
        return bool(block.any(axis=free).all()) and all(occurs)

    def _open(self, kept: list[list[int]], axis: int, allowed: BoolArray) -> list[int]:
        """The options of one issue that go with all that is kept of the others."""
        block = allowed[np.ix_(*kept[:axis], range(self.sizes[axis]), *kept[axis + 1 :])]
        others = tuple(k for k in range(len(kept)) if k != axis)
        found = [int(option) for option in np.flatnonzero(block.all(axis=others))]
        return found if set(kept[axis]) <= set(found) else kept[axis]
