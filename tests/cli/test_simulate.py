"""`negotiate simulate` as a user meets it."""

import csv
import json

import pytest

from negotiate.repeated.asking import QUESTIONS
from tests.cli.shell import CHICKEN, FLAGSHIP, ask

DILEMMA = "classics/prisoners-dilemma"
SHAPES = {
    "": "lasting",
    "--match": "match",
    "--certificate": "certificate",
    "--hold": "holding",
    "--payoffs": "sustainable",
    "--tournament": "tournament",
    "--invasion": "invasion",
    "--evolution": "strategy-evolution",
    "--strategies": "strategies",
}


def answer(capsys, *arguments):
    found = ask(capsys, "simulate", *arguments)
    assert (found.code, found.err) == (0, "")
    return found.out


def found(capsys, *arguments):
    return json.loads(answer(capsys, *arguments, "--json"))


def refused(capsys, *arguments):
    said = ask(capsys, "simulate", *arguments)
    assert said.code in (2, 4)
    assert said.out == "" or json.loads(said.out)["message"] in " ".join(said.err.split())
    assert "Traceback" not in said.err
    return " ".join(said.err.split())


def test_every_question_has_a_shape():
    assert set(SHAPES) == {*(f"--{word}" if word else "" for word in QUESTIONS), "--strategies"}


@pytest.mark.parametrize("question", SHAPES)
def test_every_question_answers_in_every_form(question, capsys):
    asked = [DILEMMA, *([question] if question else [])]
    told = found(capsys, *asked)
    assert told["schema"] == f"negotiate/{SHAPES[question]}/2"
    assert told["scenario"]["scenario"] == DILEMMA
    assert told["game"]["discount_factor"] == {"row": 0.9, "column": 0.9}
    assert answer(capsys, *asked, "--ascii").isascii()
    assert "\t" in answer(capsys, *asked, "--plain")
    rows = [row for row in csv.reader(answer(capsys, *asked, "--csv").splitlines()) if row]
    assert len(rows) > 1
    assert len(answer(capsys, *asked).splitlines()) <= (110 if question == "--strategies" else 39)


def test_the_first_screen_answers_the_negotiator(capsys):
    said = answer(capsys, DILEMMA)
    assert said.splitlines()[1].startswith(
        "The agreement (cooperate, cooperate) holds if both play `grim`"
    )
    assert len(said.splitlines()) <= 39


def test_patience_decides(capsys):
    assert found(capsys, DILEMMA, "--patience", "0.51")["holds"]
    assert not found(capsys, DILEMMA, "--patience", "0.49")["holds"]
    told = found(capsys, DILEMMA, "--patience", "0.8", "--patience", "row=0.3")
    assert told["game"]["discount_factor"] == {"row": 0.3, "column": 0.8}
    assert not told["holds"]


def test_what_players_play(capsys):
    told = found(
        capsys,
        DILEMMA,
        "--certificate",
        "--play",
        "row=punish:periods=4",
        "--play",
        "column=tit_for_tat",
    )
    assert told["names"] == {"row": "punish:periods=4", "column": "tit_for_tat"}
    told = found(capsys, DILEMMA, "--certificate", "--play", "column=always_defect")
    assert told["names"] == {"row": "grim", "column": "always_defect"}
    assert found(capsys, DILEMMA, "--certificate", "--play", "punish:periods=5")["subgame_perfect"]


def test_a_match_with_noise_and_a_fixed_end(capsys):
    told = found(
        capsys, DILEMMA, "--match", "--play", "tit_for_tat", "--rounds", "200", "--patience", "1"
    )
    assert told["result"]["totals"] == {"row": pytest.approx(600), "column": pytest.approx(600)}
    assert len(told["timeline"]["postures"]["row"]) == 200
    told = found(
        capsys, DILEMMA, "--match", "--play", "tit_for_tat", "--noise", "0.01", "--patience", "1"
    )
    assert told["result"]["payoffs"]["row"] == pytest.approx(2.25)
    told = found(capsys, DILEMMA, "--match", "--misread", "row=0.1")
    assert told["result"]["misread"] == {"row": 0.1, "column": 0}


