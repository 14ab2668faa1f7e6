"""What each player can guarantee itself whatever the others do, next to what the others can hold it
to.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import entity
from negotiate.equilibrium.certificate import BOUNDED, WHOLE_NUMBERS, Certificate
from negotiate.equilibrium.concepts.beliefs import (
    DENOMINATORS,
    highest_level,
    simple_weights,
    weighed,
)
from negotiate.equilibrium.concepts.beside_nash import impossible, without_equilibria
from negotiate.equilibrium.equilibrium import cut_off
from negotiate.equilibrium.kernels.dominance import own_rows
from negotiate.equilibrium.nash.lemke_howson import exact_end
from negotiate.equilibrium.solution import Finding, Solution
from negotiate.errors import NegotiateError
from negotiate.games.exactness import Exact, big_integers
from negotiate.games.normal_form import NormalFormGame, frozen

ENTRIES = 2_000_000  # of a player's payoffs: above it, the program for mixtures takes minutes
EXACTLY = 10_000  # of a player's payoffs: above it, fractions take longer than they are worth
GAP = 1e-9  # of the player's payoff range, between the two sides of the program
# payoffs of a player, up to which paths of pivots are followed in whole numbers: tenths of a second
PIVOTED = 400
PIVOTS = 200  # corners of such a path
TINY = 1e-9  # a smaller probability is the program's rounding
ALONE = "others who cannot coordinate can hold a player only to a payoff between the two limits"

Mixed = tuple[float | None, FloatArray | None, FloatArray | None, bool]


class BoundsApart(NegotiateError):
    """What a player can guarantee and what the others can hold it to do not meet; a mistake of the
    solver.
    """


@entity
class SecurityLevel:
    """How safe one player is.

    Parameters
    ----------
    player : int
        Whose level it is.
    pure_maxmin : float
        The most that one strategy guarantees.
    pure_strategies : tuple of int
        The strategies that do.
    pure_minmax : float
        The least to which the others can hold the player, who knows what they do, by one
        combination.
    pure_punishments : tuple of tuple of int
        The combinations of the others, in the order of the players, that do.
    value : float or None
        With mixtures both are the same number; None in a game that is too large for it.
    strategy : ndarray or None
        Probabilities over the player's strategies that guarantee `value`.
    punishment : ndarray or None
        Probabilities over the others' combinations, shape (*strategies of the others), that hold
        the player to it.
    independent : bool
        Whether the others can do so without acting in concert: always with one other; with several,
        whether the punishment is one lottery for each of them.
    """

    player: int
    pure_maxmin: float
    pure_strategies: tuple[int, ...]
    pure_minmax: float
    pure_punishments: tuple[tuple[int, ...], ...]
    value: float | None
    strategy: FloatArray | None
    punishment: FloatArray | None
    independent: bool


@entity
class SecurityLevels(Finding):
    """The level of each player asked about, in the order of the players.

    Parameters
    ----------
    levels : tuple of SecurityLevel
        One a player, or only that of the player who was named.
    """

    levels: tuple[SecurityLevel, ...]


applies_to = impossible


def run(game: NormalFormGame, player: int | None) -> Solution:
    """Its answer; see `Concept.run`."""
    asked = range(game.n_players) if player is None else (player,)
    whole, unit = game.exactly(), game.unit()
    found = [_level(game, own_rows(whole.payoffs[p], p), own_rows(unit[p], p), p) for p in asked]
    levels = tuple(level for level, _ in found)
    mixed, exact = (
        all(level.value is not None for level in levels),
        all(exact for _, exact in found),
    )
    program = mixed and any(level.pure_maxmin < level.pure_minmax for level in levels)
    notes = (
        []
        if mixed
        else [
            (
                f"mixtures were not looked at, since a player's payoffs are more than {ENTRIES:,} "
                "numbers"
            )
        ]
    )
    if not all(level.independent for level in levels):
        notes.append(ALONE)
    return without_equilibria(
        game,
        SecurityLevels(levels),
        method="comparison of all strategies"
        + (", and a linear program for mixtures" if program else ""),
        certificate=Certificate(
            WHOLE_NUMBERS if exact else BOUNDED,
            not (exact and whole.decimal),
            () if mixed else tuple(notes[:1]),
        ),
        verified="what each can guarantee and what the others can hold it to are the same number"
        if mixed
        else "",
        notes=tuple(notes),
    )


def _level(
    game: NormalFormGame, table: Exact, unit: FloatArray, player: int
) -> tuple[SecurityLevel, bool]:
    """The level of one player, and whether it is exact."""
    own = own_rows(game.payoffs[player], player)
    sizes = tuple(n for p, n in enumerate(game.shape) if p != player)
    worst, best = table.min(axis=1), table.max(axis=0)
    safe, harsh = np.flatnonzero(worst == worst.max()), np.flatnonzero(best == best.min())
    value, strategy, punishment, exact = _mixed(own, table, unit, int(safe[0]), int(harsh[0]))
    lottery = None if punishment is None else frozen(punishment.reshape(sizes))
    level = SecurityLevel(
        player=player,
        pure_maxmin=float(own[safe[0]].min()),
        pure_strategies=tuple(int(i) for i in safe),
        pure_minmax=float(own[:, harsh[0]].max()),
        pure_punishments=tuple(
            tuple(int(i) for i in np.unravel_index(int(c), sizes)) if sizes else () for c in harsh
        ),
        value=value,
        strategy=None if strategy is None else frozen(strategy),
        punishment=lottery,
        independent=len(sizes) < 2 or (lottery is not None and _independent(lottery)),
    )
    return level, exact


def _mixed(own: FloatArray, table: Exact, unit: FloatArray, safe: int, harsh: int) -> Mixed:
    """The value with mixtures, the strategy, the punishment, and whether all three are exact."""
    if table[safe].min() == table[:, harsh].max():
        return float(own[safe].min()), _sure(len(table), safe), _sure(table.shape[1], harsh), True
    if table.size > ENTRIES:
        return None, None, None, False
    mine, theirs = _program(unit)
    exactly = _met(table, mine, theirs) if table.size <= EXACTLY else None
    if exactly is None and table.size <= PIVOTED:
        exactly = _by_pivots(table)
    if exactly is not None:
        mine, theirs = exactly
    low, high = float((mine @ own).min()), float((own @ theirs).max())
    if float((unit @ theirs).max() - (mine @ unit).min()) > GAP:
        raise BoundsApart(
            f"a solver's bounds do not meet: {low:.12g} is guaranteed, and {high:.12g} is the limit"
        )
    return (low + high) / 2, mine, theirs, exactly is not None


def _sure(size: int, place: int) -> FloatArray:
    sure = np.zeros(size)
    sure[place] = 1.0
    return sure


def _program(unit: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Maximise v over mixtures w of the rows with w @ unit >= v; its dual is the mixture of the
    columns.
    """
    answer = highest_level(-unit.T, np.ones(unit.shape[1]), 0.0)
    if answer.x is None:
        raise BoundsApart("the linear program for mixtures gave no answer")
    return cut_off(answer.x[:-1], TINY), cut_off(-answer.ineqlin.marginals, TINY)


