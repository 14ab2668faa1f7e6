from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.concepts import advice
from negotiate.equilibrium.concepts.advice import Advised, verified_advice
from negotiate.equilibrium.concepts.programs import Best, ceiling, obedience
from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import CorrelatedEquilibrium, Solution
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from tests.strategies import normal_form, payoff_tables

CHICKEN = NormalFormGame.from_arrays([[6, 2], [7, 0]], [[6, 7], [2, 0]])
KINDS = ("correlated", "coarse-correlated")


def found(solution: Solution) -> Advised:
    assert isinstance(solution.finding, Advised)
    assert solution.complete
    return solution.finding


def best(solution: Solution) -> CorrelatedEquilibrium:
    first = solution.equilibria[0]
    assert isinstance(first, CorrelatedEquilibrium)
    return first


def test_chicken_has_aumanns_answer() -> None:
    """Aumann 1974, "Subjectivity and correlation in randomized strategies", example 2.7: 5 1/4 for
    each at best.
    """
    solution = solve(CHICKEN, concept="correlated")
    assert best(solution).payoffs == pytest.approx((5.25, 5.25))
    assert best(solution).distribution.tolist() == [[0.5, 0.25], [0.25, 0.0]]
    assert found(solution).nash is not None
    assert found(solution).nash.most == pytest.approx(28 / 3)
    assert found(solution).sole[0]


def test_dropping_only_obedience_once_heard_gains_more() -> None:
    """Moulin & Vial 1978: where every correlated equilibrium is the Nash equilibrium, a coarse one
    may give more.
    """
    payoffs = [[3, 0, 5], [5, 3, 0], [0, 5, 3]]
    game = NormalFormGame.from_arrays(payoffs, np.transpose(payoffs))
    heard, unheard = (found(solve(game, concept=kind)).values for kind in KINDS)
    assert heard[0] == pytest.approx(16 / 3)
    assert unheard[0] == pytest.approx(6)


def test_a_coin_is_tossed_where_the_sum_does_not_decide() -> None:
    """Of (3, 2), (2, 3) and all between, the fairest; Luce & Raiffa 1957 for the battle of the
    sexes.
    """
    solution = solve(
        NormalFormGame.from_arrays([[3, 0], [0, 2]], [[2, 0], [0, 3]]), concept="correlated"
    )
    assert best(solution).distribution.tolist() == [[0.5, 0.0], [0.0, 0.5]]
    assert found(solution).sole == (False, True)
    assert any("other lotteries" in note for note in solution.notes)


@settings(max_examples=8)
@given(payoffs=payoff_tables(players=(2, 3), strategies=(1, 3)))
def test_nash_lies_within_correlated_within_coarse(payoffs: np.ndarray) -> None:
    game = normal_form(payoffs)
    for player in (None, game.keys[-1]):
        heard, unheard = (found(solve(game, concept=kind, player=player)) for kind in KINDS)
        assert unheard.values[0] >= heard.values[0] - 1e-9
        assert unheard.values[1] <= heard.values[1] + 1e-9
        if heard.nash is not None:
            assert heard.values[0] >= heard.nash.most - 1e-9
            assert heard.values[1] <= heard.nash.least + 1e-9


