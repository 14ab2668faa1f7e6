import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from negotiate.writing.new import new
from tests.cli.shell import ask

FLAGSHIP = "us-china/beijing-2018"
SIGNED = (FLAGSHIP, "--variant", "us_drops_mic2025")
"""Where what China concedes can be signed."""


def words(text: str) -> str:
    return " ".join(text.split())


def test_json_says_what_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(ask(capsys, "tree", "classics/entry-deterrence", "--threats", "--json").out)
    (threat,) = found["cases"][0]["threats"]
    assert (found["schema"], threat["player"], threat["places"][0]["threshold"]) == (
        "negotiate/threats/2",
        "incumbent",
        2,
    )
    assert [(s["low"], s["high"]) for s in threat["stages"]] == [(None, 2), (2, None)]
    assert threat["worth_of_binding"] == {"entrant": -1, "incumbent": 1}


def test_the_empty_threat_is_told_in_the_scenarios_words(capsys: pytest.CaptureFixture[str]) -> None:
    said = words(ask(capsys, "tree", "classics/entry-deterrence", "--threats").out)
    assert "`fight` after `enter` is an empty threat: it costs Incumbent 2 more than `accommodate`." in said
    assert "All of this is the term `profit`." in said
    assert "play would be `out`: worth 1 to Incumbent and -1 to Newcomer." in said


def test_where_todays_cost_stands_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    said = words(ask(capsys, "tree", FLAGSHIP, "--threats", "--set", "backing_down=-5").out)
    assert "`fifty_billion` is empty: " in said
    assert "`all_threats` is credible: " in said
    assert "Today, backing down brings the United States 5 (`backing_down` is -5)." in said
    assert "defying it costs China no more after `fifty_billion` and 9.69 more after `all_threats`." in said


def test_a_way_to_play_is_told_with_both_ends_of_its_range_of_costs(capsys: pytest.CaptureFixture[str]) -> None:
    said = words(ask(capsys, "tree", *SIGNED, "--threats", "--set", "backing_down=-10", "--all").out)
    us = "the United States"
    assert f"If backing down brought {us} between 8.42 and 8.44, play would be `all_threats → hold → 0.7" in said
    assert (
        f"If backing down cost {us} anything or brought {us} less than 8.42, play would be "
        "`all_threats → concede → sign`."
    ) in said
    assert f"If backing down brought {us} more than 18.31, play would be `fifty_billion → retaliate" in said


