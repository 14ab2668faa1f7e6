import json

import pytest

from tests.cli.shell import ask

ENTRY = "classics/entry-deterrence"


def test_nash_keeps_the_empty_threat_that_subgames_do_away_with(
    capsys: pytest.CaptureFixture[str],
) -> None:
    nash = json.loads(ask(capsys, "tree", ENTRY, "--concept", "nash", "--json").out)
    perfect = json.loads(ask(capsys, "tree", ENTRY, "--concept", "subgame-perfect", "--json").out)
    assert (nash["concept"], perfect["concept"]) == ("Nash", "subgame-perfect")
    assert len(nash["equilibria"]) > len(perfect["equilibria"]) == 1


def test_without_a_name_the_default_is_backward_induction_here(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert (
        ask(capsys, "tree", ENTRY).out
        == ask(capsys, "tree", ENTRY, "--concept", "subgame-perfect").out
    )


def test_a_simultaneous_game_is_its_own_only_subgame(capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(
        capsys, "tree", "classics/chicken", "--concept", "subgame-perfect", "--plain", "--all"
    ).out
    assert "its own only subgame" in said


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (["--concept", "nahs"], 2, "there is no concept `nahs`"),
        (["--concept", "correlated"], 4, "`correlated` needs a game in normal form"),
        (
            ["--concept", "nash", "--method", "backward-induction"],
            4,
            "does not look for nash equilibria",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrong_is_said(
    given: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "tree", ENTRY, *given)
    assert (answer.code, answer.out) == (code, "")
    assert said in " ".join(answer.err.split())
