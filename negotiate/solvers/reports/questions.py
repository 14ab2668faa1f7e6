"""What a game in normal form can be asked: each concept with the sentence that explains it."""

from __future__ import annotations

from negotiate.report.blocks import Cell, Column, Item, Items, Note, Report, Table
from negotiate.report.style import Look
from negotiate.solvers.concepts.asking import Questions
from negotiate.solvers.concepts.registry import NASH

NASH_SAYS = "Nobody gains by changing alone. This is what `solve` looks for without `--concept`."
CLOSING = "`negotiate solve SCENARIO --concept NAME` asks for one of them."


def report(found: Questions, look: Look) -> Report:
    """Every concept with what it says, and of a game that is given, why some do not fit it."""
    told = [(one, found.misfits.get(one.name, "")) for one in found.concepts]
    items = [Item(NASH[0], NASH_SAYS)]
    for concept, misfit in told:
        asks = f" `--player` says {concept.player}." if concept.player else ""
        unfit = f" Not for this game: `{concept.name}` {misfit}." if misfit else ""
        items.append(Item(concept.name, f"{concept.says}{asks}{unfit}"))
    rows = tuple((one.name, one.says, Cell(one.player, one.player), Cell(misfit, misfit)) for one, misfit in told)
    heads = (Column("concept"), Column("says"), Column("player"), Column("does not fit"))
    table = Table(heads, ((NASH[0], NASH_SAYS, None, None), *rows), only="programs")
    return Report("", (Items(tuple(items)), table, Note(CLOSING)))
