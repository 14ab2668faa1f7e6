"""Reads behaviour with beliefs off the solution of a support profile's program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod

import numpy as np

from negotiate.games.normal_form import FloatArray
from negotiate.kernels.information_sets import entering
from negotiate.solvers.trees.assessment_program import Arrays, Program

SURELY = 1e-9  # a smaller weight out of the program is rounding
WIDE = 1e-6  # a narrower range of beliefs is one belief

Assessment = tuple[FloatArray, dict[int, FloatArray]]
"""With what probability each node is entered, and what is believed at each information set."""


def assessment(program: Program, values: FloatArray) -> Assessment:
    """The behaviour and the beliefs that a solution says.

    Parameters
    ----------
    program : Program
        Written with all its weights.
    values : ndarray, shape (columns,)
        A solution.
    """
    form = program.form
    behaviour = np.zeros(form.sets.slots)
    for place in range(len(form.nodes)):
        meant = [slot for slot in form.slots(place) if program.used[place] >> slot & 1]
        weights = np.array([_weight(program, values, slot) for slot in meant])
        weights = np.where(weights > SURELY * max(weights.max(), SURELY), weights, 0.0)
        total = weights.sum()
        behaviour[meant] = weights / total if total > SURELY else 1.0 / len(meant)
    beliefs = {int(form.sets.label[s]): _belief(program, values, s) for s in range(len(form.nodes))}
    return entering(form.game.tree, form.sets, behaviour), beliefs


def _weight(program: Program, values: FloatArray, slot: int) -> float:
    """What a sequence weighs; 1 for slips that nobody's beliefs hang on."""
    origin = program.origin(slot)
    column = program.columns.get((origin,))
    return float(values[column]) if origin >= 0 and column is not None else 1.0


def _belief(program: Program, values: FloatArray, place: int) -> FloatArray:
    """What a set's mover believes: chance's odds times the others' weights, over the nodes that slips lead to."""
    form = program.form
    least = program.slips.least[place]
    believed = np.zeros(len(form.members[place]))
    for k, node in enumerate(form.members[place]):
        if node in least:
            key = program.key(place, node)
            believed[k] = form.chance[node] * prod(_weight(program, values, slot) for slot in key)
    total = believed.sum()
    believed = believed / total if total > 0 else np.full(len(believed), 1.0 / len(believed))
    believed = np.where(believed > SURELY, believed, 0.0)
    return np.asarray(believed / believed.sum(), dtype=np.float64)


def middle(
    program: Program, values: FloatArray, arrays: Arrays
) -> tuple[FloatArray, dict[int, tuple[FloatArray, FloatArray]]]:
    """A solution with beliefs in the middle of what may be believed off the path, and the ranges of these beliefs.

    Where equally large slips of everybody will do, those stay: then the beliefs are the prior odds.

    Parameters
    ----------
    program : Program
        In which no two open weights are multiplied.
    values : ndarray, shape (columns,)
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
        ends = list(_ends(program, place, columns, arrays))
        if not ends:
            continue
        beliefs = np.array([_belief(program, end, place) for end in ends])
        low, high = beliefs.min(axis=0), beliefs.max(axis=0)
        if (high - low).max() > WIDE:
            ranges[int(program.form.sets.label[place])] = low, high
        slips = values[columns]
        if np.ptp(slips) > SURELY:
            moved[columns] = np.mean([end[columns] for end in ends], axis=0)
    return moved, ranges


def _ends(program: Program, place: int, columns: Sequence[int], arrays: Arrays) -> Iterator[FloatArray]:
    """Solutions with the least and the most belief in each node of a set."""
    for column in columns:
        for sign in (1.0, -1.0):
            found = arrays.solved({column: sign})
            if found is not None:
                yield found
