"""Domains and profiles as GENIUS and others write them become bargaining problems, normalised as
GENIUS does.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate import read_genius
from negotiate.errors import ScenarioError, ScenarioNotFound, UnsuitableGame
from negotiate.language.genius import reading
from negotiate.language.genius.reading import problems

DOMAIN = """
<negotiation_template>
<utility_space number_of_issues="3">
<objective description="" etype="objective" index="0" name="Laptop" type="objective">
    <issue etype="discrete" index="1" name="Laptop" type="discrete" vtype="discrete">
        <item index="1" value="Dell" cost="0" description="Dell">
        </item>
        <item index="2" value="Macintosh"/>
    </issue>
    <issue index="2" name="Harddisk">
        <item index="1" value="60 Gb"/><item index="2" value="80 Gb"/><item index="3" value="120 Gb"/>
    </issue>
    <issue etype="integer" index="3" name="Price" type="integer" vtype="integer" lowerbound="10" upperbound="12"/>
</objective>
</utility_space>
</negotiation_template>
"""
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<utility_space type="any" number_of_issues="3">
<objective index="0" name="Laptop">
<weight index="1" value="{first}"/> <weight index="2" value="{second}"/> <weight index="3" value="{third}"/>
<weight index="0" value="1.0"/>
    <issue index="1" name="Laptop"><item value="Dell" evaluation="20"/><item value="Macintosh" evaluation="10"/></issue>
    <issue index="2" name="Harddisk">
        <item value="120 Gb" evaluation="0.5"/><item value="80 Gb" evaluation="0.25"/>
        <item value="60 Gb" evaluation="0"/>
    </issue>
    <issue index="3" name="Price" type="integer">
        <range lowerbound="10" upperbound="12"></range><evaluator ftype="linear" slope="{slope}" offset="{offset}"/>
    </issue>
</objective>
<discount_factor value="{discount}"/> <reservation value="{reservation}"/>
</utility_space>
"""
BUYER = {
    "first": 0.5,
    "second": 0.3,
    "third": 0.2,
    "slope": -0.5,
    "offset": 1,
    "discount": 1,
    "reservation": 0.25,
}
SELLER = BUYER | {"slope": 0.75, "offset": 0, "reservation": 0}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "laptop.xml").write_text(DOMAIN, "utf-8")
    (tmp_path / "laptop_buyer.xml").write_text(PROFILE.format(**BUYER), "utf-8")
    (tmp_path / "laptop_seller.xml").write_text(PROFILE.format(**SELLER), "utf-8")
    return tmp_path


def naming(*agents: tuple[str, str]) -> str:
    """The domain with the files of these agents in it."""
    told = "".join(f'<agent name="{name}" utility_space="{file}"/>' for name, file in agents)
    return DOMAIN.replace("<negotiation_template>", f"<negotiation_template>{told}")


def reported(path: str) -> list[tuple[str, int, str]]:
    with pytest.raises(ScenarioError) as wrong:
        read_genius(path)
    return [(Path(p.path).name, p.line, p.code) for p in wrong.value.problems]


def test_a_domain_with_the_profiles_beside_it(folder: Path) -> None:
    problem = read_genius("laptop.xml")
    assert (problem.title, problem.players, problem.count) == ("Laptop", ("buyer", "seller"), 18)
    assert [block.issues for block in problem.blocks] == [("Laptop",), ("Harddisk",), ("Price",)]
    assert problem.blocks[2].options == (("10", "11", "12"),)
    assert problem.disagreement.tolist() == [0.25, 0.0]
    assert "divided by the largest" in problem.notes[0]
    best = problem.index({"Laptop": "Dell", "Harddisk": "120 Gb", "Price": "10"})
    assert problem.payoffs_of([best])[0, 0] == pytest.approx(1.0)


def test_evaluations_are_divided_by_the_largest_of_their_issue(folder: Path) -> None:
    payoffs = [block.payoffs[0].tolist() for block in read_genius("laptop.xml").blocks]
    assert payoffs[0] == pytest.approx([0.5, 0.25])
    assert payoffs[1] == pytest.approx([0, 0.15, 0.3])


def test_whole_numbers_are_valued_along_a_line_cut_off_at_1(folder: Path) -> None:
    price = read_genius("laptop.xml").blocks[2].payoffs
    assert price[0].tolist() == pytest.approx([0.2, 0.1, 0.0])
    assert price[1].tolist() == pytest.approx([0.0, 0.15, 0.2])


def genius_utility(
    weights: list[float], evaluations: list[list[float]], package: tuple[int, ...]
) -> float:
    """As `AdditiveUtilitySpace.getUtility` of GENIUS: weights as they stand, a sum above 1 is 1."""
    parts = zip(weights, evaluations, package, strict=True)
    return min(sum(weight * worth[item] / max(worth) for weight, worth, item in parts), 1)


