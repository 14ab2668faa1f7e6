"""What strategies earn when they meet, and one match of theirs round by round, as a strip of what
each player did.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.repeated.game import MatchResult, Supergame, without_rounding
from negotiate.repeated.matches.timeline import Encounter, Timeline
from negotiate.repeated.reports import (
    clean,
    each,
    errors,
    gets,
    outline,
    payoffs,
    player_columns,
    player_name,
    player_rows,
    playing,
)
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Plot, Report, Series, Table
from negotiate.report.style import Look, capital, counted, joined, number

LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""Phases are lettered where there are several."""
KEEPS, PUNISHES, MANY = "·", "█", "+"
"""The signs of postures: the agreement, the punishment, and what is left where digits are used
up.
"""
WRONG = {"!": "trembled", "?": "misread another's move", "&": "trembled and misread"}
"""What goes wrong for a player, by the sign below its row."""
STOPS = 5
"""Rounds of which it is told what was earned until then."""


def report_timeline(found: Timeline, look: Look) -> Report:
    """What was done, what went wrong and what was earned."""
    game, rounds = found.game, counted(found.postures.shape[1], "round")
    said = [f"In one simulated match, {playing(game, found.names)}."]
    said += [f"On average over {rounds}, {gets(game, found.payoffs.mean(axis=1))}."]
    trembled, misread = slips(found)
    wrong = [counted(trembled, "hand trembled", "hands trembled")] if trembled else []
    wrong += [f"{counted(misread, 'move was', 'moves were')} misread"] if misread else []
    said += [f"{capital(joined(wrong))}."] if wrong else []
    return outline(game, said, played(found), method=f"the match is simulated, seed {found.seed}.")


def played(found: Timeline, title: str = "") -> list[Block]:
    """The strip, what each has earned by some rounds, and as a detail every round."""
    game, rounds = found.game, found.running.shape[1]
    stops = np.unique(np.linspace(1, rounds, min(rounds, STOPS)).round()).astype(int)
    earned = without_rounding(game, found.running.T[stops - 1]).T.tolist()
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (clean(name), *(Cell(number(x), x) for x in own))
        for name, own in zip(game.players, earned, strict=True)
    )
    columns = (Column("Earned up to round"), *(Column(str(stop), "payoff") for stop in stops))
    later = (
        [Note("Earned: the discounted sum of all rounds so far.", detail=True)]
        if min(game.effective) < 1
        else []
    )
    return [strip(found, title), Table(columns, rows), rounds_table(found), *later]


def strip(found: Timeline, title: str = "") -> Plot:
    """A row a player, a sign a round; below it what went wrong, and a row of phases where there are
    several.
    """
    game, series, phases = found.game, [], found.phases.tolist()
    for player, name in enumerate(game.players):
        own, wrong = posture_signs(game, player), _wrong(found, player)
        done = tuple(own[posture] for posture in found.postures[player].tolist())
        series.append(Series(clean(name), (), (), player=player, labels=done))
        if any(map(str.strip, wrong)):
            series.append(Series("", (), (), role="faint", labels=wrong))
    if len(set(phases)) > 1:
        series.append(Series("phase", (), (), role="faint", labels=tuple(map(_letter, phases))))
    return Plot("strip", tuple(series), across="round", title=title, note=_legend(found))


def posture_signs(game: Supergame, player: int) -> list[str]:
    """The sign of each posture of a player: a dot keeps the agreement, a block punishes, digits
    stand between.
    """
    known, digits = (
        {game.punish[player]: PUNISHES, game.cooperate[player]: KEEPS},
        iter("123456789"),
    )
    return [known.get(index) or next(digits, MANY) for index in range(game.stage.shape[player])]


def _letter(phase: int) -> str:
    return LETTERS[phase] if phase < len(LETTERS) else MANY


def _wrong(found: Timeline, player: int) -> tuple[str, ...]:
    trembled = found.postures[player] != found.intended[player]
    misread = (found.seen[player] != found.postures).any(axis=0)
    return tuple(np.choose(trembled + 2 * misread, [" ", *WRONG]).tolist())


