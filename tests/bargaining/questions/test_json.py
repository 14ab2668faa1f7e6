"""The JSON of every answer to a question about a deal, held against the answers on file.

To write the answers anew, and read what the version control says of them::

    NEGOTIATE_WRITE_GOLDEN=1 python -m pytest tests/bargaining/questions
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import negotiate
from negotiate.bargaining.logrolling import trades
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
from negotiate.report.json import json_of
from tests.written import checked, never_told

HERE = Path(__file__).parent
WRITING = os.environ.get("NEGOTIATE_WRITE_GOLDEN", "") not in ("", "0")


@cache
def harbour() -> negotiate.Scenario:
    return negotiate.load(str(HERE.parent / "deals" / "harbour.yaml"))


@cache
def port() -> BargainingProblem:
    problem = harbour().together()
    return replace(problem, notes=(*problem.notes, "what a reader has to know"))


def bare(payoffs: list[list[float]], apart: float = 0) -> BargainingProblem:
    return BargainingProblem.from_arrays(payoffs, [apart, apart], players=("North", "South"))


PIES = bare([[10, 8, 5, 2], [1, 4, 6, 9]], 1)
PIE = bare([[9, 6, 0], [0, 6, 9]])
GAME = negotiate.NormalFormGame.from_arrays([[5, -1], [-2, 3]], [[-3, 4], [2, -4]])
ROUND = bare([[float(f(k * np.pi / 200)) for k in range(101)] for f in (np.sin, np.cos)])
COINS = negotiate.NormalFormGame.from_arrays([[0.4, 0, 0], [0, 0.4, 0]], [[0, 0.2, 0], [0.2, 0, 0]])
SOME = np.array([[True, True, False], [True, True, True]])
MANY = bare(np.random.default_rng(5).integers(0, 20, (2, 40)).tolist(), 3)
ANSWERS: dict[str, Callable[[], Any]] = {
    "trades.harbour": lambda: trades(port()),
    "threats.harbour": lambda: variable_threats(port(), harbour().alone()),
    "threats.mixed": lambda: variable_threats(PIE, GAME),
    "threats.none": lambda: variable_threats(ROUND, replace(COINS, feasible=SOME)),
    "votes.harbour": lambda: ratification(port(), harbour(), port().landmark("last_year")),
    "votes.best": lambda: ratification(
        port(), harbour(), port().landmark(port().nash().packages[0])
    ),
    "talks.port": lambda: talks_over(port(), "offers"),
    "talks.offers": lambda: talks_over(PIES, "offers", patience=(0.5, 0.4)),
    "talks.lotteries": lambda: talks_over(PIES, "lotteries", patience=(0.9, 0.8), rounds=4),
    "talks.breakdown": lambda: alternating_offers((0.9, 0.8), risk=0.1),
    "talks.agents": lambda: talks_over(
        MANY, "agents", agents="linear,conceder", runs=20, rounds=4, seed=3
    ),
    "talks.once": lambda: talks_over(
        MANY, "agents", agents="linear,conceder", runs=20, rounds=1, seed=3
    ),
    "talks.dockers": lambda: talks_over(
        port(), "agents", agents="boulware,conceder", runs=20, rounds=10
    ),
    "talks.legislature": lambda: legislature(["a", "b", "c"], 0.9, recognition=(0.6, 0.3, 0.1)),
    "talks.auction": double_auction,
    "talks.range": lambda: bargaining_range(0.6, (0.1, 0.15), unknown=0.3),
    "talks.bluff": lambda: bluff(10, 0.6, 2),
    "talks.empty": lambda: bluff(10, 0.6, 20),
    "talks.ways": lambda: talks_over(PIES),
}
ELSEWHERE = (
    "Assessment",
    "BargainingPoint",
    "BargainingProblem",
    "Claim",
    "Landmark",
    "NoDeal",
    "Payment",
)
"""Records that are told, and looked at, where a deal itself is asked for."""


@cache
def found(name: str) -> Any:
    """One of the answers."""
    return ANSWERS[name]()


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_the_one_on_file(name: str) -> None:
    place = HERE / "answers" / f"{name}.json"
    apart = [
        f.name
        for f in fields(found(name))
        if type(getattr(found(name), f.name)).__name__ in ELSEWHERE
    ]
    written = {
        key: value for key, value in checked(found(name)).items() if key not in (*apart, "no_deal")
    }
    if WRITING:
        place.write_text(json.dumps(written, indent=1, allow_nan=False) + "\n", "utf-8")
    alike(written, json.loads(place.read_text("utf-8")), name)


def test_there_is_one_file_for_each_answer() -> None:
    assert {file.stem for file in (HERE / "answers").iterdir()} == set(ANSWERS)


def test_no_field_is_nothing_in_every_answer() -> None:
    never = never_told(found(name) for name in ANSWERS)
    assert [name for name in never if not name.startswith(ELSEWHERE)] == []


def test_a_list_that_is_cut_is_counted() -> None:
    wide = bare([[float(x) for x in range(12_000)], [float(12_000 - x) for x in range(12_000)]], -1)
    body = replace(found("votes.harbour").bodies[0], passed=np.arange(12_000), blocs=())
    written = json_of(
        replace(found("votes.harbour"), problem=wide, bodies=(body,), about=None, verdicts=())
    )
    assert len(written["bodies"][0]["passed"]) == 10_000
    assert written["left_out"] == {"bodies.0.passed": 2_000}


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
