"""A potential, or the circle that rules it out, in words."""

import numpy as np

from negotiate.equilibrium.registry import solve
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.scenario_file import load
from negotiate.report import report_of
from negotiate.report.json import json_of
from negotiate.report.plain import plain
from negotiate.report.screen import as_text
from negotiate.report.style import Look

WHOLE = Look(width=200, all=True)
PENNIES = load("classics/matching-pennies").alone()
STAG_HUNT = load("classics/stag-hunt").alone()


def told(game: NormalFormGame, look: Look = WHOLE) -> str:
    return " ".join(as_text(solve(game, concept="potential"), look).split())


def test_an_exact_potential_is_told_with_an_example_and_its_table() -> None:
    said = told(STAG_HUNT)
    assert (
        "This is an exact potential game: whenever a player changes strategy, one function changes "
        "by exactly"
    ) in said
    assert "The potential is highest at (hare, hare)." in said
    assert "Potential stag hare stag 1 0 hare 0 3" in said


def test_a_weighted_potential_names_its_weights() -> None:
    said = told(NormalFormGame.from_arrays([[2, 0], [0, 1]], [[6, 0], [0, 3]], players=["A", "B"]))
    assert "This is a weighted potential game" in said
    assert (
        "Once B's payoffs are divided by 3, this holds: whenever a player changes strategy, one "
        "function"
    ) in said
    assert "The potential is highest at (1, 1)." in said
    assert "Only differences of the potential mean something" in said
    assert "; exact; checked" in said
    thirds = told(
        NormalFormGame.from_arrays([[3, 0], [0, 1]], [[10, 0], [0, 10 / 3]], players=["A", "B"])
    )
    assert "Once B's payoffs are divided by 10/3," in thirds
    assert "Potential 1 2 1 3 0 2 0 1" in thirds
    assert "There is no exact potential: around the cycle" in said


def test_a_circle_is_walked() -> None:
    said = told(PENNIES)
    assert "This is not a potential game: even best replies may run in a cycle." in said
    assert (
        "The cycle At Mover Changes to Gain heads | heads Odds tails 2 heads | tails Evens tails 2"
        in said
    )
    assert "the movers' gains add up to -8, not 0." in said


def test_the_flagship_settles_wherever_it_starts() -> None:
    said = told(load("us-china/beijing-2018").alone(), Look(width=80))
    assert (
        "This is an ordinal potential game: moves that improve a payoff never run in a cycle."
        in said
    )
    assert "Wherever play starts, such moves end at (trade_war, cn_tariff matching)." in said


def test_moves_between_equals_are_said_to_be_that() -> None:
    said = told(load("classics/nash-demand").alone())
    assert "This is a generalized ordinal potential game" in said
    assert "The cycle At Mover Changes to Gain 0 | 1 Bob 10 9 0 | 10 Ann 10 0" in said


def test_best_replies_may_settle_where_better_ones_do_not() -> None:
    said = told(
        NormalFormGame.from_arrays(
            [[2, 2, 0], [1, 2, 0], [0, 0, 1]], [[1, 2, 1], [1, 1, 2], [1, 0, 0]]
        )
    )
    assert "improving moves may run in a cycle, but best replies never do." in said
    assert "Wherever play starts, best replies end at" in said
    assert "The cycle" in said


def test_more_players_get_a_list_and_a_large_table_its_top() -> None:
    shared = np.arange(8.0).reshape(2, 2, 2)
    said = told(NormalFormGame.from_arrays(shared, shared, shared))
    assert "2 | 2 | 2" in said
    large = np.arange(900.0).reshape(30, 30)
    lines = told(NormalFormGame.from_arrays(large, large), Look(width=80))
    assert "… 888 more combinations" in lines


def test_a_choice_that_changes_nothing_for_its_maker_is_said() -> None:
    said = told(NormalFormGame.from_arrays(*np.zeros((2, 2, 2))))
    assert (
        "The potential is the same everywhere: no player's payoff depends on what that player does."
        in said
    )


def test_plain_lines_and_json() -> None:
    said = plain(report_of(solve(STAG_HUNT, concept="potential")))
    assert said[-3:] == ["Potential\tstag\thare", "stag\t1\t0", "hare\t0\t3"]
    assert "heads | heads\tcolumn\ttails\t2" in plain(
        report_of(solve(PENNIES, concept="potential"))
    )
    found = json_of(solve(PENNIES, concept="potential"))["finding"]
    assert (found["kind"], found["potential"], found["maximisers"]) == ("none", None, [])
    assert found["circle"][0] == {
        "player": "column",
        "before": {"row": "heads", "column": "heads"},
        "after": {"row": "heads", "column": "tails"},
        "gain": 2.0,
    }
    found = json_of(solve(STAG_HUNT, concept="potential"))["finding"]
    assert found["potential"][1][1] - found["potential"][0][1] == 3
    assert found["endings"] == [
        {"row": "stag", "column": "stag"},
        {"row": "hare", "column": "hare"},
    ]
