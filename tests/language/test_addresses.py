"""One grammar of addresses, for `--set`, variants and `extends` alike."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

import negotiate
from negotiate.equilibrium.alone import alone
from negotiate.errors import OverrideError, ScenarioError, ScenarioNotFound
from negotiate.language.expectations.testing import check_expectations
from negotiate.language.library import shipped
from negotiate.language.scenario_file import Reading
from negotiate.language.text import plain
from negotiate.model.negotiation import Negotiation
from tests.scenario_strategies import load, scenarios

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
    both: {by: [tariff, plan], values: {low: {keep: 0, curb: 0}, high: {keep: 0, curb: 1}}}
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
    assert (
        negotiate.load(file, set={"parameters.weight.range": [0, 9]}).parameters["weight"].high == 9
    )


@pytest.mark.parametrize("address", ["payoffs.us.plan.curb", "payoffs.us.plan.values.curb"])
def test_words_that_only_hold_a_list_together_may_be_left_out(file: str, address: str) -> None:
    assert payoff(negotiate.load(file, set={address: 40}), plan="curb") == 55


def test_everything_else_by_its_path(file: str) -> None:
    assert negotiate.load(file, set={"players.us.patience": 0.5}).players["us"].patience == 0.5
    assert (
        negotiate.load(file, set={"players.china.patience": 0.5}).players["china"].patience == 0.5
    )
    assert payoff(negotiate.load(file, set={"payoffs.us.aid": -10}), tariff="high") == 90
    assert payoff(negotiate.load(file, set={"payoffs.us.revenue": "weight + 1"}), tariff="low") == 6
    assert negotiate.load(file, set={"issues.tariff.low": 4}).issues["tariff"].numbers.tolist() == [
        4,
        20,
    ]
    assert negotiate.load(file, set={"status_quo.plan": "curb"}).status_quo["plan"] == 1
    assert negotiate.load(file, set={"title": "Other"}).about.title == "Other"
    assert not negotiate.load(file, set={"red_lines.face.cost": 3}).red_lines["face"].hard


def test_steps_of_the_protocol_by_their_names(file: str) -> None:
    scenario = negotiate.load(
        file, set={"protocol.congress.backs": 0.5, "protocol.congress.odds.balks": 0.5}
    )
    assert sorted(scenario.in_turn().tree.odds.tolist())[:2] == [0.5, 0.5]
    assert (
        len(negotiate.load(file, set={"protocol.answer.choose.wait": {}}).protocol[0].actions) == 3
    )


def test_numbers_from_numpy(file: str) -> None:
    for value in (np.float64(7), np.int64(7), np.float32(7)):
        assert negotiate.load(file, set={"weight": value}).parameters["weight"].value == 7


def test_a_new_term_is_a_mapping(file: str) -> None:
    scenario = negotiate.load(
        file, set={"payoffs.us.pride": {"amount": 100, "when": "plan == curb"}}
    )
    assert payoff(scenario, plan="curb") - payoff(negotiate.load(file), plan="curb") == 100


@pytest.mark.parametrize(
    ("address", "value", "code", "words"),
    [
        ("wieght", 3, "unknown-address", "did you mean `weight`?"),
        ("payoffs.us.paln.curb", 3, "unknown-address", "did you mean `plan`?"),
        ("payoffs.us.plan.cubr", 3, "unknown-address", "did you mean `curb`?"),
        ("payoffs.us.plan.abandon", 3, "unknown-address", "the options here are `keep`, `curb`"),
        (
            "payoffs.us.plan.values.abandon",
            3,
            "unknown-address",
            "the options here are `keep`, `curb`",
        ),
        ("payoffs.us.plan.wehn", "tariff > 3", "unknown-address", "did you mean `when`?"),
        ("payoffs.china.both.low.crub", 3, "unknown-address", "did you mean `curb`?"),
        ("payoffs.china.both.hihg.curb", 3, "unknown-address", "did you mean `high`?"),
        (
            "payoffs.china.both.high.keep.now",
            3,
            "unknown-address",
            "nothing stands below `payoffs.china.both.values.high.keep`",
        ),
        ("players.us.patiense", 0.5, "unknown-address", "did you mean `patience`?"),
        ("players.su.patience", 0.5, "unknown-address", "did you mean `us`?"),
        ("playrs.us.patience", 0.5, "unknown-address", "did you mean `players`?"),
        ("parameters.weight.rnage", [0, 9], "unknown-address", "did you mean `range`?"),
        ("issues.tariff.lwo", 3, "unknown-address", "did you mean `low`?"),
        ("issues.plan.kep", 3, "unknown-address", "did you mean `keep`?"),
        ("red_lines.faec.cost", 3, "unknown-address", "did you mean `face`?"),
        ("red_lines.face.cots", 3, "unknown-address", "did you mean `cost`?"),
        ("protocol.congress.backz", 0.5, "unknown-address", "did you mean `backs`?"),
        ("protocol.answer.wehn", "tariff > 3", "unknown-address", "did you mean `when`?"),
        ("variants.soft.sett", {}, "unknown-address", "did you mean `set`?"),
        ("expect.3.solve", {}, "unknown-address", "counted from 0 to 0"),
        ("format", 1.0, "unknown-format", "not `1.0`"),
        ("format", True, "unknown-format", "not `true`"),
        ("format", "1", "unknown-format", "not a text"),
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


@pytest.mark.parametrize(
    ("address", "value", "shown"),
    [
        ("protocol", [], "protocol=[]"),
        ("parameters", {}, "parameters={}"),
        ("sources", {}, "sources={}"),
        ("issues.autos.options", ["a", "b"], "issues.autos.options=[a, b]"),
    ],
)
def test_what_takes_away_names_that_the_file_uses_is_told_once(
    address: str, value: object, shown: str
) -> None:
    with pytest.raises(OverrideError) as raised:
        negotiate.load("us-china/beijing-2018", set={"kept": 0.3, address: value})
    (problem,) = raised.value.problems
    assert problem.path == f"--set {shown}"
    assert re.match(r"this does not fit \d+ other places; the first is line \d+: ", problem.message)


def test_a_few_mistakes_that_a_setting_makes_stand_where_they_are(file: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        negotiate.load(file, set={"parameters": {}})
    assert len(raised.value.problems) == 1
    assert all(problem.path == file for problem in raised.value.problems)


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
    assert (
        caught.value.hint
        == "the scenario has no parameters; an address is a path such as `matrix.x.y.0`"
    )
    assert negotiate.load(str(path), set={"matrix.x.y.0": 3}).alone().payoffs.max() == 3


def test_the_levels_of_a_table_are_steps_of_an_address(file: str) -> None:
    before = payoff(negotiate.load(file), "china", tariff="high", plan="curb")
    for address in ("payoffs.china.both.high.curb", "payoffs.china.both.values.high.curb"):
        assert (
            payoff(negotiate.load(file, set={address: 7}), "china", tariff="high", plan="curb")
            == before + 6
        )


@pytest.mark.parametrize("values", ["{high: {keep: 3}}", "{low: {}, high: {keep: 3}}"])
def test_what_a_table_leaves_out_is_set_all_the_same(tmp_path: Path, values: str) -> None:
    path = tmp_path / "short.yaml"
    path.write_text(
        "format: 1\ntitle: T\nplayers: [us, china]\nissues:\n  tariff: {decided_by: us, options: "
        "[low, high]}\n"
        "  plan: {decided_by: china, options: [keep]}\nstatus_quo: {tariff: low, plan: "
        "keep}\npayoffs:\n"
        f"  us: {{both: {{by: [tariff, plan], values: {values}}}}}\n  china: {{none: {{amount: "
        f"0}}}}\n",
        "utf-8",
    )
    assert payoff(negotiate.load(str(path)), tariff="low") == 0
    for address in ("payoffs.us.both.low.keep", "payoffs.us.both.values.low.keep"):
        assert payoff(negotiate.load(str(path), set={address: 7}), tariff="low") == 7


def test_what_is_written_in_short_has_addresses_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "short.yaml"
    path.write_text(
        "format: 1\ntitle: T\nplayers: [a, b]\nparameters: {w: 2}\nissues:\n  x: {decided_by: a, "
        "options: [p, q]}\n"
        "  y: {decided_by: b, options: [10, 2.5]}\npayoffs:\n  a: {t: {expr: y * w}}\n  b: {t: "
        "{expr: y}}\n",
        "utf-8",
    )
    assert negotiate.load(str(path), set={"players.a.patience": 0.5}).players["a"].patience == 0.5
    assert list(negotiate.load(str(path), set={"players.a.name": "Ada"}).players) == ["a", "b"]
    assert negotiate.load(str(path), set={"parameters.w.range": [0, 9]}).parameters["w"].high == 9
    named = negotiate.load(
        str(path), set={"issues.x.options.p.name": "P", "issues.x.q.about": "the other"}
    )
    assert [option.name for option in named.issues["x"].options] == ["P", "q"]
    for address in ("issues.y.2.5", "issues.y.options.2.5"):
        assert negotiate.load(str(path), set={address: 4}).issues["y"].numbers.tolist() == [10, 4]


def test_what_a_variant_took_away_is_told_as_such(file: str) -> None:
    with pytest.raises(OverrideError) as caught:
        negotiate.load(file, variant="soft", set={"red_lines.face.cost": 3})
    (problem,) = caught.value.problems
    line = TEXT[: TEXT.index("  soft:")].count("\n") + 1
    assert problem.code == "unknown-address"
    assert f"`remove` in line {line} of {file} takes `face` away" in problem.message
    again = negotiate.load(
        file, variant="soft", set={"red_lines.face": {"player": "us", "never": {"plan": "keep"}}}
    )
    assert again.red_lines["face"].player == "us"


def test_what_extends_took_away_is_told_as_such(file: str) -> None:
    top = Path(file).with_name("top.yaml")
    top.write_text(
        "format: 1\ntitle: T\nextends: talks.yaml\nremove: [red_lines.face, variants.soft, "
        "expect.0]\n"
        "variants:\n  hard: {set: {red_lines.face.cost: 3}}\n",
        "utf-8",
    )
    with pytest.raises(ScenarioError) as caught:
        negotiate.load(str(top))
    assert [(p.code, p.line) for p in caught.value.problems] == [("unknown-address", 6)]
    assert "`remove` in line 4 of" in caught.value.problems[0].message


def addresses(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every address of a document with its value, in full and without the words that only hold a
    list together.
    """
    if len(path) > 0:
        yield ".".join(path), node
        short = [
            step
            for i, step in enumerate(path)
            if step not in HOLDERS or i == len(path) - 1 or i == 0
        ]
        if len(short) < len(path) and not short[-1].isdecimal():
            yield ".".join(short), node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from addresses(value, (*path, str(key)))
    elif isinstance(node, list) and path[-1:] != ("options",):
        for position, value in enumerate(node):
            yield from addresses(value, (*path, str(position)))


