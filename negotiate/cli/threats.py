"""What `negotiate tree --threats` answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from negotiate.cli.forms import Answer, tell
from negotiate.cli.games import GameFile

if TYPE_CHECKING:
    from negotiate.report.style import Look
    from negotiate.views.scenario import Scenario


def threats_answer(subject: Scenario | GameFile, origin: dict[str, Any]) -> Answer:
    """What is found about the threats of a scenario or a game."""
    from negotiate.credibility import threats  # noqa: PLC0415 - start-up stays light

    return Answer(threats(subject.in_turn() if isinstance(subject, GameFile) else subject), origin)


def tell_threats(
    subject: Scenario | GameFile, look: Look, origin: dict[str, Any], *, as_json: bool, plain: bool
) -> None:
    """Let the answer leave, for a command that does not return answers yet."""
    answer = threats_answer(subject, origin)
    tell(answer, everything=look.all, as_json=as_json, plain=plain, ascii_only=look.ascii)