def test_a_range_that_ends_where_nothing_is_announced_is_told_with_both_ends(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A union whose strike the firm believes only if working on after a low offer is costly; a rally costs 1."""
    written = {
        "format": 1,
        "title": "A union",
        "players": {"union": {"name": "Union"}, "firm": {"name": "Firm"}},
        "issues": {
            "rally": {"decided_by": "union", "options": ["quiet", "rally"]},
            "wage": {"decided_by": "firm", "options": {"low": 2, "high": 5}},
            "action": {"decided_by": "union", "options": ["work", "strike"]},
        },
        "status_quo": {"rally": "quiet", "wage": "low", "action": "work"},
        "payoffs": {
            "union": {
                "pay": {"expr": "wage"},
                "rally": {"amount": -1, "when": "rally == rally"},
                "strike": {"amount": -3, "when": "action == strike"},
            },
            "firm": {"pay": {"expr": "-wage"}, "output": {"amount": -6, "when": "action == strike"}},
        },
        "protocol": [
            {"move": "march", "player": "union", "sets": "rally"},
            {"move": "offer", "player": "firm", "sets": "wage"},
            {"move": "decide", "player": "union", "when": "offer == low", "sets": "action"},
        ],
    }
    path = tmp_path / "union.yaml"
    path.write_text(json.dumps(written), "utf-8")
    said = words(ask(capsys, "tree", str(path), "--threats").out)
    assert "If `work` cost Union between 1 and 3 besides, play would be `rally → low → work`." in said
    assert "If `work` cost Union more than 3 besides, play would be `quiet → high`." in said
    assert "`strike` after `quiet → low` is an empty threat" in said
    assert "`strike` after `rally → low` is an empty threat" in said


def test_a_term_larger_than_the_whole_is_told_with_the_one_that_speaks_most_against_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = words(ask(capsys, "tree", FLAGSHIP, "--threats", "--set", "backing_down=-10").out)
    assert "costs the United States 1.58 more than backing down after `hold`" in said
    assert "The term `backing_down` makes 10, `deficit` takes 4.43." in said
    assert "`backing_down` alone" not in said


def test_a_cost_below_zero_is_told_as_what_backing_down_brings(capsys: pytest.CaptureFixture[str]) -> None:
    table = ask(capsys, "tree", FLAGSHIP, "--threats").out.split("\n\n")[1].splitlines()
    assert table[0].endswith("turns at gain")
    assert [row.split()[-1] for row in table[1:]] == ["3.62", "3.62", "8.42", "8.44"]
    costly = new_threat_table(capsys)
    assert costly[0].endswith("turns at cost")
    assert [row.split()[-1] for row in costly[1:]] == ["10", "30"]


def new_threat_table(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The table of places of the template with a threat."""
    with TemporaryDirectory() as folder:
        new("threat", f"{folder}/gas.yaml")
        out = ask(capsys, "tree", f"{folder}/gas.yaml", "--threats").out
    return out.split("\n\n")[1].splitlines()


def test_what_chance_never_lets_happen_is_not_said_to_be_done(capsys: pytest.CaptureFixture[str]) -> None:
    said = words(ask(capsys, "tree", FLAGSHIP, "--threats", "--variant", "nobody_believes").out)
    assert "But chance never lets it happen." in said
    assert "with odds" not in said


def test_a_payoff_that_changes_with_the_cost_over_a_range_is_left_open(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("tree", *SIGNED, "--threats", "--set", "backing_down=-10")
    ranges = ask(capsys, *asked, "--plain").out.split("\n\n")[3].splitlines()[1:]
    assert [row.split("\t")[5] for row in ranges] == ["", "0", "", "7.31729809639"]
    (case,) = json.loads(ask(capsys, *asked, "--json").out)["cases"]
    given = [stage["payoffs"]["us"] is None for stage in case["threats"][0]["stages"]]
    assert given == [True, False, True, False]


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("options", [(), ("--variant", "hidden"), ("--all",), ("--ascii",)])
def test_it_fits_the_screen(
    width: int, options: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    said = ask(capsys, "tree", FLAGSHIP, "--threats", *options).out
    assert max(map(len, said.splitlines())) <= width
    assert said.isascii() is ("--ascii" in options)


def test_types_that_come_to_the_same_are_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(capsys, "tree", FLAGSHIP, "--threats", "--variant", "hidden").out
    assert said.count("United States containment, China flexible or resolute\n") == 1
    assert "As if each knew whom it faces" in said


@pytest.mark.parametrize("options", [(), ("--plain",), ("--all",)])
def test_an_answer_that_no_type_changes_is_told_once(
    options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    said = ask(capsys, "tree", "classics/kuhn-poker", "--threats", *options).out
    assert said.count("Whatever the types\n") == said.count("No move announces a threat") == 1


def test_plain_lines_hold_every_place_way_range_and_price(capsys: pytest.CaptureFixture[str]) -> None:
    tables = ask(capsys, "tree", FLAGSHIP, "--threats", "--plain").out.split("\n\n")[1:]
    assert [len(table.strip().splitlines()) - 1 for table in tables] == [4, 3, 4, 2]
    assert all(len({line.count("\t") for line in table.strip().splitlines()}) == 1 for table in tables)


@pytest.mark.parametrize(
    "option", [("--method", "backward-induction"), ("--concept", "nash"), ("--depth", "1"), ("--equilibrium", "2")]
)
def test_options_that_do_not_go_with_it_are_refused(
    option: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "tree", FLAGSHIP, "--threats", *option)
    assert (answer.code, answer.out) == (2, "")
    assert f"`{option[0]}` does not go with `--threats`" in answer.err


def test_of_many_announcements_those_are_told_that_play_comes_to(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    worth = {"calm": 0, **{f"rise_{k}": -k for k in range(1, 6)}, "best": 2}
    written = {
        "format": 1,
        "title": "Many threats",
        "players": {"a": {"name": "Ann"}, "b": {"name": "Bob"}},
        "issues": {
            "x": {"decided_by": "a", "options": list(worth)},
            "y": {"decided_by": "b", "options": ["no", "yes"]},
        },
        "status_quo": {"x": "calm", "y": "no"},
        "payoffs": {
            "a": {"x": {"by": "x", "values": worth}, "y": {"by": "y", "values": {"yes": 9}}},
            "b": {
                "x": {"by": "x", "values": dict.fromkeys(worth, -7) | {"calm": 0}},
                "y": {"by": "y", "values": {"yes": -5}},
            },
        },
        "protocol": [
            {"move": "say", "player": "a", "announces": "x"},
            {"move": "reply", "player": "b", "when": "say != calm", "choose": {"give": {"y": "yes"}, "hold": {}}},
            {"move": "act", "player": "a", "when": "reply == hold", "choose": {"do": {"x": "say"}, "drop": {}}},
        ],
    }
    path = tmp_path / "many.yaml"
    path.write_text(json.dumps(written), "utf-8")
    said = words(ask(capsys, "tree", str(path), "--threats").out)
    assert "`best` is credible: carrying it out gives Ann 2 more than backing down after `hold`." in said
    assert "`rise_3`" not in said
    assert "`--all` adds 3 sentences" in said
    assert "defying it costs Bob no more after `rise_1`, no more after `rise_2` and 7 more after `best`." in said
    every = words(ask(capsys, "tree", str(path), "--threats", "--all").out)
    assert "`rise_5` is empty: carrying it out costs Ann 5 more than backing down after `hold`." in every
