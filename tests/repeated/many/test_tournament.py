"""Tournaments: every cell is a match, roles are kept, and what is sampled says so."""

from __future__ import annotations

import numpy as np
import pytest

from negotiate import Automaton, NormalFormGame, RepeatedGame, strategies
from negotiate.errors import OutOfRange, UnknownMethod, UnsuitableGame
from negotiate.repeated.many.tournament import Tournament, everyone, tournament
from negotiate.repeated.setting import Phases, Setting

R, T, S, P = 3.0, 5.0, 0.0, 1.0
DILEMMA = NormalFormGame.from_arrays(
    [[R, S], [T, P]], [[R, T], [S, P]], labels=[["C", "D"], ["C", "D"]]
)
FEW = ("always_cooperate", "always_defect", "tit_for_tat", "grim", "win_stay_lose_shift")
LEARNER = "fictitious_play"


def asymmetric(seed: int = 0, shape: tuple[int, int] = (3, 2)) -> NormalFormGame:
    return NormalFormGame.from_arrays(*np.random.default_rng(seed).normal(size=(2, *shape)))


def best(found: Tournament, player: int = 0) -> list[str]:
    return [found.pools[player][place] for place in found.ranking[player]]


@pytest.mark.parametrize("rounds", [None, 7])
def test_every_cell_is_a_match(rounds: int | None) -> None:
    game = RepeatedGame(asymmetric(), (0.9, 0.6))
    first, second = FEW, ("tit_for_tat", "grudger", "always_defect")
    found = tournament(game, first, second, noise=(0.02, 0.1), misread=0.03, rounds=rounds)
    for i, one in enumerate(first):
        for j, other in enumerate(second):
            match = game.play(one, other, noise=(0.02, 0.1), misread=0.03, rounds=rounds)
            np.testing.assert_allclose(found.payoffs[:, i, j], match.payoffs, atol=1e-12)
    assert (found.errors == 0).all()
    assert found.worlds == 0


def test_what_is_played_is_worth_what_is_earned() -> None:
    game = RepeatedGame(asymmetric(1), 0.8)
    found = tournament(game, FEW, noise=0.05)
    worth = np.tensordot(found.plays, game.stage.payoffs, axes=([2, 3], [1, 2]))
    np.testing.assert_allclose(np.moveaxis(worth, -1, 0), found.payoffs, atol=1e-12)


def test_roles_are_kept_when_players_change_places() -> None:
    stage = asymmetric(2)
    swapped = NormalFormGame.from_arrays(*(table.T for table in stage.payoffs[::-1]))
    first, second = ("tit_for_tat", "always_defect", "grim"), ("win_stay_lose_shift", "grudger")
    one = tournament(RepeatedGame(stage, (0.9, 0.5)), first, second, noise=(0.01, 0.2))
    other = tournament(RepeatedGame(swapped, (0.5, 0.9)), second, first, noise=(0.2, 0.01))
    np.testing.assert_allclose(one.payoffs, other.payoffs[::-1].swapaxes(1, 2), atol=1e-12)
    assert one.ranking == other.ranking[::-1]
    assert one.best_replies == other.best_replies[::-1]
    assert one.hardest == other.hardest[::-1]


def test_units_change_no_rank() -> None:
    stage = asymmetric(3, (2, 2))
    scale, shift = np.array([7.0, 0.01]).reshape(2, 1, 1), np.array([-100.0, 4.0]).reshape(2, 1, 1)
    one = tournament(RepeatedGame(stage, 0.9), noise=0.01)
    other = tournament(
        RepeatedGame(NormalFormGame.from_arrays(*(scale * stage.payoffs + shift)), 0.9), noise=0.01
    )
    assert one.ranking == other.ranking
    assert one.best_replies == other.best_replies


def test_one_pool_meets_itself_in_a_symmetric_game() -> None:
    """Axelrod's table: 200 rounds each, each strategy against itself among them."""
    found = tournament(
        RepeatedGame(DILEMMA, 1), ["tit_for_tat", "always_defect", "random"], rounds=200
    )
    assert found.one_pool
    np.testing.assert_array_equal(found.payoffs[1], found.payoffs[0].T)
    totals = 200 * found.payoffs[0]
    assert totals[0] == pytest.approx([600.0, 199.0, 449.25])
    assert totals[:, 0] == pytest.approx([600.0, 204.0, 451.75])
    assert found.means[0] == pytest.approx(found.payoffs[0].mean(axis=1))
    assert best(found) == ["tit_for_tat", "always_defect", "random"]
    assert found.wins == (0, 2, 1)