@settings(max_examples=6)
@given(payoffs=payoff_tables(players=(2, 3), strategies=(1, 3)), seed=st.integers(0, 10_000))
def test_what_means_the_same_is_answered_the_same(payoffs: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    shape = payoffs.shape[1:]
    scale = rng.choice([0.25, 3.0, 1e6], (len(payoffs), *(1 for _ in shape)))
    shift = rng.choice([-7.0, 0.0, 100.0], scale.shape)
    order = [rng.permutation(n) for n in shape]
    for kind in KINDS:
        before = found(solve(normal_form(payoffs), concept=kind, player="player 1")).values
        after = found(
            solve(normal_form(payoffs * scale + shift), concept=kind, player="player 1")
        ).values
        expected = np.array(before) * scale.ravel()[0] + shift.ravel()[0]
        assert np.allclose(after, expected, rtol=1e-9, atol=1e-8 * scale.ravel()[0])
        moved = normal_form(payoffs[(slice(None), *np.ix_(*order))])
        again = found(solve(moved, concept=kind, player="player 1")).values
        assert np.allclose(again, before, atol=1e-9)


@settings(max_examples=10)
@given(payoffs=payoff_tables(players=(2, 3), strategies=(2, 3)), seed=st.integers(0, 10_000))
def test_any_prices_bound_every_equilibrium(payoffs: np.ndarray, seed: int) -> None:
    rows = obedience(payoffs)
    prices = np.random.default_rng(seed).random(rows.shape[0])
    bound = ceiling(rows, payoffs[0].ravel(), prices)
    assert (
        found(solve(normal_form(payoffs), concept="correlated", player="player 1")).values[0]
        <= bound + 1e-9
    )


def test_what_is_no_equilibrium_is_refused() -> None:
    crash = np.array([[0.0, 0.0], [0.0, 1.0]])
    for kind in ("correlated", "coarse correlated"):
        with pytest.raises(Unverified, match=f"no {kind} equilibrium"):
            verified_advice(CHICKEN, crash, kind, "")
    with pytest.raises(Unverified, match="no lottery"):
        verified_advice(CHICKEN, np.full((2, 2), 0.3), "correlated", "")


def test_advice_that_pays_only_unheard_is_no_correlated_equilibrium() -> None:
    """Told `1` here, a player would rather play `2`, though never so often that refusing all advice
    pays.
    """
    lottery = np.array([[0.8, 0.1], [0.1, 0.0]])
    assert (
        verified_advice(
            CHICKEN, np.array([[0.5, 0.25], [0.25, 0.0]]), "coarse correlated", ""
        ).regret
        == 0
    )
    with pytest.raises(Unverified):
        verified_advice(CHICKEN, lottery, "correlated", "")


def test_a_reason_says_what_disobeying_would_give() -> None:
    reason = best(solve(CHICKEN, concept="correlated")).reasons[0]
    assert (reason.chosen, reason.alternative) == ("1", "2")
    assert reason.payoff == pytest.approx(14 / 3)
    assert reason.alternative_payoff == pytest.approx(14 / 3)


def test_size_is_counted_before_anything_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(payoffs: np.ndarray) -> None:
        raise AssertionError

    monkeypatch.setattr(advice, "CORRELATED", replace(advice.CORRELATED, constraints=refuse))
    rng = np.random.default_rng(0)
    with pytest.raises(GameTooLarge, match="1,980,000 entries of the incentive constraints"):
        solve(NormalFormGame.from_arrays(*rng.random((2, 100, 100))), concept="correlated")


def test_impossible_combinations_are_refused_with_the_reason() -> None:
    game = replace(CHICKEN, feasible=np.array([[True, True], [True, False]]))
    for kind in KINDS:
        with pytest.raises(UnsuitableGame, match="impossible"):
            solve(game, concept=kind)


def test_a_sum_over_different_units_says_so() -> None:
    game = replace(CHICKEN, units=("euros", "votes"))
    assert any("different units" in note for note in solve(game, concept="correlated").notes)
    assert not any(
        "different units" in note
        for note in solve(game, concept="correlated", player="player 1").notes
    )


def test_a_lottery_that_is_not_the_best_is_never_told_as_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest = advice.best

    def slightly_worse(constraints: object, goal: np.ndarray, worths: np.ndarray) -> Best:
        one, other = honest(constraints, goal, worths), honest(constraints, -goal, worths)
        return replace(one, lottery=one.lottery * (1 - 1e-5) + other.lottery * 1e-5)

    monkeypatch.setattr(advice, "best", slightly_worse)
    solution = solve(CHICKEN, concept="correlated")
    assert not solution.complete
    assert "prices" not in solution.verified
