"""The schema of one file offers earlier moves as seen, and the file's private types where something
is set.
"""

from typing import Any

import pytest

from negotiate.language.addresses import put
from negotiate.language.shape.shaping import shape
from negotiate.language.text import node_of
from negotiate.problems import Problems
from tests.language.test_file_schema import HERE, nodes, validator

STEPS = [{"move": f"m{k}", "player": "p", "sets": "x"} for k in range(3)]
GAME = {
    "format": 1,
    "title": "T",
    "players": ["p"],
    "issues": {"x": {"decided_by": "p", "options": ["a", "b"]}},
    "payoffs": {"p": {"t": {"amount": 1}}},
}


@pytest.mark.parametrize(
    ("position", "seen", "good"),
    [
        (2, ["m0", "m1"], True),
        (1, ["m0"], True),
        (1, ["m2"], False),
        (1, ["m1"], False),
        (0, [], True),
        (2, ["x"], False),
    ],
)
def test_only_earlier_moves_are_offered_as_seen(position: int, seen: list[str], good: bool) -> None:
    steps = [step | ({"sees": seen} if k == position else {}) for k, step in enumerate(STEPS)]
    scenario = {**GAME, "protocol": steps}
    assert validator(scenario).is_valid(scenario) == good


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("types.p.one.odds", 0.5),
        ("types.p.one", 0.5),
        ("types.p.one.set", {"payoffs.p.t": 2}),
        ("types.p.three", 0),
    ],
)
def test_types_are_offered_where_something_is_set(address: str, value: Any) -> None:
    types = {"p": {"one": 0.5, "two": {"odds": 0.5, "set": {"payoffs.p.t": 3}}}}
    scenario = {**GAME, "types": types, "variants": {"v": {"set": {address: value}}}}
    good = address != "types.p.three"  # a new type is a part of its own
    assert validator(scenario).is_valid(scenario) == good
    root, problems = nodes(scenario), Problems()
    put(root, address, node_of(value, HERE), HERE, problems)
    assert shape(root, problems).document is not None
