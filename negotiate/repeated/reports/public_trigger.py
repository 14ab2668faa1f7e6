"""Whether an agreement holds where nobody sees what the others do, but only a public signal of it."""

from __future__ import annotations

from math import isinf

from negotiate.repeated.lasting.public_trigger import BestTrigger
from negotiate.repeated.reports.deviations import choice
from negotiate.repeated.reports.discounting import factors_note
from negotiate.repeated.reports.words import game_notes, per_period, player_columns, player_name, postures, worth
from negotiate.report.blocks import Block, Column, Note, Report, Table, sentences
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
    game, apart = found.game, found.certificate.difference
    checked = "Complete; checked." if apart < SURE else f"Complete. Two ways to add payoffs up differ by {apart:.1g}."
    blocks: tuple[Block, ...] = (
        *sentences(answer(found)),
        *_states(found),
        *game_notes(game),
        Note("Nobody sees what the others do. All see the same signal of it."),
        Note(factors_note(game)),
        Note(checked),
        Note(METHOD, detail=True),
    )
    return Report(game.title, blocks, game.players)


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


def _states(found: BestTrigger) -> tuple[Table, Table]:
    game, profile = found.game, found.profile
    signals = () if game.setting.signals is None else game.setting.signals.names
    told = tuple(
        (name, postures(game, profile.outputs[k].tolist()), *found.certificate.values[:, k].tolist())
        for k, name in enumerate(profile.names)
    )
    leads = [tuple(profile.names[int(to)] for to in row) for row in profile.transitions]
    heads = (Column("State", key="state"), Column("all play", key="plays"), *player_columns(game))
    after = tuple(Column(f"after {name}") for name in signals)
    rows = tuple((*row, *more) for row, more in zip(told, leads, strict=True))
    return (
        Table(heads, told, most=ROWS, more="state", only="people"),
        Table((*heads, *after), rows, only="programs"),
    )
