"""A war game as a whole: its rules, what is seen of it, who plays it, and how it is looked back
upon.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from negotiate.display import entity
from negotiate.errors import UnsuitableGame
from negotiate.play.endings import own_payoff
from negotiate.play.forms import (
    UMPIRE,
    Branch,
    Choices,
    Event,
    Judge,
    Opponent,
    Reader,
    State,
)
from negotiate.play.opponents import EQUILIBRIUM, RANDOM
from negotiate.play.turn_minds import Commander, Hold, OfTurns
from negotiate.play.turn_rules import TurnRules
from negotiate.play.turn_views import (
    confirmed,
    ending,
    for_umpire,
    injects,
    position,
    sentence,
)
from negotiate.play.words import option_words
from negotiate.report.blocks import Block, Report
from negotiate.scenario import Scenario

if TYPE_CHECKING:
    from negotiate.play.table import Table
    from negotiate.report.blocks import Medium

ORDERED = "Orders are secret until the turn ends. Then all see what they came to."
"""When what was done in secret becomes known."""


@entity
class WarGame(TurnRules):
    """A war game, from the first move to the review."""

    def scenario_for(self, scenario: Scenario, state: State, seat: str) -> Scenario:
        """As the seat knows it to be; see `known`."""
        return self.known(state, seat)

    def where(self, state: State) -> tuple[str, ...]:
        """The turn, and how long one is."""
        turns = self.length(state)
        period = f" A turn is {turns.period}." if turns.period else ""
        return f"Turn {min(state['turn'], turns.count)} of {turns.count}.{period}", ""

    def progress(self, state: State, moves: int) -> str:
        """The turn."""
        return f"turn {state['turn']} of {self.length(state).count}"

    def view(self, table: Table, seat: str, medium: Medium, whole: bool) -> Iterator[Block]:
        """Where everything stands; for the umpire besides, for whom it waits, and the orders."""
        yield from position(table, self, seat, medium) if whole else ()
        yield from for_umpire(table, self, whole) if seat == UMPIRE else ()

    def sentence(self, table: Table, event: Event, dated: bool) -> str:
        """Orders, news, rulings, and what a turn came to."""
        return sentence(table, event, dated)

    def confirmed(self, table: Table, event: Event) -> str:
        """What a move of the umpire came to."""
        return confirmed(table, event)

    def injects(self, table: Table) -> Report:
        """The news that can still come."""
        return injects(table, self)

    def standing(self, state: State, choices: Choices) -> dict[str, str]:
        """Every issue as it is, where it can stay so."""
        now = state["package"]
        some = {key: own for key, own in choices.issues.items() if len(own) > 1}
        return {key: now[key] if now[key] in own else own[0] for key, own in some.items()}

    def ending(self, table: Table, reader: Reader) -> Iterator[str | Block]:
        """Where the state ended, and what a turn brought on average."""
        return ending(table)

    def own_ending(self, table: Table, seat: str, possible: bool) -> Iterator[str]:
        """What a turn brought the seat on average."""
        return own_payoff(table, seat, " a turn on average")

    def opponents(self, table: Table) -> Iterator[Opponent]:
        """An equilibrium of each turn, whoever holds, and chance."""
        yield Opponent(EQUILIBRIUM, "plays an equilibrium of each turn as it stands", Commander)
        yield Opponent("hold", "leaves everything as it is", Hold)
        yield RANDOM

    def judge(self, table: Table) -> Judge:
        """The equilibrium of each turn as it stands."""
        return OfTurns(self)

    @property
    def secret(self) -> str:
        """Orders are, where they are given together."""
        return ORDERED if self.turns.order == "together" else ""

    def time(self, state: State) -> tuple[str, int]:
        """The turn."""
        return "turn", state["turn"]

    def branch(self, table: Table, begins: int) -> Branch:
        """What the turns came to."""
        state, issues = table.state, table.scenario.issues
        counts = not table.scenario.is_ordinal
        return Branch(
            begins=begins,
            ends=min(state["turn"], self.length(state).count),
            over=table.ended,
            package={
                issues[key].name: option_words(issues[key], one)
                for key, one in state["package"].items()
            },
            state=dict(state["numbers"]),
            brought=tuple(one / max(state["turn"] - 1, 1) for one in state["sums"])
            if counts
            else (),
        )

    def course(self, events: Iterable[Event]) -> State:
        """Turn → the orders of each seat."""
        return {"orders": _orders(events)}


def war_game(scenario: Scenario, rounds: int, umpire: bool) -> WarGame:
    """The rules of the war game that a scenario describes.

    Raises
    ------
    UnsuitableGame
        If it describes none.
    """
    from negotiate.language.scenario_file import Reading  # noqa: PLC0415 - loaded for war games alone

    if scenario.turns is None:
        raise UnsuitableGame("the scenario has no turns", "write `turns: {count: 6}` into the file")
    return WarGame(scenario, scenario.turns, umpire, Reading(scenario.path))


def _orders(events: Iterable[Event]) -> dict[int, dict[str, Any]]:
    """Turn → seat → its orders, of the turns that came to their end."""
    found, given = dict[int, dict[str, Any]](), dict[str, Any]()
    for event in events:
        if "order" in event["move"]:
            given[event["seat"]] = event["move"]["order"]
        if event["after"].get("result"):
            found[event["after"]["result"]["turn"]], given = given, {}
    return found
