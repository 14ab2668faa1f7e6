"""The results of a class, whatever it played: held against theory, written as a page, or taken down
line by line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from negotiate.errors import ScenarioError
from negotiate.language.text.source import Source
from negotiate.language.writing.atomic import put, refuse_other
from negotiate.lenses import lens_of
from negotiate.model.negotiation import Negotiation
from negotiate.pages.debrief import Debrief, debrief
from negotiate.pages.plays import Plays, played, plays, sheet
from negotiate.pages.results import Sheet, deals, read
from negotiate.report import html, report_of
from negotiate.report.blocks import Report, Sentence
from negotiate.report.style import Look

LENSES = ("deal", "solve", "tree", "simulate")
"""What a class can play: signing a deal, choosing at once, in turn, or again and again."""
AGAIN = 3
"""Seconds after which a page that still changes is read anew."""
Found = Debrief | Plays


def sheet_of(negotiation: Negotiation, lens: str | None = None) -> Sheet:
    """What groups fill in.

    Parameters
    ----------
    negotiation : Negotiation
        What is played.
    lens : {'deal', 'solve', 'tree', 'simulate'}, optional
        As what; by default a deal where there is something to agree on, else the game.

    Raises
    ------
    UnsuitableGame
        If nobody can fill that in.
    """
    lens = lens or played(negotiation) or "deal"
    return deals(negotiation) if lens_of(lens).signs else sheet(negotiation, lens)


def held(
    negotiation: Negotiation,
    source: Source | Mapping[str, str],
    lens: str | None = None,
    *,
    anonymous: bool = False,
) -> Found:
    """What groups came to, beside what theory says of the game that they played.

    Parameters
    ----------
    negotiation, lens
        As in `sheet_of`.
    source : Source or Mapping[str, str]
        One group a line; see `results.read`, whose answer may be given in its place.
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
    if lens_of(lens).signs:
        return debrief(negotiation, source, anonymous=anonymous)
    return plays(negotiation, source, lens, anonymous=anonymous)


def waiting(negotiation: Negotiation) -> Report:
    """What a page says before the first group has come in."""
    said = Sentence("No group has told its result yet.")
    return Report(f"{negotiation.heading}: debrief", (said,))


def write(found: Found | Report, path: str, *, large: bool = False, refresh: int = 0) -> None:
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
    report = found if isinstance(found, Report) else report_of(found, Look())
    put(place, html.page(report, large=large, refresh=refresh), replace=place.exists())


def follow(
    form: Sheet,
    source: Source,
    lines: Iterable[str],
    changed: Callable[[Mapping[str, str]], None],
    told: Callable[[ScenarioError | str], None],
) -> dict[str, str]:
    """Take down lines as they come; a mistake is told and forgotten, and a group's second line
    replaces its first.

    Parameters
    ----------
    form : Sheet
        What groups fill in.
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
    dict
        Each group with what it came to in the end.
    """
    known = read(form, source)
    if known:
        changed(known)
    for count, line in enumerate(lines, 1):
        try:
            new = read(form, Source(line.rstrip("\n"), f"line {count}"))
        except ScenarioError as wrong:
            told(wrong)
            continue
        for group in new:
            if group in known:
                told(f"Group {group} stands in place of what was said before.")
        known.update(new)
        if new:
            changed(known)
    return known
