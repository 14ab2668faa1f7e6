"""What programs get of a comparison: every field, held against its schema, and none that is always
nothing.
"""

from __future__ import annotations

from functools import cache

import pytest

import negotiate
from negotiate.comparison.causes import Fates
from negotiate.comparison.result import LensComparison, SideComparison
from negotiate.report.json import json_of
from tests.comparison.test_barred import BAY, FULL
from tests.comparison.test_causes import hidden_difference
from tests.comparison.test_deals import talks
from tests.comparison.test_facts import too_large, two_issues
from tests.records import never_told
from tests.scenario_strategies import load
from tests.written import checked

FLAGSHIP = "us-china/beijing-2018"
LENSES = (
    "classics/entry-deterrence",
    "classics/chicken",
    "classics/beer-quiche",
    "trade/usmca-2018",
    FLAGSHIP,
)
SIDES = (
    *(
        (FLAGSHIP, None, {"variant": variant})
        for variant in ("containment", "larger_threat", "hindsight", "hidden")
    ),
    (FLAGSHIP, "us_drops_mic2025", {"variant": "nobody_believes"}),
    ("classics/chicken", None, {"fix": {"row": "straight"}}),
    ("trade/usmca-2018", None, {"variant": "mexico_has_signed"}),
)


@cache
def by_lens(name: str) -> LensComparison:
    found = negotiate.compare(negotiate.load(name))
    assert isinstance(found, LensComparison)
    return found


@cache
def by_side(place: int) -> SideComparison:
    name, base, changes = SIDES[place]
    found = negotiate.compare(negotiate.load(name, variant=base), negotiate.load(name, **changes))
    assert isinstance(found, SideComparison)
    return found


@pytest.mark.parametrize("name", LENSES)
def test_what_every_lens_finds_fits_its_schema(name: str) -> None:
    written = checked(by_lens(name))
    assert written["title"] == by_lens(name).scenario.heading
    assert [one["lens"]["command"] for one in written["lenses"]][:2] == ["solve", "tree"]
    assert all(list(one["lens"]) == ["name", "command", "question"] for one in written["lenses"])
    assert written["lenses"][0]["agreement"] is None


@pytest.mark.parametrize("place", range(len(SIDES)))
def test_two_sides_fit_their_schema(place: int) -> None:
    found, written = by_side(place), checked(by_side(place))
    assert (written["first"], written["second"]) == (found.first.heading, found.second.heading)
    for change, told in zip(found.lenses, written["lenses"], strict=True):
        assert (told["same"], told["moved"]) == (change.same, change.moved)
        if change.fates is not None and change.fates.gone is not None:
            assert told["fates"]["gone"]["kind"] == type(change.fates.gone).__name__


def test_a_fate_says_which_outcome_of_each_side_it_is_about() -> None:
    change = checked(by_side(0))["lenses"][0]
    for fate, places in zip(change["fates"]["each"], change["places"], strict=True):
        for side, place in zip(("first", "second"), places, strict=True):
            if place is not None:
                assert fate[side] == change[side]["outcomes"][place]


def test_no_field_of_this_room_is_nothing_in_every_answer() -> None:
    line = {"alms": {"player": "bo", "never": {"gift": ["given"], "share": ["half"]}}}
    more = {
        "payoffs": {
            "ada": {"gain": {"by": "x", "values": {"high": 1}}, "rent": {"amount": 3}},
            "bo": {},
        }
    }
    order = {"prefers.us": ["missiles == withdraw"]}
    pairs = [
        *(
            (load(one), load(other))
            for one, other in ((BAY, FULL), (FULL, BAY), hidden_difference())
        ),
        (talks(), talks(red_lines=line)),
        (talks(), talks(no_deal={"gift": "given", "share": "half"})),
        (talks(), talks()),
        (load(two_issues()), load(two_issues() | more)),
        (load(too_large()), load(too_large(), set={"payoffs.ada.gain.high": 2})),
        (negotiate.load("conflicts/cuba-1962"), negotiate.load("conflicts/cuba-1962", set=order)),
        (negotiate.load(FLAGSHIP, variant="larger_threat"), negotiate.load(FLAGSHIP)),
        (
            negotiate.load(FLAGSHIP, variant="nobody_believes"),
            negotiate.load(FLAGSHIP, variant="us_drops_mic2025"),
        ),
    ]
    answers = [
        *map(by_lens, LENSES),
        *map(by_side, range(len(SIDES))),
        *(negotiate.compare(*pair) for pair in pairs),
    ]
    assert never_told(answers, "negotiate.comparison") == []


def test_a_count_that_nobody_made_is_null() -> None:
    assert json_of(Fates((), signed=(-1, 3)))["signed"] == [None, 3]
