"""Whole tournaments beside Axelrod's: the same totals to the last point without noise, and close to
them with it.
"""

from __future__ import annotations

import numpy as np
import pytest

from negotiate import NormalFormGame, RepeatedGame
from negotiate.repeated.many.evolution import evolution
from negotiate.repeated.many.tournament import Tournament, tournament

axelrod = pytest.importorskip("axelrod", reason="in the extra `peers`")

POOL = {
    "always_cooperate": "Cooperator",
    "always_defect": "Defector",
    "alternate": "Alternator",
    "grudger": "Grudger",
    "soft_grudger": "SoftGrudger",
    "tit_for_tat": "TitForTat",
    "suspicious_tit_for_tat": "SuspiciousTitForTat",
    "tit_for_two_tats": "TitFor2Tats",
    "two_tits_for_tat": "TwoTitsForTat",
    "two_tits_for_tat:tits=3": "HardTitForTat",
    "contrite_tit_for_tat": "ContriteTitForTat",
    "reactive:p=0,q=1": "AntiTitForTat",
    "win_stay_lose_shift": "WinStayLoseShift",
}
"""What ours are called → Axelrod's of the same idea, none of them chancy."""


def ours(rounds: int, noise: float = 0.0) -> Tournament:
    dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    return tournament(RepeatedGame(dilemma, 1), list(POOL), rounds=rounds, noise=noise)


@pytest.mark.parametrize("rounds", [1, 7, 200])
def test_totals_are_the_same_to_the_last_point(rounds: int) -> None:
    found = ours(rounds)
    players = [getattr(axelrod, name)() for name in POOL.values()]
    for i, one in enumerate(players):
        for j, other in enumerate(players):
            match = axelrod.Match((one, other.clone()), turns=rounds)
            match.play()
            assert np.round(rounds * found.payoffs[:, i, j], 6).tolist() == list(
                match.final_score()
            )


def test_noisy_matches_scatter_round_ours() -> None:
    """Each of Axelrod's means lies within five of its own standard errors, which few tries tell
    only roughly.
    """
    found, tries = ours(50, noise=0.1), 60
    for pair in (
        ("TitForTat", "WinStayLoseShift"),
        ("Grudger", "TitFor2Tats"),
        ("ContriteTitForTat", "Defector"),
    ):
        match = axelrod.Match(
            [getattr(axelrod, name)() for name in pair], turns=50, noise=0.1, seed=1
        )
        scores = []
        for _ in range(tries):
            match.play()
            scores.append(match.final_score_per_turn())
        means, errors = np.mean(scores, axis=0), np.std(scores, axis=0, ddof=1) / np.sqrt(tries)
        i, j = (list(POOL.values()).index(name) for name in pair)
        assert (np.abs(means - found.payoffs[:, i, j]) < 5 * errors).all()


def test_ecological_generations_are_the_same() -> None:
    class Results:
        """What Axelrod's ecosystem reads of a tournament."""

        num_players = len(POOL)
        payoff_matrix = ours(200).payoffs[0].tolist()
        payoff_stddevs = np.zeros((num_players, num_players)).tolist()

    theirs = axelrod.Ecosystem(Results(), population=[1.0] * len(POOL))
    theirs.reproduce(60)
    found = evolution(ours(200), generations=60)
    for kept, row in zip(found.generations, found.shares[0], strict=True):
        np.testing.assert_allclose(row, theirs.population_sizes[kept], atol=1e-9)
