"""What an outcome is worth: labelled terms that add up to a player's payoff, and the models behind some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from negotiate.arrays import AnyArray
from negotiate.errors import OutOfRange
from negotiate.model.expressions import ChoiceIsOneOf, ChoiceNumber, Expression, Outcomes

if TYPE_CHECKING:
    from negotiate.model.trade.kinds import ModelKind

LARGEST = 1e99
"""The largest value of a term, of either sign; sums of terms stay where differences are still sure to be numbers."""

RISK = "risk"
"""The term that risk aversion adds to a player's payoff."""
Status = Literal["derived", "declared", "published"]


@dataclass(frozen=True, slots=True)
class Term:
    """One labelled part of a player's payoff.

    Parameters
    ----------
    player, id : str
        The key of the player whose payoff it is part of, and the term's name.
    value : Expression
        What it is worth.
    when : Expression or None
        Where it counts; elsewhere it is 0.
    status : {'derived', 'declared', 'published'}
        Worked out by a model, put in by the author, or taken from a source.
    source : str
        Where the number comes from: a name among the file's sources, or `declared`; empty where the file names none.
    about : str
        Why the outcome is worth that much; empty where the file says nothing.
    unit : str
        Its unit, where that is not the unit of the player's payoffs; else empty.
    written : str
        The formula in the file's words.
    needs_moves : bool
        Whether the term names a move, and so counts in a tree only.
    """

    player: str
    id: str
    value: Expression
    when: Expression | None
    status: Status
    source: str = ""
    about: str = ""
    unit: str = ""
    written: str = ""
    needs_moves: bool = False

    def evaluate(self, frame: Outcomes) -> AnyArray:
        """The term at every outcome, shape (draws, *outcomes) up to broadcasting."""
        value = self.value.evaluate(frame)
        if self.when is not None:
            value = np.where(self.when.evaluate(frame), value, 0.0)
        if not (np.abs(value) <= LARGEST).all():
            raise OutOfRange(
                f"payoff `{self.player}.{self.id}` is not a finite number at some outcome: {self.written}",
                "mind a division by zero, the root or logarithm of a negative number, moves not made, huge numbers",
                ("payoffs", self.player, self.id),
            )
        return np.asarray(value, dtype=float)


@dataclass(frozen=True, slots=True)
class BoundModel:
    """A model with its inputs bound to the negotiation's issues and its regions to players.

    Parameters
    ----------
    id : str
        The model's name in the file.
    kind : ModelKind
        Which model it is; in JSON its name, such as `armington`.
    dataset : str
        The data that the model starts from.
    inputs : Mapping[str, Expression]
        Input of the model → the issue or formula that it takes its number from.
    settings : Mapping[str, Expression or bool]
        Setting of the model → a formula, or a switch; what is left out has the model's default.
    regions : Mapping[str, str]
        Player → its region in the data.
    """

    id: str
    kind: ModelKind
    dataset: str
    inputs: Mapping[str, Expression]
    settings: Mapping[str, Expression | bool]
    regions: Mapping[str, str]

    def run(self, frame: Outcomes) -> Mapping[str, AnyArray]:
        """The model's outputs at every outcome; a region's output is named after its player."""
        inputs = {name: np.asarray(e.evaluate(frame), dtype=float) for name, e in self.inputs.items()}
        settings = {
            name: value if isinstance(value, bool) else np.asarray(value.evaluate(frame), dtype=float)
            for name, value in self.settings.items()
        }
        found = self.kind.run(self.dataset, inputs, settings, frame.answers)
        players = {region: player for player, region in self.regions.items()}
        return {self._rename(name, players): value for name, value in found.items()}

    def _rename(self, output: str, players: Mapping[str, str]) -> str:
        head, _, region = output.partition(".")
        return f"{head}.{players.get(region, region)}" if region else head


def names_a_move(expression: Expression | None) -> bool:
    """Whether an expression itself looks at a move (terms it names are looked at by the caller)."""
    if expression is None:
        return False
    return any(isinstance(node, ChoiceIsOneOf | ChoiceNumber) and node.of_move for node in expression.walk())
