"""Where an answer tips: as the textbook's formula says, and as a fine grid finds on random
games.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.whatif.sweep import Sweep, whatif
from tests.cli.shell import FLAGSHIP

DILEMMA = """
format: 1
title: Dilemma
players: {{a: {{name: A, patience: 0.9}}, b: {{name: B, patience: 0.9}}}}
matrix:
  cooperate: {{cooperate: [{r}, {r}], defect: [{s}, {t}]}}
  defect: {{cooperate: [{t}, {s}], defect: [{p}, {p}]}}
repeat: {{period: a year, plays: grim}}
"""
THREAT = """
format: 1
title: A bluff
players: [a, b]
parameters:
  cost: {value: 10, range: [0, 30]}
  p: {value: 0.6, range: [0, 1]}
  prize: {value: 10, range: [0, 20]}
issues: {x: {options: [keep, take], decided_by: a}}
status_quo: {x: keep}
payoffs:
  a:
    prize: {expr: prize, when: other == yields}
    cost: {expr: -cost, when: other == resists}
  b: {worth: {amount: -1, when: other == yields}}
protocol:
  - {move: say, player: a, choose: {bluff: {}, nothing: {}}}
  - {chance: other, when: say == bluff, odds: {yields: p, resists: 1 - p}}
"""


def sweep(one: negotiate.Scenario, watch: object, **vary: object) -> Sweep:
    found = whatif(one, vary, watch)
    assert isinstance(found, Sweep)
    return found


def loaded(folder: Path, text: str) -> negotiate.Scenario:
    path = folder / "file.yaml"
    path.write_text(text, "utf-8")
    return negotiate.load(str(path))


@pytest.mark.parametrize(("t", "r", "p", "s"), [(5, 3, 1, 0), (4, 3, 0, -1), (10, 6, 4, 1)])
def test_grim_needs_the_discount_factor_of_the_textbook(
    tmp_path: Path, t: int, r: int, p: int, s: int
) -> None:
    """Whoever defects gains t - r once and loses r - p ever after: (t - r) / (t - p); Friedman
    (1971).
    """
    one = loaded(tmp_path, DILEMMA.format(t=t, r=r, p=p, s=s))
    (flip,) = sweep(one, "lasts", **{"players.a.patience": "0.05:0.95:0.1"}).flips
    assert (flip.before, flip.after) == ("breaks", "lasts")
    assert flip.at == (t - r) / (t - p)


def test_a_bluff_pays_up_to_the_audience_cost_of_the_formula(tmp_path: Path) -> None:
    """Up to a = p v / (1 - p): 15 for a prize of 10 that the other yields with odds of 0.6; Fearon
    (1994).
    """
    one = loaded(tmp_path, THREAT)
    found = sweep(one, "tree", cost="0:30")
    assert [(flip.at, flip.before, flip.after) for flip in found.flips] == [
        (15.0, "bluff", "nothing")
    ]
    (flip,) = sweep(one, "tree", p="0.1:0.9:0.1").flips
    assert flip.at == 0.5  # p v = (1 - p) a, with a = v = 10
    for cost, prize in ((3, 7), (8, 2)):
        changed = negotiate.load(one.path, set={"cost": cost, "prize": prize})
        (flip,) = sweep(changed, "tree", p="0.05:0.95:0.1").flips
        assert flip.at == pytest.approx(cost / (cost + prize), abs=1e-6)


def test_an_envious_responder_refuses_the_offers_of_the_formula() -> None:
    """Of ten coins an offer s is refused above envy s / (10 - 2 s); Fehr and Schmidt (1999)."""
    found = sweep(negotiate.load("classics/ultimatum"), "tree", envy="0:4:0.25")
    assert [float(flip.at) for flip in found.flips if flip.at != 0] == [
        s / (10 - 2 * s) for s in (1, 2, 3, 4)
    ]


def test_an_incumbent_fights_once_that_pays_more_than_to_accommodate() -> None:
    """A cell of a table varies by its address; to accommodate is worth 1."""
    one = negotiate.load("classics/entry-deterrence")
    found = sweep(one, "tree,equilibria", **{"payoffs.incumbent.profit.enter.fight": "-1:3:0.3"})
    assert {(flip.indicator, flip.at) for flip in found.flips} == {
        ("tree", 1.0),
        ("equilibria", 1.0),
    }


def test_an_answer_that_comes_back_has_every_flip(tmp_path: Path) -> None:
    one = loaded(tmp_path, THREAT)
    found = sweep(one, "near = abs(cost - 8) < 3 or cost * cost - 50 * cost + 624 < 0", cost="0:30")
    assert [float(flip.at) for flip in found.flips] == [5, 11, 24, 26]
    assert [flip.after for flip in found.flips] == ["yes", "no", "yes", "no"]


def test_a_threshold_that_is_no_fraction_is_near_its_root(tmp_path: Path) -> None:
    (flip,) = sweep(loaded(tmp_path, THREAT), "over = cost * cost > 2", cost="0:30").flips
    assert flip.at == pytest.approx(2**0.5, rel=1e-9)


@settings(max_examples=40)
@given(st.integers(-40, 40).filter(bool), st.integers(1, 60))
def test_a_threshold_that_is_a_fraction_is_told_as_that_number(
    tmp_path_factory, up: int, down: int
) -> None:
    one = loaded(tmp_path_factory.mktemp("fraction"), THREAT)
    (flip,) = sweep(one, f"over = {down} * cost > {up}", cost=[-41.0, 41.0]).flips
    assert flip.at == up / down


CELL = st.tuples(*[st.integers(-4, 4)] * 4)


@settings(max_examples=8)
@given(st.lists(CELL, min_size=8, max_size=8))
def test_a_grid_of_three_numbers_has_the_equilibria_of_brute_force(tmp_path_factory, cells) -> None:
    """Each payoff is linear in three parameters; pure equilibria are found by comparing every pair
    of payoffs.
    """
    words = [f"{a} + {b} * u + {c} * v + {d} * w" for a, b, c, d in cells]
    row, column = words[:4], words[4:]
    lines = ["format: 1", "title: Random", "players: [a, b]", "parameters:"]
    lines += [f"  {name}: {{value: 0, range: [-2, 2]}}" for name in "uvw"]
    lines += ["matrix:"]
    lines += [
        (
            f"  r{i}: {{c0: ['{row[2 * i]}', '{column[2 * i]}'], c1: ['{row[2 * i + 1]}', "
            f"'{column[2 * i + 1]}']}}"
        )
        for i in (0, 1)
    ]
    one = loaded(tmp_path_factory.mktemp("grid"), "\n".join(lines) + "\n")
    found = sweep(one, ["equilibria"], u="-2:2:1.3", v="-2:2:1.7", w="-2:2:1.9")
    assert found.at_once
    table = np.array(cells, dtype=float)
    for point, told in zip(found.points, found.indicators["equilibria"], strict=True):
        worth = (table @ np.array([1.0, *map(float, point)])).reshape(2, 2, 2)
        best = [
            worth[0] >= worth[0].max(axis=0) - 1e-9,
            worth[1] >= worth[1].max(axis=1, keepdims=True) - 1e-9,
        ]
        pure = {
            f"r{i} / c{j}"
            for i, j in itertools.product((0, 1), (0, 1))
            if best[0][i, j] and best[1][i, j]
        }
        assert {one for one in str(told).split(" | ") if " or " not in one} == pure


def test_a_change_that_comes_and_goes_beside_a_flip_is_found(tmp_path: Path) -> None:
    """Between 12 and 16 no value is tried; that a bluff stops paying at 15 shows what holds just
    below.
    """
    one = loaded(tmp_path, THREAT)
    found = sweep(one, ["tree", "near = cost > 14.9 and cost < 15"], cost="0:28:4")
    assert [(flip.indicator, flip.at) for flip in found.flips] == [
        ("tree", 15.0),
        ("near", 14.9),
        ("near", 15.0),
    ]
    assert [one.answers["near"] for one in found.stretches if one.low < one.high] == [
        "no",
        "yes",
        "no",
    ]


def test_every_cost_at_which_play_changes_is_that_of_the_exact_walk() -> None:
    """`tree --threats` follows the cost of backing down exactly, and one of its stretches is 0.02
    long.
    """
    one = negotiate.load(FLAGSHIP)
    (threat,) = negotiate.threats(one).cases[0].threats
    ends = [stage.high for stage in threat.stages if -20 < stage.high < 20]
    found = sweep(one, "tree,believed", backing_down="-20:20:4")
    told = [float(flip.at) for flip in found.flips if flip.indicator == "tree"]
    assert told == pytest.approx(ends, abs=1e-3)
