"""The files of shipped scenarios, each read once, and how an expectation fails that is answered."""

import re
from functools import cache

from negotiate.language.scenario_file import Reading

ANSWERED = re.compile(r"agree|deal|holds|fails|^payoffs |^binding: ")
"""What the finding of an expectation says that fails by its answer, and not by an error."""


@cache
def reading(name: str) -> Reading:
    """The file of a scenario."""
    return Reading(name)
