"""What a file expects of deals is judged as by a reader who lists every package, and told so that
it can be mended.
"""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.bargaining.points import POINTS
from negotiate.bargaining.points.solutions import point
from negotiate.errors import ScenarioError
from negotiate.language.expectations.deals import labels_of
from negotiate.language.expectations.testing import Verdict, check_expectations
from negotiate.language.scenario_file import Reading
from negotiate.language.shape.document import Point
from negotiate.scenario import Scenario
from tests.scenario_strategies import bounded, conditions, load

Deal = tuple[dict[str, str], dict[str, float]]
CAR = Path(__file__).parents[3] / "scenarios" / "classics" / "used-car.yaml"


def agreement_zone(scenario: Scenario) -> Iterator[Deal]:
    """The plain twin: every package on the table that nobody may or would refuse, with what it is
    worth.
    """
    issues = scenario.issues
    worth, mask = scenario.payoffs()[0] - scenario.costs()[0], scenario.may_sign()
    no_deal = {} if isinstance(scenario.no_deal, str) else scenario.no_deal
    least = [
        scenario.package_payoffs({**scenario.status_quo, **no_deal})[player]
        for player in scenario.keys
    ]
    possible = scenario.feasible(scenario.grid(tuple(issues), {}), mask.shape[1:])
    rows = [
        range(len(issue.options)) if name in scenario.on_table else [scenario.status_quo[name]]
        for name, issue in issues.items()
    ]
    for choice in product(*rows):
        gains = [float(worth[(p, *choice)]) - least[p] for p in range(len(least))]
        free = mask[(slice(None), *choice)].all() and (possible is None or possible[choice])
        if free and min(gains) >= 0 and max(gains) > 0:
            labels = {
                name: issue.labels[k]
                for (name, issue), k in zip(issues.items(), choice, strict=True)
            }
            yield (
                labels,
                {player: float(worth[(p, *choice)]) for p, player in enumerate(scenario.keys)},
            )


