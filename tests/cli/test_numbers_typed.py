"""Whatever is typed where an option takes a value: an answer or a message, never a fault of the program."""

import pytest
from typer.main import get_command

from negotiate.cli.commands import app
from tests.cli.shell import ask

NINES = "9" * 5_000
"""More digits than Python turns into a whole number."""
BEHIND = ("", "row=", "row@", "row:", "row:today:", "tit_for_tat:", "row=generous:forgives=")
TYPED = (f"-{NINES}", f"1e{NINES}", "nan", "²", *(before + NINES for before in BEHIND))
GIVEN = {"list": [], "schema": [], "new": ["--from", "classics/chicken"], "compare": ["classics/chicken"] * 2}
NO_VALUES = ("--from", "--output")
OPTIONS = {
    (option.opts[-1], option.help): name
    for name, command in get_command(app).commands.items()
    for option in command.params
    if option.param_type_name == "option" and not option.is_flag and option.opts[-1] not in NO_VALUES
}
"""What several commands share is asked of one of them."""


def test_there_are_options_that_take_a_value() -> None:
    assert len(OPTIONS) > 30


@pytest.mark.parametrize(
    ("command", "option"), [(command, option) for (option, _), command in OPTIONS.items()], ids=lambda word: word
)
def test_any_value_of_any_option(command: str, option: str, capsys, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    subject = GIVEN.get(command, ["classics/chicken"])
    for typed in TYPED:
        answer = ask(capsys, command, *subject, f"{option}={typed}")
        assert answer.code in (0, 1, 2, 3, 4), f"{typed[:30]}: {answer.err}"
