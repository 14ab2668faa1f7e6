"""`negotiate whatif`: what if a number were another, and where the answer flips."""

from __future__ import annotations

from negotiate.cli.arguments import Whatif
from negotiate.cli.commands import Misused, chosen, one_question, pairs
from negotiate.cli.forms import Answer, budget
from negotiate.cli.messages import aside
from negotiate.cli.names import explained, names_of
from negotiate.cli.subjects import origin, scenario
from negotiate.report.screen.progress import progress
from negotiate.whatif import indices as kinds
from negotiate.whatif.asking import ask
from negotiate.whatif.frames import FORMATS
from negotiate.whatif.indicators import INDICATORS, USUAL
from negotiate.whatif.points import SAMPLINGS

ASKED = ("--indices", "--where", "--commit", "--reach")
"""Other questions than what becomes of the answers."""
GIVEN = (
    "seed",
    "commit",
    "accuracy",
    "reach",
    "indices",
    "where",
    "jobs",
    "scheduler",
    "into",
    "resume",
)
"""What is passed on as it was given."""


def answer(asked: Whatif) -> Answer:
    """The sweep, every number by what it moves, or another question."""
    subject, vary, draws = scenario(asked), pairs(asked.vary, "--vary") or None, asked.draws or 0
    watch, sampling = asked.watch or USUAL, chosen(asked.sampling, SAMPLINGS, "--sampling")
    form = chosen(asked.format, FORMATS, "--format")
    one_question(asked, ASKED)
    if asked.into is None and (asked.resume or form != FORMATS[0]):
        raise Misused(
            f"`{'--resume' if asked.resume else '--format'}` goes with `--into`",
            "write `--into FOLDER`",
        )
    with progress("solving", "points") as told:
        try:
            given = {name: getattr(asked, name) for name in GIVEN} | {"budget": budget(asked)}
            found = ask(
                subject, vary, watch, draws, sampling=sampling, form=form, told=told, **given
            )
        except KeyboardInterrupt:
            if asked.into is not None:
                aside(
                    f"`{asked.into}` holds what was done. With --resume the same command goes on."
                )
            raise
    return Answer(found, origin(asked))


def indicators(_: Whatif) -> Answer:
    """What can be watched."""
    found: dict[str, list[str]] = {}
    for one in INDICATORS:
        found.setdefault(one.name, []).append(one.says)
    return Answer(names_of("--watch", {name: "; ".join(says) for name, says in found.items()}))


def indices(_: Whatif) -> Answer:
    """The kinds of indices."""
    return Answer(explained("--indices", kinds.METHODS))
