"""The flagship: what it must say of the talks of May 2018, number by number, and that each
expectation can fail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

import negotiate
from negotiate.equilibrium.alone import alone
from negotiate.language.expectations.testing import Bench, check_expectations
from negotiate.language.library import shipped
from negotiate.language.scenario_file import Reading
from tests.scenarios.readings import ANSWERED

NAME = "us-china/beijing-2018"
TOP_OF_THE_LADDER = ["before", "fifty_percent"]
NOTHING_ELSE = {"payoffs.us.deficit.expr": "0", "payoffs.us.farmers.amount": 0}

BREAKS: list[tuple[str, Mapping[str, Any]]] = [
    (
        "The tariffs of January 2018",
        {"payoffs.us.deficit.expr": "-us_tariff", "payoffs.china.rivalry.expr": "-cn_tariff"},
    ),
    ("The United States raises", {"payoffs.us.deficit.expr": "-us_tariff"}),
    ("China answers", {"payoffs.china.rivalry.expr": "-cn_tariff"}),
    ("It is a trade war", {"deficit_weight": 20}),
    ("The same if trade answers more strongly", {"deficit_weight": 20}),
    ("If trade answers more weakly", {"deficit_weight": 20}),
    ("It is not symmetric", {"payoffs.us.farmers": -30}),
    ("If China stood still", {"deficit_weight": 0}),
    ("If the deficit did not count", {"elasticity": 2.5}),
    ("At the heaviest weight", {"payoffs.us.deficit": 0}),
    ("A United States bent on containment", {"rivalry": 0}),
    ("Purchases are something", {"payoffs.china.rivalry.expr": "purchases"}),
    ("There is no deal", {"red_lines.plan.cost": 0}),
    ("So do the US demand", {"payoffs.china.mic2025.curb": -2}),
    ("Cars, finance and purchases", {"deficit_weight": 20}),
    ("To give all that stands", {"red_lines.plan.cost": 0, "payoffs.china.mic2025.curb": -2}),
    ("With the red line taken away", {"payoffs.china.mic2025.curb": -2}),
    ("There would be one if", {"payoffs.us.mic2025.curb": -100}),
    ("If the United States drops", {"payoffs.china.autos.caps_off_and_tariff_cut": -60}),
    ("It is what Nash's rule picks", {"deficit_weight": 10}),
    ("Half of all packages", {"deficit_weight": 10}),
    ("The more the United States", {"kept": 1}),
    ("At three times the weight", {"kept": 1}),
    ("At the top of the range", {"kept": 1}),
    ("If promises were kept in full", {"payoffs.us.farmers.amount": 60}),
    ("With a United States bent on containment there is none", {"rivalry": 0}),
    ("If China's leaders counted two years", {"payoffs.us.mic2025.curb": -100}),
    ("With three years", {"payoffs.china.mic2025.curb": -3}),
    ("To a United States that fears", {"security": 0}),
    ("At half that price", {"deficit_weight": 20}),
    ("The better China is placed", {"players.china.power": 0.2, "players.us.power": 0.8}),
    ("Where both are placed alike", {"players.china.power": 0.8, "players.us.power": 0.2}),
    ("The more weight both give", {"rivalry": 0}),
    ("Without a deal they then", {"rivalry": 0}),
    ("If China cared about being first", {"payoffs.china.rivalry.expr": "0"}),
    ("In hindsight, with nothing", {"payoffs.us.autos.caps_off_and_tariff_cut": 30}),
    ("As long as the United States insists", {"red_lines.demand.cost": 0}),
    ("If China could not push back", {"credibility": 0}),
    ("Without the demand the threat of $150bn", {"credibility": 0.2}),
    ("The threat of $50bn", {"elasticity": 5}),
    ("A threat that nobody believes", {"credibility": 0.7}),
    ("Nor does China", {"credibility": 0.7}),
    ("If giving way to a threat", {"protocol.threaten.options": TOP_OF_THE_LADDER}),
    ("A larger threat", {"credibility": 0.5}),
    ("What China gives way to", {"rivalry": 1}),
    ("If people reward", {"payoffs.us.backing_down": 0}),
    ("Security at a price", {"security": 0}),
    ("With a United States known to want containment", {"credibility": 0.5}),
    ("A China that cannot tell them apart", {"suspicion": 0.1}),
    ("If China suspects containment less", {"credibility": 0.2}),
    ("However little it suspects", {"credibility": 0}),
    ("A United States that expects a resolute China", {"credibility": 0}),
    ("For players who look no further", {"deficit_weight": 20}),
    ("The tariffs of January stand", {"deficit_weight": 20}),
    ("Where it stood in 2019", {"deficit_weight": 10}),
    ("The plan is never curbed alone", {"payoffs.china.mic2025.curb": -1}),
    ("Against a United States bent on containment", {"rivalry": 0}),
    ("Low tariffs do not hold", {"deficit_weight": 2}),
    ("It would have to be more patient", {"deficit_weight": 10}),
    ("With a little less than 0.94", {"deficit_weight": 2}),
    ("China keeps its tariff down", {"elasticity": 5}),
    ("All this hangs on a number", {"elasticity": 2.5}),
    ("If it were worth 10", {"payoffs.us.farmers.amount": -60}),
    ("If trade answers more strongly to prices, a", {"deficit_weight": 10}),
    ("If it answers more weakly", {"payoffs.us.farmers.amount": -60}),
    ("Nor will any in a United States", {"rivalry": 0}),
    ("Purchases hold up the truce", {"deficit_weight": 10}),
    ("With 0.8 it", {"deficit_weight": 10}),
    ("With 0.78", {"deficit_weight": 2}),
    ("If China delivered all", {"deficit_weight": 10}),
    ("Purchases of which nothing comes", {"elasticity": 5}),
    ("Nothing that is promised here", {"payoffs.us.farmers.amount": -60}),
    ("A tariff war that nobody wanted", {"repeat.misread": 0}),
    ("Without misreadings", {"deficit_weight": 0}),
    ("Tit for tat would keep", {"deficit_weight": 10}),
    (
        "But it is not believed",
        {f"payoffs.{player}.income.times": 0 for player in ("us", "china")} | NOTHING_ELSE,
    ),
    ("It is believed if", {"repeat.misread": 0.05}),
    (
        "Where China alone decides",
        {"payoffs.china.rivalry.expr": "if(purchases == 32 and cn_tariff == before, 200, 0)"},
    ),
    ("A China that thought of the next", {"loss_multiplier": 6}),
    ("It buys, year after year", {"deficit_weight": 10}),
]
"""How each entry of `expect` begins, in the file's order, and one setting that breaks it."""


