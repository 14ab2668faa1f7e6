"""Whether strategies are an equilibrium against each other, and where not."""

from __future__ import annotations

import numpy as np

from negotiate.repeated.lasting.certificate import Certificate
from negotiate.repeated.reports.deviations import deviations, renegotiation
from negotiate.repeated.reports.discounting import factor_digits
from negotiate.repeated.reports.outline import checked, outline
from negotiate.repeated.reports.words import match_words, payoffs, player_rows
from negotiate.report.blocks import Column, Note, Report, Table
from negotiate.report.style import Look
from negotiate.report.words import counted

METHOD = (
    "each deviation in a single round is tried in each of {}, in all that any play can reach. "
    "The payoffs of one linear system are compared with payoffs added up round by round."
)


def report(found: Certificate, look: Look) -> Report:
    """Whether strategies hold against each other, by how much each could gain, and where."""
    said = [verdict(found), *deviations(found), *renegotiation(found)]
    return outline(found.game, said, [_players(found)], found.notes, *tested(found))


def tested(found: Certificate) -> tuple[list[Note], str]:
    """How far a certificate can be trusted, and how it was found."""
    return [checked(found.difference)], METHOD.format(counted(found.states, "joint state"))


def verdict(found: Certificate) -> str:
    """What kind of equilibrium the strategies are."""
    who = match_words(found.names)
    if found.subgame_perfect:
        return f"{who} is a subgame-perfect equilibrium: no player gains by deviating, on the path of play or off it."
    if found.nash:
        return f"{who} is a Nash equilibrium, but it is not subgame perfect: a player gains off the path of play."
    return f"{who} is no equilibrium: a player gains by another strategy."


def _players(found: Certificate) -> Table:
    game, gains = found.game, np.subtract(found.best_replies, found.payoffs)
    numbers = [payoffs(game, values) for values in (found.payoffs, found.best_replies, gains)]
    columns = (
        Column("discount factor", "number", short="factor", digits=factor_digits(game.discount)),
        *(Column(head, "payoff") for head in ("earns", "best reply", "gain")),
    )
    return player_rows(game, found.names, columns, game.discount, *numbers)
