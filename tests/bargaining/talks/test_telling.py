"""How talks are told: on a screen of any width, in ASCII, line by line and as JSON."""

from __future__ import annotations

from typing import Any

import pytest
from negotiate.export.bargaining.talks import talks_json

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
from negotiate.report.csv import csv
from negotiate.report.plain import plain
from negotiate.report.registry import report_of
from negotiate.report.screen.showing import as_text
from negotiate.report.style import Look
from tests.written import checked

PROBLEM = BargainingProblem.from_arrays([[10, 8, 5, 2], [1, 4, 6, 9]], [1, 1], players=("North", "South"))
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
    assert csv(report)[0].count(",")


def test_what_offers_in_turn_say() -> None:
    said = " ".join(as_text(ANSWERS["offers"], Look(width=200)).split())
    assert "If North opens, North proposes `package 1` and South accepts: North 8 and South 4." in said
    assert "If South opens, South proposes `package 2` and North accepts: North 5 and South 6." in said
    assert "Refusing the first offer of North would be worth 3.5 to South, so South refuses anything less." in said
    assert "To open brings North 3 more and South 2 more than to answer." in said
    assert "No other subgame-perfect equilibrium exists." in said


def test_many_plays_are_told_as_a_range() -> None:
    said = as_text(ANSWERS["many plays"], Look(width=200))
    assert "If North opens, the first offer lies between `package 0` (North 10 and South 1) and `package 3`" in said
    assert "No other" not in said


def test_what_agents_come_to() -> None:
    said = as_text(ANSWERS["agents"], Look(width=200))
    assert "Of 20 talks between North (boulware) and South (conceder), all end in a deal" in said
    assert "from seed 0" in as_text(ANSWERS["agents"], Look(width=200, all=True))
    assert "none ends in a deal within 5 rounds" in as_text(ANSWERS["no deal"], Look(width=200))


def test_a_bluff_that_is_not_worth_it() -> None:
    assert "Bluffing does not pay: a bluff is worth -2." in as_text(ANSWERS["bluff"])
    assert "surely yields" in as_text(ANSWERS["sure bluff"])


def test_the_list_names_every_way() -> None:
    assert all(way.name in as_text(ANSWERS["list"]) for way in TALKS)


@pytest.mark.parametrize(
    ("name", "said", "match"),
    [
        ("offer", {}, "there is no way to talk called `offer`"),
        ("offers", {"runs": 5}, "`runs` says nothing about talks by `offers`"),
        ("agents", {"patience": (0.5, 0.5)}, "`patience` says nothing about talks by `agents`"),
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
    better = simulated_talks(BargainingProblem.from_arrays([[1, 2], [1, 1]], [1, 1]), runs=4, rounds=5)
    assert set(better.outcomes.tolist()) == {1}
    assert better.on_frontier == 1
