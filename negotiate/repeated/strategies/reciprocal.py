"""Tit for tat and its kin, which do as the other did, and strategies that punish a breach for a
while or for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from negotiate.arrays import BoolArray
from negotiate.errors import UnsuitableGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.setting import whole, within
from negotiate.repeated.strategies.strategy import (
    Seat,
    anyone_strays,
    machine,
    mixed,
    of_two,
    others_stray,
    strays,
)

LONGEST = 1000
"""The longest punishment, in rounds."""


def _trigger(seat: Seat, broken: BoolArray) -> Automaton:
    return machine(seat, [seat.cooperate, seat.punish], [broken, 1], ["calm", "war"])


def _course(seat: Seat, broken: BoolArray, punishing: int, peaceful: int) -> Automaton:
    """A punishment that takes its course: so many rounds of war, then so many of peace without
    looking.
    """
    length = punishing + peaceful
    outputs = [seat.cooperate, *[seat.punish] * punishing, *[seat.cooperate] * peaceful]
    names = [
        "calm",
        *(f"war {n}" for n in range(1, punishing + 1)),
        *(f"peace {n}" for n in range(1, peaceful + 1)),
    ]
    return machine(
        seat, outputs, [broken, *((n + 1) % (length + 1) for n in range(1, length + 1))], names
    )


def _soft_grudger(seat: Seat, periods: float, peace: float) -> Automaton:
    war, after = whole("periods", periods, 1, LONGEST), whole("peace", peace, 1, LONGEST)
    return _course(seat, others_stray(seat), war, after - 1)


def _olive_branch(seat: Seat, periods: float) -> Automaton:
    war = whole("periods", periods, 1, LONGEST)
    broken = others_stray(seat)
    outputs = [seat.cooperate, *[seat.punish] * war, seat.cooperate, seat.cooperate]
    names = ["calm", *(f"war {n}" for n in range(1, war + 1)), "offer", "offer held out"]
    return machine(
        seat, outputs, [broken, *range(2, war + 2), np.where(broken, war + 2, 0), broken], names
    )


def _stick_and_carrot(seat: Seat) -> Automaton:
    missed = np.ones(seat.shape, dtype=bool)
    missed[seat.game.punish] = False
    return machine(
        seat, [seat.cooperate, seat.punish], [anyone_strays(seat), missed], ["carrot", "stick"]
    )


MOST = 100
"""The most breaches that are counted before an answer, and the most rounds that answer one."""


def _two_tats(seat: Seat, tats: float) -> Automaton:
    count, broken = whole("tats", tats, 1, MOST), others_stray(seat)
    outputs = [*[seat.cooperate] * count, seat.punish]
    names = ["content", *(f"content after {n}" for n in range(1, count)), "angry"]
    return machine(
        seat, outputs, [np.where(broken, min(n + 1, count), 0) for n in range(count + 1)], names
    )


def _two_tits(seat: Seat, tits: float) -> Automaton:
    count, broken = whole("tits", tits, 1, MOST), others_stray(seat)
    outputs = [seat.cooperate, *[seat.punish] * count]
    names = ["content", *(f"{n} to answer" for n in range(1, count + 1))]
    return machine(
        seat, outputs, [np.where(broken, count, max(n - 1, 0)) for n in range(count + 1)], names
    )


def _generous(seat: Seat, generosity: float | None = None) -> Automaton:
    odds = (
        optimal_generosity(seat) if generosity is None else within("generosity", generosity, 0, 1)
    )
    broken = others_stray(seat)
    return machine(
        seat, [mixed(seat, 1), mixed(seat, odds)], [broken, broken], ["content", "provoked"]
    )


def optimal_generosity(seat: Seat) -> float:
    """How often a defection can be forgiven before it pays to defect.

    Raises
    ------
    UnsuitableGame
        If an agreement has nothing to win, or there is nothing to forgive.

    Notes
    -----
    min[1 - (T - R) / (R - S), (R - P) / (T - P)], within 0 and 1, from what the seat's own player
    gets: T if it alone punishes, R if nobody does, P if all do, S if all but itself do.

    References
    ----------
    Nowak, M. A. and Sigmund, K. (1992). Tit for tat in heterogeneous populations. Nature 355.
    """
    kept, alone, suffered = (
        list(seat.game.cooperate),
        list(seat.game.cooperate),
        list(seat.game.punish),
    )
    alone[seat.player], suffered[seat.player] = seat.punish, seat.cooperate
    combinations = (alone, kept, seat.game.punish, suffered)
    t, r, p, s = (float(seat.game.stage.payoffs[(seat.player, *one)]) for one in combinations)
    if not (r > s and r > p and t > p):
        raise UnsuitableGame(
            "the default generosity of `generous_tit_for_tat` is only known for a prisoner's "
            "dilemma, and this game is "
            "none",
            "give a number: `generous_tit_for_tat:generosity=0.1`",
        )
    return min(max(min(1 - (t - r) / (r - s), (r - p) / (t - p)), 0.0), 1.0)


def _contrite(seat: Seat) -> Automaton:
    other, stray = of_two(seat, "contrite_tit_for_tat"), strays(seat)
    own, theirs = stray[seat.player], stray[other]
    fair = np.where(own & ~theirs, 1, np.where(theirs & ~own, 2, 0))
    return machine(
        seat,
        [seat.cooperate, seat.cooperate, seat.punish],
        [fair, own, np.where(theirs, 2, 0)],
        ["content", "contrite", "provoked"],
    )


def _joss(seat: Seat, cheats: float) -> Automaton:
    honest, broken = 1 - within("cheats", cheats, 0, 1), others_stray(seat)
    outputs = [mixed(seat, 1), mixed(seat, honest), mixed(seat, 0)]
    return machine(seat, outputs, [np.where(broken, 2, 1)] * 3, ["opening", "content", "angry"])


def _grim(seat: Seat) -> Automaton:
    return _trigger(seat, anyone_strays(seat))


def _grudger(seat: Seat) -> Automaton:
    return _trigger(seat, others_stray(seat))


def _punish(seat: Seat, periods: float) -> Automaton:
    return _course(seat, anyone_strays(seat), whole("periods", periods, 1, LONGEST), 0)


def _tit_for_tat(seat: Seat) -> Automaton:
    return machine(
        seat, [seat.cooperate, seat.punish], [others_stray(seat)] * 2, ["content", "angry"]
    )


def _suspicious(seat: Seat) -> Automaton:
    return machine(
        seat, [seat.punish, seat.cooperate], [~others_stray(seat)] * 2, ["angry", "content"]
    )


STRATEGIES: Mapping[str, Callable[..., Automaton]] = {
    "grim": _grim,
    "grudger": _grudger,
    "punish": _punish,
    "soft_grudger": _soft_grudger,
    "olive_branch": _olive_branch,
    "stick_and_carrot": _stick_and_carrot,
    "tit_for_tat": _tit_for_tat,
    "suspicious_tit_for_tat": _suspicious,
    "tit_for_two_tats": _two_tats,
    "two_tits_for_tat": _two_tits,
    "generous_tit_for_tat": _generous,
    "contrite_tit_for_tat": _contrite,
    "joss": _joss,
}
