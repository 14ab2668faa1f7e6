"""Who would deviate where and what the deviation pays, and which punishment all players would rather end."""

from __future__ import annotations

from dataclasses import replace

from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.lasting.certificate import Certificate, Witness
from negotiate.repeated.lasting.witness import WALK_AWAY
from negotiate.repeated.reports.words import beginning, called, every, instead, path_words, per_period, player_name
from negotiate.report.numbers import number
from negotiate.report.words import safe


def deviation(game: RepeatedGame, witness: Witness, where: str = "") -> str:
    """Where a player gains by one deviation: "After (defect, cooperate), Row gains 0.4 a round by …"."""
    player = player_name(game, game.seat(witness.player))
    last = witness.round and witness.round == game.setting.rounds
    period = "" if last else f" {per_period(game)}"
    return f"{where or _where(game, witness)}, {player} gains {number(witness.gain)}{period} by {_choice(witness)}."


def _choice(witness: Witness) -> str:
    """What pays more, and in place of what."""
    usual = safe(witness.instead_of, True)
    if witness.seen_as:
        rather = f"another option that looks like `{safe(witness.seen_as, True)}` to the others"
        return rather if witness.seen_as == witness.instead_of else f"{rather}, instead of `{usual}`"
    rather = "walking away" if witness.action == WALK_AWAY else f"playing `{safe(witness.action, True)}`"
    return f"{rather} instead of `{usual}`"


def _where(game: RepeatedGame, witness: Witness) -> str:
    """The round, or the way there, and the phase where there are several."""
    where = path_words(game, witness.path)
    if witness.round > 1:
        where = "In the last round" if witness.round == game.setting.rounds else f"In round {witness.round}"
    return f"{where}, in the phase `{safe(witness.phase, True)}`" if witness.phase and witness.path else where


def deviations(found: Certificate) -> list[str]:
    """Why strategies are no equilibrium, or not subgame perfect, in a sentence or two; none where they are."""
    witnesses = [one for one in (found.nash_witness, found.witness) if one is not None]
    if len(witnesses) == 2 and replace(witnesses[0], gain=witnesses[1].gain) == witnesses[1]:
        del witnesses[1]
    return [deviation(found.game, one) for one in witnesses]


def renegotiation(found: Certificate) -> list[str]:
    """Which punishment all would rather end, if there is one."""
    told, game = found.renegotiation, found.game
    if told is None:
        return []
    where = called(game, told.postures) + (f", in the phase `{safe(told.phase, True)}`" if told.phase else "")
    rather = "starting again" if told.start else f"going on with {called(game, told.onward)}"
    gain = f"Once play has come to {where}, {every(game)} would gain by {rather}."
    changed = beginning(instead(game, told.instead, told.worth, "would get"))
    return [f"{gain} {changed}. So the threat is not renegotiation-proof: the players may not believe it."]
