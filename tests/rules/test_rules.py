"""The list of rules: every one has its words, and nothing is reported that is not on the list."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import negotiate
from negotiate.language.check.files import check_file
from negotiate.problems import PROFILES, Place, Problems, all_rules, rule_groups

SOURCE = Path(negotiate.__file__).parent
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
REPORTING = (
    "add",
    "wrong",
    "_wrong",
    "_stop",
    "PydanticCustomError",
    "Said",
    "Accident",
    "Unreadable",
    "Finding",
)
"""Functions that take the code of a rule."""


def test_every_rule_says_what_it_asks_for_why_and_what_to_do() -> None:
    for rule in all_rules().values():
        assert KEBAB.fullmatch(rule.code), rule.code
        assert len(rule.code) <= 30, rule.code
        for text in (rule.says, rule.why, rule.mend):
            assert text == " ".join(text.split()), rule.code
            assert text[0].isupper() or text[0] == "`", rule.code
            assert text.endswith("."), rule.code
            assert text.count("`") % 2 == 0, rule.code
        assert rule.says.count(". ") == 0, rule.code
        assert rule.severity in ("error", "warning"), rule.code
        assert rule.profile in PROFILES, rule.code


def test_a_code_and_its_sentences_belong_to_one_rule() -> None:
    rules = [rule for group in rule_groups().values() for rule in group]
    for words in (
        [r.code for r in rules],
        [r.says for r in rules],
        [r.why for r in rules],
        [r.mend for r in rules],
    ):
        assert sorted({word for word in words if words.count(word) > 1}) == []


def test_only_mistakes_with_one_certain_mend_are_mended_unasked() -> None:
    assert {code for code, rule in all_rules().items() if rule.fixable} == {
        *(
            "missing-format",
            "tab",
            "single-equals",
            "caret-power",
            "formula-sign",
            "quotes-in-formula",
        ),
        *(
            "alias",
            "colon-in-text",
            "first-character",
            "missing-braces",
            "space-after-colon",
            "text-in-braces",
        ),
        *(
            "text-expected",
            "truth-expected",
            "unknown-format",
            "whole-number-expected",
            "stale-completion",
        ),
        *("space-after-dash", "strange-space", "curly-quotes", "missing-comma"),
    }


def reported() -> Iterator[str]:
    """Every code that stands as such in a call that takes one."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            texts = [
                a.value
                for a in node.args
                if isinstance(a, ast.Constant) and isinstance(a.value, str)
            ]
            if name in REPORTING:
                yield from (text for text in texts if KEBAB.fullmatch(text) and "-" in text)


def test_every_code_that_is_reported_is_a_rule() -> None:
    found = set(reported())
    assert len(found) > 60
    assert found - set(all_rules()) == set()


def test_a_file_without_mistakes_is_checked_without_reading_the_rules() -> None:
    all_rules.cache_clear()
    rule_groups.cache_clear()
    assert check_file("us-china/beijing-2018") == []
    assert rule_groups.cache_info().currsize == 0


def test_a_mistake_against_no_rule_cannot_be_noted() -> None:
    with pytest.raises(KeyError, match="no-such-rule"):
        Problems().add(Place("a.yaml", 1, 1), "no-such-rule", "something is wrong")
