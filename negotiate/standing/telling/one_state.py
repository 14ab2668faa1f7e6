"""One state told whole: for each player and concept whether it would stay, and what each of its gains would meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from negotiate.display import Shown
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.looking_ahead.verdict import Verdict
from negotiate.standing.stability import Stability
from negotiate.standing.states.places import place_of


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OneState(Shown):
    """Why one state is left or not.

    Parameters
    ----------
    found : Stability
        Of all states.
    state : int
        Which one.
    verdicts : tuple of tuple of Verdict
        For each concept, in the order of `found.concepts`, one a player.
    """

    found: Stability
    state: int
    verdicts: tuple[tuple[Verdict, ...], ...]

    @property
    def model(self) -> GraphModel:
        """What the state belongs to."""
        return self.found.model

    def __repr__(self) -> str:
        by = ", ".join(self.found.by_concept(self.state)) or "nothing"
        return f"<OneState {self.model.states[self.state]!s}: stable by {by}>"


def one_state(found: Stability, state: Any) -> OneState:
    """Tell one state.

    Parameters
    ----------
    found : Stability
        Of all states.
    state : hashable or Mapping[str, str]
        Its name; "status quo"; the label of what happened; or issue → option.

    Raises
    ------
    UnsuitableGame
        If there is no such state.

    Examples
    --------
    >>> from negotiate import load
    >>> from negotiate.standing.stability import stability
    >>> crash = one_state(stability(load("classics/chicken").standing()), {"row": "straight", "column": "straight"})
    >>> [verdict.stable for verdict in crash.verdicts[0]]
    [False, False]
    """
    place = place_of(found.model, state)
    players = range(len(found.model.keys))
    return OneState(
        found,
        place,
        tuple(tuple(found.verdict(place, player, concept) for player in players) for concept in found.concepts),
    )
