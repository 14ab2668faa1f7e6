"""An answer to any concept, wherever it shows itself."""

import importlib

import pytest

from negotiate.equilibrium.registry import CONCEPTS, answer, named, solve
from negotiate.report.screen import as_html, as_text
from negotiate.report.style import Look
from tests.equilibrium.reports.taught import CONCEPT, NAME, teach
from tests.report.games import chicken


def test_it_shows_itself_in_a_terminal_and_in_a_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    teach(monkeypatch)
    sol = answer(chicken(), CONCEPT, "Row")
    assert as_text(sol).splitlines()[:3] == ["Chicken", "2 wishes.", "Row would like 1."]
    assert "2 wishes." in as_html(sol)
    assert sol._repr_html_() == as_html(sol)


def test_python_asks_as_the_command_line_does(monkeypatch: pytest.MonkeyPatch) -> None:
    teach(monkeypatch)
    sol = solve(chicken(), concept=NAME, player="Column")
    assert sol.finding.player == 1
    assert "Row would like" not in as_text(sol, Look(all=True))


def test_every_concept_has_a_report() -> None:
    for concept in CONCEPTS:
        assert callable(importlib.import_module(concept.report or concept.module).report)


@pytest.mark.parametrize("concept", ["risk-dominance", "perfect", "potential"])
def test_a_report_about_another_concept_is_refused(concept: str) -> None:
    sol = solve(chicken(), concept="maxmin")
    with pytest.raises(TypeError, match="about another concept"):
        importlib.import_module(named(concept).report).report(sol, Look())
