"""What a comparison says, in words that a teacher can read aloud."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import negotiate
from negotiate.comparison import LensComparison, SideComparison
from negotiate.render.comparing.comparison import comparison, sentences
from negotiate.render.comparing.plain_comparison import plain
from negotiate.render.comparing.sides import sides as sides_named
from negotiate.report.screen.showing import as_html, as_text
from negotiate.report.style import Look
from tests.scenario_strategies import load as load_data

FLAGSHIP = "us-china/beijing-2018"
CHICKEN = "classics/chicken"
SAME_ALONE = "Alone the result is the same, trade_war | cn_tariff matching, and so is what everybody gets."
SAME_IN_TURN = "In turn the result is the same, before, and so is what everybody gets."
RED_LINES = (
    "Only red lines differ. They bind what is signed, and neither alone, in turn, standing nor again is anything "
    "signed, so the result is the same."
)
OTHERS = ("Together", "Standing", "Again")
"""Lenses whose words other tests read."""
SAID: dict[str, list[str]] = {
    "us_drops_mic2025": [
        (
            "Only red lines differ. They bind what is signed, and neither alone, standing nor again is anything "
            "signed, so the result is the same."
        ),
        (
            "In turn the result changes from before to all_threats then concede then sign: at `threaten` United "
            "States chooses all_threats instead of before, which gains it 7.32 under us_drops_mic2025 and would "
            "lose it 6.91 as it is, because China would answer all_threats with concede instead of retaliate, "
            "which now gains China 5.68 instead of costing it 17.4, because United States would answer concede "
            "with sign instead of walk_away: United States can choose sign only under us_drops_mic2025."
        ),
    ],
    "containment": [
        (
            "Alone the result changes: China chooses cn_tariff matching as before, but United States chooses "
            "double instead of trade_war, which gains it 3.15 under containment and would lose it 0.46 as it is, "
            "because its rivalry puts double ahead by 3.61 instead of level."
        ),
        (
            "In turn the result changes from before to all_threats then retaliate then 0.7 backs then carry_out "
            "or 0.3 balks: at `threaten` United States chooses all_threats instead of before, which gains it 0.46"
            " under containment and would lose it 6.91 as it is, because its rivalry puts all_threats ahead by "
            "7.37 instead of level."
        ),
    ],
    "soft_red_line": [
        RED_LINES,
    ],
    "larger_threat": [
        SAME_ALONE,
        (
            "In turn the result changes from before to fifty_percent then concede then sign: at `threaten` United"
            " States can choose fifty_percent only under larger_threat."
        ),
    ],
    "security_first": [
        RED_LINES,
    ],
    "short_horizon": [
        SAME_ALONE,
        SAME_IN_TURN,
    ],
    "xi_pushes_back": [
        SAME_ALONE,
        (
            "In turn the result changes from before to all_threats then concede then sign: at `threaten` United "
            "States chooses all_threats instead of before, which gains it 7.32 under xi_pushes_back and would "
            "lose it 6.91 as it is, because China would answer all_threats with concede instead of retaliate, "
            "which now gains China 5.68 instead of costing it 17.4, because United States would answer concede "
            "with sign instead of walk_away: United States can choose sign only under xi_pushes_back."
        ),
    ],
    "two_promises": [
        (
            "Alone the result changes: China chooses cn_tariff matching as before, but United States chooses "
            "double instead of trade_war, which gains it 1.34 under two_promises and would lose it 0.46 as it is,"
            " because its rivalry puts double ahead by 1.81 instead of level."
        ),
        SAME_IN_TURN,
    ],
    "promises_kept": [
        SAME_ALONE,
        SAME_IN_TURN,
    ],
    "hindsight": [
        (
            "Alone one equilibrium becomes two: `trade_war | cn_tariff matching` stays, and `trade_war | "
            "cn_tariff matching, property enforced` appears, since as it is China gains 1 by choosing cn_tariff "
            "matching instead of cn_tariff matching, property enforced, where under hindsight it gains nothing, "
            "because its property puts cn_tariff matching ahead by 1 instead of level."
        ),
        (
            "In turn one equilibrium becomes two: `before` vanishes, and two appear, such as `fifty_billion then "
            "concede then sign`. At `threaten` United States chooses fifty_billion instead of before, which gains"
            " it 3.5 under hindsight and would lose it 10.3 as it is, because China would answer fifty_billion "
            "with concede instead of retaliate, which now gains China 1.82 instead of costing it 23.5, because "
            "United States would answer concede with sign instead of walk_away: United States can choose sign "
            "only under hindsight."
        ),
    ],
    "hidden": [
        SAME_ALONE,
        (
            "In turn the result changes from before to 0.6 before or 0.28 all_threats then retaliate then backs "
            "then carry_out or 0.12 all_threats then retaliate then balks: under hidden United States is "
            "dealmaker or containment and China is flexible or resolute, of which each knows only its own part."
        ),
    ],
    "yearly_purchases": [
        SAME_ALONE,
        SAME_IN_TURN,
    ],
    "china_decides": [
        (
            "Alone the result changes: United States chooses trade_war as before, but China chooses cn_tariff "
            "trade_war, purchases 32 instead of cn_tariff matching, which gains it 0.1 under china_decides and "
            "cannot be chosen as it is."
        ),
        SAME_IN_TURN,
    ],
    "nobody_believes": [
        SAME_ALONE,
        SAME_IN_TURN,
    ],
}
SIGNABLE: dict[str, list[str]] = {
    "larger_threat": [
        SAME_ALONE,
        (
            "In turn the result changes from all_threats then concede then sign to fifty_percent then concede "
            "then sign, with the same payoffs and the same package: at `threaten` United States can choose "
            "all_threats only under us_drops_mic2025 and fifty_percent only under larger_threat."
        ),
    ],
    "hidden": [
        SAME_ALONE,
        (
            "In turn the result changes from all_threats then concede then sign to 0.6 before or 0.28 all_threats"
            " then retaliate then backs then carry_out or 0.12 all_threats then retaliate then balks: under "
            "hidden United States is dealmaker or containment and China is flexible or resolute, of which each "
            "knows only its own part."
        ),
    ],
    "nobody_believes": [
        SAME_ALONE,
        (
            "In turn the result changes from all_threats then concede then sign to before: at `threaten` United "
            "States chooses before instead of all_threats, which gains it 12.8 under nobody_believes and would "
            "lose it 7.32 under us_drops_mic2025, because China would answer all_threats with retaliate instead "
            "of concede, which now gains China 4 instead of costing it 5.68, because the odds that `congress` "
            "backs are 0 instead of 0.7."
        ),
    ],
}
"""The same where the United States may sign, which brings the threat and its answer back."""


@cache
def flagship(variant: str) -> SideComparison:
    """The flagship against one of its variants, worked out once for all that look at it."""
    return sides(FLAGSHIP, variant=variant)


def sides(name: str, base: str | None = None, **changes: object) -> SideComparison:
    found = negotiate.compare(negotiate.load(name, variant=base), negotiate.load(name, **{"variant": base, **changes}))
    assert isinstance(found, SideComparison)
    return found


def test_every_variant_of_the_flagship_is_told() -> None:
    assert list(SAID) == list(negotiate.load(FLAGSHIP).variants)


@pytest.mark.parametrize("variant", SAID)
def test_why_the_result_differs_or_does_not(variant: str) -> None:
    said = [one for one in sentences(flagship(variant)) if not one.startswith(OTHERS)]
    assert said == SAID[variant]


@pytest.mark.parametrize("variant", SIGNABLE)
def test_why_a_threat_ends_otherwise_where_the_answer_can_be_signed(variant: str) -> None:
    found = sides(FLAGSHIP, "us_drops_mic2025", variant=variant)
    assert [one for one in sentences(found) if not one.startswith(OTHERS)] == SIGNABLE[variant]


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        ("classics/chicken", {"fix": {"row": "straight"}}, "since Red, committed to straight, cannot choose swerve."),
        (
            "classics/prisoners-dilemma",
            {"set": {"matrix.cooperate.cooperate": [6, 6]}},
            (
                "Row gains 2 by choosing defect instead of cooperate, where with matrix.cooperate.cooperate = [6, 6] "
                "it loses 1, because cooperate is then worth 3 instead of 6."
            ),
        ),
        (
            FLAGSHIP,
            {"base": "us_drops_mic2025", "set": {"loss_multiplier": 3}},
            (
                "finds fifty_billion as good as all_threats under us_drops_mic2025 with loss_multiplier = 3, where "
                "under us_drops_mic2025 it would lose 17.6 by it, because China would answer fifty_billion with "
                "concede instead of retaliate"
            ),
        ),
        (
            FLAGSHIP,
            {"base": "us_drops_mic2025", "set": {"backing_down": -10}},
            "because after retaliate United States would choose back_down instead of carry_out at `follow_through`",
        ),
        (
            "classics/ultimatum",
            {"variant": "envious"},
            (
                "Alone 1,537 equilibria become 1,017: 1,011 stay, such as `0 | 10`, 526 vanish, such as `0 | 0`, "
                "and six appear"
            ),
        ),
    ],
)
def test_words_of_other_comparisons(name: str, changes: dict[str, object], words: str) -> None:
    assert words in " ".join(sentences(sides(name, **changes)))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            f"{FLAGSHIP} us_drops_mic2025",
            (
                "The lenses differ: alone `trade_war | cn_tariff matching` gives United States -0.76 and China -26.3, "
                "in turn `all_threats then concede then sign` gives United States 7.32 and China -3.19. In turn United "
                "States sees concede before it chooses, and sign gives it 7.32 instead of the -0.76 of walk_away. "
                "Alone that does not hold: from there United States would gain 12.2 by setting us_tariff to trade_war, "
                "and nobody can set purchases to 64 alone."
            ),
        ),
        (
            "classics/entry-deterrence",
            (
                "Alone `out | fight` holds as well, but in turn Incumbent would have to choose fight at `answer`, for "
                "-1 instead of the 1 of accommodate."
            ),
        ),
        ("classics/centipede", "lone and in turn everybody gets the same, First 1 and Second 0."),
        ("classics/chicken", "The file has no moves, so in turn is the same game as alone."),
    ],
)
def test_whether_the_lenses_agree(name: str, words: str) -> None:
    file, _, variant = name.partition(" ")
    found = negotiate.compare(negotiate.load(file, variant=variant or None))
    assert isinstance(found, LensComparison)
    assert words in " ".join(sentences(found))


@pytest.mark.parametrize("name", ["classics/chicken", "classics/entry-deterrence", "classics/centipede"])
def test_one_verdict_is_given_on_all_lenses(name: str) -> None:
    found = negotiate.compare(name)
    assert isinstance(found, LensComparison)
    told = sentences(found)
    assert [k for k, one in enumerate(told) if "he lenses" in one] == [0]


def test_two_sides_that_are_the_same_say_so() -> None:
    found = sides(FLAGSHIP)
    assert sentences(found) == ["The two sides are the same: nothing differs that any lens looks at."]
    assert "What differs" not in str(found)


@pytest.mark.parametrize("width", [20, 40, 80, 120])
@pytest.mark.parametrize("variant", SAID)
def test_a_page_keeps_to_its_width(width: int, variant: str) -> None:
    for look in (Look(width=width), Look(width=width, all=True, ascii=True)):
        for line in as_text(flagship(variant), look).splitlines():
            assert len(line) <= width or " " not in line.strip()


def test_one_screen_and_everything() -> None:
    found = flagship("promises_kept")
    assert len(as_text(found, Look(width=80)).splitlines()) <= 41
    ultimatum = sides("classics/ultimatum", variant="envious")
    assert "1,533 more" in as_text(ultimatum, Look(width=80))
    assert "1,533 more" not in as_text(ultimatum, Look(width=80, all=True))


def test_a_list_that_may_be_short_is_said_to_be() -> None:
    found = sides("classics/chicken", fix={"row": "straight"})
    hedge = "(not every equilibrium is known)"
    assert hedge not in " ".join(sentences(found))
    change = found.lenses[0]
    unsure = replace(change, first=replace(change.first, complete=False))
    assert hedge in " ".join(sentences(replace(found, lenses=(unsure, *found.lenses[1:]))))


def test_a_fate_is_marked_by_a_sign() -> None:
    lines = as_text(sides("classics/chicken", fix={"row": "straight"}), Look(width=100)).splitlines()
    signs = {line.split("  -  ")[1].split("  ")[0] for line in lines if "  -  " in line}
    assert signs >= {"swerve | straight", "9/10 swerve + 1/10 straight | 9/10 swerve + 1/10 straight"}
    assert "- vanishes" in lines


def test_a_long_name_of_a_side_makes_way_for_the_result() -> None:
    lines = str(sides(FLAGSHIP, fix={"us_tariff": "trade_war"})).splitlines()
    assert any(line.split()[:3] == ["changed", "trade_war", "|"] for line in lines)


def control() -> dict[str, object]:
    """Ada may cut off what Bo needs."""
    return {
        "format": 1,
        "title": "A dispute",
        "players": ["ada", "bo"],
        "issues": {
            "x": {"decided_by": "ada", "options": ["low", "high"]},
            "y": {"decided_by": "bo", "options": [1, 2]},
        },
        "status_quo": {"x": "low", "y": 1},
        "payoffs": {"ada": {"gain": {"by": "x", "values": {"high": 1}}}, "bo": {"gain": {"by": "y", "values": {2: 1}}}},
    }


def chips() -> dict[str, object]:
    """The same with an issue more, and what it is worth."""
    scenario = control()
    scenario["issues"]["chips"] = {"decided_by": "ada", "options": ["open", "banned"]}
    scenario["status_quo"]["chips"] = "open"
    scenario["payoffs"]["ada"]["chips"] = {"by": "chips", "values": {"banned": 2}}
    scenario["payoffs"]["bo"]["need"] = {"by": "chips", "values": {"banned": -25}}
    return scenario


def test_a_new_term_is_listed_and_told_to_whom_it_does_something(tmp_path: Path) -> None:
    for name, scenario in (("plain", control()), ("controls", chips())):
        (tmp_path / f"{name}.yaml").write_text(json.dumps(scenario), encoding="utf-8")
    found = negotiate.compare(str(tmp_path / "plain.yaml"), str(tmp_path / "controls.yaml"))
    assert "bo gets -24 instead of 1 (its need: -25, only in controls)." in " ".join(sentences(found))
    listed = [line.strip() for line in str(found).splitlines() if line.startswith("  payoff term")]
    assert listed == [
        "payoff term ada.chips: only in controls, most where chips banned: 2",
        "payoff term bo.need: only in controls, most where chips banned: -25",
    ]


def test_terms_of_one_side_are_listed_before_the_rest_is_folded() -> None:
    more = control()
    for k in range(8):
        more["payoffs"]["bo"][f"part_{k}"] = {"amount": k}
    shown = str(negotiate.compare(load_data(control()), load_data(more)))
    assert all(f"bo.part_{k}" in shown for k in range(8))


def test_sides_in_two_files_are_called_by_their_names() -> None:
    found = negotiate.compare(negotiate.load("classics/chicken"), negotiate.load(FLAGSHIP, variant="us_drops_mic2025"))
    assert sides_named(found).heads == ("chicken", "beijing-2018, changed")
    found = negotiate.compare(negotiate.load(FLAGSHIP), negotiate.load("classics/chicken", fix={"row": "swerve"}))
    assert sides_named(found).heads == ("beijing-2018", "chicken, changed")


@pytest.mark.parametrize("folder", ["old", "a folder with a name that is long"])
def test_files_with_different_names_are_called_by_them(folder: str, tmp_path: Path) -> None:
    paths = [tmp_path / name / "talks-of-the-summer-of-2018.yaml" for name in (folder, "new")]
    paths.append(tmp_path / "talks-of-the-summer-of-2019.yaml")
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(control()), encoding="utf-8")
    for other in paths[1:]:
        named = sides_named(negotiate.compare(str(paths[0]), str(other)))
        assert named.heads[0] != named.heads[1]
        assert not {"first", "second"} & {*named.heads, *named.cells}
        assert max(map(len, named.heads)) <= 24


def test_one_variant_on_both_sides_is_named() -> None:
    found = negotiate.compare(
        negotiate.load(FLAGSHIP, variant="containment"), negotiate.load(FLAGSHIP, variant="containment")
    )
    assert sides_named(found).title.endswith(": under containment, on both sides")


def test_methods_are_spelled_in_one_way() -> None:
    assert "-" not in " ".join(line for line in str(negotiate.compare(FLAGSHIP)).splitlines() if " By " in line)
    assert "in turn by backward induction" in " ".join(str(flagship("containment")).split())


def test_what_is_the_same_of_several_is_said_in_whole_sentences() -> None:
    found = negotiate.compare(negotiate.load(CHICKEN), negotiate.load(CHICKEN, set={"players.row.power": 0.5}))
    assert sentences(found)[0].endswith("equilibria are found, and everybody gets the same.")


def test_a_commitment_is_noted_in_a_sentence() -> None:
    shown = str(sides(FLAGSHIP, "us_drops_mic2025", fix={"us_tariff": "before"})).replace("\n", " ")
    assert "Committed from the start, so that no move changes it: us_tariff to before." in shown


def test_plain_says_everything_in_cells() -> None:
    lines = plain(flagship("containment"))
    rows = [line.split("\t") for line in lines if "\t" in line]
    assert rows[1][:4] == ["alone", "first", "vanishes", "trade_war | cn_tariff matching"]
    assert ["parameter", "rivalry", "0", "1"] in rows
    assert ["us", "rivalry", "0"] in [row[:3] for row in rows]


def test_a_comparison_shows_itself_in_a_notebook() -> None:
    found = flagship("containment")
    assert "rivalry puts double ahead" in " ".join(str(found).split())
    assert as_html(found).startswith("<div")
    assert "the result changes alone" in repr(found)
    assert "do not agree" in repr(negotiate.compare(FLAGSHIP))


def test_what_is_neither_kind_is_refused() -> None:
    with pytest.raises(TypeError):
        comparison(object(), Look())  # type: ignore[arg-type]  # on purpose
