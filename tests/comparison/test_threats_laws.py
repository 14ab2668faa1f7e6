"""Laws of threats over random trees, held against a plain recursion and against trees solved
again.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import isfinite

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.comparison.pledges import Pledge, stages, swept, unspoken
from negotiate.comparison.threats import threats
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.games.extensive import ExtensiveGame
from tests.reference.plain_threats import played
from tests.scenario_strategies import load
from tests.strategies import trees

FEW = settings(max_examples=60, deadline=None)


def promises(game: ExtensiveGame) -> list[Pledge]:
    return list(unspoken(game, swept(game)[0].chosen))


def others(game: ExtensiveGame, pledge: Pledge) -> frozenset[int]:
    """The nodes that are entered by dropping a threat."""
    tree, node = game.tree, int(pledge.nodes[0])
    first = int(tree.first_child[node])
    return frozenset(
        c for c in range(first, first + int(tree.child_count[node])) if not pledge.carrying[c]
    )


def leaves(way: TreeEquilibrium) -> list[int]:
    return sorted(int(way.game.tree.leaves[leaf]) for leaf, _ in way.endings)


@FEW
@given(trees(levels=4, players=(2, 2)), st.integers(-40, 40), st.data())
def test_at_any_cost_play_is_that_of_the_range_it_lies_in(
    game: ExtensiveGame, tenths: int, data: st.DataObject
) -> None:
    pledges = promises(game)
    assume(pledges)
    pledge = data.draw(st.sampled_from(pledges))
    found, complete = stages(pledge)
    assert complete
    assert (found[0].low, found[-1].high) == (-np.inf, np.inf)
    assert [one.high for one in found[:-1]] == [one.low for one in found[1:]]
    cost = Fraction(tenths, 10) + Fraction(1, 97)  # beside every cost at which something can change
    inside = [one for one in found if one.low < cost < one.high]
    assert len(inside) == 1
    worth, reached = played(game, cost, (pledge.player, others(game, pledge)))
    assert sorted(reached) == leaves(inside[0].equilibrium)
    told = inside[0].equilibrium.payoffs
    for player, amount in enumerate(worth):
        if player != pledge.player or not inside[0].varies:
            assert float(amount) == pytest.approx(told[player], abs=1e-6)
    below = {above for leaf in reached for above in game.path(leaf)}
    assert inside[0].varies is bool(below & others(game, pledge))


@FEW
@given(trees(levels=4, players=(2, 3)))
def test_what_being_bound_is_worth_is_what_a_tree_without_the_other_actions_gives(
    game: ExtensiveGame,
) -> None:
    assume(int((game.tree.child_count * (game.tree.mover >= 0)).sum()) < 60)
    as_it_is, _ = played(game)
    gains = []
    for pledge in promises(game):
        bound, _ = played(
            game, forced={int(pledge.nodes[0]): int(np.flatnonzero(pledge.carrying)[0])}
        )
        if bound[pledge.player] > as_it_is[pledge.player]:
            gains.append(bound[pledge.player] - as_it_is[pledge.player])
    case = threats(game).cases[0]
    told = [threat.worth_of_binding[threat.player] for threat in case.threats]
    assert len(told) + case.cut == len(gains)
    assert told == pytest.approx([float(x) for x in sorted(gains, reverse=True)[: len(told)]])


@FEW
@given(trees(levels=3, players=(2, 2)), st.sampled_from([0.25, 3.0, 1e6]), st.integers(-3, 3))
def test_other_units_change_no_answer(game: ExtensiveGame, factor: float, more: int) -> None:
    there = replace(game, payoffs=game.payoffs * factor + more)
    one, other = threats(game).cases[0], threats(there).cases[0]
    assert len(one.threats) == len(other.threats)
    for a, b in zip(one.threats, other.threats, strict=True):
        assert [p.threshold * factor for p in a.places] == pytest.approx(
            [p.threshold for p in b.places], abs=1e-6 * factor
        )
        assert [leaves(s.equilibrium) for s in a.stages] == [
            leaves(s.equilibrium) for s in b.stages
        ]


@st.composite
def threatening(draw: st.DrawFn) -> dict[str, object]:
    """A threat in three moves with payoffs of small integers, chance in between, and a cost of
    backing down.
    """
    numbers = st.integers(-6, 6)
    table = st.fixed_dictionaries(
        {
            x: st.fixed_dictionaries({"no": numbers, "yes": numbers})
            for x in ("calm", "hurt", "ruin")
        }
    )
    return threatening_by(draw(table), draw(table), draw(st.integers(-3, 3)))


def threatening_by(first: object, second: object, cost: int = 0) -> dict[str, object]:
    """The file of a threat, with what each option is worth to Ann and to Bob."""
    return {
        "format": 1,
        "title": "A threat",
        "players": {"a": {"name": "Ann"}, "b": {"name": "Bob"}},
        "parameters": {"cost": {"value": cost}},
        "issues": {
            "x": {"decided_by": "a", "options": ["calm", "hurt", "ruin"]},
            "y": {"decided_by": "b", "options": ["no", "yes"]},
        },
        "status_quo": {"x": "calm", "y": "no"},
        "payoffs": {
            "a": {
                "worth": {"by": ["x", "y"], "values": first},
                "face": {"expr": "-cost", "when": "act == drop"},
            },
            "b": {"worth": {"by": ["x", "y"], "values": second}},
        },
        "protocol": [
            {"move": "say", "player": "a", "announces": "x"},
            {
                "move": "reply",
                "player": "b",
                "choose": {"give": {"y": "yes"}, "hold": {}},
                "when": "say != calm",
            },
            {"chance": "luck", "odds": {"able": 0.75, "unable": 0.25}, "when": "reply == hold"},
            {
                "move": "act",
                "player": "a",
                "choose": {"do": {"x": "say"}, "drop": {}},
                "when": "luck == able",
            },
        ],
    }


def test_a_threat_over_which_nothing_is_at_stake_is_held_against_its_own_cost() -> None:
    nothing = {x: {"no": 1, "yes": 1} for x in ("calm", "hurt", "ruin")}
    written = threatening_by(nothing, {x: {"no": 0, "yes": 0} for x in nothing})
    threat = threats(load(written)).cases[0].threats[0]
    assert {place.threshold for place in threat.places} == {0.0}


@settings(max_examples=25, deadline=None)
@given(threatening())
def test_beside_each_threshold_the_file_solved_again_does_the_one_and_the_other(
    written: dict[str, object],
) -> None:
    threat = threats(load(written)).cases[0].threats[0]
    assert threat.parameter == "cost"
    assert {place.odds for place in threat.places} == {0.75}
    for place in threat.places:
        for beside, carried in ((-0.01, 0.0), (0.01, 1.0)):
            game = load(written, set={"cost": place.threshold + beside}).in_turn()
            child = int(game.tree.first_child[place.node])
            for one in negotiate.solve(game).equilibria:
                assert isinstance(one, TreeEquilibrium)
                assert one.probability[child] == carried


@settings(max_examples=25, deadline=None)
@given(threatening())
def test_inside_each_range_of_costs_the_file_solved_again_comes_to_its_endings(
    written: dict[str, object],
) -> None:
    threat = threats(load(written)).cases[0].threats[0]
    assert threat.cost_today is not None
    for stage in threat.stages:
        ends = [
            stage.low if isfinite(stage.low) else -40.0,
            stage.high if isfinite(stage.high) else 40.0,
        ]
        if ends[1] - ends[0] < 0.05:
            continue
        for extra in (ends[0] + 0.01, ends[1] - 0.01):
            again = negotiate.solve(
                load(written, set={"cost": threat.cost_today + extra}).in_turn()
            )
            found = [leaves(one) for one in again.equilibria if isinstance(one, TreeEquilibrium)]
            assert leaves(stage.equilibrium) in found
