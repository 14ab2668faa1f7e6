"""One equilibrium of a large game for two players, by Lemke and Howson's complementary paths.

A path can be very long from one strategy and short from another, so many short ones are tried first, then fewer and
longer ones. What a path ends in is a candidate: it must pass the regret check before it is an answer, and where rounding
has led astray another path is followed, at last in whole numbers. If all fails the answer is empty and says so.

References
----------
Lemke & Howson 1964, "Equilibrium points of bimatrix games", SIAM Journal 12.
Codenotti, De Rossi & Pagan 2008, "An experimental analysis of Lemke-Howson algorithm", arXiv:0811.3247, for cutting
paths short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.kernels.regret import unit_payoffs
from negotiate.solvers.equilibrium import Unverified, verified
from negotiate.solvers.nash.exact_paths import follow_exactly
from negotiate.solvers.nash.paths import Path, Walker
from negotiate.solvers.nash.pure import VERIFIED
from negotiate.solvers.solution import Equilibrium, Solution
from negotiate.solvers.solver import Game, Solver

NAME = "lemke-howson"
CAPS = (10, 40, 160, 640, 2_560, 10_240)
"""Corners to a path, round by round; with each round a quarter as many paths as in the one before are followed."""
PATHS = 4  # followed in any round
EXACT_UP_TO = 20  # strategies a player
EXACT_CAP = 1_000
EXACT_PATHS = 4

OTHERS = "one equilibrium was looked for; there may be more"

Follow = Callable[[int, int], Path]


def planned(labels: int) -> Iterator[tuple[int, int]]:
    """The label and the cap of each path, in the order in which they are tried.

    Examples
    --------
    >>> [sum(cap == c for _, cap in planned(64)) for c in CAPS]
    [64, 16, 4, 4, 4, 4]
    """
    order = np.random.default_rng(labels).permutation(labels)
    for number, cap in enumerate(CAPS):
        for label in order[: max(PATHS, labels >> 2 * number)]:
            yield int(label), cap


class Search:
    """Paths followed one after the other until one ends in an equilibrium, with a count of what became of them."""

    def __init__(self, game: NormalFormGame) -> None:
        self.game = game
        self.cut = self.astray = 0

    def through(self, follow: Follow, plan: Iterator[tuple[int, int]]) -> Equilibrium | None:
        """The equilibrium in which the first good path ends; None if there is no such path."""
        for label, cap in plan:
            path = follow(label, cap)
            if path.pair is None:
                self.cut += not path.stuck
                self.astray += path.stuck
                continue
            try:
                return verified(self.game, path.pair)
            except Unverified:
                self.astray += 1
        return None


def by_paths(game: NormalFormGame) -> Solution:
    """One equilibrium of a game for two players, or an empty answer that says what was tried.

    Parameters
    ----------
    game : NormalFormGame
        Two players, no impossible combinations; any number of strategies.

    Notes
    -----
    A path of `k` corners costs about `k` times the strategies in use times the strategies there are. All paths together
    go through at most 10 · (m + n) corners a round in large games, and 54,600 in small ones.
    """
    search = Search(game)
    found = search.through(Walker(unit_payoffs(game.payoffs)).follow, planned(sum(game.shape)))
    small = max(game.shape) <= EXACT_UP_TO
    if found is None and small:
        # In the players' own unit: scaling to the unit range would round.
        plan = ((label, EXACT_CAP) for label in range(min(EXACT_PATHS, sum(game.shape))))
        found = search.through(lambda label, cap: follow_exactly(game.payoffs, label, cap), plan)
    return Solution(
        game=game,
        equilibria=() if found is None else (found,),
        concept="Nash",
        method=NAME,
        complete=False,
        exact=found is not None and found.pure,
        verified=VERIFIED,
        seconds=0.0,
        notes=(_failure(search),) if found is None else (OTHERS,),
    )


def _failure(search: Search) -> str:
    tried = search.cut + search.astray
    lost = f", {search.astray} of them because rounding led astray" if search.astray else ""
    return (
        f"no equilibrium was found, though there is one: {tried:,} paths were given up after up to {max(CAPS):,} corners"
        f"{lost}"
    )


def two_players(game: Game) -> str | None:
    """Nothing for a game of two players in which every combination is possible; else what is wrong."""
    if isinstance(game, ExtensiveGame):
        return "needs a game in normal form"
    if game.n_players != 2:
        return f"needs two players, and this game has {game.n_players}"
    if game.feasible is not None and not game.feasible.all():
        return "needs a game in which every combination of strategies is possible"
    return None


def _run(game: Game) -> Solution:
    if isinstance(game, ExtensiveGame):
        raise TypeError("`applies_to` was not asked")
    return by_paths(game)


SOLVER = Solver(
    name=NAME,
    concept="Nash",
    finds="one",
    reference="Lemke & Howson 1964; Codenotti, De Rossi & Pagan 2008",
    applies_to=two_players,
    run=_run,
)
