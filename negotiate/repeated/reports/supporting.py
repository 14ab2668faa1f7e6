"""An automaton that supports a chosen payoff, state by state."""

from __future__ import annotations

from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.words import called, payoffs, per_period, player_columns, player_name, worth
from negotiate.repeated.sustaining.supporting import Supporting
from negotiate.report.blocks import Column, Note, Report, Table
from negotiate.report.numbers import number, probability
from negotiate.report.style import Look
from negotiate.report.words import counted, joined

UNNAMED = {-1: "walked away", -2: "the agreement, with what it sets"}
"""What a row of such numbers stands for, in place of postures."""
SURE = 1e-9


def report(found: Supporting, look: Look) -> Report:
    """What is sustained, where a breach leads, and what all play in each state."""
    game, start = found.game, found.start.tolist()
    states, gives = counted(len(found.profiles), "state"), f"{worth(game, found.point)} {per_period(game)}"
    begins = f"Play begins in state {_odds(start)}."
    leads = [
        f"A breach by {player_name(game, p)} leads to state {state + 1}." for p, state in enumerate(found.punishing)
    ]
    said = [f"{gives} can be sustained, by an automaton of {states}.", " ".join([begins, *leads])]
    least = number(float(found.margins.min()))
    method = f"Method: each single deviation is tried in each state; none loses less than {least}."
    return outline(game, said, [_states(found)], found.notes, [Note("Complete; checked."), Note(method, detail=True)])


def _odds(odds: list[float]) -> str:
    """States with their odds, if they are drawn by lot."""
    states = [k for k, p in enumerate(odds) if p > SURE]
    if len(states) == 1:
        return str(states[0] + 1)
    return joined([f"{k + 1} ({probability(odds[k])})" for k in states], "or")


def _plays(found: Supporting, state: int) -> str:
    profile = found.profiles[state].tolist()
    if profile[0] in UNNAMED:
        return UNNAMED[profile[0]]
    return called(found.game, [found.stage.strategies[p][k].label for p, k in enumerate(profile)])


def _states(found: Supporting) -> Table:
    """A row a state: what all play, where play goes on if nobody deviates, and what a deviation would lose."""
    game = found.game
    rows = tuple(
        (str(k + 1), _odds(leads), _plays(found, k), *payoffs(game, values), *payoffs(game, margins))
        for k, (leads, values, margins) in enumerate(
            zip(found.leads.tolist(), found.values, found.margins, strict=True)
        )
    )
    heads = (Column("State", key="state"), Column("then"), Column("all play", key="plays"))
    losses = player_columns(game, key="{} would lose", shown="programs")
    return Table((*heads, *player_columns(game), *losses), rows)
