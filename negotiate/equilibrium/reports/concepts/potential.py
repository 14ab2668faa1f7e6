"""Potential games: which function rises with every gain and where it is highest, or the cycle that rules it out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.concepts import potential as kinds
from negotiate.equilibrium.concepts.potential import Circle, Potential
from negotiate.equilibrium.reports import words
from negotiate.equilibrium.reports.payoffs import digits, largest, payoff_columns
from negotiate.equilibrium.reports.words import page
from negotiate.equilibrium.solution import Solution
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Sentence, Table, sentences
from negotiate.report.numbers import contrast, number, rounded
from negotiate.report.style import Look
from negotiate.report.words import joined

TOPS = 3
"""Combinations at which a potential is highest that a sentence names."""
COLUMNS = 8
"""Strategies of the second player in a table of the potential; with more, combinations are listed."""
SIMPLE = 100
"""Largest denominator of a weight that is written as a fraction."""
WHOLE = 1000
"""Combinations that are listed; of a larger game the highest."""
ONLY_STEPS = "Only differences of the potential mean something, so its lowest value is set to 0."
FUNCTION = "whenever a player changes strategy, one function changes by exactly that player's gain"
NEVER = "potential game: moves that improve a payoff never run in a cycle."
KINDS = {
    kinds.ORDINAL: f"This is an ordinal {NEVER}",
    kinds.GENERALIZED: f"This is a generalized ordinal {NEVER} With moves between equal payoffs, cycles are possible.",
    kinds.BEST_REPLY: "This is not a potential game: improving moves may run in a cycle, but best replies never do.",
    kinds.NONE: "This is not a potential game: even best replies may run in a cycle.",
}


def report(sol: Solution, look: Look) -> Report:
    """The strongest potential of the game and where it is highest, or where improving moves end or run in a cycle."""
    game, found = words.read(sol, Potential)
    more: list[Block] = [Sentence(_gap(game, found.square), detail=True)] if found.square else []
    if found.kind in (kinds.EXACT, kinds.WEIGHTED):
        texts = [_function(game, found), f"The potential is highest at {_some(game, found.maximisers)}."]
        if found.potential is not None and not found.potential.any():
            texts.append("The potential is the same everywhere: no player's payoff depends on what that player does.")
        more.append(Note(ONLY_STEPS, detail=True))
    else:
        texts = [KINDS[found.kind]]
        if found.kind != kinds.NONE:
            runs = "best replies" if found.kind == kinds.BEST_REPLY else "such moves"
            texts.append(f"Wherever play starts, {runs} end at {_some(game, found.endings, 'or')}.")
    return page(sol, [*sentences(texts), _table(game, found), *more])


def _function(game: NormalFormGame, found: Potential) -> str:
    """What kind of potential there is, and what its steps are."""
    if found.kind == kinds.EXACT:
        return f"This is an exact potential game: {FUNCTION}."
    weights = [(words.whose(game, p), _simply(w)) for p, w in enumerate(found.weights) if w != 1]
    once = joined([f"{whose} payoffs are divided by {weight}" for whose, weight in weights])
    return f"This is a weighted potential game. Once {once}, this holds: {FUNCTION}."


def _simply(weight: float) -> str:
    """A weight as a whole number or a simple fraction where it is one."""
    near = Fraction(weight).limit_denominator(SIMPLE)
    return str(near) if abs(float(near) - weight) <= kinds.EQUAL * weight and near < SIMPLE else number(weight)


def _some(game: NormalFormGame, chosen: Sequence[Sequence[int]], last: str = "and") -> str:
    return words.several([words.profile(game, one) for one in chosen], TOPS, last)


def _gap(game: NormalFormGame, square: Circle) -> str:
    """Four moves that should bring nothing in sum, and do."""
    total, nothing = contrast(sum(move.gain for move in square), 0.0)
    way = joined([words.profile(game, move.before) for move in square])
    return f"There is no exact potential: around the cycle {way}, the movers' gains add up to {total}, not {nothing}."


def _table(game: NormalFormGame, found: Potential) -> Table:
    if found.kind in (kinds.EXACT, kinds.WEIGHTED) and found.potential is not None:
        return _values(game, found.potential)
    if found.circle:
        return _moves(game, found.circle)
    columns, ends = (Column("Ends at", key="ends at"), *payoff_columns(game)), found.endings[:WHOLE]
    rows: list[tuple[Entry, ...]] = [(words.side_by_side(game, one), *words.payoffs(game, one)) for one in ends]
    return Table(columns, tuple(rows), most=words.ROWS, more="ending")


def _moves(game: NormalFormGame, circle: Circle) -> Table:
    """The moves of a cycle, one after the other."""
    columns = (Column("At", key="at"), Column("Mover", key="mover"), Column("Changes to", key="changes to"))
    rows: list[tuple[Entry, ...]] = []
    for move in circle:
        who, gain = move.player, rounded(move.gain, digits(game, move.player))
        place, to = words.side_by_side(game, move.before), words.label(game, who, move.after[who])
        rows.append((place, words.player_cell(game, who), to, Cell(gain, move.gain, size=largest(game)[who])))
    return Table((*columns, Column("Gain", "number", "gain")), tuple(rows), "The cycle", words.ROWS, "move")


def _values(game: NormalFormGame, potential: FloatArray) -> Table:
    """The potential as a table like the game's own where that is small, else its highest values first."""
    size = float(np.abs(potential).max())
    if game.n_players == 2 and game.shape[0] <= words.ROWS and game.shape[1] <= COLUMNS:
        heads = (Column(words.label(game, 1, j), "number", size=size) for j in range(game.shape[1]))
        grid: list[tuple[Entry, ...]] = [(words.label(game, 0, i), *own) for i, own in enumerate(potential.tolist())]
        return Table((Column("Potential"), *heads), tuple(grid))
    order = np.argsort(-potential.ravel(), kind="stable")[:WHOLE].tolist()
    places = [tuple(int(i) for i in np.unravel_index(k, potential.shape)) for k in order]
    columns = (Column("Combination", key="combination"), Column("Potential", "number", "potential", size=size))
    rows = tuple((words.side_by_side(game, one), float(potential[one])) for one in places)
    return Table(columns, rows, most=words.ROWS, more="combination")
