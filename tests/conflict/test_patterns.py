"""States gathered into patterns: nothing is lost, nothing is told twice, and what is told is
there.
"""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import load
from negotiate.conflict.graph import Combinations, Moves
from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.patterns import gather


def model_of(sizes, cells):
    """A model over a few issues in which nobody moves; other combinations than these cannot
    happen.
    """
    labels = tuple(tuple(f"{chr(97 + k)}{n}" for n in range(size)) for k, size in enumerate(sizes))
    choices = Combinations(
        tuple(f"issue{k}" for k in range(len(sizes))), labels, np.array(sorted(cells))
    )
    count = len(cells)
    still = Moves(np.zeros(count + 1, dtype=np.int64), np.empty(0, dtype=np.int64))
    return GraphModel(
        tuple(range(count)),
        ("a",),
        ("a",),
        (still,),
        np.zeros((1, count), dtype=np.int64),
        choices=choices,
    )


@st.composite
def wanted_states(draw):
    """A model over a few issues, some combinations impossible, and some of its states."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    cells = draw(st.sets(st.integers(0, int(np.prod(sizes)) - 1), min_size=1))
    return model_of(sizes, cells), sorted(draw(st.sets(st.integers(0, len(cells) - 1))))


def inside(model, pattern):
    """Every state whose options are all among those of the pattern, one by one."""
    return {
        s
        for s, choices in enumerate(model.choices)
        if all(option in pattern.options[issue] for issue, option in choices.items())
    }


@given(wanted_states())
@settings(deadline=None)
def test_patterns_part_the_states_and_say_exactly_which(found):
    model, states = found
    patterns = gather(model, states, len(states))
    assert sorted(s for one in patterns for s in one.states) == states
    for one in patterns:
        assert inside(model, one) == set(one.states)


@given(wanted_states())
@settings(deadline=None)
def test_every_combination_that_a_pattern_names_can_happen(found):
    model, states = found
    labels = dict(zip(model.choices.issues, model.choices.labels, strict=True))
    for one in gather(model, states, len(states)):
        named = [
            issue for issue, options in one.options.items() if len(options) < len(labels[issue])
        ]
        there = {tuple(model.choices[s][issue] for issue in named) for s in one.states}
        assert there == set(product(*(one.options[issue] for issue in named)))


@given(wanted_states(), st.integers(0, 3))
@settings(deadline=None)
def test_no_more_patterns_than_are_wanted(found, most):
    model, states = found
    patterns = gather(model, states, most)
    assert len(patterns) <= most
    told = [s for one in patterns for s in one.states]
    assert len(set(told)) == len(told)
    assert set(told) <= set(states)


def test_an_issue_that_does_not_matter_is_left_open():
    model = load("trade/usmca-2018").standing()
    [one] = gather(
        model, [s for s, choices in enumerate(model.choices) if choices["cars_tariff"] == "0"], 5
    )
    assert one.options == {"cars_tariff": ("0",), "dairy": ("closed", "a_foot_in", "open")}


def test_what_cannot_happen_parts_no_pattern_that_does_not_name_it():
    all_but_the_last = model_of((2, 2), {0, 1, 2})
    [one] = gather(all_but_the_last, [0, 1, 2], 5)
    assert (one.states, one.options) == (
        (0, 1, 2),
        {"issue0": ("a0", "a1"), "issue1": ("b0", "b1")},
    )


def test_states_of_bare_tables_are_patterns_of_their_own():
    model = GraphModel.from_tables(["up", "down", "out"], {}, {"cat": ["up", "down", "out"]})
    assert [one.states for one in gather(model, [0, 2], 5)] == [(0,), (2,)]


@pytest.mark.parametrize("most", [1, 4])
def test_the_flagship_needs_few(most):
    model = load("us-china/beijing-2018").standing()
    found = gather(model, model.standing("GMR").tolist(), most)
    assert len(found) == most
    assert sum(len(one.states) for one in found) >= 200 * min(most, 1)
