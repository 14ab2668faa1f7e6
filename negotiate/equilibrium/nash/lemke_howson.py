"""One equilibrium of a large game for two players, by Lemke and Howson's complementary paths.

A path can be very long from one strategy and short from another, so all are tried in step until the first one ends;
where all are long, a few are followed further and further. What a path ends in is a candidate: it must pass the regret
check before it is an answer, and where rounding has led astray another path is followed, at last in whole numbers. If
all fails, the answer is empty and tells what was tried.

References
----------
Lemke & Howson 1964, "Equilibrium points of bimatrix games", SIAM Journal 12.
Codenotti, De Rossi & Pagan 2008, "An experimental analysis of Lemke-Howson algorithm", arXiv:0811.3247, for cutting
paths short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.equilibrium.equilibrium import ROUNDING, nash_solution, widened
from negotiate.equilibrium.nash.confirmed import exact, judged
from negotiate.equilibrium.nash.dominance import reduce
from negotiate.equilibrium.nash.paths import Pair, Path, Walker, first_to_end, follow_exactly
from negotiate.equilibrium.solution import Elimination, Equilibrium, Game, Solution, normal_form, two_players
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.regret import payoff_range

NAME = "lemke-howson"
SHORT = 10
"""Corners to a path in the first round, in which all paths are tried."""
TASTED = 2  # paths that are walked at once: in games with many ties most are short
ABREAST = 32  # paths that are then walked in step
CAPS = (40, 160, 640, 2_560, 10_240)
"""Corners to a path in later rounds; in each a quarter as many paths are followed as in the one before."""
PATHS = 4  # followed in any round
EXACT_UP_TO = 16  # strategies a player
EXACT_CAP = 300
SHARP = 1e-12  # of the smaller payoff range: a few thousand roundings

OTHERS = "one equilibrium was searched for; there may be more"

Follow = Callable[[int, int], Path]


def short(walker: Walker) -> Iterator[tuple[int, int]]:
    """The label and the cap of paths that are short: two at a venture, then what many walked in step find out."""
    rows, (first, second) = walker.rows, walker.tables
    order = _order(walker.labels)
    yield from ((int(label), SHORT) for label in order[:TASTED])
    sides = ((first, second, order[order < rows], 0), (second, first, order[order >= rows] - rows, rows))
    for start in range(0, max(rows, walker.columns), ABREAST):
        for theirs, own, labels, before in sides:
            abreast = labels[start : start + ABREAST]
            if len(abreast):
                yield from ((before + int(label), SHORT) for label in first_to_end(theirs, own, abreast, SHORT))


def long(labels: int) -> Iterator[tuple[int, int]]:
    """The label and the cap of paths that are longer, round by round.

    Examples
    --------
    >>> [sum(cap == c for _, cap in long(64)) for c in CAPS]
    [16, 4, 4, 4, 4]
    """
    for number, cap in enumerate(CAPS, start=1):
        for label in _order(labels)[: max(PATHS, labels >> 2 * number)]:
            yield int(label), cap


def _order(labels: int) -> IndexArray:
    return np.random.default_rng(labels).permutation(labels)


class Search:
    """Paths followed one after the other until one ends in an equilibrium, with a count of what became of them."""

    def __init__(self, game: NormalFormGame) -> None:
        self.game = game
        self.longer = self.astray = 0

    def through(self, follow: Follow, plan: Iterator[tuple[int, int]]) -> Equilibrium | None:
        """The equilibrium in which the first good path ends; None if there is no such path."""
        for label, cap in plan:
            path = follow(label, cap)
            found = None if path.pair is None else judged(self.game, path.pair)
            if found is not None:
                return found
            self.longer += cap > SHORT
            self.astray += path.stuck or path.pair is not None
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
    go through at most 10 · (m + n) corners a round in large games, and 54,560 in small ones.
    """
    search = Search(game)
    found, eliminations = _searched(search), tuple[Elimination, ...]()
    if found is None or not sharp(game, found):
        found, eliminations = _after_dominance(search, found)
    if found is not None and not found.vertices:
        found = in_whole_numbers(search) or found
    equilibria = [] if found is None else [found]
    notes = (_failure(search),) if found is None else (OTHERS,)
    return nash_solution(game, equilibria, NAME, exact=exact(equilibria), notes=notes, eliminations=eliminations)


def _searched(search: Search) -> Equilibrium | None:
    """Short paths, then the games on which all paths are long, then long paths, then paths in whole numbers."""
    game, labels = search.game, sum(search.game.shape)
    payoffs = game.unit()
    walker = Walker(payoffs)
    follow = walker.follow
    found = search.through(follow, short(walker))
    if found is None and game.shape[0] == game.shape[1]:
        found = judged(game, all_mixed(payoffs))
    if found is None:
        found = search.through(follow, long(labels))
    return found or in_whole_numbers(search)


def in_whole_numbers(search: Search) -> Equilibrium | None:
    """Paths that no rounding leads astray, in games small enough for them."""
    game = search.game
    if max(game.shape) > EXACT_UP_TO:
        return None
    plan, whole = ((label, EXACT_CAP) for label in range(sum(game.shape))), game.exactly().payoffs
    return search.through(lambda label, cap: follow_exactly(whole, label, cap), plan)


def sharp(game: NormalFormGame, equilibrium: Equilibrium) -> bool:
    """Whether nothing but rounding could be gained by leaving: a huge loss that nobody risks may blur all the rest."""
    size = float(np.abs(equilibrium.payoffs).max())
    return equilibrium.regret <= SHARP * float(payoff_range(game.payoffs).min()) + ROUNDING * size


def _after_dominance(search: Search, found: Equilibrium | None) -> tuple[Equilibrium | None, tuple[Elimination, ...]]:
    """The same in what dominance leaves of the game, if it leaves less; else what was found before."""
    game, left = search.game, reduce(search.game)
    rest = _searched(Search(left.game)) if left.eliminations else None
    better = None if rest is None else judged(game, widened(game, left.kept, rest.strategies))
    return (found, ()) if better is None else (better, left.eliminations)


def all_mixed(payoffs: FloatArray) -> Pair:
    """The strategies that make everything equally good for the other, whether or not they are probabilities.

    Parameters
    ----------
    payoffs : ndarray, shape (2, strategies, strategies)
        Scaled to the unit range.

    Returns
    -------
    pair of ndarray
        With sum 1; NaN where no such strategy stands out. Games made to be hard for complementary paths have their only
        equilibrium here (Savani & von Stengel 2006, "Hard-to-solve bimatrix games", Econometrica 74).
    """
    pair = []
    for table in (payoffs[1].T, payoffs[0]):
        try:
            weights = np.linalg.solve(table + 1.0, np.ones(len(table)))
        except np.linalg.LinAlgError:
            weights = np.full(len(table), np.nan)
        with np.errstate(all="ignore"):
            pair.append(weights / weights.sum())
    return pair[0], pair[1]


def _failure(search: Search) -> str:
    lost = f"; rounding led {search.astray} of them astray" if search.astray else ""
    return (
        f"no equilibrium was found, though there is one: no path from any of the {sum(search.game.shape):,} strategies "
        f"led to it within {SHORT} corners, nor did {search.longer:,} within {max(CAPS):,}{lost}"
    )


applies_to = two_players


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    return by_paths(normal_form(game))
