"""What crosses a red line, and whose line it is, in pictures, tables and sentences of any number of
players.
"""

from dataclasses import replace
from pathlib import Path

import pytest

import negotiate
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.report.json import json_of
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.equilibrium.reports.told import plain

WATER = """format: 1
title: Water
players:
  plain: {name: The Plain}
  hill: {name: The Hill}
  eu: {name: EU}
issues:
  use: {decided_by: plain, options: [little, much]}
  dam: {decided_by: hill, options: [open, shut]}
  total: {decided_by: agreement, options: [none, cap]}
status_quo: {use: little, dam: open, total: none}
payoffs:
  plain:
    farms: {by: use, values: {much: 2}}
    dry: {by: dam, values: {shut: -5}}
  hill: {power: {by: dam, values: {shut: 3}}}
  eu: {peace: {by: dam, values: {shut: -1}}}
red_lines:
  thirst: {player: plain, never: {dam: shut}}
"""
MIXED = """format: 1
title: Pennies
players: [even, odd]
issues:
  hide: {decided_by: even, options: [heads, tails]}
  guess: {decided_by: odd, options: [heads, tails]}
status_quo: {hide: heads, guess: heads}
payoffs:
  even: {win: {by: [hide, guess], values: {heads: {heads: 1, tails: -1}, tails: {heads: -1, tails: 1}}}}
  odd: {win: {by: [hide, guess], values: {heads: {heads: -1, tails: 1}, tails: {heads: 1, tails: -1}}}}
red_lines:
  pride: {player: odd, never: {hide: tails}}
"""
TALKS = """format: 1
title: Talks
players: {us: {name: Us}, them: {name: Them}}
issues:
  tariff: {decided_by: us, options: [none, low, high]}
  plan: {decided_by: them, options: [keep, curb]}
  say: {decided_by: us, options: [yes, no]}
status_quo: {tariff: none, plan: keep, say: yes}
payoffs:
  us: {gain: {by: tariff, values: {low: 1, high: 2}}}
  them: {plan: {by: plan, values: {curb: -1}}}
red_lines:
  plan: {player: them, never: {plan: curb}}
  fear: {player: us, never: {tariff: low}}
protocol:
  - {move: act, player: us, sets: tariff}
  - {move: answer, player: them, sets: plan}
  - {move: close, player: us, sets: say}
"""


def scenario(folder: Path, text: str) -> negotiate.Scenario:
    path = folder / "water.yaml"
    path.write_text(text, "utf-8")
    return negotiate.load(str(path))


def alone(folder: Path, text: str) -> Solution:
    return solve(scenario(folder, text).alone())


def lines(found: Solution, **look: object) -> list[str]:
    return as_text(found, Look(**{"width": 80, **look})).splitlines()


def test_what_is_crossed_where_nobody_signs_is_left_to_json(tmp_path: Path) -> None:
    found = alone(tmp_path, WATER)
    assert not any(sign in line for line in lines(found, all=True) for sign in ("‡", "red line"))
    assert json_of(found)["equilibria"][0]["crossing"] == {"thirst": 1.0}


def test_each_strategy_stands_below_its_player(tmp_path: Path) -> None:
    found = alone(tmp_path, WATER)
    text = lines(replace(found, equilibria=(*found.equilibria, *found.equilibria)), width=100)
    head = next(line for line in text if "hill plays" in line or "The Hill plays" in line)
    row = text[text.index(head) + 1]
    assert row.index("shut") == head.casefold().index(
        " hill plays" if " hill plays" in head else "the hill plays"
    )
    assert "nothing to decide" in row


def test_an_issue_that_several_decide_is_not_forgotten(tmp_path: Path) -> None:
    found = alone(tmp_path, WATER)
    assert "`total` stays at none, because no player decides it alone." in lines(found, all=True)
    assert "`total` stays at none, because no player decides it alone." in plain(
        found, everything=True
    )
    tree = solve(scenario(tmp_path, WATER).in_turn())
    assert "`total` stays at none, because no player decides it alone." in lines(tree, all=True)


