import json
from pathlib import Path

import pytest

from negotiate.language.writing.new import new
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


def test_the_empty_threat_is_told_in_the_scenarios_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = words(ask(capsys, "tree", "classics/entry-deterrence", "--threats").out)
    assert "`fight` after `enter` is an empty threat: `accommodate` gives Incumbent 2 more." in said
    assert "The whole difference comes from the term `profit`." in said
    assert (
        "could commit to `fight`, play would be `out`. That would give Incumbent 1 more and "
        "Newcomer 1 less."
    ) in said
    assert "cost from to Play Newcomer Incumbent 2 enter → accommodate 1 2 out 0 2" in said


def test_where_todays_cost_stands_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    said = words(ask(capsys, "tree", FLAGSHIP, "--threats", "--set", "backing_down=-5").out)
    assert "`fifty_billion` is an empty threat. " in said
    assert "`all_threats` is a credible threat. " in said
    assert "Today, backing down brings the United States 5 (`backing_down` is -5)." in said
    assert (
        "Defying `all_threats` costs China 9.69 more than if the threat could not be carried out."
        in said
    )
    assert (
        "Defying `fifty_billion` costs China no more than if the threat could not be carried out."
        in said
    )


def test_a_way_to_play_is_told_with_both_ends_of_its_range_of_costs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    costs = ranges(
        ask(capsys, "tree", *SIGNED, "--threats", "--set", "backing_down=-10", "--plain").out
    )
    assert [(low[:6], high[:6]) for low, high, *_ in costs] == [
        ("", "-18.31"),
        ("-18.31", "-8.440"),
        ("-8.440", "-8.424"),
        ("-8.424", ""),
    ]
    assert costs[0][2].startswith("fifty_billion → retaliate → 0.7")
    assert costs[2][2].startswith("all_threats → hold → 0.7")
    assert costs[3][2] == "all_threats → concede → sign"


def ranges(plain: str) -> list[list[str]]:
    """The rows of the table of costs of backing down."""
    tables = [[line.split("\t") for line in table.splitlines()] for table in plain.split("\n\n")]
    return next(rows for heads, *rows in tables if heads[0] == "cost from")


def test_a_range_that_ends_where_nothing_is_announced_is_told_with_both_ends(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A union whose strike the firm believes only if working on after a low offer is costly; a
    rally costs 1.
    """
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
            "firm": {
                "pay": {"expr": "-wage"},
                "output": {"amount": -6, "when": "action == strike"},
            },
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
    costs = said.partition("Play at each cost of backing down")[2]
    assert (
        "strike after quiet → low 1 quiet → low → work -2 1 3 rally → low → work 1 -2 3 quiet → "
        "high"
    ) in costs
    assert "`strike` after `quiet → low` is an empty threat" in said
    assert "`strike` after `rally → low` is an empty threat" in said


def test_a_term_larger_than_the_whole_is_told_with_the_one_that_speaks_most_against_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = words(ask(capsys, "tree", FLAGSHIP, "--threats", "--set", "backing_down=-10").out)
    assert (
        "Carrying the threat out gives the United States 1.56 to 1.58 less than backing down."
        in said
    )
    assert (
        "The term `backing_down` adds 10 to this difference, and `deficit` takes 4.43 off." in said
    )
    assert "adds 10 to this difference." not in said


def test_each_place_has_the_cost_from_which_on_the_threat_is_carried_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    new("threat", f"{tmp_path}/gas.yaml")
    for subject, costs in (
        (FLAGSHIP, ["-3.62", "-3.62", "-8.42", "-8.44"]),
        (f"{tmp_path}/gas.yaml", ["10", "30"]),
    ):
        title, *table = ask(capsys, "tree", subject, "--threats").out.split("\n\n")[1].splitlines()
        assert title.endswith(": carrying out or backing down")
        assert [row.split()[-2] for row in table if "→" in row] == costs
        assert "A cost below 0 is a gain." in words(" ".join(table))


def test_what_chance_never_lets_happen_is_not_said_to_be_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = words(ask(capsys, "tree", FLAGSHIP, "--threats", "--variant", "nobody_believes").out)
    assert "Chance never lets the threat be carried out." in said
    assert "with a probability" not in said


def test_a_payoff_that_changes_with_the_cost_over_a_range_is_left_open(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ("tree", *SIGNED, "--threats", "--set", "backing_down=-10")
    ranges = ask(capsys, *asked, "--plain").out.split("\n\n")[3].splitlines()[1:]
    first, second, third, last = (row.split("\t")[3] for row in ranges)
    assert (first, second, third) == ("", "0", "")
    assert float(last) == pytest.approx(7.31729809639, rel=1e-10)
    (case,) = json.loads(ask(capsys, *asked, "--json").out)["cases"]
    given = [stage["payoffs"]["us"] is None for stage in case["threats"][0]["stages"]]
    assert given == [True, False, True, False]


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("options", [(), ("--variant", "hidden"), ("--all",), ("--ascii",)])
def test_it_fits_the_screen(
    width: int,
    options: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    said = ask(capsys, "tree", FLAGSHIP, "--threats", *options).out
    assert max(map(len, said.splitlines())) <= width
    assert said.isascii() is ("--ascii" in options)


def test_types_that_come_to_the_same_are_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(capsys, "tree", FLAGSHIP, "--threats", "--variant", "hidden").out
    assert said.count("United States containment, China flexible or resolute\n") == 1
    assert "This answer takes private types as known to all." in said


@pytest.mark.parametrize("options", [(), ("--plain",), ("--all",)])
def test_an_answer_that_no_type_changes_is_told_once(
    options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    said = ask(capsys, "tree", "classics/kuhn-poker", "--threats", *options).out
    assert said.count("Whatever the types\n") == said.count("No move announces a threat") == 1


def test_plain_lines_hold_every_place_way_range_and_price(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tables = ask(capsys, "tree", FLAGSHIP, "--threats", "--plain").out.split("\n\n")[1:]
    assert [len(table.strip().splitlines()) - 1 for table in tables] == [4, 3, 4, 2]
    assert all(
        len({line.count("\t") for line in table.strip().splitlines()}) == 1 for table in tables
    )


@pytest.mark.parametrize(
    "option",
    [
        ("--method", "backward-induction"),
        ("--concept", "nash"),
        ("--depth", "1"),
        ("--equilibrium", "2"),
    ],
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
            {
                "move": "reply",
                "player": "b",
                "when": "say != calm",
                "choose": {"give": {"y": "yes"}, "hold": {}},
            },
            {
                "move": "act",
                "player": "a",
                "when": "reply == hold",
                "choose": {"do": {"x": "say"}, "drop": {}},
            },
        ],
    }
    path = tmp_path / "many.yaml"
    path.write_text(json.dumps(written), "utf-8")
    said = words(ask(capsys, "tree", str(path), "--threats").out)
    assert (
        "`best` is a credible threat. Carrying the threat out gives Ann 2 more than backing down."
        in said
    )
    assert "`rise_3`" not in said
    assert "`--all` adds “Worth of defying the threat” and details." in said
    assert "Defying `best` costs Bob 7 more than if the threat could not be carried out." in said
    assert "Defying `rise_1` costs Bob no more than if the threat could not be carried out." in said
    every = words(ask(capsys, "tree", str(path), "--threats", "--all").out)
    assert (
        "`rise_5` is an empty threat. Carrying the threat out gives Ann 5 less than backing down."
        in every
    )
