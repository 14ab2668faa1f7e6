"""Strategies that play what they regret not to have played."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.repeated.ranges import within
from negotiate.repeated.strategies.evidence import Evidence, evidence, sampled_index
from negotiate.repeated.strategies.strategy import Seat, Strategy


@dataclass(frozen=True, slots=True, eq=False)
class Regrets:
    """What a regretting player remembers, in each world.

    Parameters
    ----------
    regret : ndarray
        What other postures would have brought more, added up over the rounds.
    last : ndarray of int, shape (worlds,)
        What it played last; before the first round, what it begins with.
    rounds : int
        How many there were.
    """

    regret: FloatArray
    last: IntArray
    rounds: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Switcher:
    """Leaves its last posture for another as likely as it regrets, on average, each time it played that posture.

    Its regrets have the shape (worlds, posture played, posture instead).

    Parameters
    ----------
    evidence : Evidence
        Its payoffs, from 0 to 1.
    first : int
        What it begins with.
    inertia : float
        At least 1; the higher, the longer it stays.
    """

    evidence: Evidence
    first: int
    inertia: float

    def start(self, worlds: int) -> Regrets:
        """Nothing to regret."""
        actions = len(self.evidence.worth)
        return Regrets(np.zeros((worlds, actions, actions)), np.full(worlds, self.first))

    def act(self, memory: Regrets, draw: FloatArray) -> IntArray:
        """Another posture in proportion to what not playing it is regretted, else the last one again."""
        world, actions = np.arange(len(memory.last)), len(self.evidence.worth)
        scale = self.inertia * max(actions - 1, 1) * max(memory.rounds, 1)
        odds = np.maximum(memory.regret[world, memory.last], 0) / scale
        odds[world, memory.last] = 1 - odds.sum(axis=1)
        return sampled_index(odds, draw)

    def see(self, memory: Regrets, own: IntArray, others: IntArray) -> Regrets:
        """The regrets of what was played grow by what each other posture would have brought more."""
        memory.regret[np.arange(len(own)), own] += _missed(self.evidence, own, others)
        return Regrets(memory.regret, own, memory.rounds + 1)


@dataclass(frozen=True, slots=True, eq=False)
class Regretful:
    """Plays each posture in proportion to what it would have brought more than what it has played so far.

    Its regrets have the shape (worlds, postures).
    """

    evidence: Evidence
    first: int

    def start(self, worlds: int) -> Regrets:
        """Nothing to regret."""
        return Regrets(np.zeros((worlds, len(self.evidence.worth))), np.full(worlds, self.first))

    def act(self, memory: Regrets, draw: FloatArray) -> IntArray:
        """What is regretted, or the last posture again where nothing is."""
        odds = np.maximum(memory.regret, 0)
        content = odds.sum(axis=1) == 0
        odds[content, memory.last[content]] = 1
        return sampled_index(odds, draw)

    def see(self, memory: Regrets, own: IntArray, others: IntArray) -> Regrets:
        """The regrets grow by what each posture would have brought more."""
        return Regrets(memory.regret + _missed(self.evidence, own, others), own, memory.rounds + 1)


def _missed(known: Evidence, own: IntArray, others: IntArray) -> FloatArray:
    """What each posture would have brought more than the one that was played, shape (worlds, own postures)."""
    could = known.worth.T[known.combination(others)]
    found: FloatArray = could - could[np.arange(len(own)), own][:, None]
    return found


def _switcher(seat: Seat, inertia: float) -> Switcher:
    return Switcher(evidence(seat), seat.cooperate, within("inertia", inertia, 1, inf))


def _regretful(seat: Seat) -> Regretful:
    return Regretful(evidence(seat), seat.cooperate)


REGRET_MATCHING = Strategy(
    name="regret_matching",
    idea="Switches to another posture with a probability that grows with its regret for not having switched before.",
    history="If all play it, how often each combination comes up tends to the correlated equilibria of the stage game.",
    reference="Hart, S., and A. Mas-Colell (2000). A Simple Adaptive Procedure Leading to Correlated Equilibrium. "
    "Econometrica 68.",
    memory=inf,
    build=_switcher,
    parameters={"inertia": 2.0},
    takes={"inertia": "how loath it is to leave its last posture, from 1 on"},
)

NO_REGRET = Strategy(
    name="no_regret",
    idea=(
        "Plays each posture with a probability that grows with its regret for not having always played that posture."
    ),
    history="In the long run no single posture would have done better than it did: Hannan's consistency.",
    reference="Hart, S., and A. Mas-Colell (2000). A Simple Adaptive Procedure Leading to Correlated Equilibrium. "
    "Econometrica 68, theorem B.",
    memory=inf,
    build=_regretful,
)

STRATEGIES: tuple[Strategy, ...] = (REGRET_MATCHING, NO_REGRET)
"""The family."""