def verdicts(
    written: dict[str, Any], entries: list[dict[str, Any]], folder: Path
) -> tuple[Verdict, ...]:
    path = folder / "scenario.yaml"
    path.write_text(json.dumps({**written, "expect": entries}), "utf-8")
    return check_expectations(Reading(str(path)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("deals")


@settings(max_examples=60)
@given(bounded(), st.data())
def test_an_entry_is_met_where_the_listed_packages_say_so(
    folder: Path, written: dict[str, Any], data: st.DataObject
) -> None:
    scenario = load(written)
    zone = list(agreement_zone(scenario))
    pattern = data.draw(conditions(written["issues"]) | st.just({}))
    player = data.draw(st.sampled_from(written["players"]))
    where = data.draw(
        st.sampled_from([None, f"{player} > no_deal.{player}", f"{player} >= status_quo.{player}"])
    )
    points = {
        "no_deal": scenario.no_deal if isinstance(scenario.no_deal, dict) else {},
        "status_quo": {},
    }
    least = {
        name: scenario.package_payoffs({**scenario.status_quo, **p})[player]
        for name, p in points.items()
    }
    agreeing = [
        all(labels[issue] in options for issue, options in pattern.items())
        and (
            where is None
            or (
                worth[player] > least["no_deal"]
                if "no_deal" in where
                else worth[player] >= least["status_quo"]
            )
        )
        for labels, worth in zone
    ]
    more = {} if where is None else {"where": where}
    asked = {
        "none": ({"deal": "none"}, not zone),
        "exists": ({"deal": "exists"}, bool(zone)),
        "every": ({"deal": pattern, "in": "every", **more}, bool(zone) and all(agreeing)),
        "some": ({"deal": pattern, "in": "some", **more}, any(agreeing)),
        "no": ({"deal": pattern, "in": "no", **more}, not any(agreeing)),
        "count": ({"deal": pattern, "count": sum(agreeing), **more}, True),
        "more": ({"deal": pattern, "count": sum(agreeing) + 1, **more}, False),
    }
    found = verdicts(written, [entry for entry, _ in asked.values()], folder)
    assert {name: v.met for name, v in zip(asked, found, strict=True)} == {
        name: met for name, (_, met) in asked.items()
    }


@settings(max_examples=25)
@given(bounded())
def test_the_claims_that_rule_deals_out_are_those_that_do_when_tried_one_by_one(
    folder: Path, written: dict[str, Any]
) -> None:
    problem = load(written).together()
    if len(problem.frontier()):
        return
    claims = [claim.name for claim in problem.claims if claim.hard]
    for size in (1, 2):
        for names in {
            tuple(sorted(c)) for c in product(claims, repeat=size) if len(set(c)) == size
        }:
            (verdict,) = verdicts(written, [{"deal": "none", "because": list(names)}], folder)
            assert verdict.met == (frozenset(names) in set(problem.conflicts()))


TALKS = """format: 1
title: Talks
players: [a, b]
issues:
  price: {decided_by: agreement, options: [0, 1, 2, 3]}
  gift: {decided_by: b, options: [kept, given]}
status_quo: {price: 0, gift: kept}
no_deal: status_quo
payoffs:
  a: {pay: {expr: 2 * price}, gift: {by: gift, values: {given: 3}}}
  b: {pay: {expr: -price}, gift: {by: gift, values: {given: 1}}}
red_lines:
  dear: {player: b, never: price > 1}
  kept: {player: b, never: {gift: given}}
  need: {player: a, insists: {gift: given}}
variants:
  generous: {remove: [red_lines.kept]}
expect:
"""


def judged(folder: Path, entry: str) -> Verdict:
    path = folder / "talks.yaml"
    path.write_text(f"{TALKS}  - {entry}\n", "utf-8")
    return check_expectations(Reading(str(path)))[0]


@pytest.mark.parametrize(
    ("entry", "met", "found"),
    [
        ("{deal: none}", True, "there is no deal: of 8 packages none is signed by all"),
        ("{deal: exists}", False, "there is no deal: of 8 packages none is signed by all"),
        ("{deal: {gift: given}}", False, "there is no deal: of 8 packages none is signed by all"),
        ("{deal: none, because: [kept, need]}", True, "every deal is ruled out by kept and need"),
        ("{deal: none, because: [kept]}", False, "every deal is ruled out by kept and need"),
        (
            "{deal: none, because: [need, no_deal.b]}",
            False,
            "every deal is ruled out by kept and need",
        ),
        (
            "{deal: none, not_because: [dear, price]}",
            True,
            "every deal is ruled out by kept and need",
        ),
        ("{deal: none, not_because: [gift]}", False, "every deal is ruled out by kept and need"),
        (
            "{deal: none, not_because: [no_deal.a, need]}",
            False,
            "every deal is ruled out by kept and need",
        ),
        (
            "{deal: none, variant: generous}",
            False,
            "there is a deal: price: 0, gift: given; payoffs a 3, b 1",
        ),
        (
            "{deal: {gift: given, price: 1}, variant: generous}",
            False,
            "price: 0 (1 of 2 packages agree)",
        ),
        ("{deal: {gift: given}, variant: generous}", True, "2 of 2 packages agree"),
        (
            "{deal: {price: 1}, in: no, variant: generous}",
            False,
            "price: 1; payoffs a 5, b 0 (1 of 2 packages agree)",
        ),
        (
            "{deal: {gift: given}, count: 1, variant: generous}",
            False,
            "gift: given; payoffs a 3, b 1 | gift: given; payoffs a 5, b 0 (2 of 2 packages agree)",
        ),
        (
            "{deal: {}, point: nash, payoffs: {a: 5}, variant: generous}",
            False,
            "payoffs a 3 (0 of 1 nash package agrees)",
        ),
        ("{deal: {price: 0}, point: nash, variant: generous}", True, "1 of 1 nash package agrees"),
        (
            "{deal: {}, where: b > no_deal.b, in: some, variant: generous}",
            True,
            "1 of 2 packages agree",
        ),
        (
            "{deal: exists, no_deal: {price: 3, gift: given}, variant: generous}",
            False,
            "there is no deal: of 8 packages none is signed by all",
        ),
        (
            "{deal: exists, no_deal: 7, variant: generous}",
            False,
            "there is no no-deal point number 7",
        ),
        (
            "{deal: none, because: [kept], set: {red_lines.kept.cost: 1}}",
            False,
            "there is a deal: price: 0, gift: given; payoffs a 3, b 0",
        ),
    ],
)
def test_what_was_found_is_said(tmp_path: Path, entry: str, met: bool, found: str) -> None:
    got = judged(tmp_path, entry)
    assert (got.met, got.found) == (met, found)


def test_every_solution_can_be_asked_for_and_picks_what_the_library_picks(tmp_path: Path) -> None:
    assert set(get_args(Point)) == {rule.name for rule in POINTS}
    path, power = tmp_path / "talks.yaml", {"players.a.power": 0.75, "players.b.power": 0.25}
    path.write_text(TALKS + "  - {deal: {}}\n", "utf-8")
    problem = Reading(str(path)).scenario(power, "generous", {}).together()
    lines = []
    for name in get_args(Point):
        picked = point(problem, name).packages
        first = json.dumps(problem.package(picked[0]))
        lines += [f"  - {{deal: {{}}, point: {name}, count: {len(picked)}, variant: generous}}\n"]
        lines += [f"  - {{deal: {first}, point: {name}, count: 1, variant: generous}}\n"]
    path.write_text(TALKS + "".join(lines), "utf-8")
    assert [v.found for v in check_expectations(Reading(str(path)), power) if not v.met] == []


STAGS = """format: 1
title: Two no-deal points
players: [a, b]
issues:
  x: {decided_by: a, options: [stag, hare]}
  y: {decided_by: b, options: [stag, hare]}
  bonus: {decided_by: agreement, options: [none, some]}
status_quo: {x: hare, y: hare, bonus: none}
payoffs:
  a: {hunt: {by: [x, y], values: {stag: {stag: 4, hare: 0}, hare: {stag: 3, hare: 3}}}}
  b: {hunt: {by: [x, y], values: {stag: {stag: 4, hare: 3}, hare: {stag: 0, hare: 3}}}}
expect:
"""


@pytest.mark.parametrize(
    ("entry", "met"),
    [
        ("{deal: exists}", False),
        ("{deal: none}", False),
        ("{deal: none, no_deal: 1}", True),
        ("{deal: exists, no_deal: 2}", True),
    ],
)
def test_of_several_no_deal_points_an_entry_holds_for_each_or_names_one(
    tmp_path: Path, entry: str, met: bool
) -> None:
    path = tmp_path / "stags.yaml"
    path.write_text(STAGS + f"  - {entry}\n", "utf-8")
    (verdict,) = check_expectations(Reading(str(path)))
    assert verdict.met == met
    assert ("no deal 1 of 3" in verdict.found or "no deal 2 of 3" in verdict.found) == (not met)


def test_a_quarter_of_a_million_packages_are_judged_at_once(tmp_path: Path) -> None:
    names = "abcdefghi"
    issues = "".join(
        f"  {n}: {{decided_by: agreement, options: {{low: 0, mid: 1, high: 2, top: 3}}}}\n"
        for n in names
    )
    sums = " + ".join(names)
    text = f"""format: 1
title: Large
players: [us, them]
issues:
{issues}status_quo: {{{", ".join(f"{n}: low" for n in names)}}}
no_deal: status_quo
payoffs:
  us: {{sum: {{expr: {sums}}}}}
  them: {{sum: {{expr: {sums} - 3 * a}}}}
expect:
  - {{deal: {{a: [low, mid, high, top]}}, where: us + them >= 0}}
  - {{deal: {{a: low}}, in: some, payoffs: {{us: 24, them: 24}}}}
  - {{deal: {{a: low}}}}
"""
    path = tmp_path / "large.yaml"
    path.write_text(text, "utf-8")
    found = check_expectations(Reading(str(path)))
    assert [v.met for v in found] == [True, True, False]
    assert found[2].found == "a: mid | others (65,535 of 260,754 packages agree)"


def test_labels_of_packages_are_those_that_the_problem_tells() -> None:

    problem = Reading("us-china/beijing-2018").scenario({}, None, {}).together()
    packages = np.arange(0, problem.count, 7)
    for issue in ("mic2025", "autos", "purchases", "us_tariff"):
        assert labels_of(problem, packages, issue).tolist() == [
            problem.package(int(p))[issue] for p in packages
        ]


@pytest.mark.parametrize(
    ("entry", "met"),
    [
        ("{deal: mediator, payoffs: {seller: 25 / 3, buyer: 25 / 3}}", True),
        ("{deal: mediator, payoffs: {seller: 8.3}}", False),
        (
            (
                "{deal: mediator, where: mediator.gains > 16.6 and mediator.gains < "
                "mediator.first_best}"
            ),
            True,
        ),
        ("{deal: mediator, where: mediator.lost > 1}", False),
        ("{deal: mediator, where: mediator.lost < 0.001, variant: closer}", True),
        ("{deal: mediator, where: seller > 0, fix: {seller: eager}}", True),
    ],
)
def test_a_mediator_brings_what_mediate_finds(tmp_path: Path, entry: str, met: bool) -> None:
    shipped = CAR.read_text("utf-8").partition("\nexpect:")[0]
    path = tmp_path / "car.yaml"
    path.write_text(f"{shipped}\nexpect:\n  - {entry}\n", "utf-8")
    (got,) = check_expectations(Reading(str(path)))
    assert got.met == met
    assert got.found.startswith("expected gains over no deal: seller ")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{deal: mediator}", "`deal: mediator` goes with `payoffs` or `where`"),
        ("{deal: mediator, where: seller > 0, point: nash}", "`deal: mediator` has one answer"),
        ("{deal: mediator, where: seller > 0, in: some}", "`in` goes with a package"),
        ("{deal: mediator, where: mediator.menu > 0}", "mediator.menu"),
        ("{deal: exists, where: mediator.gains > 0}", "`where` goes with a package"),
    ],
)
def test_what_does_not_go_with_a_mediator_is_said(tmp_path: Path, entry: str, said: str) -> None:
    shipped = CAR.read_text("utf-8").partition("\nexpect:")[0]
    path = tmp_path / "car.yaml"
    path.write_text(f"{shipped}\nexpect:\n  - {entry}\n", "utf-8")
    with pytest.raises(ScenarioError) as caught:
        check_expectations(Reading(str(path)))
    assert said in str(caught.value)


def test_without_secrets_there_is_nothing_to_mediate(tmp_path: Path) -> None:
    got = judged(tmp_path, "{deal: mediator, where: a > 0, variant: generous}")
    assert not got.met
    assert "private types" in got.found