@pytest.mark.parametrize(
    "weights", [[0.5, 0.3, 0.2], [0.2, 0.2, 0.1], [0.6, 0.6, 0.4], [5, 3, 2], [0, 0.7, 0.30001]]
)
def test_weights_count_as_they_stand_and_utilities_end_at_1(
    folder: Path, weights: list[float]
) -> None:
    numbers = dict(zip(("first", "second", "third"), weights, strict=True))
    (folder / "laptop_buyer.xml").write_text(PROFILE.format(**BUYER | numbers), "utf-8")
    found = read_genius("laptop.xml")
    evaluations = [[20.0, 10.0], [0, 0.25, 0.5], [1, 0.5, 0]]
    packages = list(np.ndindex(2, 3, 3))
    utilities = [genius_utility(weights, evaluations, package) for package in packages]
    assert found.payoffs[0].tolist() == pytest.approx(utilities, abs=1e-12)
    assert found.payoffs.max() <= 1 + 1e-12
    assert found.package(7) == {"Laptop": "Dell", "Harddisk": "120 Gb", "Price": "11"}
    total = sum(weights)
    assert any(f"buyer add up to {total:.6g}" in note for note in found.notes) == (
        abs(total - 1) > 1e-6
    )


def test_too_many_packages_to_cut_utilities_off_are_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PACKAGE_LIMIT", 17)
    (folder / "laptop_buyer.xml").write_text(PROFILE.format(**BUYER | {"first": 5}), "utf-8")
    found = read_genius("laptop.xml")
    assert len(found.blocks) == 3
    assert (
        "the packages are too many to cut the utilities of buyer off at 1, as GENIUS does"
        in found.notes
    )


def test_a_discount_is_told_and_not_taken(folder: Path) -> None:
    (folder / "laptop_buyer.xml").write_text(PROFILE.format(**BUYER | {"discount": 0.7}), "utf-8")
    assert any("buyer discounts time by 0.7" in note for note in read_genius("laptop.xml").notes)


def test_an_issue_whose_evaluations_are_all_nothing_is_worth_nothing(folder: Path) -> None:
    text = (
        PROFILE.format(**BUYER)
        .replace('evaluation="20"', 'evaluation="0"')
        .replace('evaluation="10"', 'evaluation="0"')
    )
    (folder / "laptop_buyer.xml").write_text(text, "utf-8")
    assert read_genius("laptop.xml").blocks[0].payoffs[0].tolist() == [0, 0]


def test_profiles_that_are_named_are_the_players_in_that_order(folder: Path) -> None:
    found = read_genius(folder / "laptop.xml", folder / "laptop_seller.xml", "laptop_buyer.xml")
    assert found.players == ("seller", "buyer")
    assert read_genius("laptop.xml", "laptop_buyer.xml", "laptop_buyer.xml").players == (
        "buyer",
        "buyer 2",
    )


def test_a_domain_may_name_its_profiles(folder: Path) -> None:
    named = naming(("Sue", "laptop_seller.xml"), ("Bo", "laptop_buyer.xml"))
    (folder / "laptop.xml").write_text(named, "utf-8")
    assert read_genius("laptop.xml").players == ("Sue", "Bo")


def test_a_profile_elsewhere_is_not_opened(folder: Path) -> None:
    (folder / "inner").mkdir()
    named = naming(("a", "../laptop_buyer.xml"), ("b", "../laptop_seller.xml"))
    (folder / "inner" / "laptop.xml").write_text(named, "utf-8")
    with pytest.raises(UnsuitableGame, match="no profile"):
        read_genius("inner/laptop.xml")


def test_a_domain_alone_or_with_too_many_beside_it_is_no_problem(folder: Path) -> None:
    for number in range(3):
        (folder / f"laptop_{number}.xml").write_text(PROFILE.format(**BUYER), "utf-8")
    with pytest.raises(UnsuitableGame, match="5 profiles") as wrong:
        read_genius("laptop.xml")
    assert "laptop_buyer.xml" in wrong.value.hint
    for file in folder.glob("laptop_*.xml"):
        file.unlink()
    with pytest.raises(UnsuitableGame, match="no profile"):
        read_genius("laptop.xml")
    assert problems("laptop.xml") == ()


def test_a_profile_in_the_place_of_the_domain_is_told_as_such(folder: Path) -> None:
    with pytest.raises(UnsuitableGame, match="profile of one party") as wrong:
        read_genius("laptop_buyer.xml")
    assert "domain first" in wrong.value.hint
    assert read_genius("laptop_buyer.xml", "laptop_buyer.xml", "laptop_seller.xml").count == 18


def test_profiles_of_other_domains_beside_it_are_left_out_and_told(folder: Path) -> None:
    (folder / "other.xml").write_text(
        PROFILE.format(**BUYER).replace("Harddisk", "Screen"), "utf-8"
    )
    (folder / "results.xml").write_text("<Tournament/>", "utf-8")
    found = read_genius("laptop.xml")
    assert found.players == ("buyer", "seller")
    assert any("`other.xml`" in note for note in found.notes)


