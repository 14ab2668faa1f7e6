"""Hints for a person at the table, in a sentence or two each.

At the level `hints` a hint is a best reply to what the seat knows: its own payoffs, and what it has
been told. At the level `full` it also says what theory knows: the payoffs of all, the Pareto
frontier, the equilibrium.

References
----------
van Krimpen, T., Looije, D., Hajizadeh, S. (2013). HardHeaded. In: Complex Automated Negotiations:
Theories, Models, and Software Competitions. Springer, 223-227: what another side likes, judged from
its offers. Brown, G. W. (1951). Iterative solution of games by fictitious play. In: Activity
Analysis of Production and Allocation. Wiley, 374-376: the best reply to what the others did so far.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import IllegalAction, UnsuitableGame
from negotiate.play.opponents import Plan
from negotiate.play.table import Table
from negotiate.play.words import gives, number
from negotiate.report.style import in_words, joined

OWN, FULL = "own", "full"
FEW = 3
"""Ways to choose in further equilibria that are told."""
SURE = 1e-9
"""Probabilities nearer than that to 0 or 1 are."""


def hints(table: Table, seat: str) -> tuple[str, ...]:
    """What a seat is told that asks for a hint, a sentence each.

    Parameters
    ----------
    table : Table
        Where it sits.
    seat : str
        Its player's key.

    Raises
    ------
    IllegalAction
        If the seat plays without hints, or has nothing to decide now.
    """
    level, form = table.seats[seat].help, table.form
    if level == OWN:
        raise IllegalAction(
            "you play without hints", "`--coach hints` gives hints from the next game on"
        )
    if seat not in table.to_move:
        raise IllegalAction("there is nothing for you to decide now", table.waiting)
    return tuple(form.hints(table, seat, level == FULL)) or ("There is no hint for this.",)


def ends(
    table: Table, seat: str, labels: Sequence[str], low: FloatArray, high: FloatArray
) -> Iterator[str]:
    """Which choice is best at worst, and which at best."""
    safe, bold = int(np.argmax(low)), int(np.argmax(high))
    if seat in table.scenario.ordinal:
        spans = ["", ""]
    else:
        spans = [
            f": it brings between {number(low[k])} and {number(high[k])}" for k in (safe, bold)
        ]
    if safe == bold:
        yield (
            f"`{labels[safe]}` can bring you the most, and leaves you the most at worst{spans[0]}."
        )
        return
    yield f"At worst, `{labels[safe]}` leaves you the most{spans[0]}."
    yield f"At best, `{labels[bold]}` brings you the most{spans[1]}."


def of_theory(table: Table, seat: str, solver: str, each: str = "") -> Iterator[str]:
    """What the seat does in an equilibrium that a command finds, and what that gives, perhaps in
    each round.
    """
    try:
        plan = Plan(table, seat)
    except UnsuitableGame:
        yield "No equilibrium of this game was found."
        return
    options = table.form.choices(table.state, seat).options
    done = [_taken(plan.odds(table.state, one), options) for one in plan.profiles]
    which = (
        f"one of the {in_words(len(done)).lower()} equilibria"
        if len(done) > 1
        else "the equilibrium"
    )
    yield f"In {which} that `{solver}` finds you choose {done[0]} here."
    others = [one for one in dict.fromkeys(done) if one != done[0]]
    if 0 < len(others) <= FEW:
        yield f"In {'another' if len(done) == 2 else 'others'} you choose {'; or '.join(others)}."
    if not table.scenario.is_ordinal:
        which = "first" if len(done) > 1 else "whole"
        yield f"The {which} equilibrium gives {gives(table, plan.profiles[0].payoffs, '')}{each}."


def _taken(odds: FloatArray, options: Sequence[str]) -> str:
    """What is chosen, and with what probability where that is not sure."""
    if odds.max() > 1 - SURE:
        return f"`{options[int(np.argmax(odds))]}`"
    places = np.flatnonzero(odds > SURE).tolist()
    return joined([f"`{options[k]}` with probability {number(float(odds[k]))}" for k in places])
