"""`negotiate test`: whether a scenario's answers are what it expects."""

from __future__ import annotations

from negotiate.cli.forms import Answer, answers
from negotiate.cli.options import Fixes, Paths, Settings, VariantName, pairs
from negotiate.cli.options import settings as read_settings


@answers
def judge(paths: Paths, variant: VariantName = None, settings: Settings = None, fixes: Fixes = None) -> Answer:
    """Whether the answers are what a file expects."""
    from negotiate.expectations import check_files  # noqa: PLC0415 - start-up stays light
    from negotiate.expectations.report import Verdicts  # noqa: PLC0415 - start-up stays light
    from negotiate.loading.library import below  # noqa: PLC0415 - start-up stays light

    found = Verdicts(check_files(below(paths), read_settings(settings), pairs(fixes, "--fix"), variant))
    return Answer(found, code=1 if found.failed else 0)
