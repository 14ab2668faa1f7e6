"""What would last: the game that both sides play alone, played again every period by players who value the next."""

from __future__ import annotations

from negotiate.model.negotiation import Negotiation
from negotiate.repeated.game import RepeatedGame
from negotiate.views.alone import alone

PATIENCE = 0.9
"""What the next round counts for a player of whom the file does not say."""


def again(negotiation: Negotiation) -> RepeatedGame:
    """The repeated game of a negotiation.

    Returns
    -------
    RepeatedGame
        Its stage is the game of `alone`, with the postures that the file names.
    """
    stage = alone(negotiation)
    patience = [player.patience for player in negotiation.players.values()]
    unsaid = [p.name for p in negotiation.players.values() if p.patience is None]
    notes = (f"the file does not say how patient {', '.join(unsaid)} is: {PATIENCE:g} is taken",) if unsaid else ()
    return RepeatedGame(
        stage, tuple(PATIENCE if factor is None else factor for factor in patience), notes=(*stage.notes, *notes)
    )
