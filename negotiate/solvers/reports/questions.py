"""What a game in normal form can be asked: each concept with the sentence that explains it."""

from __future__ import annotations

from negotiate.report.blocks import Item, Items, Note, Report
from negotiate.report.style import Look
from negotiate.solvers.concepts.asking import Questions

NASH_SAYS = "No player gains by changing alone. `solve` looks for this without `--concept`."
CLOSING = "`negotiate solve SCENARIO --concept NAME` asks for one concept."


def report(found: Questions, look: Look) -> Report:
    """Every concept with what it says, and of a game that is given, why some do not fit it."""
    items = [Item(found.default, NASH_SAYS)]
    for concept in found.concepts:
        asks = f" `--player` names {concept.player}." if concept.player else ""
        misfit = found.misfits.get(concept.name)
        unfit = f" Not for this game: `{concept.name}` {misfit}." if misfit else ""
        items.append(Item(concept.name, f"{concept.says}{asks}{unfit}"))
    return Report("", (Items(tuple(items)), Note(CLOSING)))
