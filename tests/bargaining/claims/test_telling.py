"""Conflicts, openings and prices in words, tables and JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.bargaining.claims import Claim, NoDeal
from negotiate.bargaining.packages import Block
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.refusals import openings as module
from negotiate.bargaining.reports.openings import headline, reasons
from negotiate.errors import GameTooLarge
from negotiate.report import report_of
from negotiate.report.json import json_of
from negotiate.report.plain import plain
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.bargaining.claims.random_problems import problems
from tests.scenario_strategies import load

MONEY = (1.0, 0.5, 4.0)


def _answers(problem: BargainingProblem) -> tuple[object, object]:
    return problem.openings(), problem.red_line_prices()


@settings(max_examples=30)
@given(problems(lines=3, soft=1), st.booleans(), st.sampled_from([20, 40, 80]))
def test_every_answer_fits_any_screen_and_any_reader(
    problem: BargainingProblem, money: bool, width: int
) -> None:
    if money:
        problem = replace(problem, money=MONEY[: len(problem.players)])
    for found in _answers(problem):
        for everything in (False, True):
            text = as_text(found, Look(width=width, ascii=True, all=everything))
            assert text.isascii()
            assert max(map(len, text.split("\n"))) <= width
        lines = plain(report_of(found), True)
        assert all("\n" not in line for line in lines)
        tables = "\n".join(lines).split("\n\n")[1:]
        for rows in tables:
            assert len({line.count("\t") for line in rows.split("\n")}) == 1
        written = json_of(found, {"scenario": "x"})
        assert json.loads(json.dumps(written, allow_nan=False)) == written
        assert repr(found).startswith("<")


def test_the_flagship_says_what_cannot_stand_and_what_would_open_a_deal() -> None:
    problem = negotiate.load("us-china/beijing-2018").together()
    found = problem.conflicts_of()
    assert headline(found) == "There is no deal, for two separate reasons. Each would be enough."
    assert reasons(found) == [
        (
            "No package satisfies China's red line `plan` and the United States' red line `demand` "
            "at "
            "the same time."
        ),
        (
            "If the United States insists on its red line `demand`, the best deal left is worth "
            "-60 to China. Walking "
            "away is worth -26.3, so China walks away."
        ),
    ]
    page = as_text(problem.openings(), Look(width=80))
    assert "Without the United States' red line `demand` 96" in " ".join(page.split())
    assert "insists: mic2025 is curb or dismantle" in page
    assert len(page.split("\n")) <= 24
    assert (
        "What else would open a deal\nWithout China's red line `plan`, and if China accepted"
        in page
    )
    deal = " ".join(as_text(negotiate.deal(problem), Look(width=80)).split())
    assert (
        "No package satisfies China's red line `plan` and the United States' red line `demand`"
        in deal
    )
    assert "Without the United States' red line `demand`, both would sign 96 packages." in deal
    prices = as_text(problem.red_line_prices(), Look(width=80))
    assert len(prices.split("\n")) <= 30
    said = " ".join(prices.split())
    assert (
        "With all lines in place, there is no deal; without any line, the Nash bargaining solution "
        "gives the"
    ) in said
    assert (
        "If only China's red line `plan` or only China's soft red line `face` were dropped, no "
        "payoff would change."
    ) in said
    assert "If only this line were dropped, there would be a deal." in said


def test_json_of_the_flagship_names_claims_and_players() -> None:
    problem = negotiate.load("us-china/beijing-2018").together()
    why = json_of(problem.openings())
    found = why["conflicts"]
    sets = [[claim["name"] for claim in one["claims"]] for one in found["sets"]]
    assert sets == [["plan", "demand"], ["demand", "no_deal.china"]]
    removals = [[claim["name"] for claim in claims] for claims in found["removals"]]
    assert removals == [["demand"], ["plan", "no_deal.china"]]
    assert why["drops"][0]["size"] == 96
    assert found["complete"]
    prices = json_of(problem.red_line_prices())
    assert [line["claim"]["name"] for line in prices["prices"]] == ["plan", "demand", "face"]
    assert prices["owed"]["us"]["china"] > 10
    assert [prices["prices"][2]["binding"][end] for end in ("low", "high")] == [0, 0]


RIVER = {
    "format": 1,
    "title": "A factory and a river",
    "players": {"factory": {"name": "Factory"}, "village": {"name": "Village"}},
    "issues": {"filter": {"decided_by": "agreement", "options": ["none", "cheap", "good"]}},
    "status_quo": {"filter": "none"},
    "no_deal": "status_quo",
    "side_payments": {"factory": 1, "village": 2},
    "payoffs": {
        "factory": {"filter": {"by": "filter", "values": {"none": 0, "cheap": -3, "good": -8}}},
        "village": {"filter": {"by": "filter", "values": {"none": 0, "cheap": 2, "good": 3}}},
    },
}


def test_money_is_told_where_it_may_change_hands() -> None:
    problem = load(RIVER).together()
    page = " ".join(as_text(problem.openings(), Look(width=80)).split())
    assert "but none of these gives anybody more" in page
    assert "With side payments, both would sign 1 package." in page
    assert (
        "bargaining solution with side payments is filter: cheap. Village pays Factory 3.5 in "
        "money."
    ) in page
    assert "If Village paid Factory 3 in money for filter: cheap" in page
    written = json_of(problem.openings())
    assert written["payment"]["received"] == {"factory": 3.0, "village": -3.0}
    assert written["money"]["surplus"] == 1


def test_a_soft_line_tells_from_which_cost_it_binds() -> None:
    problem = negotiate.load("us-china/beijing-2018", variant="us_drops_mic2025").together()
    page = as_text(problem.red_line_prices(), Look(width=80))
    assert "China's soft red line `face` 0 above 14.9 above 22.3 never" in " ".join(page.split())


def _of(
    payoffs: list[list[float]], apart: list[float], **crossed: tuple[int, list[bool]]
) -> BargainingProblem:
    table = np.array(payoffs)
    block = Block(
        table,
        np.ones(table.shape[1], dtype=bool),
        {name: np.array(m) for name, (_, m) in crossed.items()},
    )
    keys = ("ada", "bo", "cy")[: len(table)]
    lines = tuple(Claim(name, player, "red line") for name, (player, _) in crossed.items())
    least = tuple(Claim(f"no_deal.{key}", p, "no deal") for p, key in enumerate(keys))
    names = tuple(key.title() for key in keys)
    return BargainingProblem(
        (block,), (NoDeal(np.array(apart)),), names, keys, (*lines, *least), (True,) * len(keys)
    )


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (_of([[1, 1]], [0], all=(0, [True, True])), "No package satisfies Ada's red line `all`."),
        (
            _of([[-1, -2]], [0]),
            "The best package is worth -1 to Ada. Walking away is worth 0, so Ada walks away.",
        ),
        (
            _of([[1, -1], [-1, 1]], [0, 0]),
            "No package gives both Ada and Bo as much as no deal does.",
        ),
        (
            _of([[2, 1, -1], [2, -1, 1]], [0, 0], plan=(1, [True, False, False])),
            (
                "No package that satisfies Bo's red line `plan` gives both Ada and Bo as much as "
                "no "
                "deal does."
            ),
        ),
        (
            _of(
                [[1, 1, 1]],
                [0],
                a=(0, [True, False, False]),
                b=(0, [False, True, False]),
                c=(0, [False, False, True]),
            ),
            (
                "No package satisfies Ada's red line `a`, Ada's red line `b` and Ada's red line "
                "`c` at "
                "the same time."
            ),
        ),
    ],
)
def test_each_kind_of_conflict_has_its_sentence(problem: BargainingProblem, said: str) -> None:
    assert reasons(problem.conflicts_of()) == [said]


def test_what_is_too_large_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_large(problem: BargainingProblem) -> None:
        raise GameTooLarge("packages", problem.count, 1, "ask for less")

    monkeypatch.setattr(module, "toss", too_large)
    found = _of([[1, -1], [-1, 1]], [0, 0]).openings()
    assert not found.complete
    assert found.toss is None
    assert found.drops
    assert "The search stopped at a limit. There may be more." in as_text(found, Look(width=80))


def test_what_money_opens_is_not_ruled_out_in_the_first_line() -> None:
    bare = BargainingProblem.from_arrays([[0, 10], [0, -6]], [0, 0])
    said = " ".join(str(replace(bare, money=(1.0, 1.0)).openings()).split())
    assert (
        "There is no deal without side payments. Some packages give everybody as much as no deal"
        in said
    )
    assert "With side payments, both would sign 1 package." in said
    assert "without side payments" not in str(bare.openings())
    apart = BargainingProblem.from_arrays([[10], [-6]], [0, 0])
    start = "There is no deal{}, for one reason."
    assert plain(report_of(apart.openings()))[0] == start.format("")
    paying = replace(apart, money=(1.0, 1.0)).openings()
    assert plain(report_of(paying))[0] == start.format(" without side payments")


def test_packages_that_tie_with_side_payments_are_told() -> None:
    tied = replace(
        BargainingProblem.from_arrays([[10, 4, 3], [-6, 0, 0]], [0, 0]), money=(1.0, 1.0)
    )
    said = " ".join(str(tied.openings()).split())
    assert (
        "The Nash bargaining solution with side payments is package 0, one of 2 that tie." in said
    )


def test_units_are_told_where_a_number_is() -> None:
    orange = negotiate.load("classics/orange").together().openings()
    assert "Payoffs in" not in str(orange)
    assert "Payoffs in" not in "\n".join(plain(report_of(orange)))
    assert "Payoffs in basis points" in str(
        negotiate.load("us-china/beijing-2018").together().openings()
    )
