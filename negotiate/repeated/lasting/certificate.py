"""Whether strategies hold against each other, and the best that one player can do against the others.

No player gains by any strategy, in any state that play can reach, if and only if none gains by one deviation there. A
best reply tells how far a strategy can be exploited, and where it is first left. A punishment may hold and still be one
that all players would rather forget.

References
----------
Farrell, J., and E. Maskin (1989). Renegotiation in Repeated Games. Games and Economic Behavior 1. A profile is weakly
renegotiation-proof if none of its continuations is better for everybody than another.
Mailath, G. J., and L. Samuelson (2006). Repeated Games and Reputations. Oxford University Press. Proposition 2.4.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.errors import UnsuitableGame
from negotiate.repeated.game import Certificate, Renegotiation, RepeatedGame, Witness
from negotiate.repeated.kernels.margins import TOLERANCE
from negotiate.repeated.kernels.one_shot import Facing, Joint, best_reply_in, route, stepping, stepping_at
from negotiate.repeated.kernels.one_shot import best_reply as endless_best_reply
from negotiate.repeated.lasting.machine import (
    Machine,
    Steps,
    added_up,
    alone_states,
    followed,
    intended,
    machine,
    minded,
    one_step,
    strayed,
    weight,
)
from negotiate.repeated.strategies.strategy import Playable


def certify(game: RepeatedGame, *profile: Playable) -> Certificate:
    """Test a profile of automata.

    Parameters
    ----------
    game : RepeatedGame
        With its phases, trembling hands, fixed end and outside option. Where players misread each other it is tested
        as if they did not, and a note says so: nobody knows then in which state the others are.
    *profile : Strategy, Automaton or str
        One a player, or one for all; by default what the file says, else grim.

    Raises
    ------
    UnsuitableGame
        If a strategy is no automaton, actions are not seen, or a discount factor is 1 and there is no end.
    GameTooLarge
        If there are too many joint states.

    References
    ----------
    Mailath, G. J., and L. Samuelson (2006). Repeated Games and Reputations. Oxford University Press. Proposition 2.4.1.

    Examples
    --------
    Two who overlook their own slips would feud after one, and so one of them would rather let it pass:

    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]])
    >>> game = RepeatedGame(dilemma, 0.75)
    >>> game.certify("grim").subgame_perfect
    True
    >>> found = game.certify("grudger")
    >>> found.nash, found.subgame_perfect
    (True, False)
    >>> found.witness.state, found.witness.instead_of, found.witness.action, found.witness.path
    (('calm', 'war'), 'C', 'D', (('D', 'C'),))
    """
    found = machine(game, profile)
    steps = one_step(found)
    answers = [answer(found, steps, player) for player in range(len(found.seats))]
    witness, nash_witness = greatest(found, steps), first_step(found, steps, answers)
    low, span = found.unit.low, found.unit.span
    return Certificate(
        game=game,
        names=found.names,
        nash=nash_witness is None,
        subgame_perfect=witness is None,
        witness=witness,
        nash_witness=nash_witness,
        payoffs=tuple((low + span * steps.worth[:, 0, 0]).tolist()),
        best_replies=tuple((low + span * np.array([one.worth[0, 0] for one in answers])).tolist()),
        states=len(found.joint.states),
        renegotiation=renegotiation(found, steps) if game.setting.rounds is None else None,
        difference=added_up(found, steps),
        notes=_notes(game),
    )


def _notes(game: RepeatedGame) -> tuple[str, ...]:
    if not any(game.setting.misread):
        return ()
    why = "a player who misreads another does not know the other's state"
    return (f"the test assumes that no player misreads another, because {why}",)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A best reply, by the states that a player faces alone; one row stands for all rounds without an end.

    Parameters
    ----------
    worth : ndarray, shape (rounds, states)
        By round, as a share of what all rounds count for.
    actions : ndarray of int, shape (rounds, states)
    short : ndarray, shape (rounds, states, own actions)
        How far each action falls short, if the best reply goes on from there and nothing is had unseen.
    """

    worth: FloatArray
    actions: IntArray
    short: FloatArray


