"""Threats that move a deal: equilibria of what each pair of them leads to, and Nash's answer where
a pie is divided.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

import negotiate
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.threats import (
    UNMIXED,
    ThreatPair,
    corners,
    optimal_threats,
    settled,
    variable_threats,
)
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.report import report_of
from negotiate.report.plain import plain
from negotiate.report.style import Look
from tests.reference import plain_nash_threats as twin
from tests.reference import plain_points

Numbers = list[list[int]]


@st.composite
def bimatrices(
    draw: DrawFn, rows: int = 3, columns: int = 3, size: int = 5
) -> tuple[Numbers, Numbers]:
    """Two tables of small whole numbers."""
    shape = draw(st.integers(1, rows)), draw(st.integers(1, columns))
    cells = st.lists(st.integers(-size, size), min_size=shape[1], max_size=shape[1])
    table = st.lists(cells, min_size=shape[0], max_size=shape[0])
    return draw(table), draw(table)


def game_of(tables: tuple[Numbers, Numbers]) -> NormalFormGame:
    return negotiate.NormalFormGame.from_arrays(*tables)


@settings(max_examples=30)
@given(bimatrices(rows=2, columns=2))
def test_where_a_pie_is_divided_threats_solve_the_game_of_differences(
    tables: tuple[Numbers, Numbers],
) -> None:
    """Nash (1953): with a frontier of a constant sum the threats are optimal in the zero-sum game
    of differences.
    """
    first, second = tables
    pie = (
        max(
            a + b
            for row, other in zip(first, second, strict=True)
            for a, b in zip(row, other, strict=True)
        )
        + 1
    )
    shares = np.arange(-60, 61) / 2
    table = BargainingProblem.from_arrays([shares, pie - shares], [-50, -50])
    found = variable_threats(table, game_of(tables))
    difference = [
        [a - b for a, b in zip(row, other, strict=True)]
        for row, other in zip(first, second, strict=True)
    ]
    value = float(value_of(difference))
    if not found.deciders:
        assert (np.shape(first), found.pairs, found.equilibria) == ((1, 1), (), 0)
        return
    assert found.equilibria >= 1
    for pair in found.pairs:
        assert pair.deal == pytest.approx([(pie + value) / 2, (pie - value) / 2])


def value_of(table: Numbers) -> Fraction:
    """The value of a zero-sum game of at most two rows and columns: a saddle point, or the formula
    for two by two.
    """
    low = max(min(row) for row in table)
    high = min(max(column) for column in zip(*table, strict=True))
    if low == high:
        return Fraction(low)
    (a, b), (c, d) = table
    return Fraction(a * d - b * c, a + d - b - c)


@settings(max_examples=40)
@given(bimatrices(), bimatrices(rows=1, columns=6), st.data())
def test_nobody_gains_by_another_threat(
    tables: tuple[Numbers, Numbers], packages: tuple[Numbers, Numbers], data: st.DataObject
) -> None:
    payoffs = [packages[0][0], packages[1][0]]
    mask = data.draw(st.lists(st.booleans(), min_size=len(payoffs[0]), max_size=len(payoffs[0])))
    found = variable_threats(BargainingProblem.from_arrays(payoffs, [0, 0], mask), game_of(tables))
    worth = [
        [_nash_worth(payoffs, mask, (a, b)) for a, b in zip(row, other, strict=True)]
        for row, other in zip(*tables, strict=True)
    ]
    for pair in found.pairs:
        if set(pair.odds) != {1.0}:
            continue
        row, column = _place(pair, tables)
        assert worth[row][column] == pytest.approx(pair.deal)
        assert pair.deal[0] >= max(worth[r][column][0] for r in range(len(worth))) - 1e-9
        assert pair.deal[1] >= max(worth[row][c][1] for c in range(len(worth[0]))) - 1e-9
        assert pair.no_deal == pytest.approx([tables[0][row][column], tables[1][row][column]])
        better = (
            max(tables[0][r][column] for r in range(len(worth))),
            max(tables[1][row][c] for c in range(len(worth[0]))),
        )
        assert pair.regrets == pytest.approx(
            [b - x for b, x in zip(better, pair.no_deal, strict=True)]
        )
        if pair.package >= 0:
            assert mask[pair.package]


def _nash_worth(payoffs: Numbers, mask: list[bool], away: tuple[int, int]) -> list[float]:
    """The mean of the packages that are the Nash point over a no-deal point; that point where there
    is no deal.
    """
    gains = [
        [Fraction(u - d) for u, d in zip(pair, away, strict=True)]
        for pair in zip(*payoffs, strict=True)
    ]
    best = plain_points.nash(gains, mask, [1, 1])
    if not best:
        return [float(x) for x in away]
    return [float(np.mean([payoffs[p][k] for k in best])) for p in range(2)]


def _place(pair: ThreatPair, tables: tuple[Numbers, Numbers]) -> tuple[int, int]:
    labels = [[strategy.label for strategy in own] for own in game_of(tables).strategies]
    return labels[0].index(pair.threats[0].label), labels[1].index(pair.threats[1].label)


def test_what_cannot_happen_is_no_threat() -> None:
    game = negotiate.load("classics/chicken").alone()
    mask = np.array([[True, True], [True, False]])
    table = BargainingProblem.from_arrays([[0, 5], [5, 0]], [-9, -9])
    found = variable_threats(table, replace(game, feasible=mask))
    assert np.isfinite([pair.deal for pair in found.pairs]).all()


def test_three_players_and_too_many_threats_are_refused() -> None:
    usmca = negotiate.load("trade/usmca-2018")
    with pytest.raises(UnsuitableGame) as refused:
        variable_threats(usmca.together(), usmca.alone())
    assert "negotiate tree --threats" in refused.value.hint
    dilemma = negotiate.load("classics/travellers-dilemma")
    with pytest.raises(GameTooLarge):
        variable_threats(dilemma.together(), dilemma.alone())


def told(name: str) -> str:
    """What is said of the threats of a shipped scenario, without drawing."""
    scenario = negotiate.load(name)
    found = variable_threats(scenario.together(), scenario.alone())
    return "\n".join(plain(report_of(found), True))


def test_where_nobody_decides_anything_alone_there_is_nothing_to_threaten() -> None:
    said = told("classics/orange")
    assert (
        "Neither side decides anything alone, so neither has a threat. Without a deal, Ann gets 0.5"
        in said
    )
    assert "equilibri" not in said
    assert "commitments" not in said


@settings(max_examples=40)
@given(bimatrices(), bimatrices(rows=1, columns=6))
def test_a_pair_is_a_threat_only_where_somebody_is_worse_off_by_it(
    tables: tuple[Numbers, Numbers], packages: tuple[Numbers, Numbers]
) -> None:
    found = variable_threats(
        BargainingProblem.from_arrays([packages[0][0], packages[1][0]], [0, 0]), game_of(tables)
    )
    for pair in found.pairs:
        assert (pair.meaning == "threat") == bool((pair.no_deal < -1e-6).any())
        assert (pair.meaning == "same") == bool((np.abs(pair.no_deal) < 1e-6).all())
        assert pair.agreement or pair.deal == pytest.approx(pair.no_deal)


def test_what_leaves_both_better_off_is_no_threat_and_labels_keep_their_issues() -> None:
    said = told("us-china/busan-2025")
    assert "That is no threat: both sides would be better off than with no deal." in said
    assert "That is a threat" not in said
    assert "The United States would choose everything as today. China would choose China's" in said


def test_where_there_is_no_deal_under_threats_either_nothing_is_called_a_nash_point() -> None:
    said = told("europe/brexit-2019")
    assert "There is no deal, with or without these commitments." in said
    assert "Nash bargaining solution" not in said.partition("Method: ")[0]
    assert "Red would choose straight. Blue would choose straight." in told("classics/chicken")
    assert "The European Union decides nothing alone." in said
    assert "The United Kingdom would choose £0bn." in said


def test_two_pairs_are_told_apart() -> None:
    scenario = negotiate.load("us-china/geneva-2025")
    found = variable_threats(scenario.together(), scenario.alone())
    assert len(found.pairs) == 2
    outcomes = ("no deal", "Nash bargaining solution")
    shown = [line.split("  ")[0] for line in str(found).splitlines() if line.startswith(outcomes)]
    assert len(set(shown)) == len(shown) > 4
    assert "There would then be no deal. This gives" in str(found).replace("\n", " ")


def test_mixed_threats_on_a_curved_frontier_are_those_of_nash() -> None:
    """Both toss a coin, so that no deal is worth 0.2 and 0.1; the deal is the Nash point of the
    circle over that.
    """
    angles = np.linspace(0, np.pi / 2, 2_001)
    circle = np.array([np.sin(angles), np.cos(angles)])
    game = negotiate.NormalFormGame.from_arrays([[0.4, 0], [0, 0.4]], [[0, 0.2], [0.2, 0]])
    found = variable_threats(BargainingProblem.from_arrays(circle, [0, 0]), game)
    (pair,) = found.pairs
    assert pair.odds == pytest.approx((0.5, 0.5))
    assert pair.no_deal == pytest.approx([0.2, 0.1])
    best = np.argmax((circle[0] - 0.2) * (circle[1] - 0.1))
    assert pair.deal == pytest.approx(circle[:, best], abs=1e-3)
    assert float(np.hypot(*pair.deal)) == pytest.approx(1, abs=1e-6)
    assert (pair.agreement, pair.package) == (True, -1)


@pytest.mark.parametrize("seed", [1, 3, 4, 8, 10])
def test_mixed_threats_are_found_however_fine_the_curve(seed: int) -> None:
    """Edges so short that their slopes differ by less than a sum of payoffs is rounded."""
    places = np.linspace(0, 1, 200_001)
    curve = np.array([100 * places, 100 * (1 - places**2)])
    game = game_of(tuple(np.random.default_rng(seed).integers(-20, 20, (2, 3, 3)).tolist()))
    odds = optimal_threats(game.payoffs, curve)
    assert odds is not None
    assert settled(game, curve, odds) is not None


@settings(max_examples=30)
@given(
    st.tuples(*[st.integers(-5, 0)] * 4),
    st.tuples(*[st.integers(1, 5)] * 4),
    st.lists(st.integers(0, 12), min_size=1, max_size=4, unique=True),
)
def test_nobody_gains_by_other_odds(
    low: tuple[int, ...], high: tuple[int, ...], places: list[int]
) -> None:
    """Against a grid of mixed threats, over the lotteries of a curve that bulges above every pair
    of threats.
    """
    tables = [[high[0], low[0]], [low[1], high[1]]], [[low[2], high[2]], [high[3], low[3]]]
    packages = [(6.0 + k, 6.0 + (144 - k * k) / 12) for k in (0, *places, 12)]
    found = variable_threats(
        BargainingProblem.from_arrays(np.transpose(packages), [-5, -5]), game_of(tables)
    )
    assert found.pairs
    for pair in found.pairs:
        if set(pair.odds) == {1.0}:
            continue
        (row, column), away = _mixture(pair, tables), pair.no_deal
        assert away == pytest.approx(twin.expected(tables, row, column))
        assert pair.deal == pytest.approx(twin.nash(packages, (away[0], away[1])))
        for odds in twin.mixtures(2, 20):
            for p, tried in enumerate(((odds, column), (row, odds))):
                if len(odds) == len((row, column)[p]):
                    other = twin.nash(packages, twin.expected(tables, *tried))
                    assert other[p] <= pair.deal[p] + 1e-6


def _mixture(pair: ThreatPair, tables: tuple[Numbers, Numbers]) -> list[list[float]]:
    """How often each makes each of its two threats."""
    place = _place(pair, tables)
    size = len(tables[0]), len(tables[0][0])
    return [
        [odds if k == own else 1 - odds for k in range(count)]
        for own, odds, count in zip(place, pair.odds, size, strict=True)
    ]


@pytest.mark.parametrize("best", [[[0.0], [-1.0]], [[0.0, 1.0, 2.0], [2.0, 1.0, -1.0]]])
def test_each_corner_stands_once(best: list[list[float]]) -> None:
    assert corners(np.array(best)).tolist() == best


def test_where_no_pair_is_found_the_reason_is_told() -> None:
    angles = np.linspace(0, np.pi / 2, 101)
    circle = BargainingProblem.from_arrays(np.array([np.sin(angles), np.cos(angles)]), [0, 0])
    coins = negotiate.NormalFormGame.from_arrays(
        [[0.4, 0, 0], [0, 0.4, 0]], [[0, 0.2, 0], [0.2, 0, 0]]
    )
    some = np.array([[True, True, False], [True, True, True]])
    found = variable_threats(circle, replace(coins, feasible=some))
    assert (found.pairs, found.why_none) == ((), UNMIXED)
    assert UNMIXED in " ".join(" ".join(plain(report_of(found, Look()))).split())
    whole = variable_threats(circle, coins)
    assert whole.pairs
    assert whole.why_none == ""
