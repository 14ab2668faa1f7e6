"""The outcomes at which a negotiation's numbers are looked up, as index arrays."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from negotiate.arrays import AnyArray
from negotiate.errors import GameTooLarge

if TYPE_CHECKING:
    from negotiate.model.expressions import Expression
    from negotiate.model.negotiation import Negotiation

Found = TypeVar("Found", bound=Any)

HELD_LIMIT = 50_000_000
"""Values of terms and models that one frame holds for whoever asks again: 400 MB of them."""
PASSING_LIMIT = 10_000_000
"""Up to how many of them terms are held as well that were asked for in passing."""


@dataclass(slots=True, eq=False)
class Frame:
    """A set of outcomes, with everything that has been worked out about them.

    Parameters
    ----------
    negotiation : Negotiation
        Where terms, models and parameters are defined.
    choices : Mapping[str, ndarray of int]
        Issue → option index at each outcome, all of `ndim` axes, the first one for draws (length 1).
    moves : Mapping[str, ndarray of int] or None
        Move → action index at each outcome, -1 where the move was not made; None where there is no protocol.
    draws : Mapping[str, ndarray, shape (draws,)]
        Parameters that differ from draw to draw.
    names : Mapping[str, float or ndarray]
        Numbers handed in by whoever asks; an array of them holds one for each outcome along the last axis.
    place : hashable
        What tells these outcomes from others at which the same values are kept; None where none are.
    """

    negotiation: Negotiation
    choices: Mapping[str, AnyArray]
    ndim: int
    moves: Mapping[str, AnyArray] | None = None
    draws: Mapping[str, AnyArray] = field(default_factory=dict)
    names: Mapping[str, float | AnyArray] = field(default_factory=dict)
    place: Hashable = None
    _terms: dict[tuple[str, str], AnyArray] = field(default_factory=dict)
    _outputs: dict[str, Mapping[str, AnyArray]] = field(default_factory=dict)
    _held: int = 0

    def parameter(self, name: str) -> AnyArray:
        """A parameter's value, shape (draws or 1, 1, …)."""
        value = self.draws.get(name, self.negotiation.parameters[name].value)
        return np.asarray(value, dtype=float).reshape(-1, *(1,) * (self.ndim - 1))

    def choice(self, name: str, of_move: bool) -> AnyArray:
        """The option of an issue, or the action of a move, at each outcome."""
        if of_move:
            return (self.moves or {}).get(name, np.full((1,) * self.ndim, -1))
        return self.choices[name]

    def term(self, player: str, term: str, *, passing: bool = False) -> AnyArray:
        """A payoff term's value.

        It is held for whoever asks again; one that is only passing is forgotten where there is little room left.

        Raises
        ------
        GameTooLarge
            If there is no room for it.
        """
        found = self._terms.get((player, term))
        if found is None:
            found = self._once(player, term, lambda: self.negotiation.terms[player][term].evaluate(self))
            if not passing or self._held + found.size <= PASSING_LIMIT:
                self._hold(found.size)
                self._terms[player, term] = found
        return found

    def output(self, model: str, output: str) -> AnyArray:
        """One output of a model, which is run once."""
        if model not in self._outputs:
            self._outputs[model] = self._once("", model, lambda: self.negotiation.models[model].run(self))
            self._hold(sum(found.size for found in self._outputs[model].values()))
        return self._outputs[model][output]

    def _once(self, player: str, name: str, make: Callable[[], Found]) -> Found:
        """A term, or a model, as everything has it that is made of the same file."""
        if self.place is None:
            return make()
        return self.negotiation.worked.once(self.negotiation, self.place, player, name, make)

    def _hold(self, size: int) -> None:
        self._held += size
        if self._held > HELD_LIMIT:
            hint = "commit some issues with --fix, or have fewer terms name other terms"
            raise GameTooLarge("values of terms that others name", self._held, HELD_LIMIT, hint)

    def handed(self, name: str) -> AnyArray:
        """A number handed in from outside."""
        return np.asarray(self.names[name], dtype=float).reshape((*(1,) * (self.ndim - 1), -1))


def number(negotiation: Negotiation, expression: Expression) -> float:
    """The value of a formula of parameters."""
    with np.errstate(all="ignore"):
        return float(expression.evaluate(Frame(negotiation, {}, 1))[0])
