"""Strategies that learn or keep a record of who has strayed how often, and those that climb a
ladder of escalation.

What learns does so from what the others play, from what it regrets not to have played, or from what
has paid, and reckons with the stage game as one seat sees it, the others taken together; see
`Evidence`.

A ladder leads from the posture that keeps the agreement up to the one that punishes, a rung at a
time. A player's postures between the two, in the order in which the game lists them, are the rungs.
Postures on either side of them count as the nearest of the two. With two postures a ladder has two
rungs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.setting import whole, within
from negotiate.repeated.strategies.strategy import Learner, Remembering, Seat, machine, own_first


class Evidence(NamedTuple):
    """The stage game as one seat sees it, the others taken together.

    Payoffs run from 0 to 1, so that the unit in which they are counted changes no learner. Where
    the game has phases they are those of the stage game itself: a learner does not know which phase
    it is in.

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
        """The number of the combination that others play, shape (worlds,), from their postures
        (others, worlds).
        """
        return self.weights @ others

    def earned(self, own: IntArray, others: IntArray) -> FloatArray:
        """What a round has paid, as far as its player could see, shape (worlds,)."""
        return self.worth[own, self.combination(others)]


def evidence(seat: Seat) -> Evidence:
    """What the stage game tells a player."""
    own = own_first(seat).reshape(seat.actions, -1)
    spread = own.max() - own.min()
    worth = (own - own.min()) / spread if spread > 0 else np.zeros_like(own)
    weights = np.cumprod([1, *(seat.shape[p] for p in reversed(seat.others))])[-2::-1]
    agreed, punished = (
        int(weights @ [postures[p] for p in seat.others])
        for postures in (seat.game.cooperate, seat.game.punish)
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
    return np.array(
        [seat.cooperate, *(posture for posture in range(seat.actions) if posture != seat.cooperate)]
    )


SURE = 1e9
"""The heaviest belief: more rounds than any match has."""


def _believer(
    seat: Seat, trust: float = 0.0, weight: float = 0.0, temperature: float = 0.0
) -> Learner:
    """Counts what the others play, and answers the counts as if they were the odds of the next
    round.

    Its memory is how often it thinks that it has seen each combination, shape (worlds,
    combinations); at first `weight` rounds, in which they kept the agreement with a probability of
    `trust`, or else punished. As long as it has no counts at all it keeps the agreement. With a
    `temperature`, a share of its range of payoffs, it strays from the best answer, and plays the
    better answers oftener.
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
            answer = sampled_index(
                np.exp((expected - expected.max(axis=1, keepdims=True)) / heat), draw
            )
        return np.where(total > 0, answer, seat.cooperate)

    def see(memory: FloatArray, own: IntArray, others: IntArray) -> FloatArray:
        memory[np.arange(len(memory)), known.combination(others)] += 1.0
        return memory

    return Remembering(lambda worlds: np.tile(prior, (worlds, 1)), act, see)


Answered = tuple[FloatArray, IntArray | None]
"""How often each own posture was answered by which combination, shape (worlds, own postures,
combinations), and what was played last.
"""


def _downing(seat: Seat, trust: float) -> Learner:
    """Believes that the others answer its own last posture, counts how, and plays what pays most in
    the long run.

    Against such others it need look at two plans alone: to stay with a posture, or to alternate
    between two. Of plans that pay alike it takes the first. Until a posture has been answered once,
    it expects with a probability of `trust` that the agreement is answered by the agreement, and
    all else by the punishment.
    """
    known, faith = evidence(seat), within("trust", trust, 0, 1)
    prior = np.zeros(known.worth.shape)
    kind = np.where(np.arange(seat.actions) == seat.cooperate, faith, 1 - faith)
    prior[:, known.agreed] += kind
    prior[:, known.punished] += 1 - kind
    plans = cooperating_first(seat)[np.column_stack(np.triu_indices(seat.actions))]
    slack = (
        4 * known.worth.shape[1] * np.finfo(float).eps
    )  # as much as sums of shares can err by rounding

    def act(memory: Answered, draw: FloatArray) -> IntArray:
        counts, last = memory
        total = counts.sum(axis=2, keepdims=True)
        worth = (
            np.where(total > 0, counts / np.maximum(total, 1), prior) @ known.worth.T
        )  # of each posture, after each
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
    """What each posture would have brought more than the one that was played, shape (worlds, own
    postures).
    """
    could = known.worth.T[known.combination(others)]
    return could - could[np.arange(len(own)), own][:, None]


def _switcher(seat: Seat, inertia: float) -> Learner:
    """Leaves its last posture for another as likely as it regrets, on average, each time it played
    that posture.

    Its regrets have the shape (worlds, posture played, posture instead). The higher its inertia,
    the longer it stays.
    """
    known, actions, slowness = evidence(seat), seat.actions, within("inertia", inertia, 1, inf)

    def act(memory: Regrets, draw: FloatArray) -> IntArray:
        world, scale = (
            np.arange(len(memory.last)),
            slowness * max(actions - 1, 1) * max(memory.rounds, 1),
        )
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
    """Plays each posture in proportion to what it would have brought more than what it has played
    so far.

    Its regrets have the shape (worlds, postures); where it regrets nothing it plays its last
    posture again.
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

    Its memory is the propensity of each posture, shape (worlds, postures), at first `strength` best
    payoffs shared out evenly. In a round the share `forgetting` of all propensities is lost, and
    the share `experiment` of the payoff counts for the postures that were not played.
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

    Its memory is how likely it plays each posture, shape (worlds, postures); `rate` is how far one
    round moves it, and the postures that were not played share the rest as they did before.
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
"""What each posture has paid and how often it was played, shape (2, worlds, postures), and the
number of rounds.
"""


def _trier(seat: Seat, trials: float, others: float) -> Learner:
    """Tries every posture for a while, then plays the one that has paid best on average, and goes
    on counting.
    """
    known, order = evidence(seat), cooperating_first(seat)
    rounds = [
        whole("trials", trials, 1, 1000),
        *[whole("others", others, 1, 1000)] * (seat.actions - 1),
    ]
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


def _strayed(seat: Seat) -> Callable[[IntArray], BoolArray]:
    """From what the others played to the worlds in which any of them did not keep the agreement,
    shape (worlds,).
    """
    agreed = np.array([[seat.game.cooperate[p]] for p in seat.others], dtype=int)
    return lambda others: np.asarray((others != agreed).any(axis=0))


def _gradual(seat: Seat, calm: float) -> Learner:
    """Answers the nth breach with n rounds of punishment and some of calm.

    Its memory holds a row for the breaches answered, one for the rounds of punishment that remain,
    one for those of calm. A breach during either is overlooked.
    """
    strayed, rounds = _strayed(seat), whole("calm", calm, 0, 1000)

    def see(memory: IntArray, own: IntArray, others: IntArray) -> IntArray:
        breaches, punishing, calm = memory
        calm = np.where(punishing > 0, calm, np.maximum(calm - 1, 0))
        punishing = np.maximum(punishing - 1, 0)
        provoked = strayed(others) & (punishing == 0) & (calm == 0)
        breaches = breaches + provoked
        return np.stack(
            [breaches, np.where(provoked, breaches, punishing), np.where(provoked, rounds, calm)]
        )

    def act(memory: IntArray, draw: FloatArray) -> IntArray:
        return np.where(memory[1] > 0, seat.punish, seat.cooperate)

    return Remembering(lambda worlds: np.zeros((3, worlds), dtype=int), act, see)


def _counting(seat: Seat, angry: Callable[[IntArray, IntArray, FloatArray], BoolArray]) -> Learner:
    """Punishes by how many rounds there were and in how many somebody strayed, the two rows of its
    memory.
    """
    strayed = _strayed(seat)

    def see(memory: IntArray, own: IntArray, others: IntArray) -> IntArray:
        memory[0] += 1
        memory[1] += strayed(others)
        return memory

    def act(memory: IntArray, draw: FloatArray) -> IntArray:
        rounds, strays = memory
        return np.where(angry(rounds, strays, draw), seat.punish, seat.cooperate)

    return Remembering(lambda worlds: np.zeros((2, worlds), dtype=int), act, see)


def _majority(seat: Seat, share: float) -> Learner:
    least = within("share", share, 0, 1)
    return _counting(seat, lambda rounds, strays, draw: rounds - strays < least * rounds)


def _average_copier(seat: Seat) -> Learner:
    """In the first round it punishes with a probability of a half."""
    return _counting(
        seat,
        lambda rounds, strays, draw: (
            draw < np.where(rounds > 0, strays / np.maximum(rounds, 1), 0.5)
        ),
    )


HIGHEST = 100
"""The most rungs that are taken in a round."""


def ladder(seat: Seat) -> list[int]:
    """The seat's own postures from the one that keeps the agreement to the one that punishes."""
    step = 1 if seat.punish >= seat.cooperate else -1
    return list(range(seat.cooperate, seat.punish + step, step))


def harshest(seat: Seat) -> FloatArray:
    """How high on its ladder the harshest of the others stands, from 0 to 1, over all combinations
    of postures.
    """
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
    return _climbing(
        seat,
        [np.where(breach, min(rung + up, top), max(rung - down, 0)) for rung in range(top + 1)],
    )


def _answer(seat: Seat, more: int) -> npt.NDArray[np.int64]:
    """The rung that is as high as the harshest of the others, rounded half up, or so many more
    where any strays.
    """
    top, seen = len(ladder(seat)) - 1, harshest(seat)
    rung = np.floor(seen * top + 0.5).astype(int)
    return np.where(seen > 0, np.minimum(rung + more, top), 0)


def _mirror(seat: Seat, above: int = 0) -> Automaton:
    return _climbing(seat, [_answer(seat, above)] * len(ladder(seat)))


def _mirror_plus(seat: Seat, more: float) -> Automaton:
    return _mirror(seat, whole("more", more, 1, HIGHEST))


def _tranches(seat: Seat, up: float, down: float) -> Automaton:
    return _stepping(seat, whole("up", up, 1, HIGHEST), whole("down", down, 1, HIGHEST))


def _ratchet(seat: Seat, up: float) -> Automaton:
    return _stepping(seat, whole("up", up, 1, HIGHEST), 0)


def _grit(seat: Seat) -> Automaton:
    answer, count = _answer(seat, 0), len(ladder(seat))
    return _climbing(
        seat,
        [np.where(answer <= rung, max(rung - 1, 0), answer) for rung in range(count)],
        count - 1,
    )


STRATEGIES: Mapping[str, Callable[..., Automaton | Learner]] = {
    "gradual": _gradual,
    "go_by_majority": _majority,
    "average_copier": _average_copier,
    "tranches": _tranches,
    "ratchet": _ratchet,
    "mirror": _mirror,
    "mirror_plus_one": _mirror_plus,
    "grit": _grit,
    "fictitious_play": _believer,
    "smoothed_fictitious_play": _believer,
    "best_reply_to_a_belief": _believer,
    "downing": _downing,
    "regret_matching": _switcher,
    "no_regret": _regretful,
    "roth_erev": _reinforcer,
    "bush_mosteller": _aspirer,
    "adaptive": _trier,
}
