"""Each concept goes through a scenario on the solvers' own numbers; where it does not fit, a
sentence says why.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import negotiate
from negotiate.explain.catalogue import catalogue, explanation, written
from negotiate.explain.choosing import elimination_steps, nash_steps, regrets_steps
from negotiate.explain.moving import folding_steps, types_play
from negotiate.explain.signing import compared
from negotiate.explain.walk import Walkthrough, _parts
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.level_sweep import values_under
from negotiate.games.normal_form import NormalFormGame, expected_payoffs
from negotiate.report import report_of
from negotiate.report.blocks import Matrix, Plot, Report, Section, Sentence, Table
from negotiate.report.json import json_of
from negotiate.report.style import Look
from tests.strategies import normal_form, payoff_tables, trees

LOOK = Look()
SLOW = ("invasion", "moran-process", "sensitivity-index", "elementary-effect")
"""Concepts of which other tests ask the command, and which take long."""


def on(concept: str, fits: str = "") -> Walkthrough:
    """A concept on a scenario, by default on the one that shows it."""
    name, *options = shlex.split(fits or explanation(concept).fits)
    given = dict(zip(options[::2], options[1::2], strict=True))
    sets = dict([given["--set"].split("=")]) if "--set" in given else {}
    settings = {key: float(value) for key, value in sets.items()}
    return negotiate.load(name, variant=given.get("--variant"), set=settings).explain(concept)


def told(found: Walkthrough) -> str:
    """All sentences of the page."""
    return " ".join(block.text for block in page(found).walk() if isinstance(block, Sentence))


def page(found: Walkthrough) -> Report:
    return report_of(found, LOOK)


def blocks(found: Walkthrough, kind: type) -> list[Any]:
    return [block for block in page(found).walk() if isinstance(block, kind)]


@pytest.mark.parametrize(
    "name", [name for name, one in written().items() if one.walk and name not in SLOW]
)
def test_a_concept_fits_the_scenario_that_shows_it(name: str) -> None:
    found = on(name)
    assert found.misfit == ""
    steps = next(block for block in page(found).blocks if isinstance(block, Section))
    assert len(steps.blocks) > 1
    assert json_of(found)["concept"]["name"] == name


@pytest.mark.parametrize("name", ["tit_for_tat", "gradual", "extort"])
def test_a_strategy_is_played(name: str) -> None:
    assert on(name, "classics/prisoners-dilemma").misfit == ""


@pytest.mark.parametrize(
    ("name", "scenario", "why"),
    [
        ("dominance", "classics/chicken", "no strategy is strictly dominated"),
        ("mixed-strategy", "classics/prisoners-dilemma", "in pure strategies"),
        ("backward-induction", "classics/chicken", "choose at once"),
        ("backward-induction", "classics/beer-quiche", "without knowing"),
        ("screening", "classics/beer-quiche", "nobody acts before"),
        ("pooling-equilibrium", "classics/entry-deterrence", "no player here has a private type"),
        ("price-of-a-red-line", "classics/chicken", "nobody draws a red line"),
        ("weighted-nash-solution", "classics/discrete-bargaining", "same power"),
        ("nash-bargaining-solution", "us-china/beijing-2018", "there is no deal"),
        ("value-of-information", "classics/chicken", "only one world"),
        ("audience-cost", "classics/entry-deterrence", "cost of backing down"),
    ],
)
def test_what_does_not_fit_says_why_and_what_would(name: str, scenario: str, why: str) -> None:
    found = on(name, scenario)
    assert why in found.misfit
    assert f"`negotiate explain {name} {explanation(name).fits}` shows the concept." in told(found)


def test_a_word_of_a_file_has_no_steps() -> None:
    assert "No steps go with this concept." in told(on("issue", "classics/chicken"))


# The numbers are the solvers' ---------------------------------------------------------------------


def test_each_round_of_elimination_is_told() -> None:
    found = on("dominance")
    assert {one.round for one in found.answer.eliminations} == {1}
    said = told(found)
    assert (
        "Row drops `cooperate`, because `defect` gives more, whatever the others do: 5 beats 3"
        in said
    )
    assert "Only (defect, defect) is left." in said


@given(game=payoff_tables((1, 3), (1, 3)).map(normal_form))
@settings(max_examples=30)
def test_elimination_drops_what_the_solver_drops(game: NormalFormGame) -> None:
    found = negotiate.solve(game)
    steps = list(elimination_steps(found, LOOK))
    rounds = [block for block in steps if isinstance(block, Section)]
    assert len(rounds) == max((one.round for one in found.eliminations), default=0)
    drops = [text.text for one in rounds for text in one.blocks if isinstance(text, Sentence)]
    assert len(drops) == len(found.eliminations)


@given(game=payoff_tables((2, 2), (1, 4)).map(normal_form))
@settings(max_examples=30)
def test_the_walk_to_an_equilibrium_ends_at_one_or_goes_round(game: NormalFormGame) -> None:
    found = negotiate.solve(game)
    said = " ".join(block.text for block in nash_steps(found, LOOK) if isinstance(block, Sentence))
    pure = [one for one in found.equilibria if one.pure]
    if "so this is an equilibrium" in said:
        assert pure


@given(game=payoff_tables((2, 2), (1, 3)).map(normal_form))
@settings(max_examples=30)
def test_no_regret_is_an_equilibrium(game: NormalFormGame) -> None:
    found = negotiate.solve(game)
    table = next(block for block in regrets_steps(found, LOOK) if isinstance(block, Table))
    starred = sum(row[0] is not None for row in table.rows)
    assert starred >= sum(one.pure for one in found.equilibria)
    assert all((row[-1] == 0) is (row[0] is not None) for row in table.rows)


def test_mixed_strategies_give_the_same() -> None:
    found = on("mixed-strategy")
    one = next(one for one in found.answer.equilibria if not one.pure)
    worths = expected_payoffs(found.answer.game.payoffs, one.strategies)
    for table, worth in zip(blocks(found, Table), worths, strict=True):
        assert sorted(row[-1] for row in table.rows) == pytest.approx(sorted(worth.tolist()))


def test_folding_takes_what_the_solver_takes() -> None:
    found = on("backward-induction")
    said = told(found)
    assert "After `enter`, Incumbent chooses `accommodate`: 1 beats -1 from `fight`." in said
    assert "At the beginning, Newcomer chooses `enter`: 1 beats 0 from `out`." in said
    assert found.answer.equilibria[0].payoffs == (1, 1)


@given(game=trees(levels=3))
@settings(max_examples=30)
def test_every_point_of_a_tree_is_folded_to_what_the_solver_finds(game: ExtensiveGame) -> None:
    found = negotiate.solve(game)
    said = [
        block.text for block in folding_steps(found, Look(all=True)) if isinstance(block, Sentence)
    ]
    points = int(np.count_nonzero(game.tree.child_count))
    assert len(said) == points + 2
    one = found.equilibria[0]
    worth = values_under(game.tree, game.payoffs, one.probability)
    assert worth[0].tolist() == pytest.approx(list(one.payoffs))
    for node, text in zip(
        np.flatnonzero(game.tree.child_count)[::-1].tolist(), said[1:-1], strict=True
    ):
        if game.tree.mover[node] >= 0:
            children = game.tree.children(node)
            assert (
                f"chooses `{game.action_label(int(children[np.argmax(one.probability[children])]))}`"
                in text
            )


def test_a_nash_equilibrium_that_rests_on_an_empty_threat_is_found() -> None:
    said = told(on("subgame-perfect-equilibrium"))
    assert "After `enter`, Incumbent plans `fight`." in said
    assert "`accommodate` would give 1 instead of -1" in said


def test_types_pool_over_breakfast() -> None:
    found = on("pooling-equilibrium")
    played = types_play(found.answer.equilibria[0], "stranger")
    assert played in (
        {"weak": {"beer": 1.0}, "strong": {"beer": 1.0}},
        {"weak": {"quiche": 1.0}, "strong": {"quiche": 1.0}},
    )


@pytest.mark.parametrize(
    "rule", ["nash", "kalai-smorodinsky", "egalitarian", "utilitarian", "weighted-nash"]
)
def test_the_deal_with_the_largest_measure_is_the_solvers(rule: str) -> None:
    name = "nash-bargaining-solution" if rule == "nash" else rule
    case = on(name).answer.pictured
    one, point = next((one, point) for one, point in case.points if one.name == rule)
    measured = compared(case, one)
    assert measured is not None
    best = np.flatnonzero(np.isclose(measured[1], measured[1].max()))
    assert set(point.packages) == set(case.frontier.packages[best].tolist())


def test_the_line_of_the_product_passes_through_the_nash_point() -> None:
    found = on("nash-bargaining-solution")
    (plot,) = blocks(found, Plot)
    line = next(series for series in plot.series if series.name.startswith("the same product"))
    assert line.name == "the same product, 21"
    apart = found.answer.pictured.problem.disagreement
    assert np.allclose((np.array(line.x) - apart[0]) * (np.array(line.y) - apart[1]), 21)


def test_claims_leave_the_zone_that_the_solver_finds() -> None:
    found = on("agreement-zone")
    table = blocks(found, Table)[0]
    assert table.rows[-1][-1] == found.answer.pictured.size == 36


def test_red_lines_take_away_what_the_prices_say() -> None:
    found = on("price-of-a-red-line")
    for price in found.answer:
        assert f"red line `{price.claim.name}` adds {price.size or 'no'} package" in told(found)


def test_grim_holds_from_the_critical_factor_on() -> None:
    found = on("grim")
    (low, _), *_ = found.answer.lasting.asked.critical
    for at in found.answer.at:
        assert at.holds is (at.discount >= low)
        assert all(best >= kept for best, kept in zip(at.best, at.kept, strict=True))
        assert bool(max(np.subtract(at.best, at.kept)) < 1e-9) is at.holds


@pytest.mark.parametrize("concept", ["GMR", "SMR", "SEQ"])
def test_a_state_is_shown_that_lasts_by_the_concept_alone(concept: str) -> None:
    found = on(concept, "classics/prisoners-dilemma").answer
    assert found.found.by_concept(found.state) == (concept,)
    assert not all(one.improvements == 0 for one in found.verdicts[0])


def test_every_concept_with_steps_names_a_function() -> None:
    for one in catalogue().concepts:
        if one.walk:
            view, places, _ = _parts(one)
            assert not view or callable(getattr(negotiate.Scenario, view)), one.name
            assert all(callable(resolve_name(place)) for place in places), one.name


def test_a_matrix_is_drawn_with_brackets() -> None:
    (drawn,) = blocks(on("best-reply"), Matrix)
    assert drawn.squares[0][1].best == (True, True)


def test_a_breach_that_gains_nothing_at_once_is_told_as_none(tmp_path: Path) -> None:
    """The row player gets 3 by keeping the agreement and 3 by breaking it: a tie gives nothing to
    gain.
    """
    path = tmp_path / "tie.yaml"
    rows = (
        "  cooperate: {cooperate: [3, 3], defect: [0, 5]}\n  defect: {cooperate: [3, 0], "
        "defect: [1, 1]}\n"
    )
    path.write_text(f"format: 1\ntitle: A tie\nmatrix:\n{rows}", "utf-8")
    said = told(negotiate.load(str(path)).explain("critical-discount-factor"))
    assert "row gains nothing by breaking the agreement, not even once." in said
    assert "column gets 3 a round by keeping the agreement, and 5 once by breaking it." in said
