"""Players, strategies, mixtures and payoffs of a table of payoffs in words and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.report.blocks import Block, Cell, Report, sentences
from negotiate.report.numbers import all_fractions, decimals, probability
from negotiate.report.words import joined, safe, the
from negotiate.solvers.reports.trust import COMPLETE, trust
from negotiate.solvers.solution import Solution

PARTS = 4
"""Strategies of a mixture that are named, the likeliest ones of many."""
ROWS = 12
"""Rows of a table that people see where not everything is wanted."""


def page(
    sol: Solution,
    texts: Sequence[str],
    blocks: Sequence[Block],
    *,
    most: int = 4,
    extent: tuple[str, str] = COMPLETE,
    payoffs: bool = True,
) -> Report:
    """A whole page: the answer and why, `most` sentences of it for everybody, the table, and how it was found."""
    said = sentences([text for text in texts if text], most)
    return Report(sol.game.title, (*said, *blocks, *trust(sol, extent, payoffs)), tuple(sol.game.players))


def table_game(sol: Solution) -> NormalFormGame:
    """The game that was asked about, which has a table of payoffs for all these concepts."""
    if not isinstance(sol.game, NormalFormGame):
        raise TypeError("this solution is about another concept")
    return sol.game


def name(game: NormalFormGame, player: int, opening: bool = False) -> str:
    """A player's name as it stands in a sentence, or opens one."""
    return the(game.players[player], opening)


def whose(game: NormalFormGame, player: int, opening: bool = False) -> str:
    """A player's name in the genitive."""
    who = name(game, player, opening)
    return f"{who}'" if who.endswith("s") else f"{who}'s"


def player_cell(game: NormalFormGame, player: int, before: int = -1) -> Cell:
    """A player in a table; empty for people below the same player."""
    return Cell("" if player == before else safe(game.players[player], True), game.keys[player])


def others(game: NormalFormGame, player: int) -> str:
    """All players but one: the other player's name, or "the others"."""
    return name(game, 1 - player) if game.n_players == 2 else "the others"


def label(game: NormalFormGame, player: int, strategy: int) -> str:
    """A strategy, safe for a screen."""
    return safe(game.strategies[player][strategy].label, True)


def profile(game: NormalFormGame, chosen: Sequence[int]) -> str:
    """What everybody does, as a sentence writes it: "(stag, hare)"."""
    labels = [label(game, p, i) for p, i in enumerate(chosen)]
    return f"({('; ' if any(',' in one for one in labels) else ', ').join(labels)})"


def side_by_side(game: NormalFormGame, chosen: Sequence[int]) -> str:
    """What everybody does, as a table writes it: "stag | hare"."""
    return " | ".join(label(game, p, i) for p, i in enumerate(chosen))


def mixture(labels: Sequence[str], weights: Sequence[float] | FloatArray, quoted: bool = False) -> str:
    """A strategy, or several with their probabilities: "1/2 heads + 1/2 tails"; of many the likeliest."""
    used = [(labels[i], float(w)) for i, w in enumerate(weights) if w > 0]
    sign = "`" if quoted else ""
    if len(used) == 1:
        return f"{sign}{used[0][0]}{sign}"
    fractions = all_fractions(w for _, w in used)
    if len(used) > PARTS:
        used.sort(key=lambda part: -part[1])
    parts = [f"{probability(w, fractions)} {sign}{words}{sign}" for words, w in used[:PARTS]]
    return " + ".join([*parts, f"{len(used) - PARTS:,} more"] if len(used) > PARTS else parts)


def strategy(game: NormalFormGame, player: int, weights: FloatArray, quoted: bool = False) -> str:
    """A player's strategy, pure or mixed."""
    return mixture([label(game, player, i) for i in range(game.shape[player])], weights, quoted)


def several(words: Sequence[str], most: int, last: str = "and") -> str:
    """The first `most` of some words, and how many more there are."""
    more = [f"{len(words) - most:,} more"] if len(words) > most else []
    return joined([*words[:most], *more], last)


def payoffs(game: NormalFormGame, chosen: Sequence[int]) -> tuple[float, ...]:
    """What everybody gets from a combination of strategies."""
    return tuple(float(table[tuple(chosen)]) for table in game.payoffs)


def digits(game: NormalFormGame, player: int, more: Iterable[float] = ()) -> int:
    """Decimals of a player's payoffs: as many as the table needs, and `more` numbers beside it."""
    known = decimals(map(float, np.unique(game.payoffs[player])))
    return max([known, *(decimals([x]) for x in more)])
