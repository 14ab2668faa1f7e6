"""What ratifiers let through: against every package and every bloc, one at a time, and told on one
screen.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.bargaining.voting.ratification import Ratification, RatifierVote, ratification
from negotiate.model import needed
from negotiate.report import report_of
from negotiate.report.plain import plain
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.scenario_strategies import conditions, load, scenarios
from tests.written import checked

TREATY: dict[str, Any] = {
    "format": 1,
    "title": "A treaty and two houses",
    "players": {"here": {"name": "Here"}, "there": {"name": "There"}},
    "issues": {
        "tariff": {"decided_by": "agreement", "options": ["high", "middle", "low"]},
        "quota": {"decided_by": "agreement", "options": ["tight", "loose", "none"]},
    },
    "status_quo": {"tariff": "high", "quota": "tight"},
    "no_deal": {"tariff": "high", "quota": "tight"},
    "payoffs": {
        "here": {
            "tariff": {"by": "tariff", "values": {"middle": 2, "low": 3}},
            "quota": {"by": "quota", "values": {"loose": -1, "none": -2}},
        },
        "there": {
            "tariff": {"by": "tariff", "values": {"middle": 1, "low": 2}},
            "quota": {"by": "quota", "values": {"loose": 1, "none": 3}},
        },
    },
    "ratifiers": {
        "senate": {
            "name": "the Senate",
            "player": "here",
            "needs": "majority",
            "votes": {
                "left": {"votes": 50, "accepts": {"quota": ["tight", "loose"]}},
                "right": {"votes": 49, "accepts": {"tariff": ["middle"]}},
                "centre": {"votes": 1, "accepts": {"tariff": ["middle", "low"]}},
            },
        },
        "party": {"name": "the Party", "player": "there", "accepts": {"quota": ["loose", "none"]}},
    },
}


def found_of(scenario: dict[str, Any]) -> Ratification:
    loaded = load(scenario)
    return ratification(loaded.together(), loaded)


@st.composite
def ratified(draw: st.DrawFn) -> dict[str, Any]:
    """A scenario of two or three players one of whom has a ratifier with blocs."""
    scenario = draw(scenarios(agreed=True).filter(lambda s: len(s["players"]) > 1))
    scenario["no_deal"] = scenario["status_quo"]
    blocs = {
        f"bloc_{k}": {
            "votes": draw(st.integers(0, 5)),
            "accepts": draw(conditions(scenario["issues"])),
        }
        for k in range(draw(st.integers(1, 4)))
    }
    blocs["bloc_0"]["votes"] += 1
    total = sum(bloc["votes"] for bloc in blocs.values())
    needs = draw(st.sampled_from(["majority", "two thirds", "unanimity"]) | st.integers(1, total))
    scenario["ratifiers"] = {
        "house": {
            "player": draw(st.sampled_from(scenario["players"])),
            "votes": blocs,
            "needs": needs,
        }
    }
    return scenario


def ayes_by_hand(scenario: dict[str, Any], package: dict[str, str]) -> dict[str, bool]:
    """How each bloc votes on a package."""
    blocs = scenario["ratifiers"]["house"]["votes"]
    return {
        name: all(package[issue] in options for issue, options in bloc["accepts"].items())
        for name, bloc in blocs.items()
    }


@settings(max_examples=50)
@given(ratified())
def test_every_vote_is_that_of_its_blocs_package_by_package(scenario: dict[str, Any]) -> None:
    try:
        loaded = load(scenario)
        problem = loaded.together()
    except negotiate.NegotiateError:
        return  # what can happen to a scenario of chance is no matter of voting
    (body,) = ratification(problem, loaded).bodies
    votes = {name: bloc["votes"] for name, bloc in scenario["ratifiers"]["house"]["votes"].items()}
    quota = needed(scenario["ratifiers"]["house"]["needs"], sum(votes.values()))
    assert (body.needed, body.votes) == (quota, sum(votes.values()))
    passed, stopped = list[int](), list[int]()
    ready, saves, sinks = (dict.fromkeys(votes, 0) for _ in range(3))
    for index in problem.without("house").zone().tolist():
        ayes = ayes_by_hand(scenario, problem.package(index))
        total = sum(votes[name] for name, aye in ayes.items() if aye)
        (passed if total >= quota else stopped).append(index)
        for name, aye in ayes.items():
            ready[name] += aye
            saves[name] += aye and total >= quota > total - votes[name]
            sinks[name] += not aye and total < quota <= total + votes[name]
    assert (body.passed.tolist(), body.stopped.tolist()) == (passed, stopped)
    assert {b.name: (b.for_it, b.saves, b.sinks) for b in body.blocs} == {
        n: (ready[n], saves[n], sinks[n]) for n in votes
    }
    assert passed == problem.zone().tolist()
    every = [i for i in range(problem.count) if problem.possible(i)]
    accepted = [i for i in every if "house" not in {claim.name for claim in problem.crosses(i)}]
    assert (body.possible, body.accepts) == (len(every), len(accepted))


def senate() -> RatifierVote:
    return found_of(TREATY).bodies[0]


def test_a_senate_in_numbers() -> None:
    body = senate()
    assert [(b.name, str(b.shapley_shubik), str(b.banzhaf)) for b in body.blocs] == [
        ("left", "2/3", "3/5"),
        ("right", "1/6", "1/5"),
        ("centre", "1/6", "1/5"),
    ]
    assert [b.name for b in body.blocs if b.veto] == ["left"]
    assert [b.name for b in body.blocs if b.pivot] == ["left", "right"]
    assert body.coalitions == (("left", "right"), ("left", "centre"))
    assert (len(body.passed), len(body.stopped), body.accepts, body.possible) == (2, 2, 4, 9)


def test_the_screen_says_what_passes_and_whose_vote_decides() -> None:
    text = as_text(found_of(TREATY), Look(width=80))
    for said in (
        (
            "The Senate must ratify for Here. 2 of the 4 packages that all others would sign would "
            "pass."
        ),
        "The Senate accepts 4 of 9 possible packages (the win-set).",
        "A package needs 51 of 100 votes. Without `left` nothing passes.",
        (
            "If blocs join in the order of how many packages they accept, `left` or `right` is the "
            "pivot."
        ),
        "left 50 0.667 0.600",
        "The Senate yes tariff: middle; quota: loose yes tariff: low; quota: loose",
        "The Party must ratify for There.",
    ):
        assert said in " ".join(text.split())
    assert len(text.splitlines()) <= 40


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_screen_and_ascii_is_ascii(width: int) -> None:
    text = as_text(found_of(TREATY), Look(width=width, ascii=True))
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= width


def test_plain_lines_hold_every_package_and_bloc() -> None:
    lines = plain(report_of(found_of(TREATY)))
    assert "left\t50\t0.666666666667\t0.6\t2\t4" in lines
    assert "party\tno\ttariff=low" in lines
    assert "★" not in "".join(lines)


def test_json_is_json_and_exact() -> None:
    told = checked(found_of(TREATY))
    assert told["schema"] == "negotiate/voting/2"
    body = told["bodies"][0]
    assert body["blocs"][0]["shapley_shubik"] == {"value": pytest.approx(2 / 3), "exact": "2/3"}
    assert (body["accepts"], body["possible"]) == (4, 9)
    assert (len(body["passed"]), len(body["stopped"])) == (2, 2)
    assert body["coalitions"] == [["left", "right"], ["left", "centre"]]


def test_a_party_that_has_all_the_votes_is_told_as_such() -> None:
    scenario = TREATY | {
        "ratifiers": {
            "crown": {
                "player": "here",
                "needs": 2,
                "votes": {
                    "king": {"votes": 2, "accepts": {"tariff": ["low"]}},
                    "court": {"votes": 1, "accepts": {"tariff": ["high"]}},
                },
            }
        }
    }
    said = " ".join(as_text(found_of(scenario), Look(width=100)).split())
    assert "Without `king` nothing passes. The votes of `court` never decide anything." in said


def test_where_too_few_accept_anything_nobody_is_the_one_to_win_over() -> None:
    scenario = TREATY | {
        "ratifiers": {
            "senate": {
                "player": "here",
                "votes": {
                    "left": {"votes": 40, "accepts": {"quota": ["loose"]}},
                    "right": {"votes": 60, "accepts": {"tariff": ["high"], "quota": ["tight"]}},
                },
            }
        }
    }
    found = found_of(scenario)
    assert not any(bloc.pivot for bloc in found.bodies[0].blocs)
    assert (
        "All blocs that accept any of these packages have 40 votes together, of 51 needed."
        in as_text(found, Look(width=100))
    )


def test_without_ratifiers_it_says_where_they_would_stand() -> None:
    found = found_of({key: value for key, value in TREATY.items() if key != "ratifiers"})
    assert found.bodies == ()
    assert "`ratifiers`" in as_text(found, Look(width=80))
    assert checked(found)["bodies"] == []


def test_a_claim_that_is_looked_away_from_stays_so() -> None:
    loaded = load(TREATY)
    full = ratification(loaded.together(), loaded).bodies[0]
    alone = ratification(loaded.together().without("party"), loaded).bodies[0]
    assert set(full.passed.tolist()) < set(alone.passed.tolist())
    assert alone.asked > full.asked


HOUSES = """format: 1
title: A treaty and its houses
players: {here: {name: Here}, there: {name: There}}
issues:
  tariff: {decided_by: agreement, options: [high, middle, low]}
  quota: {decided_by: agreement, options: [tight, loose]}