def plan(faced: Facing, factor: float, rounds: int | None) -> Plan:
    """A best reply to what a player faces."""
    discounts, whole = np.array([factor]), weight(factor, rounds)
    if rounds is None:
        reply = endless_best_reply(faced, discounts)
        short = reply.worth[..., None] - stepping(faced.keeping, reply.worth, discounts)
        return Plan(reply.worth, reply.plan, short)
    reply = best_reply_in(faced, discounts, rounds)
    short = reply.worth[:, :-1, :, None] - stepping_at(faced.keeping, reply.worth, discounts)
    return Plan(reply.worth[0, :-1] / whole, reply.plan[0], short[0] / whole)


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A player's best reply beside its own automaton, by joint state; shape (rounds, states) each.

    Parameters
    ----------
    worth : ndarray
        What the best reply is worth.
    gains : ndarray
        What it gains over the automaton from there on.
    lost : ndarray
        What the automaton's own action alone falls short of it.
    actions : ndarray of int
        What it does.
    """

    worth: FloatArray
    gains: FloatArray
    lost: FloatArray
    actions: IntArray


def answer(found: Machine, steps: Steps, player: int) -> Answer:
    """The best reply of one player."""
    joint, faced = found.alone(player)
    best = plan(faced, found.game.effective[player], found.game.setting.rounds)
    here, own = alone_states(found, player, joint), found.meant(player)
    lost = (own * best.short[:, here, : own.shape[1]]).sum(axis=2)
    worth = best.worth[:, here]
    return Answer(worth, worth - steps.worth[player], lost, best.actions[:, here])


AS_GOOD = 1e-9
"""Gains that differ by less, as a share of a player's range of payoffs, are the same: it decides which one is told."""

WALK_AWAY = "walk away"


def greatest(found: Machine, steps: Steps) -> Witness | None:
    """The step aside that gains most, of equal ones the earliest; None where none gains."""
    players = range(len(steps.gains))
    gains = [np.where(steps.reached[..., None], steps.gains[p], -np.inf) for p in players]
    paying = [p for p in players if gains[p].max() > steps.slack[p]]
    if not paying:
        return None
    most = max(gains[p].max() for p in paying)
    good = {p: (gains[p] > steps.slack[p]) & (gains[p] >= most - AS_GOOD) for p in paying}
    wanted = np.any([one.any(axis=2) for one in good.values()], axis=0)
    when, state, way = route(found.joint, strayed(found), every_round(found, wanted))
    row = row_of(found, when)
    player = next(p for p in paying if good[p][row, state].any())
    action = int(good[player][row, state].argmax())
    return told(found, player, action, float(gains[player][row, state, action]), (when, state, way))


def first_step(found: Machine, steps: Steps, answers: list[Answer]) -> Witness | None:
    """Where the best reply that gains most first leaves its automaton; None where no player gains.

    A gain is looked at from where it is made on: in the last of many rounds it would be nothing seen from the first.
    """
    paths = [minded(found, player) for player in range(len(answers))]
    gains = [np.where(path, one.gains, -np.inf) for path, one in zip(paths, answers, strict=True)]
    tops = [float(gain.max()) for gain in gains]
    paying = [p for p, top in enumerate(tops) if top > steps.slack[p]]
    if not paying:
        return None
    player = next(p for p in paying if tops[p] >= max(tops[q] for q in paying) - AS_GOOD)
    least = tops[player] / weight(found.game.effective[player], found.game.setting.rounds)  # somewhere this is lost
    left = (answers[player].lost > least / 2) & paths[player]
    when, state, way = route(found.joint, followed(found), every_round(found, left))
    row = row_of(found, when)
    action = int(answers[player].actions[row, state])
    return told(found, player, action, float(answers[player].gains[row, state]), (when, state, way))


def every_round(found: Machine, wanted: BoolArray) -> BoolArray:
    """The states that are meant in each round; without an end, as many rounds as can be needed to get anywhere."""
    states = len(found.joint.states)
    return wanted if found.game.setting.rounds is not None else np.broadcast_to(wanted, (states, states))


def row_of(found: Machine, when: int) -> int:
    """In which row a round stands; without an end there is one for all."""
    return 0 if found.game.setting.rounds is None else when


def told(
    found: Machine, player: int, action: int, gain: float, place: tuple[int, int, list[tuple[int, ...]]]
) -> Witness:
    """A witness in the game's own words.

    Parameters
    ----------
    gain : float
        As a share of what all rounds count for, in a unit in which the player's payoffs range over 1.
    place : tuple
        The round, the joint state and the actions that lead there.
    """
    game, (when, state, way) = found.game, place
    labels = [[one.label for one in of] for of in game.stage.strategies]
    phase, *states = found.joint.states[state].tolist()
    odds = found.meant(player)[state]
    own = labels[player]
    hidden = action < len(own) and odds[action] == 1
    if action == len(own):
        instead = WALK_AWAY
    elif hidden:
        instead = f"another option that the others count as {own[action]}"
    else:
        instead = own[action]
    return Witness(
        state=tuple(one.names[s] for one, s in zip(found.automata, states, strict=True)),
        phase=game.setting.phases.names[phase] if game.setting.phases is not None else "",
        player=game.keys[player],
        instead_of=intended(found, state)[player],
        action=instead,
        gain=gain * float(found.unit.span[player]) * _left(found, player, when),
        path=tuple(tuple(labels[p][a] for p, a in enumerate(actions)) for actions in way),
        round=when + 1 if game.setting.rounds is not None else 0,
        seen_as=own[action] if hidden else "",
    )


