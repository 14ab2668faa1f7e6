"""What strategies earn when they meet, and perhaps one match of theirs round by round."""

from __future__ import annotations

from negotiate.repeated.match import MatchResult
from negotiate.repeated.matches.encounter import Encounter
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.timeline import played, slips
from negotiate.repeated.reports.words import errors, gets, payoffs, player_name, player_rows, playing
from negotiate.report.blocks import Block, Column, Note, Report
from negotiate.report.numbers import number
from negotiate.report.style import Look
from negotiate.report.words import counted, joined


def report(found: MatchResult | Encounter, look: Look) -> Report:
    """What each player earns a round, how sure that is, and the match that is followed."""
    result = found.result if isinstance(found, Encounter) else found
    said, sure, method = answer(result), "Exact.", "the strategies together are one Markov chain."
    if not result.exact:
        sure, method = f"From {result.worlds:,} simulated matches, seed {result.seed}.", "matches are simulated."
    if isinstance(found, Encounter):
        said, pictures = [*said, *_quiet(found)], _followed(found)
        sure += f" The strip shows one simulated match, seed {found.timeline.seed}."
    else:
        column = Column("a round", "payoff", "by round")
        pictures = [player_rows(found.game, found.names, [column], payoffs(found.game, found.payoffs))]
    return outline(found.game, said, pictures, last=[Note(sure)], method=method)


def answer(found: MatchResult) -> list[str]:
    """What all players earn a round, and in all where each round counts as much as any other."""
    game = found.game
    length = f"over {counted(found.rounds, 'round')}" if found.rounds else "over all rounds"
    said = [f"If {playing(game, found.names)}, {gets(game, found.payoffs)} on average {length}."]
    if found.interval is not None:
        ends = [(number(low), number(high)) for low, high in found.interval]
        spans = [f"{low} to {high} for {player_name(game, p)}" for p, (low, high) in enumerate(ends)]
        said.append(f"The 95 % confidence interval is {joined(spans)}.")
    if found.rounds and min(game.effective) == 1:
        said.append(f"In all, {gets(game, found.totals)}.")
    return [*said, *errors(game, found.noise, found.misread)]


def _followed(found: Encounter) -> list[Block]:
    if found.breach is None:
        return played(found.timeline)
    player, round_ = found.breach
    return played(found.timeline, f"What follows if {player_name(found.game, player)} deviates in round {round_}")


def _quiet(found: Encounter) -> list[str]:
    """Where something could have gone wrong in the match that is followed, and did not."""
    if not any((*found.result.noise, *found.result.misread)) or any(slips(found.timeline)):
        return []
    rounds = counted(found.timeline.postures.shape[1], "round")
    return [f"In the {rounds} below nothing goes wrong. Another `--seed` shows another match."]
