"""Strategies that form a belief of what the others will play from all that they have played, and answer it."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from negotiate.repeated.strategies.evidence import Evidence, evidence, sampled_index
from negotiate.repeated.strategies.strategy import FloatArray, IntArray, Seat, Strategy, within


@dataclass(frozen=True, slots=True, eq=False)
class Believer:
    """Counts what the others play, and answers the counts as if they were the odds of the next round.

    Parameters
    ----------
    evidence : Evidence
        Its payoffs.
    prior : ndarray, shape (combinations of the others' postures,)
        How often it thinks that it has seen each before the first round.
    first : int
        What it plays as long as it has no counts at all.
    temperature : float
        How far from the best answer it strays, as a share of its range of payoffs; at 0 it always plays the best.
    """

    evidence: Evidence
    prior: FloatArray
    first: int
    temperature: float = 0.0

    def start(self, worlds: int) -> FloatArray:
        """The counts before the first round, shape (worlds, combinations)."""
        return np.tile(self.prior, (worlds, 1))

    def act(self, memory: FloatArray, draw: FloatArray) -> IntArray:
        """The best answer to the counts, or one that is the likelier the better it is."""
        total = memory.sum(axis=1)
        expected = memory @ self.evidence.worth.T / np.maximum(total, 1e-300)[:, None]
        if self.temperature > 0:
            better = (expected - expected.max(axis=1, keepdims=True)) / self.temperature
            answer = sampled_index(np.exp(better), draw)
        else:
            answer = expected.argmax(axis=1)
        return np.where(total > 0, answer, self.first)

    def see(self, memory: FloatArray, own: IntArray, others: IntArray) -> FloatArray:
        """The counts after a round."""
        memory[np.arange(len(memory)), self.evidence.combination(others)] += 1.0
        return memory


def _fictitious_play(seat: Seat) -> Believer:
    known = evidence(seat)
    return Believer(known, np.zeros(known.worth.shape[1]), seat.cooperate)


def _smoothed(seat: Seat, temperature: float) -> Believer:
    known = evidence(seat)
    heat = within("temperature", temperature, 0, inf)
    return Believer(known, np.zeros(known.worth.shape[1]), seat.cooperate, heat)


def _believing(seat: Seat, trust: float, weight: float) -> Believer:
    known = evidence(seat)
    prior = np.zeros(known.worth.shape[1])
    held = within("weight", weight, 0, inf)
    prior[known.agreed] += held * within("trust", trust, 0, 1)
    prior[known.punished] += held * (1 - trust)
    return Believer(known, prior, seat.cooperate)


FICTITIOUS_PLAY = Strategy(
    name="fictitious_play",
    idea="Keeps the agreement once, then plays what is best if the others go on as they have played on average.",
    history="Brown's way to compute the value of a game by letting its players learn.",
    reference="Brown, G. W. (1951). Iterative Solution of Games by Fictitious Play. In Activity Analysis. Wiley.",
    memory=inf,
    build=_fictitious_play,
)

SMOOTHED_FICTITIOUS_PLAY = Strategy(
    name="smoothed_fictitious_play",
    idea="Fictitious play that errs: what is nearly as good is played nearly as often.",
    history="Nobody can exploit it by guessing its next move, which fictitious play itself gives away.",
    reference="Fudenberg, D., and D. K. Levine (1995). Consistency and Cautious Fictitious Play. Journal of Economic "
    "Dynamics and Control 19.",
    memory=inf,
    build=_smoothed,
    parameters={"temperature": 0.1},
)

BEST_REPLY_TO_A_BELIEF = Strategy(
    name="best_reply_to_a_belief",
    idea="Comes with a belief of how far the others keep the agreement, and lets what they do correct it.",
    history="Rational learning: `trust` is the share of agreement it expects, `weight` how many rounds it stands for.",
    reference="Kalai, E., and E. Lehrer (1993). Rational Learning Leads to Nash Equilibrium. Econometrica 61.",
    memory=inf,
    build=_believing,
    parameters={"trust": 0.5, "weight": 4.0},
)

STRATEGIES: tuple[Strategy, ...] = (FICTITIOUS_PLAY, SMOOTHED_FICTITIOUS_PLAY, BEST_REPLY_TO_A_BELIEF)
"""The family, the oldest first."""
