"""What an outcome is worth: labelled terms, and the models behind some of them, added up at many
outcomes at once.

Outcomes are index arrays. How many numbers a sum takes is counted first, and too many are refused.
What a formula looks at, through the terms and models that it names, says when it has been worked
out already: each term and each model of a file is worked out once for the numbers that it looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import prod
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

import numpy as np

from negotiate.arrays import SMALLEST, AnyArray, IndexArray
from negotiate.display import Cache, Found, record
from negotiate.errors import GameTooLarge, OutOfRange
from negotiate.model.expressions import (
    ChoiceIsOneOf,
    ChoiceNumber,
    Expression,
    Lottery,
    ModelOutput,
    Operation,
    Outcomes,
    ParameterValue,
    Table,
    TermValue,
)

if TYPE_CHECKING:
    from negotiate.model import Issue, Parameter
    from negotiate.model.chance import Event
    from negotiate.model.trade.kinds import Answers, ModelKind

Names = frozenset[str]
NONE: Names = frozenset()


@record
class Reach:
    """What an expression looks at; `knobs` are the parameters outside models, which are dear to run
    many times.
    """

    issues: Names = NONE
    moves: Names = NONE
    knobs: Names = NONE
    parameters: Names = NONE

    def __or__(self, other: Reach) -> Reach:
        return Reach(
            self.issues | other.issues,
            self.moves | other.moves,
            self.knobs | other.knobs,
            self.parameters | other.parameters,
        )


@dataclass(slots=True, eq=False)
class Scope:
    """Looks up what expressions depend on, each term and model once.

    Parameters
    ----------
    terms, models, events : Mapping
        Those of a negotiation. Without events their names count as those of issues.
    risk : Mapping
        Player → its aversion to risk.
    """

    terms: Mapping[str, Mapping[str, Term]]
    models: Mapping[str, BoundModel]
    events: Mapping[str, Event] = field(default_factory=dict)
    risk: Mapping[str, Expression] = field(default_factory=dict)
    known: dict[tuple[str, str], Reach] = field(default_factory=dict)

    def of(self, expressions: Iterable[Expression | None]) -> Reach:
        """Everything that these look at together."""
        found = Reach()
        for expression in expressions:
            for node in expression.walk() if expression is not None else ():
                reach = self._node(node)
                if reach is not None:
                    found |= reach
        return replace(found, issues=found.issues.difference(self.events)) if self.events else found

    def term(self, player: str, term: str) -> Reach:
        """What a payoff term looks at."""
        if (player, term) not in self.known:
            found = self.terms[player][term]
            self.known[player, term] = self.of((found.value, found.when))
        return self.known[player, term]

    def _node(self, node: Expression) -> Reach | None:
        if isinstance(node, ChoiceIsOneOf | ChoiceNumber):
            name = frozenset((node.name,))
            return Reach(moves=name) if node.of_move else Reach(issues=name)
        if isinstance(node, Table):
            return Reach(issues=frozenset(node.issues))
        if isinstance(node, ParameterValue):
            name = frozenset((node.name,))
            return Reach(knobs=name, parameters=name)
        if isinstance(node, TermValue):
            return self.term(node.player, node.term)
        if isinstance(node, Lottery):
            odds = [
                one
                for event in node.events
                if event in self.events
                for one in self.events[event].odds[node.player]
            ]
            return self.of([*odds, self.risk.get(node.player)])
        if isinstance(node, Case):
            return node.reach(
                self.of(self.events[node.event].odds[node.player]) if node.player else Reach()
            )
        return self.model(node.model) if isinstance(node, ModelOutput) else None

    def model(self, name: str) -> Reach:
        """What a model looks at."""
        if ("", name) not in self.known:
            model = self.models[name]
            found = self.of(
                [
                    *model.inputs.values(),
                    *(e for e in model.settings.values() if not isinstance(e, bool)),
                ]
            )
            self.known["", name] = Reach(found.issues, found.moves, NONE, found.parameters)
        return self.known["", name]


def closed(events: Mapping[str, Event], names: Iterable[str]) -> tuple[str, ...]:
    """These events and all on which their odds depend, in the order of `events`, in which none
    comes before those.
    """
    wanted, left = set[str](), list(names)
    while left:
        name = left.pop()
        if name not in wanted:
            wanted.add(name)
            left += events[name].after
    return tuple(name for name in events if name in wanted)


@record
class Foresight:
    """What becomes of formulas that look at events, before these come.

    Parameters
    ----------
    scope : Scope
        Finds the events that a formula looks at, through terms and models too.
    events : Mapping[str, Event]
        Those there are.
    """

    scope: Scope
    events: Mapping[str, Event]

    def looked_at(self, *formulas: Expression) -> tuple[str, ...]:
        """The events that formulas look at, and those on which their odds depend."""
        return (
            closed(self.events, self.scope.of(formulas).issues & self.events.keys())
            if self.events
            else ()
        )

    def expected(self, value: Expression, player: str) -> Expression:
        """The expectation of a formula, taken apart where it is a sum."""
        events = self.looked_at(value)
        if not events:
            return value
        if isinstance(value, Operation) and value.name in ("+", "-", "negative"):
            return Operation(
                value.name, tuple(self.expected(one, player) for one in value.arguments)
            )
        return Lottery(value, events, player)

    def possible(self, condition: Expression, player: str) -> Expression:
        """Whether a condition may come to hold."""
        events = self.looked_at(condition)
        return Lottery(condition, events, player, "possible") if events else condition

    def certain(self, condition: Expression, player: str) -> Expression:
        """Whether a condition holds whatever comes."""
        if not self.looked_at(condition):
            return condition
        return Operation("not", (self.possible(Operation("not", (condition,)), player),))


ROOM = 1_000_000
"""Numbers that are kept for one file: values of its terms and models, labels of its strategies."""


class Stated(Protocol):
    """What formulas look up in a negotiation."""

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """Name → a number."""

    @property
    def issues(self) -> Mapping[str, Issue]:
        """Name → something to be decided."""

    @property
    def status_quo(self) -> Mapping[str, int]:
        """Issue → option index."""

    @property
    def terms(self) -> Mapping[str, Mapping[str, Term]]:
        """Player → name → payoff term."""

    @property
    def models(self) -> Mapping[str, BoundModel]:
        """Name → a model that works out payoff terms."""

    @property
    def events(self) -> Mapping[str, Event]:
        """Name → what nobody knows yet."""

    @property
    def risk(self) -> Mapping[str, Expression]:
        """Player → its aversion to risk."""

    @property
    def worked(self) -> Cache:
        """What has been worked out of its file."""


class ValueKey(NamedTuple):
    """All that decides the values of a payoff term, or of a model's outputs, at some outcomes.

    Parameters
    ----------
    scope : Scope
        The terms and models of the file, known by identity.
    place : hashable
        What tells the outcomes from others.
    player, name : str
        Whose term, and the term; or a model, of no player.
    numbers : tuple of float
        The parameters that it depends on.
    """

    scope: Scope
    place: Hashable
    player: str
    name: str
    numbers: tuple[float, ...]


def scope_of(negotiation: Stated) -> Scope:
    """What the formulas of a negotiation look at; the same for all that share its terms and
    models.
    """
    terms, models, events, risk = (
        negotiation.terms,
        negotiation.models,
        negotiation.events,
        negotiation.risk,
    )
    known: list[Scope] = negotiation.worked.once(Scope, list)
    for scope in known:
        if (
            scope.terms is terms
            and scope.models is models
            and (scope.events, scope.risk) == (events, risk)
        ):
            return scope
    known.append(Scope(terms, models, events, risk))
    return known[-1]


def freeze_and_count(found: AnyArray | Mapping[str, AnyArray]) -> int:
    """Make arrays read-only, for many share them, and count their numbers."""
    arrays = found.values() if isinstance(found, Mapping) else (found,)
    for array in arrays:
        array.setflags(write=False)
    return sum(array.size for array in arrays)


LARGEST = 1e99
"""The largest value of a term, of either sign; sums of terms stay where differences are still sure
to be numbers.
"""

RISK = "risk"
"""The term that risk aversion adds to a player's payoff."""
RISK_IN_TURN = "risk_in_turn"
"""The same for terms that name a move: what it adds besides where players move in turn."""
Status = Literal["derived", "declared", "published"]


