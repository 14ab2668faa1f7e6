"""Where the comparisons behind an answer turn along one number, so that no answer is too narrow to
be seen.

An answer rests on comparisons: of each strategy with the best reply, of each package with no deal,
of two packages by the product of what the players gain. It stays as it is from one place at which a
comparison turns to the next. Formulas bend where `abs`, `min`, `max` or a condition changes its
mind. Between bends most are straight in a number, and a straight line has one zero, which its
values at two places tell. So the places found are then all there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from negotiate.arrays import AnyArray, FloatArray
from negotiate.errors import NegotiateError
from negotiate.model.expressions import (
    Expression,
    Lottery,
    ModelOutput,
    Operation,
    ParameterValue,
    Table,
    TermValue,
)
from negotiate.model.negotiation import Negotiation
from negotiate.whatif import certified

if TYPE_CHECKING:
    from negotiate.whatif.at_once import AtOnce
    from negotiate.whatif.points import Axis

Found = tuple[str, FloatArray]
"""Of what kind a comparison is, and where it turns."""
SOFT = frozenset({"abs", "min", "max", "*"})
"""Operations that bend and do not jump; the factors of a product are there so that what lies
between them is seen.
"""
ALL = frozenset({"equilibria", "deal", "nash"})
"""The answers that are looked at."""
COMPARED = frozenset({"==", "!=", "<", "<=", ">", ">="})
COARSE = 12
"""Values that were tried between which it is looked at first, at most."""
ROUNDS = 24
"""How often places are looked for between those that were found."""
MOST = 256
"""Places of one number, at most."""
RIVALS = 16
"""Packages that are compared with one another between two places, at most."""
OUTCOMES = 300
"""Packages and combinations of strategies whose curved formulas are held between bounds, at
most.
"""
STRATEGIES = 4_000
"""Combinations of strategies, at most."""
ZERO = 2e-14
"""Of the largest value of a line: what is less is rounding."""
SAME = 1e-12
"""Of the range: two places nearer than this are one."""


class Crossings(NamedTuple):
    """What is known of the places at which comparisons turn.

    Attributes
    ----------
    places : tuple of float
        In order.
    proved : frozenset of str
        The indicators whose answer changes nowhere else.
    touches : tuple of float
        Those of the places at which a comparison comes so near to a tie that bounds cannot tell it
        from one.
    """

    places: tuple[float, ...] = ()
    proved: frozenset[str] = frozenset()
    touches: tuple[float, ...] = ()


class _Lines(NamedTuple):
    """Values just inside both ends of each gap between places, shape (gaps, …)."""

    low: FloatArray
    high: FloatArray

    @property
    def noise(self) -> float:
        """What is no more than rounding."""
        return ZERO * float(
            max(np.abs(self.low).max(initial=0.0), np.abs(self.high).max(initial=0.0))
        )


def crossings(together: AtOnce, axis: Axis, held: Mapping[str, float] | None = None) -> Crossings:
    """The places along an axis of a parameter at which a comparison turns that an answer may rest
    on.

    Other parameters are as in the file, or as they are `held`.
    """
    if not axis.numeric or len({*axis.values}) < 2:
        return Crossings()
    try:
        return _Search(together, axis, held or {}).found()
    except NegotiateError:  # a payoff is no number somewhere between
        return Crossings()


class _Search:
    """The places along one axis; `grid` are those between which it is looked, `turns` where
    something turns.
    """

    def __init__(self, together: AtOnce, axis: Axis, held: Mapping[str, float]) -> None:
        self.one, self.together, self.name = together.negotiation, together, axis.name
        self.watch = {*together.watch}
        tried = np.unique(np.array(axis.values, dtype=float))
        self.grid = tried[np.unique(np.linspace(0, len(tried) - 1, COARSE).round().astype(int))]
        self.turns: FloatArray = np.empty(0)
        self.held = held
        self.proved, self.touches = set[str](), set[float]()
        self.width = float(self.grid[-1] - self.grid[0])

    def found(self) -> Crossings:
        """All places, and of which indicators these are all."""
        one, talks = self.one, self.one.no_deal == "equilibrium"
        formulas = [each for each in _formulas(one) if self.name in one.scope.of([each]).parameters]
        if not formulas:  # the number moves nothing here
            return Crossings((), ALL)
        straight = all(_degree(one, formula, self.name) <= 1 for formula in formulas)
        whole = self._rounds(lambda: self._bends(formulas)) and straight
        rows = (
            [len(own) for own in self.together._rows]
            if "equilibria" in self.watch
            else [STRATEGIES]
        )
        if not straight and self.together.size <= OUTCOMES:
            self._certify(
                replies=max(rows) <= 2,
                deals=bool({"deal", "nash"} & self.watch) and not talks and not one.alternatives,
            )
        if "equilibria" not in self.proved and np.prod(rows) <= STRATEGIES:
            self._prove({"equilibria"}, self._rounds(self._replies) and whole and max(rows) <= 2)
        if {"deal", "nash"} & self.watch and not {"deal", "nash"} <= self.proved:
            self.rivals = True
            self._prove(
                {"deal", "nash"}, self._rounds(self._deals) and whole and self.rivals and not talks
            )
        if len(self.turns) > MOST:
            return Crossings()
        return Crossings(
            tuple(self.turns.tolist()), frozenset(self.proved), tuple(sorted(self.touches))
        )

    def _prove(self, names: set[str], sure: bool) -> None:
        self.proved |= names if sure else set()

    def _certify(self, *, replies: bool, deals: bool) -> None:
        """Find all places of curved formulas, and show that there are no others; see
        `certified`.
        """
        held = {name: np.array([at]) for name, at in self.held.items()}
        compared = certified.Comparisons(self.together, self.name, held)
        asked = [("equilibria", compared.replies)] if replies else []
        asked += [
            (name, look)
            for name, look in (("deal", compared.gains), ("nash", compared.products))
            if deals
        ]
        for name, look in asked:
            known = np.union1d(self.grid[[0, -1]], self.turns)
            if name == "nash" and ("deal" not in self.proved or compared.among(known) > RIVALS):
                continue
            found = certified.certify(look, known)
            self._prove({name}, found.whole)
            self.touches |= {*found.touches}
            self.turns = _apart(
                np.union1d(self.turns, [*found.turns, *found.touches]), SAME * self.width
            )

    def _rounds(self, look: Callable[[], Iterator[Found]]) -> bool:
        """Look between places until there are no others; whether that came to an end.

        What is found in the last round is nearest. Where a formula bends softly, nothing turns.
        """
        before, near = self.turns, SAME * self.width
        for _ in range(ROUNDS):
            found = [("", np.empty(0)), *look()]
            places = np.unique(np.concatenate([own for _, own in found]))
            turning = np.concatenate([own for kind, own in found if kind not in SOFT])
            self.turns = _apart(np.union1d(before, turning), near)
            new = places[np.abs(places[:, None] - self.grid).min(axis=1, initial=np.inf) > near]
            if not len(new):
                return True
            if len(self.turns) > MOST:
                return False
            self.grid = np.union1d(self.grid, _apart(new, near))
        return False

    def _inside(self) -> FloatArray:
        """Three values in each gap."""
        low, gap = self.grid[:-1], np.diff(self.grid)
        return np.concatenate([low + gap / 4, low + gap / 2, low + 3 * gap / 4])

    def _draws(self, values: FloatArray) -> dict[str, FloatArray]:
        """The parameters at some values of the number."""
        return {
            self.name: values,
            **{name: np.full(len(values), value) for name, value in self.held.items()},
        }

    def _lines(self, values: AnyArray) -> _Lines:
        """What was found at those values, carried on to both ends as a parabola, for a formula may
        jump there.
        """
        gaps = len(self.grid) - 1
        values = np.broadcast_to(values, (3 * gaps, *values.shape[1:])).astype(float)
        first, middle, last = values[:gaps], values[gaps : 2 * gaps], values[2 * gaps :]
        return _Lines(3 * (first - middle) + last, 3 * (last - middle) + first)

    def _zeros(self, lines: _Lines, needed: AnyArray | None = None) -> FloatArray:
        """Where lines are zero, at ends too, of those that are not zero throughout."""
        low, high = (np.where(np.abs(end) <= lines.noise, 0.0, end) for end in lines)
        turning = (low * high <= 0) & (low != high)
        if needed is not None:
            turning &= needed
        gap, *_ = places = np.nonzero(turning)
        share = low[places] / (low[places] - high[places])
        return np.asarray(self.grid[gap] + share * np.diff(self.grid)[gap])

    def _bends(self, formulas: list[Expression]) -> Iterator[Found]:
        """Where a formula bends or jumps."""
        draws = self._draws(self._inside())
        held = {issue: self.one.resting(issue) or 0 for issue in self.one.issues}
        seen: set[int] = set()
        for formula in formulas:
            for node in formula.walk():
                if id(node) not in seen and isinstance(node, Operation):
                    seen.add(id(node))
                    for place, bend in enumerate(_bending(self.one, node, self.name)):
                        axes = tuple(sorted(self.one.scope.of([bend]).issues))
                        rest = {issue: k for issue, k in held.items() if issue not in axes}
                        with np.errstate(all="ignore"):
                            values = bend.evaluate(self.one.grid(axes, rest, draws))
                        kind = "*" if (node.name, place) == ("/", 0) else node.name
                        yield (
                            kind,
                            self._zeros(self._lines(np.nan_to_num(values, posinf=0.0, neginf=0.0))),
                        )

    def _replies(self) -> Iterator[Found]:
        """Where two strategies that are best at the two ends of a gap are worth the same."""
        if "equilibria" not in self.watch:
            return
        inside = self._inside()
        kept = [np.arange(len(rows)) for rows in self.together._rows]
        payoffs = self.together._payoffs(self._draws(inside), kept, len(inside))
        for player in range(2):
            lines = self._lines(np.moveaxis(payoffs[:, player], player + 1, 1))
            first, last = (
                _best(lines.low, lines.high, lines.noise),
                _best(lines.high, lines.low, lines.noise),
            )
            apart = [
                np.take_along_axis(x, first, 1) - np.take_along_axis(x, last, 1) for x in lines
            ]
            ties = [end >= end.max(axis=1, keepdims=True) - lines.noise for end in lines]
            for end, here, there in ((self.grid[:-1], *ties), (self.grid[1:], *ties[::-1])):
                meeting = (here & ~there).any(axis=1) & (here.sum(axis=1) > 1)  # at the end itself
                yield "reply", end[meeting.any(axis=1)]
            yield (
                "reply",
                self._zeros(_Lines(*apart), (apart[0] > lines.noise) & (apart[1] < -lines.noise)),
            )

    def _deals(self) -> Iterator[Found]:
        """Where a package that may matter becomes as good as no deal, or as good as another."""
        inside = self._inside()
        try:
            gains, allowed = self.together.gains(self._draws(inside), len(inside))
        except NegotiateError:  # what no deal is worth takes long to tell
            return
        lines, gaps = self._lines(gains), len(self.grid) - 1
        open_ = (np.broadcast_to(allowed, (len(inside), allowed.shape[1])))[:gaps]
        low, high = (np.where(np.abs(end) <= lines.noise, 0.0, end) for end in lines)
        least, most = np.minimum(low, high), np.maximum(low, high)
        signed = open_ & (least >= 0).all(axis=1) & (most > 0).any(axis=1)
        sure = np.where(signed, least.clip(0).prod(axis=1), 0.0).max(axis=1, initial=0.0)
        matters = (
            open_ & (most >= 0).all(axis=1) & (most.prod(axis=1) >= sure[:, None] * (1 - 1e-9))
        )
        yield "deal", self._zeros(lines, matters[:, None])
        self.rivals = True
        for gap in range(gaps):
            rivals = np.flatnonzero(matters[gap] & signed[gap])
            if len(rivals) > RIVALS:
                self.rivals = False
                continue
            ends = low[gap][:, rivals], (low[gap] + high[gap])[:, rivals] / 2, high[gap][:, rivals]
            counted = [
                p for p in range(2) if any(end[p].any() for end in ends)
            ]  # not whoever is indifferent
            start, middle, end = (np.prod(one[counted], axis=0) for one in ends)
            if len(rivals) > 1 and not max(
                start.max(), middle.max(), end.max()
            ):  # one gains by this, one by that
                self.rivals = False
            for k, m in combinations(range(len(rivals)), 2):
                at = (start[k] - start[m], middle[k] - middle[m], end[k] - end[m])
                if np.abs(at).max() > ZERO * max(start.max(), end.max()):
                    shares = np.roots(
                        [2 * at[0] - 4 * at[1] + 2 * at[2], -3 * at[0] + 4 * at[1] - at[2], at[0]]
                    )
                    real = shares[np.abs(shares.imag) < 1e-9].real
                    yield (
                        "rivals",
                        self.grid[gap]
                        + real[(real > 0) & (real < 1)] * (self.grid[gap + 1] - self.grid[gap]),
                    )


def _apart(places: FloatArray, near: float) -> FloatArray:
    """The same without those that are as near to the one before."""
    return np.asarray(places[np.diff(places, prepend=-np.inf) > near])


def _best(here: FloatArray, there: FloatArray, noise: float) -> AnyArray:
    """The strategy that is best at one end, of several the one that is best at the other;
    strategies on axis 1.
    """
    tied = here >= here.max(axis=1, keepdims=True) - noise
    return np.asarray(np.where(tied, there, -np.inf).argmax(axis=1, keepdims=True))


def _formulas(one: Negotiation) -> Iterator[Expression]:
    """Everything on which what can be watched here rests."""
    for own in one.terms.values():
        for term in own.values():
            yield from filter(None, (term.value, term.when) if not term.needs_moves else ())
    yield from (refusal.crossed for refusal in one.refusals())
    yield from one.infeasible
    yield from one.alternatives.values()
    for line in one.red_lines.values():
        yield from filter(None, (line.crossed, line.cost))


def _bending(one: Negotiation, node: Operation, name: str) -> Iterator[Expression]:
    """What is zero where an operation bends or jumps."""
    if (
        node.name not in COMPARED | {"abs", "min", "max", "*", "/"}
        or name not in one.scope.of([node]).parameters
    ):
        return
    if one.scope.of([node]).moves or any(isinstance(inner, Lottery) for inner in node.walk()):
        return
    if node.name in (
        "abs",
        "*",
        "/",
    ):  # of a product each factor, so that windows between two of them are seen
        yield from node.arguments
    else:
        yield from (Operation("-", pair) for pair in combinations(node.arguments, 2))


def _degree(one: Negotiation, node: Expression, name: str) -> float:
    """Of which degree a formula is in a number, between its bends; infinite where it is none."""
    reach = one.scope.of([node])
    if name not in reach.parameters:
        return 0
    if isinstance(node, ParameterValue):
        return 1
    if isinstance(node, TermValue):
        term = one.terms[node.player][node.term]
        return max(_degree(one, part, name) for part in (term.value, term.when) if part is not None)
    if isinstance(node, Table):
        return max(_degree(one, cell, name) for cell in node.cells)
    if not isinstance(node, Operation) or isinstance(node, Lottery | ModelOutput):
        return np.inf
    own = [_degree(one, part, name) for part in node.arguments]
    if node.name == "*":
        return sum(own)
    if node.name == "/" and not own[1]:
        return own[0]
    bending = COMPARED | {"+", "-", "negative", "abs", "min", "max", "if", "and", "or", "not"}
    return max(own) if node.name in bending else np.inf
