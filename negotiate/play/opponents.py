"""Who sits at the table for the computer: the agents of talks, the strategies of repeated play, and
equilibrium.

An opponent knows its own payoffs, and the events that its seat was told of. The one that plays an
equilibrium knows the game as a theorist does, the payoffs of the others included.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.talks.simulated import RENAMED, choices
from negotiate.display import Shown, record
from negotiate.equilibrium.solution import Equilibrium, TreeEquilibrium
from negotiate.errors import UnknownMethod, UnsuitableGame
from negotiate.play.forms import Mind, Move, Opponent, State
from negotiate.play.table import PERSON, Table
from negotiate.play.theory import Solvable, theory


@record
class Opponents(Shown):
    """The opponents that a game has, for a reader who has not chosen one.

    Parameters
    ----------
    tuned : bool
        Whether a name may carry parameters.
    seats : tuple of str
        The players who have a seat, by key.
    names : Mapping[str, str]
        Name → what it does.
    """

    tuned: bool
    seats: tuple[str, ...]
    names: Mapping[str, str]


class Random:
    """Takes any of its choices with the same probability."""

    def __init__(self, table: Table, seat: str) -> None:
        self.seat, self.place = seat, list(table.form.seats).index(seat)

    def move(self, table: Table) -> Move:
        """Any move that may be made; an order names an option of every issue."""
        rng = table.random(table.count + 1, self.place + 1)
        found = table.form.choices(table.state, self.seat)
        if "order" in found.verbs:
            return {
                "order": {
                    key: own[int(rng.integers(len(own)))] for key, own in found.issues.items()
                }
            }
        return {"choose": found.options[int(rng.integers(len(found.options)))]}


class Plan:
    """Plays its part of an equilibrium of the game: the first that `solve` or `tree` tells.

    Raises
    ------
    UnsuitableGame
        If none was found.
    """

    def __init__(self, table: Table, seat: str) -> None:
        self.seat, self.place = seat, list(table.form.seats).index(seat)
        self.form = cast(Solvable, table.form)  # only such forms have it among their opponents
        self.profiles = theory(table, self.form.game).profiles
        if not self.profiles:
            hint = (
                "`--against` takes another: "
                f"{', '.join(f'`{one.name}`' for one in opponents(table)[1:6])}"
            )
            raise UnsuitableGame(
                "no equilibrium of this game was found, so nobody can play one", hint
            )

    def odds(
        self, state: State, profile: Equilibrium | TreeEquilibrium | None = None
    ) -> FloatArray:
        """With what probability it takes each of its options now, by an equilibrium or by its
        own.
        """
        return np.asarray(
            self.form.odds(state, self.profiles[0] if profile is None else profile, self.seat)
        )

    def move(self, table: Table) -> Move:
        """Drawn by the probabilities of the equilibrium."""
        rng = table.random(table.count + 1, self.place + 1)
        options, summed = (
            table.form.choices(table.state, self.seat).options,
            np.cumsum(self.odds(table.state)),
        )
        place = min(
            int(np.searchsorted(summed, rng.random() * summed[-1], side="right")), len(options) - 1
        )
        return {"choose": options[place]}


EQUILIBRIUM = "equilibrium"
RANDOM = Opponent("random", "takes any choice with the same probability", Random)


def opponents(table: Table) -> tuple[Opponent, ...]:
    """Everybody who can play a seat of a game, the usual one first.

    Parameters
    ----------
    table : Table
        Where the game is played.
    """
    known = (opponents, table.header["lens"])
    return table.scenario.games.once(known, lambda: tuple(table.form.opponents(table)))


def opponent(name: str, table: Table) -> Opponent:
    """An opponent by its name; for a game that is played again, any strategy as `simulate` takes
    it.

    Raises
    ------
    UnknownMethod
        If nobody of that name can play such a game, or it takes no such parameter.
    """
    known = {one.name: one for one in opponents(table)}
    word = RENAMED.get(name, name)
    head, colon, rest = word.partition(":")
    for one in (
        head,
        head.replace("-", "_"),
        head.replace("_", "-"),
    ):  # both are typed for all names
        if one in known and head not in known:
            word = f"{one}{colon}{rest}"
    if word in known:
        return known[word]
    if found := table.form.opponent(word, known):
        return found
    raise UnknownMethod(f"nobody called `{name[:60]}` plays this game", choices(name[:60], known))


def listed(table: Table) -> Opponents:
    """Everybody whom `--against` can name."""
    return Opponents(
        table.form.tuned, table.form.seats, {one.name: one.says for one in opponents(table)}
    )


VOID = 1_000
"""Moves in a row that the computer's seats may waste by choosing together what cannot happen."""


class Session:
    """A table with the seats of the computer.

    Parameters
    ----------
    table : Table
        Where they sit.

    Raises
    ------
    UnknownMethod, UnsuitableGame
        If one of them cannot play this game.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self._minds: dict[str, Mind] = {}
        self._branches = 0
        for key in table.seats:
            if key not in self.people:
                self._mind(key)

    @property
    def people(self) -> tuple[str, ...]:
        """The seats of people."""
        return tuple(key for key, seat in self.table.seats.items() if seat.plays == PERSON)

    def _mind(self, seat: str) -> Mind:
        """Whoever plays a seat; anew where the game has taken another way."""
        if self._branches != self.table.branches:
            self._minds, self._branches = {}, self.table.branches
        if seat not in self._minds:
            self._minds[seat] = opponent(self.table.seats[seat].plays, self.table).sit(
                self.table, seat
            )
        return self._minds[seat]

    def run(self) -> None:
        """Let the computer move until a person is waited for, or the game is over.

        Raises
        ------
        UnsuitableGame
            If its seats go on choosing together what cannot happen.
        """
        wasted = 0
        seats = self.table.seats
        while waiting := [
            key for key in self.table.to_move if key in seats and key not in self.people
        ]:
            self.table.do(waiting[0], self._mind(waiting[0]).move(self.table))
            wasted = wasted + 1 if self.table.state.get("void") else 0
            if wasted > VOID:
                said = "the computer's seats go on choosing together what cannot happen"
                raise UnsuitableGame(said, "name others with `--against`")
