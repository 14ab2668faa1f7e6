"""Strategies that look at the last round alone: who kept the agreement in it, and what it paid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.repeated.automaton import Automaton
from negotiate.repeated.ranges import within
from negotiate.repeated.rounding import slack
from negotiate.repeated.strategies.sight import machine, mixed, others_stray, own_payoffs, strays
from negotiate.repeated.strategies.strategy import Seat, Strategy

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
    seen = 2 * strays(seat, seat.player) + others_stray(seat)
    names = [" or ".join(name for name in told if len(told) == 1 or name != "start") for told in after.values()]
    return machine(seat, [mixed(seat, chance) for chance in after], [answered[seen]] * len(after), names)


def _reactive(seat: Seat, p: float, q: float, first: float) -> Automaton:
    kept, broken = within("p", p, 0, 1), within("q", q, 0, 1)
    return remembering(seat, (kept, broken, kept, broken), within("first", first, 0, 1))


def _memory_one(seat: Seat, p_cc: float, p_cd: float, p_dc: float, p_dd: float, first: float) -> Automaton:
    given = {"p_cc": p_cc, "p_cd": p_cd, "p_dc": p_dc, "p_dd": p_dd, "first": first}
    *odds, start = (within(name, value, 0, 1) for name, value in given.items())
    return remembering(seat, odds, start)


def _firm_but_fair(seat: Seat, forgives: float) -> Automaton:
    return remembering(seat, (1.0, 0.0, 1.0, within("forgives", forgives, 0, 1)), 1.0)


def _win_stay_lose_shift(seat: Seat, aspiration: float) -> Automaton:
    payoffs, game, share = own_payoffs(seat), seat.game, within("aspiration", aspiration, 0, 1)
    wanted = (1 - share) * payoffs[game.punish] + share * payoffs[game.cooperate]
    own = np.indices(seat.shape)[seat.player]
    shifted = np.where(own == seat.cooperate, seat.punish, seat.cooperate)
    follows = np.where(payoffs >= wanted - slack(payoffs), own, shifted)
    return machine(seat, range(seat.actions), [follows] * seat.actions, seat.labels, seat.cooperate)


REACTIVE = Strategy(
    name="reactive",
    idea=(
        "Keeps the agreement with one probability after the others kept it, and with another probability after "
        "they did not."
    ),
    history="The square of all such pairs holds tit for tat, its generous kin and pure chance.",
    reference=(
        "Nowak, M. A., and K. Sigmund (1990). The Evolution of Stochastic Strategies in the Prisoner's Dilemma. Acta "
        "Applicandae Mathematicae 20."
    ),
    memory=1,
    build=_reactive,
    parameters={"p": 0.9, "q": 0.1, "first": 1},
    takes={
        "p": "how likely it cooperates after the others did, from 0 to 1",
        "q": "how likely it cooperates after another did not, from 0 to 1",
        "first": "how likely it cooperates in the first round, from 0 to 1",
    },
)

MEMORY_ONE = Strategy(
    name="memory_one",
    idea="Keeps the agreement with a probability that depends on which players kept it in the last round.",
    history="The smallest family in which most of what is known of two-by-two games can be said.",
    reference=(
        "Nowak, M. A., and K. Sigmund (1993). A Strategy of Win-Stay, Lose-Shift That Outperforms Tit-for-Tat in the "
        "Prisoner's Dilemma Game. Nature 364."
    ),
    memory=1,
    build=_memory_one,
    parameters={"p_cc": 0.9, "p_cd": 0.1, "p_dc": 0.1, "p_dd": 0.9, "first": 1},
    takes={
        "p_cc": "how likely it cooperates after all did, from 0 to 1",
        "p_cd": "how likely after it did and another did not",
        "p_dc": "how likely after it did not and the others did",
        "p_dd": "how likely after neither it nor another did",
        "first": "how likely in the first round",
    },
)

FIRM_BUT_FAIR = Strategy(
    name="firm_but_fair",
    idea=(
        "Punishes a player who cheated it, cooperates after its own breach, and sometimes tries to end mutual "
        "punishment."
    ),
    history="What evolution found where players move in turns and do not decide at the same time.",
    reference=(
        "Frean, M. R. (1994). The Prisoner's Dilemma without Synchrony. Proceedings of the Royal Society of London B "
        "257."
    ),
    memory=1,
    build=_firm_but_fair,
    parameters={"forgives": 2 / 3},
    takes={"forgives": "how likely it cooperates after a round of war, from 0 to 1"},
)

WIN_STAY_LOSE_SHIFT = Strategy(
    name="win_stay_lose_shift",
    idea=(
        "Repeats its posture after a round that paid enough, and otherwise switches between cooperating and punishing."
    ),
    history="Pavlov's dog at the table: two of them mend a slip in two rounds, and they exploit whoever never answers.",
    reference=(
        "Nowak, M. A., and K. Sigmund (1993). A Strategy of Win-Stay, Lose-Shift That Outperforms Tit-for-Tat in the "
        "Prisoner's Dilemma Game. Nature 364; Kraines, D., and V. Kraines (1989). Pavlov and the Prisoner's Dilemma. "
        "Theory and Decision 26."
    ),
    memory=1,
    build=_win_stay_lose_shift,
    parameters={"aspiration": 0.5},
    takes={"aspiration": "what is enough: from 0, what it gets if all punish, to 1, what it gets if all cooperate"},
)

STRATEGIES: tuple[Strategy, ...] = (WIN_STAY_LOSE_SHIFT, FIRM_BUT_FAIR, REACTIVE, MEMORY_ONE)
"""The family, those with a will of their own first."""
