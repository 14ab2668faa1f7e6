"""The files of shipped scenarios, each read once."""

from functools import cache

from negotiate.loading.scenario_file import Reading


@cache
def reading(name: str) -> Reading:
    """The file of a scenario."""
    return Reading(name)
