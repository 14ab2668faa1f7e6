"""What walking away is worth, as a number for each player: `deal`, `tree` and `whatif` beside
packages that are counted one by one.
"""

from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import yaml

import negotiate
from negotiate.bargaining.together import together
from negotiate.errors import ScenarioError, UnsuitableGame
from negotiate.games.extensive import ExtensiveGame
from negotiate.language.check.files import check_file
from negotiate.language.expectations.testing import check_expectations
from negotiate.language.scenario_file import Reading

OPTIONS = {"wage": ["low", "middle", "high"], "hours": ["h40", "h38", "h35"]}


def exercise(seed: int) -> dict[str, Any]:
    """A union and a firm with drawn points, whose no deal is a number or a formula of parameters."""
    draw = Random(seed)
    points = {
        player: {
            issue: {
                "by": issue,
                "values": {option: draw.randint(0, 40) for option in OPTIONS[issue]},
            }
            for issue in OPTIONS
        }
        for player in ("union", "firm")
    }
    return {
        "format": 1,
        "title": "Union and firm",
        "players": {"union": {"name": "Union"}, "firm": {"name": "Firm"}},
        "parameters": {"fund": {"value": draw.randint(0, 60), "range": [0, 60]}},
        "issues": {
            name: {"decided_by": "agreement", "options": own} for name, own in OPTIONS.items()
        },
        "status_quo": {"wage": "low", "hours": "h40"},
        "no_deal": {
            "union": draw.choice(["fund", "fund / 2 + 10", draw.randint(0, 60)]),
            "firm": draw.randint(-5, 60),
        },
        "payoffs": points,
    }


def written(folder: Path, made: dict[str, Any]) -> negotiate.Scenario:
    path = folder / "exercise.yaml"
    path.write_text(yaml.safe_dump(made, sort_keys=False), "utf-8")
    return negotiate.load(str(path))


def counted(made: dict[str, Any], fund: float | None = None) -> tuple[list[float], dict[Any, Any]]:
    """What each has without a deal, and what each package is worth."""
    fund = made["parameters"]["fund"]["value"] if fund is None else fund
    words = {"fund": fund, "fund / 2 + 10": fund / 2 + 10}
    apart = [float(words.get(own, own)) for own in made["no_deal"].values()]
    worth = {
        package: tuple(
            sum(
                own[issue]["values"][option] for issue, option in zip(OPTIONS, package, strict=True)
            )
            for own in made["payoffs"].values()
        )
        for package in product(*OPTIONS.values())
    }
    return apart, worth


def signed(apart: list[float], worth: dict[Any, Any]) -> set[Any]:
    """The packages by which nobody loses and somebody gains."""
    return {
        package
        for package, (one, other) in worth.items()
        if one >= apart[0] and other >= apart[1] and (one, other) != tuple(apart)
    }


def test_what_can_be_signed_is_what_beats_the_numbers(tmp_path: Path) -> None:
    for seed in range(300):
        made = exercise(seed)
        apart, worth = counted(made)
        problem = written(tmp_path, made).together()
        assert problem.disagreement.tolist() == apart
        assert problem.no_deal.choices == {}
        found = {tuple(problem.package(k).values()) for k in problem.zone()}
        assert found == signed(apart, worth)
        nash = problem.nash()
        best = max(
            ((worth[one][0] - apart[0]) * (worth[one][1] - apart[1]) for one in found), default=0.0
        )
        assert nash.agreement == bool(found)
        if found:
            assert np.prod(nash.payoffs - np.array(apart)) == pytest.approx(best)


def test_numbers_vary_as_if_each_point_were_a_file(tmp_path: Path) -> None:
    for seed in range(30):
        made = exercise(seed)
        scenario = written(tmp_path, made)
        values = [0.0, 13.0, 27.5, 60.0]
        found = scenario.whatif({"fund": values}, watch="no_deal, zone")
        for place, value in enumerate(values):
            apart, worth = counted(made, value)
            assert found.indicators["no_deal.union"][place] == apart[0]
            assert found.indicators["zone"][place] == len(signed(apart, worth))


