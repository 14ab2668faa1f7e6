"""Strategies that mind nobody: what they play next does not depend on what they see."""

from __future__ import annotations

from negotiate.repeated.automaton import Automaton
from negotiate.repeated.ranges import whole, within
from negotiate.repeated.strategies.sight import machine, mixed, strays
from negotiate.repeated.strategies.strategy import Seat, Strategy


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

STRATEGIES: tuple[Strategy, ...] = (ALWAYS_COOPERATE, ALWAYS_DEFECT, ALWAYS, RANDOM, ALTERNATE)
"""The family, the simplest first."""
