"""What is guaranteed is guaranteed, and what others can hold a player to they can."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.concepts import security_levels
from negotiate.equilibrium.concepts.security_levels import (
    BoundsApart,
    SecurityLevel,
    SecurityLevels,
)
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.games.normal_form import NormalFormGame
from tests.strategies import normal_form, payoff_tables


def levels(
    game: NormalFormGame, player: str | None = None
) -> tuple[Solution, tuple[SecurityLevel, ...]]:
    solution = solve(game, concept="maxmin", player=player)
    assert isinstance(solution.finding, SecurityLevels)
    return solution, solution.finding.levels


def others_of(payoffs: np.ndarray, player: int) -> list[tuple[int, ...]]:
    return list(product(*(range(n) for p, n in enumerate(payoffs.shape[1:]) if p != player)))


def pays(payoffs: np.ndarray, player: int, own: int, others: tuple[int, ...]) -> float:
    return float(payoffs[(player, *others[:player], own, *others[player:])])


@settings(max_examples=60)
@given(payoffs=payoff_tables(players=(1, 3), strategies=(1, 4)))
def test_both_bounds_hold_and_meet(payoffs: np.ndarray) -> None:
    solution, found = levels(normal_form(payoffs))
    assert (solution.complete, solution.exact) == (True, True)
    for player, level in enumerate(found):
        rest, own = others_of(payoffs, player), range(payoffs.shape[1 + player])
        maxmin = max(min(pays(payoffs, player, i, c) for c in rest) for i in own)
        minmax = min(max(pays(payoffs, player, i, c) for i in own) for c in rest)
        assert (level.pure_maxmin, level.pure_minmax) == (maxmin, minmax)
        assert level.value is not None
        assert level.strategy is not None
        assert level.punishment is not None
        assert maxmin - 1e-9 <= level.value <= minmax + 1e-9
        assert level.strategy.sum() == pytest.approx(1)
        assert level.punishment.sum() == pytest.approx(1)
        for c in rest:
            sure = sum(level.strategy[i] * pays(payoffs, player, i, c) for i in own)
            assert sure >= level.value - 1e-9
        for i in own:
            assert (
                sum(level.punishment[c] * pays(payoffs, player, i, c) for c in rest)
                <= level.value + 1e-9
            )
        for i in own:
            assert (i in level.pure_strategies) is (
                min(pays(payoffs, player, i, c) for c in rest) == maxmin
            )
        for c in rest:
            assert (c in level.pure_punishments) is (
                max(pays(payoffs, player, i, c) for i in own) == minmax
            )


@settings(max_examples=20)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(1, 4)))
def test_zero_sum_levels_are_what_equilibria_pay(payoffs: np.ndarray) -> None:
    game = NormalFormGame.from_arrays(payoffs[0], -payoffs[0])
    _, (row, column) = levels(game)
    assert row.value is not None
    assert column.value is not None
    assert row.value == pytest.approx(-column.value, abs=1e-9)  # von Neumann 1928
    assert solve(game).equilibria[0].payoffs == pytest.approx((row.value, column.value), abs=1e-7)


@settings(max_examples=30)
@given(payoffs=payoff_tables(players=(2, 3), strategies=(1, 3)), seed=st.integers(0, 10_000))
def test_levels_go_with_the_unit_and_the_order(payoffs: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scale, shift = (
        rng.choice([0.25, 3.0, 1e6], len(payoffs)),
        rng.choice([-7.0, 0.0, 100.0], len(payoffs)),
    )
    ones = (1,) * (payoffs.ndim - 1)
    before = [level.value for level in levels(normal_form(payoffs))[1]]
    after = levels(normal_form(payoffs * scale.reshape(-1, *ones) + shift.reshape(-1, *ones)))[1]
    order = [rng.permutation(n) for n in payoffs.shape[1:]]
    moved = levels(normal_form(payoffs[(slice(None), *np.ix_(*order))]))[1]
    for value, one, two, by, plus in zip(before, after, moved, scale, shift, strict=True):
        assert value is not None
        assert one.value == pytest.approx(value * by + plus, rel=1e-9, abs=1e-9)
        assert two.value == pytest.approx(value, abs=1e-9)


@given(payoffs=payoff_tables(players=(2, 2), strategies=(1, 3)))
@settings(max_examples=30)
def test_no_equilibrium_pays_less_than_the_level(payoffs: np.ndarray) -> None:
    game = normal_form(payoffs)
    _, found = levels(game)
    for equilibrium in solve(game).equilibria:
        for level in found:
            assert level.value is not None
            assert equilibrium.payoffs[level.player] >= level.value - 1e-7


@pytest.mark.parametrize(
    ("game", "pure", "mixed"),
    [
        (NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), (-1, 1), 0.0),
        (NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]), (1, 1), 1.0),
        (NormalFormGame.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]]), (3, 3), 3.0),
        (NormalFormGame.from_arrays([[3, 0], [0, 2]], [[2, 0], [0, 3]]), (0, 2), 1.2),
        (
            NormalFormGame.from_arrays([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], np.zeros((3, 3))),
            (-1, 1),
            0.0,
        ),
    ],
    ids=[
        "matching pennies",
        "prisoner's dilemma",
        "stag hunt",
        "battle of the sexes",
        "rock, paper, scissors",
    ],
)
def test_famous_levels(game: NormalFormGame, pure: tuple[float, float], mixed: float) -> None:
    level = levels(game)[1][0]
    assert (level.pure_maxmin, level.pure_minmax, level.value) == pytest.approx((*pure, mixed))


def concert() -> NormalFormGame:
    """The others do harm only where both do the same, and the first player has to guess which."""
    first = np.zeros((2, 2, 2))
    first[0, 0, 0] = first[1, 1, 1] = -1.0
    return NormalFormGame.from_arrays(first, np.zeros((2, 2, 2)), np.zeros((2, 2, 2)))


def test_others_who_act_in_concert_can_do_more_harm() -> None:
    solution, found = levels(concert())
    assert (
        found[0].value == -0.5
    )  # each for itself: at least -1/4, since then one of p·q and (1-p)(1-q) is at most 1/4
    assert not found[0].independent
    assert found[1].independent
    assert "cannot coordinate" in solution.notes[0]


def test_one_player_may_be_asked_about_alone() -> None:
    game = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]], players=["Ann", "Bob"])
    _, found = levels(game, "Bob")
    assert [level.player for level in found] == [1]


def test_bounds_that_do_not_meet_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = np.array([1.0, 0.0]), np.array([0.5, 0.5])
    monkeypatch.setattr(security_levels, "_program", lambda unit: wrong)
    monkeypatch.setattr(security_levels, "_by_pivots", lambda table: None)
    with pytest.raises(BoundsApart, match="do not meet"):
        levels(NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))


def test_payoffs_that_are_no_decimals_are_not_called_exact() -> None:
    solution, _ = levels(NormalFormGame.from_arrays(np.pi * np.eye(2), np.e * np.eye(2)))
    assert (solution.complete, solution.exact) == (True, False)


def test_a_game_too_large_for_mixtures_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security_levels, "ENTRIES", 3)
    solution, found = levels(NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))
    assert (solution.complete, found[0].value, found[0].pure_maxmin) == (False, None, -1)
    assert "mixtures were not looked at" in solution.notes[0]
