"""How the answer to `negotiate tree --threats` leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from negotiate.cli import output
from negotiate.cli.games import GameFile

if TYPE_CHECKING:
    from negotiate.report.style import Look
    from negotiate.views.scenario import Scenario


def tell_threats(
    subject: Scenario | GameFile, look: Look, origin: dict[str, Any], *, as_json: bool, plain: bool
) -> None:
    """Print what is found about the threats of a scenario or a game, as JSON, as plain lines or as a page."""
    from negotiate.credibility import threats  # noqa: PLC0415 - start-up stays light

    found = threats(subject.in_turn() if isinstance(subject, GameFile) else subject)
    if as_json:
        from negotiate.export.threats import threats_json  # noqa: PLC0415 - start-up stays light

        output.as_json(threats_json(found, origin))
    elif plain:
        from negotiate.render.threats.plain import plain as said  # noqa: PLC0415 - start-up stays light

        output.lines(said(found))
    else:
        from negotiate.render.threats.page import threats as drawn  # noqa: PLC0415 - start-up stays light

        output.picture(drawn(found, look), look)