@cache
def reading() -> Reading:
    return Reading(NAME)


@cache
def text() -> str:
    return shipped()[NAME].read_text(encoding="utf-8")


def no_deal(**settings: float) -> tuple[dict[str, str], tuple[float, ...]]:
    """The one equilibrium if nobody talks: the tariffs, and what they are worth."""
    (found,) = negotiate.solve(alone(negotiate.load(NAME, set=settings))).equilibria
    return {
        issue: option for issue, option in found.choices.items() if issue.endswith("_tariff")
    }, found.payoffs


def in_turn(
    variant: str = "us_drops_mic2025", settings: Mapping[str, Any] | None = None
) -> tuple[dict[str, str], tuple[float, ...]]:
    """The one equilibrium of the protocol: the moves that are made, and what they are worth."""
    (found,) = negotiate.solve(
        negotiate.load(NAME, variant=variant, set=settings or {}).in_turn()
    ).equilibria
    return found.moves, found.payoffs


@pytest.mark.parametrize(
    ("elasticity", "us_tariff", "cn_tariff", "us", "china"),
    [
        (2.5, "double", "trade_war", 0.36, -33.46),
        (4, "trade_war", "matching", -0.76, -26.29),
        (5, "trade_war", "matching", -1.88, -26.44),
    ],
)
def test_with_no_deal_there_is_a_trade_war(
    elasticity: float, us_tariff: str, cn_tariff: str, us: float, china: float
) -> None:
    tariffs, payoffs = no_deal(elasticity=elasticity)
    assert tariffs == {"us_tariff": us_tariff, "cn_tariff": cn_tariff}
    assert payoffs == pytest.approx((us, china), abs=0.01)


