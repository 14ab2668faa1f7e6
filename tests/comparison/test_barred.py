"""Where an `infeasible` line makes the difference, it is what is told, with what it keeps a player from gaining."""

import copy
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from negotiate.comparison import SideComparison, compare
from negotiate.comparison.causes import Barred
from negotiate.games.normal_form import NormalFormGame
from negotiate.render.comparing.comparison import sentences
from negotiate.render.comparing.outcomes import side_rows
from negotiate.report.style import Look
from tests.comparison.tied import COLUMNS, ROWS, tied_pairs
from tests.scenario_strategies import load

Data = dict[str, Any]

BAY: Data = {
    "format": 1,
    "title": "Two states, one bay",
    "players": ["east", "west"],
    "issues": {
        "e": {"decided_by": "east", "options": {"low": 1, "high": 3}},
        "w": {"decided_by": "west", "options": {"low": 1, "high": 3}},
    },
    "payoffs": {
        "east": {"fish": {"expr": "2 * e"}, "stock": {"expr": "-0.5 * (e + w)"}},
        "west": {"fish": {"expr": "2 * w"}, "stock": {"expr": "-0.5 * (e + w)"}},
    },
}
FULL: Data = {**BAY, "infeasible": [{"e": "high", "w": "high"}]}


def sides(one: Data, other: Data) -> SideComparison:
    found = compare(load(one), load(other))
    assert isinstance(found, SideComparison)
    return found


def test_what_cannot_be_chosen_together_is_the_reason() -> None:
    there, back = sides(BAY, FULL), sides(FULL, BAY)
    fates = there.lenses[0].fates
    assert fates is not None
    assert isinstance(fates.gone, Barred)
    assert (fates.gone.player, fates.gone.choice, fates.gone.others) == ("east", "high", (("west", "high"),))
    assert fates.come == Barred("east", "high", (("west", "high"),), True, 3)
    said = "east cannot choose high while west chooses high"
    assert sentences(there)[0].endswith(f"{said}.")
    assert back.lenses[0].fates is not None
    assert back.lenses[0].fates.gone == Barred("east", "high", (("west", "high"),), False, 3)
    assert re.search(rf"{said}, which in \S+ gains it 3\.$", sentences(back)[0])


@st.composite
def barred_pairs(draw: DrawFn) -> tuple[Data, Data]:
    """Two games in which all choose at once, of which either or both make something impossible."""
    pair = copy.deepcopy(draw(tied_pairs(moves=False)))
    if draw(st.booleans()):
        pair = (pair[0], copy.deepcopy(pair[0]))
    for data in pair:
        rows, columns = (data["issues"][issue]["options"] for issue in ("x", "y"))
        cells = [(r, c) for r in rows for c in columns if (r, c) != (ROWS[0], COLUMNS[0])]
        barred = draw(st.lists(st.sampled_from(cells), unique=True, max_size=2))
        if barred:
            data["infeasible"] = [{"x": r, "y": c} for r, c in barred]
    return pair


def possible(game: NormalFormGame, *choices: tuple[str, str]) -> bool:
    chosen = dict(choices)
    where = tuple(
        [one.label for one in row].index(chosen[key]) for key, row in zip(game.keys, game.strategies, strict=True)
    )
    return game.feasible is None or bool(game.feasible[where])


@settings(max_examples=80)
@given(barred_pairs())
def test_a_reason_is_impossible_on_one_side_alone_and_never_the_same_on_both(pair: tuple[Data, Data]) -> None:
    found = sides(*pair)
    games = (found.first.alone(), found.second.alone())
    fates = found.lenses[0].fates
    for why, away in ((fates.gone, 1), (fates.come, 0)) if fates is not None else ():
        if isinstance(why, Barred):
            combo = ((why.player, why.choice), *why.others)
            assert [possible(game, *combo) for game in games] == [why.by_second, not why.by_second]
            assert (why.gain > 0) == (why.by_second != bool(away))
    for said in sentences(found):
        assert not re.search(r"(?<![-\d.])(-?\d+(?:\.\d+)?) instead of \1(?![\d.]*\d)", said)
        assert not re.search("level instead of level", said)


def test_a_lens_without_moves_says_that_there_is_no_more_to_compare() -> None:
    said = "Neither side says who moves first, so in turn there is nothing more to compare."
    assert sentences(sides(BAY, FULL))[1] == said


@pytest.mark.parametrize("back", [False, True])
def test_every_row_that_appears_or_vanishes_is_marked(back: bool) -> None:
    pair = (FULL, BAY) if back else (BAY, FULL)
    lines = str(sides(*pair)).splitlines()
    marks = [mark[0] for line in lines if (mark := re.findall(r" ([-+])  (?:low|high) \| ", line))]
    assert marks == (["-", "-", "+"] if back else ["-", "+", "+"])
    assert "- vanishes   + appears" in lines


@settings(max_examples=40)
@given(barred_pairs())
def test_the_marks_are_the_fates(pair: tuple[Data, Data]) -> None:
    change = sides(*pair).lenses[0]
    marked = {"-": "vanishes", "+": "appears", "~": "shifts"}
    for answer, second in ((change.first, False), (change.second, True)):
        rows = side_rows(change, answer, "side", second, Look(all=True))
        for fate in change.fates.each if change.fates is not None else ():
            row = next((row for row in rows if row.outcome is (fate.second if second else fate.first)), None)
            if row is not None and row.outcome is not None:
                assert marked.get(row.sign, "lasts") == (fate.kind if fate.kind in marked.values() else "lasts")