@record
class Term:
    """One labelled part of a player's payoff.

    Parameters
    ----------
    player, id : str
        The key of the player whose payoff it is part of, and the term's name.
    value : Expression
        What it is worth.
    when : Expression or None
        Where it counts; elsewhere it is 0.
    status : {'derived', 'declared', 'published'}
        Worked out by a model, put in by the author, or taken from a source.
    source : str
        Where the number comes from: a name among the file's sources, or `declared`; empty where the
        file names none.
    about : str
        Why the outcome is worth that much; empty where the file says nothing.
    unit : str
        Its unit, where that is not the unit of the player's payoffs; else empty.
    written : str
        The formula in the file's words.
    needs_moves : bool
        Whether the term names a move, and so counts in a tree only.
    """

    player: str
    id: str
    value: Expression
    when: Expression | None
    status: Status
    source: str = ""
    about: str = ""
    unit: str = ""
    written: str = ""
    needs_moves: bool = False

    def evaluate(self, frame: Outcomes) -> AnyArray:
        """The term at every outcome, shape (draws, *outcomes) up to broadcasting."""
        value = self.value.evaluate(frame)
        if self.when is not None:
            value = np.where(self.when.evaluate(frame), value, 0.0)
        size = np.abs(value)
        if not ((size <= LARGEST) & ((size >= SMALLEST) | (size == 0))).all():
            wrong = (
                f"nearer to 0 than {SMALLEST:.0e}"
                if (size <= LARGEST).all()
                else "not a finite number"
            )
            raise OutOfRange(
                f"payoff `{self.player}.{self.id}` is {wrong} at some outcome: {self.written}",
                (
                    "mind a division by zero, the root or logarithm of a negative number, moves "
                    "not "
                    "made, huge numbers"
                ),
                ("payoffs", self.player, self.id),
            )
        return np.asarray(value, dtype=float)


