"""A leading axis of draws gives what one draw after the other gives."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from tests.scenario_strategies import PARAMETERS, load, scenarios


@settings(max_examples=40)
@given(
    scenarios(),
    st.lists(st.integers(-5000, 5000).map(lambda k: k / 1000), min_size=1, max_size=4),
    st.booleans(),
)
def test_many_draws_equal_one_by_one(
    scenario: dict[str, Any], values: list[float], both: bool
) -> None:
    scenario.pop("infeasible", None)
    draws = {PARAMETERS[0]: np.array(values)}
    if both:
        draws[PARAMETERS[1]] = np.array(values[::-1])
    found = load(scenario).payoffs(draws)
    assert found.shape[0] in (1, len(values))
    full = np.broadcast_to(found, (len(values), *found.shape[1:]))
    for k in range(len(values)):
        scenario["parameters"] |= {name: float(row[k]) for name, row in draws.items()}
        np.testing.assert_array_equal(full[k], load(scenario).payoffs()[0])


def test_a_model_runs_over_draws_as_one_by_one() -> None:
    loaded = negotiate.load("us-china/beijing-2018")
    kept = np.array([0.2, 0.57, 0.9])
    issues = ("us_tariff", "purchases")
    held = {issue: option for issue, option in loaded.status_quo.items() if issue not in issues}
    frame = loaded.grid(issues, held, {"kept": kept})
    keys = [
        (p, key)
        for p, terms in loaded.terms.items()
        for key, term in terms.items()
        if not term.needs_moves
    ]
    found = [frame.term(*key) for key in keys]
    for k, value in enumerate(kept):
        one = negotiate.load("us-china/beijing-2018", set={"kept": float(value)}).grid(issues, held)
        alone = [one.term(*key) for key in keys]
        for many, single in zip(found, alone, strict=True):
            np.testing.assert_allclose(
                many[k if many.shape[0] > 1 else 0], single[0], rtol=1e-10, atol=1e-12
            )
