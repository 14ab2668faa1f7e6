"""The no-deal point of a table is what `solve` prints, on every scenario that leaves it to the game
without talks.

A table knows no private types: there it is what `solve` prints of the values of the file.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, reject, settings

import negotiate
from negotiate.equilibrium.alone import alone
from negotiate.errors import ScenarioError, UnsuitableGame
from negotiate.language.library import shipped
from tests.cli.shell import ask
from tests.scenario_strategies import load, scenarios


def looks() -> list[tuple[str, str | None]]:
    """Every shipped scenario that says `no_deal: equilibrium`, as it stands and under each
    variant.
    """
    found: list[tuple[str, str | None]] = []
    for name in shipped():
        variants = negotiate.load(name).variants
        found += [(name, v) for v in (None, *variants) if _solved(negotiate.load(name, variant=v))]
    return found


def _solved(scenario: negotiate.Scenario) -> bool:
    return scenario.no_deal == "equilibrium"


@pytest.mark.parametrize(("name", "variant"), looks())
def test_no_deal_is_the_equilibrium_that_solve_prints(
    name: str, variant: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = negotiate.load(name, variant=variant)
    problem = scenario.together()
    if scenario.types:
        known = negotiate.solve(alone(scenario)).profiles
        assert [tuple(found.payoffs) for found in problem.no_deals] == [
            tuple(e.payoffs) for e in known
        ]
        return
    told = json.loads(
        ask(capsys, "solve", name, *(["--variant", variant] if variant else []), "--json").out
    )
    assert len(problem.no_deals) == len(told["equilibria"])
    for found, printed in zip(problem.no_deals, told["equilibria"], strict=True):
        np.testing.assert_allclose(
            found.payoffs, [printed["payoffs"][key] for key in problem.keys], rtol=1e-9
        )
        assert found.how == "equilibrium"
        assert bool(found.choices) == printed["pure"]
        if printed["pure"]:
            assert found.choices.items() >= printed["choices"].items()
    assert problem.named == (len(problem.no_deals) == 1)
    several = [note for note in problem.notes if "no-deal points" in note]
    assert len(several) == (len(problem.no_deals) > 1)


SETTINGS = [
    ("us-china/beijing-2018", {"set": {"rivalry": 1.0}}),
    ("us-china/beijing-2018", {"fix": {"us_tariff": "trade_war"}}),
    ("us-china/beijing-2018", {"set": {"deficit_weight": 0.0}, "fix": {"purchases": "64"}}),
    ("classics/chicken", {"fix": {"row": "straight"}}),
    ("trade/usmca-2018", {}),
]


@pytest.mark.parametrize(("name", "options"), SETTINGS)
def test_so_it_is_under_settings_and_commitments(name: str, options: dict[str, Any]) -> None:
    scenario = negotiate.load(name, **options)
    solution = negotiate.solve(alone(scenario))
    problem = scenario.together()
    assert [tuple(found.payoffs) for found in problem.no_deals] == [
        tuple(e.payoffs) for e in solution.profiles
    ]


@settings(max_examples=40)
@given(scenarios())
def test_each_pure_no_deal_point_is_worth_what_its_package_is(written: dict[str, Any]) -> None:
    try:
        scenario = load(written)
        problem = scenario.together()
    except (ScenarioError, UnsuitableGame):
        reject()
    for number, found in enumerate(problem.no_deals):
        if found.choices:
            package = {
                issue: scenario.issues[issue].index(option)
                for issue, option in found.choices.items()
            }
            assert set(package) == set(scenario.issues)
            worth = scenario.package_payoffs(package)
            np.testing.assert_allclose(
                found.payoffs, [worth[key] for key in problem.keys], atol=1e-9
            )
        assert scenario.together(no_deal=number + 1).chosen == number
        assert scenario.together(no_deal=number + 1).named


@pytest.mark.parametrize("chosen", [0, 4, "nash", {"row": "sleep"}, {"middle": "swerve"}])
def test_what_there_is_not_is_refused_with_what_there_is(chosen: Any) -> None:
    with pytest.raises(UnsuitableGame) as wrong:
        negotiate.load("classics/chicken").together(no_deal=chosen)
    assert wrong.value.hint


MIXING: dict[str, Any] = {
    "format": 1,
    "title": "Two match, one watches",
    "players": ["ada", "bo", "cy"],
    "issues": {
        "left": {"decided_by": "ada", "options": ["heads", "tails"]},
        "right": {"decided_by": "bo", "options": ["heads", "tails"]},
        "pact": {"decided_by": ["ada", "cy"], "options": ["no", "yes"]},
    },
    "status_quo": {"left": "heads", "right": "tails", "pact": "no"},
    "signers": [["ada", "bo", "cy"], ["ada", "cy"]],
    "payoffs": {
        "ada": {
            "same": {
                "by": ["left", "right"],
                "values": {"heads": {"heads": 1, "tails": 0}, "tails": {"heads": 0, "tails": 1}},
            }
        },
        "bo": {
            "same": {
                "by": ["left", "right"],
                "values": {"heads": {"heads": 0, "tails": 1}, "tails": {"heads": 1, "tails": 0}},
            }
        },
        "cy": {"pact": {"by": "pact", "values": {"yes": 1}}},
    },
}


def test_what_others_do_in_a_mixture_is_not_made_up_in_silence() -> None:
    problem = load(MIXING).together(signers=["ada", "cy"])
    assert problem.fixed == {"right": "tails"}
    assert any("right" in note and "mixed" in note for note in problem.notes)
    assert not any("mixed" in note for note in load(MIXING).together().notes)


def test_several_equilibria_are_told_of_where_some_do_not_sign() -> None:
    game = {"heads": {"heads": 1, "tails": 0}, "tails": {"heads": 0, "tails": 2}}
    same = {"same": {"by": ["left", "right"], "values": game}}
    scenario = load({**MIXING, "payoffs": {**MIXING["payoffs"], "ada": same, "bo": same}})
    assert len(scenario.together().no_deals) == 3
    problem = scenario.together(signers=["ada", "cy"])
    assert len(problem.no_deals) == 1
    assert any("3 equilibria" in note for note in problem.notes)
    assert scenario.together(no_deal=2, signers=["ada", "cy"]).fixed != problem.fixed
