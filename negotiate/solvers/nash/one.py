"""One equilibrium of a game for two players that is too large to find them all: the simplest way that works is taken.

A pure equilibrium comes first, for it costs one look at each payoff. Where there is none, small supports are searched
as long as that costs no more than a path of Lemke and Howson would, and after them the paths are followed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.equilibrium import point, verified
from negotiate.solvers.nash import lemke_howson, pure, small_supports
from negotiate.solvers.nash.confirmed import exact, judged
from negotiate.solvers.solution import Equilibrium, Solution

WORK = 20_000
"""Payoffs looked at for supports of 2 × 2 strategies: those of a game of 34 × 34."""
TRIPLES = 20_000
"""Pairs of supports of 3 × 3 strategies: those of a game of 10 × 10."""


def one_equilibrium(game: NormalFormGame) -> Solution:
    """Find one equilibrium: pure, or on small supports, or at the end of a path.

    Parameters
    ----------
    game : NormalFormGame
        Two players, no impossible combinations; any number of strategies.

    Returns
    -------
    Solution
        With one verified equilibrium, not complete, and why this way in `chosen`; empty, with a note that says what was
        tried, where every way failed.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> solution = one_equilibrium(game)
    >>> solution.method, solution.chosen
    ('small-supports', 'games of 2 × 2 strategies: no pure equilibrium, then the smallest supports')
    """
    stable = pure.stable(game)
    if stable.any():
        found = verified(game, point(game.shape, divmod(int(stable.argmax()), game.shape[1])))
        return _solution(game, found, pure.NAME, "pure equilibria first", _one_of(int(np.count_nonzero(stable))))
    if small_supports.pairs_of_lines(game.shape) <= WORK:
        for look in small_supports.looks(game, WORK, TRIPLES):
            mixed = _first(game, look.pairs)
            if mixed is not None and lemke_howson.sharp(game, mixed):
                how = "no pure equilibrium, then the smallest supports"
                return _solution(game, mixed, small_supports.NAME, how, _one_of(look.found))
        why = "no equilibrium on the smallest supports, then a path of pivots"
    else:
        why = "no pure equilibrium, and too many supports to search, then a path of pivots"
    return replace(lemke_howson.by_paths(game), chosen=_chosen(game, why))


def _first(game: NormalFormGame, pairs: Sequence[Sequence[FloatArray]]) -> Equilibrium | None:
    return next((found for pair in pairs if (found := judged(game, pair)) is not None), None)


def _one_of(count: int) -> str:
    if count == 1:
        return lemke_howson.OTHERS
    return f"one of the {count:,} found with as few strategies is given; there may be more"


def _chosen(game: NormalFormGame, why: str) -> str:
    return f"games of {game.shape[0]} × {game.shape[1]} strategies: {why}"


def _solution(game: NormalFormGame, found: Equilibrium, method: str, why: str, note: str) -> Solution:
    return Solution(
        game=game,
        equilibria=(found,),
        concept="Nash",
        method=method,
        complete=False,
        exact=exact([found]),
        verified=pure.VERIFIED,
        seconds=0.0,
        notes=(note,),
        chosen=_chosen(game, why),
    )
