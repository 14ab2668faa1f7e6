"""Words and numbers on a screen."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.report.screen import cut, pad
from negotiate.report.style import (
    Look,
    contrast,
    decimals,
    few_digits,
    joined,
    number,
    odds,
    probability,
    rounded,
    safe,
)

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("mark\ufeff", "mark\\ufeff"),
        ("half\ud800", "half\\ud800"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("filler\u3164", "filler\\u3164"),
        ("bell\x07\x9b", "bell\\x07\\x9b"),
        ("tab\there", "tab\\there"),
        ("back\rforth", "back\\rforth"),
        ("São Tomé 中国", "São Tomé 中国"),
    ],
)
def test_what_a_screen_would_obey_or_hide_is_text(hidden: str, shown: str) -> None:
    assert safe(hidden) == shown


def test_line_breaks_are_kept_or_folded() -> None:
    assert safe("one\r\ntwo") == "one\ntwo"
    assert safe(" one\n\n  two ", fold=True) == "one two"


@given(st.text())
def test_nothing_hidden_is_left_and_twice_is_once(text: str) -> None:
    once = safe(text, fold=True)
    assert once.isprintable()
    assert safe(once, fold=True) == once


@pytest.mark.parametrize(
    ("x", "digits", "shown"),
    [
        (4.1, None, "4.1"),
        (-0.1, 2, "-0.10"),
        (0.0, None, "0"),
        (-0.0, 1, "0.0"),
        (-1e-17, 2, "0.00"),
        (1e12, None, "1e12"),
        (1.5e15, 0, "1.5e15"),
        (123456.0, 0, "123,456"),
        (0.0004, 2, "0.0004"),
        (4.1e-5, None, "0.00004"),
        (-3e-7, 2, "-0.0000003"),
        (float("nan"), None, "n/a"),
        (float("-inf"), None, "-inf"),
    ],
)
def test_numbers(x: float, digits: int | None, shown: str) -> None:
    assert number(x, digits) == shown


def test_a_column_has_the_decimals_that_it_needs() -> None:
    assert [
        decimals(v) for v in ([], [3, -4], [0.5, 3], [0.25], [1 / 3], [33.333], [float("nan"), 2])
    ] == [
        0,
        0,
        1,
        2,
        2,
        1,
        0,
    ]


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_numbers_that_differ_look_different(a: float, b: float) -> None:
    if abs(a - b) > 1e-6 * max(1, abs(a), abs(b)):
        assert len(set(contrast(a, b))) == 2


def test_probabilities_are_fractions_and_odds_are_decimals() -> None:
    assert [probability(p) for p in (0.9, 1 / 3, 0, 1, 0.30712)] == [
        "9/10",
        "1/3",
        "0",
        "1",
        "0.307",
    ]
    assert [odds(p) for p in (0.7, 0.5, 2 / 3)] == ["0.7", "0.5", "2/3"]


def test_a_probability_is_certain_only_where_it_is() -> None:
    assert probability(1 - 1e-7) not in {"1", "1.000"}
    assert probability(1e-7) not in {"0", "0.000"}


def test_no_small_number_has_an_exponent_where_its_zeros_can_be_counted() -> None:
    shown = [f(10.0**-k * 3) for k in range(1, 9) for f in (number, probability, few_digits, odds)]
    assert not [word for word in shown if "e" in word]


def test_joins() -> None:
    assert [joined(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_widths_are_those_of_the_screen() -> None:
    assert pad("中国", 6) == "中国  "
    assert cut("中国中国", 5, Look()) == "中国…"
    assert cut("short", 5, Look()) == "short"


def nudged(x: float) -> list[float]:
    """A number and its neighbours, as calculations in another order would find it."""
    return [x * (1 + ulps * 2.0**-52) for ulps in (-40, -3, 0, 3, 40)]


TIES = st.integers(-40_000, 40_000).map(lambda k: k / 8) | st.integers(-2_000, 2_000).map(
    lambda k: k / 200
)


@given(TIES, st.none() | st.integers(0, 4))
def test_no_number_on_the_screen_hangs_on_its_last_bits(x: float, digits: int | None) -> None:
    near = nudged(x)
    assert len({number(each, digits) for each in near}) == 1
    assert len({rounded(each, digits or 0) for each in near}) == 1
    assert len({decimals([1 / 3, each]) for each in near}) == 1
    assert len({probability(each, False) for each in nudged(abs(x) % 1)}) == 1


FORMATS = re.compile(r"\{(?P<value>[^{}]*?):[^{}:]*?\.(?P<digits>\d+|\{\w+\})[fgeE%]\}")
EXACT = {"6", "9", "11", "12", "{STEADY_DIGITS}"}
"""Digits of tables for programs, of names, and of the one door."""


def test_whatever_is_rounded_for_the_screen_goes_through_one_door() -> None:
    found = []
    for path in sorted((ROOT / "negotiate" / "render").rglob("*.py")):
        for line in path.read_text("utf-8").splitlines():
            for hit in FORMATS.finditer(line):
                rounded_ = hit["digits"] not in EXACT and "steady(" not in hit["value"]
                if (
                    rounded_
                    and "regret" not in line
                    and "difference" not in line
                    and path.name != "text.py"
                ):
                    found.append(f"{path.name}: {line.strip()}")
    assert found == []
