"""Formatting twice is formatting once, says the same, and keeps every comment, however a file was
laid out.
"""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from negotiate.errors import NegotiateError, ScenarioError
from negotiate.language.library import library
from negotiate.language.shape import Part
from negotiate.language.shape.document import places
from negotiate.language.shape.parts import OptionPart
from negotiate.language.text import Mapping, plain
from negotiate.language.text.reader import read_text
from negotiate.language.writing import formatting
from negotiate.language.writing.formatting import formatted, part_at, said
from negotiate.problems import Problems
from tests.language.writing.layouts import nodes, written
from tests.scenario_strategies import scenarios

TEMPLATES = Path(formatting.__file__).parent / "templates"
SHIPPED = [*sorted(library().rglob("*.yaml")), *sorted(TEMPLATES.glob("*.yaml"))]
assert len(SHIPPED) > 20
SMALL = [path for path in SHIPPED if path.stat().st_size < 5_000]


def mapping(text: str) -> Mapping:
    root = nodes(text)
    assert isinstance(root, Mapping)
    return root


def holds_for(root: Mapping, seed: int) -> None:
    """Whatever chance makes of the layout, formatting changes nothing but that."""
    text, layout = written(root, seed)
    before = nodes(text)
    result = formatted(text)
    assert formatted(result) == result
    after = nodes(result)
    assert plain(after) == plain(before)
    assert said(after) == said(before)
    lines = result.split("\n")
    for comment, count in Counter(comment.strip() for comment in layout.comments).items():
        assert sum(comment in line for line in lines) >= count
    for comment, key in layout.above.items():
        above = lines.index(next(line for line in lines if line.strip() == comment))
        on_top = all(line.startswith("#") or not line for line in lines[:above])
        following = next(
            line for line in lines[above:] if line.strip() and not line.strip().startswith("#")
        )
        assert on_top or following.strip().lstrip("- ?").split(":")[0].strip("'\" ") == key


@settings(max_examples=60)
@given(st.sampled_from(SMALL), st.integers(0, 2**32))
@example(SMALL[0], 1458)
def test_a_shipped_file_in_any_layout(path: Path, seed: int) -> None:
    holds_for(mapping(path.read_text("utf-8")), seed)


@settings(max_examples=40)
@given(scenarios(), st.integers(0, 2**32))
def test_a_random_scenario_in_any_layout(scenario: dict[str, Any], seed: int) -> None:
    holds_for(mapping(json.dumps(scenario)), seed)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co"])
    | st.sampled_from("\n #:-'\"{}[],&*!|>%@`")
)
NAMES = WORDS.filter(lambda word: word.isprintable() and word != "<<")


@settings(max_examples=60)
@given(st.dictionaries(NAMES, WORDS | st.lists(WORDS), min_size=1), st.integers(0, 2**32))
@example({"": "", "0": "", "1": "", "2": "", "3": "", "4": "", "00": "", "+A": ""}, 6154)
def test_any_words_in_any_layout(words: dict[str, Any], seed: int) -> None:
    text, _ = written(mapping(json.dumps(words, ensure_ascii=False)), seed)
    problems = Problems()
    read_text(text, "layout", problems)
    assume(not problems.found)  # such words read differently in braces, brackets and blocks
    result = formatted(text)
    assert said(nodes(result)) == said(nodes(text))
    assert formatted(result) == result


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_and_templates_are_in_good_order(path: Path) -> None:
    text = path.read_text("utf-8")
    assert formatted(text) == text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_line_ends_do_not_matter(path: Path) -> None:
    text = path.read_text("utf-8")
    assert formatted(text.replace("\n", "\r\n")) == formatted(text.replace("\n", "\r")) == text
    assert formatted(text.rstrip("\n")) == text


def becomes(before: str, after: str) -> None:
    before, after = textwrap.dedent(before).lstrip("\n"), textwrap.dedent(after).lstrip("\n")
    assert formatted(before) == after
    assert formatted(after) == after


def test_comments_go_with_what_they_belong_to() -> None:
    becomes(
        """
        # What the file is about

        # who
        players:   # both
            - us
            # not the EU
        # touches the players

        # title above
        title: Tariffs # for now
        format: 1
        """,
        """
        # What the file is about

        format: 1

        # title above
        title: Tariffs  # for now

        # who
        players:   # both
          - us
          # not the EU
        # touches the players
        """,
    )


def test_a_banner_heads_what_follows_and_the_line_for_the_editor_stays_on_top() -> None:
    becomes(
        """
        # yaml-language-server: $schema=x.json

        # ---------
        # The end
        # ---------

        expect: []
        title: T
        # ---------
        # The sides
        # ---------

        players: [a]
        format: 1
        """,
        """
        # yaml-language-server: $schema=x.json

        format: 1
        title: T
        # ---------
        # The sides
        # ---------

        players: [a]

        # ---------
        # The end
        # ---------

        expect: []
        """,
    )


def test_keys_of_a_known_shape_are_put_in_order_and_what_is_listed_stays() -> None:
    becomes(
        """
        issues:
          zebra: {options: {b: {about: x, value: 1}, a: 2}, decided_by: us, unit: m}
          apple: {options: [q, p], decided_by: us}
        format: 1
        protocol:
        - about: asks
          player: us
          # a threat
          move: ask
          choose: {z: {}, b: {}}
        expect:
        - about: heading
          in: every
          solve: {zebra: a}
        """,
        """
        format: 1
        issues:
          zebra: {decided_by: us, unit: m, options: {b: {value: 1, about: x}, a: 2}}
          apple: {decided_by: us, options: [q, p]}
        protocol:
          # a threat
          - move: ask
            player: us
            choose: {z: {}, b: {}}
            about: asks
        expect:
          - about: heading
            solve: {zebra: a}
            in: every
        """,
    )


