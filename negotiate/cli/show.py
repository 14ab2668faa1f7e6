"""`negotiate show`: read a scenario before anybody solves it."""

from __future__ import annotations

from negotiate.cli.arguments import Show
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import scenario


def answer(asked: Show) -> Answer:
    """The scenario as it is written."""
    return Answer(scenario(asked))
