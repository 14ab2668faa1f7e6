"""Who would step aside where, and what it gains by it, in a sentence."""

from __future__ import annotations

from dataclasses import replace

from negotiate.render.repeated.words import PATH, path_words, per_period, who
from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.lasting.certificate import Certificate, Witness
from negotiate.report.numbers import number
from negotiate.report.words import safe


def stepping_aside(game: RepeatedGame, witness: Witness) -> str:
    """Where somebody gains by one deviation: "After (defect, cooperate) Row would gain 0.4 a round by …"."""
    player = game.seat(witness.player)
    gain, action = number(witness.gain), safe(witness.action, True)
    period = "" if witness.round and witness.round == game.setting.rounds else f" {per_period(game)}"
    return (
        f"{_where(game, witness)} {who(game, player)} would gain {gain}{period} by {action} "
        f"instead of {safe(witness.instead_of, True)}."
    )


def _where(game: RepeatedGame, witness: Witness) -> str:
    """The round, or the way there, and the phase where there are several."""
    late = witness.round > 1
    if late:
        told = ["In the last round" if witness.round == game.setting.rounds else f"In round {witness.round}"]
    else:
        told = [path_words(game, witness.path)]
    if witness.phase and witness.path:
        told.append(f"in {safe(witness.phase, True)}")
    return ", ".join(told) + ("," if len(told) > 1 or (len(witness.path) > PATH and not late) else "")


def verdict(found: Certificate) -> str:
    """How far an equilibrium reaches, in a clause."""
    if found.subgame_perfect:
        return "nobody gains by one step aside, on the path or off it"
    if found.nash:
        return "nobody gains from the first round on, but off the path somebody would not do what it threatens"
    return "somebody gains by another strategy"


def objections(found: Certificate) -> list[str]:
    """Why strategies do not hold, in a sentence or two; none where they do."""
    game, said = found.game, []
    if found.nash_witness is not None:
        said.append(stepping_aside(game, found.nash_witness))
    if found.witness is not None and not _same(found.witness, found.nash_witness):
        said.append(stepping_aside(game, found.witness))
    return said


def _same(one: Witness, other: Witness | None) -> bool:
    """Whether two deviations are the same step, whatever is done after it."""
    return other is not None and replace(one, gain=other.gain) == other
