"""`negotiate show`: read a scenario before anybody solves it."""

from __future__ import annotations

from negotiate.cli.arguments import Show
from negotiate.cli.commands import Misused
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import origin, scenario
from negotiate.language import briefs
from negotiate.pages import kit


def answer(asked: Show) -> Answer:
    """The scenario without what is for one reader alone; what one reader may know; or everything,
    for the teacher.
    """
    whole = scenario(asked)
    if asked.reader is not None:
        if asked.teacher:
            raise Misused("`--for` and `--teacher` do not go together", "leave one of them out")
        return Answer(kit.page_for(whole, asked.reader), origin(asked))
    if asked.teacher:
        return Answer(whole, look={"all": True, "teacher": True})
    if asked.as_json:
        return Answer(briefs.public(whole))  # the report leaves the same out, and says so
    return Answer(whole)
