"""A solver that is wrong is found out."""

from dataclasses import replace

import numpy as np
import pytest

from negotiate.equilibrium.equilibrium import Unverified, all_verified, verified
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.trees import backward_induction
from negotiate.games.normal_form import NormalFormGame, Strategy
from tests.famous_games import entry_deterrence

DILEMMA = NormalFormGame.from_arrays(
    [[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]]
)
CHICKEN = NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
FIRST, SECOND = np.array([1.0, 0.0]), np.array([0.0, 1.0])


def test_cooperation_is_refused_in_the_dilemma() -> None:
    with pytest.raises(Unverified, match="could still gain 2"):
        verified(DILEMMA, [FIRST, FIRST])


@pytest.mark.parametrize(
    "wrong", [np.array([0.5, 0.6]), np.array([1.5, -0.5]), np.array([np.nan, 1.0]), np.ones(1)]
)
def test_what_is_no_probability_is_refused(wrong: np.ndarray) -> None:
    with pytest.raises(Unverified):
        verified(DILEMMA, [wrong, SECOND])


def test_one_wrong_profile_among_right_ones_is_refused() -> None:
    right, mixed = [FIRST, SECOND], [np.array([0.9, 0.1])] * 2
    assert all_verified(CHICKEN, [], []) == []
    together = all_verified(CHICKEN, [right, mixed], [(1, 2), (3, 4)])
    apart = [verified(CHICKEN, right, (1, 2)), verified(CHICKEN, mixed, (3, 4))]
    assert [(e.payoffs, e.regret, e.choices, e.vertices) for e in together] == [
        (e.payoffs, e.regret, e.choices, e.vertices) for e in apart
    ]
    assert str([e.reasons for e in together]) == str([e.reasons for e in apart])
    assert not any(s.flags.writeable for e in together for s in e.strategies)
    with pytest.raises(Unverified, match="could still gain 9"):
        all_verified(CHICKEN, [right, [SECOND, SECOND], mixed], [()] * 3)
    with pytest.raises(Unverified, match="no probabilities"):
        all_verified(CHICKEN, [right, [FIRST, np.array([np.inf, 0.0])]], [()] * 2)
    with pytest.raises(Unverified, match="does not fit"):
        all_verified(CHICKEN, [right, [FIRST, np.ones(1)]], [()] * 2)


def test_an_impossible_combination_is_refused() -> None:
    game = replace(DILEMMA, feasible=np.array([[True, True], [True, False]]))
    with pytest.raises(Unverified, match="impossible"):
        verified(game, [SECOND, SECOND])


def test_a_wrong_road_is_refused_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    import nashpy

    monkeypatch.setattr(
        nashpy.Game, "vertex_enumeration", lambda game: [(FIRST, FIRST), (FIRST, SECOND)]
    )
    solution = solve(CHICKEN, "nashpy-vertex-enumeration")
    assert [e.payoffs for e in solution.equilibria] == [(-1.0, 1.0)]
    assert "1 of the 2 candidates was no equilibrium and was left out" in solution.notes


def test_a_wrong_sweep_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def last_child(game: object, sweep: object) -> np.ndarray:
        return np.array([1.0, 1.0, 0.0, 0.0, 1.0])  # out, for fear of a fight that would not come

    monkeypatch.setattr(backward_induction, "swept", last_child)
    with pytest.raises(Unverified, match="not subgame perfect: a mover could still gain 2"):
        solve(entry_deterrence())


def test_reasons_and_choices() -> None:
    named = tuple(
        tuple(Strategy(label, {"arms": label, f"day {p}": "today"}) for label in ("C", "D"))
        for p in range(2)
    )
    found = verified(replace(DILEMMA, strategies=named), [SECOND, SECOND])
    assert found.choices == {"arms": "D", "day 0": "today", "day 1": "today"}
    reason = found.reasons[0]
    assert (reason.chosen, reason.payoff, reason.alternative, reason.alternative_payoff) == (
        "D",
        1.0,
        "C",
        0.0,
    )
    mixed = verified(CHICKEN, [np.array([0.9, 0.1])] * 2)
    assert mixed.reasons[1].chosen == "1 or 2"
    assert np.isnan(mixed.reasons[1].alternative_payoff)
