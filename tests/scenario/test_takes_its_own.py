"""What a function of the package says when it is given a scenario in place of what it takes."""

from collections.abc import Callable
from typing import Any

import pytest

import negotiate
from negotiate.errors import NegotiateError, UnsuitableGame


@pytest.mark.parametrize(
    ("asked", "way"),
    [(negotiate.solve, "alone"), (negotiate.deal, "together"), (negotiate.simulate, "again")],
)
def test_a_scenario_is_refused_with_the_way_to_what_is_taken(
    asked: Callable[[Any], Any], way: str
) -> None:
    with pytest.raises(UnsuitableGame) as refused:
        asked(negotiate.load("classics/chicken"))
    assert f"scenario.{way}()" in refused.value.hint


HUGE = 10**5000
"""A number that no float holds and that Python itself does not write out."""
BAD = [[1], -5, 2.5, "x", HUGE, {1: 2}, {"pride": HUGE}, {"pride": None}, object()]
"""What may come where a mapping, names or a count belong."""
SHIPPED = "classics/chain-store-types"
DOORS: dict[str, Callable[[Any], object]] = {
    "set": lambda bad: negotiate.load(SHIPPED).solve(set=bad),
    "fix": lambda bad: negotiate.load(SHIPPED).solve(fix=bad),
    "load set": lambda bad: negotiate.load(SHIPPED, set=bad),
    "load fix": lambda bad: negotiate.load(SHIPPED, fix=bad),
    "load injects": lambda bad: negotiate.load(SHIPPED, injects=bad),
    "load": negotiate.load,
    "vary": lambda bad: negotiate.load(SHIPPED).whatif(bad),
    "watch": lambda bad: negotiate.load(SHIPPED).whatif({"pride": [1, 2]}, watch=bad),
    "watch alone": lambda bad: negotiate.load(SHIPPED).whatif(watch=bad),
    "sampling": lambda bad: negotiate.load(SHIPPED).whatif(draws=2, sampling=bad),
    "no_deal": lambda bad: negotiate.load(SHIPPED).deal(no_deal=bad),
    "signers": lambda bad: negotiate.load(SHIPPED).deal(signers=bad),
    "concept of stability": lambda bad: negotiate.load(SHIPPED).stability(concept=bad),
    "concept": lambda bad: negotiate.load(SHIPPED).solve(concept=bad),
    "method": lambda bad: negotiate.load(SHIPPED).solve(bad),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{type(bad).__name__} {BAD.index(bad)}")
def test_what_does_not_belong_into_a_door_is_refused_in_words(door: str, bad: Any) -> None:
    assert negotiate.load(SHIPPED).name
    with pytest.raises(NegotiateError) as refused:
        DOORS[door](bad)
    assert str(refused.value)


@pytest.mark.parametrize("bad", ["many", [3], 2.5, -1])
def test_draws_are_a_number(bad: Any) -> None:
    scenario = negotiate.load(SHIPPED)
    with pytest.raises(UnsuitableGame, match="draws are a number"):
        scenario.whatif({"pride": "0:4"}, draws=bad)
