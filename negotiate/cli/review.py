"""`negotiate review`: look back on a game that was played."""

from __future__ import annotations

from pathlib import Path

from negotiate.cli.arguments import Review
from negotiate.cli.forms import Answer
from negotiate.play.review import review


def answer(asked: Review) -> Answer:
    """The game of a log, played again and judged."""
    return Answer(review(Path(asked.game)), {"game": asked.game})