def test_a_seed_draws_another_world(capsys):
    worlds = {
        answer(capsys, DILEMMA, "--match", "--noise", "0.3", "--seed", str(seed))
        for seed in (0, 0, 1)
    }
    assert len(worlds) == 2


def test_a_breach_is_followed(capsys):
    told = found(capsys, DILEMMA, "--match", "--breach", "column@4", "--play", "grim")
    assert told["breach"] == {"player": "column", "round": 4}
    assert told["timeline"]["postures"]["row"][:6] == ["cooperate"] * 4 + ["defect"] * 2
    assert found(capsys, DILEMMA, "--breach", "row")["breach"] == {"player": "row", "round": 1}


def test_who_takes_part_in_a_tournament(capsys):
    told = found(capsys, DILEMMA, "--tournament", "--play", "grim", "--play", "always_defect")
    assert told["pools"] == {"row": ["grim", "always_defect"], "column": ["grim", "always_defect"]}
    told = found(
        capsys, DILEMMA, "--tournament", "--play", "row=grim", "--play", "column=tit_for_tat"
    )
    assert told["pools"] == {"row": ["grim"], "column": ["tit_for_tat"]}
    assert "lets no strategy of `column` take part" in refused(
        capsys, DILEMMA, "--invasion", "--play", "row=grim"
    )


@pytest.mark.parametrize("what", ["--tournament", "--evolution", "--invasion"])
def test_three_players_have_no_tournament(capsys, tmp_path, what):
    issues = "".join(f"  {one}_says: {{decided_by: {one}, options: [no, yes]}}\n" for one in "abc")
    payoffs = "".join(
        f"  {one}: {{gain: {{by: {one}_says, values: {{no: 0, yes: 1}}}}}}\n" for one in "abc"
    )
    file = tmp_path / "three.yaml"
    file.write_text(
        f"format: 1\ntitle: Three\nplayers: {{a: {{}}, b: {{}}, c: "
        f"{{}}}}\nissues:\n{issues}payoffs:\n{payoffs}"
    )
    assert "this game has 3" in refused(capsys, str(file), what, "--play", "grim")


def test_a_strategy_of_the_file_is_given_to_its_own_player(capsys):
    war = "us-china/trade-war-2018-19"
    assert (
        found(capsys, war, "--match", "--play", "us=lists_in_order")["result"]["names"]["us"]
        == "lists_in_order"
    )
    for question in ("--match", "--tournament"):
        said = refused(capsys, war, question, "--play", "lists_in_order")
        assert "`lists_in_order` is a strategy of `us`, and not of `china`" in said
        assert "hint: `--play us=lists_in_order` gives the strategy to that player alone" in said


def test_evolution_by_name(capsys):
    assert found(capsys, DILEMMA, "--evolution")["dynamics"] == "ecological"
    asked = [DILEMMA, "--evolution", "moran", "--play", "grim", "--play", "always_defect"]
    assert found(capsys, *asked)["dynamics"] == "moran"
    assert "`--evolution` takes" in refused(capsys, DILEMMA, "--evolution", "lamarck")


