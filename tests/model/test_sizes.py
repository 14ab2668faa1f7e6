"""Payoffs of large games: how much is worked out, and how much is held, is known and has an end."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.equilibrium import in_turn
from negotiate.errors import GameTooLarge
from negotiate.model import payoffs as frame
from negotiate.model import payoffs as sizes
from negotiate.model.expressions import ChoiceIsOneOf
from negotiate.model.payoffs import Frame, shape_of_term
from tests.scenario_strategies import load, scenarios

ISSUES, OPTIONS = 8, 4


def large(terms: int, lines: int = 0, formula: str = "") -> str:
    """A game of 65,536 packages, with terms that look at every issue."""
    issues = "".join(
        (
            f"  i{k}: {{decided_by: {'ab'[k % 2]}, options: "
            f"[{', '.join(f'o{j}' for j in range(OPTIONS))}]}}\n"
        )
        for k in range(ISSUES)
    )
    every = formula or " + ".join(f"if(i{k} == o1, 1, 2)" for k in range(ISSUES))
    payoffs = "".join(
        f"  {p}:\n"
        + "".join(
            f"    t{k}: {{expr: '{every.format(p=p, k=k, before=k - 1)}'}}\n" for k in range(terms)
        )
        for p in "ab"
    )
    red = "".join(
        f"  r{k}: {{player: a, never: 'i0 == o{k % OPTIONS} and i1 != o1'}}\n" for k in range(lines)
    )
    return f"format: 1\ntitle: large\nplayers: [a, b]\nissues:\n{issues}payoffs:\n{payoffs}" + (
        f"red_lines:\n{red}" if red else ""
    )


def scenario(folder: Path, text: str) -> Any:
    path = folder / "large.yaml"
    path.write_text(text, "utf-8")
    return negotiate.load(str(path))


def test_terms_are_added_up_and_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = scenario(tmp_path, large(terms=30))
    whole = found.alone().payoffs
    monkeypatch.setattr(frame, "PASSING_LIMIT", 100_000)
    tracemalloc.start()
    payoffs = found.alone().payoffs
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert np.array_equal(payoffs, whole)
    assert peak < 12 * OPTIONS**ISSUES * 8  # all terms together would be 60 such arrays


def test_work_is_refused_with_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = scenario(tmp_path, large(terms=3))
    values = 6 * OPTIONS**ISSUES
    monkeypatch.setattr(sizes, "WORK_LIMIT", values - 1)
    with pytest.raises(GameTooLarge, match=f"{values:,} values of terms at packages"):
        found.alone()
    monkeypatch.setattr(sizes, "WORK_LIMIT", values)
    found.alone()


def test_terms_that_look_at_little_cost_little(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = scenario(tmp_path, large(terms=3, formula="if(i0 == o1, 1, 2)"))
    monkeypatch.setattr(sizes, "WORK_LIMIT", 6 * OPTIONS)
    found.alone()


def test_terms_that_others_name_are_held_up_to_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = " + ".join(f"if(i{k} == o1, 1, 2)" for k in range(ISSUES))
    text = (
        large(terms=6, formula="{p}.t{before} + 1")
        .replace("a.t-1 + 1", one)
        .replace("b.t-1 + 1", one)
    )
    found = scenario(tmp_path, text)
    whole = found.alone().payoffs
    monkeypatch.setattr(frame, "PASSING_LIMIT", 0)
    assert np.array_equal(scenario(tmp_path, text).alone().payoffs, whole)
    monkeypatch.setattr(frame, "FRAME_LIMIT", 9 * OPTIONS**ISSUES)
    with pytest.raises(GameTooLarge, match="values of terms that others name"):
        scenario(tmp_path, text).alone()


def test_marks_of_red_lines_are_refused_with_their_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = scenario(tmp_path, large(terms=1, lines=5))
    monkeypatch.setattr(sizes, "MASK_LIMIT", 5 * OPTIONS**ISSUES - 1)
    with pytest.raises(GameTooLarge, match=f"{5 * OPTIONS**ISSUES:,} marks of red lines"):
        found.alone()


def test_what_is_impossible_is_counted_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = scenario(
        tmp_path, large(terms=1) + "infeasible:\n  - {i0: o0, i1: o1}\n  - {i0: o1, i1: o0}\n"
    )
    monkeypatch.setattr(sizes, "MASK_LIMIT", 2 * OPTIONS**ISSUES - 1)
    with pytest.raises(GameTooLarge, match="`infeasible` conditions"):
        found.alone()


def test_a_tree_of_many_moves_has_fewer_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    found = negotiate.load("us-china/beijing-2018")
    nodes, columns = len(found.in_turn().tree), len(found.protocol) + len(found.issues)
    monkeypatch.setattr(in_turn, "STATE_LIMIT", (nodes - 1) * columns)
    with pytest.raises(GameTooLarge):
        negotiate.load("us-china/beijing-2018").in_turn()
    monkeypatch.setattr(in_turn, "STATE_LIMIT", 2 * nodes * columns)
    negotiate.load("us-china/beijing-2018").in_turn()


@given(scenario=scenarios())
@settings(max_examples=50)
def test_sizes_are_told_without_working_anything_out(scenario: dict[str, Any]) -> None:
    found = load({part: value for part, value in scenario.items() if part != "infeasible"})
    grid = found.grid(tuple(found.issues), {})
    for player, terms in found.terms.items():
        for key, term in terms.items():
            if not term.needs_moves:
                shape = shape_of_term(grid, player, key)
                assert np.broadcast_shapes(grid.term(player, key).shape, shape) == shape


@given(
    index=st.lists(st.integers(-1, 20), min_size=1, max_size=12),
    options=st.lists(st.integers(0, 20), max_size=12, unique=True),
)
def test_one_of_some_options(index: list[int], options: list[int]) -> None:
    at = Frame(None, {"i": np.array([index])}, 2)  # type: ignore[arg-type]  # nothing else is looked at
    found = ChoiceIsOneOf("i", tuple(options)).evaluate(at)
    assert found.tolist() == [[k in options for k in index]]
