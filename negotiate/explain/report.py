"""What a concept means, and its steps on a scenario; or every concept by its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from negotiate.explain.catalogue import STRATEGIES, Catalogue, Explanation
from negotiate.explain.walk import Walkthrough
from negotiate.report.blocks import Block, Item, Items, Note, Report, Section, Sentence
from negotiate.report.style import Look, capital, counted, safe, sentence_of

HOW = (
    "`negotiate explain CONCEPT` explains one. `negotiate explain CONCEPT SCENARIO` shows it on "
    "a scenario."
)
PLACES = {
    "file": "In a file",
    "shown_as": "In an answer",
    "asked": "Asked by",
    "python": "In Python",
}
"""Where a reader meets a concept, in words."""


def report_catalogue(found: Catalogue, look: Look) -> Report:
    """The names of the concepts that have steps, a row a family; then, as details, all others."""
    shown = [one for one in found.concepts if one.walk and one.family != STRATEGIES]
    count = counted(len(found.concepts), "concept")
    said = Sentence(f"{count} can be explained. These can be shown step by step on a scenario:")
    rest = Section(
        "Other concepts",
        (_families([one for one in found.concepts if one not in shown]),),
        detail=True,
    )
    return Report("", (said, _families(shown), rest, Note(HOW)))


def _families(concepts: Sequence[Explanation]) -> Items:
    """A row a family, with the names of its concepts."""
    families = groupby(concepts, key=lambda one: one.family)
    return Items(
        tuple(Item(heading, ", ".join(one.name for one in some)) for heading, some in families)
    )


def report_explanation(found: Explanation, look: Look) -> Report:
    """One concept in plain words."""
    return Report(capital(found.title), tuple(_text(found, bool(found.walk))))


def report(found: Walkthrough, look: Look) -> Report:
    """A concept, then its steps on the scenario, or why there are none."""
    concept, about = (
        found.concept,
        getattr(found.answer, "game", None) or getattr(found.answer, "problem", None),
    )
    players = tuple(getattr(about or getattr(found.answer, "model", None), "players", ()))
    title = f"{capital(concept.title)}: {safe(found.title, True)}"
    if found.answer is not None:
        heading = f"What `negotiate {found.command}` finds" if found.command else "Step by step"
        steps = Section(heading, tuple(found.steps(look)))
        return Report(title, (*_text(concept, False), steps), players)
    if not concept.walk:
        return Report(title, (*_text(concept, False), Sentence("No steps go with this concept.")))
    shows = f"`negotiate explain {concept.name} {concept.fits}` shows the concept."
    return Report(title, (*_text(concept, False), Sentence(f"{sentence_of(found.misfit)} {shows}")))


def _text(found: Explanation, lead: bool) -> Iterator[Block]:
    """What a concept means, where it comes from, where a reader meets it, and where it can be
    seen.
    """
    yield Sentence(found.says.replace("*", ""))
    if found.decides:
        yield Note(f"The method `{found.name}`: {found.decides}")
    places = [(words, text) for key, words in PLACES.items() if (text := getattr(found, key))]
    if found.source:
        yield Note(f"Source: {found.source.replace('*', '')}.")
    if places:
        yield Note(" ".join(f"{words}: {text}." for words, text in places))
    if lead:
        yield Note(f"`negotiate explain {found.name} {found.fits}` shows the concept step by step.")
