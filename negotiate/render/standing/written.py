"""What `export` says of a file that holds the states and moves of a conflict."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text

from negotiate.render.solution import whole_sentence
from negotiate.report.screen.console import Drawn
from negotiate.report.style import TITLE, Look
from negotiate.report.words import counted, safe
from negotiate.standing.graph_model import GraphModel


def written(model: GraphModel, file: str, look: Look) -> RenderableType:
    """What stands in the file now, and what of it does not."""
    first, *others = sentences(model, file)
    return Drawn(lambda _: [Text(first, style=TITLE), *map(Text, others)], look)


def sentences(model: GraphModel, file: str) -> list[str]:
    """The same in plain sentences."""
    moves = sum(one.count for one in model.moves)
    size = f"{counted(len(model.states), 'state')} and {counted(moves, 'move')} of {counted(len(model.keys), 'player')}"
    return [f"{safe(file, True)} is written: {size}.", *(whole_sentence(note) for note in model.notes)]