def test_a_number_varies_by_its_address(tmp_path: Path) -> None:
    scenario = written(tmp_path, exercise(3))
    found = scenario.whatif({"no_deal.firm": [1, 40]}, watch="no_deal")
    assert found.indicators["no_deal.firm"] == (1, 40)


def test_a_curved_formula_for_no_deal_is_not_called_searched_to_the_end(tmp_path: Path) -> None:
    made = exercise(5) | {"no_deal": {"union": "50 - (fund - 30) * (fund - 30) / 9", "firm": 0}}
    found = written(tmp_path, made).whatif({"fund": [0, 30, 60]}, watch="deal, nash")
    assert {"deal", "nash"}.isdisjoint(found.proved)


TURNS = """format: 1
title: A strike
players: {union: {name: Union}, firm: {name: Firm}}
issues:
  wage: {decided_by: agreement, options: [low, high]}
status_quo: {wage: low}
no_deal: {union: 15, firm: 25}
red_lines:
  proud: {player: union, never: {wage: low}, cost: 2}
payoffs:
  union: {wage: {by: wage, values: {low: 10, high: 30}}}
  firm: {wage: {by: wage, values: {low: 60, high: 40}}}
protocol:
  - {move: offer, player: firm, choose: {stay: {}, rise: {wage: high}}}
  - {move: answer, player: union, choose: {sign: {signs: [union, firm]}, strike: {}}}
"""


def endings(game: ExtensiveGame) -> dict[tuple[str, ...], tuple[float, ...]]:
    paths = [tuple(game.action_label(v) for v in game.path(int(k))[1:]) for k in game.tree.leaves]
    return dict(zip(paths, map(tuple, game.payoffs.tolist()), strict=True))


def test_whoever_walks_away_ends_with_the_numbers_and_crosses_no_line(tmp_path: Path) -> None:
    path = tmp_path / "strike.yaml"
    path.write_text(TURNS, "utf-8")
    game = negotiate.load(str(path)).in_turn()
    assert endings(game) == {
        ("stay", "sign"): (8, 60),
        ("stay", "strike"): (15, 25),
        ("rise", "sign"): (30, 40),
        ("rise", "strike"): (15, 25),
    }
    assert game.crossed["proud"].tolist() == [True, False, False, False]


def test_without_a_move_that_signs_a_tree_is_worth_what_its_moves_set(tmp_path: Path) -> None:
    path = tmp_path / "strike.yaml"
    path.write_text(TURNS.replace("{signs: [union, firm]}", "{}"), "utf-8")
    assert endings(negotiate.load(str(path)).in_turn())["rise", "strike"] == (30, 40)


def test_a_type_may_have_another_number(tmp_path: Path) -> None:
    strong = "types: {union: {weak: {odds: 0.5}, strong: {odds: 0.5, set: {no_deal.union: 25}}}}\n"
    path = tmp_path / "strike.yaml"
    path.write_text(TURNS + strong, "utf-8")
    scenario = negotiate.load(str(path))
    own = [together(profile).disagreement.tolist() for profile in scenario.profiles]
    assert own == [[15, 25], [25, 25]]
    struck = {pay for told, pay in endings(scenario.in_turn()).items() if told[-1] == "strike"}
    assert struck == {(15, 25), (25, 25)}


def test_numbers_can_be_asked_for(tmp_path: Path) -> None:
    made = exercise(1)
    scenario = written(tmp_path, made)
    asked = scenario.deal(no_deal={"union": 7, "firm": "9"})
    assert asked.problem.disagreement.tolist() == [7, 9]
    wrongs: list[dict[str, Any]] = [
        {"union": 7},
        {"union": 7, "firm": "x"},
        {"union": 7, "wage": "low"},
    ]
    for wrong in wrongs:
        with pytest.raises(UnsuitableGame):
            scenario.deal(no_deal=wrong)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"union": 30}, "incomplete-package"),
        ({"union": 30, "firm": 3, "bank": 1}, "unknown-player"),
        ({"union": 30, "firm": "wage"}, "name-not-here"),
        ({"union": "1 / 0", "firm": 3}, "no-result"),
        ({"union": 30, "firm": {"value": "x"}}, "number-expected"),
        ({"union": 30, "firm": {"weak": 3}}, "number-expected"),
        ({"union": 30, "firm": [3]}, "number-expected"),
    ],
)
def test_what_is_no_number_for_each_player_is_told(
    tmp_path: Path, said: dict[str, Any], code: str
) -> None:
    with pytest.raises(ScenarioError) as refused:
        written(tmp_path, exercise(2) | {"no_deal": said})
    assert code in {problem.code for problem in refused.value.problems}


