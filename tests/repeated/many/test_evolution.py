"""Evolution in large populations: shares, points of rest, and what the end is worth."""

from __future__ import annotations

import numpy as np
import pytest

from negotiate import NormalFormGame, RepeatedGame, solve
from negotiate.errors import OutOfRange, UnknownMethod, UnsuitableGame
from negotiate.repeated.many.evolution import Dynamics, Evolution, evolution, survivors
from negotiate.repeated.many.tournament import Tournament, tournament

DILEMMA = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
CHICKEN = NormalFormGame.from_arrays([[3, 2], [4, 0]], [[3, 4], [2, 0]])
FEW = ("always_cooperate", "always_defect", "tit_for_tat", "grim", "win_stay_lose_shift")
SHARED: tuple[Dynamics, ...] = ("ecological", "replicator")


def met(
    stage: NormalFormGame = DILEMMA, *pools: tuple[str, ...], noise: float = 0.02
) -> Tournament:
    return tournament(RepeatedGame(stage, 0.9), *(pools or (FEW,)), noise=noise)


def roles(seed: int) -> NormalFormGame:
    return NormalFormGame.from_arrays(*np.random.default_rng(seed).random((2, 3, 2)))


def names(found: Evolution, population: int = 0) -> list[str]:
    return [found.tournament.pools[population][place] for place in found.survivors[population]]


@pytest.mark.parametrize("dynamics", SHARED)
def test_shares_are_shares_at_all_times(dynamics: Dynamics) -> None:
    for played in (met(), met(roles(0), FEW, FEW[:3])):
        found = evolution(played, dynamics, generations=250)
        assert found.generations[0] == 0
        assert found.generations[-1] == 250
        for rows in found.shares:
            assert rows.shape[0] == len(found.generations)
            assert (rows >= 0).all()
            np.testing.assert_allclose(rows.sum(axis=1), 1.0, atol=1e-12)
            np.testing.assert_allclose(rows[0], 1 / rows.shape[1])


@pytest.mark.parametrize("dynamics", SHARED)
def test_twins_share_what_one_alone_would_have(dynamics: Dynamics) -> None:
    start = np.array([0.2, 0.4, 0.1, 0.1, 0.2])
    one = evolution(met(), dynamics, generations=60, start=start.tolist())
    twins = evolution(
        met(DILEMMA, (*FEW, "tit_for_tat")),
        dynamics,
        generations=60,
        start=[0.2, 0.4, 0.04, 0.1, 0.2, 0.06],
    )
    both = twins.shares[0]
    np.testing.assert_allclose(both[:, [0, 1, 3, 4]], one.shares[0][:, [0, 1, 3, 4]], atol=1e-9)
    np.testing.assert_allclose(both[:, 2] + both[:, 5], one.shares[0][:, 2], atol=1e-9)
    np.testing.assert_allclose(both[:, 2] / both[:, 5], 2 / 3, atol=1e-9)


@pytest.mark.parametrize("dynamics", SHARED)
def test_chicken_comes_to_rest_where_both_earn_the_same(dynamics: Dynamics) -> None:
    """2 / 3 give way: x with 3 x + 2 (1 - x) = 4 x."""
    found = evolution(met(CHICKEN, ("always_cooperate", "always_defect"), noise=0.0), dynamics)
    np.testing.assert_allclose(found.shares[0][-1], [2 / 3, 1 / 3], atol=1e-8)
    assert found.settled
    assert found.spread[0] == pytest.approx(0.0, abs=1e-8)
    assert found.regret[0] == pytest.approx(0.0, abs=1e-8)
    assert found.earns[0] == pytest.approx(8 / 3)
    assert found.plays is not None
    np.testing.assert_allclose(found.plays, [[4 / 9, 2 / 9], [2 / 9, 1 / 9]], atol=1e-8)


def test_what_survivors_play_is_worth_what_they_earn() -> None:
    for played in (met(), met(roles(1), FEW, FEW[:3])):
        found = evolution(played, generations=20_000)
        assert found.plays is not None
        for population, earned in enumerate(found.earns):
            assert np.tensordot(
                found.plays, played.game.stage.payoffs[population], 2
            ) == pytest.approx(earned, abs=0.01)


def test_regret_is_that_of_the_mixture_at_the_end() -> None:
    found = evolution(met(), generations=5)
    shares, table = found.shares[0][-1], found.tournament.payoffs[0]
    mean = shares @ table @ shares
    assert found.earns == pytest.approx((mean,))
    assert found.regret == pytest.approx(((table @ shares).max() - mean,))
    assert found.spread == pytest.approx((np.ptp((table @ shares)[list(found.survivors[0])]),))
    assert not found.settled


def test_defectors_live_on_their_prey_and_die_out_after_it() -> None:
    """Axelrod 1984, chapter 2: what exploits the weak flourishes while there are any."""
    played = met(DILEMMA, ("always_cooperate", "always_defect", "grim", "tit_for_tat"), noise=0.0)
    found = evolution(played, start=[12, 2, 3, 3])
    defectors = found.shares[0][:, 1]
    assert found.generations[:4] == (0, 1, 2, 3)
    assert defectors.max() > 1.5 * defectors[0]
    assert defectors[-1] < 1e-6
    assert "always_defect" not in names(found)


