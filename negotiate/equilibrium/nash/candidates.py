"""Candidates for equilibria of two players, as another library's methods leave them, made into a verified solution.

A candidate is polished: its support is read off, the conditions that make a player indifferent are solved on it, and
near fractions are taken for the fractions. It must then pass the regret check; what does not pass is left out and
counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.equilibrium.equilibrium import in_order, mixable
from negotiate.equilibrium.nash.confirmed import confirmed, exact
from negotiate.equilibrium.nash.dominance import Reduced, reduce
from negotiate.equilibrium.nash.pure import VERIFIED, one_chooser, solved_purely
from negotiate.equilibrium.solution import Equilibrium, Game, Solution, two_players
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.regret import regret

Pair = tuple[FloatArray, FloatArray]

SAME = 1e-7  # two candidates whose every probability is closer than this are one; polishing sharpens them far below it
TIGHT = 1e-7  # on payoffs scaled to the unit range: which replies count as best when a candidate is polished
CUTOFFS = (0.2, 0.1, 0.05, 0.02, 0.01, 0.003, 0.001)
"""Below which probability a strategy counts as not played, where play comes close to an equilibrium; tried in turn."""
NEAR = 0.1  # how far from where play ended each probability of the equilibrium may be that it came close to
DENOMINATOR = 10_000
SNAP = 1e-13  # how near a fraction must be to be taken for the probability itself

MAYBE_MORE = "there may be further equilibria: `extreme-points` finds every one"


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a method came to, on payoffs scaled to run from 1 to 2.

    Parameters
    ----------
    pairs : sequence of tuple of ndarray
        Strategies of both players; any of them may be wrong, or no strategies at all.
    notes : tuple of str
        What a reader must know of how they came about.
    rounds : str
        For play that comes closer and closer: how much of it there was, such as "10,000 rounds"; empty for candidates
        that are equilibria or are not.
    """

    pairs: Sequence[Pair]
    notes: tuple[str, ...] = ()
    rounds: str = ""


Road = Callable[[FloatArray, FloatArray], Candidates]


def up_to(limit: int) -> Callable[[Game], str | None]:
    """The condition of a method for two players and so many strategies a player after dominance."""

    def applies_to(game: Game) -> str | None:
        reason = two_players(game)
        if reason is not None or isinstance(game, ExtensiveGame) or max(game.shape) <= limit:
            return reason
        rows, columns = reduce(game).game.shape
        if max(rows, columns) <= limit or min(rows, columns) == 1:
            return None
        return f"needs at most {limit} strategies a player after dominance, and {rows} × {columns} are left"

    return applies_to


def solved(game: Game, name: str, road: Road) -> Solution:
    """The solution that a method's candidates come to.

    Parameters
    ----------
    game : Game
        For two players, everything possible.
    name : str
        The method's.
    road : callable
        Payoff matrices from 1 to 2 → candidates; each player has two strategies or more.
    """
    if isinstance(game, ExtensiveGame):
        raise TypeError("`applies_to` was not asked")
    left = reduce(game)
    if one_chooser(left.game):
        return solved_purely(game, left, name)
    A, B = left.game.unit() + 1.0
    found = road(A, B)
    equilibria, said = _near(game, left, found) if found.rounds else _passed(game, left, found)
    return Solution(
        game=game,
        equilibria=in_order(equilibria),
        concept="Nash",
        method=name + (", after strict dominance" if left.eliminations else ""),
        complete=False,
        exact=exact(equilibria),
        verified=VERIFIED,
        seconds=0.0,
        notes=(*left.notes, *found.notes, *said, MAYBE_MORE),
        eliminations=left.eliminations,
        continuum=mixable(equilibria),
        settled=not (found.rounds and said),
    )


def _passed(game: NormalFormGame, left: Reduced, found: Candidates) -> tuple[list[Equilibrium], list[str]]:
    """The candidates that are equilibria, each once, and how many are none."""
    A, B = left.game.unit() + 1.0
    whole = [pair for pair in found.pairs if _strategies(pair, left.game.shape)]
    distinct: list[Pair] = []
    for pair in whole:
        _join(distinct, polished(A, B, pair))
    equilibria = [e for pair in distinct if (e := _checked(game, left, pair)) is not None]
    total = len(distinct) + len(found.pairs) - len(whole)
    wrong = total - len(equilibria)
    if not wrong:
        return equilibria, []
    if total == 1:
        return equilibria, ["the one candidate was no equilibrium and was left out"]
    if not equilibria:
        return equilibria, [f"none of the {total} candidates was an equilibrium"]
    was = "was no equilibrium and was" if wrong == 1 else "were no equilibria and were"
    return equilibria, [f"{wrong} of the {total} candidates {was} left out"]


