"""`negotiate whatif`: what if a number were another, and where the answer flips."""

from __future__ import annotations

from negotiate.cli.arguments import Whatif
from negotiate.cli.forms import Answer
from negotiate.cli.messages import aside
from negotiate.cli.subjects import origin, scenario
from negotiate.cli.usage import Misused, chosen, pairs
from negotiate.report.screen.progress import progress
from negotiate.whatif.answers import USUAL
from negotiate.whatif.frames import FORMATS
from negotiate.whatif.points import SAMPLINGS
from negotiate.whatif.sweep import whatif


def answer(asked: Whatif) -> Answer:
    """The sweep, or every number by what it moves."""
    vary = pairs(asked.vary, "--vary")
    words = [word.strip() for word in (asked.watch or ",".join(USUAL)).split(",") if word.strip()]
    sampling, form = chosen(asked.sampling, SAMPLINGS, "--sampling"), chosen(asked.format, FORMATS, "--format")
    if asked.into is None and (asked.resume or form != FORMATS[0]):
        raise Misused(f"`{'--resume' if asked.resume else '--format'}` goes with `--into`", "write `--into FOLDER`")
    with progress("solving", "points") as told:
        try:
            more = {name: getattr(asked, name) for name in ("seed", "jobs", "scheduler", "into", "resume")}
            found = whatif(
                scenario(asked), vary or None, words, asked.draws or 0, sampling=sampling, form=form, told=told, **more
            )
        except KeyboardInterrupt:
            if asked.into is not None:
                aside(f"`{asked.into}` holds what was done. With --resume the same command goes on.")
            raise
    return Answer(found, origin(asked))
