"""A war game in turns: news comes, all give their orders, an umpire rules, and the state is carried on.

Every issue keeps its option from turn to turn unless whoever decides it orders another. An issue that several decide
changes only when all of them order the same. The numbers of the state change by their own formulas after the orders,
by injects, and by rulings. Without an umpire the file's formulas alone decide.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import entity
from negotiate.equilibrium.alone import alone
from negotiate.errors import IllegalAction, ScenarioError, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.protocol import Turns
from negotiate.model.turns import after_turn, injects_due
from negotiate.play.forms import CHANCE, UMPIRE, Choices, Event, Move, State, one_of, refuse, verb_of
from negotiate.scenario import Scenario

if TYPE_CHECKING:
    from negotiate.language.scenario_file import Reading

ORDERS, RESULT, RULING, OVER = "orders", "result", "ruling", "over"
"""The phases of a turn: people give orders, they are worked out, the umpire rules; and the end of the game."""
REMEMBERED = 64
"""Scenarios, as they were under some state, that are not read anew."""
LONGEST = 2_000
"""Letters of a ruling."""


@entity
class WarGame:
    """The rules of a war game.

    Parameters
    ----------
    scenario : Scenario
        What is played, as it is before the first turn.
    turns : Turns
        How many, and who orders when.
    umpire : bool
        Whether an umpire rules after each turn.
    reading : Reading
        The file, which is bound anew as rulings and injects change it.
    kept : OrderedDict
        The scenario as it is under the last few states.
    """

    scenario: Scenario
    turns: Turns
    umpire: bool
    reading: Reading
    kept: OrderedDict[str, Scenario] = field(default_factory=OrderedDict, repr=False)
    lens: str = "turns"

    @property
    def seats(self) -> tuple[str, ...]:
        """The players who have a say in some issue."""
        deciders = {key for issue in self.scenario.issues.values() for key in issue.deciders}
        return tuple(key for key in self.scenario.players if key in deciders)

    def start(self, draw: float) -> State:
        """The first turn: everything as it is today."""
        issues, today = self.scenario.issues, self.scenario.status_quo
        package = {key: issue.labels[self.scenario.fixed.get(key, today.get(key, 0))] for key, issue in issues.items()}
        numbers = {name: self.scenario.parameters[name].value for name in self.scenario.state}
        state: State = {"turn": 1, "phase": ORDERS, "package": package, "numbers": numbers, "set": {}, "injects": []}
        state |= {"orders": {}, "got": [], "result": {}, "sums": [0.0] * len(self.scenario.players), "void": False}
        return state | {"due": self._due(state)}

    def at(self, state: State) -> Scenario:
        """The scenario as it is in a state: with what has been injected and ruled, and the numbers as they are."""
        from negotiate.whatif.engine import changed  # noqa: PLC0415 - rules are known before anything is read anew

        key = json.dumps([state["numbers"], state["set"], state["injects"]], sort_keys=True)
        if key not in self.kept:
            settings, variant, fixes = changed(self.scenario)
            settings |= {**state["numbers"], **state["set"]}
            self.kept[key] = self.reading.scenario(settings, variant, fixes, injects=tuple(state["injects"]))
            while len(self.kept) > REMEMBERED:
                self.kept.popitem(last=False)
        return self.kept[key]

    def places(self, state: State) -> dict[str, int]:
        """Issue → the place of its option."""
        return {key: self.scenario.issues[key].labels.index(one) for key, one in state["package"].items()}

    def once(self, state: State) -> NormalFormGame:
        """The game of one turn as it stands, in which all order at once and what several decide stays as it is.

        Raises
        ------
        UnsuitableGame, GameTooLarge
            If there is no such game.
        """
        found, places = self.at(state), self.places(state)
        shared = {key: places[key] for key, issue in found.issues.items() if len(issue.deciders) > 1}
        return alone(replace(found, fixed={**found.fixed, **shared}))

    def _due(self, state: State) -> list[str]:
        return list(injects_due(self.at(state), self.places(state), state["turn"], state["injects"]))

    def to_move(self, state: State) -> tuple[str, ...]:
        """Chance while there is news, then those who have given no orders, then chance or the umpire."""
        if state["phase"] == OVER:
            return ()
        if state["due"] or state["phase"] == RESULT:
            return (CHANCE,)
        if state["phase"] == RULING:
            return (UMPIRE,)
        waiting = tuple(seat for seat in self.seats if seat not in state["orders"])
        return waiting if self.turns.order == "together" else waiting[:1]

    def choices(self, state: State, seat: str) -> Choices:
        """Orders for what a seat has a say in; what the umpire may do."""
        asked = f"turn {state['turn']} of {self.turns.count}"
        if seat == UMPIRE:
            verbs = ("go", "override") if state["phase"] == RULING else ()
            return Choices((*verbs, "rule", "inject", "back"), {}, tuple(self.left(state)), asked)
        return Choices(("order",), {key: self._open(state, key) for key in self._own(seat)}, (), asked)

    def left(self, state: State) -> list[str]:
        """The injects that have not come."""
        return [name for name in self.scenario.injects if name not in state["injects"]]

    def _own(self, seat: str) -> Iterator[str]:
        return (key for key, issue in self.scenario.issues.items() if seat in issue.deciders)

    def _open(self, state: State, issue: str) -> tuple[str, ...]:
        """The options that an issue can have next: what cannot be left again stays."""
        labels, now = self.scenario.issues[issue].labels, state["package"][issue]
        if issue in self.scenario.fixed or labels.index(now) in self.scenario.irreversible.get(issue, ()):
            return (now,)
        return labels

    def play(self, state: State, seat: str, move: Move) -> State:
        """Give orders, bring news, rule, or go on to the next turn.

        Raises
        ------
        IllegalAction
            If that cannot be done now, or names something that is not there.
        """
        verb = verb_of(move)
        match verb:
            case "order" if seat in self.seats:
                return self._ordered(state, seat, move["order"])
            case "resolve" if seat == CHANCE:
                return self._resolved(state)
            case "inject" if seat in (CHANCE, UMPIRE):
                name = one_of(move["inject"], tuple(self.left(state)), "inject that is still to come")
                after = state | {"injects": [*state["injects"], name]}
                numbers = {key: self.at(after | {"numbers": {}}).parameters[key].value for key in after["numbers"]}
                sets = self.scenario.injects[name].settings
                after["numbers"] = {key: numbers[key] if key in sets else x for key, x in after["numbers"].items()}
                return after | {"due": self._due(after)}
            case "rule" | "override" if seat == UMPIRE:
                return self._ruled(state, verb, move[verb])
            case "go" if seat == UMPIRE and state["phase"] == RULING:
                return self._next(state)
        raise refuse(verb, self.choices(state, seat))

    def _ordered(self, state: State, seat: str, given: object) -> State:
        if not isinstance(given, dict):
            raise IllegalAction("orders name options", "write `order ISSUE=OPTION …`, or `order` alone to hold")
        own, orders = tuple(self._own(seat)), {}
        for issue, option in given.items():
            key = one_of(issue, own, "issue that you decide")
            orders[key] = one_of(option, self.scenario.issues[key].labels, f"option of `{key}`")
            if orders[key] not in self._open(state, key):
                raise IllegalAction(f"`{key}` cannot leave `{state['package'][key]}` any more", "order something else")
        every = {**state["orders"], seat: orders}
        return state | {"orders": every, "phase": RESULT if len(every) == len(self.seats) else ORDERS}

    def _resolved(self, state: State) -> State:
        """What the orders come to, and what the state becomes."""
        from negotiate.pages.sheets import possible  # noqa: PLC0415 - loaded once orders are in

        package = dict(state["package"])
        for key, issue in self.scenario.issues.items():
            said = {state["orders"].get(seat, {}).get(key) for seat in issue.deciders if seat in self.seats}
            if len(said) == 1 and None not in said:
                package[key] = said.pop()
        places = {key: self.scenario.issues[key].labels.index(one) for key, one in package.items()}
        void = not possible(self.at(state), places)
        after = state | {"package": state["package"] if void else package, "void": void}
        after["numbers"] = after_turn(self.at(state), self.places(after), state["turn"])
        after["got"] = self._worth(after)
        return after | {"phase": RULING} if self.umpire else self._next(after)

    def _worth(self, state: State) -> list[float]:
        found = self.at(state)
        return [] if found.is_ordinal else [*found.package_payoffs(self.places(state)).values()]

    def _ruled(self, state: State, verb: str, given: object) -> State:
        """What a ruling sets: options, numbers of the state, or anything else by its address."""
        if not isinstance(given, dict) or not isinstance(given.get("set", {}), dict):
            raise IllegalAction(
                "a ruling has words and what it sets", "write `rule WORDS` or `rule ADDRESS=VALUE WORDS`"
            )
        says = str(given.get("says", "")).strip()
        if not says or len(says) > LONGEST:
            raise IllegalAction(f"a ruling has a reason of 1 to {LONGEST:,} letters", "write why, after what it sets")
        if verb == "override" and state["phase"] != RULING:
            raise IllegalAction("there is no result to override yet", "`rule` changes the state before orders are in")
        after = state | {key: dict(state[key]) for key in ("package", "numbers", "set")}
        try:
            for address, value in given.get("set", {}).items():
                self._set(after, address, value)
            self.at(after)
        except ScenarioError as wrong:
            raise IllegalAction(wrong.problems[0].message, wrong.problems[0].hint) from None
        return after | {"got": self._worth(after)} if state["phase"] == RULING else after

    def _set(self, after: State, address: str, value: object) -> None:
        """Let a ruling set one thing of a state that is being made."""
        from negotiate.language.scenario_file import read_outside  # noqa: PLC0415 - loaded for rulings alone

        if address in self.scenario.issues:
            after["package"][address] = one_of(value, self.scenario.issues[address].labels, f"option of `{address}`")
        elif address in after["numbers"]:
            after["numbers"][address] = _number(address, value)
        else:
            after["set"][address] = read_outside(address, value) if isinstance(value, str) else value

    def _next(self, state: State) -> State:
        """The result counts, and the next turn begins."""
        sums = [a + b for a, b in zip(state["sums"], state["got"], strict=True)] if state["got"] else state["sums"]
        result = {"turn": state["turn"], "package": state["package"], "numbers": state["numbers"], "got": state["got"]}
        after = state | {
            "result": result,
            "sums": sums,
            "turn": state["turn"] + 1,
            "orders": {},
            "phase": ORDERS,
            "due": [],
        }
        if after["turn"] > self.turns.count:
            return after | {"phase": OVER}
        return after | {"due": self._due(after)}

    def draw(self, state: State, draw: float) -> Move:
        """The next news, or what the orders come to."""
        return {"inject": state["due"][0]} if state["due"] else {"resolve": True}

    def learns(self, state: State, seat: str, move: Move) -> tuple[str, ...]:
        """Orders are secret until all have given them, unless they are given in turn; news has its own readers."""
        match verb_of(move):
            case "order":
                return (seat,) if self.turns.order == "together" else self.seats
            case "inject":
                sees = self.scenario.injects[move["inject"]].sees if move["inject"] in self.scenario.injects else ()
                return tuple(one for one in self.seats if one in sees)
            case "resolve" | "override":
                return () if self.umpire else self.seats
        return self.seats

    def payoffs(self, state: State) -> FloatArray | None:
        """The average over the turns."""
        return np.array(state["sums"]) / self.turns.count if state["phase"] == OVER else None

    def result(self, state: State, events: Iterable[Event]) -> str:
        """A war game has no letters."""
        raise UnsuitableGame("a war game has no letters for its result", "`review` tells how it went")


def _number(name: str, value: object) -> float:
    try:
        found = float(str(value))
    except ValueError:
        found = np.nan
    if not np.isfinite(found):
        raise IllegalAction(f"`{name}` is a number, and not `{str(value)[:60]}`", f"such as `{name}=3`")
    return found


def war_game(scenario: Scenario, umpire: bool) -> WarGame:
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
