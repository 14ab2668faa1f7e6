"""Potential games: which function rises with every gain and where it is highest, or the cycle that
rules it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.concepts import potential as kinds
from negotiate.equilibrium.reports import (
    ROWS,
    Rows,
    Words,
    digits,
    largest,
    page,
    payoff_columns,
    several,
    told,
)
from negotiate.equilibrium.solution import Solution
from negotiate.report.blocks import Block, Cell, Column, Note, Report, Sentence, Table, sentences
from negotiate.report.style import Look, contrast, joined, number, rounded

if TYPE_CHECKING:
    from negotiate.equilibrium.concepts.potential import Circle, Potential

TOPS = 3
"""Combinations at which a potential is highest that a sentence names."""
COLUMNS = 8
"""Strategies of the second player in a table of the potential; with more, combinations are
listed.
"""
SIMPLE = 100
"""Largest denominator of a weight that is written as a fraction."""
OPEN = "rounding leaves open whether some payoffs are equal"
WHOLE = 1000
"""Combinations that are listed; of a larger game the highest."""
ONLY_STEPS = "Only differences of the potential mean something, so its lowest value is set to 0."
FUNCTION = "whenever a player changes strategy, one function changes by exactly that player's gain"
NEVER = "potential game: moves that improve a payoff never run in a cycle."
KINDS = {
    kinds.ORDINAL: f"This is an ordinal {NEVER}",
    kinds.GENERALIZED: (
        f"This is a generalized ordinal {NEVER} With moves between equal payoffs, "
        "cycles are possible."
    ),
    kinds.BEST_REPLY: (
        "This is not a potential game: improving moves may run in a cycle, but best "
        "replies never do."
    ),
    kinds.NONE: "This is not a potential game: even best replies may run in a cycle.",
}


def report(sol: Solution, look: Look) -> Report:
    """The strongest potential of the game and where it is highest, or where improving moves end or
    run in a cycle.
    """
    return told(sol, look, {"potential": _potential})


def _potential(words: Words, found: Potential, sol: Solution, look: Look) -> Report:
    more: list[Block] = [Sentence(_gap(words, found.square), detail=True)] if found.square else []
    function = found.potential if found.kind in (kinds.EXACT, kinds.WEIGHTED) else None
    if function is not None:
        texts = [
            _function(words, found),
            f"The potential is highest at {_some(words, found.maximisers)}.",
        ]
        if not function.any():
            texts.append(
                "The potential is the same everywhere: no player's payoff depends on what that "
                "player does."
            )
        more.append(Note(ONLY_STEPS, detail=True))
    else:
        texts = [KINDS[found.kind]]
        if found.kind != kinds.NONE:
            runs = "best replies" if found.kind == kinds.BEST_REPLY else "such moves"
            texts.append(
                f"Wherever play starts, {runs} end at {_some(words, found.endings, 'or')}."
            )
    table = _ways(words, found) if function is None else _values(words, function)
    return page(sol, [*sentences(texts), table, *more], open_still=OPEN)


def _function(words: Words, found: Potential) -> str:
    """What kind of potential there is, and what its steps are."""
    if found.kind == kinds.EXACT:
        return f"This is an exact potential game: {FUNCTION}."
    weights = [(words.whose(p), _simply(w)) for p, w in enumerate(found.weights) if w != 1]
    once = joined([f"{whose} payoffs are divided by {weight}" for whose, weight in weights])
    return f"This is a weighted potential game. Once {once}, this holds: {FUNCTION}."


def _simply(weight: float) -> str:
    """A weight as a whole number or a simple fraction where it is one."""
    near = Fraction(weight).limit_denominator(SIMPLE)
    return (
        str(near)
        if abs(float(near) - weight) <= kinds.EQUAL * weight and near < SIMPLE
        else number(weight)
    )


def _some(words: Words, chosen: Sequence[Sequence[int]], last: str = "and") -> str:
    return several([words.profile(one) for one in chosen], TOPS, last)


def _gap(words: Words, square: Circle) -> str:
    """Four moves that should bring nothing in sum, and do."""
    total, nothing = contrast(sum(move.gain for move in square), 0.0)
    way = joined([words.profile(move.before) for move in square])
    return (
        f"There is no exact potential: around the cycle {way}, the movers' gains add up to "
        f"{total}, not {nothing}."
    )


def _ways(words: Words, found: Potential) -> Table:
    """The moves of the cycle one after the other, or the combinations at which moves end."""
    rows: Rows = []
    if not found.circle:
        columns = Column("Ends at", key="ends at"), *payoff_columns(words.game)
        rows += [(words.side_by_side(one), *words.payoffs(one)) for one in found.endings[:WHOLE]]
        return Table(columns, tuple(rows), most=ROWS, more="ending")
    for move in found.circle:
        who, gain = move.player, rounded(move.gain, digits(words.game, move.player))
        place, to = words.side_by_side(move.before), words.label(who, move.after[who])
        rows.append(
            (place, words.cell(who), to, Cell(gain, move.gain, size=largest(words.game)[who]))
        )
    heads = (Column(head, key=head.lower()) for head in ("At", "Mover", "Changes to"))
    return Table((*heads, Column("Gain", "number", "gain")), tuple(rows), "The cycle", ROWS, "move")


def _values(words: Words, potential: FloatArray) -> Table:
    """The potential as a table like the game's own where that is small, else its highest values
    first.
    """
    size, shape = float(np.abs(potential).max()), potential.shape
    rows: Rows
    if len(shape) == 2 and shape[0] <= ROWS and shape[1] <= COLUMNS:
        heads = (Column(words.label(1, j), "number", size=size) for j in range(shape[1]))
        rows = [(words.label(0, i), *own) for i, own in enumerate(potential.tolist())]
        return Table((Column("Potential"), *heads), tuple(rows))
    columns = (
        Column("Combination", key="combination"),
        Column("Potential", "number", "potential", size=size),
    )
    highest = np.argsort(-potential.ravel(), kind="stable")[:WHOLE]
    places = np.stack(np.unravel_index(highest, shape), axis=1).tolist()
    rows = [(words.side_by_side(one), float(potential[tuple(one)])) for one in places]
    return Table(columns, tuple(rows), most=ROWS, more="combination")
