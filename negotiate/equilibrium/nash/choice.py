"""Picks the method for a game in normal form by its size and kind, and says why.

Of a game for two players that is too large to find all equilibria, one is found in the simplest way
that works. A pure one comes first, for it costs one look at each payoff. Where there is none, small
supports are searched as long as that costs no more than a path of Lemke and Howson would, and after
them the paths are followed.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from negotiate.equilibrium.certificate import BOUNDED, WHOLE_NUMBERS, Certificate
from negotiate.equilibrium.equilibrium import nash_solution, point, verified, widened
from negotiate.equilibrium.kernels.extreme_equilibria import count
from negotiate.equilibrium.nash import (
    all_valued,
    extreme_points,
    judged,
    lemke_howson,
    many_players,
    pure,
    small_supports,
    some,
    vertex_enumeration,
    zero_sum,
)
from negotiate.equilibrium.nash.dominance import Reduced, reduce
from negotiate.equilibrium.solution import (
    ONE_LOOKED_FOR,
    Equilibrium,
    Solution,
    one_chooser,
    two_players,
)
from negotiate.games.normal_form import NormalFormGame

WORK = 20_000
"""Payoffs looked at for supports of 2 × 2 strategies: those of a game of 34 × 34."""
TRIPLES = 20_000
"""Pairs of supports of 3 × 3 strategies: those of a game of 10 × 10."""
AT_ONCE = 1_000
"""Candidates a player that are tried sooner than corners are listed: those of a game of 6 × 6."""
LOOKED_THROUGH = 1_000_000
"""Payoffs of a game for three players or more in which it is looked whether dominance leaves two
with a choice.
"""
FEW = "every candidate can be tried"
TWO_LEFT = "only two players have a choice that strict dominance does not make for them"
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
    For two players: strict dominance first; if little enough is left, all candidates; else all
    corners of the best-reply polytopes, if they can be listed, for which mixtures need not
    dominate; else one equilibrium of a zero-sum game; else all pure ones, and one mixed if there
    are none. For more players: every way of mixing if they are few enough, else the pure
    equilibria. Where preferences have no numbers: the pure equilibria.
    """
    if two_players(game) is None and not game.ordinal:
        if not _few(game) and (by_corners := _by_corners(game)) is not None:
            return by_corners
        left = reduce(game)
        return _by_candidates(game, left) if _few(left.game) else _of_large(game, left)
    if game.ordinal:
        return pure.run(game)
    if (
        game.payoffs.size <= LOOKED_THROUGH
        and len(choosers := _choosers(left := reduce(game))) == 2
    ):
        return _of_two(game, left, choosers)
    if many_players.applies_to(game) is None:
        found = many_players.run(game)
        return replace(found, chosen=WAYS) if many_players.NAME in found.method else found
    return pure.run(game)


def _choosers(left: Reduced) -> list[int]:
    """Who still has a choice."""
    possible = left.game.feasible is None or bool(left.game.feasible.all())
    return [player for player, size in enumerate(left.game.shape) if size > 1] if possible else []


def _of_two(game: NormalFormGame, left: Reduced, choosers: list[int]) -> Solution:
    """The answer to a game in which dominance leaves two players a choice: that to theirs."""
    rest = left.game
    place = tuple(slice(None) if player in choosers else 0 for player in range(game.n_players))
    theirs = NormalFormGame(
        payoffs=rest.payoffs[(choosers, *place)],
        players=tuple(rest.players[player] for player in choosers),
        strategies=tuple(rest.strategies[player] for player in choosers),
        keys=tuple(rest.keys[player] for player in choosers),
        whole=None if rest.whole is None else rest.whole[(choosers, *place)],
        error=None if rest.error is None else rest.error[choosers],
    )
    found = solved(theirs)
    equilibria = list[Equilibrium]()
    for one in found.profiles:
        strategies, numbers = [np.ones(1)] * game.n_players, [-1] * game.n_players
        known = one.vertices if isinstance(one, Equilibrium) else ()
        for player, own, number in zip(choosers, one.strategies, known or (-1, -1), strict=True):
            strategies[player], numbers[player] = own, number
        equilibria.append(
            verified(game, widened(game, left.kept, strategies), numbers if known else ())
        )
    return replace(
        found,
        game=game,
        equilibria=tuple(equilibria),
        method=f"{found.method}, after strict dominance" if left.eliminations else found.method,
        notes=tuple(dict.fromkeys(left.notes + found.notes)),
        eliminations=left.eliminations,
        chosen=TWO_LEFT,
    )


