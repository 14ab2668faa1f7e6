"""`negotiate show`: read a scenario before anybody solves it."""

from __future__ import annotations

from negotiate.cli.arguments import Show
from negotiate.cli.commands import Misused
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import origin, scenario


def answer(asked: Show) -> Answer:
    """The scenario without what is for one reader alone; what one reader may know; or everything, for the teacher."""
    whole = scenario(asked)
    if asked.reader is not None:
        if asked.teacher:
            raise Misused("`--for` and `--teacher` do not go together", "leave one of them out")
        from negotiate.pages.kit import page_for  # noqa: PLC0415 - loaded for a reader alone

        return Answer(page_for(whole, asked.reader), origin(asked))
    if asked.teacher:
        return Answer(whole, look={"all": True, "teacher": True})
    if asked.as_json:
        from negotiate.language.briefs import public  # noqa: PLC0415 - loaded with the report

        return Answer(public(whole))  # the report leaves the same out, and says so
    return Answer(whole)
