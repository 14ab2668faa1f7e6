"""`negotiate list`: the shipped scenarios."""

from __future__ import annotations

from negotiate.cli.forms import Answer, answers


@answers
def list_scenarios() -> Answer:
    """The scenarios that come with the program."""
    from negotiate.loading.shelf import shelf  # noqa: PLC0415 - start-up stays light

    return Answer(shelf())
