"""All choose at once, in secret, for one round or for many: the games of `solve` and `simulate`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING, Any, ClassVar, cast

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import entity
from negotiate.equilibrium.alone import alone
from negotiate.equilibrium.solution import Equilibrium, Solution
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame, expected_payoffs
from negotiate.model.negotiation import Negotiation
from negotiate.play.endings import better, improvement, own_payoff, payoffs_told, picture
from negotiate.play.forms import (
    Choices,
    Event,
    Form,
    Judge,
    Mind,
    Move,
    Opponent,
    Reader,
    Regrets,
    State,
    letters,
    one_of,
    refuse,
    verb_of,
)
from negotiate.play.hints import FULL, ends, of_theory
from negotiate.play.opponents import EQUILIBRIUM, RANDOM, Plan
from negotiate.play.theory import solution, theory
from negotiate.play.views import options
from negotiate.play.words import number, opening
from negotiate.report import report_of
from negotiate.report.blocks import Block, Column, Entry, Sentence
from negotiate.report.blocks import Table as Rows
from negotiate.report.style import Look, capital, joined, of_each, the

if TYPE_CHECKING:
    from negotiate.play.table import Table
    from negotiate.report.blocks import Medium


CHOICES = "A choice is secret until all have chosen. Then all see it."
"""When what was done in secret becomes known."""


@entity
class Rounds(Form):
    """The rules of simultaneous choices.

    Parameters
    ----------
    game : NormalFormGame
        What is played each round.
    rounds : int
        How many rounds.
    options : Mapping[str, tuple of str]
        Player with a choice → what it can choose.
    """

    game: NormalFormGame
    rounds: int
    options: Mapping[str, tuple[str, ...]]
    lens: str = "solve"

    @property
    def seats(self) -> tuple[str, ...]:
        """The players who have a choice."""
        return tuple(self.options)

    def labels(self, seat: str) -> tuple[str, ...]:
        """What a seat can choose."""
        return self.options[seat]

    def start(self, draw: float) -> State:
        """The first round, in which nobody has chosen."""
        return {
            "round": 1,
            "chosen": {},
            "last": [],
            "void": False,
            "sums": [0.0] * self.game.n_players,
        }

    def to_move(self, state: State) -> tuple[str, ...]:
        """Everybody who has not chosen yet."""
        if state["round"] > self.rounds:
            return ()
        return tuple(seat for seat in self.seats if seat not in state["chosen"])

    def choices(self, state: State, seat: str) -> Choices:
        """One of the seat's strategies."""
        return Choices(
            ("choose",), {}, self.labels(seat), f"round {state['round']} of {self.rounds}"
        )

    def play(self, state: State, seat: str, move: Move) -> State:
        """Choose; once all have, the round is counted.

        Raises
        ------
        IllegalAction
            If there is no such choice, or the seat has chosen already.
        """
        verb = verb_of(move)
        if verb != "choose":
            raise refuse(verb, self.choices(state, seat))
        label = one_of(move["choose"], self.labels(seat), "choice")
        chosen = {**state["chosen"], seat: label}
        if len(chosen) < len(self.seats):
            return state | {"chosen": chosen}
        cell = self.cell(chosen)
        if self.game.feasible is not None and not self.game.feasible[cell]:
            return state | {"chosen": {}, "void": True}
        got = [float(own[cell]) for own in self.game.payoffs]
        return {
            "round": state["round"] + 1,
            "chosen": {},
            "last": list(cell),
            "void": False,
            "sums": [a + b for a, b in zip(state["sums"], got, strict=True)],
        }

    def cell(self, chosen: Mapping[str, str]) -> tuple[int, ...]:
        """The place of a strategy for every player, given what each seat chose."""
        return tuple(self._place(key, chosen) for key in self.game.keys)

    def _place(self, key: str, chosen: Mapping[str, str]) -> int:
        return self.options[key].index(chosen[key]) if key in chosen else 0

    def learns(self, state: State, seat: str, move: Move) -> tuple[str, ...]:
        """The seat alone: the others learn what was chosen once all have chosen."""
        return (seat,)

    def payoffs(self, state: State) -> FloatArray | None:
        """The average over the rounds."""
        return np.array(state["sums"]) / self.rounds if state["round"] > self.rounds else None

    def cells(self, events: Iterable[Event]) -> Iterator[list[int]]:
        """What was played in each round that counts, one place a player."""
        chosen: dict[str, str] = {}
        for event in events:
            if "choose" in event["move"]:
                chosen[event["seat"]] = event["move"]["choose"]
            if len(chosen) == len(self.seats):
                cell = list(self.cell(chosen))
                chosen = {}
                if self.game.feasible is None or self.game.feasible[tuple(cell)]:
                    yield cell

    def result(self, state: State, events: Iterable[Event]) -> str:
        """The letters of each round; see `letters`."""
        return " ".join(letters(cell) for cell in self.cells(events))

    def unfinished(self, state: State, events: Iterable[Event]) -> str | None:
        """The rounds that were played."""
        return self.result(state, events) or None

    def where(self, state: State) -> tuple[str, ...]:
        """The round."""
        return f"Round {min(state['round'], self.rounds)} of {self.rounds}.", ""

    def progress(self, state: State, moves: int) -> str:
        """The round."""
        return f"round {state['round']} of {self.rounds}"

    def view(self, table: Table, seat: str, medium: Medium, whole: bool) -> Iterator[Block]:
        """The last round, what each choice gives the seat, and where it types, its choices."""
        if whole:
            yield from _view(table, self, seat)
            if medium == "terminal" and seat in table.to_move:
                yield options(self.labels(seat), "Your choices")

    def sentence(self, table: Table, event: Event, dated: bool) -> str:
        """Who chooses what."""
        return f"{opening(table, event['seat'])} chooses {event['move']['choose']}."

    def ending(self, table: Table, reader: Reader) -> Iterator[str | Block]:
        """What was chosen, what would have been better for all, and equilibrium."""
        return _ending(table, self, reader)

    def own_ending(self, table: Table, seat: str, possible: bool) -> Iterator[str]:
        """What the seat has, of several rounds on average."""
        return own_payoff(table, seat, " a round on average" if self.rounds > 1 else "")

    def hints(self, table: Table, seat: str, full: bool) -> Iterator[str]:
        """A best reply, and what an equilibrium does."""
        yield from _hints(table, self, seat)
        yield from (
            of_theory(table, seat, "solve", " a round" if self.rounds > 1 else "") if full else ()
        )

    def odds(self, state: State, profile: Any, seat: str) -> FloatArray:
        """Of each choice, by an equilibrium of one round."""
        return np.asarray(profile.strategies[self.game.keys.index(seat)])

    def opponents(self, table: Table) -> Iterator[Opponent]:
        """An equilibrium, and chance."""
        yield Opponent(EQUILIBRIUM, "plays an equilibrium of the game", Plan)
        yield RANDOM

    def afterwards(self, table: Table) -> Iterator[str | Block]:
        """What stands besides what equilibrium expects once a game is over."""
        yield from ()

    def judge(self, table: Table) -> Judge:
        """The first equilibrium of a round."""
        return OfRounds(self)

    @property
    def secret(self) -> str:
        """Whoever chooses alone keeps nothing from anybody."""
        return CHOICES if len(self.seats) > 1 else ""

    def time(self, state: State) -> tuple[str, int]:
        """The round, where there are several."""
        return ("round", state["round"]) if self.rounds > 1 else ("", 0)

    def course(self, events: Iterable[Event]) -> State:
        """Round → what was chosen in it."""
        return {"cells": dict(enumerate(self.cells(events), 1))}


