"""Strategies that learn: from what the others play, from what they regret not to have played, or from what has paid.

All of them reckon with the stage game as one seat sees it, the others taken together; see `Evidence`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.repeated.setting import whole, within
from negotiate.repeated.strategies.strategy import Seat, Strategy


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
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


def evidence(seat: Seat) -> Evidence:
    """What the stage game tells a player."""
    own = np.moveaxis(seat.game.stage.payoffs[seat.player], seat.player, 0).reshape(seat.actions, -1)
    spread = own.max() - own.min()
    worth = (own - own.min()) / spread if spread > 0 else np.zeros_like(own)
    sizes = [seat.shape[p] for p in seat.others]
    weights = np.array([int(np.prod(sizes[place + 1 :])) for place in range(len(sizes))], dtype=np.int64)
    game = seat.game
    agreed, punished = ([postures[p] for p in seat.others] for postures in (game.cooperate, game.punish))
    return Evidence(np.ascontiguousarray(worth), weights, int(weights @ agreed), int(weights @ punished))


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

STRATEGIES = (
    FICTITIOUS_PLAY,
    SMOOTHED_FICTITIOUS_PLAY,
    BEST_REPLY_TO_A_BELIEF,
    DOWNING,
    REGRET_MATCHING,
    NO_REGRET,
    ROTH_EREV,
    BUSH_MOSTELLER,
    ADAPTIVE,
)
"""Every strategy that is described here."""
