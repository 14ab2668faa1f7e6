"""Every writer tells every block, keeps to its form and lets nothing break out of it."""

from __future__ import annotations

import csv as reading
import io
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from rich.cells import cell_len

from negotiate.report import REPORTS, report_of
from negotiate.report.blocks import Column, Note, Plot, Report, Sentence, Table
from negotiate.report.entries import for_people, for_programs
from negotiate.report.html import page
from negotiate.report.markdown import markdown
from negotiate.report.plain import csv, plain
from negotiate.report.screen import screen, show
from negotiate.report.style import Look
from negotiate.report.svg import svg, svgs
from tests.report.samples import BARS, HIDDEN, LINE, REPORT, SCATTER, STRIP, TABLE


def drawn(report: Report, width: int = 80, **how) -> str:
    stream, look = io.StringIO(), Look(width=width, **how)
    show(screen(report, look), look, file=stream)
    return stream.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("everything", [False, True])
def test_a_screen_holds_every_line(width: int, everything: bool) -> None:
    text = drawn(REPORT, width, all=everything)
    lines = text.splitlines()
    wide = [line for line in lines if cell_len(line) > width]
    assert [
        line for line in wide if "[unknown-option]" not in line
    ] == []  # a problem stays on one line
    assert [line for line in lines if line != line.rstrip()] == []
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_in_ascii_a_screen_has_no_other_sign() -> None:
    assert drawn(REPORT, ascii=True).isascii()


def test_details_wait_for_all_and_are_promised() -> None:
    short, whole = drawn(REPORT), drawn(REPORT, all=True)
    for words in ("A further reason.", "Hidden words.", "Method: by hand.", "third"):
        assert words not in short
        assert words in whole
    assert "`--all` adds “Behind” and details." in " ".join(short.split())
    assert "--all" not in whole
    assert "… 1 more way" in short


def test_a_detail_is_on_the_screen_with_all_alone_and_always_in_files() -> None:
    report = Report("", (HIDDEN,))
    assert ("0.33" in drawn(report), "0.33" in drawn(report, all=True)) == (False, True)
    assert ["x", "0.333333333333"] in [line.split("\t") for line in plain(report)]
    assert "x,0.333333333333" in "\n".join(csv(report))


def test_numbers_stand_below_each_other() -> None:
    lines = drawn(
        Report(
            "", (Table((Column("x"), Column("y", "number")), (("a", 3), ("b", 2.5), ("c", -0.25))),)
        )
    )
    rows = lines.splitlines()[1:]
    assert [row.find(".") for row in rows] == [-1, rows[1].find("."), rows[1].find(".")]
    assert [row.rstrip() for row in rows] == ["a   3", "b   2.50", "c  -0.25"]


def test_plain_lines_hold_every_number_with_every_digit() -> None:
    rows = [line.split("\t") for line in plain(REPORT)]
    assert ["Way", "packages", "payoff us", "payoff them", "odds", ""] in rows
    assert ["first", "1200", "0.5", "-12.25", "0.25", "★"] in rows
    assert ["third", "3", "", "", "", ""] in rows
    assert any(row[1:4] == ["", "0.333333333333", "7"] and row[-1] == "crossed" for row in rows)
    assert ["alpha", "is first"] in rows
    assert ["talks.yaml:3:5: `x` is no option [unknown-option]"] in [
        row[:1] for row in rows
    ] or any("talks.yaml:3:5" in row[0] for row in rows)


def test_plain_details_wait_for_all() -> None:
    assert "Method: by hand." not in plain(REPORT)
    assert "Method: by hand." in plain(REPORT, everything=True)


def test_csv_is_read_back_as_the_tables_that_programs_get() -> None:
    text = "\n".join(csv(REPORT))
    blocks = [list(reading.reader(io.StringIO(part))) for part in text.split("\n\n")]
    assert for_programs(TABLE)[0] in [block[0] for block in blocks]
    assert ["Parts", "alpha", "is first"] in [row for block in blocks for row in block]
    assert ["talks.yaml", "3", "5"] in [row[:3] for block in blocks for row in block]
    assert all(len(row) == len(block[0]) for block in blocks for row in block)


class _Tags(HTMLParser):
    """Holds tags against each other, and collects words and what would load or run something."""

    VOID = ("meta", "br", "hr", "img", "link", "input")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        self.loads += [tag] if tag in ("script", "link", "img", "iframe", "object") else []
        self.loads += [name for name, _ in attrs if name in ("src", "href", "onclick", "onload")]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens and closes at once."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_a_page_is_whole_and_loads_nothing() -> None:
    tags = _Tags()
    tags.feed(page(REPORT))
    assert tags.open == []
    assert tags.loads == []
    said = " ".join(tags.words)
    for words in (
        "The answer names",
        "deficit_weight",
        "Hidden words.",
        "0.33",
        "3 endings",
        "Complete; checked.",
    ):
        assert words in said
    assert "<b>&" in said  # as text, not as a tag
    assert "\x1b" not in said


