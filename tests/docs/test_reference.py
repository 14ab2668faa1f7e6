"""The pages that are read off the code can be written, and every link leads to a page that is
there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.generate.introductions import linked_to_pages
from docs.generate.language import EXAMPLE, keys, parts, words
from docs.generate.markdown import docstring, fence, sentence, table
from docs.generate.pages import DOCS, GENERATED, NOTE, pages, write
from negotiate.language.check.files import check_file
from negotiate.language.expectations.testing import check_expectations
from negotiate.language.scenario_file import Reading

TARGET = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    return pages()


def test_generating_writes_every_page_and_takes_away_what_is_gone(
    generated: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docs.generate.pages.DOCS", tmp_path)
    (tmp_path / "gone.md").write_text(NOTE, "utf-8")
    (tmp_path / "by-hand.md").write_text("# By hand\n", "utf-8")
    assert write() == ["gone     gone.md", *(f"written  {name}" for name in generated)]
    found = {
        path.relative_to(tmp_path).as_posix(): path.read_text("utf-8")
        for path in tmp_path.rglob("*.md")
    }
    assert found == {**generated, "by-hand.md": "# By hand\n"}
    assert write() == []


def test_no_generated_page_is_committed(generated: dict[str, str]) -> None:
    ignored = (DOCS.parent / ".gitignore").read_text("utf-8").splitlines()
    kept = [
        name
        for name in generated
        if not {f"docs/{name}", f"docs/{Path(name).parent.as_posix()}/"} & set(ignored)
    ]
    assert kept == []


def test_a_generated_page_says_so(generated: dict[str, str]) -> None:
    assert all(GENERATED.search(text) for text in generated.values())
    assert GENERATED.search(NOTE)


def test_the_example_of_the_reference_is_right() -> None:
    assert check_file(str(EXAMPLE)) == []
    verdicts = check_expectations(Reading(str(EXAMPLE)))
    assert verdicts
    assert all(verdict.met for verdict in verdicts)


def test_every_key_of_the_language_stands_in_an_example(generated: dict[str, str]) -> None:
    examples = "".join(
        re.findall(r"```yaml\n(.*?)```", generated["reference/language.md"], re.DOTALL)
    )
    missing = [
        f"{'.'.join(way)}: {key}"
        for way, part in parts().items()
        for key, _, _ in keys(part)
        if not re.search(rf"(?:^|[ {{]){key}:", examples, re.MULTILINE)
    ]
    assert missing == []


def test_every_type_of_the_language_has_words() -> None:
    unspoken = [
        (key, words(hint))
        for part in parts().values()
        for key, hint, _ in keys(part)
        if "[" in _bare(words(hint))
    ]
    assert unspoken == []


def _bare(text: str) -> str:
    return re.sub(r"\[[\w ]+\]\(#[\w-]+\)", "", text)


def links(text: str) -> list[str]:
    """The files to which a text leads."""
    found = TARGET.findall(re.sub(r"```.*?```|`[^`\n]+`", "", text, flags=re.DOTALL))
    return [target for target in found if "://" not in target]


def test_links_between_committed_files_lead_to_committed_files(generated: dict[str, str]) -> None:
    root, built = DOCS.parent, {DOCS / name for name in generated}
    committed = [
        path for path in DOCS.rglob("*.md") if "_build" not in path.parts and path not in built
    ]
    lost = [
        f"{path.relative_to(root)}: {target}"
        for path in [*root.glob("*.md"), *committed]
        for target in links(path.read_text("utf-8"))
        if (path.parent / target).resolve() in built or not (path.parent / target).exists()
    ]
    assert lost == []


def test_links_of_generated_pages_lead_somewhere(generated: dict[str, str]) -> None:
    built = {DOCS / name for name in generated}
    lost = [
        f"{name}: {target}"
        for name, text in generated.items()
        for target in links(text)
        for path in [
            (DOCS / target[1:] if target[0] == "/" else (DOCS / name).parent / target).resolve()
        ]
        if path not in built and not path.exists()
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("written", "led"),
    [
        ("[a](../generate/introductions/commands/top.md)", "[a](/reference/commands/index.md)"),
        ("[a](../generate/introductions/commands/deal.md)", "[a](/reference/commands/deal.md)"),
        ("[a](../generate/introductions/language/step.md)", "[a](/reference/language.md#step)"),
        (
            "[a](../generate/introductions/concepts/top.md#maxmin)",
            "[a](/reference/concepts.md#maxmin)",
        ),
        ("[a](formulas.md#names)", "[a](/reference/formulas.md#names)"),
        ("[a](../../README.md)", "[a](../../README.md)"),
        ("strategies[name](periods=5)", "strategies[name](periods=5)"),
    ],
)
def test_a_link_to_an_introduction_becomes_one_to_its_page(written: str, led: str) -> None:
    assert linked_to_pages(written, DOCS / "reference") == led


def test_a_table_keeps_its_columns() -> None:
    assert (
        table(("a", "b"), [("x | y", "two\nlines")]).splitlines()[-1] == "| x \\| y | two lines |"
    )


def test_a_fence_is_longer_than_those_inside_of_it() -> None:
    assert fence("text", "```\nx\n```").startswith("````text\n")


@pytest.mark.parametrize(
    ("text", "whole"),
    [("a word", "A word."), ("`x` does", "`x` does."), ("Why?", "Why?"), ("", "")],
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
