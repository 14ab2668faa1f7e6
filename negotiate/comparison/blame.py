"""What makes a mover leave on the other side what it chooses at home: each difference is undone alone.

A term is undone by its values at home for the same endings, odds by those at home, a later answer by the one at home.
How far that moves the mover back towards its choice at home is the difference's part in the change. Nothing that is
the same on both sides has any.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.comparison.causes import OddsShift, OtherMoves, TermShift
from negotiate.comparison.terms import at_leaves
from negotiate.comparison.upholding import Upheld
from negotiate.comparison.walk import endings
from negotiate.games.extensive import CHANCE
from negotiate.kernels.level_sweep import values_under


@dataclass(frozen=True, slots=True)
class Answered:
    """The nodes at home and away at which something else is done after an action."""

    after: str
    home: int
    away: int


Suspect = TermShift | OddsShift | OtherMoves | Answered


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What a mover chooses at home and away, at a node that both sides have.

    Parameters
    ----------
    kept : Upheld
        The behaviour on both sides.
    player : str
        Who moves.
    home, away : dict of str to int
        Action → node, on each side.
    stays, leaves : str
        What is chosen at home, and what instead on the other side; both sides offer both.
    """

    kept: Upheld
    player: str
    home: dict[str, int]
    away: dict[str, int]
    stays: str
    leaves: str

    @property
    def signs(self) -> tuple[tuple[str, float], ...]:
        """Both actions, with the sign with which what they are worth counts."""
        return (self.leaves, 1.0), (self.stays, -1.0)

    def lead(self, values: FloatArray) -> float:
        """By how much leaving is better on the other side, where its nodes are worth so much."""
        own = values[:, self.kept.away.game.keys.index(self.player)]
        return float(own[self.away[self.leaves]] - own[self.away[self.stays]])


def culprit(choice: Choice) -> tuple[Suspect | None, bool]:
    """The difference that does most to make the mover leave, and whether it would stay without that one alone.

    Nothing where no difference by itself makes leaving any better.
    """
    away = choice.kept.away
    own = away.game.payoffs[:, away.game.keys.index(choice.player)]
    nothing = 1e-9 * float(np.ptp(own))
    suspects: list[tuple[float, Suspect]] = [*_terms(choice), *_odds(choice), *_answers(choice)]
    if not suspects:
        return None, False
    part, found = max(suspects, key=lambda pair: pair[0])
    return (None, False) if part <= nothing else (found, part >= choice.lead(away.values) - nothing)


def _terms(choice: Choice) -> Iterable[tuple[float, TermShift]]:
    """Each term that is worth something else at the endings that the other side's behaviour leads to."""
    here: dict[str, float] = {}
    there: dict[str, float] = {}
    for action, sign in choice.signs:
        ends = endings(choice.kept.away, choice.away[action])
        if ends is None:
            return
        nodes, weights = (np.array(part) for part in zip(*ends, strict=True))
        if (choice.kept.at_home[nodes] < 0).any():
            return
        for side, walk, found in (
            (here, choice.kept.home, choice.kept.at_home[nodes]),
            (there, choice.kept.away, nodes),
        ):
            leaves = [walk.game.leaf_of(int(node)) for node in found]
            for term, values in at_leaves(walk.scenario, walk.game, choice.player, leaves).items():
                side[term] = side.get(term, 0.0) + sign * float(weights @ values)
    for term in [*here, *(term for term in there if term not in here)]:
        shift = TermShift(choice.player, term, here.get(term, 0.0), there.get(term, 0.0))
        yield shift.second - shift.first, shift


def _odds(choice: Choice) -> Iterable[tuple[float, OddsShift]]:
    """Each move of chance with other odds."""
    home, away, tree = choice.kept.home, choice.kept.away, choice.kept.away.game.tree
    shifts: dict[str, OddsShift] = {}
    odds: dict[str, FloatArray] = {}
    for node in np.flatnonzero((tree.mover == CHANCE) & (choice.kept.at_home >= 0)):
        here, there = home.below(int(choice.kept.at_home[node])), away.below(int(node))
        gaps = {action: away.chance(there[action]) - home.chance(here[action]) for action in there if action in here}
        most = max(gaps, key=lambda action: abs(gaps[action]), default="")
        if not most or here.keys() != there.keys() or abs(gaps[most]) <= 1e-12:
            continue
        move = away.move(int(node))
        shifts.setdefault(move, OddsShift(move, most, home.chance(here[most]), away.chance(there[most])))
        changed = odds.setdefault(move, np.array(away.equilibrium.probability))
        for action, child in there.items():
            changed[child] = home.chance(here[action])
    for move, shift in shifts.items():
        yield _part(choice, odds[move]), shift


def _part(choice: Choice, probability: FloatArray) -> float:
    """How much less leaving would be worth under other behaviour or odds."""
    game = choice.kept.away.game
    return choice.lead(choice.kept.away.values) - choice.lead(values_under(game.tree, game.payoffs, probability))


def _answers(choice: Choice) -> Iterable[tuple[float, Answered | OtherMoves]]:
    """The first nodes after each action at which something else is done or the moves themselves differ."""
    home, away = choice.kept.home, choice.kept.away
    for action, sign in choice.signs:
        waiting = [(choice.home[action], choice.away[action], sign)]
        while waiting:
            a, b, weight = waiting.pop()
            here, there = home.below(a), away.below(b)
            one, other = home.taken(a), away.taken(b)
            if not home.alike(a, away, b):
                gap = away.gain(b, choice.player) - home.gain(a, choice.player)
                yield weight * gap, OtherMoves(home.move(a), away.move(b))
            elif home.mover(a) and one != other:
                worth = home.gain(a, choice.player) if one[0] not in there else away.gain(there[one[0]], choice.player)
                yield weight * (away.gain(b, choice.player) - worth), Answered(action, a, b)
            else:
                both = [x for x in other if x in here]
                waiting += [(here[x], there[x], weight * away.chance(there[x])) for x in both]
