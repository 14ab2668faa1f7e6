"""What a class typed: words, cells and mistakes, each at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import negotiate
from negotiate.errors import ScenarioError, ScenarioNotFound
from negotiate.language.text.source import Source
from negotiate.pages.kit import kit
from negotiate.pages.results import Deals, read, typed
from negotiate.pages.sheets import deal_form

NO_ORDER = Path(__file__).parents[1] / "no_order.yaml"

FORM = deal_form(negotiate.load("us-china/beijing-2018-class"))
HEAD = "group,tariffs,plan,access,purchases"


def found(text: str) -> dict[str, str]:
    return read(Deals(FORM), Source(text, "results.csv"))


def wrong(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(ScenarioError) as raised:
        found(text)
    return [(one.line or 0, one.column or 0, one.message) for one in raised.value.problems]


def test_a_column_an_issue_by_key_name_or_letter_in_any_order() -> None:
    assert found(f"{HEAD}\n1,on_hold,halve,announced,thirty\n2,none,,,\n") == {"1": "CCBB", "2": ""}
    assert found(f"{HEAD}\n1,C,c,announced,B") == {"1": "CCBB"}
    name = FORM.issues[0].options[2].name
    assert found(f'Group;Plan;Tariffs;purchases;access\nOwls ;halve;"{name}";B;B') == {
        "Owls": "CCBB"
    }
    assert found(HEAD.replace(",", "\t") + "\n1\tC\tC\tB\tB\n") == {"1": "CCBB"}


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("group,tarifs,plan,access,purchases\n1,A,A,A,A", 1, 7, "`tarifs`"),
        ("group,tariffs,plan,access\n1,A,A,A", 1, 1, "`purchases` has no column"),
        (f"{HEAD},plan\n1,A,A,A,A,A", 1, 37, "two columns"),
        (f"{HEAD}\n1,A,A,A,Q", 2, 9, "`Q` is no option of `purchases`"),
        (f"{HEAD}\n1,A,A,,A", 2, 7, "nothing stands under `access`"),
        (f"{HEAD}\n1,A,A,A", 2, 1, "3 cells"),
        (f"{HEAD}\n1,A,A,A,A\n1,B,B,B,B", 3, 1, "stands in line 2 already"),
        (f"{HEAD}\n1,,,,", 2, 3, "nothing stands under `tariffs`"),
    ],
)
def test_a_mistake_in_a_cell_is_told_at_its_cell(
    text: str, line: int, column: int, says: str
) -> None:
    first = wrong(text)[0]
    assert first[:2] == (line, column)
    assert says in first[2]


def test_a_line_without_a_space_after_its_group_says_where_one_belongs() -> None:
    with pytest.raises(ScenarioError) as raised:
        read(Deals(FORM), typed(["1CCBB", "2 CCBB", "3"]))
    told = [(one.line, one.hint) for one in raised.value.problems]
    assert told == [
        (1, "a space stands after the group: `1 CCBB`"),
        (3, "write letters, or `3 none`"),
    ]


def test_a_word_that_is_no_file_says_what_was_wanted() -> None:
    with pytest.raises(ScenarioNotFound) as raised:
        typed(["1CCBB"])
    assert "no file" in raised.value.message
    assert '"1 CCBB"' in raised.value.hint
    with pytest.raises(ScenarioNotFound, match=r"results\.txt"):
        typed(["results.txt"])


@given(
    st.dictionaries(
        st.integers(1, 99), st.sampled_from(["ABCD", "DDCA", "none", "CABB"]), min_size=1
    ),
    st.sampled_from([" ", ",", "; ", ", "]),
)
def test_lines_and_cells_are_the_same_to_the_reader(groups: dict[int, str], between: str) -> None:
    """A law: whatever stands between a group and its deal, and however deals are written, the same
    is read.
    """
    lines = {
        str(k): "" if code == "none" else "AABB" if code == "ABCD" else code
        for k, code in groups.items()
    }
    text = "\n".join(f"{group}{between}{code or 'none'}" for group, code in lines.items())
    rows = [
        f"{group},{','.join(issue.options[ord(x) - 65].id for issue, x in zip(FORM.issues, code, strict=True))}"
        if code
        else f"{group},none,,,"
        for group, code in lines.items()
    ]
    assert found(text) == lines == found("\n".join([HEAD, *rows]))


PIE, FRAMES = (deal_form(negotiate.load(name)) for name in ("classics/rubinstein", str(NO_ORDER)))


def test_a_number_stands_for_itself_or_for_its_letter() -> None:
    """The pie has a stale option and twenty numbers; `K` is its eleventh option, nine slices."""
    assert read(Deals(PIE), Source("1 9\n2 k\n3 stale\n4 none\n5 A", "t")) == {
        "1": "9",
        "2": "9",
        "3": "A",
        "4": "",
        "5": "A",
    }
    assert read(Deals(FRAMES), Source("1 240 2\n2 F B\n3 fb\n4 no_order 6", "t")) == {
        "1": "FB",
        "2": "FB",
        "3": "FB",
        "4": "AD",
    }
    assert found("1 on_hold halve announced thirty\n2 C halve b B") == {"1": "CCBB", "2": "CCBB"}
    assert read(Deals(PIE), Source("group,share\n1,9\n2,K", "t")) == {"1": "9", "2": "9"}


@pytest.mark.parametrize(
    ("text", "says", "hint"),
    [
        ("1 30", "`30` is no option of `share`", "A or a number: 0 to 19 in steps of 1"),
        ("1 Z", "`Z` is no option of `share`", "A or a number"),
        ("1 3 4", "has 2 letters, and the form has 1 line", "such as `A`; `none` for no deal"),
    ],
)
def test_a_number_that_is_no_option_is_told(text: str, says: str, hint: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        read(Deals(PIE), Source(text, "t"))
    [problem] = raised.value.problems
    assert says in problem.message
    assert hint in (problem.hint or "")


@given(st.data())
def test_a_deal_by_letters_keys_or_names_is_one_deal(data: st.DataObject) -> None:
    """A law of every shipped form: whatever stands for an option, the code is one, and it is read
    again as itself.
    """
    form = data.draw(st.sampled_from([FORM, PIE, FRAMES]))
    options = {issue.id: data.draw(st.integers(0, len(issue.options) - 1)) for issue in form.issues}
    words = []
    for issue in form.issues:
        place = options[issue.id]
        ways = [
            form.letter(place),
            form.letter(place).lower(),
            issue.options[place].id,
            form.sign(issue, place),
        ]
        words.append(data.draw(st.sampled_from(ways)))
    code = Deals(form).code(words)
    assert code == form.code(options)
    assert form.read(code) == options


def test_more_numbers_than_letters_make_a_form(tmp_path: Path) -> None:
    prices = ", ".join(map(str, range(100, 1000, 25)))
    text = (
        "format: 1\ntitle: Sale\nplayers: [a, b]\nissues:\n  deal: {options: [keep, sale], "
        "decided_by: agreement}\n"
    )
    text += (
        f"  price: {{options: [{prices}], unit: euros, decided_by: agreement}}\nno_deal: "
        "status_quo\n"
    )
    text += (
        "status_quo: {deal: keep, price: 100}\npayoffs: {a: {g: {expr: price}}, b: {g: {expr: "
        "-price}}}\n"
    )
    path = tmp_path / "sale.yaml"
    path.write_text(text, "utf-8")
    one = negotiate.load(str(path))
    form = deal_form(one)
    assert read(Deals(form), Source("7 sale 650\n8 B 650.0\n9 none", "t")) == {
        "7": "B 650",
        "8": "B 650",
        "9": "",
    }
    [general] = [page for page in kit(one).documents if page.name == "general"]
    said = "\n".join(general.text)
    assert "a number: 100 to 975 in steps of 25" in said
    assert "Write one letter or number a line. Group 7 reads such a deal out as `7 B 550`" in said