def test_the_status_quo_is_worth_nothing_to_either() -> None:
    scenario = negotiate.load(NAME)
    assert scenario.package_payoffs(scenario.status_quo) == pytest.approx(
        {"us": 0, "china": 0}, abs=1e-9
    )


def test_the_more_the_deficit_weighs_the_higher_the_us_tariff() -> None:
    ladder = list(negotiate.load(NAME).issues["us_tariff"].labels)
    steps = [
        ladder.index(no_deal(deficit_weight=weight)[0]["us_tariff"]) for weight in range(0, 21, 4)
    ]
    assert steps == sorted(steps)
    assert ladder[steps[0]] == "all_threats"
    assert ladder[steps[-1]] == "fifty_percent"


def test_retaliation_hardly_helps_china() -> None:
    scenario = negotiate.load(NAME)
    quo = dict(scenario.status_quo)
    tariffs = scenario.issues["us_tariff"].labels, scenario.issues["cn_tariff"].labels
    hit = {**quo, "us_tariff": tariffs[0].index("all_threats")}
    struck_back = {**hit, "cn_tariff": tariffs[1].index("matching")}
    gain = scenario.package_payoffs(struck_back)["china"] - scenario.package_payoffs(hit)["china"]
    assert 0 < gain < 1.5


def test_a_believed_threat_of_150_billion_makes_china_give_way() -> None:
    moves, payoffs = in_turn()
    assert moves == {"threaten": "all_threats", "answer": "concede", "settle": "sign"}
    assert payoffs == pytest.approx((7.32, -3.19), abs=0.01)


def test_no_path_ends_in_a_signature_across_a_hard_line() -> None:
    scenario = negotiate.load(NAME)
    assert negotiate.load(NAME, variant="us_drops_mic2025").in_turn().unsigned == ()
    for game in (scenario.in_turn(), negotiate.load(NAME, variant="containment").in_turn()):
        assert "sign" not in {game.action_label(v) for v in range(1, len(game.tree))}
        assert [(one.action, one.name) for one in game.unsigned] == [("sign", "demand")]
    (found,) = negotiate.solve(scenario.in_turn()).equilibria
    assert found.moves == {"threaten": "before"}


def test_nobody_threatens_what_nobody_believes() -> None:
    moves, payoffs = in_turn("nobody_believes")
    assert moves == {"threaten": "before"}
    assert payoffs == pytest.approx((0, 0), abs=1e-9)


@pytest.mark.parametrize(
    ("price", "enough"), [(0, True), (5.6, True), (5.8, False), (20, False), (40, False)]
)
def test_what_china_pays_under_a_threat_of_150_billion(price: float, enough: bool) -> None:
    assert ("answer" in in_turn(settings={"aud_cn": price})[0]) is enough


@pytest.mark.parametrize(("price", "enough"), [(5.6, True), (20, True), (40, False)])
def test_what_china_pays_under_the_largest_threat(price: float, enough: bool) -> None:
    moves, _ = in_turn("larger_threat", {"aud_cn": price})
    bought = {"threaten": "fifty_percent", "answer": "concede", "settle": "sign"}
    assert moves == (bought if enough else {"threaten": "before"})


def test_belief_in_the_threat_tips_at_about_three_in_ten() -> None:
    assert "answer" not in in_turn(settings={"credibility": 0.28})[0]
    assert in_turn(settings={"credibility": 0.3})[0]["answer"] == "concede"


def test_nothing_is_answered_or_carried_out_where_nothing_was_threatened() -> None:
    game = negotiate.load(NAME, variant="us_drops_mic2025").in_turn()
    assert len(game.tree.leaves) == 1 + 2 * (
        3 + 3 + 3
    )  # no threat; each threat: concede, hold and retaliate