def test_two_populations_each_answer_the_other() -> None:
    """Where one side's best strategy is best against all, the other side ends at the best reply to
    it.
    """
    stage = NormalFormGame.from_arrays([[3, 3], [1, 1]], [[0, 2], [2, 0]])
    played = met(
        stage,
        ("always_cooperate", "always_defect"),
        ("always_cooperate", "always_defect", "tit_for_tat"),
        noise=0.0,
    )
    for dynamics in SHARED:
        found = evolution(played, dynamics)
        assert names(found, 0) == ["always_cooperate"]
        assert names(found, 1) == ["always_defect"]
        assert found.earns == pytest.approx((3.0, 2.0), abs=1e-6)


def test_units_of_continuous_time_are_a_players_range() -> None:
    one = evolution(met(), "replicator", generations=40)
    other = evolution(
        met(NormalFormGame.from_arrays(*(50 * DILEMMA.payoffs - 9))), "replicator", generations=40
    )
    np.testing.assert_allclose(one.shares[0], other.shares[0], atol=1e-9)


def test_payoffs_below_0_are_fitness_above_the_worst() -> None:
    one = evolution(met(), generations=40)
    lower = evolution(met(NormalFormGame.from_arrays(*(DILEMMA.payoffs - 8))), generations=40)
    assert one.baseline == (0.0,)
    assert lower.baseline == (-8.0,)
    np.testing.assert_allclose(one.shares[0], lower.shares[0], atol=1e-9)


def test_selection_and_fitness_count() -> None:
    still = evolution(met(), generations=40, selection=0.0)
    np.testing.assert_allclose(still.shares[0], 0.2)
    assert still.settled
    plain, shifted = (
        evolution(
            met(NormalFormGame.from_arrays(*(DILEMMA.payoffs + up))),
            fitness="exponential",
            generations=40,
        )
        for up in (0.0, -20.0)
    )
    np.testing.assert_allclose(plain.shares[0], shifted.shares[0], atol=1e-9)
    once = evolution(met(), generations=1, selection=0.5, baseline=-2.0)
    fit = 0.5 + 0.5 * (once.tournament.payoffs[0].mean(axis=1) + 2)
    np.testing.assert_allclose(once.shares[0][-1], fit / fit.sum())


def test_replicator_ends_at_an_equilibrium_that_nashpy_knows() -> None:
    played = met(CHICKEN, ("always_cooperate", "always_defect"))
    found = evolution(played, "replicator")
    solution = solve(played.game_of_strategies(), method="nashpy-replicator")
    assert any(
        np.allclose(one.strategies[0], found.shares[0][-1], atol=1e-5)
        for one in solution.equilibria
    )


@pytest.mark.parametrize(
    "method",
    ["nashpy-fictitious-play", "nashpy-stochastic-fictitious-play", "nashpy-regret-minimization"],
)
def test_other_learning_dynamics_take_the_game_of_strategies(method: str) -> None:
    stage = met(DILEMMA, ("always_cooperate", "always_defect")).game_of_strategies()
    assert [row.label for row in stage.strategies[0]] == ["always_cooperate", "always_defect"]
    (found,) = solve(stage, method=method).equilibria
    np.testing.assert_allclose(found.strategies, [[0, 1], [0, 1]], atol=1e-9)


def test_a_game_alone_plays_its_default_tournament() -> None:
    found = evolution(RepeatedGame(DILEMMA, 0.9), generations=10)
    assert len(found.tournament.pools[0]) >= 20
    assert found.tournament.one_pool


def test_what_is_sampled_tells_no_postures() -> None:
    played = tournament(RepeatedGame(DILEMMA, 0.9), ["fictitious_play", "tit_for_tat"], worlds=20)
    assert evolution(played, generations=10).plays is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"generations": 0},
        {"generations": 2.5},
        {"selection": 1.5},
        {"selection": -0.1},
        {"selection": float("nan")},
        {"selection": -0.1, "fitness": "exponential"},
        {"baseline": 2.0},
    ],
)
def test_numbers_out_of_range_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(OutOfRange):
        evolution(met(), **wrong)  # type: ignore[arg-type]  # what is wrong is meant


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(UnknownMethod, match="`lamarckian`"):
        evolution(met(), "lamarckian")  # type: ignore[arg-type]  # what is wrong is meant
    with pytest.raises(UnknownMethod, match="`square`"):
        evolution(met(), fitness="square")  # type: ignore[arg-type]  # the same
    for start in ([1.0, 2.0], [[0.2] * 5, [0.2] * 5], [0.0] * 5, [1, 1, 1, 1, -1], []):
        with pytest.raises(UnsuitableGame, match="start"):
            evolution(met(), start=start)


@pytest.mark.parametrize("dynamics", ["ecological", "replicator", "moran"])
def test_shares_may_be_given_in_any_unit(dynamics: Dynamics) -> None:
    """Such as numbers whose sum is none: nobody is left without a share, and nobody dies of it."""
    even, huge = (
        evolution(met(), dynamics, generations=60, start=[size] * 5) for size in (1.0, 1e308)
    )
    np.testing.assert_allclose(huge.shares[0], even.shares[0], atol=1e-12)
    assert huge.survivors == even.survivors


def test_among_thousands_the_largest_shares_are_named_however_small() -> None:
    assert survivors(np.full(2_000, 1 / 2_000)) == tuple(range(2_000))
    shares = np.r_[0.0008, np.full(1_999, 0.9992 / 1_999)]
    assert survivors(shares) == (0,)
    assert survivors(np.array([0.0005, 0.9995])) == (1,)
