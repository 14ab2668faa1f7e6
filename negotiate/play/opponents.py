"""Who sits at the table for the computer: the agents of talks, the strategies of repeated play, and equilibrium.

An opponent knows what its seat may know and no more: its own payoffs, and the events that its seat was told of. The one
that plays an equilibrium knows the game as a theorist does, the payoffs of the others included.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any, Protocol

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.kernels.talks import SAME, Manner
from negotiate.bargaining.talks.simulated import AGENTS, CANDIDATES, Seats, choices, seats
from negotiate.display import Shown, record
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Equilibrium, TreeEquilibrium
from negotiate.errors import UnknownMethod
from negotiate.play.forms import Move
from negotiate.play.in_turn import InTurn
from negotiate.play.rounds import Rounds
from negotiate.play.table import LENSES, PERSON, Table
from negotiate.play.talks import Talks
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
    names : Mapping[str, str]
        Name → what it does.
    """

    lens: str
    names: Mapping[str, str]


class Talker:
    """An agent of `deal --talks` at the table."""

    def __init__(self, table: Table, seat: str, manner: Manner) -> None:
        assert isinstance(table.form, Talks)
        form = table.form
        self.seat, self.place = seat, form.seats.index(seat)
        self.lies: Seats = seats(form.problem)
        worth = form.worth(table.state, seat, self.lies.packages)
        gains = worth - form.alone(table.state, seat)
        span = max(float(gains.max(initial=0.0)), 0.0) or 1.0
        self.willing = gains >= -SAME * span
        self.mind: Any = None
        if self.willing.any():
            sizes = (self.place, len(form.seats), 1, form.last)
            self.mind = manner.kind(gains / span, self.willing, self.lies.options, *sizes, manner.power)
        self.heard = 0

    def move(self, table: Table) -> Move:
        """Accept what is worth as much as it would ask for now, else make an offer of its own."""
        form, state, row = table.form, table.state, np.zeros(1, dtype=int)
        assert isinstance(form, Talks)
        if self.mind is None:
            return {"walk": True}
        number = state["number"]
        offers = [one for one in table.events[self.heard :] if "offer" in one["move"] and one["seat"] != self.seat]
        self.heard = len(table.events)
        for event in offers:
            package = self._place(form, event["after"].get("offer") or {})
            if package is not None:
                self.mind.hears(row, form.seats.index(event["seat"]), np.array([package]))
        if state["offer"] is not None:
            lies = self._place(form, state["offer"])
            if lies is not None and self.willing[lies]:
                least = float(self.mind.least(row, min(number, form.last))[0])
                if self.mind.own[lies] >= least - SAME:
                    return {"accept": True}
        if number >= form.last:
            return {"reject": True}
        draws = table.random(table.count + 1, self.place + 1).random((1, CANDIDATES))
        package = int(self.mind.proposes(row, number, draws)[0])
        return {"offer": _on_table(form, int(self.lies.packages[package]))}

    def _place(self, form: Talks, package: Mapping[str, str]) -> int | None:
        """The place of a package among those that cross no line; None for another."""
        if not package:
            return None
        index = form.problem.index(package)
        place = int(np.searchsorted(self.lies.packages, index))
        return place if place < len(self.lies.packages) and self.lies.packages[place] == index else None


def _on_table(form: Talks, index: int) -> dict[str, str]:
    package = form.problem.package(index)
    return {key: package[key] for key in form.problem.issues}


