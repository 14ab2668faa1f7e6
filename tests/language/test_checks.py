"""What is asked of a whole scenario once everything is bound."""

from pathlib import Path

import negotiate
from negotiate.language.library import library


def test_a_red_line_on_what_a_model_gives_is_tried_at_every_package(tmp_path: Path) -> None:
    text = (library() / "us-china" / "beijing-2018.yaml").read_text("utf-8")
    line = "red_lines:\n  loss:\n    player: us\n    never: trade.income.us > -0.01\n"
    path = tmp_path / "talks.yaml"
    path.write_text(text.replace("red_lines:\n", line, 1), "utf-8")
    assert 0 < negotiate.load(str(path)).may_sign()[0].sum() < 4608
