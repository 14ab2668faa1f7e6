"""What a number or a condition in a scenario means, as a small tree that is evaluated on whole
arrays.

Every node evaluates in a `Frame`: a set of outcomes with the option of each issue (and the action
of each move) as index arrays. A frame may be the grid of all packages, the leaves of a tree or one
package; the expression is the same. Arrays have the shape `(draws, *outcomes)`, either axis 1 where
nothing varies, and combine by broadcasting.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from negotiate.arrays import AnyArray
from negotiate.display import record

if TYPE_CHECKING:
    from negotiate.model.trade.kinds import Answers


_FEW = 8
"""Up to how many options are compared one by one, which is faster than to look each outcome up
among them.
"""


class Outcomes(Protocol):
    """A set of outcomes, as expressions see it; `payoffs.Frame` is the one there is."""

    ndim: int

    @property
    def answers(self) -> Answers:
        """What models have been asked already."""

    def parameter(self, name: str) -> AnyArray:
        """A parameter's value."""

    def choice(self, name: str, of_move: bool) -> AnyArray:
        """The option of an issue, or the action of a move, at each outcome."""

    def term(self, player: str, term: str) -> AnyArray:
        """A payoff term's value at each outcome."""

    def output(self, model: str, output: str) -> AnyArray:
        """One output of a model at each outcome."""

    def handed(self, name: str) -> AnyArray:
        """A number handed in from outside."""

    def odds(self, event: str, player: str) -> Sequence[AnyArray]:
        """How likely a player holds each outcome of an event."""

    def aversion(self, player: str) -> AnyArray:
        """A player's aversion to risk."""

    def given(self, event: str, place: int) -> Outcomes:
        """The same outcomes where an event has come out so, unless they know already how it has."""

    def as_in(self, of: Any, keys: Mapping[str, str]) -> Outcomes:
        """The same outcomes in another negotiation, some of whose issues have other names here."""


@record
class Expression:
    """A node; `children` are the nodes that it is made of."""

    def evaluate(self, frame: Outcomes) -> AnyArray:
        """The value at every outcome of the frame, shape `(draws, *outcomes)` up to
        broadcasting.
        """
        raise NotImplementedError

    @property
    def children(self) -> tuple[Expression, ...]:
        """The nodes directly below."""
        return ()

    def walk(self) -> Iterator[Expression]:
        """This node and every node below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@record
class Number(Expression):
    """A constant, the same in every draw and outcome."""

    value: float

    def evaluate(self, frame: Outcomes) -> AnyArray:
        return np.full((1,) * frame.ndim, self.value)


@record
class ParameterValue(Expression):
    """A parameter, which may differ from draw to draw."""

    name: str

    def evaluate(self, frame: Outcomes) -> AnyArray:
        return frame.parameter(self.name)


@record
class ChoiceNumber(Expression):
    """The number of the option that an issue or a move has; NaN where a move was not made."""

    name: str
    numbers: tuple[float, ...]
    of_move: bool = False

    def evaluate(self, frame: Outcomes) -> AnyArray:
        index = frame.choice(self.name, self.of_move)
        return np.where(index < 0, np.nan, np.array(self.numbers)[index])


@record
class ChoiceIsOneOf(Expression):
    """Whether an issue or a move has one of these options; a move that was not made has none."""

    name: str
    options: tuple[int, ...]
    of_move: bool = False

    def evaluate(self, frame: Outcomes) -> AnyArray:
        index = frame.choice(self.name, self.of_move)
        if len(self.options) > _FEW:
            return np.isin(index, self.options)
        result = np.zeros(index.shape, dtype=bool)
        for option in self.options:
            result |= index == option
        return result


@record
class TermValue(Expression):
    """The value of a payoff term."""

    player: str
    term: str

    def evaluate(self, frame: Outcomes) -> AnyArray:
        return frame.term(self.player, self.term)


@record
class ModelOutput(Expression):
    """One output of a model, such as a player's income."""

    model: str
    output: str

    def evaluate(self, frame: Outcomes) -> AnyArray:
        return frame.output(self.model, self.output)


@record
class Named(Expression):
    """A number handed in by whoever asks, such as a player's payoff in an expectation."""

    name: str

    def evaluate(self, frame: Outcomes) -> AnyArray:
        return frame.handed(self.name)


@record
class Table(Expression):
    """A value for each option of one issue, or for each combination of options of several.

    `cells` runs over the combinations with the last issue changing fastest.
    """

    issues: tuple[str, ...]
    shape: tuple[int, ...]
    cells: tuple[Expression, ...]

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.cells

    def evaluate(self, frame: Outcomes) -> AnyArray:
        indices = [frame.choice(issue, False) for issue in self.issues]
        cell = np.ravel_multi_index(np.broadcast_arrays(*indices), self.shape)
        result: AnyArray = np.array(
            [c.value if isinstance(c, Number) else 0.0 for c in self.cells]
        )[cell]
        for i, found in enumerate(self.cells):
            if not isinstance(found, Number):
                result = np.where(cell == i, found.evaluate(frame), result)
        return result


