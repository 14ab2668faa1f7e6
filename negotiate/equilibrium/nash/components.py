"""How the equilibria of a game for two players hang together: convex pieces, joined where they
touch.

An equilibrium pairs two strategies. Where each of some strategies of one player is in equilibrium
with each of some of the other's, so is every mixture of the former with every mixture of the
latter. A piece is such a pair of sets that no strategy can be added to. Two pieces touch where they
have an extreme equilibrium in common.

References
----------
Winkels 1979, "An algorithm to determine all equilibrium points of a bimatrix game". Jansen 1981,
"Maximal Nash subsets for bimatrix games", Naval Research Logistics Quarterly 28. Avis, Rosenberg,
Savani & von Stengel 2010, "Enumeration of Nash equilibria for two-player games", Economic Theory
42.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibrium.equilibrium import TOLERANCE, Unverified, numbered, verified
from negotiate.equilibrium.nash.dominance import Reduced, reduce
from negotiate.equilibrium.solution import Component, Equilibrium, Solution
from negotiate.games.exactness import Exact, integers
from negotiate.games.normal_form import NormalFormGame, payoff_range

PIECES = 1000
"""Of one component: beyond so many further ones are left out, and each extreme equilibrium is in
one of those given.
"""
CUT_SHORT = f"at most {PIECES:,} convex pieces of a component are listed"

PARETO = "Pareto-best"
MIXED = "most mixed"
RISK = "risk-dominant"

Profile = tuple[int, int]
Edges = dict[tuple[int, int], int]


def components(
    game: NormalFormGame,
    equilibria: Sequence[Equilibrium],
    left: Reduced | None = None,
    apart: bool = False,
) -> tuple[Component, ...]:
    """Sort the extreme equilibria of a game for two players into components.

    Parameters
    ----------
    game : NormalFormGame
        The game that was asked about.
    equilibria : sequence of Equilibrium
        Its extreme equilibria. If some are missing, what is said of the others still holds, but
        pieces may be larger and components may touch.
    left : Reduced, optional
        What strict dominance leaves of the game, where that is known already.
    apart : bool
        Whether it is known that no two of them have a strategy in common.

    Returns
    -------
    tuple of Component
        In the order of their first members, each with one equilibrium to speak for it:

        - "Pareto-best": no equilibrium of the component is better for one player without being
          worse for the other. Of several such, the one with the largest sum of payoffs, each
          divided by its player's range; of equal ones the first. It is an extreme one: within a
          piece a player's payoff hangs on the other's strategy alone, so that the best for both is
          at a corner.
        - "most mixed": the mean of the corners of the piece with most corners, the first of equal
          ones. If rounding left it a regret, the corner that plays most strategies.
        - "risk-dominant", in one component at most: where dominance leaves two strategies a player
          and two strict equilibria, the one that both would lose more by leaving, their losses
          multiplied.

        Empty for a game of another number of players.

    Notes
    -----
    Linear in the number of equilibria where all are isolated. In a component that is no piece by
    itself, pieces can be very many; no more than 1000 are listed, and `cut_short` tells.

    References
    ----------
    Harsanyi & Selten 1988, "A General Theory of Equilibrium Selection in Games", for risk
    dominance.

    Examples
    --------
    >>> from negotiate.equilibrium.equilibrium import point
    >>> game = NormalFormGame.from_arrays([[1, 1], [0, 2]], [[1, 1], [0, 0]])
    >>> corners = [([1, 0], [1, 0]), ([1, 0], [0.5, 0.5])]
    >>> (one,) = components(
    ...     game, [verified(game, [np.array(s, dtype=float) for s in pair]) for pair in corners]
    ... )
    >>> one.pieces, [s.tolist() for s in one.representatives["most mixed"].strategies]
    (((0, 1),), [[1.0, 0.0], [0.75, 0.25]])
    """
    if game.n_players != 2 or not equilibria:
        return ()
    row = column = np.arange(len(equilibria))
    groups: list[tuple[int, ...]] = [(k,) for k in range(len(equilibria))]
    if not apart:
        row, column = np.array(numbered(equilibria), dtype=int).T
        groups = _connected(row, column)
    safest = _risk_dominant(game, equilibria, left)
    value = _values(game, equilibria)
    found = []
    for members in groups:
        pieces = ((members[0],),) if len(members) == 1 else _pieces(members, row, column)
        best = next(k for k in members if value[k] >= max(value[m] for m in members) - TOLERANCE)
        spoken = {PARETO: equilibria[best], MIXED: _mean(game, equilibria, pieces)}
        if safest in members:
            spoken[RISK] = equilibria[safest]
        found.append(Component(members, pieces, spoken))
    return tuple(found)


def sorted_out(sol: Solution) -> Solution:
    """The same solution with its components, where it lists every equilibrium of a game for two
    players.
    """
    if not sol.complete or sol.components or not isinstance(sol.game, NormalFormGame):
        return sol
    listed = [e for e in sol.equilibria if isinstance(e, Equilibrium)]
    found = components(sol.game, listed, apart=not sol.continuum)
    notes = (CUT_SHORT,) if any(map(cut_short, found)) else ()
    return replace(sol, components=found, notes=sol.notes + notes)


def cut_short(component: Component) -> bool:
    """Whether pieces were left out, because there are too many."""
    return len(component.pieces) >= PIECES


def _connected(row: NDArray[np.intp], column: NDArray[np.intp]) -> list[tuple[int, ...]]:
    """The equilibria in groups: two that share a strategy are in one, and so on."""
    first: dict[tuple[int, int], int] = {}
    above = list(range(len(row)))

    def root(k: int) -> int:
        while above[k] != k:
            above[k] = above[above[k]]
            k = above[k]
        return k

    for k, numbers in enumerate(zip(row.tolist(), column.tolist(), strict=True)):
        for key in enumerate(numbers):
            a, b = sorted((root(first.setdefault(key, k)), root(k)))
            above[b] = a
    groups: dict[int, list[int]] = {}
    for k in range(len(row)):
        groups.setdefault(root(k), []).append(k)
    return [tuple(members) for members in groups.values()]


def _pieces(
    members: Sequence[int], row: NDArray[np.intp], column: NDArray[np.intp]
) -> tuple[tuple[int, ...], ...]:
    """Every pair of sets of strategies, all in equilibrium with each other, to which none can be
    added.
    """
    edges: Edges = {(int(row[k]), int(column[k])): k for k in reversed(members)}
    mine = list(dict.fromkeys(i for i, _ in edges))
    theirs = list(dict.fromkeys(j for _, j in edges))
    if len(mine) > len(theirs):
        edges, mine, theirs = {(j, i): k for (i, j), k in edges.items()}, theirs, mine
    bit = {j: 1 << place for place, j in enumerate(theirs)}
    partners = {i: sum(bit[j] for j in theirs if (i, j) in edges) for i in mine}
    found = [
        _piece(shared, partners, bit, edges) for shared in _intersections(list(partners.values()))
    ]
    return tuple(sorted(found, key=lambda piece: (-len(piece), piece)))


def _intersections(sets: Sequence[int]) -> set[int]:
    """All sets that some of these have in common, empty ones left out; the sets themselves first,
    up to the cap.
    """
    common = set(sets)
    for one in sets:
        for shared in [one & other for other in common]:
            if shared:
                common.add(shared)
            if len(common) >= PIECES:
                return common
    return common


def _piece(
    shared: int, partners: dict[int, int], bit: dict[int, int], edges: Edges
) -> tuple[int, ...]:
    own = [i for i, those in partners.items() if those & shared == shared]
    return tuple(sorted(edges[i, j] for i in own for j, place in bit.items() if place & shared))


def _values(game: NormalFormGame, equilibria: Sequence[Equilibrium]) -> list[float]:
    """The sum of both payoffs of each equilibrium, each divided by its player's range."""
    width = payoff_range(game.payoffs)
    scaled = np.array([e.payoffs for e in equilibria]) / np.where(width > 0, width, np.inf)
    return [float(x) for x in scaled.sum(axis=1)]


