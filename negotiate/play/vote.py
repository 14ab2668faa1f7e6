"""A vote: deals are put to all who sign, one after another, until all of them say yes to one, or
none is left.

All vote at once and in secret; then everybody sees who voted how. The deals are those that rules to
share gains propose. It is talks in which nobody makes an offer: what a deal is worth, what a seat
may sign, and how the game ends when a deal is signed or missed is as there.

References
----------
Farquharson, R. (1969). Theory of Voting. Yale University Press: voting with an eye on the votes
that are still to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import TYPE_CHECKING, ClassVar, cast

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.kernels.talks import SAME
from negotiate.display import entity
from negotiate.errors import UnsuitableGame
from negotiate.model.negotiation import Negotiation
from negotiate.play.forms import (
    Choices,
    Event,
    Judge,
    Move,
    Opponent,
    Reader,
    Regrets,
    State,
    one_of,
    refuse,
    verb_of,
)
from negotiate.play.opponents import EQUILIBRIUM, RANDOM
from negotiate.play.talk_rules import Possible
from negotiate.play.talkers import on_table
from negotiate.play.talks import Talks, talks
from negotiate.play.views import options, own_worth
from negotiate.play.words import opening, option_words, package_words, today
from negotiate.report.blocks import Block, Column, Entry, Medium, Sentence
from negotiate.report.blocks import Table as Rows
from negotiate.report.style import capital, of_each

if TYPE_CHECKING:
    from negotiate.play.table import Table

YES, NO = "yes", "no"
SECRET = "A vote is secret until all have voted. Then all see it."
"""When what was done in secret becomes known."""


@entity
class Vote(Talks):
    """The rules of a vote: those of talks, but the offers are given.

    Parameters
    ----------
    agenda : tuple of Mapping[str, str]
        The deals, in the order in which they are put to the vote.
    """

    rules_out: ClassVar[bool] = False
    agenda: tuple[dict[str, str], ...] = field(default=())

    def start(self, draw: float) -> State:
        """The first deal, on which nobody has voted."""
        types = Talks.start(self, draw)["types"]
        return {
            "number": 0,
            "offer": self.agenda[0],
            "votes": {},
            "last": {},
            "end": "",
            "types": types,
        }

    def to_move(self, state: State) -> tuple[str, ...]:
        """Everybody who has not voted yet."""
        return () if state["end"] else tuple(one for one in self.seats if one not in state["votes"])

    def choices(self, state: State, seat: str) -> Choices:
        """Yes or no; no alone to what the seat never signs."""
        may = self.signs(state, seat, state["offer"])
        return Choices(("choose",), {}, (YES, NO) if may else (NO,), self.progress(state, 0))

    def play(self, state: State, seat: str, move: Move) -> State:
        """Vote; once all have, the deal is signed, or the next one is put to the vote.

        Raises
        ------
        IllegalAction
            If that is no vote, or the seat never signs the deal.
        """
        choices = self.choices(state, seat)
        if verb_of(move) != "choose":
            raise refuse(verb_of(move), choices)
        word = one_of(move["choose"], choices.options, "vote that you can give")
        votes = {**state["votes"], seat: word}
        if len(votes) < len(self.seats):
            return state | {"votes": votes}
        after = state | {"votes": {}, "last": votes, "number": state["number"] + 1}
        if set(votes.values()) == {YES}:
            return after | {"end": "deal"}
        if after["number"] == len(self.agenda):
            return after | {"end": "failed", "offer": None}
        return after | {"offer": self.agenda[after["number"]]}

    def learns(self, state: State, seat: str, move: Move) -> tuple[str, ...]:
        """The seat alone: the others learn of a vote once all have voted."""
        return (seat,)

    def where(self, state: State) -> tuple[str, ...]:
        """Which vote it is."""
        return f"{capital(self.progress(state, 0))}. A deal passes if all say yes.", ""

    def progress(self, state: State, moves: int) -> str:
        """Which vote it is."""
        return f"vote {min(state['number'] + 1, len(self.agenda))} of {len(self.agenda)}"

    def view(self, table: Table, seat: str, medium: Medium, whole: bool) -> Iterator[Block]:
        """How the last vote went, the deals that can still pass, and what the first of them is
        worth to the seat.
        """
        state = table.state
        if not whole:
            return
        if state["last"]:
            yield Sentence(_counted(table, state["last"]))
        if state["end"]:
            return
        yield self._deals(table)
        yield own_worth(table, seat, state["offer"])
        if medium == "terminal" and seat in table.to_move:
            yield options(self.choices(state, seat).options, "Your vote")

    def _deals(self, table: Table) -> Block:
        """Today, the deal that is put to the vote, and those that follow if it fails."""
        number, now = table.state["number"], today(table)
        packages = [now, *self.agenda[number:]]
        heads = [Column("Issue"), Column("Today"), Column("Now")]
        heads += [Column(f"Vote {k}") for k in range(number + 2, len(self.agenda) + 1)]
        rows: list[tuple[Entry, ...]] = []
        for key in self.issues:
            issue = table.scenario.issues[key]
            rows.append(
                (
                    issue.name,
                    *(option_words(issue, one[key]) if key in one else "" for one in packages),
                )
            )
        return Rows(tuple(heads), tuple(rows), title="What is put to the vote")

    def sentence(self, table: Table, event: Event, dated: bool) -> str:
        """Who votes how, and after the last vote on a deal what came of it."""
        who, after = (
            f"{opening(table, event['seat'])} votes {event['move']['choose']}.",
            event["after"],
        )
        if not after.get("last"):
            return who
        came = "The deal is signed" if after.get("end") == "deal" else "The deal does not pass"
        return f"{who} {came}."

    def standing(self, state: State, choices: Choices) -> dict[str, str]:
        """Nobody builds a deal."""
        return {}

    def came_to(self, table: Table, reader: Reader) -> Iterator[str]:
        """The deal that passed, or that none did."""
        if table.state["end"] == "failed":
            yield f"{_counted(table, table.state['last'])} There is no deal."
        else:
            yield from Talks.came_to(self, table, reader)

    def expected(self, table: Table) -> Iterator[str]:
        """The deal that passes where everybody looks ahead."""
        number = Agenda(self, table.state, ((1.0, self.true(table.state)),)).passes(0)
        if number is None:
            yield "Backward induction expects no deal to pass."
            return
        which = "this very deal" if table.state["offer"] == self.agenda[number] else "another deal"
        words = package_words(table, self.agenda[number], today(table))
        yield f"Backward induction expects {which} to pass, in vote {number + 1}: {words}."

    def hints(self, table: Table, seat: str, full: bool) -> Iterator[str]:
        """How to vote by what the deals are worth to the seat itself; from theory, which deal will
        pass.
        """
        state, number = table.state, table.state["number"]
        if not self.signs(state, seat, state["offer"]):
            yield f"Vote no: {self.refusal(state, state['offer'], seat)}."
            return
        worth = [self.weighed(state, seat, one)[0] for one in self.agenda[number:]]
        alone = self.alone(state, seat)
        if worth[0] < alone:
            yield "Vote no: without a deal you are better off than with this one."
        elif any(one > worth[0] for one in worth[1:]):
            yield "This deal is no worse for you than none, but one that follows is better for you."
            yield "Vote no only if you trust that the others will pass that one."
        else:
            yield (
                "Vote yes: no deal that follows is better for you, and this one is no worse for "
                "you than none."
            )
        if full and not table.scenario.is_ordinal:
            ahead = Agenda(self, state, self.known(seat, state["types"].get(seat)))
            found = ahead.passes(number)
            yield (
                "Theory expects "
                f"{'no deal to pass' if found is None else f'vote {found + 1} to pass'}."
            )
            yield f"So it votes {ahead.says(number, seat)} in your place."

    def opponents(self, table: Table) -> Iterator[Opponent]:
        """Whoever looks ahead, whoever does not, and chance."""
        yield Opponent(EQUILIBRIUM, "votes for what gives it as much as the votes to come", Ahead)
        yield Opponent("sincere", "votes for all that gives it as much as no deal", Sincere)
        yield RANDOM

    def judge(self, table: Table) -> Judge:
        """Backward induction with the types dealt."""
        return OfVote(self, table)

    @property
    def secret(self) -> str:
        """Votes are."""
        return SECRET

    def time(self, state: State) -> tuple[str, int]:
        """The vote."""
        return "vote", min(state["number"] + 1, len(self.agenda))

    def course(self, events: Iterable[Event]) -> State:
        """The number of each vote, from 0 → who voted how."""
        ends = [event for event in events if event["after"].get("last")]
        return {"ballots": {event["after"]["number"] - 1: event["after"]["last"] for event in ends}}


def _counted(table: Table, votes: dict[str, str]) -> str:
    """How a vote went."""
    names = [table.scenario.players[key].name for key in votes]
    against = [key for key, word in votes.items() if word == NO]
    if len(against) in (0, len(votes)):
        return f"In the last vote all said {YES if not against else NO}."
    return f"In the last vote {of_each(names, [f'said {word}' for word in votes.values()])}."


class Agenda:
    """What comes of an agenda where all who vote look ahead: each says yes to what the later votes
    would not better.

    Parameters
    ----------
    form : Vote
        The rules.
    state : State
        Where the vote stands.
    known : Possible
        The problems that are held possible, each with how likely it is.
    """

    def __init__(self, form: Vote, state: State, known: Possible) -> None:
        self.form, first = form, known[0][1]
        places = [first.index(one) for one in form.agenda]
        self.rows = [first.keys.index(seat) for seat in form.seats]
        worth = np.asarray(sum(odds * one.payoffs_of(places) for odds, one in known))
        apart = np.asarray(sum(odds * one.disagreement for odds, one in known))
        may = np.array([[not form.crossed(first, k, row) for k in places] for row in self.rows])
        slack = SAME * np.where(first.span > 0, first.span, 1.0)
        self.values, self.votes, self.passing = (
            [apart],
            list[list[bool]](),
            list[int | None]([None]),
        )
        for k in reversed(range(len(places))):
            later = self.values[0]
            enough = (worth[:, k] >= later - slack)[self.rows] & may[:, k]
            passes = bool(enough.all())
            self.votes.insert(0, enough.tolist())
            self.values.insert(0, worth[:, k] if passes else later)
            self.passing.insert(0, k if passes else self.passing[0])

    def passes(self, number: int) -> int | None:
        """Which vote passes if this one is the next; None where none does."""
        return self.passing[number]

    def says(self, number: int, seat: str) -> str:
        """How a seat votes."""
        return YES if self.votes[number][self.form.seats.index(seat)] else NO


class Ahead:
    """Votes as backward induction has it, from what its seat knows."""

    def __init__(self, table: Table, seat: str) -> None:
        form, kind = cast(Vote, table.form), table.state["types"].get(seat)
        self.seat, self.agenda = seat, Agenda(form, table.state, form.known(seat, kind))

    def move(self, table: Table) -> Move:
        """Yes where nothing better follows."""
        return {"choose": self.agenda.says(table.state["number"], self.seat)}


class Sincere:
    """Votes for every deal that is no worse than none."""

    def __init__(self, table: Table, seat: str) -> None:
        self.seat = seat

    def move(self, table: Table) -> Move:
        """Yes or no to this deal alone."""
        worth, alone = table.form.weighed(table.state, self.seat, table.state["offer"])
        may = YES in table.form.choices(table.state, self.seat).options
        return {"choose": YES if may and worth >= alone else NO}


class OfVote:
    """A vote by backward induction with the types dealt."""

    def __init__(self, form: Vote, table: Table) -> None:
        self.form, self.problem = form, form.true(table.state)
        self.agenda = Agenda(form, table.state, ((1.0, self.problem),))

    def expects(self, state: State) -> FloatArray | None:
        """What the next votes bring; a vote that is under way counts once all have voted."""
        ended = self.form.payoffs(state)
        return self.agenda.values[state["number"]] if ended is None else ended

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """What the other vote would have brought: as the others were to vote, and as they did."""
        end, number, seat = self.form.payoffs(final), before["number"], event["seat"]
        ballots = final["ballots"].get(number)
        if end is None or ballots is None or YES not in self.form.choices(before, seat).options:
            return None
        own, later = self.problem.keys.index(seat), self.agenda.values[number + 1]
        worth = self.problem.payoffs_of([self.problem.index(before["offer"])])[:, 0]
        expected = {one: self.agenda.says(number, one) for one in self.form.seats}
        said_yes = event["move"]["choose"] == YES

        def lost(votes: dict[str, str], came: float) -> float:
            if any(word == NO for one, word in votes.items() if one != seat):
                return 0.0  # it would have failed anyway
            return max(
                float(later[own] - worth[own]) if said_yes else float(worth[own]) - came, 0.0
            )

        return lost(expected, float(later[own])), lost(ballots, float(end[own]))


def vote(negotiation: Negotiation, rounds: int) -> Vote:
    """The rules of a vote on as many deals at most.

    Raises
    ------
    UnsuitableGame
        If there is no deal that all would sign.
    """
    rules = talks(negotiation, rounds)
    problem = rules.problem
    frontier = problem.frontier().tolist()
    if not frontier:
        hint = "`--lens deal` plays the talks"
        raise UnsuitableGame(
            "there is nothing to vote on: no deal is one that all would sign", hint
        )
    found: list[int] = frontier
    if not problem.ordinal:
        fair = (
            problem.nash(),
            problem.kalai_smorodinsky(),
            problem.egalitarian(),
            problem.utilitarian(),
        )
        found = [one.packages[0] for one in fair if one.packages] + frontier
    agenda = [on_table(rules, index) for index in dict.fromkeys(found)]
    return Vote(
        negotiation=negotiation,
        problem=problem,
        rounds=rounds,
        seats=rules.seats,
        issues=rules.issues,
        today=rules.today,
        agenda=tuple(agenda[:rounds]),
    )
