"""A cache works things out once, keeps no more than it has room for, and is no part of what an
object says.
"""

import ast
import copy
import pickle
from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.display import Cache
from negotiate.model.payoffs import ValueKey, freeze_and_count

PACKAGE = Path(negotiate.__file__).parent


def test_an_answer_is_worked_out_once_for_its_key():
    cache, asked = Cache(), []
    for key in (("a", 1), ("a", 1), ("a", 2)):
        cache.once(key, lambda key=key: asked.append(key) or key)
    assert asked == list(cache) == [("a", 1), ("a", 2)]


def test_what_is_larger_than_the_room_left_is_worked_out_each_time():
    cache, asked = Cache(5), []
    for size in (3, 3, 4, 4, 2, 2):
        assert (
            cache.once(size, lambda size=size: asked.append(size) or "x" * size, len) == "x" * size
        )
    assert asked == [3, 4, 4, 2]
    assert list(cache) == [3, 2]


def test_a_copy_is_empty_and_equal_and_has_as_much_room():
    cache = Cache(5)
    cache.once("a", lambda: "xxx", len)
    for other in (copy.copy(cache), copy.deepcopy(cache), pickle.loads(pickle.dumps(cache))):
        assert other == cache
        assert len(other) == 0
        other.once("a", lambda: "x" * 6, len)
        assert len(other) == 0


def test_arrays_that_are_shared_can_no_longer_be_written_to():
    outputs = {"a": np.zeros(3), "b": np.zeros((2, 2))}
    assert freeze_and_count(outputs) == 7
    with pytest.raises(ValueError, match="read-only"):
        outputs["a"][0] = 1


def test_a_term_is_kept_for_the_numbers_it_depends_on():
    scenario = negotiate.load("classics/chicken")
    scenario.payoffs()
    before = [key for key in scenario.worked if isinstance(key, ValueKey)]
    assert {(key.player, key.name) for key in before} == {
        (player, term) for player, terms in scenario.terms.items() for term in terms
    }
    scenario.payoffs()
    assert [key for key in scenario.worked if isinstance(key, ValueKey)] == before


def test_no_key_is_a_sentence():
    """A key is typed: a text put together by hand may be put together alike for two answers."""
    calls = [
        (path, node)
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "once"
    ]
    assert len(calls) > 20
    assert not [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path, call in calls
        if is_text(call.args[0])
    ]


def is_text(key: ast.expr) -> bool:
    """Whether a key is written as a text, or is put together as one."""
    formatted = isinstance(key, ast.Call) and getattr(key.func, "attr", "") == "format"
    return formatted or isinstance(key, ast.JoinedStr | ast.Constant)
