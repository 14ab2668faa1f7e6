"""`negotiate stability` as a user meets it."""

import csv
import json
from xml.etree import ElementTree

import pytest

from negotiate.conflict.concepts import CONCEPTS
from tests.cli.shell import CHICKEN, FLAGSHIP, ask

CUBA = "conflicts/cuba-1962"
ELMIRA = "conflicts/elmira-1991"


def test_json_has_every_state_and_the_equilibria(capsys):
    found = json.loads(ask(capsys, "stability", CUBA, "--json").out)
    assert found["schema"] == "negotiate/stability/3"
    assert found["scenario"]["scenario"] == CUBA
    states = {one["number"]: one for one in found["states"]}
    assert len(states) == found["model"]["count"] == 12
    assert found["stable_states"]["R"] == []
    assert [states[s]["choices"]["missiles"] for s in found["stable_states"]["SEQ"]] == [
        "withdraw"
    ] * 2
    for concept, standing in found["stable_states"].items():
        assert {s for s, one in states.items() if not one["would_leave"][concept]} == set(standing)


def test_json_tells_the_states_that_last_longest_and_counts_the_others(capsys):
    """Of 1,152 states 20, today, and what happened; `--all` tells each."""
    few, every = (
        json.loads(ask(capsys, "stability", FLAGSHIP, "--json", *more).out)
        for more in ([], ["--all"])
    )
    assert few["stable_states"] == every["stable_states"]
    assert (
        len(every["states"])
        == every["model"]["count"]
        == len(few["states"]) + few["left_out"]["states"]
    )
    assert few["states"][:20] == every["states"][:20]
    told = {one["number"] for one in few["states"]}
    assert {few["model"]["status_quo"], *few["model"]["happened"].values()} - {-1, None} <= told
    assert len(few["states"]) <= 23


def test_json_of_the_other_questions(capsys):
    state = json.loads(ask(capsys, "stability", CUBA, "--state", "october_28", "--json").out)
    assert state["schema"] == "negotiate/state/2"
    [answer] = state["verdicts"]["SEQ"]["us"]["answers"]
    assert answer["deters"]
    states = {one["number"]: one for one in state["states"]}
    assert states[answer["improvement"]]["choices"]["sea"] == "open"
    assert [step["player"] for step in answer["steps"]] == ["ussr"]
    moves = json.loads(ask(capsys, "stability", CHICKEN, "--moves", "--json").out)
    assert moves["schema"] == "negotiate/moves/2"
    assert sum(one["improves"] for one in moves["arrows"]) == 4


def test_csv_is_a_table(capsys):
    rows = list(csv.reader(ask(capsys, "stability", CUBA, "--csv").out.splitlines()))
    assert rows[0] == ["State", *CONCEPTS]
    assert rows[1] == ["november_20", "ussr", "stable", "stable", "stable", "ussr"]
    assert {len(row) for row in rows} == {6}


def test_a_page_and_no_plot(capsys, tmp_path):
    page = tmp_path / "page.html"
    assert ask(capsys, "stability", CUBA, "--html", str(page)).code == 0
    text = page.read_text(encoding="utf-8")
    assert '<th scope="col" class="m">SEQ</th>' in text
    assert (
        "the United States would gain by choosing &quot;The sea round Cuba: blockade&quot;" in text
    )
    assert (
        "this answer has no plot"
        in ask(capsys, "stability", CUBA, "--svg", str(tmp_path / "plot.svg")).err
    )
    assert "| State | R |" in ask(capsys, "stability", CUBA, "--markdown").out


def test_plain_has_no_drawing(capsys):
    assert "★" not in ask(capsys, "stability", CUBA, "--plain").out


@pytest.mark.parametrize(
    "state", ["today", "october_14", "air=no_strike,sea=open,missiles=keep", "missiles=keep"]
)
def test_a_state_has_several_names(capsys, state):
    assert "Today is stable by GMR and SMR" in ask(capsys, "stability", CUBA, "--state", state).out


def test_a_state_is_named_by_its_number_among_the_moves(capsys):
    rows = [
        line.split("\t")
        for line in ask(capsys, "stability", CUBA, "--moves", "--plain").out.splitlines()
    ]
    states = [row[:2] for row in rows if len(row) == 4 and row[0].isdecimal()]
    assert len(states) == 12
    for number, words in (states[0], states[5], states[11]):
        told = ask(capsys, "stability", CUBA, "--state", number).out
        assert told == ask(capsys, "stability", CUBA, "--state", words).out
    answer = ask(capsys, "stability", CUBA, "--state", "13")
    assert answer.code == 2
    assert "there is no state number 13" in answer.err
    assert "from 1 to 12" in answer.err


@pytest.mark.parametrize("question", ["--state", "--inverse", "--evolution"])
def test_why_today_is_no_state_is_told(capsys, question):
    asked = [question] if question == "--evolution" else [question, "today"]
    answer = ask(capsys, "stability", CUBA, "--fix", "sea=blockade", *asked)
    assert (
        'today is not among these states, because "The sea round Cuba" is fixed at "blockade"'
        in " ".join(answer.err.split())
    )
    assert "nobody said" not in answer.err
    page = " ".join(ask(capsys, "stability", CUBA, "--fix", "sea=blockade").out.split())
    assert (
        'Today is not among these states, because "The sea round Cuba" is fixed at "blockade".'
        in page
    )
    assert page.count("Today") == 1


