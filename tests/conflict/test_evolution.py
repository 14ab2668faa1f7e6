"""Ways through a conflict, against going through everything that can be reached."""

from itertools import pairwise

import numpy as np
import pytest

from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.questions.coalitions import CoalitionMoves
from negotiate.conflict.questions.evolution import evolution, moves_alone, moves_together, ways
from negotiate.errors import UnsuitableGame
from tests.conflict.conflicts import random_grid, random_tables
from tests.reference.plain_coalitions import coalitions_of, improvements, sequences


def conflicts(seed):
    rng = np.random.default_rng(seed)
    for players in (2, 3):
        yield random_tables(rng, players, 6, density=0.25, levels=4)
        yield random_grid(rng, (2, 3, 2)[:players], missing=0.1, one_way=0.3)


def cheapest(conflict, start, allied):
    """State → fewest steps that do not pay, by relaxing every edge until nothing changes."""
    players = list(conflict.moves)
    cost = {(start, None): 0}
    for _ in range(len(conflict.states) * 2 ** len(players) + 1):
        for (state, last), spent in list(cost.items()):
            edges = [((k,), t) for k in players for t in conflict.moves[k][state]]
            if allied:
                several = [c for c in coalitions_of(players) if len(c) > 1]
                edges += [(c, t) for c in several for t in improvements(conflict, c, state)]
            for movers, target in edges:
                pays = all(conflict.ranks[k][target] > conflict.ranks[k][state] for k in movers)
                if movers != last and spent + (not pays) < cost.get((target, movers), 99):
                    cost[target, movers] = spent + (not pays)
    found = {}
    for (state, _), spent in cost.items():
        found[state] = min(spent, found.get(state, 99))
    return found


@pytest.mark.parametrize("allied", [False, True])
def test_ways_have_as_few_moves_that_do_not_pay_as_can_be(allied):
    seen = set()
    for seed in range(5):
        for conflict in conflicts(seed):
            model = conflict.model()
            moving = moves_together(CoalitionMoves(model)) if allied else moves_alone(model)
            found = ways(0, moving)
            best = cheapest(conflict, conflict.states[0], allied)
            for number, state in enumerate(conflict.states):
                assert found.against(number) == best.get(state, -1)
                steps = found.to(number)
                seen.add(found.against(number))
                assert sum(not step.pays for step in steps) == max(found.against(number), 0)
                if steps:
                    assert (steps[0].start, steps[-1].end) == (0, number)
                for before, after in pairwise(steps):
                    assert before.end == after.start
                    assert before.movers != after.movers
                for step in steps:
                    ranks = model.ranks[list(step.movers)]
                    assert step.pays == bool((ranks[:, step.end] > ranks[:, step.start]).all())
    assert {-1, 0, 1} <= seen


def test_what_improvements_reach_is_what_the_definitions_say():
    for seed in range(5):
        for conflict in conflicts(seed):
            start = conflict.states[0]
            found = evolution(conflict.model(), [start, conflict.states[1]])
            steps = {k: lambda s, k=k, c=conflict: improvements(c, (k,), s) for k in conflict.moves}
            reached = sequences(start, steps) | {start}
            assert {conflict.states[s] for s in found.reachable} == reached
            still = {
                s
                for s in reached
                if not any(improvements(conflict, (k,), s) for k in conflict.moves)
            }
            assert {conflict.states[s] for s in found.ends} == still
            by = {concept: (set(states), count) for concept, states, count in found.standing}
            assert by["R"][0] == set(found.ends)
            assert by["R"][1] == len(conflict.model().standing("R"))


def test_players_leave_a_deadlock_together_that_neither_leaves_alone():
    dilemma = GraphModel.from_tables(
        ["CC", "CD", "DC", "DD"],
        {
            "row": {"CC": ["DC"], "DC": ["CC"], "CD": ["DD"], "DD": ["CD"]},
            "column": {"CC": ["CD"], "CD": ["CC"], "DC": ["DD"], "DD": ["DC"]},
        },
        {"row": ["DC", "CC", "DD", "CD"], "column": ["CD", "CC", "DD", "DC"]},
    )
    down, up = evolution(dilemma, ["CC", "DD", "CC"]).courses
    assert (down.against, down.explained, sorted(step.movers for step in down.steps)) == (
        0,
        True,
        [(0,), (1,)],
    )
    assert (up.against, up.allied_against, [step.movers for step in up.allied]) == (2, 0, [(0, 1)])
    with pytest.raises(UnsuitableGame, match="today"):
        evolution(dilemma)
    with pytest.raises(UnsuitableGame, match="two states"):
        evolution(dilemma, ["CC"])


def test_a_state_that_nobody_would_leave_is_not_explained_where_no_paying_way_leads_to_it():
    ladder = GraphModel.from_tables(
        ["up", "down"], {"cat": {"up": ["down"]}}, {"cat": ["up", "down"]}
    )
    down, up = evolution(ladder, ["up", "down", "up"]).courses
    assert [(course.against, course.explained) for course in (down, up)] == [
        (1, False),
        (-1, False),
    ]
    assert "R" in down.stable_by
    assert "R" in up.stable_by


def test_what_a_coalition_gains_is_compared_once_however_often_it_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[int] = []
    better = CoalitionMoves.better
    monkeypatch.setattr(
        CoalitionMoves,
        "better",
        lambda self, player: compared.append(player) or better(self, player),
    )
    model = random_grid(np.random.default_rng(3), (2, 3, 2)).model()
    for _ in range(5):
        asked = CoalitionMoves(model)
        for coalition in coalitions_of(range(len(model.keys))):
            asked.improvements(tuple(coalition))
    assert len(compared) == sum(len(one) for one in coalitions_of(range(len(model.keys))))
