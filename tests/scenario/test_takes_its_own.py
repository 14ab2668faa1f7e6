"""What a function of the package says when it is given a scenario in place of what it takes."""

from collections.abc import Callable
from typing import Any

import pytest

import negotiate
from negotiate.errors import UnsuitableGame


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
