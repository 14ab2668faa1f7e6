"""`negotiate kit`: the pages of a class."""

from __future__ import annotations

from negotiate.cli.arguments import Kit
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import origin, scenario
from negotiate.pages.kit import kit, write


def answer(asked: Kit) -> Answer:
    """The pages, written where a folder is named."""
    return Answer(write(kit(scenario(asked), asked.role), asked.out), origin(asked))
