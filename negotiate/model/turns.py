"""What a turn of a war game does to the numbers of its state, and which injects come at its
start.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.errors import OutOfRange
from negotiate.model.expressions import TURN, Expression
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Frame, add_up


def after_turn(negotiation: Negotiation, package: Mapping[str, int], turn: int) -> dict[str, float]:
    """The numbers of the state after a turn that ends with a package; see `after_turns`."""
    packages = {issue: np.full(1, option) for issue, option in package.items()}
    return {
        name: float(values[0]) for name, values in after_turns(negotiation, packages, turn).items()
    }


def after_turns(
    negotiation: Negotiation, packages: Mapping[str, IntArray], turn: int
) -> dict[str, FloatArray]:
    """The numbers of the state after a turn, each worked out from those before it, for many
    packages at once.

    Parameters
    ----------
    negotiation : Negotiation
        The scenario as it stands in that turn, whose parameters hold the state.
    packages : Mapping[str, ndarray of int, shape (packages,)]
        Every issue → the option that it has after the orders.
    turn : int
        The number of the turn, from 1.

    Returns
    -------
    dict of str to ndarray, shape (packages,)
        Each number of the state, within its range.

    Raises
    ------
    OutOfRange
        If a formula gives no number.
    """
    frame, found = Frame(negotiation, packages, 1, names={TURN: float(turn)}), {}
    count = max((len(options) for options in packages.values()), default=1)
    for name, one in negotiation.state.items():
        held = negotiation.parameters[name]
        with np.errstate(all="ignore"):
            values = np.broadcast_to(
                held.value if one.next is None else one.next.evaluate(frame), count
            )
        if not np.isfinite(values).all():
            raise OutOfRange(
                f"`next` of `{name}` gives no number after turn {turn}", "does it divide by 0?"
            )
        low, high = (
            (-np.inf if held.low is None else held.low),
            (np.inf if held.high is None else held.high),
        )
        found[name] = np.clip(values.astype(float), low, high)
    return found


def worth_of_turn(
    negotiation: Negotiation, packages: Mapping[str, IntArray], turn: int
) -> FloatArray:
    """What a turn that ends with a package brings every player, shape (packages, players).

    Payoffs are those of the package under the numbers of the state as they are after the turn.

    Raises
    ------
    OutOfRange
        If a formula gives no number.
    """
    numbers = after_turns(negotiation, packages, turn)
    count = max((len(options) for options in packages.values()), default=1)
    frame = Frame(negotiation, packages, 1, draws=numbers)
    return np.broadcast_to(
        add_up(frame, negotiation.keys, (), with_moves=False), (count, len(negotiation.players))
    )


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
        if name not in come
        and (one.turn == turn or (one.when is not None and bool(_value(one.when, frame))))
    )


def _frame(negotiation: Negotiation, package: Mapping[str, int], turn: int) -> Frame:
    choices = {issue: np.full(1, option) for issue, option in package.items()}
    return Frame(negotiation, choices, 1, names={TURN: float(turn)})


def _value(expression: Expression, frame: Frame) -> float:
    with np.errstate(all="ignore"):
        return float(np.ravel(expression.evaluate(frame))[0])
