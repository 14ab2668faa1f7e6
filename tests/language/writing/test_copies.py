"""Copies stand alone and say the same as what they were copied from."""

import json
import re
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

import negotiate
from negotiate.errors import NegotiateError, OverrideError, ScenarioError
from negotiate.language.check.files import check_file
from negotiate.language.expectations.testing import check_expectations
from negotiate.language.library import read_whole, shipped
from negotiate.language.scenario_file import Reading
from negotiate.language.text import Node, plain
from negotiate.language.writing.copying import copy_of, flattened, same, says
from negotiate.language.writing.formatting import formatted
from negotiate.language.writing.new import new
from negotiate.problems import Problems
from negotiate.scenario import Scenario
from tests.scenario_strategies import NUMBERS, scenarios
from tests.walks import some

SHIPPED = sorted(shipped())
VARIANTS = [(name, variant) for name in SHIPPED for variant in Reading(name).variants()]

BASE = """\
# What everybody should know of this file.

format: 1
title: Base
players: [a, b]

# Numbers, all of them guessed.
parameters:
  # how much it is worth
  worth: 3              # guessed in March
  other: {value: 2, about: something else}  # never changes

# Who gets what.
matrix:
  x: {x: [worth, 1], y: [0, 0]}  # the first row
  y:
    # looked up
    x: [0, 0]
    y: [1, other]

# One change at a time.
variants:
  # a poor country
  poor: {set: {worth: 1}}
expect:
  # the good one
  - solve: {a: x, b: x}
    in: some    # not the only one
  - solve: {}   # whatever it is
    count: 3
"""
TOP = """\
# A richer base.
format: 1
title: Top
extends: base.yaml
set:
  worth: 9
  matrix.y.y.0: 2
  expect.1.count: 3
parameters:
  # new here
  third: 1
remove: [variants.poor]
"""


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def told(scenario: negotiate.Scenario) -> dict[str, str]:
    """Everything that a scenario says, apart from where it stands."""
    found = {
        field.name: repr(getattr(scenario, field.name))
        for field in fields(scenario)
        if field.name != "worked"
    }
    for worlds in ("profiles", "phases"):
        found[worlds] = repr(
            [told(world) for world in getattr(scenario, worlds) if isinstance(world, Scenario)]
        )
    return {
        key: re.sub(r"line=\d+", "", said)
        for key, said in found.items()
        if key not in ("name", "path")
    }


def meaning(path: str) -> Any:
    """What a file says; or, where it cannot be used, why."""
    try:
        return told(negotiate.load(path))
    except ScenarioError as error:
        return sorted((problem.code, problem.message) for problem in error.problems)


def nodes(path: str) -> Node:
    found = read_whole(Path(path), path, Problems())
    assert found is not None
    return found


def findings(path: str) -> list[tuple[str, str, str]]:
    """What `check` says, apart from where."""
    return sorted((p.code, re.sub(r"line \d+", "", p.message), p.hint) for p in check_file(path))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_copy_of_a_shipped_scenario_is_its_text_with_two_lines_more(
    name: str, tmp_path: Path
) -> None:
    copy = new(original=name, file=tmp_path / "copy.yaml", schema=False)
    text, original = copy.path.read_text("utf-8"), shipped()[name].read_text("utf-8")
    original = original[
        original.startswith("# yaml-language-server") and original.index("\n") + 1 :
    ]
    assert text.endswith(original)
    assert text.removesuffix(original).startswith(
        f"# A copy of `{name}` (by The negotiate authors, CC-BY-4.0).\n"
    )
    assert copy.made_from == (name,)
    assert told(negotiate.load(str(copy.path))) == told(negotiate.load(name))
    assert findings(str(copy.path)) == findings(name)


@pytest.mark.parametrize("name", some(SHIPPED))
def test_a_copy_expects_and_finds_what_its_original_does(name: str, tmp_path: Path) -> None:
    copy = new(original=name, file=tmp_path / "copy.yaml", schema=False)
    verdicts = [
        [(v.met, v.found) for v in check_expectations(Reading(at))] for at in (name, str(copy.path))
    ]
    assert verdicts[0] == verdicts[1]


