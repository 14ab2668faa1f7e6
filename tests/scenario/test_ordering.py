"""How `show` orders the states of a player without numbers, and what it says puts each place behind
the one above.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given, reject, settings

import negotiate
from negotiate.conflict.view import Ordering, orderings
from negotiate.errors import UnsuitableGame
from tests.language.test_preferences import judged
from tests.scenario_strategies import load, ordinal


def packages_of(scenario: negotiate.Scenario) -> list[dict[str, str]]:
    """Every state as issue → option; a scenario in which nothing can happen has no order, and is no
    example.
    """
    try:
        model = scenario.standing()
    except UnsuitableGame:
        assert orderings(scenario) == ()
        reject()
    return [{**model.kept, **choices} for choices in model.choices]


@settings(max_examples=50)
@given(ordinal())
def test_places_hold_every_state_once_and_in_order(written: dict[str, Any]) -> None:
    scenario = load(written)
    states = packages_of(scenario)
    found = orderings(scenario)
    assert [one.preference.player for one in found] == list(scenario.preferences)
    for one in found:
        player = one.preference.player
        told = [state for place in one.places for state in place.states]
        assert sorted(told) == list(range(len(states)))
        assert [place.number for place in one.places] == list(range(1, one.count + 1))
        seen = [
            {judged(written, player, states[state]) for state in place.states}
            for place in one.places
        ]
        assert all(len(alike) == 1 for alike in seen)
        worths = [next(iter(alike)) for alike in seen]
        assert worths == sorted(worths, reverse=True)
        assert len(set(worths)) == len(worths)


@settings(max_examples=50)
@given(ordinal())
def test_what_puts_a_place_behind_is_the_first_statement_that_differs(
    written: dict[str, Any],
) -> None:
    scenario = load(written)
    states = packages_of(scenario)
    for one in orderings(scenario):
        if one.preference.kind == "ranking":
            assert all(place.behind is None for place in one.places)
            continue
        for above, place in zip(one.places, one.places[1:], strict=False):
            before, after = (
                judged(written, one.preference.player, states[p.states[0]]) for p in (above, place)
            )
            first = next(
                k for k, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]
            )
            assert place.behind is not None
            assert (place.behind.number, place.behind.above, place.behind.here) == (
                first + 1,
                before[first],
                after[first],
            )
            assert place.behind.statements == tuple(s.written for s in one.preference.groups[first])


@settings(max_examples=30)
@given(ordinal())
def test_patterns_tell_of_the_states_they_hold(written: dict[str, Any]) -> None:
    scenario = load(written)
    states = packages_of(scenario)
    for one in orderings(scenario):
        for place in one.places:
            inside = [state for pattern in place.patterns for state in pattern.states]
            assert len(inside) + place.left == len(place.states)
            for pattern in place.patterns:
                assert all(
                    states[s][k] in options
                    for s in pattern.states
                    for k, options in pattern.options.items()
                )


def _told(found: Ordering) -> list[int]:
    return [place.number for place in found.places]


def test_the_short_order_tells_the_best_today_and_the_worst() -> None:
    issues = {f"i{k}": {"decided_by": "ada", "options": ["a", "b"]} for k in range(4)}
    written = {
        "format": 1,
        "title": "x",
        "players": ["ada"],
        "issues": issues,
        "status_quo": {"i0": "a", "i1": "b", "i2": "b", "i3": "a"},
        "prefers": {"ada": [f"i{k} == a" for k in range(4)]},
    }
    (found,) = orderings(load(written), 3)
    assert (found.states, found.count) == (16, 16)
    assert _told(found) == [1, 2, 3, 7, 16]
    assert [place.number for place in found.places if place.today] == [7]


def test_of_very_many_states_no_order_is_told() -> None:
    issues = {f"i{k}": {"decided_by": "ada", "options": ["a", "b"]} for k in range(13)}
    written = {
        "format": 1,
        "title": "x",
        "players": ["ada"],
        "issues": issues,
        "prefers": {"ada": ["i0 == a"]},
    }
    assert orderings(load(written)) == ()


def test_with_numbers_there_is_no_order_to_tell() -> None:
    assert orderings(negotiate.load("classics/chicken")) == ()


def test_where_nothing_can_happen_there_is_no_order_to_tell() -> None:
    written = {
        "format": 1,
        "title": "x",
        "players": ["ada", "bo"],
        "issues": {
            "door": {"decided_by": "ada", "options": ["open", "shut"]},
            "key": {"decided_by": "agreement", "options": ["none", "some"]},
        },
        "status_quo": {"door": "shut", "key": "none"},
        "infeasible": [{"key": "none"}],
        "prefers": {"ada": ["door == open"], "bo": ["door == shut"]},
    }
    assert orderings(load(written)) == ()
