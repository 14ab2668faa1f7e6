"""Invasion: what a few mutants earn among residents, beside a small share of them counted out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from negotiate import NormalFormGame, RepeatedGame, solve
from negotiate.errors import UnsuitableGame
from negotiate.repeated.many.tournament import invasion, tournament

DILEMMA = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
FEW = ("always_cooperate", "always_defect", "tit_for_tat", "grim", "win_stay_lose_shift")


def lead(table: np.ndarray, resident: int, mutant: int, share: float) -> float:
    """What mutants earn more than residents if they are some share of the population."""
    mix = np.zeros(len(table))
    mix[resident], mix[mutant] = 1 - share, share
    return float(table[mutant] @ mix - table[resident] @ mix)


def test_verdicts_are_those_of_a_small_share_of_mutants() -> None:
    """Defined by Taylor & Jonker 1978: a resident is stable if any small enough share of mutants
    earns less.
    """
    for seed in range(6):
        a = np.random.default_rng(seed).integers(0, 4, (2, 2)).astype(float)
        found = invasion(tournament(RepeatedGame(NormalFormGame.from_arrays(a, a.T), 0.9), FEW))
        table = found.tournament.payoffs[0]
        assert found.residents == tuple((place,) for place in range(len(FEW)))
        for i, j in product(range(len(FEW)), repeat=2):
            gain = lead(table, i, j, 1e-4)
            expected = 0 if i == j or abs(gain) < 1e-9 else int(np.sign(gain))
            assert found.verdicts[0][i, j] == expected
            assert found.gains[0][i, j] == pytest.approx(lead(table, i, j, 0.0), abs=1e-12)
        worst = [
            max(row[:i].tolist() + row[i + 1 :].tolist()) for i, row in enumerate(found.verdicts[0])
        ]
        assert found.standings == tuple(
            {-1: "stable", 0: "neutral", 1: "invaded"}[one] for one in worst
        )


def test_from_the_share_that_is_told_mutants_do_better() -> None:
    found = invasion(tournament(RepeatedGame(DILEMMA, 0.9), FEW, noise=0.02))
    table, shares = found.tournament.payoffs[0], found.fractions
    assert shares is not None
    told = 0
    for i, j in product(range(len(FEW)), repeat=2):
        if i != j and 0 < shares[i, j] < 1:
            assert (
                lead(table, i, j, shares[i, j] - 0.01) < 0 < lead(table, i, j, shares[i, j] + 0.01)
            )
            told += 1
        elif i != j and shares[i, j] == np.inf:
            assert max(lead(table, i, j, share) for share in (0.01, 0.5, 1.0)) <= 1e-9
        elif i != j:
            assert lead(table, i, j, 1e-6) > 0
    assert told > 3


@pytest.mark.parametrize("rounds", range(2, 7))
def test_tit_for_tat_takes_over_defectors_if_it_plays_more_than_three_rounds(rounds: int) -> None:
    """Nowak, Sasaki, Taylor & Fudenberg 2004: more than (T + P - 2S) / (R - P) = 3."""
    found = invasion(
        tournament(RepeatedGame(DILEMMA, 1), ["always_defect", "tit_for_tat"], rounds=rounds)
    )
    assert found.favoured is not None
    assert found.favoured[0, 1] == (rounds > 3)
    assert (
        found.verdicts[0][0, 1] == -1
    )  # in an endless population the first tit for tat dies out all the same
    assert found.fractions is not None
    assert found.fractions[0, 1] == pytest.approx(
        1 / (2 * rounds - 3) if rounds > 2 else np.inf
    )  # solved by hand


def test_one_that_differs_only_off_the_path_drifts_in() -> None:
    found = invasion(
        tournament(RepeatedGame(DILEMMA, 0.9), ["grim", "always_cooperate", "always_defect"])
    )
    assert found.verdicts[0][0].tolist() == [0, 0, -1]
    assert found.standings == ("neutral", "invaded", "stable")
    assert found.fractions is not None
    assert found.fractions[0, 1] == np.inf


def test_with_roles_stable_pairs_are_the_strict_equilibria() -> None:
    for seed in range(4):
        game = RepeatedGame(
            NormalFormGame.from_arrays(*np.random.default_rng(seed).normal(size=(2, 3, 2))), 0.8
        )
        found = invasion(
            tournament(game, FEW, ("tit_for_tat", "always_defect", "grudger"), noise=0.01)
        )
        first, second = found.tournament.payoffs
        assert found.residents == tuple(product(range(5), range(3)))
        assert found.fractions is None
        for place, (i, j) in enumerate(found.residents):
            others = (
                np.delete(first[:, j], i).max() - first[i, j],
                np.delete(second[i], j).max() - second[i, j],
            )
            strict, stable = max(others) < -1e-8, found.standings[place] == "stable"
            assert strict == stable
            np.testing.assert_allclose(found.gains[0][place], first[:, j] - first[i, j])
            np.testing.assert_allclose(found.gains[1][place], second[i] - second[i, j])
            assert found.verdicts[0][place, i] == found.verdicts[1][place, j] == 0


def test_stable_pairs_are_equilibria_of_the_game_of_strategies() -> None:
    game = RepeatedGame(NormalFormGame.from_arrays([[3, 0], [5, 1]], [[2, 6], [0, 1]]), 0.9)
    met = tournament(
        game,
        ("always_defect", "tit_for_tat", "grim"),
        ("always_defect", "win_stay_lose_shift"),
        noise=0.02,
    )
    found = invasion(met)
    stable = {
        pair for pair, one in zip(found.residents, found.standings, strict=True) if one == "stable"
    }
    pure = solve(met.game_of_strategies(), method="pure").equilibria
    solved = {tuple(int(row.argmax()) for row in one.strategies) for one in pure}
    assert stable
    assert stable <= solved


def test_differences_within_the_error_of_sampling_are_not_told_apart() -> None:
    game = RepeatedGame(DILEMMA, 0.9)
    found = invasion(tournament(game, ["fictitious_play", "always_defect"], noise=0.2, worlds=50))
    exact = invasion(tournament(game, ["random", "always_defect"], noise=0.2))
    assert exact.undecided == 0
    assert found.undecided == int(((found.verdicts[0] == 0) & (found.gains[0] != 0)).sum())
    assert found.undecided > 0


def test_more_than_two_players_are_refused() -> None:
    with pytest.raises(UnsuitableGame, match="3 players"):
        invasion(RepeatedGame(NormalFormGame.from_arrays(*np.zeros((3, 2, 2, 2))), 0.9))
