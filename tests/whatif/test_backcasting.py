"""The smallest change that gives an answer: flips and nearest points in closed form, and what
cannot be reached.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.errors import NegotiateError
from negotiate.report.style import Look
from negotiate.whatif.answers import answer
from negotiate.whatif.backcasting import Backcast, backcast, outward
from negotiate.whatif.reports.choices import report_backcast
from tests.cli.shell import FLAGSHIP, ask

GAME = """
format: 1
title: One act
players: [a, b]
parameters:
{parameters}
issues: {{x: {{options: [stay, go], decided_by: a}}}}
status_quo: {{x: stay}}
payoffs:
  a: {{own: {{expr: "{worth}", when: x == go}}}}
  b: {{none: {{amount: 0}}}}
"""
GOES = "equilibria=x go"


def game(folder: Path, worth: str, **now: float) -> negotiate.Scenario:
    """A scenario in which `a` goes where a formula of parameters from 0 to 10 is above 0."""
    lines = [f"  {name}: {{value: {value}, range: [0, 10]}}" for name, value in now.items()]
    path = folder / "game.yaml"
    path.write_text(GAME.format(parameters="\n".join(lines), worth=worth), "utf-8")
    return negotiate.load(str(path))


def together(found: Backcast) -> dict[str, float]:
    return {one.name: one.together for one in found.changes}


def holds(one: negotiate.Scenario, found: Backcast, numbers: Mapping[str, float]) -> bool:
    """Whether the answer at these numbers is as wanted, worked out by the lens itself."""
    same = negotiate.load(str(one.path), set=dict(numbers))
    return bool(
        found.goal.reached(
            [answer(same, (found.goal.indicator.partition(".")[0],))[found.goal.indicator]]
        )[0]
    )


def test_one_number_goes_to_its_flip(tmp_path: Path) -> None:
    found = backcast(game(tmp_path, "t - 2.7", t=1), GOES)
    (one,) = found.changes
    assert (one.alone, one.beyond, found.reached, found.now) == (2.7, False, False, "as today")
    assert found.distance == pytest.approx(0.17)
    assert math.isnan(one.together)


def test_of_two_flips_the_nearer_one_counts(tmp_path: Path) -> None:
    found = backcast(game(tmp_path, "(t - 2) * (t - 7)", t=4), GOES)
    assert found.changes[0].alone == 2
    found = backcast(game(tmp_path, "(t - 2) * (t - 7)", t=5), GOES)
    assert found.changes[0].alone == 7


@pytest.mark.parametrize("seed", range(6))
def test_the_foot_of_a_plane(tmp_path: Path, seed: int) -> None:
    """The nearest point of a plane is along its normal; a number that does not count stays as it
    is.
    """
    random = np.random.default_rng(seed)
    size = int(random.integers(2, 4))
    normal = random.integers(1, 6, size) * random.choice([-1, 1], size)
    now = random.uniform(4, 6, size).round(2)
    far = float(random.uniform(1, 3)) * np.linalg.norm(
        normal
    )  # of the plane, times the length of its normal
    worth = (
        " + ".join(f"({k}) * p{place}" for place, k in enumerate(normal))
        + f" - ({normal @ now + far})"
    )
    one = game(tmp_path, worth, **{f"p{k}": x for k, x in enumerate(now.tolist())}, idle=5)
    found = backcast(one, GOES, seed=seed)
    assert found.distance == pytest.approx(far / np.linalg.norm(normal) / 10, rel=1e-4)
    foot = now + far * normal / (normal @ normal)
    numbers = together(found)
    assert numbers.pop("idle") == 5
    assert [numbers[f"p{k}"] for k in range(size)] == pytest.approx(foot.tolist(), rel=0.01)
    assert holds(one, found, numbers)
    assert not next(change for change in found.changes if change.name == "idle").moves


def test_a_line_of_a_known_game() -> None:
    """Hawk and dove share from where the prize is worth the fight: 2 + 10 u = 4 - 20 w, and u² + w²
    the least.
    """
    found = backcast(
        negotiate.load("classics/hawk-dove"), "deal=deal", {"value": "0:10", "cost": "0:20"}
    )
    assert [(one.name, one.alone) for one in found.changes] == [("cost", 2), ("value", 4)]
    assert together(found) == pytest.approx({"value": 2.4, "cost": 2.4})
    assert found.distance == pytest.approx(2 / math.sqrt(500), rel=1e-4)


def test_a_disc_that_no_number_reaches_alone(tmp_path: Path) -> None:
    one = game(tmp_path, "1 - (p - 6) * (p - 6) - (q - 8) * (q - 8)", p=2, q=5)
    found = backcast(one, GOES)
    assert all(math.isnan(change.alone) for change in found.changes)
    assert found.distance == pytest.approx((5 - 1) / 10, rel=1e-3)
    assert together(found) == pytest.approx({"p": 5.2, "q": 7.4}, abs=0.1)
    assert holds(one, found, together(found))


@pytest.mark.parametrize("seed", range(6))
def test_the_nearest_of_some_boxes(tmp_path: Path, seed: int) -> None:
    """A goal that is reached in three boxes, against the distance to each, worked out by hand."""
    random = np.random.default_rng(seed)
    now = random.uniform(3, 7, 2).round(2)
    corners, parts, nearest = [], [], math.inf
    while len(corners) < 3:
        low = random.uniform(0, 8.5, 2).round(1)
        away = np.maximum(np.maximum(low - now, now - low - 1.5), 0)
        if away.any():
            corners.append(low)
            parts.append(f"min(p - {low[0]}, {low[0] + 1.5} - p, q - {low[1]}, {low[1] + 1.5} - q)")
            nearest = min(nearest, float(np.linalg.norm(away)) / 10)
    one = game(tmp_path, f"max({', '.join(parts)}) + 0.000001", p=now[0], q=now[1])
    found = backcast(one, GOES, seed=seed)
    assert found.distance == pytest.approx(nearest, rel=2e-3, abs=1e-5)
    assert holds(one, found, together(found))


def test_a_number_is_reached_at_least_or_at_most(tmp_path: Path) -> None:
    one = game(tmp_path, "t - 2", t=4)
    assert backcast(one, "outcome.a>=5").changes[0].alone == 7
    assert backcast(one, "outcome.a <= 0.5").changes[0].alone == 2.5
    assert backcast(one, "outcome.a>=1").reached


def test_what_holds_already_needs_nothing(tmp_path: Path) -> None:
    found = backcast(game(tmp_path, "t - 2", t=4), GOES)
    assert (found.reached, found.distance, found.tried) == (True, 0, 0)


def test_what_is_never_reached_says_what_was_seen(tmp_path: Path) -> None:
    found = backcast(game(tmp_path, "p + q - 21", p=1, q=1), GOES)
    assert math.isnan(found.distance)
    assert all(math.isnan(x) for one in found.changes for x in (one.alone, one.together))
    assert found.seen == ("as today",)
    assert found.tried > 4_000


def test_what_is_no_parameter_changes_from_what_the_file_says(tmp_path: Path) -> None:
    one = game(tmp_path, "t - 2", t=1)
    found = backcast(one, "outcome.b>=2", {"payoffs.b.none": "-5:5:5"})
    assert [(change.now, change.alone, change.beyond) for change in found.changes] == [
        (0, 2, False)
    ]
    changed = negotiate.load(str(one.path), set={"payoffs.b.none": 1, "t": 3})
    found = backcast(changed, "outcome.b<=0.5", {"payoffs.b.none": "-5:5:5", "t": "0,4"})
    assert {change.name: (change.now, change.alone) for change in found.changes}[
        "payoffs.b.none"
    ] == (1, 0.5)
    assert together(found)["t"] == 3


def test_draws_follow_from_the_seed(tmp_path: Path) -> None:
    one = game(tmp_path, "p * q - 40", p=5, q=5)
    first, again = (backcast(one, GOES, seed=3) for _ in range(2))
    assert (first.changes, first.tried) == (again.changes, again.tried)
    assert first.distance == pytest.approx((math.sqrt(40) - 5) * math.sqrt(2) / 10, rel=1e-4)


def test_a_number_is_told_on_the_side_where_it_is_enough() -> None:
    assert [outward(15.5041, 5), outward(15.5, 5), outward(-2.00001, 3), outward(0.0, 1)] == [
        15.51,
        15.5,
        -2.001,
        0,
    ]
    assert [outward(2.4, 4), outward(999.99, 0), outward(0.012341, 1)] == [2.4, 1000, 0.01234]


@pytest.mark.parametrize(
    ("goal", "vary", "said"),
    [
        ("peace=deal", None, "no indicator `peace`"),
        ("deal", None, "does not say what is wanted"),
        ("deal=", None, "does not say what is wanted"),
        ("outcome=5", None, "no indicator `outcome`"),
        ("deal=yes", None, "`deal` never is `yes`"),
        ("deal>=1", None, "`deal` is text"),
        ("outcome.us=5", None, "at least or at most"),
        ("outcome.us>=much", None, "at least or at most"),
        ("deal=deal", {"variant": "base,containment"}, "`variant` is no number"),
        ("deal=deal", {"us_tariff": "before,double"}, "`us_tariff` is no number"),
        ("deal=deal", {"payoffs.us.nothing": "0:1"}, "`payoffs.us.nothing` is no number"),
        ("deal=deal", {"kept": "0.5"}, "one value only"),
        ("deal=deal", {"kept": "0.4"}, None),
        ("deal=deal", {}, "nothing varies"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    goal: str, vary: dict[str, str] | None, said: str | None
) -> None:
    one = negotiate.load(FLAGSHIP)
    if said is None:
        assert math.isnan(backcast(one, goal, vary).distance)
        return
    with pytest.raises(NegotiateError, match=said):
        backcast(one, goal, vary)


def test_the_command_tells_it(capsys: pytest.CaptureFixture[str]) -> None:
    told = ask(capsys, "whatif", "classics/hawk-dove", "--reach", "deal=deal")
    assert told.code == 0
    assert "`cost` goes from 4 to at most 2" in told.out
    assert "`cost` from 4 to 2.4 and `value` from 2 to 2.4" in told.out.replace("\n", " ")
    told = ask(capsys, "whatif", "classics/hawk-dove", "--reach", "deal=deal", "--commit", "owner")
    assert told.code == 2
    assert "one question at a time" in told.err
    told = ask(capsys, "whatif", "classics/hawk-dove", "--reach", "deal=deal", "--vary", "cost=3:6")
    assert "No change within these ranges gives `deal=deal`" in told.out


def test_a_threshold_is_told_as_it_is_where_ties_lie_just_beyond(tmp_path: Path) -> None:
    """A gain of less than a hundred-thousand-millionth of the payoffs is a tie, so that 5 itself is
    no deal.
    """
    path = tmp_path / "near.yaml"
    text = GAME.format(parameters="  t: {value: 0, range: [0, 10]}", worth="t - 5")
    text = text.replace("decided_by: a", "decided_by: agreement").replace(
        "a: {own", "a: {base: {amount: 1000}, own"
    )
    path.write_text(text, "utf-8")
    one = negotiate.load(str(path))
    found = backcast(one, "deal=deal")
    assert 5 < found.changes[0].alone < 5.000_001
    told = " ".join(str(report_backcast(found, Look()).blocks).split())
    assert "goes from 0 to more than 5." in told
    assert "5.001" not in told
    told = str(report_backcast(backcast(game(tmp_path, "t - 5.0004", t=1), GOES), Look()).blocks)
    assert "at least 5.001" in told  # what is shown is enough


def boxes(seed: int, size: int) -> tuple[str, float]:
    """A deal in a corner of the ranges, along an edge or at a face, and how far away that is."""
    random = np.random.default_rng(seed)
    now, depth = random.uniform(0.2, 0.8, size).round(2), random.choice([0.01, 0.03, 0.1], size)
    ways = random.choice([-1, 0, 1], size, p=[0.4, 0.2, 0.4])
    ways[0] = ways[0] or 1
    needed = [
        f"x{k} - {1 - depth[k]:.2f}" if way > 0 else f"{depth[k]:.2f} - x{k}"
        for k, way in enumerate(ways)
        if way
    ]
    gaps = np.where(ways > 0, 1 - depth - now, np.where(ways < 0, depth - now, 0.0))
    numbers = ", ".join(f"x{k}: {{value: {value}, range: [0, 1]}}" for k, value in enumerate(now))
    return CORNER.format(numbers=numbers, gain=f"min({', '.join([*needed, '1'])})"), float(
        np.linalg.norm(gaps)
    )


CORNER = """\
format: 1
title: A deal in a corner
players: [a, b]
parameters: {{{numbers}}}
issues: {{treaty: {{decided_by: agreement, options: [none, signed]}}}}
status_quo: {{treaty: none}}
no_deal: status_quo
payoffs:
  a: {{fit: {{expr: "if(treaty == signed, {gain}, 0)"}}}}
  b: {{price: {{by: treaty, values: {{signed: 1}}}}}}
"""


@pytest.mark.parametrize("seed", range(20))
def test_a_deal_in_a_corner_on_an_edge_or_at_a_face_is_found(tmp_path: Path, seed: int) -> None:
    text, far = boxes(seed, 2 + seed % 4)
    file = tmp_path / "corner.yaml"
    file.write_text(text, "utf-8")
    assert backcast(negotiate.load(str(file)), "deal=deal").distance == pytest.approx(far, abs=1e-5)


def test_what_is_reached_at_a_single_value_is_told_as_that(tmp_path: Path) -> None:
    file = tmp_path / "quota.yaml"
    numbers, gain = "x: {value: 3, range: [0, 20]}", "-abs(x - 10)"
    file.write_text(CORNER.format(numbers=numbers, gain=gain), "utf-8")
    found = backcast(negotiate.load(str(file)), "deal=deal")
    assert (found.changes[0].alone, found.changes[0].only) == (10, True)
    assert "goes from 3 to exactly 10." in str(found)
