"""`negotiate report`: what every lens finds, on one page."""

from __future__ import annotations

from negotiate.cli.arguments import Report
from negotiate.cli.forms import Answer, budget
from negotiate.cli.subjects import origin, scenario
from negotiate.pages.analysis import analysis, write

HALF = 0.5
"""The share of the time for a what-if that one part of a page is given."""


def answer(asked: Report) -> Answer:
    """A sentence a lens; the whole page where a file is named."""
    return Answer(
        write(analysis(scenario(asked), asked.run, budget(asked, HALF)), asked.out), origin(asked)
    )
