"""Whether an agreement holds where nobody sees what the others do, but only a public signal of it."""

from __future__ import annotations

from math import isinf

from negotiate.repeated.lasting.public_trigger import BestTrigger
from negotiate.repeated.reports.deviations import choice
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.words import per_period, player_columns, player_name, postures, worth
from negotiate.report.blocks import Column, Note, Report, Table
from negotiate.report.numbers import number
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe

SURE = 1e-9
ROWS = 8
"""States that people see where not everything is wanted."""
METHOD = (
    "Method: each single deviation is tried in every state (Green and Porter 1984). Payoffs are compared with how "
    "often each state is met times what it pays."
)


def report(found: BestTrigger, look: Look) -> Report:
    """Which punishment deters, or why none does, and what all earn."""
    apart = found.certificate.difference
    checked = "Complete; checked." if apart < SURE else f"Complete. Two ways to add payoffs up differ by {apart:.1g}."
    pictures = (_states(found), Note("Nobody sees what the others do. All see the same signal of it."))
    return outline(found.game, answer(found), pictures, last=[Note(checked), Note(METHOD, detail=True)])


def answer(found: BestTrigger) -> list[str]:
    """The shortest punishment that deters, which deviation pays where none does, and what play is worth."""
    game, certificate = found.game, found.certificate
    agreement, war = postures(game, game.cooperate), postures(game, game.punish)
    after = joined([f"`{safe(name, True)}`" for name in found.bad], "or")
    if not found:
        said = [f"No punishment by {war} after {after} makes the agreement {agreement} hold, however long it lasts."]
    elif isinf(found.periods):
        said = [f"The agreement {agreement} holds if all play {war} for good once they see {after}."]
    else:
        rounds = counted(int(found.periods), "round")
        said = [
            f"The agreement {agreement} holds if all play {war} for {rounds} after {after}, and then return.",
            "This is the shortest punishment that deters. Now and then it comes although nobody has broken anything.",
        ]
    if (one := certificate.witness) is not None:
        state = safe(" and ".join(dict.fromkeys(one.state)), True)
        gains = f"{player_name(game, game.seat(one.player))} gains {number(one.gain)} {per_period(game)}"
        said.append(f"In the state `{state}`, {gains} by {choice(one)}.")
    ideal = [float(game.stage.payoffs[(p, *game.cooperate)]) for p in range(len(game.keys))]
    gives = f"{worth(game, certificate.payoffs)} {per_period(game)}"
    return [*said, f"That gives {gives}. Without any punishment the agreement would give {worth(game, ideal)}."]


def _states(found: BestTrigger) -> Table:
    game, profile = found.game, found.profile
    signals = () if game.setting.signals is None else game.setting.signals.names
    rows = tuple(
        (name, postures(game, plays), *values, *(profile.names[to] for to in leads))
        for name, plays, values, leads in zip(
            profile.names,
            profile.outputs.tolist(),
            found.certificate.values.T.tolist(),
            profile.transitions.tolist(),
            strict=True,
        )
    )
    heads = (Column("State", key="state"), Column("all play", key="plays"), *player_columns(game))
    after = (Column(f"after {name}", shown="programs") for name in signals)
    return Table((*heads, *after), rows, most=ROWS, more="state")
