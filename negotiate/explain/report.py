"""What a concept means, and its steps on a scenario; or every concept by its name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from negotiate.explain.catalogue import STRATEGIES, WORDS, Catalogue, Explanation
from negotiate.explain.walk import Walkthrough
from negotiate.report.blocks import Block, Item, Items, Note, Report, Section, Sentence
from negotiate.report.style import Look
from negotiate.report.words import capital, counted, safe, sentence_of

HOW = "`negotiate explain CONCEPT` explains one. `negotiate explain CONCEPT SCENARIO` shows it on a scenario."
LATER = (WORDS, STRATEGIES)
"""Families that a page lists only where everything is wanted."""
PLACES = {"file": "In a file", "shown_as": "In an answer", "asked": "Asked by", "python": "In Python"}
"""Where a reader meets a concept, in words."""


def report_catalogue(found: Catalogue, look: Look) -> Report:
    """The names of all concepts, a row a family."""
    families = groupby(found.concepts, key=lambda one: one.family)
    rows = [Item(heading, ", ".join(one.name for one in some)) for heading, some in families]
    shown, more = (tuple(row for row in rows if (row.name in LATER) is later) for later in (False, True))
    said = Sentence(f"{counted(len(found.concepts), 'concept')} can be explained.")
    return Report("", (said, Items(shown), Items(more, detail=True), Note(HOW)), more="strategies and words of files")


def report_explanation(found: Explanation, look: Look) -> Report:
    """One concept in plain words."""
    return Report(capital(found.title), tuple(_text(found, bool(found.walk))))


def report(found: Walkthrough, look: Look) -> Report:
    """A concept, then its steps on the scenario, or why there are none."""
    concept, about = found.concept, getattr(found.answer, "game", None) or getattr(found.answer, "problem", None)
    players = tuple(getattr(about or getattr(found.answer, "model", None), "players", ()))
    title = f"{capital(concept.title)}: {safe(found.title, True)}"
    if found.answer is not None:
        steps = Section("Step by step", tuple(found.steps(look)))
        return Report(title, (*_text(concept, False), steps), players)
    if not concept.walk:
        return Report(title, (*_text(concept, False), Sentence("No steps go with this concept.")))
    shows = f"`negotiate explain {concept.name} {concept.fits}` shows the concept."
    return Report(title, (*_text(concept, False), Sentence(f"{sentence_of(found.misfit)} {shows}")))


def _text(found: Explanation, lead: bool) -> Iterator[Block]:
    """What a concept means, where it comes from, where a reader meets it, and where it can be seen."""
    yield Sentence(found.says)
    places = [(words, text) for key, words in PLACES.items() if (text := getattr(found, key))]
    if found.source:
        yield Note(f"Source: {found.source.replace('*', '')}.")
    if places:
        yield Note(" ".join(f"{words}: {text}." for words, text in places))
    if lead:
        yield Note(f"`negotiate explain {found.name} {found.fits}` shows the concept step by step.")
