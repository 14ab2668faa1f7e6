"""All pure equilibria of a game for any number of players, after iterated strict dominance.

Where dominance leaves one combination, that is the only equilibrium, mixed ones included. Elsewhere there may be mixed
equilibria, which this solver does not look for and says so. Preferences without numbers say nothing of mixtures.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import BoolArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.kernels.pure import best_replies, pure_equilibria
from negotiate.solvers.equilibrium import UNDECIDED, in_order, mixable, point, verified, widened
from negotiate.solvers.nash.dominance import UNTRIED, Reduced, reduce
from negotiate.solvers.solution import NO_NUMBERS, NOT_LOOKED_FOR, Equilibrium, Solution
from negotiate.solvers.solver import Game

NAME = "pure"
LISTED = 2_000
"""Pure equilibria listed; in games of many ties they can be very many."""
VERIFIED = "no player gains by another strategy"
MANY_BEST = "some strategies are equally good"


def profiles(game: NormalFormGame) -> list[tuple[int, ...]]:
    """Every pure equilibrium as strategies' indices, the last player's changing fastest."""
    return [tuple(int(i) for i in row) for row in np.argwhere(stable(game))]


def stable(game: NormalFormGame) -> BoolArray:
    """Which combinations are pure equilibria; payoffs that cannot be told apart count as equal."""
    numbers, margin = game.comparable()
    return pure_equilibria(numbers, game.feasible, margin=margin)


def _undecided(game: NormalFormGame) -> bool:
    """Whether it hangs on payoffs that cannot be told apart which replies are best."""
    numbers, margin = game.comparable()
    if not margin.any():
        return False
    apart = best_replies(numbers, game.feasible, margin=np.zeros_like(margin))
    return not np.array_equal(best_replies(numbers, game.feasible, margin=margin), apart)


def one_chooser(game: NormalFormGame) -> bool:
    """Whether at most one player has a choice, so that pure equilibria are all there are but for mixing equals."""
    return sum(n > 1 for n in game.shape) <= 1


def lifted(game: NormalFormGame, left: Reduced) -> list[Equilibrium]:
    """The pure equilibria of the game left, `LISTED` at the most, verified in the game that was asked about."""
    some = profiles(left.game)[:LISTED]
    return [verified(game, widened(game, left.kept, point(left.game.shape, row)), row) for row in some]


def dominance_only(left: Reduced) -> bool:
    """Whether iterated strict dominance leaves one combination."""
    return all(len(k) == 1 for k in left.kept)


def applies_to(game: Game) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    return "needs a game in normal form" if isinstance(game, ExtensiveGame) else None


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    if isinstance(game, ExtensiveGame):
        raise TypeError("`applies_to` was not asked")
    left = reduce(game, mixtures=not game.ordinal)
    return solved_purely(game, left, NAME)


def solved_purely(game: NormalFormGame, left: Reduced, name: str) -> Solution:
    """The solution of a game for which pure equilibria are all that is looked for, or all that there is."""
    equilibria = lifted(game, left)
    there, undecided = int(stable(left.game).sum()), _undecided(left.game)
    complete = (one_chooser(left.game) or bool(game.ordinal)) and there == len(equilibria) and not undecided
    notes = [note for note in left.notes if not (game.ordinal and note == UNTRIED)]
    if there > len(equilibria):
        notes.append(f"there are {there:,} pure equilibria, of which the first {LISTED:,} are listed")
    if game.ordinal:
        notes.append(NO_NUMBERS)
    elif not one_chooser(left.game):
        notes.append(NOT_LOOKED_FOR)
    elif len(equilibria) > 1:
        notes.append(MANY_BEST)
    notes += [UNDECIDED] if undecided else []
    if dominance_only(left) and left.eliminations:
        how, notes = "iterated strict dominance", [NO_NUMBERS] if game.ordinal else []
    else:
        how = f"{name}, after strict dominance" if left.eliminations else name
    return Solution(
        game=game,
        equilibria=in_order(equilibria),
        concept="Nash",
        method=how,
        complete=complete,
        exact=not undecided,
        verified=VERIFIED,
        seconds=0.0,
        notes=tuple(notes),
        eliminations=left.eliminations,
        continuum=not game.ordinal and mixable(equilibria),
    )
