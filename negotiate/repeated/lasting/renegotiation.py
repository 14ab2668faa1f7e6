"""Whether players would rather forget a punishment than carry it out.

References
----------
Farrell, J., and E. Maskin (1989). Renegotiation in Repeated Games. Games and Economic Behavior 1. A profile is weakly
renegotiation-proof if none of its continuations is better for everybody than another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.kernels.repeated.lasting.margins import TOLERANCE
from negotiate.repeated.lasting.machine import Machine
from negotiate.repeated.lasting.one_step import Steps
from negotiate.repeated.lasting.path import intended


@dataclass(frozen=True, slots=True)
class Renegotiation:
    """A punishment that all players would rather end, and how they would rather go on.

    Parameters
    ----------
    phase : str
        In which phase of the stage game; empty where there is one only.
    postures, onward : tuple of str
        What each player would play next, and what it would play if they ended the punishment.
    worth, instead : tuple of float
        What each player gets by round from there on, and what it would get otherwise.
    start : bool
        Whether to go on otherwise is to start again.
    """

    phase: str
    postures: tuple[str, ...]
    worth: tuple[float, ...]
    start: bool
    onward: tuple[str, ...]
    instead: tuple[float, ...]


def skipped(found: Machine, steps: Steps) -> tuple[int, int] | None:
    """Two joint states of one phase, the first worse for everybody than the second; None where there are none.

    Of several pairs the one that is worst for who loses least by it.
    """
    worth, phases = steps.worth[:, 0], found.joint.states[:, 0]
    worst: tuple[float, int, int] = (0.0, -1, -1)
    for phase in np.unique(phases):
        rows = np.flatnonzero(phases == phase)
        for row in rows.tolist():
            ahead = (worth[:, rows] - worth[:, [row]]).min(axis=0)
            best = int(np.flatnonzero(ahead >= ahead.max() - TOLERANCE)[0])
            if ahead[best] > worst[0] + TOLERANCE:
                worst = (float(ahead[best]), row, int(rows[best]))
    return None if worst[1] < 0 else worst[1:]


def renegotiation(found: Machine, steps: Steps) -> Renegotiation | None:
    """What everybody would rather forget; None where there is nothing of the kind."""
    pair = skipped(found, steps)
    if pair is None:
        return None
    worse, better = pair
    phases = found.game.setting.phases
    return Renegotiation(
        phase="" if phases is None else phases.names[int(found.joint.states[worse, 0])],
        postures=intended(found, worse),
        worth=_worth(found, steps, worse),
        start=better == 0,
        onward=intended(found, better),
        instead=_worth(found, steps, better),
    )


def _worth(found: Machine, steps: Steps, state: int) -> tuple[float, ...]:
    """What each gets by round from a joint state on; what rounding leaves of nothing is nothing."""
    worth: FloatArray = found.unit.low + found.unit.span * steps.worth[:, 0, state]
    return tuple(np.where(np.abs(worth) <= TOLERANCE * found.unit.span, 0.0, worth).tolist())
