"""`negotiate list`: the shipped scenarios."""

from __future__ import annotations

from negotiate.cli.arguments import List
from negotiate.cli.forms import Answer
from negotiate.language.shelf import shelf


def answer(asked: List) -> Answer:
    """The scenarios that come with the program."""
    return Answer(shelf(asked.for_class))
