"""Every answer about stability as JSON: of the shape that its class promises, no field nothing in
all of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import jsonschema
import pytest

from negotiate import load
from negotiate.conflict.graph_model import GraphModel, move_graph
from negotiate.conflict.patterns import one_state
from negotiate.conflict.questions.coalitions import coalitions, consensus
from negotiate.conflict.questions.evolution import evolution
from negotiate.conflict.questions.inverse import inverse
from negotiate.conflict.questions.preferences import strength, unknown
from negotiate.conflict.stability import Stability, stability
from negotiate.report import REPORTS
from negotiate.report.json import json_of
from negotiate.report.schema import schema_of

CUBA, ELMIRA, IRAN = "conflicts/cuba-1962", "conflicts/elmira-1991", "conflicts/iran-2018"
BARE = GraphModel.from_tables(
    ["CC", "CD", "DC", "DD"],
    {
        "row": {"CC": ["DC"], "DC": ["CC"], "CD": ["DD"], "DD": ["CD"]},
        "column": {"CC": ["CD"], "CD": ["CC"], "DC": ["DD"], "DD": ["DC"]},
    },
    {"row": ["DC", "CC", "DD", "CD"], "column": ["CD", "CC", "DD", "DC"]},
)


@cache
def model(name: str) -> GraphModel:
    return load(name).standing()


def refused() -> Stability:
    """An answer without a concept that was too much."""
    found = stability(model(CUBA), ("R", "SEQ"))
    return Stability(
        found.model,
        found.concepts,
        found.sanctions,
        found.stable,
        {"SIM": "too many"},
        ("a note",),
        1,
    )


ANSWERS: dict[str, Callable[[], Any]] = {
    "model": lambda: model(CUBA),
    "model.today-is-no-state": lambda: load("europe/brexit-2019").standing(),
    "stability.cuba": lambda: stability(model(CUBA)),
    "stability.elmira": lambda: stability(model(ELMIRA), sanctions="one-step"),
    "stability.bare": lambda: stability(BARE),
    "stability.brexit": lambda: stability(load("europe/brexit-2019").standing()),
    "stability.geneva": lambda: stability(load("us-china/geneva-2025").standing(), "R"),
    "stability.refused": refused,
    "state": lambda: one_state(stability(model(CUBA)), "october_28"),
    "state.bare": lambda: one_state(stability(BARE), "CC"),
    "moves": lambda: move_graph(model(CUBA)),
    "moves.elmira": lambda: move_graph(model(ELMIRA)),
    "inverse": lambda: inverse(model(CUBA), "october_28", "SEQ"),
    "inverse.today": lambda: inverse(model(IRAN), "status quo", "SEQ"),
    "inverse.bare": lambda: inverse(BARE, "CC"),
    "coalitions": lambda: coalitions(model(ELMIRA)),
    "evolution": lambda: evolution(model(ELMIRA)),
    "evolution.unpaid": lambda: evolution(model(IRAN), ["july_2019", "january_2016"]),
    "strength": lambda: strength(BARE, {"row": ["CC"]}),
    "strength.iran": lambda: strength(model(IRAN), {"us": ["july_2019"]}),
    "unknown": lambda: unknown(model(CUBA), {"us": [("october_28", "november_20")]}),
    "consensus": lambda: consensus(model(ELMIRA), "SEQ"),
}


@cache
def written(name: str) -> tuple[type, dict[str, Any]]:
    """The class of an answer, and what is written of it."""
    found = ANSWERS[name]()
    return type(found), json.loads(json.dumps(json_of(found, {"file": "x.yaml"}), allow_nan=False))


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_has_the_shape_that_its_class_promises(name: str) -> None:
    kind, told = written(name)
    schema = schema_of(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(told)
    assert told["schema"].rpartition("/")[0] == f"negotiate/{name.partition('.')[0]}".replace(
        "/model", "/graph-model"
    )


def test_there_is_an_answer_of_each_kind() -> None:
    kinds = {f"{kind.__module__}.{kind.__qualname__}" for kind, _ in map(written, ANSWERS)}
    assert kinds == {kind for kind in REPORTS if kind.startswith("negotiate.conflict.")}


def test_no_field_is_nothing_in_every_answer() -> None:
    told: dict[tuple[str, ...], bool] = {}
    for name in ANSWERS:
        for path, value in leaves(written(name)[1], (name.partition(".")[0],)):
            place = path[1:] if path[1:2] == ("model",) else path  # every answer tells of its model
            told[place] = (
                told.get(place, False) or value is True or value not in (None, False, "", [], {})
            )
    never = [".".join(path) for path, something in told.items() if not something]
    assert never == []


def leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Everything with its place; the places of a list are one, and so are those of players, issues
    and concepts.
    """
    yield path, value
    if isinstance(value, dict):
        keyed = bool(KEYED.intersection(path[1:][-2:]))
        for key, inner in value.items():
            yield from leaves(inner, (*path, "*" if keyed else key))
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, (*path, "each"))


KEYED = {
    *(
        "players",
        "issue_names",
        "option_names",
        "decides",
        "kept",
        "moves",
        "happened",
        "nowhere",
        "choices",
        "ranks",
    ),
    *(
        "stable_states",
        "would_leave",
        "refused",
        "verdicts",
        "bands",
        "strongly_stable",
        "weakly_stable",
        "stays",
    ),
    *("places", "standing"),
}
"""Fields whose entries have keys of players, issues or concepts."""


def test_states_that_do_not_fit_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negotiate.conflict.fields.LISTED", 6)
    found = json_of(stability(model(CUBA)))
    kept = [state["number"] for state in found["states"]]
    assert {0, 1, 3, 4} <= set(kept)
    assert len(kept) == len(set(kept))
    assert found["left_out"] == {"states": 12 - len(kept)}


def test_a_change_of_rankings_is_told_as_ranks() -> None:
    _, told = written("inverse.bare")
    assert told["changes"]["smallest"][0]["ranks"] == {"row": [3, 0, 2, 1], "column": [3, 2, 0, 1]}
    assert told["demands"][0] == {
        "player": "row",
        "target": 2,
        "alternatives": [[{"player": "row", "state": 0, "than": 2, "strictly": False}]],
        "complete": True,
    }
    assert told["failing"] == [{"player": "row", "target": 2}, {"player": "column", "target": 1}]
