"""The JSON Schema of the language accepts what the reader accepts, and refuses what it refuses in
shape.
"""

import re
from pathlib import Path
from typing import Any, ClassVar, get_args

import jsonschema
import pytest
import yaml
from hypothesis import given

import negotiate
from negotiate.bargaining.points import POINTS
from negotiate.language.editor.schema import LABEL, OPTION, WORD, json_schema, of_one_file, written
from negotiate.language.library import library, shipped
from negotiate.language.shape.document import COMMANDS, Document, Part, Point
from negotiate.language.text import plain
from negotiate.language.text.reader import read_text
from negotiate.lenses import LENSES
from negotiate.problems import Problems
from tests.scenario_strategies import scenarios

VALIDATOR = jsonschema.Draft7Validator(json_schema())
ISSUE = {"decided_by": "a", "options": ["x", 2, True]}
TERM = {"by": "i", "values": {"x": 1, "2": "w", "true": 3}}
MOVE = {"move": "m", "player": "a", "choose": {"go": {"i": 2}}}
GOOD: dict[str, Any] = {
    "format": 1,
    "title": "x",
    "players": ["a"],
    "parameters": {"w": 2},
    "issues": {"i": ISSUE},
    "payoffs": {"a": {"t": TERM}},
    "red_lines": {"r": {"player": "a", "never": {"i": 2}}},
    "protocol": [MOVE, {"chance": "c", "odds": {"yes": 1}}],
    "expect": [{"solve": {"i": "x"}}],
}
MATRIX = {"format": 1, "title": "x", "matrix": {"x": {"y": [0, "a"]}}}


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_scenario_fits_the_schema(name: str) -> None:
    node = read_text(shipped()[name].read_text(encoding="utf-8"), name, Problems())
    assert node is not None
    VALIDATOR.validate(plain(node))


@given(scenarios(protocol=True))
def test_every_sound_scenario_fits_the_schema(scenario: dict[str, Any]) -> None:
    VALIDATOR.validate(scenario)


def test_the_committed_schema_is_the_generated_one() -> None:
    assert (library() / "schema.json").read_text("utf-8") == written(json_schema())


