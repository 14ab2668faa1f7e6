"""One world of a match: a strip of what each player did round by round, and what each has earned by then."""

from __future__ import annotations

import numpy as np

from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.matches.timeline import Timeline
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.words import (
    beginning,
    earnings,
    match_words,
    payoffs,
    player_columns,
)
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Table
from negotiate.report.numbers import number
from negotiate.report.plots import Plot, Series
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe

LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""Phases are lettered where there are several."""
KEEPS, PUNISHES, MANY = "·", "█", "+"
"""The signs of postures: the agreement, the punishment, and what is left where digits are used up."""
WRONG = {"!": "its hand trembled", "?": "it misread another player", "&": "both at once"}
"""What goes wrong for a player, by the sign below its row."""
STOPS = 5
"""Rounds of which it is told what was earned until then."""


def report(found: Timeline, look: Look) -> Report:
    """What was done, what went wrong and what was earned."""
    rounds, mean = counted(found.postures.shape[1], "round"), earnings(found.payoffs.mean(axis=1))
    said = [f"One world of {match_words(found.names)}: in {rounds} they earn {mean} on average."]
    trembled, misread = slips(found)
    wrong = [counted(trembled, "hand trembled", "hands trembled")] if trembled else []
    wrong += [f"{counted(misread, 'move was', 'moves were')} misread"] if misread else []
    said += [f"{beginning(joined(wrong))}."] if wrong else []
    method = Note(f"Method: one world is played, seed {found.seed}.", detail=True)
    return outline(found.game, said, world(found), last=[method])


def world(found: Timeline, title: str = "") -> list[Block]:
    """The strip, and what each has earned by some rounds, by all where everything is wanted."""
    game, rounds = found.game, found.running.shape[1]
    stops = np.unique(np.linspace(1, rounds, min(rounds, STOPS)).round()).astype(int).tolist()
    few: tuple[tuple[Entry, ...], ...] = tuple(
        (safe(name, True), *(Cell(number(float(found.running[p, stop - 1]))) for stop in stops))
        for p, name in enumerate(game.players)
    )
    every = tuple((t + 1, *payoffs(game, found.running[:, t])) for t in range(rounds))
    later = Note("Earned: all rounds until then added up, later ones for less.", detail=True)
    return [
        strip(found, title),
        Table((Column("Earned up to round"), *(Column(str(stop), "payoff") for stop in stops)), few, only="people"),
        Table((Column("Earned up to round", "count"), *player_columns(game)), every, detail=True, only="people"),
        rounds_table(found),
        *([later] if min(game.effective) < 1 else []),
    ]


def strip(found: Timeline, title: str = "") -> Plot:
    """A row a player, a sign a round; below it what went wrong, and a row of phases where there are several."""
    game, series = found.game, []
    for player, name in enumerate(game.players):
        own = posture_signs(game, player)
        done = tuple(own[int(posture)] for posture in found.postures[player])
        series.append(Series(safe(name, True), (), (), player=player, labels=done))
        wrong = _wrong(found, player)
        if any(map(str.strip, wrong)):
            series.append(Series("", (), (), role="faint", labels=wrong))
    if len(set(found.phases.tolist())) > 1:
        series.append(Series("phase", (), (), role="faint", labels=tuple(map(_letter, found.phases.tolist()))))
    return Plot("strip", tuple(series), across="round", title=title, note=_legend(found))


def posture_signs(game: RepeatedGame, player: int) -> list[str]:
    """The sign of each posture of a player: a dot keeps the agreement, a block punishes, digits stand between."""
    known, digits = {game.punish[player]: PUNISHES, game.cooperate[player]: KEEPS}, iter("123456789")
    return [known.get(index) or next(digits, MANY) for index in range(game.stage.shape[player])]


def _letter(phase: int) -> str:
    return LETTERS[phase] if phase < len(LETTERS) else MANY


def _wrong(found: Timeline, player: int) -> tuple[str, ...]:
    trembled = found.postures[player] != found.intended[player]
    misread = (found.seen[player] != found.postures).any(axis=0)
    return tuple(np.choose(trembled + 2 * misread, [" ", *WRONG]).tolist())


def _legend(found: Timeline) -> str:
    """What the signs that can be seen mean."""
    game = found.game
    told: dict[str, dict[str, None]] = {}
    for player, key in enumerate(game.keys):
        seen = set(found.postures[player].tolist())
        for index, sign in enumerate(posture_signs(game, player)):
            if index in seen:
                label = safe(game.stage.strategies[player][index].label, True)
                label = label if any(map(str.isalpha, label)) else f"{safe(key, True)}: {label}"
                told.setdefault(sign, {})[label] = None
    said = [f"{sign} {'/'.join(labels)}" for sign, labels in told.items()]
    phases, known = game.setting.phases, sorted(set(found.phases.tolist()))
    if phases is not None and len(known) > 1:
        said += [f"{_letter(k)} {safe(phases.names[k], True)}" for k in known]
    under = "".join(sign for player in range(len(game.keys)) for sign in _wrong(found, player))
    if wrong := [f"{sign} {meaning}" for sign, meaning in WRONG.items() if sign in under]:
        said.append(f"below a row: {', '.join(wrong)}")
    return "; ".join(said)


def slips(found: Timeline) -> tuple[int, int]:
    """How often a hand trembled, and how often a player misread another."""
    return int((found.postures != found.intended).sum()), int((found.seen != found.postures[None]).sum())


def rounds_table(found: Timeline) -> Table:
    """For programs: a row a round, with what each did, meant and earned."""
    game, rounds = found.game, found.postures.shape[1]
    names = game.setting.phases.names if game.setting.phases else ()
    columns = [Column("round", "count"), Column("phase")]
    for key in game.keys:
        columns += [Column(f"{key} did"), Column(f"{key} meant")]
        columns += [Column(f"{key} earned", "payoff"), Column(f"{key} so far", "payoff")]
    rows = []
    for t in range(rounds):
        row: list[str | int | float | None] = [t + 1, names[int(found.phases[t])] if names else ""]
        earned, running = payoffs(game, found.payoffs[:, t]), payoffs(game, found.running[:, t])
        for p, strategies in enumerate(game.stage.strategies):
            row += [strategies[int(one[p, t])].label for one in (found.postures, found.intended)]
            row += [earned[p], running[p]]
        rows.append(tuple(row))
    return Table(tuple(columns), tuple(rows), only="programs")
