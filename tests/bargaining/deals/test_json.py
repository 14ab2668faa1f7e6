"""The JSON of every answer about a deal, held against its schema and the answers on file.

To write the answers anew, and read what the version control says of them::

    NEGOTIATE_WRITE_GOLDEN=1 python -m pytest tests/bargaining/deals
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import negotiate
from negotiate.bargaining.assessment import assess
from negotiate.bargaining.deal import deal
from negotiate.bargaining.problem import BargainingProblem
from negotiate.report.json import json_of
from tests.written import checked, never_told

HERE = Path(__file__).parent
WRITING = os.environ.get("NEGOTIATE_WRITE_GOLDEN", "") not in ("", "0")


@cache
def scenario(name: str) -> negotiate.Scenario:
    """One of the files beside this one."""
    return negotiate.load(str(HERE / f"{name}.yaml"))


def table(name: str) -> BargainingProblem:
    return scenario(name).together()


@cache
def port() -> BargainingProblem:
    problem = table("harbour")
    return replace(problem, notes=(*problem.notes, "what a reader has to know"))


def bare(payoffs: list[list[float]]) -> BargainingProblem:
    return BargainingProblem.from_arrays(payoffs, [0, 0], players=("North", "South"))


ANSWERS: dict[str, Callable[[], Any]] = {
    "deal.harbour": lambda: deal(port()),
    "deal.river": lambda: deal(table("river")),
    "deal.alone": lambda: deal(bare([[2], [0]])),
    "deal.signals": lambda: deal(table("signals"), lotteries=True),
    "deal.shared-stock": lambda: deal(negotiate.load("classroom/shared-stock").together()),
    "deal.used-car": lambda: deal(negotiate.load("classics/used-car").together()),
    "assessment.harbour": lambda: assess(port(), "last_year"),
    "assessment.best": lambda: assess(port(), port().nash().packages[0]),
    "assessment.elsewhere": lambda: assess(port(), "elsewhere"),
    "assessment.standstill": lambda: assess(port(), "standstill"),
    "assessment.paid": lambda: assess(table("river"), {"filter": "cheap"}),
    "openings.river": lambda: table("river").openings(),
    "openings.signals": lambda: table("signals").openings(),
    "openings.beyond": lambda: bare([[-1], [0]]).openings(),
    "openings.level": lambda: bare([[0], [0]]).openings(),
    "openings.deal": lambda: port().openings(),
    "prices.harbour": lambda: port().red_line_prices(),
    "prices.river": lambda: table("river").red_line_prices(),
    "point.harbour": lambda: port().nash(),
    "point.signals": lambda: table("signals").nash(lotteries=True),
    "conflicts.river": lambda: table("river").conflicts_of(),
    "problem.harbour": port,
    "problem.dropped": lambda: port().without("quiet"),
}


@cache
def found(name: str) -> Any:
    """One of the answers."""
    return ANSWERS[name]()


def steady(text: str) -> Any:
    """JSON without the last digits of its numbers."""
    return json.loads(text, parse_float=lambda x: f"{round(float(x), 9) + 0.0:.9g}")


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_fits_its_schema_and_is_the_one_on_file(name: str) -> None:
    place = HERE / "answers" / f"{name}.json"
    text = json.dumps(checked(found(name)), indent=1, allow_nan=False)
    if WRITING:
        place.write_text(text + "\n", "utf-8")
    assert steady(text) == steady(place.read_text("utf-8"))


def test_there_is_one_file_for_each_answer() -> None:
    assert {file.stem for file in (HERE / "answers").iterdir()} == set(ANSWERS)


def test_no_field_is_nothing_in_every_answer() -> None:
    assert never_told(found(name) for name in ANSWERS) == [
        "Frontier.gap"
    ]  # which takes limits over too many issues


def test_better_packages_are_listed_where_they_are_asked_for_and_else_counted() -> None:
    (case,) = json_of(found("deal.harbour"))["cases"]
    asked = json_of(found("assessment.standstill"))
    (inside,) = (one for one in case["happened"] if one["mark"]["label"] == "standstill")
    assert inside["better"] is None
    assert inside["better_count"] == asked["better_count"] == len(asked["better"])
    assert asked["better"][0].keys() == {"index", "options", "payoffs"}
