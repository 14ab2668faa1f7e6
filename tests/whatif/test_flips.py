"""Where an answer flips, of answers that a function gives: all flips are found, and a search always
ends.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

import negotiate
from negotiate.report.json import json_of
from negotiate.whatif.crossings import Crossings
from negotiate.whatif.engine import Engine
from negotiate.whatif.flips import FEW_PLACES, PLACES, Flip, crowded, flips_along
from negotiate.whatif.points import Axis
from negotiate.whatif.side_by_side import Along, side_by_side
from negotiate.whatif.sweep import Sweep
from tests.cli.shell import FLAGSHIP
from tests.whatif.planted import wrong, wrong_on_a_map

X = Along("x")
QUIET = "quota"


@dataclass
class Answering:
    """Answers of one text as a function of one number, and how many were asked for."""

    answer: Callable[[float], str]
    at_once: bool
    asked: int = 0
    told: tuple[str, ...] = ("text",)
    numbers: tuple[str, ...] = ()

    left: Callable[[], bool] | None = None

    def fits(self, _: Sequence[str]) -> bool:
        return self.at_once

    def dear(self, _: str) -> bool:
        return False

    def crossings(self, _: Axis, held: object) -> Crossings:
        return Crossings()

    def at(self, points: Mapping[str, Sequence[float]]) -> dict[str, list[str]]:
        (values,) = points.values()
        self.asked += len(values)
        return {"text": [self.answer(value) for value in values]}


def flips_of(engine: Answering, *values: float) -> list[Flip]:
    searching = cast(Engine, engine)
    return side_by_side(
        searching, {X: flips_along(searching, Axis("x", values or (0.0, 1.0), 0.0))}
    )[X].found


def scattered(value: float) -> str:
    """One of sixteen answers, in no order."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[0]


@pytest.mark.parametrize("at_once", [True, False])
def test_an_answer_in_no_order_ends_the_search_and_says_that_there_is_more(at_once: bool) -> None:
    engine, most = Answering(scattered, at_once), PLACES if at_once else FEW_PLACES
    (flip,) = flips_of(engine)
    assert crowded([flip]) == [flip]
    assert 0 <= float(flip.at) <= 1
    assert engine.asked < 5 * most + 64


@pytest.mark.parametrize("at_once", [True, False])
def test_each_of_some_flips_is_found_and_none_more(at_once: bool) -> None:
    flips = flips_of(Answering(lambda value: str(int(10 * value + 0.5)), at_once))
    assert [flip.at for flip in flips] == pytest.approx([k / 10 + 0.05 for k in range(10)])
    assert not crowded(flips)


def test_a_crowd_between_two_values_leaves_the_other_flips() -> None:
    flips = flips_of(
        Answering(lambda value: scattered(value) if value < 1 else str(value > 1.5), False),
        0.0,
        1.0,
        2.0,
    )
    assert crowded(flips) == flips[:1]
    assert flips[1].at == pytest.approx(1.5)


def test_the_reason_why_there_is_no_answer_is_no_answer() -> None:
    engine = Answering(
        lambda value: f"n/a: the odds sum to {value}" if value < 0.5 else "deal", True
    )
    (flip,) = flips_of(engine, 0.0, 0.2, 0.4, 1.0)
    assert flip.at == pytest.approx(0.5)
    assert flip.after == "deal"
    assert flips_of(Answering(lambda value: f"n/a: {value}", True)) == []


def test_a_search_ends_where_numbers_have_no_more_digits() -> None:
    low = 1e16
    (flip,) = flips_of(Answering(lambda value: str(value > low), True), low, low + 2)
    assert flip.at in (low, low + 2)


MIXED = """\
format: 1
title: A continuum of mixtures
players: [a, b]
parameters: {p: 0.3, k: 5}
issues:
  x: {decided_by: a, options: [xl, xr]}
  y: {decided_by: b, options: [yl, yr]}
payoffs:
  a:
    own: {expr: "if(x == xl, 1, 3) + p * k"}
    clash: {amount: -4, when: x == xr and y == yr}
  b:
    own: {expr: "if(y == yl, 1, 3)"}
    clash: {amount: -4, when: x == xr and y == yr}
types:
  b:
    t1: {odds: p, set: {k: 2}}
    t2: {odds: 1 - p, set: {k: 9}}
"""


