"""Deals that depend on an event: bets and insurance equal closed forms, and every package what it
is expected to be.
"""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.bargaining.contingent import ContingentDeal, contingent
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.scenario import Scenario
from tests.cli.shell import ask

BET = """\
format: 1
title: A side bet
players: [ann, bob]
parameters:
  a: {value: 0.8, range: [0, 1]}
  b: {value: 0.3, range: [0, 1]}
issues:
  bet: {decided_by: agreement, options: [-2, -1, 0, 1, 2]}
status_quo: {bet: 0}
no_deal: status_quo
chance:
  rain: {odds: {ann: {yes: a, no: 1 - a}, bob: {yes: b, no: 1 - b}}}
payoffs:
  ann:
    money: {expr: bet}
    field: {by: rain, values: {yes: 0, no: -5}}
  bob:
    money: {expr: -bet}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bet.yaml"


def load(file: Path, text: str, **asked: object) -> Scenario:
    file.write_text(text, "utf-8")
    return negotiate.load(str(file), **asked)  # type: ignore[arg-type]  # as after an option


def asked(file: Path, text: str, **given: object) -> ContingentDeal:
    return contingent(load(file, text, **given), "rain")


@pytest.mark.parametrize(("a", "b"), [(0.8, 0.3), (0.55, 0.5), (0.1, 0.9), (1.0, 0.0)])
def test_a_bet_on_two_odds_gains_the_stake_times_the_difference(
    file: Path, a: float, b: float
) -> None:
    found = asked(file, BET, set={"a": a, "b": b})
    assert found.joint == (0.0, pytest.approx(4 * abs(a - b)))
    assert found.adds == pytest.approx(4 * abs(a - b))


@pytest.mark.parametrize("odds", [0.0, 0.2, 0.5, 1.0])
def test_equal_odds_and_no_fear_of_risk_leave_nothing_to_bet_on(file: Path, odds: float) -> None:
    found = asked(file, BET, set={"a": odds, "b": odds})
    assert found.adds == 0
    assert found.joint == (0.0, 0.0)


def test_insurance_is_worth_the_certainty_equivalents_difference(file: Path) -> None:
    """Ann loses 5 where it does not rain, and minds risk; Bob does not. The more Bob carries, the
    better.
    """
    found = asked(file, BET + "risk: {ann: 0.5}\n", set={"a": 0.5, "b": 0.5})

    def worth(rain: float, dry: float) -> float:
        return float(-np.log(0.5 * np.exp(-0.5 * rain) + 0.5 * np.exp(0.5 * -(dry - 5))) / 0.5)

    insured = max(
        worth(x, y) - worth(0, 0) - 0.5 * (x + y) for x, y in product(range(-2, 3), repeat=2)
    )
    assert found.adds == pytest.approx(insured)
    assert found.adds > 1


MORE = """\
format: 1
title: A venture
players: [ann, bob]
issues:
  share: {decided_by: agreement, options: [0, 1, 2, 3]}
  site: {decided_by: agreement, options: [hill, coast]}
status_quo: {share: 0, site: hill}
no_deal: status_quo
chance:
  rain: {odds: {ann: {yes: 0.6, no: 0.4}, bob: {yes: 0.25, no: 0.75}}}
  strike: {odds: {yes: "if(rain == yes, 0.5, 0.1)", no: "1 - if(rain == yes, 0.5, 0.1)"}}
payoffs:
  ann:
    part: {expr: share}
    place: {by: [site, rain], values: {hill: {yes: 0, no: 0}, coast: {yes: -4, no: 3}}}
    halt: {expr: "if(strike == yes, -2 * share, 1)"}
  bob:
    part: {expr: 3 - share}
    place: {by: [site, rain], values: {hill: {yes: 0, no: 0}, coast: {yes: 1, no: 2}}}
    halt: {amount: -1, when: strike == yes and site == coast}
red_lines:
  dry: {player: bob, never: rain == yes and site == coast and share == 3}
  fair: {player: ann, never: {share: [1]}, cost: 0.5}
