"""All equilibria of a game for two players, from the vertices of the two best-reply polytopes.

Each player's polytope holds that player's mixtures; at a vertex some strategies are not played and
some replies of the other player are best. Two vertices at which every strategy of either player is
one or the other are an equilibrium, and every extreme equilibrium is of this kind. Qhull proposes
the vertices, a proof shows that none is missing, and each equilibrium is worked out again in whole
numbers, which settles its probabilities and every inequality.

Where exactly as many constraints meet in every vertex of one polytope as there are dimensions, each
vertex has one possible partner on the other, so that the other polytope need not be listed. Where
more meet in a vertex of either, constraints are moved apart by a little: each vertex of the moved
polytope names constraints that meet in a vertex of the true one, provided that this point breaks no
other constraint, and no vertex of the true polytope is missed.

That a list of vertices is whole is shown by their edges. The polytope is `{x >= 0, M x <= right}`
for a positive matrix. Along an edge one tight constraint becomes loose, and at its other end
another is tight in its stead. If each listed point is a vertex at which exactly as many constraints
are tight as there are dimensions, and the other end of each of its edges is listed too, then no
path along edges leads out of the list; and since every vertex is on some path from any other, the
list is whole. Points are known in floats only, so each conclusion is drawn from a slack that is
farther from zero than rounding can reach.

References
----------
von Stengel 2007, "Equilibrium computation for two-player games in strategic and extensive form",
section 3.4. Avis, Rosenberg, Savani & von Stengel 2010, "Enumeration of Nash equilibria for
two-player games", Economic Theory 42. Balinski 1961, "On the graph structure of convex polyhedra in
n-space", Pacific Journal of Mathematics 11: the vertices and edges of a polytope hang together.
Higham 2002, "Accuracy and Stability of Numerical Algorithms", section 3.1, for the rounding of a
sum of products. McMullen 1970, "The maximum numbers of faces of a convex polytope", Mathematika 17:
how many vertices there can be. Barber, Dobkin & Huhdanpaa 1996, "The Quickhull algorithm for convex
hulls", ACM Transactions on Mathematical Software
22. Charnes 1952, "Optimality and degeneracy in linear programming", Econometrica 20, for moving
    constraints apart.
Rump 2010, "Verification methods: rigorous results using floating-point arithmetic", Acta Numerica
19, section 10: an approximate inverse bounds the error of a solution.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import comb
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import FloatArray, IntArray
from negotiate.equilibrium.certificate import WHOLE_NUMBERS, Certificate
from negotiate.equilibrium.equilibrium import (
    DEGENERATE,
    UNDECIDED,
    VERIFIED,
    mixable,
    nash_solution,
    widened,
)
from negotiate.equilibrium.kernels.extreme_equilibria import count, exact_equilibria, turned
from negotiate.equilibrium.nash import (
    Certain,
    Table,
    all_valued,
    complete,
    corner,
    corners_at,
    tables_of,
)
from negotiate.equilibrium.nash.dominance import Reduced, nothing_taken, reduce
from negotiate.equilibrium.nash.pure import lifted, solved_purely
from negotiate.equilibrium.solution import Solution, one_chooser, two_players
from negotiate.games.exactness import Exactly
from negotiate.games.normal_form import NormalFormGame

# the sum of the coordinates of the point within: with payoffs from 1 to 2, a vertex has 0.5 or more
WITHIN = 0.3
MOVES = (1e-6, 1e-7, 1e-5, 1e-4)
"""By how much constraints are moved apart, payoffs running from 1 to 2: the first that fits is
taken.
"""
CHECKS = 20_000
"""Vertices at which more constraints meet than there are dimensions: so many are looked at in whole
numbers.
"""

NAME = "vertex-enumeration"
VERTICES = 400_000
"""Of a polytope, at the most: a game of 15 × 15 has up to 341,088, of which chance makes some tens
of thousands.
"""
LISTED = 20_000
"""Equilibria worked out; only games with very many ties have as many."""
CANDIDATES = 2_000
"""Of a player, up to which the signs of all of them are looked at to see what the error of payoffs
leaves open.
"""
PAIRS = 1 << 22
"""Pairs of vertices looked at in one go."""
UNCERTAIN = (
    "some payoffs are so nearly tied that an equilibrium may be missing: round them, or "
    "make the ties exact"
)
TOO_MANY = f"there are more than {LISTED:,} extreme equilibria, of which the first are listed"
CHECKED = f"{VERIFIED}; every inequality again in whole numbers"
SHOWN_WHOLE = ", and no vertex is missing"
AT_ONCE = 4_000_000
"""Numbers held in one go."""
SYSTEMS = 128
"""Systems of equations solved in one go."""
LABELS = 60
"""Constraints that fit into the bits of one integer."""
ROUNDING = 2.0**-53


class Graph(NamedTuple):
    """Points that should be all vertices, each with the constraints that define it.

    Attributes
    ----------
    points : ndarray, shape (vertices, dimension)
        About where the vertices are.
    facets : ndarray of int, shape (vertices, dimension)
        The constraints tight at each: `0 … dimension - 1` for `x >= 0`, then the rows of the
        matrix.
    neighbours : ndarray of int, shape (vertices, dimension)
        Which vertex is at the other end of the edge along which that constraint becomes loose; -1
        if that is not known.
    """

    points: FloatArray
    facets: IntArray
    neighbours: IntArray


class Proof(NamedTuple):
    """What was shown.

    Attributes
    ----------
    whole : bool
        Whether these are certainly all vertices, each with exactly these constraints tight.
    stretch : ndarray, shape (vertices,)
        How far any slack at a vertex can be off, as a multiple of the largest slack of a constraint
        that should be tight there; infinite where nothing was shown.
    """

    whole: bool
    stretch: FloatArray


def rounding_of(dimension: int) -> float:
    """How far a slack computed in floats is off at most, where the sum it compares is at most 1.1.

    A sum of that many products of positive numbers is off by as many roundings of itself; the rest
    is for entries of the matrix that are off by four roundings, and for the difference.
    """
    return 1.1 * (dimension + 8) * ROUNDING


def slacks(matrix: FloatArray, right: FloatArray, points: FloatArray) -> FloatArray:
    """How much room each constraint leaves at each point, shape (points, dimension + rows)."""
    return np.hstack([points, right - points @ matrix.T])


def masks_of(facets: IntArray) -> IntArray:
    """Constraints as bits, one integer a vertex."""
    return np.asarray(
        np.bitwise_or.reduce(np.int64(1) << np.ascontiguousarray(facets.T), axis=0), dtype=int
    )


def closed(graph: Graph) -> bool:
    """Whether every edge of every vertex ends at another vertex of the list, going by the
    constraints' names alone.
    """
    facets, neighbours = (
        np.ascontiguousarray(part.T) for part in graph[1:]
    )  # NumPy is slow along short axes
    bits = np.int64(1) << facets
    masks = np.bitwise_or.reduce(bits, axis=0)
    if neighbours.min() < 0 or not np.array_equal(masks, bits.sum(axis=0)):
        return False
    theirs = masks.take(neighbours)
    gained = theirs & ~masks
    return bool(((gained != 0) & (gained & (gained - 1) == 0) & ((masks & ~theirs) == bits)).all())


def prove(matrix: FloatArray, right: FloatArray, graph: Graph, error: float = 0.0) -> Proof:
    """Show that a list of vertices is whole.

    Parameters
    ----------
    matrix : ndarray, shape (rows, dimension)
        Entries from 1 to 2, each right to within four roundings.
    right : ndarray, shape (rows,)
        From 1 to 1.1.
    graph : Graph
        The list.
    error : float
        How far the entries may be off beyond that: what is shown then holds for every matrix so
        near.

    Returns
    -------
    Proof
        Not whole if something is missing or wrong, and also if it is merely too close to call.

    Notes
    -----
    Let `A` hold the constraints of a vertex and the columns of `E` the steps to its neighbours. `A
    E` is minus the diagonal of the slacks `D` that the neighbours have, up to twice the largest
    slack `t` of a constraint that should be tight. Where the sum of `2 t / D` is at most one half,
    `A` is therefore regular, the vertex exists, and a slack there is off by at most twice the sum
    of `t / D`, each times what that slack changes along the edge, or times the largest slack there
    is. One product of matrices and a few looks at each edge are all it costs.

    Examples
    --------
    >>> one, two = np.ones(1), np.ones((1, 1))
    >>> ends = Graph(np.array([[0.0], [1.0]]), np.array([[0], [1]]), np.array([[1], [0]]))
    >>> prove(two, one, ends).whole, prove(two, one, Graph(*(part[:1] for part in ends))).whole
    (True, False)
    """
    unknown = np.full(len(graph.points), np.inf)
    if len(graph.points) == 0 or graph.neighbours.max() >= len(graph.points) or not closed(graph):
        return Proof(False, unknown)
    dimension, vertices = matrix.shape[1], len(graph.points)
    facets, neighbours = (np.ascontiguousarray(part.T) for part in graph[1:])
    points = np.ascontiguousarray(graph.points.T)
    room = np.vstack([points, right[:, None] - matrix @ points])
    off = rounding_of(dimension) + 1.1 * error
    places = facets * vertices
    tight = float(np.abs(room.take(places + np.arange(vertices))).max()) + off
    widest = float(room.max()) + 2.0 * off
    steps = room.take(places + neighbours) - off
    if not steps.min() > 0:
        return Proof(False, unknown)
    speed = 1.0 / steps
    total = speed.sum(axis=0)
    stretch = 2.0 * widest * total
    regular = 4.0 * tight * total <= 1.0
    sure = regular & _others_loose(room, len(matrix), tight * stretch + off)
    unsure = np.flatnonzero(regular & ~sure)
    chunk = max(1, AT_ONCE // len(room) // dimension)
    for some in np.split(unsure, range(chunk, len(unsure), chunk)) if len(unsure) else ():
        moved = np.abs(room[:, None, some] - room[:, neighbours[:, some]]).max(axis=0) + 2.0 * off
        stretch[some] = 2.0 * (moved * speed[:, some]).sum(axis=0)
        sure[some] = _others_loose(room[:, some], len(matrix), tight * stretch[some] + off)
    return Proof(bool(sure.all()), stretch)


def _others_loose(room: FloatArray, others: int, least: FloatArray) -> NDArray[np.bool_]:
    """Whether as many constraints leave more room than that at each vertex; those that should be
    tight leave less.
    """
    return np.asarray((room > least).sum(axis=0) == others, dtype=bool)


class Corners(NamedTuple):
    """Vertices of a best-reply polytope, the origin included.

    Attributes
    ----------
    tight : ndarray of int, shape (vertices,)
        Which constraints are tight, as bits: first the strategies that are not played, then the
        best replies.
    basis : ndarray of int, shape (vertices,)
        As many of them as there are dimensions, and enough to tell where the vertex is.
    whole : bool
        Whether these are shown to be all.
    """

    tight: IntArray
    basis: IntArray
    whole: bool


def corners(table: Table) -> Corners:
    """List the vertices of the polytope of one player's mixtures, against which the other player
    replies.

    Parameters
    ----------
    table : Table
        What each reply gives the other player against each strategy: replies are rows; at least two
        strategies.

    Returns
    -------
    Corners
        Not whole where payoffs are too nearly tied to tell, or where Qhull failed.
    """
    masks = simple_corners(table)
    if masks is not None:
        return Corners(masks, masks, True)
    for move in MOVES:
        found = _moved_apart(table, move)
        if found is not None:
            return found
    return Corners(np.zeros(0, dtype=int), np.zeros(0, dtype=int), False)


def simple_corners(table: Table) -> IntArray | None:
    """All vertices as the bits of their tight constraints, if nowhere more of them meet than there
    are dimensions.

    Where payoffs may be off, that must hold for whatever they are.
    """
    right = np.ones(len(table.floats))
    if _ties_against_one(table.floats):
        return None
    graph = _hull(table.floats, right)
    proven = graph is not None and _proven(table.floats, right, graph, table.error).whole
    return masks_of(graph.facets) if graph is not None and proven else None


def _ties_against_one(matrix: FloatArray) -> bool:
    """Whether two replies are equally good against some strategy, which makes a vertex of too many
    constraints.
    """
    best = matrix.max(axis=0)
    return bool((np.count_nonzero(matrix >= best, axis=0) > 1).any())


def _hull(matrix: FloatArray, right: FloatArray) -> Graph | None:
    from scipy.spatial import ConvexHull, QhullError  # noqa: PLC0415 - scipy takes a third of a second to load

    dimension = matrix.shape[1]
    centre = np.full(dimension, WITHIN / dimension)
    dual = np.vstack(
        [np.eye(dimension) * (-dimension / WITHIN), matrix / (right - matrix @ centre)[:, None]]
    )
    try:
        hull = ConvexHull(
            dual, qhull_options="Q0"
        )  # nothing is merged: what rounding blurs will not be proven
    except (QhullError, ValueError):
        return None
    equations: FloatArray = hull.equations
    if not (equations[:, -1] < 0).all():
        return None
    points = centre - equations[:, :-1] / equations[:, -1:]
    facets = hull.simplices.astype(int)
    return Graph(points, facets, hull.neighbors)


def _proven(matrix: FloatArray, right: FloatArray, graph: Graph, error: float = 0.0) -> Proof:
    """Whether the list is whole; what rounding blurs is solved anew once."""
    proof = prove(matrix, right, graph, error)
    if proof.whole or not closed(graph):
        return proof
    solved = _solved(matrix, right, graph.facets)
    return proof if solved is None else prove(matrix, right, graph._replace(points=solved), error)


def _solved(matrix: FloatArray, right: FloatArray, facets: IntArray) -> FloatArray | None:
    """Where the constraints of each vertex meet."""
    dimension = matrix.shape[1]
    rows = np.vstack([np.eye(dimension), matrix])
    ends = np.concatenate([np.zeros(dimension), right])
    step = max(1, AT_ONCE // dimension**2)
    points = np.zeros((len(facets), dimension))
    try:
        for start in range(0, len(facets), step):
            part = facets[start : start + step]
            points[start : start + step] = np.linalg.solve(rows[part], ends[part][:, :, None])[
                :, :, 0
            ]
    except np.linalg.LinAlgError:
        return None
    return points


def _moved_apart(table: Table, move: float) -> Corners | None:
    """The vertices by way of constraints that are moved apart; None if the move was too long or too
    short.
    """
    matrix = table.floats
    right = 1.0 + move * np.random.default_rng(0).random(len(matrix))
    graph = _hull(matrix, right)
    if graph is None:
        return None
    proof = _proven(matrix, right, graph)
    home = _solved(matrix, np.ones(len(matrix)), graph.facets) if proof.whole else None
    return None if home is None else _settled(table, graph.facets, home, proof.stretch)


def _settled(
    table: Table, facets: IntArray, points: FloatArray, stretch: FloatArray
) -> Corners | None:
    """Say which constraints are tight where those of each moved vertex meet; None if that breaks
    another constraint.
    """
    dimension = points.shape[1]
    points = np.where((facets[:, :, None] == np.arange(dimension)).any(axis=1), 0.0, points)
    room = slacks(table.floats, np.ones(len(table.floats)), points)
    off = rounding_of(dimension)
    blur = (
        2.0 * (float(np.abs(np.take_along_axis(room, facets, axis=1)).max()) + off) * stretch + off
    )
    np.put_along_axis(room, facets, 0.0, axis=1)
    if (room < -blur[:, None]).any():
        return None
    basis = masks_of(facets)
    near = (room <= blur[:, None]) @ (np.int64(1) << np.arange(room.shape[1]))
    several = np.flatnonzero(near != basis)
    tight, first = np.unique(near[several], return_index=True)
    if len(tight) > CHECKS:
        return None
    for wanted, known in zip(tight.tolist(), basis[several[first]].tolist(), strict=True):
        if not _meet(corner(table, known), wanted):
            return None
    tight, first = np.unique(near, return_index=True)
    return Corners(tight, basis[first], True)


def _meet(found: Certain | None, wanted: int) -> bool:
    """Whether the constraints that seem to meet in a vertex do, none of them passing outside or
    inside.
    """
    return found is not None and found.tight == wanted


def candidates(masks: IntArray, table: Table) -> tuple[IntArray, IntArray] | None:
    """Pair the vertices of one polytope with the bases of the other that may complete them.

    Parameters
    ----------
    masks : ndarray of int, shape (vertices,)
        All vertices of one player's polytope, each with as many tight constraints as dimensions, as
        bits: which of the player's strategies are not played, then which replies are best. The
        origin may be among them.
    table : Table
        What this player gets by each of those strategies against each reply.

    Returns
    -------
    masks : ndarray of int
        The vertices that may belong to an equilibrium: all that do, and perhaps a few more.
    partners : ndarray of int
        For each the constraints tight at the partner: which replies are not played, then which
        strategies are best. None in place of both if one is too close to singular to tell.
    """
    own, replies = table.floats.shape
    masks = _undominated(masks[masks & ((1 << own) - 1) != (1 << own) - 1], table.floats)
    played = (masks[:, None] >> np.arange(own + replies) & 1) == (np.arange(own + replies) >= own)
    sizes = np.count_nonzero(played[:, :own], axis=1)
    order = np.argsort(
        sizes, kind="stable"
    )  # systems that are solved together are of about one size
    stay = np.zeros(len(masks), dtype=bool)
    try:
        for some in np.split(order, range(SYSTEMS, len(order), SYSTEMS)):
            stay[some] = ~_empty(played[some], sizes[some], table.floats)
    except np.linalg.LinAlgError:
        return None
    masks = masks[stay]
    return masks, ((1 << (own + replies)) - 1) ^ turned(masks, own, replies)


def _undominated(masks: IntArray, payoffs: FloatArray) -> IntArray:
    """Vertices none of whose strategies is beaten by another against every one of the best
    replies.
    """
    own, replies = payoffs.shape
    # Where the first does not beat the second strategy: bit j for reply j. Equal payoffs are equal
    # floats.
    behind = (payoffs[:, None, :] <= payoffs[None, :, :]) @ (np.int64(1) << np.arange(replies))
    kind = np.min_scalar_type((1 << replies) - 1)  # small numbers are looked at sooner
    best, behind, step = (
        (masks >> own).astype(kind),
        behind.astype(kind)[:, :, None],
        max(1, AT_ONCE // own**2),
    )
    beaten = [
        ((behind & best[i : i + step]) == 0).any(axis=0) for i in range(0, max(len(best), 1), step)
    ]
    played = (masks >> np.arange(own)[:, None] & 1) == 0
    stay: NDArray[np.bool_] = ~(np.concatenate(beaten, axis=1) & played).any(axis=0)
    return masks[stay]


def _empty(
    played: NDArray[np.bool_], sizes: NDArray[np.intp], matrix: FloatArray
) -> NDArray[np.bool_]:
    """Where no mixture of some replies makes some strategies equally good and no other better.

    Parameters
    ----------
    played : ndarray of bool, shape (systems, own + replies)
        Which strategies, then which replies; as many of either.
    sizes : ndarray of int, shape (systems,)
        How many.
    matrix : ndarray, shape (own, replies)
        What the strategies give, from 1 to 2, each right to within four roundings.

    Notes
    -----
    Let `p >= 0` be such a mixture, scaled so that what is played gives 1: `A p = 1`, hence its sum
    is at most 1. Each further condition is of the form `h + g p >= 0`. With any weights `z`, that
    is `h + z 1 + (g - z A) p`, in which the last term is at most the largest entry in brackets.
    Where this sum is below zero by more than rounding there is no such mixture, whatever the
    weights are. The inverse of `A` proposes the condition that fails most, and weights with which
    next to nothing is left in the brackets. Where there may be a mixture, the inverse shows that
    there is no other: `A` is regular if the inverse times `A` is near enough to the identity.

    Raises
    ------
    LinAlgError
        If there may be a mixture, and others beside it.
    """
    own, replies = matrix.shape
    size = int(sizes.max(initial=1))
    idle = (
        np.arange(size) >= sizes[:, None]
    )  # an equation `p = 0` each fills up the smaller systems
    rows = np.hstack([played[:, :own], idle]).nonzero()[1].reshape(-1, size)
    columns = np.hstack([played[:, own:], idle]).nonzero()[1].reshape(-1, size)
    table = np.eye(own + size, replies + size, replies - own)
    table[:own, :replies] = matrix
    systems, ones = table[rows[:, :, None], columns[:, None, :]], ~idle + 0.0
    inverse = np.linalg.inv(systems)
    point, lanes = np.zeros((len(rows), replies + size)), np.arange(len(rows))[:, None]
    point[lanes, columns] = (inverse @ ones[:, :, None])[:, :, 0]
    point = point[:, :replies]
    worst = np.hstack([point, 1.0 - point @ matrix.T]).argmin(axis=1)
    conditions = np.vstack([np.eye(replies, replies + size), -table[:own]])[worst[:, None], columns]
    weights = conditions[:, None, :] @ inverse
    left = np.abs(conditions - (weights @ systems)[:, 0]).max(axis=1)
    off = 4.0 * rounding_of(size) * (1.0 + np.abs(weights).sum(axis=(1, 2)))
    stay = ~((worst >= replies) + (weights[:, 0] * ones).sum(axis=1) + left + off < 0)
    inverse, systems = inverse[stay], systems[stay]
    apart = np.abs(inverse @ systems - np.eye(size)).sum(axis=2)
    if not (
        apart + 2.0 * size * rounding_of(size) * np.abs(inverse).sum(axis=2).max(initial=0.0) < 0.25
    ).all():
        raise np.linalg.LinAlgError("too close to singular to tell")
    return np.asarray(~stay, dtype=bool)


class _Pairs(NamedTuple):
    """Bases of the vertices that carry all labels between them."""

    row: list[int]
    column: list[int]
    whole: bool
    cut: bool


@lru_cache(maxsize=256)
def most_vertices(dimension: int, facets: int) -> int:
    """How many vertices a polytope with so many facets has at the most: McMullen's upper bound
    theorem.

    Examples
    --------
    >>> most_vertices(2, 5), most_vertices(3, 6), most_vertices(15, 30)
    (5, 8, 341088)
    """
    spare = facets - dimension
    return comb(facets - (dimension + 1) // 2, spare) + comb(facets - dimension // 2 - 1, spare)


def too_large(shape: tuple[int, ...]) -> str | None:
    """Why a game of this shape has too many vertices to be listed, as the end of a sentence; None
    if it has not.
    """
    labels = sum(shape)
    if min(shape) == 1:
        return None
    if labels > LABELS:
        return f"needs at most {LABELS} strategies in all, and {labels} are left after dominance"
    most = max(most_vertices(n, labels) for n in shape)
    if most > VERTICES:
        size = " × ".join(map(str, shape))
        return (
            f"lists at most {VERTICES:,} vertices of a polytope, and {size} strategies can have "
            f"{most:,}"
        )
    return None


def applies_to(game: NormalFormGame) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    reason = two_players(game)
    if reason is None and too_large(game.shape) is not None:
        return too_large(reduce(game).game.shape)
    return reason


def run(game: NormalFormGame) -> Solution:
    """Its answer; see `Solver.run`."""
    left = _reduced(game)
    if one_chooser(left.game):
        return solved_purely(game, left, NAME)
    numbers = left.game.exactly()
    tables = tables_of(numbers)
    pairs = _from_one_side(tables) or _from_both(tables)
    return _solution(
        game, left, _certified(tables, pairs), numbers.decimal, pairs, _decided(numbers, tables)
    )


def _decided(numbers: Exactly, tables: tuple[Table, Table]) -> bool:
    """Whether the list would be the same whatever the payoffs are within their error."""
    if not numbers.error.any() or all(simple_corners(table) is not None for table in tables):
        return not numbers.undecided
    return (
        count(*numbers.payoffs.shape[1:]) <= CANDIDATES
        and not exact_equilibria(numbers).doubtful[0]
    )


def _from_one_side(tables: tuple[Table, Table]) -> _Pairs | None:
    """Vertices of one polytope, each with the one partner that it can have; None if both have
    ties.
    """
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
    """Strict dominance by pure strategies first; by mixtures only if the game were too large
    otherwise.
    """
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
    Where exactly as many constraints are tight as there are dimensions, a vertex has one possible
    partner of the kind, which is looked up; only vertices with more tight constraints are held
    against all of the other polytope.
    """
    everything = (1 << (rows + columns)) - 1
    # Labels: the first player's strategies, then the second's.
    theirs = turned(column.tight, columns, rows)
    mine = row.tight
    plain = (mine == row.basis, column.tight == column.basis)
    wanted = everything ^ mine
    simple, partners = (np.flatnonzero(one) for one in plain)
    _, i, j = np.intersect1d(
        wanted[simple], theirs[partners], assume_unique=True, return_indices=True
    )
    order = np.argsort(i)
    found = [np.stack([simple[i[order]], partners[j[order]]], axis=1)]
    found += _held_against(
        mine, np.flatnonzero(~plain[0]), theirs, np.arange(len(theirs)), everything
    )
    found += _held_against(
        mine, np.flatnonzero(plain[0]), theirs, np.flatnonzero(~plain[1]), everything
    )
    both = np.concatenate(found)
    origin = (mine[both[:, 0]] == (1 << rows) - 1) | (
        column.tight[both[:, 1]] == (1 << columns) - 1
    )
    both = both[~origin]
    some = both[:LISTED]
    return _Pairs(
        row.basis[some[:, 0]].tolist(),
        column.basis[some[:, 1]].tolist(),
        row.whole and column.whole,
        len(both) > LISTED,
    )