@entity
class Repeated(Rounds):
    """The rules of choices that are repeated, whose opponents are the strategies of `simulate`."""

    tuned: ClassVar[bool] = True
    lens: str = "simulate"

    def opponents(self, table: Table) -> Iterator[Opponent]:
        """An equilibrium, chance, what the file says, and every strategy that has a sense here."""
        yield Opponent(EQUILIBRIUM, "plays the same equilibrium of one round again and again", Plan)
        yield RANDOM
        yield Opponent(REPEAT, "plays what the scenario's file says", _strategy(REPEAT))
        yield from _repertoire(table, (EQUILIBRIUM, RANDOM.name, REPEAT))

    def opponent(self, word: str, known: Mapping[str, Opponent]) -> Opponent | None:
        """A strategy as `simulate` takes it."""
        if ":" not in word or word.partition(":")[0] not in known:
            return None
        from negotiate.repeated.strategies.registry import parsed  # noqa: PLC0415 - loaded for repeated play alone

        parsed(word)
        return Opponent(word, "plays that strategy of `simulate`", _strategy(word))

    def afterwards(self, table: Table) -> Iterator[str | Block]:
        """What would have lasted."""
        yield from _lasting(table)


def rounds_alone(negotiation: Negotiation, rounds: int) -> Rounds:
    """The rules of `solve`: all choose at once."""
    return Rounds(*_choices(alone(negotiation), rounds))


