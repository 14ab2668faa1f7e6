"""`list` in place of a name shows all names, for every option that takes one from a registry."""

import json
from dataclasses import fields

import pytest

from negotiate.cli.arguments import COMMANDS, Command
from tests.cli.shell import ask

OPTIONS: dict[tuple[str, str], str] = {
    ("check", "--explain"): "alias",
    ("solve", "--method"): "lemke-howson",
    ("solve", "--concept"): "stackelberg",
    ("tree", "--method"): "sequence-form",
    ("tree", "--concept"): "sequential",
    ("tree", "--refine"): "intuitive",
    ("deal", "--talks"): "lotteries",
    ("deal", "--agents"): "boulware",
    ("stability", "--concept"): "GMR",
    ("simulate", "--play"): "tit_for_tat",
    ("simulate", "--strategies"): "tit_for_tat",
    ("simulate", "--evolution"): "moran",
    ("whatif", "--watch"): "believed",
    ("whatif", "--indices"): "morris",
    ("play", "--against"): "equilibrium",
    ("host", "--against"): "equilibrium",
}
"""Command and option → one of the names that it takes."""
OF_A_GAME = ("simulate --play", "simulate --strategies", "play --against", "host --against")
"""Those whose names depend on the game."""
EVERY: list[tuple[type[Command], str]] = [
    (command, str(one.metadata["typed"].default))
    for some in COMMANDS.values()
    for command in some
    for one in fields(command)
    if one.metadata.get("names")
]


def test_these_are_all_the_options_that_take_names() -> None:
    assert {(command.__name__.lower(), option) for command, option in EVERY} == set(OPTIONS)


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_list_shows_all_names(
    command: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    depends = f"{command} {option}" in OF_A_GAME
    given = [command, *(["classics/prisoners-dilemma"] if depends else []), option, "list"]
    found = ask(capsys, *given, *([] if command == "host" else ["--all"]))
    assert (found.code, found.err) == (0, "")
    assert OPTIONS[command, option] in found.out
    if depends:
        refused = ask(capsys, command, option, "list")
        assert refused.code == 2
        assert "depend" in refused.err


def test_the_list_leaves_in_every_form(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(ask(capsys, "tree", "--concept", "list", "--json").out)
    assert (found["schema"], found["option"]) == ("negotiate/names/2", "--concept")
    assert list(found["names"]) == ["nash", "subgame-perfect", "sequential", "quantal-response"]
    assert "morris," in ask(capsys, "whatif", "--indices", "list", "--csv").out


def test_a_strategy_is_explained_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(capsys, "simulate", "classics/prisoners-dilemma", "--strategies", "grim")
    assert found.code == 2
    assert "`negotiate explain grim`" in found.err
