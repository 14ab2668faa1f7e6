"""Written talks that are played again, and what a round of them is worth package by package."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from negotiate.scenario import Scenario

DILEMMA: dict[str, Any] = {
    "format": 1,
    "title": "Two ports",
    "players": {"north": {"patience": 0.8}, "south": {"patience": 0.7}},
    "matrix": {
        "share": {"share": [6, 6], "more": [2, 11]},
        "more": {"share": [9, 2], "more": [3, 3]},
    },
}


def ports(**repeat: Any) -> dict[str, Any]:
    return {**DILEMMA, "repeat": repeat}


def random_talks(seed: int) -> dict[str, Any]:
    """A scenario of two or three players with one or two issues each, one that all decide, and
    random postures.

    The first player has two postures at least, so that somebody can break something.
    """
    rng = np.random.default_rng(seed)
    players = ["ann", "ben", "cid"][: int(rng.integers(2, 4))]
    issues: dict[str, Any] = {
        "pay": {"decided_by": "agreement", "options": ["none", "some", "much"]}
    }
    for player in players:
        for k in range(int(rng.integers(1, 3))):
            options = [f"{player[0]}{k}{letter}" for letter in "xyz"[: int(rng.integers(2, 4))]]
            issues[f"{player}_{k}"] = {"decided_by": player, "options": options}
    names = list(issues)
    by = {player: list(rng.permutation(names)) for player in players}

    def table(left: list[str]) -> Any:
        if not left:
            return float(rng.integers(-9, 10))
        return {option: table(left[1:]) for option in issues[left[0]]["options"]}

    payoffs = {
        player: {"all": {"by": by[player], "values": table(by[player])}} for player in players
    }
    postures = {}
    for player in players:
        own = [name for name in names if issues[name]["decided_by"] == player]
        every = list(product(*(issues[name]["options"] for name in own)))
        count = int(rng.integers(1 if postures else 2, len(every) + 1))
        chosen = [every[k] for k in rng.permutation(len(every))[:count]]
        postures[player] = {
            f"p{k}": dict(zip(own, row, strict=True)) for k, row in enumerate(chosen)
        }
    return {
        "format": 1,
        "title": "Random talks",
        "players": {player: {} for player in players},
        "issues": issues,
        "status_quo": {name: issues[name]["options"][0] for name in names},
        "payoffs": payoffs,
        "repeat": {"postures": postures, "sets": {"pay": "much"}},
    }


def worth(found: Scenario, chosen: dict[str, str]) -> list[float]:
    """What every player gets from issue → option, worked out package by package; the rest as in the
    status quo.
    """
    package = {issue: found.issues[issue].labels.index(option) for issue, option in chosen.items()}
    return list(found.package_payoffs(package).values())
