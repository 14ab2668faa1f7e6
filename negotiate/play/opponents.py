"""Who sits at the table for the computer: the agents of talks, the strategies of repeated play, and equilibrium.

An opponent knows its own payoffs, and the events that its seat was told of. The one that plays an equilibrium knows the
game as a theorist does, the payoffs of the others included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, Protocol

import numpy as np

from negotiate.bargaining.kernels.talks import Manner
from negotiate.bargaining.talks.simulated import AGENTS, RENAMED, choices
from negotiate.display import Shown, record
from negotiate.equilibrium.solution import Equilibrium, TreeEquilibrium
from negotiate.errors import UnknownMethod, UnsuitableGame
from negotiate.play.forms import Move, State
from negotiate.play.in_turn import InTurn
from negotiate.play.rounds import Rounds
from negotiate.play.table import PERSON, Table
from negotiate.play.talkers import Backward, Talker
from negotiate.play.talks import Talks
from negotiate.play.theory import solution, theory
from negotiate.play.turns import WarGame


class Mind(Protocol):
    """One seat of the computer."""

    def move(self, table: Table) -> Move:
        """What it does, now that it is waited for."""


@record
class Opponent:
    """A way to play a seat.

    Parameters
    ----------
    name : str
        What `--against` calls it.
    says : str
        What it does, as the end of a sentence that begins with the player.
    lenses : tuple of str
        What it can play.
    sit : callable
        From a table and a seat to its mind.
    """

    name: str
    says: str
    lenses: tuple[str, ...]
    sit: Callable[[Table, str], Mind]


@record
class Opponents(Shown):
    """The opponents that a game has, for a reader who has not chosen one.

    Parameters
    ----------
    lens : str
        What is played.
    seats : tuple of str
        The players who have a seat, by key.
    names : Mapping[str, str]
        Name → what it does.
    """

    lens: str
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
            return {"order": {key: own[int(rng.integers(len(own)))] for key, own in found.issues.items()}}
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
        found = theory(table)
        if not found.profiles:
            hint = f"`--against` takes another: {', '.join(f'`{one.name}`' for one in opponents(table)[1:6])}"
            raise UnsuitableGame("no equilibrium of this game was found, so nobody can play one", hint)
        self.profile: Equilibrium | TreeEquilibrium = found.profiles[0]

    def odds(self, form: Rounds | InTurn, state: State) -> Any:
        """With what probability it takes each of its options now."""
        if isinstance(form, Rounds):
            assert isinstance(self.profile, Equilibrium)
            return self.profile.strategies[form.game.keys.index(self.seat)]
        assert isinstance(self.profile, TreeEquilibrium)
        return self.profile.probability[form.game.tree.children(state["node"])]

    def move(self, table: Table) -> Move:
        """Drawn by the probabilities of the equilibrium."""
        form, rng = table.form, table.random(table.count + 1, self.place + 1)
        assert isinstance(form, Rounds | InTurn)
        options, summed = form.choices(table.state, self.seat).options, np.cumsum(self.odds(form, table.state))
        place = min(int(np.searchsorted(summed, rng.random() * summed[-1], side="right")), len(options) - 1)
        return {"choose": options[place]}


class Again:
    """A strategy of `simulate` at the table.

    Raises
    ------
    UnknownMethod
        If there is none of that name.
    UnsuitableGame
        If it makes no sense in this seat.
    """

    def __init__(self, table: Table, seat: str, name: str) -> None:
        from negotiate.repeated.again import again  # noqa: PLC0415 - loaded for repeated play alone
        from negotiate.repeated.kernels.lockstep import asked  # noqa: PLC0415 - the same
        from negotiate.repeated.strategies.registry import chosen, seated  # noqa: PLC0415 - the same

        game = again(table.scenario)
        self.seat, self.place = seat, game.keys.index(seat)
        profile = list(chosen(game, ()))
        profile[self.place] = profile[self.place] if name == REPEAT else name
        self.player = asked(seated(game, tuple(profile)), game.stage.shape)[self.place]
        self.memory, self.rounds = self.player.start(1), 0

    def move(self, table: Table) -> Move:
        """What the strategy plays after all that its seat has seen."""
        form = table.form
        assert isinstance(form, Rounds)
        played, last = table.state["round"] - 1, table.state["last"]
        # Whoever comes late, or back, hears of all rounds; else the last one is new.
        for cell in [last] if played == self.rounds + 1 else islice(form.cells(table.events), self.rounds, played):
            others = np.array([[k] for p, k in enumerate(cell) if p != self.place])
            self.memory = self.player.see(self.memory, np.array([cell[self.place]]), others)
            self.rounds += 1
        rng = table.random(table.count + 1, self.place + 1)
        return {"choose": form.labels(self.seat)[int(self.player.act(self.memory, rng.random(1))[0])]}


class Hold:
    """Gives no orders: everything stays as it is."""

    def __init__(self, table: Table, seat: str) -> None:
        """Needs to know nothing."""

    def move(self, table: Table) -> Move:
        """No orders."""
        return {"order": {}}


class Commander:
    """Plays a war game turn by turn: its part of the first equilibrium of the turn as it stands."""

    def __init__(self, table: Table, seat: str) -> None:
        self.seat = seat

    def move(self, table: Table) -> Move:
        """Its orders, drawn by the probabilities of the equilibrium where it mixes."""
        form = table.form
        assert isinstance(form, WarGame)
        game = form.once(table.state)
        profiles = solution(game).profiles
        if not profiles:
            return {"order": {}}
        place = game.keys.index(self.seat)
        odds = np.cumsum(np.asarray(profiles[0].strategies[place]))
        draw = table.random(table.count + 1, place + 1).random() * odds[-1]
        chosen = game.strategies[place][min(int(np.searchsorted(odds, draw, side="right")), len(odds) - 1)].choices
        open_to, now = form.choices(table.state, self.seat).issues, table.state["package"]
        changes = {key: one for key, one in chosen.items() if one in open_to.get(key, ()) and one != now[key]}
        return {"order": changes}


REPEAT = "repeat"
"""What a seat plays that the scenario's own file describes."""
EQUILIBRIUM = "equilibrium"


