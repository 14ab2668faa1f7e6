"""All equilibria of small games of three players or more, support by support, by subdivision with proof.

For each combination of strategies that could be mixed, the indifference conditions are solved by cutting the space of
mixtures into cells until each holds no solution or exactly one, for sure. Where the solutions are not isolated this
stops at a limit, and the answer says that it is not complete.

References
----------
McKelvey & McLennan 1996, "Computation of equilibria in finite games", Handbook of Computational Economics 1.
Moore, Kearfott & Cloud 2009, "Introduction to Interval Analysis", chapter 8.
Porter, Nudelman & Shoham 2008, "Simple search methods for finding a Nash equilibrium", Games and Economic Behavior 63.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.kernels.indifference import Points, indifferent
from negotiate.kernels.regret import expected_payoffs, regret
from negotiate.kernels.support_profiles import Profiles, alike, by_shape, chosen, condensed, count, playable
from negotiate.kernels.tied_mixtures import region
from negotiate.solvers.equilibrium import Unverified, in_order, mixable, point, verified, widened
from negotiate.solvers.nash.dominance import Reduced, reduce
from negotiate.solvers.nash.pure import VERIFIED, dominance_only, one_chooser, profiles, solved_purely
from negotiate.solvers.solution import Equilibrium, Solution
from negotiate.solvers.solver import Game

NAME = "support-subdivision"
CHECKED = f"{VERIFIED}, and bounds show that no mixture is left out"
LARGEST = 32_000
"""The largest product of support profiles and dimensions, after dominance: some seconds of work."""
REDUCED_UP_TO = 100_000  # payoffs: so large a game is looked at for dominated strategies before it is refused
LIMIT = 40_000  # cells for one support profile, and fewer in few dimensions
GROWTH = 8, 4  # cells for one of no dimension, times this for each: several times what was seen to be needed
BUDGET = 60_000  # cells for one game; after that each support profile gets no more than a glance
HURRIED = 50  # cells for such a glance
LINEAR = 3  # cells where two players mix: the conditions are linear, so one is enough unless they are singular
PLAYED = 1e-11  # a smaller probability is none: the solution then belongs to a smaller support
BEST = 1e-10  # on payoffs in the unit range: a smaller regret is rounding
SAME = 1e-8  # closer than this in every probability, two solutions of one system are one: each is alone within 1e-6
NOUGHT = 1e-13  # on payoffs in the unit range: what is left of a tie when both sides are added up in floats

AND_BETWEEN = (
    "equilibria that differ in only one player's strategy can be mixed, and the mixtures again: each mixture is an "
    "equilibrium too"
)
BETWEEN = f"{AND_BETWEEN}; every equilibrium that is not listed comes about in this way"


Profile = tuple[FloatArray, ...]
Support = tuple[tuple[int, ...], ...]


class _Found(NamedTuple):
    """What has come to light in the game that is left after dominance, for support profiles of one shape or of all."""

    equilibria: tuple[Profile, ...] = ()
    unsettled: tuple[Support, ...] = ()
    guesses: tuple[Profile, ...] = ()
    spent: int = 0


def work(shape: tuple[int, ...]) -> int:
    """How much there is to do: support profiles times the dimension of what can be mixed.

    Examples
    --------
    >>> work((3, 3, 3)), work((4, 4, 4)) <= LARGEST < work((4, 4, 5))
    (2058, True)
    """
    return count(shape) * sum(m - 1 for m in shape)


def applies_to(game: Game) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    if isinstance(game, ExtensiveGame):
        return "needs a game in normal form"
    if game.n_players < 3:
        return "is for three players or more: for two, the corners of the best-reply polytopes say it all, and faster"
    if game.feasible is not None and not game.feasible.all():
        return "needs a game in which every combination of strategies is possible"
    if work(game.shape) > LARGEST and (game.payoffs.size > REDUCED_UP_TO or work(reduce(game).game.shape) > LARGEST):
        return (
            f"is for small games: {count(game.shape):,} combinations of strategies could be mixed here, in "
            f"{sum(m - 1 for m in game.shape)} dimensions, and the limit for the product of the two is {LARGEST:,}"
        )
    return None


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    if isinstance(game, ExtensiveGame):
        raise TypeError("`applies_to` was not asked")
    left = reduce(game)
    if dominance_only(left) or one_chooser(left.game):
        return solved_purely(game, left, NAME)
    found = _mixed(left.game.unit())
    pure = [point(left.game.shape, row) for row in profiles(left.game)]
    known = _once([*pure, *found.equilibria], left.game.unit())
    equilibria = [verified(game, widened(game, left.kept, profile)) for profile in known]
    return _solution(game, left, equilibria + _examples(game, left, known, found), found)


def _mixed(payoffs: FloatArray) -> _Found:
    """Every equilibrium in which somebody mixes, support by support."""
    found = _Found()
    for every in by_shape(payoffs):
        some = chosen(every, playable(every) & ~alike(every))
        if len(some.mixed[0]):
            more = _of_a_shape(payoffs, condensed(some), hurried=found.spent > BUDGET)
            found = _both(found, more)
    return found


def _both(one: _Found, other: _Found) -> _Found:
    return _Found(
        one.equilibria + other.equilibria,
        one.unsettled + other.unsettled,
        one.guesses + other.guesses,
        one.spent + other.spent,
    )


def _of_a_shape(payoffs: FloatArray, some: Profiles, hurried: bool) -> _Found:
    """The same for support profiles of one shape."""
    mixers = sum(size > 1 for size in some.sizes)
    if mixers == 1:
        return _regions(payoffs, some, range(len(some.mixed[0])))
    answer = indifferent(some.payoffs, some.sizes, _limit(some.sizes, hurried) if mixers > 2 else LINEAR)
    shown = _equilibria(payoffs, _spread(payoffs, some, answer.solutions))
    if mixers == 2:
        rest = _regions(payoffs, some, answer.unsettled.tolist())
        return rest._replace(equilibria=shown + rest.equilibria, spent=answer.spent)
    guesses = _equilibria(payoffs, _spread(payoffs, some, answer.guesses))
    return _Found(shown, tuple(_support(some, i) for i in answer.unsettled.tolist()), guesses, answer.spent)


def _limit(sizes: Sequence[int], hurried: bool) -> int:
    start, growth = GROWTH
    return HURRIED if hurried else min(LIMIT, start * growth ** sum(k - 1 for k in sizes))


def _regions(payoffs: FloatArray, some: Profiles, which: Sequence[int]) -> _Found:
    """The corners of whole regions of equilibria, for profiles in which at most two players mix."""
    found = _Found()
    for i in which:
        pieces = region([table[i] for table in some.payoffs], some.sizes)
        if not pieces.known:
            found = found._replace(unsettled=(*found.unsettled, _support(some, i)))
        elif pieces.corners:
            mixtures = tuple(np.array(own) for own in zip(*pieces.corners, strict=True))
            corners = Points(np.full(len(pieces.corners), i, dtype=np.intp), mixtures)
            found = found._replace(equilibria=found.equilibria + _equilibria(payoffs, _spread(payoffs, some, corners)))
    return found


def _support(some: Profiles, i: int) -> Support:
    return tuple(tuple(mixed[i].tolist()) for mixed in some.mixed)


def _spread(payoffs: FloatArray, profiles: Profiles, points: Points) -> list[FloatArray]:
    """Probabilities over all of each player's strategies, an array `(found, m)` a player, where none is negative."""
    inside = np.logical_and.reduce([(own >= -PLAYED).all(axis=1) for own in points.mixtures])
    spread = []
    for m, mixed, own in zip(payoffs.shape[1:], profiles.mixed, points.mixtures, strict=True):
        wide = np.zeros((int(inside.sum()), m))
        np.put_along_axis(wide, mixed[points.owner[inside]], np.where(own <= PLAYED, 0.0, own)[inside], axis=1)
        spread.append(wide / wide.sum(axis=1, keepdims=True))
    return spread