@record
class BoundModel:
    """A model with its inputs bound to the negotiation's issues and its regions to players.

    Parameters
    ----------
    id : str
        The model's name in the file.
    kind : ModelKind
        Which model it is; in JSON its name, such as `armington`.
    dataset : str
        The data that the model starts from.
    inputs : Mapping[str, Expression]
        Input of the model → the issue or formula that it takes its number from.
    settings : Mapping[str, Expression or bool]
        Setting of the model → a formula, or a switch; what is left out has the model's default.
    regions : Mapping[str, str]
        Player → its region in the data.
    """

    id: str
    kind: ModelKind
    dataset: str
    inputs: Mapping[str, Expression]
    settings: Mapping[str, Expression | bool]
    regions: Mapping[str, str]

    def run(self, frame: Outcomes) -> Mapping[str, AnyArray]:
        """The model's outputs at every outcome; a region's output is named after its player."""
        inputs = {
            name: np.asarray(e.evaluate(frame), dtype=float) for name, e in self.inputs.items()
        }
        settings = {
            name: value
            if isinstance(value, bool)
            else np.asarray(value.evaluate(frame), dtype=float)
            for name, value in self.settings.items()
        }
        found = self.kind.run(self.dataset, inputs, settings, frame.answers)
        players = {region: player for player, region in self.regions.items()}
        return {self._rename(name, players): value for name, value in found.items()}

    def _rename(self, output: str, players: Mapping[str, str]) -> str:
        head, _, region = output.partition(".")
        return f"{head}.{players.get(region, region)}" if region else head


@record
class Case(Expression):
    """What a deal that depends on an event says of one outcome, as a part of what is expected of
    it.

    Parameters
    ----------
    value : Expression
        A formula of the negotiation in which deals do not depend on the event.
    event : str
        The event.
    place : int
        How it comes out.
    keys : Mapping[str, str]
        Issue of that negotiation → the issue here that is settled for this outcome.
    of : Stated
        That negotiation, with the terms and models that the formula names.
    player : str
        Who expects it: a number counts times that player's odds, and a condition where these are
        not 0. Empty for a number or condition that counts as it is.
    """

    value: Expression
    event: str
    place: int
    keys: Mapping[str, str]
    of: Stated = field(compare=False, repr=False)
    player: str = ""

    def evaluate(self, frame: Outcomes) -> AnyArray:
        """Its value at every outcome of a frame of the negotiation in which deals depend on the
        event.
        """
        found = self.value.evaluate(frame.as_in(self.of, self.keys).given(self.event, self.place))
        if not self.player:
            return found
        odds = frame.odds(self.event, self.player)[self.place]
        return (odds > 0) & found if found.dtype == bool else np.where(odds > 0, odds * found, 0.0)

    def reach(self, odds: Reach) -> Reach:
        """What it looks at, given what the odds of its event look at."""
        plain = scope_of(self.of).of([self.value])
        own = replace(
            plain, issues=frozenset(self.keys.get(issue, issue) for issue in plain.issues)
        )
        return own | odds if self.player else own


