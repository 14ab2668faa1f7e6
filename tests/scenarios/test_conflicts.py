"""The conflicts without numbers against what is published of them, and each of their expectations
against itself.

The published orders and equilibria are written here as the literature numbers the states, and
worked out a second time from bare tables, without the scenario files.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import permutations
from typing import Any

import pytest

import negotiate
from negotiate import GraphModel
from negotiate.conflict.questions.coalitions import coalitions
from tests.scenarios.readings import reading

CUBA = "conflicts/cuba-1962"
ELMIRA = "conflicts/elmira-1991"
EARTHS = "conflicts/rare-earths-2025"
IRAN = "conflicts/iran-2018"

BREAKS: dict[str, list[tuple[str, Mapping[str, Any]]]] = {
    CUBA: [
        ("If everybody looks one move ahead", {"irreversible": {"missiles": "withdraw"}}),
        ("So `solve` finds no equilibrium", {"prefers.ussr.3.that": "missiles == keep"}),
        ("From the blockade of 22 October", {"prefers.ussr": ["missiles == keep"]}),
        ("What came of it stands", {"prefers.ussr.3.that": "missiles == keep"}),
        ("So would the same with the blockade", {"irreversible": {"air": "strike"}}),
        ("Whatever stands, the missiles leave", {"irreversible": {"air": "strike"}}),
        ("If any answer is feared", {"prefers.ussr": ["missiles == withdraw"]}),
        ("But then seven", {"irreversible": {"missiles": "withdraw"}}),
        ("Nobody ends in an escalation", {"prefers.ussr": ["missiles == escalate"]}),
        ("If a strike cannot be undone", {"prefers.ussr.3.that": "missiles == keep"}),
    ],
    ELMIRA: [
        ("With the works open two states", {"irreversible": {"works": "closed"}}),
        ("The deadlock of 1991", {"prefers.local.4.that": "stand == silent"}),
        ("What was signed", {"prefers.uniroyal.1.that": "works == closed"}),
        ("So would closed works", {"irreversible": {"order": "modified"}}),
        ("Looking further ahead", {"irreversible": {"works": "closed"}}),
        ("The beginning stands only", {"prefers.local": ["stand == insist"]}),
        ("So does a milder order", {"prefers.local": ["stand == insist"]}),
        ("If everything could be undone", {"prefers.moe": ["order == modified"]}),
        (
            "The ministry and Uniroyal",
            {"prefers.uniroyal": ["works == open", "clean_up == accepted"]},
        ),
        ("With the local governments", {"prefers.local": ["clean_up == accepted"]}),
    ],
    EARTHS: [
        (
            "Today both doing their worst",
            {"prefers.china.2.that": "licences == as_in_april", "prefers.china.2.iff": "1 == 1"},
        ),
        ("What was agreed in Busan", {"prefers.us": ["lists == daughters_too"]}),
        (
            "A longer list that is not answered",
            {
                "prefers.us": ["lists == daughters_too"],
                "prefers.china": ["licences == as_in_april"],
            },
        ),
        ("Both would sign the truce", {"prefers.us": ["lists == daughters_too"]}),
        ("The only state that stands", {"irreversible": {"licences": "as_in_october"}}),
        (
            "Both doing their worst stands no longer",
            {"prefers.china": ["licences == as_in_october"]},
        ),
        ("The truce can still last", {"prefers.us": ["lists == daughters_too"]}),
        ("But so can a longer list", {"prefers.china": ["licences == as_in_october"]}),
        ("If factories could be closed", {"prefers.us": ["lists == daughters_too"]}),
        ("Nor would the state", {"prefers.us": ["magnets == own"]}),
    ],
    IRAN: [
        (
            "In 2015 the agreement stands",
            {"ranking.iran": [{"programme": "beyond_limits"}, "everything else"]},
        ),
        (
            "With the government of 2018",
            {"ranking.us": [{"sanctions": "lifted"}, "everything else"]},
        ),
        (
            "The year in which Iran waited",
            {"ranking.iran": [{"programme": "within_limits"}, "everything else"]},
        ),
        ("Only how it ended", {"ranking.europe": [{"trade": "goes_on"}, "everything else"]}),
        ("And it is what happens", {"ranking.europe": [{"trade": "goes_on"}, "everything else"]}),
        (
            "All three would rather",
            {"ranking.iran": [{"programme": "beyond_limits"}, "everything else"]},
        ),
    ],
}
"""Scenario → how each entry of its `expect` begins, in the file's order, and one setting that
breaks it.
"""

CUBAN_ORDERS = {
    "us": (4, 6, 5, 7, 2, 1, 3, 0, 11, 9, 10, 8),
    "ussr": (0, 4, 6, 2, 5, 1, 7, 3, 11, 9, 10, 8),
}
"""Best to worst, as Fraser and Hipel print them: 1 for a strike, 2 a blockade, 4 a withdrawal, 8 an
escalation.
"""

ELMIRA_ORDERS = {
    "moe": (7, 3, 4, 8, 5, 1, 2, 6, 9),
    "uniroyal": (1, 4, 8, 5, 9, 2, 3, 7, 6),
    "local": (7, 3, 5, 1, 8, 6, 4, 2, 9),
}
ELMIRA_MOVES = {
    "moe": {1: [2], 3: [4], 5: [6], 7: [8]},
    "uniroyal": {1: [3, 9], 2: [4, 9], 3: [9], 4: [9], 5: [7, 9], 6: [8, 9], 7: [9], 8: [9]},
    "local": {1: [5], 2: [6], 3: [7], 4: [8], 5: [1], 6: [2], 7: [3], 8: [4]},
}
ELMIRA_STANDING = {"R": {5, 8, 9}, "GMR": {1, 4, 5, 8, 9}, "SMR": {1, 4, 5, 8, 9}, "SEQ": {5, 8, 9}}
"""That 5, 8 and 9 stand by all four is published; the works that are closed are one state there."""


@cache
def model(name: str, variant: str | None = None) -> GraphModel:
    return negotiate.load(name, variant=variant).standing()


def cuban(choices: Mapping[str, str]) -> int:
    missiles = {"keep": 0, "withdraw": 4, "escalate": 8}[choices["missiles"]]
    return (choices["air"] == "strike") + 2 * (choices["sea"] == "blockade") + missiles


def of_elmira(choices: Mapping[str, str]) -> int:
    if choices["works"] == "closed":
        return 9
    accepted = 2 * (choices["clean_up"] == "accepted")
    return 1 + (choices["order"] == "modified") + accepted + 4 * (choices["stand"] == "insist")


def elmira(last_four: tuple[int, ...] = (2, 3, 7, 6)) -> GraphModel:
    """The published model of nine states, with an order of the four that Uniroyal likes least."""
    orders = ELMIRA_ORDERS | {"uniroyal": (*ELMIRA_ORDERS["uniroyal"][:5], *last_four)}
    return GraphModel.from_tables(range(1, 10), ELMIRA_MOVES, orders)


@pytest.mark.parametrize("name", BREAKS)
def test_it_has_no_number_at_all(name: str) -> None:
    scenario = negotiate.load(name)
    assert scenario.ordinal == set(scenario.players)
    assert not scenario.parameters


@pytest.mark.parametrize("player", [0, 1])
def test_the_statements_give_the_published_orders_of_cuba(player: int) -> None:
    conflict = model(CUBA)
    numbers = [cuban(choices) for choices in conflict.choices]
    ranked = sorted(range(12), key=lambda state: -conflict.ranks[player, state])
    assert tuple(numbers[state] for state in ranked) == CUBAN_ORDERS[conflict.keys[player]]
    assert len(set(conflict.ranks[player].tolist())) == 12


@pytest.mark.parametrize(
    ("variant", "standing"),
    [
        (
            None,
            {"R": set(), "SEQ": {4, 6}, "GMR": {0, 1, 2, 4, 5, 6, 7}, "SMR": {0, 1, 2, 4, 5, 6, 7}},
        ),
        ("no_way_back", {"R": {5}, "SEQ": {4, 5, 6}}),
    ],
)
def test_cuba_stands_where_it_is_published_to(
    variant: str | None, standing: dict[str, set[int]]
) -> None:
    conflict = model(CUBA, variant)
    number = dict(zip(conflict.states, map(cuban, conflict.choices), strict=True))
    for concept, states in standing.items():
        assert {number[state] for state in conflict.equilibria(concept)} == states


def test_in_october_1962_each_moved_to_where_it_would_rather_be() -> None:
    conflict = model(CUBA)
    path = [conflict.happened[day] for day in ("october_14", "october_22", "october_28")]
    for mover, before, after in zip((0, 1), path[:-1], path[1:], strict=True):
        assert after in conflict.moves[mover].from_state(before)
        assert conflict.ranks[mover, after] > conflict.ranks[mover, before]


@pytest.mark.parametrize("player", [0, 1, 2])
def test_the_statements_give_the_published_orders_of_elmira(player: int) -> None:
    conflict = model(ELMIRA)
    places: dict[int, set[int]] = {}
    for state, choices in enumerate(conflict.choices):
        places.setdefault(int(conflict.ranks[player, state]), set()).add(of_elmira(choices))
    ranked = [states for _, states in sorted(places.items(), reverse=True)]
    assert ranked == [{state} for state in ELMIRA_ORDERS[conflict.keys[player]]]


@pytest.mark.parametrize("concept", ["R", "GMR", "SMR", "SEQ"])
def test_elmira_stands_where_it_is_published_to(concept: Any) -> None:
    conflict = model(ELMIRA)
    number = dict(zip(conflict.states, map(of_elmira, conflict.choices), strict=True))
    assert {number[state] for state in conflict.equilibria(concept)} == ELMIRA_STANDING[concept]
    assert elmira().equilibria(concept) == ELMIRA_STANDING[concept]


@pytest.mark.parametrize("concept", ["R", "GMR", "SMR", "SEQ", "SIM"])
def test_how_uniroyal_orders_its_four_worst_states_makes_no_difference(concept: Any) -> None:
    for last_four in permutations((2, 3, 6, 7)):
        for player in ELMIRA_ORDERS:
            assert elmira(last_four).stable(player, concept) == elmira().stable(player, concept)


def test_what_was_signed_in_elmira_took_two_of_three() -> None:
    conflict = model(ELMIRA)
    deadlock, signed = conflict.happened["deadlock"], conflict.happened["october_1991"]
    keys = dict(zip(conflict.keys, conflict.ranks, strict=True))
    assert all(keys[player][signed] > keys[player][deadlock] for player in ("moe", "uniroyal"))
    assert keys["local"][signed] < keys["local"][deadlock]
    found = coalitions(conflict, "R")
    assert deadlock in found.alone
    assert signed in found.standing
    (broken,) = [broken for broken in found.broken if broken.state == deadlock]
    (departure,) = broken.departures
    assert [conflict.keys[player] for player in departure.coalition] == ["moe", "uniroyal"]
    assert departure.targets == (signed,)


def test_in_2025_each_answered_the_other_and_then_both_moved_together() -> None:
    conflict = model(EARTHS)
    before, listed, licensed = (
        conflict.status_quo,
        conflict.happened["september_29"],
        conflict.happened["october_9"],
    )
    truce = conflict.happened["busan_october_30"]
    assert conflict.ranks[0, listed] > conflict.ranks[0, before]
    assert conflict.ranks[1, licensed] > conflict.ranks[1, listed]
    assert truce == before
    assert all(
        conflict.ranks[player, truce] > conflict.ranks[player, licensed] for player in (0, 1)
    )
    assert not any(truce in conflict.moves[player].from_state(licensed) for player in (0, 1))


def test_from_2018_to_2019_each_step_was_for_the_better_of_whoever_took_it() -> None:
    conflict = model(IRAN)
    state = {"sanctions": "lifted", "programme": "within_limits", "trade": "goes_on"}
    steps = (
        ("us", "sanctions", "imposed"),
        ("europe", "trade", "stops"),
        ("iran", "programme", "beyond_limits"),
    )
    path = [conflict.happened["january_2016"]]
    for mover, issue, option in steps:
        state = state | {issue: option}
        player = conflict.keys.index(mover)
        path.append([dict(choices) for choices in conflict.choices].index(state))
        assert path[-1] in conflict.moves[player].from_state(path[-2])
        assert conflict.ranks[player, path[-1]] > conflict.ranks[player, path[-2]]
    assert path[1] == conflict.happened["may_2018"]
    assert path[-1] == conflict.happened["july_2019"]


@pytest.mark.parametrize("concept", ["R", "GMR", "SMR", "SEQ", "SIM"])
def test_the_agreement_of_2015_stands_by_everything_and_that_of_2018_by_nothing(
    concept: Any,
) -> None:
    assert model(IRAN, "obama").status_quo == model(IRAN).status_quo
    for variant in ("obama", None):
        conflict = model(IRAN, variant)
        assert (conflict.states[conflict.status_quo] in conflict.equilibria(concept)) is (
            variant == "obama"
        )


@pytest.mark.parametrize("name", BREAKS)
def test_every_variant_loads_and_has_states(name: str) -> None:
    for variant in reading(name).variants():
        assert negotiate.load(name, variant=variant).variants[variant].title
        assert len(model(name, variant).states) > 1
