"""What a move signs: the package as it stands after the move, who signs it, and at what price.

A signature is bound by the red lines and ratifiers of who signs, as a deal is: hard ones make the
action impossible, soft ones have their price.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import AnyArray, IndexArray
from negotiate.model import Refusal
from negotiate.model.negotiation import Negotiation, spread
from negotiate.model.payoffs import Frame
from negotiate.model.protocol import Action

FEW = 100_000
"""Options and actions at so many points of play are remembered, so that nothing is worked out there
twice.
"""


def start(negotiation: Negotiation) -> list[int]:
    """The option that each issue has before the first move; -1 where nothing says."""
    quo, fixed = negotiation.status_quo, negotiation.fixed
    return [fixed.get(issue, quo.get(issue, -1)) for issue in negotiation.issues]


def after(
    negotiation: Negotiation, action: Action, states: IndexArray, made: IndexArray
) -> IndexArray:
    """The options that issues have after an action.

    Parameters
    ----------
    states : ndarray of int, shape (n, issues)
        The options before it.
    made : ndarray of int, shape (n, steps)
        The action taken at each step of the protocol so far, -1 where none was.
    """
    result = states.copy()
    issues, steps = list(negotiation.issues), [step.id for step in negotiation.protocol]
    for effect in action.effects:
        column, found = issues.index(effect.issue), np.full(len(states), effect.option)
        if effect.as_announced:
            position = steps.index(effect.as_announced)
            said = np.array([one.announced for one in negotiation.protocol[position].actions])
            found = np.where(made[:, position] < 0, states[:, column], said[made[:, position]])
        result[:, column] = found
    return result


def refused_by(negotiation: Negotiation, action: Action) -> list[Refusal]:
    """The hard red lines and ratifiers of who signs with an action."""
    return [refusal for refusal in negotiation.refusals() if refusal.player in action.signs]


def prices(negotiation: Negotiation, made: IndexArray) -> dict[str, dict[str, AnyArray]]:
    """What the soft red lines cost those who have signed across them, on some paths of play.

    Parameters
    ----------
    made : ndarray of int, shape (n, steps)
        The action taken at each step of the protocol, -1 where none was.

    Returns
    -------
    dict of str to dict of str to ndarray, shape (n,)
        Player → soft red line → its price on each path; only lines of players who sign somewhere.
        Whoever signs twice across a line pays twice.
    """
    signing = {
        player
        for step in negotiation.protocol
        for action in step.actions
        for player in action.signs
    }
    lines = [
        line for line in negotiation.red_lines.values() if not line.hard and line.player in signing
    ]
    result: dict[str, dict[str, AnyArray]] = {line.player: {} for line in lines}
    for line in lines:
        result[line.player][line.id] = np.zeros(len(made))
    if not lines:
        return result
    states = np.tile(np.array(start(negotiation), dtype=np.intp), (len(made), 1))
    for position, step in enumerate(negotiation.protocol):
        for number, action in enumerate(step.actions):
            rows = np.flatnonzero(made[:, position] == number)
            states[rows] = after(negotiation, action, states[rows], made[rows])
            signed = [line for line in lines if line.player in action.signs and len(rows)]
            frame = frame_of(negotiation, states[rows], made[rows]) if signed else None
            for line in signed:
                if line.cost is not None and frame is not None:
                    crossed = spread(line.crossed, frame, (len(rows),))
                    price = np.broadcast_to(line.cost.evaluate(frame), (1, len(rows)))[0]
                    result[line.player][line.id][rows] += np.where(crossed, price, 0.0)
    return result


def frame_of(negotiation: Negotiation, states: IndexArray, made: IndexArray) -> Frame:
    """The frame of some points of play, from the option of each issue and the action of each step
    at every one.
    """
    issues = {issue: states[None, :, k] for k, issue in enumerate(negotiation.issues)}
    moves = {step.id: made[None, :, k] for k, step in enumerate(negotiation.protocol)}
    few = states.size + made.size <= FEW
    place = (tuple(issues), tuple(moves), states.tobytes(), made.tobytes()) if few else None
    return Frame(negotiation, issues, 2, moves, place=place)