def rounds_again(negotiation: Negotiation, rounds: int) -> Rounds:
    """The rules of `simulate`: all choose at once, again and again."""
    from negotiate.repeated.again import again  # noqa: PLC0415 - loaded for repeated play alone

    return Repeated(*_choices(again(negotiation).stage, rounds))


def _choices(
    game: NormalFormGame, rounds: int
) -> tuple[NormalFormGame, int, dict[str, tuple[str, ...]]]:
    """What `Rounds` is made of.

    Raises
    ------
    UnsuitableGame
        If it cannot be played so.
    """
    labels = (tuple(one.label for one in own) for own in game.strategies)
    options = {key: own for key, own in zip(game.keys, labels, strict=True) if len(own) > 1}
    if not options:
        raise UnsuitableGame(
            "nobody chooses anything alone in this game", "`--lens deal` plays the talks"
        )
    return game, rounds, options


def _view(table: Table, form: Rounds, seat: str) -> Iterator[Block]:
    state, own = table.state, form.game.keys.index(seat)
    if state["last"]:
        words = [form.game.strategies[p][k].label for p, k in enumerate(state["last"])]
        yield Sentence(
            f"In the last round {of_each(form.game.players, [f'chose {one}' for one in words])}."
        )
        got = form.game.payoffs[(own, *state["last"])]
        yield Sentence(
            f"That gave you {number(float(got))}; so far you have {number(state['sums'][own])} in "
            "all."
        )
    if seat in table.seats and table.seats[seat].help == FULL:
        from negotiate.equilibrium.reports.matrix import matrix, slices  # noqa: PLC0415 - for who may see all payoffs

        drawn: list[Block] = [*slices(form.game, Look())]
        yield from drawn or [matrix(form.game, Look())]
    elif seat in table.seats:
        yield from _own_payoffs(form, seat)


def _own_payoffs(form: Rounds, seat: str) -> Iterator[Block]:
    """What each choice gives the seat against what the others can choose, where that is few."""
    game, own = form.game, form.game.keys.index(seat)
    others = [key for key in form.seats if key != seat]
    if prod(len(form.labels(key)) for key in others) > COLUMNS:
        return
    against = list(product(*(form.labels(key) for key in others)))
    rows: list[tuple[Entry, ...]] = []
    for label in form.labels(seat):
        cells = [
            form.cell(dict(zip(others, labels, strict=True)) | {seat: label}) for labels in against
        ]
        possible = [game.feasible is None or bool(game.feasible[cell]) for cell in cells]
        got = [
            float(game.payoffs[(own, *cell)]) if can else None
            for cell, can in zip(cells, possible, strict=True)
        ]
        rows.append((label, *got))
    who = joined([the(game.players[game.keys.index(key)]) for key in others])
    heads = [Column(", ".join(labels), "payoff") for labels in against]
    yield Rows(
        (Column("You"), *heads),
        tuple(rows),
        title=f"What you get, by what {who} chooses" if others else "",
    )


COLUMNS = 6
"""Combinations of the others' choices that stand side by side."""