def _met(
    table: Exact, mine: FloatArray, theirs: FloatArray
) -> tuple[FloatArray, FloatArray] | None:
    """Both mixtures in simple fractions, if both bounds are exactly the same number then."""
    for largest in DENOMINATORS:
        rows, columns = simple_weights(mine, largest), simple_weights(theirs, largest)
        if min(weighed(table, rows)) == max(weighed(table.T, columns)):
            return _floats(rows), _floats(columns)
    return None


def _by_pivots(table: Exact) -> tuple[FloatArray, FloatArray] | None:
    """Both mixtures from a path of pivots in whole numbers, in the game in which the others gain
    what is lost.
    """
    whole = big_integers(table)
    for label in range(sum(table.shape)):
        found, _ = exact_end(np.array([whole, -whole]), label, PIVOTS)
        if found is not None:
            return _floats(found[0]), _floats(found[1])
    return None


def _floats(weights: Sequence[Fraction]) -> FloatArray:
    return np.array([float(weight) for weight in weights])


def _independent(lottery: FloatArray) -> bool:
    """Whether a lottery over combinations is one for each of the others."""
    product = np.ones(())
    for axis in range(lottery.ndim):
        product = np.multiply.outer(
            product, lottery.sum(axis=tuple(a for a in range(lottery.ndim) if a != axis))
        )
    return bool(np.abs(product - lottery).max() <= TINY)
