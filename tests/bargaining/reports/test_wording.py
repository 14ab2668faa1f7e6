"""Sentences about deals whose grammar or meaning was wrong once."""

from __future__ import annotations

from pathlib import Path

import pytest

import negotiate
from negotiate.bargaining.assessment import assess
from negotiate.bargaining.logrolling import trades
from negotiate.bargaining.problem import BargainingProblem

HOUSE = """format: 1
title: A house and its seller
players:
  ann: {name: Ann}
  bob: {name: Bob}
issues:
  price: {decided_by: agreement, options: [300, 320, 340, 360]}
  date: {decided_by: agreement, options: [may, september]}
status_quo: {price: 300, date: may}
no_deal: {price: 320, date: september}
payoffs:
  ann:
    cost: {expr: 350 - price}
    date: {by: date, values: {may: 12, september: -20}}
  bob:
    gain: {expr: price - 310}
    date: {by: date, values: {may: -15, september: 3}}
ratifiers:
  wife: {name: Ann's wife, player: ann, accepts: {date: may}}
happened:
  late: {price: 320, date: september}
  cheap: {price: 300, date: september}
"""


@pytest.fixture
def house(tmp_path: Path) -> BargainingProblem:
    (tmp_path / "house.yaml").write_text(HOUSE, "utf-8")
    return negotiate.load(str(tmp_path / "house.yaml")).together()


def told(shown: object) -> str:
    return " ".join(str(shown).split())


def test_a_ratifier_is_told_without_a_stray_comma(house: BargainingProblem) -> None:
    said = told(assess(house, "late"))
    assert "Ann would not sign Late, because of its ratifier `wife`." in said
    assert "Ann's ratifier `wife` accepts: date is may" in said


def test_each_refuses_across_its_own_lines(house: BargainingProblem) -> None:
    said = told(negotiate.deal(house))
    assert "Ann would not sign Late and Cheap, because of its ratifier `wife`." in said
    assert "Bob would not sign Cheap, because Bob is better off without a deal." in said


def test_what_holds_today_is_called_the_status_quo(house: BargainingProblem) -> None:
    assert "From the status quo, " in told(trades(house, "status_quo"))
    assert told(assess(house, "status_quo")).startswith(
        "A house and its seller Bob would not sign the status quo"
    )