@pytest.fixture
def mixed(tmp_path: Path) -> negotiate.Scenario:
    file = tmp_path / "mixed.yaml"
    file.write_text(MIXED, "utf-8")
    return negotiate.load(str(file))


def test_mixed_equilibria_with_types_are_told_in_one_order(mixed: negotiate.Scenario) -> None:
    for value in (0.25, 0.375):
        told = str(Engine(mixed, ("equilibria",)).at({"p": [value]})["equilibria"][0]).split(" | ")
        assert told[:2] == ["xl / yr", "xr / yl"]
        assert told[2:] == sorted(told[2:])
        assert len(told) == 5


def test_a_page_says_between_which_values_an_answer_changes_too_often(tmp_path: Path) -> None:
    file = tmp_path / "often.yaml"
    file.write_text(OFTEN, "utf-8")
    page = str(negotiate.load(str(file)).whatif({"p": [0.25, 0.5]}, watch="equilibria"))
    said = (
        "Between `p` 0.25 and 0.5, the answer “equilibrium” changes at too many places. Only "
        "the first place is told."
    )
    assert said in " ".join(page.split())


def test_what_types_mix_changes_where_their_odds_cross_a_half(mixed: negotiate.Scenario) -> None:
    found = mixed.whatif({"p": [0.25, 0.5, 0.75]}, watch="equilibria")
    assert [flip.at for flip in found.flips] == [0.5]


OFTEN = f"""\
format: 1
title: As near as it can
players: {{a: {{}}}}
parameters:
  p: {{value: 0.3, range: [0, 1]}}
issues:
  x: {{decided_by: a, options: [{", ".join(map(str, range(400)))}]}}
payoffs:
  a:
    near: {{expr: "-(x - 1596 * (p - 0.25)) * (x - 1596 * (p - 0.25))"}}
"""


QUOTA = """\
format: 1
title: A quota that only fits
players: [buyer, seller]
parameters: {quota: {value: 3, range: [0, 20]}}
issues: {treaty: {decided_by: agreement, options: [none, signed]}}
status_quo: {treaty: none}
no_deal: status_quo
payoffs:
  buyer: {fit: {expr: "if(treaty == signed, -abs(quota - 10), 0)"}}
  seller: {price: {by: treaty, values: {signed: 1}}}
"""


@pytest.fixture
def quota(tmp_path: Path) -> negotiate.Scenario:
    file = tmp_path / "quota.yaml"
    file.write_text(QUOTA, "utf-8")
    return negotiate.load(str(file))


def test_an_answer_at_a_single_value_is_an_exception_and_not_the_rule(
    quota: negotiate.Scenario,
) -> None:
    found = quota.whatif({"quota": "0:20:1"})
    assert isinstance(found, Sweep)
    assert [
        (flip.indicator, flip.at, flip.before, flip.there, flip.after) for flip in found.flips
    ] == [
        ("deal", 10, "no deal", "deal", "no deal"),
        ("nash", 10, "no deal", "treaty signed", "no deal"),
    ]
    assert all(flip.alone for flip in found.flips)
    between = [
        (one.low, one.high, one.answers["deal"], one.most["zone"]) for one in found.stretches
    ]
    assert between == [(0, 10, "no deal", 0), (10, 10, "deal", 1), (10, 20, "no deal", 0)]


def test_a_page_tells_the_exception_and_where_it_is(quota: negotiate.Scenario) -> None:
    page = str(quota.whatif({"quota": "0:20:1"}))
    assert "At `quota` 10 exactly: deal; Nash solution treaty signed." in page
    rows = [" ".join(line.split()) for line in page.splitlines()]
    assert rows.index("0 to 10 0 0 no deal: as today") + 1 == rows.index(
        "10 exactly 0 1 treaty signed"
    )
    assert "every value" not in page
    assert "deal at exactly 10" in str(quota.whatif())


