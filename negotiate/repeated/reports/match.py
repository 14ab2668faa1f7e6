"""What strategies earn when they meet."""

from __future__ import annotations

from negotiate.repeated.match import MatchResult
from negotiate.repeated.reports.discounting import factors_note
from negotiate.repeated.reports.words import (
    beginning,
    earnings,
    errors,
    game_notes,
    match_words,
    payoffs,
    player_name,
    strategy,
    worth,
)
from negotiate.report.blocks import Block, Column, Note, Report, Table, sentences
from negotiate.report.numbers import number
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe


def report(found: MatchResult, look: Look) -> Report:
    """What each player earns a round, and how sure that is."""
    game = found.game
    blocks: tuple[Block, ...] = (*sentences(answer(found)), *players(found), *game_notes(game), *trust(found))
    return Report(game.title, blocks, game.players)


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


def players(found: MatchResult) -> tuple[Table, Table]:
    """A row a player: for people what it plays and earns, for programs the total and the confidence interval, too."""
    game = found.game
    earned, totals = payoffs(game, found.payoffs), payoffs(game, found.totals)
    spans = [(None, None)] * len(game.keys) if found.interval is None else found.interval.tolist()
    shown = tuple(
        (safe(name, True), strategy(plays), x) for name, plays, x in zip(game.players, found.names, earned, strict=True)
    )
    rows = tuple(
        (key, plays, x, total, *span)
        for key, plays, x, total, span in zip(game.keys, found.names, earned, totals, spans, strict=True)
    )
    heads = ("by round", "in all", "low", "high")
    columns = (Column("player"), Column("plays"), *(Column(head, "payoff") for head in heads))
    return (
        Table((Column("Player"), Column("plays"), Column("a round", "payoff")), shown, only="people"),
        Table(columns, rows, only="programs"),
    )


def trust(found: MatchResult, more: str = "") -> list[Note]:
    """Discount factors, and how the payoffs were worked out."""
    how = "Exact." if found.exact else f"Sampled in {found.worlds:,} worlds, seed {found.seed}."
    method = "the strategies are one Markov chain" if found.exact else "worlds are played one by one"
    return [Note(factors_note(found.game)), Note(f"{how}{more}"), Note(f"Method: {method}.", detail=True)]
