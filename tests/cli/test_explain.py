"""`negotiate explain`: a list, a text, the steps on a scenario, and what is said where something is
missing.
"""

import json

import pytest

from tests.cli.shell import CHICKEN, ask

SCREEN = 40
"""Lines that the list of all concepts takes at most."""


def test_all_concepts_fit_a_screen(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "explain")
    assert answer.code == 0
    assert "nash-equilibrium" in answer.out
    assert len(answer.out.splitlines()) <= SCREEN
    assert "tit_for_tat" in ask(capsys, "explain", "--all").out


def test_a_text_names_its_source_and_a_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "explain", "dominance")
    assert answer.code == 0
    assert "Source: Luce & Raiffa 1957." in answer.out
    assert "`negotiate explain dominance classics/prisoners-dilemma`" in answer.out


def test_what_is_told_is_what_the_solver_found(capsys: pytest.CaptureFixture[str]) -> None:
    explained = json.loads(ask(capsys, "explain", "nash", CHICKEN, "--json").out)
    solved = json.loads(ask(capsys, "solve", CHICKEN, "--json").out)
    assert explained["schema"] == "negotiate/walkthrough/2"
    assert explained["answer"]["equilibria"] == solved["equilibria"]


def test_a_scenario_may_be_changed_first(capsys: pytest.CaptureFixture[str]) -> None:
    name = "classics/beer-quiche"
    assert "In no equilibrium" in " ".join(
        ask(capsys, "explain", "separating-equilibrium", name).out.split()
    )
    changed = ask(
        capsys,
        "explain",
        "separating-equilibrium",
        name,
        "--set",
        "payoffs.stranger.peace.retreat=0.5",
    )
    assert "The equilibrium separates." in " ".join(changed.out.split())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([CHICKEN], ("is a scenario", f"write `negotiate explain nash-equilibrium {CHICKEN}`")),
        (["chicken"], ("is a scenario", "write `negotiate explain nash-equilibrium chicken`")),
        (["dominanse"], ("there is no concept `dominanse`", "did you mean `dominance`?")),
        (["dominanse", CHICKEN], ("there is no concept `dominanse`", "did you mean `dominance`?")),
        (["xyzzy"], ("there is no concept `xyzzy`", "`negotiate explain` lists all concepts")),
        (["unknown-option"], ("is a rule", "write `negotiate check --explain unknown-option`")),
        (
            ["nash", "--set", "a=1"],
            ("`--set` goes with a scenario", "write `negotiate explain nash-equilibrium SCENARIO`"),
        ),
        (["nash", "classics/chiken"], ("classics/chiken", "did you mean")),
    ],
)
def test_a_command_line_that_makes_no_sense(
    arguments: list[str], says: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "explain", *arguments)
    assert answer.code == 2
    assert answer.out == ""
    said = " ".join(answer.err.split())
    assert all(text in said for text in says), said