def test_letters_of_either_size_name_a_concept(capsys):
    assert (
        ask(capsys, "stability", CUBA, "--concept", "seq").out
        == ask(capsys, "stability", CUBA, "--concept", "SEQ").out
    )


def test_the_sanction_rule_is_told_where_it_may_matter(capsys):
    assert "The others answer one after the other, but no player twice in a row." in " ".join(
        ask(capsys, "stability", ELMIRA, "--all").out.split()
    )
    assert "The others answer by one move of one player." in " ".join(
        ask(capsys, "stability", ELMIRA, "--all", "--sanctions", "one-step").out.split()
    )
    assert "--sanctions" not in ask(capsys, "stability", CUBA, "--all").out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--concept", "nash"], "`--concept` takes `R`, `GMR`, `SMR`, `SEQ` or `SIM`"),
        (["--sanctions", "many"], "`--sanctions` takes `sequence` or `one-step`"),
        (["--state", "missiles=eat"], "`eat` is no option of `missiles`"),
        (["--state", "tomorrow"], "there is no state `tomorrow`"),
        (["--state", "today", "--moves"], "`--state` does not go with `--moves`"),
    ],
)
def test_a_line_that_makes_no_sense(capsys, given, said):
    answer = ask(capsys, "stability", CUBA, *given)
    assert (answer.code, answer.out) == (2, "")
    assert said in " ".join(answer.err.split())


def test_today_has_to_be_known(capsys):
    answer = ask(capsys, "stability", CHICKEN, "--state", "today")
    assert answer.code == 2
    assert "nobody said where this conflict stands today" in answer.err


def test_moves_leave_for_programs_that_draw_graphs(capsys, tmp_path):
    file = tmp_path / "moves.graphml"
    answer = ask(capsys, "export", CHICKEN, str(file), "--lens", "stability")
    assert "4 states and 8 moves of 2 players" in " ".join(answer.out.split())
    graph = ElementTree.parse(file).getroot()
    edges = [one for one in graph.iter() if one.tag.endswith("}edge")]
    assert len(edges) == 8
    assert ask(capsys, "export", CHICKEN, "--lens", "stability").out.count("<node ") == 4


def test_moves_go_into_no_other_file(capsys, tmp_path):
    answer = ask(capsys, "export", CHICKEN, str(tmp_path / "moves.efg"), "--lens", "stability")
    assert answer.code != 0
    assert "is no ending of a file that states and moves are written to" in " ".join(
        answer.err.split()
    )
    assert ".graphml" in answer.err


def test_great_and_unknown_preferences_are_options(capsys):
    strong = json.loads(ask(capsys, "stability", CUBA, "--greatly", "us:air=strike", "--json").out)
    assert (strong["schema"], strong["bands"]["us"].count(1)) == ("negotiate/strength/2", 6)
    asked = ask(
        capsys,
        "stability",
        CUBA,
        "--unknown",
        "us:today:october_28",
        "--unknown",
        "ussr:today:october_22",
    )
    assert (
        "Suppose nobody knows whether the United States likes today or October 28 better"
        in " ".join(asked.out.split())
    )
    agreed = json.loads(
        ask(capsys, "stability", CUBA, "--consensus", "--concept", "seq", "--json").out
    )
    assert (agreed["concept"], agreed["found_at"][-1]) == ("SEQ", 2)
    for option, given, said in (
        ("--unknown", "us:today", "takes PLAYER:PACKAGE:PACKAGE"),
        ("--unknown", "us:today:october_14", "are one state"),
        ("--greatly", "them:today", "there is no player `them`"),
        ("--greatly", "us:mars", "there is no state `mars`"),
    ):
        wrong = ask(capsys, "stability", CUBA, option, given)
        assert wrong.code == 2
        assert said in " ".join(wrong.err.split())


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        (("--moves", "--concept", "SEQ"), "`--concept` does not go with `--moves`"),
        (("--evolution", "--concept", "SEQ"), "`--concept` does not go with `--evolution`"),
        (("--greatly", "us:today", "--concept", "SEQ"), "`--concept` does not go with `--greatly`"),
        (
            ("--unknown", "us:today:october_28", "--concept", "SEQ"),
            "`--concept` does not go with `--unknown`",
        ),
        (("--moves", "--sanctions", "one-step"), "`--sanctions` does not go with `--moves`"),
    ],
)
def test_what_would_make_no_difference_is_refused(capsys, more, refused):
    answer = ask(capsys, "stability", CUBA, *more)
    assert answer.code == 2
    assert refused in " ".join(answer.err.split())


def test_what_is_supposed_is_told(capsys):
    told = " ".join(ask(capsys, "stability", CUBA, "--unknown", "us:today:october_28").out.split())
    assert "nobody knows whether the United States likes today or October 28 better" in told
    told = json.loads(ask(capsys, "stability", CUBA, "--greatly", "us:today", "--json").out)
    assert told["greatly"] == [{"player": "us", "state": 0}]
