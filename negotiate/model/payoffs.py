"""What an outcome is worth: labelled terms that add up, and the models behind some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from negotiate.arrays import AnyArray, IndexArray
from negotiate.errors import OutOfRange
from negotiate.model.expressions import ChoiceIsOneOf, ChoiceNumber, Expression
from negotiate.model.frame import Frame
from negotiate.model.sizes import check_work

if TYPE_CHECKING:
    from negotiate.economics.kinds import ModelKind
    from negotiate.model.negotiation import Negotiation

LARGEST = 1e99
"""The largest value of a term, of either sign; sums of terms stay where differences are still sure to be numbers."""

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

    def evaluate(self, frame: Frame) -> AnyArray:
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

    def run(self, frame: Frame) -> Mapping[str, AnyArray]:
        """The model's outputs at every outcome; a region's output is named after its player."""
        inputs = {name: np.asarray(e.evaluate(frame), dtype=float) for name, e in self.inputs.items()}
        settings = {
            name: value if isinstance(value, bool) else np.asarray(value.evaluate(frame), dtype=float)
            for name, value in self.settings.items()
        }
        found = self.kind.run(self.dataset, inputs, settings, frame.negotiation.worked.answers)
        players = {region: player for player, region in self.regions.items()}
        return {self._rename(name, players): value for name, value in found.items()}

    def _rename(self, output: str, players: Mapping[str, str]) -> str:
        head, _, region = output.partition(".")
        return f"{head}.{players.get(region, region)}" if region else head


def taken_apart(
    negotiation: Negotiation,
    players: tuple[str, ...],
    choices: Mapping[str, IndexArray],
    moves: Mapping[str, IndexArray] | None,
    count: int,
) -> dict[str, dict[str, AnyArray]]:
    """Each labelled term of these players at a list of outcomes.

    Parameters
    ----------
    negotiation : Negotiation
        Where the terms are.
    players : tuple of str
        Whose payoffs.
    choices : Mapping[str, ndarray of int, shape (count,)]
        Issue → option index, for every issue.
    moves : Mapping[str, ndarray of int, shape (count,)] or None
        Move → action index, -1 where it is not made; None leaves out the terms that name a move.
    count : int
        How many outcomes.

    Returns
    -------
    dict of str to dict of str to ndarray, shape (count,)
        Player → term → its value; a player's terms add up to its payoff.
    """
    columns = {issue: options[None, :] for issue, options in choices.items()}
    made = None if moves is None else {move: actions[None, :] for move, actions in moves.items()}
    frame = Frame(negotiation, columns, 2, made)
    return {
        player: {
            term.id: np.array(np.broadcast_to(frame.term(player, term.id)[0], (count,)))
            for term in negotiation.terms[player].values()
            if moves is not None or not term.needs_moves
        }
        for player in players
    }


def names_a_move(expression: Expression | None) -> bool:
    """Whether an expression itself looks at a move (terms it names are looked at by the caller)."""
    if expression is None:
        return False
    return any(isinstance(node, ChoiceIsOneOf | ChoiceNumber) and node.of_move for node in expression.walk())


def add_up(frame: Frame, players: tuple[str, ...], shape: tuple[int, ...], with_moves: bool) -> AnyArray:
    """Every player's payoff at every outcome of a frame.

    Parameters
    ----------
    frame : Frame
        The outcomes.
    players : tuple of str
        Whose payoffs, in this order.
    shape : tuple of int
        The outcomes' shape; terms that name fewer issues are broadcast to it.
    with_moves : bool
        Whether terms that name a move count.

    Returns
    -------
    ndarray, shape (draws, players, *shape)

    Raises
    ------
    GameTooLarge
        If that would take too long, or too much room.
    OutOfRange
        If a payoff is not a finite number at some outcome.
    """
    terms = frame.negotiation.terms
    counted = {p: [t.id for t in terms[p].values() if with_moves or not t.needs_moves] for p in players}
    check_work(frame, [(player, term) for player, found in counted.items() for term in found], shape)
    totals = []
    for player in players:
        total: AnyArray = np.zeros((1,) * frame.ndim)
        with np.errstate(over="ignore"):
            for term in counted[player]:
                total = total + frame.term(player, term, passing=True)
        if not np.isfinite(total).all():
            raise OutOfRange(f"the terms of `{player}` add up to more than any number at some outcome")
        totals.append(total)
    draws = max(total.shape[0] for total in totals)
    return np.stack([np.broadcast_to(total, (draws, *shape)) for total in totals], axis=1)
