"""`negotiate whatif`: what if a number were another, and where the answer flips."""

from __future__ import annotations

from negotiate.cli.arguments import Whatif
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import origin, scenario
from negotiate.cli.usage import chosen, one_question, pairs
from negotiate.whatif.answers import USUAL
from negotiate.whatif.points import SAMPLINGS


def answer(asked: Whatif) -> Answer:
    """The sweep, or every number by what it moves; what answers depend on, or where one holds."""
    subject, vary, draws = scenario(asked), pairs(asked.vary, "--vary") or None, asked.draws or 0
    watch = [word.strip() for word in (asked.watch or ",".join(USUAL)).split(",") if word.strip()]
    sampling, question = chosen(asked.sampling, SAMPLINGS, "--sampling"), one_question(asked, ("--indices", "--where"))
    if question == "--indices":
        found = subject.indices(vary, watch=watch, method=asked.indices, draws=draws, seed=asked.seed)
    elif question == "--where":
        found = subject.regions(vary, where=asked.where, draws=draws, seed=asked.seed, sampling=sampling)
    else:
        found = subject.whatif(vary, draws, watch, seed=asked.seed, sampling=sampling)
    return Answer(found, origin(asked))
