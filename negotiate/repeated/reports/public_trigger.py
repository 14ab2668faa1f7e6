"""Whether an agreement holds where no player sees what the others do, but only a public signal of it."""

from __future__ import annotations

from math import isinf

from negotiate.repeated.lasting.public_trigger import BestTrigger
from negotiate.repeated.reports.certificate import deviation
from negotiate.repeated.reports.outline import checked, outline
from negotiate.repeated.reports.words import gets, per_period, player_columns, postures
from negotiate.report.blocks import Column, Note, Report, Table
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe

ROWS = 8
"""States that people see where not everything is wanted."""
SIGNALLED = Note("No player sees what the others do. All players see the same signal of it.")
METHOD = (
    "each deviation in a single round is tried in every state (Green and Porter 1984). "
    "Payoffs are compared with how often each state is met times what it pays."
)


def report(found: BestTrigger, look: Look) -> Report:
    """Which punishment deters, or why none does, and what all earn."""
    last = [checked(found.certificate.difference)]
    return outline(found.game, answer(found), [_states(found), SIGNALLED], last=last, method=METHOD)


def answer(found: BestTrigger) -> list[str]:
    """The shortest punishment that deters, which deviation pays where none does, and what play is worth."""
    game, certificate = found.game, found.certificate
    agreement, punishment = postures(game, game.cooperate), postures(game, game.punish)
    after = joined([f"`{safe(name, True)}`" for name in found.bad], "or")
    if not found:
        said = [f"However long all play {punishment} after {after}, the agreement {agreement} does not hold."]
    elif isinf(found.periods):
        said = [f"The agreement {agreement} holds if all play {punishment} for good once they see {after}."]
    else:
        rounds = counted(int(found.periods), "round")
        said = [
            f"The agreement {agreement} holds if all play {punishment} for {rounds} after {after}, and then return.",
            "No shorter punishment deters. Sometimes the punishment starts although no player broke the agreement.",
        ]
    if (one := certificate.witness) is not None:
        state = safe(" and ".join(dict.fromkeys(one.state)), True)
        said.append(deviation(game, one, f"In the state `{state}`"))
    ideal = [float(game.stage.payoffs[(p, *game.cooperate)]) for p in range(len(game.keys))]
    earned = f"With these punishments, {gets(game, certificate.payoffs)} {per_period(game)}."
    return [*said, f"{earned} With none, {gets(game, ideal, verb='would get')}."]


def _states(found: BestTrigger) -> Table:
    game, profile = found.game, found.profile
    plays = [postures(game, row) for row in profile.outputs.tolist()]
    rows = tuple(zip(profile.names, plays, *found.certificate.values.tolist(), strict=True))
    columns = (Column("State", key="state"), Column("all play", key="plays"), *player_columns(game))
    return Table(columns, rows, most=ROWS, more="state")
