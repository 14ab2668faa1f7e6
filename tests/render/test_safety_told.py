"""What a player is sure of, and which equilibrium is safer, in words."""

import numpy as np

from negotiate.export.json import solution_json
from negotiate.games.normal_form import NormalFormGame
from negotiate.loading import load
from negotiate.render.display import as_text
from negotiate.report.style import Look
from negotiate.solvers.registry import solve
from negotiate.solvers.solution import Solution
from tests.solvers.reports.told import plain

WHOLE = Look(width=200, all=True)
PENNIES = load("classics/matching-pennies").alone()
STAG_HUNT = load("classics/stag-hunt").alone()
SEXES = load("classics/battle-of-the-sexes").alone()


def flat(solution: Solution) -> str:
    return " ".join(as_text(solution, WHOLE).split())


def test_a_level_is_told_with_what_guarantees_it() -> None:
    said = flat(solve(load("us-china/beijing-2018").alone(), concept="maxmin"))
    assert "United States can be sure of -6.54 and China of -43.4, whatever the other does." in said
    assert "United States is sure of -6.54 by `trade_war`; China can hold it to that by `cn_tariff double`." in said


def test_mixing_guarantees_more_on_average() -> None:
    said = flat(solve(PENNIES, concept="maxmin"))
    assert "Evens can be sure of 0 and Odds of 0 on average, whatever the other does." in said
    assert "Evens is sure of 0 on average by 1/2 heads + 1/2 tails (`heads` alone: -1);" in said
    assert "Odds can hold it to that by 1/2 heads + 1/2 tails." in said


def test_one_player_is_told_alone() -> None:
    said = flat(solve(PENNIES, concept="maxmin", player="row"))
    assert "Evens can be sure of 0 on average" in said
    assert "Odds is sure" not in said


def test_others_in_concert_are_told_as_such() -> None:
    first = np.zeros((2, 2, 2))
    first[0, 0, 0] = first[1, 1, 1] = -1.0
    game = NormalFormGame.from_arrays(first, *np.zeros((2, 2, 2, 2)), players=["A", "B", "C"])
    said = flat(solve(game, concept="maxmin"))
    assert "the others can hold it to that by 1/2 1 | 1 + 1/2 2 | 2, acting in concert." in said
    assert "is held to, in concert" in said
    assert "Others who cannot act in concert can hold a player only to something between the two limits." in said


def test_a_game_of_one_player_is_held_to_nothing() -> None:
    said = flat(solve(NormalFormGame.from_arrays([1, 2, 3], players=["Ann"]), concept="maxmin"))
    assert "Ann can be sure of 3." in said
    assert "held" not in said


def test_the_safer_equilibrium_is_told_with_its_products() -> None:
    said = flat(solve(STAG_HUNT, concept="risk-dominance"))
    assert "hare | hare risk-dominates stag | stag." in said
    assert "would cost First hunter 3 and Second hunter 3 (product 9); leaving stag | stag costs them 1 and 1" in said
    assert "stag | stag would give both players more, so that safety and payoffs pull apart." in said
    assert "First hunter plays stag only if stag seems at least 3/4 likely" in said


def test_equal_risks_and_agreement_are_told() -> None:
    said = flat(solve(SEXES, concept="risk-dominance"))
    assert "Neither of ballet | ballet and fight | fight risk-dominates the other: their risks are equal." in said
    assert "Neither gives both players more than the other." in said
    both = NormalFormGame.from_arrays(np.diag([3, 1]), np.diag([3, 1]))
    said = flat(solve(both, concept="risk-dominance"))
    assert "1 | 1 also gives both players more, so that safety and payoffs agree." in said


def test_many_equilibria_are_compared_in_a_table() -> None:
    solution = solve(load("classics/nash-demand").alone(), concept="risk-dominance")
    said = as_text(solution, Look(width=80))
    assert "5 | 5 risk-dominates each of the eight other equilibria." in said
    assert "… 24 more comparisons; `--all` lists them" in said
    assert len(plain(solution)[plain(solution).index("") :]) == 2 + 36
    circle = np.diag([4.0, 4.0, 4.0]) + np.roll(np.eye(3), 1, axis=1)
    none = flat(solve(NormalFormGame.from_arrays(circle, circle.T), concept="risk-dominance"))
    assert "None of the three strict equilibria risk-dominates every other." in none


def test_json_says_both_sides() -> None:
    found = solution_json(solve(STAG_HUNT, concept="risk-dominance"))["finding"]
    assert (found["risk_dominant"], found["half_dominant"]) == (1, 1)
    assert found["comparisons"][0]["products"] == [1.0, 9.0]
    assert found["comparisons"][0]["payoff_dominant"] == 0
    found = solution_json(solve(PENNIES, concept="maxmin", player="column"))["finding"]["levels"]
    assert list(found) == ["column"]
    assert found["column"]["strategy"] == {"heads": 0.5, "tails": 0.5}
    assert {"probability": 0.5, "play": {"row": "heads"}} in found["column"]["punishment"]