def _left(found: Machine, player: int, when: int) -> float:
    """How many times what is left from a round on counts in all rounds together."""
    factor, rounds = found.game.effective[player], found.game.setting.rounds
    return 1.0 if rounds is None else weight(factor, rounds) / weight(factor, rounds - when)


@dataclass(frozen=True, slots=True, eq=False)
class BestReply:
    """What one player would best do against the others.

    Parameters
    ----------
    game : RepeatedGame
        Without a fixed end.
    player : int
        Who replies.
    names : tuple of str
        What everybody plays, the replying player's own strategy among them.
    worth, kept : float
        By round: what the best reply brings, and what the own strategy does.
    plan : Mapping[tuple of str, str]
        What to do, by the phase, where there are several, and the states of the others' automata, in the players'
        order. It depends on nothing else.
    """

    game: RepeatedGame
    player: int
    names: tuple[str, ...]
    worth: float
    kept: float
    plan: Mapping[tuple[str, ...], str]


def best_reply(game: RepeatedGame, player: int | str, *profile: Playable) -> BestReply:
    """The best reply of a player to automata, among all that could be done.

    Parameters
    ----------
    player : int or str
        Its number, short name or name.
    *profile : Strategy, Automaton or str
        One a player, or one for all; by default what the file says, else grim.

    Raises
    ------
    UnknownPlayer
        If there is no such player.
    UnsuitableGame
        If a strategy is no automaton, or the number of rounds is fixed, or the discount factor is 1.

    Examples
    --------
    Impatient players exploit tit for tat by defecting every other round:

    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]])
    >>> found = best_reply(RepeatedGame(dilemma, 0.5), 0, "tit_for_tat")
    >>> dict(found.plan), round(found.worth, 6), found.kept
    ({('content',): 'D', ('angry',): 'C'}, 3.333333, 3.0)
    """
    if game.setting.rounds is not None:
        raise UnsuitableGame(
            "with a fixed number of rounds the best reply changes from round to round",
            "the certificate has its payoff and its first deviation: `certify`",
        )
    seat, found = game.seat(player), machine(game, profile)
    joint, faced = found.alone(seat)
    reply = plan(faced, game.effective[seat], None)
    low, span = found.unit.low[seat], found.unit.span[seat]
    kept = one_step(found).worth[seat, 0, 0]
    chosen = [_label(found, seat, action) for action in reply.actions[0, : len(joint.states)].tolist()]
    return BestReply(
        game=game,
        player=seat,
        names=found.names,
        worth=float(low + span * reply.worth[0, 0]),
        kept=float(low + span * kept),
        plan=dict(zip(_places(found, joint, seat), chosen, strict=True)),
    )


def _label(found: Machine, player: int, action: int) -> str:
    own = found.game.stage.strategies[player]
    return own[action].label if action < len(own) else WALK_AWAY


def _places(found: Machine, joint: Joint, player: int) -> list[tuple[str, ...]]:
    phases = found.game.setting.phases
    named = [phases.names if phases is not None else (), *(one.names for one in found.automata)]
    columns = [place for place, names in enumerate(named) if names and place != 1 + player]
    return [tuple(named[c][row[c]] for c in columns) for row in joint.states.tolist()]


def skipped(found: Machine, steps: Steps) -> tuple[int, int] | None:
    """Two joint states of one phase, the first worse for everybody than the second; None where there are none.

    Of several pairs the one that is worst for who loses least by it.
    """
    worth, phases = steps.worth[:, 0], found.joint.states[:, 0]
    worst: tuple[float, int, int] = (0.0, -1, -1)
    for phase in np.unique(phases):
        rows = np.flatnonzero(phases == phase)
        for row in rows.tolist():
            ahead = (worth[:, rows] - worth[:, [row]]).min(axis=0)
            best = int(np.flatnonzero(ahead >= ahead.max() - TOLERANCE)[0])
            if ahead[best] > worst[0] + TOLERANCE:
                worst = (float(ahead[best]), row, int(rows[best]))
    return None if worst[1] < 0 else worst[1:]


def renegotiation(found: Machine, steps: Steps) -> Renegotiation | None:
    """What everybody would rather forget; None where there is nothing of the kind."""
    pair = skipped(found, steps)
    if pair is None:
        return None
    worse, better = pair
    phases = found.game.setting.phases
    return Renegotiation(
        phase="" if phases is None else phases.names[int(found.joint.states[worse, 0])],
        postures=intended(found, worse),
        worth=_worth(found, steps, worse),
        start=better == 0,
        onward=intended(found, better),
        instead=_worth(found, steps, better),
    )


def _worth(found: Machine, steps: Steps, state: int) -> tuple[float, ...]:
    """What each gets by round from a joint state on; what rounding leaves of nothing is nothing."""
    worth: FloatArray = found.unit.low + found.unit.span * steps.worth[:, 0, state]
    return tuple(np.where(np.abs(worth) <= TOLERANCE * found.unit.span, 0.0, worth).tolist())
