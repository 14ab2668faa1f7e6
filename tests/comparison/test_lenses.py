"""Every lens is in the tuple, has golden texts, goes through the laws, and has its place in
`compare`.
"""

import inspect
from dataclasses import fields, replace
from pkgutil import resolve_name

import pytest

import negotiate
from negotiate.answers import Outcome, Prediction
from negotiate.comparison.result import LensChange, look
from negotiate.display import Shown
from negotiate.language.library import shipped
from negotiate.lenses import LENSES, Lens
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from negotiate.scenario import Scenario
from tests.golden.transcripts import COMMANDS, kept


def test_no_view_is_left_without_a_lens() -> None:
    views = {
        name
        for name, found in vars(Scenario).items()
        if inspect.isfunction(found) and name[0] != "_"
    }
    several = {"whatif", "indices", "regions", "explain", "bayesian", "varied"}
    assert {lens.method for lens in LENSES} == views - several - {lens.command for lens in LENSES}


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: lens.name)
def test_what_a_lens_names_by_a_path_is_there(lens: Lens) -> None:
    named = [
        getattr(lens, part.name) for part in fields(lens) if ":" in str(getattr(lens, part.name))
    ]
    assert len(named) == 3 + bool(lens.judge) + bool(lens.lint), (
        "a view, what it predicts, and fates, at least"
    )
    assert all(callable(resolve_name(path)) for path in named)


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: lens.name)
def test_a_lens_has_golden_texts_of_its_command(lens: Lens) -> None:
    assert lens.command in COMMANDS
    assert all(f"{lens.command} {name}" in kept(name) for name in shipped())
    assert lens.question.endswith("?")


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: lens.name)
@pytest.mark.parametrize(
    "name", ["us-china/beijing-2018", "classics/chicken", "classics/repeated-entry"]
)
def test_a_lens_keeps_its_contract(lens: Lens, name: str) -> None:
    scenario = negotiate.load(name)
    answer = look(lens, scenario)
    assert isinstance(answer, Prediction)
    assert answer.keys == scenario.keys
    for outcome in answer.outcomes:
        assert tuple(outcome.payoffs) == scenario.keys
        assert all(
            option in scenario.issues[issue].labels for issue, option in outcome.choices.items()
        )
        assert outcome.label or outcome.equilibrium is not None
    again = look(lens, scenario)
    assert isinstance(again, Prediction)
    change = LensChange(
        lens, answer, again, resolve_name(lens.fates)(scenario, scenario, answer, again)
    )
    assert change.same or change.as_alone


def both_sign(scenario: Scenario) -> Prediction:
    """What a lens of the tests predicts."""
    outcome = Outcome({"row": 1.0, "column": 2.0}, {"row": "swerve"}, label="both sign")
    return Prediction(scenario.keys, (outcome,), "deal", "counting", "twice", True)


def test_a_new_lens_needs_nothing_but_its_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lens whose outcomes are no equilibria joins every page by the tuple alone."""
    lens = replace(
        LENSES[0],
        name="in public",
        command="vote",
        question="who signs?",
        predict=f"{__name__}:both_sign",
        fates="negotiate.comparison.causes:fates_by_package",
    )
    monkeypatch.setattr("negotiate.comparison.result.LENSES", (*LENSES, lens))
    chicken = negotiate.load("classics/chicken")
    assert "both sign" in str(negotiate.compare(chicken))
    found = negotiate.compare(chicken, negotiate.load("classics/chicken", fix={"row": "straight"}))
    assert found.lenses[-1].same
    said = " ".join(as_text(found, Look(all=True)).split())
    assert "vote both" in said
    assert "both sign" in said
    assert isinstance(found, Shown)
