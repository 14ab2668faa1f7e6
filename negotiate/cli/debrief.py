"""`negotiate debrief`: what a class came to."""

from __future__ import annotations

from negotiate.cli.arguments import Debrief
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import origin, scenario
from negotiate.pages.debrief import debrief
from negotiate.pages.results import typed


def answer(asked: Debrief) -> Answer:
    """Every group's deal."""
    return Answer(debrief(scenario(asked), typed(asked.results)), origin(asked))
