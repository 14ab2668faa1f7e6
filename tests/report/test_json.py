"""One encoder writes every record: its fields, what stands for a player by key, and a count of what
was cut.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from negotiate import NormalFormGame, solve
from negotiate.equilibrium.solution import Finding, Solution
from negotiate.report.json import AS_IT_IS, LISTED, json_of, names_of, schema_name
from negotiate.report.schema import descriptions, schema_of


@dataclass(frozen=True)
class Talks:
    """What two are talking about."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Offer:
    """What one of them says.

    Parameters
    ----------
    player : int
        Whose words they are.
    payoffs : tuple of float
        What comes of it.
    """

    player: int
    payoffs: tuple[float, ...]


@dataclass(frozen=True)
class Record:
    """A result with a field of every kind.

    Parameters
    ----------
    game : Talks
        What it is about.
    offers : tuple of Offer
        In order.
    share, odds : float
        Two numbers,
        told together.
    """

    game: Talks
    offers: tuple[Offer, ...] = ()
    share: float = 0.5
    odds: float = float("inf")
    exact: Fraction = Fraction(1, 3)
    table: Any = None
    folder: Path = Path("a")
    names: Mapping[str, int] = field(default_factory=dict)
    inside: frozenset[str] = frozenset()
    seconds: float = 1.0
    _held: object = None


TALKS = Talks(("north", "south"))


def test_every_kind_of_field_has_a_form() -> None:
    table = np.array([[1.0, np.nan], [2.0, 3.0]])
    found = Record(
        TALKS,
        (Offer(1, (1.5, 2.0)),),
        table=table,
        names={"a": 1},
        inside=frozenset("ba"),
        _held=object(),
    )
    written = json_of(found, {"file": "x.yaml"})
    assert written == {
        "schema": "negotiate/record/2",
        "scenario": {"file": "x.yaml"},
        "game": {"keys": ["north", "south"]},
        "offers": [{"player": "south", "payoffs": {"north": 1.5, "south": 2.0}}],
        "share": 0.5,
        "odds": None,
        "exact": {"value": 1 / 3, "exact": "1/3"},
        "table": [[1.0, None], [2.0, 3.0]],
        "folder": "a",
        "names": {"a": 1},
        "inside": ["a", "b"],
    }
    assert json.loads(json.dumps(written, allow_nan=False)) == written


def test_a_long_list_is_cut_and_counted() -> None:
    written = json_of(Record(TALKS, table=np.zeros(LISTED + 5)))
    assert len(written["table"]) == LISTED
    assert written["left_out"] == {"table": 5}
    assert "left_out" not in json_of(Record(TALKS, table=np.zeros(LISTED)))


def test_details_are_written_where_everything_is_wanted() -> None:
    """The tables of a game and what was eliminated: an answer is whole without them, and fits its
    schema.
    """
    found = solve(NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    whole, short = json_of(found), json_of(found, everything=False)
    schema = schema_of(Solution)
    jsonschema.validate(short, schema)
    assert whole.keys() - short.keys() == {"eliminations"}
    tables = {"strategies", "payoffs", "feasible", "crossed"}
    assert whole["game"].keys() - short["game"].keys() == tables
    assert short["equilibria"] == whole["equilibria"]
    assert schema["properties"]["eliminations"]["description"].startswith("with `--all`")


def test_what_has_no_form_is_refused_by_its_place() -> None:
    with pytest.raises(TypeError, match=r"names\.f: no form in JSON for a function"):
        json_of(Record(TALKS, names={"f": lambda: 0}))


def test_a_schema_follows_from_the_record() -> None:
    schema = schema_of(Record)
    checker = jsonschema.Draft202012Validator(schema)
    checker.check_schema(schema)
    written = json_of(Record(TALKS, (Offer(0, (1.0, 2.0)),)), {"file": "x.yaml"})
    checker.validate(written)
    for wrong in ({"share": "half"}, {"offers": [{"player": 1}]}, {"more": 1}, {"inside": [1]}):
        assert not checker.is_valid(written | wrong), wrong
    assert not checker.is_valid({key: value for key, value in written.items() if key != "odds"})
    assert schema["properties"]["odds"]["description"] == "Two numbers, told together."


def test_descriptions_come_from_the_docstring() -> None:
    assert descriptions(Offer) == {
        "player": "Whose words they are.",
        "payoffs": "What comes of it.",
    }
    assert names_of(Offer) == ("player", "payoffs")
    assert schema_name(Offer) == "negotiate/offer/2"
    assert AS_IT_IS.write is not None


def test_a_class_of_another_package_changes_no_schema() -> None:
    @dataclass(frozen=True)
    class Foreign(Finding):
        """Made from one of the package's records by somebody else."""

        most: float = 0.0

    vars(sys.modules[__name__])["Foreign"] = Foreign
    assert "Foreign" not in schema_of(Solution)["$defs"]
