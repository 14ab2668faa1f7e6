"""How the answers at some points are come by: as arrays where that fits, else one by one.

Points are answered block by block. A block is the same for everybody who asks the same question, so
that a block can be worked out by anyone, and what is added up over blocks in their order is the
same to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.errors import NegotiateError, OverrideError, ScenarioError
from negotiate.language import profiles as amounts
from negotiate.language import scenario_file
from negotiate.language.outside import changed, injected
from negotiate.language.text import spelled
from negotiate.model import Parameter
from negotiate.model.expressions import Number, Operation, ParameterValue
from negotiate.model.payoffs import number
from negotiate.whatif import at_once
from negotiate.whatif.answers import PROFILES, Hard, answer
from negotiate.whatif.chances import Chances
from negotiate.whatif.crossings import Crossings, crossings
from negotiate.whatif.indicators import Formula, Indicator, Value, columns, unanswered
from negotiate.whatif.points import BASE, VARIANT, Axis, Points, setting

if TYPE_CHECKING:
    from negotiate.language.scenario_file import Reading
    from negotiate.model.chance import Event
    from negotiate.model.expressions import Expression
    from negotiate.scenario import Scenario

BLOCK, FEW = 16_384, 16
"""Points of a block; the second where each point is read anew."""
CASES = 64
"""Ways in which events, types and issues are settled for which the file is read once each, at
most.
"""
LARGE = 8_000_000
"""Packages of all points of a block, about: a block of a large game has fewer points, so that it
takes seconds.
"""

Columns = Mapping[str, Sequence[Value] | FloatArray]
Answers = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Block:
    """Some points in a row, and the answers there.

    Parameters
    ----------
    start : int
        The first of the points.
    points : Mapping[str, sequence]
        What varies → its values.
    answers : Mapping[str, list of str or float]
        What is watched → its values.
    """

    start: int
    points: Columns
    answers: Answers

    @property
    def count(self) -> int:
        """How many points there are."""
        return len(next(iter(self.points.values())))


@dataclass(eq=False)
class Engine:
    """A scenario, and what is watched in it.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    watch : tuple of str
        Names of indicators.
    formulas : tuple of Formula
        Indicators that somebody wrote.
    profiles : bool
        Whether the answers at a point hold each equilibrium with its probabilities and payoffs,
        too, as `PROFILES`.
    """

    scenario: Scenario
    watch: tuple[str, ...]
    formulas: tuple[Formula, ...] = ()
    profiles: bool = False
    left: Callable[[], bool] | None = field(default=None, init=False, repr=False)
    """Whether there is time left, where time is limited; points without an answer then hold
    None.
    """
    _freed: frozenset[str] = field(default=frozenset(), init=False, repr=False)
    _known: dict[tuple[tuple[str, Value], ...], Engine] = field(
        default_factory=dict, init=False, repr=False
    )

    @cached_property
    def reading(self) -> scenario_file.Reading:
        """The file, which is read once and varied as often as need be."""
        return scenario_file.Reading(self.scenario.path)

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """What is watched, and what formulas name."""
        named = (column.partition(".")[0] for one in self.formulas for column in one.uses)
        return tuple(dict.fromkeys([*self.watch, *named]))

    @property
    def named(self) -> tuple[str, ...]:
        """What is watched, as it is asked for."""
        return (*self.watch, *(one.written for one in self.formulas))

    @cached_property
    def together(self) -> at_once.AtOnce:
        """The answers at many draws of parameters at once."""
        return at_once.AtOnce(self.scenario, self.needed, self.profiles)

    @cached_property
    def now(self) -> dict[str, Value]:
        """What is watched, as the file stands."""
        found = self._answer(self.scenario)
        return {name: found[name] for name in self.columns}

    @property
    def _all(self) -> list[str]:
        """The columns, and each equilibrium where that is asked for."""
        return [*self.columns, *([PROFILES] if self.profiles else [])]

    def _answer(self, scenario: Scenario) -> dict[str, Value]:
        """What is watched, of one scenario."""
        found = {
            name: [value] for name, value in answer(scenario, self.needed, self.profiles).items()
        }
        return {
            name: values[0] for name, values in self._with_formulas(scenario, found, {}).items()
        }

    def _with_formulas(
        self, scenario: Scenario, found: Answers, draws: Mapping[str, FloatArray]
    ) -> Answers:
        """What is watched, from what is needed for it."""
        count = len(next(iter(draws.values()))) if draws else 1
        found = found | {
            one.indicator.name: one.values(scenario, found, draws, count) for one in self.formulas
        }
        return {name: found[name] for name in self._all}

    @cached_property
    def columns(self) -> dict[str, Indicator]:
        """Column → the indicator that it belongs to."""
        return columns(self.watch, self.scenario) | {
            one.indicator.name: one.indicator for one in self.formulas
        }

    @property
    def told(self) -> list[str]:
        """The columns that are texts."""
        return [name for name, one in self.columns.items() if one.told]

    @property
    def numbers(self) -> list[str]:
        """The columns that are numbers."""
        return [name for name, one in self.columns.items() if not one.told]

    def fits(self, names: Sequence[str]) -> bool:
        """Whether these vary as arrays."""
        return self.together.fits(names)

    def crossings(self, axis: Axis, held: Mapping[str, float] | None = None) -> Crossings:
        """Where comparisons turn on which answers rest, along an axis; nowhere where the time is
        up.

        Other parameters are as in the file, or as they are `held`.
        """
        name, time = axis.name, self.left is None or self.left()
        if (
            not time
            or name not in self.scenario.parameters
            or not self.fits([name])
            or self.dear(name)
        ):
            return Crossings()
        return crossings(self.together, axis, held)

    def dear(self, name: str) -> bool:
        """Whether a model is run anew for each value of a number."""
        return any(
            name in self.scenario.scope.model(model).parameters for model in self.scenario.models
        )

    def cheap(self, axes: Sequence[Axis]) -> bool:
        """Whether many points are answered together: numbers as arrays, in each of a few cases of
        what is settled.
        """
        names = [axis.name for axis in axes]
        cases = [axis.values for axis in axes if axis.name in self._settled]
        if self.fits(names) or not cases:
            return self.fits(names)
        numbers = self._apart(names)
        if numbers is None or not 0 < prod(map(len, cases)) <= CASES:
            return False
        first = {axis.name: axis.values[0] for axis in axes if axis.name in self._settled}
        try:
            return not numbers or self._case(first).fits(numbers)
        except NegotiateError:
            return False

    def starts(self, points: Points) -> list[range]:
        """The places of the points of each block."""
        size = BLOCK if self.cheap(points.axes) else FEW
        while size > FEW and size * self.together.packages > LARGE:
            size //= 2
        return [
            range(start, min(start + size, points.count)) for start in range(0, points.count, size)
        ]

    def blocks(self, points: Points) -> Iterator[Block]:
        """Every point, block by block."""
        for places in self.starts(points):
            yield self.block(points, places)

    def block(self, points: Points, places: range) -> Block:
        """Some points in a row."""
        here = points.columns(places.start, places.stop)
        return Block(places.start, here, self.at(here))

    def every(self, points: Points) -> Answers:
        """The answers at all points, column by column."""
        found: Answers = {name: [] for name in self.columns}
        for block in self.blocks(points):
            for name, values in block.answers.items():
                found[name] += values
        return found

    def at(self, points: Columns) -> Answers:
        """The answers at some points, column by column."""
        if self.fits(list(points)):
            return self._at_once(
                {name: np.asarray(values, dtype=float) for name, values in points.items()}
            )
        if self._apart(list(points)) is not None:
            return self._case_by_case(points)
        return self._one_by_one(points)

    @cached_property
    def _settled(self) -> frozenset[str]:
        """What is settled where it varies: issues, events and types."""
        return frozenset((*self.scenario.issues, *self.scenario.events, *self.scenario.types))

    def _apart(self, names: Sequence[str]) -> list[str] | None:
        """The parameters among these, where all else is settled and sets none of them; None where
        that is not so.
        """
        numbers = [name for name in names if name not in self._settled]
        return numbers if len(numbers) < len(names) and self._free.issuperset(numbers) else None

    @cached_property
    def _free(self) -> frozenset[str]:
        """The parameters that no type sets."""
        return frozenset(self.scenario.parameters.keys() - Chances(self.scenario).typed)

    def _case(self, settled: dict[str, Value]) -> Engine:
        """The same question where some things are settled; the first cases are kept, for other
        points have them too.
        """
        key = tuple(settled.items())
        found = self._known.get(key) or self.under(settled)
        if len(self._known) < CASES:
            self._known[key] = found
        return found

    def _case_by_case(self, points: Columns) -> Answers:
        """The same, all points together at which the same is settled."""
        names = [name for name in points if name in self._settled]
        cases: dict[tuple[Value, ...], list[int]] = {}
        for place, case in enumerate(zip(*(points[name] for name in names), strict=True)):
            cases.setdefault(case, []).append(place)
        found: Answers = {name: [None] * sum(map(len, cases.values())) for name in self._all}
        for case, places in cases.items():
            numbers = {
                name: np.asarray(points[name])[places] for name in points if name not in names
            }
            here = self._in_case(dict(zip(names, case, strict=True)), numbers, len(places))
            for name, column in found.items():
                for place, value in zip(places, here[name], strict=True):
                    column[place] = value
        return found

    def _in_case(self, settled: dict[str, Value], numbers: Columns, count: int) -> Answers:
        """The answers at so many points at which the same is settled."""
        try:
            case = self._case(settled)
            if numbers:
                return case.at(numbers)
            here: dict[str, Any] = case._answer(case.scenario)
        except OverrideError:
            raise
        except ScenarioError as wrong:
            here = {PROFILES: [], **unanswered(self.columns, wrong.problems[0].message)}
        return {name: [value] * count for name, value in here.items()}

    def _at_once(self, draws: Mapping[str, FloatArray]) -> Answers:
        """The same for parameters; where some draw has no answer, the others are found without
        it.
        """
        count = len(next(iter(draws.values())))
        try:
            return self._with_formulas(self.scenario, self.together.answers(draws), draws)
        except Hard as hard:
            return self._beside(draws, hard.places)
        except NegotiateError:
            if count == 1:  # another method may serve, or it is said what is wrong
                return self._one_by_one(draws)
        parts = (slice(0, count // 2), slice(count // 2, count))
        first, second = (
            self._at_once({name: values[part] for name, values in draws.items()}) for part in parts
        )
        return {name: first[name] + second[name] for name in first}

    def _beside(self, draws: Mapping[str, FloatArray], hard: IndexArray) -> Answers:
        """The answers where the games of some draws take long: those one by one, as long as there
        is time.
        """
        easy = np.setdiff1d(np.arange(len(next(iter(draws.values())))), hard)
        parts = [easy] if len(easy) else []
        found: Answers = {name: [None] * (len(easy) + len(hard)) for name in self._all}
        for places in (*parts, *hard[:, None]):
            if places is not easy and self.left is not None and not self.left():
                break
            for name, values in self._at_once(
                {name: column[places] for name, column in draws.items()}
            ).items():
                for place, value in zip(places.tolist(), values, strict=True):
                    found[name][place] = value
        return found

    def _one_by_one(self, points: Columns) -> Answers:
        found: Answers = {name: [] for name in self._all}
        for place in range(len(next(iter(points.values())))):
            here = self._at_point(setting(points, place))
            for name, column in found.items():
                column.append(here[name])
        return found

    def _at_point(self, settings: dict[str, Value]) -> dict[str, Any]:
        """The answers at one point; what makes no scenario there, such as a payoff that is
        infinite, has none.
        """
        try:
            return self._answer(self.varied(settings))
        except OverrideError:
            raise
        except ScenarioError as wrong:
            return {PROFILES: [], **unanswered(self.columns, wrong.problems[0].message)}

    def today(self, address: str) -> Any:
        """What the scenario says at an address; None where it says nothing."""
        changes, variant, _ = changed(self.scenario)
        return self.reading.said(address, changes, variant, injected(self.scenario))

    def freed(self, numbers: Mapping[str, tuple[float, float, float]]) -> Engine:
        """The same question of the scenario in which these amounts of payoff terms are parameters.

        Parameters
        ----------
        numbers : Mapping[str, (float, float, float)]
            Address, such as `payoffs.us.prestige.amount` → what it is, at least and at most.

        Notes
        -----
        Then they vary as all parameters do, and the file is not bound anew for each value. Nothing
        is freed where other things were made of the amounts when the file was bound: types, phases,
        levels, aversion to risk.
        """
        one = self.scenario
        if not numbers or one.types or one.repeat.phases or one.is_ordinal or one.risk:
            return self
        terms = {player: dict(own) for player, own in one.terms.items()}
        for address in numbers:
            player, term = address.removeprefix("payoffs.").removesuffix(".amount").split(".")
            terms[player][term] = replace(terms[player][term], value=ParameterValue(address))
        free = {address: Parameter(address, *values) for address, values in numbers.items()}
        varied = replace(one, terms=terms, parameters={**one.parameters, **free})
        found = Engine(varied, self.watch, self.formulas, self.profiles)
        found.reading, found._freed = self.reading, frozenset(free)
        return found

    @cached_property
    def _sound(self) -> Reading:
        """The file, bound once as it stands, so that other numbers need no more than to be put
        in.
        """
        with suppress(ScenarioError):  # a file may need what was set to be sound
            self.reading.scenario(
                {}, changed(self.scenario)[1], {}, injects=injected(self.scenario)
            )
        return self.reading

    def under(self, settings: Mapping[str, Any]) -> Engine:
        """The same question of the scenario with something set or committed, which the file is not
        read again for.
        """
        found = Engine(self.varied(dict(settings)), self.watch, self.formulas, self.profiles)
        found.reading = self.reading
        return found

    def varied(self, settings: dict[str, Value]) -> Scenario:
        """The scenario with something set or committed, beside what was changed already.

        Raises
        ------
        OverrideError
            If something cannot be set.
        """
        freed = self._freed & settings.keys()
        if freed and (varied := amounts.with_other_numbers(self.scenario, settings)) is not None:
            return varied
        changes, variant, fixes = changed(self.scenario)
        word = settings.pop(VARIANT, None)
        variant = variant if word is None else None if word == BASE else str(word)
        fixed = {name: spelled(value) for name, value in settings.items() if name in self._settled}
        numbers = {name: value for name, value in settings.items() if name not in fixed}
        numbers |= _other_odds(self.scenario, numbers)
        wider = _wider(self.scenario, numbers)
        try:
            return self._sound.scenario(
                {**changes, **numbers, **wider},
                variant,
                {**fixes, **fixed},
                injects=injected(self.scenario),
            )
        except OverrideError as wrong:
            raise OverrideError(
                [replace(one, path=_typed(one.path)) for one in wrong.problems]
            ) from None


def _wider(scenario: Scenario, settings: Mapping[str, Value]) -> dict[str, list[float]]:
    """Wide enough ranges of the parameters that are set outside theirs: a what-if may go beyond
    what is expected.
    """
    found = {}
    for name, value in settings.items():
        one = scenario.parameters.get(name)
        if one is None or one.low is None or one.high is None or not isinstance(value, float):
            continue
        if not one.low <= value <= one.high:
            found[f"parameters.{name}.range"] = [min(one.low, value), max(one.high, value)]
    return found


def _other_odds(scenario: Scenario, settings: Mapping[str, Value]) -> dict[str, Value]:
    """What is left for the other types or outcomes, or for all else that chance can do, where some
    odds are set.

    They share it as they share it in the file.
    """
    groups = [
        {f"types.{player}.{one.id}.odds": one.odds for one in own}
        for player, own in scenario.types.items()
        if not scenario.jointly or player not in scenario.jointly[0].types
    ]
    groups.append({f"jointly.{k}.odds": one.odds for k, one in enumerate(scenario.jointly)})
    for step in scenario.protocol:
        odds = zip(step.actions, step.odds, strict=False)  # none where a player moves
        groups.append({f"protocol.{step.id}.odds.{action.id}": each for action, each in odds})
    for event in scenario.events.values():
        groups += _odds_of(event)
    found: dict[str, Value] = {}
    set_to = {_short(name): value for name, value in settings.items()}
    for group in groups:
        given = [
            float(value) for name in group if isinstance(value := set_to.get(_short(name)), float)
        ]
        others = {name: each for name, each in group.items() if _short(name) not in set_to}
        plain = all(
            isinstance(n, Number | ParameterValue | Operation)
            for e in others.values()
            for n in e.walk()
        )
        left = 1 - sum(given)
        if given and others and plain and left >= 0:
            now = {name: number(scenario, each) for name, each in others.items()}
            whole = sum(now.values())
            found |= {
                name: left * each / whole if whole else left / len(now)
                for name, each in now.items()
            }
    return found


def _short(address: str) -> str:
    """An address of odds as people may write it too: `odds` may be left out."""
    return address.replace(".odds", "", 1)


def _odds_of(event: Event) -> Iterator[dict[str, Expression]]:
    """Address → odds of an event: those that all hold, and those of each player."""
    whose = [("", next(iter(event.odds.values())))] if event.common else []
    whose += [(f".{player}", odds) for player, odds in event.odds.items()]
    for player, every in whose:
        path = f"chance.{event.id}.odds{player}"
        yield {f"{path}.{outcome}": each for outcome, each in zip(event.labels, every, strict=True)}


def _typed(path: str) -> str:
    """Where a mistake was typed that was found in a setting."""
    for option in ("--set", "--fix", "--variant"):
        if path.startswith(option):
            return f"--vary{path.removeprefix(option)}"
    return path
