"""Points in a file and in a sheet beside it: they are payoff terms, however a spreadsheet writes
them.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

import negotiate
from negotiate.errors import IllegalAction, ScenarioError
from negotiate.language.text.reader import SIZE_LIMIT
from negotiate.pages.kit import kit, write
from negotiate.play.talks import talks

HEAD = "format: 1\ntitle: Union and firm\nplayers: [union, firm]\n"
SHEET = """\
Issue,Option,Union,Firm
Starting salary,low,10.5,45
,high,40,10
Days off,10,0,30
,20,25,5
Pension,none,0,20
,half,15.25,12
,whole,30,0
Training,"yes, at work",5,0
,no,0,5
Start,now,0,8
,in May,4,0
Union dues,voluntary,0,3
,withheld,9,0
No deal,,30,35
"""
"""Six issues, as a spreadsheet writes them."""


def cells(text: str) -> list[list[str]]:
    """The cells of a sheet that has quotation marks in one line only."""
    lines = (line.replace('"yes, at work"', "yes; at work") for line in text.splitlines())
    return [line.split(",") for line in lines]


def exported(mark: str, decimal: str = ".", end: str = "\n", quote: str = "") -> str:
    """The same sheet as another spreadsheet writes it."""
    rows = []
    for row in cells(SHEET):
        said = [one.replace(".", decimal) if one.replace(".", "").isdigit() else one for one in row]
        marks = [quote or ('"' if mark in one or ";" in one else "") for one in said]
        rows.append(mark.join(f"{q}{one}{q}" for q, one in zip(marks, said, strict=True)))
    return end.join(rows) + end


FORMS = {
    "commas": exported(","),
    "semicolons": exported(";"),
    "tabs": exported("\t"),
    "decimal commas": exported(";", ","),
    "a mark at the start": "\ufeff" + exported(";", ",", "\r\n"),
    "quotation marks": exported(",", ".", "\n", '"'),
    "decimal commas in quotation marks": exported(",", ",", "\n", '"'),
    "a line that names the mark": "sep=;\r\n" + exported(";", ",", "\r\n"),
    "empty lines and columns": exported(",").replace("\n", ",,\n").replace("Days", ",,,\nDays"),
    "signs for minus and narrow spaces": exported(";").replace(";40;", ";\u202f40 ;"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_sheet_says_the_same_however_a_spreadsheet_writes_it(form: str, tmp_path: Path) -> None:
    sheet = tmp_path / "union-and-firm.csv"
    sheet.write_bytes(FORMS[form].encode())
    found = negotiate.load(str(sheet))
    assert list(found.players) == ["union", "firm"]
    assert [issue.name for issue in found.issues.values()] == [
        *("Starting salary", "Days off", "Pension", "Training", "Start", "Union dues"),
    ]
    assert found.issues["days_off"].labels == ("10", "20")
    assert list(found.issues["days_off"].numbers) == [10, 20]
    assert found.no_deal == "numbers"
    problem = found.together()
    assert problem.no_deal.payoffs.tolist() == [30, 35]
    low = {"starting_salary": "low", "days_off": "20", "pension": "half", "training": "no"}
    package = {**low, "start": "in_may", "union_dues": "withheld"}
    assert problem.landmark(package).payoffs.tolist() == [
        10.5 + 25 + 15.25 + 4 + 9,
        45 + 5 + 12 + 5,
    ]


def test_a_sheet_becomes_an_exercise_and_a_kit(tmp_path: Path) -> None:
    sheet = tmp_path / "union-and-firm.csv"
    sheet.write_text(FORMS["decimal commas"], "utf-8")
    made = negotiate.new(original=sheet, file=tmp_path / "mine.yaml", schema=False)
    text = made.path.read_text("utf-8")
    assert "points:" in text
    assert "training" in text
    one, other = negotiate.load(str(sheet)), negotiate.load(str(made.path))
    assert one.terms == other.terms
    assert one.issues == other.issues
    assert one.alternatives == other.alternatives
    write(kit(one), tmp_path / "class")
    brief = (tmp_path / "class" / "brief-firm.html").read_text("utf-8")
    for said in (
        "Starting salary",
        "yes; at work",
        "in May",
        "withheld",
        "Without a deal you have 35",
    ):
        assert said in brief


BROKEN = {
    "empty": ("", "1:1", "sheet", "the sheet is empty"),
    "a head alone": ("issue,option,union,firm\n", "1:1", "sheet", "names no option"),
    "too few columns": ("issue,option\nwage,low\n", "1:1", "sheet", "no sheet of points"),
    "a word for a number": (
        "issue,option,union,firm\nwage,low,ten,1\n",
        *("2:10", "sheet-number", "`ten` is no number"),
    ),
    "an empty cell": (
        "issue,option,union,firm\nwage,low,1,\n",
        *("2:12", "sheet-number", "`low` gives `firm` no points"),
    ),
    "a line that ends early": (
        "issue,option,union,firm\nwage,low,1\n",
        *("2:10", "sheet-number", "`low` gives `firm` no points"),
    ),
    "a thousand or one": (
        'issue,option,union,firm\nwage,low,"1,000",1\n',
        *("2:10", "sheet-number", "may be 1000, or 1.000"),
    ),
    "no option": ("issue,option,union,firm\nwage,,1,2\n", "2:6", "sheet", "names no option"),
    "no issue": ("issue,option,union,firm\n,low,1,2\n", "2:2", "sheet", "names no issue"),
    "an option twice": (
        "issue,option,union,firm\nwage,low,1,2\n,low,3,4\n",
        *("3:2", "duplicate-key", "a second time"),
    ),
    "a player twice": (
        "issue,option,union,union\nwage,low,1,2\n",
        *("1:20", "duplicate-key", "two columns are called"),
    ),
    "a column without a name": (
        "issue,option,union,firm\nwage,low,1,2,dear\n",
        *("2:14", "sheet", "in a column without a name"),
    ),
    "a mark that is not closed": (
        'issue,option,union,firm\nwage,"low,1,2\n',
        *("2:6", "sheet", "a quotation mark is not closed"),
    ),
    "a column of nobody": (
        "issue,option,union,firm,notes\nwage,low,1,2,3\n,high,2,1,4\n",
        *("1:25", "unknown-player", "there is no player `notes`"),
    ),
    "a formula": (
        "issue,option,union,firm\nwage,low,=A1+2,2\n",
        *("2:10", "sheet-number", "`=A1+2` is no number"),
    ),
    "too long": (
        "issue,option,union,firm\n" + "wage,low,1,2\n" * 3000,
        *("2000:1", "file-too-large", "at most 2,000"),
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_sheet_is_told_where_it_is_broken(case: str, tmp_path: Path) -> None:
    text, at, code, words = BROKEN[case]
    (tmp_path / "points.csv").write_text(text, "utf-8")
    file = tmp_path / "talks.yaml"
    file.write_text(f"{HEAD}no_deal: {{union: 1, firm: 1}}\npoints: points.csv\n", "utf-8")
    with pytest.raises(ScenarioError) as told:
        negotiate.load(str(file))
    problem = told.value.problems[0]
    assert problem.path.endswith("points.csv")
    assert (f"{problem.line}:{problem.column}", problem.code) == (at, code)
    assert words in problem.message
    assert {one.path for one in told.value.problems} == {problem.path}


def test_bytes_that_are_not_utf_8_and_files_of_megabytes_are_refused(tmp_path: Path) -> None:
    sheet = tmp_path / "points.csv"
    for raw, code in (
        ("issue,option,a,b\nprix,élevé,1,2\n".encode("latin-1"), "not-utf-8"),
        (b"a" * (SIZE_LIMIT + 1), "file-too-large"),
    ):
        sheet.write_bytes(raw)
        with pytest.raises(ScenarioError) as told:
            negotiate.load(str(sheet))
        assert [one.code for one in told.value.problems] == [code]


@pytest.mark.parametrize(
    ("points", "at", "code"),
    [
        (
            "{wage: {low: {union: 10, firms: 45}, high: {union: 40, firm: 10}}}",
            25,
            "unknown-player",
        ),
        ("{wage: {low: {union: 10, firm: 45}, high: {union: 40}}}", 36, "missing-value"),
        ("{wage: {low: {union: [1], firm: 45}}}", 21, "number-expected"),
        ("{wage: {}}", 1, "empty"),
        ("{wage: 3}", 7, "mapping-expected"),
        ("no-sheet.txt", 0, "sheet-not-found"),
    ],
)
def test_points_that_are_none_are_told_at_their_place(
    points: str, at: int, code: str, tmp_path: Path
) -> None:
    file = tmp_path / "talks.yaml"
    file.write_text(f"{HEAD}no_deal: {{union: 1, firm: 1}}\npoints: {points}\n", "utf-8")
    with pytest.raises(ScenarioError) as told:
        negotiate.load(str(file))
    assert [(one.code, one.line, one.column) for one in told.value.problems] == [(code, 5, 9 + at)]


def test_points_are_payoff_terms_on_random_files(tmp_path: Path) -> None:
    draws = random.Random(35)
    for number in range(60):
        players = [f"p{k}" for k in range(draws.choice((2, 2, 3)))]
        issues = {
            f"i{k}": [f"o{j}" for j in range(draws.randint(1, 4))]
            for k in range(draws.randint(1, 4))
        }
        points = {
            issue: {o: {p: draws.randint(-20, 40) / 4 for p in players} for o in options}
            for issue, options in issues.items()
        }
        base = {p: draws.randint(0, 30) for p in players}
        lines = [f"format: 1\ntitle: T\nplayers: [{', '.join(players)}]\nno_deal: {base}\npoints:"]
        for issue, options in points.items():
            lines += [f"  {issue}:", *(f"    {o}: {row}" for o, row in options.items())]
        file = tmp_path / f"{number}.yaml"
        file.write_text("\n".join(lines).replace("'", "") + "\n", "utf-8")
        problem = negotiate.load(str(file)).together()
        for _ in range(5):
            package = {issue: draws.choice(options) for issue, options in issues.items()}
            worth = [sum(points[i][o][p] for i, o in package.items()) for p in players]
            assert problem.landmark(package).payoffs.tolist() == worth
        assert problem.no_deal.payoffs.tolist() == list(base.values())


def test_points_have_addresses_and_types_and_variants_change_them(tmp_path: Path) -> None:
    file = tmp_path / "talks.yaml"
    text = HEAD + (
        "no_deal: {union: 30, firm: 35}\n"
        "points:\n  wage:\n    low: {union: 10, firm: 45}\n    high: {union: 40, firm: 10}\n"
        "variants:\n  dear: {set: {points.wage.low.union: 31}}\n"
        "types:\n  firm:\n    weak: {odds: 0.5}\n"
        "    strong: {odds: 0.5, set: {points.wage.high.firm: 50}}\n"
    )
    file.write_text(text, "utf-8")

    def union(low: str, **asked: Any) -> float:
        found = negotiate.load(str(file), **asked)
        return float(found.together().landmark({"wage": low}).payoffs[0])

    assert union("low", fix={"firm": "weak"}) == 10
    assert union("low", fix={"firm": "weak"}, variant="dear") == 31
    assert union("low", fix={"firm": "weak"}, set={"points.wage.low.union": 12}) == 12
    strong = negotiate.load(str(file), fix={"firm": "strong"})
    assert strong.together().landmark({"wage": "high"}).payoffs.tolist() == [40, 50]


def test_a_sheet_may_call_things_as_people_do(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text(
        "What,How much,The union,FIRM\nPay,a lot,40,10\n,a little,10,45\n", "utf-8"
    )
    file = tmp_path / "talks.yaml"
    file.write_text(
        "format: 1\ntitle: T\nplayers: {union: {name: The union}, firm: {}}\n"
        "no_deal: {union: 1, firm: 2}\n"
        "issues:\n  wage:\n    name: Pay\n    decided_by: agreement\n"
        "    options: {low: {name: A little}, high: {name: A lot}}\npoints: points.csv\n",
        "utf-8",
    )
    found = negotiate.load(str(file))
    assert list(found.issues) == ["wage"]
    assert found.together().landmark({"wage": "low"}).payoffs.tolist() == [10, 45]


def test_a_file_that_extends_another_has_its_sheet_too(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text(SHEET, "utf-8")
    base, own = tmp_path / "base.yaml", tmp_path / "own.yaml"
    base.write_text(f"{HEAD}points: points.csv\n", "utf-8")
    own.write_text(
        "format: 1\ntitle: Mine\nextends: base.yaml\nset: {points.pension.half.firm: 19}\n", "utf-8"
    )
    found = negotiate.load(str(own))
    assert found.no_deal == "numbers"
    worth = {
        key: float(term.value.evaluate(found.grid((), {"pension": 1}))[0])
        for key, term in found.terms["firm"].items()
        if key == "pension"
    }
    assert worth == {"pension": 19}


def test_a_first_offer_of_a_sheet_leaves_nothing_out(tmp_path: Path) -> None:
    (tmp_path / "scores.csv").write_text(SHEET, "utf-8")
    form = talks(negotiate.load(str(tmp_path / "scores.csv")), 3)
    start = form.start(0.0)
    with pytest.raises(IllegalAction, match="leaves out `days_off`, `pension`") as told:
        form.play(start, "union", {"offer": {"starting_salary": "low"}})
    assert told.value.hint == "add `days_off=10`, or another option"
    whole = {key: options[0] for key, options in form.issues.items()}
    offered = form.play(start, "union", {"offer": whole})
    assert offered["offer"] == whole
    answered = form.play(offered, "firm", {"offer": {"days_off": "20"}})
    assert answered["offer"] == {**whole, "days_off": "20"}
