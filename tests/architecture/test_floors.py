"""The floors of the house: imports point down, and each guest library has one door (contracts in
pyproject.toml).
"""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONTRACTS = {
    contract["name"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}

TRESPASS = """
import joblib, nashpy, networkx, numba, pydantic, rich.text, scipy.optimize, starlette, textual, typer, yaml
import negotiate.cli, negotiate.model.negotiation
"""


def lint(house: Path) -> "subprocess.CompletedProcess[str]":
    """Check the contracts in a fresh process, in which `negotiate` is the package below `house` and
    no other.
    """
    command = (
        "import sys; from importlinter.cli import lint_imports; "
        "sys.exit(lint_imports(no_cache=True))"
    )
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


def test_every_trespass_is_seen(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "negotiate", tmp_path / "negotiate", ignore=shutil.ignore_patterns("__pycache__")
    )
    for room in ("equilibrium/kernels", "report"):
        (tmp_path / "negotiate" / room / "trespass.py").write_text(TRESPASS, encoding="utf-8")
    run = lint(tmp_path)
    assert run.returncode == 1, run.stdout + run.stderr
    said = " ".join(run.stdout.split())
    assert [name for name in CONTRACTS if f"{name} BROKEN" not in said] == []


def test_each_door_exists() -> None:
    """Whatever may import a guest library is there."""
    doors = [
        door for contract in CONTRACTS.values() for door in contract.get("allowed_importers", ())
    ]
    paths = {door: ROOT.joinpath(*door.split(".")) for door in doors}
    assert paths
    assert [
        door
        for door, path in paths.items()
        if not path.is_dir() and not path.with_suffix(".py").is_file()
    ] == []
