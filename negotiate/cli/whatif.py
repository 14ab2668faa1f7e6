"""`negotiate whatif`: what if a number were another, and where the answer flips."""

from __future__ import annotations

from typing import Any

from negotiate.cli.arguments import Whatif
from negotiate.cli.forms import Answer
from negotiate.cli.messages import aside
from negotiate.cli.subjects import origin, scenario
from negotiate.cli.usage import Misused, chosen, one_question, pairs
from negotiate.report.screen.progress import progress
from negotiate.whatif.answers import USUAL
from negotiate.whatif.asking import ask
from negotiate.whatif.frames import FORMATS
from negotiate.whatif.points import SAMPLINGS

ASKED = ("--indices", "--where", "--commit", "--reach")
"""Other questions than what becomes of the answers."""


def answer(asked: Whatif) -> Answer:
    """The sweep, every number by what it moves, or another question."""
    subject, vary, draws = scenario(asked), pairs(asked.vary, "--vary") or None, asked.draws or 0
    watch, sampling = asked.watch or USUAL, chosen(asked.sampling, SAMPLINGS, "--sampling")
    question, form = one_question(asked, ASKED), chosen(asked.format, FORMATS, "--format")
    if asked.into is None and (asked.resume or form != FORMATS[0]):
        raise Misused(f"`{'--resume' if asked.resume else '--format'}` goes with `--into`", "write `--into FOLDER`")
    more: dict[str, Any] = {name: getattr(asked, name) for name in ("commit", "accuracy", "reach")}
    if question == "--indices":
        found = subject.indices(vary, watch=watch, method=asked.indices, draws=draws, seed=asked.seed)
    elif question == "--where":
        found = subject.regions(vary, where=asked.where, draws=draws, seed=asked.seed, sampling=sampling)
    elif question or asked.accuracy is not None:
        found = ask(subject, vary, watch, draws, seed=asked.seed, sampling=sampling, **more)
    else:
        more = {name: getattr(asked, name) for name in ("seed", "jobs", "scheduler", "into", "resume")}
        with progress("solving", "points") as told:
            try:
                found = subject.whatif(vary, draws, watch, sampling=sampling, form=form, told=told, **more)
            except KeyboardInterrupt:
                if asked.into is not None:
                    aside(f"`{asked.into}` holds what was done. With --resume the same command goes on.")
                raise
    return Answer(found, origin(asked))
