"""What becomes of each outcome of one side on the other: it stays, shifts, blends in, vanishes, emerges or appears."""

from __future__ import annotations

from dataclasses import dataclass

from negotiate.comparison.causes import FateKind, Why
from negotiate.comparison.prediction import Outcome, Prediction
from negotiate.model.negotiation import Negotiation

SAME_ODDS = 1e-6
"""Two odds that differ by less are the same."""
LASTING: tuple[FateKind, ...] = ("stays", "blends", "emerges")


@dataclass(frozen=True, slots=True, eq=False)
class Fate:
    """One outcome on both sides.

    Parameters
    ----------
    kind : {'stays', 'shifts', 'blends', 'vanishes', 'emerges', 'appears'}
        It stays where both sides list it, and shifts where the same things are done with other probabilities. Where
        only one side lists it and the other has it all the same, as one of those between the ones it lists, it blends
        in if that is the second side, and emerges if it is the first.
    first, second : Outcome or None
        What it is on each side; None where it is none. So the first side lists as many as stay, shift, blend in and
        vanish, and the second as many as stay, shift, emerge and appear.
    """

    kind: FateKind
    first: Outcome | None
    second: Outcome | None


@dataclass(frozen=True, slots=True, eq=False)
class Fates:
    """Every outcome of both sides, and why one that is only on one side is not on the other.

    Parameters
    ----------
    each : tuple of Fate
        In the order of the first side, then what is new.
    gone : Leaving, Closed, Barred, Parting, OtherMoves, PrivateTypes, Unsigned, Better or None
        Why the first outcome that vanishes does; None if none does, or nobody can say.
    come : Leaving, Closed, Barred, Parting, OtherMoves, PrivateTypes, Unsigned, Better or None
        Why the first that appears was none before.
    signed : tuple of int
        For a lens in which something is signed: how many packages could be on each side, -1 (null in JSON) where nobody
        counted; empty for any other.
    """

    each: tuple[Fate, ...]
    gone: Why | None = None
    come: Why | None = None
    signed: tuple[int, ...] = ()

    def of(self, kind: FateKind) -> list[Fate]:
        """The outcomes with this fate."""
        return [fate for fate in self.each if fate.kind == kind]

    @property
    def lasting(self) -> list[Fate]:
        """The outcomes that both sides have just as they are, whether or not both list them."""
        return [fate for fate in self.each if fate.kind in LASTING]


def fates_by_package(one: Negotiation, two: Negotiation, first: Prediction, second: Prediction) -> Fates:
    """Match outcomes by what they settle, for a lens that has no nearer way."""
    left = list(second.outcomes)
    each: list[Fate] = []
    for outcome in first.outcomes:
        there = next((other for other in left if dict(other.choices) == dict(outcome.choices)), None)
        if there is not None:
            left.remove(there)
        each.append(Fate("vanishes" if there is None else "stays", outcome, there))
    return Fates((*each, *(Fate("appears", None, other) for other in left)))
