"""What the README says of its examples is true."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import negotiate
from negotiate.language.expectations.testing import check_expectations
from negotiate.language.scenario_file import Reading

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("text", blocks("yaml"), ids=["matrix", "strike"])
def test_the_scenarios_in_the_readme_load_and_solve(text: str, tmp_path: Path) -> None:
    file = tmp_path / "example.yaml"
    file.write_text(text, encoding="utf-8")
    scenario = negotiate.load(str(file))
    assert negotiate.solve(scenario.alone()).equilibria
    assert scenario.standing().states
    assert all(verdict.met for verdict in check_expectations(Reading(str(file))))


def test_nobody_strikes_in_the_end(tmp_path: Path) -> None:
    file = tmp_path / "strike.yaml"
    file.write_text(blocks("yaml")[1], encoding="utf-8")
    (found,) = negotiate.solve(negotiate.load(str(file)).alone()).equilibria
    assert dict(found.choices) == {"stance": "work", "offer": "low"}


def test_every_command_in_the_readme_exists() -> None:
    named = set(re.findall(r"(?:^\$ |`)negotiate (\w+)", README, re.MULTILINE))
    run = subprocess.run(
        [sys.executable, "-m", "negotiate", "--help"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert named
    for command in named:
        assert re.search(rf"\b{command}\b", run.stdout)
