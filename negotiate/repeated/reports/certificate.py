"""Whether strategies are an equilibrium against each other, and where not."""

from __future__ import annotations

import numpy as np

from negotiate.repeated.lasting.certificate import Certificate
from negotiate.repeated.reports.deviations import deviations, renegotiation
from negotiate.repeated.reports.discounting import factor_digits
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.words import beginning, match_words, payoffs, strategy
from negotiate.report.blocks import Cell, Column, Note, Report, Table
from negotiate.report.style import Look
from negotiate.report.words import counted, safe

SURE = 1e-9
"""Of the range of payoffs: differences below it are rounding."""


def report(found: Certificate, look: Look) -> Report:
    """Whether strategies hold against each other, by how much each could gain, and where."""
    said = [verdict(found), *deviations(found), *renegotiation(found)]
    return outline(found.game, said, (_players(found), _witnesses(found)), found.notes, trust(found))


def verdict(found: Certificate) -> str:
    """What kind of equilibrium the strategies are."""
    who = beginning(match_words(found.names))
    if found.subgame_perfect:
        return f"{who} is a subgame-perfect equilibrium: nobody gains by deviating, on the path of play or off it."
    if found.nash:
        return (
            f"{who} is a Nash equilibrium, but not a subgame-perfect one. "
            f"Off the path of play, some player would rather not do what its strategy says."
        )
    return f"{who} is no equilibrium: some player gains by another strategy."


def _players(found: Certificate) -> Table:
    game = found.game
    gains = np.subtract(found.best_replies, found.payoffs)
    numbers = [payoffs(game, values) for values in (found.payoffs, found.best_replies, gains)]
    rows = tuple(
        (Cell(safe(name, True), key), Cell(strategy(plays), plays), has, *more)
        for name, key, plays, has, *more in zip(
            game.players, game.keys, found.names, game.discount, *numbers, strict=True
        )
    )
    columns = (
        Column("Player", key="player"),
        Column("plays"),
        Column("discount factor", "number", short="factor", digits=factor_digits(game.discount)),
        Column("earns", "payoff"),
        Column("best reply", "payoff"),
        Column("gain", "payoff"),
    )
    return Table(columns, rows)


def _witnesses(found: Certificate) -> Table:
    heads = ("test", "path", "phase", "player", "instead of", "action")
    columns = (*(Column(head) for head in heads), Column("gain", "payoff"))
    rows = tuple(
        (
            test,
            "; ".join(", ".join(step) for step in one.path),
            one.phase,
            one.player,
            one.instead_of,
            one.action,
            one.gain,
        )
        for test, one in (("subgame perfect", found.witness), ("nash", found.nash_witness))
        if one is not None
    )
    return Table(columns, rows, only="programs")


def trust(found: Certificate) -> list[Note]:
    """Whether two ways of adding payoffs up agree, and how strategies were tested."""
    apart = f"Two ways of adding payoffs up differ by {found.difference:.1g} of their range."
    checked = "Complete; checked." if found.difference < SURE else f"Complete. {apart}"
    method = (
        f"Method: every single deviation is tried in {counted(found.states, 'joint state')}, all that any play can "
        f"reach. Payoffs from one system of linear equations are compared with those added up round by round."
    )
    return [Note(checked), Note(method, detail=True)]