def test_markdown_has_a_table_a_list_and_no_html() -> None:
    lines = markdown(REPORT, everything=True)
    assert "| Way | packages | Us | Them | odds |  |" in lines
    assert "- **alpha**: is first" in lines
    assert not any("<b>" in line.replace("\\<b\\>", "") for line in lines)
    assert any(line.startswith("- **Us: open**") for line in lines)


@pytest.mark.parametrize("plot", [SCATTER, BARS, STRIP, LINE], ids=lambda plot: plot.kind)
def test_a_plot_is_an_svg_that_scales_and_says_what_it_is(plot: Plot) -> None:
    root = ET.fromstring(svg(plot))
    assert root.tag.endswith("svg")
    assert root.attrib["viewBox"]
    assert root[0].text == plot.title
    assert len(root) > 3


def test_every_plot_of_a_report_is_written() -> None:
    assert len(svgs(REPORT)) == 4


@pytest.mark.parametrize("plot", [SCATTER, BARS, STRIP, LINE], ids=lambda plot: plot.kind)
@pytest.mark.parametrize("width", [24, 40, 80, 120])
def test_a_plot_fits_every_screen(plot: Plot, width: int) -> None:
    text = drawn(Report("", (plot,)), width)
    assert text.strip()
    assert max(map(cell_len, text.splitlines())) <= width


def test_a_table_for_people_is_cut_and_counts_what_is_left() -> None:
    rows, left = for_people(TABLE, everything=False)
    assert ({len(row) for row in rows}, len(rows), left) == ({6}, 2, 1)
    assert for_people(TABLE, everything=True)[1] == 0


def test_a_new_result_needs_one_module_and_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REPORTS, f"{__name__}.Fresh", __name__)
    found = report_of(Fresh("a fresh result"))
    assert "a fresh result" in drawn(found)
    assert plain(found) == ["a fresh result", "Checked."]
    assert "a fresh result" in page(found)
    assert markdown(found) == ["a fresh result", "", "*Checked.*"]
    with pytest.raises(TypeError, match="no line of REPORTS"):
        report_of(object())


class Fresh:
    def __init__(self, said: str) -> None:
        self.said = said


def report(found: Fresh, look: Look) -> Report:
    return Report("", (Sentence(found.said), Note("Checked.")))


def test_what_is_said_below_a_table_is_for_people() -> None:
    report = Report(
        "",
        (
            Table(
                (Column("State"), Column("R", "mark")),
                (("up", "★"),),
                note="★: nobody would leave.",
            ),
        ),
    )
    lines = drawn(report).splitlines()
    assert lines[-1] == "★: nobody would leave."
    assert '<p class="note">★: nobody would leave.</p>' in page(report)
    assert "*★: nobody would leave.*" in markdown(report)
    assert "nobody" not in "\n".join((*plain(report), *csv(report)))


def test_a_page_leaves_very_long_tables_to_other_programs() -> None:
    long = Report("", (Table((Column("number", "count"),), tuple((k,) for k in range(3_000))),))
    assert "<code>--csv</code> writes a table of 3,000 rows." in page(long)
    assert len(page(long)) < 10_000
    assert len(csv(long)) == 3_001


def _one(cell: str) -> Report:
    return Report("", (Table((Column("name"),), ((cell,),)),))


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1+2", "@sum", "-a"])
def test_a_spreadsheet_runs_no_name(name: str) -> None:
    assert csv(_one(name))[1].lstrip('"').startswith("'")


@pytest.mark.parametrize("number", ["-0.25", "+3", "1e-9", "-"])
def test_numbers_and_signs_stay_as_they_are(number: str) -> None:
    assert csv(_one(number))[1] == number


@pytest.mark.parametrize("name", ["``` <b>x</b> `", "`p|q`", "~~~ x", "`` <i> ``", "a ` <u> b"])
def test_no_name_breaks_out_of_markdown(name: str) -> None:
    (row,) = [line for line in markdown(_one(name)) if "x" in line or "q" in line or "<" in line]
    assert "<" not in row.replace("\\<", "")
    assert row.replace("\\|", "").count("|") == 2
    assert "``" not in row.replace("\\`", "")
    assert "~" not in row.replace("\\~", "")
