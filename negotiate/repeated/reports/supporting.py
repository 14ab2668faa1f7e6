"""An automaton that supports a chosen payoff, state by state."""

from __future__ import annotations

from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.words import called, gets, payoffs, per_period, player_columns, player_name
from negotiate.repeated.sustaining.supporting import Supporting
from negotiate.report.blocks import Column, Note, Report, Table
from negotiate.report.numbers import number, probability
from negotiate.report.style import Look
from negotiate.report.words import counted, joined

SURE = 1e-9


def report(found: Supporting, look: Look) -> Report:
    """What is sustained, where a breach leads, and what all play in each state."""
    game, states = found.game, counted(len(found.profiles), "state")
    leads = [
        f"A breach by {player_name(game, p)} leads to state {state + 1}." for p, state in enumerate(found.punishing)
    ]
    said = [
        f"In a subgame-perfect equilibrium, {gets(game, found.point)} {per_period(game)}. Its automaton has {states}.",
        " ".join([f"Play begins in state {_odds(found.start.tolist())}.", *leads]),
    ]
    least = number(float(found.margins.min()))
    method = f"each deviation in a single round is tried in each state. Every deviation loses at least {least}."
    return outline(game, said, [_states(found)], found.notes, [Note("Complete; checked.")], method)


def _odds(odds: list[float]) -> str:
    """States with their probabilities, if they are drawn by lot."""
    states = [k for k, p in enumerate(odds) if p > SURE]
    if len(states) == 1:
        return str(states[0] + 1)
    return joined([f"{k + 1} ({probability(odds[k])})" for k in states], "or")


def _states(found: Supporting) -> Table:
    """A row a state: what all play, and where play goes on if no player deviates, with probabilities."""
    game = found.game
    plays = [one if isinstance(one, str) else called(game, one) for one in found.plays]
    rows = tuple(
        (str(k + 1), _odds(leads), played, *payoffs(game, values))
        for k, (leads, played, values) in enumerate(zip(found.leads.tolist(), plays, found.values, strict=True))
    )
    heads = (Column("State", key="state"), Column("then"), Column("all play", key="plays"))
    return Table((*heads, *player_columns(game)), rows)
