"""Strategies that keep a record of who has strayed how often, and strategies that climb a ladder of escalation.

A ladder leads from the posture that keeps the agreement up to the one that punishes, a rung at a time. A player's
postures between the two, in the order in which the game lists them, are the rungs. Postures on either side of them
count as the nearest of the two. With two postures a ladder has two rungs.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.setting import whole, within
from negotiate.repeated.strategies.strategy import Learner, Remembering, Seat, Strategy, machine


def _strayed(seat: Seat) -> Callable[[IntArray], BoolArray]:
    """From what the others played to the worlds in which any of them did not keep the agreement, shape (worlds,)."""
    agreed = np.array([[seat.game.cooperate[p]] for p in seat.others], dtype=np.int64)
    return lambda others: np.asarray((others != agreed).any(axis=0))


def _gradual(seat: Seat, calm: float) -> Learner:
    """Answers the nth breach with n rounds of punishment and some of calm.

    Its memory holds a row for the breaches answered, one for the rounds of punishment that remain, one for those of
    calm. A breach during either is overlooked.
    """
    strayed, rounds = _strayed(seat), whole("calm", calm, 0, 1000)

    def see(memory: IntArray, own: IntArray, others: IntArray) -> IntArray:
        breaches, punishing, calm = memory
        calm = np.where(punishing > 0, calm, np.maximum(calm - 1, 0))
        punishing = np.maximum(punishing - 1, 0)
        provoked = strayed(others) & (punishing == 0) & (calm == 0)
        breaches = breaches + provoked
        return np.stack([breaches, np.where(provoked, breaches, punishing), np.where(provoked, rounds, calm)])

    def act(memory: IntArray, draw: FloatArray) -> IntArray:
        return np.where(memory[1] > 0, seat.punish, seat.cooperate)

    return Remembering(lambda worlds: np.zeros((3, worlds), dtype=np.int64), act, see)


def _counting(seat: Seat, angry: Callable[[IntArray, IntArray, FloatArray], BoolArray]) -> Learner:
    """Punishes by how many rounds there were and in how many somebody strayed, the two rows of its memory."""
    strayed = _strayed(seat)

    def see(memory: IntArray, own: IntArray, others: IntArray) -> IntArray:
        memory[0] += 1
        memory[1] += strayed(others)
        return memory

    def act(memory: IntArray, draw: FloatArray) -> IntArray:
        rounds, strays = memory
        return np.where(angry(rounds, strays, draw), seat.punish, seat.cooperate)

    return Remembering(lambda worlds: np.zeros((2, worlds), dtype=np.int64), act, see)


def _majority(seat: Seat, share: float) -> Learner:
    least = within("share", share, 0, 1)
    return _counting(seat, lambda rounds, strays, draw: rounds - strays < least * rounds)


def _average_copier(seat: Seat) -> Learner:
    """In the first round it punishes with a probability of a half."""
    return _counting(
        seat, lambda rounds, strays, draw: draw < np.where(rounds > 0, strays / np.maximum(rounds, 1), 0.5)
    )


HIGHEST = 100
"""The most rungs that are taken in a round."""


def ladder(seat: Seat) -> list[int]:
    """The seat's own postures from the one that keeps the agreement to the one that punishes."""
    step = 1 if seat.punish >= seat.cooperate else -1
    return list(range(seat.cooperate, seat.punish + step, step))


def harshest(seat: Seat) -> FloatArray:
    """How high on its ladder the harshest of the others stands, from 0 to 1, over all combinations of postures."""
    found = np.zeros(seat.shape)
    for player, (posture, low, high) in enumerate(
        zip(np.indices(seat.shape), seat.game.cooperate, seat.game.punish, strict=True)
    ):
        if player != seat.player and high != low:
            found = np.maximum(found, np.clip((posture - low) / (high - low), 0, 1))
    return found


def _climbing(seat: Seat, leads: list[npt.ArrayLike], start: int = 0) -> Automaton:
    rungs = ladder(seat)
    return machine(seat, rungs, leads, [seat.labels[rung] for rung in rungs], start)


def _stepping(seat: Seat, up: int, down: int) -> Automaton:
    top, breach = len(ladder(seat)) - 1, harshest(seat) > 0
    return _climbing(seat, [np.where(breach, min(rung + up, top), max(rung - down, 0)) for rung in range(top + 1)])


def _answer(seat: Seat, more: int) -> npt.NDArray[np.int64]:
    """The rung that is as high as the harshest of the others, rounded half up, or so many more where any strays."""
    top, seen = len(ladder(seat)) - 1, harshest(seat)
    rung = np.floor(seen * top + 0.5).astype(np.int64)
    return np.where(seen > 0, np.minimum(rung + more, top), 0)


