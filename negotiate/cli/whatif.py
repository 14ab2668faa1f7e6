"""`negotiate whatif`: what if a number were another, and where the answer flips."""

from __future__ import annotations

from typing import Any

from negotiate.cli.arguments import Whatif
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import origin, scenario
from negotiate.cli.usage import chosen, pairs
from negotiate.whatif.answers import USUAL
from negotiate.whatif.asking import ask
from negotiate.whatif.points import SAMPLINGS


def answer(asked: Whatif) -> Answer:
    """The sweep, every number by what it moves, or another question."""
    vary = pairs(asked.vary, "--vary")
    watch, sampling = asked.watch or USUAL, chosen(asked.sampling, SAMPLINGS, "--sampling")
    more: dict[str, Any] = {"commit": asked.commit, "accuracy": asked.accuracy, "reach": asked.reach}
    found = ask(scenario(asked), vary or None, watch, asked.draws or 0, seed=asked.seed, sampling=sampling, **more)
    return Answer(found, origin(asked))
