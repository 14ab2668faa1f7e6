"""`negotiate rerun`: whether the question of a run folder has the same result again."""

from __future__ import annotations

from negotiate.cli.arguments import Rerun
from negotiate.cli.forms import Answer
from negotiate.report.screen.progress import progress
from negotiate.whatif.rerun import rerun


def answer(asked: Rerun) -> Answer:
    """The comparison."""
    with progress("solving", "points") as told:
        found = rerun(asked.manifest, asked.jobs, asked.scheduler, told)
    return Answer(found, {"manifest": asked.manifest}, code=0 if found.same else 1)
