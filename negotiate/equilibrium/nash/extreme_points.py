"""All equilibria of a game for two players, by trying every candidate in arithmetic that cannot
err.

An equilibrium is extreme if it is no mixture of others; all others lie between extreme ones. Each
extreme one pairs two mixtures that are fixed by which strategies are played and which replies are
best. There are finitely many such candidates, and the signs of some determinants say which of them
are equilibria. Payoffs that are decimals are turned into whole numbers first, so that ties are
ties. Elsewhere a sign counts only if it is farther from zero than rounding can reach, and is worked
out exactly if not. So the list is complete, with ties or without, and has each once. Only where a
payoff is no decimal, and some payoffs are nearer to a tie than the payoffs are known, does the list
say that it may not be.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.certificate import BOUNDED, WHOLE_NUMBERS, Certificate
from negotiate.equilibrium.equilibrium import (
    DEGENERATE,
    UNDECIDED,
    VERIFIED,
    mixable,
    nash_solution,
    widened,
)
from negotiate.equilibrium.kernels.extreme_equilibria import (
    BIG,
    FLOATS,
    INTEGERS,
    ROADS,
    count,
    every_equilibrium,
    exact_equilibria,
)
from negotiate.equilibrium.nash import all_valued, certain_pair, pure, tables_of
from negotiate.equilibrium.nash.dominance import Reduced, reduce
from negotiate.equilibrium.solution import Solution, one_chooser, two_players
from negotiate.games.normal_form import NormalFormGame

NAME = "extreme-points"
BASES = 50_000
"""Candidates a player that are tried for one game: up to 8 strategies each, or 3 against 64."""
LABELS = 64
"""Strategies of both players together."""
CHECKED = f"{VERIFIED}, and every candidate was tried in {{road}}"
AGAIN = "; every inequality again in whole numbers"


def too_large(rows: int, columns: int) -> bool:
    """Whether games of this shape have too many candidates for all of them to be tried."""
    return rows + columns > LABELS or count(rows, columns) > BASES


def few_enough(left: NormalFormGame) -> bool:
    """Whether every candidate of what dominance has left can be tried."""
    return one_chooser(left) or not too_large(*left.shape)


def solved(game: NormalFormGame, left: Reduced) -> Solution:
    """Solve a game of which strict dominance has left little enough.

    Parameters
    ----------
    game : NormalFormGame
        The game that was asked about.
    left : Reduced
        What dominance has left of it.

    Returns
    -------
    Solution
        Every extreme equilibrium, in the strategies of the game that was asked about.
    """
    if one_chooser(left.game):
        return pure.solved_purely(game, left, NAME)
    bare = left.game.whole is None and left.game.error is None
    listed = (
        every_equilibrium(left.game.payoffs[None])
        if bare
        else exact_equilibria(left.game.exactly())
    )
    road, decided = int(listed.road[0]), not listed.doubtful[0]
    pairs = list(zip(listed.row, listed.column, strict=True))
    certain = _certain(left.game, pairs) if road == FLOATS else None
    at = listed.vertices.tolist()
    wide = [widened(game, left.kept, pair) for pair in (pairs if certain is None else certain)]
    equilibria = all_valued(game, wide, at)
    continuum = mixable(equilibria)
    certificate = Certificate(
        BOUNDED if road == FLOATS else WHOLE_NUMBERS,
        rounded=road not in (INTEGERS, BIG) and certain is None,
        limits=() if decided else (UNDECIDED,),
    )
    return nash_solution(
        game,
        equilibria,
        NAME,
        certificate,
        verified=CHECKED.format(road=ROADS[road]) + (AGAIN if certain is not None else ""),
        notes=((DEGENERATE,) if continuum else ()) + (() if decided else (UNDECIDED,)),
        eliminations=left.eliminations,
        continuum=continuum,
    )


def _certain(
    game: NormalFormGame, pairs: list[tuple[FloatArray, FloatArray]]
) -> list[list[FloatArray]] | None:
    """The same pairs worked out in whole numbers, where payoffs are known exactly and each pair is
    confirmed.
    """
    numbers = game.exactly()
    if not numbers.decimal:
        return None
    tables = tables_of(numbers)
    found = [certain_pair(tables, pair) for pair in pairs]
    return (
        [[np.array(own.strategy) for own in pair] for pair in found if pair is not None]
        if all(found)
        else None
    )


def applies_to(game: NormalFormGame) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    reason = two_players(game)
    if reason is not None or not too_large(*game.shape):
        return reason
    left = reduce(game).game
    if few_enough(left):
        return None
    size = " × ".join(str(n) for n in left.shape)
    return (
        f"tries at most {BASES:,} candidates a player and {LABELS} strategies, and {size} are left"
    )


def run(game: NormalFormGame) -> Solution:
    """Its answer; see `Solver.run`."""
    return solved(game, reduce(game))