"""


def by_hand(
    file: Path, text: str, aversion: dict[str, float]
) -> dict[tuple[int, ...], tuple[float, ...]]:
    """Each package that may be signed → what it is worth, from files in which the outcome is
    settled.
    """
    known = load(file, text)
    worth = {}
    for rain in ("yes", "no"):
        settled = load(file, text, fix={"rain": rain})
        table = settled.payoffs()[0] - settled.costs()[0]
        worth[rain] = table, settled.may_sign().all(axis=0)
    found = {}
    options = [range(len(issue.options)) for issue in known.issues.values()]
    for wet, dry in product(product(*options), repeat=2):
        if not (worth["yes"][1][wet] and worth["no"][1][dry]):
            continue
        row = []
        for p, player in enumerate(known.keys):
            odds = [
                float(one.flat[0])
                for one in known.grid((), {"share": 0, "site": 0}).odds("rain", player)
            ]
            values = np.array([worth["yes"][0][(p, *wet)], worth["no"][0][(p, *dry)]])
            a = aversion.get(player, 0)
            row.append(float(odds @ values if not a else -np.log(odds @ np.exp(-a * values)) / a))
        found[(*wet, *dry)] = tuple(row)
    return found


@pytest.mark.parametrize("aversion", [{}, {"ann": 0.3}, {"ann": 0.2, "bob": 0.7}], ids=str)
def test_every_package_is_worth_what_it_is_expected_to_be(
    file: Path, aversion: dict[str, float]
) -> None:
    text = MORE + (f"risk: {aversion}\n".replace("'", "") if aversion else "")
    wanted = by_hand(file, text, aversion)
    problem = asked(file, text).deal.problem
    sites = ["hill", "coast"]
    seen = {}
    for index in range(problem.count):
        if any(
            claim.kind != "no deal" and claim.hard
            for claim in problem.refusals(problem.landmark(index))
        ):
            continue
        package = problem.package(index)
        options = [
            (int(package[f"share.{o}"]), sites.index(package[f"site.{o}"])) for o in ("yes", "no")
        ]
        key = (*options[0], *options[1])
        seen[key] = tuple(problem.payoffs_of([index])[:, 0])
    assert seen.keys() == wanted.keys()
    for key, row in wanted.items():
        assert seen[key] == pytest.approx(row)


def test_what_the_odds_depend_on_is_settled_once(file: Path) -> None:
    text = MORE.replace(
        "odds: {ann: {yes: 0.6, no: 0.4}, bob: {yes: 0.25, no: 0.75}}",
        "odds: {yes: 0.1 + 0.2 * share, no: 0.9 - 0.2 * share}",
    )
    found = asked(file, text)
    package = found.deal.problem.package(5)
    assert [*package] == ["share", "site.yes", "site.no"]
    known = load(file, text)
    for index in range(found.deal.problem.count):
        package = found.deal.problem.package(index)
        share = int(package["share"])
        total = np.zeros(2)
        for rain, odds in (("yes", 0.1 + 0.2 * share), ("no", 0.9 - 0.2 * share)):
            settled = load(file, text, fix={"rain": rain})
            site = known.issues["site"].index(package[f"site.{rain}"])
            total += odds * (settled.payoffs() - settled.costs())[0, :, share, site]
        assert found.deal.problem.payoffs_of([index])[:, 0] == pytest.approx(total)


def test_no_deal_without_the_event_may_be_a_deal_with_it(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(BET, "utf-8")
    told = ask(capsys, "deal", str(file), "--contingent", "rain")
    assert told.code == 0
    assert "Only a deal that depends on `rain` can be signed." in told.out
    assert "For ann `yes` has probability 0.8, for bob only 0.3." in told.out
    file.write_text(BET, "utf-8")
    same = ask(capsys, "deal", str(file), "--contingent", "rain", "--set", "b=0.8")
    assert "A deal that depends on `rain` adds nothing." in same.out


def test_questions_that_have_no_answer_are_told(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = load(file, MORE)
    with pytest.raises(UnsuitableGame, match="there is no event `snow`"):
        contingent(known, "snow")
    with pytest.raises(UnsuitableGame, match="the odds of `strike` depend on `rain`"):
        contingent(known, "strike")
    with pytest.raises(UnsuitableGame, match="there is no event `rain`"):
        contingent(negotiate.load("classics/chicken"), "rain")
    told = ask(capsys, "deal", str(file), "--contingent", "rain", "--why")
    assert told.code == 2


def test_too_many_packages_are_counted_first(file: Path) -> None:
    issues = "".join(
        f"  i{k}: {{decided_by: agreement, options: [0, 1, 2, 3]}}\n" for k in range(6)
    )
    text = BET.replace("issues:\n", "issues:\n" + issues) + "risk: {ann: 1}\n"
    text = text.replace("{bet: 0}", "{bet: 0, " + ", ".join(f"i{k}: 0" for k in range(6)) + "}")
    assert (
        asked(file, text).deal.problem.count == (5 * 4**6) ** 2
    )  # nothing looks at two issues at once
    together = "ann:\n    all: {expr: " + " * ".join(f"i{k}" for k in range(6)) + " * bet}\n"
    with pytest.raises(GameTooLarge, match="packages of issues that hang together"):
        asked(file, text.replace("payoffs:\n  ann:\n", "payoffs:\n  " + together))


def test_money_lets_a_side_that_gains_pay_for_what_the_other_loses(file: Path) -> None:
    text = """\
format: 1
title: Who gains pays
players: [a, b]
issues:
  x: {decided_by: agreement, options: [stay, go]}
status_quo: {x: stay}
no_deal: status_quo
side_payments: {a: 1, b: 1}
chance:
  rain: {odds: {u: 0.5, d: 0.5}}
payoffs:
  a: {t: {expr: "if(x == go, if(rain == u, 10, -10), 0)"}}
  b: {t: {expr: "if(x == go, if(rain == u, -2, 2), 0)"}}
"""
    assert asked(file, text).joint == (0.0, pytest.approx(4))


def test_a_sure_event_is_nothing_to_bet_on(file: Path) -> None:
    with pytest.raises(UnsuitableGame, match="`rain` is sure to be `yes`"):
        asked(file, BET, fix={"rain": "yes"})


def test_every_form_tells_the_sums(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for given in ([], ["--set", "b=0.8"]):
        file.write_text(BET, "utf-8")
        told = ask(capsys, "deal", str(file), "--contingent", "rain", "--csv", *given)
        assert (told.code, len(told.out.splitlines()) > 1) == (0, True)
    shared = ask(capsys, "deal", "classroom/shared-stock", "--contingent", "stock", "--json")
    assert '"event": "stock"' in shared.out


def test_the_picture_says_what_its_signs_mean(capsys: pytest.CaptureFixture[str]) -> None:
    told = ask(capsys, "deal", "classroom/joint-venture", "--contingent", "approval").out
    assert "× no deal   N Nash, Kalai–Smorodinsky, Egalitarian" in told
