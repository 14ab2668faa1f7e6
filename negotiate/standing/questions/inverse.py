"""The inverse question: which rankings let a state stand, and how far the given ones are from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from negotiate.display import Shown
from negotiate.errors import GameTooLarge
from negotiate.standing.looking_ahead.concepts import checked_concept, checked_sanctions
from negotiate.standing.looking_ahead.lookahead import Lookahead
from negotiate.standing.questions.changes import Changes, smallest_changes
from negotiate.standing.questions.demands import Demand, demands
from negotiate.standing.states.places import place_of

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel

STATES = 4_096
"""States of a model about which this is asked."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Inverse(Shown):
    """Which rankings let a state stand.

    Parameters
    ----------
    model : GraphModel
        What was asked about.
    look : Lookahead
        The state, the concept and the rule of sanctions.
    demands : tuple of Demand
        One for each move that leaves the state; rankings make it stable exactly where they meet all of these.
    failing : tuple of Demand
        Those that the given rankings do not meet; none where the state is stable already.
    changes : Changes
        The fewest swaps of neighbours after which it is stable.
    """

    model: GraphModel
    look: Lookahead
    demands: tuple[Demand, ...]
    failing: tuple[Demand, ...]
    changes: Changes

    @property
    def state(self) -> int:
        """The number of the state in the model's arrays."""
        return self.look.state

    @property
    def stable(self) -> bool:
        """Whether it is stable under the given rankings."""
        return not self.changes.smallest[0].swaps

    @property
    def swaps(self) -> int:
        """How many swaps of neighbours the smallest change takes."""
        return len(self.changes.smallest[0].swaps)

    @property
    def complete(self) -> bool:
        """Whether all ways to meet each demand are listed, and no smaller change exists."""
        return self.changes.certain and all(demand.complete for demand in self.demands)

    def __repr__(self) -> str:
        size = f"{self.swaps} swaps away" if not self.stable else "stable"
        return f"<Inverse {self.model.title or 'untitled'!r}: {self.model.states[self.state]}, {size}>"


def inverse(model: GraphModel, state: Any, concept: str = "R", sanctions: str = "sequence") -> Inverse:
    """Ask which rankings let a state stand, and which smallest change of the given ones does.

    Parameters
    ----------
    model : GraphModel
        A scenario's `standing()`, or one from tables.
    state : hashable or Mapping[str, str]
        A state, the label of what happened, "status quo", or issue → option.
    concept : {'R', 'GMR', 'SMR', 'SEQ', 'SIM'}
        How far everybody looks ahead.
    sanctions : {'sequence', 'one-step'}
        Whether others may answer one after the other, or by one move of one of them.

    Returns
    -------
    Inverse

    Raises
    ------
    UnsuitableGame
        If there is no such state, concept or rule.
    GameTooLarge
        If the model has more than `STATES` states.

    References
    ----------
    Kinsara, R. A., Kilgour, D. M. and Hipel, K. W. (2015). Inverse approach to the graph model for conflict resolution.

    Examples
    --------
    >>> from negotiate.standing.graph_model import GraphModel
    >>> dilemma = GraphModel.from_tables(
    ...     ["CC", "CD", "DC", "DD"],
    ...     {"row": {"CC": ["DC"], "DC": ["CC"], "CD": ["DD"], "DD": ["CD"]},
    ...      "column": {"CC": ["CD"], "CD": ["CC"], "DC": ["DD"], "DD": ["DC"]}},
    ...     {"row": ["DC", "CC", "DD", "CD"], "column": ["CD", "CC", "DD", "DC"]},
    ... )
    >>> inverse(dilemma, "CC").swaps
    2
    """
    if len(model.states) > STATES:
        raise GameTooLarge("states", len(model.states), STATES, "ask about a smaller model")
    look = Lookahead(model, place_of(model, state), checked_concept(concept), checked_sanctions(sanctions))
    ranks = [[int(rank) for rank in row] for row in model.ranks]
    found = demands(look)
    failing = tuple(demand for demand in found if not look.stays(demand.player, ranks) and not demand.met(ranks))
    return Inverse(model, look, found, failing, smallest_changes(look))
