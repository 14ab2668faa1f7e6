"""Whatever concept is asked about leaves in every form, on any terminal, on one screen."""

import json
from functools import cache

import pytest

from negotiate.equilibrium.registry import CONCEPTS, solve
from negotiate.equilibrium.solution import Solution
from negotiate.language.scenario_file import load
from negotiate.report import report_of
from negotiate.report.json import json_of
from negotiate.report.plain import plain
from negotiate.report.screen import as_text
from negotiate.report.style import Look

SCENARIOS = (
    "us-china/beijing-2018",
    "classics/chicken",
    "classics/stag-hunt",
    "classics/matching-pennies",
)
GAMES = {name: load(name).alone() for name in SCENARIOS}
ASKED = [
    (concept, name)
    for concept in CONCEPTS
    for name, game in GAMES.items()
    if concept.applies_to(game) is None
]
SCREEN = 45


@cache
def asked(concept: str, name: str, player: str | None = None) -> Solution:
    return solve(GAMES[name], concept=concept, player=player)


@pytest.fixture(
    params=ASKED, ids=[f"{concept.name}-{name.partition('/')[2]}" for concept, name in ASKED]
)
def sol(request: pytest.FixtureRequest) -> Solution:
    concept, name = request.param
    return asked(concept.name, name)


def test_on_a_screen(sol: Solution) -> None:
    said = as_text(sol, Look(width=80)).splitlines()
    assert len(said) <= SCREEN
    assert max(map(len, said)) <= 80
    assert said[0] == sol.game.title
    assert said[1].strip()
    assert "hecked" in " ".join(said[-5:])
    assert any(
        line.startswith("Method: ") for line in as_text(sol, Look(width=80, all=True)).splitlines()
    )


def test_on_a_narrow_screen_that_knows_few_signs(sol: Solution) -> None:
    for everything in (False, True):
        text = as_text(sol, Look(width=40, ascii=True, all=everything))
        assert text.isascii()
        assert max(map(len, text.splitlines())) <= 40


def test_as_plain_lines(sol: Solution) -> None:
    said = plain(report_of(sol))
    if "" not in said:  # nothing is weakly dominated
        assert sol.concept == "weak-dominance"
        assert not sol.eliminations
        return
    head, *rows = said[len(said) - said[::-1].index("") :]
    assert "\t" in head
    assert [row for row in rows if row.count("\t") != head.count("\t")] == []
    assert not {letter for line in said for letter in line if 0x2500 <= ord(letter) < 0x25A0}


def test_as_json(sol: Solution) -> None:
    found = json.loads(json.dumps(json_of(sol), allow_nan=False))
    assert found["concept"] == sol.concept
    assert found["verified"]
    assert found["equilibria"] or found["finding"]


@pytest.mark.parametrize("concept", [one.name for one in CONCEPTS if one.player])
def test_about_one_player(concept: str) -> None:
    name = next(name for one, name in ASKED if one.name == concept and name.startswith("classics"))
    texts = {as_text(asked(concept, name, player)) for player in (None, *GAMES[name].keys)}
    assert len(texts) > 1, "naming a player changes nothing"