HOLDERS = ("values", "options", "choose", "odds")
NOT_OF_THE_SCENARIO = ("format", "set", "remove", "extends")


def same(one: Negotiation, other: Negotiation) -> bool:
    """Whether two scenarios say the same, but for the file they were read from and what was changed
    on the way.
    """
    apart = ("name", "path", "changes", "expectations", "profiles", "phases")
    compared = [field.name for field in fields(one) if field.name not in apart]
    expected = [
        [replace(entry, line=0) for entry in scenario.expectations] for scenario in (one, other)
    ]
    for ones, others in ((one.profiles, other.profiles), (one.phases, other.phases)):
        if len(ones) != len(others) or not all(map(same, ones, others)):
            return False
    return expected[0] == expected[1] and all(
        getattr(one, name) == getattr(other, name) for name in compared
    )


@pytest.mark.parametrize("name", shipped())
def test_every_address_of_a_shipped_scenario_set_to_its_own_value_changes_nothing(
    name: str,
) -> None:
    root = Reading(name).root
    assert root is not None
    document = plain(root)
    found = {a: v for a, v in addresses(document) if a.partition(".")[0] not in NOT_OF_THE_SCENARIO}
    assert len(found) > 10
    assert same(negotiate.load(name, set=found), negotiate.load(name))


