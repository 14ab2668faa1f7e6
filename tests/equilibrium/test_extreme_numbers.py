"""Numbers at the ends of what a file may say: odds of a millionth of a googol, payoffs beside which
others vanish.
"""

from typing import Any

import pytest

from negotiate.equilibrium.registry import answer, named, solve
from negotiate.games.normal_form import NormalFormGame
from tests.scenario_strategies import load


def two_moves(odds: dict[str, Any], last: str, times: int = 1) -> dict[str, Any]:
    """Chance moves, as often as it goes on, then two players who do not see it; the last event is
    worth something.
    """
    table = {"by": ["x", "y"], "values": {"l": {"u": 2, "d": 3}, "r": {"u": 4, "d": 2}}}
    return {
        "format": 1,
        "title": "Two moves",
        "players": ["a", "b"],
        "issues": {
            "x": {"decided_by": "a", "options": ["l", "r"]},
            "y": {"decided_by": "b", "options": ["u", "d"]},
        },
        "status_quo": {"x": "l", "y": "u"},
        "payoffs": {
            "a": {
                "g": table,
                "e": {"amount": 2, "when": f"c{times - 1} == {last} and x == l and y == u"},
            },
            "b": {"g": {**table, "values": {"l": {"u": 0, "d": 2}, "r": {"u": 4, "d": 2}}}},
        },
        "protocol": [
            *(
                {"chance": f"c{k}", "odds": odds} | ({"when": f"c{k - 1} == h"} if k else {})
                for k in range(times)
            ),
            {"move": "m1", "player": "a", "sets": "x", "sees": []},
            {"move": "m2", "player": "b", "sets": "y", "sees": []},
        ],
    }


def test_the_only_strategy_is_rationalizable_beside_tiny_payoffs() -> None:
    found = answer(
        NormalFormGame.from_arrays([[1e-250, 3e90], [-1, 4e90]], [[0, 2], [0, 2]]),
        named("rationalizable"),
        None,
    )
    assert found.finding is not None


def test_odds_too_small_for_a_float_end_no_search_for_beliefs() -> None:
    game = load(two_moves({"h": 1e-200, "t": 1}, "t")).in_turn()
    assert solve(game).equilibria


def test_odds_with_many_digits_are_weighed_in_whole_numbers() -> None:
    odds = {"h": 0.123456789012, "t": "1 - 0.123456789012"}
    game = load(two_moves(odds, "h", times=30)).in_turn()
    assert solve(game, "reduced-normal-form").equilibria


@pytest.mark.parametrize("concept", ["weak-dominance", "rationalizable", "correlated", "potential"])
def test_concepts_hold_beside_payoffs_of_any_size(concept: str) -> None:
    """Warnings are errors here: nothing on the way leaves the numbers that floats hold."""
    tables = [
        ([[1, 0, 1e-310], [0, 1e-310, 1e-310]], [[1e-289, 0, -1e-289], [1e-310, 2.0**53, -1e-289]]),
        (
            [[1e-310, -1e-289, -1e-289], [0, 2.0**53, -1e-289], [2.0**53, 1, 1e-310]],
            [[-1e-289, 0, 1], [-1e-289, -1e-289, 0], [1e-310, 0, -1e-289]],
        ),
        ([[0, -1e-289], [1e-289, -1e-289]], [[2.0**53, 1], [3e99, -1e-289]]),
    ]
    for mine, theirs in tables:
        found = answer(NormalFormGame.from_arrays(mine, theirs), named(concept), None)
        assert found.finding is not None or found.equilibria
