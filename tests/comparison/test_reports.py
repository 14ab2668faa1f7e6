"""What a comparison says, in words that a teacher can read aloud."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import negotiate
from negotiate.comparison.differences import Difference
from negotiate.comparison.reports import names_of as sides_named
from negotiate.comparison.reports.comparison import _difference
from negotiate.comparison.result import LensComparison, SideComparison
from negotiate.report import report_of
from negotiate.report.blocks import Items, Table
from negotiate.report.plain import plain
from negotiate.report.screen import as_html, as_text
from negotiate.report.style import Look
from tests.comparison.sentences import notes, sentences
from tests.scenario_strategies import load as load_data

FLAGSHIP = "us-china/beijing-2018"
CHICKEN = "classics/chicken"
SAME_ALONE = "solve: The result stays `trade_war | cn_tariff matching`, with the same payoffs."
SAME_IN_TURN = "tree: The result stays `before`, with the same payoffs."
RED_LINES = (
    "Only red lines differ. Red lines bind only signed deals, and nothing is signed in `solve`, "
    "`tree`, `stability` or "
    "`simulate`. No result changes."
)
OTHERS = ("deal: ", "stability: ", "simulate: ")
"""Lenses whose words other tests read."""
SAID: dict[str, list[str]] = {
    "us_drops_mic2025": [
        (
            "Only red lines differ. Red lines bind only signed deals, and nothing is signed in "
            "`solve`, "
            "`stability` or `simulate`. The result changes in `tree` and `deal`."
        ),
        (
            "tree: The result changes from `before` to `all_threats → concede → sign`. In the "
            "variant, the "
            "United States prefers 10.5 % (`all_threats`) to 3.1 % (`before`) at `threaten`, by "
            "7.32. As the"
            " file stands, the United States prefers 3.1 % (`before`), by 6.91. The reason is the "
            "answer of "
            "China to `all_threats`: `concede` in the variant, and `retaliate` as the file stands. "
            "In the "
            "variant, China prefers `concede` to `retaliate`, by 5.68. As the file stands, China "
            "prefers "
            "`retaliate`, by 17.4. The reason is the answer of the United States to `concede`: "
            "`sign` in the"
            " variant, and `walk_away` as the file stands. The United States can choose `sign` "
            "only in the "
            "variant."
        ),
    ],
    "containment": [
        "The result changes in `solve`, `tree` and `stability`. It stays in `deal` and `simulate`.",
        (
            "solve: The result changes from `trade_war | cn_tariff matching` to `double | "
            "cn_tariff "
            "matching`. In the variant, the United States prefers 28.1 % (`double`) to 21 % "
            "(`trade_war`), "
            "by 3.15. As the file stands, the United States prefers 21 % (`trade_war`), by 0.46. "
            "The term "
            "`rivalry` makes the difference: it adds 3.61 to `double`."
        ),
        (
            "tree: The result changes from `before` to `all_threats → retaliate → 0.7 backs → "
            "carry_out or "
            "0.3 balks`. In the variant, the United States prefers 10.5 % (`all_threats`) to 3.1 % "
            "(`before`) at `threaten`, by 0.46. As the file stands, the United States prefers 3.1 "
            "% "
            "(`before`), by 6.91. The term `rivalry` makes the difference: it adds 7.37 to "
            "`all_threats`."
        ),
    ],
    "soft_red_line": [
        RED_LINES,
    ],
    "larger_threat": [
        "The result changes in `tree` and `deal`. It stays in `solve`, `stability` and `simulate`.",
        SAME_ALONE,
        (
            "tree: The result changes from `before` to `fifty_percent → concede → sign`. At "
            "`threaten`, the "
            "United States can choose `fifty_percent` only in the variant."
        ),
    ],
    "security_first": [
        RED_LINES,
    ],
    "short_horizon": [
        "The result changes in `deal` and `stability`. It stays in `solve`, `tree` and `simulate`.",
        SAME_ALONE,
        SAME_IN_TURN,
    ],
    "xi_pushes_back": [
        "The result changes in `tree` and `deal`. It stays in `solve`, `stability` and `simulate`.",
        SAME_ALONE,
        (
            "tree: The result changes from `before` to `all_threats → concede → sign`. In the "
            "variant, the "
            "United States prefers 10.5 % (`all_threats`) to 3.1 % (`before`) at `threaten`, by "
            "7.32. As the"
            " file stands, the United States prefers 3.1 % (`before`), by 6.91. The reason is the "
            "answer of "
            "China to `all_threats`: `concede` in the variant, and `retaliate` as the file stands. "
            "In the "
            "variant, China prefers `concede` to `retaliate`, by 5.68. As the file stands, China "
            "prefers "
            "`retaliate`, by 17.4. The reason is the answer of the United States to `concede`: "
            "`sign` in the"
            " variant, and `walk_away` as the file stands. The United States can choose `sign` "
            "only in the "
            "variant."
        ),
    ],
    "two_promises": [
        "The result changes in `solve`, `deal` and `stability`. It stays in `tree` and `simulate`.",
        (
            "solve: The result changes from `trade_war | cn_tariff matching` to `double | "
            "cn_tariff "
            "matching`. In the variant, the United States prefers 28.1 % (`double`) to 21 % "
            "(`trade_war`), "
            "by 1.34. As the file stands, the United States prefers 21 % (`trade_war`), by 0.46. "
            "The term "
            "`rivalry` makes the difference: it adds 1.81 to `double`."
        ),
        SAME_IN_TURN,
    ],
    "promises_kept": [
        "The result changes in `stability`. It stays in `solve`, `tree`, `deal` and `simulate`.",
        SAME_ALONE,
        SAME_IN_TURN,
    ],
    "hindsight": [
        "The result changes in `solve`, `tree`, `deal` and `stability`. It stays in `simulate`.",
        (
            "solve: One equilibrium becomes two: `trade_war | cn_tariff matching` stays, and "
            "`trade_war | "
            "cn_tariff matching, property enforced` appears. As the file stands, China prefers "
            "`cn_tariff "
            "matching` to `cn_tariff matching, property enforced`, by 1. In the variant, China is "
            "indifferent between the two. The term `property` makes the difference: it adds 1 to "
            "`cn_tariff "
            "matching`."
        ),
        (
            "tree: One equilibrium becomes two: `before` vanishes, and two appear, such as "
            "`fifty_billion → "
            "concede → sign`. In the variant, the United States prefers 5.6 % (`fifty_billion`) to "
            "3.1 % "
            "(`before`) at `threaten`, by 3.5. As the file stands, the United States prefers 3.1 % "
            "(`before`), by 10.3. The reason is the answer of China to `fifty_billion`: `concede` "
            "in the "
            "variant, and `retaliate` as the file stands. In the variant, China prefers `concede` "
            "to "
            "`retaliate`, by 1.82. As the file stands, China prefers `retaliate`, by 23.5. The "
            "reason is the"
            " answer of the United States to `concede`: `sign` in the variant, and `walk_away` as "
            "the file "
            "stands. The United States can choose `sign` only in the variant."
        ),
    ],
    "hidden": [
        "The result changes in `solve`, `tree` and `deal`. It stays in `stability` and `simulate`.",
        (
            "solve: The result changes from `trade_war | cn_tariff matching` to `dealmaker: "
            "trade_war; "
            "containment: double | cn_tariff matching`."
        ),
        (
            "tree: The result changes from `before` to `0.6 before or 0.28 all_threats → retaliate "
            "→ backs →"
            " carry_out or 0.12 all_threats → retaliate → balks`. In the variant, the United "
            "States is "
            "`dealmaker` or `containment` and China is `flexible` or `resolute`. Each player knows "
            "only its "
            "own type."
        ),
    ],
    "yearly_purchases": [
        "The result changes in `simulate`. It stays in `solve`, `tree`, `deal` and `stability`.",
        SAME_ALONE,
        SAME_IN_TURN,
    ],
    "china_decides": [
        "The result changes in `solve` and `stability`. It stays in `tree`, `deal` and `simulate`.",
        (
            "solve: The result changes from `trade_war | cn_tariff matching` to `trade_war | "
            "cn_tariff "
            "trade_war, purchases 32`. In the variant, China prefers `cn_tariff trade_war, "
            "purchases 32` to "
            "`cn_tariff matching`, by 0.1. As the file stands, China cannot choose `cn_tariff "
            "trade_war, "
            "purchases 32`."
        ),
        SAME_IN_TURN,
    ],
    "nobody_believes": [
        "The result changes in `deal`. It stays in `solve`, `tree`, `stability` and `simulate`.",
        SAME_ALONE,
        SAME_IN_TURN,
    ],
}
SIGNABLE: dict[str, list[str]] = {
    "larger_threat": [
        "The result changes in `tree`. It stays in `solve`, `deal`, `stability` and `simulate`.",
        SAME_ALONE,
        (
            "tree: The result changes from `all_threats → concede → sign` to `fifty_percent → "
            "concede → "
            "sign`, with the same payoffs and the same package. At `threaten`, the United States "
            "can choose "
            "`all_threats` only in the first variant and `fifty_percent` only in the second "
            "variant."
        ),
    ],
    "hidden": [
        "The result changes in `solve` and `tree`. It stays in `deal`, `stability` and `simulate`.",
        (
            "solve: The result changes from `trade_war | cn_tariff matching` to `dealmaker: "
            "trade_war; "
            "containment: double | cn_tariff matching`."
        ),
        (
            "tree: The result changes from `all_threats → concede → sign` to `0.6 before or 0.28 "
            "all_threats"
            " → retaliate → backs → carry_out or 0.12 all_threats → retaliate → balks`. In the "
            "second "
            "variant, the United States is `dealmaker` or `containment` and China is `flexible` or "
            "`resolute`. Each player knows only its own type."
        ),
    ],
    "nobody_believes": [
        "The result changes in `tree`. It stays in `solve`, `deal`, `stability` and `simulate`.",
        SAME_ALONE,
        (
            "tree: The result changes from `all_threats → concede → sign` to `before`. In the "
            "second "
            "variant, the United States prefers 3.1 % (`before`) to 10.5 % (`all_threats`) at "
            "`threaten`, by"
            " 12.8. In the first variant, the United States prefers 10.5 % (`all_threats`), by "
            "7.32. The "
            "reason is the answer of China to `all_threats`: `retaliate` in the second variant, "
            "and "
            "`concede` in the first variant. In the second variant, China prefers `retaliate` to "
            "`concede`, "
            "by 4. In the first variant, China prefers `concede`, by 5.68. The reason is the "
            "probability of "
            "`backs` at `congress`: 0 in the second variant, and 0.7 in the first variant."
        ),
    ],
}
"""The same where the United States may sign, which brings the threat and its answer back."""


@cache
def flagship(variant: str) -> SideComparison:
    """The flagship against one of its variants, worked out once for all that look at it."""
    return sides(FLAGSHIP, variant=variant)


def sides(name: str, base: str | None = None, **changes: object) -> SideComparison:
    found = negotiate.compare(
        negotiate.load(name, variant=base), negotiate.load(name, **{"variant": base, **changes})
    )
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
        (
            "classics/chicken",
            {"fix": {"row": "straight"}},
            (
                "Take `swerve | straight`, which vanishes. Red is committed to `straight` and "
                "cannot "
                "choose `swerve`."
            ),
        ),
        (
            "classics/prisoners-dilemma",
            {"set": {"matrix.cooperate.cooperate": [6, 6]}},
            (
                "As the file stands, Row prefers `defect` to `cooperate`, by 2. With the change, "
                "Row prefers "
                "`cooperate`, by 1. The reason: `cooperate` gives Row 3 as the file stands, and 6 "
                "with the change."
            ),
        ),
        (
            FLAGSHIP,
            {"base": "us_drops_mic2025", "set": {"loss_multiplier": 3}},
            (
                "With the change, the United States is indifferent between 5.6 % (`fifty_billion`) "
                "and 10.5 % "
                "(`all_threats`) at `threaten`. Without the change, the United States prefers 10.5 "
                "% (`all_threats`), "
                "by 17.6. The reason is the answer of China to `fifty_billion`: `concede` with the "
                "change, and "
                "`retaliate` without the change."
            ),
        ),
        (
            FLAGSHIP,
            {"base": "us_drops_mic2025", "set": {"backing_down": -10}},
            (
                "The reason is the choice of the United States at `follow_through` after "
                "`retaliate`: `back_down` with "
                "the change, and `carry_out` without the change."
            ),
        ),
        (
            "classics/ultimatum",
            {"variant": "envious"},
            (
                "solve: 1,537 equilibria become 1,017: 1,011 stay, such as `0 | 10`, 526 vanish, "
                "such as `0 | 0`, "
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
                "The analyses give different results. tree: Another result: `all_threats → concede "
                "→ sign`. After "
                "`concede`, the United States prefers `sign` (7.32) to `walk_away` (-0.76). If all "
                "players chose at "
                "once, this outcome would not last: the United States would gain 12.2 by choosing "
                "`trade_war`. No "
                "player can set `purchases` alone."
            ),
        ),
        (
            "classics/entry-deterrence",
            (
                "tree: `tree` keeps one of the three equilibria of `solve`: `enter → accommodate`. "
                "`out | fight` rests "
                "on an empty threat. At `answer`, Incumbent prefers `accommodate` (1) to `fight` "
                "(-1)."
            ),
        ),
        ("classics/centipede", "tree: All players get the same as in `solve`."),
        (
            "classics/chicken",
            "stability: Two of the three equilibria of `solve` are states stable by SEQ.",
        ),
        (
            "classics/chicken",
            "tree: The file has no moves, so `tree` plays the same game as `solve`.",
        ),
    ],
)
def test_whether_the_lenses_agree(name: str, words: str) -> None:
    file, _, variant = name.partition(" ")
    found = negotiate.compare(negotiate.load(file, variant=variant or None))
    assert isinstance(found, LensComparison)
    assert words in " ".join(sentences(found))


@pytest.mark.parametrize(
    "name", ["classics/chicken", "classics/entry-deterrence", "classics/centipede"]
)
def test_one_verdict_is_given_on_all_lenses(name: str) -> None:
    found = negotiate.compare(name)
    assert isinstance(found, LensComparison)
    told = sentences(found)
    assert [k for k, one in enumerate(told) if "analyses" in one] == [0]


def test_two_sides_that_are_the_same_say_so() -> None:
    found = sides(FLAGSHIP)
    assert sentences(found) == [
        "The two sides are the same: nothing differs that any analysis looks at."
    ]
    assert "What differs" not in str(found)


@pytest.mark.parametrize("width", [20, 40, 80, 120])
@pytest.mark.parametrize("variant", SAID)
def test_a_page_keeps_to_its_width(width: int, variant: str) -> None:
    for look in (Look(width=width), Look(width=width, all=True, ascii=True)):
        for line in as_text(flagship(variant), look).splitlines():
            assert len(line) <= width or " " not in line.strip()


def test_one_screen_and_everything() -> None:
    found = flagship("promises_kept")
    assert len(as_text(found, Look(width=80)).splitlines()) <= 40
    ultimatum = sides("classics/ultimatum", variant="envious")
    assert "1,535 more" in as_text(ultimatum, Look(width=80))
    assert "3 | 2" not in as_text(ultimatum, Look(width=80))
    assert len(all_results(ultimatum, "solve").rows) > 1_537


def all_results(found: SideComparison, command: str) -> Table:
    """The table of everything that one command finds."""
    (table,) = (
        block
        for block in report_of(found).blocks
        if isinstance(block, Table) and block.title == f"All results of `{command}`"
    )
    return table


def test_a_list_that_may_be_short_is_said_to_be() -> None:
    found = sides("classics/chicken", fix={"row": "straight"})
    hedge = "Not every equilibrium is known."
    assert hedge not in " ".join(sentences(found))
    change = found.lenses[0]
    unsure = replace(change, first=replace(change.first, complete=False))
    assert hedge in " ".join(sentences(replace(found, lenses=(unsure, *found.lenses[1:]))))


def test_what_only_one_side_has_is_listed_with_that_side() -> None:
    lines = as_text(
        sides("classics/chicken", fix={"row": "straight"}), Look(width=100)
    ).splitlines()
    assert any(line.split()[:5] == ["solve", "as", "it", "stands", "swerve"] for line in lines)
    assert any(line.split() == ["both", "straight", "|", "swerve", "1", "-1"] for line in lines)


def test_a_change_of_one_file_is_called_so_in_the_table() -> None:
    lines = str(sides(FLAGSHIP, fix={"us_tariff": "trade_war"})).splitlines()
    assert any(line.split()[:2] == ["changed", "before"] for line in lines)


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
        "payoffs": {
            "ada": {"gain": {"by": "x", "values": {"high": 1}}},
            "bo": {"gain": {"by": "y", "values": {2: 1}}},
        },
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
    said = " ".join(sentences(found))
    assert "Bo gets -24 instead of 1 (the term `need`, -25, counts only in controls)." in said
    listed = [
        line.split() for line in str(found).splitlines() if ": chips" in line or ": need" in line
    ]
    assert listed == [
        ["ada:", "chips", "–", "2", "chips", "banned"],
        ["bo:", "need", "–", "-25", "chips", "banned"],
    ]


@pytest.mark.parametrize(
    ("values", "through"),
    [
        ([-40, -20], "the term `t0` is -40 instead of 0 and the term `t1` is -20 instead of 0"),
        ([-40, -2], "the term `t0` is -40 instead of 0"),
        (
            [-9, -8, -7, -6],
            "among others, the term `t0` is -9 instead of 0, the term `t1` is -8 instead of 0",
        ),
    ],
)
def test_as_many_terms_are_named_as_nearly_all_of_a_move_takes(
    tmp_path: Path, values: list[int], through: str
) -> None:
    for name, factor in (("plain", 0), ("changed", 1)):
        scenario = control()
        scenario["parameters"] = {"scale": {"value": factor}}
        scenario["payoffs"]["bo"] |= {
            f"t{k}": {"expr": f"{value} * scale"} for k, value in enumerate(values)
        }
        (tmp_path / f"{name}.yaml").write_text(json.dumps(scenario), encoding="utf-8")
    found = negotiate.compare(str(tmp_path / "plain.yaml"), str(tmp_path / "changed.yaml"))
    assert f" instead of 1 ({through}" in " ".join(sentences(found))
    assert "ayoff term" not in str(found)  # what differs is told, and moves them all


def test_a_term_that_is_written_otherwise_is_listed_beside_a_difference(tmp_path: Path) -> None:
    for name, levy, price in (("first", 90, 100), ("second", 130, 80)):
        scenario = control()
        scenario["parameters"] = {"levy": {"value": levy}}
        scenario["payoffs"]["bo"] |= {"levy": {"expr": "-levy"}, "sales": {"amount": price}}
        (tmp_path / f"{name}.yaml").write_text(json.dumps(scenario), encoding="utf-8")
    shown = str(negotiate.compare(str(tmp_path / "first.yaml"), str(tmp_path / "second.yaml")))
    assert "parameter levy" in shown
    assert "bo: sales" in shown


def test_terms_of_one_side_are_listed_before_the_rest_is_folded() -> None:
    more = control()
    for k in range(8):
        more["payoffs"]["bo"][f"part_{k}"] = {"amount": k}
    shown = str(negotiate.compare(load_data(control()), load_data(more)))
    assert all(f"bo: part_{k}" in shown for k in range(8))


def test_sides_in_two_files_are_called_by_their_names() -> None:
    found = negotiate.compare(
        negotiate.load("classics/chicken"), negotiate.load(FLAGSHIP, variant="us_drops_mic2025")
    )
    assert sides_named(found).heads == ("chicken", "beijing-2018, changed")
    found = negotiate.compare(
        negotiate.load(FLAGSHIP), negotiate.load("classics/chicken", fix={"row": "swerve"})
    )
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
        assert not {"first", "second"} & {*named.heads, *named.keys}
        assert max(map(len, named.heads)) <= 24


def test_one_variant_on_both_sides_is_named() -> None:
    found = negotiate.compare(
        negotiate.load(FLAGSHIP, variant="containment"),
        negotiate.load(FLAGSHIP, variant="containment"),
    )
    assert sides_named(found).title.endswith(
        ': in the variant "A United States bent on containment", on both sides'
    )


def test_methods_are_spelled_in_one_way() -> None:
    lines = plain(report_of(negotiate.compare(FLAGSHIP)), everything=True)
    assert "-" not in "".join(line.split(" Method: ")[1] for line in lines if " Method: " in line)
    assert any(
        "`tree` by backward induction (complete)" in note for note in notes(flagship("containment"))
    )


def test_what_is_the_same_of_several_is_said_in_whole_sentences() -> None:
    found = negotiate.compare(
        negotiate.load(CHICKEN), negotiate.load(CHICKEN, set={"players.row.power": 0.5})
    )
    assert sentences(found)[1].endswith("equilibria are found, with the same payoffs.")


def test_a_commitment_is_noted_in_a_sentence() -> None:
    found = sides(FLAGSHIP, "us_drops_mic2025", fix={"us_tariff": "before"})
    assert "No move changes what is committed from the start: us_tariff to before." in notes(found)


def test_plain_says_everything_in_cells() -> None:
    found = [line.split("\t") for line in plain(report_of(flagship("containment"))) if "\t" in line]
    assert ["solve", "first", "trade_war | cn_tariff matching"] in [row[:3] for row in found]
    assert ["parameter rivalry", "0", "1"] in found
    assert ["us.rivalry", "0"] in [row[:2] for row in found]


def test_a_comparison_shows_itself_in_a_notebook() -> None:
    found = flagship("containment")
    assert "The term `rivalry` makes the difference" in " ".join(str(found).split())
    assert as_html(found).startswith("<div")
    assert "the result changes alone" in repr(found)
    assert "do not agree" in repr(negotiate.compare(FLAGSHIP))


def test_what_was_changed_is_named_as_it_is_typed() -> None:
    found = negotiate.load(
        FLAGSHIP, variant="containment", set={"players.us": {"power": 0.5}}, fix={"purchases": 0}
    )
    assert [change.typed for change in found.changes] == [
        "--variant containment",
        "--set players.us={power: 0.5}",
        "--fix purchases=0",
    ]
    assert [change.title for change in found.changes] == [
        "A United States bent on containment",
        "",
        "",
    ]
    assert found.heading.endswith(
        "(A United States bent on containment; players.us = {power: 0.5}; purchases committed to 0)"
    )


def test_what_stays_the_same_is_a_detail() -> None:
    found = flagship("promises_kept")
    (same,) = (
        block for block in report_of(found).blocks if isinstance(block, Items) and block.detail
    )
    assert [item.name for item in same.entries] == ["solve", "tree", "deal", "simulate"]


def test_what_one_side_commits_is_free_on_the_other() -> None:
    told = [
        [cell.shown for cell in row[1:]]
        for row in (
            _difference(one)
            for one in (
                Difference("committed", "x", None, "high"),
                Difference("red line", "plan", None, "never"),
            )
        )
    ]
    assert told == [["free", "committed to high"], ["–", "never"]]
