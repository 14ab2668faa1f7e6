"""Where an `infeasible` line makes the difference, it is what is told, with what it keeps a player
from gaining.
"""

import copy
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from negotiate.comparison.causes import Barred
from negotiate.comparison.result import SideComparison, compare
from negotiate.games.normal_form import NormalFormGame
from negotiate.report import report_of
from negotiate.report.blocks import Table
from tests.comparison.sentences import rows, same_twice, sentences
from tests.comparison.tied import COLUMNS, ROWS, tied_pairs
from tests.scenario_strategies import load
from tests.written import checked

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
    assert (fates.gone.player, fates.gone.choice, fates.gone.others) == (
        "east",
        "high",
        (("west", "high"),),
    )
    assert fates.come == Barred("east", "high", (("west", "high"),), True, 3)
    said = "east cannot choose `high` while west chooses `high`."
    assert sentences(there)[1].endswith(said)
    assert back.lenses[0].fates is not None
    assert back.lenses[0].fates.gone == Barred("east", "high", (("west", "high"),), False, 3)
    assert re.search(rf"{said} .*, east gains 3 by choosing `high`\.$", sentences(back)[1])


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
        [one.label for one in row].index(chosen[key])
        for key, row in zip(game.keys, game.strategies, strict=True)
    )
    return game.feasible is None or bool(game.feasible[where])


@settings(max_examples=80)
@given(barred_pairs())
def test_a_reason_is_impossible_on_one_side_alone_and_never_the_same_on_both(
    pair: tuple[Data, Data],
) -> None:
    found = sides(*pair)
    games = (found.first.alone(), found.second.alone())
    fates = found.lenses[0].fates
    for why, away in ((fates.gone, 1), (fates.come, 0)) if fates is not None else ():
        if isinstance(why, Barred):
            combo = ((why.player, why.choice), *why.others)
            assert [possible(game, *combo) for game in games] == [why.by_second, not why.by_second]
            assert (why.gain > 0) == (why.by_second != bool(away))
    for said in sentences(found):
        assert same_twice(said) is None


def test_a_lens_without_moves_says_that_there_is_no_more_to_compare() -> None:
    said = "tree: Neither side has moves, so `tree` plays the same game as `solve`."
    assert sentences(sides(BAY, FULL))[2] == said


@pytest.mark.parametrize("back", [False, True])
def test_what_both_sides_have_is_listed_once(back: bool) -> None:
    found = sides(*((FULL, BAY) if back else (BAY, FULL)))
    (table, *_) = (block for block in report_of(found).blocks if isinstance(block, Table))
    alone = [(row[1], row[2]) for row in table.rows[:3]]
    assert len({what for _, what in alone}) == 3
    listed = [
        tuple(value for key, value in row.items() if key != "side")
        for row in rows(found, "outcome")
    ]
    assert len(set(listed)) == len(listed)


@settings(max_examples=40)
@given(barred_pairs())
def test_every_result_is_listed_with_its_fate(pair: tuple[Data, Data]) -> None:
    found = sides(*pair)
    change = found.lenses[0]
    told = checked(found)["lenses"][0]
    fates = change.fates.each if change.fates is not None else ()
    listed = [
        fate["kind"]
        for side, answer in ((0, change.first), (1, change.second))
        for place in range(len(answer.outcomes))
        for fate, places in zip(told["fates"]["each"], told["places"], strict=True)
        if places[side] == place
    ]
    first = [
        next(fate.kind for fate in fates if fate.first is outcome)
        for outcome in change.first.outcomes
    ]
    second = [
        next(fate.kind for fate in fates if fate.second is outcome)
        for outcome in change.second.outcomes
    ]
    assert listed == [*first, *second]
