import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.concepts import stackelberg
from negotiate.equilibrium.concepts.programs import best, obedience
from negotiate.equilibrium.concepts.stackelberg import Commitment, verified_commitment
from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame, unit_payoffs
from tests.reference import plain_commitment
from tests.strategies import normal_form, payoff_tables

CONITZER_SANDHOLM = NormalFormGame.from_arrays([[2, 4], [1, 3]], [[1, 0], [0, 1]])


def led(solution: Solution, leader: int = 0) -> list[Commitment]:
    assert solution.complete
    return [e for e in solution.equilibria if isinstance(e, Commitment) and e.leader == leader]


def test_the_example_of_conitzer_and_sandholm() -> None:
    """Conitzer & Sandholm 2006, introduction: 2 without commitment, 3 by a pure one, 3.5 by a mixed
    one.
    """
    mixed, pure = led(solve(CONITZER_SANDHOLM, concept="stackelberg", player="player 1"))
    assert mixed.strategies[0].tolist() == [0.5, 0.5]
    assert mixed.payoffs[0] == 3.5
    assert mixed.worth == pytest.approx((1.5, 1.5))
    assert pure.payoffs == (3.0, 1.0)
    assert pure.worth == pytest.approx((1.0, 1.0))


def test_a_quantity_leader_makes_twice_the_followers_output() -> None:
    """von Stackelberg 1934: demand 12 - q1 - q2 without costs gives 6 and 3, against 4 and 4 for
    Cournot.
    """
    amounts = np.array([3.0, 4.0, 6.0])
    price = np.maximum(12 - np.add.outer(amounts, amounts), 0)
    game = NormalFormGame.from_arrays(
        price * amounts[:, None], price * amounts[None, :], labels=[[f"{q:g}" for q in amounts]] * 2
    )
    pure = next(
        e for e in led(solve(game, concept="stackelberg")) if not e.mixed and not e.cautious
    )
    assert [r.chosen for r in pure.reasons] == ["6", "3"]
    assert pure.payoffs == (18.0, 9.0)
    assert pure.nash is not None
    assert pure.nash.most == 16
    assert pure.worth[0] == 2


def test_the_wheel_out_of_the_window() -> None:
    """Schelling 1960: in chicken the one who cannot turn wins."""
    (red,) = led(
        solve(
            NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]]),
            concept="stackelberg",
        )
    )
    assert red.support == ((1,), (0,))
    assert red.worth == pytest.approx((0.0, 2.0))


def test_ties_against_the_leader_are_told_and_avoided() -> None:
    """Take all and the other is indifferent; leave it one, and it is not."""
    game = NormalFormGame.from_arrays([[10, 0], [9, 0]], [[0, 0], [1, 0]])
    hopeful, cautious = led(solve(game, concept="stackelberg", player="player 1"))
    assert (hopeful.payoffs[0], hopeful.sure, hopeful.cautious) == (10.0, 0.0, False)
    assert (cautious.payoffs[0], cautious.sure, cautious.cautious) == (9.0, 9.0, True)


@settings(max_examples=20)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(1, 3)))
def test_commitments_are_those_of_exact_corners(payoffs: np.ndarray) -> None:
    ours, theirs = payoffs.astype(int).tolist()
    found = led(solve(normal_form(payoffs), concept="stackelberg", player="player 1"))
    assert found[0].payoffs[0] == pytest.approx(
        float(plain_commitment.best_mixture(ours, theirs)), abs=1e-9
    )
    pure = next(e for e in found if not e.mixed and not e.cautious)
    assert pure.payoffs[0] == plain_commitment.best_single(ours, theirs, True)
    assert max(e.sure for e in found if not e.mixed) == plain_commitment.best_single(
        ours, theirs, False
    )