def names_a_move(expression: Expression | None) -> bool:
    """Whether an expression itself looks at a move (terms it names are looked at by the caller)."""
    if expression is None:
        return False
    return any(
        isinstance(node, ChoiceIsOneOf | ChoiceNumber) and node.of_move
        for node in expression.walk()
    )


FRAME_LIMIT = 50_000_000
"""How many values of terms and models one frame keeps for whoever asks again: 400 MB of them."""
PASSING_LIMIT = 10_000_000
"""Up to how many it also keeps the terms that were asked for in passing."""


@dataclass(slots=True, eq=False)
class Frame:
    """A set of outcomes, with everything that has been worked out about them.

    Parameters
    ----------
    negotiation : Stated
        Where terms, models and parameters are defined.
    choices : Mapping[str, ndarray of int]
        Issue → option index at each outcome, all of `ndim` axes, the first one for draws (length
        1).
    moves : Mapping[str, ndarray of int] or None
        Move → action index at each outcome, -1 where the move was not made; None where there is no
        protocol.
    draws : Mapping[str, ndarray, shape (draws,)]
        Parameters that differ from draw to draw.
    names : Mapping[str, float or ndarray]
        Numbers handed in by whoever asks; an array of them holds one for each outcome along the
        last axis.
    place : hashable
        What tells these outcomes from others at which the same values are kept; None where none
        are.
    """

    negotiation: Stated
    choices: Mapping[str, AnyArray]
    ndim: int
    moves: Mapping[str, AnyArray] | None = None
    draws: Mapping[str, AnyArray] = field(default_factory=dict)
    names: Mapping[str, float | AnyArray] = field(default_factory=dict)
    place: Hashable = None
    _terms: dict[tuple[str, str], AnyArray] = field(default_factory=dict)
    _outputs: dict[str, Mapping[str, AnyArray]] = field(default_factory=dict)
    _odds: dict[tuple[str, str], list[AnyArray]] = field(default_factory=dict)
    _given: dict[tuple[str, int], Frame] = field(default_factory=dict)
    _size: int = 0

    @property
    def answers(self) -> Answers:
        """What models have been asked already."""
        from negotiate.model.trade.kinds import Answers  # noqa: PLC0415 - loaded for files that name a model

        return self.negotiation.worked.once(Answers, Answers)

    def parameter(self, name: str) -> AnyArray:
        """A parameter's value, shape (draws or 1, 1, …)."""
        value = self.draws.get(name, self.negotiation.parameters[name].value)
        return np.asarray(value, dtype=float).reshape(-1, *(1,) * (self.ndim - 1))

    def choice(self, name: str, of_move: bool) -> AnyArray:
        """The option of an issue, the outcome of an event or the action of a move; -1 where there
        is none yet.
        """
        if of_move or name not in self.choices:
            return (self.moves or {}).get(name, np.full((1,) * self.ndim, -1))
        return self.choices[name]

    def odds(self, event: str, player: str) -> list[AnyArray]:
        """How likely a player holds each outcome of an event, at each outcome of the frame.

        Raises
        ------
        OutOfRange
            If they are no odds somewhere.
        """
        if (event, player) not in self._odds:
            found = [
                np.asarray(one.evaluate(self), dtype=float)
                for one in self.negotiation.events[event].odds[player]
            ]
            check_odds(event, found)
            self._odds[event, player] = found
        return self._odds[event, player]

    def aversion(self, player: str) -> AnyArray:
        """A player's aversion to risk, 0 where the file names none."""
        found = self.negotiation.risk.get(player)
        return np.zeros((1,) * self.ndim) if found is None else found.evaluate(self)

    def given(self, event: str, place: int) -> Frame:
        """The same outcomes where an event has come out so, unless they know already how it has."""
        known = self._given.get((event, place))
        if known is not None:
            return known
        outcome = self.choice(event, False)
        choices = {**self.choices, event: np.where(outcome < 0, place, outcome)}
        where = None if self.place is None else (self.place, event, place)
        found = Frame(
            self.negotiation, choices, self.ndim, self.moves, self.draws, self.names, where
        )
        if outcome.size <= FEW_OUTCOMES:
            self._given[event, place] = found
        return found

    def with_draws(self, draws: Mapping[str, AnyArray], *, keep_models: bool = False) -> Frame:
        """The same outcomes in other draws; models keep their outputs where no draw changes what
        they depend on.
        """
        outputs = dict(self._outputs) if keep_models else {}
        return Frame(self.negotiation, self.choices, self.ndim, draws=draws, _outputs=outputs)

    def as_in(self, of: Stated, keys: Mapping[str, str]) -> Frame:
        """The same outcomes in another negotiation, some of whose issues have other names here."""
        own = {issue: self.choices[key] for issue, key in keys.items() if key in self.choices}
        return Frame(of, {**self.choices, **own}, self.ndim, self.moves, self.draws, self.names)

    def term(self, player: str, term: str, *, passing: bool = False) -> AnyArray:
        """A payoff term's value.

        It is kept for whoever asks again; one asked for in `passing` is forgotten where little room
        is left.

        Raises
        ------
        GameTooLarge
            If there is no room for it.
        """
        found = self._terms.get((player, term))
        if found is None:
            found = self._shared(
                player, term, lambda: self.negotiation.terms[player][term].evaluate(self)
            )
            if not passing or self._size + found.size <= PASSING_LIMIT:
                self._make_room(found.size)
                self._terms[player, term] = found
        return found

    def output(self, model: str, output: str) -> AnyArray:
        """One output of a model, which is run once."""
        if model not in self._outputs:
            self._outputs[model] = self._shared(
                "", model, lambda: self.negotiation.models[model].run(self)
            )
            self._make_room(sum(found.size for found in self._outputs[model].values()))
        return self._outputs[model][output]

    def _shared(self, player: str, name: str, work: Callable[[], Found]) -> Found:
        """The values of a term, or of a model of no player, worked out once for all that is made of
        the file.
        """
        if self.place is None:
            return work()
        scope, parameters = scope_of(self.negotiation), self.negotiation.parameters
        reach = scope.term(player, name) if player else scope.model(name)
        numbers = tuple(parameters[parameter].value for parameter in reach.parameters)
        key = ValueKey(scope, self.place, player, name, numbers)
        return self.negotiation.worked.once(key, work, freeze_and_count)

    def _make_room(self, size: int) -> None:
        self._size += size
        hint = "commit some issues with --fix, or have fewer terms name other terms"
        GameTooLarge.refuse("values of terms that others name", self._size, FRAME_LIMIT, hint)

    def handed(self, name: str) -> AnyArray:
        """A number handed in from outside."""
        return np.asarray(self.names[name], dtype=float).reshape((*(1,) * (self.ndim - 1), -1))


