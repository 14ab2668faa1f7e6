"""Random bargaining problems of a few blocks, with red lines, ratifiers and soft red lines that
overlap.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from negotiate.bargaining.claims import Claim, NoDeal, no_deal_claim
from negotiate.bargaining.packages import Block
from negotiate.bargaining.problem import BargainingProblem

KEYS = ("ada", "bo", "cy")


@st.composite
def problems(
    draw: DrawFn,
    lines: int = 4,
    soft: int = 0,
    bystanders: bool = True,
    blocks: int = 3,
    apart: int = 3,
) -> BargainingProblem:
    """One to three players, one to three blocks of one to four combinations, so many lines at most,
    many ties.
    """
    count = draw(st.integers(1, 3))
    unit = draw(st.sampled_from([1.0, 0.1, 0.25]))
    numbers = st.integers(-apart, apart).map(lambda n: n * unit)
    signers = [draw(st.booleans()) if bystanders else True for _ in range(count)]
    signers[draw(st.integers(0, count - 1))] = True
    seats = [p for p, signs in enumerate(signers) if signs]
    kinds = ["red line", "ratifier"] * lines + ["soft red line"] * soft
    drawn = draw(st.lists(st.sampled_from(kinds), max_size=lines)) if kinds else []
    names = [f"line{k}" for k in range(len(drawn))]
    owners = [draw(st.sampled_from(seats)) for _ in names]
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=blocks))
    places = st.integers(0, len(sizes) - 1)
    homes = [
        {draw(places)} if kind == "soft red line" else draw(st.sets(places, min_size=1))
        for kind in drawn
    ]
    made = []
    for place, size in enumerate(sizes):
        payoffs = np.array([[draw(numbers) for _ in range(size)] for _ in range(count)])
        possible = np.array([draw(st.integers(0, 9)) > 0 for _ in range(size)])
        crossed, costs = {}, {}
        for name, home, owner, kind in zip(names, homes, owners, drawn, strict=True):
            if place in home:
                crossed[name] = np.array([draw(st.booleans()) for _ in range(size)])
                if kind == "soft red line":
                    price = np.array([draw(st.integers(0, 3)) * unit for _ in range(size)])
                    costs[name] = np.where(crossed[name], price, 0.0)
                    payoffs[owner] -= costs[name]
        made.append(Block(payoffs, possible, crossed, costs=costs))
    claims: list[Any] = [Claim(n, p, k) for n, p, k in zip(names, owners, drawn, strict=True)]
    claims += [Claim(no_deal_claim(KEYS[p]), p, "no deal") for p in seats]
    return BargainingProblem(
        blocks=tuple(made),
        no_deals=(NoDeal(np.array([draw(numbers) for _ in range(count)])),),
        players=tuple(key.title() for key in KEYS[:count]),
        keys=KEYS[:count],
        claims=tuple(claims),
        signers=tuple(signers),
    )