def test_an_uncertain_number_is_a_parameter_and_a_secret_one_each_types(tmp_path: Path) -> None:
    """What is written in place is what the longer file says: on 300 drawn files nothing differs."""
    for seed in range(300):
        made, draw = exercise(seed), Random(seed + 1000)
        low, kinds = draw.randint(0, 20), draw.sample(["weak", "calm", "strong"], 2)
        value = low + draw.randint(0, 20)
        numbers = {kind: draw.randint(0, 60) for kind in kinds}
        odds = {kinds[0]: 0.25, kinds[1]: 0.75}
        uncertain = {"value": value, "range": [low, 60]}
        if draw.random() < 0.5:
            uncertain["distribution"] = {"uniform": {"low": low, "high": 60}}
        short = made | {
            "no_deal": {"union": numbers, "firm": uncertain},
            "types": {"union": dict(odds)},
        }
        first, second = kinds
        long = made | {
            "parameters": made["parameters"] | {"firm_no_deal": uncertain},
            "no_deal": {"union": numbers[first], "firm": "firm_no_deal"},
            "types": {
                "union": {
                    first: {"odds": odds[first]},
                    second: {"odds": odds[second], "set": {"no_deal.union": numbers[second]}},
                }
            },
        }
        one, other = written(tmp_path, short), written(tmp_path, long)
        assert one.alternatives == other.alternatives
        assert one.parameters == other.parameters
        cases = one.together().private()
        for place, kind in enumerate(kinds):
            apart = [float(numbers[kind]), float(value)]
            _, worth = counted(made)
            problem = cases.work(place)
            assert problem.disagreement.tolist() == apart
            found = {tuple(problem.package(k).values()) for k in problem.zone()}
            assert found == signed(apart, worth)
            assert other.together().private().work(place).disagreement.tolist() == apart
        likely = sum(
            odds[kind] for kind in kinds if signed([numbers[kind], value], counted(made)[1])
        )
        assert one.deal().types.chance == pytest.approx(likely)


def test_numbers_can_be_expected(tmp_path: Path) -> None:
    made = exercise(1)
    expected = [{"deal": "none", "no_deal": {"union": 90, "firm": 90}}, {"deal": "exists"}]
    scenario = written(tmp_path, made | {"no_deal": {"union": 0, "firm": 0}, "expect": expected})
    assert all(verdict.met for verdict in check_expectations(Reading(scenario.path)))
    for wrong, code in (
        ({"union": 3}, "incomplete-package"),
        ({"union": "x", "firm": 3}, "number-expected"),
        ({"union": 3, "frim": 4}, "unknown-player"),
    ):
        with pytest.raises(ScenarioError) as told:
            written(tmp_path, made | {"expect": [{"deal": "none", "no_deal": wrong}]})
        assert code in {one.code for one in told.value.problems}


def test_a_file_with_numbers_needs_no_status_quo_and_says_what_it_lacks(tmp_path: Path) -> None:
    made = exercise(4)
    del made["status_quo"]
    scenario = written(tmp_path, made)
    apart, worth = counted(made)
    problem = scenario.together()
    assert {tuple(problem.package(k).values()) for k in problem.zone()} == signed(apart, worth)
    for ask in (scenario.solve, scenario.stability, scenario.tree):
        with pytest.raises(UnsuitableGame, match="without a deal") as told:
            ask()
        assert told.value.hint.startswith("`negotiate deal` says what could be signed")
    assert not [
        one for one in check_file(scenario.path, profile="draft") if one.severity == "error"
    ]
