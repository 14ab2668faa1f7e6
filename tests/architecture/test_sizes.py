"""Size is a cost: what tells results, and the command line, stay small."""

import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / ".ci" / "sizes.py"
TOLD, COMMAND_LINE = 10_000, 1_500
"""Lines of code: the report room, its writers and every telling together; the command line."""


def test_telling_and_the_command_line_stay_small(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("sizes", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    found = script.sizes()
    assert sum(count for path, count in found.items() if script.tells(path)) < TOLD
    assert sum(count for path, count in found.items() if path.parent.name == "cli") < COMMAND_LINE
    sample = tmp_path / "sample.py"
    sample.write_text(
        '"""What it is."""\n\n# why\nX = (\n    1,\n)\n\n\ndef f() -> None:\n    """Says it."""\n    return X\n'
    )
    assert script.code_lines(sample) == 5
