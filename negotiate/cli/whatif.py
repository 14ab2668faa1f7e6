"""`negotiate whatif`: what if a number were another, and where the answer flips."""

from __future__ import annotations

from negotiate.cli.arguments import Whatif
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import origin, scenario
from negotiate.cli.usage import Misused
from negotiate.whatif.answers import INDICATORS, USUAL
from negotiate.whatif.sweep import whatif


def answer(asked: Whatif) -> Answer:
    """The sweep, or every number by what it moves.

    Raises
    ------
    Misused
        If something varies twice, or there is no such indicator.
    """
    vary: dict[str, str] = {}
    for text in asked.vary or ():
        name, sign, values = (part.strip() for part in text.partition("="))
        if not (name and sign and values):
            raise Misused(f"`--vary` takes NAME=VALUES, and not `{text}`", "such as `--vary deficit_weight=0:20:0.5`")
        if name in vary:
            raise Misused(f"`{name}` varies twice", "give it once")
        vary[name] = values
    return Answer(whatif(scenario(asked), vary or None, _watched(asked.watch)), origin(asked))


def _watched(given: str | None) -> tuple[str, ...]:
    """The indicators that are named, commas between.

    Raises
    ------
    Misused
        If there is no such indicator.
    """
    if given is None:
        return USUAL
    names = [one.name for one in INDICATORS]
    words = tuple(word.strip() for word in given.split(",") if word.strip())
    for word in words:
        if word not in names:
            raise Misused(f"there is no indicator `{word}`", f"there is {', '.join(names)}", (word, names))
    if not words:
        raise Misused("`--watch` names nothing", f"name some of {', '.join(names)}")
    return words
