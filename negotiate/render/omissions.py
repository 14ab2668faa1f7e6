"""What a scenario's page leaves for `--all`, told from the difference between the two pages."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.model.negotiation import Negotiation
from negotiate.render.preferences import ORDER
from negotiate.render.repeat import AGAIN
from negotiate.render.sections import Section
from negotiate.report.words import joined

_LATER = {
    AGAIN: "how it is played again",
    "What really happened": "what really happened",
    "Teaches": "what it teaches",
    "Briefs": "briefs",
    "Sources": "sources",
}
"""Sections that only the whole page has, by what the short one calls them."""


def left_out(found: Negotiation, shown: Sequence[Section], whole: Sequence[Section]) -> list[str]:
    """What the whole page has and the shown one lacks, in the order of the page; empty where it has it all."""
    told = {section.heading: section.rows for section in shown}
    more = [section.heading for section in whole if told.get(section.heading) != section.rows]
    worth = [heading for heading in more if heading.startswith("Worth to ")]
    held, variants = found.parameters.values(), found.variants.values()
    short = {
        "term": any(heading not in told for heading in worth),
        "move": "Moves" in more,
        "strategy": AGAIN in told and AGAIN in more and bool(found.repeat.machines),
        "phase": AGAIN in told and AGAIN in more and bool(found.repeat.phases),
        "parameter": any(p.low is not None or p.about or p.unit or p.source for p in held),
        "variant": any(v.title or v.about or v.settings or v.fixes or v.removals for v in variants),
    }
    if parts := [part for part, is_short in short.items() if is_short]:
        parts = [f"each {joined(parts)} in full"]
    if any(heading.startswith(ORDER) for heading in more):
        parts.append("every place of an order")
    if any(_noted(heading, told) for heading in more):
        parts.append("notes")
    return [*parts, *(said for heading, said in _LATER.items() if heading in more and heading not in told)]


def _noted(heading: str, told: dict[str, list[tuple[str, str]]]) -> bool:
    """Whether a section stands on both pages and only says more on the whole one."""
    return (
        heading in told
        and heading not in ("Moves", AGAIN)
        and not heading.startswith(("Parameters", "Variants", ORDER))
    )
