"""Solves a support profile in which all information sets are on the path, as a game between the information sets.

Each set is an agent that chooses among its actions. Where all of them are reached, sequential rationality is that no
agent gains, and beliefs are Bayes'. The agents' conditions are products of several weights, which the subdivision of
games with many players settles with proof.

References
----------
Selten 1975, "Reexamination of the perfectness concept for equilibrium points in extensive games", International Journal
of Game Theory 4, for the agent normal form.
"""

from __future__ import annotations

from math import prod

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.kernels.best_response import beliefs_of
from negotiate.kernels.indifference import indifferent
from negotiate.kernels.information_sets import entering
from negotiate.kernels.level_sweep import values_under
from negotiate.kernels.regret import unit_payoffs
from negotiate.solvers.trees.assessment_program import Program
from negotiate.solvers.trees.assessment_reading import Assessment
from negotiate.solvers.trees.slips import Form

MOST = 4_096  # combinations of what is meant
AGENTS = 16
LIMIT = 2_000  # cells
PLAYED = 1e-9


def mixtures(program: Program) -> tuple[list[Assessment], bool, int]:
    """The equilibria in which exactly this is meant.

    Parameters
    ----------
    program : Program
        Of one support profile.

    Returns
    -------
    found : list of Assessment
        Not yet checked.
    all_of_them : bool
        Whether these are all for sure.
    spent : int
        How many cells were looked at.
    """
    form = program.form
    if not _suits(program):
        return [], False, 0
    order = [_first_what_is_meant(program, place) for place in range(len(form.nodes))]
    sizes = [bits.bit_count() for bits in program.used]
    answer = indifferent(_tables(form, order, sizes), sizes, LIMIT)
    found = []
    for row in range(len(answer.solutions.owner)):
        behaviour = np.zeros(form.sets.slots)
        for slots, own, k in zip(order, answer.solutions.mixtures, sizes, strict=True):
            behaviour[slots[:k]] = own[row]
        if behaviour.min() >= 0 and all(behaviour[s[:k]].min() > PLAYED for s, k in zip(order, sizes, strict=True)):
            found.append(_with_beliefs(form, behaviour))
    return found, not len(answer.unsettled), answer.spent


def _suits(program: Program) -> bool:
    """Whether all sets are on the path, and the combinations few."""
    form, off = program.form, program.slips.off
    reached = all(any(not form.path[node] & off for node in nodes) for nodes in form.nodes)
    return reached and len(form.nodes) <= AGENTS and prod(b.bit_count() for b in program.used) <= MOST


def _first_what_is_meant(program: Program, place: int) -> list[int]:
    slots = program.form.slots(place)
    return sorted(slots, key=lambda slot: (not program.used[place] >> slot & 1, slot))


def _tables(form: Form, order: list[list[int]], sizes: list[int]) -> list[FloatArray]:
    """What each action gives its mover when the other sets do one thing each of what they mean."""
    payoffs = unit_payoffs(form.game.payoffs.T).T
    tables = []
    for place, slots in enumerate(order):
        shape = [len(slots), *(1 if g == place else k for g, k in enumerate(sizes))]
        picked = np.indices(shape).reshape(len(shape), -1)
        behaviour = np.zeros((picked.shape[1], form.sets.slots))
        rows = np.arange(picked.shape[1])
        for g, theirs in enumerate(order):
            behaviour[rows, np.array(theirs)[picked[0] if g == place else picked[1 + g]]] = 1.0
        worth = values_under(form.game.tree, payoffs, entering(form.game.tree, form.sets, behaviour))
        tables.append(worth[:, 0, int(form.sets.mover[place])].reshape(1, *shape))
    return tables


def _with_beliefs(form: Form, behaviour: FloatArray) -> Assessment:
    for place in range(len(form.nodes)):
        slots = list(form.slots(place))
        behaviour[slots] /= behaviour[slots].sum()
    probability = entering(form.game.tree, form.sets, behaviour)
    believed = beliefs_of(form.game.tree, form.sets, probability, form.game.n_players)
    return probability, {int(label): believed[form.sets.at == s] for s, label in enumerate(form.sets.label)}
