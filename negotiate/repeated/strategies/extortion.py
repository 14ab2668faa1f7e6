"""Zero-determinant strategies: one player alone ties the two average payoffs to each other by a straight line.

Of two players with two postures each, let the odds of cooperating after the four possible rounds be p. Whatever the
other does, in the long run the mean of (p - what it just played) is zero. If that vector is a multiple of a line
through the payoffs, the line holds for the averages. Gains are counted here in what the agreement is worth to each
player beyond a war of both, so that players with different units can be compared.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import UnsuitableGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.ranges import within
from negotiate.repeated.strategies.memory_one import remembering
from negotiate.repeated.strategies.sight import own_payoffs
from negotiate.repeated.strategies.strategy import Seat, Strategy, of_two

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
        payoffs = np.moveaxis(own_payoffs(seat, player), seat.player, 0)
        first, second = seat.cooperate, seat.game.cooperate[other]
        cc, cd = payoffs[first, second], payoffs[first, 1 - second]
        dc, dd = payoffs[1 - first, second], payoffs[1 - first, 1 - second]
        if not cc > dd:
            raise UnsuitableGame(f"`{name}` needs an agreement that gives both players more than mutual punishment")
        found.append((np.array([cc, cd, dc, dd]) - dd) / (cc - dd))
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
    return remembering(seat, [float(chance) for chance in odds], 1.0)


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

EXTORT = Strategy(
    name="extort",
    idea="Makes sure that its gain over mutual punishment is a fixed multiple of the other player's gain.",
    history="Found in 2012 in a game that all thought explored: one side alone can fix how gains are shared.",
    reference=(
        "Press, W. H., and F. J. Dyson (2012). Iterated Prisoner's Dilemma Contains Strategies That Dominate Any "
        "Evolutionary Opponent. Proceedings of the National Academy of Sciences 109."
    ),
    memory=1,
    build=_extort,
    parameters={"factor": 2, "pace": 0.5},
    takes={"factor": "how many times the other's gain over a war it takes, from 1", **PACE},
)

GENEROUS = Strategy(
    name="generous_zero_determinant",
    idea="Makes sure that its loss against the agreement is a fixed multiple of the other player's loss.",
    history="The answer to extortion that won the tournament of Stewart and Plotkin and does well in large groups.",
    reference=(
        "Stewart, A. J., and J. B. Plotkin (2012). Extortion and Cooperation in the Prisoner's Dilemma. Proceedings of "
        "the National Academy of Sciences 109; the same (2013). From Extortion to Generosity. Ibid. 110."
    ),
    memory=1,
    build=_generous,
    parameters={"factor": 2, "pace": 1},
    takes={"factor": "how many times the other's loss against the agreement it bears, from 1", **PACE},
)

EQUALISER = Strategy(
    name="equaliser",
    idea="Makes sure that the other player gets the same average payoff, whatever the other player does.",
    history="One side alone can take all meaning from what the other decides; its own pay it cannot set so.",
    reference=(
        "Boerlijst, M. C., M. A. Nowak and K. Sigmund (1997). Equal Pay for All Prisoners. American Mathematical "
        "Monthly 104; Press, W. H., and F. J. Dyson (2012), as for `extort`."
    ),
    memory=1,
    build=_equaliser,
    parameters={"share": 0.5, "pace": 0.5},
    takes={"share": "what the other gets: from 0, as in a war, to 1, as in the agreement", **PACE},
)

STRATEGIES: tuple[Strategy, ...] = (EXTORT, GENEROUS, EQUALISER)
"""The family, the hardest first."""
