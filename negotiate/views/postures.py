"""What each player can be seen to do in a round: its postures, as choices of everything that it decides alone.

A file names them, or they are a player's strategies in the game of everybody alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from negotiate.games.normal_form import NormalFormGame, Strategy
from negotiate.model.negotiation import Negotiation

FEW = 6
"""Up to how many strategies of a player are all its postures where the file names none."""

Postures = tuple[tuple[Strategy, ...], ...]
"""By player, each with its name and what it chooses."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The postures of every player, and the agreement between them.

    Parameters
    ----------
    postures : tuple of tuple of Strategy
        By player.
    agreement : tuple of int
        The posture of each player that keeps the agreement.
    sets : Mapping[str, int]
        Issues that several decide → the option that they have where all keep it.
    notes : tuple of str
        What there is to say of how they were found.
    """

    postures: Postures
    agreement: tuple[int, ...]
    sets: Mapping[str, int]
    notes: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many postures each player has."""
        return tuple(len(row) for row in self.postures)


def postures_of(negotiation: Negotiation, whole: NormalFormGame) -> Seen:
    """The postures of every player.

    Parameters
    ----------
    negotiation : Negotiation
        Whose file may name them.
    whole : NormalFormGame
        The game of everybody alone.
    """
    named = negotiation.repeat.postures
    many = [p for p, key in enumerate(whole.keys) if key not in named and len(whole.strategies[p]) > FEW]
    kept = _mattering(negotiation, whole, tuple(many)) if many else {}
    found = tuple(
        _named(negotiation, key)
        if key in named
        else _wanted(negotiation, whole, p, kept[p])
        if p in kept
        else whole.strategies[p]
        for p, key in enumerate(whole.keys)
    )
    agreement, sets = _agreement(negotiation, found), negotiation.repeat.sets
    notes = [
        f"of {len(whole.strategies[p])} strategies of {whole.players[p]} these are its postures here: "
        f"{', '.join(posture.label for posture in found[p])}; the file can name others under `repeat.postures`"
        for p in kept
    ]
    if sets and not _can_be_kept(negotiation, found):
        sets = {}
        notes.append("somebody is committed to break the agreement, so that what it sets never holds")
    return Seen(found, agreement, sets, tuple(notes))


def _mattering(negotiation: Negotiation, whole: NormalFormGame, players: tuple[int, ...]) -> dict[int, tuple[int, ...]]:
    """For some players, the strategies that matter."""
    from negotiate.views.mattering import mattering  # noqa: PLC0415 - solvers are loaded where they are needed alone

    return mattering(negotiation, whole, players)


def _agreement(negotiation: Negotiation, found: Postures) -> tuple[int, ...]:
    given = negotiation.repeat.agreement
    return tuple(place_of(row, given.get(key, ""), 0) for key, row in zip(negotiation.keys, found, strict=True))


def _can_be_kept(negotiation: Negotiation, found: Postures) -> bool:
    """Whether commitments leave everybody the posture that the file means by the agreement."""
    repeat = negotiation.repeat
    for key, row in zip(negotiation.keys, found, strict=True):
        first = repeat.postures[key][0].id if key in repeat.postures else row[0].label
        if repeat.agreement.get(key, first) not in [posture.label for posture in row]:
            return False
    return True


def _named(negotiation: Negotiation, player: str) -> tuple[Strategy, ...]:
    """The postures that the file names, under what the player is committed to.

    A commitment counts in all postures where none of them names its issue. Where one does, only those are left that
    have what is committed; if none has, the commitment counts in all, and those that are then alike are one.
    """
    named, fixed, quo = negotiation.repeat.postures[player], negotiation.fixed, negotiation.status_quo
    spoken = {issue for posture in named for issue in posture.choices if issue in fixed}
    left = [p for p in named if all(p.choices.get(issue, quo.get(issue)) == fixed[issue] for issue in spoken)]
    found: dict[frozenset[tuple[str, str]], Strategy] = {}
    for posture in left or named:
        options = {**quo, **posture.choices, **fixed}
        own = [issue for issue in negotiation.issues.values() if issue.deciders == (player,)]
        choices = {issue.id: issue.labels[options.get(issue.id, 0)] for issue in own}
        found.setdefault(frozenset(choices.items()), Strategy(posture.id, choices))
    return tuple(found.values())


def _wanted(
    negotiation: Negotiation, whole: NormalFormGame, player: int, kept: tuple[int, ...]
) -> tuple[Strategy, ...]:
    """The strategies that matter, with those that the file names: in agreement, punishment and strategies."""
    key, repeat = whole.keys[player], negotiation.repeat
    words = {given[key] for given in (repeat.agreement, repeat.punishment) if key in given}
    for machine in repeat.machines.values():
        for state in machine.states:
            words.update(*([state.plays] if machine.player == key else []), *(g.seen.get(key, ()) for g in state.goes))
    more = [s for k, s in enumerate(whole.strategies[player]) if s.label in words and k not in kept]
    found = [whole.strategies[player][k] for k in kept]
    return (*found[:-1], *more, *found[-1:])


def place_of(postures: tuple[Strategy, ...], name: str, default: int) -> int:
    """The number of a posture by its name."""
    return next((k for k, posture in enumerate(postures) if posture.label == name), default % len(postures))
