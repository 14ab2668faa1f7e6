"""Games everybody knows, with the equilibria that the literature gives.

Each entry: payoffs of each player, and every (extreme) equilibrium as one tuple of probabilities a
player. Sources: Axelrod 1984 (prisoner's dilemma); Osborne & Rubinstein 1994, "A Course in Game
Theory", chapters 2-4 (chicken, hawk-dove, battle of the sexes, matching pennies); Maynard Smith &
Price 1973 (hawk-dove); Skyrms 2004 (stag hunt); Selten 1978 (entry deterrence); Nash 1953 (demand
game); Basu 1994 (traveller's dilemma); Brams 2011, "Game Theory and the Humanities" (Cuba).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.games.extensive import ExtensiveGame
from tests.strategies import from_nested

Profile = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Famous:
    name: str
    payoffs: tuple[object, ...]
    equilibria: tuple[Profile, ...]
    values: tuple[tuple[float, ...], ...]
    complete: bool = True  # else the literature names these, and there are others


def sole(n: int, i: int) -> tuple[float, ...]:
    return tuple(1.0 if k == i else 0.0 for k in range(n))


def both(A: list[list[float]], B: list[list[float]]) -> tuple[object, ...]:
    return (A, B)


UP, DOWN = (1.0, 0.0), (0.0, 1.0)
HALF = (0.5, 0.5)

_demands = np.add.outer(np.arange(11), np.arange(11)) <= 10
_mine = np.arange(11.0)
_claims = np.arange(2.0, 101.0)
_lower = np.minimum.outer(_claims, _claims)
_bonus = 2.0 * np.sign(np.subtract.outer(_claims, _claims))

GAMES = (
    Famous(
        "prisoner's dilemma", both([[3, 0], [5, 1]], [[3, 5], [0, 1]]), ((DOWN, DOWN),), ((1, 1),)
    ),
    Famous(
        "chicken",
        both([[0, -1], [1, -10]], [[0, 1], [-1, -10]]),
        ((UP, DOWN), (DOWN, UP), ((0.9, 0.1), (0.9, 0.1))),
        ((-1, 1), (1, -1), (-0.1, -0.1)),
    ),
    Famous(
        "hawk-dove V=2 C=4",
        both([[-1, 2], [0, 1]], [[-1, 0], [2, 1]]),
        ((UP, DOWN), (DOWN, UP), (HALF, HALF)),
        ((2, 0), (0, 2), (0.5, 0.5)),
    ),
    Famous(
        "stag hunt",
        both([[4, 0], [3, 3]], [[4, 3], [0, 3]]),
        ((UP, UP), (DOWN, DOWN), ((0.75, 0.25), (0.75, 0.25))),
        ((4, 4), (3, 3), (3, 3)),
    ),
    Famous(
        "battle of the sexes",
        both([[3, 0], [0, 2]], [[2, 0], [0, 3]]),
        ((UP, UP), (DOWN, DOWN), ((0.6, 0.4), (0.4, 0.6))),
        ((3, 2), (2, 3), (1.2, 1.2)),
    ),
    Famous(
        "matching pennies", both([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), ((HALF, HALF),), ((0, 0),)
    ),
    Famous("deadlock", both([[1, 0], [3, 2]], [[1, 3], [0, 2]]), ((DOWN, DOWN),), ((2, 2),)),
    Famous(
        "entry deterrence, out or in against accommodate or fight",
        both([[0, 0], [1, -1]], [[2, 2], [1, -1]]),
        ((UP, DOWN), (DOWN, UP), (UP, HALF)),
        ((0, 2), (1, 1), (0, 2)),
    ),
    Famous(
        "Cuba as chicken",
        both([[3, 2], [4, 1]], [[3, 4], [2, 1]]),
        ((UP, DOWN), (DOWN, UP), (HALF, HALF)),
        ((2, 4), (4, 2), (2.5, 2.5)),
    ),
    Famous(
        "Cuba, Brams's alternative: blockade or strike against withdraw or maintain",
        both([[3, 1], [2, 4]], [[3, 4], [2, 1]]),
        ((HALF, (0.75, 0.25)),),
        ((2.5, 2.5),),
    ),
    Famous(
        "Nash demand game 0..10, pure equilibria",
        both((_demands * _mine[:, None]).tolist(), (_demands * _mine[None, :]).tolist()),
        (*((sole(11, k), sole(11, 10 - k)) for k in range(11)), (sole(11, 10), sole(11, 10))),
        (*((k, 10 - k) for k in range(11)), (0, 0)),
        complete=False,  # there are very many more in which both mix
    ),
    Famous(
        "traveller's dilemma 2..100, bonus 2",
        both((_lower - _bonus).tolist(), (_lower + _bonus).tolist()),
        ((sole(99, 0), sole(99, 0)),),
        ((2, 2),),
    ),
)


def ultimatum(pie: int = 10) -> ExtensiveGame:
    """Güth, Schmittberger & Schwarze 1982: offer 0 … pie, then accept or reject."""
    offers = [(1, [pie - k, k], [0, 0]) for k in range(pie + 1)]
    return from_nested((0, *offers), 2)


def centipede() -> ExtensiveGame:
    """Rosenthal 1981, four moves: take first, pass second."""
    rest: object = [4, 3]
    for mover, taken in ((1, [2, 4]), (0, [3, 1]), (1, [0, 2]), (0, [1, 0])):
        rest = (mover, taken, rest)
    return from_nested(rest, 2)


def entry_deterrence() -> ExtensiveGame:
    """Selten 1978: out, or in; then accommodate or fight."""
    return from_nested((0, [0, 2], (1, [1, 1], [-1, -1])), 2)
