"""What varies: red lines, patience, odds, mistakes, cells of tables and whole parameters, each by
its address.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import negotiate
from negotiate.errors import NegotiateError, OverrideError
from negotiate.whatif.answers import answer
from negotiate.whatif.indicators import USUAL
from negotiate.whatif.sweep import Sweep, whatif
from tests.cli.shell import FLAGSHIP, ask

SIGNED = "us_drops_mic2025"


def sweep(one: negotiate.Scenario, vary: dict[str, object], watch: object = USUAL) -> Sweep:
    found = whatif(one, vary, watch)
    assert isinstance(found, Sweep)
    return found


def test_a_red_line_is_switched_off_as_a_variant_removes_it() -> None:
    one = negotiate.load(FLAGSHIP)
    found = sweep(one, {"red_lines.demand": "on,off"})
    assert found.indicators["deal"] == ("no deal", "deal")
    assert {(flip.indicator, flip.at) for flip in found.flips} == {("deal", "off"), ("nash", "off")}
    without = answer(negotiate.load(FLAGSHIP, variant=SIGNED), USUAL)
    assert {name: values[1] for name, values in found.indicators.items()} == without
    assert "demand" not in negotiate.load(FLAGSHIP, set={"red_lines.demand": "off"}).red_lines


def test_red_lines_on_and_off_make_a_map() -> None:
    found = sweep(
        negotiate.load(FLAGSHIP),
        {"red_lines.demand": "on,off", "red_lines.plan": "on,off"},
        "deal,zone",
    )
    zone = dict(zip(found.points, found.indicators["zone"], strict=True))
    assert zone["on", "on"] == 0
    assert zone["off", "off"] >= zone["off", "on"] > 0


@pytest.mark.parametrize(
    ("address", "value"),
    [("red_lines.demnad", "off"), ("red_lines.x", "on"), ("payoffs.us", "off")],
)
def test_what_is_not_there_is_not_switched(address: str, value: str) -> None:
    with pytest.raises(OverrideError):
        negotiate.load(FLAGSHIP, set={address: value})


@pytest.mark.parametrize("parameter", ["deficit_weight", "kept"])
def test_the_value_of_a_parameter_by_its_whole_address_is_the_parameter(parameter: str) -> None:
    one = negotiate.load(FLAGSHIP, variant=SIGNED)
    low, high = one.parameters[parameter].low, one.parameters[parameter].high
    plain, whole = (
        sweep(one, {name: f"{low}:{high}"}) for name in (parameter, f"parameters.{parameter}.value")
    )
    assert whole.at_once
    assert (whole.axes, whole.flips, whole.indicators) == (
        plain.axes,
        plain.flips,
        plain.indicators,
    )


def test_patience_varies() -> None:
    found = sweep(
        negotiate.load("classics/repeated-chicken"),
        {"players.red.patience": "0.1:0.9:0.1"},
        "lasts,needed",
    )
    (flip,) = found.flips
    assert (flip.at, flip.before, flip.after) == (0.5, "breaks", "lasts")
    assert found.indicators["needed.red"] == pytest.approx([0.5] * 9)


def test_how_often_players_misread_each_other_varies() -> None:
    """The more is misread, the more often grim punishes, so that each earns less."""
    found = sweep(negotiate.load(FLAGSHIP), {"repeat.misread": "0:0.1:0.02"}, "match")
    for key in ("us", "china"):
        earned = found.indicators[f"match.{key}"]
        assert list(earned) == sorted(earned, reverse=True)
        assert earned[0] > earned[-1]


def test_the_odds_of_a_type_vary_and_the_other_types_share_what_is_left() -> None:
    one = negotiate.load("classics/beer-quiche")
    found = sweep(one, {"types.stranger.weak.odds": [0.1, 0.6]}, "tree")
    for weak, told in zip((0.1, 0.6), found.indicators["tree"], strict=True):
        assert told == answer(negotiate.load(one.path, set={"weak_odds": weak}), ("tree",))["tree"]
    assert found.indicators["tree"][0] != found.indicators["tree"][1]


def test_the_odds_of_a_chance_move_vary_by_their_address(tmp_path: Path) -> None:
    text = """
format: 1
title: Odds
players: [a, b]
issues: {x: {options: [keep, take], decided_by: a}}
status_quo: {x: keep}
payoffs:
  a: {worth: {amount: 3, when: luck == good}, cost: {amount: -1, when: say == try}}
  b: {worth: {amount: -1, when: luck == good}}