def _near(game: NormalFormGame, left: Reduced, found: Candidates) -> tuple[list[Equilibrium], list[str]]:
    """The equilibria that play has come close to, and what is to be said where it has not."""
    A, B = left.game.unit() + 1.0
    pairs: list[Pair] = []
    equilibria: list[Equilibrium] = []
    unsettled: list[float] = []
    for pair in found.pairs:
        if not _strategies(pair, left.game.shape):
            unsettled.append(float("nan"))
            continue
        near = [(e, sharp) for sharp in read_off(A, B, pair) if (e := _checked(game, left, sharp)) is not None]
        if not near:
            unsettled.append(float(regret(left.game.payoffs, pair).max()))
        elif _join(pairs, near[0][1]):
            equilibria.append(near[0][0])
    if not unsettled:
        return equilibria, []
    largest = max(unsettled, key=lambda r: (np.isnan(r), r))
    who = "play" if len(found.pairs) == 1 else f"play from {len(unsettled)} of {len(found.pairs)} starts"
    how = "" if np.isnan(largest) else f": largest regret {largest:.2g}"
    return equilibria, [f"{who} had not settled after {found.rounds}{how}"]


def _strategies(pair: Pair, shape: Sequence[int]) -> bool:
    return all(s.shape == (n,) and np.isfinite(s).all() and s.sum() > 0 for s, n in zip(pair, shape, strict=True))


def _checked(game: NormalFormGame, left: Reduced, pair: Pair) -> Equilibrium | None:
    return next(confirmed(game, left, [pair]))


def _join(pairs: list[Pair], new: Pair) -> bool:
    """Add a pair unless it is there, and say whether it was new."""
    if any(max(np.abs(a - b).max() for a, b in zip(old, new, strict=True)) < SAME for old in pairs):
        return False
    pairs.append(new)
    return True


def polished(A: FloatArray, B: FloatArray, pair: Pair) -> Pair:
    """Sharpen a candidate that rounding alone separates from an equilibrium."""
    x, y = pair
    return _sharpened(B.T, x), _sharpened(A, y)


def _sharpened(replies: FloatArray, strategy: FloatArray) -> FloatArray:
    """The strategy on the same support that makes all of its best replies exactly as good as each other."""
    values = replies @ strategy
    best = np.flatnonzero(values >= values.max() - TIGHT)
    sharp = _indifferent(replies, best, np.flatnonzero(strategy > SAME), strategy)
    return strategy if (sharp < 0).any() or np.abs(sharp - strategy).max() > SAME else _snapped(sharp)


def read_off(A: FloatArray, B: FloatArray, pair: Pair) -> Iterator[Pair]:
    """The equilibria that a pair may be on its way to: one for each reading of which strategies are still played."""
    x, y = pair
    seen = set()
    for cutoff in CUTOFFS:
        rows, columns = np.flatnonzero(x > cutoff), np.flatnonzero(y > cutoff)
        key = (*rows.tolist(), -1, *columns.tolist())
        if key in seen or not (len(rows) and len(columns)):
            continue
        seen.add(key)
        sharp = _indifferent(B.T, columns, rows, x), _indifferent(A, rows, columns, y)
        close = max(np.abs(s - played).max() for s, played in zip(sharp, pair, strict=True)) <= NEAR
        if close and all((s >= 0).all() for s in sharp):
            yield _snapped(sharp[0]), _snapped(sharp[1])


def _indifferent(replies: FloatArray, best: IndexArray, support: IndexArray, strategy: FloatArray) -> FloatArray:
    """The nearest weights on the support, summing to 1, that make these replies equally good; some may be negative.

    Where no weights do, the answer is what least squares make of it, and the regret check refuses it.
    """
    system = np.ones((len(best), len(support)))
    system[:-1] = np.diff(replies[np.ix_(best, support)], axis=0)
    system[-1] = 1.0
    right = np.zeros(len(best))
    right[-1] = 1.0
    near = strategy[support]
    sharp = np.zeros_like(strategy)
    sharp[support] = near + np.linalg.lstsq(system, right - system @ near)[0]
    return np.asarray(sharp / sharp.sum() if sharp.sum() > 0 else sharp, dtype=np.float64)


def _snapped(strategy: FloatArray) -> FloatArray:
    """Near fractions for floats, where they sum to 1 as probabilities must."""
    near = [Fraction(float(p)).limit_denominator(DENOMINATOR) for p in strategy]
    off = max(abs(float(f) - float(p)) for f, p in zip(near, strategy, strict=True))
    return np.array([float(f) for f in near]) if sum(near) == 1 and off <= SNAP else strategy
