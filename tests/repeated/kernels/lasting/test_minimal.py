"""The smallest automaton: equal for those that play alike, and for no others."""

from __future__ import annotations

import numpy as np
import pytest

from negotiate.repeated.automaton import Seated
from negotiate.repeated.many.tournament import minimal
from tests.reference.plain_alike import alike


def shrunk(one: Seated, own: int, trembles: bool) -> tuple[bytes, ...]:
    return tuple(
        part.tobytes()
        for part in minimal(one.outputs, one.transitions, one.start, own, trembles=trembles)
    )


def drawn(chance: np.random.Generator, states: int, shape: tuple[int, ...], own: int) -> Seated:
    kinds = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]])
    return Seated(
        kinds[chance.integers(3, size=states)], chance.integers(states, size=(states, *shape)), 0
    )


def muddled(chance: np.random.Generator, one: Seated) -> Seated:
    """The same automaton with each state twice, in another order, and one that nothing leads to."""
    states = len(one.outputs)
    order = chance.permutation(2 * states + 1)
    place = np.argsort(order)
    twin = np.concatenate([one.transitions, one.transitions, one.transitions[:1]])
    twin = twin + states * chance.integers(2, size=twin.shape)
    outputs = np.concatenate([one.outputs, one.outputs, one.outputs[:1]])
    return Seated(outputs[order], place[twin][order], int(place[one.start]))


@pytest.mark.parametrize("trembles", [False, True])
@pytest.mark.parametrize(("shape", "own"), [((2, 2), 0), ((2, 2), 1), ((3, 2, 2), 1)])
def test_what_plays_alike_is_equal_and_nothing_else(
    shape: tuple[int, ...], own: int, trembles: bool
) -> None:
    chance = np.random.default_rng(len(shape) + own)
    met = {True: 0, False: 0}
    for _ in range(60):
        one, other = drawn(chance, 2, shape, own), drawn(chance, 3, shape, own)
        same = alike(one, other, own, trembles)
        assert (shrunk(one, own, trembles) == shrunk(other, own, trembles)) == same
        met[same] += 1
        assert shrunk(one, own, trembles) == shrunk(muddled(chance, one), own, trembles)
    assert met[False] > 0


def test_no_state_is_left_over() -> None:
    chance = np.random.default_rng(0)
    for _ in range(40):
        one = drawn(chance, 3, (2, 2), 0)
        outputs, leads = minimal(one.outputs, one.transitions, one.start, 0, trembles=True)
        small = Seated(outputs, leads.reshape(len(leads), 2, 2), 0)
        assert alike(one, small, 0, True)
        starts = [Seated(small.outputs, small.transitions, k) for k in range(len(outputs))]
        for k, first in enumerate(starts):
            assert not any(alike(first, second, 0, True) for second in starts[:k])


def test_own_slips_count_where_hands_tremble() -> None:
    plays = np.eye(2)
    grim = Seated(plays, np.array([[[0, 1], [1, 1]], [[1, 1], [1, 1]]]), 0)
    grudger = Seated(plays, np.array([[[0, 1], [0, 1]], [[1, 1], [1, 1]]]), 0)
    assert shrunk(grim, 0, False) == shrunk(grudger, 0, False)
    assert shrunk(grim, 0, True) != shrunk(grudger, 0, True)
