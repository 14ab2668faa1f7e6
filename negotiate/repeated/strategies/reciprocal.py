"""Tit for tat and its kin, which do as the other did, and strategies that punish a breach for a while or for ever."""

from __future__ import annotations

import numpy as np

from negotiate.arrays import BoolArray
from negotiate.errors import UnsuitableGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.setting import whole, within
from negotiate.repeated.strategies.strategy import (
    Seat,
    Strategy,
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
    """A punishment that takes its course: so many rounds of war, then so many of peace without looking."""
    length = punishing + peaceful
    outputs = [seat.cooperate, *[seat.punish] * punishing, *[seat.cooperate] * peaceful]
    names = ["calm", *(f"war {n}" for n in range(1, punishing + 1)), *(f"peace {n}" for n in range(1, peaceful + 1))]
    return machine(seat, outputs, [broken, *((n + 1) % (length + 1) for n in range(1, length + 1))], names)


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
    missed = np.ones(seat.shape, dtype=bool)
    missed[seat.game.punish] = False
    return machine(seat, [seat.cooperate, seat.punish], [anyone_strays(seat), missed], ["carrot", "stick"])


MOST = 100
"""The most breaches that are counted before an answer, and the most rounds that answer one."""


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
    t, r, p, s = (float(seat.game.stage.payoffs[(seat.player, *one)]) for one in combinations)
    if not (r > s and r > p and t > p):
        raise UnsuitableGame(
            "the default generosity of `generous_tit_for_tat` is only known for a prisoner's dilemma, and this game is "
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


STRATEGIES = (
    Strategy(
        name="grim",
        idea="Keeps the agreement until either side breaks it, then punishes for ever.",
        history="Friedman's reversion to the one-shot equilibrium; as a strategy for two, the harshest that is "
        "believed.",
        reference="Friedman, J. (1971). A Non-cooperative Equilibrium for Supergames. Review of Economic Studies 38.",
        memory=1,
        build=lambda seat: _trigger(seat, anyone_strays(seat)),
    ),
    Strategy(
        name="grudger",
        idea="Keeps the agreement until another player breaks it, then punishes for ever; its own breaches do not "
        "count.",
        history="What most programs call grim. After its own slip two of them wait for each other, so it is not "
        "credible.",
        reference="Axelrod, R. (1980). Effective Choice in the Prisoner's Dilemma. Journal of Conflict Resolution 24.",
        memory=1,
        build=lambda seat: _trigger(seat, others_stray(seat)),
    ),
    Strategy(
        name="punish",
        idea="Punishes for some rounds after any breach, its own included, then returns to the agreement.",
        history="The textbook's limited punishment: no harsher than it must be, so that a slip does not end "
        "everything.",
        reference="Osborne, M. J. (2004). An Introduction to Game Theory. Oxford University Press, chapter 14.",
        memory=3,
        build=lambda seat, periods: _course(seat, anyone_strays(seat), whole("periods", periods, 1, LONGEST), 0),
        parameters={"periods": 3},
        takes={"periods": "how many rounds it punishes"},
        remembers=lambda periods: periods,
    ),
    Strategy(
        name="soft_grudger",
        idea="Punishes for some rounds after a breach by another player, then keeps the agreement for some rounds in "
        "any case.",
        history="A grudger that wants the war to end: the rounds of peace let the other return without losing face.",
        reference="Li, J., P. Hingston and G. Kendall (2011). Engineering Design of Strategies for Winning Iterated "
        "Prisoner's Dilemma Competitions. IEEE Transactions on Computational Intelligence and AI in Games 3.",
        memory=4,
        build=_soft_grudger,
        parameters={"periods": 4, "peace": 2},
        takes={"periods": "how many rounds it punishes", "peace": "for how many rounds it then cooperates in any case"},
        remembers=lambda periods, peace: max(periods, peace),  # noqa: PLW0108 - `max` itself takes no names
    ),
    Strategy(
        name="olive_branch",
        idea="Punishes a breach for some rounds, then offers peace for two rounds, and starts again if no player "
        "accepts.",
        history="A truce that is offered and may be refused, as each side offered one in the summer of 1963.",
        reference="Etzioni, A. (1967). The Kennedy Experiment. Western Political Quarterly 20.",
        memory=3,
        build=_olive_branch,
        parameters={"periods": 3},
        takes={"periods": "how many rounds it punishes before each offer"},
        remembers=lambda periods: max(periods, 2),
    ),
    Strategy(
        name="stick_and_carrot",
        idea="Punishes after a breach until all players have punished in the same round, then returns to the "
        "agreement.",
        history="Abreu's simplest penal code: a punishment can be harsh, even for those who punish, if it is short.",
        reference="Abreu, D. (1986). Extremal Equilibria of Oligopolistic Supergames. Journal of Economic Theory 39.",
        memory=1,
        build=_stick_and_carrot,
    ),
    Strategy(
        name="tit_for_tat",
        idea="Cooperates first, then does what the others did in the last round.",
        history="Entered by Anatol Rapoport in Axelrod's tournaments of 1980; the shortest program, and it won both.",
        reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.",
        memory=1,
        build=lambda seat: machine(seat, [seat.cooperate, seat.punish], [others_stray(seat)] * 2, ["content", "angry"]),
    ),
    Strategy(
        name="suspicious_tit_for_tat",
        idea="Punishes in the first round, then plays tit for tat.",
        history="Shows how one mistrustful first step turns two that would get along into an endless feud.",
        reference="Boyd, R., and J. P. Lorberbaum (1987). No Pure Strategy Is Evolutionarily Stable in the Repeated "
        "Prisoner's Dilemma Game. Nature 327.",
        memory=1,
        build=lambda seat: machine(
            seat, [seat.punish, seat.cooperate], [~others_stray(seat)] * 2, ["angry", "content"]
        ),
    ),
    Strategy(
        name="tit_for_two_tats",
        idea="Punishes only after others have broken the agreement twice in a row.",
        history="Would have won Axelrod's first tournament, had anyone entered it; in the second it was exploited.",
        reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.",
        memory=2,
        build=_two_tats,
        parameters={"tats": 2},
        takes={"tats": "how many breaches in a row it waits for"},
        remembers=lambda tats: tats,
    ),
    Strategy(
        name="two_tits_for_tat",
        idea="Punishes every breach for two rounds.",
        history="Tit for tat with interest; a breach while it answers makes it start counting anew.",
        reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.",
        memory=2,
        build=_two_tits,
        parameters={"tits": 2},
        takes={"tits": "for how many rounds it answers"},
        remembers=lambda tits: tits,
    ),
    Strategy(
        name="generous_tit_for_tat",
        idea="Plays tit for tat but forgives some breaches, as often as it can before breaches pay in the long run.",
        history="Where hands tremble, tit for tat loses itself in feuds; chance forgiveness ends them.",
        reference="Nowak, M. A., and K. Sigmund (1992). Tit for Tat in Heterogeneous Populations. Nature 355.",
        memory=1,
        build=_generous,
        takes={
            "generosity": "how likely it forgives, from 0 to 1; by default min[1 - (T - R) / (R - S), (R - P) / "
            "(T - P)] of its own payoffs, which is right for endless patience"
        },
    ),
    Strategy(
        name="contrite_tit_for_tat",
        idea="Plays tit for tat but accepts the punishment for its own slips without punishing back.",
        history="Keeps account of who is in good standing: only who is, and meets one who is not, may punish. After a "
        "round in which both break the agreement nobody is, and both cooperate; Axelrod's library has them punish "
        "there.",
        reference="Wu, J., and R. Axelrod (1995). How to Cope with Noise in the Iterated Prisoner's Dilemma. Journal "
        "of Conflict Resolution 39; Boyd, R. (1989). Mistakes Allow Evolutionary Stability in the Repeated Prisoner's "
        "Dilemma Game. Journal of Theoretical Biology 136; Sugden, R. (1986). The Economics of Rights, Co-operation "
        "and Welfare. Blackwell.",
        memory=1,
        build=_contrite,
    ),
    Strategy(
        name="joss",
        idea="Plays tit for tat but sometimes breaks the agreement, to see whether the breach goes unpunished.",
        history="Entered by Johann Joss in Axelrod's first tournament; against its like the small cheats end in a "
        "feud.",
        reference="Axelrod, R. (1980). Effective Choice in the Prisoner's Dilemma. Journal of Conflict Resolution 24.",
        memory=1,
        build=_joss,
        parameters={"cheats": 0.1},
        takes={"cheats": "how likely it punishes while the others keep the agreement, from 0 to 1"},
    ),
)
"""Every strategy that is described here."""