class Backward:
    """Plays talks as backward induction has them: no time is lost, and whoever makes the last offer has the most.

    A deal is worth the same whenever it is signed. So in the last offer its maker asks for the best that all others
    would still sign; in each offer before, for the best that leaves everybody as much as that would.
    """

    def __init__(self, table: Table, seat: str) -> None:
        assert isinstance(table.form, Talks)
        self.form, self.seat = table.form, seat
        self.lies = seats(table.form.problem)
        self.worth = self.lies.payoffs

    def least(self, number: int) -> FloatArray:
        """What everybody expects if offer `number` is refused or never made, shape (signers,)."""
        expected = np.array(self.lies.disagreement)
        count = len(self.form.seats)
        for later in range(self.form.last - 1, max(number, self.form.last - 2 * count) - 1, -1):
            best = self._best(later % count, expected)
            if best is not None:
                expected = self.worth[:, best]
        return expected

    def _best(self, place: int, expected: FloatArray) -> int | None:
        fits = (self.worth >= expected[:, None] - SAME * self.lies.span[:, None]).all(axis=0)
        if not fits.any():
            return None
        places = np.flatnonzero(fits)
        own = self.worth[place, places]
        ties = places[own >= own.max() - SAME * self.lies.span[place]]
        return int(ties[np.argmax((self.worth[:, ties] / self.lies.span[:, None]).sum(axis=0))])

    def move(self, table: Table) -> Move:
        """Accept what is worth as much as going on; else ask for the best that the others would not refuse."""
        form, state = self.form, table.state
        place = form.seats.index(self.seat)
        least = self.least(state["number"])
        if state["offer"] is not None:
            worth = float(form.worth(state, self.seat, [form.problem.index(state["offer"])])[0])
            if worth >= least[place] - SAME * self.lies.span[place]:
                return {"accept": True}
        if state["number"] >= form.last:
            return {"reject": True}
        best = self._best(state["number"] % len(form.seats), self.least(state["number"] + 1))
        return {"walk": True} if best is None else {"offer": _on_table(form, int(self.lies.packages[best]))}


class Random:
    """Takes any of its choices with the same probability; an offer only if it is worth at least no deal to itself."""

    def __init__(self, table: Table, seat: str) -> None:
        self.seat = seat

    def move(self, table: Table) -> Move:
        """Any move that may be made."""
        rng = table.random(table.count + 1, list(table.form.seats).index(self.seat) + 1)
        found = table.form.choices(table.state, self.seat)
        if "choose" in found.verbs:
            return {"choose": found.options[int(rng.integers(len(found.options)))]}
        if "order" in found.verbs:
            return {"order": {key: own[int(rng.integers(len(own)))] for key, own in found.issues.items()}}
        form = table.form
        assert isinstance(form, Talks)
        lies = seats(form.problem)
        worth = form.worth(table.state, self.seat, lies.packages)
        fit = lies.packages[worth >= form.alone(table.state, self.seat)]
        standing = table.state["offer"]
        if standing is not None and form.problem.index(standing) in fit and rng.random() < 0.5:
            return {"accept": True}
        if "offer" not in found.verbs or not len(fit):
            return {"walk": True} if not len(fit) else {"reject": True}
        return {"offer": _on_table(form, int(rng.choice(fit)))}


class Plan:
    """Plays its part of an equilibrium of the game: the first that `solve` or `tree` tells."""

    def __init__(self, table: Table, seat: str) -> None:
        self.seat = seat
        form = table.form
        assert isinstance(form, Rounds | InTurn)
        self.profile: Equilibrium | TreeEquilibrium = solve(form.game).profiles[0]

    def move(self, table: Table) -> Move:
        """Drawn by the probabilities of the equilibrium."""
        form, rng = table.form, table.random(table.count + 1, list(table.form.seats).index(self.seat) + 1)
        options = form.choices(table.state, self.seat).options
        if isinstance(self.profile, Equilibrium):
            assert isinstance(form, Rounds)
            odds = np.asarray(self.profile.strategies[form.game.keys.index(self.seat)])
        else:
            assert isinstance(form, InTurn)
            odds = self.profile.probability[form.game.tree.children(table.state["node"])]
        summed = np.cumsum(odds)
        place = min(int(np.searchsorted(summed, rng.random() * summed[-1], side="right")), len(options) - 1)
        return {"choose": options[place]}


