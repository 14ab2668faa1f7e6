"""Plots over two axes on a character screen: where points stand, what hides what, what is left
out.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.report.blocks import Plot, Report, Sentence, Series
from negotiate.report.labels import WIDE, fitted, width
from negotiate.report.screen import SCREEN, _page, height_of
from negotiate.report.screen.plot import plot_lines
from negotiate.report.style import HEIGHT, LOWEST, Look
from negotiate.report.svg import svg

LOOK = Look(width=40)


def series(
    sign: str,
    *points: tuple[float, float],
    name: str = "",
    faint: bool = False,
    named: bool = False,
) -> Series:
    x, y = zip(*points, strict=True)
    return Series(name, x, y, sign, faint=faint, named=named)


def plane(*some: Series, across: str = "Ann", noun: str = "point") -> Plot:
    return Plot("scatter", some, across, "Bob", guides=(0.0, 0.0), noun=noun)


def drawn(plot: Plot, look: Look = LOOK, rows: int = 7) -> list[str]:
    return [line.plain for line in plot_lines(plot, look, rows)]


def test_corners_of_what_is_held_are_corners_of_the_picture() -> None:
    lines = drawn(plane(series("o", (10, 0), (0, 5), (10, 5))))
    assert lines[0] == "Bob"
    assert lines[1].strip().startswith("5 │o")
    assert lines[1].endswith("o")
    assert lines[7].strip().startswith("0 │")
    assert lines[7].endswith("o")
    assert lines[9].split() == ["0", "Ann", "10"]


@given(
    st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=20),
    st.integers(20, 120),
    st.integers(7, 13),
)
def test_nothing_that_is_held_is_lost_and_every_line_fits(
    points: list[tuple[float, float]], width: int, rows: int
) -> None:
    lines = drawn(plane(series("o", *points), across="A player"), Look(width=width), rows)
    assert max(map(len, lines)) <= width
    assert "o" in "".join(line.partition("│")[2] for line in lines)
    assert "outside" not in " ".join(lines)
    assert sum("│" in line for line in lines) == rows


@given(
    st.lists(st.tuples(*[st.integers(-80, 80).map(lambda k: k / 16)] * 2), min_size=1, max_size=12),
    st.integers(0, 2**32 - 1),
)
def test_the_picture_does_not_hang_on_the_last_bits(
    points: list[tuple[float, float]], seed: int
) -> None:
    def picture(found: np.ndarray) -> list[str]:
        far = Series("", *map(tuple, (found * 1.5).tolist()), ".", faint=True)
        return drawn(plane(far, Series("", *map(tuple, found.tolist()), "o")), rows=8)

    exact = np.array(points).T
    ulps = np.random.default_rng(seed).integers(-4, 5, exact.shape)
    assert picture(exact * (1 + ulps * 2.0**-52)) == picture(exact)


def test_a_symmetric_picture_has_the_same_ends_on_both_axes() -> None:
    lines = drawn(plane(series("o", (-0.125, 0.8), (0.8, -0.125))))
    *_, lowest, below, foot = lines
    assert lowest.split()[0] == foot.split()[0] == "-0.12"
    assert below.strip().startswith("└")


def test_a_mark_under_another_is_named_and_one_beside_it_is_not() -> None:
    marks = [
        series(sign, at, named=True) for sign, at in (("a", (1, 1)), ("N", (1, 1)), ("b", (0, 1)))
    ]
    lines = drawn(plane(series("o", (1, 1), name="packages"), *marks))
    assert lines[-1] == "a lies under N."
    assert "packages" not in " ".join(lines)
    assert {"N", "b"} <= set("".join(lines[1:8]))
    assert not {"a", "o"} & set("".join(line.partition("│")[2] for line in lines[1:8]))


def test_faint_points_far_off_are_counted() -> None:
    far = series("·", (-100, 0), (1, 1.1), name="refused", faint=True)
    lines = drawn(plane(far, series("o", (1, 1)), noun="refused package"))
    assert " ".join(lines[-2:]) == "1 refused package lies outside the picture."


def test_a_dot_is_told_from_the_guides_in_ascii() -> None:
    lines = drawn(plane(series("·", (1, 1), (0, 2), name="refused")), Look(width=40, ascii=True))
    assert lines[-1] == ". refused"
    assert any("." in line.partition("|")[2] for line in lines)


def test_the_name_of_an_axis_that_is_too_long_is_cut_on_a_line_of_its_own() -> None:
    *_, ticks, name = drawn(plane(series("o", (10, 5)), across="x" * 60))
    assert ticks.split() == ["0", "10"]
    assert name.strip().endswith("…")
    assert len(name) <= 40


def test_levels_have_whole_numbers_beside_them_where_they_are_drawn() -> None:
    points = series("o", (1, 2), (5, 7))
    far = series("·", (-9, 20), faint=True)
    lines = drawn(replace(plane(points, far), guides=(1.0, 2.0), whole=(True, True)))
    beside = {
        float(line.split()[0]): row
        for row, line in enumerate(lines[1:8])
        if line.split()[0].isdigit()
    }
    assert sorted(beside, reverse=True) == list(beside)
    assert len(beside) == 3
    top, bottom = max(beside), min(beside)
    assert list(beside.values()) == [round((top - level) / (top - bottom) * 6) for level in beside]


@pytest.mark.parametrize(("sentences", "rows"), [(0, HEIGHT), (24, 11), (60, LOWEST)])
def test_a_plane_gives_way_to_the_lines_beside_it(sentences: int, rows: int) -> None:
    report = Report(
        "", (*(Sentence("A line.") for _ in range(sentences)), plane(series("o", (1, 1))))
    )
    lines = list(_page(report, Look(width=80)))
    assert sum("│" in str(line) for line in lines) == rows
    assert height_of(lines, Look(width=80)) <= max(SCREEN, sentences + LOWEST + 5)


def test_an_svg_names_single_points_and_draws_one_of_those_on_one_pixel() -> None:
    cloud = Series("packages", (1.0,) * 50 + (2.0,), (1.0,) * 50 + (2.0,))
    named = Series("", (1.5,), (1.5,), "N", labels=("Nash",))
    picture = svg(plane(cloud, named))
    assert (
        picture.count("<circle") == 2 + 1 + 2
    )  # two places, the mark, and one sign each in the legend
    assert ">N Nash</text>" in picture


@given(st.text(max_size=40), st.integers(WIDE, 300))
def test_the_longest_beginning_that_fits_is_shown(words: str, most: int) -> None:
    shown = fitted(words, most)
    if width(words) <= most:
        assert shown == words
    else:
        fits = max(k for k in range(len(words) + 1) if width(words[:k]) <= most - WIDE)
        assert shown == f"{words[:fits].rstrip()}…"


def test_a_name_of_a_million_letters_is_cut_at_once() -> None:
    assert fitted("関" * 1_000_000, 100) == "関" * 6 + "…"
