"""Strategies that keep a record of who has strayed how often, and answer the record rather than the last round."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.repeated.ranges import whole, within
from negotiate.repeated.strategies.strategy import Seat, Strategy


@dataclass(frozen=True, slots=True, eq=False)
class Keeper:
    """What a seat that keeps a record knows: its own two postures, and which postures of the others keep the agreement.

    Parameters
    ----------
    cooperate, punish : int
        Its own postures.
    agreed : ndarray of int, shape (others, 1)
        The posture of each other player that keeps the agreement.
    """

    cooperate: int
    punish: int
    agreed: IntArray

    def strayed(self, others: IntArray) -> np.ndarray:
        """In which worlds any other player did not keep the agreement, shape (worlds,)."""
        found: np.ndarray = (others != self.agreed).any(axis=0)
        return found


def _keeper(seat: Seat) -> Keeper:
    agreed = np.array([[seat.game.cooperate[p]] for p in seat.others], dtype=np.int64)
    return Keeper(seat.cooperate, seat.punish, agreed)


@dataclass(frozen=True, slots=True, eq=False)
class Gradual:
    """Answers the nth breach with n rounds of punishment and some of calm.

    Its memory holds a row for the breaches answered, one for the rounds of punishment that remain, one for those of
    calm. A breach during either is overlooked.
    """

    keeper: Keeper
    calm: int

    def start(self, worlds: int) -> IntArray:
        """Nothing to answer, shape (3, worlds)."""
        return np.zeros((3, worlds), dtype=np.int64)

    def act(self, memory: IntArray, draw: FloatArray) -> IntArray:
        """Punish while punishment remains."""
        return np.where(memory[1] > 0, self.keeper.punish, self.keeper.cooperate)

    def see(self, memory: IntArray, own: IntArray, others: IntArray) -> IntArray:
        """One round of the answer is over; a breach that finds none under way starts the next."""
        breaches, punishing, calm = memory
        calm = np.where(punishing > 0, calm, np.maximum(calm - 1, 0))
        punishing = np.maximum(punishing - 1, 0)
        provoked = self.keeper.strayed(others) & (punishing == 0) & (calm == 0)
        breaches = breaches + provoked
        return np.stack([breaches, np.where(provoked, breaches, punishing), np.where(provoked, self.calm, calm)])


@dataclass(frozen=True, slots=True, eq=False)
class Counter:
    """Answers the share of rounds in which the others have kept the agreement.

    Its memory holds a row for the rounds and one for those in which somebody strayed.

    Parameters
    ----------
    share : float or None
        It punishes where less than this share of the rounds kept the agreement; None for one that punishes with the
        probability with which the others have strayed, and in the first round with one of a half.
    """

    keeper: Keeper
    share: float | None

    def start(self, worlds: int) -> IntArray:
        """No rounds yet, shape (2, worlds)."""
        return np.zeros((2, worlds), dtype=np.int64)

    def act(self, memory: IntArray, draw: FloatArray) -> IntArray:
        """Keep the agreement as long as the record is good enough, or as often as the record kept it."""
        rounds, strays = memory
        if self.share is None:
            angry = draw < np.where(rounds > 0, strays / np.maximum(rounds, 1), 0.5)
        else:
            angry = rounds - strays < self.share * rounds
        return np.where(angry, self.keeper.punish, self.keeper.cooperate)

    def see(self, memory: IntArray, own: IntArray, others: IntArray) -> IntArray:
        """The record with one more round."""
        memory[0] += 1
        memory[1] += self.keeper.strayed(others)
        return memory


def _gradual(seat: Seat, calm: float) -> Gradual:
    return Gradual(_keeper(seat), whole("calm", calm, 0, 1000))


def _majority(seat: Seat, share: float) -> Counter:
    return Counter(_keeper(seat), within("share", share, 0, 1))


def _average_copier(seat: Seat) -> Counter:
    return Counter(_keeper(seat), None)


GRADUAL = Strategy(
    name="gradual",
    idea="Punishes the first breach for one round and the nth for n rounds, each time followed by two rounds of peace.",
    history="Beat tit for tat in its authors' tournament; a breach while it punishes or calms down is overlooked.",
    reference="Beaufils, B., J.-P. Delahaye and P. Mathieu (1996). Our Meeting with Gradual: A Good Strategy for the "
    "Iterated Prisoner's Dilemma. In Artificial Life V. MIT Press.",
    memory=inf,
    build=_gradual,
    parameters={"calm": 2.0},
    takes={"calm": "for how many rounds it cooperates after it has punished"},
)

GO_BY_MAJORITY = Strategy(
    name="go_by_majority",
    idea="Keeps the agreement as long as the others have kept it in at least half of all rounds.",
    history="A long good record buys many breaches: it is slow to anger and slow to forgive.",
    reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.",
    memory=inf,
    build=_majority,
    parameters={"share": 0.5},
    takes={"share": "the share of rounds in which the others must have kept the agreement"},
)

AVERAGE_COPIER = Strategy(
    name="average_copier",
    idea="Tosses a coin first, then punishes as often as the others have broken the agreement in all rounds so far.",
    history="Tit for tat by averages: it forgets nothing, and a single misreading moves it less and less.",
    reference="Knight, V., et al. (2016). An Open Framework for the Reproducible Study of the Iterated Prisoner's "
    "Dilemma. Journal of Open Research Software 4.",
    memory=inf,
    build=_average_copier,
)

STRATEGIES: tuple[Strategy, ...] = (GRADUAL, GO_BY_MAJORITY, AVERAGE_COPIER)
"""The family, the best known first."""
