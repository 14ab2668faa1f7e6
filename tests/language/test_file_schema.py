"""The schema of one file knows the file's names: it accepts the file, and no other name where one
is meant.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, DrawFn

from negotiate.language.addresses import put
from negotiate.language.editor.file_schema import file_schema, schema_of
from negotiate.language.editor.schema import json_schema
from negotiate.language.library import shipped
from negotiate.language.shape.document import Document
from negotiate.language.shape.shaping import shape
from negotiate.language.text import Mapping, copied, node_of, plain
from negotiate.language.text.reader import read_text
from negotiate.problems import Place, Problems
from tests.scenario_strategies import scenarios
from tests.walks import EVERY_PAIR

BROKEN = Path(__file__).parents[1] / "broken"
HERE = Place("x.yaml", 1, 1)


def nodes(scenario: dict[str, Any]) -> Mapping:
    found = node_of(scenario, HERE)
    assert isinstance(found, Mapping)
    return found


def validator(scenario: dict[str, Any]) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(file_schema(nodes(scenario)))


def parsed(text: str) -> dict[str, Any]:
    node = read_text(text, "x.yaml", Problems())
    assert node is not None
    found = plain(node)
    assert isinstance(found, dict)
    return found


@st.composite
def dressed(draw: DrawFn) -> dict[str, Any]:
    """A random scenario with something in every place where a name is meant."""
    scenario = draw(scenarios(protocol=True, hidden=True, typed=True))
    players, issues, quo = scenario["players"], scenario["issues"], scenario["status_quo"]
    issue = draw(st.sampled_from(sorted(issues)))
    option = draw(st.sampled_from(list(issues[issue]["options"])))
    scenario |= {
        "sources": {"a-book": {"title": "A book"}},
        "red_lines": {
            "line": {"player": players[0], "never": {issue: [option]}, "source": "a-book"}
        },
        "no_deal": dict(quo),
        "on_table": [issue],
        "signers": [list(players)],
        "irreversible": {issue: option},
        "happened": {"then": {issue: option}},
        "briefs": {"public": "x", players[0]: "y"},
        "variants": {
            "other": {"set": {"weight": 2}, "fix": {issue: option}, "remove": ["red_lines.line"]}
        },
        "expect": [
            {"solve": {issue: [option]}, "variant": "other", "payoffs": {players[0]: 1}},
            {
                "tree": {
                    scenario["protocol"][0].get("move") or scenario["protocol"][0]["chance"]: []
                }
            },
        ],
    }
    return scenario


@given(dressed())
@settings(max_examples=30)
def test_every_sound_scenario_fits_its_own_schema(scenario: dict[str, Any]) -> None:
    validator(scenario).validate(scenario)


def of_package(path: tuple[Any, ...], package: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Issue → option or options: each key, and each option."""
    for issue, options in package.items():
        yield (*path, issue, "key")
        yield from (
            ((*path, issue, i) for i in range(len(options)))
            if isinstance(options, list)
            else [(*path, issue)]
        )


def of_table(path: tuple[Any, ...], table: Any) -> Iterator[tuple[Any, ...]]:
    for option, below in table.items() if isinstance(table, dict) else ():
        yield (*path, option, "key")
        yield from of_table((*path, option), below)


