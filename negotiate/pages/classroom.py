"""The results of a class, whatever it played: held against theory, written as a page, or taken down line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from negotiate.errors import ScenarioError, UnsuitableGame
from negotiate.language.text.source import Source
from negotiate.language.writing.atomic import put, refuse_other
from negotiate.model.negotiation import Negotiation
from negotiate.pages.debrief import Debrief, debrief
from negotiate.pages.plays import Plays, played, plays
from negotiate.report import html
from negotiate.report.registry import report_of
from negotiate.report.style import Look

LENSES = ("deal", "solve", "tree", "simulate")
"""What a class can play: signing a deal, choosing at once, in turn, or again and again."""
AGAIN = 3
"""Seconds after which a page that still changes is read anew."""
Found = Debrief | Plays


def held(negotiation: Negotiation, source: Source, lens: str | None = None, *, anonymous: bool = False) -> Found:
    """What groups came to, beside what theory says of the game that they played.

    Parameters
    ----------
    negotiation : Negotiation
        What was played.
    source : Source
        One group a line; see `results.read`.
    lens : {'deal', 'solve', 'tree', 'simulate'}, optional
        What was played; by default a deal where there is something to agree on, else the game.
    anonymous : bool
        Whether to forget which group is which.

    Raises
    ------
    ScenarioError
        If lines cannot be read, all of them at once.
    UnsuitableGame
        If there is no group.
    """
    lens = lens or played(negotiation) or "deal"
    if lens == "deal":
        return debrief(negotiation, source, anonymous=anonymous)
    return plays(negotiation, source, lens, anonymous=anonymous)


def write(found: Found, path: str, *, large: bool = False, refresh: int = 0) -> None:
    """Write the page of a class.

    Raises
    ------
    FileRefused
        If something else stands there.
    NotWritten
        If the system refuses.
    """
    place = Path(path)
    refuse_other(place, "debrief.html", html.OPENING)
    put(place, html.page(report_of(found, Look()), large=large, refresh=refresh), replace=place.exists())


def follow(
    hold: Callable[[Source], Found],
    source: Source,
    lines: Iterable[str],
    changed: Callable[[Found], None],
    told: Callable[[ScenarioError | UnsuitableGame | str], None],
) -> Found:
    """Take down lines as they come; a mistake is told and forgotten, and a group's second line replaces its first.

    Parameters
    ----------
    hold : callable
        Holds what is known so far against theory.
    source : Source
        What is known at the beginning.
    lines : iterable of str
        One group each, as they come.
    changed : callable
        It is given everything known after each line that could be read.
    told : callable
        It is given each mistake, and a sentence where a line replaces another.

    Returns
    -------
    Found
        Everything.

    Raises
    ------
    UnsuitableGame
        If there is no group in the end.
    """
    known = {line.split()[0].strip(",;"): line for line in source.text.split("\n") if line.split()}
    if known:
        changed(hold(source))
    for count, line in enumerate(lines, 1):
        words = line.replace(",", " ").replace(";", " ").partition("#")[0].split()
        if not words:
            continue
        try:
            hold(Source(line.rstrip("\n"), f"line {count}"))
        except (ScenarioError, UnsuitableGame) as wrong:
            told(wrong)
            continue
        if words[0] in known:
            told(f"Group {words[0]} stands in place of what was said before.")
        known[words[0]] = line.rstrip("\n")
        changed(hold(Source("\n".join(known.values()), source.shown)))
    return hold(Source("\n".join(known.values()), source.shown))
