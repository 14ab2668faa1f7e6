"""Which discount factors hold one package, and which side payment would be enough in place of higher ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray
from negotiate.display import Shown
from negotiate.errors import UnsuitableGame
from negotiate.kernels.repeated.sustaining.breaking import margin, patience_between, secret
from negotiate.repeated.ranges import is_number
from negotiate.repeated.sustaining.fallback import Fallback, bound, breaking, fallback
from negotiate.repeated.sustaining.grounds import left_aside, numbers, refuse_what_ends
from negotiate.repeated.sustaining.harshest import Harshest, by_the_harshest

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame

GIVEN = "The payoffs after a breach were given."


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Holding(Shown):
    """What it takes to hold one package round after round, if a breach ends it for good.

    A payment is made in rounds in which all keep the package, as is what `repeat.sets` agrees: who breaks it gets, or
    makes, none in that round any more.

    Parameters
    ----------
    game : RepeatedGame
        What is played again.
    package : tuple of int
        The posture of each player; empty where its worth was given in place of it.
    worth, temptation, floor : tuple of float
        By player: a round of the package, the best round of breaking it, and what it is held down to afterwards: the
        equilibrium of the single round that is worst for it. Who can break nothing has its worth for a temptation.
    punishment : str
        What follows a breach, in a sentence.
    critical : tuple of float or None
        The critical discount factor of each player, the least that will do; None where none will.
    common : float or None
        The least that all could share, the largest of these; None where none will do.
    holds : bool
        Whether it holds at the players' own discount factors.
    needs : tuple of float
        By player: what it would have to receive in each round in which all keep the package, and in no other, to keep
        it at its own discount factor; in its own unit. 0 where it keeps it anyway, infinite (null in JSON)
        where no payment is enough.
    affords : tuple of float
        By player: the most it could pay in each such round, in its own unit, and still rather keep the package than
        break it, be it by doing as agreed and refusing to pay.
    payment : tuple of float
        By player, in its own unit, the smallest side payment of this kind with which the package holds at the players'
        own discount factors: above 0 for a player who receives. Zeros where none is needed; empty where none is enough
        or the file does not say what a unit of one player is worth to another.
    harshest : Harshest or None
        None for more than two players, and where it was not asked for.
    notes : tuple of str
        What a reader must know: ties and doubts of the punishment, and what of the game was left aside.
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
        In place of a package of postures: what each player gets in a round of it, and in the round of breaking it, for
        packages that set what players decide together.
    floor : sequence of float, optional
        What each player has by round after a breach; by default what the worst equilibrium of a single round for it
        brings.
    rates : sequence of float
        What a unit of each player's payoff is worth in a common money, where side payments are possible.
    harshest : bool
        Whether to look for the worst punishments that are themselves equilibria, too.

    Raises
    ------
    UnsuitableGame
        If all know the last round, the game has phases or signals, or a package does not fit the game.
    OutOfRange
        If there is not one finite number a player, or a rate is below 0.

    References
    ----------
    Friedman, J. (1971). A Non-cooperative Equilibrium for Supergames. Review of Economic Studies 38. Abreu, D. (1988).
    On the Theory of Infinitely Repeated Games with Discounting. Econometrica 56: the harshest punishments.

    Examples
    --------
    >>> from negotiate import NormalFormGame
    >>> from negotiate.repeated.game import RepeatedGame
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
    low, high = patience_between(kept.worth, kept.temptation, floors)
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
        harshest=by_the_harshest(game, kept.worth, kept.temptation, bool(kept.unseen.any())) if harshest else None,
        notes=(*after.notes, *left_aside(game)),
    )


def held_packages(game: RepeatedGame, floor: Sequence[float] | None = None) -> npt.NDArray[np.bool_]:
    """Which combinations of postures can be held at the players' own discount factors, shape (*postures).

    Parameters
    ----------
    floor : sequence of float, optional
        What each player is held down to after a breach; by default the worst equilibrium of a single round.
    """
    refuse_what_ends(game)
    after = fallback(game).floor if floor is None else numbers(game, "floor", floor)
    worth, most, unseen = (np.moveaxis(table, 0, -1) for table in (game.stage.payoffs, *breaking(game)))
    floors = np.where(bound(game), np.minimum(after, worth), after)
    kept = margin(worth, most, floors, np.array(game.effective)) >= 0
    return np.asarray((kept & ~secret(worth, unseen)).all(axis=-1))


class _Kept(NamedTuple):
    """A package: what keeping and breaking it gives, who gains by what nobody sees, and who can break nothing."""

    package: tuple[int, ...]
    worth: FloatArray
    temptation: FloatArray
    unseen: npt.NDArray[np.bool_]
    bound: npt.NDArray[np.bool_]


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
                "a package is a posture of each player, or what each player gets by keeping and by breaking it",
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
    if len(given) != len(shape) or not all(
        is_number(own) and own in range(count) for own, count in zip(given, shape, strict=True)
    ):
        raise UnsuitableGame(
            f"{package!r} is not a package of a game with {' × '.join(map(str, shape))} postures",
            f"a package is the number of a posture of each player, counted from 0, such as {game.cooperate}",
        )
    return tuple(map(int, given))


def _payments(kept: _Kept, floor: FloatArray, discount: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What each player would have to receive in every round to keep a package, and what it could pay at most."""
    own = margin(kept.worth, kept.temptation, floor, discount)
    refusing = margin(kept.worth, np.maximum(kept.temptation, kept.worth), floor, discount)
    needs = np.where(kept.unseen, np.inf, np.where(own < 0, -own, 0.0))
    return needs, np.where(kept.unseen | (refusing < 0), 0.0, refusing)


def _before_the_end(game: RepeatedGame, discount: float) -> float | None:
    """The factor that gives an effective one where each round may be the last; None where none does."""
    ends = game.setting.ends
    patience = discount / (1 - ends) if ends < 1 else discount if discount == 0 else inf
    return patience if patience <= 1 else None  # neither is what is not a number


def _payment(needs: FloatArray, affords: FloatArray, rates: FloatArray) -> tuple[float, ...]:
    """The least that has to change hands: who needs it gets it, and who can pay does so in proportion."""
    if not needs.any():
        return (0.0,) * len(needs)
    if not len(rates) or np.isinf(needs).any():
        return ()
    wanted, able = float((needs * rates).sum()), float((affords * rates).sum())
    if wanted > able or (needs[rates == 0] > 0).any():
        return ()
    return tuple((needs - affords * (rates > 0) * wanted / able).tolist())
