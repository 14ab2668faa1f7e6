"""Strategies that commit, whatever the others do, and those that look at the last round: who kept the agreement in it.

Some read off the payoffs what answers best. Zero-determinant strategies are among those that look back: one player
alone ties the two average payoffs to each other by a straight line. Of two players with two postures each, let the odds
of cooperating after the four possible rounds be p. Whatever the other does, in the long run the mean of (p - what it
just played) is zero. If that vector is a multiple of a line through the payoffs, the line holds for the averages. Gains
are counted here in what the agreement is worth to each player beyond a war of both, so that players with different
units can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import UnsuitableGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.setting import slack, whole, within
from negotiate.repeated.strategies.strategy import (
    Seat,
    Strategy,
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
    """Own postures that are best but for rounding: the one for the agreement first, then that for punishing."""
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
    names = [" or ".join(name for name in told if len(told) == 1 or name != "start") for told in after.values()]
    return machine(seat, [mixed(seat, chance) for chance in after], [answered[seen]] * len(after), names)


def _reactive(seat: Seat, p: float, q: float, first: float) -> Automaton:
    kept, broken = within("p", p, 0, 1), within("q", q, 0, 1)
    return remembering(seat, (kept, broken, kept, broken), within("first", first, 0, 1))


def _memory_one(seat: Seat, p_cc: float, p_cd: float, p_dc: float, p_dd: float, first: float) -> Automaton:
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
"""Of the line's largest entry: what taking payoffs away from each other leaves of 0 where they are nearly equal."""

LARGEST = 1e6
"""The largest factor between two players' gains."""


def _gains(seat: Seat, name: str) -> tuple[FloatArray, FloatArray]:
    """What the seat and the other get in the four possible rounds: 0 if both punish, 1 if both cooperate."""
    other = of_two(seat, name)
    if seat.shape != (2, 2) or seat.cooperate == seat.punish or seat.game.cooperate[other] == seat.game.punish[other]:
        raise UnsuitableGame(
            f"`{name}` is for games with two postures of each player, one to cooperate and one to punish"
        )
    found = []
    for player in (seat.player, other):
        payoffs = own_first(seat, player)
        order = np.ix_(*([kept, 1 - kept] for kept in (seat.cooperate, seat.game.cooperate[other])))
        cc, *_, dd = rounds = payoffs[order].ravel()
        if not cc > dd:
            raise UnsuitableGame(f"`{name}` needs an agreement that gives both players more than mutual punishment")
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


PACE = {"pace": "how strongly it reacts, as a share of the strongest that is possible, from 0.001 to 1"}


