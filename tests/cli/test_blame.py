"""A mistake is told where it was made: in the file with its line, or in what was typed, each with
its exit code.
"""

from pathlib import Path

import pytest

from tests.cli.shell import CHICKEN, ask, game, process

PARAMETERS = "parameters:\n  weight: {value: 1, range: [0, 2]}\n"


@pytest.mark.parametrize(
    "setting", ["weight: 7", "players.a.patience: 3", "issues.x.options: []", "payoffs: {}"]
)
@pytest.mark.parametrize("where", ["expect", "variants"])
def test_a_change_that_the_file_writes_down(
    setting: str, where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expect = f"expect:\n  - {{solve: {{x: two}}, in: every, set: {{{setting}}}}}\n"
    varied = f"variants:\n  far: {{set: {{{setting}}}}}\n"
    path = tmp_path / "file.yaml"
    text = game(extra=PARAMETERS + (expect if where == "expect" else varied))
    path.write_text(text, encoding="utf-8")
    answer = ask(capsys, "check", str(path))
    assert answer.code == 3
    assert f"{path}:{len(text.splitlines())}:" in answer.out
    assert "--set" not in answer.out


def test_an_expectation_under_a_variant_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The entry is judged with what it sets, under the variant that it names, and both over what
    was typed.
    """
    extra = f"{PARAMETERS}variants:\n  far: {{set: {{payoffs.b.gain.right: -1}}}}\nexpect:\n"
    extra += "  - {solve: {x: two, y: left}, in: every, variant: far}\n"
    extra += (
        "  - {solve: {x: two, y: right}, in: every, variant: far, set: {payoffs.b.gain.right: 2}}\n"
    )
    extra += "  - {solve: {x: one, y: right}, in: every, fix: {x: one}}\n"
    path = tmp_path / "file.yaml"
    path.write_text(game(extra=extra), encoding="utf-8")
    answer = ask(capsys, "test", str(path), "--set", "payoffs.a.gain.two=5", "--fix", "x=two")
    assert (answer.code, answer.out.count("FAILED")) == (0, 0)


@pytest.mark.parametrize(
    "setting", ["matrix={}", "players={}", "matrix.swerve={}", "players.first.patience=2"], ids=str
)
def test_a_change_from_the_command_line(setting: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "solve", CHICKEN, "--set", setting)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("--set")


@pytest.mark.parametrize("size", ["0", "00", "-1", "²", "x", "999999999"])
def test_a_size_that_no_terminal_has(
    size: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = ask(capsys, "solve", CHICKEN)
    for name in ("COLUMNS", "LINES", "TERMINAL_WIDTH"):
        monkeypatch.setenv(name, size)
    assert ask(capsys, "solve", CHICKEN) == wanted
    assert (
        "Usage" in process(["--help"], COLUMNS=size, TERMINAL_WIDTH=size).out
    )  # read while typer is imported


@pytest.mark.parametrize(
    "words",
    [
        ("deal", "--at", "x=one", "--at", "x=two"),
        ("solve", "--variant", "one", "--variant", "two"),
        ("simulate", "--seed", "1", "--seed", "2"),
        ("stability", "--state", "today", "--state", "then"),
    ],
    ids=lambda words: words[1],
)
def test_an_option_that_takes_one_value_refuses_a_second(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, words[0], CHICKEN, *words[1:])
    assert (answer.code, answer.out) == (2, "")
    assert f"`{words[1]}` is given twice" in answer.err
