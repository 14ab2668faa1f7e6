"""All equilibria of larger games: none missing, none twice, and what is not sure is said."""

from contextlib import suppress
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium import nash
from negotiate.equilibrium.equilibrium import UNDECIDED
from negotiate.equilibrium.nash import corner, corners_at, table_of, vertex_enumeration
from negotiate.equilibrium.nash import vertex_enumeration as best_reply_hull
from negotiate.equilibrium.nash.vertex_enumeration import (
    UNCERTAIN,
    Graph,
    candidates,
    corners,
    most_vertices,
    prove,
)
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from tests.agreement import lrs
from tests.famous_games import GAMES, Famous
from tests.reference import plain_supports
from tests.strategies import normal_form, payoff_tables

METHOD = "vertex-enumeration"
needs_lrsnash = pytest.mark.skipif(
    lrs.missing(), reason="lrsnash is not installed (Debian's lrslib has it; `.ci/run` installs it)"
)

Answer = set[tuple[tuple[float, ...], ...]]


def found(payoffs: np.ndarray) -> Solution:
    return solve(normal_form(np.asarray(payoffs, dtype=float)), METHOD)


def exactly(solution: Solution) -> Answer:
    return {tuple(tuple(s.tolist()) for s in e.strategies) for e in solution.profiles}


def floats(pairs: list[plain_supports.Pair]) -> Answer:
    return {tuple(tuple(float(p) for p in s) for s in pair) for pair in pairs}


def drawn(shape: tuple[int, int], high: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, high, (2, *shape))


@settings(max_examples=40)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(1, 3), largest=2))
def test_degenerate_games_are_whole_too(payoffs: np.ndarray) -> None:
    pairs = plain_supports.extreme_equilibria(*payoffs.astype(int).tolist())
    solution = found(payoffs)
    assert solution.complete
    assert len(solution.equilibria) == len(pairs)
    assert exactly(solution) == floats(pairs)  # each probability is the float next to the fraction


@pytest.mark.parametrize("famous", [g for g in GAMES if g.complete], ids=lambda famous: famous.name)
def test_famous_games(famous: Famous) -> None:
    solution = found(np.array(famous.payoffs))
    assert solution.complete
    rounded = [tuple(tuple(s.round(9).tolist()) for s in e.strategies) for e in solution.profiles]
    assert sorted(rounded) == sorted(famous.equilibria)


@needs_lrsnash
@pytest.mark.parametrize(
    ("shape", "high", "games"),
    [
        ((8, 8), 1000, 4),
        ((9, 9), 4, 2),
        ((6, 11), 100, 3),
        ((11, 5), 3, 3),
        ((7, 7), 2, 3),
        ((12, 12), 3, 1),
        ((10, 10), 1000, 1),
    ],
    ids=str,
)
def test_larger_games_are_those_of_lrsnash(shape: tuple[int, int], high: int, games: int) -> None:
    numbers = [drawn(shape, high, seed) for seed in range(games)]
    theirs = lrs.extreme_equilibria(
        [tuple(_fractions(table) for table in game) for game in numbers]
    )
    for game, pairs in zip(numbers, theirs, strict=True):
        solution = found(game)
        assert solution.complete
        assert len(solution.equilibria) == len(pairs)
        assert exactly(solution) == floats(pairs)


def _fractions(table: np.ndarray) -> list[list[Fraction]]:
    return [[Fraction(entry) for entry in row] for row in table.tolist()]


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), high=st.sampled_from([3, 1000]))
def test_what_means_the_same_is_answered_the_same(seed: int, high: int) -> None:
    rng = np.random.default_rng(seed)
    payoffs = drawn((6, 7), high, seed).astype(float)
    before = found(payoffs)
    assert before.complete
    scaled = found(payoffs * np.array([[[3.0]], [[0.25]]]) - 7)
    assert exactly(scaled) == exactly(before)
    mirrored = found(payoffs[::-1].transpose(0, 2, 1))
    assert exactly(mirrored) == {pair[::-1] for pair in exactly(before)}
    order = [rng.permutation(n) for n in payoffs.shape[1:]]
    moved = found(payoffs[(slice(None), *np.ix_(*order))])
    assert exactly(moved) == {
        tuple(tuple(s[k] for k in o) for s, o in zip(pair, order, strict=True))
        for pair in exactly(before)
    }


