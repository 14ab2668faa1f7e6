"""Bargaining over levels: zone, frontier and conflicts go by their order, and what adds payoffs up
is refused.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import negotiate
from negotiate.bargaining.assessment import assess
from negotiate.bargaining.logrolling import trades
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.talks import talks_over
from negotiate.bargaining.threats import variable_threats
from negotiate.errors import UnsuitableGame
from negotiate.report import report_of
from negotiate.report.json import json_of
from negotiate.report.plain import plain
from negotiate.report.screen import as_text
from negotiate.report.style import Look

LEVELS = st.lists(st.integers(0, 5), min_size=18, max_size=18)
RISES = st.lists(st.integers(1, 1000), min_size=12, max_size=12)
CRISIS = """
format: 1
title: A deal without numbers
players:
  us: {name: United States}
  ussr: {name: Soviet Union}
issues:
  turkey: {decided_by: us, options: [missiles_stay, missiles_leave]}
  cuba: {decided_by: ussr, options: [missiles_stay, missiles_leave]}
  pledge: {decided_by: us, options: [none, no_invasion]}
status_quo: {turkey: missiles_stay, cuba: missiles_stay, pledge: none}
no_deal: status_quo
prefers:
  us: [cuba == missiles_leave, turkey == missiles_stay, pledge == none]
  ussr: [pledge == no_invasion, turkey == missiles_leave, cuba == missiles_stay]
red_lines:
  nato: {player: us, never: {turkey: missiles_leave}}
variants:
  stubborn:
    set: {red_lines.nato.never: {cuba: missiles_leave}}
"""


@pytest.fixture
def crisis(tmp_path):
    path = tmp_path / "crisis.yaml"
    path.write_text(CRISIS)
    return str(path)


def problem_of(levels, rises=None):
    """Eight packages and no deal for two players, with levels that may be pulled apart."""
    table = np.array(levels).reshape(2, 9)
    if rises is not None:
        table = np.stack(
            [
                np.cumsum(rise)[row]
                for row, rise in zip(table, np.array(rises).reshape(2, 6), strict=True)
            ]
        )
    possible = np.array([[True] * 6 + [False, True], [False] + [True] * 7])
    found = BargainingProblem.from_arrays(table[:, 1:], table[:, 0], possible)
    return replace(found, ordinal=found.keys)


@given(LEVELS, RISES)
def test_rising_transformations_of_levels_change_no_deal(levels, rises):
    one, other = problem_of(levels), problem_of(levels, rises)
    assert one.zone().tolist() == other.zone().tolist()
    assert one.frontier().tolist() == other.frontier().tolist()
    assert one.conflicts() == other.conflicts()
    ways = [
        [(drop.claims, drop.size, drop.point) for drop in found.openings().drops]
        for found in (one, other)
    ]
    assert ways[0] == ways[1]
    assert not one.openings().shifts


def test_the_zone_is_that_of_the_same_numbers():
    levels = [1, 5, 4, 3, 2, 1, 0, 5, 3, 1, 0, 1, 2, 3, 4, 5, 5, 3]
    found = problem_of(levels)
    plain = replace(found, ordinal=())
    assert found.zone().tolist() == plain.zone().tolist() != []
    assert found.frontier().tolist() == plain.frontier().tolist()
    with pytest.raises(UnsuitableGame, match="`nash` needs payoffs in numbers"):
        found.nash()


def test_whatever_adds_payoffs_up_is_refused(crisis):
    scenario = negotiate.load(crisis)
    problem = scenario.together()
    for ask in (
        problem.red_line_prices,
        lambda: trades(problem),
        lambda: variable_threats(problem, scenario.alone()),
        lambda: talks_over(problem, "offers"),
        lambda: negotiate.deal(problem, lotteries=True),
    ):
        with pytest.raises(UnsuitableGame, match="only ranks the outcomes") as wrong:
            ask()
        assert "frontier" in wrong.value.hint


def test_the_page_lists_the_frontier_and_no_points(crisis):
    found = negotiate.deal(negotiate.load(crisis).together())
    assert found.cases[0].points == ()
    told = as_text(found, Look(width=80))
    assert "●  Pareto frontier: cuba: missiles leave; pledge: no invasion" in told
    assert "the United States gets level 4" in " ".join(told.split())
    assert "Bargaining solutions need numbers, so there are none." in " ".join(told.split())
    assert "Nash" not in told
    assert json_of(found)["cases"][0]["points"] == {}


def test_what_would_open_a_deal_is_told_without_numbers(crisis):
    found = negotiate.load(crisis, variant="stubborn").together().openings()
    assert found.drops
    assert {drop.point for drop in found.drops} == {None}
    assert not found.shifts
    told = "\n".join(plain(report_of(found)))
    assert "Without the United States' red line `nato`" in told
    assert "Nash" not in told
    assert json_of(found)["drops"][0]["point"] is None


def test_every_lens_says_whose_payoffs_are_levels(crisis):
    scenario = negotiate.load(crisis)
    for game in (scenario.alone(), scenario.in_turn(), scenario.together(), scenario.standing()):
        assert any("are levels" in note or "are orders" in note for note in game.notes)
    assert (
        scenario.alone().ordinal
        == scenario.in_turn().ordinal
        == scenario.together().ordinal
        == ("us", "ussr")
    )
    assert scenario.alone().takes_apart is None


ONE_TABLE = """
format: 1
title: One table
players: [ann, bob]
issues:
  bridge: {decided_by: ann, options: [shut, open]}
  road: {decided_by: [ann, bob], options: [none, old, new]}
