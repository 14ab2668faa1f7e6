"""What if a number were another: flips that can be worked out by hand, and the same answers in
batch as one by one.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.equilibrium.bayesian import BayesianEquilibrium
from negotiate.errors import UnsuitableGame
from negotiate.language.library import shipped
from negotiate.language.scenario_file import Reading
from negotiate.report import report_of
from negotiate.report.blocks import Cell, Plot, Table
from negotiate.report.json import json_of
from negotiate.report.screen.plot import plot_lines
from negotiate.report.style import Look
from negotiate.report.svg import svg
from negotiate.whatif.answers import answer
from negotiate.whatif.at_once import AtOnce
from negotiate.whatif.engine import Engine
from negotiate.whatif.indicators import USUAL
from negotiate.whatif.ranking import Ranking
from negotiate.whatif.sweep import Sweep, whatif
from tests.cli.shell import FLAGSHIP, ask

GAME = """
format: 1
title: One number
players: [a, b]
parameters: {{t: {{value: 0, range: [0, 6]}}}}
issues:
  x: {{options: [stay, go], decided_by: a}}
  y: {{options: [stay, go], decided_by: b}}
status_quo: {{x: stay, y: stay}}
payoffs:
  a:
    own: {{expr: "{own}", when: x == go}}
    both: {{expr: "{both}", when: x == go and y == go}}
  b:
    own: {{amount: {other}, when: y == go}}
    both: {{amount: 1, when: x == go and y == go}}
"""


def scenario(tmp_path: Path, text: str, **more: object) -> negotiate.Scenario:
    path = tmp_path / "file.yaml"
    path.write_text(text, "utf-8")
    return negotiate.load(str(path), **more)


def sweep(one: negotiate.Scenario, **vary: object) -> Sweep:
    found = whatif(one, vary)
    assert isinstance(found, Sweep)
    return found


def places(found: Sweep, indicator: str) -> list[object]:
    return [flip.at for flip in found.flips if flip.indicator == indicator]


def test_every_flip_of_an_answer_that_comes_back_is_found(tmp_path: Path) -> None:
    one = scenario(tmp_path, GAME.format(own="(t - 1) * (t - 3) * (t - 5)", both="0", other=-9))
    found = sweep(one, t="0:6")
    assert places(found, "equilibria") == pytest.approx([1, 3, 5], abs=1e-9)
    assert [flip.after for flip in found.flips if flip.indicator == "equilibria"] == [
        "x go",
        "as today",
        "x go",
    ]


def test_a_flip_is_told_as_the_number_that_it_is(tmp_path: Path) -> None:
    one = scenario(tmp_path, GAME.format(own="t - 2.7", both="0", other=-9))
    assert places(sweep(one, t="0:6"), "equilibria") == [2.7]


def test_chicken_mixes_between_its_thresholds(tmp_path: Path) -> None:
    text = """
    format: 1
    title: Chicken
    players: [row, column]
    parameters: {crash: {value: 10, range: [-5, 20]}}
    issues:
      x: {options: [swerve, straight], decided_by: row}
      y: {options: [swerve, straight], decided_by: column}
    status_quo: {x: swerve, y: swerve}
    payoffs:
      row:
        pride: {by: [x, y], values: {swerve: {straight: -1}, straight: {swerve: 1, straight: 0}}}
        crash: {expr: -crash, when: x == straight and y == straight}
      column:
        pride: {by: [x, y], values: {swerve: {straight: 1}, straight: {swerve: -1, straight: 0}}}
        crash: {expr: -crash, when: x == straight and y == straight}
    """
    found = sweep(
        scenario(tmp_path, "\n".join(line[4:] for line in text.splitlines())), crash="-5:20"
    )
    assert places(found, "equilibria") == [1]
    flip = found.flips[0]
    assert flip.before == "x straight / y straight"
    assert flip.after.split(" | ") == [
        "y straight",
        "x straight",
        "as today or x straight / as today or y straight",
    ]


def test_the_price_of_a_red_line_ends_the_deal(tmp_path: Path) -> None:
    text = """