class Again:
    """A strategy of `simulate` at the table."""

    def __init__(self, table: Table, seat: str, name: str) -> None:
        from negotiate.repeated.again import again  # noqa: PLC0415 - loaded for repeated play alone
        from negotiate.repeated.kernels.lockstep import asked  # noqa: PLC0415 - the same
        from negotiate.repeated.strategies.registry import seated  # noqa: PLC0415 - the same

        game = again(table.scenario)
        self.seat, self.place = seat, game.keys.index(seat)
        profile = () if name == REPEAT else (name,)
        self.player = asked(seated(game, profile), game.stage.shape)[self.place]
        self.memory, self.rounds = self.player.start(1), 0

    def move(self, table: Table) -> Move:
        """What the strategy plays after all that its seat has seen."""
        form = table.form
        assert isinstance(form, Rounds)
        for cell in islice(form.cells(table.events), self.rounds, None):
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
        profiles = solve(game).profiles
        if not profiles:
            return {"order": {}}
        place = game.keys.index(self.seat)
        odds = np.cumsum(np.asarray(profiles[0].strategies[place]))
        draw = table.random(table.count + 1, place + 1).random() * odds[-1]
        chosen = game.strategies[place][min(int(np.searchsorted(odds, draw, side="right")), len(odds) - 1)].choices
        open_to = form.choices(table.state, self.seat).issues
        return {"order": {key: one for key, one in chosen.items() if one in open_to.get(key, ())}}


REPEAT = "repeat"
"""What a seat plays that the scenario's own file describes."""


def opponents(lens: str) -> tuple[Opponent, ...]:
    """Everybody who can play a seat of such a game, the usual one first.

    Parameters
    ----------
    lens : str
        What is played.
    """
    return tuple(one for one in (*_GENERAL, *_TALKERS, *_AGAIN) if lens in one.lenses)


def _agent(manner: Manner) -> Callable[[Table, str], Mind]:
    return lambda table, seat: Talker(table, seat, manner)


def _strategy(name: str) -> Callable[[Table, str], Mind]:
    return lambda table, seat: Again(table, seat, name)


_GENERAL = (
    Opponent("equilibrium", "plays an equilibrium of the game", ("solve", "simulate", "tree"), Plan),
    Opponent("equilibrium", "asks for what backward induction gives it", ("deal",), Backward),
    Opponent("equilibrium", "plays an equilibrium of each turn as it stands", ("turns",), Commander),
    Opponent("hold", "leaves everything as it is", ("turns",), Hold),
    Opponent("random", "takes any choice with the same probability", LENSES, Random),
)
_TALKERS = tuple(
    Opponent("logroller" if one.name == "modeller" else one.name, one.says, ("deal",), _agent(one.manner))
    for one in AGENTS
)
_AGAIN = (
    Opponent(REPEAT, "plays what the scenario's file says", ("simulate",), _strategy(REPEAT)),
    Opponent("tit-for-tat", "does what the others did last", ("simulate",), _strategy("tit_for_tat")),
    Opponent("grim", "keeps the agreement until it is broken, and never again", ("simulate",), _strategy("grim")),
)


def opponent(name: str, lens: str) -> Opponent:
    """An opponent by its name.

    Raises
    ------
    UnknownMethod
        If nobody of that name can play such a game.
    """
    known = {one.name: one for one in opponents(lens)}
    if name not in known:
        raise UnknownMethod(f"nobody called `{name[:60]}` plays this game", choices(name, known))
    return known[name]


class Session:
    """A table with the seats of the computer.

    Parameters
    ----------
    table : Table
        Where they sit.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self._minds: dict[str, Mind] = {}

    @property
    def people(self) -> tuple[str, ...]:
        """The seats of people."""
        return tuple(key for key, seat in self.table.seats.items() if seat.plays == PERSON)

    def run(self) -> None:
        """Let the computer move until a person is waited for, or the game is over."""
        while waiting := [key for key in self.table.to_move if key in self.table.seats and key not in self.people]:
            seat = waiting[0]
            if seat not in self._minds:
                found = opponent(self.table.seats[seat].plays, self.table.form.lens)
                self._minds[seat] = found.sit(self.table, seat)
            self.table.do(seat, self._minds[seat].move(self.table))