def test_what_it_expects_is_what_it_finds() -> None:
    verdicts = check_expectations(reading())
    assert [(v.expectation.about, v.found) for v in verdicts if not v.met] == []


def test_every_expectation_has_a_setting_that_breaks_it() -> None:
    abouts = [entry.about for entry in negotiate.load(NAME).expectations]
    assert len(abouts) == len(BREAKS)
    for about, (start, _) in zip(abouts, BREAKS, strict=True):
        assert about.startswith(start)


@pytest.mark.parametrize("position", range(len(BREAKS)), ids=[start for start, _ in BREAKS])
def test_every_expectation_can_fail(position: int) -> None:
    changes = BREAKS[position][1]
    entry = reading().scenario(changes, None, {}).expectations[position]
    verdict = Bench(reading(), changes, {}, None, {}).judge(entry)
    assert not verdict.met
    assert ANSWERED.search(verdict.found), "it has to fail by its answer, not by an error"


@pytest.mark.parametrize("variant", reading().variants())
def test_every_variant_loads_and_solves(variant: str) -> None:
    scenario = negotiate.load(NAME, variant=variant)
    assert negotiate.solve(alone(scenario)).equilibria
    assert negotiate.solve(scenario.in_turn()).equilibria
    assert scenario.variants[variant].title
    assert scenario.variants[variant].about


def test_every_claim_of_the_article_has_its_place() -> None:
    claims = re.findall(r"^#   Claim ([ \d]\d)  \S", text(), flags=re.MULTILINE)
    assert sorted(map(int, claims)) == list(range(1, 19))


def test_every_place_that_a_claim_names_exists() -> None:
    scenario = negotiate.load(NAME)
    known = {f"issues.{name}" for name in scenario.issues} | {
        f"parameters.{name}" for name in scenario.parameters
    }
    known |= {
        f"payoffs.{player}.{term}" for player, terms in scenario.terms.items() for term in terms
    }
    known |= {f"variants.{name}" for name in scenario.variants} | {
        f"red_lines.{name}" for name in scenario.red_lines
    }
    known |= {f"protocol.{step.id}" for step in scenario.protocol} | {
        f"briefs.{name}" for name in scenario.briefs
    }
    known |= {
        f"players.{name}.{what}" for name in scenario.players for what in ("patience", "power")
    }
    comment = text().partition("\nformat: 1")[0]
    named = re.findall(
        r"\b(?:issues|parameters|payoffs|variants|red_lines|protocol|players|briefs)\.\w+(?:\.\w+)*",
        comment,
    )
    assert named
    assert set(named) <= known


def test_no_number_stands_without_a_source_or_the_word_declared() -> None:
    scenario = negotiate.load(NAME)
    sources = {*scenario.sources, "declared"}
    for name, parameter in scenario.parameters.items():
        assert parameter.source in sources, name
        assert parameter.about, name
        assert parameter.unit, name
    for player, terms in scenario.terms.items():
        for name, term in terms.items():
            assert term.source in sources, f"{player}.{name}"
            assert term.about, f"{player}.{name}"
    for line in scenario.red_lines.values():
        assert line.source in sources, line.id
    for issue in scenario.issues.values():
        assert issue.numbers is None or any(source in issue.about for source in sources), issue.id
    for word in ("Patience", "Power"):
        assert text().count(f"{word} is declared") == len(scenario.players)
    assert {term.status for terms in scenario.terms.values() for term in terms.values()} == {
        "derived",
        "published",
        "declared",
    }


def test_every_source_is_used() -> None:
    whole = text()
    for source in negotiate.load(NAME).sources:
        assert (
            len(re.findall(rf"{re.escape(source)}(?![\w-])", whole)) > 1 or source == "gzero-2018"
        ), source


@pytest.mark.parametrize("brief", ["public", "us", "china"])
def test_briefs_have_at_least_150_words(brief: str) -> None:
    assert len(negotiate.load(NAME).briefs[brief].split()) >= 150


def test_every_line_fits() -> None:
    assert max(len(line) for line in text().splitlines()) <= 120
