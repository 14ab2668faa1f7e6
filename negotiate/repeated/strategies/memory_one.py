"""Strategies that commit, whatever the others do, and those that look at the last round: who kept
the agreement in it.

Some read off the payoffs what answers best. Zero-determinant strategies are among those that look
back: one player alone ties the two average payoffs to each other by a straight line. Of two players
with two postures each, let the odds of cooperating after the four possible rounds be p. Whatever
the other does, in the long run the mean of (p - what it just played) is zero. If that vector is a
multiple of a line through the payoffs, the line holds for the averages. Gains are counted here in
what the agreement is worth to each player beyond a war of both, so that players with different
units can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import UnsuitableGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.setting import slack, whole, within
from negotiate.repeated.strategies.strategy import (
    Seat,
    machine,
    mixed,
    of_two,
    others_stray,
    own_first,
    strays,
)


def _alternate(seat: Seat) -> Automaton:
    kept = ~strays(seat)[seat.player]
    return machine(seat, [seat.cooperate, seat.punish], [kept, kept], ["cooperate", "punish"])


def _best(seat: Seat, worth: FloatArray, off: float) -> list[int]:
    """Own postures that are best but for rounding: the one for the agreement first, then that for
    punishing.
    """
    order = dict.fromkeys((seat.cooperate, seat.punish, *range(seat.actions)))
    return [posture for posture in order if worth[posture] >= worth.max() - off]


def _steady(seat: Seat, posture: int) -> Automaton:
    return machine(seat, [posture], [0], [seat.labels[posture]])


def _bully(seat: Seat) -> Automaton:
    other = of_two(seat, "bully")
    own, theirs = own_first(seat), own_first(seat, other)
    replies = theirs >= theirs.max(axis=1, keepdims=True) - slack(theirs)
    worth = np.where(replies, own, -np.inf).max(axis=1)
    return _steady(seat, _best(seat, worth, slack(own))[0])


def _godfather(seat: Seat) -> Automaton:
    theirs, broken = own_first(seat, of_two(seat, "godfather")), others_stray(seat)
    hold_down = _best(seat, -theirs.max(axis=1), slack(theirs))
    chosen = seat.punish if seat.punish in hold_down else hold_down[0]
    return machine(seat, [seat.cooperate, chosen], [broken, broken], ["offer", "or else"])


def _best_reply(seat: Seat, cooperation: float) -> Automaton:
    odds, worth = within("cooperation", cooperation, 0, 1), own_first(seat)
    for player in reversed(seat.others):
        belief = np.zeros(seat.shape[player])
        belief[seat.game.cooperate[player]] += odds
        belief[seat.game.punish[player]] += 1 - odds
        worth = worth @ belief
    return _steady(seat, _best(seat, worth, slack(own_first(seat)))[0])


ROUNDS = ("all kept", "another strayed", "own breach", "own breach and another's")
"""What the last round can have been, in the order of the odds that answer it."""


def remembering(seat: Seat, odds: Sequence[float], first: float) -> Automaton:
    """An automaton that cooperates with odds that depend on the last round.

    Parameters
    ----------
    odds : sequence of float
        One for each of `ROUNDS`. Rounds that are answered alike share a state.
    first : float
        The odds in the first round.
    """
    after: dict[float, list[str]] = {first: ["start"]}
    for chance, name in zip(odds, ROUNDS, strict=True):
        after.setdefault(chance, []).append(name)
    number = {chance: state for state, chance in enumerate(after)}
    answered = np.array([number[chance] for chance in odds])
    seen = 2 * strays(seat)[seat.player] + others_stray(seat)
    names = [
        " or ".join(name for name in told if len(told) == 1 or name != "start")
        for told in after.values()
    ]
    return machine(
        seat, [mixed(seat, chance) for chance in after], [answered[seen]] * len(after), names
    )


def _reactive(seat: Seat, p: float, q: float, first: float) -> Automaton:
    kept, broken = within("p", p, 0, 1), within("q", q, 0, 1)
    return remembering(seat, (kept, broken, kept, broken), within("first", first, 0, 1))


def _memory_one(
    seat: Seat, p_cc: float, p_cd: float, p_dc: float, p_dd: float, first: float
) -> Automaton:
    given = {"p_cc": p_cc, "p_cd": p_cd, "p_dc": p_dc, "p_dd": p_dd, "first": first}
    *odds, start = (within(name, value, 0, 1) for name, value in given.items())
    return remembering(seat, odds, start)


def _win_stay_lose_shift(seat: Seat, aspiration: float) -> Automaton:
    game, share = seat.game, within("aspiration", aspiration, 0, 1)
    payoffs = game.stage.payoffs[seat.player]
    wanted = (1 - share) * payoffs[game.punish] + share * payoffs[game.cooperate]
    own = np.indices(seat.shape)[seat.player]
    shifted = np.where(own == seat.cooperate, seat.punish, seat.cooperate)
    follows = np.where(payoffs >= wanted - slack(payoffs), own, shifted)
    return machine(seat, range(seat.actions), [follows] * seat.actions, seat.labels, seat.cooperate)


NOUGHT = 1e-9
"""Of the line's largest entry: what taking payoffs away from each other leaves of 0 where they are
nearly equal.
"""

LARGEST = 1e6
"""The largest factor between two players' gains."""


