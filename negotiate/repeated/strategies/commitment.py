"""Strategies that commit: they mind nobody, or they read off the payoffs what answers best."""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.setting import slack, whole, within
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


def _cooperate(seat: Seat) -> Automaton:
    return machine(seat, [seat.cooperate], [0], ["cooperate"])


def _punish(seat: Seat) -> Automaton:
    return machine(seat, [seat.punish], [0], ["punish"])


def _always(seat: Seat, posture: float) -> Automaton:
    chosen = whole("posture", posture, 1, seat.actions) - 1
    return machine(seat, [chosen], [0], [seat.labels[chosen]])


def _random(seat: Seat, odds: float) -> Automaton:
    return machine(seat, [mixed(seat, within("odds", odds, 0, 1))], [0], ["toss"])


def _alternate(seat: Seat) -> Automaton:
    kept = ~strays(seat, seat.player)
    return machine(seat, [seat.cooperate, seat.punish], [kept, kept], ["cooperate", "punish"])


def _own_first(seat: Seat, player: int) -> FloatArray:
    return np.moveaxis(own_payoffs(seat, player), seat.player, 0)


def _best(seat: Seat, worth: FloatArray, off: float) -> list[int]:
    """Own postures that are best but for rounding: the one for the agreement first, then that for punishing."""
    order = dict.fromkeys((seat.cooperate, seat.punish, *range(seat.actions)))
    return [posture for posture in order if worth[posture] >= worth.max() - off]


def _steady(seat: Seat, posture: int) -> Automaton:
    return machine(seat, [posture], [0], [seat.labels[posture]])


def _bully(seat: Seat) -> Automaton:
    other = of_two(seat, "bully")
    own, theirs = _own_first(seat, seat.player), _own_first(seat, other)
    replies = theirs >= theirs.max(axis=1, keepdims=True) - slack(theirs)
    worth = np.where(replies, own, -np.inf).max(axis=1)
    return _steady(seat, _best(seat, worth, slack(own))[0])


def _godfather(seat: Seat) -> Automaton:
    theirs, broken = _own_first(seat, of_two(seat, "godfather")), others_stray(seat)
    hold_down = _best(seat, -theirs.max(axis=1), slack(theirs))
    chosen = seat.punish if seat.punish in hold_down else hold_down[0]
    return machine(seat, [seat.cooperate, chosen], [broken, broken], ["offer", "or else"])


def _best_reply(seat: Seat, cooperation: float) -> Automaton:
    odds, worth = within("cooperation", cooperation, 0, 1), _own_first(seat, seat.player)
    for player in reversed(seat.others):
        belief = np.zeros(seat.shape[player])
        belief[seat.game.cooperate[player]] += odds
        belief[seat.game.punish[player]] += 1 - odds
        worth = worth @ belief
    return _steady(seat, _best(seat, worth, slack(own_payoffs(seat)))[0])


ALWAYS_COOPERATE = Strategy(
    name="always_cooperate",
    idea="Keeps the agreement whatever the others do.",
    history="The yardstick of every tournament, and its victim.",
    reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.",
    memory=0,
    build=_cooperate,
)

ALWAYS_DEFECT = Strategy(
    name="always_defect",
    idea="Punishes whatever the others do.",
    history="What backward induction says of any known number of rounds.",
    reference="Luce, R. D., and H. Raiffa (1957). Games and Decisions. Wiley.",
    memory=0,
    build=_punish,
)

ALWAYS = Strategy(
    name="always",
    idea="Plays one chosen posture in every round.",
    history="A commitment in the sense of Schelling: its strength is that it cannot be talked out of it.",
    reference="Schelling, T. C. (1960). The Strategy of Conflict. Harvard University Press.",
    memory=0,
    build=_always,
    parameters={"posture": 1},
    takes={"posture": "which posture, counted from 1 in the game's order"},
)

RANDOM = Strategy(
    name="random",
    idea="Keeps the agreement with a fixed probability in each round, and punishes otherwise.",
    history="Entered in Axelrod's first tournament as the opponent that nobody can teach; it came last.",
    reference="Axelrod, R. (1980). Effective Choice in the Prisoner's Dilemma. Journal of Conflict Resolution 24.",
    memory=0,
    build=_random,
    parameters={"odds": 0.5},
    takes={"odds": "how likely it keeps the agreement in a round, from 0 to 1"},
)

ALTERNATE = Strategy(
    name="alternate",
    idea="Keeps the agreement in the first round, then alternates between punishing and keeping it.",
    history="A test of whether the others see patterns; two that alternate out of step share a temptation fairly. "
    "What its hand really did counts, so that a slip shifts its steps.",
    reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.",
    memory=1,
    build=_alternate,
)

BULLY = Strategy(
    name="bully",
    idea="Commits to the posture to which the other player's best reply suits it most.",
    history="Stackelberg's leader at a table where all move at once; it works on those who learn, not on its own kind. "
    "Axelrod's library gives the name to the reverse of tit for tat, which is `reactive:p=0,q=1,first=0` here.",
    reference=(
        "Littman, M. L., and P. Stone (2001). Implicit Negotiation in Repeated Games. Proceedings of the Eighth "
        "International Workshop on Agent Theories, Architectures, and Languages."
    ),
    memory=0,
    build=_bully,
)

GODFATHER = Strategy(
    name="godfather",
    idea=(
        "Keeps the agreement, and holds the other player to the lowest payoff possible in each round after a breach."
    ),
    history="An offer that nobody can refuse: tit for tat with the punishment read off the payoffs.",
    reference=(
        "Littman, M. L., and P. Stone (2001). Implicit Negotiation in Repeated Games. Proceedings of the Eighth "
        "International Workshop on Agent Theories, Architectures, and Languages."
    ),
    memory=1,
    build=_godfather,
)

FIXED_BELIEF = Strategy(
    name="fixed_belief",
    idea=(
        "Believes that each other player keeps the agreement with a fixed probability, and plays a best reply to "
        "that belief."
    ),
    history="What a decision maker does who takes the others for weather; beliefs need no grounds, only a number.",
    reference="Bernheim, B. D. (1984). Rationalizable Strategic Behavior. Econometrica 52.",
    memory=0,
    build=_best_reply,
    parameters={"cooperation": 0.5},
    takes={"cooperation": "how likely it believes each other to keep the agreement, from 0 to 1, else to punish"},
)

STRATEGIES = (ALWAYS_COOPERATE, ALWAYS_DEFECT, ALWAYS, RANDOM, ALTERNATE, BULLY, GODFATHER, FIXED_BELIEF)
"""Every strategy that is described here."""
