"""Potential games: which function rises with every gain and where it is highest, or the cycle that rules it out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Sentence, Table
from negotiate.report.numbers import contrast, number, rounded
from negotiate.report.style import Look
from negotiate.report.words import joined
from negotiate.solvers.concepts.circles import Circle
from negotiate.solvers.concepts.potential import (
    BEST_REPLY,
    EQUAL,
    EXACT,
    GENERALIZED,
    NONE,
    ORDINAL,
    WEIGHTED,
    Potential,
)
from negotiate.solvers.reports.concepts import words
from negotiate.solvers.reports.payoffs import largest, payoff_columns
from negotiate.solvers.solution import Solution

TOPS = 3
"""Combinations at which a potential is highest that a sentence names."""
COLUMNS = 8
"""Strategies of the second player in a table of the potential; with more, combinations are listed."""
SIMPLE = 100
"""Largest denominator of a weight that is written as a fraction."""
WHOLE = 1000
"""Combinations that are listed; of a larger game the highest."""
ONLY_STEPS = "Only the steps of a potential mean something, so its lowest value is set to 0."
KINDS = {
    ORDINAL: "This is an ordinal potential game: moves that improve a payoff never run in a cycle.",
    GENERALIZED: "This is a generalized ordinal potential game: moves that improve a payoff never run in a cycle. With "
    "moves between equal payoffs they may.",
    BEST_REPLY: "This is no potential game: moves that improve a payoff may run in a cycle. Best replies never do.",
    NONE: "This is no potential game: even best replies may run in a cycle.",
}


def report(sol: Solution, look: Look) -> Report:
    """The strongest potential of the game and where it is highest, or where improving moves end or run in a cycle."""
    game, found = words.table_game(sol), sol.finding
    if not isinstance(found, Potential):
        raise TypeError("this solution is about another concept")
    if found.kind in (EXACT, WEIGHTED):
        texts = [_function(game, found), f"The potential is highest at {_some(game, found.maximisers)}."]
        if found.potential is not None and not found.potential.any():
            texts.append("The potential is the same everywhere: no player's payoff depends on what that player does.")
    else:
        texts = [KINDS[found.kind]]
        if found.kind != NONE:
            runs = "best replies" if found.kind == BEST_REPLY else "such moves"
            texts.append(f"Wherever play starts, {runs} end at {_some(game, found.endings, 'or')}.")
    more: list[Block] = [Sentence(_gap(game, found.square), detail=True)] if found.square else []
    more += [Note(ONLY_STEPS, detail=True)] if found.kind in (EXACT, WEIGHTED) else []
    return words.page(sol, texts, [*_tables(game, found), *more])


def _function(game: NormalFormGame, found: Potential) -> str:
    """What kind of potential there is, and what its steps are."""
    if found.kind == EXACT:
        return "This is an exact potential game: one function rises by what the mover gains, whoever moves."
    weights = [(words.whose(game, p), _simply(w)) for p, w in enumerate(found.weights) if w != 1]
    once = joined([f"{whose} payoffs are divided by {weight}" for whose, weight in weights])
    function = "one function rises by what the mover gains, whoever moves"
    return f"This is a weighted potential game: once {once}, {function}."


def _simply(weight: float) -> str:
    """A weight as a whole number or a simple fraction where it is one."""
    near = Fraction(weight).limit_denominator(SIMPLE)
    return str(near) if abs(float(near) - weight) <= EQUAL * weight and near < SIMPLE else number(weight)


def _some(game: NormalFormGame, chosen: Sequence[Sequence[int]], last: str = "and") -> str:
    return words.several([words.profile(game, one) for one in chosen], TOPS, last)


def _gap(game: NormalFormGame, square: Circle) -> str:
    """Four moves that should bring nothing in sum, and do."""
    total, nothing = contrast(sum(move.gain for move in square), 0.0)
    way = joined([words.profile(game, move.before) for move in square])
    return f"There is no exact potential: round {way} the movers' gains add up to {total}, not {nothing}."


def _tables(game: NormalFormGame, found: Potential) -> list[Block]:
    if found.kind in (EXACT, WEIGHTED) and found.potential is not None:
        return _values(game, found.potential)
    return [_moves(game, found.circle) if found.circle else _endings(game, found)]


def _moves(game: NormalFormGame, circle: Circle) -> Table:
    """The moves of a cycle, one after the other."""
    columns = (Column("At", key="at"), Column("Mover", key="mover"), Column("Changes to", key="changes to"))
    rows: list[tuple[Entry, ...]] = []
    for move in circle:
        who, gain = move.player, rounded(move.gain, words.digits(game, move.player))
        place, to = words.side_by_side(game, move.before), words.label(game, who, move.after[who])
        rows.append((place, words.player_cell(game, who), to, Cell(gain, move.gain, size=largest(game)[who])))
    return Table((*columns, Column("Gain", "number", "gain")), tuple(rows), "The cycle", words.ROWS, "move")


def _endings(game: NormalFormGame, found: Potential) -> Table:
    """Where moves that improve a payoff end, and what everybody gets there."""
    columns = (Column("Ends at", key="ends at"), *payoff_columns(game))
    rows: list[tuple[Entry, ...]] = [
        (words.side_by_side(game, one), *words.payoffs(game, one)) for one in found.endings[:WHOLE]
    ]
    return Table(columns, tuple(rows), most=words.ROWS, more="ending")


def _values(game: NormalFormGame, potential: FloatArray) -> list[Block]:
    """The potential as a table like the game's own where that is small, else its highest values first."""
    order = np.argsort(-potential.ravel(), kind="stable")[:WHOLE].tolist()
    places = [tuple(int(i) for i in np.unravel_index(k, potential.shape)) for k in order]
    size = float(np.abs(potential).max())
    columns = (Column("Combination", key="combination"), Column("Potential", "number", "potential", size=size))
    rows = tuple((words.side_by_side(game, one), float(potential[one])) for one in places)
    if game.n_players != 2 or game.shape[0] > words.ROWS or game.shape[1] > COLUMNS:
        return [Table(columns, rows, most=words.ROWS, more="combination")]
    heads = (Column("Potential"), *(Column(words.label(game, 1, j), "number") for j in range(game.shape[1])))
    grid = tuple((words.label(game, 0, i), *potential[i].tolist()) for i in range(game.shape[0]))
    return [Table(heads, grid, only="people"), Table(columns, rows, only="programs")]
