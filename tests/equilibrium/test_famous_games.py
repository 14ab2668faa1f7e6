import numpy as np
import pytest

from negotiate.equilibrium.equilibrium import DEGENERATE
from negotiate.equilibrium.registry import solve
from negotiate.games.normal_form import NormalFormGame
from tests.famous_games import GAMES, Famous, centipede, entry_deterrence, ultimatum


@pytest.mark.parametrize("famous", GAMES, ids=lambda famous: famous.name)
def test_equilibria_are_those_of_the_literature(famous: Famous) -> None:
    solution = solve(NormalFormGame.from_arrays(*famous.payoffs))
    found = [tuple(tuple(s.round(9).tolist()) for s in e.strategies) for e in solution.equilibria]
    assert solution.complete
    assert len(set(found)) == len(found)
    assert set(found) >= set(famous.equilibria)
    if famous.complete:
        assert len(found) == len(famous.equilibria)
    paid = dict(zip(found, (e.payoffs for e in solution.equilibria), strict=True))
    np.testing.assert_allclose([paid[pair] for pair in famous.equilibria], famous.values, atol=1e-9)
    assert all(e.regret < 1e-9 for e in solution.equilibria)


def test_entry_deterrence_says_that_it_is_degenerate() -> None:
    solution = solve(NormalFormGame.from_arrays([[0, 0], [1, -1]], [[2, 2], [1, -1]]))
    assert DEGENERATE in solution.notes


def test_the_credible_equilibrium_of_entry_deterrence() -> None:
    solution = solve(entry_deterrence())
    assert [e.payoffs for e in solution.equilibria] == [(1.0, 1.0)]
    assert solution.complete
    assert solution.notes == ()


def test_the_ultimatum_has_two_subgame_perfect_outcomes() -> None:
    solution = solve(ultimatum())
    assert [e.payoffs for e in solution.equilibria] == [(10.0, 0.0), (9.0, 1.0)]
    assert solution.complete
    rejected = solution.equilibria[1]
    assert [(r.where, r.chosen) for r in rejected.reasons] == [
        ("move 0", "action 1"),
        ("move 2", "action 0"),
    ]
    assert rejected.reasons[0].alternative_payoff == 8.0  # offer 2; offer 0 would be rejected


def test_the_centipede_ends_at_once() -> None:
    (only,) = solve(centipede()).equilibria
    assert only.payoffs == (1.0, 0.0)
    assert only.probability.tolist() == [1.0, 1, 0, 1, 0, 1, 0, 1, 0]  # take wherever one stands
