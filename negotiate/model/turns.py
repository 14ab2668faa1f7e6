"""What a turn of a war game does to the numbers of its state, and which injects come at its start."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from negotiate.errors import OutOfRange
from negotiate.model.expressions import TURN, Expression
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Frame


def after_turn(negotiation: Negotiation, package: Mapping[str, int], turn: int) -> dict[str, float]:
    """The numbers of the state after a turn, each worked out from those before it.

    Parameters
    ----------
    negotiation : Negotiation
        The scenario as it stands in that turn, whose parameters hold the state.
    package : Mapping[str, int]
        Every issue → the option that it has after the orders.
    turn : int
        The number of the turn, from 1.

    Returns
    -------
    dict of str to float
        Each number of the state, within its range.

    Raises
    ------
    OutOfRange
        If a formula gives no number.
    """
    frame, found = _frame(negotiation, package, turn), {}
    for name, one in negotiation.state.items():
        held = negotiation.parameters[name]
        value = held.value if one.next is None else _value(one.next, frame)
        if not np.isfinite(value):
            raise OutOfRange(f"`next` of `{name}` gives no number after turn {turn}", "does it divide by 0?")
        low, high = (-np.inf if held.low is None else held.low), (np.inf if held.high is None else held.high)
        found[name] = float(np.clip(value, low, high))
    return found


def injects_due(
    negotiation: Negotiation, package: Mapping[str, int], turn: int, come: Collection[str] = ()
) -> tuple[str, ...]:
    """The injects that come by themselves at the start of a turn, in the order of the file.

    Parameters
    ----------
    negotiation, package, turn
        As for `after_turn`; the package is the one in force when the turn starts.
    come : collection of str
        Those that have come before, which come no second time.
    """
    frame = _frame(negotiation, package, turn)
    return tuple(
        name
        for name, one in negotiation.injects.items()
        if name not in come and (one.turn == turn or (one.when is not None and bool(_value(one.when, frame))))
    )


def _frame(negotiation: Negotiation, package: Mapping[str, int], turn: int) -> Frame:
    choices = {issue: np.full(1, option) for issue, option in package.items()}
    return Frame(negotiation, choices, 1, names={TURN: float(turn)})


def _value(expression: Expression, frame: Frame) -> float:
    with np.errstate(all="ignore"):
        return float(np.ravel(expression.evaluate(frame))[0])
