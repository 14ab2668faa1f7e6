"""The whole analysis on one page."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

import pytest

import negotiate
from negotiate.pages.analysis import PARTS
from negotiate.pages.provenance import limits, numbers
from negotiate.report.blocks import Sentence, Table
from negotiate.whatif.rerun import kept
from tests.cli.shell import FLAGSHIP, ask


def test_the_page_has_what_every_lens_says_and_needs_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.html"
    run = ask(capsys, "report", FLAGSHIP, "--out", str(path))
    assert run.code == 0
    page = path.read_text("utf-8")
    uncertain = {"What a deal on an event adds", "What a mediator could do"}
    assert {heading for heading in PARTS if f">{heading}</h2>" not in page} == uncertain
    assert len(page) < 300_000
    assert "<script" not in page
    loaded = re.findall(r'(?:src|url)\s*[=(]|href="(?!#)', page)
    assert not loaded
    anchors = re.findall(r'href="#([^"]+)"', page)
    assert len(anchors) == len({*anchors}) > len(PARTS)
    assert all(f'<section id="{anchor}">' in page for anchor in anchors)
    assert page.count("<figure>") == page.count("The numbers of this picture")
    titles = re.findall(r"<svg[^>]*><title>([^<]*)</title>", page)
    assert len(titles) == page.count("<svg") > 0
    assert all(titles)
    for command in ("solve", "tree", "deal", "stability"):
        lines = ask(capsys, command, FLAGSHIP, "--markdown").out.splitlines()
        first = next(line for line in lines if line[:1].isalpha())
        assert escape(first.split(".")[0].split("`")[0]) in page


LONG = """format: 1
title: Long
players: [ada, bob]
issues:
  x: {options: [OPTIONS], decided_by: ada}
  y: {options: [OPTIONS], decided_by: bob}
  z: {options: [OPTIONS], decided_by: ada}
status_quo: {x: o0, y: o0, z: o0}
no_deal: status_quo
payoffs:
  ada: {first: {amount: 1, when: x == o3}, last: {amount: 2, when: z == o7}}
  bob: {own: {amount: 1, when: y == o5}}
protocol:
  - {move: first, player: ada, sets: x}
  - {move: second, player: bob, sets: y}
  - {move: third, player: ada, sets: z}