status_quo: {tariff: high, quota: tight}
no_deal: status_quo
payoffs:
  here: {tariff: {by: tariff, values: {middle: 2, low: 3}}, quota: {by: quota, values: {loose: -1}}}
  there: {tariff: {by: tariff, values: {middle: 1, low: 2}}, quota: {by: quota, values: {loose: 1}}}
ratifiers:
  senate:
    name: the Senate
    player: here
    votes:
      left: {votes: 40, accepts: {tariff: [high, low]}}
      right: {votes: 35, accepts: {tariff: [middle, high]}}
      centre: {votes: 25, accepts: {quota: tight}}
  party: {name: the Party, player: there, accepts: {quota: loose}}
happened:
  reached: {tariff: low, quota: loose}
"""


def test_one_package_is_asked_about_by_itself(tmp_path: Path) -> None:
    (tmp_path / "houses.yaml").write_text(HOUSES, "utf-8")
    scenario = negotiate.load(str(tmp_path / "houses.yaml"))
    problem = scenario.together()
    for index in range(problem.count):
        mark = problem.landmark(index)
        found = ratification(problem, scenario, mark)
        for body, one in zip(found.bodies, found.verdicts, strict=True):
            crossed = {claim.name for claim in problem.refusals(mark)}
            assert one.passes == (body.ratifier not in crossed)
            votes = {bloc.name: bloc.votes for bloc in body.blocs}
            assert one.votes == sum(votes[name] for name in one.ayes)
            assert not body.blocs or one.passes == (one.votes >= body.needed)
    found = ratification(problem, scenario, problem.landmark("reached"))
    assert [(one.passes, one.ayes, one.votes) for one in found.verdicts] == [
        (False, ("left",), 40),
        (True, (), 0),
    ]
    said = " ".join("\n".join(plain(report_of(found))).split())
    assert "Reached would not be ratified: the Senate would stop it." in said
    assert (
        "In the Senate, `left` would vote for the package: 40 of 100 votes, and 51 are needed."
        in said
    )
    assert checked(found)["passes"] is False
    today = ratification(problem, scenario, problem.landmark("today"))
    assert today.about is problem.status_quo
    assert [one.passes for one in today.verdicts] == [True, False]


def test_blocs_that_accept_equally_many_are_no_row_of_pivots(tmp_path: Path) -> None:
    text = HOUSES.replace("{quota: tight}}\n  party", "everything}\n  party")
    (tmp_path / "houses.yaml").write_text(
        text.replace("accepts: {tariff: [high, low]}", "accepts: everything"), "utf-8"
    )
    scenario = negotiate.load(str(tmp_path / "houses.yaml"))
    found = ratification(scenario.together(), scenario)
    assert len({bloc.for_it for bloc in found.bodies[0].blocs}) > 1
    assert "is the pivot" in as_text(found, Look(width=200))
    (tmp_path / "houses.yaml").write_text(
        text.replace("{tariff: [high, low]}", "everything").replace(
            "{tariff: [middle, high]}", "everything"
        ),
        "utf-8",
    )
    scenario = negotiate.load(str(tmp_path / "houses.yaml"))
    said = as_text(ratification(scenario.together(), scenario), Look(width=200))
    assert (
        "`left`, `right` and `centre` accept equally many packages, so no bloc is the pivot."
        in said
    )
