"""Nothing is worked out twice while a file is checked: trade, games, and what differs by its
numbers alone.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import negotiate
from negotiate.equilibrium.alone import alone
from negotiate.language import scenario_file
from negotiate.language.check.files import check_file
from negotiate.language.scenario_file import Reading
from negotiate.language.shape.document import Document
from negotiate.model.payoffs import BoundModel, Term
from negotiate.model.trade.kinds import Answers, run_armington
from negotiate.scenario import Scenario

FLAGSHIP = "us-china/beijing-2018"
NUMBERS = """format: 1
title: A number that many ask about
parameters: {w: {value: 1, range: [0, 9]}, odds: 0.5}
players: {a: {}, b: {}}
issues:
  x: {decided_by: a, options: [p, q]}
  y: {decided_by: b, options: [p, q]}
payoffs:
  a: {t: {expr: w, when: x == q}}
  b: {t: {by: y, values: {p: 1, q: w}}}
protocol:
  - {chance: luck, odds: {good: odds, bad: 1 - odds}}
  - {move: first, player: a, options: [p, q], sets: x}
  - {move: second, player: b, options: [p, q], sets: y}
"""


def test_trade_is_worked_out_once_for_each_combination_of_tariffs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[Any, ...]] = []
    plain = Answers.of

    def noted(self: Answers, model: Any, columns: Any, solve: Any) -> Any:
        def counted(missing: Any) -> Any:
            asked.extend(
                (*model, *row) for row in zip(*(column.tolist() for column in missing), strict=True)
            )
            return solve(missing)

        return plain(self, model, columns, counted)

    monkeypatch.setattr(Answers, "of", noted)
    assert check_file(FLAGSHIP) == []
    assert len(asked) == len(set(asked)) > 90


def test_what_is_known_is_answered_as_if_it_were_asked_for_the_first_time() -> None:
    tariffs = np.array([3.1, 10.5, 21.0, 51.1])[:, None]
    bought = np.array([0.0, 18.24, 57.0])
    known = Answers()
    run_armington(
        "world-2017",
        {"us_on_china": tariffs[1:3], "china_on_us": np.array(8.0), "china_buys": bought[1]},
        {},
        known,
    )
    inputs = {"us_on_china": tariffs, "china_on_us": np.array(8.0), "china_buys": bought}
    shared, fresh = (
        run_armington("world-2017", inputs, {}, known),
        run_armington("world-2017", inputs, {}),
    )
    assert all(np.array_equal(shared[name], fresh[name]) for name in fresh)


def test_a_game_is_made_once_and_shared_by_the_lenses() -> None:
    scenario = negotiate.load(FLAGSHIP)
    assert scenario.alone() is scenario.alone()
    assert scenario.in_turn() is scenario.in_turn()
    assert scenario.again().whole is scenario.alone()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "numbers.yaml"
    path.write_text(NUMBERS, encoding="utf-8")
    return path


def test_other_numbers_and_commitments_bind_nothing_anew(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound = counted(monkeypatch, scenario_file, "bind")
    reading = Reading(str(file))
    reading.scenario({}, None, {})
    found = reading.scenario({"w": 3, "odds": 0.25}, None, {"x": "q"})
    assert bound[0] == 1
    again = negotiate.load(str(file), set={"w": 3, "odds": 0.25}, fix={"x": "q"})
    assert found.changes == again.changes
    assert np.array_equal(found.alone().payoffs, again.alone().payoffs)
    assert np.array_equal(found.in_turn().payoffs, again.in_turn().payoffs)
    assert np.array_equal(found.in_turn().tree.odds, again.in_turn().tree.odds)


@pytest.mark.parametrize(
    ("changes", "fixes", "code"),
    [
        ({"w": 10}, {}, "out-of-range"),
        ({"w": "much"}, {}, "number-expected"),
        ({"odds": 2}, {}, "not-a-probability"),
        ({"nothing": 1}, {}, "unknown-address"),
        ({}, {"x": "r"}, "unknown-option"),
        ({}, {"v": "p"}, "unknown-issue"),
    ],
)
def test_a_wrong_number_or_commitment_is_told_as_before(
    file: Path, changes: dict[str, Any], fixes: dict[str, str], code: str
) -> None:
    reading = Reading(str(file))
    reading.scenario({}, None, {})
    with pytest.raises(negotiate.errors.ScenarioError) as told:
        reading.scenario(changes, None, fixes)
    assert [problem.code for problem in told.value.problems] == [code]


def test_the_flagship_with_other_numbers_is_as_if_it_were_bound_with_them() -> None:
    reading = Reading(FLAGSHIP)
    base = reading.scenario({}, None, {})
    for entry in base.expectations:
        if not entry.settings and not entry.fixes:
            continue
        reading.scenario({}, entry.variant or None, {})
        shared = reading.scenario(entry.settings, entry.variant or None, entry.fixes)
        fresh = negotiate.load(
            FLAGSHIP, set=entry.settings, variant=entry.variant or None, fix=entry.fixes
        )
        assert np.array_equal(alone(shared).payoffs, alone(fresh).payoffs)
        assert shared.fixed == fresh.fixed
        assert [part.value for part in shared.parameters.values()] == [
            part.value for part in fresh.parameters.values()
        ]


MADE = ("worked", "games", "profiles", "phases")
"""Parts of a scenario that are scenarios and games themselves."""


def said(scenario: Scenario) -> dict[str, Any]:
    """Everything that a scenario says, part by part."""
    return {
        part.name: getattr(scenario, part.name)
        for part in fields(scenario)
        if part.name not in MADE
    }


@pytest.mark.parametrize("name", [FLAGSHIP, "us-china/busan-2025", "conflicts/iran-2018"])
def test_a_variant_bound_after_the_file_is_as_if_it_were_bound_alone(name: str) -> None:
    reading = Reading(name)
    reading.scenario({}, None, {})
    for variant in reading.variants():
        shared, alone = reading.scenario({}, variant, {}), negotiate.load(name, variant=variant)
        assert said(shared) == said(alone), variant
        assert list(map(said, shared.profiles)) == list(map(said, alone.profiles)), variant
        assert list(map(said, shared.phases)) == list(map(said, alone.phases)), variant


def test_what_a_variant_leaves_alone_is_bound_once() -> None:
    reading = Reading(FLAGSHIP)
    base = reading.scenario({}, None, {})
    dropped = reading.scenario({}, "us_drops_mic2025", {})
    assert dropped.expectations is base.expectations
    assert (dropped.terms, dropped.protocol) == (base.terms, base.protocol)
    assert all(dropped.terms[player] is base.terms[player] for player in base.terms)
    assert len(dropped.red_lines) < len(base.red_lines)


OTHERWISE = (
    NUMBERS
    + """variants:
  renamed: {set: {issues.x.options: [p, r]}}
  unpaid: {remove: [payoffs.a]}
  unnamed: {remove: [parameters.w]}
