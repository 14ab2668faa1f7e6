"""Equilibria taken apart: their payoffs into labelled terms, and how likely they end across a red line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from math import prod

import numpy as np

from negotiate.arrays import BoolArray
from negotiate.equilibrium.solution import CorrelatedEquilibrium, Equilibrium, TreeEquilibrium
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import Column, NormalFormGame, TakesApart

LIMIT = 100_000
"""Outcomes that are taken apart for one answer."""

Parts = dict[str, dict[str, float]]
"""Player's key → term → its expected value."""


@dataclass(frozen=True, slots=True)
class _Reached:
    """The outcomes of one equilibrium: how likely each is, and its options and actions, a column each."""

    weights: list[float]
    choices: Mapping[str, Column]
    moves: Mapping[str, Column] | None


def parts(
    game: NormalFormGame | ExtensiveGame, equilibria: Sequence[Equilibrium | TreeEquilibrium]
) -> tuple[Parts, ...]:
    """What each player's payoff consists of, in each of these equilibria.

    Returns
    -------
    tuple of dict
        One an equilibrium: player's key → term → its expected value; a player's terms add up to its payoff. Empty for
        a game that does not know its terms, and for what comes after more than `LIMIT` outcomes.
    """
    if game.takes_apart is None:
        return tuple({} for _ in equilibria)
    counts = np.cumsum([_count(equilibrium) for equilibrium in equilibria])
    taken = equilibria[: int(np.searchsorted(counts, LIMIT, side="right"))]
    reached = [_reached(game, equilibrium) for equilibrium in taken]
    found = _expected(game.takes_apart, reached) if reached else ()
    return (*found, *({} for _ in equilibria[len(taken) :]))


def _count(equilibrium: Equilibrium | TreeEquilibrium) -> int:
    if isinstance(equilibrium, TreeEquilibrium):
        return len(equilibrium.endings)
    return min(prod(map(len, equilibrium.support)), LIMIT + 1)


def _reached(game: NormalFormGame | ExtensiveGame, equilibrium: Equilibrium | TreeEquilibrium) -> _Reached:
    if isinstance(equilibrium, TreeEquilibrium):
        return _endings(equilibrium)
    if not isinstance(game, NormalFormGame):
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    profiles = list(product(*equilibrium.support))
    weights = [prod(float(s[i]) for s, i in zip(equilibrium.strategies, row, strict=True)) for row in profiles]
    choices: dict[str, Column] = {
        issue: [game.strategies[player][row[player]].choices[issue] for row in profiles]
        for player, strategies in enumerate(game.strategies)
        for issue in strategies[0].choices
    }
    kept = {issue: [option] * len(profiles) for issue, option in game.kept.items()}
    return _Reached(weights, {**kept, **choices}, None)


def _endings(equilibrium: TreeEquilibrium) -> _Reached:
    game, endings = equilibrium.game, equilibrium.endings
    packages = [game.package(leaf) for leaf, _ in endings]
    choices: dict[str, Column] = {issue: [package[issue] for package in packages] for issue in packages[0]}
    weights = [chance for _, chance in endings]
    if game.normal_form is not None:
        kept = {issue: [option] * len(endings) for issue, option in game.normal_form.kept.items()}
        return _Reached(weights, {**kept, **choices}, None)
    made = game.moves_made([leaf for leaf, _ in endings])
    moves: dict[str, Column] = {
        move.label: ["" if a < 0 else move.actions[a] for a in made[:, k].tolist()] for k, move in enumerate(game.moves)
    }
    return _Reached(weights, choices, moves)


def _expected(takes_apart: TakesApart, reached: Sequence[_Reached]) -> tuple[Parts, ...]:
    """All outcomes taken apart at once, then added up for each equilibrium with their probabilities."""
    weights = np.array([p for one in reached for p in one.weights])
    starts = np.cumsum([0, *(len(one.weights) for one in reached)])[:-1]
    choices = {issue: [word for one in reached for word in one.choices[issue]] for issue in reached[0].choices}
    every = [one.moves for one in reached if one.moves is not None]
    moves = {move: [word for one in every for word in one[move]] for move in every[0]} if every else None
    found = takes_apart(choices, moves, len(weights))
    sums = {
        player: {term: np.add.reduceat(weights * value, starts) for term, value in terms.items()}
        for player, terms in found.items()
    }
    return tuple(
        {player: {term: float(value[k]) for term, value in terms.items()} for player, terms in sums.items()}
        for k in range(len(reached))
    )


AnyEquilibrium = Equilibrium | TreeEquilibrium | CorrelatedEquilibrium


def crossing(game: NormalFormGame | ExtensiveGame, equilibrium: AnyEquilibrium) -> dict[str, float]:
    """Red line → with what probability the equilibrium ends across it, for every line that it may cross.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[1]], [[1]])
    >>> crossing(game, Equilibrium("Nash", (np.ones(1), np.ones(1)), (1.0, 1.0), 0.0, {}))
    {}
    """
    found = {name: _chance(game, equilibrium, mask) for name, mask in _crossed(game, equilibrium).items()}
    return {name: chance for name, chance in found.items() if chance > 0}


def crosses_any(game: NormalFormGame | ExtensiveGame, equilibrium: AnyEquilibrium) -> float:
    """With what probability the equilibrium ends across some red line."""
    masks = list(_crossed(game, equilibrium).values())
    return _chance(game, equilibrium, reduce(np.logical_or, masks)) if masks else 0.0


def _crossed(game: NormalFormGame | ExtensiveGame, equilibrium: AnyEquilibrium) -> Mapping[str, BoolArray]:
    return equilibrium.game.crossed if isinstance(equilibrium, TreeEquilibrium) else game.crossed


def _chance(game: NormalFormGame | ExtensiveGame, equilibrium: AnyEquilibrium, mask: BoolArray) -> float:
    """With what probability the equilibrium ends where a mask is true, looking at no more than what is played."""
    if isinstance(equilibrium, TreeEquilibrium):
        chance = equilibrium.reach[equilibrium.game.tree.leaves] @ mask
    elif isinstance(equilibrium, CorrelatedEquilibrium):
        chance = equilibrium.distribution[mask].sum()
    else:
        chance = np.asarray(mask[np.ix_(*equilibrium.support)], dtype=np.float64)
        for strategy, support in zip(reversed(equilibrium.strategies), reversed(equilibrium.support), strict=True):
            chance = chance @ strategy[list(support)]
    return min(float(chance), 1.0)
