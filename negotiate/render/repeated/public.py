"""Whether an agreement holds where nobody sees what the others do, only a public signal of it, on one screen."""

from __future__ import annotations

from collections.abc import Iterable
from math import isinf
from operator import attrgetter

from rich.console import RenderableType

from negotiate.render.kind import Kind
from negotiate.render.repeated.words import keys, patience_words, payoffs, per_period, postures
from negotiate.render.table import table
from negotiate.repeated.lasting.public_trigger import BestTrigger
from negotiate.report.numbers import aligned, number
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe

SURE = 1e-9
ROWS = 8
"""States that are listed where not everything is wanted."""


def _sentences(found: BestTrigger) -> list[str]:
    game, certificate = found.game, found.certificate
    agreement, war = postures(game, game.cooperate), postures(game, game.punish)
    after = joined([f"`{safe(name, True)}`" for name in found.bad], "or")
    if not found:
        said = [f"No punishment by {war} after {after} holds up the agreement {agreement}, however long it lasts."]
    elif isinf(found.periods):
        said = [f"The agreement {agreement} holds if all play {war} for good once {after} is seen."]
    else:
        rounds = counted(int(found.periods), "round")
        said = [
            f"The agreement {agreement} holds if all play {war} for {rounds} after {after}, and then return.",
            "That is the shortest punishment that deters; it comes now and then though nobody breaks anything.",
        ]
    if certificate.witness is not None:
        one = certificate.witness
        state = safe(" and ".join(dict.fromkeys(one.state)), True)
        gain, player = number(one.gain), game.players[game.seat(one.player)]
        said.append(
            f"In the state `{state}` {safe(player, True)} would gain {gain} {per_period(game)} by "
            f"{safe(one.action, True)} instead of {safe(one.instead_of, True)}."
        )
    worth = [float(game.stage.payoffs[(p, *game.cooperate)]) for p in range(len(game.keys))]
    said.append(
        f"Played so it is worth {payoffs(game, certificate.payoffs)} {per_period(game)}; kept without any punishment "
        f"it would be worth {payoffs(game, worth)}."
    )
    return said


def _states(found: BestTrigger) -> list[list[str]]:
    game, profile = found.game, found.profile
    numbers = [aligned(found.certificate.values[p].tolist()) for p in range(len(game.keys))]
    return [
        [
            safe(profile.names[k], True),
            postures(game, profile.outputs[k].tolist()),
            *(column[k] for column in numbers),
        ]
        for k in range(len(profile.names))
    ]


def _body(found: BestTrigger, look: Look) -> Iterable[RenderableType]:
    rows = _states(found)
    return table(["State", "all play", *keys(found.game)], rows if look.all else rows[:ROWS], 2, look)


def _rows(found: BestTrigger) -> list[list[list[str]]]:
    heads = ["state", "plays", *found.game.keys, *(f"after {name}" for name in _signals(found))]
    leads = [[found.profile.names[int(to)] for to in row] for row in found.profile.transitions]
    return [[heads, *([c.strip() for c in row] + more for row, more in zip(_states(found), leads, strict=True))]]


def _signals(found: BestTrigger) -> tuple[str, ...]:
    signals = found.game.setting.signals
    return () if signals is None else signals.names


def _remarks(found: BestTrigger) -> list[str]:
    sure = found.certificate.difference < SURE
    checked = "agree with" if sure else f"differ by {found.certificate.difference:.1g} from"
    return [
        "Nobody sees what the others do: all see one signal of it",
        patience_words(found.game),
        *found.game.notes,
        (
            f"Method: exact; one step aside tried in every state (Green and Porter 1984); payoffs {checked} how often "
            f"each state is met times what it pays"
        ),
    ]


KIND = Kind(BestTrigger, _sentences, _body, _rows, _remarks, attrgetter("game"))
