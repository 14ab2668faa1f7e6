"""Payoffs that are all next to nothing are told as any others: every page says the same in another
unit.
"""

import re
from pathlib import Path

import pytest

from negotiate.report.style import aligned, contrast, number, rounded
from tests.cli.shell import ask

DILEMMA = """format: 1
title: A dilemma
players: {{a: {{name: Ann, patience: 0.9}}, b: {{name: Bob, patience: 0.9}}}}
issues:
  x: {{decided_by: a, options: [c, d]}}
  y: {{decided_by: b, options: [c, d]}}
  z: {{decided_by: agreement, options: [low, high]}}
status_quo: {{x: d, y: d, z: low}}
payoffs:
  a:
    theirs: {{amount: 3{unit}, when: y == c}}
    own: {{amount: 1{unit}, when: x == d}}
    shared: {{amount: 2{unit}, when: z == high}}
  b:
    theirs: {{amount: 3{unit}, when: x == c}}
    own: {{amount: 1{unit}, when: y == d}}
    shared: {{amount: 1{unit}, when: z == high}}
repeat:
  postures:
    a: {{keep: {{x: c}}, leave: {{x: d}}}}
    b: {{keep: {{y: c}}, leave: {{y: d}}}}
red_lines:
  never: {{player: a, never: {{x: c}}}}
  nor_this: {{player: b, never: {{y: c}}}}
"""
NUMBER = re.compile(r"-?\d(,?\d)*(\.\d+)?(e-?\d+)?")
QUESTIONS = (
    "show",
    "solve --all",
    "tree",
    "deal",
    "deal --prices",
    "deal --threats",
    "deal --talks offers",
    "stability",
    "simulate",
    "compare",
    "compare --all",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_page_says_the_same_in_another_unit(
    question: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command, *options = question.split()
    told = []
    for unit in ("", "e-12"):
        path = tmp_path / "dilemma.yaml"
        path.write_text(DILEMMA.format(unit=unit), encoding="utf-8")
        answer = ask(capsys, command, str(path), *options)
        assert not answer.err
        words = [line for line in answer.out.splitlines() if not re.search("[│┊┈└─]", line)]
        told.append(NUMBER.sub("#", " ".join(" ".join(words).split())).split(". "))
    assert told[1] == told[0]


def test_numbers_have_the_scale_of_those_beside_them() -> None:
    assert [word.strip() for word in aligned([5e-12, 2.5e-12, 0, 1e-12 / 3])] == [
        "5e-12",
        "2.5e-12",
        "0",
        "3.3e-13",
    ]
    assert [word.strip() for word in aligned([1e6, 7e-15, 3e-12])] == ["1,000,000", "0", "0"]
    assert (number(0.1 + 0.2 - 0.3), number(3e-12), rounded(7e-15, 2), rounded(3e-12, 14)) == (
        "0",
        "3e-12",
        "0",
        "3e-12",
    )
    assert contrast(2e-12, 5e-12) == ("2e-12", "5e-12")
    assert contrast(2e-12, 1) == ("0", "1")


@pytest.mark.parametrize("command", ["tree", "report", "solve"])
@pytest.mark.parametrize(
    ("amount", "code", "where"),
    [("5e-324", 3, "dilemma.yaml:11:"), ("1e-200 * 1e-120", 4, "a.theirs")],
)
def test_payoffs_that_lose_their_digits_are_refused(
    amount: str,
    code: int,
    where: str,
    command: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "dilemma.yaml"
    path.write_text(
        DILEMMA.format(unit="").replace("amount: 3,", f"amount: {amount},", 1), encoding="utf-8"
    )
    answer = ask(capsys, command, str(path))
    said = " ".join((answer.out + answer.err).split())
    assert answer.code == (
        0 if (command, code) == ("report", 4) else code
    )  # a report says what is not answered
    assert where in said
    assert "nearer to 0 than 1e-290" in said


def test_next_to_nothing_is_written_with_however_many_decimals() -> None:
    assert (number(0.0, 330), number(5e-324, 326)) == ("0", "4.94e-324")
