"""A match as a strip: one line a player, one cell a round, postures told apart by shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from rich.cells import cell_len
from rich.text import Text

from negotiate.render.repeated.words import keys, posture, who
from negotiate.render.solution import paragraph
from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.matches.timeline import Timeline
from negotiate.report.numbers import number
from negotiate.report.screen.cells import cut, pad
from negotiate.report.style import FAINT, MARK, TITLE, Look
from negotiate.report.words import safe

KEY = 12
"""Columns that a player's key may take."""
TENS = 10
"""Rounds from one number above the strip to the next."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""Phases are lettered where there are several."""
TREMBLED, MISREAD, BOTH = "!", "?", "&"
"""What goes wrong for a player stands under its row."""
MANY = "+"
"""Where signs are used up."""


def signs(game: RepeatedGame, player: int, look: Look) -> list[str]:
    """The sign of each posture of a player: a dot keeps the agreement, a block punishes, digits stand between."""
    keeps, punishes = ("-", "#") if look.ascii else ("·", "█")
    count = game.stage.shape[player]
    digits = iter("123456789")
    found = []
    for index in range(count):
        if index == game.cooperate[player]:
            found.append(keeps)
        elif index == game.punish[player]:
            found.append(punishes)
        else:
            found.append(next(digits, MANY))
    return found


def strip(found: Timeline, look: Look, *, aside: tuple[int, int] | None = None) -> Iterable[Text]:
    """Draw the rounds, folded to the width, and say what the signs mean.

    Parameters
    ----------
    found : Timeline
        One world of a match.
    look : Look
        How wide, with which signs.
    aside : tuple of int, optional
        Who stepped aside in which round, counted from 1.
    """
    game = found.game
    heads = ["round", *(cut(key, KEY, look.glyphs.more) for key in keys(game))]
    margin = max(map(cell_len, heads)) + 2
    rounds = found.postures.shape[1]
    span = max((look.columns - margin) // TENS, 1) * TENS
    for start in range(0, rounds, span):
        stop = min(start + span, rounds)
        yield from _stretch(found, look, heads, margin, start, stop)
    yield from paragraph(_legend(found, look, aside), look, FAINT)


def _stretch(found: Timeline, look: Look, heads: Sequence[str], margin: int, start: int, stop: int) -> Iterable[Text]:
    game = found.game
    yield Text(pad(heads[0], margin) + _ruler(start, stop), style=FAINT, no_wrap=True)
    for player in range(game.stage.n_players):
        own = signs(game, player, look)
        line = Text(pad(heads[player + 1], margin), style=TITLE, no_wrap=True)
        for round_ in range(start, stop):
            taken = int(found.postures[player, round_])
            line.append(own[taken], style=MARK if taken != game.cooperate[player] else None)
        yield line
        if wrong := _wrong(found, player)[start:stop].rstrip():
            yield Text(" " * margin + wrong, no_wrap=True)
    phases = "".join(LETTERS[phase] if phase < len(LETTERS) else MANY for phase in found.phases.tolist())
    if len(set(phases)) > 1:
        yield Text(pad("phase", margin) + phases[start:stop], no_wrap=True)


def _wrong(found: Timeline, player: int) -> str:
    """What goes wrong for a player, round by round: its hand trembles, or it misreads somebody."""
    trembled = found.postures[player] != found.intended[player]
    misread = (found.seen[player] != found.postures).any(axis=0)
    return "".join(np.choose(trembled + 2 * misread, [" ", TREMBLED, MISREAD, BOTH]).tolist())


def _ruler(start: int, stop: int) -> str:
    """The numbers of the first round of a stretch and of every tenth."""
    line = ""
    for round_ in range(start, stop):
        if (round_ + 1) % TENS == 0 or round_ == start:
            word = str(round_ + 1)
            here = round_ - start
            place = here if round_ == start else here - len(word) + 1
            if place > len(line) or not line:
                line = line.ljust(place) + word
    return line


def _legend(found: Timeline, look: Look, aside: tuple[int, int] | None) -> str:
    """What the signs mean; what went wrong."""
    game = found.game
    told: dict[str, list[str]] = {}
    for player in range(game.stage.n_players):
        seen = set(found.postures[player].tolist())
        for index, sign in enumerate(signs(game, player, look)):
            if index in seen:
                label = posture(game, player, index)
                label = label if any(map(str.isalpha, label)) else f"{keys(game)[player]}: {label}"
                if label not in told.setdefault(sign, []):
                    told[sign].append(label)
    said = "   ".join(f"{sign} {'/'.join(labels)}" for sign, labels in told.items())
    phases, known = game.setting.phases, sorted(set(found.phases.tolist()))
    if phases is not None and len(known) > 1:
        said += "".join(f"   {LETTERS[k]} {safe(phases.names[k], True)}" for k in known if k < len(LETTERS))
    signs_seen = "".join(_wrong(found, player) for player in range(game.stage.n_players))
    meant = {TREMBLED: "its hand trembled", MISREAD: "it misread another", BOTH: "both at once"}
    if wrong := "   ".join(f"{sign} {meaning}" for sign, meaning in meant.items() if sign in signs_seen):
        said += f"   under a player's row: {wrong}"
    return said if aside is None else f"{said}   ({who(game, aside[0])} steps aside in round {aside[1]})"


def slips(found: Timeline) -> tuple[int, int]:
    """How often a hand trembled, and how often somebody misread another."""
    trembled = int((found.postures != found.intended).sum())
    misread = int((found.seen != found.postures[None]).sum())
    return trembled, misread


def running_rows(found: Timeline, look: Look) -> Iterable[tuple[int, list[str]]]:
    """What has been earned by a few rounds, the last among them."""
    rounds = found.running.shape[1]
    stops = range(1, rounds + 1) if look.all else sorted({*_few(rounds), rounds})
    for stop in stops:
        yield stop, [number(float(x)) for x in found.running[:, stop - 1]]


def _few(rounds: int) -> list[int]:
    return [int(x) for x in np.unique(np.linspace(1, rounds, min(rounds, 5)).round())]
