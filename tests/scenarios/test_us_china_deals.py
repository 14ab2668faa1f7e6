"""The deals between the United States and China that came, and the talks for a class: what each
file must say of them.

Every entry of every `expect` block has a setting that breaks it, and what a brief says of points is
what the file has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

import negotiate
from tests.scenarios.readings import reading

CLASS = "us-china/beijing-2018-class"
PHASE_ONE = "us-china/phase-one-2020"
GENEVA = "us-china/geneva-2025"
BUSAN = "us-china/busan-2025"

BREAKS: dict[str, list[tuple[str, Mapping[str, Any]]]] = {
    CLASS: [
        ("A pair that leaves the table", {"payoffs.us.tariffs.in_force": 5}),
        ("It would open in steps", {"payoffs.china.access.announced": 2}),
        ("China alone loses by it", {"payoffs.us.tariffs.on_hold": 40}),
        ("Both would sign 36", {"payoffs.us.purchases.hundred": 20}),
        ("Nash's rule picks one", {"payoffs.china.plan.new_name": 20}),
        ("So does the rule of Kalai", {"payoffs.china.plan.new_name": 20}),
        ("And so does the equal split", {"payoffs.china.plan.new_name": 20}),
        ("To meet in the middle", {"payoffs.china.plan.halve": 14}),
        ("What the joint statement", {"payoffs.us.tariffs.on_hold": 6}),
        (
            "The US list, to the letter",
            {"payoffs.china.plan.curb": 90, "red_lines.plan.never": {"plan": "keep"}},
        ),
        ("If China refuses $100bn", {"payoffs.china.plan.new_name": 20}),
    ],
    PHASE_ONE: [
        ("Alone, the United States would stay", {"deficit_weight": 4}),
        ("If the deficit weighed a little more", {"payoffs.us.deficit.expr": "-us_tariff"}),
        ("China alone would go back", {"elasticity": 2.5}),
        ("Nobody would open", {"payoffs.china.finance.full": 3}),
        ("If the deficit did not count", {"payoffs.us.deficit.expr": "us_tariff"}),
        ("What was signed was better", {"payoffs.china.finance.full": -20}),
        ("In hindsight, with nothing", {"payoffs.us.finance.full": 20}),
        ("If nobody had believed in December", {"payoffs.china.enforcement.remedies": 20}),
        ("Not so if trade answered", {"payoffs.china.enforcement.remedies": -20}),
        ("Something would have been signed", {"payoffs.china.enforcement.remedies": -20}),
        ("A China that meant to deliver", {"payoffs.china.finance.full": 20}),
        (
            "Nash's rule would have let",
            {"kept": 0.9, "payoffs.us.finance.full": 20, "deficit_weight": 20},
        ),
        ("Without the line round its leverage", {"deficit_weight": 20}),
        ("If a lapse were answered", {"kept": 0.9}),
        ("It would so from a patience", {"kept": 0.7}),
        ("Not with less", {"elasticity": 5}),
        ("For 70 %", {"elasticity": 5}),
        ("For 80 %", {"payoffs.china.finance.full": 20}),
        ("Let alone for all of it", {"kept": 0.5}),
        ("Nor would the tariffs of September", {"payoffs.china.enforcement.remedies": 20}),
        ("Whom nobody answers", {"payoffs.china.enforcement.remedies": 20}),
        ("Two years of purchases", {"payoffs.china.enforcement.remedies": 20}),
    ],
    GENEVA: [
        ("Neither comes down alone", {"face_us": 10}),
        ("So is to be where they were", {"payoffs.us.deficit.expr": "us_tariff"}),
        ("The United States would gain", {"payoffs.us.deficit.expr": "us_tariff"}),
        ("So would China", {"payoffs.china.chips.eased": 6, "payoffs.china.income.times": -100}),
        ("Where nobody minds", {"payoffs.us.deficit.expr": "us_tariff"}),
        ("Nobody gives licences", {"payoffs.china.fentanyl.stopped": 1}),
        ("The truce that came", {"payoffs.china.rare_earths.granted": -60}),
        ("Nash's rule adds", {"payoffs.china.fentanyl.stopped": -9}),
        ("Without the two red lines", {"payoffs.us.deficit.expr": "us_tariff"}),
        ("Were it certain", {"magnets": 40, "granted": 1, "payoffs.china.chips.eased": 40}),
    ],
    BUSAN: [
        ("Alone, the United States would not", {"payoffs.us.deficit.expr": "us_tariff"}),
        ("It would not even stay", {"payoffs.us.deficit.expr": "us_tariff"}),
        ("Nobody suspends anything", {"payoffs.china.fentanyl.stopped": 1}),
        ("The hundred points would cost", {"payoffs.us.deficit.expr": "us_tariff"}),
        ("Rare earths on a table", {"payoffs.china.rare_earths.a_year_off": 1}),
        ("Technology on a table", {"payoffs.us.affiliates.a_year_off": 1}),
        ("And fentanyl one", {"payoffs.china.fentanyl.stopped": 1}),
        ("Tied together", {"technology": 2}),
        ("What was agreed at Busan", {"payoffs.china.fentanyl.stopped": -9}),
        ("The bargain does not hang", {"payoffs.us.affiliates.a_year_off": -40}),
        ("Had nobody believed", {"payoffs.china.fentanyl.stopped": -9}),
        ("Nash's rule would then", {"payoffs.china.fentanyl.stopped": 9}),
        ("A bargain for a year lasts longer", {"year": 0.3}),
        ("China does so from", {"year": 0.4}),
        ("Not with less", {"elasticity": 5}),
        ("Without soybeans", {"year": 0.7}),
        ("Soybeans are promised", {"payoffs.china.rare_earths.a_year_off": 10}),
        ("If a year free", {"payoffs.china.rare_earths.a_year_off": 10}),
    ],
}
"""Scenario → how each entry of its `expect` begins, in the file's order, and one setting that
breaks it.
"""


@pytest.mark.parametrize("name", BREAKS)
def test_every_variant_loads_and_is_asked_for_a_deal(name: str) -> None:
    for variant in reading(name).variants():
        scenario = negotiate.load(name, variant=variant)
        assert scenario.variants[variant].title
        assert scenario.together().count > 1


def test_the_sheets_of_a_class() -> None:
    problem = negotiate.load(CLASS).together()
    allowed = problem.without("no_deal.us", "no_deal.china")
    crossed = np.zeros(problem.count, dtype=bool)
    for package in range(problem.count):
        chosen = allowed.package(package)
        crossed[package] = chosen["plan"] == "curb" or chosen["purchases"] == "none"
    frontier = [problem.package(int(package)) for package in problem.frontier()]
    ends = sorted(map(tuple, problem.payoffs_of(problem.frontier()).T.tolist()))
    assert problem.disagreement.tolist() == [28, 60]
    assert (problem.count, int((~crossed).sum()), len(problem.zone()), len(frontier)) == (
        192,
        108,
        36,
        7,
    )
    assert (ends[0], ends[-1]) == ((33, 89), (64, 60))
    assert sum(sheet["tariffs"] == "withdrawn" for sheet in frontier) == 6
    assert len(set(ends)) == 7


@pytest.mark.parametrize("player", ["us", "china"])
def test_a_brief_tells_its_own_points_and_not_the_others(player: str) -> None:
    scenario = negotiate.load(CLASS)
    (other,) = {"us", "china"} - {player}
    lines = re.findall(
        r"^\s*(Tariffs|The industrial plan|Open markets|Purchases)\. (.*)$",
        scenario.briefs[player],
        re.M,
    )
    told = [
        [int(number) for number in re.findall(r"(?<![$\d])\b(\d+)(?!bn|\d)", rest)]
        for _, rest in lines
    ]
    today = [told[place][scenario.status_quo[issue]] for place, issue in enumerate(scenario.issues)]
    gains = [[number - here for number in row] for row, here in zip(told, today, strict=True)]
    assert gains == [points(scenario, player, issue) for issue in scenario.issues]
    assert sum(today) == scenario.package_payoffs(scenario.status_quo)[player]
    without = {"us": 28, "china": 60}
    assert f"worth {without[player]} points to you" in scenario.briefs[player]
    assert f"{without[other]} points" not in scenario.briefs[player]
    assert f"below {without[other]}" not in scenario.briefs[player]


def points(scenario: negotiate.Scenario, player: str, issue: str) -> list[int]:
    """What each option of an issue is worth to a player, against today's."""
    quo = dict(scenario.status_quo)
    today = scenario.package_payoffs(quo)[player]
    options = range(len(scenario.issues[issue].options))
    return [
        round(scenario.package_payoffs({**quo, issue: option})[player] - today)
        for option in options
    ]


