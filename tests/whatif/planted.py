"""Files with answers that hold in planted places along one number, down to a thousand-millionth of
its range.

On a map all places move with a second number. ``python -m tests.whatif.planted 500`` asks so many
of them, and a map of every twentieth.
"""

from __future__ import annotations

import re
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

import negotiate
from negotiate.whatif.sweep import Sweep

HIGH = 20.0
FILE = """\
format: 1
title: Planted
players: [a, b]
parameters: {{x: {{value: 3, range: [0, 20]}}}}
issues:
  treaty: {{decided_by: agreement, options: [none, signed]}}
  act: {{decided_by: a, options: [stay, go]}}
status_quo: {{treaty: none, act: stay}}
no_deal: status_quo
payoffs:
  a:
    fit: {{expr: "if(treaty == signed, {gain}, 0)"}}
    own: {{expr: "if(act == go, {own}, 0)"}}
  b: {{price: {{by: treaty, values: {{signed: 1}}}}, act: {{by: act, values: {{go: -9}}}}}}
"""


class Planted(NamedTuple):
    """A file, and where its answers change: the places where a deal begins or ends, and single
    values with one.
    """

    text: str
    changes: list[float]
    single: list[float]
    moves: list[float]


def planted(seed: int) -> Planted:
    """Windows in which there is a deal, values at which there is one, near ones that are none, and
    when a acts.
    """
    random = np.random.default_rng(seed)
    cuts = np.sort(random.uniform(0.5, HIGH - 0.5, int(random.integers(2, 7)))).round(3)
    cuts = cuts[np.diff(cuts, prepend=0) > 0.02]
    parts, changes, single = [], list[float](), list[float]()
    for place in cuts.tolist():
        kind, slope = (
            random.choice(
                ["window", "product", "curve", "round", "touch", "near" if seed % 2 else "touch"]
            ),
            f"{random.uniform(0.5, 3):.2f}",
        )
        width = HIGH * 10.0 ** random.uniform(-9, -3.2)
        end = float(f"{place + width:.12g}")
        if kind in ("window", "product", "curve"):
            changes += [place, end]
            narrow = f"min(x - {place!r}, {end!r} - x)"
            curve = f"(1 - exp({place!r} - x)) * ({end!r} - x) / {slope}"
            parts.append(
                {"window": f"{slope} * {narrow}", "product": f"{narrow} * (1 + x) / {slope}"}.get(
                    kind, curve
                )
            )
        elif kind == "round":  # it touches from below without a bend, or not
            away = " - 1e-12" if seed % 2 else ""
            parts.append(f"-{slope} * (x - {place!r}) ** 2{away}")
            single += [] if away else [place]
        else:
            parts.append(f"-{slope} * abs(x - {place!r})" + (" - 1e-12" if kind == "near" else ""))
            single += [place] if kind == "touch" else []
    gain = parts[0]
    for part in parts[1:]:
        gain = f"max({gain}, {part})"
    turn = round(float(random.uniform(1, 19)), 4)
    own = random.choice([f"x - {turn}", f"abs(x - {turn}) - 0.001", f"({turn} - x) / (3 + x)"])
    moves = [turn - 0.001, turn + 0.001] if "abs" in own else [turn]
    if seed % 2:  # else payoffs beside which no lens tells a trillionth from nothing
        own, moves = "0", []
    return Planted(FILE.format(gain=gain, own=own), sorted(changes), single, moves)


