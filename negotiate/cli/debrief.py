"""`negotiate debrief`: what a class came to."""

from __future__ import annotations

import sys
from functools import partial

from negotiate.cli.arguments import Debrief
from negotiate.cli.forms import Answer
from negotiate.cli.messages import aside, tell
from negotiate.cli.subjects import origin, scenario
from negotiate.cli.usage import Misused, chosen
from negotiate.errors import NegotiateError
from negotiate.pages.classroom import AGAIN, LENSES, Found, follow, held, write
from negotiate.pages.results import typed


def answer(asked: Debrief) -> Answer:
    """What every group came to; a page where a file is named, anew after each line where lines still come.

    Raises
    ------
    Misused
        If what is asked for needs a page or lines.
    """
    lens = None if asked.lens is None else chosen(asked.lens, LENSES, "--lens")
    for option, given in (("--projector", asked.projector), ("--live", asked.live)):
        if given and asked.out is None:
            raise Misused(f"`{option}` is about the page that `--out` writes", "add `--out FILE`")
    if not asked.results and not asked.live:
        raise Misused("the results are missing", 'name a file, write the lines ("7 BACD" "8 none"), or add `--live`')
    hold = partial(held, scenario(asked), lens=lens, anonymous=asked.anonymous)
    source = typed(asked.results or ())
    found = _followed(asked, hold, source) if asked.live else hold(source)
    if asked.out is not None:
        write(found, asked.out, large=asked.projector)
        aside(f"`{asked.out}` is written")
    return Answer(found, origin(asked))


def _followed(asked: Debrief, hold: partial[Found], source: object) -> Found:
    def told(wrong: NegotiateError | str) -> None:
        aside(wrong) if isinstance(wrong, str) else tell(wrong, [])

    changed = partial(write, path=asked.out, large=asked.projector, refresh=AGAIN)
    return follow(hold, source, sys.stdin, changed, told)