@pytest.mark.parametrize(("name", "variant"), some(VARIANTS))
def test_a_variant_that_is_carried_out_is_the_file_under_that_variant(
    name: str, variant: str, tmp_path: Path
) -> None:
    copy = new(original=name, variant=variant, file=tmp_path / "copy.yaml", schema=False)
    now, before = told(negotiate.load(str(copy.path))), told(negotiate.load(name, variant=variant))
    for key in ("variants", "expectations", "changes"):
        now.pop(key), before.pop(key)
    assert now == before
    spoke = [e for e in negotiate.load(name).expectations if e.variant == variant]
    verdicts = check_expectations(Reading(str(copy.path)))
    assert [verdict.expectation.about for verdict in verdicts] == [entry.about for entry in spoke]
    assert all(verdict.met for verdict in verdicts)
    assert not [problem for problem in check_file(str(copy.path)) if problem.severity == "error"]


def test_what_a_file_extends_is_written_out_and_comments_stay_where_they_are_true(
    tmp_path: Path,
) -> None:
    written(tmp_path, "base.yaml", BASE)
    copy = copy_of(written(tmp_path, "top.yaml", TOP))
    assert copy.made_from == ("top.yaml", "base.yaml")
    assert (
        copy.text
        == """\
# A copy of `top.yaml`.
# This file needs no other file: what it took from `base.yaml` is written out here.

# A richer base.

# What everybody should know of this file.

format: 1
title: Top
players: [a, b]

# Numbers, all of them guessed.
parameters:
  # how much it is worth
  worth: 9
  other: {value: 2, about: something else}  # never changes
  # new here
  third: 1

# Who gets what.
matrix:
  x: {x: [worth, 1], y: [0, 0]}  # the first row
  y:
    # looked up
    x: [0, 0]
    y: [2, other]

# One change at a time.
variants: {}
expect:
  # the good one
  - solve: {a: x, b: x}
    in: some    # not the only one
  - solve: {}   # whatever it is
    count: 3
"""
    )


def test_a_copy_of_a_copy_is_the_same_again(tmp_path: Path) -> None:
    written(tmp_path, "base.yaml", BASE)
    first = new(
        original=written(tmp_path, "top.yaml", TOP), file=tmp_path / "one.yaml", schema=False
    )
    second = new(original=first.path, file=tmp_path / "two.yaml", schema=False)
    assert second.path.read_text("utf-8").endswith(first.path.read_text("utf-8"))


@st.composite
def chains(draw: DrawFn) -> list[dict[str, Any]]:
    """A scenario, and up to three more of which each extends the one before it."""
    layers = [draw(scenarios(protocol=draw(st.booleans())))]
    issues, players = layers[0]["issues"], layers[0]["players"]
    for depth in range(draw(st.integers(1, 3))):
        top: dict[str, Any] = {
            "format": 1,
            "title": f"Layer {depth + 1}",
            "extends": f"{depth}.yaml",
        }
        if draw(st.booleans()):
            top["summary"] = draw(
                st.sampled_from(
                    ["no", "12", "a: b # c", "one\ntwo\n", " x ", "[", "é😀", "word " * 40]
                )
            )
        if draw(st.booleans()):
            top["parameters"] = {
                "weight": draw(NUMBERS),
                f"more_{depth}": {"value": draw(NUMBERS), "about": "new"},
            }
        if draw(st.booleans()):
            player = draw(st.sampled_from(players))
            top["payoffs"] = {player: {f"also_{depth}": {"amount": draw(NUMBERS)}}}
        change: dict[str, Any] = {}
        if draw(st.booleans()):
            change["worth"] = draw(NUMBERS)
        if draw(st.booleans()):
            issue = draw(st.sampled_from(sorted(issues)))
            change[f"status_quo.{issue}"] = layers[0]["status_quo"][issue]
            change[f"issues.{issue}.about"] = "looked at again"
        if change:
            top["set"] = change
        if depth == 0 and "infeasible" in layers[0] and draw(st.booleans()):
            top["remove"] = ["infeasible"]
        layers.append(top)
    return layers


def laid_out(layer: dict[str, Any], style: str) -> str:
    """A file's text: as JSON, in blocks, in blocks with short lists in brackets, and with comments
    all over.
    """
    if style == "json":
        return json.dumps(layer, ensure_ascii=False)
    text = yaml.safe_dump(
        layer, sort_keys=False, default_flow_style=None if style == "mixed" else False
    )
    assert isinstance(text, str)
    if style != "remarks":
        return text
    lines = []
    for number, line in enumerate(text.splitlines()):
        indent = len(line) - len(line.lstrip(" "))
        safe = re.match(r"\s*(- )?\w+:( -?\w+)?$", line)  # no part of a text over several lines
        lines += (
            [f"{' ' * indent}# above {number}", f"{line}  # beside {number}"] if safe else [line]
        )
    return "\n".join(lines) + "\n"