def test_every_mistake_of_every_profile_is_told_at_once(folder: Path) -> None:
    text = PROFILE.format(**BUYER)
    (folder / "laptop_buyer.xml").write_text(
        text.replace('evaluation="20"', 'evaluation="x"').replace("80 Gb", "81 Gb"), "utf-8"
    )
    (folder / "laptop_seller.xml").write_text(PROFILE.format(**SELLER | {"first": -1}), "utf-8")
    assert reported("laptop.xml") == [
        ("laptop_buyer.xml", 6, "genius-number"),
        ("laptop_buyer.xml", 7, "genius-unknown"),
        ("laptop_buyer.xml", 8, "genius-unknown"),
        ("laptop_seller.xml", 4, "genius-weight"),
    ]
    assert list(problems("laptop.xml"))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('name="Price" type="integer"', 'name="Cost" type="integer"', "genius-unknown"),
        ('upperbound="12"', 'upperbound="13"', "genius-unknown"),
        ('<weight index="2"', '<weight index="1"', "genius-weight"),
        ('ftype="linear"', 'ftype="triangular"', "genius-additive"),
        ('slope="-0.5"', "", "genius-evaluation"),
        ('index="3" value', 'index="3.5" value', "genius-number"),
        ('<discount_factor value="1"', '<discount_factor value="1.5"', "genius-number"),
        ('<reservation value="0.25"', '<reservation value="1e999"', "genius-number"),
        ('upperbound="12"', 'upperbound="99999999"', "genius-kind"),
        (
            '<objective index="0" name="Laptop">',
            '<objective index="0"><objective/>',
            "genius-additive",
        ),
        ('evaluation="20"', 'evaluation="null"', "genius-evaluation"),
        ("</utility_space>", "", "genius-xml"),
        ("Dell", "&dell;", "genius-entity"),
    ],
)
def test_a_profile_that_is_wrong_is_refused_with_its_rule(
    folder: Path, old: str, new: str, code: str
) -> None:
    text = PROFILE.format(**BUYER)
    assert old in text
    (folder / "bad.xml").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(ScenarioError) as wrong:
        read_genius("laptop.xml", "bad.xml", "laptop_seller.xml")
    assert code in {p.code for p in wrong.value.problems}
    assert {p.path for p in wrong.value.problems} == {"bad.xml"}
    assert all(p.hint for p in wrong.value.problems)


BILLION = """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>"""


@pytest.mark.parametrize("before", ["", "\n\n", "<!-- a comment -->\n"])
@pytest.mark.parametrize(
    "head",
    [BILLION, '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">', "<!doctype x>", "<! ENTITY x>"],
)
def test_no_document_type_and_no_entity_is_ever_read(folder: Path, before: str, head: str) -> None:
    (folder / "evil.xml").write_text(before + head + DOMAIN.replace("Dell", "&c;"), "utf-8")
    assert reported("evil.xml") == [("evil.xml", before.count("\n") + 1, "genius-entity")]


def test_limits_hold_before_anything_is_built(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "deep.xml").write_text("<a>" * 10_000, "utf-8")
    assert reported("deep.xml") == [("deep.xml", 1, "genius-structure")]
    monkeypatch.setattr("negotiate.language.genius.domain.ELEMENT_LIMIT", 5)
    assert reported("laptop.xml")[0][2] == "genius-structure"
    monkeypatch.setattr("negotiate.language.genius.domain.SIZE_LIMIT", 100)
    assert reported("laptop.xml") == [("laptop.xml", 1, "file-too-large")]


def test_options_are_counted_before_they_are_valued(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit, value in (("MOST_OPTIONS", 5), ("MOST_ISSUES", 2), ("MOST_ITEMS", 2)):
        with monkeypatch.context() as patch:
            patch.setattr(f"negotiate.language.genius.domain.{limit}", value)
            assert reported("laptop.xml")[0][2] in ("genius-structure", "genius-kind")


def test_a_file_that_is_not_utf_8_says_where(folder: Path) -> None:
    (folder / "old.xml").write_bytes(DOMAIN.replace("Dell", "Déll").encode("latin-1"))
    assert reported("old.xml") == [("old.xml", 6, "not-utf-8")]
    (folder / "wide.xml").write_text(DOMAIN, "utf-16")
    assert reported("wide.xml") == [("wide.xml", 1, "not-utf-8")]


def test_signs_that_cannot_be_seen_become_spaces(folder: Path) -> None:
    (folder / "laptop.xml").write_text(
        DOMAIN.replace('name="Laptop"', 'name="  Lap&#10;top\u200b "', 1), "utf-8"
    )
    assert read_genius("laptop.xml").title == "Lap top"


def test_commands_and_functions_that_take_something_else_say_what_takes_it(folder: Path) -> None:
    with pytest.raises(ScenarioNotFound, match="bargaining problem of GENIUS") as wrong:
        negotiate.load("laptop.xml")
    assert "`read_genius`" in wrong.value.hint
    with pytest.raises(ScenarioNotFound, match="bargaining problem of GENIUS"):
        negotiate.read("laptop.xml")
    for missing in ("nothing.xml", str(folder)):
        with pytest.raises(ScenarioNotFound):
            read_genius(missing)


def test_the_same_files_give_the_same_problem(folder: Path) -> None:
    first, second = read_genius("laptop.xml"), read_genius("laptop.xml")
    assert np.array_equal(first.payoffs, second.payoffs)
    assert first.keys == second.keys
