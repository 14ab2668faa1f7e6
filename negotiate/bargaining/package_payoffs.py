"""The packages of a negotiation, block by block: what each is worth, and which claims it crosses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.bargaining.packages import NUMBERED, Across, Block
from negotiate.errors import GameTooLarge, OutOfRange
from negotiate.model.coupling import Piece, alternatives, axis_frame, coupled, listed_frame, pieces
from negotiate.model.expressions import Expression
from negotiate.model.negotiation import AXIS_LIMIT, PACKAGE_LIMIT, Negotiation
from negotiate.model.payoffs import Frame
from negotiate.model.red_lines import RedLine


@dataclass(frozen=True, slots=True, eq=False)
class Packages:
    """Lays the packages of a negotiation out in blocks.

    Parameters
    ----------
    negotiation : Negotiation
        Where terms and claims are.
    axes : tuple of str
        The issues that a deal sets, each with more than one option.
    held : Mapping[str, int]
        Every other issue → the option that it has.
    signers : tuple of str
        Whose claims count.
    """

    negotiation: Negotiation
    axes: tuple[str, ...]
    held: Mapping[str, int]
    signers: tuple[str, ...]

    def blocks(self) -> tuple[tuple[Block, ...], tuple[Across, ...]]:
        """Every block, one with a single package where nothing is left to decide; and limits over too many issues.

        Raises
        ------
        GameTooLarge
            If there are more issues than are counted, or too many hang together.
        """
        if len(self.axes) > AXIS_LIMIT:
            raise GameTooLarge("issues", len(self.axes), AXIS_LIMIT, "commit some issues with --fix")
        count = prod(self._shape(self.axes))
        if count > NUMBERED:
            raise GameTooLarge("packages", count, NUMBERED, "commit some issues with --fix")
        parts = [(piece, self._looked_at(piece)) for piece in pieces(self.negotiation)]
        soft = [line for line in self.negotiation.red_lines.values() if not line.hard and line.player in self.signers]
        prices = [(line, self._coupled(line.crossed, line.cost)) for line in soft]
        conditions = [(name, crossed, self._coupled(crossed)) for name, crossed in self._conditions()]
        looks = [issues for _, issues in parts] + [issues for _, issues in prices]
        groups = self._groups(looks, [issues for _, _, issues in conditions])
        blocks = []
        for group in groups:
            first = group == groups[0]
            own = [piece for piece, issues in parts if _belongs(issues, group, first)]
            lines = [line for line, issues in prices if _belongs(issues, group, first)]
            limits = [(name, crossed) for name, crossed, issues in conditions if _belongs(issues, group, first)]
            blocks.append(self._block(group, own, lines, limits))
        wide = [one for one in conditions if not any(one[2] <= set(group) for group in groups)]
        return tuple(blocks), tuple(self._limit(name, crossed) for name, crossed, _ in wide)

    def _coupled(self, *expressions: Expression | None) -> frozenset[str]:
        """The issues of the deal that these look at."""
        return self.negotiation.scope.of(expressions).issues & frozenset(self.axes)

    def _looked_at(self, piece: Piece) -> frozenset[str]:
        """The issues of the deal that a part of a term looks at."""
        term = self.negotiation.terms[piece.player][piece.term]
        return self._coupled(piece.value, term.when if piece.whole else None)

    def _groups(self, looks: list[frozenset[str]], conditions: list[frozenset[str]]) -> list[tuple[str, ...]]:
        """The issues of each block; the widest conditions couple none where a block would be too large."""
        narrow = sorted(conditions, key=len)
        limit = _limit_of(len(self.negotiation.players))
        while True:
            groups = coupled(self.axes, [*looks, *narrow]) or [()]
            large = [group for group in groups if prod(self._shape(group)) > limit]
            inside = [issues for issues in narrow if len(issues) > 1 and any(issues <= set(group) for group in large)]
            if not inside:
                return groups
            narrow.remove(inside[-1])

    def _limit(self, name: str, crossed: Expression) -> Across:
        """A condition that is asked package by package."""

        def holds(options: Mapping[str, IntArray]) -> BoolArray:
            count = len(next(iter(options.values())))
            return _holds(crossed, listed_frame(self.negotiation, options, self.held), (count,))

        return Across("" if name.startswith(IMPOSSIBLE) else name, holds)

    def _conditions(self) -> Iterable[tuple[str, Expression]]:
        """What keeps a package from being signed, by name, a line for each thing that does by itself.

        What is impossible has no name but a number.
        """
        for refusal in self.negotiation.refusals():
            if refusal.player in self.signers:
                yield from ((refusal.name, part) for part in alternatives(refusal.crossed))
        for number, condition in enumerate(self.negotiation.infeasible):
            yield from ((f"{IMPOSSIBLE}{number}", part) for part in alternatives(condition))

    def _block(
        self,
        group: tuple[str, ...],
        parts: list[Piece],
        prices: list[RedLine],
        conditions: list[tuple[str, Expression]],
    ) -> Block:
        shape = self._shape(group)
        limit = _limit_of(len(self.negotiation.players))
        if prod(shape) > limit:
            hint = "let fewer terms and red lines look at several issues at once, or commit some issues with --fix"
            raise GameTooLarge("packages of issues that hang together", prod(shape), limit, hint)
        others = {issue: 0 for issue in self.axes if issue not in group}
        frame = axis_frame(self.negotiation, group, {**self.held, **others})
        payoffs = np.zeros((len(self.negotiation.players), prod(shape)))
        for piece in parts:
            payoffs[self.negotiation.keys.index(piece.player)] += piece.sign * _spread(frame, piece, shape)
        crossed: dict[str, BoolArray] = {}
        for name, condition in conditions:
            found = _holds(condition, frame, shape)
            crossed[name] = crossed[name] | found if name in crossed else found
        costs = {}
        for line in prices:
            if line.cost is None:
                raise TypeError("a soft red line has a cost")
            crossed[line.id] = _holds(line.crossed, frame, shape)
            cost = np.asarray(line.cost.evaluate(frame), dtype=float)[0]
            costs[line.id] = np.where(crossed[line.id], np.broadcast_to(cost, shape).ravel(), 0.0)
            payoffs[self.negotiation.keys.index(line.player)] -= costs[line.id]
        if not np.isfinite(payoffs).all():
            raise OutOfRange("a payoff is not a finite number at some package")
        possible = self._lasting(group, shape)
        for name in [name for name in crossed if name.startswith(IMPOSSIBLE)]:
            possible &= ~crossed.pop(name)
        labels = tuple(self.negotiation.issues[issue].labels for issue in group)
        return Block(payoffs, possible, crossed, group, labels, costs)

    def _shape(self, group: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(len(self.negotiation.issues[issue].options) for issue in group)

    def _lasting(self, group: tuple[str, ...], shape: tuple[int, ...]) -> BoolArray:
        """Where nothing is left that cannot be left again."""
        possible = np.ones(shape, dtype=bool)
        for position, issue in enumerate(group):
            today = self.negotiation.status_quo.get(issue)
            if today is not None and today in self.negotiation.irreversible.get(issue, ()):
                stays = (np.arange(shape[position]) == today).reshape([-1] + [1] * (len(shape) - position - 1))
                possible &= stays
        return possible.ravel()


IMPOSSIBLE = "infeasible."
"""Before the number of a combination that cannot happen; no red line has a point in its name."""


def _belongs(issues: frozenset[str], group: tuple[str, ...], first: bool) -> bool:
    """Whether something that looks at these issues is told in a block; what looks at none, in the first."""
    return issues <= set(group) if issues else first


def _spread(frame: Frame, piece: Piece, shape: tuple[int, ...]) -> FloatArray:
    """A part of a term at every combination."""
    if piece.whole:
        value = frame.term(piece.player, piece.term, passing=True)
    else:
        value = np.asarray(piece.value.evaluate(frame), dtype=float)
    return np.broadcast_to(value[0], shape).ravel()


def _holds(condition: Expression, frame: Frame, shape: tuple[int, ...]) -> BoolArray:
    return np.array(np.broadcast_to(condition.evaluate(frame)[0], shape), dtype=bool).ravel()


def _limit_of(players: int) -> int:
    """How many combinations a block may have."""
    return 2 * PACKAGE_LIMIT // max(2, players)
