"""The floors of the house: imports point down, and each guest library has one door (contracts in pyproject.toml)."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = {
    contract["name"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
}

TRESPASS = """
import nashpy, networkx, numba, pydantic, rich.text, scipy.optimize, typer, yaml
import negotiate.cli
"""


def lint(house: Path) -> "subprocess.CompletedProcess[str]":
    """Check the contracts in a fresh process, in which `negotiate` is the package below `house` and no other."""
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    colourless = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}
    return subprocess.run(
        [sys.executable, "-c", command],
        cwd=house,
        env={**colourless, "PYTHONPATH": str(house), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_contracts_are_kept() -> None:
    run = lint(ROOT)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.fixture(scope="module")
def verdict_on_a_trespass(tmp_path_factory: pytest.TempPathFactory) -> str:
    house = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", house)
    shutil.copytree(ROOT / "negotiate", house / "negotiate", ignore=shutil.ignore_patterns("__pycache__"))
    (house / "negotiate" / "kernels" / "trespass.py").write_text(TRESPASS, encoding="utf-8")
    run = lint(house)
    assert run.returncode == 1, run.stdout + run.stderr
    return run.stdout


@pytest.mark.parametrize("name", sorted(CONTRACTS))
def test_a_trespass_is_seen(name: str, verdict_on_a_trespass: str) -> None:
    assert f"{name} BROKEN" in " ".join(verdict_on_a_trespass.split())


@pytest.mark.parametrize("name", [name for name, contract in CONTRACTS.items() if contract["type"] == "protected"])
def test_each_door_exists(name: str) -> None:
    for door in CONTRACTS[name]["allowed_importers"]:
        path = ROOT.joinpath(*door.split("."))
        assert path.is_dir() or path.with_suffix(".py").is_file(), f"{door} may import a library and is not there"
