"""What `negotiate tree --threats` answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from negotiate.cli.forms import Answer
from negotiate.cli.games import GameFile

if TYPE_CHECKING:
    from negotiate.views.scenario import Scenario


def threats_answer(subject: Scenario | GameFile, origin: dict[str, Any]) -> Answer:
    """What is found about the threats of a scenario or a game."""
    from negotiate.credibility import threats  # noqa: PLC0415 - start-up stays light

    return Answer(threats(subject.in_turn() if isinstance(subject, GameFile) else subject), origin)
