"""Two sides of many options are compared in work that grows with them, and not with their
square.
"""

from pathlib import Path

import pytest

import negotiate
from negotiate.comparison.result import side_by_side
from negotiate.model import Issue
from tests.conflict.test_memory import one_way


def test_names_of_options_are_listed_a_few_times_however_many_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, asked, counts = tmp_path / "many.yaml", list[str](), list[int]()

    def labels(issue: Issue) -> tuple[str, ...]:
        asked.append(issue.id)
        return tuple(option.id for option in issue.options)

    monkeypatch.setattr(Issue, "labels", property(labels))
    for options in (20, 200):
        path.write_text(one_way(options), encoding="utf-8")  # type: ignore[no-untyped-call]  # that file is untyped
        side, other = (
            negotiate.load(str(path)),
            negotiate.load(str(path), set={"payoffs.a.gain": 2}),
        )
        asked.clear()
        side_by_side(side, other)
        counts.append(len(asked))
    assert counts[1] <= counts[0] < 200
