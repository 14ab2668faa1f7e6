"""Numbers that are written down are compared as they are, by every solver: whatever their size,
digits and unit.

Payoffs are drawn on a lattice of two steps that are far apart, such as ten millions and a
hundred-millionth, so that ties are common and a tie is often missed by very little.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from negotiate.equilibrium.batch import solve_batch
from negotiate.equilibrium.equilibrium import UNDECIDED
from negotiate.equilibrium.registry import CONCEPTS, SOLVERS, solve
from negotiate.equilibrium.solution import Solution
from negotiate.games.normal_form import NormalFormGame
from tests.agreement import lrs
from tests.reference import plain_supports

STEPS = [
    "1e7 1",
    "1e7 0.01",
    "1e6 1e-8",
    "1e9 1e-5",
    "1 1e-8",
    "1 1e-13",
    "0.1 1e-7",
    "3e8 7",
    "1e-9 1e-20",
]
Table = list[list[Fraction]]
Pair = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]

SMALL = NormalFormGame.from_arrays(np.zeros((2, 2)), np.zeros((2, 2)))
METHODS = [
    s.name for s in SOLVERS if s.applies_to(SMALL) is None and not s.name.startswith("nashpy-")
]
FINDS_ALL = [s.name for s in SOLVERS if s.finds == "all" or s.name == "pure"]
COMPLETE = ["extreme-points", "vertex-enumeration"]


@st.composite
def written(draw: DrawFn, shape: tuple[int, int] | None = None) -> tuple[Table, Table]:
    """Both players' payoffs, each with two steps of its own."""
    rows, columns = shape or (draw(st.integers(1, 3)), draw(st.integers(1, 3)))
    tables = []
    for _ in range(2):
        large, small = (Fraction(Decimal(word)) for word in draw(st.sampled_from(STEPS)).split())
        few = st.integers(-2, 2)
        tables.append(
            [[draw(few) * large + draw(few) * small for _ in range(columns)] for _ in range(rows)]
        )
    return tables[0], tables[1]


def as_floats(table: Table) -> list[list[float]]:
    return [[float(x) for x in row] for row in table]


def game_of(tables: Sequence[Table]) -> NormalFormGame:
    return NormalFormGame.from_arrays(*(as_floats(table) for table in tables))


def exactly(tables: Sequence[Table]) -> set[Pair]:
    return {(tuple(x), tuple(y)) for x, y in plain_supports.extreme_equilibria(*tables)}


def rounded(pairs: set[Pair]) -> set[tuple[float, ...]]:
    return {tuple(float(p) for side in pair for p in side) for pair in pairs}


def listed(solution: Solution) -> set[tuple[float, ...]]:
    return {tuple(float(p) for s in e.strategies for p in s) for e in solution.equilibria}


def near(found: set[tuple[float, ...]], wanted: set[tuple[float, ...]], digits: int = 12) -> bool:
    """Whether each is one of the wanted ones but for rounding, and the other way round."""
    one, other = (np.array(sorted(side)) for side in (found, wanted))
    return one.shape == other.shape and np.allclose(one, other, rtol=10.0**-digits, atol=0)


@pytest.mark.parametrize("method", COMPLETE)
@settings(max_examples=60)
@given(written())
def test_every_equilibrium_is_found_and_none_twice(
    method: str, tables: tuple[Table, Table]
) -> None:
    solution, wanted = solve(game_of(tables), method), exactly(tables)
    if solution.complete or method == "extreme-points":
        assert near(listed(solution), rounded(wanted))
        assert len(solution.equilibria) == len(wanted)
        assert solution.complete
        assert solution.exact
        alone = all(sum(x == a or y == b for a, b in wanted) == 1 for x, y in wanted)
        assert solution.continuum == (not alone)
    else:
        assert solution.notes


@settings(max_examples=40)
@given(st.lists(written((2, 3)), min_size=1, max_size=4))
def test_in_batches_too(games: list[tuple[Table, Table]]) -> None:
    found = solve_batch([[as_floats(table) for table in tables] for tables in games])
    assert found.complete.all()
    for place, tables in enumerate(games):
        pairs = {tuple(float(p) for s in e.strategies for p in s) for e in found.equilibria(place)}
        assert near(pairs, rounded(exactly(tables)), 12 if found.exact[place] else 9)
        assert found.counts[place] == len(exactly(tables))


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=40)
@given(
    written(),
    st.sampled_from(["1 0", "1 1e6", "100 -3", "1e-3 0.25"]),
    st.sampled_from(["1 0", "1e5 17"]),
)
def test_no_unit_and_no_zero_changes_an_answer(
    method: str, tables: tuple[Table, Table], one: str, other: str
) -> None:
    moved = []
    for table, words in zip(tables, (one, other), strict=True):
        scale, shift = (Fraction(Decimal(word)) for word in words.split())
        moved.append([[scale * x + shift for x in row] for row in table])
    short = [[x for row in table for x in row] for table in moved]
    if not all(Fraction(f"{float(x):.14e}") == x for row in short for x in row):
        return  # more than fifteen digits
    if any(
        s.name == method and s.applies_to(game_of(t)) is not None
        for s in SOLVERS
        for t in (tables, moved)
    ):
        return
    before, after = solve(game_of(tables), method), solve(game_of(moved), method)
    assert after.complete == before.complete
    if method in FINDS_ALL or before.complete:
        assert near(listed(after), listed(before))
        assert after.continuum == before.continuum
        assert after.exact == before.exact
    elif not (before.continuum or after.continuum):
        wanted = rounded(exactly(tables))
        assert all(
            any(near({pair}, {other}) for other in wanted)
            for s in (before, after)
            for pair in listed(s)
        )


