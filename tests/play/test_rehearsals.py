"""Games that the computer plays with itself, to see how they end."""

from pathlib import Path

import pytest

from negotiate.equilibrium.trees import choice
from tests.cli.shell import ask


def test_what_theory_says_is_worked_out_once_for_players_and_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, solved = list[object](), choice.solved
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(choice, "solved", lambda game, *rest: asked.append(game) or solved(game, *rest))
    assert ask(capsys, "play", "classics/beer-quiche", "--auto", "2").code == 0
    assert len(asked) == 1
