"""`negotiate whatif`: what if a number were another, and where the answer flips."""

from __future__ import annotations

from negotiate.cli.arguments import Whatif
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import origin, scenario
from negotiate.cli.usage import chosen, pairs
from negotiate.whatif.answers import USUAL
from negotiate.whatif.points import SAMPLINGS
from negotiate.whatif.sweep import whatif


def answer(asked: Whatif) -> Answer:
    """The sweep, or every number by what it moves."""
    vary = pairs(asked.vary, "--vary")
    watch, sampling = asked.watch or USUAL, chosen(asked.sampling, SAMPLINGS, "--sampling")
    found = whatif(scenario(asked), vary or None, watch, asked.draws or 0, seed=asked.seed, sampling=sampling)
    return Answer(found, origin(asked))