STRATEGIES = (
    Strategy(
        name="always_cooperate",
        idea="Keeps the agreement whatever the others do.",
        history="The yardstick of every tournament, and its victim.",
        reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.",
        memory=0,
        build=lambda seat: machine(seat, [seat.cooperate], [0], ["cooperate"]),
    ),
    Strategy(
        name="always_defect",
        idea="Punishes whatever the others do.",
        history="What backward induction says of any known number of rounds.",
        reference="Luce, R. D., and H. Raiffa (1957). Games and Decisions. Wiley.",
        memory=0,
        build=lambda seat: machine(seat, [seat.punish], [0], ["punish"]),
    ),
    Strategy(
        name="always",
        idea="Plays one chosen posture in every round.",
        history="A commitment in the sense of Schelling: its strength is that it cannot be talked out of it.",
        reference="Schelling, T. C. (1960). The Strategy of Conflict. Harvard University Press.",
        memory=0,
        build=lambda seat, posture: _steady(seat, whole("posture", posture, 1, seat.actions) - 1),
        parameters={"posture": 1},
        takes={"posture": "which posture, counted from 1 in the game's order"},
    ),
    Strategy(
        name="random",
        idea="Keeps the agreement with a fixed probability in each round, and punishes otherwise.",
        history="Entered in Axelrod's first tournament as the opponent that nobody can teach; it came last.",
        reference="Axelrod, R. (1980). Effective Choice in the Prisoner's Dilemma. Journal of Conflict Resolution 24.",
        memory=0,
        build=lambda seat, odds: machine(seat, [mixed(seat, within("odds", odds, 0, 1))], [0], ["toss"]),
        parameters={"odds": 0.5},
        takes={"odds": "how likely it keeps the agreement in a round, from 0 to 1"},
    ),
    Strategy(
        name="alternate",
        idea="Keeps the agreement in the first round, then alternates between punishing and keeping it.",
        history="A test of whether the others see patterns; two that alternate out of step share a temptation fairly. "
        "What its hand really did counts, so that a slip shifts its steps.",
        reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.",
        memory=1,
        build=_alternate,
    ),
    Strategy(
        name="bully",
        idea="Commits to the posture to which the other player's best reply suits it most.",
        history="Stackelberg's leader at a table where all move at once; it works on those who learn, not on its own "
        "kind. Axelrod's library gives the name to the reverse of tit for tat, which is `reactive:p=0,q=1,first=0` "
        "here.",
        reference="Littman, M. L., and P. Stone (2001). Implicit Negotiation in Repeated Games. Proceedings of the "
        "Eighth International Workshop on Agent Theories, Architectures, and Languages.",
        memory=0,
        build=_bully,
    ),
    Strategy(
        name="godfather",
        idea="Keeps the agreement, and holds the other player to the lowest payoff possible in each round after a "
        "breach.",
        history="An offer that nobody can refuse: tit for tat with the punishment read off the payoffs.",
        reference="Littman, M. L., and P. Stone (2001). Implicit Negotiation in Repeated Games. Proceedings of the "
        "Eighth International Workshop on Agent Theories, Architectures, and Languages.",
        memory=1,
        build=_godfather,
    ),
    Strategy(
        name="fixed_belief",
        idea="Believes that each other player keeps the agreement with a fixed probability, and plays a best reply to "
        "that belief.",
        history="What a decision maker does who takes the others for weather; beliefs need no grounds, only a number.",
        reference="Bernheim, B. D. (1984). Rationalizable Strategic Behavior. Econometrica 52.",
        memory=0,
        build=_best_reply,
        parameters={"cooperation": 0.5},
        takes={"cooperation": "how likely it believes each other to keep the agreement, from 0 to 1, else to punish"},
    ),
    Strategy(
        name="reactive",
        idea="Keeps the agreement with one probability after the others kept it, and with another probability after "
        "they did not.",
        history="The square of all such pairs holds tit for tat, its generous kin and pure chance.",
        reference="Nowak, M. A., and K. Sigmund (1990). The Evolution of Stochastic Strategies in the Prisoner's "
        "Dilemma. Acta Applicandae Mathematicae 20.",
        memory=1,
        build=_reactive,
        parameters={"p": 0.9, "q": 0.1, "first": 1},
        takes={
            "p": "how likely it cooperates after the others did, from 0 to 1",
            "q": "how likely it cooperates after another did not, from 0 to 1",
            "first": "how likely it cooperates in the first round, from 0 to 1",
        },
    ),
    Strategy(
        name="memory_one",
        idea="Keeps the agreement with a probability that depends on which players kept it in the last round.",
        history="The smallest family in which most of what is known of two-by-two games can be said.",
        reference="Nowak, M. A., and K. Sigmund (1993). A Strategy of Win-Stay, Lose-Shift That Outperforms "
        "Tit-for-Tat in the Prisoner's Dilemma Game. Nature 364.",
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
    ),
    Strategy(
        name="firm_but_fair",
        idea="Punishes a player who cheated it, cooperates after its own breach, and sometimes tries to end mutual "
        "punishment.",
        history="What evolution found where players move in turns and do not decide at the same time.",
        reference="Frean, M. R. (1994). The Prisoner's Dilemma without Synchrony. Proceedings of the Royal Society of "
        "London B 257.",
        memory=1,
        build=lambda seat, forgives: remembering(seat, (1.0, 0.0, 1.0, within("forgives", forgives, 0, 1)), 1.0),
        parameters={"forgives": 2 / 3},
        takes={"forgives": "how likely it cooperates after a round of war, from 0 to 1"},
    ),
    Strategy(
        name="win_stay_lose_shift",
        idea="Repeats its posture after a round that paid enough, and otherwise switches between cooperating and "
        "punishing.",
        history="Pavlov's dog at the table: two of them mend a slip in two rounds, and they exploit whoever never "
        "answers.",
        reference="Nowak, M. A., and K. Sigmund (1993). A Strategy of Win-Stay, Lose-Shift That Outperforms "
        "Tit-for-Tat in the Prisoner's Dilemma Game. Nature 364; Kraines, D., and V. Kraines (1989). Pavlov and the "
        "Prisoner's Dilemma. Theory and Decision 26.",
        memory=1,
        build=_win_stay_lose_shift,
        parameters={"aspiration": 0.5},
        takes={"aspiration": "what is enough: from 0, what it gets if all punish, to 1, what it gets if all cooperate"},
    ),
    Strategy(
        name="extort",
        idea="Makes sure that its gain over mutual punishment is a fixed multiple of the other player's gain.",
        history="Found in 2012 in a game that all thought explored: one side alone can fix how gains are shared.",
        reference="Press, W. H., and F. J. Dyson (2012). Iterated Prisoner's Dilemma Contains Strategies That "
        "Dominate Any Evolutionary Opponent. Proceedings of the National Academy of Sciences 109.",
        memory=1,
        build=_extort,
        parameters={"factor": 2, "pace": 0.5},
        takes={"factor": "how many times the other's gain over a war it takes, from 1", **PACE},
    ),
    Strategy(
        name="generous_zero_determinant",
        idea="Makes sure that its loss against the agreement is a fixed multiple of the other player's loss.",
        history="The answer to extortion that won the tournament of Stewart and Plotkin and does well in large groups.",
        reference="Stewart, A. J., and J. B. Plotkin (2012). Extortion and Cooperation in the Prisoner's Dilemma. "
        "Proceedings of the National Academy of Sciences 109; the same (2013). From Extortion to Generosity. Ibid. "
        "110.",
        memory=1,
        build=_generous,
        parameters={"factor": 2, "pace": 1},
        takes={"factor": "how many times the other's loss against the agreement it bears, from 1", **PACE},
    ),
    Strategy(
        name="equaliser",
        idea="Makes sure that the other player gets the same average payoff, whatever the other player does.",
        history="One side alone can take all meaning from what the other decides; its own pay it cannot set so.",
        reference="Boerlijst, M. C., M. A. Nowak and K. Sigmund (1997). Equal Pay for All Prisoners. American "
        "Mathematical Monthly 104; Press, W. H., and F. J. Dyson (2012), as for `extort`.",
        memory=1,
        build=_equaliser,
        parameters={"share": 0.5, "pace": 0.5},
        takes={"share": "what the other gets: from 0, as in a war, to 1, as in the agreement", **PACE},
    ),
)
"""Every strategy that is described here."""
