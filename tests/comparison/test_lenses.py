"""Every lens is in the tuple, has golden texts, goes through the laws, and has its place in `compare`."""

from pathlib import Path

import pytest

import negotiate
from negotiate.comparison.lenses import LENSES, Lens
from negotiate.comparison.prediction import Outcome, Prediction
from negotiate.comparison.result import LensChange
from negotiate.display import Shown
from negotiate.language.library import shipped
from negotiate.report.screen.page import as_text
from negotiate.report.style import Look
from negotiate.scenario import Scenario
from tests.golden.transcripts import COMMANDS, kept

VIEWS = Path(negotiate.__file__).parent / "views"
NO_LENS = {"__init__", "scenario", "growth", "sight", "at_once", "apart", "packages", "happened", "no_deal", "ordering"}
"""Modules of the views that are no lens: the scenario, trees and tables in the making, and what payoffs consist of."""


def test_no_view_is_left_without_a_lens() -> None:
    views = {path.stem for path in VIEWS.glob("*.py")} - NO_LENS
    assert {lens.name.replace(" ", "_") for lens in LENSES} == views
    assert all(hasattr(Scenario, lens.name.replace(" ", "_")) for lens in LENSES)


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: lens.name)
def test_a_lens_has_golden_texts_of_its_command(lens: Lens) -> None:
    assert lens.command in COMMANDS
    assert all(f"{lens.command} {name}" in kept(name) for name in shipped())
    assert lens.question.endswith("?")


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: lens.name)
@pytest.mark.parametrize("name", ["us-china/beijing-2018", "classics/chicken", "classics/repeated-entry"])
def test_a_lens_keeps_its_contract(lens: Lens, name: str) -> None:
    scenario = negotiate.load(name)
    answer = lens.look(scenario)
    assert isinstance(answer, Prediction)
    assert answer.keys == scenario.keys
    for outcome in answer.outcomes:
        assert tuple(outcome.payoffs) == scenario.keys
        assert all(option in scenario.issues[issue].labels for issue, option in outcome.choices.items())
        assert outcome.label or outcome.equilibrium is not None
    again = lens.look(scenario)
    assert isinstance(again, Prediction)
    change = LensChange(lens, answer, again, lens.fates(scenario, scenario, answer, again))
    assert change.same or change.as_alone


def test_a_new_lens_needs_nothing_but_its_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lens whose outcomes are no equilibria joins every page by the tuple alone."""

    def predict(scenario: Scenario) -> Prediction:
        outcome = Outcome({"row": 1.0, "column": 2.0}, {"row": "swerve"}, label="both sign")
        return Prediction(scenario.keys, (outcome,), "deal", "counting", "twice", True)

    monkeypatch.setattr(
        "negotiate.comparison.comparing.LENSES", (*LENSES, Lens("in public", "vote", "who signs?", predict))
    )
    chicken = negotiate.load("classics/chicken")
    assert "both sign" in str(negotiate.compare(chicken))
    found = negotiate.compare(chicken, negotiate.load("classics/chicken", fix={"row": "straight"}))
    assert found.lenses[-1].same
    said = " ".join(as_text(found, Look(all=True)).split())
    assert "vote both" in said
    assert "both sign" in said
    assert isinstance(found, Shown)
