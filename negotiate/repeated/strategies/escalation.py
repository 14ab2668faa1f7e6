"""Strategies on a ladder: from the posture that keeps the agreement up to the one that punishes, a rung at a time.

A player's postures between the two, in the order in which the game lists them, are the rungs. Postures on either side
of them count as the nearest of the two. With two postures a ladder has two rungs.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.ranges import whole
from negotiate.repeated.strategies.sight import along, machine
from negotiate.repeated.strategies.strategy import Seat, Strategy

HIGHEST = 100
"""The most rungs that are taken in a round."""


def ladder(seat: Seat) -> list[int]:
    """The seat's own postures from the one that keeps the agreement to the one that punishes."""
    step = 1 if seat.punish >= seat.cooperate else -1
    return list(range(seat.cooperate, seat.punish + step, step))


def harshest(seat: Seat) -> FloatArray:
    """How high on its ladder the harshest of the others stands, from 0 to 1, over all combinations of postures."""
    found = np.zeros(seat.shape)
    for player in seat.others:
        low, high = seat.game.cooperate[player], seat.game.punish[player]
        steps = (np.arange(seat.shape[player]) - low) / (high - low if high != low else np.inf)
        found = np.maximum(found, along(seat, player, np.clip(steps, 0, 1)))
    return found


def _climbing(seat: Seat, leads: list[npt.ArrayLike], start: int = 0) -> Automaton:
    rungs = ladder(seat)
    return machine(seat, rungs, leads, [seat.labels[rung] for rung in rungs], start)


def _stepping(seat: Seat, up: int, down: int) -> Automaton:
    top, breach = len(ladder(seat)) - 1, harshest(seat) > 0
    return _climbing(seat, [np.where(breach, min(rung + up, top), max(rung - down, 0)) for rung in range(top + 1)])


def _tranches(seat: Seat, up: float, down: float) -> Automaton:
    return _stepping(seat, whole("up", up, 1, HIGHEST), whole("down", down, 1, HIGHEST))


def _ratchet(seat: Seat, up: float) -> Automaton:
    return _stepping(seat, whole("up", up, 1, HIGHEST), 0)


def _answer(seat: Seat, more: int) -> npt.NDArray[np.int64]:
    """The rung that is as high as the harshest of the others, rounded half up, or so many more where any strays."""
    top, seen = len(ladder(seat)) - 1, harshest(seat)
    rung = np.floor(seen * top + 0.5).astype(np.int64)
    return np.where(seen > 0, np.minimum(rung + more, top), 0)


def _mirror(seat: Seat) -> Automaton:
    return _climbing(seat, [_answer(seat, 0)] * len(ladder(seat)))


def _mirror_plus(seat: Seat, more: float) -> Automaton:
    return _climbing(seat, [_answer(seat, whole("more", more, 1, HIGHEST))] * len(ladder(seat)))


def _grit(seat: Seat) -> Automaton:
    answer, count = _answer(seat, 0), len(ladder(seat))
    return _climbing(seat, [np.where(answer <= rung, max(rung - 1, 0), answer) for rung in range(count)], count - 1)


TRANCHES = Strategy(
    name="tranches",
    idea="Escalates by one step after a round with a breach by another player, and de-escalates after any other round.",
    history="How the tariffs of 2018 came: list by list, each announced as the answer to the last.",
    reference=(
        "Bown, C. P., and M. Kolb (2018). Trump's Trade War Timeline: An Up-to-Date Guide. Peterson Institute for "
        "International Economics."
    ),
    memory=1,
    build=_tranches,
    parameters={"up": 1, "down": 1},
    takes={"up": "how many rungs it climbs after a breach", "down": "how many it descends after a round without one"},
)

RATCHET = Strategy(
    name="ratchet",
    idea="Escalates by one step after a round with a breach by another player, and never de-escalates.",
    history="Kahn's escalation ladder with the steps down sawn off; what is put in force stays in force.",
    reference="Kahn, H. (1965). On Escalation: Metaphors and Scenarios. Praeger.",
    memory=1,
    build=_ratchet,
    parameters={"up": 1},
    takes={"up": "how many rungs it climbs after a breach"},
)

MIRROR = Strategy(
    name="mirror",
    idea="Answers in proportion: it moves as many steps from the agreement as the harshest of the other players.",
    history="Proportional retaliation, which is all that the law of world trade allows.",
    reference=(
        "World Trade Organization (1994). Understanding on Rules and Procedures Governing the Settlement of Disputes, "
        "Article 22.4."
    ),
    memory=1,
    build=_mirror,
)

MIRROR_PLUS_ONE = Strategy(
    name="mirror_plus_one",
    idea="Answers a breach one step more harshly than in proportion.",
    history="Each bids just above the other, and so both end at the top, as in the auction of a dollar.",
    reference=(
        "Shubik, M. (1971). The Dollar Auction Game: A Paradox in Noncooperative Behavior and Escalation. Journal of "
        "Conflict Resolution 15."
    ),
    memory=1,
    build=_mirror_plus,
    parameters={"more": 1},
    takes={"more": "how many rungs above proportion"},
)

GRIT = Strategy(
    name="grit",
    idea="Starts with its harshest posture, de-escalates while the others are no harsher, and otherwise matches them.",
    history="Osgood's graduated reciprocation in tension reduction, drafted against the arms race.",
    reference="Osgood, C. E. (1962). An Alternative to War or Surrender. University of Illinois Press.",
    memory=1,
    build=_grit,
)

STRATEGIES: tuple[Strategy, ...] = (TRANCHES, RATCHET, MIRROR, MIRROR_PLUS_ONE, GRIT)
"""The family, those that climb first."""