@pytest.mark.parametrize("high", [3, 1000])
def test_a_duplicated_strategy_is_played_in_either_place(high: int) -> None:
    payoffs = drawn((7, 7), high, 5)
    twice = np.concatenate([payoffs, payoffs[:, :1]], axis=1)
    before, after = found(payoffs), found(twice)
    assert before.complete
    assert after.complete
    expected = set()
    for x, y in exactly(before):
        expected |= {((*x, 0.0), y), ((0.0, *x[1:], x[0]), y)}
    assert expected <= exactly(after)
    assert {(x[0] + x[-1], *x[1:-1]) for x, _ in exactly(after)} == {x for x, _ in exactly(before)}


def test_both_roads_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    games = [drawn((6, 6), high, seed) for high in (5, 1000) for seed in range(5)]
    one = [exactly(found(game)) for game in games]
    monkeypatch.setattr(vertex_enumeration, "_from_one_side", lambda tables: None)
    both = [found(game) for game in games]
    assert [exactly(solution) for solution in both] == one
    assert all(solution.complete for solution in both)


def test_payoffs_that_are_no_decimals() -> None:
    numbers = drawn((6, 6), 1000, 1)
    sevenths = found(numbers / 7)
    assert sevenths.complete
    assert exactly(sevenths) == exactly(found(numbers))
    anything = found(np.random.default_rng(2).random((2, 9, 9)))
    assert anything.complete
    assert not anything.exact
    assert all(e.regret < 1e-12 for e in anything.profiles)


def test_a_missing_vertex_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = best_reply_hull._hull

    def short(matrix: np.ndarray, right: np.ndarray) -> Graph | None:
        graph = real(matrix, right)
        assert graph is not None
        kept = Graph(graph.points[:-1], graph.facets[:-1], graph.neighbours[:-1])
        assert not prove(matrix, right, kept).whole
        patched = np.where(
            kept.neighbours == len(kept.points), 0, kept.neighbours
        )  # and the gap papered over
        return kept._replace(neighbours=patched)

    monkeypatch.setattr(best_reply_hull, "_hull", short)
    payoffs = drawn((8, 8), 1000, 3)
    payoffs[:, 0, 0] = 1000  # a pure equilibrium, which is found whatever Qhull does
    solution = found(payoffs)
    assert not solution.complete
    assert UNCERTAIN in solution.notes
    assert any(e.support == ((0,), (0,)) for e in solution.profiles)
    assert "no vertex is missing" not in solution.verified


@pytest.mark.parametrize("spoil", ["point", "facet", "neighbour"])
def test_a_wrong_vertex_is_noticed(spoil: str) -> None:
    table = table_of(drawn((6, 6), 1000, 4)[0].astype(float))
    graph = best_reply_hull._hull(table.floats, np.ones(6))
    assert graph is not None
    assert prove(table.floats, np.ones(6), graph).whole
    points, facets, neighbours = (part.copy() for part in graph)
    if spoil == "point":
        points[3] = points[3] + 0.01
    elif spoil == "facet":
        facets[3, 0] = facets[3, 1]
    else:
        neighbours[3, 0] = 3
    assert not prove(table.floats, np.ones(6), Graph(points, facets, neighbours)).whole


def test_a_failing_qhull_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(best_reply_hull, "_hull", lambda matrix, right: None)
    solution = found(drawn((8, 8), 1000, 3))
    assert not solution.complete
    assert UNCERTAIN in solution.notes


def test_ties_too_near_to_call_are_never_silent() -> None:
    payoffs = np.random.default_rng(3).random((2, 8, 8))
    payoffs[1, :, 0] = payoffs[1, :, 1]
    payoffs[1, :, 0] += np.random.default_rng(4).uniform(-1, 1, 8) * 1e-11
    solution = found(payoffs)
    assert solution.complete or {UNCERTAIN, UNDECIDED} & set(solution.notes)