def _mirror(seat: Seat, above: int) -> Automaton:
    return _climbing(seat, [_answer(seat, above)] * len(ladder(seat)))


def _grit(seat: Seat) -> Automaton:
    answer, count = _answer(seat, 0), len(ladder(seat))
    return _climbing(seat, [np.where(answer <= rung, max(rung - 1, 0), answer) for rung in range(count)], count - 1)


STRATEGIES = (
    Strategy(
        name="gradual",
        idea="Punishes the first breach for one round and the nth for n rounds, each time followed by two rounds of "
        "peace.",
        history="Beat tit for tat in its authors' tournament; a breach while it punishes or calms down is overlooked.",
        reference="Beaufils, B., J.-P. Delahaye and P. Mathieu (1996). Our Meeting with Gradual: A Good Strategy for "
        "the Iterated Prisoner's Dilemma. In Artificial Life V. MIT Press.",
        memory=inf,
        build=_gradual,
        parameters={"calm": 2.0},
        takes={"calm": "for how many rounds it cooperates after it has punished"},
    ),
    Strategy(
        name="go_by_majority",
        idea="Keeps the agreement as long as the others have kept it in at least half of all rounds.",
        history="A long good record buys many breaches: it is slow to anger and slow to forgive.",
        reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.",
        memory=inf,
        build=_majority,
        parameters={"share": 0.5},
        takes={"share": "the share of rounds in which the others must have kept the agreement"},
    ),
    Strategy(
        name="average_copier",
        idea="Tosses a coin first, then punishes as often as the others have broken the agreement in all rounds so "
        "far.",
        history="Tit for tat by averages: it forgets nothing, and a single misreading moves it less and less.",
        reference="Knight, V., et al. (2016). An Open Framework for the Reproducible Study of the Iterated Prisoner's "
        "Dilemma. Journal of Open Research Software 4.",
        memory=inf,
        build=_average_copier,
    ),
    Strategy(
        name="tranches",
        idea="Escalates by one step after a round with a breach by another player, and de-escalates after any other "
        "round.",
        history="How the tariffs of 2018 came: list by list, each announced as the answer to the last.",
        reference="Bown, C. P., and M. Kolb (2018). Trump's Trade War Timeline: An Up-to-Date Guide. Peterson "
        "Institute for International Economics.",
        memory=1,
        build=lambda seat, up, down: _stepping(seat, whole("up", up, 1, HIGHEST), whole("down", down, 1, HIGHEST)),
        parameters={"up": 1, "down": 1},
        takes={
            "up": "how many rungs it climbs after a breach",
            "down": "how many it descends after a round without one",
        },
    ),
    Strategy(
        name="ratchet",
        idea="Escalates by one step after a round with a breach by another player, and never de-escalates.",
        history="Kahn's escalation ladder with the steps down sawn off; what is put in force stays in force.",
        reference="Kahn, H. (1965). On Escalation: Metaphors and Scenarios. Praeger.",
        memory=1,
        build=lambda seat, up: _stepping(seat, whole("up", up, 1, HIGHEST), 0),
        parameters={"up": 1},
        takes={"up": "how many rungs it climbs after a breach"},
    ),
    Strategy(
        name="mirror",
        idea="Answers in proportion: it moves as many steps from the agreement as the harshest of the other players.",
        history="Proportional retaliation, which is all that the law of world trade allows.",
        reference="World Trade Organization (1994). Understanding on Rules and Procedures Governing the Settlement of "
        "Disputes, Article 22.4.",
        memory=1,
        build=lambda seat: _mirror(seat, 0),
    ),
    Strategy(
        name="mirror_plus_one",
        idea="Answers a breach one step more harshly than in proportion.",
        history="Each bids just above the other, and so both end at the top, as in the auction of a dollar.",
        reference="Shubik, M. (1971). The Dollar Auction Game: A Paradox in Noncooperative Behavior and Escalation. "
        "Journal of Conflict Resolution 15.",
        memory=1,
        build=lambda seat, more: _mirror(seat, whole("more", more, 1, HIGHEST)),
        parameters={"more": 1},
        takes={"more": "how many rungs above proportion"},
    ),
    Strategy(
        name="grit",
        idea="Starts with its harshest posture, de-escalates while the others are no harsher, and otherwise matches "
        "them.",
        history="Osgood's graduated reciprocation in tension reduction, drafted against the arms race.",
        reference="Osgood, C. E. (1962). An Alternative to War or Surrender. University of Illinois Press.",
        memory=1,
        build=_grit,
    ),
)
"""Every strategy that is described here."""
