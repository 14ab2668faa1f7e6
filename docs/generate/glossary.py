"""The glossary: every concept that `negotiate explain` tells, in the order of the alphabet, and the
works they cite.
"""

from __future__ import annotations

import re

from docs.generate.commands import commands
from docs.generate.introductions import introduction
from negotiate.equilibrium.registry import CONCEPTS
from negotiate.explain.catalogue import Explanation, references, written

PLACES = {
    "file": "In the file",
    "shown_as": "In an answer",
    "asked": "Asked by",
    "python": "In Python",
}


def page() -> str:
    """Every concept with what it means, where a reader meets it and where it comes from; then the
    sources.
    """
    pieces = ["# Glossary\n", introduction("glossary", "top")]
    pieces += [
        _entry(one) for one in sorted(written().values(), key=lambda one: one.title.casefold())
    ]
    return "\n".join([*pieces, "## Sources\n", *(f"- {work}" for work in references())])


def _entry(one: Explanation) -> str:
    facts = [
        f"*{words}:* {_linked(text)}."
        for key, words in PLACES.items()
        if (text := getattr(one, key))
    ]
    facts += [f"*Source:* {one.source}."] if one.source else []
    facts += [f"*On a scenario:* `negotiate explain {one.name} {one.fits}`."] if one.walk else []
    return f"## {one.title}\n\n{one.says}\n\n{' '.join(facts)}\n"


def _linked(text: str) -> str:
    """Commands between backticks led to their pages, and concepts of `solve` to theirs."""
    known, concepts = commands(), {one.name for one in CONCEPTS}

    def link(found: re.Match[str]) -> str:
        command, *words = found[1].split()
        if command not in known:
            return found[0]
        if command == "solve" and words[-1:] and words[-1] in concepts:
            return f"[{found[0]}](/reference/concepts.md#{words[-1]})"
        return f"[{found[0]}](/reference/commands/{command}.md)"

    return re.sub(r"`([^`]+)`", link, text)