format: 1
title: A price
players: [a, b]
parameters: {price: {value: 0, range: [0, 10]}}
issues: {deal: {options: [none, small, large], decided_by: agreement}}
status_quo: {deal: none}
payoffs:
  a: {worth: {by: deal, values: {small: 2, large: 7}}}
  b: {worth: {by: deal, values: {small: 1, large: 3}}}
red_lines: {face: {player: b, never: {deal: [small, large]}, cost: price}}
"""
    found = sweep(scenario(tmp_path, text), price="0:10")
    assert places(found, "deal") == [3]
    assert found.indicators["zone"][0] == 2
    assert places(sweep(scenario(tmp_path, text), price="4:10"), "deal") == []


LINE = st.tuples(st.integers(-9, 9), st.integers(-5, 5))


@settings(max_examples=30)
@given(LINE, LINE, st.sampled_from([-9, -0.5, 2]))
@example((1, -2), (0, -1), -0.5)  # a deal between two values, beside another flip
def test_flips_are_those_of_a_fine_grid(tmp_path_factory, own, both, other) -> None:
    text = GAME.format(
        own=f"{own[0]} + {own[1]} * t", both=f"{both[0]} + {both[1]} * t", other=other
    )
    one = scenario(tmp_path_factory.mktemp("grid"), text)
    found = sweep(one, t="0:6:0.25")
    fine = np.linspace(0, 6, 2401)
    answers = AtOnce(one, USUAL).answers({"t": fine})
    for indicator in ("equilibria", "deal", "nash"):
        flips = [flip for flip in found.flips if flip.indicator == indicator]
        told = [float(flip.at) for flip in flips if 0 < float(flip.at) < 6 and not flip.alone]
        for flip in flips:
            beside = np.clip(float(flip.at) + np.array([-1e-6, 0, 1e-6]), 0, 6)
            assert AtOnce(one, USUAL).answers({"t": beside})[indicator] == [
                flip.before,
                flip.there,
                flip.after,
            ]
        column = answers[indicator]
        for k in range(1, len(fine) - 1):  # what holds at a single value alone is looked at above
            column[k] = column[k - 1] if column[k - 1] == column[k + 1] else column[k]
        changes = [(a, b) for (a, x), (b, y) in pairwise(zip(fine, column, strict=True)) if x != y]
        for place in told:
            assert any(a - 1e-6 <= place <= b + 1e-6 for a, b in changes)
        for a, b in changes:
            assert any(a - 1e-6 <= place <= b + 1e-6 for place in (*told, 0.0, 6.0))


@pytest.mark.parametrize("name", shipped())
def test_many_at_once_are_answered_as_one_by_one(name: str) -> None:
    reading, one = Reading(name), negotiate.load(name)
    ranged = [
        (each.id, each.low, each.high) for each in one.parameters.values() if each.low is not None
    ]
    for place, (parameter, low, high) in enumerate(ranged):
        engine = Engine(one, USUAL)
        if not engine.fits([parameter]):
            continue
        tried = [low + share * (high - low) for share in ((0, 1, 0.37), (0.37,))[place > 3]]
        found = engine.at({parameter: tried})
        for k, value in enumerate(tried):
            for column, wanted in answer(
                reading.scenario({parameter: value}, None, {}), USUAL
            ).items():
                here = found[column][k]
                assert (
                    here == wanted
                    if isinstance(wanted, str)
                    else here == pytest.approx(wanted, abs=1e-8)
                )


def test_more_deficit_weight_means_fewer_deals_and_then_none() -> None:
    found = sweep(negotiate.load(FLAGSHIP, variant="us_drops_mic2025"), deficit_weight="0:20")
    zone = found.indicators["zone"]
    assert zone[0] > zone[20] > zone[-1] == 0
    (end,) = (flip for flip in found.flips if flip.indicator == "deal")
    assert (round(float(end.at), 3), end.before, end.after) == (15.504, "deal", "no deal")


def test_variants_and_addresses_vary_too() -> None:
    one = negotiate.load(FLAGSHIP)
    found = sweep(one, variant=["base", "us_drops_mic2025"])
    assert found.indicators["deal"] == ("no deal", "deal")
    assert [(flip.indicator, flip.at) for flip in found.flips] == [
        ("deal", "us_drops_mic2025"),
        ("nash", "us_drops_mic2025"),
    ]
    found = sweep(
        negotiate.load(FLAGSHIP, variant="us_drops_mic2025"),
        **{"payoffs.china.autos.caps_off": [-2.0, -30.0]},
    )
    assert not found.at_once
    assert len(found.points) == 2


def test_a_grid_holds_every_combination(tmp_path: Path) -> None:
    one = negotiate.load(FLAGSHIP, variant="us_drops_mic2025")
    found = sweep(one, deficit_weight="0:20:5", kept="0:1:0.5")
    assert len(found.points) == 15
    assert found.points[1] == (0.0, 0.5)
    for point, deal in zip(found.points, found.indicators["deal"], strict=True):
        alone = sweep(one, deficit_weight=[point[0]], kept=[point[1]])
        assert alone.indicators["deal"] == (deal,)


def test_numbers_are_ranked_by_what_they_change() -> None:
    found = whatif(negotiate.load(FLAGSHIP))
    assert isinstance(found, Ranking)
    flipping = [
        any(flip.at not in (one.axis.low, one.axis.high) for flip in one.flips)
        for one in found.moved
    ]
    assert flipping == sorted(flipping, reverse=True)
    assert found.moved[0].axis.name == "deficit_weight"


@pytest.mark.parametrize(
    ("vary", "said"),
    [
        ("t=5:1", "LOW below HIGH"),
        ("t=0:1:0", "STEP is a number above 0"),
        ("t=0:x", "no range of numbers"),
        ("t=0:inf", "LOW and HIGH are finite numbers"),
        ("t=0:6:2:2", "LOW and HIGH"),
        ("t=1,high", "takes numbers"),
        ("t=nan", "takes numbers"),
        ("variant=nothing", "--vary nothing"),
        ("t=0:1:1e-12", "more than the limit"),
        ("nothing", "`nothing` is given no values"),
        ("=1", "takes NAME=VALUES"),
        ("nothing=1,2", "nothing"),
    ],
)
def test_what_cannot_vary_is_refused(
    vary: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(GAME.format(own="t - 2", both="0", other=-9), "utf-8")
    found = ask(capsys, "whatif", str(path), "--vary", vary)
    assert (found.code in (2, 4), found.out) == (True, "")
    assert said in " ".join(found.err.split())


def test_values_may_come_in_any_order(tmp_path: Path) -> None:
    one = scenario(tmp_path, GAME.format(own="t - 2.7", both="0", other=-9))
    assert places(sweep(one, t=[6, 0, 3, 3]), "equilibria") == [2.7]


@pytest.mark.parametrize("vary", ["0:6", "0:6:0.7", "0:6:3"])
def test_stretches_end_where_an_answer_flips(vary: str, tmp_path: Path) -> None:
    one = scenario(tmp_path, GAME.format(own="(t - 1) * (t - 3) * (t - 5)", both="0", other=-9))
    found = sweep(one, t=vary)
    edges = sorted({edge for stretch in found.stretches for edge in (stretch.low, stretch.high)})
    assert edges == pytest.approx(sorted({0, 6, *(float(flip.at) for flip in found.flips)}))
    for stretch in found.stretches:
        middle = scenario(
            tmp_path, GAME.format(own="(t - 1) * (t - 3) * (t - 5)", both="0", other=-9)
        )
        here = sweep(middle, t=[(stretch.low + stretch.high) / 2])
        assert here.indicators["equilibria"] == (stretch.answers["equilibria"],)


def test_a_value_without_an_answer_says_so_and_the_others_have_theirs(tmp_path: Path) -> None:
    one = scenario(tmp_path, GAME.format(own="1 / (t - 3)", both="0", other=-9))
    found = sweep(one, t="0:6:1")
    told = found.indicators["equilibria"]
    assert (told[2], told[4]) == ("as today", "x go")
    assert str(told[3]).startswith("n/a: payoff `a.own` is not a finite number")


def test_a_value_that_makes_no_scenario_says_so_and_the_others_have_their_answers(
    tmp_path: Path,
) -> None:
    text = GAME.format(own="1", both="0", other=-9).replace(
        "  a:\n", "  a:\n    risk: {expr: '1 / max(5 - t, 0)'}\n"
    )
    found = sweep(scenario(tmp_path, text), t="0:6:1")
    told = found.indicators["equilibria"]
    assert ["n/a" in str(one) for one in told] == [False] * 5 + [True] * 2
    assert np.isnan(found.indicators["outcome.a"][5])


def test_the_options_of_an_issue_vary_as_commitments() -> None:
    found = sweep(negotiate.load(FLAGSHIP), us_tariff=["before", "trade_war"])
    committed = negotiate.load(FLAGSHIP, fix={"us_tariff": "before"})
    assert found.indicators["equilibria"][0] == answer(committed, USUAL)["equilibria"]


def test_the_amount_of_a_term_is_ranked_by_its_range(tmp_path: Path) -> None:
    text = GAME.format(own="t - 2.7", both="0", other="2, range: [-1, 5]")
    found = whatif(scenario(tmp_path, text))
    assert isinstance(found, Ranking)
    by_name = {one.axis.name: one for one in found.moved}
    axis = by_name["payoffs.b.own.amount"].axis
    assert (axis.now, axis.low, axis.high) == (2, -1, 5)
    assert [
        flip.at for flip in by_name["payoffs.b.own.amount"].flips if flip.indicator == "equilibria"
    ] == [pytest.approx(0, abs=1e-5)]
    changed = whatif(scenario(tmp_path, text, set={"payoffs.b.own.amount": 3}))
    assert isinstance(changed, Ranking)
    assert {one.axis.name: one.axis.now for one in changed.moved}["payoffs.b.own.amount"] == 3


def test_the_range_of_a_table_is_told_with_a_number_to_vary(tmp_path: Path) -> None:
    text = GAME.format(own="t - 2.7", both="0", other="2, range: [-1, 5]")
    one = scenario(tmp_path, text + "    spare: {by: y, values: {stay: 1, go: 2}, range: [0, 9]}\n")
    found = whatif(one)
    assert isinstance(found, Ranking)
    assert found.untried == ("payoffs.b.spare.values.go",)
    assert "1 range of payoff terms is not tried" in str(found)
    with pytest.raises(UnsuitableGame) as refused:
        whatif(one, {"payoffs.b.spare": ""})
    assert refused.value.hint == "write `--vary payoffs.b.spare.values.go=LOW:HIGH:STEP`"
    assert isinstance(whatif(one, {"payoffs.b.spare.values.go": "0:9"}), Sweep)


def test_a_tornado_has_the_widest_bar_first() -> None:
    found = whatif(negotiate.load(FLAGSHIP))
    assert isinstance(found, Ranking)
    spans = found.spans("outcome.us")
    widths = [most - least for _, least, most in spans]
    assert widths == sorted(widths, reverse=True)
    assert 0 < len(spans) < len(found.moved)
    first, *others = [block for block in report_of(found).walk() if isinstance(block, Plot)]
    assert (first.guides, others) == ((found.now["outcome.us"], 0.0), [])
    drawn = [line.plain for line in plot_lines(first, Look(width=70))][1 : 1 + len(spans)]
    (today,) = {
        line.index("┊") for line in drawn
    }  # one column for all bars, which end there or go on beyond it
    for (_, least, most), line in zip(spans, drawn, strict=True):
        now = first.guides[0]
        sides = "█" in line[:today], "█" in line[today:]
        assert sides[0] or least >= now - 0.5
        assert sides[1] or most <= now + 0.5
        assert sides != (False, False)
    assert svg(first).count(" to ") >= len(spans)
    assert (
        len([block for block in report_of(found, Look(all=True)).walk() if isinstance(block, Plot)])
        == 2
    )


def test_a_curve_jumps_where_the_answer_flips(tmp_path: Path) -> None:
    """No slope between the values that were tried, and nothing where there is no answer."""
    one = scenario(tmp_path, GAME.format(own="t - 2.3", both="0 - 100", other=-1))
    found = sweep(one, t=range(7))
    (plot,) = (block for block in report_of(found).walk() if isinstance(block, Plot))
    (curve,) = (line for line in plot.series if line.player == 0)
    x, y = np.array(curve.x), np.array(curve.y)
    before, after = np.flatnonzero(x == found.flips[0].at)
    assert found.flips[0].at == pytest.approx(2.3)
    assert (y[: before + 1] == 0).all()
    assert y[after:] == pytest.approx(x[after:] - 2.3, abs=1e-4)
    assert (np.diff(x) >= 0).all()


def test_there_is_nothing_to_rank_without_a_range(tmp_path: Path) -> None:
    with pytest.raises(UnsuitableGame, match="no number of this scenario has a range"):
        whatif(negotiate.load("classics/chicken"))


def test_one_object_tells_the_flips(capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(
        capsys,
        "whatif",
        FLAGSHIP,
        "--variant",
        "us_drops_mic2025",
        "--vary",
        "deficit_weight=14:17",
        "--json",
    )
    told = json.loads(found.out)
    assert told["schema"].startswith("negotiate/sweep/")
    assert {"indicator", "parameter", "at", "before", "after", "there"} == set(told["flips"][0])
    assert len(told["indicators"]["deal"]) == 41


def test_the_answer_is_one_screen(capsys: pytest.CaptureFixture[str]) -> None:
    for more in (
        [],
        ["--vary", "deficit_weight=0:20"],
        ["--vary", "deficit_weight=0:20:1", "--vary", "kept=0:1:0.1"],
    ):
        found = ask(capsys, "whatif", FLAGSHIP, *more)
        assert (found.code, found.err) == (0, "")
        assert len(found.out.splitlines()) <= 41


def test_a_map_is_one_table_with_a_row_a_point(capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(
        capsys,
        "whatif",
        FLAGSHIP,
        "--vary",
        "deficit_weight=0:20:10",
        "--vary",
        "kept=0:1:0.5",
        "--csv",
    )
    heads, *rows = found.out.splitlines()
    assert heads.startswith("deficit_weight,kept,equilibria,")
    assert len(rows) == 9
    assert all(rows)


@pytest.mark.parametrize("width", [40, 80])
def test_a_map_shows_the_values_at_its_ends_and_is_never_folded(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    found = ask(
        capsys, "whatif", FLAGSHIP, "--vary", "deficit_weight=0:20:10", "--vary", "kept=0:1:0.01"
    )
    lines = found.out.splitlines()
    (ruler,) = (place for place, line in enumerate(lines) if line.split() == ["0", "1"])
    rows = [line.split() for line in lines[ruler + 1 : ruler + 4]]
    assert [row[0] for row in rows] == ["20", "10", "0"]
    assert {len(row[1]) for row in rows} == {min(60, width - 4)}


def test_stretches_that_look_alike_say_what_has_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = ask(
        capsys, "whatif", FLAGSHIP, "--variant", "us_drops_mic2025", "--vary", "deficit_weight=0:20"
    )
    said = " ".join(found.out.split())
    assert "6.147 to 11.57 12.9 to 15.2 -7.36 the same; equilibrium us_tariff double" in said
    assert "┊ an answer changes" in said


@pytest.mark.parametrize(
    ("changes", "vary", "said"),
    [
        ({}, "deficit_weight=0:20", "The deal ends at `deficit_weight` 15.5."),
        (
            {},
            "deficit_weight=0:20",
            "The number of packages that both would sign falls from 96 to 0.",
        ),
        (
            {},
            "face_cost=0:40",
            "No answer (`equilibria`, `deal`, `nash`) changes while `face_cost` goes from 0 to 40.",
        ),
        ({}, "face_cost=0:40", "The number of packages that both would sign falls from 96 to 48."),
        ({}, "kept=0:1", "The Nash bargaining solution changes at `kept` 0.7558 and 0.8874."),
        ({}, "kept=0:1", "The number of packages that both would sign is 96 at every value."),
        (
            {"red_lines.demand.cost": "10"},
            "face_cost=0:40",
            "The Nash bargaining solution changes at `face_cost` 0.4763",
        ),
    ],
)
def test_a_sweep_says_what_a_number_does_to_the_set_of_deals(
    changes: dict[str, str], vary: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    variant = "soft_red_line" if changes else "us_drops_mic2025"
    given = [word for name, value in changes.items() for word in ("--set", f"{name}={value}")]
    found = ask(capsys, "whatif", FLAGSHIP, "--variant", variant, *given, "--vary", vary)
    assert said in " ".join(found.out.split())


def test_the_set_of_deals_shrinks_step_by_step() -> None:
    one = negotiate.load(FLAGSHIP, variant="us_drops_mic2025")
    for name, last in (("deficit_weight", 0), ("face_cost", 48)):
        zone = sweep(
            one, **{name: f"{one.parameters[name].low}:{one.parameters[name].high}"}
        ).indicators["zone"]
        assert list(zone) == sorted(zone, reverse=True)
        assert (zone[0], zone[-1]) == (96, last)


def test_many_equilibria_of_types_are_named_without_comparing_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        BayesianEquilibrium, "__hash__", None
    )  # it goes by sizes: a thousand would be as one
    found = answer(negotiate.load("classics/kuhn-poker"), ("equilibria",))
    assert found["equilibria"].startswith("jack:")


def test_what_a_row_tells_is_of_one_game_where_players_have_types() -> None:
    beer = negotiate.load("classics/beer-quiche")
    left_out = ("no_deal", "deal", "zone", "nash", "outcome")
    along, several = {"weak_odds": "0:1:0.25"}, {"weak_odds": [0.1, 0.9], "strong": [0.0, 1.0]}
    for found in (beer.whatif(), beer.whatif(along), beer.whatif(several)):
        assert found.untyped == left_out == tuple(json_of(found)["untyped"])
        said = "and `outcome` take the values of the file, without private types;"
        assert f"{said} `equilibria` counts them." in " ".join(str(found).split())
    blocks = report_of(beer.whatif(along), Look()).blocks
    table = next(block for block in blocks if isinstance(block, Table))
    assert [column.head for column in table.columns[-2:]] == ["Outcome", "If nobody talks"]
    for row in table.rows:
        deal, alone = (cell.shown if isinstance(cell, Cell) else str(cell) for cell in row[-2:])
        assert (deal, alone.partition(" / ")[0]) == ("no deal", "weak: quiche; strong: beer")
    one = beer.whatif({"weak_odds": [0.1, 0.9]}, watch="equilibria")
    settled = beer.whatif({"stranger": ["weak", "strong"]})
    hawks = negotiate.load("classics/hawk-dove").whatif()
    assert one.untyped == settled.untyped == hawks.untyped == ()
    assert "private types" not in str(one) + str(settled)