protocol:
  - {move: say, player: a, choose: {try: {}, rest: {}}}
  - {chance: luck, when: say == try, odds: {good: 1/4, bad: 1/2, ugly: 1/4}}
"""
    path = tmp_path / "odds.yaml"
    path.write_text(text, "utf-8")
    one = negotiate.load(str(path))
    (flip,) = sweep(one, {"protocol.luck.odds.good": "0:1:0.2"}, "tree").flips
    assert (flip.at, flip.before, flip.after) == (1 / 3, "rest", "try")
    found = sweep(
        one, {"protocol.luck.odds.bad": [0.0, 1.0]}, "tree"
    )  # what is left is good or ugly, evenly
    assert found.indicators["tree"] == ("try", "rest")
    (told,) = sweep(one, {"protocol.luck.odds.good": [1.5]}, "tree").indicators["tree"]
    assert str(told).startswith("n/a")
    assert "between 0 and 1" in str(told)


def test_a_cell_of_a_table_of_values_varies() -> None:
    """Without the tariff cut China would open the car makers up to some price; above it the deal
    leaves them out.
    """
    one = negotiate.load(FLAGSHIP, variant=SIGNED)
    found = sweep(one, {"payoffs.china.autos.caps_off_and_tariff_cut": "-30:0:5"}, "nash,outcome")
    assert found.flips
    for flip in found.flips:
        for share in (-1, 1):
            value = float(flip.at) + share * 1e-3
            here = negotiate.load(
                FLAGSHIP, variant=SIGNED, set={"payoffs.china.autos.caps_off_and_tariff_cut": value}
            )
            assert answer(here, ("nash",))["nash"] == (flip.before, flip.after)[share > 0]


def test_a_cell_of_a_matrix_varies() -> None:
    """Chicken ends where a crash is worth more to the row player than to swerve, which is worth
    -1.
    """
    found = sweep(
        negotiate.load("classics/chicken"),
        {"matrix.straight.straight.0": "-10:5:0.7"},
        "equilibria",
    )
    (flip,) = found.flips
    assert flip.at == -1.0
    assert flip.after == "straight / swerve"


@pytest.mark.parametrize(
    "vary",
    [{"red_lines.demand": "maybe"}, {"payoffs.us.nothing": [1, 2]}, {"players.x.patience": [0.5]}],
)
def test_what_cannot_vary_says_where_it_was_typed(vary: dict[str, object]) -> None:
    with pytest.raises(NegotiateError) as wrong:
        whatif(negotiate.load(FLAGSHIP), vary, "deal")
    assert f"--vary {next(iter(vary))}" in str(wrong.value)


def test_a_file_switches_its_own_red_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "switched.yaml"
    path.write_text(
        """
format: 1
title: Switched
players: [a, b]
issues: {x: {options: [n, s], decided_by: agreement}}
status_quo: {x: n}
payoffs: {a: {w: {by: x, values: {s: 1}}}, b: {w: {by: x, values: {s: 1}}}}
red_lines: {line: {player: a, never: {x: [s]}}}
variants: {free: {set: {red_lines.line: off}}}
expect:
  - {deal: none}
  - {deal: none, set: {red_lines.line: on}}
  - {deal: exists, set: {red_lines.line: off}}
  - {deal: exists, variant: free}
""",
        "utf-8",
    )
    found = ask(capsys, "test", str(path))
    assert (found.code, "4 expectations met" in found.out) == (0, True)
    found = ask(capsys, "check", str(path))
    assert (found.code, "No problems" in found.out) == (0, True)


def test_a_value_outside_its_range_is_tried_where_the_file_is_read_anew(tmp_path: Path) -> None:
    text = """
format: 1
title: Beyond
players: [a, b]
parameters: {t: {value: 1, range: [0, 2]}}
issues: {x: {options: [stay, go], decided_by: a}, y: {options: [stay, go], decided_by: b}}
status_quo: {x: stay, y: stay}
payoffs: {a: {own: {expr: t - 3, when: x == go}}, b: {own: {amount: 1, when: y == go}}}
"""
    path = tmp_path / "beyond.yaml"
    path.write_text(text, "utf-8")
    one = negotiate.load(str(path))
    found = sweep(one, {"t": "-1:5:1"}, "stable")
    assert found.axes[0].outside
    assert [flip.at for flip in found.flips] == pytest.approx([3], abs=1e-5)