FEW_OUTCOMES = 10_000
"""Up to so many outcomes a frame remembers what it is after an event, for whatever else looks at
that.
"""
SLACK = 1e-9
"""How far odds may be from a sum of 1."""


def check_odds(event: str, odds: list[AnyArray]) -> None:
    """Refuse numbers that are no odds of an event.

    Raises
    ------
    OutOfRange
        If some are not from 0 to 1, or do not sum to 1.
    """
    with np.errstate(all="ignore"):
        total: AnyArray = sum(odds, start=np.zeros(()))
    wrong = [
        float(one[~((one >= 0) & (one <= 1))].flat[0])
        for one in odds
        if not ((one >= 0) & (one <= 1)).all()
    ]
    if wrong:
        raise OutOfRange(
            f"the odds of `{event}` are not all from 0 to 1: {wrong[0]:.6g}", "", ("chance", event)
        )
    off = np.abs(total - 1) > SLACK
    if off.any():
        said = f"the odds of `{event}` sum to {float(total[off].flat[0]):.6g}, not to 1"
        raise OutOfRange(said, "", ("chance", event))


def number(negotiation: Stated, expression: Expression) -> float:
    """The value of a formula of parameters."""
    with np.errstate(all="ignore"):
        return float(expression.evaluate(Frame(negotiation, {}, 1))[0])


WORK_LIMIT = 1_000_000_000
"""Values of terms that are worked out for one game: each term at each outcome that it tells
apart.
"""
MASK_LIMIT = 500_000_000
"""Outcomes times red lines that are marked in one game, of a byte each."""


def shape_of_term(frame: Frame, player: str, term: str) -> tuple[int, ...]:
    """The shape that a payoff term has in a frame, told without working it out."""
    reach = scope_of(frame.negotiation).term(player, term)
    looked_at = [frame.choice(issue, False) for issue in reach.issues]
    looked_at += [frame.choice(move, True) for move in reach.moves]
    looked_at += [frame.parameter(parameter) for parameter in reach.parameters]
    return np.broadcast_shapes((1,) * frame.ndim, *(found.shape for found in looked_at))


