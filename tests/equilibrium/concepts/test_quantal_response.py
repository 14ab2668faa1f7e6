from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.concepts.quantal_response import (
    QuantalPath,
    QuantalResponse,
    verified_response,
)
from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.kernels import logit_path
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.errors import GameTooLarge
from negotiate.games.normal_form import NormalFormGame, unit_payoffs
from tests.reference import plain_logit
from tests.strategies import normal_form, payoff_tables

QUANTAL = "quantal-response"
MATCHING = NormalFormGame.from_arrays([[9, 0], [0, 1]], [[0, 1], [1, 0]])


def path(solution: Solution) -> tuple[list[QuantalResponse], QuantalPath]:
    assert isinstance(solution.finding, QuantalPath)
    return [e for e in solution.equilibria if isinstance(e, QuantalResponse)], solution.finding


def test_asymmetric_matching_pennies_shows_the_own_payoff_effect() -> None:
    """Goeree, Holt & Palfrey 2003, "Risk averse behavior in generalized matching pennies games",
    GEB 45.

    In Nash equilibrium the player whose payoff was raised mixes half and half; in quantal response
    it plays the option with the high payoff more often, while the other avoids it.
    """
    points, finding = path(solve(MATCHING, concept="quantal-response"))
    assert finding.settled
    assert finding.limit is not None
    assert [s.tolist() for s in finding.limit.strategies] == [
        pytest.approx([0.5, 0.5]),
        pytest.approx([0.1, 0.9]),
    ]
    for point in points[1:]:
        assert point.strategies[0][0] > 0.5
        assert 0.1 < point.strategies[1][0] < 0.5


def test_a_point_answers_itself_by_hand() -> None:
    (point,) = [e for e in path(solve(MATCHING, concept="quantal-response"))[0] if e.precision == 4]
    again = plain_logit.answers(
        unit_payoffs(MATCHING.payoffs), [s.tolist() for s in point.strategies], 4.0
    )
    assert np.abs(np.concatenate(again) - np.concatenate(point.strategies)).max() < 1e-10


@pytest.mark.parametrize("huge", [1e3, 1e9, 1e12])
def test_a_payoff_that_is_never_met_hides_no_gain(huge: float) -> None:
    """The first player has 2 against 0 where the limit leads, a trillionth of its range or not."""
    _, finding = path(
        solve(NormalFormGame.from_arrays([[huge, 2], [3, 0]], [[1, 100], [3, -4]]), concept=QUANTAL)
    )
    if finding.limit is not None:
        assert [s.tolist() for s in finding.limit.strategies] == [[1.0, 0.0], [0.0, 1.0]]
    assert finding.settled == (huge == 1e3)


@settings(max_examples=20)
@given(payoffs=payoff_tables(players=(1, 3), strategies=(1, 3)))
def test_the_path_begins_at_random_and_its_limit_is_nash(payoffs: np.ndarray) -> None:
    points, finding = path(solve(normal_form(payoffs), concept="quantal-response"))
    assert points[0].precision == 0
    assert all(np.allclose(s, 1 / len(s)) for s in points[0].strategies)
    assert all(point.residual <= 1e-10 for point in points)
    assert all(point.regret == max(point.losses) for point in points)
    if finding.limit is not None:
        assert finding.limit.kind == "Nash"
        assert finding.distance < 0.01


@settings(max_examples=10)
@given(payoffs=payoff_tables(players=(2, 3), strategies=(2, 3)), seed=st.integers(0, 10_000))
def test_units_and_the_order_of_strategies_change_nothing(payoffs: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    shape = payoffs.shape[1:]
    scale = rng.choice([0.25, 3.0, 1e6], (len(payoffs), *(1 for _ in shape)))
    order = [rng.permutation(n) for n in shape]
    before, _ = path(solve(normal_form(payoffs), concept="quantal-response"))
    scaled, _ = path(solve(normal_form(payoffs * scale + 5.0), concept="quantal-response"))
    moved, _ = path(
        solve(normal_form(payoffs[(slice(None), *np.ix_(*order))]), concept="quantal-response")
    )
    for one, two, three in zip(before[:8], scaled, moved, strict=False):
        assert one.precision == two.precision == three.precision
        for a, b, c, o in zip(one.strategies, two.strategies, three.strategies, order, strict=True):
            assert np.abs(a - b).max() < 1e-7
            assert np.abs(a[o] - c).max() < 1e-7


def test_precise_play_of_the_dilemma_defects_and_says_what_mistakes_cost() -> None:
    points, finding = path(
        solve(
            normal_form(np.array([[[3.0, 0], [5, 1]], [[3, 5], [0, 1]]])),
            concept="quantal-response",
        )
    )
    assert finding.limit is not None
    assert finding.limit.payoffs == (1.0, 1.0)
    assert all(later.regret < earlier.regret for earlier, later in pairwise(points[3:]))


def test_what_is_no_answer_to_itself_is_refused() -> None:
    with pytest.raises(Unverified, match="no quantal response"):
        verified_response(
            MATCHING, unit_payoffs(MATCHING.payoffs), np.array([0.5, 0.5, 0.5, 0.5]), 4.0
        )


def test_a_path_that_stops_short_keeps_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logit_path, "STEPS", 12)
    solution = solve(MATCHING, concept="quantal-response")
    points, finding = path(solution)
    assert len(points) < 8
    assert finding.limit is None
    assert any("could not be followed beyond precision" in note for note in solution.notes)


@pytest.mark.parametrize(
    ("shape", "what"), [((400, 300), "combinations"), ((401, 2), "strategies")]
)
def test_size_is_counted_first(shape: tuple[int, int], what: str) -> None:
    with pytest.raises(GameTooLarge, match=what):
        solve(
            NormalFormGame.from_arrays(np.zeros(shape), np.zeros(shape)), concept="quantal-response"
        )
