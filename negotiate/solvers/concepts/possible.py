"""Says why concepts that compare strategies whatever the others do need every combination to be possible."""

from __future__ import annotations

import numpy as np

from negotiate.games.normal_form import NormalFormGame


def impossible(game: NormalFormGame) -> str | None:
    """Nothing where every combination can happen; else the end of a sentence that begins with the concept's name.

    Examples
    --------
    >>> from dataclasses import replace
    >>> game = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> impossible(replace(game, feasible=np.array([[True, True], [False, True]])))
    'needs every combination of strategies to be possible, and 1 of the 4 is impossible here'
    """
    if game.feasible is None or game.feasible.all():
        return None
    count, size = int(np.count_nonzero(~game.feasible)), game.feasible.size
    verb = "is" if count == 1 else "are"
    return f"needs every combination of strategies to be possible, and {count:,} of the {size:,} {verb} impossible here"
