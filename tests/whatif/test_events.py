"""Events and types as what varies: drawn by their odds, and worth knowing what a decision table by hand says."""

from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.scenario import Scenario
from negotiate.whatif.points import Draws, axis_of
from negotiate.whatif.worlds import robust

FIELD = """\
format: 1
title: A field
players: [farmer, miller]
issues:
  crop: {decided_by: farmer, options: [rice, wheat]}
  price: {decided_by: miller, options: [fair]}
status_quo: {crop: rice, price: fair}
chance:
  rain: {odds: {much: 0.25, some: 0.5, none: 0.25}}
payoffs:
  farmer:
    harvest: {by: [crop, rain], values: {rice: {much: 12, some: 6, none: 0}, wheat: {much: 2, some: 6, none: 8}}}
  miller:
    flour: {by: crop, values: {rice: 0, wheat: 1}}
types:
  miller:
    poor: {odds: 0.8}
    rich: {odds: 0.2, set: {payoffs.miller.flour.wheat: 9}}
"""


@pytest.fixture
def field(tmp_path: Path) -> Scenario:
    file = tmp_path / "field.yaml"
    file.write_text(FIELD, "utf-8")
    return negotiate.load(str(file))


def test_outcomes_and_types_are_drawn_by_their_odds(field: Scenario) -> None:
    rain = axis_of(field, "rain", ["much", "some", "none"], drawn=True)
    miller = axis_of(field, "miller", ["poor", "rich"], drawn=True)
    assert rain.odds == (0.25, 0.5, 0.25)
    assert miller.odds == (0.8, 0.2)
    columns = Draws((rain, miller), 4096, sampling="random").columns(0, 4096)
    for axis in (rain, miller):
        drawn = list(columns[axis.name])
        for value, odds in zip(axis.values, axis.odds, strict=True):
            assert abs(drawn.count(value) / 4096 - odds) <= 4 * np.sqrt(odds * (1 - odds) / 4096)


def test_some_of_the_outcomes_are_drawn_as_if_one_of_them_comes(field: Scenario) -> None:
    assert axis_of(field, "rain", ["some", "none"]).odds == pytest.approx((2 / 3, 1 / 3))


def test_draws_average_to_what_is_expected_where_nothing_is_decided(field: Scenario) -> None:
    held = negotiate.load(field.path, fix={"crop": "rice"})
    found = held.whatif({"rain": ["much", "some", "none"]}, draws=400)
    assert found.spreads["no_deal.farmer"].mean == pytest.approx(6, abs=4 * np.sqrt(18 / 400))


def test_what_knowing_the_event_is_worth(field: Scenario) -> None:
    """Rice is worth 6 on average, wheat 5.5; who knows the rain gets 12, 6 or 8, so 8 on average."""
    found = robust(field, "crop", {"rain": ["much", "some", "none"]})
    assert found.perfect == pytest.approx(0.25 * 12 + 0.5 * 6 + 0.25 * 8 - 6)
    assert found.best["expected"].commitments == ("rice",)
    assert found.alone["rain"] == pytest.approx(found.perfect)
    assert found.alone["types.miller"] == 0


def test_an_event_whose_odds_hang_on_a_decision_has_no_odds_of_its_own() -> None:
    stock = axis_of(negotiate.load("classroom/shared-stock"), "stock", ["collapses", "lasts"])
    assert stock.odds == ()


@pytest.mark.parametrize("address", ["chance.rain.odds.much", "chance.rain.much"])
def test_the_odds_of_an_outcome_vary_and_the_other_outcomes_share_what_is_left(field: Scenario, address: str) -> None:
    found = negotiate.load(field.path, fix={"crop": "rice"}).whatif({address: [0.1, 0.4]}, watch="no_deal")
    assert found.indicators["no_deal.farmer"] == pytest.approx([12 * p + 6 * (1 - p) * 2 / 3 for p in (0.1, 0.4)])


def test_the_odds_that_one_player_holds_vary_and_those_of_the_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "field.yaml"
    apart = "odds: {farmer: {much: 0.25, some: 0.5, none: 0.25}, miller: {none: 1}}"
    file.write_text(FIELD.replace("odds: {much: 0.25, some: 0.5, none: 0.25}", apart), "utf-8")
    held = negotiate.load(str(file), fix={"crop": "rice"})
    found = held.whatif({"chance.rain.odds.farmer.much": [0.1, 0.4]}, watch="no_deal")
    assert found.indicators["no_deal.farmer"] == pytest.approx([12 * p + 6 * (1 - p) * 2 / 3 for p in (0.1, 0.4)])
    assert held.whatif({"chance.rain.odds.miller.none": [0.5, 1]}, watch="no_deal").indicators["no_deal.farmer"][0] == 6
