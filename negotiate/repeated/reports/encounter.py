"""What strategies earn when they meet, and one world of it round by round."""

from __future__ import annotations

from dataclasses import replace

from negotiate.repeated.matches.encounter import Encounter
from negotiate.repeated.reports.match import answer, players, trust
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.timeline import slips, world
from negotiate.repeated.reports.words import player_name
from negotiate.report.blocks import Report
from negotiate.report.style import Look
from negotiate.report.words import counted


def report(found: Encounter, look: Look) -> Report:
    """What it is worth, then the world that is followed."""
    game, result, title = found.game, found.result, ""
    said = answer(result)
    if found.breach is not None:
        player, round_ = found.breach
        title = f"{player_name(game, player, True)} deviates in round {round_}, by what tempts it most"
    if (any(result.noise) or any(result.misread)) and not any(slips(found.timeline)):
        rounds = counted(found.timeline.postures.shape[1], "round")
        said.append(f"In the {rounds} below nothing goes wrong; another `--seed` draws another world.")
    last = trust(result, f" The strip is one world, seed {found.timeline.seed}.")
    return outline(game, said, [*world(found.timeline, title), replace(players(result), only="programs")], last=last)