@record
class Operation(Expression):
    """An operator or a function on the values of its arguments."""

    name: str
    arguments: tuple[Expression, ...]

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.arguments

    def evaluate(self, frame: Outcomes) -> AnyArray:
        with np.errstate(all="ignore"):
            result: AnyArray = OPERATIONS[self.name](
                *(argument.evaluate(frame) for argument in self.arguments)
            )
        return result


@record
class Lottery(Expression):
    """A formula that looks at events, as a player holds it before they come.

    Parameters
    ----------
    value : Expression
        The formula.
    events : tuple of str
        The events that it looks at, each after those on which its odds depend.
    player : str
        Whose odds count.
    kind : {'expected', 'risk', 'possible'}
        Its expectation; what risk aversion takes off that; or, of a condition, whether it may come
        to hold.
    """

    value: Expression
    events: tuple[str, ...]
    player: str
    kind: Literal["expected", "risk", "possible"] = "expected"

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.value,)

    def evaluate(self, frame: Outcomes) -> AnyArray:
        cases = [
            (weight, case, self.value.evaluate(case))
            for weight, case in branches(frame, self.events, self.player)
        ]
        if self.kind == "possible":
            held: AnyArray = np.zeros((1,) * frame.ndim, dtype=bool)
            for weight, _, holds in cases:
                held = held | ((weight > 0) & holds)
            return held
        expected: AnyArray = np.zeros((1,) * frame.ndim)
        for weight, _, value in cases:
            expected = expected + np.where(weight > 0, weight * value, 0.0)
        if self.kind == "expected":
            return expected
        equivalent = certainty_equivalent(
            [case[::2] for case in cases], expected, frame.aversion(self.player)
        )
        return equivalent - expected


NEAR = 0.5
"""Up to this aversion times deviation a certainty equivalent is worked out from the mean, as what
lies below it.
"""


def certainty_equivalent(
    cases: Sequence[tuple[AnyArray, ...]], expected: AnyArray, aversion: AnyArray | float
) -> AnyArray:
    """What uncertain payoffs are worth under constant absolute risk aversion a: -log E[exp(-a x)] /
    a.

    Parameters
    ----------
    cases : sequence of (ndarray, ndarray)
        How likely each case is, and what it is worth.
    expected : ndarray
        Their mean, which it is without aversion.
    aversion : ndarray or float
        0 or more.
    """
    with np.errstate(all="ignore"):
        possible = [(weight, np.where(weight > 0, value, expected)) for weight, value in cases]
        low: AnyArray = np.minimum.reduce(np.broadcast_arrays(*(value for _, value in possible)))
        apart = np.maximum.reduce(
            np.broadcast_arrays(*(np.abs(value - expected) for _, value in possible))
        )
        below = sum(weight * np.expm1(-aversion * (value - expected)) for weight, value in possible)
        total = sum(weight * np.exp(-aversion * (value - low)) for weight, value in possible)
        near, far = expected - np.log1p(below) / aversion, low - np.log(total) / aversion
        found = np.where(aversion * apart < NEAR, near, far)
        return np.where(np.asarray(aversion) > 0, found, expected)


def branches(
    frame: Outcomes, events: Sequence[str], player: str, weight: AnyArray | float = 1.0
) -> Iterator[tuple[AnyArray, Outcomes]]:
    """Each way in which the events may come out, with how likely the player holds it.

    Where a frame knows an outcome, that outcome is sure. What is impossible everywhere is left out.
    """
    if not events:
        yield np.asarray(weight), frame
        return
    known = frame.choice(events[0], False)
    if (known >= 0).all():
        yield from branches(frame, events[1:], player, weight)
        return
    for place, odds in enumerate(frame.odds(events[0], player)):
        own = np.where(known < 0, odds, known == place)
        if (own > 0).any():
            yield from branches(frame.given(events[0], place), events[1:], player, weight * own)


def _minimum(*values: AnyArray) -> AnyArray:
    result = values[0]
    for value in values[1:]:
        result = np.minimum(result, value)
    return result


def _maximum(*values: AnyArray) -> AnyArray:
    return -_minimum(*(-value for value in values))


def _equal(one: AnyArray, other: AnyArray) -> AnyArray:
    """Equal but for the rounding that arithmetic leaves behind."""
    return np.asarray(np.isclose(one, other, rtol=1e-12, atol=1e-12))


