"""Quantal responses of a tree told: where they lead, the tree of that, and how each choice
moves.
"""

import json
from dataclasses import replace
from functools import cache

import pytest

from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.equilibrium.trees.agent_quantal_response import NOWHERE
from negotiate.games.extensive import ExtensiveGame
from negotiate.report.json import json_of
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.equilibrium.reports.told import plain
from tests.famous_trees import beer_quiche, chain_store_types, ultimatum_outside


@cache
def response(build) -> Solution:
    return solve(build(), concept="quantal-response")


def test_the_limit_is_told_drawn_and_compared_with_what_came_before() -> None:
    text = as_text(response(beer_quiche), Look(width=80))
    assert "lead from random choice to the\nsequential equilibrium beer → retreat." in text
    assert "Sender bluffs. As `weak`, sender chooses `beer`" in text
    assert "⟨A 0.1⟩" in text
    assert "Precision" in text
    (weak,) = (
        line for line in text.splitlines() if line.startswith("sender at weak as weak: beer")
    )
    assert weak.split()[6] == "1/2"
    assert weak.split()[-1] == "1"


@pytest.mark.parametrize("build", [beer_quiche, chain_store_types, ultimatum_outside])
def test_it_fits_and_needs_no_signs(build) -> None:
    for width in (20, 40, 80):
        text = as_text(response(build), Look(width=width, ascii=True))
        assert text.isascii()
        assert max(map(len, text.splitlines())) <= width


def test_as_plain_lines_and_json() -> None:
    sol = response(beer_quiche)
    (row,) = (line for line in plain(sol) if line.startswith("sender at weak as weak: beer\t"))
    assert row.split("\t")[1::4] == ["0.5", "1"]
    found = json.loads(json.dumps(json_of(sol), allow_nan=False))
    assert len({one["precision"] for one in found["equilibria"]}) == len(sol.equilibria)
    assert found["finding"]["limit"]["behaviour"]["0"] == {"beer": 1.0, "quiche": 0.0}
    assert isinstance(sol.game, ExtensiveGame)


def test_one_sequential_equilibrium_that_the_path_leads_to_is_told_as_an_equilibrium() -> None:
    sol = solve(beer_quiche(), "agent-quantal-limit")
    assert sol.equilibria
    for text in (as_text(sol, Look(width=80)), "\n".join(plain(sol))):
        assert "One sequential equilibrium was found. There may be more." in text
        assert "after `beer`" in text.casefold()
    nothing = replace(sol, equilibria=(), finding=NOWHERE)
    assert "No sequential equilibrium was found. There may be one." in as_text(
        nothing, Look(width=80)
    )
    assert plain(nothing)
    json.dumps(json_of(nothing), allow_nan=False)
