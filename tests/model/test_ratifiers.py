"""A ratifier refuses what it does not accept, exactly like a hard red line of its player, and
counts votes.
"""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.model import NEEDS, needed
from negotiate.model.negotiation import Negotiation
from tests.scenario_strategies import bounded, load


def holds(condition: Any, package: dict[str, str]) -> bool:
    """The plain twin of a condition on options."""
    if isinstance(condition, str):
        return condition == "everything"
    return all(package[issue] in options for issue, options in condition.items())


def agrees(body: dict[str, Any], package: dict[str, str]) -> bool:
    """The plain twin of a ratifier: votes are counted one by one."""
    if "accepts" in body:
        return holds(body["accepts"], package)
    total = sum(bloc["votes"] for bloc in body["votes"].values())
    yes = sum(bloc["votes"] for bloc in body["votes"].values() if holds(bloc["accepts"], package))
    needs = body["needs"]
    if needs == "majority":
        return 2 * yes > total
    if needs == "two thirds":
        return 3 * yes >= 2 * total
    return yes >= (total if needs == "unanimity" else needs)


@settings(max_examples=60)
@given(bounded())
def test_a_player_may_sign_what_no_line_of_its_own_and_no_ratifier_refuses(
    written: dict[str, Any],
) -> None:
    scenario = load(written)
    mask = scenario.may_sign()
    labels = [issue.labels for issue in scenario.issues.values()]
    for choice in product(*(range(len(row)) for row in labels)):
        package = {
            issue: row[k] for issue, row, k in zip(scenario.issues, labels, choice, strict=True)
        }
        for p, player in enumerate(scenario.keys):
            lines = [
                line
                for line in written["red_lines"].values()
                if line["player"] == player and "cost" not in line
            ]
            bodies = [body for body in written["ratifiers"].values() if body["player"] == player]
            free = not any(holds(line["never"], package) for line in lines)
            assert mask[(p, *choice)] == (free and all(agrees(body, package) for body in bodies))


@settings(max_examples=60)
@given(bounded())
def test_refusals_are_the_hard_lines_and_the_ratifiers_by_name(written: dict[str, Any]) -> None:
    found = load(written).refusals()
    hard = [name for name, line in written["red_lines"].items() if "cost" not in line]
    assert [r.name for r in found] == [*hard, *written["ratifiers"]]
    assert [r.kind for r in found] == ["red line"] * len(hard) + ["ratifier"] * len(
        written["ratifiers"]
    )


def win_set(scenario: Negotiation) -> np.ndarray:
    return scenario.may_sign()[0]


@settings(max_examples=30)
@given(bounded(), st.data())
def test_more_votes_needed_never_makes_a_win_set_larger(
    written: dict[str, Any], data: st.DataObject
) -> None:
    bodies = {name: body for name, body in written["ratifiers"].items() if "votes" in body}
    assume(bodies)
    name, body = next(iter(bodies.items()))
    written = {
        **written,
        "red_lines": {},
        "ratifiers": {name: {**body, "player": written["players"][0]}},
    }
    total = sum(bloc["votes"] for bloc in body["votes"].values())
    few = data.draw(st.integers(1, total))
    many = data.draw(st.integers(few, total))
    small, large = (win_set(load(written, set={f"ratifiers.{name}.needs": n})) for n in (many, few))
    assert not (small & ~large).any()


@given(st.integers(1, 10**6))
def test_words_for_votes_mean_more_than_half_two_thirds_and_all(votes: int) -> None:
    majority, two_thirds, unanimity = (needed(word, votes) for word in NEEDS)
    assert 2 * majority > votes >= 2 * (majority - 1)
    assert 3 * two_thirds >= 2 * votes > 3 * (two_thirds - 1)
    assert unanimity == votes


PUTNAM = """format: 1
title: Two levels
players: [home, abroad]
issues:
  tariff: {decided_by: agreement, options: [0.1, 0.3, 0.6, 0.7, 0.8, 0.9]}
status_quo: {tariff: 0.9}
no_deal: status_quo
payoffs:
  home: {worth: {expr: -tariff}}
  abroad: {worth: {expr: tariff}}
ratifiers:
  senate: {player: home, accepts: home.worth >= -0.8}
"""


@pytest.mark.parametrize(
    ("changes", "accepted"),
    [
        ({}, ["0.1", "0.3", "0.6", "0.7", "0.8"]),
        ({"ratifiers.senate.accepts": {"tariff": ["0.7", "0.8"]}}, ["0.7", "0.8"]),
        ({"ratifiers.senate.accepts": "tariff < 0.5 or tariff == 0.9"}, ["0.1", "0.3", "0.9"]),
    ],
)
def test_what_a_ratifier_accepts_may_be_options_or_a_formula_over_payoff_terms(
    changes, accepted, tmp_path
) -> None:
    (tmp_path / "putnam.yaml").write_text(PUTNAM)
    scenario = negotiate.load(tmp_path / "putnam.yaml", set=changes)
    labels = scenario.issues["tariff"].labels
    assert [
        label for label, may in zip(labels, scenario.may_sign()[0], strict=True) if may
    ] == accepted
    assert scenario.may_sign()[1].all()
