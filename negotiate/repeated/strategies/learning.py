"""Strategies that learn: from what the others play, from what they regret not to have played, or from what has paid.

All of them reckon with the stage game as one seat sees it, the others taken together; see `Evidence`.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.repeated.setting import whole, within
from negotiate.repeated.strategies.strategy import Learner, Remembering, Seat, Strategy, own_first


class Evidence(NamedTuple):
    """The stage game as one seat sees it, the others taken together.

    Payoffs run from 0 to 1, so that the unit in which they are counted changes no learner. Where the game has phases
    they are those of the stage game itself: a learner does not know which phase it is in.

    Parameters
    ----------
    worth : ndarray, shape (own postures, combinations of the others' postures)
        What the seat's player gets.
    weights : ndarray of int, shape (others,)
        A combination has the number `weights @ postures`.
    agreed, punished : int
        The combination in which all others keep the agreement, and the one in which all punish.
    """

    worth: FloatArray
    weights: IntArray
    agreed: int
    punished: int

    def combination(self, others: IntArray) -> IntArray:
        """The number of the combination that others play, shape (worlds,), from their postures (others, worlds)."""
        found: IntArray = self.weights @ others
        return found

    def earned(self, own: IntArray, others: IntArray) -> FloatArray:
        """What a round has paid, as far as its player could see, shape (worlds,)."""
        return np.asarray(self.worth[own, self.combination(others)])


def evidence(seat: Seat) -> Evidence:
    """What the stage game tells a player."""
    own = own_first(seat).reshape(seat.actions, -1)
    spread = own.max() - own.min()
    worth = (own - own.min()) / spread if spread > 0 else np.zeros_like(own)
    weights = np.cumprod([1, *(seat.shape[p] for p in reversed(seat.others))])[-2::-1]
    agreed, punished = (
        int(weights @ [postures[p] for p in seat.others]) for postures in (seat.game.cooperate, seat.game.punish)
    )
    return Evidence(np.ascontiguousarray(worth), weights, agreed, punished)


def sampled_index(odds: FloatArray, draw: FloatArray) -> IntArray:
    """One column for each row of odds, shape (worlds,), by where a number of [0, 1) falls.

    Parameters
    ----------
    odds : ndarray, shape (worlds, columns)
        At least 0; each row is taken as shares of its sum.
    draw : ndarray, shape (worlds,)
    """
    ladder = odds.cumsum(axis=1)
    found: IntArray = (draw[:, None] * ladder[:, -1:] >= ladder).sum(axis=1)
    return found


def cooperating_first(seat: Seat) -> IntArray:
    """All own postures, the one that keeps the agreement before the others."""
    return np.array([seat.cooperate, *(posture for posture in range(seat.actions) if posture != seat.cooperate)])


SURE = 1e9
"""The heaviest belief: more rounds than any match has."""


def _believer(seat: Seat, trust: float = 0.0, weight: float = 0.0, temperature: float = 0.0) -> Learner:
    """Counts what the others play, and answers the counts as if they were the odds of the next round.

    Its memory is how often it thinks that it has seen each combination, shape (worlds, combinations); at first `weight`
    rounds, in which they kept the agreement with a probability of `trust`, or else punished. As long as it has no
    counts at all it keeps the agreement. With a `temperature`, a share of its range of payoffs, it strays from the best
    answer, and plays the better answers oftener.
    """
    known, heat = evidence(seat), within("temperature", temperature, 0, inf)
    prior, rounds = np.zeros(known.worth.shape[1]), within("weight", weight, 0, SURE)
    prior[known.agreed] += rounds * within("trust", trust, 0, 1)
    prior[known.punished] += rounds * (1 - trust)

    def act(memory: FloatArray, draw: FloatArray) -> IntArray:
        total = memory.sum(axis=1)
        expected = memory @ known.worth.T / np.maximum(total, 1e-300)[:, None]
        answer = expected.argmax(axis=1)
        if heat > 0:
            answer = sampled_index(np.exp((expected - expected.max(axis=1, keepdims=True)) / heat), draw)
        return np.where(total > 0, answer, seat.cooperate)

    def see(memory: FloatArray, own: IntArray, others: IntArray) -> FloatArray:
        memory[np.arange(len(memory)), known.combination(others)] += 1.0
        return memory

    return Remembering(lambda worlds: np.tile(prior, (worlds, 1)), act, see)


Answered = tuple[FloatArray, IntArray | None]
"""How often each own posture was answered by which combination, shape (worlds, own postures, combinations), and what
was played last."""


def _downing(seat: Seat, trust: float) -> Learner:
    """Believes that the others answer its own last posture, counts how, and plays what pays most in the long run.

    Against such others it need look at two plans alone: to stay with a posture, or to alternate between two. Of plans
    that pay alike it takes the first. Until a posture has been answered once, it expects with a probability of `trust`
    that the agreement is answered by the agreement, and all else by the punishment.
    """
    known, faith = evidence(seat), within("trust", trust, 0, 1)
    prior = np.zeros(known.worth.shape)
    kind = np.where(np.arange(seat.actions) == seat.cooperate, faith, 1 - faith)
    prior[:, known.agreed] += kind
    prior[:, known.punished] += 1 - kind
    plans = cooperating_first(seat)[np.column_stack(np.triu_indices(seat.actions))]
    slack = 4 * known.worth.shape[1] * np.finfo(float).eps  # as much as sums of shares can err by rounding

    def act(memory: Answered, draw: FloatArray) -> IntArray:
        counts, last = memory
        total = counts.sum(axis=2, keepdims=True)
        worth = np.where(total > 0, counts / np.maximum(total, 1), prior) @ known.worth.T  # of each posture, after each
        one, other = plans.T
        paid = (worth[:, one, other] + worth[:, other, one]) / 2
        one, other = plans[(paid >= paid.max(axis=1, keepdims=True) - slack).argmax(axis=1)].T
        chosen: IntArray = one if last is None else np.where(last == one, other, one)
        return chosen

    def see(memory: Answered, own: IntArray, others: IntArray) -> Answered:
        counts, last = memory
        if last is not None:
            counts[np.arange(len(counts)), last, known.combination(others)] += 1.0
        return counts, own

    return Remembering(lambda worlds: (np.zeros((worlds, *prior.shape)), None), act, see)


class Regrets(NamedTuple):
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


def _missed(known: Evidence, own: IntArray, others: IntArray) -> FloatArray:
    """What each posture would have brought more than the one that was played, shape (worlds, own postures)."""
    could = known.worth.T[known.combination(others)]
    return np.asarray(could - could[np.arange(len(own)), own][:, None])


def _switcher(seat: Seat, inertia: float) -> Learner:
    """Leaves its last posture for another as likely as it regrets, on average, each time it played that posture.

    Its regrets have the shape (worlds, posture played, posture instead). The higher its inertia, the longer it stays.
    """
    known, actions, slowness = evidence(seat), seat.actions, within("inertia", inertia, 1, inf)

    def act(memory: Regrets, draw: FloatArray) -> IntArray:
        world, scale = np.arange(len(memory.last)), slowness * max(actions - 1, 1) * max(memory.rounds, 1)
        odds = np.maximum(memory.regret[world, memory.last], 0) / scale
        odds[world, memory.last] = 1 - odds.sum(axis=1)
        return sampled_index(odds, draw)

    def see(memory: Regrets, own: IntArray, others: IntArray) -> Regrets:
        memory.regret[np.arange(len(own)), own] += _missed(known, own, others)
        return Regrets(memory.regret, own, memory.rounds + 1)

    def start(worlds: int) -> Regrets:
        return Regrets(np.zeros((worlds, actions, actions)), np.full(worlds, seat.cooperate))

    return Remembering(start, act, see)


def _regretful(seat: Seat) -> Learner:
    """Plays each posture in proportion to what it would have brought more than what it has played so far.

    Its regrets have the shape (worlds, postures); where it regrets nothing it plays its last posture again.
    """
    known = evidence(seat)

    def act(memory: Regrets, draw: FloatArray) -> IntArray:
        odds = np.maximum(memory.regret, 0)
        content = odds.sum(axis=1) == 0
        odds[content, memory.last[content]] = 1
        return sampled_index(odds, draw)

    def see(memory: Regrets, own: IntArray, others: IntArray) -> Regrets:
        return Regrets(memory.regret + _missed(known, own, others), own)

    def start(worlds: int) -> Regrets:
        return Regrets(np.zeros((worlds, seat.actions)), np.full(worlds, seat.cooperate))

    return Remembering(start, act, see)


FLOOR = 1e-9
"""No posture is ever given up altogether: it keeps at least this propensity."""


def _reinforcer(seat: Seat, strength: float, forgetting: float, experiment: float) -> Learner:
    """Plays each posture in proportion to what it has brought so far, added up.

    Its memory is the propensity of each posture, shape (worlds, postures), at first `strength` best payoffs shared out
    evenly. In a round the share `forgetting` of all propensities is lost, and the share `experiment` of the payoff
    counts for the postures that were not played.
    """
    known, begins = evidence(seat), within("strength", strength, FLOOR, 1 / FLOOR) / seat.actions
    fades, tried = within("forgetting", forgetting, 0, 1), within("experiment", experiment, 0, 1)

    def see(memory: FloatArray, own: IntArray, others: IntArray) -> FloatArray:
        paid, beside = known.earned(own, others), max(seat.actions - 1, 1)
        memory *= 1 - fades
        memory += (paid * tried / beside)[:, None]
        memory[np.arange(len(own)), own] += paid * (1 - tried - tried / beside)
        return np.maximum(memory, FLOOR, out=memory)

    return Remembering(lambda worlds: np.full((worlds, seat.actions), begins), sampled_index, see)


def _aspirer(seat: Seat, aspiration: float, rate: float) -> Learner:
    """Repeats what has paid more than it aspires to, and shuns what has paid less.

    Its memory is how likely it plays each posture, shape (worlds, postures); `rate` is how far one round moves it, and
    the postures that were not played share the rest as they did before.
    """
    known, level = evidence(seat), within("aspiration", aspiration, 0, 1)
    pace, actions = within("rate", rate, 0, 1), seat.actions

    def see(memory: FloatArray, own: IntArray, others: IntArray) -> FloatArray:
        if actions == 1:
            return memory
        stimulus = (known.earned(own, others) - level) / max(level, 1 - level)
        world = np.arange(len(own))
        before = memory[world, own]
        after = before + pace * stimulus * np.where(stimulus >= 0, 1 - before, before)
        memory[world, own] = 0
        rest = memory.sum(axis=1, keepdims=True)
        shares = np.where(rest > 0, memory / np.where(rest > 0, rest, 1), 1 / (actions - 1))
        found: FloatArray = shares * (1 - after)[:, None]
        found[world, own] = after
        return found

    return Remembering(lambda worlds: np.full((worlds, actions), 1 / actions), sampled_index, see)


Tried = tuple[FloatArray, int]
"""What each posture has paid and how often it was played, shape (2, worlds, postures), and the number of rounds."""


def _trier(seat: Seat, trials: float, others: float) -> Learner:
    """Tries every posture for a while, then plays the one that has paid best on average, and goes on counting."""
    known, order = evidence(seat), cooperating_first(seat)
    rounds = [whole("trials", trials, 1, 1000), *[whole("others", others, 1, 1000)] * (seat.actions - 1)]
    opening = np.repeat(order, rounds)

    def act(memory: Tried, draw: FloatArray) -> IntArray:
        (paid, played), now = memory
        if now < len(opening):
            return np.full(len(paid), opening[now])
        return np.asarray(order[(paid / np.maximum(played, 1))[:, order].argmax(axis=1)])

    def see(memory: Tried, own: IntArray, others: IntArray) -> Tried:
        tables, now = memory
        tables[:, np.arange(len(own)), own] += known.earned(own, others), np.ones(len(own))
        return tables, now + 1

    return Remembering(lambda worlds: (np.zeros((2, worlds, seat.actions)), 0), act, see)


STRATEGIES = (
    Strategy(
        name="fictitious_play",
        idea="Keeps the agreement once, then plays a best reply to how the others have played on average.",
        history="Brown's way to compute the value of a game by letting its players learn.",
        reference="Brown, G. W. (1951). Iterative Solution of Games by Fictitious Play. In Activity Analysis. Wiley.",
        memory=inf,
        build=_believer,
    ),
    Strategy(
        name="smoothed_fictitious_play",
        idea="Plays fictitious play with errors: options that are nearly as good are played nearly as often.",
        history="Nobody can exploit it by guessing its next move, which fictitious play itself gives away.",
        reference="Fudenberg, D., and D. K. Levine (1995). Consistency and Cautious Fictitious Play. Journal of "
        "Economic Dynamics and Control 19.",
        memory=inf,
        build=_believer,
        parameters={"temperature": 0.1},
        takes={"temperature": "how far from the best it strays, as a share of its range of payoffs"},
    ),
    Strategy(
        name="best_reply_to_a_belief",
        idea="Starts with a belief about how often the others keep the agreement, updates the belief, and plays a "
        "best reply to it.",
        history="Rational learning: where the truth was thought possible, what is expected comes to be what happens.",
        reference="Kalai, E., and E. Lehrer (1993). Rational Learning Leads to Nash Equilibrium. Econometrica 61.",
        memory=inf,
        build=_believer,
        parameters={"trust": 0.5, "weight": 4.0},
        takes={"trust": "the share of agreement it expects", "weight": "for how many rounds that belief stands"},
    ),
    Strategy(
        name="downing",
        idea="Learns how the others answer each of its postures, and plays the posture or the alternation of postures "
        "that pays most.",
        history="Entered in Axelrod's first tournament, where it opened by defecting and made kings of those who "
        "forgave; with a trust of 1 it is the one of the second. Until a posture has been answered once, it expects "
        "what it began with.",
        reference="Axelrod, R. (1980). Effective Choice in the Prisoner's Dilemma. Journal of Conflict Resolution 24; "
        "Downing, L. L. (1975). The Prisoner's Dilemma Game as a Problem-Solving Phenomenon: An Outcome Maximization "
        "Interpretation. Simulation & Games 6.",
        memory=inf,
        build=_downing,
        parameters={"trust": 0.5},
        takes={"trust": "how likely it expects to be answered in kind"},
    ),
    Strategy(
        name="regret_matching",
        idea="Switches to another posture with a probability that grows with its regret for not having switched "
        "before.",
        history="If all play it, how often each combination comes up tends to the correlated equilibria of the stage "
        "game.",
        reference="Hart, S., and A. Mas-Colell (2000). A Simple Adaptive Procedure Leading to Correlated Equilibrium. "
        "Econometrica 68.",
        memory=inf,
        build=_switcher,
        parameters={"inertia": 2.0},
        takes={"inertia": "how loath it is to leave its last posture, from 1 on"},
    ),
    Strategy(
        name="no_regret",
        idea="Plays each posture with a probability that grows with its regret for not having always played that "
        "posture.",
        history="In the long run no single posture would have done better than it did: Hannan's consistency.",
        reference="Hart, S., and A. Mas-Colell (2000). A Simple Adaptive Procedure Leading to Correlated Equilibrium. "
        "Econometrica 68, theorem B.",
        memory=inf,
        build=_regretful,
    ),
    Strategy(
        name="roth_erev",
        idea="Plays each posture with a probability that grows with what the posture has paid so far.",
        history="Fits how people learn in the laboratory, slowly and without knowing the game.",
        reference="Roth, A. E., and I. Erev (1995). Learning in Extensive-Form Games: Experimental Data and Simple "
        "Dynamic Models in the Intermediate Term. Games and Economic Behavior 8.",
        memory=inf,
        build=_reinforcer,
        parameters={"strength": 1.0, "forgetting": 0.001, "experiment": 0.05},
        takes={
            "strength": "how much it begins with, in payoffs of its best round",
            "forgetting": "the share of what it has learned that a round wipes out",
            "experiment": "the share of a payoff that speaks for what it did not play",
        },
    ),
    Strategy(
        name="bush_mosteller",
        idea="Repeats a posture that paid more than its aspiration, and avoids a posture that paid less.",
        history="Two of them stumble into agreement by chance and then stay there, since both are satisfied.",
        reference="Macy, M. W., and A. Flache (2002). Learning Dynamics in Social Dilemmas. Proceedings of the "
        "National Academy of Sciences 99; after Bush, R. R., and F. Mosteller (1955). Stochastic Models for Learning. "
        "Wiley.",
        memory=inf,
        build=_aspirer,
        parameters={"aspiration": 0.5, "rate": 0.5},
        takes={
            "aspiration": "what contents it, as a share of its range of payoffs",
            "rate": "how far a round moves it",
        },
    ),
    Strategy(
        name="adaptive",
        idea="Keeps the agreement for six rounds, tries each other posture for five, then plays what paid best on "
        "average.",
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
    ),
)
"""Every strategy that is described here."""
