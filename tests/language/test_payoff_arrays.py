"""Payoff arrays hold, at every package, what a plain loop over packages finds there."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import ScenarioError
from tests.reference import plain_payoffs as plain
from tests.scenario_strategies import conditions, load, scenarios


@settings(max_examples=80)
@given(scenarios())
def test_payoffs_equal_a_loop_over_packages(scenario: dict[str, Any]) -> None:
    loaded = load_or_skip(scenario)
    found = loaded.payoffs()
    sizes = [len(part["options"]) for part in scenario["issues"].values()]
    assert found.shape == (1, len(scenario["players"]), *sizes)
    for p, player in enumerate(scenario["players"]):
        wanted = [plain.payoff(scenario, player, package) for package in plain.packages(scenario)]
        np.testing.assert_allclose(found[0, p].ravel(), wanted, rtol=1e-12, atol=1e-12)


def load_or_skip(scenario: dict[str, Any]) -> Any:
    """The scenario, without what would make every package impossible."""
    if not any(plain.possible(scenario, package) for package in plain.packages(scenario)):
        with pytest.raises(ScenarioError) as caught:
            load(scenario)
        assert {p.code for p in caught.value.problems} <= {
            "forbids-everything",
            "everything-infeasible",
        }
        scenario.pop("infeasible")
    return load(scenario)


@settings(max_examples=40)
@given(scenarios(), st.data())
def test_one_package_is_worth_what_the_array_says(
    scenario: dict[str, Any], data: st.DataObject
) -> None:
    loaded = load_or_skip(scenario)
    package = data.draw(st.sampled_from(plain.packages(scenario)))
    indices = {issue: loaded.issues[issue].index(option) for issue, option in package.items()}
    found = loaded.package_payoffs(indices)
    for p, player in enumerate(scenario["players"]):
        assert found[player] == pytest.approx(
            loaded.payoffs()[(0, p, *indices.values())], abs=1e-12
        )


@settings(max_examples=40)
@given(scenarios(), st.data())
def test_red_lines_are_masks_of_the_packages_that_cross_them(
    scenario: dict[str, Any], data: st.DataObject
) -> None:
    player = data.draw(st.sampled_from(scenario["players"]))
    word = data.draw(st.sampled_from(["never", "insists"]))
    line = {"player": player, word: data.draw(conditions(scenario["issues"]))}
    wanted = np.array([plain.crossed(line, package) for package in plain.packages(scenario)])
    load_or_skip(scenario)
    scenario["red_lines"] = {"line": line}
    if wanted.all():
        with pytest.raises(ScenarioError):
            load(scenario)
        return
    may = load(scenario).may_sign()
    for p, other in enumerate(scenario["players"]):
        assert may[p].ravel().tolist() == (
            (~wanted).tolist() if other == player else [True] * len(wanted)
        )
    line["cost"] = 2.5
    loaded = load(scenario)
    assert loaded.may_sign().all()
    assert (
        loaded.costs()[0, scenario["players"].index(player)].ravel().tolist()
        == (2.5 * wanted).tolist()
    )