def test_braces_stay_if_they_were_one_line_and_fit_into_one() -> None:
    becomes(
        """
        a: {x:   1 ,y: [1,2]}
        b: {
          x: 1, # one
          y: {p: 1}   # two
        }
        c: {
        }
        """,
        """
        a: {x: 1, y: [1, 2]}
        b:
          x: 1  # one
          y: {p: 1}   # two
        c: {}
        """,
    )
    many = [f"option_{k}: {k}" for k in range(10)]
    becomes(
        f"d: {{long: {{{', '.join(many)}}}}}\n", "d:\n  long:\n    " + "\n    ".join(many) + "\n"
    )


def test_a_word_that_is_one_in_brackets_only_gets_quotes() -> None:
    becomes("a: [x, # one\n  -]\n", 'a:\n  - x  # one\n  - "-"\n')
    becomes("a: [x, -]\n", "a: [x, -]\n")


def test_a_space_that_does_not_break_is_a_letter() -> None:
    becomes("a:\n- \u00a0\n# x\u00a0\n", "a:\n  - \u00a0\n  # x\u00a0\n")


def test_a_long_list_of_single_values_is_folded() -> None:
    result = formatted(f"options: [{','.join(map(str, range(100)))}]  # all\n")
    assert max(map(len, result.splitlines())) <= 120
    assert result.splitlines()[1].startswith("  ")
    assert result.endswith("]  # all\n")
    assert plain(nodes(result)) == {"options": list(range(100))}


def test_texts_keep_their_lines() -> None:
    becomes(
        """
        summary: >-   # folded
            one
              two

            three
        title:    'It''s'
        group: "a
             b"
        briefs:
            public: |2
                indented
        date: 1962
        """,
        """
        title: 'It''s'
        date: 1962
        summary: >-   # folded
          one
            two

          three
        group: "a
          b"
        briefs:
          public: |2
              indented
        """,
    )


def test_blank_lines_that_count_stay_and_others_are_one_at_most() -> None:
    text = "title: T\n\n\n\nsummary: |+\n  a\n\n\nplayers: [a]\n\n\n\n"
    assert formatted(text) == "title: T\n\nsummary: |+\n  a\n\n\nplayers: [a]\n"


def test_a_text_of_blank_lines_stays_one() -> None:
    assert formatted("a:\n- |+\n   \n# end\n") == "a:\n  - |+\n\n  # end\n"


def test_a_text_that_ends_without_a_line_break_stays_without() -> None:
    result = formatted("title: T\nsummary: >\n  one\n  two")
    assert plain(nodes(result)) == {"title": "T", "summary": "one two"}
    assert result.endswith("\n")


def test_with_an_alias_nothing_changes_its_place() -> None:
    becomes(
        "title: &t Fish\nformat: 1\nsummary:   *t\n", "title: &t Fish\nformat: 1\nsummary: *t\n"
    )


@pytest.mark.parametrize("text", ["- a\n", "? |\n  a\n  b\n: 1\n", "text\n"])
def test_what_has_no_place_on_a_sheet_is_refused(text: str) -> None:
    with pytest.raises(NegotiateError, match="cannot be formatted"):
        formatted(text)


@pytest.mark.parametrize(
    "text", ["a: 1\na: 2\n", "a: b: c\n", "a: !tag b\n", "a: *b\n", "", "a: 014\n", "\ta: 1\n"]
)
def test_what_cannot_be_read_is_refused_in_the_words_of_the_reader(text: str) -> None:
    with pytest.raises(ScenarioError):
        formatted(text)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (lambda text: text.replace("# here", ""), "comment would be lost"),
        (lambda text: text.replace("Fish", "fish"), "would say something else"),
        (lambda text: text.replace("1", "1.0"), "would say something else"),
        (lambda text: text.replace("title:", "title"), "could not be read"),
        (lambda text: text.replace("a: 1\n  b: 2", "b: 2\n  a: 1"), "would say something else"),
        (lambda text: text.replace("\n", "\n\n", 1), "twice"),
    ],
)
def test_a_fault_of_the_formatter_changes_no_file(
    monkeypatch: pytest.MonkeyPatch, fault: Any, words: str
) -> None:
    sound = formatting.laid_out
    monkeypatch.setattr(formatting, "laid_out", lambda text: fault(sound(text)))
    with pytest.raises(NegotiateError, match=words):
        formatted("format: 1\ntitle: Fish  # here\nstatus_quo:\n  a: 1\n  b: 2\n")


def test_every_part_of_a_file_has_its_place() -> None:
    kinds = {kind for part in Part.__subclasses__() for kind in (part, *part.__subclasses__())}
    assert set(places().values()) == kinds
    assert part_at(("issues", "quota", "options", "low")) is OptionPart
    assert part_at(("status_quo",)) is None


def test_a_large_file_takes_seconds() -> None:
    rows = "".join(
        f"  # no. {k}\n  row_{k}:   {{a: [1,2], b: [3,4]}}  # row\n" for k in range(1_000)
    )
    result = formatted(f"matrix:\n{rows}")
    assert result.count("#") == 2_000