def test_half_of_a_symmetric_table_tells_the_other_half() -> None:
    game = RepeatedGame(DILEMMA, 0.9)
    whole = [game.play(one, other, noise=0.05).payoffs for one in FEW for other in FEW]
    found = tournament(game, FEW, noise=0.05)
    np.testing.assert_allclose(np.moveaxis(found.payoffs, 0, -1).reshape(-1, 2), whole, atol=1e-12)


@pytest.mark.parametrize(
    "game",
    [
        RepeatedGame(DILEMMA, (0.9, 0.8)),
        RepeatedGame(DILEMMA, 0.9, Setting(noise=(0.1, 0.0))),
        RepeatedGame(DILEMMA, 0.9, cooperate=(0, 1), punish=(1, 0)),
        RepeatedGame(asymmetric(4, (2, 2)), 0.9),
    ],
)
def test_players_in_different_positions_have_two_pools(game: RepeatedGame) -> None:
    found = tournament(game, FEW)
    assert not found.one_pool
    assert found.wins == ()


def test_two_pools_of_a_symmetric_game_are_two() -> None:
    found = tournament(RepeatedGame(DILEMMA, 0.9), FEW, FEW[:2])
    assert not found.one_pool
    assert found.payoffs.shape == (2, 5, 2)


def test_phases_that_treat_both_alike_leave_one_pool() -> None:
    odds = np.full((2, 2, 2, 2), 0.5)
    tables = np.stack([DILEMMA.payoffs, 2 * DILEMMA.payoffs])
    game = RepeatedGame(DILEMMA, 0.9, Setting(phases=Phases(("calm", "war"), tables, odds, tables)))
    assert tournament(game, FEW).one_pool
    odds = odds.copy()
    odds[0, 0, 1] = [1.0, 0.0]  # only one player's breach keeps the calm
    assert not tournament(
        RepeatedGame(DILEMMA, 0.9, Setting(phases=Phases(("calm", "war"), tables, odds, tables))),
        FEW,
    ).one_pool


def test_best_replies_and_hardest_opponents_are_those_of_the_table() -> None:
    found = tournament(RepeatedGame(asymmetric(5), 0.7), FEW, FEW[:3], noise=0.03)
    first, second = found.payoffs
    for j, place in enumerate(found.best_replies[0]):
        assert first[place, j] == pytest.approx(first[:, j].max(), abs=1e-8)
    for i, place in enumerate(found.best_replies[1]):
        assert second[i, place] == pytest.approx(second[i].max(), abs=1e-8)
    for i, place in enumerate(found.hardest[0]):
        assert first[i, place] == pytest.approx(first[i].min(), abs=1e-8)
    for j, place in enumerate(found.hardest[1]):
        assert second[place, j] == pytest.approx(second[:, j].min(), abs=1e-8)


def test_by_default_all_that_can_be_told_exactly_take_part() -> None:
    found = tournament(RepeatedGame(DILEMMA, 0.9))
    assert found.one_pool
    alike = [name for names in found.alike[0] for name in names]
    assert set(FEW) <= {*found.pools[0], *alike}
    assert LEARNER in found.left_out[0]
    assert sorted([*found.pools[0], *alike, *found.left_out[0]]) == sorted(strategies)
    assert (found.errors == 0).all()


def test_those_that_play_alike_take_part_once() -> None:
    """Where hands do not tremble, what one makes of its own slips makes no difference, and where
    they do it does.
    """
    for noise in (0.0, 0.05):
        found = tournament(RepeatedGame(DILEMMA, 0.9), noise=noise)
        groups = [
            {name, *others} for name, others in zip(found.pools[0], found.alike[0], strict=True)
        ]
        assert {"tit_for_tat", "tranches", "mirror"} <= next(
            one for one in groups if "tit_for_tat" in one
        )
        assert any({"grim", "grudger"} <= one for one in groups) == (noise == 0)
        every = tournament(
            RepeatedGame(DILEMMA, 0.9), [one for group in groups for one in group], noise=noise
        )
        place = every.pools[0].index
        for group in groups:
            for one in group:
                for other in group:
                    np.testing.assert_allclose(
                        every.payoffs[:, place(one)], every.payoffs[:, place(other)], atol=1e-12
                    )


def test_a_pool_that_somebody_chose_keeps_all() -> None:
    found = tournament(RepeatedGame(DILEMMA, 0.9), ["tit_for_tat", "mirror", "always_defect"])
    assert found.pools[0] == ("tit_for_tat", "mirror", "always_defect")
    assert found.alike == found.left_out == ((), ())
    assert found.winners == ((0, 1), (0, 1))