def _mean(
    game: NormalFormGame, equilibria: Sequence[Equilibrium], pieces: Sequence[tuple[int, ...]]
) -> Equilibrium:
    """The middle of the piece with most corners; where rounding refuses it, the corner that plays
    most strategies.
    """
    largest = max(pieces, key=len)
    if len(largest) == 1:
        return equilibria[largest[0]]
    try:
        return verified(
            game,
            [np.mean([equilibria[k].strategies[p] for k in largest], axis=0) for p in range(2)],
        )
    except Unverified:
        pass
    return max((equilibria[k] for k in largest), key=lambda corner: sum(map(len, corner.support)))


def _risk_dominant(
    game: NormalFormGame, equilibria: Sequence[Equilibrium], left: Reduced | None
) -> int:
    """The place of the equilibrium that is safer than the only other strict one; -1 where there is
    no such.
    """
    pure = [k for k, e in enumerate(equilibria) if e.pure]
    if len(equilibria) != 3 or len(pure) != 2:
        return (
            -1
        )  # two strict equilibria of two strategies a player go with one mixed one, and no more
    rest = reduce(game) if left is None else left
    if rest.game.shape != (2, 2):
        return -1
    supports = [equilibria[k].support for k in pure]
    places = [(rest.kept[0].index(own[0]), rest.kept[1].index(other[0])) for own, other in supports]
    whole = integers(rest.game.exactly().payoffs)
    losses = deviation_losses(whole, places[0], places[1])
    # A player's losses in the two stand in a proportion that no unit changes.
    here, there = (int(mine) * int(theirs) for mine, theirs in losses)
    if here == there or min(min(pair) for pair in losses) <= 0:
        return -1
    return pure[0] if here > there else pure[1]


def deviation_losses(
    payoffs: Exact, first: Profile, second: Profile
) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """What each player loses by playing its part in the other of two equilibria, at either."""
    (a, b), (c, d), (mine, theirs) = first, second, payoffs
    here = mine[a, b] - mine[c, b], theirs[a, b] - theirs[a, d]
    return here, (mine[c, d] - mine[a, d], theirs[c, d] - theirs[c, b])
