"""Stable states of conflicts, by every concept and rule of answering, beside sets and loops."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from negotiate.conflict.concepts import CONCEPTS, SANCTIONS
from negotiate.conflict.graph_model import GraphModel
from tests.conflict.conflicts import Conflict, grid_model, random_grid, random_tables
from tests.reference import plain_standing
from tests.truth.kinds import Kind, Verdict, all_of
from tests.truth.many_players import Generator

Stable = dict[tuple[str, str, str], frozenset[object]]
"""Concept, rule of answering and player → the states that it would not leave."""


class Case(NamedTuple):
    """The same conflict for the twin and for the program."""

    conflict: Conflict
    model: GraphModel


def drawn(rng: Generator) -> Case:
    """Any moves at all, or a grid of choices, with states missing or not."""
    kind = int(rng.integers(3))
    if kind == 0:
        conflict = random_tables(
            rng,
            int(rng.integers(1, 5)),
            int(rng.integers(1, 7)),
            float(rng.choice([0.15, 0.4, 0.8])),
            5,
        )
        return Case(conflict, conflict.model())
    shape = tuple(rng.integers(1, 4, int(rng.integers(2, 4))).tolist())
    conflict = random_grid(rng, shape, 6, **({} if kind == 1 else {"missing": 0.2, "one_way": 0.3}))
    return Case(conflict, grid_model(conflict, shape, full=kind == 1))


def stable(case: Case) -> Stable:
    return {
        (concept, sanctions, player): frozenset(case.model.stable(player, concept, sanctions))
        for concept, sanctions, player in product(CONCEPTS, SANCTIONS, case.model.keys)
    }


def by_loops(case: Case, found: Stable) -> Verdict:
    wanted = {
        (concept, sanctions, str(player)): frozenset(
            state
            for state in case.conflict.states
            if plain_standing.stable(case.conflict, player, state, concept, sanctions)
        )
        for concept, sanctions, player in product(CONCEPTS, SANCTIONS, case.conflict.moves)
    }
    return all_of((found.get(key), those, " ".join(key)) for key, those in wanted.items())


def one_state_less(found: Stable) -> Stable:
    key = next(key for key, states in found.items() if states)
    return found | {key: frozenset(list(found[key])[1:])}


KINDS = (Kind("stability of conflicts", drawn, stable, by_loops, (one_state_less,)),)
