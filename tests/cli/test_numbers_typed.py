"""Whatever is typed where an option takes a value: an answer or a message, never a fault of the
program.
"""

import pytest
from typer.main import get_command

from negotiate.cli.arguments import largest
from negotiate.cli.commands import program
from tests.cli.shell import ask

NINES = "9" * 5_000
"""More digits than Python turns into a whole number."""
BEHIND = ("", "row=", "row@", "row:", "row:today:", "tit_for_tat:", "row=generous:forgives=")
TYPED = (f"-{NINES}", f"1e{NINES}", "nan", "²", *(before + NINES for before in BEHIND))
NOWHERE = ["classics/chicken", "--address", "192.0.2.1"]
"""A class that would be served at an address that no machine has, so that it ends by itself."""
GIVEN = {
    "list": [],
    "schema": [],
    "new": ["--from", "classics/chicken"],
    "compare": ["classics/chicken"] * 2,
    "host": NOWHERE,
}
NO_VALUES = ("--from", "--output")
OPTIONS = {
    (option.opts[-1], option.help): name
    for name, command in get_command(program()).commands.items()
    for option in command.params
    if option.param_type_name == "option"
    and not option.is_flag
    and option.opts[-1] not in NO_VALUES
}
"""What several commands share is asked of one of them."""


def test_there_are_options_that_take_a_value() -> None:
    assert len(OPTIONS) > 30


@pytest.mark.parametrize(
    ("command", "option"),
    [(command, option) for (option, _), command in OPTIONS.items()],
    ids=lambda word: word,
)
def test_any_value_of_any_option(command: str, option: str, capsys, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    subject = GIVEN.get(command, ["classics/chicken"])
    for typed in TYPED:
        answer = ask(capsys, command, *subject, f"{option}={typed}")
        assert answer.code in (0, 1, 2, 3, 4), f"{typed[:30]}: {answer.err}"


COUNTED = [
    (command, option.opts[-1], largest(option))
    for command, subject in get_command(program()).commands.items()
    for option in subject.params
    if largest(option) is not None
]


def test_every_option_that_counts_has_a_largest_number() -> None:
    named = {option for _, option, _ in COUNTED}
    assert {"--depth", "--width", "--equilibrium", "--rounds", "--runs", "--seed"} <= named


@pytest.mark.parametrize(("command", "option", "most"), COUNTED, ids=str)
@pytest.mark.parametrize("digits", [19, 400, 4_000, 5_000])
def test_a_number_too_large_is_told_with_the_largest(
    command: str, option: str, most: int, digits: int, capsys
) -> None:
    for sign in ("", "-"):
        answer = ask(capsys, command, "classics/chicken", f"{option}={sign}{'9' * digits}")
        assert (answer.code, answer.out) == (2, "")
        said = " ".join(answer.err.split())
        assert f"`{option}` takes a whole number" in said
        assert f" to {most:,}, and not one of {digits:,} digits" in said
        assert len(answer.err) < 250


@pytest.mark.parametrize("option", ["--patience", "--noise", "--misread"])
def test_a_rate_too_large_is_cut_off(option: str, capsys) -> None:
    answer = ask(capsys, "simulate", "classics/chicken", option, NINES)
    assert (answer.code, answer.out) == (2, "")
    assert f"`{option}` takes a number from 0 to 1, and not `999" in " ".join(answer.err.split())
    assert len(answer.err) < 250


@pytest.mark.parametrize(
    "given",
    [
        ("--set", f"x={NINES}"),
        ("--set", f"x={NINES[:4_000]}"),
        ("--set", f"{NINES}=1"),
        ("--set", f"players.row.patience={'y' * 4_000}"),
        ("--set", f"expect={'[' * 4_000}"),
        ("--set", f"value={NINES[:20]}.5e{'9' * 400}"),
        ("--fix", f"row={NINES}"),
        ("--fix", f"{NINES}=swerve"),
        ("--variant", NINES),
    ],
    ids=lambda given: " ".join(given)[:40],
)
@pytest.mark.parametrize("command", ["solve", "check"])
def test_what_is_long_outside_the_file_is_cut_off(
    given: tuple[str, str], command: str, capsys
) -> None:
    answer = ask(capsys, command, "classics/chicken", *given)
    assert answer.code == 2
    said = answer.out + answer.err
    assert given[0] in said
    assert "…" in said
    assert len(said) < 900


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1e15", "1000000000000000"),
        ("123456789.5", "123456789.5"),
        ("20.0000001", "20.0000001"),
        ("21", "21"),
    ],
)
def test_a_number_out_of_its_range_is_told_in_one_form(typed: str, told: str, capsys) -> None:
    answer = ask(capsys, "deal", "us-china/beijing-2018", "--set", f"deficit_weight={typed}")
    said = " ".join(answer.err.split())
    assert said.startswith(
        f"--set deficit_weight={told}: `deficit_weight` is {told}, outside its range 0 to 20"
    )
