"""Picks the method for a game in normal form by its size and kind, and says why."""

from __future__ import annotations

from dataclasses import replace

from negotiate.games.normal_form import NormalFormGame
from negotiate.kernels.bordered_minors import count
from negotiate.solvers.equilibrium import verified, widened
from negotiate.solvers.nash import extreme_points, pure
from negotiate.solvers.nash.dominance import Reduced, reduce
from negotiate.solvers.nash.two_players import two_players
from negotiate.solvers.solution import Solution

AT_ONCE = 1_000
"""Candidates a player that are tried sooner than corners are listed: those of a game of 6 × 6."""
FEW = "every candidate can be tried"
CORNERS = "too many candidates to try one by one"
WAYS = "every way of mixing can be looked through"
OPPOSED = "too large to find all mixed equilibria, and what one player wins the other loses"
LARGE = "too large to find all mixed equilibria"


def solved(game: NormalFormGame) -> Solution:
    """Solve a game by the method that suits it.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.

    Returns
    -------
    Solution
        With the reason for the method in `chosen`.

    Notes
    -----
    For two players: strict dominance first; if little enough is left, all candidates; else all corners of the
    best-reply polytopes, if they can be listed, for which mixtures need not dominate; else one equilibrium of a
    zero-sum game; else all pure ones, and one mixed if there are none.
    For more players: every way of mixing if they are few enough, else the pure equilibria. Where preferences have no
    numbers: the pure equilibria.
    """
    if game.ordinal:
        return pure.run(game)
    if two_players(game) is None:
        if not _few(game) and (by_corners := _by_corners(game)) is not None:
            return by_corners
        left = reduce(game)
        return _by_candidates(game, left) if _few(left.game) else _of_large(game, left)
    from negotiate.solvers.nash import many_players  # noqa: PLC0415 - loaded for such games alone

    if many_players.applies_to(game) is None:
        found = many_players.run(game)
        return replace(found, chosen=WAYS) if many_players.NAME in found.method else found
    return pure.run(game)


def _by_corners(game: NormalFormGame) -> Solution | None:
    """All corners, where there are few enough, and too many candidates to try one by one."""
    from negotiate.solvers.nash import vertex_enumeration  # noqa: PLC0415 - loaded for large games alone

    if vertex_enumeration.too_large(game.shape) is not None:
        return None
    left = reduce(game, mixtures=False)
    if _few(left.game):
        return None
    found = vertex_enumeration.run(left.game)
    return replace(_lifted(game, left._replace(notes=()), found), chosen=CORNERS) if found.complete else None


def _few(game: NormalFormGame) -> bool:
    return extreme_points.few_enough(game) and (pure.one_chooser(game) or count(*game.shape) <= AT_ONCE)


def _of_large(game: NormalFormGame, left: Reduced) -> Solution:
    from negotiate.solvers.nash import one, vertex_enumeration, zero_sum  # noqa: PLC0415 - loaded for large games alone

    small = extreme_points.few_enough(left.game)
    if vertex_enumeration.too_large(left.game.shape) is None:
        found = vertex_enumeration.run(left.game)
        if found.complete or (found.equilibria and not small):
            return replace(_lifted(game, left, found), chosen=CORNERS)
    if small:
        return _by_candidates(game, left)
    if zero_sum.applies_to(left.game) is None:
        found = zero_sum.run(left.game)
        if found.equilibria:
            return replace(_lifted(game, left, found), chosen=OPPOSED)
    found = pure.solved_purely(game, left, pure.NAME)
    if found.equilibria:
        return replace(found, chosen=LARGE)
    return _lifted(game, left, one.one_equilibrium(left.game))


def _by_candidates(game: NormalFormGame, left: Reduced) -> Solution:
    found = extreme_points.solved(game, left)
    return found if pure.one_chooser(left.game) else replace(found, chosen=FEW)


def _lifted(game: NormalFormGame, left: Reduced, found: Solution) -> Solution:
    """An answer to what dominance has left, as one to the game that was asked about."""
    if not left.eliminations:
        return replace(found, notes=_once(left.notes + found.notes))
    return replace(
        found,
        game=game,
        equilibria=tuple(verified(game, widened(game, left.kept, e.strategies)) for e in found.profiles),
        method=f"{found.method}, after strict dominance",
        notes=_once(left.notes + found.notes),
        eliminations=left.eliminations,
    )


def _once(notes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(notes))
