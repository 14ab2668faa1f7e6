"""Stability against coalitions, against a twin written from the definitions."""

import numpy as np
import pytest

from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.questions.coalitions import coalitions, state_limit
from negotiate.errors import GameTooLarge, UnsuitableGame
from tests.conflict.conflicts import random_grid, random_tables
from tests.reference import plain_coalitions as plain

CONCEPTS = ("R", "GMR", "SMR", "SEQ")


def conflicts(seed):
    rng = np.random.default_rng(seed)
    for players in (2, 3, 4):
        yield random_tables(rng, players, 7, density=0.15, levels=5)
        yield random_tables(rng, players, 5, density=0.3, levels=3)
        yield random_grid(rng, (2,) * players, levels=6, missing=0.1, one_way=0.2)


@pytest.mark.parametrize("sanctions", ["sequence", "one-step"])
@pytest.mark.parametrize("concept", CONCEPTS)
def test_coalitions_leave_what_the_definitions_say(concept, sanctions):
    broken = 0
    for seed in range(4):
        for conflict in conflicts(seed):
            found = coalitions(conflict.model(), concept, sanctions)
            assert {conflict.states[s] for s in found.standing} == plain.standing(
                conflict, concept, sanctions
            )
            for one in found.broken:
                state = conflict.states[one.state]
                broken += 1
                for departure in one.departures:
                    away = plain.leaves(conflict, departure.coalition, state, concept, sanctions)
                    assert {conflict.states[t] for t in departure.targets} == away
                    parts = [
                        c
                        for c in plain.coalitions_of(departure.coalition)
                        if c != departure.coalition
                    ]
                    assert not any(
                        plain.leaves(conflict, c, state, concept, sanctions) for c in parts
                    )
    assert broken or concept in ("GMR", "SMR")


def test_looking_further_ahead_lets_more_states_stand_against_coalitions():
    sizes = set()
    for seed in range(8):
        for conflict in conflicts(seed):
            found = {
                concept: set(coalitions(conflict.model(), concept).standing) for concept in CONCEPTS
            }
            assert found["R"] <= found["SEQ"] <= found["GMR"]
            assert found["R"] <= found["SMR"] <= found["GMR"]
            assert found["R"] <= set(coalitions(conflict.model(), "R").alone)
            sizes.add(tuple(map(len, found.values())))
    assert len(sizes) > 5


def test_both_leave_mutual_defection_together():
    dilemma = GraphModel.from_tables(
        ["CC", "CD", "DC", "DD"],
        {
            "row": {"CC": ["DC"], "DC": ["CC"], "CD": ["DD"], "DD": ["CD"]},
            "column": {"CC": ["CD"], "CD": ["CC"], "DC": ["DD"], "DD": ["DC"]},
        },
        {"row": ["DC", "CC", "DD", "CD"], "column": ["CD", "CC", "DD", "DC"]},
    )
    found = coalitions(dilemma, "SEQ")
    assert (found.standing, found.alone) == ((0,), (0, 3))
    assert [(one.state, one.departures[0].targets) for one in found.broken] == [(3, (0,))]


def test_what_cannot_be_asked_of_coalitions_is_refused():
    rng = np.random.default_rng(1)
    with pytest.raises(UnsuitableGame, match="SIM"):
        coalitions(random_tables(rng, 2, 3).model(), "SIM")
    many = list(range(state_limit(7) + 1))
    ranking = {f"p{k}": many for k in range(7)}
    with pytest.raises(GameTooLarge, match="coalitions"):
        coalitions(GraphModel.from_tables(many, {}, ranking))