@settings(max_examples=40)
@given(scenarios(protocol=True), st.data())
def test_an_address_set_to_its_own_value_changes_nothing(
    scenario: dict[str, Any], data: DataObject
) -> None:
    scenario.pop("infeasible", None)  # which may leave nothing possible
    address, value = data.draw(st.sampled_from(list(addresses(scenario))))
    assert same(load(scenario, set={address: value}), load(scenario))


@settings(max_examples=40)
@given(scenarios(protocol=True), st.data())
def test_an_address_with_a_slip_is_told_with_the_name_that_was_meant(
    scenario: dict[str, Any], data: DataObject
) -> None:
    scenario.pop("infeasible", None)
    found = [a for a, _ in addresses(scenario) if not a.rpartition(".")[2].isdecimal()]
    steps = data.draw(st.sampled_from(found)).split(".")
    wrong = data.draw(st.sampled_from([i for i, step in enumerate(steps) if not step.isdecimal()]))
    assume(len(steps[wrong]) > 2)  # a name of two letters is like many
    assume(steps[wrong - 1 : wrong] != ["options"])  # where another option can be set beside it
    meant, steps[wrong] = steps[wrong], steps[wrong] + "_x"
    with pytest.raises(ScenarioError) as caught:
        load(scenario, set={".".join(steps): 0})
    assert any(
        "did you mean" in p.hint or meant in p.message + p.hint for p in caught.value.problems
    )