def test_a_player_who_decides_nothing_is_said_to(tmp_path: Path) -> None:
    said = " ".join(lines(alone(tmp_path, WATER)))
    assert "The EU decides nothing alone. No player gains" in said
    assert "plays nothing" not in said


def test_a_mark_stands_where_only_some_squares_cross(tmp_path: Path) -> None:
    assert "‡" not in "".join(lines(solve(negotiate.load("us-china/beijing-2018").alone())))
    text = lines(solve(negotiate.load("europe/brexit-2019").alone()))
    assert any("‡★" in line for line in text)
    assert sum("crosses a red line: the_bill (European Union)" in line for line in text) == 1


def test_folded_branches_say_whether_all_or_some_of_their_endings_cross(tmp_path: Path) -> None:
    found = solve(scenario(tmp_path, TALKS).in_turn())
    for ascii_only, all_of_it, some in ((False, "‡", "(‡)"), (True, "#", "(#)")):
        text = lines(found, depth=0, ascii=ascii_only)
        rows = {
            word: line
            for line in text
            for word in ("none", "low")
            if f"{word} " in line and "endings" in line
        }
        assert some in rows["none"]
        assert f" {all_of_it} " in rows["low"]
        assert some not in rows["low"]
        assert f"{all_of_it} crosses red lines: plan (Them) and fear (Us)" in text
        assert f"{some} some of the endings behind this line do" in text


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("everything", [False, True])
def test_what_every_ending_crosses_is_told_once(width: int, everything: bool) -> None:
    found = solve(negotiate.load("us-china/beijing-2018").in_turn())
    text = lines(
        replace(found, equilibria=(*found.equilibria, *found.equilibria)),
        width=width,
        all=everything,
    )
    assert not [line for line in text if "‡" in line]
    said = " ".join(" ".join(text).split())
    assert said.count("every ending crosses a red line: demand (United States)") == 1
    assert said.count("Every equilibrium crosses a red line.") == 1


def test_of_two_lines_every_ending_crosses_one_or_the_other(tmp_path: Path) -> None:
    both = TALKS.replace("never: {tariff: low}", "never: {plan: keep}")
    text = lines(solve(scenario(tmp_path, both).in_turn()))
    assert "every ending crosses a red line: plan (Them) or fear (Us)" in text


def test_hidden_branches_are_marked_too(tmp_path: Path) -> None:
    found = solve(scenario(tmp_path, TALKS).in_turn())
    hidden = [line for line in lines(found, breadth=1, depth=0) if "more branch" in line]
    assert sorted("(‡)" in line for line in hidden if "‡" in line) == [False, True]


def test_json_says_whose_line_it_is_and_how_likely_it_is_crossed(tmp_path: Path) -> None:
    found = json_of(alone(tmp_path, MIXED))
    assert found["game"]["red_lines"] == {"pride": "odd"}
    assert found["equilibria"][0]["crossing"] == {"pride": pytest.approx(0.5)}
    assert found["terms"][0]["even"] == {"win": pytest.approx(0.0)}
    tree = json_of(solve(scenario(tmp_path, WATER).in_turn()))
    assert tree["game"]["red_lines"] == {"thirst": "plain"}
    assert tree["equilibria"][0]["crossing"] == {"thirst": 1.0}
    assert tree["terms"][0]["plain"] == {"farms": 2.0, "dry": -5.0}


def test_payoffs_are_taken_apart_on_request(tmp_path: Path) -> None:
    found = alone(tmp_path, WATER)
    assert not any("farms" in line for line in lines(found))
    text = [" ".join(line.split()) for line in lines(found, all=True)]
    assert "The Plain -3 = farms 2 - dry 5" in text
    assert "EU -1 = peace -1" in text
    assert "The Plain\t-3 = farms 2 - dry 5" in plain(found, everything=True)
    assert not any(
        "farms" in line
        for line in lines(solve(negotiate.load("classics/chicken").alone()), all=True)
    )
    assert not any(
        "consist" in line
        for line in lines(solve(negotiate.load("classics/chicken").alone()), all=True)
    )