def _ending(table: Table, form: Rounds, reader: Reader) -> Iterator[str | Block]:
    game, cells = form.game, Counter(map(tuple, form.cells(table.events)))
    many = form.rounds > 1
    cell, most = cells.most_common(1)[0]
    if many:
        often = "all" if most == form.rounds else most
        most_often = (
            f"In {often} of them {_chose(form, cell)}."
            if most > 1
            else "No two of them ended alike."
        )
        yield f"{reader.did} played {form.rounds} rounds. {most_often}"
        if not game.ordinal:
            totals = [f"has {number(x)}" for x in table.state["sums"]]
            yield f"In all, {of_each(game.players, totals)}. This is the average of a round:"
    else:
        yield f"{capital(_chose(form, cell))}."
    yield from payoffs_told(table)
    points = game.payoffs.reshape(game.n_players, -1)
    can = np.ones(points.shape[1], dtype=bool) if game.feasible is None else game.feasible.ravel()
    here = [points[:, np.ravel_multi_index(one, game.shape)] for one in cells]
    worth = np.average(here, axis=0, weights=list(cells.values()))
    if not (game.ordinal and many):  # levels have no average
        yield from _better_choices(table, form, points, worth, improvement(points, worth, can))
    found = theory(table, game)
    from negotiate.equilibrium.reports.solution import headline  # noqa: PLC0415 - loaded once a game is over

    yield headline(found)
    yield from _as_expected(form, found, cells, reader)
    yield from form.afterwards(table)
    if not game.ordinal:
        expected = [one.payoffs for one in found.profiles if isinstance(one, Equilibrium)]
        yield from picture(table, points[:, can], worth, expected)


def _better_choices(
    table: Table, form: Rounds, points: FloatArray, worth: FloatArray, best: int | None
) -> Iterator[str]:
    """Choices that would have been better for all, in every round where there are several."""
    other = [] if best is None else [int(k) for k in np.unravel_index(best, form.game.shape)]
    when, each = (" in every round", " a round") if form.rounds > 1 else ("", "")
    yield from better(table, points, worth, best, _chose(form, other, "chooses"), when, each)


def _as_expected(
    form: Rounds, found: Solution, cells: Counter[tuple[int, ...]], reader: Reader
) -> Iterator[str]:
    """How often the choices were those of an equilibrium in pure strategies."""
    pure = [
        tuple(own[0] for own in one.support)
        for one in found.profiles
        if isinstance(one, Equilibrium) and one.pure
    ]
    came = sum(count for one, count in cells.items() if one in pure)
    which = "the equilibrium" if len(found.profiles) == 1 else "an equilibrium"
    if pure and form.rounds > 1:
        often = f"all {came}" if came == form.rounds else f"{came} of the {form.rounds}"
        yield (
            f"{reader.did} chose as in {which} in {often} rounds."
            if came
            else f"No round went as in {which}."
        )
    elif pure:
        yield f"{reader.did} chose {'as' if came else 'otherwise than'} in {which}."


def _chose(form: Rounds, cell: Sequence[int], verb: str = "chose") -> str:
    """Who chose what, of those who have a choice."""
    game = form.game
    told = [
        (game.players[p], game.strategies[p][k].label)
        for p, k in enumerate(cell)
        if game.keys[p] in form.seats
    ]
    return of_each([name for name, _ in told], [f"{verb} `{label}`" for _, label in told])


def _lasting(table: Table) -> Iterator[str]:
    """Whether the agreement of repeated play enforces itself."""
    from negotiate.repeated.again import again  # noqa: PLC0415 - loaded for repeated play alone
    from negotiate.repeated.lasting.agreement import simulate  # noqa: PLC0415 - the same

    blocks = report_of(simulate(again(table.scenario)), Look()).blocks
    yield from (block.text for block in blocks[:1] if isinstance(block, Sentence))


