"""What an answer rests on, and what follows from it."""

from dataclasses import replace

import numpy as np
import pytest

from negotiate.equilibrium.certificate import Certificate
from negotiate.equilibrium.registry import solve
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.json import json_of
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.report.games import answer, chicken, pure


@pytest.mark.parametrize(
    ("margin", "complete"), [(None, False), (0.0, False), (3e-9, False), (1.1e-8, True), (float("inf"), True)]
)
def test_what_comes_within_ten_tolerances_is_not_known_to_be_complete(margin: float | None, complete: bool) -> None:
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
    found = solve(NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]), concept="stackelberg")
    assert (found.certificate.arithmetic, found.complete, found.exact) == ("whole numbers", True, True)


def test_weights_that_fit_only_up_to_rounding_leave_a_potential_open() -> None:
    shared = np.pi * np.array([[4.0, 0.0], [3.0, 2.0]])
    found = solve(NormalFormGame.from_arrays(shared, np.sqrt(2) * shared), concept="potential")
    assert found.certificate.near
    assert not found.complete