def test_winners_are_all_that_share_the_best_mean() -> None:
    for seed in range(4):
        found = tournament(RepeatedGame(asymmetric(seed, (2, 2)), 0.8))
        for means, order, first in zip(found.means, found.ranking, found.winners, strict=True):
            assert set(first) == set(np.flatnonzero(means > means.max() - 1e-7).tolist())
            assert order[: len(first)] == first


def test_the_files_own_strategies_take_part_where_they_belong() -> None:
    own = Automaton([0, 1], [[0, 1], [0, 1]])
    game = RepeatedGame(DILEMMA, 0.9, named={"mine": own})
    assert tournament(game).pools[0][0] == tournament(game).pools[1][0] == "mine"
    roles = RepeatedGame(asymmetric(0, (2, 2)), 0.9, named={"mine": own}, seats={"mine": 0})
    found = tournament(roles)
    assert found.pools[0][0] == "mine"
    assert "mine" in found.left_out[1]
    assert "mine" in tournament(roles, ["mine"], ["mine", "grim"]).pools[1]


def test_everybody_has_a_name_of_its_own() -> None:
    machine = Automaton([1], [[0, 0]])
    punish = strategies["punish"]
    entered = [machine, "grim", "grim", machine, punish(periods=7), "punish:periods=7"]
    found = tournament(RepeatedGame(DILEMMA, 0.9), entered)
    assert found.pools[0] == (
        "automaton",
        "grim",
        "grim #2",
        "automaton #2",
        "punish:periods=7",
        "punish:periods=7 #2",
    )
    np.testing.assert_array_equal(found.payoffs[0][1], found.payoffs[0][2])


def test_what_is_sampled_says_how_far_it_may_be_off() -> None:
    game = RepeatedGame(DILEMMA, 0.9)
    pool = [LEARNER, "random", "tit_for_tat"]
    one, other = (tournament(game, pool, noise=0.1, seed=seed, worlds=400) for seed in (1, 2))
    sampled = np.zeros((3, 3), dtype=bool)
    sampled[0, :] = sampled[:, 0] = True
    assert (one.errors[0][~sampled] == 0).all()
    assert (one.errors[0][sampled] > 0).all()
    assert (np.isnan(one.plays).all(axis=(2, 3)) == sampled).all()
    apart = np.abs(one.payoffs - other.payoffs)
    assert (apart <= 4 * np.hypot(one.errors, other.errors) / 1.96 + 1e-12).all()
    assert (apart[0][sampled] > 0).all()
    assert (one.worlds, one.seed) == (400, 1)


def test_seeds_reproduce_and_workers_change_nothing() -> None:
    game = RepeatedGame(asymmetric(6, (2, 2)), 0.8)
    one = tournament(game, [LEARNER, "grim"], noise=0.1, seed=5, worlds=300)
    other = tournament(game, [LEARNER, "grim"], noise=0.1, seed=5, worlds=300, workers=2)
    np.testing.assert_array_equal(one.payoffs, other.payoffs)
    np.testing.assert_array_equal(one.errors, other.errors)


def test_progress_is_told_of_what_is_sampled() -> None:
    told: list[tuple[int, int]] = []
    pool = [LEARNER, "grim", "tit_for_tat"]
    tournament(
        RepeatedGame(DILEMMA, 0.9),
        pool,
        worlds=2,
        progress=lambda done, of: told.append((done, of)),
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_everyone_has_those_that_remember_without_bound() -> None:
    game = RepeatedGame(DILEMMA, 0.9)
    names = {one.name for one in everyone(game, 0) if not isinstance(one, Automaton)}
    assert names == set(strategies)
    assert LEARNER not in {
        one.name for one in everyone(game, 0, finite=True) if not isinstance(one, Automaton)
    }


def test_what_cannot_be_played_is_refused() -> None:
    three = NormalFormGame.from_arrays(*np.zeros((3, 2, 2, 2)))
    with pytest.raises(UnsuitableGame, match="3 players"):
        tournament(RepeatedGame(three, 0.9))
    with pytest.raises(UnknownMethod, match="`tit_for_tats`"):
        tournament(RepeatedGame(DILEMMA, 0.9), ["tit_for_tats"])
    with pytest.raises(UnsuitableGame):
        tournament(RepeatedGame(asymmetric(), 0.9), [Automaton([2], [[0, 0]])])
    for wrong in ({"seed": -1}, {"rounds": 0}, {"noise": 1.5}, {"worlds": 0}):
        with pytest.raises(OutOfRange):
            tournament(RepeatedGame(DILEMMA, 0.9), [LEARNER], **wrong)  # type: ignore[arg-type]  # what is wrong is meant
