"""Sheets of games in turn: every ending with its worth, in the letters that groups read out, and in
words.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import negotiate
from negotiate.language.library import shipped
from negotiate.pages.endings import endings
from negotiate.pages.kit import kit
from negotiate.pages.plays import Paths, played, sheet
from negotiate.report.blocks import Table
from negotiate.report.markdown import markdown

TREES = [name for name in shipped() if played(negotiate.load(name)) == "tree"]


def path(name: str) -> tuple[negotiate.Scenario, Paths]:
    one = negotiate.load(name)
    form = sheet(one, "tree")
    assert isinstance(form, Paths)
    return one, form


@pytest.mark.parametrize("name", TREES)
def test_every_ending_has_its_worth_and_the_letters_that_are_read_out(name: str) -> None:
    one, form = path(name)
    for place, key in enumerate(one.keys):
        found = endings(one, form.game, key)
        assert sum(map(len, found.points.values())) == len(form.game.payoffs)
        for types, points in found.points.items():
            dealt = [own.index(kind) for own, (_, kind) in zip(form.names, types, strict=False)]
            for words, worth in points.items():
                code = "".join("ABCDEFGH"[k] for k in dealt) + found.played[words]
                [outcome] = form.outcomes(form.code([code]))
                assert form.game.payoffs[outcome][place] == worth


def test_a_sheet_with_hidden_cards_is_in_words_and_right() -> None:
    """The higher card wins the ante, and two chips where a bet is called."""
    pages = {
        one.reader: one.report
        for one in kit(negotiate.load("classics/kuhn-poker")).documents
        if not one.kind
    }
    said = "\n".join(markdown(pages["first"], True))
    assert not re.search(r"if\(|\bshown\b|pips|first_card", said)
    tables = [block for block in pages["first"].walk() if isinstance(block, Table)]
    assert [column.head for column in tables[1].columns] == [
        "How it may end",
        "if Second player is jack",
        "if Second player is king",
    ]
    shown = {row[0]: [getattr(cell, "shown", None) for cell in row[1:]] for row in tables[1].rows}
    assert shown["check → bet → call"] == ["2", "-2"]
    assert shown["bet → fold"] == ["1", "1"]
    assert "Jack, queen or king." in said


def test_letters_of_a_kit_in_turn_are_those_of_moves_alone() -> None:
    """The first ending of the centipede is `A`; no page has a letter for a plan such as where First
    takes.
    """
    for name, letters in (
        ("classics/centipede", ["A", "BA", "BBA", "BBBA", "BBBB"]),
        ("classics/ultimatum", [a + b for a in "ABCDEFGHIJK" for b in "AB"]),
    ):
        pages = {
            one.reader: one.report for one in kit(negotiate.load(name)).documents if not one.kind
        }
        for key in negotiate.load(name).keys:
            [table] = [block for block in pages[key].walk() if isinstance(block, Table)]
            assert [row[0] for row in table.rows] == letters
        for reader, page in pages.items():
            said = "\n".join(markdown(page, True))
            assert not re.search(r"take.at.\d|never|Least offer|Where First takes", said), reader
        assert "A letter stands for one move." in "\n".join(markdown(pages["public"], True))


def test_what_a_page_shows_as_an_example_can_be_typed() -> None:
    for name in TREES:
        one, form = path(name)
        page = next(document for document in kit(one).documents if document.name == "general")
        found = re.search(
            r"`7 ([A-Z]+)` is “(.+)” in group 7", "\n".join(markdown(page.report, True))
        )
        assert found
        words, code, _ = form.told(form.outcomes(form.code([found[1]]))[0])
        assert code == found[1]
        assert words.replace("_", " ") == found[2]


TWO_ISSUES = """
format: 1
title: Two at once
players: {a: {name: Ann}, b: {name: Bob}}
issues:
  x: {options: [left, right], decided_by: a}
  y: {options: [up, down], decided_by: a}
  z: {options: [in, out], decided_by: b}
payoffs:
  a: {g: {by: x, values: {left: 1, right: 2}}, h: {by: y, values: {up: 3, down: 4}}}
  b: {g: {by: z, values: {in: 1, out: 2}}}
"""


def test_letters_of_a_score_sheet_are_those_of_choices_or_none(tmp_path: Path) -> None:
    """A list's option is a choice in the trade war; Ann's choices are pairs of options, which have
    no letter alone.
    """
    for name in ("us-china/trade-war-2018-19", "classics/hawk-dove"):
        one = negotiate.load(name)
        pages = {
            document.reader: document.report for document in kit(one).documents if not document.kind
        }
        [public] = [block for block in pages["public"].walk() if isinstance(block, Table)]
        said = "\n".join(markdown(pages[one.keys[0]], True))
        assert all(f"{letter} {choice} " in said for _, letter, choice in public.rows)
    file = tmp_path / "two.yaml"
    file.write_text(TWO_ISSUES, "utf-8")
    [brief] = kit(negotiate.load(str(file)), "a").documents
    said = "\n".join(brief.text)
    assert "| right | 2 |" in said
    assert not re.search(r"\| [AB] ", said)
    assert "What is" not in said
