"""What a round is worth in which all take their postures, and the most of it for who breaks out of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import FloatArray, NormalFormGame, Strategy
from negotiate.model.expressions import Expression
from negotiate.model.frame import Frame
from negotiate.model.negotiation import Negotiation
from negotiate.views.alone import alone
from negotiate.views.postures import Postures


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """A round, as arrays over the postures of all players.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *postures)
        What each combination is worth.
    tempting : ndarray, shape (players, *postures)
        The most that each player gets by anything that is seen as its posture. What is no posture of its is seen as
        its last one.
    """

    payoffs: FloatArray
    tempting: FloatArray


def round_of(negotiation: Negotiation, postures: Postures, agreement: tuple[int, ...]) -> Round:
    """A round of a negotiation.

    Where all keep the agreement, issues that several decide are as `repeat.sets` has them; else as without a deal.

    Raises
    ------
    UnsuitableGame
        If a combination of postures is impossible.
    """
    found = _round(alone(negotiation), postures)
    if negotiation.repeat.sets:
        kept = _round(alone(while_kept(negotiation)), postures)
        everybody: tuple[int | slice, ...] = (slice(None), *agreement)
        found.payoffs[everybody] = kept.payoffs[everybody]
        found.tempting[everybody] = kept.tempting[everybody]
    for table in (found.payoffs, found.tempting):
        table.setflags(write=False)
    return found


def while_kept(negotiation: Negotiation) -> Negotiation:
    """The negotiation in a round in which all keep the agreement; what is committed from outside stays."""
    return replace(negotiation, fixed={**negotiation.repeat.sets, **negotiation.fixed})


def _round(whole: NormalFormGame, postures: Postures) -> Round:
    places = [_places(whole, player, row) for player, row in enumerate(postures)]
    grid = np.ix_(*places)
    if whole.feasible is not None and not whole.feasible[grid].all():
        cell = np.argwhere(~whole.feasible[grid])[0]
        words = ", ".join(f"{whole.players[p]} {postures[p][int(k)].label}" for p, k in enumerate(cell))
        raise UnsuitableGame(f"{words}: these postures are impossible together", "see `infeasible` in the file")
    payoffs = np.stack([table[grid] for table in whole.payoffs])
    tempting = payoffs.copy()
    for player, own in enumerate(places):
        others = np.ix_(*(np.arange(n) if p == player else places[p] for p, n in enumerate(whole.shape)))
        worth = whole.payoffs[player][others]
        if whole.feasible is not None:
            worth = np.where(whole.feasible[others], worth, -np.inf)
        worth = np.delete(worth, own[:-1], axis=player)
        last = (player, *(-1 if p == player else slice(None) for p in range(len(places))))
        tempting[last] = worth.max(axis=player)
    return Round(payoffs, tempting)


def _places(whole: NormalFormGame, player: int, row: tuple[Strategy, ...]) -> list[int]:
    """Which strategies of the whole game a player's postures are."""
    known = {frozenset(strategy.choices.items()): k for k, strategy in enumerate(whole.strategies[player])}
    result = []
    for posture in row:
        place = known.get(frozenset(posture.choices.items()))
        if place is None:
            message = f"the posture `{posture.label}` of {whole.players[player]} is impossible, whatever others do"
            raise UnsuitableGame(message, "see `infeasible` in the file")
        result.append(place)
    return result


def where_holds(
    condition: Expression | None, negotiation: Negotiation, postures: Postures, agreement: tuple[int, ...]
) -> np.ndarray:
    """In which rounds a condition on the package holds, over the postures of all players; None holds everywhere."""
    shape = tuple(len(row) for row in postures)
    if condition is None:
        return np.ones(shape, dtype=bool)
    cells = np.indices(shape).reshape(len(shape), -1)
    kept = (cells == np.array(agreement)[:, None]).all(axis=0)
    columns = {}
    for key, issue in negotiation.issues.items():
        rest = np.full(cells.shape[1], negotiation.resting(key) or 0)
        agreed = negotiation.repeat.sets.get(key)
        if agreed is not None and key not in negotiation.fixed:
            rest[kept] = agreed
        for player, row in enumerate(postures):
            if key in row[0].choices:
                rest = np.array([issue.labels.index(posture.choices[key]) for posture in row])[cells[player]]
        columns[key] = rest[None, :]
    found = condition.evaluate(Frame(negotiation, columns, 2))[0]
    return np.array(np.broadcast_to(found, cells.shape[1:]), dtype=bool).reshape(shape)