def _hints(table: Table, form: Rounds, seat: str) -> Iterator[str]:
    """The best reply to what the others did so far; before they did anything, what each choice can
    bring.
    """
    own, labels = form.game.keys.index(seat), form.labels(seat)
    worth = np.moveaxis(form.game.payoffs[own], own, 0)
    if form.game.feasible is not None:
        worth = np.where(np.moveaxis(form.game.feasible, own, 0), worth, np.nan)
    cells = list(form.cells(table.events))
    if not cells:
        flat = worth.reshape(len(labels), -1)
        yield from ends(table, seat, labels, np.nanmin(flat, axis=1), np.nanmax(flat, axis=1))
        return
    told = cells[-1:] if seat in table.scenario.ordinal else cells  # levels have no average
    seen = np.array(
        [worth[(slice(None), *(k for p, k in enumerate(cell) if p != own))] for cell in told]
    )
    mean = np.nan_to_num(seen.mean(axis=0), nan=-np.inf)
    best = int(np.argmax(mean))
    if len(told) == 1:
        yield (
            f"If the others choose as in the last round, `{labels[best]}` is best for you in "
            "this one."
        )
    else:
        so_far = f"If the others choose as they did in the {len(told)} rounds so far"
        yield f"{so_far}, `{labels[best]}` is best for you in this one."
        yield f"On average it would bring you {number(float(mean[best]))}."
    if form.rounds - table.state["round"] > 0:
        yield "What you choose now may change what they do later."


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
        form = cast(Rounds, table.form)
        played, last = table.state["round"] - 1, table.state["last"]
        # Whoever comes late, or back, hears of all rounds; else the last one is new.
        for cell in (
            [last]
            if played == self.rounds + 1
            else islice(form.cells(table.events), self.rounds, played)
        ):
            others = np.array([[k] for p, k in enumerate(cell) if p != self.place])
            self.memory = self.player.see(self.memory, np.array([cell[self.place]]), others)
            self.rounds += 1
        rng = table.random(table.count + 1, self.place + 1)
        return {
            "choose": form.labels(self.seat)[int(self.player.act(self.memory, rng.random(1))[0])]
        }


REPEAT = "repeat"
"""What a seat plays that the scenario's own file describes."""


def _strategy(name: str) -> Callable[[Table, str], Mind]:
    return lambda table, seat: Again(table, seat, name)


def _after_its_name(idea: str) -> str:
    """A sentence without its capital and its full stop, to stand after the player's name."""
    return f"{idea[:1].lower()}{idea[1:].removesuffix('.')}"


class OfRounds:
    """Rounds by the first equilibrium of one round."""

    def __init__(self, form: Rounds) -> None:
        self.form = form
        self.profile: Equilibrium = next(
            one for one in solution(form.game).profiles if isinstance(one, Equilibrium)
        )

    def expects(self, state: State) -> FloatArray | None:
        """What was played so far, and the equilibrium from now on, on average."""
        left = self.form.rounds - state["round"] + 1
        return np.asarray(
            (np.array(state["sums"]) + left * np.array(self.profile.payoffs)) / self.form.rounds
        )

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """At the time against the equilibrium; in hindsight against what the others chose in the
        same round.
        """
        own = self.form.game.keys.index(event["seat"])
        mine = self.form.labels(event["seat"]).index(event["move"]["choose"])
        expected = expected_payoffs(self.form.game.payoffs, self.profile.strategies)[own]
        cell = final.get("cells", {}).get(before["round"])
        if cell is None:
            return None
        came = self.form.game.payoffs[own][
            tuple(slice(None) if p == own else k for p, k in enumerate(cell))
        ]
        return float(expected.max() - expected[mine]), float(came.max() - came[mine])


def _repertoire(table: Table, known: Sequence[str]) -> Iterator[Opponent]:
    """The strategies of `simulate` that make sense in some seat."""
    from negotiate.repeated.again import again  # noqa: PLC0415 - loaded for repeated play alone
    from negotiate.repeated.strategies.registry import repertoire  # noqa: PLC0415 - the same

    for entry in repertoire(again(table.scenario)).entries:
        if entry.name not in known and not all(entry.refused):
            idea = getattr(entry.strategy, "idea", "Is a strategy of the scenario's file.")
            yield Opponent(entry.name, _after_its_name(idea), _strategy(entry.name))
