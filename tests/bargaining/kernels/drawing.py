"""What hypothesis draws for the array kernels of bargaining: few different numbers, so that ties
are common.
"""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn


@st.composite
def point_sets(
    draw: DrawFn,
    players: tuple[int, int] = (1, 5),
    points: tuple[int, int] = (0, 40),
    largest: int | None = None,
) -> np.ndarray:
    """Whole payoffs `(players, points)`, negative ones too."""
    count, size = draw(st.integers(*players)), draw(st.integers(*points))
    most = draw(st.sampled_from([1, 3, 20])) if largest is None else largest
    entries = draw(st.lists(st.integers(-most, most), min_size=count * size, max_size=count * size))
    return np.array(entries, dtype=np.float64).reshape(count, size)


@st.composite
def block_tables(
    draw: DrawFn,
    players: tuple[int, int] = (1, 4),
    blocks: tuple[int, int] = (1, 4),
    options: tuple[int, int] = (0, 4),
) -> list[np.ndarray]:
    """Blocks of options with whole payoffs `(players, options)`; now and then one without any."""
    count, most = draw(st.integers(*players)), draw(st.sampled_from([1, 3, 20]))
    return [
        draw(
            point_sets(
                (count, count), (draw(st.sampled_from([0, 1, 1, 1, 1, 1])) and 1, options[1]), most
            )
        )
        for _ in range(draw(st.integers(*blocks)))
    ]


@st.composite
def floors(draw: DrawFn, players: int) -> np.ndarray:
    """The least that each accepts; some accept anything."""
    entry = st.one_of(st.integers(-6, 6).map(float), st.just(-np.inf))
    return np.array(draw(st.lists(entry, min_size=players, max_size=players)))