@settings(max_examples=40)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(2, 3), largest=4))
def test_no_vertex_with_a_partner_is_ruled_out(payoffs: np.ndarray) -> None:
    A, B = payoffs
    tables = table_of(B.T), table_of(A)
    side = corners(tables[0])
    assert side.whole
    left = candidates(side.basis[side.tight == side.basis], tables[1])
    if left is not None:
        rows, columns = A.shape
        pairs = plain_supports.extreme_equilibria(A.astype(int).tolist(), B.astype(int).tolist())
        for x, _ in pairs:
            value = max(sum(p * int(B[i, j]) for i, p in enumerate(x)) for j in range(columns))
            mask = sum(1 << i for i in range(rows) if x[i] == 0)
            mask |= sum(
                1 << (rows + j)
                for j in range(columns)
                if sum(p * int(B[i, j]) for i, p in enumerate(x)) == value
            )
            assert mask.bit_count() > rows or mask in left[0].tolist()


def test_a_corner_is_exact_or_refused() -> None:
    table = table_of(np.array([[0.0, 3.0], [2.0, 0.0], [1.0, 1.2]]))
    assert corner(table, 0b01100) is not None
    assert corner(table, 0b11000) is None  # the first reply would be better
    assert corner(table, 0b00011) is None  # the origin is no mixture
    equal = table_of(np.ones((2, 2)))
    assert corner(equal, 0b1100) is None  # two conditions that are one


def nearly_tied(seed: int, shape: tuple[int, ...], unit: int) -> np.ndarray:
    """Whole payoffs that are few different ones but for the last digit, in a large unit."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, 3, shape) * unit + rng.integers(0, 2, shape)


def bases_of(rows: int, columns: int) -> list[int]:
    """Every basis of a polytope with so many strategies and replies but for the origin's."""
    everything = combinations(range(columns + rows), columns)
    return [
        sum(1 << label for label in basis) for basis in everything if basis != tuple(range(columns))
    ]


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    shape=st.sampled_from([(2, 2), (3, 3), (2, 4), (4, 3), (5, 5)]),
    unit=st.sampled_from([1, 1000, 10**5, 10**9]),
)
def test_no_proposal_is_taken_that_is_no_vertex(
    seed: int, shape: tuple[int, int], unit: int
) -> None:
    table = table_of(nearly_tied(seed, shape, unit).astype(float))
    rows, columns = shape
    bases = bases_of(rows, columns)
    (found,) = corners_at([table], [bases])
    for basis in bases:
        one, slow = found[basis], corner(table, basis)
        if one is None:
            assert slow is None
            continue
        values = [sum(w * x for w, x in zip(one.weights, row, strict=True)) for row in table.whole]
        idle = sum((w == 0) << i for i, w in enumerate(one.weights))
        best = sum((value == max(values)) << (columns + j) for j, value in enumerate(values))
        assert min(one.weights) >= 0
        assert one.total == sum(one.weights) > 0
        assert one.tight == idle | best
        assert one.tight & basis == basis
        if slow is not None:  # else the conditions are not independent
            assert (one.strategy, one.tight) == (slow.strategy, slow.tight)


def test_proposals_are_made_and_what_floats_spoil_is_worked_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tables = [table_of(own.astype(float)) for own in drawn((7, 7), 1000, 6)]
    bases = [
        [int(mask) for mask in corners(table).basis if mask != (1 << 7) - 1] for table in tables
    ]
    right = [
        {basis: corner(table, basis) for basis in some}
        for table, some in zip(tables, bases, strict=True)
    ]
    assert all(None not in own.values() for own in right)
    listed = [(side, basis) for side, some in enumerate(bases) for basis in some]
    taken = [one for one in nash._proposed(tables, listed) if one is not None]
    assert len(taken) > 0.6 * len(listed)
    for off in (1.0, 1.0 + 1e-12, 1.001, np.nan):
        real = np.linalg.solve
        with monkeypatch.context() as spoiled:
            spoiled.setattr(np.linalg, "solve", lambda a, b, off=off, real=real: real(a, b) * off)
            found = corners_at(tables, bases)
        for own, wanted in zip(found, right, strict=True):
            assert {b: (c.strategy, c.tight) for b, c in own.items() if c} == {
                b: (c.strategy, c.tight) for b, c in wanted.items() if c
            }


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    size=st.integers(2, 4),
    unit=st.sampled_from([10**3, 10**6, 10**11]),
)
def test_nearly_tied_games_are_whole_and_hold_nothing_else(seed: int, size: int, unit: int) -> None:
    payoffs = nearly_tied(seed, (2, size, size), unit)
    solution = found(payoffs)
    pairs = plain_supports.extreme_equilibria(*payoffs.tolist())
    if solution.complete:
        assert exactly(solution) == floats(pairs)
    assert exactly(solution) <= floats(pairs)