def _equilibria(payoffs: FloatArray, strategies: Sequence[FloatArray]) -> tuple[Profile, ...]:
    """Those of the profiles that nobody gains by leaving."""
    left = regret(payoffs[None], strategies).max(axis=1) <= BEST
    return tuple(tuple(own[row] for own in strategies) for row in np.flatnonzero(left))


def _once(found: Sequence[Profile], payoffs: FloatArray) -> list[Profile]:
    """Each equilibrium once, whichever supports led to it."""
    kept = list[Profile]()
    for one in found:
        if not any(_near(one, other) and _alike(one, other, payoffs) for other in kept):
            kept.append(one)
    return kept


def _near(one: Profile, other: Profile) -> bool:
    return all(bool((np.abs(a - b) < SAME).all()) for a, b in zip(one, other, strict=True))


def _alike(one: Profile, other: Profile, payoffs: FloatArray) -> bool:
    """Whether two solutions so near to each other are the same.

    They are if they play the same strategies. If not, the one that plays fewer would solve the other's conditions too:
    what it leaves out would be worth the same to it.
    """
    played = [[own > 0 for own in profile] for profile in (one, other)]
    if all(np.array_equal(a, b) for a, b in zip(*played, strict=True)):
        return True
    fewer = min((one, other), key=lambda profile: sum(int(np.count_nonzero(own)) for own in profile))
    values = expected_payoffs(payoffs, fewer)
    both = [a | b for a, b in zip(*played, strict=True)]
    return all(np.ptp(value[some]) <= NOUGHT for value, some in zip(values, both, strict=True))


