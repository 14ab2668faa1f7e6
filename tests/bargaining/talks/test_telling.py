"""How talks are told: on a screen of any width, in ASCII, line by line and as JSON."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.talks import (
    TALKS,
    alternating_offers,
    bargaining_range,
    bluff,
    double_auction,
    legislature,
    simulated_talks,
    talks_over,
)
from negotiate.errors import UnsuitableGame
from negotiate.report import report_of
from negotiate.report.plain import csv, plain
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.written import checked

PROBLEM = BargainingProblem.from_arrays(
    [[10, 8, 5, 2], [1, 4, 6, 9]], [1, 1], players=("North", "South")
)
NOTHING = BargainingProblem.from_arrays([[1, 2], [2, 1]], [3, 3])

ANSWERS: dict[str, Any] = {
    "offers": talks_over(PROBLEM, "offers", patience=(0.5, 0.5)),
    "many plays": talks_over(PROBLEM, "offers", patience=(0.9, 0.9)),
    "rounds": talks_over(PROBLEM, "offers", patience=(0.7, 0.7), rounds=5),
    "lotteries": talks_over(PROBLEM, "lotteries", patience=(0.9, 0.9)),
    "no zone": talks_over(NOTHING, "offers", patience=(0.9, 0.9)),
    "pie": alternating_offers((0.9, 0.8)),
    "three": alternating_offers((0.9, 0.8, 0.7), rounds=4),
    "agents": talks_over(PROBLEM, "agents", agents="boulware,conceder", runs=20, rounds=10),
    "no deal": simulated_talks(NOTHING, runs=5, rounds=5),
    "list": talks_over(PROBLEM),
    "legislature": legislature(["a", "b", "c"], 0.9, recognition=(0.6, 0.3, 0.1)),
    "equal": legislature(3, 0.9),
    "auction": double_auction(),
    "war": bargaining_range(0.6, (0.1, 0.15), unknown=0.3),
    "bluff": bluff(10, 0.6, 20),
    "sure bluff": bluff(1, 1),
}
SENTENCES = ("auction", "war", "bluff", "sure bluff")
"""Answers of a few numbers, which need no table."""


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_fits_the_screen(name: str, width: int) -> None:
    lines = as_text(ANSWERS[name], Look(width=width)).splitlines()
    assert max(map(len, lines)) <= width
    assert len(lines) <= (24 if width == 80 else 48)


@pytest.mark.parametrize("name", ANSWERS)
def test_ascii_is_ascii(name: str) -> None:
    assert as_text(ANSWERS[name], Look(width=80, ascii=True)).isascii()


@pytest.mark.parametrize("name", ANSWERS)
def test_json_and_lines_hold_it_too(name: str) -> None:
    assert checked(ANSWERS[name])["schema"].endswith("/2")
    report = report_of(ANSWERS[name])
    tables = "\n".join(plain(report, True)).split("\n\n")[1:]
    for table in tables:
        assert len({line.count("\t") for line in table.split("\n")}) == 1
    assert csv(report)[0].count(",") if name not in SENTENCES else not csv(report)


def test_what_offers_in_turn_say() -> None:
    said = " ".join(as_text(ANSWERS["offers"], Look(width=200)).split())
    first = (
        "If North opens, South accepts the first proposal: package 1. This gives North 8 and "
        "South 4."
    )
    second = (
        "If South opens, North accepts the first proposal: package 2. This gives North 5 and "
        "South 6."
    )
    assert f"{first} {second}" in said
    assert (
        "Refusing the first offer of North would give South 3.5, so South accepts nothing less."
        in said
    )
    assert "Opening the talks gives North 3 more than answering, and South 2 more." in said
    assert "No other subgame-perfect equilibrium exists." in said


def test_many_plays_are_told_as_a_range() -> None:
    said = " ".join(as_text(ANSWERS["many plays"], Look(width=200)).split())
    assert "There are several equilibria" in said
    assert (
        "Opens Best for Proposal North South North North package 0 10 1 North South package 3 2 9"
        in said
    )
    assert "No other" not in said


def test_what_agents_come_to() -> None:
    said = as_text(ANSWERS["agents"], Look(width=200))
    assert "All of 20 talks end in a deal, after 7.5 of 10 rounds on average." in said
    assert (
        "North (boulware) asks for nearly everything until shortly before the end. South "
        "(conceder) makes"
    ) in said
    assert "from seed 0" in as_text(ANSWERS["agents"], Look(width=200, all=True))
    assert "None of 5 talks ends in a deal within 5 rounds." in as_text(
        ANSWERS["no deal"], Look(width=200)
    )


def test_averages_have_their_confidence_intervals() -> None:
    rows = np.random.default_rng(5).integers(0, 20, (2, 40)).tolist()
    many = BargainingProblem.from_arrays(rows, [3, 3], players=("North", "South"))
    found = simulated_talks(many, "linear,conceder", runs=20, rounds=4, seed=3)
    said = " ".join(as_text(found, Look(width=200)).split())
    assert "On average, a talk gives North 17 and South 9.75." in said
    assert (
        "Simulated. 95 % confidence intervals of the averages: North 16.1 to 17.9, South 8.68 to "
        "10.8"
    ) in said
    assert "65 % of the deals lie on the Pareto frontier." in said


def test_what_a_price_between_two_brings() -> None:
    said = as_text(ANSWERS["auction"], Look(width=200))
    assert "The two sides trade with probability 0.2812." in said
    assert (
        "Trade realises 84.38 % of the possible gains: 0.0703 for the buyer and 0.0703 for the "
        "seller."
    ) in said
    assert checked(ANSWERS["auction"])["trade"] == pytest.approx(9 / 32)


def test_a_bluff_that_is_not_worth_it() -> None:
    assert "Bluffing does not pay: a bluff is worth -2." in as_text(ANSWERS["bluff"])
    assert "A bluff does not pay if backing down costs 15 or more at home." in as_text(
        ANSWERS["bluff"]
    )
    assert "surely yields" in as_text(ANSWERS["sure bluff"])


def test_the_list_names_every_way() -> None:
    assert all(way.name in as_text(ANSWERS["list"]) for way in TALKS)


@pytest.mark.parametrize(
    ("name", "said", "match"),
    [
        ("offer", {}, "there are no talks called `offer`"),
        ("offers", {"runs": 5}, "`runs` does not go with talks called `offers`"),
        ("agents", {"patience": (0.5, 0.5)}, "`patience` does not go with talks called `agents`"),
        ("agents", {"agents": "bulware"}, "there is no agent `bulware`"),
        ("agents", {"agents": "boulware,linear,micro"}, "3 agents are named for 2 players"),
    ],
)
def test_what_does_not_fit_is_said(name: str, said: dict[str, Any], match: str) -> None:
    with pytest.raises(UnsuitableGame, match=match) as caught:
        talks_over(PROBLEM, name, **said)
    assert caught.value.hint


def test_agents_do_not_sign_what_gives_nobody_more_than_no_deal() -> None:
    level = BargainingProblem.from_arrays([[1, 3, 0], [1, 0, 3]], [1, 1])
    found = simulated_talks(level, runs=4, rounds=5)
    assert found.agreed.mean == 0
    assert set(found.outcomes.tolist()) == {-1}
    better = simulated_talks(
        BargainingProblem.from_arrays([[1, 2], [1, 1]], [1, 1]), runs=4, rounds=5
    )
    assert set(better.outcomes.tolist()) == {1}
    assert better.on_frontier == 1