def _ways(frame: Frame, player: str, term: str) -> int:
    """In how many ways the events may come out over which a term's expectation is taken."""
    found = frame.negotiation.terms[player][term]
    nodes = (node for part in (found.value, found.when) if part is not None for node in part.walk())
    events = frame.negotiation.events
    return max(
        (prod(len(events[e].outcomes) for e in n.events) for n in nodes if isinstance(n, Lottery)),
        default=1,
    )


def check_work(frame: Frame, terms: list[tuple[str, str]], shape: tuple[int, ...]) -> None:
    """Refuse payoffs that would take too long.

    Parameters
    ----------
    frame : Frame
        The outcomes.
    terms : list of tuple of str
        Player and term of each term that is to be worked out.
    shape : tuple of int
        The outcomes' shape.

    Raises
    ------
    GameTooLarge
        If the terms have more than `WORK_LIMIT` values.
    """
    uncertain = bool(frame.negotiation.events)
    if (
        prod(shape) * len(terms) <= WORK_LIMIT and not uncertain
    ):  # and draws, of which a game has one
        return
    count = sum(
        prod(shape_of_term(frame, *term)) * (_ways(frame, *term) if uncertain else 1)
        for term in terms
    )
    hint = "commit some issues with --fix, or take issues, options or terms away"
    GameTooLarge.refuse("values of terms at packages", count, WORK_LIMIT, hint)


def check_masks(lines: int, shape: tuple[int, ...], what: str = "red lines") -> None:
    """Refuse marks of red lines, or of what is impossible, that would take too much room or time.

    Raises
    ------
    GameTooLarge
        If there are more than `MASK_LIMIT`.
    """
    count = lines * prod(shape)
    hint = f"commit some issues with --fix, or take issues, options or {what} away"
    GameTooLarge.refuse(f"marks of {what} at packages", count, MASK_LIMIT, hint)


def taken_apart(
    negotiation: Stated,
    players: tuple[str, ...],
    choices: Mapping[str, IndexArray],
    moves: Mapping[str, IndexArray] | None,
    count: int,
) -> dict[str, dict[str, AnyArray]]:
    """Each labelled term of these players at a list of outcomes.

    Parameters
    ----------
    negotiation : Stated
        Where the terms are.
    players : tuple of str
        Whose payoffs.
    choices : Mapping[str, ndarray of int, shape (count,)]
        Issue → option index, for every issue.
    moves : Mapping[str, ndarray of int, shape (count,)] or None
        Move → action index, -1 where it is not made; None leaves out the terms that name a move.
    count : int
        How many outcomes.

    Returns
    -------
    dict of str to dict of str to ndarray, shape (count,)
        Player → term → its value; a player's terms add up to its payoff.
    """
    columns = {issue: options[None, :] for issue, options in choices.items()}
    made = None if moves is None else {move: actions[None, :] for move, actions in moves.items()}
    frame = Frame(negotiation, columns, 2, made)
    return {
        player: {
            term.id: np.array(np.broadcast_to(frame.term(player, term.id)[0], (count,)))
            for term in negotiation.terms[player].values()
            if moves is not None or not term.needs_moves
        }
        for player in players
    }


def add_up(
    frame: Frame, players: tuple[str, ...], shape: tuple[int, ...], with_moves: bool
) -> AnyArray:
    """Every player's payoff at every outcome of a frame.

    Parameters
    ----------
    frame : Frame
        The outcomes.
    players : tuple of str
        Whose payoffs, in this order.
    shape : tuple of int
        The outcomes' shape; terms that name fewer issues are broadcast to it.
    with_moves : bool
        Whether terms that name a move count.

    Returns
    -------
    ndarray, shape (draws, players, *shape)

    Raises
    ------
    GameTooLarge
        If that would take too long, or too much room.
    OutOfRange
        If a payoff is not a finite number at some outcome.
    """
    terms = frame.negotiation.terms
    counted = {
        p: [t.id for t in terms[p].values() if with_moves or not t.needs_moves] for p in players
    }
    check_work(
        frame, [(player, term) for player, found in counted.items() for term in found], shape
    )
    totals = []
    for player in players:
        total: AnyArray = np.zeros((1,) * frame.ndim)
        with np.errstate(over="ignore"):
            for term in counted[player]:
                total = total + frame.term(player, term, passing=True)
        if not np.isfinite(total).all():
            raise OutOfRange(
                f"the terms of `{player}` add up to more than any number at some outcome"
            )
        totals.append(total)
    draws = max(total.shape[0] for total in totals)
    return np.stack([np.broadcast_to(total, (draws, *shape)) for total in totals], axis=1)
