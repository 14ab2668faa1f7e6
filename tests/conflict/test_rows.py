"""The rows of a table of states: all states are counted once, and those of a row stand alike."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import load
from negotiate.conflict.patterns import SMALL, STRENGTH, table_rows
from negotiate.conflict.stability import stability
from tests.conflict.conflicts import random_tables


def agree(found, shown):
    """That a row says of each of its states what is so."""
    players = range(len(found.model.keys))
    for row in shown.rows:
        for state in row.states:
            assert row.by == found.by_concept(state)
        for concept, leavers in zip(found.concepts, row.leavers, strict=True):
            assert set(leavers) == {
                p for p in players if all(not found.is_stable(s, p, concept) for s in row.states)
            }


@given(
    st.integers(0, 10**6), st.integers(1, 3), st.integers(2, 12), st.integers(1, 12), st.booleans()
)
@settings(deadline=None, max_examples=40)
def test_every_state_is_counted_once(seed, players, states, most, everything):
    found = stability(random_tables(np.random.default_rng(seed), players, states).model())
    shown = table_rows(found, most, everything)
    told = [s for row in shown.rows for s in row.states]
    assert len(told) == len(set(told))
    assert len(told) + shown.left + shown.others == states
    assert len(shown.rows) <= most
    agree(found, shown)


@pytest.mark.parametrize(
    "name", ["us-china/beijing-2018", "conflicts/cuba-1962", "conflicts/elmira-1991"]
)
def test_today_and_what_happened_have_rows_of_their_own(name):
    model = load(name).standing()
    found = stability(model)
    shown = table_rows(found, 3)
    alone = {row.states[0] for row in shown.rows if len(row.states) == 1}
    assert {model.status_quo, *model.happened.values()} <= alone
    agree(found, shown)


def test_strong_concepts_come_first():
    shown = table_rows(stability(load("us-china/busan-2025").standing()), 20)
    ranks = [[concept not in row.by for concept in STRENGTH] for row in shown.rows]
    assert ranks == sorted(ranks)


def test_a_small_model_shows_all_of_it():
    found = stability(load("classics/chicken").standing())
    assert len(found.model.states) < SMALL
    shown = table_rows(found, 20)
    assert [len(row.states) for row in shown.rows] == [1] * 4
    assert (shown.left, shown.others) == (0, 0)