def _legend(found: Timeline) -> str:
    """What the signs that can be seen mean."""
    game, under = found.game, ""
    told: dict[str, dict[str, None]] = {}
    for player, (key, own) in enumerate(zip(game.keys, game.postures, strict=True)):
        signs, under = posture_signs(game, player), under + "".join(_wrong(found, player))
        for index in sorted(set(found.postures[player].tolist())):
            label = clean(own[index])
            named = label if any(map(str.isalpha, label)) else f"{clean(key)}: {label}"
            told.setdefault(signs[index], {})[named] = None
    said = [f"{sign} {'/'.join(labels)}" for sign, labels in told.items()]
    phases, known = game.setting.phases, sorted(set(found.phases.tolist()))
    if phases is not None and len(known) > 1:
        said += [f"{_letter(k)} {clean(phases.names[k])}" for k in known]
    if wrong := [f"{sign} {meaning}" for sign, meaning in WRONG.items() if sign in under]:
        said.append(f"below a player's row: {', '.join(wrong)}")
    return "; ".join(said)


def slips(found: Timeline) -> tuple[int, int]:
    """How often a hand trembled, and how often a player misread another."""
    return int((found.postures != found.intended).sum()), int(
        (found.seen != found.postures[None]).sum()
    )


def rounds_table(found: Timeline) -> Table:
    """A row a round: what each player did, what went wrong for it, and what it has earned so
    far.
    """
    game, phases = found.game, found.game.setting.phases
    columns = [Column("round", "count")]
    cells: list[Sequence[Entry]] = [range(1, len(found.phases) + 1)]
    if phases is not None:
        columns.append(Column("phase"))
        cells.append([phases.names[k] for k in found.phases.tolist()])
    for player, (own, row) in enumerate(zip(game.postures, found.postures.tolist(), strict=True)):
        wrong = [f" ({WRONG[sign]})" if sign in WRONG else "" for sign in _wrong(found, player)]
        cells.append([own[k] + what for k, what in zip(row, wrong, strict=True)])
    cells += without_rounding(game, found.running.T).T.tolist()
    columns += [*player_columns(game, "{} plays", kind="words"), *player_columns(game, "{} earned")]
    return Table(tuple(columns), tuple(zip(*cells, strict=True)), "Round by round", detail=True)


def report(found: MatchResult | Encounter, look: Look) -> Report:
    """What each player earns a round, how sure that is, and the match that is followed."""
    result = found.result if isinstance(found, Encounter) else found
    said, sure, method = answer(result), "Exact.", "the strategies together are one Markov chain."
    if not result.exact:
        sure, method = (
            f"From {result.worlds:,} simulated matches, seed {result.seed}.",
            "matches are simulated.",
        )
    if isinstance(found, Encounter):
        said, title = [*said, *_quiet(found)], ""
        if found.breach is not None:
            player, when = found.breach
            title = f"What follows if {player_name(found.game, player)} deviates in round {when}"
        pictures = played(found.timeline, title)
        sure += f" The strip shows one simulated match, seed {found.timeline.seed}."
    else:
        column = Column("a round", "payoff", "by round")
        pictures = [
            player_rows(found.game, found.names, [column], payoffs(found.game, found.payoffs))
        ]
    return outline(found.game, said, pictures, last=[Note(sure)], method=method)


def answer(found: MatchResult) -> list[str]:
    """What all players earn a round, and in all where each round counts as much as any other."""
    game = found.game
    length = f"over {counted(found.rounds, 'round')}" if found.rounds else "over all rounds"
    said = [f"If {playing(game, found.names)}, {gets(game, found.payoffs)} on average {length}."]
    if found.interval is not None:
        low, high = (map(number, ends) for ends in found.interval.T)
        said.append(
            f"The 95 % confidence interval is {each(game, '{1} to {2} for {0}', low, high)}."
        )
    if found.rounds and min(game.effective) == 1:
        said.append(f"In all, {gets(game, found.totals)}.")
    return [*said, *errors(game, found.noise, found.misread)]


def _quiet(found: Encounter) -> list[str]:
    """Where something could have gone wrong in the match that is followed, and did not."""
    if not any((*found.result.noise, *found.result.misread)) or any(slips(found.timeline)):
        return []
    rounds = counted(found.timeline.postures.shape[1], "round")
    return [f"In the {rounds} below nothing goes wrong. Another `--seed` shows another match."]
