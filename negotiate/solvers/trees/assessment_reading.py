"""Reads behaviour with beliefs off the solution of a support profile's program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import prod

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.kernels.information_sets import entering
from negotiate.solvers.trees.assessment_program import NONE, Arrays, Program, Values

Assessment = tuple[FloatArray, dict[int, FloatArray]]
"""With what probability each node is entered, and what is believed at each information set."""


def behaviour(program: Program, values: Values) -> Values:
    """The probability of each action at each information set that a solution says."""
    form = program.form
    found = [NONE] * form.sets.slots
    for place in range(len(form.nodes)):
        meant = [slot for slot in form.slots(place) if program.used[place] >> slot & 1]
        weights = [_weight(program, values, slot) for slot in meant]
        total = sum(weights)
        for slot, weight in zip(meant, weights, strict=True):
            found[slot] = weight / total if total else Fraction(1, len(meant))
    return found


def outcome(program: Program, values: Values) -> tuple[Fraction, ...]:
    """The probability of each ending that a solution says."""
    form, acts = program.form, behaviour(program, values)
    slots, parent = form.sets.slot.tolist(), form.game.tree.parent.tolist()
    own = [Fraction(1)] * len(parent)
    for node in range(1, len(parent)):
        own[node] = own[parent[node]] * (acts[slots[node]] if slots[node] >= 0 else 1)
    impossible = form.everything >> form.sets.slots << form.sets.slots
    return tuple(
        NONE if form.path[leaf] & impossible else own[leaf] * Fraction(form.often[leaf], form.plays)
        for leaf in form.game.tree.leaves.tolist()
    )


def assessment(program: Program, values: Values) -> Assessment:
    """The behaviour and the beliefs that a solution says, in floats.

    Parameters
    ----------
    program : Program
        Written with all its weights.
    values : list of Fraction
        A solution.
    """
    form = program.form
    beliefs = {int(form.sets.label[s]): _floats(_belief(program, values, s)) for s in range(len(form.nodes))}
    return entering(form.game.tree, form.sets, _floats(behaviour(program, values))), beliefs


def _floats(numbers: Sequence[Fraction]) -> FloatArray:
    return np.array([float(number) for number in numbers])


def _weight(program: Program, values: Values, slot: int) -> Fraction:
    """What a sequence weighs; 1 for slips that nobody's beliefs hang on."""
    origin = program.origin(slot)
    column = program.columns.get((origin,))
    return values[column] if origin >= 0 and column is not None else Fraction(1)


def _belief(program: Program, values: Values, place: int) -> Values:
    """What a set's mover believes: chance's odds times the others' weights, over the nodes that slips lead to."""
    form = program.form
    least, inside = program.slips.least[place], form.members[place]
    believed = [NONE] * len(inside)
    for k, node in enumerate(inside):
        if node in least:
            weights = (_weight(program, values, slot) for slot in program.key(place, node))
            believed[k] = prod(weights, start=Fraction(form.often[node]))
    total = sum(believed)
    return [one / total if total else Fraction(1, len(inside)) for one in believed]


def middle(program: Program, values: Values, arrays: Arrays) -> tuple[Values, dict[int, tuple[FloatArray, FloatArray]]]:
    """A solution with beliefs in the middle of what may be believed off the path, and the ranges of these beliefs.

    Where equally large slips of everybody will do, those stay: then the beliefs are the prior odds.

    Parameters
    ----------
    program : Program
        In which no two open weights are multiplied.
    values : list of Fraction
        A solution.
    arrays : Arrays
        The program's, nothing strict.
    """
    ranges = {}
    moved = values.copy()
    for place in program.even:
        columns = [program.columns.get(program.key(place, node), -1) for node in program.form.nodes[place]]
        if -1 in columns:
            continue
        ends = list(_ends(columns, arrays))
        if not ends:
            continue
        beliefs = list(zip(*(_belief(program, end, place) for end in ends), strict=True))
        low, high = [min(one) for one in beliefs], [max(one) for one in beliefs]
        if low != high:
            ranges[int(program.form.sets.label[place])] = _floats(low), _floats(high)
        if len({values[column] for column in columns}) > 1:
            for column in columns:
                moved[column] = sum((end[column] for end in ends), NONE) / len(ends)
    return moved, ranges


def _ends(columns: Sequence[int], arrays: Arrays) -> Iterator[Values]:
    """Solutions with the least and the most belief in each node of a set."""
    for column in columns:
        for sign in (1, -1):
            found = arrays.best({column: sign})
            if found is not None:
                yield found
