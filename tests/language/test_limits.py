"""What bounds a deal is read from a file, addressed, varied, written as JSON and shown."""

from pathlib import Path
from typing import Any

import pytest

import negotiate
from negotiate.errors import ScenarioError
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.written import checked

TREATY = """format: 1
title: A treaty
players: {us: Us, them: Them}
issues:
  tariff: {decided_by: agreement, options: [none, low, high]}
  plan: {decided_by: them, options: [keep, curb]}
status_quo: {tariff: none, plan: keep}
payoffs:
  us: {gain: {by: tariff, values: {low: 1, high: 2}}}
  them: {plan: {by: plan, values: {curb: -1}}}
red_lines:
  shore: {player: them, never: {tariff: high}}
ratifiers:
  senate:
    name: the Senate
    player: us
    needs: two thirds
    votes:
      doves: {votes: 45, accepts: everything}
      hawks: {votes: 30, accepts: {plan: curb}, about: want it all}
      rest: {votes: 25, accepts: nothing}
  party: {player: them, accepts: plan == keep or us.gain < 1}
side_payments: {us: 2, them: 0.5}
variants:
  alone: {remove: [ratifiers.senate]}
  cheap: {set: {side_payments.us: 1}}
"""


def read(folder: Path, **how: Any) -> negotiate.Scenario:
    (folder / "treaty.yaml").write_text(TREATY, "utf-8")
    return negotiate.load(folder / "treaty.yaml", **how)


def test_a_ratifier_is_read_with_its_blocs(tmp_path: Path) -> None:
    senate, party = read(tmp_path).ratifiers.values()
    assert (senate.name, senate.player) == ("the Senate", "us")
    assert (senate.votes, senate.needed, senate.needs) == (100, 67, "two thirds")
    assert [(bloc.id, bloc.votes, bloc.written) for bloc in senate.blocs] == [
        ("doves", 45, "everything"),
        ("hawks", 30, "plan is curb"),
        ("rest", 25, "nothing"),
    ]
    assert (party.name, party.blocs, party.needed) == ("party", (), 0)
    assert party.written == "accepts: plan == keep or us.gain < 1"


CURBED, KEPT = {"none curb", "low curb", "high curb"}, {"none keep", "low keep", "high keep"}


@pytest.mark.parametrize(
    ("changes", "accepted"),
    [
        ({}, CURBED),
        ({"ratifiers.senate.needs": 76}, set()),
        (
            {"ratifiers.senate.needs": "majority", "ratifiers.senate.votes.doves.votes": 60},
            CURBED | KEPT,
        ),
        ({"ratifiers.senate.votes.rest.accepts": {"tariff": "low"}}, CURBED | {"low keep"}),
        ({"ratifiers.senate.votes.hawks.accepts": "nothing"}, set()),
        (
            {"ratifiers.senate": {"player": "us", "accepts": "tariff == low"}},
            {"low keep", "low curb"},
        ),
        ({"ratifiers.house": {"player": "us", "accepts": {"tariff": "low"}}}, {"low curb"}),
    ],
)
def test_every_part_of_a_ratifier_has_an_address(
    tmp_path: Path, changes: dict[str, Any], accepted: set[str]
) -> None:
    mask = read(tmp_path, set=changes).may_sign()[0]
    labels = [f"{tariff} {plan}" for tariff in ("none", "low", "high") for plan in ("keep", "curb")]
    assert {label for label, may in zip(labels, mask.ravel(), strict=True) if may} == accepted


def test_a_variant_takes_a_ratifier_away_and_changes_what_money_is_worth(tmp_path: Path) -> None:
    assert [r.name for r in read(tmp_path).refusals()] == ["shore", "senate", "party"]
    assert [r.name for r in read(tmp_path, variant="alone").refusals()] == ["shore", "party"]
    assert read(tmp_path).side_payments == {"us": 2, "them": 0.5}
    assert read(tmp_path, variant="cheap").side_payments == {"us": 1, "them": 0.5}


@pytest.mark.parametrize(
    "changes",
    [
        {"side_payments": {}},
        {"side_payments": {"us": 1}},
        {"side_payments.us": 0},
        {"side_payments.us": -2},
        {"side_payments.us": "many"},
        {"side_payments.him": 1},
        {"ratifiers.senate.needs": 0},
        {"ratifiers.senate.needs": 101},
        {"ratifiers.senate.votes.doves.votes": -1},
        {"ratifiers.senate.votes.doves.votes": 1.5},
        {"ratifiers.senate.votes": {}},
        {"ratifiers.senate.accepts": {"plan": "keep"}},
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(ScenarioError):
        read(tmp_path, set=changes)


def test_json_holds_all_of_it(tmp_path: Path) -> None:
    found = checked(read(tmp_path))
    assert found["side_payments"] == {"us": 2, "them": 0.5}
    senate, party = found["ratifiers"]["senate"], found["ratifiers"]["party"]
    assert (senate["needs"], senate["needed"], senate["player"]) == ("two thirds", 67, "us")
    assert senate["votes"] == 100
    assert {
        "id": "hawks",
        "votes": 30,
        "written": "plan is curb",
        "about": "want it all",
    } in senate["blocs"]
    assert (party["blocs"], party["votes"]) == ([], 0)


def test_the_page_says_who_else_must_agree_and_what_money_is_worth(tmp_path: Path) -> None:
    said = " ".join(as_text(read(tmp_path), Look(width=80)).split())
    assert (
        "Who else must agree senate The Senate must ratify what Us signs, with 67 of 100 votes "
        "(two thirds): doves "
        "with 45 accepts everything; hawks with 30 accepts plan is curb; rest with 25 accepts "
        "nothing party must "
        "ratify what Them signs; accepts plan is keep or us.gain < 1" in said
    )
    assert "Money may change hands us one unit of its payoff is worth 2 of the common money" in said
    assert "hawks with 30 accepts plan is curb (want it all)" in " ".join(
        as_text(read(tmp_path), Look(width=80, all=True)).split()
    )


def test_a_page_with_many_blocs_tells_their_votes_alone_and_the_rest_on_demand(
    tmp_path: Path,
) -> None:
    more = {
        f"ratifiers.senate.votes.bloc_{k}": {"votes": k, "accepts": {"plan": "keep"}}
        for k in range(1, 12)
    }
    found = read(tmp_path, set=more)
    said = " ".join(as_text(found, Look(width=80)).split())
    assert "doves 45, hawks 30, rest 25, bloc_11 11" in said
    assert "3 more" in said
    assert "bloc_1 with 1 accepts plan is keep" in " ".join(
        as_text(found, Look(width=80, all=True)).split()
    )
