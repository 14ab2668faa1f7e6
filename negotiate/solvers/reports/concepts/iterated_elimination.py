"""What iterated elimination leaves and takes away, in sentences and as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Column, Entry, Table
from negotiate.report.words import counted, joined
from negotiate.solvers.reports.concepts import words
from negotiate.solvers.reports.strategies import better_words
from negotiate.solvers.solution import Elimination

ROUNDS = 5
"""Rounds that are told one by one."""
NAMED = 3
"""Strategies of a player that are named one by one."""
FEWEST = 6
"""Rows that people see at least of a table that is cut."""
Kept = tuple[tuple[int, ...], ...]


def what_is_left(game: NormalFormGame, kept: Kept) -> str:
    """What is left, by name where that is short: "(stag, stag)", "`M` of Row and `L` or `R` of Column"."""
    if all(len(own) == 1 for own in kept):
        return words.profile(game, [own[0] for own in kept])
    if max(map(len, kept)) > NAMED:
        return shares(game, kept)
    each = [joined([f"`{words.label(game, p, i)}`" for i in own], "or") for p, own in enumerate(kept)]
    return joined([f"{labels} of {words.name(game, p)}" for p, labels in enumerate(each)])


def shares(game: NormalFormGame, kept: Kept) -> str:
    """How many of whose strategies are left: "2 of Row's 3 strategies and 1 of Column's 2"."""
    nouns = [" strategies", *[""] * (game.n_players - 1)]
    each = enumerate(zip(kept, nouns, strict=True))
    return joined([f"{len(own):,} of {words.whose(game, p)} {game.shape[p]:,}{noun}" for p, (own, noun) in each])


def dominance(game: NormalFormGame, step: Elimination, how: str, why: str) -> str:
    """One strategy that goes, and why: "`hare` of Row is strictly dominated: `stag` gives more …"."""
    what = f"`{words.label(game, step.player, step.strategy)}` of {words.name(game, step.player)}"
    return f"{what} is {how} dominated: {better_words(game, step)} {why}."


def rounds(game: NormalFormGame, trace: Sequence[Elimination]) -> list[str]:
    """How many strategies of whom each round takes away; one sentence in all where there are many rounds."""
    numbers = sorted({step.round for step in trace})
    if len(numbers) > ROUNDS:
        return [f"{len(numbers):,} rounds eliminate {_counts(game, trace)}."]
    return [
        f"Round {number} eliminates {_counts(game, [step for step in trace if step.round == number])}."
        for number in numbers
    ]


def _counts(game: NormalFormGame, fallen: Sequence[Elimination]) -> str:
    counts = [sum(step.player == p for step in fallen) for p in range(game.n_players)]
    return joined(
        [
            f"{counted(count, 'strategy', 'strategies')} of {words.name(game, p)}"
            for p, count in enumerate(counts)
            if count
        ]
    )


def strategies_table(
    game: NormalFormGame,
    kept: Kept,
    trace: Sequence[Elimination],
    head: str,
    belief: Callable[[int, int], str] | None = None,
    admissible: Kept = (),
) -> Table:
    """Every strategy, those left first, then the others by the round that takes them away.

    Parameters
    ----------
    game : NormalFormGame
        What was asked about.
    kept : tuple of tuple of int
        For each player what is left.
    trace : sequence of Elimination
        How the others went.
    head : str
        What those that are left are called.
    belief : callable, optional
        Player and place among what the player is left with → why it is left, in words.
    admissible : tuple of tuple of int
        For each player what is admissible; empty where nobody asked.
    """
    columns = (
        Column("Player", key="player"),
        Column("Strategy", key="strategy"),
        *([Column("admissible", shown="programs")] if admissible else []),
        Column(head, key=head.lower()),
        Column("round", "count", shown="programs"),
        Column("Because", key="because", shown="both" if trace or belief else "programs"),
    )
    chosen: list[tuple[int, int, Elimination | None, str]] = [
        (p, i, None, belief(p, place) if belief else "") for p, own in enumerate(kept) for place, i in enumerate(own)
    ]
    for step in sorted(trace, key=lambda step: (step.round, step.player)):
        by = words.mixture([words.label(game, step.player, i) for i in step.by], step.weights)
        chosen.append((step.player, step.strategy, step, f"dominated in round {step.round} by {by}"))
    rows: list[tuple[Entry, ...]] = []
    for k, (p, i, gone, why) in enumerate(chosen):
        marks = ["yes" if i in admissible[p] else "no"] if admissible else []
        who = words.player_cell(game, p, chosen[k - 1][0] if k else -1)
        rows.append((who, words.label(game, p, i), *marks, "no" if gone else "yes", gone.round if gone else None, why))
    most = words.ROWS if len(rows) <= words.ROWS else min(max(sum(map(len, kept)), FEWEST), words.ROWS)
    return Table(columns, tuple(rows), most=most, more="strategy/strategies")
