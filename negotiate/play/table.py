"""A table: who sits where, where the game stands, and what each has been told. Every front of a
game stands on this.

What has been acknowledged is in the log. Reading the log and making the same moves again gives the
same table, so that a game can be looked at as it was after any event, and gone on with after a
crash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from negotiate.display import record
from negotiate.errors import IllegalAction, NegotiateError, UnsuitableGame
from negotiate.journal import Reader
from negotiate.language import outside, scenario_file
from negotiate.model.by_outcome import by_outcome
from negotiate.pages import plays as offered
from negotiate.play.events import Events
from negotiate.play.forms import CHANCE, OBSERVER, UMPIRE, Event, Form, Move, State, one_of, verb_of
from negotiate.play.log import MADE, MOST, difference, hash_of, new_log, read, reopened
from negotiate.play.ways import WAYS
from negotiate.report.style import joined, the
from negotiate.scenario import Scenario

PERSON = "person"
HELP = ("own", "hints", "full")
"""How much a person is told: the own score, hints besides, or everything that theory knows."""
KINDS = {
    "inject": "inject",
    "rule": "ruling",
    "resolve": "result",
    "override": "override",
    "go": "ruling",
}
"""Verb → the kind of its event; `move` for all others."""
LONGEST = 2_000
"""Letters of a message."""


@record
class Seat:
    """A place at the table.

    Parameters
    ----------
    key : str
        The player's.
    plays : str
        `person`, or the name of an opponent that the computer plays.
    help : {'own', 'hints', 'full'}
        How much a person is told.
    """

    key: str
    plays: str = PERSON
    help: str = "own"


class Sink(Protocol):
    """Whatever keeps events: the file of a log, or the journal of a class."""

    def add(self, entry: Event) -> None:
        """Keep an event; `NotWritten` if that cannot be."""

    def close(self) -> object:
        """Let others have it."""


class Table:
    """A game that is being played, or played again.

    Parameters
    ----------
    header : Mapping
        The first line of its log.
    scenario : Scenario
        What is played.
    log : Sink or None
        Where its events are written; None where nothing is kept.
    form : Form, optional
        The rules, where another table of the same game has worked them out.
    events : Events, optional
        Holds what happens; by default all of it is in memory.
    """

    def __init__(
        self,
        header: Mapping[str, Any],
        scenario: Scenario,
        log: Sink | None = None,
        form: Form | None = None,
        events: Events | None = None,
    ) -> None:
        self.header, self.log = header, log
        self.scenario = as_played(scenario, header["lens"])
        self.umpire = header.get("umpire") is True
        self.form = form or form_of(self.scenario, header["lens"], header["rounds"], self.umpire)
        seats = header["seats"]
        self.seats = {
            key: Seat(key, *map(str, seats.get(key, (PERSON, "own")))) for key in self.form.seats
        }
        self.state: State = {}
        self.events = Events() if events is None else events
        self.count = self.branches = 0
        self._marks: dict[int, tuple[int, State]] = {}

    @property
    def seed(self) -> int:
        """The seed of chance and of opponents."""
        return int(self.header["seed"])

    @property
    def to_move(self) -> tuple[str, ...]:
        """Who is waited for; nobody once the game has ended."""
        return self.form.to_move(self.state)

    @property
    def ended(self) -> bool:
        """Whether the game is over."""
        return not self.to_move

    def kind(self, seat: str) -> str:
        """The private type that was dealt to a seat; empty where there is none."""
        return str(self.form.types(self.state).get(seat, ""))

    def random(self, number: int, *who: int) -> np.random.Generator:
        """The random numbers of an event, the same whenever the game is played again."""
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(number, *who)))

    def start(self) -> None:
        """Begin: private types are dealt, and chance moves where it has the first move."""
        after = self.form.start(float(self.random(0).random()))
        self._add(self._event("start", CHANCE, {}, (), after))
        self._chance()

    def go_on(self) -> None:
        """Do what was cut off by a crash: begin, or let chance move."""
        if not self.count:
            self.start()
        self._chance()

    def anew(self, seed: int) -> Table:
        """The same game from its beginning under another seed; it is not logged."""
        found = Table({**self.header, "seed": seed}, self.scenario, form=self.form)
        found.start()
        return found

    def do(self, seat: str, move: Move, by: str = "") -> Event:
        """Make a move; it is in the log when this returns.

        Parameters
        ----------
        seat : str
            Who moves.
        move : Mapping
            A verb, and what it is done with; `{"say": text}` speaks to the table. In talks
            `"never": {issue: option}` beside it says which options the words rule out.
        by : {'', 'clock', 'teacher'}
            Who made the move in the seat's place; the event says so.

        Raises
        ------
        IllegalAction
            If the seat may not do that now; nothing has changed.
        NotWritten
            If the log cannot be written; nothing has changed.
        """
        event = self.tried(seat, move) | ({"by": by} if by else {})
        self._add(event)
        if event["kind"] != "message":
            self._chance()
        return event

    def tried(self, seat: str, move: Move) -> Event:
        """The event that a move would be."""
        if "say" in move:
            return self._event(
                "message", seat, self._said(seat, move), self._hearers(seat), self.state
            )
        verb = verb_of(move)
        ruling = self.umpire and seat == UMPIRE
        if ruling and verb == "back":
            return self._event(
                "back", seat, dict(move), self.form.seats, self._mark(move["back"])[1]
            )
        if seat not in self.to_move and not ruling:
            raise IllegalAction(f"it is not the turn of `{seat}`", self.waiting)
        return self._made(seat, move)

    def _made(self, seat: str, move: Move) -> Event:
        after, verb = self.form.play(self.state, seat, move), verb_of(move)
        if verb == "offer":
            move = {verb: after[verb]}  # the whole package, of which the seat may have named a part
        return self._event(
            KINDS.get(verb, "move"), seat, move, self.form.learns(self.state, seat, move), after
        )

    def _mark(self, turn: object) -> tuple[int, State]:
        """The number of the event with which a turn began, and the state in which it did.

        Raises
        ------
        IllegalAction
            If the game has not come to that turn.
        """
        if type(turn) is not int or turn not in self._marks:
            raise IllegalAction(
                f"there is no turn `{str(turn)[:60]}` to go back to",
                f"choose from 1 to {max(self._marks, default=1)}",
            )
        return self._marks[turn]

    @property
    def waiting(self) -> str:
        """For whom the table waits, in words."""
        players = self.scenario.players
        who = [the(players[key].name) if key in players else f"the {key}" for key in self.to_move]
        return (
            f"{joined(who)} {'has' if len(who) == 1 else 'have'} to move"
            if who
            else "the game is over"
        )

    def _said(self, seat: str, move: Move) -> Move:
        """A message, with the options that it rules out."""
        said: dict[str, Any] = {"say": _message(move["say"])}
        if len(move) > 1:
            never = move.get("never")
            if (
                not self.form.rules_out
                or len(move) > 2
                or not isinstance(never, Mapping)
                or not never
            ):
                raise IllegalAction(
                    "a message says words, and in talks what they rule out",
                    'as in `{"say": "No."}`',
                )
            issues = self.form.choices(self.state, seat).issues
            for issue, option in never.items():
                one_of(
                    option,
                    issues[one_of(issue, tuple(issues), "issue of this deal")],
                    f"option of `{issue}`",
                )
            said["never"] = dict(never)
        return said

    def _hearers(self, seat: str) -> tuple[str, ...]:
        if seat not in (*self.seats, UMPIRE):
            raise IllegalAction(
                f"there is no seat `{seat[:60]}`", "seats are the players of the scenario"
            )
        return self.form.seats

    def _event(self, kind: str, seat: str, move: Move, sees: Iterable[str], after: State) -> Event:
        before, then = difference(self.state, after)
        number = self.count + 1
        words = {
            "event": number,
            "kind": kind,
            "seat": seat,
            "move": dict(move),
            "sees": list(sees),
        }
        return {**words, "before": before, "after": then}

    def _add(self, event: Event) -> None:
        if self.log is not None:
            self.log.add(event)
        self.take(event)

    def take(self, event: Event, *, keep: bool = True) -> None:
        """Let an event happen that was tried before; what was taken back is no part of the game any
        more.
        """
        self.state = self.state | event["after"]
        self.count = event["event"]
        if event["kind"] == "back":
            turn = event["move"]["back"]
            if keep:
                self.events.take_back(self._marks[turn][0], self.count)
            self._marks = {number: mark for number, mark in self._marks.items() if number <= turn}
            self.branches += 1
        elif "turn" in event["after"] and type(event["after"]["turn"]) is int:
            self._marks[event["after"]["turn"]] = (self.count, self.state)
        if keep:
            self.events.append(event)

    def _chance(self) -> None:
        while CHANCE in self.to_move:
            self._add(self._drawn())

    def _drawn(self) -> Event:
        """What chance does now."""
        return self._made(
            CHANCE, self.form.draw(self.state, float(self.random(self.count + 1).random()))
        )

    def again(self, event: Event, *, keep: bool = True) -> bool:
        """Whether an event is what the same move brings now; it has then happened, as the rules
        make it.
        """
        try:
            if event["kind"] == "start":
                made = self._event(
                    "start", CHANCE, {}, (), self.form.start(float(self.random(0).random()))
                )
            elif event["seat"] == CHANCE:
                made = self._drawn()
            else:
                made = self.tried(event["seat"], event["move"])
            ruled = event if len(event) == len(made) else {key: event[key] for key in made}
            same = made == ruled
        except (
            NegotiateError,
            LookupError,
            TypeError,
            ValueError,
            AttributeError,
            ArithmeticError,
            RecursionError,
        ):
            return False  # no move of this game
        if same:  # who moved in the seat's place, and when, is beside the rules
            self.take(made if ruled is event else event | made, keep=keep)
        return same

    def seen(self, seat: str, since: int = 0) -> Iterator[Event]:
        """The events after one that a seat has been told of; all for the umpire, and once the game
        is over.
        """
        every = seat == UMPIRE or self.ended
        return (event for event in self.events.since(since) if every or self._learned(event, seat))

    def _learned(self, event: Event, seat: str) -> bool:
        if seat == OBSERVER:
            return set(event["sees"]) >= set(self.form.seats)
        return seat in event["sees"]

    def close(self) -> None:
        """Let others have the log."""
        if self.log is not None:
            self.log.close()

    def result(self) -> str:
        """What the game came to, as `debrief` reads it."""
        return self.form.result(self.state, self.events)


def _message(text: object) -> str:
    said = str(text).strip()
    if not said or len(said) > LONGEST:
        raise IllegalAction(f"a message has 1 to {LONGEST:,} letters", "write `say` and your words")
    return said


def as_played(scenario: Scenario, lens: str) -> Scenario:
    """The scenario as its table has it: with an issue for each outcome where a deal may depend on
    an event.
    """
    return by_outcome(scenario) if WAYS[lens].signs else scenario


def form_of(scenario: Scenario, lens: str, rounds: int, umpire: bool = False) -> Form:
    """The rules of a way to play.

    Raises
    ------
    UnsuitableGame
        If the scenario cannot be played so.
    """
    return WAYS[lens].form(scenario, rounds, umpire)


def new_table(
    scenario: Scenario,
    *,
    lens: str | None = None,
    rounds: int | None = None,
    seed: int = 0,
    seats: Mapping[str, Seat] | None = None,
    path: Path | None = None,
    umpire: bool = False,
) -> Table:
    """Sit down to a new game.

    Parameters
    ----------
    scenario : Scenario
        What is played.
    lens : str, optional
        As what, by its name in `ways`; by default what the file says most of.
    rounds : int, optional
        How many rounds of talks, or of a game that is played again.
    seed : int
        The seed of chance and of opponents.
    seats : Mapping[str, Seat], optional
        Who sits where; people by default.
    path : path, optional
        The file of its log; without one nothing is kept.
    umpire : bool
        Whether an umpire rules, as in war games.

    Raises
    ------
    UnsuitableGame
        If it cannot be played so.
    FileRefused
        If something else stands where the log is to be.
    """
    lens = lens or ("turns" if scenario.turns else offered.played(scenario) or "deal")
    usual = WAYS[lens].rounds
    if rounds is not None and not usual:
        raise UnsuitableGame("the file says how long this game is", "leave `--rounds` out")
    count = (usual or 1) if rounds is None else rounds
    if not 1 <= count <= MOST:
        raise UnsuitableGame(
            f"a game has 1 to {MOST:,} rounds, and not {count:,}", "name a number in between"
        )
    made = {
        "path": scenario.path,
        **dict(zip(("set", "variant", "fix"), outside.changed(scenario), strict=True)),
    }
    header = {
        "made": MADE,
        "title": scenario.heading,
        "scenario": {**made, "sha256": _hash(made)},
        "lens": lens,
        "rounds": count,
        "seed": seed,
        "umpire": umpire,
        "seats": {key: [seat.plays, seat.help] for key, seat in (seats or {}).items()},
    }
    table = Table(header, scenario)
    for key in seats or {}:
        one_of(key, table.form.seats, "seat of this game")
    table.log = new_log(path, header) if path is not None else None
    table.start()
    return table


def _hash(made: Mapping[str, Any]) -> str:
    return hash_of(
        scenario_file.Reading(made["path"]).content(made["set"], made["variant"], made["fix"])
    )


def replayed(
    path: Path, upto: int | None = None, *, scenario: Scenario | None = None, keep: bool = True
) -> Table:
    """The table of a log, as it stands after its last event or after another.

    Parameters
    ----------
    path : path
        The log.
    upto : int, optional
        The number of an event.
    scenario : Scenario, optional
        What was played, in place of the file that the log names.
    keep : bool
        Whether the table knows its events, and not only where it stands.

    Raises
    ------
    ScenarioNotFound
        If there is no such log, or the scenario is not where it was.
    ScenarioError
        If a line of the log cannot be read, or is not what the rules make of the moves before it.
    UnsuitableGame
        If the scenario has changed since.
    """
    table, lines = opened(path, scenario)
    for event in lines:
        if upto is not None and event["event"] > upto:
            break
        again(table, path, event, keep=keep)
    if upto is None:
        refuse_unbegun(table, path)
    return table


def again(table: Table, path: Path, event: Event, *, keep: bool = True) -> None:
    """Let an event of a log happen again.

    Raises
    ------
    ScenarioError
        If it is not what the rules make of the moves before it.
    """
    if not table.again(event, keep=keep):
        raise Reader(path).wrong(event["event"] + 1, "the rules make something else of this move")


def refuse_unbegun(table: Table, path: Path) -> None:
    """Refuse to look back on a game that was killed before it began.

    Raises
    ------
    UnsuitableGame
        If it was.
    """
    if not table.count:
        said = f"the game of `{path}` has not begun"
        raise UnsuitableGame(said, f"`negotiate play --resume {path}` begins it")


def opened(path: Path, scenario: Scenario | None = None) -> tuple[Table, Iterator[Event]]:
    """The table of a log before its first event, and the events; see `replayed`."""
    lines = read(path)
    header = next(lines, None)
    if header is None:
        raise Reader(path).wrong(1, "the file is empty")
    return Table(header, scenario or scenario_of(header, path)), lines


def scenario_of(header: Mapping[str, Any], path: Path) -> Scenario:
    """The scenario that a log names, if it still says what it said."""
    made = header["scenario"]
    beside = path.parent / made["path"]
    if (
        not Path(made["path"]).exists() and beside.is_file()
    ):  # a log that is read from another folder
        made = {**made, "path": str(beside)}
    try:
        found = scenario_file.Reading(made["path"]).scenario(
            made["set"], made["variant"], made["fix"]
        )
    except RecursionError:
        raise Reader(path).wrong(
            1, "`scenario.set` has more brackets within each other than anything that is set"
        ) from None
    if _hash(made) != made["sha256"]:
        said = f"`{made['path']}` has changed since this game was played"
        raise UnsuitableGame(said, "put back the scenario as it was, or play a new game")
    return found


def resumed(path: Path) -> Table:
    """A table to go on with.

    Raises
    ------
    ScenarioNotFound, ScenarioError, UnsuitableGame, NotWritten
        As `replayed` and `log.reopened` do.
    """
    next(read(path), None)  # there is such a game
    log = reopened(path)  # nobody else moves from here on
    try:
        table, lines = opened(path)
        for event in lines:
            again(table, path, event)
    except NegotiateError:
        log.close()
        raise
    table.log = log
    table.go_on()
    return table
