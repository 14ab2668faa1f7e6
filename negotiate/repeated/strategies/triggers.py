"""Strategies that punish for ever, or for a while, once a player has strayed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from negotiate.repeated.automaton import Automaton
from negotiate.repeated.setting import whole
from negotiate.repeated.strategies.strategy import (
    Seat,
    Strategy,
    anyone_strays,
    everybody_punishes,
    machine,
    others_stray,
)

LONGEST = 1000
"""The longest punishment, in rounds."""


def _trigger(seat: Seat, broken: npt.NDArray[np.bool_]) -> Automaton:
    return machine(seat, [seat.cooperate, seat.punish], [broken, 1], ["calm", "war"])


def _grim(seat: Seat) -> Automaton:
    return _trigger(seat, anyone_strays(seat))


def _grudger(seat: Seat) -> Automaton:
    return _trigger(seat, others_stray(seat))


def _course(seat: Seat, broken: npt.NDArray[np.bool_], punishing: int, peaceful: int) -> Automaton:
    """A punishment that takes its course: so many rounds of war, then so many of peace without looking."""
    length = punishing + peaceful
    outputs = [seat.cooperate, *[seat.punish] * punishing, *[seat.cooperate] * peaceful]
    names = ["calm", *(f"war {n}" for n in range(1, punishing + 1)), *(f"peace {n}" for n in range(1, peaceful + 1))]
    return machine(seat, outputs, [broken, *((n + 1) % (length + 1) for n in range(1, length + 1))], names)


def _punish(seat: Seat, periods: float) -> Automaton:
    return _course(seat, anyone_strays(seat), whole("periods", periods, 1, LONGEST), 0)


def _soft_grudger(seat: Seat, periods: float, peace: float) -> Automaton:
    war, after = whole("periods", periods, 1, LONGEST), whole("peace", peace, 1, LONGEST)
    return _course(seat, others_stray(seat), war, after - 1)


def _olive_branch(seat: Seat, periods: float) -> Automaton:
    war = whole("periods", periods, 1, LONGEST)
    broken = others_stray(seat)
    outputs = [seat.cooperate, *[seat.punish] * war, seat.cooperate, seat.cooperate]
    names = ["calm", *(f"war {n}" for n in range(1, war + 1)), "offer", "offer held out"]
    return machine(seat, outputs, [broken, *range(2, war + 2), np.where(broken, war + 2, 0), broken], names)


def _stick_and_carrot(seat: Seat) -> Automaton:
    missed = ~everybody_punishes(seat)
    return machine(seat, [seat.cooperate, seat.punish], [anyone_strays(seat), missed], ["carrot", "stick"])


GRIM = Strategy(
    name="grim",
    idea="Keeps the agreement until either side breaks it, then punishes for ever.",
    history="Friedman's reversion to the one-shot equilibrium; as a strategy for two, the harshest that is believed.",
    reference="Friedman, J. (1971). A Non-cooperative Equilibrium for Supergames. Review of Economic Studies 38.",
    memory=1,
    build=_grim,
)

GRUDGER = Strategy(
    name="grudger",
    idea="Keeps the agreement until another player breaks it, then punishes for ever; its own breaches do not count.",
    history="What most programs call grim. After its own slip two of them wait for each other, so it is not credible.",
    reference="Axelrod, R. (1980). Effective Choice in the Prisoner's Dilemma. Journal of Conflict Resolution 24.",
    memory=1,
    build=_grudger,
)

PUNISH = Strategy(
    name="punish",
    idea="Punishes for some rounds after any breach, its own included, then returns to the agreement.",
    history="The textbook's limited punishment: no harsher than it must be, so that a slip does not end everything.",
    reference="Osborne, M. J. (2004). An Introduction to Game Theory. Oxford University Press, chapter 14.",
    memory=3,
    build=_punish,
    parameters={"periods": 3},
    takes={"periods": "how many rounds it punishes"},
    remembers=lambda periods: periods,
)

SOFT_GRUDGER = Strategy(
    name="soft_grudger",
    idea=(
        "Punishes for some rounds after a breach by another player, then keeps the agreement for some rounds in "
        "any case."
    ),
    history="A grudger that wants the war to end: the rounds of peace let the other return without losing face.",
    reference=(
        "Li, J., P. Hingston and G. Kendall (2011). Engineering Design of Strategies for Winning Iterated Prisoner's "
        "Dilemma Competitions. IEEE Transactions on Computational Intelligence and AI in Games 3."
    ),
    memory=4,
    build=_soft_grudger,
    parameters={"periods": 4, "peace": 2},
    takes={"periods": "how many rounds it punishes", "peace": "for how many rounds it then cooperates in any case"},
    remembers=lambda periods, peace: max(periods, peace),  # noqa: PLW0108 - `max` itself takes no names
)

OLIVE_BRANCH = Strategy(
    name="olive_branch",
    idea="Punishes a breach for some rounds, then offers peace for two rounds, and starts again if no player accepts.",
    history="A truce that is offered and may be refused, as each side offered one in the summer of 1963.",
    reference="Etzioni, A. (1967). The Kennedy Experiment. Western Political Quarterly 20.",
    memory=3,
    build=_olive_branch,
    parameters={"periods": 3},
    takes={"periods": "how many rounds it punishes before each offer"},
    remembers=lambda periods: max(periods, 2),
)

STICK_AND_CARROT = Strategy(
    name="stick_and_carrot",
    idea="Punishes after a breach until all players have punished in the same round, then returns to the agreement.",
    history="Abreu's simplest penal code: a punishment can be harsh, even for those who punish, if it is short.",
    reference="Abreu, D. (1986). Extremal Equilibria of Oligopolistic Supergames. Journal of Economic Theory 39.",
    memory=1,
    build=_stick_and_carrot,
)

STRATEGIES = (GRIM, GRUDGER, PUNISH, SOFT_GRUDGER, OLIVE_BRANCH, STICK_AND_CARROT)
"""Every strategy that is described here."""
