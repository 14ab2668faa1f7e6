"""One grammar of addresses, for `--set`, variants and `extends` alike."""

from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.errors import OverrideError, ScenarioError

TEXT = """format: 1
title: T
players:
  us: {name: United States, patience: 0.9}
  china: {name: China}
parameters:
  weight: {value: 5, range: [0, 20]}
  bare: 2
issues:
  tariff: {decided_by: us, options: {low: 3, high: 20}}
  plan: {decided_by: china, options: [keep, curb]}
payoffs:
  us:
    plan: {by: plan, values: {keep: 0, curb: 15}}
    revenue: {expr: weight * tariff}
    aid: {amount: -6, when: tariff > 8}
  china:
    plan: {by: plan, values: {keep: 4, curb: 0}}
red_lines:
  face: {player: china, never: {plan: curb}}
protocol:
  - move: answer
    player: china
    choose:
      hold: {}
      yield: {plan: curb}
  - {chance: congress, odds: {backs: 0.7, balks: 0.3}}
status_quo: {tariff: low, plan: keep}
infeasible:
  - tariff > 100
variants:
  soft: {remove: [red_lines.face], set: {weight: 1}, fix: {plan: curb}}
expect:
  - {solve: {plan: keep}, variant: soft}
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "talks.yaml"
    path.write_text(TEXT, "utf-8")
    return str(path)


def payoff(scenario: negotiate.Scenario, player: str = "us", **package: str) -> float:
    held = {issue: scenario.issues[issue].index(option) for issue, option in package.items()}
    return scenario.package_payoffs(held)[player]


def test_a_parameter_by_its_name(file: str) -> None:
    assert payoff(negotiate.load(file, set={"weight": 7}), tariff="low") == 21
    assert negotiate.load(file, set={"bare": 3}).parameters["bare"].value == 3
    assert negotiate.load(file, set={"parameters.weight.range": [0, 9]}).parameters["weight"].high == 9


@pytest.mark.parametrize("address", ["payoffs.us.plan.curb", "payoffs.us.plan.values.curb"])
def test_words_that_only_hold_a_list_together_may_be_left_out(file: str, address: str) -> None:
    assert payoff(negotiate.load(file, set={address: 40}), plan="curb") == 55


def test_everything_else_by_its_path(file: str) -> None:
    assert negotiate.load(file, set={"players.us.patience": 0.5}).players["us"].patience == 0.5
    assert negotiate.load(file, set={"players.china.patience": 0.5}).players["china"].patience == 0.5
    assert payoff(negotiate.load(file, set={"payoffs.us.aid": -10}), tariff="high") == 90
    assert payoff(negotiate.load(file, set={"payoffs.us.revenue": "weight + 1"}), tariff="low") == 6
    assert negotiate.load(file, set={"issues.tariff.low": 4}).issues["tariff"].numbers.tolist() == [4, 20]
    assert negotiate.load(file, set={"status_quo.plan": "curb"}).status_quo["plan"] == 1
    assert negotiate.load(file, set={"title": "Other"}).about.title == "Other"
    assert not negotiate.load(file, set={"red_lines.face.cost": 3}).red_lines["face"].hard


def test_steps_of_the_protocol_by_their_names(file: str) -> None:
    scenario = negotiate.load(file, set={"protocol.congress.backs": 0.5, "protocol.congress.odds.balks": 0.5})
    assert sorted(scenario.in_turn().tree.odds.tolist())[:2] == [0.5, 0.5]
    assert len(negotiate.load(file, set={"protocol.answer.choose.wait": {}}).protocol[0].actions) == 3


def test_numbers_from_numpy(file: str) -> None:
    for value in (np.float64(7), np.int64(7), np.float32(7)):
        assert negotiate.load(file, set={"weight": value}).parameters["weight"].value == 7


def test_a_new_term_is_a_mapping(file: str) -> None:
    scenario = negotiate.load(file, set={"payoffs.us.pride": {"amount": 100, "when": "plan == curb"}})
    assert payoff(scenario, plan="curb") - payoff(negotiate.load(file), plan="curb") == 100


@pytest.mark.parametrize(
    ("address", "value", "code", "words"),
    [
        ("wieght", 3, "unknown-address", "did you mean `weight`?"),
        ("payoffs.us.paln.curb", 3, "unknown-address", "did you mean `plan`?"),
        ("payoffs.us.plan.cubr", 3, "unknown-address", "did you mean `curb`?"),
        ("payoffs.su.plan.curb", 3, "unknown-address", "did you mean `us`?"),
        ("protocol.anwser.choose.hold", {}, "unknown-address", "did you mean `answer`?"),
        ("title.deeper", 3, "unknown-address", "nothing stands below `title`"),
        ("infeasible.7", "tariff > 3", "unknown-address", "there is no `7`"),
        ("weight", 21, "out-of-range", "outside its range 0 to 20"),
        ("weight", "much", "number-expected", "a number is expected"),
        ("weight", float("nan"), "not-finite", "a finite number"),
        ("weight", 10**400, "not-finite", "a finite number"),
        ("payoffs.us.revenue", float("inf"), "not-finite", "a finite number"),
        ("payoffs.us.revenue", "weight * tarif", "unknown-name", "did you mean `tariff`?"),
        ("status_quo.plan", "crub", "unknown-option", "did you mean `curb`?"),
        ("payoffs", 3, "mapping-expected", "a mapping"),
    ],
)
def test_a_setting_that_does_not_fit_is_told_as_such(
    file: str, address: str, value: object, code: str, words: str
) -> None:
    with pytest.raises(OverrideError) as caught:
        negotiate.load(file, set={address: value})
    problem = caught.value.problems[0]
    assert problem.code == code
    assert words in problem.message + problem.hint
    assert problem.path.startswith("--set")
    assert caught.value.exit_code == 2


def test_a_variant_sets_removes_and_commits(file: str) -> None:
    scenario = negotiate.load(file, variant="soft")
    assert scenario.red_lines == {}
    assert scenario.parameters["weight"].value == 1
    assert scenario.fixed == {"plan": 1}
    assert len(negotiate.load(file).red_lines) == 1


def test_settings_come_after_the_variant(file: str) -> None:
    assert negotiate.load(file, variant="soft", set={"weight": 9}).parameters["weight"].value == 9


def test_committing_a_player_to_an_option(file: str) -> None:
    game = negotiate.load(file, fix={"tariff": "high"}).alone()
    assert game.shape == (1, 2)
    assert game.strategies[0][0].choices == {"tariff": "high"}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"variant": "sfot"}, "unknown-variant"),
        ({"fix": {"tarif": "high"}}, "unknown-issue"),
        ({"fix": {"tariff": "hgih"}}, "unknown-option"),
    ],
)
def test_other_words_from_outside(file: str, options: dict[str, object], code: str) -> None:
    with pytest.raises(OverrideError) as caught:
        negotiate.load(file, **options)
    assert [p.code for p in caught.value.problems] == [code]
    assert "did you mean" in caught.value.problems[0].hint


def test_a_mistake_in_the_file_is_the_files(file: str) -> None:
    Path(file).write_text(TEXT.replace("values: {keep: 0", "values: {kepe: 0"), "utf-8")
    with pytest.raises(ScenarioError) as caught:
        negotiate.load(file, set={"weight": 3})
    assert not isinstance(caught.value, OverrideError)
    assert caught.value.exit_code == 3


def test_variants_are_tried_under_each_other_only(file: str) -> None:
    """What one variant removes is still there for the next one."""
    more = "variants:\n  hard: {remove: [red_lines.face]}\n"
    Path(file).write_text(TEXT.replace("variants:\n", more), "utf-8")
    assert negotiate.load(file, variant="hard").red_lines == {}
    assert set(negotiate.load(file).variants) == {"hard", "soft"}


def test_an_option_that_a_table_leaves_out_is_added_to_it(file: str) -> None:
    Path(file).write_text(TEXT.replace("values: {keep: 4, curb: 0}", "values: {curb: 0}"), "utf-8")
    changed = negotiate.load(file, set={"payoffs.china.plan.keep": -50})
    assert payoff(changed, "china", tariff="low", plan="keep") == -50
    assert payoff(changed, "china", tariff="low", plan="curb") == 0


def test_without_parameters_an_unknown_name_is_told_how_an_address_looks(tmp_path: Path) -> None:
    path = tmp_path / "game.yaml"
    path.write_text("format: 1\ntitle: T\nmatrix: {x: {y: [1, 2]}}\n", "utf-8")
    with pytest.raises(OverrideError) as caught:
        negotiate.load(str(path), set={"weight": 3})
    assert caught.value.hint == "the scenario has no parameters; an address is a path such as `matrix.x.y.0`"
    assert negotiate.load(str(path), set={"matrix.x.y.0": 3}).alone().payoffs.max() == 3
