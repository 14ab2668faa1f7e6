"""Telling the step aside that pays: where, by whom, how much, and what has to be played to get there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.arrays import BoolArray
from negotiate.kernels.repeated.lasting.routes import route
from negotiate.repeated.lasting.machine import Machine
from negotiate.repeated.lasting.one_step import Steps, weight
from negotiate.repeated.lasting.path import followed, intended, minded, strayed
from negotiate.repeated.lasting.replies import Answer

AS_GOOD = 1e-9
"""Gains that differ by less, as a share of a player's range of payoffs, are the same: it decides which one is told."""

WALK_AWAY = "walk away"


@dataclass(frozen=True, slots=True)
class Witness:
    """One deviation that pays.

    Parameters
    ----------
    state : tuple of str
        The state of each player's automaton where it pays.
    phase : str
        The phase of the stage game; empty where there is one only.
    player : str
        The key of the player who gains.
    instead_of, action : str
        What its automaton plays there, and what pays more; `walk away` for leaving the game.
    gain : float
        By round from there on, in the player's unit.
    path : tuple of tuple of str
        What has to be played, round by round, to get there; empty for the first round.
    round : int
        In which round it pays, counted from 1, where the number of rounds is fixed; 0 where it pays in any round.
    seen_as : str
        The posture that the others see, where the action only looks like that posture; else empty.
    """

    state: tuple[str, ...]
    phase: str
    player: str
    instead_of: str
    action: str
    gain: float
    path: tuple[tuple[str, ...], ...] = ()
    round: int = 0
    seen_as: str = ""


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