def _agent(manner: Manner) -> Callable[[Table, str], Mind]:
    return lambda table, seat: Talker(table, seat, manner)


def _strategy(name: str) -> Callable[[Table, str], Mind]:
    return lambda table, seat: Again(table, seat, name)


def _backward(table: Table, seat: str) -> Mind:
    assert isinstance(table.form, Talks)
    return Backward(table.form, table.state, seat)


_CHOOSING = ("solve", "simulate", "tree")
_GENERAL = (
    Opponent(EQUILIBRIUM, "plays an equilibrium of the game", ("solve", "tree"), Plan),
    Opponent(EQUILIBRIUM, "plays the same equilibrium of one round again and again", ("simulate",), Plan),
    Opponent(EQUILIBRIUM, "asks for what backward induction gives it", ("deal",), _backward),
    Opponent(EQUILIBRIUM, "plays an equilibrium of each turn as it stands", ("turns",), Commander),
    Opponent("hold", "leaves everything as it is", ("turns",), Hold),
    Opponent("random", "takes any choice with the same probability", (*_CHOOSING, "turns"), Random),
    Opponent(REPEAT, "plays what the scenario's file says", ("simulate",), _strategy(REPEAT)),
    *(Opponent(one.name, one.says, ("deal",), _agent(one.manner)) for one in AGENTS),
)


def opponents(table: Table) -> tuple[Opponent, ...]:
    """Everybody who can play a seat of a game, the usual one first.

    Parameters
    ----------
    table : Table
        Where the game is played.
    """
    lens = table.form.lens
    return table.scenario.games.once((opponents, lens), lambda: tuple(_opponents(table, lens)))


def _opponents(table: Table, lens: str) -> Iterator[Opponent]:
    found = [one for one in _GENERAL if lens in one.lenses]
    yield from found
    if lens == "simulate":
        from negotiate.repeated.again import again  # noqa: PLC0415 - loaded for repeated play alone
        from negotiate.repeated.strategies.registry import repertoire  # noqa: PLC0415 - the same

        known = [one.name for one in found]
        for entry in repertoire(again(table.scenario)).entries:
            if entry.name not in known and not all(entry.refused):
                idea = getattr(entry.strategy, "idea", "Is a strategy of the scenario's file.")
                yield Opponent(entry.name, _after_its_name(idea), (lens,), _strategy(entry.name))


def _after_its_name(idea: str) -> str:
    """A sentence without its capital and its full stop, to stand after the player's name."""
    return f"{idea[:1].lower()}{idea[1:].removesuffix('.')}"


def opponent(name: str, table: Table) -> Opponent:
    """An opponent by its name; for a game that is played again, any strategy as `simulate` takes it.

    Raises
    ------
    UnknownMethod
        If nobody of that name can play such a game, or it takes no such parameter.
    """
    known = {one.name: one for one in opponents(table)}
    word = RENAMED.get(name, name)
    again_and_again = table.form.lens == "simulate"
    head, colon, rest = word.partition(":")
    for one in (head, head.replace("-", "_"), head.replace("_", "-")):  # both are typed for all names
        if one in known and head not in known:
            word = f"{one}{colon}{rest}"
    if word in known:
        return known[word]
    if again_and_again and ":" in word and word.partition(":")[0] in known:
        from negotiate.repeated.strategies.registry import parsed  # noqa: PLC0415 - loaded for repeated play alone

        parsed(word)
        return Opponent(word, "plays that strategy of `simulate`", (table.form.lens,), _strategy(word))
    raise UnknownMethod(f"nobody called `{name[:60]}` plays this game", choices(name[:60], known))


def listed(table: Table) -> Opponents:
    """Everybody whom `--against` can name."""
    return Opponents(table.form.lens, table.form.seats, {one.name: one.says for one in opponents(table)})


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
            self._minds[seat] = opponent(self.table.seats[seat].plays, self.table).sit(self.table, seat)
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
        while waiting := [key for key in self.table.to_move if key in seats and key not in self.people]:
            self.table.do(waiting[0], self._mind(waiting[0]).move(self.table))
            wasted = wasted + 1 if self.table.state.get("void") else 0
            if wasted > VOID:
                said = "the computer's seats go on choosing together what cannot happen"
                raise UnsuitableGame(said, "name others with `--against`")
