"""A tree with more branches than anybody could draw is refused before it is solved."""

from pathlib import Path

import pytest

from negotiate.equilibrium import registry
from tests.cli.shell import ask


def test_the_lines_of_a_whole_drawing_are_counted_before_anything_is_solved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, steps = tmp_path / "deep.efg", 1_500
    moves = [
        f'p "" 1 {k} "" {{ "stop" "go" }} 0\nt "" {k} "" {{ {k % 7} }}' for k in range(1, steps + 1)
    ]
    path.write_text(
        "\n".join(['EFG 2 R "Deep" { "Ann" }', *moves, f't "" {steps + 1} "" {{ 9 }}', ""]), "utf-8"
    )
    monkeypatch.setattr(registry, "solve", lambda *_, **__: pytest.fail("it was solved first"))
    for form in ((), ("--plain",)):
        answer = ask(capsys, "tree", str(path), "--all", *form)
        assert answer.code == 4
        assert "2,251,500 lines in the drawing" in " ".join(answer.err.split())
