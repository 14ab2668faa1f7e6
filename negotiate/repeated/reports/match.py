"""What strategies earn when they meet."""

from __future__ import annotations

from negotiate.repeated.match import MatchResult
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.words import (
    beginning,
    earnings,
    errors,
    match_words,
    payoffs,
    player_name,
    strategy,
    worth,
)
from negotiate.report.blocks import Cell, Column, Note, Report, Table
from negotiate.report.numbers import number
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe


def report(found: MatchResult, look: Look) -> Report:
    """What each player earns a round, and how sure that is."""
    return outline(found.game, answer(found), [players(found)], last=trust(found))


def answer(found: MatchResult) -> list[str]:
    """What everybody earns a round, and in all where each round counts as much as any other."""
    game = found.game
    length = f"over {counted(found.rounds, 'round')}" if found.rounds else "over all rounds"
    said = [f"{beginning(match_words(found.names))} gives {worth(game, found.payoffs)}, on average {length}."]
    if found.interval is not None:
        ends = [(number(low), number(high)) for low, high in found.interval]
        spans = [f"{low} to {high} for {player_name(game, p)}" for p, (low, high) in enumerate(ends)]
        said.append(f"The 95 % confidence interval is {joined(spans)}.")
    if found.rounds and min(game.effective) == 1:
        said.append(f"That is {earnings(found.totals)} in all.")
    wrong = errors(game, found.noise, found.misread)
    return [*said, *([f"{beginning(wrong)}."] if wrong else [])]


def players(found: MatchResult) -> Table:
    """A row a player, for programs with the total and the confidence interval."""
    game = found.game
    earned, totals = payoffs(game, found.payoffs), payoffs(game, found.totals)
    spans = [(None, None)] * len(game.keys) if found.interval is None else found.interval.tolist()
    rows = tuple(
        (Cell(safe(game.players[p], True), key), Cell(strategy(plays), plays), earned[p], totals[p], *spans[p])
        for p, (key, plays) in enumerate(zip(game.keys, found.names, strict=True))
    )
    more = (Column(head, "payoff", shown="programs") for head in ("in all", "low", "high"))
    heads = (Column("Player", key="player"), Column("plays"), Column("a round", "payoff", "by round"), *more)
    return Table(heads, rows)


def trust(found: MatchResult, more: str = "") -> list[Note]:
    """How the payoffs were worked out."""
    how = "Exact." if found.exact else f"Sampled in {found.worlds:,} worlds, seed {found.seed}."
    method = "the strategies are one Markov chain" if found.exact else "worlds are played one by one"
    return [Note(f"{how}{more}"), Note(f"Method: {method}.", detail=True)]
