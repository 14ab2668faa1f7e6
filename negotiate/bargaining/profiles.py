"""The bargaining problem under each way in which private types can be dealt, and where there is a
deal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import prod

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.frontier import frontier_of, zone_count
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.refusals.side_payments import side_payments
from negotiate.display import entity, record


@entity
class Profiles:
    """Who may be what, and the problem under each combination of types.

    Parameters
    ----------
    types : Mapping[str, tuple of str]
        Player → its types; only players with types.
    odds : tuple of ndarray, shape (types,)
        How likely each player's types are.
    together : ndarray, shape (types of the first player, …)
        How likely each combination is.
    work : callable
        From the place of a combination, those of the last player varying fastest, to its problem.
    """

    types: Mapping[str, tuple[str, ...]]
    odds: tuple[FloatArray, ...]
    together: FloatArray
    work: Callable[[int], BargainingProblem]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many types each player has."""
        return tuple(map(len, self.types.values()))

    @property
    def count(self) -> int:
        """How many combinations there are."""
        return prod(self.shape)

    def named(self, place: int) -> dict[str, str]:
        """Player → type, in one combination."""
        dealt = np.unravel_index(place, self.shape)
        return {key: own[k] for (key, own), k in zip(self.types.items(), dealt, strict=True)}

    def chance(self, place: int) -> float:
        """How likely one combination is."""
        return float(self.together.flat[place])


@record
class TypesDeal:
    """Whether there is a deal under one combination of types.

    Parameters
    ----------
    types : Mapping[str, str]
        Player → its type.
    odds : float
        How likely the combination is.
    exists : bool
        Whether all would sign something; with side payments where they may change hands.
    size : int
        How many packages all would sign without side payments; -1 where they were not counted.
    joint : float or None
        The best joint gain in the common money of `side_payments`, 0 without a deal; None where
        there is no such money.
    """

    types: Mapping[str, str]
    odds: float
    exists: bool
    size: int
    joint: float | None


@record
class TypeSigns:
    """What one type of a player would sign.

    Parameters
    ----------
    player : int
        Whose type it is.
    type : str
        Its name.
    odds : float
        How likely it is.
    least, most : int
        How many packages it gains by and would sign, over the types of the others; -1 where they
        were not counted.
    """

    player: int
    type: str
    odds: float
    least: int
    most: int


@record
class TypeDeals:
    """What each type would sign, and where there is a deal.

    Parameters
    ----------
    cases : tuple of TypesDeal
        Every combination of types, those of the last player varying fastest.
    signs : tuple of TypeSigns
        Every type of the players who sign.
    """

    cases: tuple[TypesDeal, ...]
    signs: tuple[TypeSigns, ...]

    @property
    def chance(self) -> float:
        """How likely it is that there is a deal."""
        return float(sum(case.odds for case in self.cases if case.exists))


def type_deals(profiles: Profiles) -> TypeDeals:
    """Whether there is a deal under each combination of types, and what each type would sign.

    Raises
    ------
    UnsuitableGame
        If under some combination nobody knows what no deal brings.
    GameTooLarge
        If the packages are too many to find the frontier.
    """
    cases, sizes = [], list[dict[tuple[str, str], int]]()
    for place in range(profiles.count):
        problem, dealt = profiles.work(place), profiles.named(place)
        money = side_payments(problem) if problem.money and not problem.ordinal else None
        paid = money is not None and money.nash is not None
        joint = None if money is None else money.surplus if paid else 0.0
        exists = paid or len(frontier_of(problem).packages) > 0
        cases.append(TypesDeal(dealt, profiles.chance(place), exists, zone_count(problem), joint))
        signing = problem.of_signers(problem.keys) if profiles.chance(place) else ()
        sizes.append(
            {(key, kind): _alone(problem, key) for key, kind in dealt.items() if key in signing}
        )
    keys, told = list(problem.keys), list[TypeSigns]()
    for (key, kinds), odds in zip(profiles.types.items(), profiles.odds, strict=True):
        for kind, chance in zip(kinds, odds.tolist(), strict=True):
            if found := [own[key, kind] for own in sizes if (key, kind) in own]:
                told.append(TypeSigns(keys.index(key), kind, chance, min(found), max(found)))
    return TypeDeals(tuple(cases), tuple(told))


def _alone(problem: BargainingProblem, key: str) -> int:
    """How many packages a player gains by and would sign, whatever the others want."""
    player = problem.keys.index(key)
    own = tuple(claim for claim in problem.claims if claim.player == player)
    signers = tuple(seat == player for seat in range(len(problem.keys)))
    return zone_count(replace(problem, signers=signers, claims=own))
