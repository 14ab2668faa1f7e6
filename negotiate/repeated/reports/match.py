"""What strategies earn when they meet, and one match of theirs round by round, as a strip of what each player did."""

from __future__ import annotations

import numpy as np

from negotiate.repeated.game import MatchResult, RepeatedGame, without_rounding
from negotiate.repeated.matches.timeline import Encounter, Timeline
from negotiate.repeated.reports.words import (
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
from negotiate.report.numbers import number
from negotiate.report.style import Look
from negotiate.report.words import capital, counted, joined, safe

LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""Phases are lettered where there are several."""
KEEPS, PUNISHES, MANY = "·", "█", "+"
"""The signs of postures: the agreement, the punishment, and what is left where digits are used up."""
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
    stops = np.unique(np.linspace(1, rounds, min(rounds, STOPS)).round()).astype(int).tolist()
    earned = without_rounding(game, found.running.T[np.array(stops) - 1]).T.tolist()
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (safe(name, True), *(Cell(number(x), x) for x in own)) for name, own in zip(game.players, earned, strict=True)
    )
    columns = (Column("Earned up to round"), *(Column(str(stop), "payoff") for stop in stops))
    later = [Note("Earned: the discounted sum of all rounds so far.", detail=True)] if min(game.effective) < 1 else []
    return [strip(found, title), Table(columns, rows), rounds_table(found), *later]


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
                label = safe(game.postures[player][index], True)
                label = label if any(map(str.isalpha, label)) else f"{safe(key, True)}: {label}"
                told.setdefault(sign, {})[label] = None
    said = [f"{sign} {'/'.join(labels)}" for sign, labels in told.items()]
    phases, known = game.setting.phases, sorted(set(found.phases.tolist()))
    if phases is not None and len(known) > 1:
        said += [f"{_letter(k)} {safe(phases.names[k], True)}" for k in known]
    under = "".join(sign for player in range(len(game.keys)) for sign in _wrong(found, player))
    if wrong := [f"{sign} {meaning}" for sign, meaning in WRONG.items() if sign in under]:
        said.append(f"below a player's row: {', '.join(wrong)}")
    return "; ".join(said)


def slips(found: Timeline) -> tuple[int, int]:
    """How often a hand trembled, and how often a player misread another."""
    return int((found.postures != found.intended).sum()), int((found.seen != found.postures[None]).sum())


def rounds_table(found: Timeline) -> Table:
    """A row a round: what each player did, what went wrong for it, and what it has earned so far."""
    game, names = found.game, found.game.setting.phases.names if found.game.setting.phases else ()
    phases = [[names[k] for k in found.phases.tolist()]] if names else []
    did = [
        [own[k] + (f" ({WRONG[sign]})" if sign in WRONG else "") for k, sign in zip(row, _wrong(found, p), strict=True)]
        for p, (own, row) in enumerate(zip(game.postures, found.postures.tolist(), strict=True))
    ]
    earned = without_rounding(game, found.running.T).T.tolist()
    columns = (
        *(Column("round", "count"), *([Column("phase")] if names else [])),
        *(*player_columns(game, "{} plays", kind="words"), *player_columns(game, "{} earned")),
    )
    rows = zip(range(1, len(found.phases) + 1), *phases, *did, *earned, strict=True)
    return Table(columns, tuple(rows), "Round by round", detail=True)


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
