"""Strategies that form a belief of what the others will play from all that they have played, and answer it."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.repeated.ranges import within
from negotiate.repeated.strategies.evidence import Evidence, evidence, sampled_index
from negotiate.repeated.strategies.strategy import Seat, Strategy

SURE = 1e9
"""The heaviest belief: more rounds than any match has."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Responder:
    """Believes that the others answer its own last posture, counts how, and plays what pays most in the long run.

    Against such others it need look at two plans alone: to stay with a posture, or to alternate between two. Its memory
    is the counts, shape (worlds, own postures, combinations of the others' postures), beside its last posture.

    Parameters
    ----------
    evidence : Evidence
        Its payoffs.
    prior : ndarray, shape (own postures, combinations)
        How likely each answer is to a posture that has never been answered.
    plans : ndarray of int, shape (plans, 2)
        Its plans, as the two postures that take turns; of plans that pay alike it takes the first.
    """

    evidence: Evidence
    prior: FloatArray
    plans: IntArray

    def start(self, worlds: int) -> tuple[FloatArray, IntArray | None]:
        """No counts before the first round, and no last posture."""
        return np.zeros((worlds, *self.prior.shape)), None

    def act(self, memory: tuple[FloatArray, IntArray | None], draw: FloatArray) -> IntArray:
        """The next posture of the plan that pays most against the answers that it is likely to meet."""
        counts, last = memory
        total = counts.sum(axis=2, keepdims=True)
        answers = np.where(total > 0, counts / np.maximum(total, 1), self.prior)
        worth = answers @ self.evidence.worth.T  # of each posture, after each
        one, other = self.plans.T
        paid = (worth[:, one, other] + worth[:, other, one]) / 2
        slack = 4 * self.prior.shape[1] * np.finfo(float).eps  # as much as these sums of shares can err by rounding
        one, other = self.plans[(paid >= paid.max(axis=1, keepdims=True) - slack).argmax(axis=1)].T
        chosen: IntArray = one if last is None else np.where(last == one, other, one)
        return chosen

    def see(
        self, memory: tuple[FloatArray, IntArray | None], own: IntArray, others: IntArray
    ) -> tuple[FloatArray, IntArray | None]:
        """The counts with the answer to the posture of the round before."""
        counts, last = memory
        if last is not None:
            counts[np.arange(len(counts)), last, self.evidence.combination(others)] += 1.0
        return counts, own


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
    held = within("weight", weight, 0, SURE)
    prior[known.agreed] += held * within("trust", trust, 0, 1)
    prior[known.punished] += held * (1 - trust)
    return Believer(known, prior, seat.cooperate)


def _downing(seat: Seat, trust: float) -> Responder:
    known = evidence(seat)
    prior, faith = np.zeros(known.worth.shape), within("trust", trust, 0, 1)
    kind = np.where(np.arange(seat.actions) == seat.cooperate, faith, 1 - faith)
    prior[:, known.agreed] += kind
    prior[:, known.punished] += 1 - kind
    order = np.array([seat.cooperate, *(posture for posture in range(seat.actions) if posture != seat.cooperate)])
    return Responder(known, prior, order[np.stack(np.triu_indices(seat.actions), axis=1)])


FICTITIOUS_PLAY = Strategy(
    name="fictitious_play",
    idea="Keeps the agreement once, then plays a best reply to how the others have played on average.",
    history="Brown's way to compute the value of a game by letting its players learn.",
    reference="Brown, G. W. (1951). Iterative Solution of Games by Fictitious Play. In Activity Analysis. Wiley.",
    memory=inf,
    build=_fictitious_play,
)

SMOOTHED_FICTITIOUS_PLAY = Strategy(
    name="smoothed_fictitious_play",
    idea="Plays fictitious play with errors: options that are nearly as good are played nearly as often.",
    history="Nobody can exploit it by guessing its next move, which fictitious play itself gives away.",
    reference="Fudenberg, D., and D. K. Levine (1995). Consistency and Cautious Fictitious Play. Journal of Economic "
    "Dynamics and Control 19.",
    memory=inf,
    build=_smoothed,
    parameters={"temperature": 0.1},
    takes={"temperature": "how far from the best it strays, as a share of its range of payoffs"},
)

BEST_REPLY_TO_A_BELIEF = Strategy(
    name="best_reply_to_a_belief",
    idea=(
        "Starts with a belief about how often the others keep the agreement, updates the belief, and plays a "
        "best reply to it."
    ),
    history="Rational learning: where the truth was thought possible, what is expected comes to be what happens.",
    reference="Kalai, E., and E. Lehrer (1993). Rational Learning Leads to Nash Equilibrium. Econometrica 61.",
    memory=inf,
    build=_believing,
    parameters={"trust": 0.5, "weight": 4.0},
    takes={"trust": "the share of agreement it expects", "weight": "for how many rounds that belief stands"},
)

DOWNING = Strategy(
    name="downing",
    idea=(
        "Learns how the others answer each of its postures, and plays the posture or the alternation of postures "
        "that pays most."
    ),
    history="Entered in Axelrod's first tournament, where it opened by defecting and made kings of those who forgave; "
    "with a trust of 1 it is the one of the second. Until a posture has been answered once, it expects what it began "
    "with.",
    reference="Axelrod, R. (1980). Effective Choice in the Prisoner's Dilemma. Journal of Conflict Resolution 24; "
    "Downing, L. L. (1975). The Prisoner's Dilemma Game as a Problem-Solving Phenomenon: An Outcome "
    "Maximization Interpretation. Simulation & Games 6.",
    memory=inf,
    build=_downing,
    parameters={"trust": 0.5},
    takes={"trust": "how likely it expects to be answered in kind"},
)

STRATEGIES: tuple[Strategy, ...] = (FICTITIOUS_PLAY, SMOOTHED_FICTITIOUS_PLAY, BEST_REPLY_TO_A_BELIEF, DOWNING)
"""The family, the oldest first."""