def _gains(seat: Seat, name: str) -> tuple[FloatArray, FloatArray]:
    """What the seat and the other get in the four possible rounds: 0 if both punish, 1 if both
    cooperate.
    """
    other = of_two(seat, name)
    if (
        seat.shape != (2, 2)
        or seat.cooperate == seat.punish
        or seat.game.cooperate[other] == seat.game.punish[other]
    ):
        raise UnsuitableGame(
            f"`{name}` is for games with two postures of each player, one to cooperate and one to "
            "punish"
        )
    found = []
    for player in (seat.player, other):
        payoffs = own_first(seat, player)
        order = np.ix_(*([kept, 1 - kept] for kept in (seat.cooperate, seat.game.cooperate[other])))
        cc, *_, dd = rounds = payoffs[order].ravel()
        if not cc > dd:
            raise UnsuitableGame(
                f"`{name}` needs an agreement that gives both players more than mutual punishment"
            )
        found.append((rounds - dd) / (cc - dd))
    return found[0], found[1]


def _enforcing(seat: Seat, name: str, line: FloatArray, pace: float) -> Automaton:
    """The strategy that keeps a combination of both payoffs at zero on average.

    Parameters
    ----------
    line : ndarray, shape (4,)
        The combination in each of the four rounds.
    pace : float
        How much of a reaction, of the strongest that gives probabilities.
    """
    size = np.abs(line) > NOUGHT * np.abs(line).max()
    line = np.where(size, line, 0.0)
    if not (line[:2] <= 0).all() or not (line[2:] >= 0).all() or not size.any():
        raise UnsuitableGame(f"no probabilities can enforce the payoffs of `{name}` in this game")
    strength = within("pace", pace, 0.001, 1) / np.abs(line).max()
    odds = np.clip(np.array([1.0, 1.0, 0.0, 0.0]) + strength * line, 0, 1)
    return remembering(seat, odds.tolist(), 1.0)


def _extort(seat: Seat, factor: float, pace: float) -> Automaton:
    own, theirs = _gains(seat, "extort")
    return _enforcing(seat, "extort", own - within("factor", factor, 1, LARGEST) * theirs, pace)


def _generous(seat: Seat, factor: float, pace: float) -> Automaton:
    own, theirs = _gains(seat, "generous_zero_determinant")
    line = (own - 1) - within("factor", factor, 1, LARGEST) * (theirs - 1)
    return _enforcing(seat, "generous_zero_determinant", line, pace)


def _equaliser(seat: Seat, share: float, pace: float) -> Automaton:
    theirs = _gains(seat, "equaliser")[1]
    return _enforcing(seat, "equaliser", within("share", share, 0, 1) - theirs, pace)


def _cooperates(seat: Seat) -> Automaton:
    return machine(seat, [seat.cooperate], [0], ["cooperate"])


def _defects(seat: Seat) -> Automaton:
    return machine(seat, [seat.punish], [0], ["punish"])


def _always(seat: Seat, posture: float) -> Automaton:
    return _steady(seat, whole("posture", posture, 1, seat.actions) - 1)


def _random(seat: Seat, odds: float) -> Automaton:
    return machine(seat, [mixed(seat, within("odds", odds, 0, 1))], [0], ["toss"])


def _firm(seat: Seat, forgives: float) -> Automaton:
    return remembering(seat, (1.0, 0.0, 1.0, within("forgives", forgives, 0, 1)), 1.0)


STRATEGIES: Mapping[str, Callable[..., Automaton]] = {
    "always_cooperate": _cooperates,
    "always_defect": _defects,
    "always": _always,
    "random": _random,
    "alternate": _alternate,
    "bully": _bully,
    "godfather": _godfather,
    "fixed_belief": _best_reply,
    "reactive": _reactive,
    "memory_one": _memory_one,
    "firm_but_fair": _firm,
    "win_stay_lose_shift": _win_stay_lose_shift,
    "extort": _extort,
    "generous_zero_determinant": _generous,
    "equaliser": _equaliser,
}