def test_no_system_with_a_solution_is_called_empty() -> None:
    """All that is played is equally good against one mixture, and all else is just as good: no
    rounding may decide.
    """
    rng = np.random.default_rng(0)
    own, replies = 12, 8
    for _ in range(2000):
        size, unit = int(rng.integers(1, 7)), int(10 ** rng.integers(1, 13))
        weights, whole = rng.integers(1, 50, size), rng.integers(0, unit, (own, replies))
        columns, rows = rng.permutation(replies)[:size], rng.permutation(own)[:size]
        rest = whole[:, columns[1:]] @ weights[1:]
        whole[:, columns] *= weights[0]
        whole[:, columns[0]] = (
            int(weights.sum()) * (unit // 2) - rest
        )  # which brings each to the same level
        played = np.zeros((1, own + replies), dtype=bool)
        played[0, rows] = played[0, own + columns] = True
        with suppress(np.linalg.LinAlgError):  # then all are looked at in another way
            assert not vertex_enumeration._empty(
                played, np.array([size]), table_of(whole.astype(float)).floats
            )[0]


@pytest.mark.parametrize("unit", [10, 1000, 10**6])
def test_equations_that_are_one_hide_no_equilibrium(unit: int) -> None:
    """Only one polytope is simple: a strategy is always worth what a mixture of two others is."""
    for seed in range(40):
        rng = np.random.default_rng(seed)
        A, B = rng.integers(0, unit, (2, 3, 3))
        first, second = (int(w) for w in rng.integers(1, 8, 2))
        A[:2] *= first + second
        A[2] = (first * A[0] + second * A[1]) // (first + second)
        solution = found(np.array([A, B]))
        assert solution.complete
        assert exactly(solution) == floats(
            plain_supports.extreme_equilibria(A.tolist(), B.tolist())
        )


def test_most_systems_without_a_solution_are_called_empty() -> None:
    A, B = drawn((9, 9), 1000, 2).astype(float)
    masks = corners(table_of(B.T)).basis
    left = candidates(masks, table_of(A))
    assert left is not None
    assert len(left[0]) < 2 * len(found(np.array([A, B])).equilibria)


def test_how_many_vertices_there_can_be() -> None:
    assert [most_vertices(2, n) for n in (3, 4, 7)] == [3, 4, 7]
    assert [most_vertices(3, n) for n in (4, 6, 8)] == [4, 8, 12]
    table = table_of(drawn((7, 7), 1000, 0)[0].astype(float))
    assert len(corners(table).tight) <= most_vertices(7, 14)


def test_what_is_too_large_is_refused_with_the_reason() -> None:
    noise = np.random.default_rng(0).random((2, 16, 16))
    with pytest.raises(UnsuitableGame, match="16 × 16 strategies can have 980,"):
        found(noise)
    with pytest.raises(UnsuitableGame, match="at most 60 strategies in all, and 80 are left"):
        found(np.random.default_rng(0).random((2, 40, 40)))
    with pytest.raises(UnsuitableGame, match="needs two players"):
        solve(normal_form(np.zeros((3, 2, 2, 2))), METHOD)
    better = np.concatenate([noise[:, :5, :5] + 9, noise[:, 5:, :5]], axis=1)
    assert found(better).complete  # 11 of 16 rows are dominated


def test_edges() -> None:
    assert len(found(np.zeros((2, 3, 4))).equilibria) == 12
    assert found(np.zeros((2, 3, 4))).complete
    assert len(found(np.array([[[1.0, 2.0, 2.0]], [[0.0, 4.0, 4.0]]])).equilibria) == 2
    assert len(found(np.zeros((2, 1, 1))).equilibria) == 1


def test_payoffs_farther_apart_than_floats_reach_are_listed() -> None:
    game = NormalFormGame.from_arrays([[1e100, 0], [0, 1e-300]], [[1e100, 0], [0, 1e-300]])
    found = solve(game, "vertex-enumeration")
    assert [e.support for e in found.profiles if e.pure] == [((0,), (0,)), ((1,), (1,))]
