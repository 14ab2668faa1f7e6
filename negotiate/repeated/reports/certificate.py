"""Whether strategies are an equilibrium against each other, by what is seen of actions or by public signals of them."""

from __future__ import annotations

from dataclasses import replace
from math import isinf

import numpy as np

from negotiate.repeated.game import Certificate, RepeatedGame, Witness
from negotiate.repeated.lasting.certificate import WALK_AWAY
from negotiate.repeated.lasting.public_signals import BestTrigger
from negotiate.repeated.reports.words import (
    called,
    checked,
    every,
    factor_digits,
    gets,
    instead,
    match_words,
    outline,
    path_words,
    payoffs,
    per_period,
    player_columns,
    player_name,
    player_rows,
    postures,
)
from negotiate.report.blocks import Column, Note, Report, Table
from negotiate.report.numbers import number
from negotiate.report.style import Look
from negotiate.report.words import capital, counted, joined, safe

METHOD = (
    "each deviation in a single round is tried in each of {}, in all that any play can reach. "
    "The payoffs of one linear system are compared with payoffs added up round by round."
)


def report(found: Certificate, look: Look) -> Report:
    """Whether strategies hold against each other, by how much each could gain, and where."""
    said = [verdict(found), *deviations(found), *renegotiation(found)]
    return outline(found.game, said, [_players(found)], found.notes, *tested(found))


def tested(found: Certificate) -> tuple[list[Note], str]:
    """How far a certificate can be trusted, and how it was found."""
    return [checked(found.difference)], METHOD.format(counted(found.states, "joint state"))


def verdict(found: Certificate) -> str:
    """What kind of equilibrium the strategies are."""
    who = match_words(found.names)
    if found.subgame_perfect:
        return f"{who} is a subgame-perfect equilibrium: no player gains by deviating, on the path of play or off it."
    if found.nash:
        return f"{who} is a Nash equilibrium, but it is not subgame perfect: a player gains off the path of play."
    return f"{who} is no equilibrium: a player gains by another strategy."


def _players(found: Certificate) -> Table:
    game, gains = found.game, np.subtract(found.best_replies, found.payoffs)
    numbers = [payoffs(game, values) for values in (found.payoffs, found.best_replies, gains)]
    columns = (
        Column("discount factor", "number", short="factor", digits=factor_digits(game.discount)),
        *(Column(head, "payoff") for head in ("earns", "best reply", "gain")),
    )
    return player_rows(game, found.names, columns, game.discount, *numbers)


def deviation(game: RepeatedGame, witness: Witness, where: str = "") -> str:
    """Where a player gains by one deviation: "After (defect, cooperate), Row gains 0.4 a round by …"."""
    player = player_name(game, game.seat(witness.player))
    last = witness.round and witness.round == game.setting.rounds
    period = "" if last else f" {per_period(game)} on average"
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
    changed = capital(instead(game, told.instead, told.worth, "would get"))
    return [f"{gain} {changed}. So the threat is not renegotiation-proof: the players may not believe it."]


ROWS = 8
"""States that people see where not everything is wanted."""
SIGNALLED = Note("No player sees what the others do. All players see the same signal of it.")
SIGNAL_METHOD = (
    "each deviation in a single round is tried in every state (Green and Porter 1984). "
    "Payoffs are compared with how often each state is met times what it pays."
)


def report_trigger(found: BestTrigger, look: Look) -> Report:
    """Which punishment deters, or why none does, and what all earn."""
    last = [checked(found.certificate.difference)]
    return outline(found.game, answer(found), [_states(found), SIGNALLED], last=last, method=SIGNAL_METHOD)


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