OPERATIONS: dict[str, Callable[..., AnyArray]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
    "negative": np.negative,
    "==": _equal,
    "!=": lambda a, b: np.logical_not(_equal(a, b)),
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "and": np.logical_and,
    "or": np.logical_or,
    "not": np.logical_not,
    "abs": np.abs,
    "sqrt": np.sqrt,
    "exp": np.exp,
    "log": np.log,
    "min": _minimum,
    "max": _maximum,
    "if": np.where,
}
"""Every operator and function; `if(condition, a, b)` is `a` where the condition holds and `b`
elsewhere.
"""

FUNCTIONS = {
    "abs": (1, 1),
    "sqrt": (1, 1),
    "exp": (1, 1),
    "log": (1, 1),
    "min": (2, 8),
    "max": (2, 8),
    "if": (3, 3),
}
"""Function → the fewest and the most arguments it takes."""


@record
class Choice:
    """An issue or a move, as expressions see it: its options' names, and their numbers if all have
    one.

    Where only some have one, `numberless` names the others. Options of a matrix can have none.
    `places` says where each label stands.
    """

    labels: tuple[str, ...]
    numbers: tuple[float, ...] | None
    of_move: bool = False
    numberless: tuple[str, ...] = ()
    of_matrix: bool = False
    places: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "places", {label: place for place, label in enumerate(self.labels)}
        )


@dataclass(slots=True)
class Names:
    """Everything that an expression may name.

    Parameters
    ----------
    broken : collection of str
        Names that exist but could not be read, and so raise no complaint.
    elsewhere : collection of str
        Names that exist but cannot stand here.
    later : collection of str
        Moves that are not made yet.
    events : collection of str
        What is not known before it comes; named here too where it can stand.
    partial : bool
        A whole part of the file could not be read, so that no unknown name raises a complaint.
    """

    parameters: Collection[str] = ()
    choices: Mapping[str, Choice] = field(default_factory=dict)
    terms: Mapping[str, Collection[str]] = field(default_factory=dict)
    models: Mapping[str, Collection[str]] = field(default_factory=dict)
    handed: Collection[str] = ()
    broken: Collection[str] = ()
    elsewhere: Collection[str] = ()
    later: Collection[str] = ()
    events: Collection[str] = ()
    partial: bool = False

    def known(self) -> list[str]:
        """Every name that can stand in an expression."""
        dotted = [
            f"{head}.{tail}"
            for group in (self.terms, self.models)
            for head, tails in group.items()
            for tail in tails
        ]
        return [*self.parameters, *self.choices, *dotted, *self.handed, *FUNCTIONS]

    def without(self, choices: Mapping[str, Choice], terms: bool) -> Names:
        """The same with some issues and moves only, and perhaps no terms and models; the others
        stand elsewhere.
        """
        gone = [name for name in self.choices if name not in choices]
        if not terms:
            gone += [name for name in self.known() if "." in name]
        kept = (self.terms, self.models) if terms else ({}, {})
        elsewhere = [*self.elsewhere, *gone]
        return replace(
            self,
            choices=choices,
            terms=kept[0],
            models=kept[1],
            handed=(),
            elsewhere=elsewhere,
            later=(),
        )

    def means(self, word: str) -> bool:
        """Whether a word is a name of the file, be it of something that is no number."""
        labels = (label for choice in self.choices.values() for label in choice.labels)
        return (
            word in self.known() or word in self.terms or word in self.elsewhere or word in labels
        )


TURN = "turn"
"""What formulas of a war game call the number of the turn, counted from 1."""


def both(conditions: tuple[Expression, ...]) -> Expression:
    """All of the conditions at once; true where there are none."""
    if not conditions:
        return Operation("==", (Number(0.0), Number(0.0)))
    if len(conditions) == 1:
        return conditions[0]
    half = len(conditions) // 2
    return Operation("and", (both(conditions[:half]), both(conditions[half:])))


def implied(that: Expression, given: Expression) -> Expression:
    """That one condition holds wherever another does; true wherever the other does not hold."""
    return Operation("or", (Operation("not", (given,)), that))


def equivalent(one: Expression, other: Expression) -> Expression:
    """That two conditions hold together or not at all."""
    both_false = Operation("and", (Operation("not", (one,)), Operation("not", (other,))))
    return Operation("or", (Operation("and", (one, other)), both_false))


def summands(value: Expression, sign: float = 1.0) -> Iterator[tuple[Expression, float]]:
    """The parts of a sum, each with its sign."""
    if isinstance(value, Operation) and value.name in ("+", "-"):
        one, other = value.arguments
        yield from summands(one, sign)
        yield from summands(other, sign if value.name == "+" else -sign)
    elif isinstance(value, Operation) and value.name == "negative":
        yield from summands(value.arguments[0], -sign)
    else:
        yield value, sign
