"""What the README and the reference say is true: their examples load, solve, and name what the code names."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import negotiate
from negotiate.expectations import check_expectations
from negotiate.loading import Reading
from negotiate.loading.document import NOT_YET, Document
from negotiate.model.expressions import FUNCTIONS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LANGUAGE = (ROOT / "docs" / "reference" / "language.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("text", blocks("yaml"), ids=["matrix", "wage"])
def test_the_scenarios_in_the_readme_load_and_solve(text: str, tmp_path: Path) -> None:
    file = tmp_path / "example.yaml"
    file.write_text(text, encoding="utf-8")
    scenario = negotiate.load(str(file))
    assert negotiate.solve(scenario.alone()).equilibria
    assert negotiate.solve(scenario.in_turn()).equilibria
    assert all(verdict.met for verdict in check_expectations(Reading(str(file))))


def test_the_empty_threat_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "wage.yaml"
    file.write_text(blocks("yaml")[1], encoding="utf-8")
    found = negotiate.solve(negotiate.load(str(file)).in_turn())
    assert [e.moves for e in found.equilibria] == [{"reply": "refuse", "act": "stay"}]


def test_the_python_in_the_readme_runs() -> None:
    (snippet,) = blocks("python")
    run = subprocess.run([sys.executable, "-c", snippet], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    assert "Nash equilibrium" in run.stdout


def test_every_command_in_the_readme_exists() -> None:
    named = set(re.findall(r"^negotiate (\w+)", README, re.MULTILINE))
    run = subprocess.run(
        [sys.executable, "-m", "negotiate", "--help"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert named
    for command in named:
        assert re.search(rf"\b{command}\b", run.stdout)


def test_the_reference_names_every_key_of_the_language() -> None:
    keys = {info.alias or name for name, info in Document.model_fields.items()} | set(FUNCTIONS)
    keys |= set(NOT_YET) - {"deal", "stability", "simulate"}
    missing = [key for key in keys if f"`{key}`" not in LANGUAGE and f"`{key}(" not in LANGUAGE]
    assert missing == []
