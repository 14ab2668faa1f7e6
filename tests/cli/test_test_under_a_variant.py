"""`negotiate test --variant`: every expectation without a variant of its own is judged under the
one given.
"""

import json

import pytest

from negotiate.cli.app import run


def verdicts(
    capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, list[dict[str, object]]]:
    code = run(["test", "us-china/beijing-2018", "--json", *arguments])
    return code, json.loads(capsys.readouterr().out)["files"]["us-china/beijing-2018"]


def test_a_variant_changes_what_is_judged(capsys: pytest.CaptureFixture[str]) -> None:
    assert verdicts(capsys)[0] == 0
    code, found = verdicts(capsys, "--variant", "containment")
    failed = [entry["expectation"]["written"] for entry in found if not entry["met"]]
    assert code == 1
    assert any("us_tariff: trade_war" in str(expected) for expected in failed)
    assert all("variant" not in str(expected) for expected in failed)


def test_an_unknown_variant_is_a_usage_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test", "us-china/beijing-2018", "--variant", "containmnt"]) == 2
    assert "did you mean `containment`?" in capsys.readouterr().err
