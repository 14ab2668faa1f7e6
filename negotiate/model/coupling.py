"""Which issues hang together: those that some term, red line or impossible combination looks at at
once.

What is worth a sum of terms can be looked up part by part, one for each group of issues that no
term couples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from negotiate.arrays import AnyArray
from negotiate.display import record
from negotiate.model.expressions import Expression, Operation, summands
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Frame, Term


@record
class Piece:
    """One part of a payoff term that may be looked up by itself.

    Parameters
    ----------
    player : str
        Whose term it is.
    term : str
        Its name.
    value : Expression
        What the part is worth.
    sign : float
        1, or -1 where it is taken off.
    whole : bool
        Whether it is the whole term.
    """

    player: str
    term: str
    value: Expression
    sign: float
    whole: bool


def pieces(negotiation: Negotiation) -> Iterator[Piece]:
    """The parts that each player's payoff adds up, terms that name a move left out."""
    for terms in negotiation.terms.values():
        for term in terms.values():
            if not term.needs_moves:
                yield from _taken_apart(term)


def _taken_apart(term: Term) -> Iterator[Piece]:
    parts = [(term.value, 1.0)] if term.when is not None else list(summands(term.value))
    for value, sign in parts:
        yield Piece(term.player, term.id, value, sign, len(parts) == 1 and sign > 0)


def alternatives(condition: Expression, holds: bool = True) -> Iterator[Expression]:
    """Conditions of which any one makes the whole hold; so they couple no issues with one another.

    Parameters
    ----------
    condition : Expression
        A condition.
    holds : bool
        Whether it is meant that it holds, or that it does not.
    """
    if isinstance(condition, Operation) and condition.name == "not":
        yield from alternatives(condition.arguments[0], not holds)
    elif isinstance(condition, Operation) and condition.name == ("or" if holds else "and"):
        for part in condition.arguments:
            yield from alternatives(part, holds)
    else:
        yield condition if holds else Operation("not", (condition,))


def coupled(axes: Sequence[str], together: Iterable[frozenset[str]]) -> list[tuple[str, ...]]:
    """The groups of issues that hang together, each in the order given.

    Parameters
    ----------
    axes : sequence of str
        The issues.
    together : iterable of frozenset of str
        Issues that something looks at at once.

    Examples
    --------
    >>> coupled(["a", "b", "c"], [frozenset("ac")])
    [('a', 'c'), ('b',)]
    """
    group = {axis: axis for axis in axes}
    for issues in together:
        roots = {group[issue] for issue in issues}
        if len(roots) > 1:
            first = min(roots)
            group = {axis: first if root in roots else root for axis, root in group.items()}
    found: dict[str, list[str]] = {}
    for axis in axes:
        found.setdefault(group[axis], []).append(axis)
    return [tuple(issues) for issues in found.values()]


def listed_frame(
    negotiation: Negotiation, options: Mapping[str, AnyArray], held: Mapping[str, int]
) -> Frame:
    """The frame of some packages, one after another: issue → the number of its option in each, or
    in all of them.
    """
    fixed = {issue: np.full((1, 1), option) for issue, option in held.items()}
    return Frame(
        negotiation, fixed | {issue: column[None, :] for issue, column in options.items()}, 2
    )


def axis_frame(negotiation: Negotiation, axes: Sequence[str], held: dict[str, int]) -> Frame:
    """The frame of all packages over some issues, one axis each, however many: nothing is worked
    out in it yet.
    """
    ndim = len(axes) + 1
    choices = {issue: np.full((1,) * ndim, option) for issue, option in held.items()}
    for position, issue in enumerate(axes, start=1):
        shape = [1] * ndim
        shape[position] = len(negotiation.issues[issue].options)
        choices[issue] = np.arange(shape[position]).reshape(shape)
    return Frame(negotiation, choices, ndim)
