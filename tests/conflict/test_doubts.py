"""Great preferences, unknown preferences and how many players agree, against twins written from the
definitions.
"""

import numpy as np
import pytest

from negotiate.conflict.questions.coalitions import consensus
from negotiate.conflict.questions.preferences import CONCEPTS, LOOKING, strength, unknown
from negotiate.errors import UnknownPlayer, UnsuitableGame
from tests.conflict.conflicts import random_grid, random_tables
from tests.reference import plain_doubts as plain
from tests.reference.plain_standing import equilibria, stable


def conflicts(seed, levels=4):
    rng = np.random.default_rng(seed)
    for players in (2, 3):
        yield rng, random_tables(rng, players, 6, density=0.35, levels=levels)
        yield rng, random_grid(rng, (2, 3, 2)[:players], levels=levels, missing=0.1, one_way=0.2)


@pytest.mark.parametrize("sanctions", ["sequence", "one-step"])
def test_states_are_kept_strongly_where_the_definitions_say(sanctions):
    seen = set()
    for seed in range(4):
        for rng, conflict in conflicts(seed):
            divides = {k: int(rng.integers(1, 4)) for k in conflict.moves}
            states = {
                k: [s for s in conflict.states if conflict.ranks[k][s] >= level]
                for k, level in divides.items()
            }
            lowest = {
                k: [min(s, key=conflict.ranks[k].get)] if s else [] for k, s in states.items()
            }
            found = strength(conflict.model(), {str(k): s for k, s in lowest.items()}, sanctions)

            def greatly(k, s, t, states=states):
                return s in states[k] and t not in states[k]

            for row, concept in enumerate(LOOKING):
                for k in conflict.moves:
                    for number, state in enumerate(conflict.states):
                        kept = plain.strongly(conflict, k, state, concept, sanctions, greatly)
                        assert found.strongly[row, k, number] == kept
                        assert found.stable[row, k, number] == stable(
                            conflict, k, state, concept, sanctions
                        )
                        assert not kept or found.stable[row, k, number]
                        seen.add((concept, kept, bool(found.stable[row, k, number])))
                assert {*found.strong(concept), *found.weak(concept)} == set(
                    conflict.model().standing(concept, sanctions)
                )
    assert seen == {
        (c, *kept) for c in LOOKING for kept in ((True, True), (False, True), (False, False))
    }


@pytest.mark.parametrize("sanctions", ["sequence", "one-step"])
def test_what_is_not_known_counts_as_each_stance_says(sanctions):
    differ = 0
    for seed in range(4):
        for rng, conflict in conflicts(seed):
            pairs = {
                k: [tuple(rng.choice(len(conflict.states), 2, replace=False)) for _ in range(4)]
                for k in conflict.moves
            }
            named = {
                k: [(conflict.states[a], conflict.states[b]) for a, b in some]
                for k, some in pairs.items()
            }
            dark = {(k, frozenset(pair)) for k, some in named.items() for pair in some}
            found = unknown(
                conflict.model(), {str(k): some for k, some in named.items()}, sanctions
            )
            for place, stance in enumerate("abcd"):
                for row, concept in enumerate(CONCEPTS):
                    for k in conflict.moves:
                        twin = [
                            plain.stays(conflict, k, s, concept, sanctions, stance, dark)
                            for s in conflict.states
                        ]
                        assert found.stable[place, row, k].tolist() == twin
            a, b, c, d = found.stable
            assert not any((less & ~more).any() for less, more in ((a, b), (a, c), (b, d), (c, d)))
            differ += (a != d).any() and (b != c).any()
    assert differ


def test_without_anything_unknown_all_stances_are_the_usual_concepts():
    for _, conflict in conflicts(9):
        found = unknown(conflict.model(), {})
        for stance in "abcd":
            for concept in CONCEPTS:
                standing = {conflict.states[s] for s in found.standing(stance, concept)}
                assert standing == equilibria(conflict, concept, "sequence")


def test_players_fall_back_together_until_so_many_agree():
    seen = set()
    for seed in range(6):
        for _, conflict in conflicts(seed, levels=6):
            found = consensus(conflict.model(), "SEQ")
            ranks = list(conflict.ranks.values())
            for number, state in enumerate(conflict.states):
                keeping = [stable(conflict, k, state, "SEQ", "sequence") for k in conflict.moves]
                assert found.counts[number] == sum(keeping)
                assert found.leaving(number) == tuple(
                    k for k, kept in enumerate(keeping) if not kept
                )
                assert number in found.kept_by(sum(keeping))
            for count in range(1, len(ranks) + 1):
                depth = 0
                agreed = []
                while not agreed:
                    depth += 1
                    for number, state in enumerate(conflict.states):
                        place = [
                            1 + sum(row[t] > row[state] for t in conflict.states) for row in ranks
                        ]
                        if sum(p <= depth for p in place) >= count:
                            agreed.append(number)
                assert (found.found_at[count - 1], found.agreed[count - 1]) == (
                    depth,
                    tuple(agreed),
                )
                seen.add(depth)
    assert len(seen) > 2


def test_players_and_states_that_are_not_there_are_named():
    model = random_tables(np.random.default_rng(0), 2, 3).model()
    with pytest.raises(UnknownPlayer, match="`7`"):
        strength(model, {"7": [0]})
    with pytest.raises(UnsuitableGame, match="`9`"):
        unknown(model, {"0": [(0, 9)]})
    with pytest.raises(UnsuitableGame, match="the same state"):
        unknown(model, {"0": [(1, 1)]})
    with pytest.raises(UnsuitableGame, match="no pair"):
        unknown(model, {"0": [(0, 1, 2)]})