def _examples(game: NormalFormGame, left: Reduced, known: Sequence[Profile], found: _Found) -> list[Equilibrium]:
    """One equilibrium of each support that was not settled, where it can be verified and none is at its edge."""
    seen, examples = list(known), list[Equilibrium]()
    for support in found.unsettled:
        if any(_within(profile, support) for profile in seen):
            continue
        for guess in (guess for guess in found.guesses if _within(guess, support)):
            try:
                examples.append(verified(game, widened(game, left.kept, guess)))
            except Unverified:
                continue
            seen.append(guess)
            break
    return examples


def _within(profile: Sequence[FloatArray], support: Sequence[Sequence[int]]) -> bool:
    """Whether nothing but the support is played."""
    return all(set(np.flatnonzero(own).tolist()) <= set(some) for own, some in zip(profile, support, strict=True))


def _solution(game: NormalFormGame, left: Reduced, equilibria: list[Equilibrium], found: _Found) -> Solution:
    settled, continuum = not found.unsettled, mixable(equilibria)
    notes = [] if settled else [_open(found, count(left.game.shape))]
    if continuum:
        notes.append(BETWEEN if settled else AND_BETWEEN)
    mixing = any(not equilibrium.pure for equilibrium in equilibria)
    return Solution(
        game=game,
        equilibria=in_order(equilibria),
        concept="Nash",
        method=f"{NAME}, after strict dominance" if left.eliminations else NAME,
        complete=settled,
        exact=not mixing,
        verified=CHECKED if settled else VERIFIED,
        seconds=0.0,
        notes=tuple(notes),
        eliminations=left.eliminations,
        continuum=continuum,
    )


def _open(found: _Found, profiles: int) -> str:
    where = f"{len(found.unsettled):,} of the {profiles:,} combinations of strategies that could be mixed"
    if found.spent > BUDGET:
        return f"the search was cut short after {found.spent:,} cells, and {where} may hold more equilibria"
    return f"ties in the payoffs leave {where} open: a line of equilibria may pass there that is not listed"
