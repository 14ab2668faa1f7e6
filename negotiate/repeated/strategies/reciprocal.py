"""Tit for tat and its kin: do as the other did."""

from __future__ import annotations

import numpy as np

from negotiate.errors import UnsuitableGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.setting import whole, within
from negotiate.repeated.strategies.strategy import (
    Seat,
    Strategy,
    machine,
    mixed,
    of_two,
    others_stray,
    own_payoffs,
    strays,
)

MOST = 100
"""The most breaches that are counted before an answer, and the most rounds that answer one."""


def _tit_for_tat(seat: Seat) -> Automaton:
    broken = others_stray(seat)
    return machine(seat, [seat.cooperate, seat.punish], [broken, broken], ["content", "angry"])


def _suspicious(seat: Seat) -> Automaton:
    kept = ~others_stray(seat)
    return machine(seat, [seat.punish, seat.cooperate], [kept, kept], ["angry", "content"])


def _two_tats(seat: Seat, tats: float) -> Automaton:
    count, broken = whole("tats", tats, 1, MOST), others_stray(seat)
    outputs = [*[seat.cooperate] * count, seat.punish]
    names = ["content", *(f"content after {n}" for n in range(1, count)), "angry"]
    return machine(seat, outputs, [np.where(broken, min(n + 1, count), 0) for n in range(count + 1)], names)


def _two_tits(seat: Seat, tits: float) -> Automaton:
    count, broken = whole("tits", tits, 1, MOST), others_stray(seat)
    outputs = [seat.cooperate, *[seat.punish] * count]
    names = ["content", *(f"{n} to answer" for n in range(1, count + 1))]
    return machine(seat, outputs, [np.where(broken, count, max(n - 1, 0)) for n in range(count + 1)], names)


def _generous(seat: Seat, generosity: float | None = None) -> Automaton:
    odds = optimal_generosity(seat) if generosity is None else within("generosity", generosity, 0, 1)
    broken = others_stray(seat)
    return machine(seat, [mixed(seat, 1), mixed(seat, odds)], [broken, broken], ["content", "provoked"])


def optimal_generosity(seat: Seat) -> float:
    """How often a defection can be forgiven before it pays to defect.

    Raises
    ------
    UnsuitableGame
        If an agreement has nothing to win, or there is nothing to forgive.

    Notes
    -----
    min[1 - (T - R) / (R - S), (R - P) / (T - P)], within 0 and 1, from what the seat's own player gets: T if it alone
    punishes, R if nobody does, P if all do, S if all but itself do.

    References
    ----------
    Nowak, M. A. and Sigmund, K. (1992). Tit for tat in heterogeneous populations. Nature 355.
    """
    kept, alone, suffered = list(seat.game.cooperate), list(seat.game.cooperate), list(seat.game.punish)
    alone[seat.player], suffered[seat.player] = seat.punish, seat.cooperate
    combinations = (alone, kept, seat.game.punish, suffered)
    t, r, p, s = (float(own_payoffs(seat)[tuple(one)]) for one in combinations)
    if not (r > s and r > p and t > p):
        raise UnsuitableGame(
            "the default generosity of `generous_tit_for_tat` is only known for a prisoner's dilemma, and this game is "
            "none",
            "give a number: `generous_tit_for_tat:generosity=0.1`",
        )
    return min(max(min(1 - (t - r) / (r - s), (r - p) / (t - p)), 0.0), 1.0)


def _contrite(seat: Seat) -> Automaton:
    other = of_two(seat, "contrite_tit_for_tat")
    own, theirs = strays(seat, seat.player), strays(seat, other)
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


TIT_FOR_TAT = Strategy(
    name="tit_for_tat",
    idea="Cooperates first, then does what the others did in the last round.",
    history="Entered by Anatol Rapoport in Axelrod's tournaments of 1980; the shortest program, and it won both.",
    reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.",
    memory=1,
    build=_tit_for_tat,
)

SUSPICIOUS = Strategy(
    name="suspicious_tit_for_tat",
    idea="Punishes in the first round, then plays tit for tat.",
    history="Shows how one mistrustful first step turns two that would get along into an endless feud.",
    reference=(
        "Boyd, R., and J. P. Lorberbaum (1987). No Pure Strategy Is Evolutionarily Stable in the Repeated Prisoner's "
        "Dilemma Game. Nature 327."
    ),
    memory=1,
    build=_suspicious,
)

TWO_TATS = Strategy(
    name="tit_for_two_tats",
    idea="Punishes only after others have broken the agreement twice in a row.",
    history="Would have won Axelrod's first tournament, had anyone entered it; in the second it was exploited.",
    reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.",
    memory=2,
    build=_two_tats,
    parameters={"tats": 2},
    takes={"tats": "how many breaches in a row it waits for"},
    remembers=lambda tats: tats,
)

TWO_TITS = Strategy(
    name="two_tits_for_tat",
    idea="Punishes every breach for two rounds.",
    history="Tit for tat with interest; a breach while it answers makes it start counting anew.",
    reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.",
    memory=2,
    build=_two_tits,
    parameters={"tits": 2},
    takes={"tits": "for how many rounds it answers"},
    remembers=lambda tits: tits,
)

GENEROUS = Strategy(
    name="generous_tit_for_tat",
    idea="Plays tit for tat but forgives some breaches, as often as it can before breaches pay in the long run.",
    history="Where hands tremble, tit for tat loses itself in feuds; chance forgiveness ends them.",
    reference="Nowak, M. A., and K. Sigmund (1992). Tit for Tat in Heterogeneous Populations. Nature 355.",
    memory=1,
    build=_generous,
    takes={
        "generosity": "how likely it forgives, from 0 to 1; by default min[1 - (T - R) / (R - S), (R - P) / (T - P)] "
        "of its own payoffs, which is right for endless patience"
    },
)

CONTRITE = Strategy(
    name="contrite_tit_for_tat",
    idea="Plays tit for tat but accepts the punishment for its own slips without punishing back.",
    history="Keeps account of who is in good standing: only who is, and meets one who is not, may punish. After a "
    "round in which both break the agreement nobody is, and both cooperate; Axelrod's library has them punish there.",
    reference=(
        "Wu, J., and R. Axelrod (1995). How to Cope with Noise in the Iterated Prisoner's Dilemma. Journal of Conflict "
        "Resolution 39; Boyd, R. (1989). Mistakes Allow Evolutionary Stability in the Repeated Prisoner's Dilemma "
        "Game. Journal of Theoretical Biology 136; Sugden, R. (1986). The Economics of Rights, Co-operation and "
        "Welfare. Blackwell."
    ),
    memory=1,
    build=_contrite,
)

JOSS = Strategy(
    name="joss",
    idea="Plays tit for tat but sometimes breaks the agreement, to see whether the breach goes unpunished.",
    history="Entered by Johann Joss in Axelrod's first tournament; against its like the small cheats end in a feud.",
    reference="Axelrod, R. (1980). Effective Choice in the Prisoner's Dilemma. Journal of Conflict Resolution 24.",
    memory=1,
    build=_joss,
    parameters={"cheats": 0.1},
    takes={"cheats": "how likely it punishes while the others keep the agreement, from 0 to 1"},
)

STRATEGIES = (TIT_FOR_TAT, SUSPICIOUS, TWO_TATS, TWO_TITS, GENEROUS, CONTRITE, JOSS)
"""Every strategy that is described here."""
