"""Size is a cost: how much code there is, how densely it is written, and how its modules hang
together.
"""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "sizes.py"
TOLD, COMMAND_LINE, WHATIF = 130_700, 19_700, 9_400
"""Tokens of code: the report room and the tellings of five lenses; the command line; what `whatif`
tells.
"""
FILE = 6_000
"""Tokens of code of one file: a file is one idea, and an idea is not cut in two to stay short."""
CHAIN = 12
"""Modules of which each imports the next when it is loaded."""
DEFERRED = 60
"""Imports inside functions: what is needed late stands at the top, and comes through a door
(`negotiate/doors.py`).
"""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sizes", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_telling_and_the_command_line_stay_small(script: ModuleType) -> None:
    found = {path: size.tokens for path, size in script.sizes().items()}
    told = {path: count for path, count in found.items() if script.tells(path)}
    whatif = sum(count for path, count in told.items() if "whatif" in path.parts)
    assert whatif < WHATIF
    assert sum(told.values()) - whatif < TOLD
    assert sum(count for path, count in found.items() if path.parent.name == "cli") < COMMAND_LINE


def test_no_file_is_two_modules(script: ModuleType) -> None:
    assert {
        path.name: size.tokens for path, size in script.sizes().items() if size.tokens > FILE
    } == {}


def test_imports_hang_together_in_short_chains_and_no_circle(script: ModuleType) -> None:
    assert len(script.chain()) <= CHAIN, script.chain()
    assert script.cycles() == []


def test_few_imports_stand_inside_functions(script: ModuleType) -> None:
    assert len(script.deferred()) <= DEFERRED, script.deferred()


def test_every_import_is_seen_whenever_it_runs(script: ModuleType) -> None:
    """One at a file's top, one through a door, one through a door of a folder, one for types, one
    in a function.
    """
    seen = set(script.all_imports())
    wanted = [
        ("negotiate.comparison.answers", "negotiate.errors", "now"),
        ("negotiate.equilibrium.registry", "negotiate.equilibrium.nash.choice", "late"),
        ("negotiate.scenario", "negotiate.bargaining.asking", "late"),
        ("negotiate.cli.subjects", "negotiate.equilibrium.registry", "late"),
        ("negotiate.scenario", "negotiate.conflict.graph_model", "types"),
        ("negotiate.report", "negotiate.report.style", "deferred"),
    ]
    assert [one for one in wanted if script.Import(*one) not in seen] == []


def test_code_alone_is_counted(script: ModuleType, tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text(
        '"""What it is."""\n\n# why\nX = (\n    1,\n)\n\n\ndef f() -> None:\n    """Says it."""\n  '
        "  return X\n"
    )
    assert script.size_of(sample) == (5, 15)
