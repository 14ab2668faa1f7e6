"""Where a file allows money beside a deal, the page says what it would change of an answer without
it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import negotiate
from negotiate.bargaining.assessment import assess
from negotiate.bargaining.deal import deal
from negotiate.language.expectations.deals import no_deal
from negotiate.report import report_of
from negotiate.report.json import json_of
from negotiate.report.plain import plain
from negotiate.report.screen import as_text
from negotiate.report.style import Look


def field(tmp_path: Path, cost: int = -6, **more: Any) -> negotiate.Scenario:
    """A field that is worth 10 to its buyer."""
    talks = {
        "format": 1,
        "title": "A field by the river",
        "players": {"buyer": {"name": "Buyer"}, "seller": {"name": "Seller"}},
        "issues": {"field": {"decided_by": "agreement", "options": ["kept", "sold"]}},
        "status_quo": {"field": "kept"},
        "no_deal": "status_quo",
        "side_payments": {"buyer": 1, "seller": 1},
        "payoffs": {
            "buyer": {"worth": {"by": "field", "values": {"sold": 10}}},
            "seller": {"loss": {"by": "field", "values": {"sold": cost}}},
        },
        "happened": {"sale": {"field": "sold"}},
        **more,
    }
    talks = {key: value for key, value in talks.items() if value is not None}
    place = tmp_path / "field.yaml"
    place.write_text(json.dumps(talks), encoding="utf-8")
    return negotiate.load(place)


def words(answer: object) -> str:
    return " ".join(as_text(answer, Look(width=80, all=True)).split())


def test_the_headline_says_that_money_opens_a_deal(tmp_path: Path) -> None:
    answer = deal(field(tmp_path).together())
    said = words(answer)
    assert (
        "There is no deal without side payments: none of 2 packages would be signed by both."
        in said
    )
    assert "With side payments, both would sign 1 package." in said
    assert "The Nash bargaining solution with side payments is field: sold." in said
    assert (
        "With these payments, Buyer gets 2 and Seller gets 2. `--why` tells who pays whom." in said
    )
    assert (
        "Without side payments, Seller would not sign Sale, because Seller is better off without a "
        "deal."
    ) in said
    (case,) = json_of(answer)["cases"]
    assert not case["exists"]
    assert case["money"]["size"] == 1
    assert case["money"]["nash"]["received"] == {"buyer": -8, "seller": 8}
    assert no_deal(answer.problem).endswith("none is signed by all without side payments")


def test_where_there_is_a_deal_money_is_told_beside_it(tmp_path: Path) -> None:
    said = words(deal(field(tmp_path, 1).together()))
    assert "There is one deal" in said
    assert "With side payments, both would sign 1 package." in said
    assert "The Nash bargaining solution with side payments is field: sold." in said
    assert "With these payments, Buyer gets 5.5 and Seller gets 5.5." in said


def test_money_that_opens_nothing_is_told_too(tmp_path: Path) -> None:
    said = words(deal(field(tmp_path, -16).together()))
    assert "There is no deal: none of 2 packages would be signed by both." in said
    assert "The file allows side payments, but they make no package acceptable." in said


def test_without_side_payments_in_the_file_nothing_is_said_of_them(tmp_path: Path) -> None:
    scenario = field(tmp_path, side_payments=None)
    for answer in (deal(scenario.together()), assess(scenario.together(), "sale")):
        assert "side payment" not in words(answer).lower()


@pytest.mark.parametrize(
    ("cost", "more", "told"),
    [
        (
            -6,
            {},
            (
                "With side payments, both would sign this package if Buyer paid Seller 6 in money, "
                "at "
                "the least."
            ),
        ),
        (
            -16,
            {},
            "Side payments would not help: the others gain too little to pay for this package.",
        ),
        (
            1,
            {},
            (
                "The file allows side payments. They are left out here; `--why` tells what they "
                "could "
                "do."
            ),
        ),
        (
            -6,
            {"red_lines": {"home": {"player": "seller", "never": {"field": "sold"}}}},
            "The file allows side payments, but no payment makes anybody sign across a red line.",
        ),
    ],
)
def test_a_deal_is_judged_without_money_and_the_page_says_what_it_would_take(
    tmp_path: Path, cost: int, more: dict[str, Any], told: str
) -> None:
    answer = assess(field(tmp_path, cost, **more).together(), "sale")
    assert told in words(answer)
    assert told[:-1] in " ".join(plain(report_of(answer)))
    paid = json_of(answer)["payment"]
    assert (paid is None) == ("red_lines" in more)
    assert paid is None or paid["amount"] == max(-cost, 0)
