"""Comparisons of trees in which somebody does not know where it stands: by what it expects,
mixtures as mixtures.
"""

import re
from typing import Any

import pytest

from negotiate.comparison.causes import Parting, PrivateTypes
from negotiate.comparison.result import SideComparison, compare
from negotiate.lenses import IN_TURN
from tests.comparison.sentences import sentences
from tests.scenario_strategies import load

Data = dict[str, Any]


def union(full: float) -> Data:
    """A firm that offers a wage without knowing whether the union can afford a strike."""
    return {
        "format": 1,
        "title": "Strike",
        "players": ["union", "firm"],
        "issues": {
            "wage": {"decided_by": "firm", "options": {"low": 2, "high": 5}},
            "action": {"decided_by": "union", "options": ["work", "strike"]},
        },
        "status_quo": {"wage": "low", "action": "work"},
        "parameters": {"chest": {"value": 0, "source": "declared"}},
        "payoffs": {
            "union": {
                "pay": {"expr": "wage"},
                "strike": {"expr": "chest - 3", "when": "action == strike"},
            },
            "firm": {
                "pay": {"expr": "-wage"},
                "output": {"amount": -6, "when": "action == strike"},
            },
        },
        "types": {
            "union": {"poor": {"odds": 1 - full}, "rich": {"odds": full, "set": {"chest": 5}}}
        },
        "protocol": [
            {"move": "offer", "player": "firm", "sets": "wage"},
            {"move": "decide", "player": "union", "when": "offer == low", "sets": "action"},
        ],
    }


def strait(scout: float) -> Data:
    """A landing that a drone may see."""
    met = "landing == north and brigade == north"
    return {
        "format": 1,
        "title": "Strait",
        "players": ["red", "blue"],
        "issues": {
            "landing": {"decided_by": "red", "options": ["stay", "north"]},
            "brigade": {"decided_by": "blue", "options": ["barracks", "north"]},
        },
        "status_quo": {"landing": "stay", "brigade": "barracks"},
        "payoffs": {
            "red": {
                "beach": {"amount": 6, "when": "landing == north and brigade != north"},
                "beaten": {"amount": -5, "when": met},
            },
            "blue": {
                "lost": {"amount": -6, "when": "landing == north and brigade != north"},
                "won": {"amount": 3, "when": met},
                "march": {"amount": -1, "when": "brigade != barracks"},
            },
        },
        "protocol": [
            {"move": "sail", "player": "red", "sets": "landing"},
            {"chance": "drone", "odds": {"sees": scout, "clouds": 1 - scout}},
            {"move": "seen", "player": "blue", "when": "drone == sees", "sets": "brigade"},
            {
                "move": "blind",
                "player": "blue",
                "when": "drone == clouds",
                "sets": "brigade",
                "sees": ["drone"],
            },
        ],
    }


def sides(one: Data, other: Data) -> SideComparison:
    found = compare(load(one), load(other))
    assert isinstance(found, SideComparison)
    return found


def gone(found: SideComparison) -> object:
    (change,) = (one for one in found.lenses if one.lens == IN_TURN)
    assert change.fates is not None
    return change.fates.gone


@pytest.mark.parametrize(("one", "other"), [(0.4, 0.6), (0.1, 0.9), (0.3, 0.55)])
def test_a_choice_gains_what_its_mover_expects_given_its_beliefs(one: float, other: float) -> None:
    found = gone(sides(union(one), union(other)))
    assert isinstance(found, Parting)
    assert (found.move, found.first, found.second) == ("offer", "low", "high")
    # Low costs 2, and 6 more where the union is rich and strikes; high costs 5.
    assert found.leads == pytest.approx((5 - (2 + 6 * one), (2 + 6 * other) - 5))


def test_a_mixture_is_held_against_what_replaces_it_as_a_mixture() -> None:
    found = sides(strait(0.5), strait(0.9))
    why = gone(found)
    assert isinstance(why, Parting)
    assert (why.move, why.first, why.second) == ("sail", "8/9 stay + 1/9 north", "stay")
    said = " ".join(sentences(found))
    assert re.search(r"At `sail`, red chooses `stay` in \S+, and `8/9 stay \+ 1/9 north` in ", said)
    assert "indifferent" not in said


def test_types_that_only_one_side_has_are_said_from_either_side() -> None:
    without = union(0.4)
    del without["types"]
    kinds = (("union", ("poor", "rich")),)
    assert gone(sides(without, union(0.9))) == PrivateTypes(kinds, True)
    assert gone(sides(union(0.9), without)) == PrivateTypes(kinds, False)
    assert "union is `poor` or `rich`. Only this player knows which." in " ".join(
        sentences(sides(without, union(0.9)))
    )