def test_a_setting_that_does_not_fit_has_no_echo_in_the_file() -> None:
    with pytest.raises(OverrideError) as caught:
        negotiate.load("classics/chicken", set={"matrix.straight.straight": -5})
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("matrix-cell", "--set matrix.straight.straight=-5")


def test_what_is_wrong_in_the_file_is_told_beside_a_setting_that_does_not_fit(
    tmp_path: Path,
) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("format: 1\ntitle: T\nplayers: [a, b]\nmatrix: {x: {y: [1, c]}}\n", "utf-8")
    with pytest.raises(negotiate.ScenarioError) as caught:
        negotiate.load(str(path), set={"players.a.patience": "long"})
    assert [problem.code for problem in caught.value.problems] == [
        "number-expected",
        "unknown-name",
    ]


@pytest.mark.parametrize(
    "given", [object(), b"x", {"a": object()}, [1, {2}], "\ud800", np.array([1, 2])]
)
def test_what_no_file_could_hold_is_refused_in_words(given: object) -> None:
    with pytest.raises(OverrideError) as caught:
        negotiate.load("classics/chicken", set={"summary": given})
    (problem,) = caught.value.problems
    assert problem.message.startswith("`summary` cannot be set to this")
    str(caught.value).encode("utf-8")


@pytest.mark.parametrize(
    "given",
    [
        {"set": {"\ud800": 1}},
        {"fix": {"row": "\ud800"}},
        {"fix": {"\ud800": "x"}},
        {"variant": "\ud800"},
    ],
)
def test_half_a_character_can_be_told(given: dict[str, Any]) -> None:
    with pytest.raises(OverrideError) as caught:
        negotiate.load("classics/chicken", **given)
    (problem,) = caught.value.problems
    assert "\\ud800" in str(caught.value)
    "".join((str(caught.value), problem.hint, problem.excerpt, problem.path)).encode("utf-8")


def test_half_a_character_is_no_file() -> None:
    with pytest.raises(ScenarioNotFound) as caught:
        negotiate.load("\ud800")
    str(caught.value).encode("utf-8")


@pytest.mark.parametrize("address", ["extends", "set.x", "remove"])
def test_what_a_file_is_made_of_cannot_be_set(address: str) -> None:
    with pytest.raises(negotiate.OverrideError, match="is read before anything is set"):
        negotiate.load("classics/chicken", set={address: "x"})


TYPED = """
format: 1
title: A secret
players: [us, china]
parameters: {weight: 1, rivalry: 0}
issues:
  tariff: {decided_by: us, options: [low, high]}
payoffs:
  us: {gain: {by: tariff, values: {low: 0, high: 1}}, rivalry: {expr: rivalry}}
  china: {loss: {expr: "if(tariff == high, 0 - weight, 0)"}}
types:
  us: {dealmaker: {odds: 0.6}, containment: {odds: 0.4, set: {rivalry: 5, payoffs.us.gain.high: 7}}}
  china: {soft: {odds: 0.5, set: {weight: 2}}, hard: {odds: 0.5, set: {weight: 3}}}
variants:
  known: {fix: {us: containment}}
  both: {set: {weight: 4}, fix: {us: containment, tariff: high}}
expect:
  - {solve: {tariff: high}, payoffs: {us: 12, china: -2}, fix: {us: containment, china: soft}}
"""


def put_down(folder: Path, text: str) -> str:
    path = folder / "talks.yaml"
    path.write_text(text, "utf-8")
    return str(path)


