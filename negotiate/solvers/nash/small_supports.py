"""Equilibria in which each of two players uses one strategy, or mixes between two, or between three.

Most games have one of these, and they are the easiest to explain. All of the smallest size are given; larger ones are
looked for only where there is none of a smaller size.

References
----------
Porter, Nudelman & Shoham 2008, "Simple search methods for finding a Nash equilibrium", Games and Economic Behavior 63.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice
from math import comb
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.kernels.small_supports import Supported, on_pairs, on_triples, triples
from negotiate.solvers.equilibrium import in_order, mixable, point
from negotiate.solvers.nash.confirmed import confirmed, exact
from negotiate.solvers.nash.dominance import Reduced, reduce
from negotiate.solvers.nash.pure import VERIFIED, one_chooser, solved_purely, stable
from negotiate.solvers.nash.two_players import two_players
from negotiate.solvers.solution import Equilibrium, Solution
from negotiate.solvers.solver import Game

NAME = "small-supports"
WORK = 10_000_000  # payoffs along lines between two strategies: about a second
TRIPLES = 400_000  # pairs of supports: sixteen strategies a player
LISTED = 100

Pair = tuple[FloatArray, ...]


class Looked(NamedTuple):
    """What one look at the supports of a size found.

    Attributes
    ----------
    pairs : tuple of pair of ndarray
        At most `LISTED` of them, not yet verified.
    found : int
        How many there were.
    where : str
        Which supports were looked at, in words.
    """

    pairs: tuple[Pair, ...]
    found: int
    where: str


def pairs_of_lines(shape: tuple[int, ...]) -> int:
    """How many payoffs are looked at for supports of 2 × 2 strategies."""
    rows, columns = shape
    return min(comb(columns, 2) * rows, comb(rows, 2) * columns)


def looks(game: NormalFormGame, work: int = WORK, most_triples: int = TRIPLES) -> Iterator[Looked]:
    """Look at supports of 1 × 1, then 2 × 2, then 3 × 3 strategies, within the work that is allowed.

    Parameters
    ----------
    game : NormalFormGame
        Two players, no impossible combinations.
    work : int
        Payoffs to look at for 2 × 2.
    most_triples : int
        Pairs of supports to look at for 3 × 3; a game with more is not searched for them.
    """
    profiles = np.argwhere(stable(game))
    yield Looked(tuple(point(game.shape, row) for row in profiles[:LISTED].tolist()), len(profiles), "1 × 1")
    A, B = game.unit()
    if min(game.shape) > 1:
        turned = comb(game.shape[1], 2) * game.shape[0] > comb(game.shape[0], 2) * game.shape[1]
        found, part = _two_each(*((B.T, A.T) if turned else (A, B)), work)
        if turned:
            found = Supported(found.columns, found.rows, found.column_weights, found.row_weights)
        yield Looked(_spread(game, found), len(found.rows), f"2 × 2{part}")
    if min(game.shape) > 2 and triples(*game.shape) <= most_triples:
        found = on_triples(A, B)
        yield Looked(_spread(game, found), len(found.rows), "3 × 3")


def _two_each(A: FloatArray, B: FloatArray, work: int) -> tuple[Supported, str]:
    rows, columns = A.shape
    # Columns that are best against many a row first: where not all pairs can be looked at, these promise most.
    often = np.argsort(-(B.max(axis=1, keepdims=True) <= B).sum(axis=0), kind="stable")
    every, some = comb(columns, 2), max(1, work // rows)
    lines = np.array(list(islice(combinations(often.tolist(), 2), some)), dtype=np.intp)
    part = f" ({some:,} of {every:,} pairs of one player's strategies)" if some < every else ""
    return on_pairs(A, B, lines), part


def _spread(game: NormalFormGame, found: Supported) -> tuple[Pair, ...]:
    pairs = []
    for rows, columns, x, y in zip(*(part[:LISTED] for part in found), strict=True):
        wide = tuple(np.zeros(n) for n in game.shape)
        wide[0][rows], wide[1][columns] = x, y
        pairs.append(wide)
    return tuple(pairs)


applies_to = two_players


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    if isinstance(game, ExtensiveGame):
        raise TypeError("`applies_to` was not asked")
    left = reduce(game)
    if one_chooser(left.game):
        return solved_purely(game, left, NAME)
    seen = []
    for look in looks(left.game):
        seen.append(look.where)
        equilibria, refused = _verified(game, left, look.pairs)
        if equilibria:
            break
    return Solution(
        game=game,
        equilibria=in_order(equilibria),
        concept="Nash",
        method=f"{NAME}, after strict dominance" if left.eliminations else NAME,
        complete=False,
        exact=exact(equilibria),
        verified=VERIFIED,
        seconds=0.0,
        notes=(*left.notes, *_notes(seen, look.found, len(equilibria) + refused, refused)),
        eliminations=left.eliminations,
        continuum=mixable(equilibria),
    )


def _verified(game: NormalFormGame, left: Reduced, pairs: tuple[Pair, ...]) -> tuple[list[Equilibrium], int]:
    answers = list(confirmed(game, left, pairs))
    found = [equilibrium for equilibrium in answers if equilibrium is not None]
    return found, len(answers) - len(found)


def _notes(seen: list[str], count: int, shown: int, refused: int) -> list[str]:
    last = f" and {seen[-1]}" if len(seen) > 1 else ""
    notes = [
        f"only supports of {', '.join(seen[:-1] or seen)}{last} strategies were looked at; there may be more equilibria"
    ]
    if count > shown:
        notes.append(f"{shown} of the {count:,} equilibria found are listed")
    if refused:
        notes.append(f"{refused} of the candidates did not pass the regret check and were left out")
    return notes
