"""A deal that is proposed, held against every other package by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.bargaining.assessment import assess
from negotiate.bargaining.problem import BargainingProblem
from negotiate.report.json import json_of
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.bargaining.claims.random_problems import problems
from tests.reference import plain_deals as plain
from tests.reference.plain_claims import decimal
from tests.scenario_strategies import load
from tests.signed_tables import Case, matched, signers_of, tables


@settings(max_examples=60)
@given(tables())
def test_better_for_all_is_what_a_reader_of_the_file_finds(case: Case) -> None:
    scenario, problem, deals = case
    listed, who = matched(problem, deals), signers_of(problem)
    names = [*range(problem.count), *scenario["happened"]]
    for name in names[:8] + names[-2:]:
        mark = problem.landmark(name)
        here = plain.worth(scenario, dict(mark.choices), who)
        expected = {
            index
            for index, deal in listed.items()
            if deal.possible
            and not any("cost" not in scenario["red_lines"].get(line, {}) for line in deal.crossed)
            and _better([deal.payoffs[p] for p in who], [here[p] for p in who])
        }
        found = assess(problem, name)
        assert set(found.better.tolist()) == expected
        assert found.efficient == (not expected)
        assert found.complete


def _better(one: list[Fraction], other: list[Fraction]) -> bool:
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


@settings(max_examples=60)
@given(problems(soft=1), st.data())
def test_a_package_of_the_zone_is_efficient_where_it_is_on_the_frontier(
    problem: BargainingProblem, data: st.DataObject
) -> None:
    zone = problem.zone().tolist()
    if not zone:
        return
    package = data.draw(st.sampled_from(zone))
    found = assess(problem, package)
    assert found.signed
    assert found.efficient == (package in problem.frontier())
    assert all(assess(problem, int(k)).signed for k in found.better if problem.insisting.all())
    worth = [
        [decimal(x) for x in row] for row in problem.payoffs_of(found.better)[list(problem.seats)]
    ]
    here = [decimal(x) for x in problem.payoffs_of([package])[list(problem.seats), 0]]
    assert all(min(x - y for x in own) >= 0 for own, y in zip(worth, here, strict=True) if own)
    if len(found.better):
        best = assess(problem, int(found.better[0]))
        assert best.efficient


@given(problems(), st.sampled_from([1e-6, 7.0, 1e6]), st.integers(0, 2))
def test_in_other_units_the_same_packages_are_better_in_the_same_order(
    problem: BargainingProblem, factor: float, player: int
) -> None:
    scale = np.ones(len(problem.players))
    scale[player % len(scale)] = factor
    rows = list(problem.seats)
    payoffs, away = problem.payoffs[rows], problem.disagreement[rows]
    here = BargainingProblem.from_arrays(payoffs, away, problem.acceptable())
    there = BargainingProblem.from_arrays(
        payoffs * scale[rows, None], away * scale[rows], problem.acceptable()
    )
    for package in range(here.count):
        one, other = assess(here, package), assess(there, package)
        assert one.better.tolist() == other.better.tolist()
        assert one.refused == other.refused


def test_what_cannot_happen_is_told_as_such() -> None:
    talks = {
        "format": 1,
        "title": "A house",
        "players": ["ada", "bo"],
        "issues": {
            "house": {"decided_by": "agreement", "options": ["sold", "kept"]},
            "keys": {"decided_by": "agreement", "options": ["hers", "his"]},
        },
        "status_quo": {"house": "kept", "keys": "hers"},
        "no_deal": "status_quo",
        "infeasible": [{"house": ["sold"], "keys": ["hers"]}],
        "payoffs": {
            "ada": {"price": {"by": "house", "values": {"sold": 3}}},
            "bo": {"home": {"by": "house", "values": {"sold": 1}}},
        },
    }
    found = assess(load(talks).together(), {"house": "sold"})
    assert not found.refused
    assert not found.signed
    assert "The file rules out this package." in str(found)
    assert "impossible" in repr(found)
    assert assess(load(talks).together(), {"house": "sold", "keys": "his"}).signed


def test_better_packages_that_would_be_signed_come_first_and_the_others_say_who_refuses() -> None:
    problem = BargainingProblem.from_arrays(
        [[0, 1, 3, 1], [0, 4, 1, 2]], [2, 1], [True, True, True, True], players=["Ann", "Bob"]
    )
    found = assess(problem, 0)
    assert found.better.tolist() == [2, 1, 3]
    assert found.signable == 1
    said = " ".join(as_text(found, Look(width=80)).split())
    assert (
        "Ann and Bob would not sign Package 0, because both are better off without a deal." in said
    )
    assert "Package 0 is worth 0 to Ann, and no deal is worth 2." in said
    assert "3 packages that cross no red line Pareto-dominate Package 0." in said
    assert "2 of these would be refused as well." in said
    assert "package 1 (refused by Ann)" in said
    written = json_of(found)
    assert [row["index"] for row in written["better"]] == [2, 1, 3]
    assert (written["better_count"], written["signable"]) == (3, 1)
    teacher = assess(
        negotiate.load("us-china/beijing-2018-class").together(),
        {"tariffs": "withdrawn", "purchases": "thirty"},
    )
    assert (len(teacher.better), teacher.signable) == (2, 0)
    assert "All of these would be refused as well." in " ".join(
        as_text(teacher, Look(width=80)).split()
    )


def test_what_is_refused_is_on_no_frontier_in_words_either() -> None:
    refused = BargainingProblem.from_arrays([[1, 3], [3, 1]], [2, 0], players=["Ann", "Bob"])
    assert "frontier" not in as_text(assess(refused, 0), Look(width=80))
    assert "Package 1 is a deal on the Pareto frontier." in " ".join(
        as_text(assess(refused, 1), Look(width=80)).split()
    )
    assert not json_of(assess(refused, 0))["on_frontier"]
    assert json_of(assess(refused, 1))["on_frontier"]


def test_on_a_narrow_screen_no_number_is_cut() -> None:
    found = assess(
        negotiate.load("us-china/beijing-2018-class").together(), {"tariffs": "withdrawn"}
    )
    lines = as_text(found, Look(width=40)).splitlines()
    assert max(map(len, lines)) <= 40
    below = lines[next(k for k, line in enumerate(lines) if "No deal" in line) :]
    assert next(line.split() for line in below if line.startswith("United States "))[-1] == "28"
    assert next(line.split() for line in below if line.startswith("China "))[-1] == "60"
