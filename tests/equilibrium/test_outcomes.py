"""What an equilibrium comes to: terms that add up to the payoff, and how likely it ends across a
red line.
"""

from itertools import product
from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import negotiate
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution, crosses_any, crossing, parts
from negotiate.errors import ScenarioError, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from tests.report.games import answer, chicken, mixed, solved, talks
from tests.scenario_strategies import conditions, load, scenarios


def sound(scenario: dict[str, Any]) -> negotiate.Scenario:
    try:
        return load(scenario)
    except ScenarioError:  # a random condition may hold everywhere, which no file may say
        reject()


def answers(scenario: negotiate.Scenario) -> list[Solution]:
    found = []
    for game in (scenario.alone, scenario.in_turn):
        try:
            found.append(solve(game()))
        except UnsuitableGame:  # nothing possible is left in this random file
            continue
    return found


@settings(max_examples=40)
@given(st.booleans().flatmap(lambda protocol: scenarios(protocol=protocol)))
def test_the_terms_add_up_to_every_payoff(scenario: dict[str, Any]) -> None:
    loaded = sound(scenario)
    for solution in answers(loaded):
        apart = parts(solution.game, solution.equilibria)
        assert len(apart) == len(solution.equilibria)
        for equilibrium, found in zip(solution.equilibria, apart, strict=True):
            assert list(found) == list(loaded.players)
            assert [list(terms) for terms in found.values()] == [
                list(terms) for terms in loaded.terms.values()
            ]
            sums = [sum(terms.values()) for terms in found.values()]
            np.testing.assert_allclose(sums, equilibrium.payoffs, rtol=1e-9, atol=1e-9)


@settings(max_examples=30)
@given(st.data())
def test_a_red_line_is_crossed_as_often_as_its_outcomes_are_reached(data: st.DataObject) -> None:
    scenario = data.draw(scenarios())
    never = data.draw(conditions(scenario["issues"]))
    scenario["red_lines"] = {"line": {"player": scenario["players"][0], "never": never}}
    kept = scenario["status_quo"]
    for solution in answers(sound(scenario)):
        table = (
            solution.game
            if isinstance(solution.game, NormalFormGame)
            else solution.game.normal_form
        )
        if table is None or solution.game is not table:
            continue
        for equilibrium in solution.equilibria[:5]:
            wanted = 0.0
            for profile in product(*equilibrium.support):
                chosen = [table.strategies[p][i].choices for p, i in enumerate(profile)]
                package = {**kept, **{k: v for choice in chosen for k, v in choice.items()}}
                if all(package[issue] in options for issue, options in never.items()):
                    wanted += prod(
                        float(s[i]) for s, i in zip(equilibrium.strategies, profile, strict=True)
                    )
            assert crossing(table, equilibrium).get("line", 0.0) == pytest.approx(wanted)
            assert crosses_any(table, equilibrium) == pytest.approx(wanted)


def test_the_flagship_under_commitments_and_variants() -> None:
    for options in (
        {},
        {"variant": "containment"},
        {"fix": {"us_tariff": "double", "purchases": "64"}},
    ):
        scenario = negotiate.load("us-china/beijing-2018", **options)
        for solution in answers(scenario):
            for equilibrium, found in zip(
                solution.equilibria, parts(solution.game, solution.equilibria), strict=True
            ):
                sums = [sum(terms.values()) for terms in found.values()]
                np.testing.assert_allclose(sums, equilibrium.payoffs)


def test_a_move_that_counts_is_among_the_terms_of_the_tree_only() -> None:
    scenario = negotiate.load("us-china/beijing-2018")
    alone, in_turn = answers(scenario)
    assert "backing_down" not in parts(alone.game, alone.equilibria)[0]["us"]
    assert "backing_down" in parts(in_turn.game, in_turn.equilibria)[0]["us"]


def test_bare_arrays_know_no_terms_and_no_lines() -> None:
    game = chicken()
    for solution in (answer(game, mixed(game, [0.9, 0.1], [0.9, 0.1])), solved(talks())):
        assert parts(solution.game, solution.equilibria) == ({},)
    assert crossing(game, mixed(game, [0.9, 0.1], [0.9, 0.1])) == {}


def test_too_many_outcomes_are_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    solution = solve(negotiate.load("classics/chicken").alone())
    assert all(parts(solution.game, solution.equilibria))
    monkeypatch.setattr("negotiate.equilibrium.solution.LIMIT", 2)
    assert [bool(found) for found in parts(solution.game, solution.equilibria)] == [
        True,
        True,
        False,
    ]