def _by_corners(game: NormalFormGame) -> Solution | None:
    """All corners, where there are few enough, and too many candidates to try one by one."""
    if vertex_enumeration.too_large(game.shape) is not None:
        return None
    left = reduce(game, mixtures=False)
    if _few(left.game):
        return None
    found = vertex_enumeration.run(left.game)
    return (
        replace(_lifted(game, left._replace(notes=()), found), chosen=CORNERS)
        if found.complete
        else None
    )


def _few(game: NormalFormGame) -> bool:
    return extreme_points.few_enough(game) and (one_chooser(game) or count(*game.shape) <= AT_ONCE)


def _of_large(game: NormalFormGame, left: Reduced) -> Solution:
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
    return _lifted(game, left, one_equilibrium(left.game))


def _by_candidates(game: NormalFormGame, left: Reduced) -> Solution:
    found = extreme_points.solved(game, left)
    return found if one_chooser(left.game) else replace(found, chosen=FEW)


def _lifted(game: NormalFormGame, left: Reduced, found: Solution) -> Solution:
    """An answer to what dominance has left, as one to the game that was asked about."""
    notes = tuple(dict.fromkeys(left.notes + found.notes))
    if not left.eliminations:
        return replace(found, notes=notes)
    wide = [widened(game, left.kept, e.strategies) for e in found.profiles]
    at = [e.vertices if isinstance(e, Equilibrium) else () for e in found.profiles]
    return replace(
        found,
        game=game,
        equilibria=tuple(all_valued(game, wide, at)),
        method=f"{found.method}, after strict dominance",
        notes=notes,
        eliminations=left.eliminations,
    )


def one_equilibrium(game: NormalFormGame) -> Solution:
    """Find one equilibrium: pure, or on small supports, or at the end of a path.

    Parameters
    ----------
    game : NormalFormGame
        Two players, no impossible combinations; any number of strategies.

    Returns
    -------
    Solution
        With one verified equilibrium, not complete, and why this way in `chosen`; empty, with a
        note that says what was tried, where every way failed.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> solution = one_equilibrium(game)
    >>> solution.method, solution.chosen
    ('small-supports', 'games of 2 × 2 strategies: no pure equilibrium, then the smallest supports')
    """
    stable = pure.stable(game)
    if stable.any():
        found = verified(game, point(game.shape, divmod(int(stable.argmax()), game.shape[1])))
        note, known = _one_of(int(np.count_nonzero(stable))), not game.comparable()[1].any()
        certificate = Certificate(WHOLE_NUMBERS if known else BOUNDED, limits=(note,))
        return _solution(game, found, pure.NAME, "pure equilibria first", note, certificate)
    if small_supports.pairs_of_lines(game.shape) <= WORK:
        for look in small_supports.looks(game, WORK, TRIPLES):
            judgements = (judged(game, pair) for pair in look.pairs)
            mixed = next(filter(None, judgements), None)
            if mixed is not None and lemke_howson.sharp(game, mixed):
                how = "no pure equilibrium, then the smallest supports"
                note = _one_of(look.found)
                return _solution(game, mixed, small_supports.NAME, how, note, some([mixed], note))
        why = "no equilibrium on the smallest supports, then a path of pivots"
    else:
        why = "no pure equilibrium, and too many supports to search, then a path of pivots"
    return replace(lemke_howson.by_paths(game), chosen=_chosen(game, why))


def _one_of(count: int) -> str:
    if count == 1:
        return ONE_LOOKED_FOR
    return f"one of the {count:,} found with as few strategies is given; there may be more"


def _chosen(game: NormalFormGame, why: str) -> str:
    return f"games of {game.shape[0]} × {game.shape[1]} strategies: {why}"


def _solution(
    game: NormalFormGame,
    found: Equilibrium,
    method: str,
    why: str,
    note: str,
    certificate: Certificate,
) -> Solution:
    return nash_solution(
        game, [found], method, certificate, notes=(note,), chosen=_chosen(game, why)
    )
