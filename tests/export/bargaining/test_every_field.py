"""Every field of every answer about bargaining: held against answers on file, none of which is always nothing.

To write the answers anew, and read what the version control says of them::

    NEGOTIATE_WRITE_GOLDEN=1 python -m pytest tests/export/bargaining
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import negotiate
from negotiate.bargaining.assessment import assess
from negotiate.bargaining.deal import deal
from negotiate.bargaining.logrolling import trades
from negotiate.bargaining.points.registry import POINTS
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.talks import (
    alternating_offers,
    bargaining_range,
    bluff,
    double_auction,
    legislature,
    talks_over,
)
from negotiate.bargaining.threats import variable_threats
from negotiate.bargaining.voting.ratification import ratification
from negotiate.export.bargaining.registry import WRITERS, bargaining_json

HERE = Path(__file__).parent
WRITING = os.environ.get("NEGOTIATE_WRITE_GOLDEN", "") not in ("", "0")


@cache
def scenario(name: str) -> negotiate.Scenario:
    """One of the files beside this one."""
    return negotiate.load(str(HERE / f"{name}.yaml"))


@cache
def port() -> BargainingProblem:
    problem = scenario("harbour").together()
    return replace(problem, notes=(*problem.notes, "what a reader has to know"), _held={})


def bare(payoffs: list[list[float]], apart: float = 0) -> BargainingProblem:
    return BargainingProblem.from_arrays(payoffs, [apart, apart], players=("North", "South"))


PIES = bare([[10, 8, 5, 2], [1, 4, 6, 9]], 1)
PIE = bare([[9, 6, 0], [0, 6, 9]])
THREATS = negotiate.NormalFormGame.from_arrays([[5, -1], [-2, 3]], [[-3, 4], [2, -4]])
MANY = bare(np.random.default_rng(5).integers(0, 20, (2, 40)).tolist(), 3)
ANSWERS: dict[str, Callable[[], Any]] = {
    "deal.harbour": lambda: deal(port()),
    "deal.river": lambda: deal(scenario("river").together()),
    "deal.alone": lambda: deal(bare([[2], [0]])),
    "deal.signals": lambda: deal(scenario("signals").together(), lotteries=True),
    "assessment.harbour": lambda: assess(port(), "last_year"),
    "assessment.best": lambda: assess(port(), port().nash().packages[0]),
    "assessment.elsewhere": lambda: assess(port(), "elsewhere"),
    "assessment.standstill": lambda: assess(port(), "standstill"),
    "assessment.paid": lambda: assess(scenario("river").together(), {"filter": "cheap"}),
    "openings.river": lambda: scenario("river").together().openings(),
    "openings.signals": lambda: scenario("signals").together().openings(),
    "openings.beyond": lambda: bare([[-1], [0]]).openings(),
    "openings.level": lambda: bare([[0], [0]]).openings(),
    "openings.deal": lambda: port().openings(),
    "prices.harbour": lambda: port().red_line_prices(),
    "prices.river": lambda: scenario("river").together().red_line_prices(),
    "trades.harbour": lambda: trades(port()),
    "threats.harbour": lambda: variable_threats(port(), scenario("harbour").alone()),
    "threats.mixed": lambda: variable_threats(
        PIE, negotiate.NormalFormGame.from_arrays([[5, -1], [-2, 3]], [[-3, 4], [2, -4]])
    ),
    "votes.harbour": lambda: ratification(port(), scenario("harbour"), port().landmark("last_year")),
    "votes.best": lambda: ratification(port(), scenario("harbour"), port().landmark(port().nash().packages[0])),
    "talks.port": lambda: talks_over(port(), "offers"),
    "talks.offers": lambda: talks_over(PIES, "offers", patience=(0.5, 0.4)),
    "talks.lotteries": lambda: talks_over(PIES, "lotteries", patience=(0.9, 0.8), rounds=4),
    "talks.breakdown": lambda: alternating_offers((0.9, 0.8), risk=0.1),
    "talks.agents": lambda: talks_over(MANY, "agents", agents="linear,conceder", runs=20, rounds=4, seed=3),
    "talks.once": lambda: talks_over(MANY, "agents", agents="linear,conceder", runs=20, rounds=1, seed=3),
    "talks.dockers": lambda: talks_over(port(), "agents", agents="boulware,conceder", runs=20, rounds=10),
    "talks.legislature": lambda: legislature(["a", "b", "c"], 0.9, recognition=(0.6, 0.3, 0.1)),
    "talks.auction": double_auction,
    "talks.range": lambda: bargaining_range(0.6, (0.1, 0.15), unknown=0.3),
    "talks.bluff": lambda: bluff(10, 0.6, 2),
    "talks.empty": lambda: bluff(10, 0.6, 20),
    "talks.ways": lambda: talks_over(PIES),
}


@cache
def found(name: str) -> Any:
    """One of the answers."""
    return ANSWERS[name]()


def written(name: str) -> dict[str, Any]:
    return bargaining_json(found(name), {"file": "x.yaml"})


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_the_one_on_file(name: str) -> None:
    place = HERE / "answers" / f"{name}.json"
    if WRITING:
        place.write_text(json.dumps(written(name), indent=1, allow_nan=False) + "\n", "utf-8")
    alike(written(name), json.loads(place.read_text("utf-8")), name)


def test_there_is_one_file_for_each_answer_and_an_answer_of_each_kind() -> None:
    assert {file.stem for file in (HERE / "answers").iterdir()} == set(ANSWERS)
    assert {kind for kind, _ in WRITERS} == {type(found(name)) for name in ANSWERS}


def test_no_field_is_nothing_in_every_answer() -> None:
    told: dict[tuple[str, ...], bool] = {}
    for name in ANSWERS:
        for path, value in leaves(written(name), (name.partition(".")[0],)):
            told[path] = told.get(path, False) or value not in (None, 0, "", [], {})
    never = [".".join(path) for path, something in told.items() if not something]
    assert never == ["deal.status_quo.beyond_the_table"]  # today is on the table where it is told


def leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Everything with its place; the places of a list are one, and so are those of players."""
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, "*" if key in KEYED else key))
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, (*path, "each"))


KEYED = frozenset(
    ["port", "union", "factory", "village", "red", "blue", "North", "South", "player 1", "player 2"]
    + [
        "filter",
        "road",
        "traffic",
        "wages",
        "hours",
        "stopped",
        "noise",
        "jobs",
        "unpaid",
        "red_lines.pride",
        "red_lines.calm",
    ]
    + [rule.name for rule in POINTS]
)
"""Names of players, terms and rules: what is nothing for one of them may be something for another."""


def alike(told: Any, expected: Any, where: str) -> None:
    """Whether two answers are the same but for the last digits of their numbers."""
    if isinstance(expected, dict):
        assert list(told) == list(expected), where
        for key, inner in expected.items():
            alike(told[key], inner, f"{where}.{key}")
    elif isinstance(expected, list):
        assert len(told) == len(expected), where
        for place, inner in enumerate(expected):
            alike(told[place], inner, f"{where}[{place}]")
    elif isinstance(expected, float) and not isinstance(told, bool):
        assert told == pytest.approx(expected, rel=1e-9, abs=1e-12), where
    else:
        assert told == expected, where
        assert isinstance(told, type(expected)), where
