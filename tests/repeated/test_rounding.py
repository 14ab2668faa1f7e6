"""What is only rounding of larger payoffs is told as 0, in every player's own unit."""

import json
import re

import numpy as np
import pytest

import negotiate
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.game import without_rounding
from negotiate.repeated.lasting.agreement import simulate
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.sustaining.holding import holding
from negotiate.repeated.sustaining.sustainable import sustainable
from negotiate.report import report_of
from negotiate.report.json import json_of
from negotiate.report.plain import csv, plain

UNITS = (1e-12, 1e12)


def in_units() -> RepeatedGame:
    """A dilemma in which one player counts in very small and one in very large numbers."""
    row, column = np.array([[3.0, 0], [5, 1]]) / 1e12, np.array([[3.0, 5], [0, 1]]) * 1e12
    return RepeatedGame(NormalFormGame.from_arrays(row, column), 0.9)


def test_a_small_unit_is_no_rounding_and_a_large_one_rounds_more() -> None:
    found = without_rounding(in_units(), [[1e-12, 1e-3], [1e-25, 1e5], [np.inf, np.nan]])
    assert found[0].tolist() == [1e-12, 0]
    assert found[1].tolist() == [0, 1e5]
    assert found[2, 0] == np.inf
    assert np.isnan(found[2, 1])


@pytest.mark.parametrize("answer", [holding, sustainable], ids=lambda one: one.__name__)
def test_nothing_but_rounding_stands_in_no_answer(answer: object) -> None:
    found = answer(negotiate.load("us-china/beijing-2018").again())  # type: ignore[operator]  # one of two functions
    report = report_of(found)
    for text in (
        json.dumps(json_of(found)),
        "\n".join(plain(report, True)),
        "\n".join(csv(report)),
    ):
        assert not re.findall(r"\de-\d+", text)


def test_what_is_small_in_a_small_unit_is_kept() -> None:
    game = in_units()
    found = json_of(simulate(game))
    assert [*found["worth"].values()] == [3e-12, 3e12]
    assert [*json_of(holding(game))["floor"].values()] == pytest.approx([1e-12, 1e12])