@pytest.mark.parametrize("concept", [c.name for c in CONCEPTS])
@settings(max_examples=25)
@given(written())
def test_concepts_answer_or_refuse_and_units_change_nothing(
    concept: str, tables: tuple[Table, Table]
) -> None:
    chosen = next(c for c in CONCEPTS if c.name == concept)
    game = game_of(tables)
    moved = [7 * x for table in tables for row in table for x in row]
    if not all(Fraction(f"{float(x):.14e}") == x for x in moved):
        return  # more than fifteen digits
    gaps = {abs(x - y) for x in moved for y in moved} - {0}
    if concept == "potential" and gaps and min(gaps) < max(gaps) / 10**6:
        return  # it reckons with floats, and says so, where gains are next to none
    if chosen.applies_to(game) is not None:
        return
    before = chosen.run(game, None)
    after = chosen.run(
        NormalFormGame.from_arrays(*([[7 * x for x in row] for row in table] for table in tables)),
        None,
    )
    assert after.eliminations == before.eliminations
    assert after.complete == before.complete
    assert len(after.equilibria) == len(before.equilibria)


@settings(max_examples=30)
@given(written((2, 2)))
def test_fractions_are_kept_as_they_are(tables: tuple[Table, Table]) -> None:
    thirds = [[[x / 3 for x in row] for row in table] for table in tables]
    solution = solve(NormalFormGame.from_arrays(*thirds), "extreme-points")
    assert near(listed(solution), rounded(exactly(tables)))
    assert solution.exact


def test_a_weight_below_a_millionth_is_a_weight() -> None:
    for small in (1e-6, 1e-7, 1e-12):
        game = NormalFormGame.from_arrays([[small, 0], [0, 1]], [[small, 0], [0, 1]])
        for method in COMPLETE:
            solution = solve(game, method)
            assert len(solution.equilibria) == 3
            assert not solution.continuum
            assert len(solution.components) == 3
    tables = np.array([[[[small, 0.0], [0.0, 1.0]]] * 2 for small in (1e-9, 1e-13)])
    assert solve_batch(tables).counts.tolist() == [3, 3]


def test_equilibria_of_three_players_that_are_close_are_several() -> None:
    close = np.zeros((3, 2, 2, 2))
    close[:2] = np.array([[1e-9, 0.0], [0.0, 1.0]])[..., None]
    close[2, ..., 0], close[2, ..., 1] = 1.0, [[0, 0], [0, 2]]
    solution = solve(NormalFormGame.from_arrays(*close))
    assert len(solution.equilibria) == 3
    assert not solution.continuum


NEARLY = float(np.nextafter(np.pi, 4))


@pytest.mark.parametrize("method", ["extreme-points", "vertex-enumeration", "pure"])
def test_payoffs_nearer_than_their_error_are_never_told_as_decided(method: str) -> None:
    game = NormalFormGame.from_arrays([[np.pi, 1], [NEARLY, np.e]], [[0.5, 0], [1 / 7, np.sqrt(2)]])
    solution = solve(game, method)
    assert not solution.complete
    assert UNDECIDED in solution.notes
    equal = NormalFormGame.from_arrays([[np.pi, 1], [np.pi, np.e]], [[0.5, 0], [1 / 7, np.sqrt(2)]])
    assert UNDECIDED not in solve(equal, method).notes


def test_a_game_may_say_how_far_its_payoffs_are_off() -> None:
    sure = NormalFormGame.from_arrays([[2.37, 1], [2.3701, 3.4]], [[0.5, 0], [0.25, 1]])
    assert solve(sure).complete
    rough = replace(sure, error=np.array([1e-3, 0.0]))
    assert not solve(rough).complete
    assert UNDECIDED in solve(rough).notes
    assert solve(replace(sure, error=np.array([1e-6, 0.0]))).complete


def test_ties_are_decided_on_whole_payoffs_that_are_handed_over() -> None:
    floats = NormalFormGame.from_arrays([[1.0, 1.0], [0.0, 2.0]], [[1.0, 1.0], [0.0, 0.0]])
    whole = np.array(
        [[[10**20 + 1, 10**20], [0, 2 * 10**20]], [[10**20, 10**20 + 1], [0, 1]]], dtype=object
    )
    game = replace(floats, whole=whole)
    for method in COMPLETE:
        assert len(solve(floats, method).equilibria) > 1
        assert len(solve(game, method).equilibria) == 1
        assert not solve(game, method).continuum


@pytest.mark.skipif(lrs.missing(), reason="lrsnash is not installed; `.ci/peers` brings it")
@pytest.mark.parametrize("steps", STEPS)
def test_against_lrsnash(steps: str) -> None:
    large, small = (Fraction(Decimal(word)) for word in steps.split())
    rng = np.random.default_rng(1)
    games = []
    for _ in range(60):
        digits = rng.integers(-2, 3, (2, 2, 3, 4)).tolist()
        games.append(
            tuple(
                [
                    [a * large + b * small for a, b in zip(*rows, strict=True)]
                    for rows in zip(*parts, strict=True)
                ]
                for parts in digits
            )
        )
    batch = solve_batch([[as_floats(table) for table in tables] for tables in games])
    assert batch.complete.all()
    for place, (tables, wanted) in enumerate(
        zip(games, lrs.extreme_equilibria(games), strict=True)
    ):
        pairs = {tuple(float(p) for s in e.strategies for p in s) for e in batch.equilibria(place)}
        assert near(pairs, rounded({(tuple(x), tuple(y)) for x, y in wanted}), 9)
        assert near(listed(solve(game_of(tables), "extreme-points")), pairs, 9)
