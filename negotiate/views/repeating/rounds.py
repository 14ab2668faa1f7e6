"""What a round is worth in which all take their postures, and the most of it for who breaks out of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame, Strategy, frozen
from negotiate.model.expressions import Expression
from negotiate.model.frame import Frame
from negotiate.model.negotiation import Negotiation
from negotiate.views.alone import alone
from negotiate.views.repeating.postures import Postures, Seen


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


def round_of(negotiation: Negotiation, whole: NormalFormGame, seen: Seen) -> Round:
    """A round of a negotiation.

    Where all keep the agreement, issues that several decide are as it sets them; else as without a deal.

    Parameters
    ----------
    whole : NormalFormGame
        The game of everybody alone.

    Raises
    ------
    UnsuitableGame
        If a combination of postures is impossible.
    """
    places = [_places(whole, player, row) for player, row in enumerate(seen.postures)]
    grid = np.ix_(*places)
    if whole.feasible is not None and not whole.feasible[grid].all():
        raise _impossible(whole, seen.postures, np.argwhere(~whole.feasible[grid])[0].tolist())
    payoffs = np.stack([table[grid] for table in whole.payoffs])
    tempting = payoffs.copy()
    for player, own in enumerate(places):
        others = np.ix_(*(np.arange(n) if p == player else places[p] for p, n in enumerate(whole.shape)))
        last = (player, *(-1 if p == player else slice(None) for p in range(len(places))))
        tempting[last] = _most(whole, player, others, own[:-1])
    if seen.sets:
        _keep(negotiation, seen, payoffs, tempting)
    return Round(frozen(payoffs), frozen(tempting))


def _keep(negotiation: Negotiation, seen: Seen, payoffs: FloatArray, tempting: FloatArray) -> None:
    """Put in what the round is worth in which all keep the agreement."""
    kept = alone(replace(negotiation, fixed={**seen.sets, **negotiation.fixed}))
    taken = [row[k] for row, k in zip(seen.postures, seen.agreement, strict=True)]
    at = [_places(kept, player, (posture,))[0] for player, posture in enumerate(taken)]
    if kept.feasible is not None and not kept.feasible[tuple(at)]:
        raise _impossible(kept, seen.postures, seen.agreement)
    cell: tuple[int | slice, ...] = (slice(None), *seen.agreement)
    payoffs[cell] = tempting[cell] = kept.payoffs.reshape(len(at), -1)[:, np.ravel_multi_index(tuple(at), kept.shape)]
    for player, row in enumerate(seen.postures):
        if seen.agreement[player] == len(row) - 1:
            line = np.ix_(*(np.arange(n) if p == player else [at[p]] for p, n in enumerate(kept.shape)))
            others = [place for place in _found(kept, player, row[:-1]) if place is not None]
            tempting[(player, *seen.agreement)] = float(np.max(_most(kept, player, line, others)))


def _most(whole: NormalFormGame, player: int, cells: tuple[np.ndarray, ...], without: list[int]) -> FloatArray:
    """The most that a player gets by any of its strategies but some, at each combination of the others'."""
    worth = whole.payoffs[player][cells]
    if whole.feasible is not None:
        worth = np.where(whole.feasible[cells], worth, -np.inf)
    found: FloatArray = np.delete(worth, without, axis=player).max(axis=player)
    return found


def _impossible(whole: NormalFormGame, postures: Postures, cell: Sequence[int]) -> UnsuitableGame:
    words = ", ".join(f"{whole.players[p]} {postures[p][k].label}" for p, k in enumerate(cell))
    return UnsuitableGame(f"{words}: these postures are impossible together", "see `infeasible` in the file")


def _found(whole: NormalFormGame, player: int, row: Iterable[Strategy]) -> list[int | None]:
    """Which strategies of the whole game some postures are; None for one that is impossible whatever others do."""
    known = [strategy.choices for strategy in whole.strategies[player]]
    return [known.index(posture.choices) if posture.choices in known else None for posture in row]


def _places(whole: NormalFormGame, player: int, row: tuple[Strategy, ...]) -> list[int]:
    """Which strategies of the whole game a player's postures are, none of which may be impossible."""
    result = []
    for posture, place in zip(row, _found(whole, player, row), strict=True):
        if place is None:
            message = f"the posture `{posture.label}` of {whole.players[player]} is impossible, whatever the others do"
            raise UnsuitableGame(message, "see `infeasible` in the file")
        result.append(place)
    return result


def where_holds(condition: Expression | None, negotiation: Negotiation, seen: Seen) -> np.ndarray:
    """In which rounds a condition on the package holds, over the postures of all players; None holds everywhere."""
    if condition is None:
        return np.ones(seen.shape, dtype=bool)
    cells = np.indices(seen.shape).reshape(len(seen.shape), -1)
    kept = (cells == np.array(seen.agreement)[:, None]).all(axis=0)
    columns = {}
    for key, issue in negotiation.issues.items():
        rest = np.full(cells.shape[1], negotiation.resting(key) or 0)
        if key in seen.sets and key not in negotiation.fixed:
            rest[kept] = seen.sets[key]
        for player, row in enumerate(seen.postures):
            if key in row[0].choices:
                rest = np.array([issue.places[posture.choices[key]] for posture in row])[cells[player]]
        columns[key] = rest[None, :]
    found = condition.evaluate(Frame(negotiation, columns, 2))[0]
    return np.array(np.broadcast_to(found, cells.shape[1:]), dtype=bool).reshape(seen.shape)
