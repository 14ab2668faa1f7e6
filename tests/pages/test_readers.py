"""What each reader sees: no secret of another, and every text of a stranger as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

import negotiate
from negotiate.language.text.source import Source
from negotiate.pages import analysis, debrief
from negotiate.pages.kit import kit, page_for
from negotiate.report import html, report_of
from negotiate.report.style import Look
from tests.cli.shell import ask
from tests.pages.readers import ARABIC, FOR_ONE, HARMFUL, NUMBERS, SECRETS, TEXTS, WORD

VOID = {"meta", "wbr", "br"}


@pytest.fixture
def secrets(tmp_path: Path) -> str:
    path = tmp_path / "secrets.yaml"
    path.write_text(SECRETS, "utf-8")
    return str(path)


@pytest.fixture
def harmful(tmp_path: Path) -> negotiate.Scenario:
    path = tmp_path / "harmful.yaml"
    path.write_text(json.dumps(HARMFUL), "utf-8")
    return negotiate.load(str(path))


def test_a_side_sees_its_own_secrets_and_no_other(
    secrets: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = {
        one.reader: html.page(one.report)
        for one in kit(negotiate.load(secrets)).documents
        if one.name != "orders"
    }
    orders = html.page(
        next(one.report for one in kit(negotiate.load(secrets)).documents if one.name == "orders")
    )
    for form in ([], ["--all"], ["--json"], ["--markdown"], ["--plain"], ["--csv"]):
        shown = {
            one: ask(capsys, "show", secrets, "--for", one, *form).out
            for one in ("red", "blue", "public")
        }
        for reader, text in [*shown.items(), *pages.items(), ("public", orders)]:
            words = " ".join(text.split())
            for owner in ("red", "blue"):
                marks = [*NUMBERS[owner], *TEXTS[owner]]
                if reader == owner and form != ["--csv"]:
                    assert [mark for mark in marks if mark not in words] == []
                elif reader not in (owner, "teacher"):
                    assert [mark for mark in marks if mark in words] == []
            if reader != "teacher":
                assert not re.search("of-teacher|termof|reason-of", words)


def test_the_page_of_a_scenario_holds_nothing_for_one_reader_alone(
    secrets: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forms = [[], ["--all"], ["--json"], ["--all", "--markdown"], ["--all", "--plain"], ["--csv"]]
    said = [ask(capsys, "show", secrets, *form).out for form in forms]
    ask(capsys, "show", secrets, "--html", str(tmp_path / "page.html"))
    ask(capsys, "report", secrets, "--out", str(tmp_path / "report.html"))
    said += [(tmp_path / name).read_text("utf-8") for name in ("page.html", "report.html")]
    one = negotiate.load(secrets)
    said += [str(one), one._repr_html_()]
    for text in said:
        assert [mark for mark in FOR_ONE if mark in text] == []
        assert "termofred" in text
    for form in ([], ["--json"], ["--html", str(tmp_path / "key.html")]):
        told = ask(capsys, "show", secrets, "--teacher", *form).out
        told = told if "--html" not in form else (tmp_path / "key.html").read_text("utf-8")
        assert [mark for mark in FOR_ONE if mark not in told] == []


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (["--for", "blu"], 4, "did you mean `blue`?"),
        (["--for", "teacher"], 4, "there is `public`, `red` or `blue`"),
        (["--for", ""], 4, "there is no player ``"),
        (["--for", "red", "--teacher"], 2, "do not go together"),
    ],
)
def test_a_reader_that_does_not_exist(
    typed: list[str], code: int, words: str, secrets: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run = ask(capsys, "show", secrets, *typed)
    assert run.code == code
    assert words in " ".join(run.err.split())


def test_every_shipped_scenario_has_a_page_for_each_reader() -> None:
    for name in (
        "classics/travellers-dilemma",
        "conflicts/cuba-1962",
        "classics/kuhn-poker",
        "europe/brexit-2019",
    ):
        one = negotiate.load(name)
        pages = {
            reader: html.page(page_for(one, reader).report) for reader in ("public", *one.keys)
        }
        assert "Confidential" not in pages["public"]
        for key in one.keys:
            own = html.escape(" ".join(one.briefs[key].split("\n\n")[0].split()))
            assert [reader for reader, page in pages.items() if own in page] == [key]


def test_a_red_line_is_told_by_the_names_of_the_scenario(secrets: str) -> None:
    text = html.page(page_for(negotiate.load(secrets), "red").report)
    assert "You never sign a deal in which “Line x” is “the whole”. line-of-red" in text
    assert "If you sign a deal in which “Line y” is “high”, take away 7.5625. cost-of-red" in text
    blue = html.page(page_for(negotiate.load(secrets), "blue").report)
    assert "accepts a deal in which “Line x” is “a part”. council-of-blue" in blue


class Tags(HTMLParser):
    """Holds a page to account: every tag is closed, none runs a script or asks for anything."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            assert name not in ("src", "action"), (tag, name, value)
            assert name != "href" or str(value).startswith("#"), value
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def pages_of(one: negotiate.Scenario) -> Iterator[str]:
    documents = [*kit(one).documents, *(page_for(one, reader) for reader in ("public", *one.keys))]
    yield from (
        html.page(document.report, origin=one.name, kind=document.kind) for document in documents
    )
    found = debrief.debrief(one, Source("<b>1</b> BA\n2 none\n", "results.txt"))
    yield html.page(report_of(found, Look()))
    yield html.page(analysis.report(analysis.analysis(one), Look(all=True)), contents=True)
    yield html.page(report_of(one, Look(all=True, teacher=True)))


def test_no_text_of_a_stranger_becomes_part_of_a_page(harmful: negotiate.Scenario) -> None:
    for page in pages_of(harmful):
        tags = Tags()
        tags.feed(page)
        assert tags.open == []
        assert not {"script", "img", "i", "iframe", "link"} & tags.seen
        assert "default-src 'none'" in page
        shown = re.sub(
            '<title>.*?</title>|<svg.*?</svg>|(id|href|aria-label)="[^"]*"',
            "",
            page,
            flags=re.DOTALL,
        )
        assert WORD[: html.BROKEN + 1] not in shown
        for line in re.findall(rf"<\w+[^>]*>{ARABIC}", page):
            assert 'dir="auto"' in line or line.startswith("<text")


def test_a_brief_keeps_its_lists_on_the_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lists.yaml"
    text = (
        "  red: |\n    First.\n    \n    Second.\n\n    - one `code`\n    - two\n\n    3. "
        "three\n    4. four\n"
    )
    path.write_text(SECRETS.replace("  red: brief-of-red\n", text), "utf-8")
    said = ask(capsys, "show", str(path), "--for", "red").out
    assert "  First.\n\n  Second.\n" in said
    assert "  • one `code`\n  • two\n" in said
    assert "  3. three\n  4. four\n" in said
    page = html.page(page_for(negotiate.load(str(path)), "red").report)
    assert "<ul><li>one <code>code</code></li><li>two</li></ul>" in page
    assert '<ol start="3"><li>three</li><li>four</li></ol>' in page
    assert "- one `code`" in ask(capsys, "show", str(path), "--for", "red", "--markdown").out
