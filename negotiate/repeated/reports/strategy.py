"""One strategy: its idea, where it comes from, its parameters."""

from __future__ import annotations

from math import isinf

from negotiate.repeated.strategies.strategy import Strategy
from negotiate.report.blocks import Block, Column, Note, Report, Sentence, Table
from negotiate.report.style import Look
from negotiate.report.words import counted


def report(found: Strategy, look: Look) -> Report:
    """What the strategy does, and how far back it looks."""
    back = "all rounds" if isinf(found.memory) else counted(int(found.memory), "round")
    blocks: list[Block] = [Sentence(found.idea), Sentence(f"The strategy looks back {back}.")]
    if rows := tuple(found.parameters.items()):
        blocks.append(Table((Column("Parameter"), Column("value", "number")), rows))
    return Report(found.name, (*blocks, Note(found.history), Note(found.reference)))
