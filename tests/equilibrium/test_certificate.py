"""What an answer rests on, and what follows from it."""

from dataclasses import replace

import numpy as np
import pytest

import negotiate
from negotiate.equilibrium.certificate import FLOATS, Certificate
from negotiate.equilibrium.registry import solve
from negotiate.explain.choosing import basis_steps
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Sentence
from negotiate.report.json import json_of
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.cli.shell import ask
from tests.report.games import answer, chicken, pure


@pytest.mark.parametrize(
    ("margin", "complete"),
    [(None, False), (0.0, False), (3e-9, False), (1.1e-8, True), (float("inf"), True)],
)
def test_what_comes_within_ten_tolerances_is_not_known_to_be_complete(
    margin: float | None, complete: bool
) -> None:
    certificate = Certificate("floats").measured("payoffs", 1e-9, margin)
    game = chicken()
    sol = replace(answer(game, pure(game, 0, 1)), certificate=certificate)
    assert sol.complete is complete
    text = " ".join(as_text(sol, Look(width=80)).split())
    assert ("Payoffs were compared up to" in text) is not complete
    assert ("There may be more equilibria" in text) is not complete


def test_json_tells_the_record_and_what_follows_from_it() -> None:
    found = json_of(solve(NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])))
    assert (found["complete"], found["exact"]) == (True, True)
    assert found["certificate"] == {
        "arithmetic": "whole numbers",
        "rounded": False,
        "limits": [],
        "compared": None,
        "tolerance": 0.0,
        "unit": None,
        "margin": None,
    }


def test_a_mixture_too_near_for_floats_is_decided_in_whole_numbers() -> None:
    found = solve(
        NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]), concept="stackelberg"
    )
    assert (found.certificate.arithmetic, found.complete, found.exact) == (
        "whole numbers",
        True,
        True,
    )


def test_weights_that_fit_only_up_to_rounding_leave_a_potential_open() -> None:
    shared = np.pi * np.array([[4.0, 0.0], [3.0, 2.0]])
    found = solve(NormalFormGame.from_arrays(shared, np.sqrt(2) * shared), concept="potential")
    assert found.certificate.near
    assert not found.complete


def test_explain_tells_what_a_list_rests_on(capsys: pytest.CaptureFixture[str]) -> None:
    told = " ".join(ask(capsys, "explain", "complete", "classics/chicken").out.split())
    assert "decided in whole numbers which equilibria there are: 3 equilibria." in told
    assert "So the list is complete. The numbers are exact." in told
    near = Certificate(FLOATS, rounded=True).measured("payoffs", 1e-9, 3e-9).limited("the rest")
    found = replace(solve(negotiate.load("classics/chicken").alone()), certificate=near)
    said = " ".join(
        block.text for block in basis_steps(found, Look()) if isinstance(block, Sentence)
    )
    assert (
        "Up to 0.000000001 of a player's payoff range, payoffs count as equal. The margin is "
        "0.000000003."
    ) in said
    assert "Left open: the rest." in said
    assert "So the list is not known to be complete. The numbers are rounded." in said