def _held_against(
    mine: IntArray,
    some: NDArray[np.intp],
    theirs: IntArray,
    others: NDArray[np.intp],
    everything: int,
) -> list[NDArray[np.intp]]:
    """Positions of the pairs that have all labels, of vertices with more tight constraints than
    dimensions.
    """
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
    alike = tables[0].floats.shape == tables[1].floats.shape
    groups = [(tables, pairs[:2])] if alike else [(tables[:1], pairs[:1]), (tables[1:], pairs[1:2])]
    rows, columns = (one for group in groups for one in corners_at(*group))
    both = [
        (rows[row], columns[column]) for row, column in zip(pairs.row, pairs.column, strict=True)
    ]
    return [(x, y) for x, y in both if x is not None and y is not None and complete(x, y)]


def _solution(
    game: NormalFormGame,
    left: Reduced,
    found: list[tuple[Certain, Certain]],
    exact: bool,
    listed: _Pairs,
    decided: bool,
) -> Solution:
    pairs = [widened(game, left.kept, [np.array(own.strategy) for own in pair]) for pair in found]
    equilibria = all_valued(game, pairs, [[own.tight for own in pair] for pair in found])
    if not listed.whole:
        seen = {e.support for e in equilibria}
        equilibria += [replace(e, vertices=()) for e in lifted(game, left) if e.support not in seen]
    labels = sum(left.game.shape)
    isolated = listed.whole and all(
        x.tight.bit_count() + y.tight.bit_count() == labels for x, y in found
    )
    continuum = not isolated and mixable(equilibria)
    limits = {UNCERTAIN: not listed.whole, TOO_MANY: listed.cut, UNDECIDED: not decided}
    left_open = tuple(limit for limit, met in limits.items() if met)
    return nash_solution(
        game,
        equilibria,
        NAME,
        Certificate(WHOLE_NUMBERS, not exact, left_open),
        verified=CHECKED + (SHOWN_WHOLE if listed.whole else ""),
        notes=(*([DEGENERATE] if continuum and listed.whole else []), *left_open),
        eliminations=left.eliminations,
        continuum=continuum,
    )