@pytest.mark.parametrize("at_once", [True, False])
def test_an_exception_is_told_wherever_a_value_was_tried(at_once: bool) -> None:
    engine = Answering(lambda value: "here" if value == 0.5 else "there", at_once)
    (flip,) = flips_of(engine, 0.0, 0.25, 0.5, 0.75, 1.0)
    assert (flip.at, flip.before, flip.there, flip.after) == (0.5, "there", "here", "there")
    engine = Answering(lambda value: "here" if value in (0, 1) else "there", at_once)
    assert [(flip.at, flip.there) for flip in flips_of(engine, 0.0, 0.25, 1.0)] == [
        (0, "here"),
        (1, "here"),
    ]


def test_a_change_says_what_holds_exactly_there() -> None:
    def answer(value: float) -> str:
        return "tie" if value == 0.75 else str(value > 0.75)

    for values in ((0.0, 0.75, 1.0), (0.0, 1.0)):
        (flip,) = flips_of(Answering(answer, True), *values)
        assert (flip.at, flip.before, flip.there, flip.after) == (0.75, "False", "tie", "True")
        assert not flip.alone


@pytest.mark.parametrize("seed", range(40))
def test_windows_and_single_values_are_told_and_none_invented(tmp_path: Path, seed: int) -> None:
    assert wrong(seed, tmp_path) == []


@pytest.mark.parametrize("seed", range(4))
def test_a_map_tells_what_its_rows_and_columns_have_between_its_points(
    tmp_path: Path, seed: int
) -> None:
    assert wrong_on_a_map(seed, tmp_path) == []


def test_the_page_of_a_map_tells_what_its_points_do_not_show(tmp_path: Path) -> None:
    file = tmp_path / "quota.yaml"
    text = QUOTA.replace("{quota:", "{shift: {value: 0, range: [0, 2]}, quota:").replace(
        "- 10", "- 10 - shift"
    )
    file.write_text(text, "utf-8")
    found = negotiate.load(str(file)).whatif({"quota": "0:20:4", "shift": "0:2:0.5"})
    page = " ".join(str(found).split())
    assert isinstance(found, Sweep)
    assert "There is a deal at 1 of 30 combinations" in page  # quota 12 and shift 2
    assert "8 changes along rows and columns lie between these points" in page
    assert "such as at `quota` 10 exactly where `shift` is 0: deal." in page
    assert "Rows and columns were searched between them, too. No change was missed." in page


RAN, LONG = "a model is run at each of its values", "all rows and columns would take long"
OTHER, WORDS = "it is no parameter", "what is no number varies beside it"
CELL = "payoffs.seller.price.values.signed"


@pytest.mark.parametrize(
    ("name", "vary", "whys"),
    [
        (FLAGSHIP, {"deficit_weight": "0:4:2", "kept": "0:1:0.5"}, {"kept": RAN}),
        (FLAGSHIP, {"kept": "0:1:0.5", "elasticity": "3:4:1"}, {"kept": RAN, "elasticity": RAN}),
        (FLAGSHIP, {"deficit_weight": "0:4:0.04", "rivalry": "0:1:0.05"}, LONG),
        (FLAGSHIP, {"kept": "0:1:1", "us_tariff": "before,trade_war"}, {"kept": WORDS}),
        (QUIET, {"quota": "0:20:4", CELL: "0:2:1"}, {CELL: OTHER}),
        (
            QUIET,
            {"quota": "0:20:4", "shift": "0:2:1", "more": "0:1:1"},
            "several others vary beside it",
        ),
        (QUIET, {"quota": "0:20:4", "shift": "0:2:1"}, {}),
    ],
)
def test_a_map_that_is_not_searched_between_its_points_says_so(
    tmp_path: Path, name: str, vary: dict[str, str], whys: dict[str, str] | str
) -> None:
    if name == QUIET:
        name = str(tmp_path / "quota.yaml")
        several = "{more: 0, shift: {value: 0, range: [0, 2]}, quota:"
        text = QUOTA.replace("{quota:", several).replace("- 10", "- 10 - shift")
        Path(name).write_text(text, "utf-8")
    found = negotiate.load(name).whatif({**vary})
    expected = dict.fromkeys(vary, whys) if isinstance(whys, str) else whys
    assert found.unsearched == expected == json_of(found)["unsearched"]
    page = " ".join(str(found).split())
    assert ("Changes between these combinations can be missed (" in page) == bool(expected)
    for why in expected.values():
        assert f": {why}" in page
    assert (
        ("Rows and columns were searched between them" in page)
        == bool(found.lines)
        == (not expected)
    )