@settings(max_examples=40)
@given(
    chains(),
    st.sampled_from(["json", "blocks", "mixed", "remarks"]),
    st.sampled_from(["json", "blocks", "remarks"]),
)
def test_a_copy_of_a_chain_says_what_the_chain_says(
    chain: list[dict[str, Any]], below: str, above: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for depth, layer in enumerate(chain):
            path = written(folder, f"{depth}.yaml", laid_out(layer, above if depth else below))
        copy = copy_of(path)
        whole = nodes(path)
        assert all(word not in yaml.safe_load(copy.text) for word in ("extends", "set", "remove"))
        alone = written(folder, "alone.yaml", copy.text)
        assert plain(nodes(alone)) == plain(whole)
        assert meaning(alone) == meaning(path)
        if below != "json":
            assert copy.notes == ()


@settings(max_examples=30)
@given(scenarios(protocol=True), st.sampled_from(["blocks", "mixed", "remarks"]))
def test_nothing_that_is_unchanged_loses_its_remarks(scenario: dict[str, Any], style: str) -> None:
    text = laid_out(scenario, style)
    with tempfile.TemporaryDirectory() as name:
        root = nodes(written(Path(name), "a.yaml", text))
    found, kept = flattened(root, [text])  # type: ignore[arg-type]  # a scenario is a mapping
    assert kept
    assert formatted(found) == formatted(text)


def test_nodes_are_compared_by_value_kind_and_order(tmp_path: Path) -> None:
    one = nodes(written(tmp_path, "a.yaml", "a: 1\nb: [x, 2]\n"))
    assert says("{a: 1, b: [x, 2]}", one)
    for other in (
        "a: true\nb: [x, 2]",
        "b: [x, 2]\na: 1",
        "a: 1\nb: [x]",
        "a: 1\nb: [2, x]",
        "a: '1'\nb: [x, 2]",
    ):
        assert not same(nodes(written(tmp_path, "b.yaml", other)), one)


def test_a_file_of_another_editor_keeps_its_line_ends_and_loses_its_first_line(
    tmp_path: Path,
) -> None:
    text = "\ufeff# yaml-language-server: $schema=old.json\r\n" + BASE.replace("\n", "\r\n")
    (tmp_path / "base.yaml").write_bytes(text.encode())
    copy = copy_of(str(tmp_path / "base.yaml"))
    assert "yaml-language-server" not in copy.text
    assert copy.text.count("\n") == copy.text.count("\r\n")
    assert copy.text.endswith(BASE.replace("\n", "\r\n"))


def test_a_chain_with_a_mistake_is_told_and_not_copied(tmp_path: Path) -> None:
    written(tmp_path, "base.yaml", BASE)
    with pytest.raises(ScenarioError) as caught:
        copy_of(written(tmp_path, "top.yaml", TOP.replace("worth: 9", "wroth: 9")))
    assert [problem.code for problem in caught.value.problems] == ["unknown-address"]


def test_a_mistake_of_meaning_is_copied_with_the_rest(tmp_path: Path) -> None:
    path = written(tmp_path, "base.yaml", BASE.replace("[worth, 1]", "[wroth, 1]"))
    copy = new(original=path, file=tmp_path / "copy.yaml", schema=False)
    assert findings(str(copy.path)) == findings(path) != []


@pytest.mark.parametrize("text", ["", "- a list\n", "a: [1\n", "word"])
def test_what_is_no_scenario_is_not_copied(text: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError):
        copy_of(written(tmp_path, "a.yaml", text))


def test_an_unknown_variant_and_one_that_no_file_can_say(tmp_path: Path) -> None:
    path = written(tmp_path, "base.yaml", BASE.replace("{set: {worth: 1}}", "{fix: {a: x}}"))
    with pytest.raises(OverrideError) as unknown:
        copy_of(path, "por")
    assert "`poor`" in unknown.value.hint
    with pytest.raises(NegotiateError, match="commits an issue"):
        copy_of(path, "poor")


def test_an_alias_is_written_out_where_its_anchor_has_gone(tmp_path: Path) -> None:
    written(
        tmp_path,
        "base.yaml",
        BASE.replace("x: [0, 0]", "x: &none [0, 0]").replace("y: [0, 0]", "y: [0, 0]"),
    )
    text = TOP.replace(
        "parameters:", "matrix:\n  z: &row {x: [1, 1], y: [2, 2]}\n  w: *row\nparameters:"
    )
    path = written(tmp_path, "top.yaml", text)
    alone = written(tmp_path, "alone.yaml", copy_of(path).text)
    assert told(negotiate.load(alone)) == told(negotiate.load(path))
