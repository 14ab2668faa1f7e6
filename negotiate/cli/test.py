"""`negotiate test`: whether a scenario's answers are what it expects."""

from __future__ import annotations

from negotiate.cli.arguments import Test
from negotiate.cli.commands import pairs
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import changes
from negotiate.language.expectations.testing import Verdicts, check_files
from negotiate.language.library import below


def answer(asked: Test) -> Answer:
    """What became of each expectation; exit code 1 where one failed."""
    files = below(asked.paths)
    found = Verdicts(
        check_files(files, changes(asked.settings), pairs(asked.fixes, "--fix"), asked.variant)
    )
    return Answer(found, code=1 if found.failed else 0)