def test_no_change_is_missed_where_every_formula_is_straight_between_its_bends(
    quota: negotiate.Scenario,
) -> None:
    found = quota.whatif({"quota": "0:20:0.7"})  # none of these is 10
    assert isinstance(found, Sweep)
    assert [(flip.indicator, flip.at, flip.there) for flip in found.flips] == [
        ("deal", 10, "deal"),
        ("nash", 10, "treaty signed"),
    ]
    assert found.proved == ("deal", "equilibria", "nash")
    assert "No change was missed." in str(found)
    assert "No change was missed." in str(quota.whatif())


@pytest.mark.parametrize("place", ["10", "(1 / 3)", "(100 / 7)", "0.1", "12.345678", "19.3"])
@pytest.mark.parametrize("values", ["0:20:0.7", "0:20", "0.05:19.9:3.3"])
def test_a_single_value_is_found_though_it_is_worked_out_with_rounding(
    tmp_path: Path, place: str, values: str
) -> None:
    file = tmp_path / "quota.yaml"
    file.write_text(QUOTA.replace("quota - 10", f"quota - {place}"), "utf-8")
    found = negotiate.load(str(file)).whatif({"quota": values}, watch="deal")
    assert isinstance(found, Sweep)
    ((at, there),) = ((flip.at, flip.there) for flip in found.flips)
    top, _, below = place.strip("()").partition(" / ")
    assert (at, there) == (pytest.approx(float(top) / float(below or 1), rel=1e-15), "deal")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("0", "0"),
        ("1 / 3", "0.3333"),
        ("123456.789", "123,457"),
        ("-987654321.123", "-987,654,321"),
    ],
)
@pytest.mark.parametrize("without", ["equilibrium", "status_quo"])
def test_a_flip_keeps_its_digits_in_a_range_that_is_much_larger(
    tmp_path: Path, place: str, said: str, without: str
) -> None:
    file = tmp_path / "large.yaml"
    text = QUOTA.replace("no_deal: status_quo", f"no_deal: {without}").replace(
        "range: [0, 20]", "range: [-1e9, 1e9]"
    )
    file.write_text(text.replace("-abs(quota - 10)", f"quota - ({place})"), "utf-8")
    large = negotiate.load(str(file))
    top, _, below = place.partition(" / ")
    found = large.whatif({"quota": "-1e9:1e9"})
    at = float(top) / float(below or 1)
    assert [flip.at for flip in found.flips] == pytest.approx([at, at], rel=1e-12, abs=0)
    page = " ".join(str(found).split())
    assert f"A deal becomes possible at `quota` {said}." in page
    assert f"The Nash bargaining solution changes at `quota` {said}." in page
    assert f"deal at {said.removesuffix('3') if '.' in said else said}" in " ".join(
        str(large.whatif()).split()
    )


def test_a_deal_against_what_happens_without_talks_is_found_as_well(tmp_path: Path) -> None:
    file = tmp_path / "quota.yaml"
    file.write_text(QUOTA.replace("no_deal: status_quo", "no_deal: equilibrium"), "utf-8")
    found = negotiate.load(str(file)).whatif({"quota": "0:20:0.7"})
    assert isinstance(found, Sweep)
    assert {(flip.indicator, flip.at) for flip in found.flips} == {("deal", 10), ("nash", 10)}
    assert found.proved == ("equilibria",)
    assert "No change of `equilibria` was missed." in str(found)


