"""The mistakes of `wordings.toml`, each a change of one sound file, are told at their place and in
their words.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import negotiate
from tests.rules.reports import assert_pointed_at, assert_told, reports_of

HERE = Path(__file__).parent
SOUND = (HERE / "fishery.yaml").read_text("utf-8")
WORDINGS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "wordings.toml").read_text("utf-8"))


def text_of(entry: dict[str, Any]) -> str:
    """The whole text of a broken file."""
    text = entry.get("text", SOUND)
    for old, new in entry.get("change", []):
        assert text.count(old) == 1
        text = text.replace(old, new)
    return str(text) + str(entry.get("add", ""))


def test_the_file_that_is_changed_is_sound() -> None:
    assert negotiate.load(str(HERE / "fishery.yaml")).about.title == "A fishery"


@pytest.mark.parametrize("name", sorted(WORDINGS))
def test_exactly_these_reports(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("scenario.yaml").write_text(text_of(WORDINGS[name]), "utf-8")
    found = reports_of("scenario.yaml", WORDINGS[name])
    assert_told(found, WORDINGS[name]["reports"], "scenario.yaml")
    assert_pointed_at(found)