@pytest.mark.parametrize(
    "good",
    [
        GOOD,
        MATRIX,
        {**GOOD, "players": {"a": None, "b": "Bee", "c": {"name": "Sea"}}},
        {**GOOD, "players": ["Türkei", "日本"]},
        {**GOOD, "issues": {"i": {**ISSUE, "options": {"x": None, "y": 2, "z": {"value": 3}}}}},
        {"extends": "other.yaml"},
        {
            "extends": "other.yaml",
            "issues": {"i": {"name": "I"}},
            "payoffs": {"a": {"t": {"times": 2}}},
        },
    ],
)
def test_what_the_reader_takes_is_accepted(good: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid(good)


def without(part: dict[str, Any], key: str) -> dict[str, Any]:
    return {k: v for k, v in part.items() if k != key}


@pytest.mark.parametrize(
    "wrong",
    [
        *({"titel": "x"}, {"format": 2}, {"minutes": "fifty"}, {"players": []}, {"no_deal": "war"}),
        {"issues": {"i": without(ISSUE, "decided_by")}},
        {"issues": {"i": {**ISSUE, "option": []}}},
        {"issues": {"i": {**ISSUE, "options": []}}},
        {"payoffs": {"a": {"t": without(TERM, "values")}}},
        {"payoffs": {"a": {"t": {**TERM, "amount": 1}}}},
        {"payoffs": {"a": {"t": {"about": "nothing"}}}},
        {"red_lines": {"r": {"player": "a"}}},
        {"red_lines": {"r": {"player": "a", "never": "i == x", "insists": "i == x"}}},
        {"protocol": [without(MOVE, "player")]},
        {"protocol": [{**MOVE, "choose": {}}]},
        {"protocol": [{**MOVE, "sets": "i"}]},
        {"protocol": [{**MOVE, "options": ["x"]}]},
        {"protocol": [{**MOVE, "odds": {"x": 1}}]},
        {"protocol": [{"chance": "c", "odds": {"x": 1}, "player": "a"}]},
        {"expect": [{}]},
        {"expect": [{"solve": {}, "tree": {}}]},
        {"expect": [{"solve": {}, "in": "some", "count": 1}]},
        {"matrix": {"x": {"y": [0, 1]}}},
        {"models": {"m": {"kind": "armington", "data": "world-2017", "regions": {}, "inputs": {}}}},
    ],
    ids=str,
)
def test_what_the_reader_refuses_is_refused(wrong: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid({**GOOD, **wrong})


@pytest.mark.parametrize("key", ["format", "title", "players", "issues", "payoffs"])
def test_what_every_scenario_has_is_asked_for(key: str) -> None:
    assert not VALIDATOR.is_valid(without(GOOD, key))


def test_the_schema_has_no_tuples() -> None:
    def walk(found: Any) -> None:
        if isinstance(found, dict):
            assert not isinstance(found.get("items"), list)
            assert "prefixItems" not in found
            for value in found.values():
                walk(value)
        elif isinstance(found, list):
            for value in found:
                walk(value)

    walk(json_schema())


def parts_below(part: type[Part]) -> list[type[Part]]:
    return [
        part,
        *(inner for below in Part.__subclasses__() if below is not part for inner in [below]),
    ]


def test_every_key_says_what_it_is_for() -> None:
    for part in parts_below(Document):
        assert part.model_config.get("title"), f"an editor shows {part.__name__} under its name"
        for name, info in part.model_fields.items():
            said = info.description or ""
            assert len(said) > 8, name
            assert said[0].islower() or not said[0].isalpha(), f"{name}: {said}"
            assert not said.endswith("."), f"{name}: {said}"


def test_every_key_of_the_schema_has_its_hover_text() -> None:
    definitions = json_schema()["definitions"]
    for name in (
        "Document",
        *(part.__name__ for part in Part.__subclasses__() if part is not Document),
    ):
        for key, found in definitions[name]["properties"].items():
            assert found.get("description"), f"{name}.{key}"


@pytest.mark.parametrize(
    ("pattern", "name", "good"),
    [
        (WORD, "us", True),
        (WORD, "Türkei_2", True),
        (WORD, "2us", False),
        (WORD, "u s", False),
        (WORD, "u-s", False),
        (OPTION, "-1.5", True),
        (OPTION, "caps_off", True),
        (OPTION, "a-b", False),
        (OPTION, "", False),
        (LABEL, "crs-r45310", True),
        (LABEL, "a.b", True),
        (LABEL, "a b", False),
    ],
)
def test_a_name_is_told_without_the_letters_of_one_alphabet(
    pattern: str, name: str, good: bool
) -> None:
    assert bool(re.search(pattern, name)) is good


def test_the_schema_names_every_bargaining_point_and_every_lens_that_can_be_judged() -> None:
    assert list(get_args(Point)) == [rule.name for rule in POINTS]
    assert list(COMMANDS) == [lens.command for lens in LENSES if lens.judge]


class Elsewhere(yaml.SafeLoader):
    """How validators read YAML: a plain date becomes a date, and only `true` and `false` become
    true and false.
    """

    yaml_implicit_resolvers: ClassVar = {
        sign: [(tag, pattern) for tag, pattern in some if not tag.endswith(":bool")]
        for sign, some in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


Elsewhere.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|false"), list("tf"))
FILES = {
    **shipped(),
    **{path.name: path for path in (Path(negotiate.__file__).parent / "language").rglob("*.yaml")},
}


@pytest.mark.parametrize("name", FILES)
def test_other_readers_of_yaml_validate_every_file(name: str) -> None:
    VALIDATOR.validate(yaml.load(FILES[name].read_text("utf-8"), Loader=Elsewhere))


def test_every_file_has_one_schema_with_a_name_and_no_address() -> None:
    assert json_schema()["$id"] == "urn:negotiate:scenario:1"
    assert "$id" not in of_one_file(json_schema()["definitions"], False)
