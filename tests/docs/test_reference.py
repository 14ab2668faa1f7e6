"""Every page that is read off the code is the one that would be read off it now."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest

from docs.generate.language import EXAMPLE, keys, parts, words
from docs.generate.markdown import docstring, fence, sentence, table
from docs.generate.pages import DOCS, GENERATED, NOTE, pages, stale
from negotiate.checking.files import check_file
from negotiate.expectations import check_expectations
from negotiate.loading import Reading

TARGET = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    return pages()


def test_every_generated_page_is_up_to_date(generated: dict[str, str]) -> None:
    wrong = []
    for name, text in generated.items():
        kept = (DOCS / name).read_text("utf-8") if (DOCS / name).is_file() else ""
        if kept != text:
            wrong += list(difflib.unified_diff(kept.splitlines(), text.splitlines(), name, "now", lineterm="", n=1))[
                :20
            ]
    if wrong:
        pytest.fail("\n".join(["`python -m docs.generate` writes something else:", *wrong]), pytrace=False)


def test_no_generated_page_is_left_of_something_that_is_gone(generated: dict[str, str]) -> None:
    assert stale(generated) == []


def test_a_generated_page_says_so(generated: dict[str, str]) -> None:
    assert all(GENERATED.search(text) for text in generated.values())
    assert GENERATED.search(NOTE)


def test_the_example_of_the_reference_is_right() -> None:
    assert check_file(str(EXAMPLE)) == []
    verdicts = check_expectations(Reading(str(EXAMPLE)))
    assert verdicts
    assert all(verdict.met for verdict in verdicts)


def test_every_key_of_the_language_stands_in_an_example(generated: dict[str, str]) -> None:
    examples = "".join(re.findall(r"```yaml\n(.*?)```", generated["reference/language.md"], re.DOTALL))
    missing = [
        f"{'.'.join(way)}: {key}"
        for way, part in parts().items()
        for key, _, _ in keys(part)
        if not re.search(rf"(?:^|[ {{]){key}:", examples, re.MULTILINE)
    ]
    assert missing == []


def test_every_type_of_the_language_has_words() -> None:
    unspoken = [
        (key, words(hint)) for part in parts().values() for key, hint, _ in keys(part) if "[" in _bare(words(hint))
    ]
    assert unspoken == []


def _bare(text: str) -> str:
    return re.sub(r"\[[\w ]+\]\(#[\w-]+\)", "", text)


def test_links_between_files_that_nobody_builds_lead_somewhere() -> None:
    root = DOCS.parent
    pages_on_disk = (path for path in DOCS.rglob("*.md") if not {"_build", "introductions"} & set(path.parts))
    lost = [
        f"{path.relative_to(root)}: {target}"
        for path in [*root.glob("*.md"), *pages_on_disk]
        for target in TARGET.findall(re.sub(r"```.*?```|`[^`\n]+`", "", path.read_text("utf-8"), flags=re.DOTALL))
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert lost == []


def test_a_table_keeps_its_columns() -> None:
    assert table(("a", "b"), [("x | y", "two\nlines")]).splitlines()[-1] == "| x \\| y | two lines |"


def test_a_fence_is_longer_than_those_inside_of_it() -> None:
    assert fence("text", "```\nx\n```").startswith("````text\n")


@pytest.mark.parametrize(
    ("text", "whole"), [("a word", "A word."), ("`x` does", "`x` does."), ("Why?", "Why?"), ("", "")]
)
def test_a_sentence_begins_and_ends_as_one(text: str, whole: str) -> None:
    assert sentence(text) == whole


def test_a_docstring_becomes_markdown() -> None:
    def documented() -> None:
        """Does something.

        Parameters
        ----------
        a, b : int
            Two of
            them.

        Raises
        ------
        ValueError
            Never.

        Examples
        --------
        >>> 1
        1
        """

    text = docstring(documented)
    assert "- `a, b` (int): Two of them.\n" in text
    assert "- `ValueError`: Never.\n" in text
    assert "```python\n>>> 1\n1\n```" in text


def test_the_pages_are_where_they_are_looked_for() -> None:
    assert Path(DOCS / "reference" / "language.md").is_file()
