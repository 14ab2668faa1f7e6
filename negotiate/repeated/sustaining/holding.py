"""Which discount factors hold one package, and which side payment would be enough in place of
higher ones.

Whoever keeps a package has its worth in every round. Whoever breaks it has the temptation once and
the floor ever after: the worst equilibrium of a single round, or the harshest punishment that is
itself an equilibrium. All arrays broadcast against each other, so that many packages are asked
about at once; the last axis is the players.

References
----------
Friedman, J. (1971). A Non-cooperative Equilibrium for Supergames. Review of Economic Studies 38.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.display import Shown, record
from negotiate.equilibrium import registry
from negotiate.errors import NegotiateError, UnsuitableGame
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.setting import is_number
from negotiate.repeated.sustaining.sustainable import (
    equilibria,
    everything,
    floor,
    leaving,
    left_aside,
    numbers,
    played,
    refuse_what_ends,
)

ROUNDING = 1e-12
"""Of the payoffs that are compared: a smaller difference is none."""


def discount_between(
    worth: FloatArray, temptation: FloatArray, floor: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """From which discount factor on, and up to which, each player keeps a package.

    Up to less than 1 only where afterwards is better than the package, and breaking it costs
    something at once: that tempts patient players alone.

    Returns
    -------
    low, high : ndarray
        From 0 to 1; not a number, both, where no discount factor will do.

    Examples
    --------
    The dilemma with 5, 3 and 1, for a player that keeps faith and then for one that would rather
    not have the package:

    >>> low, high = discount_between(
    ...     np.array([3.0, 0.5]), np.array([5.0, 5.0]), np.array([1.0, 1.0])
    ... )
    >>> low.tolist(), high.tolist()
    ([0.5, nan], [1.0, nan])
    """
    worth, temptation, floor = np.broadcast_arrays(worth, temptation, floor)
    gain, loss = temptation - worth, worth - floor
    reach = np.where(gain + loss != 0, gain + loss, 1.0)  # temptation less floor
    low = np.where(gain > 0, gain / reach, 0.0)
    high = np.where(loss < 0, gain / reach, 1.0)
    never = (gain > 0) & (loss <= 0)
    return np.where(never, np.nan, low), np.where(never, np.nan, high)


def margin(
    worth: FloatArray, temptation: FloatArray, floor: FloatArray, discount: FloatArray
) -> FloatArray:
    """By how much keeping a package is better for each player than breaking it, by round; below 0
    if it is worse.

    So much could a player pay in each round in which all keep it; below 0, so much would have to be
    paid to it.

    Examples
    --------
    >>> margin(
    ...     np.array([3.0, 3.0]), np.array([5.0, 5.0]), np.array([1.0, 1.0]), np.array([0.25, 0.75])
    ... ).tolist()
    [-1.0, 1.0]
    """
    found = worth - (1 - discount) * temptation - discount * floor
    size = np.abs(worth) + np.abs(temptation) + np.abs(floor)
    return np.where(np.abs(found) > ROUNDING * size, found, 0.0)


def secret(worth: FloatArray, unseen: FloatArray) -> BoolArray:
    """Where a player gains by what nobody sees, so that no patience keeps it from doing so."""
    return unseen - worth > ROUNDING * (np.abs(unseen) + np.abs(worth))


WORST = (
    "After a breach, all play for ever the equilibrium of a single round that is worst for the "
    "deviator."
)
AWAY = "After a breach, all walk away for good."
DEEPEST = (
    "After a breach, the others hold the deviator down as far as they can. No equilibrium of a "
    "single round is known "
    "here."
)


class Fallback(NamedTuple):
    """What each player has by round after it has broken a package, shape (players,), and how that
    comes about.
    """

    floor: FloatArray
    words: str
    notes: tuple[str, ...] = ()


def fallback(game: RepeatedGame) -> Fallback:
    """What each player is held down to by the worst equilibrium of a single round.

    Everything that players can do counts. Where they can walk away, none is held down deeper, and
    where walking away is itself an equilibrium, it is what follows.
    """
    away = leaving(game)
    if len(away):
        return Fallback(away[0], AWAY)
    try:
        found = registry.solve(everything(game))
        payoffs, complete = np.array([one.payoffs for one in found.equilibria]), found.complete
    except NegotiateError:
        payoffs, complete = np.zeros((0, 0)), False
    if not len(payoffs):
        return Fallback(np.array(floor(game)), DEEPEST)
    worst = payoffs.min(axis=0)
    outside = np.array(game.setting.outside or worst)
    notes = (
        () if complete else ("there may be worse equilibria of a single round than those found",)
    )
    return Fallback(np.maximum(worst, outside), WORST, notes)


def breaking(game: RepeatedGame) -> tuple[FloatArray, FloatArray]:
    """What each player gets by breaking each combination of postures, shape (players, *postures)
    each.

    Returns
    -------
    seen : ndarray
        By its best other posture, by what is seen as it, or by walking away where that is possible.
        Who can do none of this has what it has anyway.
    unseen : ndarray
        By the best that is seen as the posture itself: nobody answers it.
    """
    tempting, outside = game.temptation, game.setting.outside or (-np.inf,) * game.stage.n_players
    seen = np.empty_like(tempting)
    for player, table in enumerate(tempting):
        count = table.shape[player]
        others = [
            np.delete(table, own, axis=player).max(axis=player, initial=outside[player])
            for own in range(count)
        ]
        seen[player] = np.stack(others, axis=player)
    return np.where(np.isneginf(seen), game.stage.payoffs, seen), tempting


def bound(game: RepeatedGame) -> BoolArray:
    """Which players can break nothing: they have one posture, and cannot walk away; shape
    (players,).
    """
    return np.asarray((np.array(game.stage.shape) == 1) & (not game.setting.outside))


HALVINGS = 30
"""How often the least common discount factor is narrowed down."""
NEARLY_ONE = 1 - 1e-6
"""The highest discount factor that is tried."""


@record
class Harshest:
    """What holds a package if a breach is followed by the equilibrium that is worst for the
    deviator.

    There are two players, and they use pure actions.

    Parameters
    ----------
    floor : tuple of float
        What each player is held down to after a breach, at the players' own discount factors; empty
        where there is no equilibrium.
    holds : bool
        Whether the package holds with these floors at the players' own discount factors.
    common : float or None
        The least discount factor that all players could share; None where none will do.
    """

    floor: tuple[float, ...]
    holds: bool
    common: float | None


def by_the_harshest(
    game: RepeatedGame, worth: FloatArray, temptation: FloatArray, unseen: bool
) -> Harshest | None:
    """Whether a package holds by the harshest punishments; None where they are not known.

    Parameters
    ----------
    worth, temptation : ndarray, shape (players,)
        What each gets in a round of the package, and in that of breaking it.
    unseen : bool
        Whether a player gains by what no other player sees, so that nothing holds the package.
    """
    if game.stage.n_players != 2 or 1.0 in game.effective:
        return None
    floor = _floor(game)
    holds = not unseen and _holds(game, worth, temptation, floor)
    common = None if unseen else _common(game, worth, temptation)
    return Harshest(() if floor is None else tuple(floor.tolist()), holds, common)


def _floor(game: RepeatedGame) -> FloatArray | None:
    basis = played(game)
    found = equilibria(game, basis)
    return basis.back(found.threat) if len(found.corners) else None


def _holds(
    game: RepeatedGame, worth: FloatArray, temptation: FloatArray, floor: FloatArray | None
) -> bool:
    return floor is not None and bool(
        (margin(worth, temptation, floor, np.array(game.effective)) >= 0).all()
    )


def _common(game: RepeatedGame, worth: FloatArray, temptation: FloatArray) -> float | None:
    """By halving: with equal factors and public lotteries, what can be held with less can be held
    with more.

    References
    ----------
    Abreu, Pearce and Stacchetti (1990), theorem 6.
    """

    def holds(discount: float) -> bool:
        other = replace(game, discount=(discount, discount))
        return _holds(other, worth, temptation, _floor(other))

    low, high = 0.0, NEARLY_ONE
    if not holds(high):
        return None
    if holds(low):
        return low
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


GIVEN = "The payoffs after a breach were given."


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Holding(Shown):
    """What it takes to hold one package round after round, if a breach ends it for good.

    A payment is made in rounds in which all keep the package, as is what `repeat.sets` agrees: who
    breaks it gets, or makes, none in that round any more.

    Parameters
    ----------
    game : RepeatedGame
        What is played again.
    package : tuple of int
        The posture of each player; empty where its worth was given in place of it.
    worth, temptation, floor : tuple of float
        By player: a round of the package, the best round of breaking it, and what it is held down
        to afterwards: the equilibrium of the single round that is worst for it. Who can break
        nothing has its worth for a temptation.
    punishment : str
        What follows a breach, in a sentence.
    critical : tuple of float or None
        The critical discount factor of each player, the least that will do; None where none will.
    common : float or None
        The least that all could share, the largest of these; None where none will do.
    holds : bool
        Whether it holds at the players' own discount factors.
    needs : tuple of float
        By player: what it would have to receive in each round in which all keep the package, and in
        no other, to keep it at its own discount factor; in its own unit. 0 where it keeps it
        anyway, infinite (null in JSON) where no payment is enough.
    affords : tuple of float
        By player: the most it could pay in each such round, in its own unit, and still rather keep
        the package than break it, be it by doing as agreed and refusing to pay.
    payment : tuple of float
        By player, in its own unit, the smallest side payment of this kind with which the package
        holds at the players' own discount factors: above 0 for a player who receives. Zeros where
        none is needed; empty where none is enough or the file does not say what a unit of one
        player is worth to another.
    harshest : Harshest or None
        None for more than two players, and where it was not asked for.
    notes : tuple of str
        What a reader must know: ties and doubts of the punishment, and what of the game was left
        aside.
    """

    game: RepeatedGame
    package: tuple[int, ...]
    worth: tuple[float, ...]
    temptation: tuple[float, ...]
    floor: tuple[float, ...]
    punishment: str
    critical: tuple[float | None, ...]
    common: float | None
    holds: bool
    needs: tuple[float, ...]
    affords: tuple[float, ...]
    payment: tuple[float, ...]
    harshest: Harshest | None = None
    notes: tuple[str, ...] = ()


def holding(
    game: RepeatedGame,
    package: Sequence[int] | None = None,
    *,
    worth: Sequence[float] | None = None,
    temptation: Sequence[float] | None = None,
    floor: Sequence[float] | None = None,
    rates: Sequence[float] = (),
    harshest: bool = False,
) -> Holding:
    """What it takes to hold a package round after round.

    Parameters
    ----------
    game : RepeatedGame
        Its postures, and everything else that players can do once the package is broken.
    package : sequence of int, optional
        The number of a posture of each player, from 0; by default the agreement.
    worth, temptation : sequence of float, optional
        In place of a package of postures: what each player gets in a round of it, and in the round
        of breaking it, for packages that set what players decide together.
    floor : sequence of float, optional
        What each player has by round after a breach; by default what the worst equilibrium of a
        single round for it brings.
    rates : sequence of float
        What a unit of each player's payoff is worth in a common money, where side payments are
        possible.
    harshest : bool
        Whether to look for the worst punishments that are themselves equilibria, too.

    Raises
    ------
    UnsuitableGame
        If all know the last round, the game has phases or signals, or a package does not fit the
        game.
    OutOfRange
        If there is not one finite number a player, or a rate is below 0.

    References
    ----------
    Friedman, J. (1971). A Non-cooperative Equilibrium for Supergames. Review of Economic Studies
    38. Abreu, D. (1988). On the Theory of Infinitely Repeated Games with Discounting. Econometrica
    56: the harshest punishments.

    Examples
    --------
    >>> from negotiate import NormalFormGame
    >>> from negotiate.repeated.repeated_game import RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> found = holding(RepeatedGame(dilemma, (0.4, 0.9)))
    >>> found.critical, found.holds
    ((0.5, 0.5), False)
    """
    refuse_what_ends(game)
    kept, discount = _kept(game, package, worth, temptation), np.array(game.effective)
    after = fallback(game) if floor is None else Fallback(numbers(game, "floor", floor), GIVEN)
    money = numbers(game, "rates", rates, least=0.0, optional=True)
    floors = np.where(kept.bound, np.minimum(after.floor, kept.worth), after.floor)
    low, high = discount_between(kept.worth, kept.temptation, floors)
    low = np.where(kept.unseen, np.nan, low)
    needs, affords = _payments(kept, floors, discount)
    shared = float(np.max(low))  # not a number if one is none
    return Holding(
        game=game,
        package=kept.package,
        worth=tuple(kept.worth.tolist()),
        temptation=tuple(kept.temptation.tolist()),
        floor=tuple(after.floor.tolist()),
        punishment=after.words,
        critical=tuple(_before_the_end(game, one) for one in low.tolist()),
        common=_before_the_end(game, shared) if shared <= float(np.min(high)) else None,
        holds=not needs.any(),
        needs=tuple(needs.tolist()),
        affords=tuple(affords.tolist()),
        payment=_payment(needs, affords, money),
        harshest=by_the_harshest(game, kept.worth, kept.temptation, bool(kept.unseen.any()))
        if harshest
        else None,
        notes=(*after.notes, *left_aside(game)),
    )


class _Kept(NamedTuple):
    """A package: what keeping and breaking it gives, who gains by what nobody sees, and who can
    break nothing.
    """

    package: tuple[int, ...]
    worth: FloatArray
    temptation: FloatArray
    unseen: BoolArray
    bound: BoolArray


def _kept(
    game: RepeatedGame,
    package: Sequence[int] | None,
    worth: Sequence[float] | None,
    temptation: Sequence[float] | None,
) -> _Kept:
    nobody = np.zeros(game.stage.n_players, dtype=bool)
    if worth is not None or temptation is not None:
        if package is not None or worth is None or temptation is None:
            raise UnsuitableGame(
                (
                    "a package is a posture of each player, or what each player gets by keeping "
                    "and by "
                    "breaking it"
                ),
                "give `package`, or both `worth` and `temptation`",
            )
        most = numbers(game, "temptation", temptation)
        return _Kept((), numbers(game, "worth", worth), most, nobody, nobody)
    cell = _cell(game, game.cooperate if package is None else package)
    here: tuple[int | slice, ...] = (slice(None), *cell)
    kept, most, unseen = (table[here] for table in (game.stage.payoffs, *breaking(game)))
    return _Kept(cell, kept, most, secret(kept, unseen), bound(game))


def _cell(game: RepeatedGame, package: object) -> tuple[int, ...]:
    """A posture of each player."""
    given, shape = np.atleast_1d(np.asarray(package, dtype=np.object_)).tolist(), game.stage.shape
    fits = [
        is_number(own) and own in range(count) for own, count in zip(given, shape, strict=False)
    ]
    if len(given) != len(shape) or not all(fits):
        raise UnsuitableGame(
            f"{package!r} is not a package of a game with {' × '.join(map(str, shape))} postures",
            (
                "a package is the number of a posture of each player, counted from 0, such as "
                f"{game.cooperate}"
            ),
        )
    return tuple(map(int, given))


def _payments(
    kept: _Kept, floor: FloatArray, discount: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """What each player would have to receive in every round to keep a package, and what it could
    pay at most.
    """
    own = margin(kept.worth, kept.temptation, floor, discount)
    refusing = margin(kept.worth, np.maximum(kept.temptation, kept.worth), floor, discount)
    needs = np.where(kept.unseen, np.inf, np.where(own < 0, -own, 0.0))
    return needs, np.where(kept.unseen | (refusing < 0), 0.0, refusing)


def _before_the_end(game: RepeatedGame, discount: float) -> float | None:
    """The factor that gives an effective one where each round may be the last; None where none
    does.
    """
    ends = game.setting.ends
    factor = discount / (1 - ends) if ends < 1 else discount if discount == 0 else inf
    return factor if factor <= 1 else None  # neither is what is not a number


def _payment(needs: FloatArray, affords: FloatArray, rates: FloatArray) -> tuple[float, ...]:
    """The least that has to change hands: who needs it gets it, and who can pay does so in
    proportion.
    """
    if not needs.any():
        return (0.0,) * len(needs)
    if not len(rates) or np.isinf(needs).any():
        return ()
    wanted, able = float((needs * rates).sum()), float((affords * rates).sum())
    if wanted > able or (needs[rates == 0] > 0).any():
        return ()
    return tuple((needs - affords * (rates > 0) * wanted / able).tolist())