def wrong(seed: int, folder: Path) -> list[str]:
    """What is told and not planted, or planted and not told."""
    one = planted(seed)
    file = folder / f"planted-{seed}.yaml"
    file.write_text(one.text, "utf-8")
    found = negotiate.load(str(file)).whatif({"x": "0:20:0.5"})
    assert isinstance(found, Sweep)
    deals = [flip for flip in found.flips if flip.indicator == "deal"]
    told = {
        "changes": ([float(flip.at) for flip in deals if not flip.alone], one.changes),
        "single": ([float(flip.at) for flip in deals if flip.alone], one.single),
        "moves": (
            [float(f.at) for f in found.flips if f.indicator == "equilibria" and not f.alone],
            one.moves,
        ),
    }
    faults = [
        f"{seed}: {name} {own} where {planted_here}"
        for name, (own, planted_here) in told.items()
        if len(own) != len(planted_here) or not np.allclose(own, planted_here, rtol=0, atol=1e-10)
    ]
    faults += [
        f"{seed}: no single value with a deal: {flip}"
        for flip in deals
        if flip.alone and flip.there != "deal"
    ]
    edges = [(one.low, one.high) for one in found.stretches if one.low < one.high]
    if any(before[1] != after[0] for before, after in pairwise(edges)):
        faults.append(f"{seed}: the stretches have gaps")
    return faults


SHIFTS = (0.0, 0.25, 0.5, 0.75)
"""By which the places move, along the second number of a map."""


def wrong_on_a_map(seed: int, folder: Path) -> list[str]:
    """The same of each row and column of a map, and where a search along one number or at a point
    differs.
    """
    one = planted(seed)
    head, formulas = one.text.split("payoffs:")
    head = head.replace("{x:", "{y: {value: 0, range: [0, 0.75]}, x:")
    file = folder / f"map-{seed}.yaml"
    file.write_text(
        f"{head}payoffs:{re.sub(r'(?<![a-z])x(?![a-z])', '(x - y)', formulas)}", "utf-8"
    )
    tried = [float(value) for value in np.random.default_rng(seed).uniform(0, HIGH, 4).round(2)]
    found = negotiate.load(str(file)).whatif({"x": [0.0, *tried, HIGH], "y": SHIFTS})
    assert isinstance(found, Sweep)
    faults = [] if len(found.lines) == 10 else [f"{seed}: {len(found.lines)} rows and columns"]
    for line in found.lines:
        along = {"x": [0.0, *tried, HIGH], "y": SHIFTS}[line.number]
        alone = negotiate.load(str(file), set={line.held: line.at}).whatif({line.number: along})
        assert isinstance(alone, Sweep)
        if (alone.flips, alone.proved) != (line.flips, line.proved):
            faults.append(
                f"{seed}: along {line.number} at {line.at} {line.flips}, and alone {alone.flips}"
            )
        for word, places, lone in (("changes", one.changes, False), ("single", one.single, True)):
            planted_here = sorted(
                p + line.at if line.number == "x" else line.at - p for p in places
            )
            inside = [p for p in planted_here if along[0] <= p <= max(along)]
            told = [
                float(flip.at)
                for flip in line.flips
                if flip.indicator == "deal" and flip.alone == lone
            ]
            if (
                lone and seed % 2
            ):  # `x - y` is rounded by more than what `a` is paid: some of them hold at no number
                inside = [
                    place for place in inside if any(abs(place - other) < 1e-10 for other in told)
                ]
            if len(told) != len(inside) or not np.allclose(told, inside, rtol=0, atol=1e-9):
                faults.append(
                    f"{seed}: along {line.number} at {line.at} {word} {told} where {inside}"
                )
    for place, point in enumerate(found.points):
        here = negotiate.load(str(file), set=dict(zip("xy", point, strict=True))).whatif(
            {"x": [point[0]]}
        )
        assert isinstance(here, Sweep)
        if here.indicators["deal"][0] != found.indicators["deal"][place]:
            faults.append(f"{seed}: another answer at {point}")
    return faults


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        faults = [fault for seed in range(int(sys.argv[1])) for fault in wrong(seed, Path(made))]
        faults += [
            fault
            for seed in range(0, int(sys.argv[1]), 20)
            for fault in wrong_on_a_map(seed, Path(made))
        ]
    sys.exit("\n".join(faults) or 0)
