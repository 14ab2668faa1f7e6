"""All equilibria of a game for two players, from the vertices of the two best-reply polytopes.

Each player's polytope holds that player's mixtures; at a vertex some strategies are not played and some replies of the
other player are best. Two vertices at which every strategy of either player is one or the other are an equilibrium, and
every extreme equilibrium is of this kind. Qhull proposes the vertices, a proof shows that none is missing, and each
equilibrium is worked out again in whole numbers, which settles its probabilities and every inequality.

References
----------
von Stengel 2007, "Equilibrium computation for two-player games in strategic and extensive form", section 3.4.
Avis, Rosenberg, Savani & von Stengel 2010, "Enumeration of Nash equilibria for two-player games", Economic Theory 42.
McMullen 1970, "The maximum numbers of faces of a convex polytope", Mathematika 17: how many vertices there can be.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import comb
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import IntArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.kernels.bordered_minors import count
from negotiate.kernels.every_equilibrium import exact_equilibria
from negotiate.kernels.exactness import Exactly
from negotiate.kernels.vertex_closure import LABELS
from negotiate.solvers.equilibrium import UNDECIDED, in_order, mixable, widened
from negotiate.solvers.nash.best_reply_hull import Corners, corners, simple_corners
from negotiate.solvers.nash.certificate import Certain, Table, corner, tables_of
from negotiate.solvers.nash.confirmed import valued
from negotiate.solvers.nash.dominance import Reduced, nothing_taken, reduce
from negotiate.solvers.nash.partners import candidates, turned
from negotiate.solvers.nash.pure import VERIFIED, lifted, one_chooser, solved_purely
from negotiate.solvers.solution import Solution
from negotiate.solvers.solver import Game

NAME = "vertex-enumeration"
VERTICES = 400_000
"""Of a polytope, at the most: a game of 15 × 15 has up to 341,088, of which chance makes some tens of thousands."""
LISTED = 20_000
"""Equilibria worked out; only games with very many ties have as many."""
CANDIDATES = 2_000
"""Of a player, up to which the signs of all of them are looked at to see what the error of payoffs leaves open."""
PAIRS = 1 << 22
"""Pairs of vertices looked at in one go."""
DEGENERATE = "those listed are the extreme equilibria, between which all others lie"
UNCERTAIN = "some payoffs are so nearly tied that an equilibrium may be missing: round them, or make the ties exact"
TOO_MANY = f"there are more than {LISTED:,} extreme equilibria, of which the first are listed"
CHECKED = f"{VERIFIED}; every inequality again in whole numbers"
SHOWN_WHOLE = ", and no vertex is missing"


class _Pairs(NamedTuple):
    """Bases of the vertices that carry all labels between them."""

    row: list[int]
    column: list[int]
    whole: bool
    cut: bool


@lru_cache(maxsize=256)
def most_vertices(dimension: int, facets: int) -> int:
    """How many vertices a polytope with so many facets has at the most: McMullen's upper bound theorem.

    Examples
    --------
    >>> most_vertices(2, 5), most_vertices(3, 6), most_vertices(15, 30)
    (5, 8, 341088)
    """
    spare = facets - dimension
    return comb(facets - (dimension + 1) // 2, spare) + comb(facets - dimension // 2 - 1, spare)


def too_large(shape: tuple[int, ...]) -> str | None:
    """Why a game of this shape has too many vertices to be listed, as the end of a sentence; None if it has not."""
    labels = sum(shape)
    if min(shape) == 1:
        return None
    if labels > LABELS:
        return f"needs at most {LABELS} strategies in all, and {labels} are left after dominance"
    most = max(most_vertices(n, labels) for n in shape)
    if most > VERTICES:
        size = " × ".join(map(str, shape))
        return f"lists at most {VERTICES:,} vertices of a polytope, and {size} strategies can have {most:,}"
    return None


def applies_to(game: Game) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    if isinstance(game, ExtensiveGame):
        return "needs a game in normal form"
    if game.n_players != 2:
        return f"needs two players, and this game has {game.n_players}"
    if game.feasible is not None and not game.feasible.all():
        return "needs a game in which every combination of strategies is possible"
    return too_large(game.shape) and too_large(reduce(game).game.shape)


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    if isinstance(game, ExtensiveGame):
        raise TypeError("`applies_to` was not asked")
    left = _reduced(game)
    if one_chooser(left.game):
        return solved_purely(game, left, NAME)
    numbers = left.game.exactly()
    tables = tables_of(numbers)
    pairs = _from_one_side(tables) or _from_both(tables)
    return _solution(game, left, _certified(tables, pairs), numbers.decimal, pairs, _decided(numbers, tables))


def _decided(numbers: Exactly, tables: tuple[Table, Table]) -> bool:
    """Whether the list would be the same whatever the payoffs are within their error."""
    if not numbers.error.any() or all(simple_corners(table) is not None for table in tables):
        return not numbers.undecided
    return count(*numbers.payoffs.shape[1:]) <= CANDIDATES and not exact_equilibria(numbers).doubtful[0]


def _from_one_side(tables: tuple[Table, Table]) -> _Pairs | None:
    """Vertices of one polytope, each with the one partner that it can have; None if both have ties."""
    sizes = [table.floats.shape[1] for table in tables]
    for side in (0, 1) if sizes[0] <= sizes[1] else (1, 0):
        masks = simple_corners(tables[side])
        found = None if masks is None else candidates(masks, tables[1 - side])
        if found is not None and len(found[0]) <= LISTED:
            bases = [part.tolist() for part in found]
            return _Pairs(bases[side], bases[1 - side], True, False)
    return None


def _from_both(tables: tuple[Table, Table]) -> _Pairs:
    """Vertices of both polytopes, held against each other."""
    row, column = (corners(table) for table in tables)
    return paired(row, column, *(table.floats.shape[1] for table in tables))


def _reduced(game: NormalFormGame) -> Reduced:
    """Strict dominance by pure strategies first; by mixtures only if the game were too large otherwise."""
    left = reduce(game, mixtures=False) if _dominated(game) else nothing_taken(game)
    return left if too_large(left.game.shape) is None else reduce(game)


def _dominated(game: NormalFormGame) -> bool:
    """Whether dominance by pure strategies is worth looking for; a glance that most games fail."""
    if max(game.shape) > LABELS:
        return True
    A, B = game.payoffs
    return any(bool((table[:, None] > table[None]).all(axis=2).any()) for table in (A, B.T))


def paired(row: Corners, column: Corners, rows: int, columns: int) -> _Pairs:
    """Find the pairs of vertices at which every strategy is not played or a best reply.

    Parameters
    ----------
    row, column : Corners
        Of the two players' polytopes, the origin included in each.
    rows, columns : int
        How many strategies the players have.

    Notes
    -----
    Where exactly as many constraints are tight as there are dimensions, a vertex has one possible partner of the kind,
    which is looked up; only vertices with more tight constraints are held against all of the other polytope.
    """
    everything = (1 << (rows + columns)) - 1
    # Labels: the first player's strategies, then the second's.
    theirs = turned(column.tight, columns, rows)
    mine = row.tight
    plain = (mine == row.basis, column.tight == column.basis)
    wanted = everything ^ mine
    order = np.argsort(theirs)
    place = np.minimum(np.searchsorted(theirs[order], wanted), max(len(order) - 1, 0))
    partner = order[place] if len(order) else np.zeros(len(mine), dtype=np.int64)
    hit = plain[0] & (theirs[partner] == wanted) & plain[1][partner] if len(order) else np.zeros(len(mine), bool)
    found = [np.stack([np.flatnonzero(hit), partner[hit]], axis=1)]
    found += _held_against(mine, np.flatnonzero(~plain[0]), theirs, np.arange(len(theirs)), everything)
    found += _held_against(mine, np.flatnonzero(plain[0]), theirs, np.flatnonzero(~plain[1]), everything)
    both = np.concatenate(found)
    origin = (mine[both[:, 0]] == (1 << rows) - 1) | (column.tight[both[:, 1]] == (1 << columns) - 1)
    both = both[~origin]
    some = both[:LISTED]
    return _Pairs(
        row.basis[some[:, 0]].tolist(),
        column.basis[some[:, 1]].tolist(),
        row.whole and column.whole,
        len(both) > LISTED,
    )


def _held_against(
    mine: IntArray, some: NDArray[np.intp], theirs: IntArray, others: NDArray[np.intp], everything: int
) -> list[NDArray[np.intp]]:
    """Positions of the pairs that have all labels, of vertices with more tight constraints than dimensions."""
    found = []
    step = max(1, PAIRS // max(1, len(others)))
    for start in range(0, len(some), step):
        part = some[start : start + step]
        full = (mine[part][:, None] | theirs[others][None, :]) == everything
        i, j = np.nonzero(full)
        found.append(np.stack([part[i], others[j]], axis=1))
        if sum(map(len, found)) > LISTED:
            break
    return found


def _certified(tables: tuple[Table, Table], pairs: _Pairs) -> list[tuple[Certain, Certain]]:
    """The pairs again in whole numbers; one that is no equilibrium after all is left out."""
    rows, columns = (table.floats.shape[1] for table in tables)
    everything = (1 << (rows + columns)) - 1
    exactly = lru_cache(maxsize=None)(lambda side, basis: corner(tables[side], basis))
    found = []
    for row, column in zip(pairs.row, pairs.column, strict=True):
        y = exactly(1, column)
        x = None if y is None else exactly(0, row)
        if x is None or y is None:
            continue
        theirs = (y.tight >> columns) | ((y.tight & ((1 << columns) - 1)) << rows)
        if x.tight | theirs == everything:
            found.append((x, y))
    return found


def _solution(
    game: NormalFormGame, left: Reduced, found: list[tuple[Certain, Certain]], exact: bool, pairs: _Pairs, decided: bool
) -> Solution:
    equilibria = [
        valued(game, widened(game, left.kept, [np.array(s.strategy) for s in pair]), [s.tight for s in pair])
        for pair in found
    ]
    if not pairs.whole:
        seen = {e.support for e in equilibria}
        equilibria += [replace(e, vertices=()) for e in lifted(game, left) if e.support not in seen]
    labels = sum(left.game.shape)
    isolated = pairs.whole and all(x.tight.bit_count() + y.tight.bit_count() == labels for x, y in found)
    continuum = not isolated and mixable(equilibria)
    notes = [DEGENERATE] if continuum and pairs.whole else []
    notes += ([] if pairs.whole else [UNCERTAIN]) + ([TOO_MANY] if pairs.cut else []) + ([] if decided else [UNDECIDED])
    return Solution(
        game=game,
        equilibria=in_order(equilibria),
        concept="Nash",
        method=f"{NAME}, after strict dominance" if left.eliminations else NAME,
        complete=pairs.whole and not pairs.cut and decided,
        exact=exact,
        verified=CHECKED + (SHOWN_WHOLE if pairs.whole else ""),
        seconds=0.0,
        notes=tuple(notes),
        eliminations=left.eliminations,
        continuum=continuum,
    )