expect:
  - solve: {x: q}
    in: some
"""
)


@pytest.mark.parametrize("variant", ["renamed", "unpaid", "unnamed"])
def test_what_a_variant_breaks_elsewhere_is_told_as_if_it_were_bound_alone(
    variant: str, tmp_path: Path
) -> None:
    path = tmp_path / "otherwise.yaml"
    path.write_text(OTHERWISE, encoding="utf-8")
    reading = Reading(str(path))
    reading.scenario({}, None, {})
    with pytest.raises(negotiate.errors.ScenarioError) as alone:
        negotiate.load(str(path), variant=variant)
    for _ in range(2):
        with pytest.raises(negotiate.errors.ScenarioError) as shared:
            reading.scenario({}, variant, {})
        assert shared.value.problems == alone.value.problems


def test_other_patience_and_power_bind_nothing_anew(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = Reading(str(file))
    reading.scenario({}, None, {})
    changes = {"players.a.patience": 0.5, "players.b.power": 1, "w": 2}
    fresh = negotiate.load(str(file), set=changes)

    def refused(*_: Any) -> Any:
        raise AssertionError("bound anew")

    monkeypatch.setattr("negotiate.language.scenario_file.bind", refused)
    assert said(reading.scenario(changes, None, {})) == said(fresh)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"players.a.patience": 1.5}, "outside-limits"),
        ({"players.a.patience": "long"}, "number-expected"),
        ({"players.a.patience": True}, "number-expected"),
        ({"players.c.patience": 0.5}, "unknown-address"),
        ({"players.a.patiense": 0.5}, "unknown-address"),
    ],
)
def test_a_wrong_patience_is_told_as_before(file: Path, changes: dict[str, Any], code: str) -> None:
    reading = Reading(str(file))
    reading.scenario({}, None, {})
    with pytest.raises(negotiate.errors.ScenarioError) as told:
        reading.scenario(changes, None, {})
    assert [problem.code for problem in told.value.problems] == [code]


def test_a_model_is_run_once_for_the_same_numbers_and_again_where_one_differs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs = counted(monkeypatch, BoundModel, "run")
    reading = Reading(FLAGSHIP)
    base = reading.scenario({}, None, {})
    before = runs[0]
    base.alone()
    assert runs[0] == before + 1
    reading.scenario({"deficit_weight": 2}, None, {}).alone()
    assert runs[0] == before + 1
    reading.scenario({"elasticity": 3}, None, {}).alone()
    assert runs[0] > before + 1


def test_a_term_is_worked_out_again_where_a_number_differs_that_it_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worked: list[str] = []
    plain = Term.evaluate

    def noted(self: Term, frame: Any) -> Any:
        worked.append(f"{self.player}.{self.id}")
        return plain(self, frame)

    monkeypatch.setattr(Term, "evaluate", noted)
    reading = Reading(FLAGSHIP)
    reading.scenario({}, None, {}).alone()
    worked.clear()
    reading.scenario({"deficit_weight": 2}, None, {}).alone()
    assert set(worked) == {"us.deficit"}


def test_values_too_many_to_keep_are_worked_out_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("negotiate.model.payoffs.ROOM", 3)
    found = [negotiate.load(FLAGSHIP).payoffs() for _ in range(2)]
    monkeypatch.undo()
    assert all(np.array_equal(one, negotiate.load(FLAGSHIP).payoffs()) for one in found)


def test_how_much_a_check_of_the_flagship_works_out(monkeypatch: pytest.MonkeyPatch) -> None:
    terms = counted(monkeypatch, Term, "evaluate")
    runs = counted(monkeypatch, BoundModel, "run")
    bindings = counted(monkeypatch, scenario_file, "bind")
    whole = counted(monkeypatch, Document, "model_validate")
    assert check_file(FLAGSHIP) == []
    assert (terms[0] <= 450, runs[0] <= 35, bindings[0] <= 23, whole[0] <= bindings[0]) == (
        True,
    ) * 4


def counted(monkeypatch: pytest.MonkeyPatch, holder: Any, name: str) -> list[int]:
    """How often a function is called from now on, in a list of one number."""
    calls, plain = [0], getattr(holder, name)

    def noted(*given: Any, **named: Any) -> Any:
        calls[0] += 1
        return plain(*given, **named)

    monkeypatch.setattr(holder, name, noted)
    return calls


def test_a_tree_grows_anew_only_where_something_differs_that_it_hangs_on(tmp_path: Path) -> None:
    path = tmp_path / "numbers.yaml"
    path.write_text(NUMBERS, "utf-8")
    reading = Reading(str(path))
    plain, worth, lucky = (
        reading.scenario(asked, None, {}).in_turn() for asked in ({}, {"w": 2}, {"odds": 0.25})
    )
    committed = reading.scenario({}, None, {"x": "q"}).in_turn()
    assert worth.tree is plain.tree
    assert not np.array_equal(worth.payoffs, plain.payoffs)
    assert lucky.tree.odds.tolist() != plain.tree.odds.tolist()
    assert len(committed.tree) < len(plain.tree)
    for asked, found in (({"w": 2}, worth), ({"odds": 0.25}, lucky)):
        alone = Reading(str(path)).scenario(asked, None, {}).in_turn()
        assert (alone.tree.odds.tolist(), alone.payoffs.tolist()) == (
            found.tree.odds.tolist(),
            found.payoffs.tolist(),
        )
