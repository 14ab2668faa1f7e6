"""Potentials found, and circles where there are none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.concepts import potential
from negotiate.equilibrium.concepts.potential import Potential, PotentialBroken
from negotiate.equilibrium.nash.pure import pure_equilibria
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from tests.reference import plain_moves
from tests.strategies import normal_form, payoff_tables


def asked(game: NormalFormGame) -> tuple[Solution, Potential]:
    solution = solve(game, concept="potential")
    assert isinstance(solution.finding, Potential)
    return solution, solution.finding


def from_potential(seed: int, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """A random potential, and payoffs: it, plus terms on which a player's own choice has no
    influence.
    """
    rng = np.random.default_rng(seed)
    shared = rng.integers(-5, 6, shape).astype(float)
    dummies = [
        rng.integers(-5, 6, [1 if p == q else n for q, n in enumerate(shape)])
        for p in range(len(shape))
    ]
    return shared, np.stack([shared + dummy for dummy in dummies])


shapes = st.lists(st.integers(1, 4), min_size=1, max_size=4).map(tuple)


@settings(max_examples=60)
@given(seed=st.integers(0, 10_000), shape=shapes, scale=st.sampled_from([1.0, 0.1, np.pi]))
def test_a_potential_with_dummies_is_recognised(
    seed: int, shape: tuple[int, ...], scale: float
) -> None:
    shared, payoffs = from_potential(seed, shape)
    solution, found = asked(normal_form(payoffs * scale))
    assert found.kind == "exact"
    assert found.potential is not None
    assert np.ptp(found.potential - shared * scale) == pytest.approx(0, abs=1e-9)
    assert set(found.maximisers) == {
        tuple(map(int, cell)) for cell in np.argwhere(shared == shared.max())
    }
    assert set(found.maximisers) <= set(found.endings)
    assert solution.exact or scale == np.pi
    assert (found.circle, found.square) == ((), ())


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10_000), shape=shapes.filter(lambda shape: sum(n > 1 for n in shape) > 1)
)
def test_weights_are_found_that_make_gains_steps(seed: int, shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(seed)
    _, payoffs = from_potential(seed, shape)
    weights = rng.choice([0.5, 1.0, 3.0], len(shape))
    weighted = payoffs * weights.reshape(-1, *(1,) * len(shape))
    _, found = asked(normal_form(weighted))
    assert found.kind in ("exact", "weighted")
    assert (found.kind == "exact") is plain_moves.squares_close(weighted)
    assert found.potential is not None
    for before in plain_moves.profiles(weighted):
        for player, n in enumerate(shape):
            after = plain_moves.moved(before, player, n - 1)
            gain = plain_moves.gain(weighted, player, before, after)
            step = found.potential[after] - found.potential[before]
            assert gain == pytest.approx(found.weights[player] * step, abs=1e-9)


@settings(max_examples=120)
@given(payoffs=payoff_tables(players=(1, 3), strategies=(1, 3), largest=1))
def test_the_kind_is_what_its_definition_says(payoffs: np.ndarray) -> None:
    _, found = asked(normal_form(payoffs))
    kind = plain_moves.kind(payoffs)
    assert found.kind == kind or (found.kind == "weighted" and kind == "ordinal")
    assert set(found.endings) == {
        tuple(map(int, cell)) for cell in np.argwhere(pure_equilibria(payoffs))
    }


@settings(max_examples=120)
@given(payoffs=payoff_tables(players=(2, 3), strategies=(2, 3), largest=2))
def test_a_circle_is_one(payoffs: np.ndarray) -> None:
    _, found = asked(normal_form(payoffs))
    if found.kind in ("exact", "weighted", "ordinal"):
        assert found.circle == ()
        return
    for move, following in zip(found.circle, (*found.circle[1:], found.circle[0]), strict=True):
        assert move.after == following.before
        assert move.after == plain_moves.moved(move.before, move.player, move.after[move.player])
        assert move.gain == plain_moves.gain(payoffs, move.player, move.before, move.after)
    gains = [move.gain for move in found.circle]
    assert max(gains) > 0
    assert min(gains) >= 0 if found.kind == "generalized ordinal" else min(gains) > 0
    if found.kind == "none":
        assert all(
            plain_moves.best(payoffs, move.player, move.before, move.after) for move in found.circle
        )


@settings(max_examples=60)
@given(payoffs=payoff_tables(players=(2, 3), strategies=(2, 3), largest=2))
def test_where_no_exact_potential_is_a_square_shows_it(payoffs: np.ndarray) -> None:
    _, found = asked(normal_form(payoffs))
    assert (found.kind == "exact") is (found.square == ())
    if found.square:
        assert found.square[0].before == found.square[-1].after
        assert len({move.before for move in found.square}) == 4
        assert sum(move.gain for move in found.square) != 0


@settings(max_examples=40)
@given(payoffs=payoff_tables(players=(2, 3), strategies=(1, 3)), seed=st.integers(0, 10_000))
def test_units_and_order_change_no_kind(payoffs: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    kind = asked(normal_form(payoffs))[1].kind
    shift = rng.choice([-7.0, 0.3], (len(payoffs), *(1,) * (payoffs.ndim - 1)))
    same_unit = payoffs * rng.choice([0.1, 3.0, 1e6]) + shift
    assert asked(normal_form(same_unit))[1].kind == kind
    order = [rng.permutation(n) for n in payoffs.shape[1:]]
    assert asked(normal_form(payoffs[(slice(None), *np.ix_(*order))]))[1].kind == kind


def congestion(players: int) -> NormalFormGame:
    """Rosenthal 1973: each takes one of two roads and is late by how many take it: one road doubles
    the delay.
    """
    shape = (2,) * players
    roads = np.stack(np.meshgrid(*([0, 1],) * players, indexing="ij"))
    second = roads.sum(axis=0)
    late = np.where(roads == 0, 2.0 * (players - second), second)
    return NormalFormGame.from_arrays(*(-late.reshape(players, *shape)))


def test_congestion_games_have_an_exact_potential() -> None:
    game = congestion(4)
    _, found = asked(game)
    assert found.kind == "exact"
    second = {sum(profile) for profile in found.maximisers}
    assert second <= {2, 3}
    # Rosenthal's potential: for each road the delays that 1, 2, … travellers would have, added up.
    expected = np.array(
        [-(2 * sum(range(1, 5 - k)) + sum(range(1, k + 1))) for k in range(5)], dtype=float
    )
    assert found.potential is not None
    for profile in plain_moves.profiles(game.payoffs):
        offset = found.potential[0, 0, 0, 0] - expected[0]
        assert found.potential[profile] == pytest.approx(expected[sum(profile)] + offset)


@pytest.mark.parametrize(
    ("payoffs", "kind"),
    [
        (
            ([[3, 0], [5, 1]], [[3, 5], [0, 1]]),
            "exact",
        ),  # Monderer & Shapley 1996, example of the prisoner's dilemma
        (([[4, 0], [3, 3]], [[4, 3], [0, 3]]), "exact"),
        (([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), "none"),
        (([[2, 0], [0, 1]], [[6, 0], [0, 3]]), "weighted"),
        (([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], [[0, 1, -1], [-1, 0, 1], [1, -1, 0]]), "none"),
    ],
    ids=[
        "prisoner's dilemma",
        "stag hunt",
        "matching pennies",
        "a third of the stake",
        "rock, paper, scissors",
    ],
)
def test_famous_games(payoffs: tuple[list[list[int]], list[list[int]]], kind: str) -> None:
    assert asked(NormalFormGame.from_arrays(*payoffs))[1].kind == kind


def test_cournot_has_an_exact_potential_and_its_logarithm_an_ordinal_one() -> None:
    """Monderer & Shapley 1996, section 1: linear demand, and an ordinal potential whatever the
    costs.
    """
    amounts = np.meshgrid(np.arange(1.0, 5), np.arange(1.0, 5), indexing="ij")
    price = 10 - sum(amounts)
    game = NormalFormGame.from_arrays(*(q * (price - 1) for q in amounts))
    assert asked(game)[1].kind == "exact"
    assert asked(NormalFormGame.from_arrays(*(np.log(q * (price - 1)) for q in amounts)))[
        1
    ].kind in (
        "ordinal",
        "exact",
    )


def test_a_broken_potential_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        potential, "levels", lambda rank, together=None: np.zeros(rank.shape[1:], dtype=np.intp)
    )
    with pytest.raises(PotentialBroken, match="does not rise"):
        asked(NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))


def test_a_large_game_is_refused() -> None:
    with pytest.raises(UnsuitableGame, match="at most 250,000 combinations"):
        asked(NormalFormGame.from_arrays(*np.zeros((2, 501, 500))))


@pytest.mark.parametrize("times", [1.0, 7.0, np.pi])
def test_where_one_player_alone_chooses_no_rounding_leaves_anything_open(times: float) -> None:
    found = solve(
        NormalFormGame.from_arrays([[0.0, 0.0]], [[0.0, 2000000.00000001 * times]]),
        concept="potential",
    )
    assert found.complete
