"""What strategies earn when they meet, and one world of it as a strip, on one screen."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from operator import attrgetter

from rich.console import RenderableType
from rich.text import Text

from negotiate.render.kind import Kind
from negotiate.render.repeated.exactly import exactly
from negotiate.render.repeated.game import conditions
from negotiate.render.repeated.strip import running_rows, slips, strip
from negotiate.render.repeated.words import (
    beginning,
    earnings,
    keys,
    match_words,
    patience_words,
    payoffs,
    rates,
    who,
)
from negotiate.render.table import table
from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.match import MatchResult
from negotiate.repeated.matches.encounter import Encounter
from negotiate.repeated.matches.timeline import Timeline
from negotiate.report.numbers import aligned, exact, number
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe


def result_sentences(found: MatchResult) -> list[str]:
    """What everybody earns by round, and in all where a round counts as much as any other."""
    game = found.game
    length = counted(found.rounds, "round") if found.rounds else "all rounds"
    said = [f"{beginning(match_words(found.names))} is worth {payoffs(game, found.payoffs)}, on average over {length}."]
    if found.interval is not None:
        spans = [f"{number(low)} to {number(high)} ({who(game, p)})" for p, (low, high) in enumerate(found.interval)]
        said.append(f"With 95 % confidence that is {joined(spans)}.")
    if found.rounds and min(game.effective) == 1:
        said.append(f"That is {earnings(found.totals)} in all.")
    if disturbed := _disturbed(game, found.noise, found.misread):
        said.append(disturbed)
    return said


def _disturbed(game: RepeatedGame, noise: tuple[float, ...], misread: tuple[float, ...]) -> str:
    """What goes wrong how often."""
    told = []
    if any(noise):
        told.append(f"a hand trembles in {rates(game, noise)} of rounds")
    if any(misread):
        told.append(f"{rates(game, misread)} of moves are misread")
    return f"{beginning(joined(told))}." if told else ""


def result_remarks(found: MatchResult) -> list[str]:
    """Patience, and how it was worked out."""
    how = "exact; the strategies as one Markov chain"
    if not found.exact:
        how = f"sampled in {found.worlds:,} worlds, seed {found.seed}"
    return [patience_words(found.game), *conditions(found.game), f"Method: {how}"]


def _result_rows(found: MatchResult) -> list[list[str]]:
    rows = [["player", "plays", "by round", "in all", "low", "high"]]
    earned = exactly(found.game, found.payoffs)
    for p, key in enumerate(found.game.keys):
        low, high = ("", "") if found.interval is None else map(exact, found.interval[p])
        total = exactly(found.game, found.totals)[p] if isfinite(found.totals[p]) else ""
        rows.append([key, found.names[p], earned[p], total, low, high])
    return rows


def _result_body(found: MatchResult, look: Look) -> Iterable[RenderableType]:
    rows = [
        [key, safe(name, True), cell]
        for key, name, cell in zip(keys(found.game), found.names, aligned(list(found.payoffs)), strict=True)
    ]
    return table(["Player", "plays", "by round"], rows, 2, look)


RESULT = Kind(
    MatchResult,
    result_sentences,
    _result_body,
    lambda found: [_result_rows(found)],
    result_remarks,
    attrgetter("game"),
)


def _timeline_sentences(found: Timeline) -> list[str]:
    rounds = found.postures.shape[1]
    trembled, misread = slips(found)
    mean = earnings(found.payoffs.mean(axis=1))
    length = counted(rounds, "round")
    said = [f"One world of {match_words(found.names)}: in {length} they earn {mean} on average."]
    if trembled or misread:
        wrong = []
        if trembled:
            wrong.append(f"{counted(trembled, 'hand trembled', 'hands trembled')}")
        if misread:
            wrong.append(f"{counted(misread, 'move was', 'moves were')} misread")
        said.append(f"{beginning(joined(wrong))}.")
    return said


def _timeline_body(found: Timeline, look: Look) -> Iterable[RenderableType]:
    yield from strip(found, look)
    yield Text()
    yield from _running(found, look)


def _running(found: Timeline, look: Look) -> Iterable[Text]:
    """What each has earned by then, later rounds counting for less."""
    shown = list(running_rows(found, look))
    heads = ["Earned up to round", *(str(stop) for stop, _ in shown)]
    rows = [[key, *(cells[p] for _, cells in shown)] for p, key in enumerate(keys(found.game))]
    if look.all:
        heads = ["Up to round", *keys(found.game)]
        rows = [[str(stop), *cells] for stop, cells in shown]
    yield from table(heads, rows, 1, look)


def timeline_rows(found: Timeline) -> list[list[str]]:
    """One row a round."""
    game, rounds = found.game, found.postures.shape[1]
    names = game.setting.phases.names if game.setting.phases else ()
    heads = ["round", "phase"]
    for key in game.keys:
        heads += [f"{key} did", f"{key} meant", f"{key} earned", f"{key} so far"]
    rows = [heads]
    for t in range(rounds):
        row = [str(t + 1), names[int(found.phases[t])] if names else ""]
        earned, running = exactly(game, found.payoffs[:, t]), exactly(game, found.running[:, t])
        for p in range(len(game.keys)):
            known = [one.label for one in game.stage.strategies[p]]
            row += [known[int(found.postures[p, t])], known[int(found.intended[p, t])]]
            row += [earned[p], running[p]]
        rows.append(row)
    return rows


def _timeline_remarks(found: Timeline) -> list[str]:
    return [*_adding(found.game), patience_words(found.game), f"Method: one world, seed {found.seed}"]


def _adding(game: RepeatedGame) -> Iterable[str]:
    """How rounds are added up."""
    if min(game.effective) < 1:
        yield "Earned: all rounds so far added up, later ones for less"


TIMELINE = Kind(
    Timeline,
    _timeline_sentences,
    _timeline_body,
    lambda found: [timeline_rows(found)],
    _timeline_remarks,
    attrgetter("game"),
)


def _sentences(found: Encounter) -> list[str]:
    said = result_sentences(found.result)
    if found.breach is not None:
        player, round_ = found.breach
        said.append(f"Below, {who(found.game, player)} steps aside in round {round_}, for what tempts it most.")
    if (any(found.result.noise) or any(found.result.misread)) and not any(slips(found.timeline)):
        rounds = counted(found.timeline.postures.shape[1], "round")
        said.append(f"In the {rounds} below nothing goes wrong; another `--seed` draws another world.")
    return said


def _body(found: Encounter, look: Look) -> Iterable[RenderableType]:
    yield from strip(found.timeline, look, aside=found.breach)
    yield Text()
    yield from _running(found.timeline, look)


def _remarks(found: Encounter) -> list[str]:
    *more, method = result_remarks(found.result)
    return [*_adding(found.game), *more, f"{method}; the strip is one world, seed {found.timeline.seed}"]


KIND = Kind(
    Encounter,
    _sentences,
    _body,
    lambda found: [_result_rows(found.result), timeline_rows(found.timeline)],
    _remarks,
    attrgetter("game"),
)
