"""Strategies that do more often what has paid; they need not know what other postures would have brought."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.repeated.ranges import whole, within
from negotiate.repeated.strategies.evidence import Evidence, evidence, sampled_index
from negotiate.repeated.strategies.strategy import Seat, Strategy

FLOOR = 1e-9
"""No posture is ever given up altogether: it keeps at least this propensity."""


def _earned(known: Evidence, own: IntArray, others: IntArray) -> FloatArray:
    """What a round has paid, as far as its player could see, shape (worlds,)."""
    found: FloatArray = known.worth[own, known.combination(others)]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Reinforcer:
    """Plays each posture in proportion to what it has brought so far, added up.

    Its memory is the propensity of each posture, shape (worlds, postures).

    Parameters
    ----------
    evidence : Evidence
        Its payoffs, from 0 to 1.
    strength : float
        What it begins with, in best payoffs, shared out evenly.
    forgetting : float
        The share of all propensities that is lost in a round.
    experiment : float
        The share of a payoff that counts for the postures that were not played.
    """

    evidence: Evidence
    strength: float
    forgetting: float
    experiment: float

    def start(self, worlds: int) -> FloatArray:
        """All postures alike."""
        actions = len(self.evidence.worth)
        return np.full((worlds, actions), self.strength / actions)

    def act(self, memory: FloatArray, draw: FloatArray) -> IntArray:
        """A posture in proportion to its propensity."""
        return sampled_index(memory, draw)

    def see(self, memory: FloatArray, own: IntArray, others: IntArray) -> FloatArray:
        """Propensities fade, and what the round has paid is added."""
        world, actions = np.arange(len(own)), memory.shape[1]
        paid = _earned(self.evidence, own, others)
        memory *= 1 - self.forgetting
        memory += (paid * self.experiment / max(actions - 1, 1))[:, None]
        memory[world, own] += paid * (1 - self.experiment - self.experiment / max(actions - 1, 1))
        return np.maximum(memory, FLOOR, out=memory)


@dataclass(frozen=True, slots=True, eq=False)
class Aspirer:
    """Repeats what has paid more than it aspires to, and shuns what has paid less.

    Its memory is how likely it plays each posture, shape (worlds, postures).

    Parameters
    ----------
    evidence : Evidence
        Its payoffs, from 0 to 1.
    aspiration : float
        From 0 to 1, on the same scale.
    rate : float
        How far one round moves it, from 0 to 1.
    """

    evidence: Evidence
    aspiration: float
    rate: float

    def start(self, worlds: int) -> FloatArray:
        """All postures alike."""
        actions = len(self.evidence.worth)
        return np.full((worlds, actions), 1 / actions)

    def act(self, memory: FloatArray, draw: FloatArray) -> IntArray:
        """A posture as likely as it has become."""
        return sampled_index(memory, draw)

    def see(self, memory: FloatArray, own: IntArray, others: IntArray) -> FloatArray:
        """What was played becomes likelier or less likely; the others share the rest as they did before."""
        world, actions = np.arange(len(own)), memory.shape[1]
        if actions == 1:
            return memory
        stimulus = _earned(self.evidence, own, others) - self.aspiration
        stimulus /= max(self.aspiration, 1 - self.aspiration)
        before = memory[world, own]
        after = before + self.rate * stimulus * np.where(stimulus >= 0, 1 - before, before)
        memory[world, own] = 0
        rest = memory.sum(axis=1, keepdims=True)
        shares = np.where(rest > 0, memory / np.where(rest > 0, rest, 1), 1 / (actions - 1))
        found: FloatArray = shares * (1 - after)[:, None]
        found[world, own] = after
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Trier:
    """Tries every posture for a while, then plays the one that has paid best on average, and goes on counting.

    Its memory holds for each posture what it has paid and how often it was played, shape (2, worlds, postures), beside
    the number of rounds.

    Parameters
    ----------
    order : ndarray of int, shape (postures,)
        In which order postures are preferred where they have paid alike.
    opening : ndarray of int, shape (rounds,)
        What it plays first.
    """

    evidence: Evidence
    order: IntArray
    opening: IntArray

    def start(self, worlds: int) -> tuple[FloatArray, int]:
        """Nothing tried."""
        return np.zeros((2, worlds, len(self.order))), 0

    def act(self, memory: tuple[FloatArray, int], draw: FloatArray) -> IntArray:
        """The posture whose turn it is, or the best."""
        (paid, played), rounds = memory
        if rounds < len(self.opening):
            return np.full(paid.shape[0], self.opening[rounds])
        found: IntArray = self.order[(paid / np.maximum(played, 1))[:, self.order].argmax(axis=1)]
        return found

    def see(self, memory: tuple[FloatArray, int], own: IntArray, others: IntArray) -> tuple[FloatArray, int]:
        """What was played has paid once more."""
        (paid, played), rounds = memory
        world = np.arange(len(own))
        paid[world, own] += _earned(self.evidence, own, others)
        played[world, own] += 1
        return memory[0], rounds + 1


def _reinforcer(seat: Seat, strength: float, forgetting: float, experiment: float) -> Reinforcer:
    return Reinforcer(
        evidence(seat),
        within("strength", strength, FLOOR, 1 / FLOOR),
        within("forgetting", forgetting, 0, 1),
        within("experiment", experiment, 0, 1),
    )


def _aspirer(seat: Seat, aspiration: float, rate: float) -> Aspirer:
    return Aspirer(evidence(seat), within("aspiration", aspiration, 0, 1), within("rate", rate, 0, 1))


def _trier(seat: Seat, trials: float, others: float) -> Trier:
    order = np.array([seat.cooperate, *(posture for posture in range(seat.actions) if posture != seat.cooperate)])
    rounds = [whole("trials", trials, 1, 1000), *[whole("others", others, 1, 1000)] * (seat.actions - 1)]
    return Trier(evidence(seat), order, np.repeat(order, rounds))


ROTH_EREV = Strategy(
    name="roth_erev",
    idea="Plays each posture with a probability that grows with what the posture has paid so far.",
    history="Fits how people learn in the laboratory, slowly and without knowing the game.",
    reference="Roth, A. E., and I. Erev (1995). Learning in Extensive-Form Games: Experimental Data and Simple Dynamic "
    "Models in the Intermediate Term. Games and Economic Behavior 8.",
    memory=inf,
    build=_reinforcer,
    parameters={"strength": 1.0, "forgetting": 0.001, "experiment": 0.05},
    takes={
        "strength": "how much it begins with, in payoffs of its best round",
        "forgetting": "the share of what it has learned that a round wipes out",
        "experiment": "the share of a payoff that speaks for what it did not play",
    },
)

BUSH_MOSTELLER = Strategy(
    name="bush_mosteller",
    idea="Repeats a posture that paid more than its aspiration, and avoids a posture that paid less.",
    history="Two of them stumble into agreement by chance and then stay there, since both are satisfied.",
    reference="Macy, M. W., and A. Flache (2002). Learning Dynamics in Social Dilemmas. Proceedings of the National "
    "Academy of Sciences 99; after Bush, R. R., and F. Mosteller (1955). Stochastic Models for Learning. Wiley.",
    memory=inf,
    build=_aspirer,
    parameters={"aspiration": 0.5, "rate": 0.5},
    takes={"aspiration": "what contents it, as a share of its range of payoffs", "rate": "how far a round moves it"},
)

ADAPTIVE = Strategy(
    name="adaptive",
    idea="Keeps the agreement for six rounds, tries each other posture for five, then plays what paid best on average.",
    history="A plain experimenter: it never asks why something pays, and a late change hardly moves its averages. "
    "Axelrod's library compares what each posture has paid in all, and not on average as its authors say.",
    reference="Li, J., P. Hingston and G. Kendall (2011). Engineering Design of Strategies for Winning Iterated "
    "Prisoner's Dilemma Competitions. IEEE Transactions on Computational Intelligence and AI in Games 3.",
    memory=inf,
    build=_trier,
    parameters={"trials": 6.0, "others": 5.0},
    takes={
        "trials": "for how many rounds it first keeps the agreement",
        "others": "for how many rounds it then tries each other posture",
    },
)

STRATEGIES: tuple[Strategy, ...] = (ROTH_EREV, BUSH_MOSTELLER, ADAPTIVE)
"""The family, the oldest first."""