"""


def test_a_tree_of_a_thousand_nodes_stands_whole_with_its_path_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, page = tmp_path / "long.yaml", tmp_path / "page.html"
    path.write_text(LONG.replace("OPTIONS", ", ".join(f"o{k}" for k in range(10))), "utf-8")
    assert ask(capsys, "report", str(path), "--out", str(page)).code == 0
    tree = re.search(r'<div class="tree">.*?</div>', page.read_text("utf-8"), re.DOTALL)
    assert tree is not None
    assert tree[0].count("<li>") == 1 + 10 + 100 + 1000
    assert len(tree[0]) < 150_000
    opened = re.findall(r"<details open><summary>(.*?)</summary>", tree[0])
    assert [re.sub("<[^>]*>", "", one) for one in opened] == [
        "ada: first",
        "▶ o3 · bob: second",
        "▶ o5 · ada: third",
    ]


def test_every_number_stands_with_its_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = negotiate.load(FLAGSHIP)
    section = numbers(scenario)
    table = next(block for block in section.blocks if isinstance(block, Table))
    named = [row[0] for row in table.rows]
    terms = [f"`{player}.{term}`" for player, own in scenario.terms.items() for term in own]
    assert {*terms, *(f"`{name}`" for name in scenario.parameters)} <= {*named}
    assert len(named) == len({*named})
    sources = {row[0]: row[3] for row in table.rows}
    assert sources["`deficit_weight`"] == "the author's judgement"
    assert sources["`us.farmers`"] == scenario.sources["crs-r45310"].title
    judged = sum(source == "the author's judgement" for source in sources.values())
    assert isinstance(section.blocks[0], Sentence)
    assert section.blocks[0].text == f"{judged} of {len(named)} entries are the author's judgement."


def test_it_is_said_what_the_model_leaves_out() -> None:
    def said(name: str) -> str:
        return " ".join(
            block.text
            for block in limits(negotiate.load(name)).blocks
            if isinstance(block, Sentence)
        )

    assert "`us.backing_down` and `china.under_threat` count there alone" in said(FLAGSHIP)
    assert "once" not in said(FLAGSHIP)
    assert "only the order of outcomes" in said("conflicts/cuba-1962")
    assert "private types of" in said("classics/beer-quiche")
    assert "cannot be told from acts" in said("classics/chicken")


def test_a_kept_run_is_told_without_asking_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, page = tmp_path / "run", tmp_path / "page.html"
    ask(capsys, "whatif", "classics/hawk-dove", "--vary", "value=1:5:1", "--into", str(folder))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    told = json.loads(
        ask(capsys, "report", "classics/hawk-dove", "--json", "--run", str(folder)).out
    )
    again = json.loads(
        ask(capsys, "whatif", "classics/hawk-dove", "--vary", "value=1:5:1", "--json").out
    )
    assert told["parts"]["What the run found"]["flips"] == again["flips"]
    assert told["parts"]["What the run found"]["indicators"] == again["indicators"]
    assert (
        ask(capsys, "report", "classics/hawk-dove", "--out", str(page), "--run", str(folder)).code
        == 0
    )
    assert "What the run found</h2>" in page.read_text("utf-8")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    monkeypatch.setattr("negotiate.whatif.question.Question.pieces", None)
    assert len(kept(folder).points) == 5


def test_a_run_that_is_none_or_has_not_finished_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = ask(capsys, "report", "classics/chicken", "--run", str(tmp_path))
    assert (empty.code, "manifest.json" in empty.err) == (2, True)
    folder = tmp_path / "run"
    ask(capsys, "whatif", "classics/hawk-dove", "--vary", "value=1:5:1", "--into", str(folder))
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"done"', '"running"'), "utf-8")
    refused = ask(capsys, "report", "classics/hawk-dove", "--run", str(folder))
    assert "has not finished" in " ".join(refused.err.split())
    manifest.write_text(manifest.read_text("utf-8").replace('"running"', '"done"'), "utf-8")
    (folder / "rows.csv").write_text("", "utf-8")
    refused = ask(capsys, "report", "classics/hawk-dove", "--run", str(folder))
    assert (refused.code, "of 5 runs 0 are whole" in " ".join(refused.err.split())) == (2, True)


def test_a_lens_that_does_not_fit_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(ask(capsys, "report", "conflicts/cuba-1962", "--json").out)
    assert "range" in told["parts"]["Which numbers matter"]["message"]
    assert "If it is played again and again" not in told["parts"]
    shown = ask(capsys, "report", "classics/chicken").out
    assert "three Nash equilibria" in shown
    assert len(shown.splitlines()) < 40


def test_a_page_of_what_nobody_knows_tells_bets_and_a_mediator(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, heading in (
        ("classroom/joint-venture", "What a deal on an event adds"),
        ("classics/used-car", "What a mediator could do"),
    ):
        path = tmp_path / "page.html"
        assert ask(capsys, "report", name, "--out", str(path)).code == 0
        assert f">{heading}</h2>" in path.read_text("utf-8")


def test_in_short_the_one_equilibrium_is_told_with_what_it_gives(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = " ".join(ask(capsys, "report", "us-china/beijing-2018").out.split())
    assert (
        "There is one subgame-perfect equilibrium. It is `before`, which gives 0 to the United "
        "States"
    ) in said
    assert "It is `" not in ask(capsys, "report", "classics/chicken").out, "of several none is told"


@pytest.mark.parametrize("name", ["conflicts/elmira-1991", "conflicts/iran-2018"])
def test_players_whose_outcomes_are_ranked_are_named_in_the_order_of_the_file(name: str) -> None:
    found = negotiate.load(name)
    texts = [block.text for block in limits(found).blocks if isinstance(block, Sentence)]
    said = next(text for text in texts if "only the order of outcomes" in text)
    places = [
        said.index(player.name) for key, player in found.players.items() if key in found.ordinal
    ]
    assert places == sorted(places)
