"""The plane: where points stand, what hides what, what is left out."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from negotiate.render.bargaining.scatter import Layer, outside, plane, scatter, visible
from negotiate.report.style import Look

LOOK = Look(width=40)
ORIGIN = np.zeros(2)


def layer(sign: str, *points: tuple[float, float], faint: bool = False, named: bool = False) -> Layer:
    return Layer(sign, np.array(points, dtype=float).T, faint=faint, named=named)


def test_corners_of_what_is_held_are_corners_of_the_picture() -> None:
    layers = [layer("o", (10, 0), (0, 5), (10, 5))]
    seen = plane(layers, ORIGIN, LOOK, 7)
    lines = [line.plain for line in scatter(seen, layers, ORIGIN, "Ann", "Bob", LOOK)]
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
    points: list[tuple[float, float]], width: int, height: int
) -> None:
    look = Look(width=width)
    layers = [layer("o", *points)]
    seen = plane(layers, ORIGIN, look, height)
    assert outside(seen, layers) == 0
    assert bool(seen.holds(layers[0].points).all())
    lines = [line.plain for line in scatter(seen, layers, ORIGIN, "A player", "The other player", look)]
    assert max(map(len, lines)) <= width
    assert "o" in "".join(line.partition("│")[2] for line in lines)


@given(
    st.lists(st.tuples(*[st.integers(-80, 80).map(lambda k: k / 16)] * 2), min_size=1, max_size=12),
    st.integers(0, 2**32 - 1),
)
def test_the_picture_does_not_hang_on_the_last_bits(points: list[tuple[float, float]], seed: int) -> None:
    def drawn(found: np.ndarray) -> list[str]:
        layers = [Layer(".", found * 1.5, faint=True), Layer("o", found)]
        seen = plane(layers, ORIGIN, LOOK, 8)
        lines = scatter(seen, layers, ORIGIN, "Ann", "Bob", LOOK)
        return [*(line.plain for line in lines), str(outside(seen, layers))]

    exact = np.array(points).T
    ulps = np.random.default_rng(seed).integers(-4, 5, exact.shape)
    assert drawn(exact * (1 + ulps * 2.0**-52)) == drawn(exact)


def test_a_symmetric_picture_has_the_same_ends_on_both_axes() -> None:
    layers = [layer("o", (-0.125, 0.8), (0.8, -0.125))]
    *_, below, foot = (line.plain for line in scatter(plane(layers, ORIGIN, LOOK, 7), layers, ORIGIN, "A", "B", LOOK))
    lowest = [line.plain for line in scatter(plane(layers, ORIGIN, LOOK, 7), layers, ORIGIN, "A", "B", LOOK)][7]
    assert lowest.split()[0] == foot.split()[0] == "-0.12"
    assert below.strip().startswith("└")


def test_a_mark_under_another_is_named_and_one_beside_it_is_not() -> None:
    layers = [layer("o", (1, 1)), layer("a", (1, 1), named=True), layer("N", (1, 1), named=True)]
    layers.append(layer("b", (0, 1), named=True))
    seen = plane(layers, ORIGIN, LOOK, 7)
    assert seen.hidden(layers) == [("a", "N")]
    assert {"N", "b"} <= visible(seen, layers, ORIGIN, LOOK)
    assert not {"a", "o"} & visible(seen, layers, ORIGIN, LOOK)


def test_faint_points_far_off_are_counted() -> None:
    layers = [layer(".", (-100, 0), (1, 1.1), faint=True), layer("o", (1, 1))]
    seen = plane(layers, ORIGIN, LOOK, 7)
    assert outside(seen, layers) == 1


def test_the_name_of_an_axis_that_is_too_long_is_cut_on_a_line_of_its_own() -> None:
    layers = [layer("o", (10, 5))]
    seen = plane(layers, ORIGIN, LOOK, 7)
    *_, ticks, name = (line.plain for line in scatter(seen, layers, ORIGIN, "x" * 60, "Bob", LOOK))
    assert ticks.split() == ["0", "10"]
    assert name.strip().endswith("…")
    assert len(name) <= 40


def test_levels_have_whole_numbers_beside_them_where_they_are_drawn() -> None:
    layers = [Layer("o", np.array([[1.0, 5.0], [2.0, 7.0]])), Layer(".", np.array([[-9.0], [20.0]]), faint=True)]
    seen = plane(layers, np.array([1.0, 2.0]), LOOK, 7, whole=(True, True))
    lines = [str(line) for line in scatter(seen, layers, np.array([1.0, 2.0]), "x", "y", LOOK)]
    beside = {line.split()[0]: row for row, line in enumerate(lines[1:8]) if line.split()[0].isdigit()}
    assert [float(word) for word in beside] == sorted((float(w) for w in beside), reverse=True)
    _, rows = seen.cells(np.array([[1.0] * len(beside), [float(word) for word in beside]]))
    assert rows.tolist() == list(beside.values())
    assert len(beside) == 3
