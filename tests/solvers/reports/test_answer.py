"""An answer to any concept, wherever it shows itself."""

import pytest

from negotiate.render.concepts.registry import TOLD
from negotiate.render.display import as_html, as_text
from negotiate.report.style import Look
from negotiate.solvers.concepts.registry import CONCEPTS, answer
from negotiate.solvers.registry import solve
from tests.render.games import chicken
from tests.render.taught import CONCEPT, NAME, teach


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


def test_every_concept_is_told() -> None:
    assert [told.concept for told in TOLD] == [concept.name for concept in CONCEPTS]
