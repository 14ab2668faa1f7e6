"""Whether players would rather forget a punishment than carry it out.

References
----------
Farrell, J., and E. Maskin (1989). Renegotiation in Repeated Games. Games and Economic Behavior 1. A profile is weakly
renegotiation-proof if none of its continuations is better for everybody than another.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from negotiate.kernels.repeated.margins import TOLERANCE
from negotiate.repeated.lasting.machine import Machine
from negotiate.repeated.lasting.one_step import Steps

FloatArray = npt.NDArray[np.float64]


def skipped(found: Machine, steps: Steps) -> tuple[int, int] | None:
    """Two joint states of one phase, the first worse for everybody than the second; None where there are none.

    Of several pairs the one that is worst for who loses least by it.
    """
    worth, phases = steps.worth[:, 0], found.joint.states[:, 0]
    worst: tuple[float, int, int] = (TOLERANCE, -1, -1)
    for phase in np.unique(phases):
        rows = np.flatnonzero(phases == phase)
        for row in rows.tolist():
            ahead = (worth[:, rows] - worth[:, [row]]).min(axis=0)
            best = int(ahead.argmax())
            if ahead[best] > worst[0]:
                worst = (float(ahead[best]), row, int(rows[best]))
    return None if worst[1] < 0 else worst[1:]


def renegotiation(found: Machine, steps: Steps) -> str:
    """What everybody would rather skip, in words; empty where there is nothing of the kind."""
    pair = skipped(found, steps)
    if pair is None:
        return ""
    low, high = (_worth(found, steps, state) for state in pair)
    names = [one.names for one in found.automata]
    states = [[of[s] for of, s in zip(names, found.joint.states[row, 1:].tolist(), strict=True)] for row in pair]
    where, instead = (f"({', '.join(one)})" for one in states)
    players, everybody = found.game.players, "both" if len(low) == 2 else "all"
    if np.ptp(low) <= TOLERANCE and np.ptp(high) <= TOLERANCE:
        gets, could = f"{everybody} get {low[0]:.4g}", f"{high[0]:.4g}"
    else:
        gets = ", ".join(f"{name} gets {value:.4g}" for name, value in zip(players, low, strict=True))
        could = " and ".join(f"{value:.4g}" for value in high)
    return (
        f"in {where} {gets} {found.game.setting.period}, and {could} if they forget it and go on from {instead}: "
        f"{everybody} would rather"
    )


def _worth(found: Machine, steps: Steps, state: int) -> FloatArray:
    """What each gets by round from a joint state on; what rounding leaves of nothing is nothing."""
    worth: FloatArray = found.unit.low + found.unit.span * steps.worth[:, 0, state]
    return np.where(np.abs(worth) <= TOLERANCE * found.unit.span, 0.0, worth)