@settings(max_examples=20)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(1, 4)))
def test_a_bound_leader_gets_no_less_than_in_nash(payoffs: np.ndarray) -> None:
    """von Stengel & Zamir 2010: with mixtures, and ties in its favour, at least as much as in any
    Nash equilibrium.

    Where ties go against it, it still gets as much as in some: the least that it gets is no less
    than the least there.
    """
    for one in (led(solve(normal_form(payoffs), concept="stackelberg"), p)[0] for p in range(2)):
        assert one.regret <= 1e-9
        if one.nash is not None:
            assert one.payoffs[one.leader] >= one.nash.most - 1e-9
            assert not one.mixed or one.sure >= one.nash.least - 1e-9
        assert one.sure <= one.payoffs[one.leader] + 1e-9


@settings(max_examples=15)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(1, 4)))
def test_a_lottery_that_only_the_follower_obeys_is_worth_the_same(payoffs: np.ndarray) -> None:
    """Conitzer & Korzhyk 2011, "Commitment to correlated strategies"."""
    unit = unit_payoffs(payoffs)
    strategies = unit.shape[1]
    of_follower = obedience(unit)[strategies * (strategies - 1) :]
    lottery = best(of_follower, unit[0].ravel(), unit.reshape(2, -1)).lottery
    value = float(payoffs[0].ravel() @ lottery)
    found = led(solve(normal_form(payoffs), concept="stackelberg", player="player 1"))[0]
    assert found.payoffs[0] == pytest.approx(value, abs=1e-8)


@settings(max_examples=10)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(1, 4)))
def test_in_a_zero_sum_game_it_is_worth_nothing(payoffs: np.ndarray) -> None:
    game = NormalFormGame.from_arrays(payoffs[0], -payoffs[0])
    for leader in range(2):
        one = led(solve(game, concept="stackelberg"), leader)[0]
        if one.nash is not None and one.nash.complete:
            assert one.worth == pytest.approx((0.0, 0.0), abs=1e-9)


@settings(max_examples=10)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(1, 3)), seed=st.integers(0, 10_000))
def test_units_order_and_sides_change_nothing(payoffs: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scale, shift = (
        rng.choice([0.25, 3.0, 1e6], (2, 1, 1)),
        rng.choice([-7.0, 0.0, 100.0], (2, 1, 1)),
    )
    order = [rng.permutation(n) for n in payoffs.shape[1:]]
    before = [
        (e.payoffs[0], e.sure) for e in led(solve(normal_form(payoffs), concept="stackelberg"))
    ]
    scaled = [
        (e.payoffs[0], e.sure)
        for e in led(solve(normal_form(payoffs * scale + shift), concept="stackelberg"))
    ]
    factor, move = float(scale[0, 0, 0]), float(shift[0, 0, 0])
    assert np.allclose(scaled, np.array(before) * factor + move, rtol=1e-9, atol=1e-8 * factor)
    moved = led(solve(normal_form(payoffs[(slice(None), *np.ix_(*order))]), concept="stackelberg"))
    assert np.allclose([(e.payoffs[0], e.sure) for e in moved], before, atol=1e-8)
    mirrored = led(solve(normal_form(payoffs[::-1].transpose(0, 2, 1)), concept="stackelberg"), 1)
    assert np.allclose([(e.payoffs[1], e.sure) for e in mirrored], before, atol=1e-8)


def test_what_the_follower_would_not_answer_is_refused() -> None:
    with pytest.raises(Unverified, match="the follower could still gain 1"):
        verified_commitment(CONITZER_SANDHOLM, 0, np.array([1.0, 0.0]), 1)


def test_three_players_are_refused_with_the_reason() -> None:
    with pytest.raises(UnsuitableGame, match="needs two players, and this game has 3"):
        solve(normal_form(np.zeros((3, 2, 2, 2))), concept="stackelberg")


def test_mixtures_that_would_take_too_long_are_left_out_and_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stackelberg, "LARGEST", 7)
    solution = solve(CONITZER_SANDHOLM, concept="stackelberg", player="player 1")
    assert [e.payoffs[0] for e in solution.equilibria] == [3.0]
    assert not solution.complete
    assert "8 entries" in solution.notes[0]
