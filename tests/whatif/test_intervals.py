"""Bounds of formulas over stretches: whatever a formula is somewhere on a stretch, its bounds hold
it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.model.payoffs import Frame
from negotiate.whatif.intervals import Along, Unbounded, of_term

FILE = """\
format: 1
title: A formula
players: [a, b]
parameters: {{x: {{value: 1, range: [0, 5]}}, k: 2}}
issues: {{act: {{decided_by: a, options: [stay, go]}}}}
{more}
payoffs:
  a: {{term: {{expr: "{formula}"}}}}
  b: {{none: {{by: act, values: {{stay: 0, go: 1}}}}}}
"""
FORMULAS = (
    "x - 2",
    "(x - 1) * (3 - x) * x",
    "x ** 3 - 2 * x ** 2",
    "(x - 2) ** 2",
    "(1 + x) ** -1.5",
    "k ** x",
    "exp(-x) * sqrt(x + 1)",
    "log(x + 0.5) / (x + 2)",
    "1 / (x - 7)",
    "abs(x - 1) - abs(3 - x) * 2",
    "min(x, 4 - x, x * x / 3)",
    "max(x - 2, 1 - x)",
    "if(x > 2 and not (x > 4), x * x, -x)",
    "if(act == go, x ** 2, 3 * x)",
    "if(x <= 1 or x == 3, 1, exp(x))",
)


@pytest.mark.parametrize("formula", FORMULAS)
def test_bounds_hold_all_values_and_slopes_of_a_stretch(tmp_path: Path, formula: str) -> None:
    one = _scenario(tmp_path, formula)
    random = np.random.default_rng(1)
    low = random.uniform(0, 4.9, 60)
    high = low + random.uniform(0, 1, 60) ** 6 * (5 - low)
    frame = Frame(one, {"act": np.array([[0, 1]])}, 2)
    found = of_term("a", "term", frame, Along(one, "x", (low, high), {}))
    for share in np.linspace(0, 1, 23):
        values = one.terms["a"]["term"].evaluate(_at(one, low + share * (high - low)))
        assert (found.low <= values).all()
        assert (values <= found.high).all()
        near = low + share * (high - low) * (1 - 1e-6), low + share * (high - low)
        ends = [one.terms["a"]["term"].evaluate(_at(one, place)) for place in near]
        step = (near[1] - near[0])[:, None]
        with np.errstate(all="ignore"):
            slope = np.where(step > 1e-7, (ends[1] - ends[0]) / step, np.nan)
        room = 1e-6 * (1 + np.abs(values))
        assert (
            np.isnan(slope) | ((found.falling - room <= slope) & (slope <= found.rising + room))
        ).all()
    points = of_term("a", "term", frame, Along(one, "x", (low, low), {}))
    narrow = np.isfinite(points.high)
    assert narrow.mean() > 0.9
    assert (points.high - points.low)[narrow].max() < 1e-9


def test_what_has_no_bounds_says_so(tmp_path: Path) -> None:
    one = _scenario(
        tmp_path, "if(rain == wet, x, 0)", "chance: {rain: {odds: {wet: 0.5, dry: 0.5}}}"
    )
    frame = Frame(one, {"act": np.array([[0, 1]])}, 2)
    with pytest.raises(Unbounded):
        of_term("a", "term", frame, Along(one, "x", (np.zeros(1), np.ones(1)), {}))


def _at(one: negotiate.Scenario, places: np.ndarray) -> Frame:
    return Frame(one, {"act": np.array([[0, 1]])}, 2, draws={"x": places})


def _scenario(folder: Path, formula: str, more: str = "") -> negotiate.Scenario:
    file = folder / "formula.yaml"
    file.write_text(FILE.format(formula=formula, more=more), "utf-8")
    return negotiate.load(str(file))