status_quo: {bridge: shut, road: none}
no_deal: status_quo
"""


def page(folder, more):
    path = folder / "table.yaml"
    path.write_text(ONE_TABLE + more)
    return " ".join(
        as_text(negotiate.deal(negotiate.load(str(path)).together()), Look(all=True)).split()
    )


def test_where_all_deals_are_equally_good_nobody_loses(tmp_path):
    told = page(tmp_path, "prefers: {ann: [road != none], bob: [road != none]}\n")
    assert "All of these are equally good for everybody who signs." in told
    assert "only ranks" not in told
    told = page(
        tmp_path, "prefers: {ann: [road != none, road == old], bob: [road != none, road == new]}\n"
    )
    assert (
        "The file only ranks the outcomes, so it does not say which of these deals would be signed."
        in told
    )


def test_what_happened_and_cannot_happen_here_is_refused_by_nobody(tmp_path):
    more = (
        "prefers: {ann: [road == none], bob: [road == none]}\ninfeasible: [{bridge: open, road: "
        "none}]\n"
    )
    told = page(tmp_path, f"{more}happened: {{spring: {{bridge: open}}}}\n")
    assert "The file rules out Spring." in told


def test_what_cannot_be_left_is_told(tmp_path):
    more = "prefers: {ann: [road == new], bob: [road == new]}\n"
    assert "of today again" not in page(tmp_path, f"{more}irreversible: {{bridge: open}}\n")
    told = page(tmp_path, f"{more}irreversible: {{bridge: shut}}\n")
    assert (
        "No deal can leave this option of today again: bridge: shut. `solve` lets players choose "
        "all the same."
    ) in told


def test_what_gives_nobody_more_than_no_deal_is_not_told_as_a_deal(tmp_path):
    path = tmp_path / "table.yaml"
    path.write_text(ONE_TABLE + "prefers: {ann: [road == new], bob: [road == old]}\n")
    problem = negotiate.load(str(path)).together()

    def told(choices):
        return " ".join(as_text(assess(problem, choices)).split())

    same = told({"road": "none"})
    assert "This package gives nobody more than no deal" in same
    assert "is a deal" not in same
    path.write_text(ONE_TABLE + "prefers: {ann: [road == new], bob: [road == none]}\n")
    problem = negotiate.load(str(path)).together()
    refused = told({"road": "new"})
    assert "Bob would not sign this package, because bob is better off without a deal." in refused
    assert "is worth" not in refused