def test_a_fixed_type_is_what_it_sets_and_known_to_everybody(tmp_path: Path) -> None:
    path = put_down(tmp_path, TYPED)
    set_too = {"rivalry": 5, "payoffs.us.gain.high": 7}
    known = negotiate.load(path, fix={"us": "containment"})
    same = negotiate.load(path, set=set_too)
    assert (alone(known).payoffs == alone(same).payoffs).all()
    assert known.fixed == {}
    assert list(known.types) == ["china"]
    assert len(known.profiles) == 2
    assert str(known.changes[0]) == "us committed to containment"
    both = negotiate.load(path, fix={"us": "dealmaker", "china": "hard"})
    assert (both.types, both.profiles) == ({}, ())
    assert both.parameters["weight"].value == 3
    assert negotiate.load(path, variant="known").types.keys() == {"china"}
    whole = negotiate.load(path, variant="both", fix={"china": "soft"})
    assert (whole.fixed, whole.types, whole.parameters["weight"].value) == ({"tariff": 1}, {}, 2)
    assert all(verdict.met for verdict in check_expectations(Reading(path)))
    assert negotiate.load(path).types.keys() == {"us", "china"}


def test_a_type_that_nobody_has_is_told_with_those_there_are(tmp_path: Path) -> None:
    path = put_down(tmp_path, TYPED)
    with pytest.raises(
        OverrideError, match="`us` has no type `containmet`; it has `dealmaker`, `containment`"
    ) as wrong:
        negotiate.load(path, fix={"us": "containmet"})
    assert [problem.code for problem in wrong.value.problems] == ["unknown-option"]
    assert "did you mean `containment`?" in str(wrong.value)
    broken = TYPED.replace("known: {fix: {us: containment}}", "known: {fix: {us: nobody}}")
    with pytest.raises(ScenarioError, match="`us` has no type `nobody`"):
        negotiate.load(put_down(tmp_path, broken))


@pytest.mark.parametrize("odds", ["{calm: 0.5, storm: 0.5}", "{us: {calm: 1}, china: {storm: 1}}"])
def test_an_outcome_that_an_event_has_not_is_told_where_an_expectation_fixes_it(
    tmp_path: Path, odds: str
) -> None:
    text = TYPED.partition("variants:")[0] + (
        f"chance: {{sea: {{odds: {odds}}}}}\nexpect:\n  - {{solve: {{tariff: low}}, fix: {{sea: "
        f"strom}}}}\n"
    )
    path = put_down(tmp_path, text)
    with pytest.raises(
        ScenarioError, match="`sea` has no option `strom`; it has `calm`, `storm`"
    ) as wrong:
        check_expectations(Reading(path))
    (problem,) = wrong.value.problems
    assert (problem.line, problem.code) == (len(text.splitlines()), "unknown-option")


def test_in_a_matrix_an_option_comes_before_a_type_of_its_name(tmp_path: Path) -> None:
    text = """
format: 1
title: Chicken with a secret
players: [row, column]
matrix:
  swerve: {swerve: [0, 0], straight: [-1, 1]}
  straight: {swerve: [1, -1], straight: [-10, -10]}
types:
  row: {straight: {odds: 0.5}, mad: {odds: 0.5, set: {matrix.straight.straight: [0, -10]}}}
"""
    path = put_down(tmp_path, text)
    assert negotiate.load(path, fix={"row": "straight"}).fixed == {"row": 1}
    mad = negotiate.load(path, fix={"row": "mad"})
    assert (mad.fixed, mad.types, alone(mad).payoffs[0, 1, 1]) == ({}, {}, 0)


def test_a_variant_settles_an_event(tmp_path: Path) -> None:
    rain = "chance: {rain: {odds: {yes: 0.5, no: 0.5}}}\n"
    text = TYPED.replace("variants:\n", f"{rain}variants:\n  wet: {{fix: {{rain: 'yes'}}}}\n")
    text = text.replace("expr: rivalry}", "expr: 'rivalry + if(rain == yes, 1, 0)'}")
    path = put_down(tmp_path, text)
    assert alone(negotiate.load(path)).payoffs[0].ravel().tolist() == [0.5, 1.5]
    assert alone(negotiate.load(path, variant="wet")).payoffs[0].ravel().tolist() == [1, 2]
