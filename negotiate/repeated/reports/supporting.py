"""An automaton that supports a chosen payoff, state by state."""

from __future__ import annotations

from negotiate.repeated.reports.discounting import factors_note
from negotiate.repeated.reports.words import called, game_notes, payoffs, per_period, player_columns, player_name, worth
from negotiate.repeated.sustaining.supporting import Supporting
from negotiate.report.blocks import Block, Column, Note, Report, Table, sentences
from negotiate.report.numbers import number, probability
from negotiate.report.style import Look
from negotiate.report.words import counted, joined

UNNAMED = {-1: "walked away", -2: "the agreement, with what it sets"}
"""What a row of such numbers stands for, in place of postures."""
SURE = 1e-9


def report(found: Supporting, look: Look) -> Report:
    """What is sustained, where a breach leads, and what all play in each state."""
    game, states = found.game, counted(len(found.profiles), "state")
    begins = [k for k, p in enumerate(found.start.tolist()) if p > SURE]
    first = _odds(begins, found.start.tolist())
    said = [
        f"{worth(game, found.point)} {per_period(game)} can be sustained, by an automaton of {states}.",
        f"Play begins in state {first}.",
        *(f"A breach by {player_name(game, p)} leads to state {state + 1}." for p, state in enumerate(found.punishing)),
    ]
    least = number(float(found.margins.min()))
    blocks: tuple[Block, ...] = (
        *sentences([said[0], " ".join(said[1:])]),
        *_states(found),
        *game_notes(game, found.notes),
        Note(factors_note(game)),
        Note("Complete; checked."),
        Note(f"Method: each single deviation is tried in each state; none loses less than {least}.", detail=True),
    )
    return Report(game.title, blocks, game.players)


def _odds(states: list[int], odds: list[float]) -> str:
    """States with their odds, if they are drawn by lot."""
    if len(states) == 1:
        return str(states[0] + 1)
    return joined([f"{k + 1} ({probability(odds[k])})" for k in states], "or")


def _plays(found: Supporting, state: int) -> str:
    profile = found.profiles[state].tolist()
    if profile[0] in UNNAMED:
        return UNNAMED[profile[0]]
    return called(found.game, [found.stage.strategies[p][k].label for p, k in enumerate(profile)])


def _then(found: Supporting, state: int) -> str:
    """Where play goes on if nobody deviates."""
    odds = found.leads[state].tolist()
    return _odds([k for k, p in enumerate(odds) if p > SURE], odds)


def _states(found: Supporting) -> tuple[Table, Table]:
    game, places = found.game, range(len(found.profiles))
    heads = (Column("State", key="state"), Column("then"), Column("all play", key="plays"))
    told = [(str(k + 1), _then(found, k), _plays(found, k), *payoffs(game, found.values[k])) for k in places]
    rows = tuple((*row, *payoffs(game, found.margins[k])) for k, row in enumerate(told))
    worse = player_columns(game, key="{} would lose")
    return (
        Table((*heads, *player_columns(game)), tuple(told), only="people"),
        Table((*heads, *player_columns(game), *worse), rows, only="programs"),
    )