@pytest.mark.parametrize(
    ("name", "happened", "variant", "signed", "best"),
    [
        (CLASS, "joint_statement_may_2018", None, True, False),
        (CLASS, "july_and_august_2018", None, False, False),
        (PHASE_ONE, "phase_one_2020", None, True, False),
        (PHASE_ONE, "phase_one_2020", "threat_not_believed", False, False),
        (PHASE_ONE, "phase_one_2020", "at_its_word", False, False),
        (GENEVA, "geneva_may_2025", None, True, True),
        (GENEVA, "geneva_may_2025", "no_lines", True, False),
        (BUSAN, "busan_2025", None, True, True),
        (BUSAN, "busan_2025", "threat_not_believed", True, True),
    ],
)
def test_where_what_happened_lies(
    name: str, happened: str, variant: str | None, signed: bool, best: bool
) -> None:
    scenario = negotiate.load(name, variant=variant)
    problem = scenario.together()
    labels = {
        issue: scenario.issues[issue].labels[option]
        for issue, option in scenario.happened[happened].items()
    }
    zone = [problem.package(int(package)) for package in problem.zone()]
    frontier = [problem.package(int(package)) for package in problem.frontier()]
    assert (labels in zone, labels in frontier) == (signed, best)


@pytest.mark.parametrize(("face", "stands"), [(20, False), (21, True)])
def test_from_where_on_china_would_rather_stay_up(face: float, stands: bool) -> None:
    found = negotiate.solve(negotiate.load(GENEVA, set={"face_cn": face}).alone()).equilibria
    assert any(e.choices["cn_tariff"] == "early_may" for e in found if e.choices) is stands


@pytest.mark.parametrize(("face", "stands"), [(21, False), (22, True)])
def test_from_where_on_the_united_states_would_rather_stay_up(face: float, stands: bool) -> None:
    found = negotiate.solve(negotiate.load(GENEVA, set={"face_us": face}).alone()).equilibria
    assert any(e.choices["us_tariff"] == "early_may" for e in found if e.choices) is stands


def test_fifty_packages_are_better_for_both_than_phase_one_once_the_leverage_goes() -> None:
    scenario = negotiate.load(PHASE_ONE, variant="no_leverage")
    problem = scenario.together()
    signed = np.array(
        [scenario.package_payoffs(scenario.happened["phase_one_2020"])[key] for key in problem.keys]
    )
    better = problem.payoffs_of(problem.zone()) >= signed[:, None] + 1e-9
    assert int(better.all(axis=0).sum()) == 52