@pytest.mark.parametrize(
    ("gain", "sure"),
    [
        ("if(quota == 7.3, 1, -1)", True),  # a jump up and down at once
        ("if(quota > 7.3 and quota < 7.3000001, 1, -1)", True),
        ("(quota - 7.3) * (7.3000001 - quota)", True),
        ("(quota - 7.3) / (quota + 1) * 2 - abs(quota - 7.3)", True),
        ("1 - exp(quota - 7.3)", True),
        ("1 - exp(quota * chance(rain) - 7.3)", False),
    ],
)
def test_formulas_prove_that_no_change_was_missed(tmp_path: Path, gain: str, sure: bool) -> None:
    file, rain = tmp_path / "quota.yaml", "chance: {rain: {odds: {wet: 0.5, dry: 0.5}}}\n"
    text = QUOTA.replace(
        "-abs(quota - 10)", gain.replace("chance(rain)", "if(rain == wet, 1, 0.999)")
    )
    file.write_text(text if sure else text + rain, "utf-8")
    found = negotiate.load(str(file)).whatif({"quota": "0:20:0.5"})
    assert isinstance(found, Sweep)
    assert ("deal" in found.proved) == sure
    assert any(
        flip.indicator == "deal" and abs(float(flip.at) - 7.3) < 0.01 for flip in found.flips
    )
    assert (
        "Two changes of `deal` or `nash` closer than 0.5 can be missed."
        in " ".join(str(found).split())
    ) != sure


@pytest.mark.parametrize(
    ("gain", "places", "lone"),
    [
        ("1 + quota - 7.3 - exp(quota - 7.3)", [7.3], True),  # a touch
        ("1 + quota - 7.3 - exp(quota - 7.3) - 1e-12", [], True),  # none
        ("-(quota - 7.3) ** 2", [7.3], True),
        ("sqrt(quota) - quota / 4", [16], False),
        (
            "exp(-quota) - 0.001 * quota ** 2 + sqrt(quota + 1) / 10 - 0.3",
            [2.042118385736301],
            False,
        ),
        (
            "log((quota + 1) / 8) * log(8.00000002 / (quota + 1))",
            [7, 7.00000002],
            False,
        ),  # a window
        ("if(exp(quota) > 20 and sqrt(quota) < 2, 1, -1)", [2.9957322735539957, 4], False),
    ],
)
def test_curved_formulas_leave_no_turn_and_no_touch_out(
    tmp_path: Path, gain: str, places: list[float], lone: bool
) -> None:
    file = tmp_path / "quota.yaml"
    file.write_text(QUOTA.replace("-abs(quota - 10)", gain), "utf-8")
    found = negotiate.load(str(file)).whatif({"quota": "0:20:0.7"}, watch="deal")
    assert isinstance(found, Sweep)
    inside = [flip for flip in found.flips if flip.at]
    assert [float(flip.at) for flip in inside] == pytest.approx(places, rel=1e-11)
    assert all(flip.alone == lone for flip in inside)
    assert "deal" in found.proved
    assert found.touches == ()


@pytest.mark.parametrize(
    ("gain", "at"), [("-(exp(quota) - 5) ** 2", "1.609"), ("-(quota - 0.5 - 0.6) ** 2", "1.1")]
)
def test_a_tie_that_rounding_hides_is_told_as_possible(tmp_path: Path, gain: str, at: str) -> None:
    file = tmp_path / "quota.yaml"
    file.write_text(QUOTA.replace("-abs(quota - 10)", gain), "utf-8")
    found = negotiate.load(str(file)).whatif({"quota": "0:20:0.7"}, watch="deal")
    assert isinstance(found, Sweep)
    assert found.flips == ()
    assert [(name, round(place, 3)) for name, place in found.touches] == [("quota", float(at))]
    said = (
        f"Exactly at `quota` {at} another answer may hold. Payoffs are tied there as far as "
        "rounding can tell."
    )
    assert said in " ".join(str(found).split())
    assert said in " ".join(str(negotiate.load(str(file)).whatif(watch="deal")).split())
