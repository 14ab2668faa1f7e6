"""Finds the sequential equilibrium that logit responses of the information sets come close to.

What is likely at the response is taken to be meant, and the nodes that are likely at each set to be those that slips of
the least order lead to. Then whatever is meant at a set must be worth the same, given beliefs by the same products of
odds and slips as before: one Newton iteration for behaviour and slips together, so that the beliefs stay consistent.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.kernels.agent_logit import AgentLogit, Restricted
from negotiate.kernels.information_sets import entering
from negotiate.solvers.equilibrium import Unverified
from negotiate.solvers.trees.sequential_equilibrium import SequentialEquilibrium, verified

THRESHOLDS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-6)  # of the likeliest: what is less likely is not meant in the limit
BELIEVED = (1e-2, 1e-3, 1e-1, 1e-5)  # the same for the nodes of a set
CORRECTIONS = 12
MOST = 120  # actions at sets at which several are meant: with more, a limit is not looked for
NEAR = 0.2  # a solution farther away in some probability is another equilibrium
ROUNDING = 1e-14
SMALL = -7.0  # the logarithm of a probability below which steps grow no more


def sequential_nearby(
    game: ExtensiveGame, table: AgentLogit, logs: FloatArray, start: FloatArray
) -> SequentialEquilibrium | None:
    """The equilibrium in which what is likely is meant; None where none passes the check.

    Parameters
    ----------
    game : ExtensiveGame
        Of perfect recall.
    table : AgentLogit
        The same tree on the unit range.
    logs : ndarray, shape (slots,)
        Logarithms of the probabilities of a response.
    start : ndarray, shape (slots,)
        Where to look: those, or a guess at where they lead.
    """
    tried: set[bytes] = set()
    likeliest = np.maximum.reduceat(logs, table.starts)[table.owner]
    for threshold in THRESHOLDS:
        meant = logs > np.log(threshold) + likeliest
        for share in BELIEVED:
            given = table.restricted(meant, logs, share)
            name = meant.tobytes() + given.nodes.tobytes()
            if name in tried or _several(table, meant).sum() > MOST:
                continue
            tried.add(name)
            found = _indifferent(table, given, start, meant)
            if found is None or np.abs(np.exp(found) * meant - np.exp(logs)).max() > NEAR:
                continue
            try:
                return _built(game, table, given, found, meant)
            except Unverified:
                continue
    return None


def _several(table: AgentLogit, meant: BoolArray) -> BoolArray:
    """The actions that are meant at sets where another is meant as well."""
    return np.asarray(meant & (np.add.reduceat(meant, table.starts, dtype=np.intp)[table.owner] > 1))


def _indifferent(table: AgentLogit, given: Restricted, start: FloatArray, meant: BoolArray) -> FloatArray | None:
    """Newton's method for equal worth of all that is meant at a set; the nearest solution where there are many."""
    logs = _normal(table, start, meant)
    several = np.flatnonzero(_several(table, meant))
    if not len(several):
        return logs
    sets = np.unique(table.owner[several])
    member = (table.owner[several][:, None] == sets).astype(np.float64)
    even = np.eye(len(several)) - member @ (member / member.sum(axis=0)).T
    scale = np.where(meant, np.exp(-np.maximum(logs, SMALL)), 1.0)  # so that steps are even in probabilities
    scale[meant & ~_several(table, meant)] = 0.0  # what is done for sure stays so
    for _ in range(CORRECTIONS):
        worth, slope = given.worth(logs)
        odds = np.exp(logs[several])
        sums = np.zeros((len(sets), len(logs)))
        sums[:, several] = (member * odds[:, None]).T
        off = np.concatenate([even @ worth[several], member.T @ odds - 1.0])
        matrix = np.vstack([even @ slope[several], sums])
        move = scale * np.linalg.lstsq(matrix * scale, -off)[0]
        if not np.isfinite(move).all():
            return None
        logs = logs + np.clip(move, -1.0, 1.0)
        if np.abs(off).max() < ROUNDING:
            break
    return _normal(table, logs, meant)


def _normal(table: AgentLogit, logs: FloatArray, meant: BoolArray) -> FloatArray:
    """The same with what is meant at each set adding up to one; slips stay as they are."""
    sums = np.add.reduceat(np.where(meant, np.exp(logs), 0.0), table.starts)[table.owner]
    return np.asarray(np.where(meant, logs - np.log(sums), logs), dtype=np.float64)


def _built(
    game: ExtensiveGame, table: AgentLogit, given: Restricted, logs: FloatArray, meant: BoolArray
) -> SequentialEquilibrium:
    behaviour = np.where(meant, np.exp(logs), 0.0)
    behaviour /= np.add.reduceat(behaviour, table.starts)[table.owner]
    believed = given.beliefs(logs)
    beliefs = {int(label): believed[table.sets.at == s] for s, label in enumerate(table.sets.label)}
    return verified(game, entering(game.tree, table.sets, behaviour), beliefs)