def test_a_package_to_hold(capsys):
    told = found(capsys, CHICKEN, "--hold", "row=straight")
    assert told["package"] == {"row": "straight", "column": "swerve"}
    assert "takes `swerve` or `straight`" in refused(capsys, CHICKEN, "--hold", "row=stop")
    assert "no player `red`" in refused(capsys, CHICKEN, "--hold", "red=swerve")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--match", "--tournament"], "`--match` does not go with `--tournament`"),
        (["--play", "grimm"], "did you mean `grim`"),
        (["--play", "us=grim"], "there is no player `us`"),
        (["--play", "grim", "--play", "row=grim"], "two strategies"),
        (["--play", "punish:rounds=3"], "no parameter `rounds`"),
        (["--play", "punish:periods=0"], "`periods`"),
        (["--noise", "2"], "from 0 to 1"),
        (["--noise", "often"], "takes a number"),
        (["--patience", "you=0.4"], "there is no player `you`"),
        (["--patience", "1.5"], "from 0 to 1"),
        (["--rounds", "0"], "from 1 to 1,000,000,000"),
        (["--breach", "row@zero"], "PLAYER@ROUND"),
        (["--breach", "them"], "no player `them`"),
        (["--breach", "row@9999"], "from 1 to 1,000"),
        (["--breach", "row@" + "9" * 5_000], "from 1 to 1,000"),
        (["--breach", "row@000"], "PLAYER@ROUND"),
        (["--rounds", "9" * 400], "from 1 to 1,000,000,000"),
        (["--play", "punish:periods=" + "9" * 5_000], "from 1 to 1,000"),
        (["--rounds", "-1"], "from 1 to 1,000,000,000"),
        (["--seed", "-1"], "from 0 to"),
        (["--play", "gradual"], "unbounded memory"),
        (["--play", "gradual"], "`--match`"),
        (["--play", "grmi"], "did you mean `grim`?"),
        (["--play", "xyzzy"], "more; `--strategies` lists them all"),
        (["--patience", "85%"], "write `--patience 0.85`"),
        (["--noise", "row=2.5 %"], "write `--noise row=0.025`"),
        (["--misread", "2"], "such as `--misread 0.02`"),
        (["--patience", "1"], "a discount factor of 1"),
        (["--json", "--csv"], "exclude one another"),
        (["--payoffs", "--play", "grim"], "`--play` does not go with `--payoffs`"),
        (["--after", "rain"], "public signals"),
    ],
)
def test_what_makes_no_sense_is_said(arguments, said, capsys):
    assert said in refused(capsys, DILEMMA, *arguments)


def test_a_scenario_without_numbers_is_refused_in_words(capsys):
    assert "adds payoffs up" in refused(capsys, "conflicts/cuba-1962")


@pytest.mark.parametrize("question", [[], ["--match"], ["--tournament"], ["--strategies"]])
def test_a_narrow_screen_is_never_run_over(question, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    assert max(map(len, answer(capsys, FLAGSHIP, *question).splitlines())) <= 40


def test_a_patience_of_one_is_answered_with_what_would_do(capsys):
    said = refused(capsys, DILEMMA, "--patience", "1")
    assert "--patience 0.99" in said
    assert found(capsys, DILEMMA, "--patience", "1", "--rounds", "5")["holds"] is False


def test_what_would_do_in_place_of_patience_is_in_the_json(capsys):
    held = found(capsys, DILEMMA, "--patience", "0.3")["holding"]
    assert held["floor"] == {"row": 1.0, "column": 1.0}
    assert held["needs"]["row"] == pytest.approx(0.8)
    assert found(capsys, DILEMMA, "--rounds", "5")["holding"] is None


def test_all_looks_for_the_harshest_punishment_too(capsys):
    assert found(capsys, DILEMMA, "--hold")["harshest"] is None
    assert found(capsys, DILEMMA, "--hold", "--all")["harshest"] is not None


def test_an_answer_leaves_as_a_page_and_as_markdown(tmp_path, capsys):
    page = tmp_path / "match.html"
    answer(capsys, DILEMMA, "--match", "--html", str(page))
    assert "<svg" in page.read_text("utf-8")
    assert answer(capsys, DILEMMA, "--markdown").startswith("# The prisoner's dilemma")


@pytest.mark.parametrize("given", [("red=0.5", "red=0.6"), ("0.5", "0.6")])
def test_a_rate_that_is_given_twice_is_refused(capsys, given):
    found = ask(
        capsys,
        "simulate",
        "classics/repeated-chicken",
        "--patience",
        given[0],
        "--patience",
        given[1],
    )
    assert found.code == 2
    assert "is given 2 times" in found.err
