"""Where small stakes stand beside huge ones, linear programs are solved in whole numbers."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings

from negotiate.equilibrium.concepts.advice import Advised
from negotiate.equilibrium.concepts.programs import BLURRED, best_exactly
from negotiate.equilibrium.registry import CONCEPTS, solve
from negotiate.games.normal_form import NormalFormGame
from tests.contracts.test_exactness_laws import as_floats, game_of, written
from tests.reference import plain_program

KINDS = [("correlated", True), ("coarse-correlated", False)]
Table = list[list[Fraction]]
ZEROS_AND_MILLIONS = [
    [Fraction(0), Fraction(0), Fraction(-(10**6))],
    [Fraction(0), Fraction(-1, 10**8), Fraction(100_000_000_000_001, 10**8)],
]


def smallest_gap(table: Table) -> float:
    """Between two of a player's payoffs: what a program must not overlook."""
    values = sorted({x for row in table for x in row})
    return float(min((b - a for a, b in pairwise(values)), default=Fraction(1)))


@pytest.mark.parametrize(("concept", "heard"), KINDS)
@settings(max_examples=40)
@given(written((2, 2)))
def test_the_best_lottery_is_the_best_of_all_corners(
    concept: str, heard: bool, tables: tuple[Table, Table]
) -> None:
    solution = solve(game_of(tables), concept=concept, player="player 1")
    assert isinstance(solution.finding, Advised)
    wanted = plain_program.correlated(tables, tables[0], heard)
    worst = -plain_program.correlated(tables, [[-x for x in row] for row in tables[0]], heard)
    nothing = 1e-9 * smallest_gap(tables[0])
    assert solution.finding.values[0] == pytest.approx(float(wanted), rel=1e-12, abs=nothing)
    assert solution.finding.values[-1] == pytest.approx(float(worst), rel=1e-12, abs=nothing)
    assert solution.complete


@settings(max_examples=40)
@given(written((2, 3)))
@example(
    (
        ZEROS_AND_MILLIONS,
        [
            [Fraction(0), Fraction(0), Fraction(2 * 10**7)],
            [Fraction(0), Fraction(0), Fraction(-2 * 10**7)],
        ],
    )
)
def test_the_best_commitment_is_the_best_of_all_corners(tables: tuple[Table, Table]) -> None:
    found = solve(game_of(tables), concept="stackelberg", player="player 1")
    wanted = plain_program.commitment(*tables)
    rounded = 1e-16 * max(
        float(abs(x)) for row in tables[0] for x in row
    )  # probabilities are floats in the end
    near = max(1e-6 * smallest_gap(tables[0]), rounded)
    assert found.equilibria[0].payoffs[0] == pytest.approx(float(wanted), rel=1e-9, abs=near)
    assert found.complete


@pytest.mark.parametrize("concept", [c.name for c in CONCEPTS])
@pytest.mark.parametrize(
    "kind", ["eleven digits", "tenths and a hundred millions", "both beside each other"]
)
def test_no_concept_refuses_long_numbers(concept: str, kind: str) -> None:
    chosen = next(c for c in CONCEPTS if c.name == concept)
    rng = np.random.default_rng(7)
    for _ in range(4):
        whole = rng.integers(-(10**11), 10**11, (2, 3, 3)).astype(float)
        tenths = rng.integers(0, 30, (2, 3, 3)) / 10 + 1e8
        both = np.stack([whole[0], tenths[1]])
        tables = {"eleven digits": whole, "tenths and a hundred millions": tenths}.get(kind, both)
        game = NormalFormGame.from_arrays(*tables)
        if chosen.applies_to(game) is None:
            found = chosen.run(game, None)
            assert found.complete or (
                concept == "quantal-response" and found.equilibria
            )  # one branch of many


def test_a_player_gains_nothing_by_staying_out_of_the_best_lottery() -> None:
    A = [[0, 10**11 + 1, 3], [10**11, 0, 2], [1, 5, 10**11 - 7]]
    B = [[10**11, 1, 7], [0, 10**11 + 3, 1], [2, 2, 10**11]]
    best = solve(NormalFormGame.from_arrays(A, B), concept="coarse-correlated").equilibria[0]
    lottery = [
        [Fraction(x).limit_denominator(10**30) for x in row] for row in best.distribution.tolist()
    ]
    mine = sum(
        p * a for odds, row in zip(lottery, A, strict=True) for p, a in zip(odds, row, strict=True)
    )
    alone = [sum(p * row[j] for odds in lottery for j, p in enumerate(odds)) for row in A]
    assert max(alone) - mine <= Fraction(1, 1000)  # of stakes that start at 1


def test_what_is_too_large_for_whole_numbers_says_so() -> None:
    rng = np.random.default_rng(0)
    tables = rng.integers(-2, 3, (2, 14, 14)) * 1e7 + rng.integers(-2, 3, (2, 14, 14))
    solution = solve(NormalFormGame.from_arrays(*tables), concept="coarse-correlated")
    assert not solution.complete
    assert BLURRED in solution.notes


def test_no_lottery() -> None:
    assert best_exactly(np.array([[1, 2]]), np.array([1, 1])) is None


def test_floats_of_the_tables_are_what_was_drawn() -> None:
    assert as_floats([[Fraction(Decimal("0.1"))]]) == [[0.1]]
