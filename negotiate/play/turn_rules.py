"""The rules of a war game in turns: news, orders, rulings, and how the state is carried on.

Every issue keeps its option from turn to turn unless whoever decides it orders another. An issue
that several decide changes only when all of them order the same. The numbers of the state change by
their own formulas after the orders, by injects, and by rulings. Without an umpire the file's
formulas alone decide.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import field, replace
from threading import RLock
from typing import TYPE_CHECKING, ClassVar, cast

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import entity
from negotiate.equilibrium.alone import alone
from negotiate.errors import IllegalAction, NegotiateError, ScenarioError, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame, frozen
from negotiate.model import type_profiles
from negotiate.model.negotiation import dealing
from negotiate.model.protocol import Turns
from negotiate.model.turns import after_turn, injects_due, worth_of_turn
from negotiate.play.forms import (
    CHANCE,
    UMPIRE,
    Choices,
    Event,
    Form,
    Move,
    State,
    one_of,
    refuse,
    verb_of,
)
from negotiate.report.style import joined, the
from negotiate.scenario import Scenario

if TYPE_CHECKING:
    from negotiate.language.scenario_file import Reading

ORDERS, RESULT, RULING, OVER = "orders", "result", "ruling", "over"
"""The phases of a turn: people give orders, they are worked out, the umpire rules; and the end of
the game.
"""
REMEMBERED = 256
"""Scenarios, as they were under some state, that are not bound anew: some for each group of a
class.
"""
LONGEST = 2_000
"""Letters of a ruling."""


@entity
class TurnRules(Form):
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
        The scenario as it is under the states that were asked for last, whichever table asked.
    alone : Lock
        Held while something is bound, so that a state is bound once.
    """

    scenario: Scenario
    turns: Turns
    umpire: bool
    reading: Reading
    kept: OrderedDict[str, Scenario] = field(default_factory=OrderedDict, repr=False)
    alone: RLock = field(default_factory=RLock, repr=False)
    lens: str = "turns"
    unhinted: ClassVar[str] = "war games have no hints"
    lettered: ClassVar[bool] = False

    @property
    def seats(self) -> tuple[str, ...]:
        """The players who have a say in some issue."""
        deciders = {key for issue in self.scenario.issues.values() for key in issue.deciders}
        return tuple(key for key in self.scenario.players if key in deciders)

    def start(self, draw: float) -> State:
        """The first turn: everything as it is today, and every private type is dealt."""
        numbers = {name: self.scenario.parameters[name].value for name in self.scenario.state}
        state: State = {
            "turn": 1,
            "phase": ORDERS,
            "package": {},
            "numbers": numbers,
            "set": {},
            "injects": [],
        }
        nothing = [0.0] * len(self.scenario.players)
        state |= {
            "orders": {},
            "got": [],
            "result": {},
            "sums": nothing,
            "void": False,
            "before": {},
        }
        if self.scenario.profiles:
            odds = np.cumsum(dealing(self.scenario).ravel())
            place = min(int(np.searchsorted(odds, draw * odds[-1], side="right")), len(odds) - 1)
            state["types"] = {
                one.player: one.id for one in type_profiles(self.scenario.types)[place]
            }
        return self._begun(self._fitted(state))

    def at(self, state: State) -> Scenario:
        """The scenario as it is in a state: with what has been injected and ruled, and the numbers
        as they are.

        Where types were dealt, it is as they have it; see `known` for what a seat may know.
        """
        if dealt := state.get("types"):
            whole = self.at(state | {"types": {}})
            kinds = [{one.player: one.id for one in some} for some in type_profiles(whole.types)]
            return cast(Scenario, whole.profiles[kinds.index(dealt)]) if dealt in kinds else whole
        from negotiate.language.outside import changed  # noqa: PLC0415 - rules are known before anything is read anew

        key = json.dumps([state["numbers"], state["set"], state["injects"]], sort_keys=True)
        with self.alone:
            if key not in self.kept:
                settings, variant, fixes = changed(self.scenario)
                injects = tuple(state["injects"])
                if (variant, injects) not in self.reading.sound:
                    with suppress(
                        NegotiateError
                    ):  # then other numbers are set without binding anything again
                        self.reading.scenario({}, variant, {}, injects=injects)
                settings |= {**state["set"], **state["numbers"]}
                self.kept[key] = self.reading.scenario(settings, variant, fixes, injects=injects)
                while len(self.kept) > REMEMBERED:
                    self.kept.popitem(last=False)
            self.kept.move_to_end(key)
            return self.kept[key]

    def foresee(self, state: State, seat: str, move: Move) -> None:
        """Bind what the table will ask for once a move is made, such as in a thread of its own, and
        change nothing.
        """
        with suppress(
            NegotiateError, KeyError, TypeError, ValueError, AttributeError
        ):  # the move itself tells why
            state = self.play(state, seat, move)
            while CHANCE in self.to_move(state):
                state = self.play(state, CHANCE, self.draw(state, 0.0))
            for one in self.seats:
                self.known(state, one)

    def known(self, state: State, seat: str) -> Scenario:
        """The scenario as a seat knows it to be: without news for others, types, and results that
        do not count yet.
        """
        state = state | {"types": {}}
        if seat != UMPIRE:
            state = state if state["phase"] == ORDERS else state | state["before"]
            injects = self.scenario.injects
            state = state | {
                "injects": [one for one in state["injects"] if seat in injects[one].sees]
            }
        try:
            return self.at(state)
        except NegotiateError:  # what it knows makes no scenario without what it does not
            return self.scenario

    def length(self, state: State) -> Turns:
        """How many turns there are, and who orders when, as it stands."""
        return self.at(state).turns or self.turns

    def places(self, state: State) -> dict[str, int]:
        """Issue → the place of its option."""
        return self._places(self.at(state), state["package"])

    @staticmethod
    def _places(found: Scenario, package: Mapping[str, str]) -> dict[str, int]:
        return {key: found.issues[key].labels.index(one) for key, one in package.items()}

    def _fitted(self, state: State) -> State:
        """The state with an option of every issue: what is committed, what was in force, or else
        what is today.
        """
        found, package = self.at(state), {}
        for key, issue in found.issues.items():
            was = state["package"].get(key)
            place = issue.labels.index(was) if was in issue.labels else found.status_quo.get(key, 0)
            package[key] = issue.labels[found.fixed.get(key, place)]
        return state | {"package": package}

    def once(self, state: State) -> NormalFormGame:
        """The game of one turn as it stands, in which all order at once and what several decide
        stays as it is.

        A profile is worth what the turn brings that ends with it: under the state as it is after
        the turn.

        Raises
        ------
        UnsuitableGame, GameTooLarge
            If there is no such game.
        """
        found, now = self.at(state), self.places(state)
        shared = {key: now[key] for key, issue in found.issues.items() if len(issue.deciders) > 1}
        closed = {key: now[key] for key in found.issues if len(self.open(state, key)) == 1}
        game = alone(replace(found, fixed={**found.fixed, **shared, **closed}))
        cells = np.indices(game.shape).reshape(game.n_players, -1)
        packages = {key: np.full(cells.shape[1], place) for key, place in now.items()}
        for own, row in zip(game.strategies, cells, strict=True):
            for key in own[0].choices if own else ():
                labels = found.issues[key].labels
                packages[key] = np.array([labels.index(one.choices[key]) for one in own])[row]
        worth = worth_of_turn(found, packages, state["turn"])
        payoffs = frozen(worth.T.reshape(game.n_players, *game.shape))
        return replace(game, payoffs=payoffs, whole=None, error=None, takes_apart=None)

    def types(self, state: State) -> dict[str, str]:
        """Player → the private type that was dealt to it."""
        return dict(state.get("types", {}))

    def to_move(self, state: State) -> tuple[str, ...]:
        """Chance while there is news, then those who have given no orders, then chance or the
        umpire.
        """
        if state["phase"] == OVER:
            return ()
        if state["due"] or state["phase"] == RESULT:
            return (CHANCE,)
        if state["phase"] == RULING:
            return (UMPIRE,)
        waiting = tuple(seat for seat in self.seats if seat not in state["orders"])
        return waiting if self.length(state).order == "together" else waiting[:1]

    def choices(self, state: State, seat: str) -> Choices:
        """Orders for what a seat has a say in; what the umpire may do."""
        asked = f"turn {state['turn']} of {self.length(state).count}"
        if seat == UMPIRE:
            verbs = ("go", "override") if state["phase"] == RULING else ()
            return Choices((*verbs, "rule", "inject", "back"), {}, tuple(self.left(state)), asked)
        return Choices(
            ("order",), {key: self.open(state, key) for key in self.own(state, seat)}, (), asked
        )

    def left(self, state: State) -> list[str]:
        """The injects that have not come."""
        return [name for name in self.scenario.injects if name not in state["injects"]]

    def own(self, state: State, seat: str) -> list[str]:
        """The issues in which a seat has a say."""
        return [key for key, issue in self.at(state).issues.items() if seat in issue.deciders]

    def open(self, state: State, issue: str) -> tuple[str, ...]:
        """The options that an issue can have next: what cannot be left again stays."""
        found, now = self.at(state), state["package"][issue]
        labels = found.issues[issue].labels
        if issue in found.fixed or labels.index(now) in found.irreversible.get(issue, ()):
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
                return self._injected(state, move["inject"])
            case "rule" | "override" if seat == UMPIRE:
                return self._ruled(state, verb, move[verb])
            case "go" if seat == UMPIRE and state["phase"] == RULING:
                return self._next(state)
            case "go" if seat == UMPIRE and state["phase"] == ORDERS:
                missing = [key for key in self.seats if key not in state["orders"]]
                who = joined([the(self.scenario.players[key].name) for key in missing])
                said = (
                    f"`go` cannot be done now: {who} {'has' if len(missing) == 1 else 'have'} "
                    "not ordered yet"
                )
                raise IllegalAction(said, f"`{missing[0]}: hold` leaves all as it is")
        raise refuse(verb, self.choices(state, seat))

    def _injected(self, state: State, given: object) -> State:
        """The state after news: what it sets of the numbers and of everything else holds from now
        on.
        """
        name = one_of(given, tuple(self.left(state)), "inject that is still to come")
        after = state | {"injects": [*state["injects"], name]}
        sets = {
            _number_of(address, after["numbers"])
            for address in self.scenario.injects[name].settings
        }
        try:
            told = self.at(after | {"numbers": {}}).parameters
            after["numbers"] = {
                key: told[key].value if key in sets else x for key, x in after["numbers"].items()
            }
            return self._begun(self._fitted(after))
        except NegotiateError as wrong:
            raise _refused(wrong) from None

    def _begun(self, state: State) -> State:
        """The state with the news that is due; news that would break the scenario never comes by
        itself.
        """
        found = self.at(state)
        due = injects_due(
            found, self._places(found, state["package"]), state["turn"], state["injects"]
        )
        return state | {"due": [name for name in due if self._comes(state, name)]}

    def _comes(self, state: State, name: str) -> bool:
        after = state | {"injects": [*state["injects"], name]}
        try:
            self._worth(self._fitted(after))
        except NegotiateError:
            return False
        return True

    def _ordered(self, state: State, seat: str, given: object) -> State:
        if not isinstance(given, dict):
            raise IllegalAction(
                "orders name options", "write `order ISSUE=OPTION …`, or `order` alone to hold"
            )
        found, own, orders = self.at(state), tuple(self.own(state, seat)), {}
        for issue, option in given.items():
            key = one_of(issue, own, "issue that you decide")
            orders[key] = one_of(option, found.issues[key].labels, f"option of `{key}`")
            if orders[key] not in self.open(state, key):
                raise IllegalAction(
                    f"`{key}` cannot leave `{state['package'][key]}` any more",
                    "order something else",
                )
        every = {**state["orders"], seat: orders}
        if len(every) < len(self.seats):
            return state | {"orders": every}
        after = state | {"orders": every, "phase": RESULT}
        try:
            self._resolved(after)
        except NegotiateError as wrong:  # before anybody is told that the orders are in
            raise _refused(wrong) from None
        return after

    def combined(self, state: State, orders: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        """What orders come to: an issue changes only where all who decide it order the same."""
        package = dict(state["package"])
        for key, issue in self.at(state).issues.items():
            said = {orders.get(seat, {}).get(key) for seat in issue.deciders if seat in self.seats}
            if len(said) == 1 and None not in said:
                package[key] = str(said.pop())
        return package

    def possible(self, state: State, package: Mapping[str, str]) -> bool:
        """Whether a package can happen."""
        from negotiate.pages.sheets import possible  # noqa: PLC0415 - loaded once orders are in

        found = self.at(state)
        return possible(found, self._places(found, package))

    def _resolved(self, state: State) -> State:
        """What the orders come to, and what the state becomes."""
        package = self.combined(state, state["orders"])
        void = not self.possible(state, package)
        before = {key: state[key] for key in ("package", "numbers", "set")}
        after = state | {
            "package": before["package"] if void else package,
            "void": void,
            "before": before,
        }
        after["numbers"] = after_turn(
            self.at(state), self._places(self.at(state), after["package"]), state["turn"]
        )
        after["got"] = self._worth(after)
        return after | {"phase": RULING} if self.umpire else self._next(after)

    def _worth(self, state: State) -> list[float]:
        found = self.at(state)
        return (
            []
            if found.is_ordinal
            else [*found.package_payoffs(self._places(found, state["package"])).values()]
        )

    def _ruled(self, state: State, verb: str, given: object) -> State:
        """What a ruling sets: options, numbers of the state, or anything else by its address."""
        if not isinstance(given, dict) or not isinstance(given.get("set", {}), dict):
            raise IllegalAction(
                "a ruling has words and what it sets",
                "write `rule WORDS` or `rule ADDRESS=VALUE WORDS`",
            )
        says = str(given.get("says", "")).strip()
        if not says or len(says) + len(str(given.get("set", {}))) > LONGEST:
            raise IllegalAction(
                f"a ruling has a reason of 1 to {LONGEST:,} letters",
                "write why, after what it sets",
            )
        if verb == "override" and state["phase"] != RULING:
            raise IllegalAction(
                "there is no result to override yet",
                "`rule` changes the state before orders are in",
            )
        after = state | {key: dict(state[key]) for key in ("package", "numbers", "set")}
        try:
            for address, value in given.get("set", {}).items():
                self._set(after, address, value)
            after = self._fitted(after)
            after["got"] = self._worth(after) if state["phase"] == RULING else state["got"]
        except NegotiateError as wrong:
            raise _refused(wrong) from None
        if not self.possible(after, after["package"]):
            raise IllegalAction(
                "such an outcome cannot happen: the scenario rules it out",
                "set something else, too",
            )
        return after

    def _set(self, after: State, address: str, value: object) -> None:
        """Let a ruling set one thing of a state that is being made."""
        from negotiate.language.outside import read_outside  # noqa: PLC0415 - loaded for rulings alone

        issues, name = self.at(after).issues, _number_of(address, after["numbers"])
        if address in issues:
            after["package"][address] = one_of(
                value, issues[address].labels, f"option of `{address}`"
            )
        elif name:
            after["numbers"][name] = _number(name, value)
        else:
            after["set"][address] = (
                read_outside(address, value) if isinstance(value, str) else value
            )

    def _next(self, state: State) -> State:
        """The result counts, and the next turn begins."""
        sums = (
            [a + b for a, b in zip(state["sums"], state["got"], strict=True)]
            if state["got"]
            else state["sums"]
        )
        result = {key: state[key] for key in ("turn", "package", "numbers", "got", "void")}
        after = state | {
            "result": result,
            "sums": sums,
            "turn": state["turn"] + 1,
            "orders": {},
            "phase": ORDERS,
        }
        after |= {"due": [], "before": {}}
        return (
            after | {"phase": OVER}
            if after["turn"] > self.length(state).count
            else self._begun(after)
        )

    def draw(self, state: State, draw: float) -> Move:
        """The next news, or what the orders come to."""
        return {"inject": state["due"][0]} if state["due"] else {"resolve": True}

    def learns(self, state: State, seat: str, move: Move) -> tuple[str, ...]:
        """Orders are secret until all have given them, unless they are given in turn; news has its
        own readers.
        """
        match verb_of(move):
            case "order":
                return (seat,) if self.length(state).order == "together" else self.seats
            case "inject":
                sees = (
                    self.scenario.injects[move["inject"]].sees
                    if move["inject"] in self.scenario.injects
                    else ()
                )
                return tuple(one for one in self.seats if one in sees)
            case "resolve" | "override":
                return () if self.umpire else self.seats
        return self.seats

    def payoffs(self, state: State) -> FloatArray | None:
        """The average over the turns."""
        counts = state["phase"] == OVER and not self.scenario.is_ordinal
        return np.array(state["sums"]) / (state["turn"] - 1) if counts else None

    def result(self, state: State, events: Iterable[Event]) -> str:
        """A war game has no letters."""
        raise UnsuitableGame(
            "a war game has no letters for its result", "`review` tells how it went"
        )


def _refused(wrong: NegotiateError) -> IllegalAction:
    """Why something cannot be done, as the table says it."""
    if isinstance(wrong, IllegalAction):
        return wrong
    first = wrong.problems[0] if isinstance(wrong, ScenarioError) else wrong
    return IllegalAction(first.message, first.hint)


def _number_of(address: str, numbers: Mapping[str, float]) -> str:
    """The number of the state that an address sets, by its name or in full; empty for another
    address.
    """
    name = address.removeprefix("state.").removesuffix(".value")
    return name if name in numbers else ""


def _number(name: str, value: object) -> float:
    try:
        found = float(str(value))
    except ValueError:
        found = np.nan
    if not np.isfinite(found):
        raise IllegalAction(
            f"`{name}` is a number, and not `{str(value)[:60]}`", f"such as `{name}=3`"
        )
    return found
