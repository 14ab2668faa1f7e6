"""`negotiate whatif`: what if a number were another, and where the answer flips."""

from __future__ import annotations

from typing import Any

from negotiate.cli.arguments import Whatif
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import origin, scenario
from negotiate.cli.usage import chosen, one_question, pairs
from negotiate.whatif.answers import USUAL
from negotiate.whatif.asking import ask
from negotiate.whatif.points import SAMPLINGS


def answer(asked: Whatif) -> Answer:
    """The sweep, every number by what it moves, or another question."""
    subject, vary, draws = scenario(asked), pairs(asked.vary, "--vary") or None, asked.draws or 0
    watch, sampling = asked.watch or USUAL, chosen(asked.sampling, SAMPLINGS, "--sampling")
    question = one_question(asked, ("--indices", "--where", "--commit", "--reach"))
    if question == "--indices":
        found = subject.indices(vary, watch=watch, method=asked.indices, draws=draws, seed=asked.seed)
    elif question == "--where":
        found = subject.regions(vary, where=asked.where, draws=draws, seed=asked.seed, sampling=sampling)
    else:
        more: dict[str, Any] = {"commit": asked.commit, "accuracy": asked.accuracy, "reach": asked.reach}
        found = ask(subject, vary, watch, draws, seed=asked.seed, sampling=sampling, **more)
    return Answer(found, origin(asked))