def of_steps(protocol: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    for position, step in enumerate(protocol):
        path = ("protocol", position)
        yield from ((*path, word) for word in ("player", "announces", "sets") if word in step)
        yield from of_package((*path, "when"), step.get("when", {}))
        yield from ((*path, "sees", i) for i in range(len(step.get("sees", []))))
        for word in ("choose", "does"):
            for action, package in step.get(word, {}).items():
                yield from of_package((*path, word, action), package)


def of_terms(payoffs: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for player, terms in payoffs.items():
        yield ("payoffs", player, "key")
        for name, term in terms.items():
            path = ("payoffs", player, name)
            yield from ((*path, "by", i) for i in range(len(term.get("by", []))))
            yield from of_table((*path, "values"), term.get("values"))
            yield from of_package((*path, "when"), term.get("when", {}))


def references(scenario: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Where a name stands for something that is named elsewhere; a path that ends in `key` means
    the key itself.
    """
    for issue in scenario["issues"]:
        deciders = scenario["issues"][issue]["decided_by"]
        several = range(len(deciders)) if isinstance(deciders, list) else ()
        yield from (("issues", issue, "decided_by", i) for i in several)
        yield from [] if several else [("issues", issue, "decided_by")]
    for section in ("status_quo", "no_deal", "irreversible"):
        yield from of_package((section,), scenario[section])
    yield from of_package(("happened", "then"), scenario["happened"]["then"])
    yield from of_package(("red_lines", "line", "never"), scenario["red_lines"]["line"]["never"])
    yield from of_package(("variants", "other", "fix"), scenario["variants"]["other"]["fix"])
    yield from of_package(("expect", 0, "solve"), scenario["expect"][0]["solve"])
    for position, condition in enumerate(scenario.get("infeasible", [])):
        yield from of_package(("infeasible", position), condition)
    yield from of_steps(scenario["protocol"])
    yield from of_terms(scenario["payoffs"])
    yield from [
        ("on_table", 0),
        ("signers", 0, 0),
        ("red_lines", "line", "player"),
        ("red_lines", "line", "source"),
    ]
    yield from [
        ("expect", 0, "variant"),
        ("variants", "other", "remove", 0),
        ("variants", "other", "set", "weight", "key"),
    ]
    yield from [
        (*path, name, "key")
        for path in (("expect", 0, "payoffs"), ("expect", 1, "tree"))
        for name in at(scenario, path)
    ]
    yield ("briefs", scenario["players"][0], "key")
    for player, types in scenario["types"].items():
        yield ("types", player, "key")
        yield from (
            ("types", player, name, "set", address, "key")
            for name in types
            for address in types[name]["set"]
        )


def at(found: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        found = found[step]
    return found


def misspelt(scenario: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The scenario with the name at a path spelt as nothing is."""
    result = json.loads(json.dumps(scenario))
    if path[-1] == "key":
        holder = at(result, path[:-2])
        holder[f"{path[-2]}_x"] = holder.pop(path[-2])
    else:
        holder = at(result, path[:-1])
        holder[path[-1]] = f"{holder[path[-1]]}_x"
    return dict(result)


@given(dressed(), st.data())
@settings(max_examples=30)
def test_one_misspelt_name_anywhere_is_refused(scenario: dict[str, Any], data: DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(references(scenario), key=str)))
    assert not validator(scenario).is_valid(misspelt(scenario, path)), path


@given(dressed(), st.data())
@settings(max_examples=30)
def test_one_unknown_key_anywhere_is_refused(scenario: dict[str, Any], data: DataObject) -> None:
    open_places = [(), ("red_lines", "line"), ("expect", 0), ("variants", "other"), ("protocol", 0)]
    open_places += [("issues", next(iter(scenario["issues"]))), ("sources", "a-book")]
    wrong = json.loads(json.dumps(scenario))
    at(wrong, data.draw(st.sampled_from(open_places)))["abuot"] = "x"
    assert not validator(scenario).is_valid(wrong)


def walks(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of everything below a node, as an address has it."""
    below = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for step, inner in below:
        yield (*path, str(step))
        yield from walks(inner, (*path, str(step)))


TOLD_APART = (
    "players",
    "parameters",
    "issues",
    "status_quo",
    "no_deal",
    "payoffs",
    "red_lines",
    "protocol",
    "infeasible",
)
HOLDERS = ("values", "options", "choose", "odds")


def is_taken(scenario: dict[str, Any], change: dict[str, Any]) -> bool:
    """Whether the reader can set an address to a value, and the file then still has its shape."""
    problems = Problems()
    root = copied(nodes(scenario))
    for address, value in change.items():
        put(root, address, node_of(value, HERE), HERE, problems)
    shape(root, problems)
    return not problems.found


@given(dressed(), st.data())
@settings(max_examples=25)
def test_an_address_is_allowed_where_the_reader_takes_it(
    scenario: dict[str, Any], data: DataObject
) -> None:
    sections = {key: value for key, value in scenario.items() if key in TOLD_APART}
    path = data.draw(st.sampled_from(sorted(set(walks(sections)))))
    value = value_at(scenario, path)
    short = [step for i, step in enumerate(path) if step not in HOLDERS or i == len(path) - 1]
    check = validator(scenario)
    for steps in (list(path), short):
        wrong = data.draw(st.integers(0, len(steps) - 1))
        slip = [f"{step}_x" if i == wrong else step for i, step in enumerate(steps)]
        right, off = {".".join(steps): value}, {".".join(slip): value}
        if is_taken(scenario, right):
            assert check.is_valid({**scenario, "variants": {"other": {"set": right}}}), right
        if not is_taken(scenario, off):
            assert not check.is_valid({**scenario, "variants": {"other": {"set": off}}}), off


def value_at(found: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_scenario_fits_its_own_schema(name: str) -> None:
    schema = schema_of(shipped()[name])
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.Draft7Validator(schema).validate(parsed(shipped()[name].read_text("utf-8")))


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_file_with_mistakes_still_gives_a_schema(path: Path) -> None:
    schema = schema_of(path)
    if EVERY_PAIR or path.stem.startswith("e"):  # the check is slow, and a few stand for the others
        jsonschema.Draft7Validator.check_schema(schema)
    assert {"StepPart", "amount"} <= set(schema["definitions"])


def test_a_text_that_is_no_yaml_gives_the_schema_of_the_language(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("title: [", "utf-8")
    assert schema_of(path) == json_schema()


FISH = """
format: 1
title: Fish
players: [north, south]
parameters: {worth: 3}
issues:
  quota: {decided_by: north, options: {low: 10, high: 30}}
  boats: {decided_by: south, options: [0, 2.5, true, many]}
status_quo: {quota: low, boats: 0}
payoffs:
  north: {catch: {by: [quota], values: {high: worth}}, both: {by: [quota, boats], values: {low: {0: 1}}}}
  south: {catch: {by: boats, values: {2.5: 1, true: 2, many: 3}}}
protocol:
  - {move: offer, player: north, announces: quota, options: [low]}
  - {move: keep, player: north, choose: {it: {quota: offer}}}
"""


@pytest.mark.parametrize(
    ("section", "value", "good"),
    [
        ("status_quo", {"quota": "low", "boats": 2.5}, True),
        ("status_quo", {"quota": "low", "boats": "2.5"}, True),
        ("status_quo", {"quota": "low", "boats": True}, True),
        ("status_quo", {"quota": "low", "boats": 0.0}, True),
        ("status_quo", {"quota": "low", "boats": 25}, False),
        ("status_quo", {"quota": "low", "boats": "2x5"}, False),
        ("status_quo", {"quota": "offer"}, False),
        ("no_deal", "equilibrium", True),
        ("no_deal", {"quota": "high"}, True),
        ("no_deal", {"quota": "hi"}, False),
        ("infeasible", ["quota == low and boats == many", {"quota": ["low", "high"]}], True),
        ("infeasible", [{"quota": ["low", "hi"]}], False),
        ("expect", [{"solve": {"quota": {"low": 0.5, "high": "1/2"}}}], True),
        ("expect", [{"solve": {"quota": {"lo": 1}}}], False),
        ("expect", [{"solve": {"offer": "low"}}], False),
        ("expect", [{"tree": {"offer": "low", "keep": "it"}}], True),
        ("expect", [{"tree": {"keep": "that"}}], False),
        ("protocol", [{"move": "m", "player": "north", "sets": "quota", "options": ["lo"]}], False),
        ("protocol", [{"move": "m", "player": "north", "sets": "quota", "options": ["low"]}], True),
        ("payoffs", {"north": {"t": {"by": "boats", "values": {"0": 1}}}}, False),
        ("payoffs", {"north": {"t": {"by": "quota", "values": {"high": 1, "many": 2}}}}, False),
        (
            "payoffs",
            {"north": {"t": {"by": ["boats", "quota"], "values": {"many": {"low": 2}}}}},
            True,
        ),
        (
            "payoffs",
            {"north": {"t": {"by": ["boats", "quota"], "values": {"men": {"low": 2}}}}},
            False,
        ),
        ("payoffs", {"north": {"t": {"amount": 1, "when": {"offer": "low"}}}}, True),
        ("variants", {"v": {"set": {"worth": 4, "payoffs.north.catch.high": 2}}}, True),
        ("variants", {"v": {"set": {"payoffs.north.catch.low": 2}}}, True),
        ("variants", {"v": {"set": {"payoffs.north.new": {"amount": 3}}}}, True),
        ("variants", {"v": {"set": {"payoffs.north.new": 3}}}, False),
        ("variants", {"v": {"set": {"payoffs.east.catch.high": 3}}}, False),
        ("variants", {"v": {"set": {"players.north.patience": 3}}}, False),
        ("variants", {"v": {"remove": ["protocol.offer", "payoffs.north.catch"]}}, True),
        ("variants", {"v": {"remove": ["payoffs.north.cath"]}}, False),
    ],
)
def test_what_a_name_may_be_is_known(section: str, value: Any, good: bool) -> None:
    scenario = parsed(FISH)
    assert validator(scenario).is_valid({**scenario, section: value}) is good


def test_a_huge_file_gives_its_schema_in_time() -> None:
    many = {
        f"i{k}": {"decided_by": "a", "options": [f"o{n}" for n in range(40)]} for k in range(200)
    }
    by = sorted(many)
    terms = {f"t{k}": {"by": by[k:], "values": {}} for k in range(100)}
    terms |= {f"u{k}": {"by": by[k], "values": {f"o{n}": 1 for n in range(40)}} for k in range(200)}
    scenario = {
        "format": 1,
        "title": "x",
        "players": ["a"],
        "issues": many,
        "payoffs": {"a": terms},
    }
    assert len(json.dumps(file_schema(nodes(scenario)))) < 8_000_000
    wide = {"i": {"decided_by": "a", "options": [f"o{n}" for n in range(60_000)]}}
    assert file_schema(nodes({**scenario, "issues": wide}))
    rows = {f"r{k}": {f"c{k}": [0, 0]} for k in range(5_000)}
    assert file_schema(nodes({"format": 1, "title": "x", "matrix": rows}))


def test_keys_that_are_numbers_stand_in_a_pattern_too_for_yaml_language_server() -> None:
    table = file_schema(nodes(parsed(FISH)))["definitions"]["cells-of-boats"]
    assert list(table["properties"]) == ["0", "2.5", "true", "many"]
    assert table["patternProperties"] == {r"^(0|2\.5|true)$": {}}


def test_parameters_are_offered_where_a_number_stands() -> None:
    schema = file_schema(nodes(parsed(FISH)))
    assert schema["definitions"]["amount"]["examples"] == ["worth"]


def test_outputs_of_models_are_known() -> None:
    schema = schema_of(shipped()["us-china/beijing-2018"])
    assert {"trade.income.us", "trade.deficit_cut"} <= set(schema["definitions"]["output"]["enum"])


def test_a_matrix_has_issues_named_as_its_players() -> None:
    scenario = {"format": 1, "title": "x", "matrix": {"up": {"left": [1, 2], "right": [3, 4]}}}
    check = validator(scenario)
    assert check.is_valid({**scenario, "expect": [{"solve": {"row": "up", "column": "left"}}]})
    for wrong in ({"expect": [{"solve": {"row": "left"}}]}, {"expect": [{"solve": {"rwo": "up"}}]}):
        assert not check.is_valid({**scenario, **wrong})
    for row in (
        {"left": [1, 2]},
        {"left": [1, 2], "rigth": [3, 4]},
        {"left": [1], "right": [3, 4]},
    ):
        assert not check.is_valid({**scenario, "matrix": {"up": row}})


def test_a_file_that_extends_another_has_its_names_and_need_not_repeat_it(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(FISH, "utf-8")
    top = tmp_path / "top.yaml"
    top.write_text(
        "extends: base.yaml\nremove: [payoffs.north.both]\nissues: {nets: {decided_by: south, "
        "options: [a]}}\n"
    )
    check = jsonschema.Draft7Validator(schema_of(top))
    for good in (
        {},
        {"set": {"worth": 2}},
        {"remove": ["payoffs.north.both"]},
        {"no_deal": {"nets": "a", "quota": "low"}},
        {"issues": {"quota": {"name": "Quota"}}},
        {"payoffs": {"north": {"catch": {"values": {"high": 9}}}}},
    ):
        assert check.is_valid({"extends": "base.yaml", **good}), good
    for wrong in (
        {"set": {"wroth": 2}},
        {"remove": ["payoffs.north.bot"]},
        {"no_deal": {"nets": "b"}},
        {"payoffs": {"noth": {}}},
        {"protocol": [{"move": "m"}]},
    ):
        assert not check.is_valid({"extends": "base.yaml", **wrong}), wrong


def test_every_section_of_the_document_can_be_specialised() -> None:
    known = json_schema()["definitions"]["Document"]["properties"]
    assert set(known) == {info.alias or name for name, info in Document.model_fields.items()}


def test_a_variant_fixes_options_and_types() -> None:
    text = (Path(__file__).parents[2] / "scenarios" / "classics" / "used-car.yaml").read_text(
        "utf-8"
    )
    for fix, sound in (
        ({"seller": "eager", "car": "as_is"}, True),
        ({"seller": "keen"}, False),
        ({"seller": "as_is"}, False),
        ({"car": "eager"}, False),
        ({"nobody": "eager"}, False),
    ):
        scenario = parsed(text)
        scenario["variants"]["closer"]["fix"] = fix
        assert validator(scenario).is_valid(scenario) is sound, fix


def test_points_and_an_uncertain_number_are_known_as_written_and_laid_out(tmp_path: Path) -> None:
    path = tmp_path / "later.yaml"
    path.write_text("extends: classroom/bicycle-frames\ntitle: Later\n", "utf-8")
    check = jsonschema.Draft7Validator(schema_of(path))
    later = {"extends": "classroom/bicycle-frames", "title": "Later"}
    written = {"points.price.200.shop": 25, "no_deal.shop.value": 10}
    laid_out = {"payoffs.shop.price.values.200": 25, "shop_no_deal": 10, "no_deal.shop": 10}
    variant = {"variants": {"near": {"title": "Near", "set": {**written, **laid_out}}}}
    check.validate({**later, **variant})
    check.validate({**later, "set": written})
    for address in ("points.price.205.shop", "payoffs.shop.pace.values.200", "broker_no_deal"):
        unknown = {"variants": {"near": {"title": "Near", "set": {address: 1}}}}
        assert not check.is_valid({**later, **unknown}), address
