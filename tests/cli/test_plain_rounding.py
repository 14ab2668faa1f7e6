"""Payoffs of tenths that add up to nothing are told as 0 without drawing, whatever is asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from negotiate import report
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.talks import simulated_talks
from negotiate.equilibrium.registry import CONCEPTS
from negotiate.report.style import exact
from tests.cli.shell import ask
from tests.walks import pairs

TENTHS = """format: 1
title: Tenths that add up to nothing
players: {ann: {name: Ann, patience: 0.9}, bob: {name: Bob, patience: 0.8}}
issues:
  a: {decided_by: agreement, options: [a0, a1, a2]}
  b: {decided_by: agreement, options: [b0, b1, b2]}
  c: {decided_by: ann, options: [c0, c1]}
  d: {decided_by: bob, options: [d0, d1]}
status_quo: {a: a0, b: b0, c: c0, d: d0}
no_deal: equilibrium
payoffs:
  ann:
    base: {amount: -40.3}
    one: {by: a, values: {a0: 40.1, a1: 10.1, a2: 40.4}}
    two: {by: b, values: {b0: 0.2, b1: 30.2, b2: 0.1}}
    three: {by: c, values: {c0: 0, c1: -0.7}}
    four: {by: d, values: {d0: 0, d1: -0.3}}
  bob:
    base: {amount: -0.3}
    one: {by: a, values: {a0: 0.1, a1: 0.4, a2: 0.2}}
    two: {by: b, values: {b0: 0.2, b1: 0.7, b2: 0.3}}
    three: {by: c, values: {c0: 0, c1: -0.7}}
    four: {by: d, values: {d0: 0, d1: -0.3}}
side_payments: {ann: 1, bob: 1}
red_lines:
  line: {player: bob, never: {a: [a1]}}
happened:
  then: {a: a2, b: b2}
"""
QUESTIONS = (
    "",
    "--at then",
    "--at a=a0,b=b0",
    "--why",
    "--prices",
    "--trades",
    "--threats",
    "--votes",
    "--lotteries",
)
TALKS = (
    "--talks offers",
    "--talks lotteries --rounds 3",
    "--talks agents --agents boulware,conceder",
)


OTHERS = (
    "solve --all",
    "tree",
    "stability",
    "compare",
    "compare --fix d=d1",
    "compare --set side_payments.ann=2",
)


@pytest.mark.parametrize("question", [*(f"deal {q}" for q in (*QUESTIONS, *TALKS)), *OTHERS])
def test_no_number_is_only_rounding(
    question: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "tenths.yaml"
    file.write_text(TENTHS, "utf-8")
    command, *options = question.split()
    answer = ask(capsys, command, str(file), *options, "--plain")
    assert answer.code == 0, answer.err
    assert re.findall(r"\S*e-1\d", answer.out) == []


GAME = (
    TENTHS.replace("decided_by: agreement", "decided_by: ann")
    + "repeat: {rounds: 3, plays: grim}\n"
)
ALONE = [
    f"solve --concept {one.name}{' --player ann' if one.player else ''}"
    for one in CONCEPTS
    if one.name != "quantal-response"  # whose probabilities are as small as they are told
]


@pytest.mark.parametrize(
    "question", [*ALONE, "simulate", "simulate --match", "simulate --tournament", "simulate --hold"]
)
def test_nor_where_all_decide_alone(
    question: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "alone.yaml"
    file.write_text(GAME, "utf-8")
    command, *options = question.split()
    answer = ask(capsys, command, str(file), *options, "--plain")
    assert answer.code in (0, 4), answer.err
    assert re.findall(r"\S*e-1\d", answer.out) == []


SHIPPED = ("solve", "tree", "deal", "stability", "compare", "simulate")


@pytest.mark.parametrize(("command", "name"), pairs(SHIPPED))
def test_no_number_of_a_shipped_scenario_is_only_rounding(
    command: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ask(capsys, command, name, "--plain").out
    if command in ("deal", "stability", "simulate"):
        told += ask(capsys, command, name, "--csv").out.replace(",", "\t")
    numbers = [
        abs(float(cell))
        for cell in re.split(r"[\t\n]", told)
        if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)
    ]
    assert [x for x in numbers if 0 < x < 1e-9 * max(numbers)] == []


def test_every_number_without_drawing_passes_one_door() -> None:
    rooms = Path(report.__file__).parents[1]
    told = [
        file
        for file in rooms.rglob("*.py")
        if "report" in file.as_posix().removeprefix(rooms.as_posix())
    ]
    assert [file.name for file in told if ":.12g}" in file.read_text("utf-8")] == ["style.py"]


def test_a_number_is_nothing_only_beside_what_it_was_worked_out_from() -> None:
    assert exact(4e-15, 30.0) == exact(0.0) == "0"
    assert exact(4e-15) == "4e-15"
    assert exact(2.5e-9, 30.0) == "2.5e-09"
    assert (exact(float("nan")), exact(float("inf"), 1.0)) == ("", "")


def test_talks_that_all_end_alike_have_no_spread() -> None:
    found = simulated_talks(
        BargainingProblem.from_arrays([[30.3], [0.6]], [0, 0]), runs=20, rounds=5
    )
    assert [(one.mean, one.spread) for one in found.payoffs] == [(30.3, 0.0), (0.6, 0.0)]
