"""What a lint looks at, a sound file with all its cases, and what it says; and formulas over every
package of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import prod
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from negotiate.arrays import AnyArray
from negotiate.display import entity, record
from negotiate.language.text import Node, Path, find, place_of
from negotiate.model import Parameter
from negotiate.model.expressions import Expression
from negotiate.model.negotiation import AXIS_LIMIT, Expectation, Negotiation
from negotiate.model.payoffs import Frame, Stated
from negotiate.problems import Place
from negotiate.scenario import Scenario

if TYPE_CHECKING:
    from negotiate.games.extensive import ExtensiveGame
    from negotiate.games.normal_form import NormalFormGame


@record
class Finding:
    """One thing that is hardly meant, and where it stands: a place, or the path of a key."""

    where: Place | Path
    code: str
    message: str
    hint: str = ""


@entity
class Case:
    """A scenario with the games that could be built of it.

    Parameters
    ----------
    path : tuple
        Where the file writes the change down: `("variants", name)`, `("injects", name)`,
        `("expect", 3)`, or nothing for the base case.
    alone, tree : game or None
        None where it was too large, could not be built, or was not tried: of an expectation's own
        case, only the game that the expectation speaks of is built; of one that speaks of deals,
        that of everybody alone.
    """

    scenario: Scenario
    path: Path
    alone: NormalFormGame | None
    tree: ExtensiveGame | None

    @property
    def base(self) -> bool:
        """Whether this is the file as it stands."""
        return not self.path


@entity
class Subject:
    """A sound file with everything that has been made of it.

    Parameters
    ----------
    root : Node
        The values with their places.
    cases : tuple of Case
        The scenario as it stands, then under each variant, after each inject, and under what
        expectations change.
    whole : bool
        Whether none of the cases that the file writes down is missing.
    expected : tuple of Case or None
        For each entry of `expect`, the case under which it is judged.
    grid : Frame or None
        Every package of the base case, with what has been worked out about it; None where they are
        too many.
    lines : Mapping
        The lines of each text, by its path.
    """

    root: Node
    cases: tuple[Case, ...]
    whole: bool
    expected: tuple[Case | None, ...]
    grid: Frame | None
    lines: Mapping[str, list[str]]

    @property
    def scenario(self) -> Negotiation:
        """The scenario as it stands."""
        return self.cases[0].scenario

    @property
    def variants(self) -> dict[str, Case]:
        """The cases of the variants, by their names."""
        return {str(case.path[1]): case for case in self.cases if case.path[:1] == ("variants",)}

    def asked(self, *commands: str) -> Iterator[tuple[Expectation, Case]]:
        """The entries of `expect` that ask one of these commands, with the cases that they speak
        of.

        An entry whose case could not be bound is left out.
        """
        for entry, case in zip(self.scenario.expectations, self.expected, strict=True):
            if case is not None and entry.command in commands:
                yield entry, case

    def at(self, path: Path, key: bool = False) -> Place:
        """Where something stands in the file."""
        return place_of(self.root, path, key=key)

    def has(self, *path: str | int) -> bool:
        """Whether something stands in the file."""
        return find(self.root, path) is not None

    def parameter(self, name: str) -> tuple[str, str]:
        """Where a parameter stands, or a number of the state."""
        return ("state" if name in self.scenario.state else "parameters", name)

    def term(self, player: str, term: str) -> Path:
        """Where a payoff term stands; that of a matrix is the matrix, and levels stand under
        `prefers` or `ranking`.
        """
        if player in self.scenario.ordinal:
            return ("prefers" if self.has("prefers", player) else "ranking", player)
        path: Path = ("payoffs", player, term)
        return path if self.has(*path) else ("matrix",)

    def option(self, issue: str, option: str) -> Path:
        """Where an option stands; in a matrix, its row or its column."""
        if self.has("issues", issue):
            return ("issues", issue, "options", option)
        first = self.scenario.issues[self.scenario.keys[0]]
        return ("matrix", option) if issue == first.id else ("matrix", first.labels[0], option)


CELL_LIMIT = 500_000
"""Packages times draws times formulas that one question may look at; a larger one is not asked."""
JOINT = 12
"""Draws in which all parameters move at once."""


def draws(negotiation: Negotiation, names: Iterable[str]) -> dict[str, AnyArray]:
    """Values of some parameters: as they are, each moved alone, and all moved together.

    Within its range, or anywhere where it has none. The first draw is the file's own.
    """
    choices = {name: _values(negotiation.parameters[name]) for name in sorted(names)}
    alone = [(name, value) for name, values in choices.items() for value in values[1:]]
    generator = Random(0)
    result = {}
    for name, values in choices.items():
        single = [value if moved == name else values[0] for moved, value in alone]
        mixed = generator.choices(values[1:], k=JOINT - 3)
        result[name] = np.array([values[0], *single, values[1], values[2], values[-1], *mixed])
    return result


def _values(parameter: Parameter) -> list[float]:
    """The value that stands in the file, then three others."""
    here, low, high = parameter.value, parameter.low, parameter.high
    if low is None or high is None:
        return [here, 0.0 if here else 1.0, -1.5 * here - 1.0, 2.5 * here + 1.0]
    return [here, low, (low + high) / 2, high]


def shape_of(negotiation: Stated, axes: Iterable[str]) -> tuple[int, ...]:
    """How many options each of these issues has."""
    return tuple(len(negotiation.issues[issue].options) for issue in axes)


def affordable(negotiation: Negotiation, axes: Iterable[str], times: int = 1) -> bool:
    """Whether the packages over these issues are few enough to look at so many times."""
    sizes = shape_of(negotiation, axes)
    return len(sizes) < AXIS_LIMIT and prod(sizes) * max(times, 1) <= CELL_LIMIT


def holds(
    negotiation: Negotiation,
    condition: Expression,
    axes: tuple[str, ...],
    varied: Mapping[str, AnyArray],
) -> npt.NDArray[np.bool_]:
    """Where a condition holds, shape (draws, *options of the axes).

    Raises
    ------
    NegotiateError
        Where a number in it does not exist at some package.
    """
    frame = frame_over(negotiation, axes, varied)
    found = np.asarray(condition.evaluate(frame), dtype=bool)
    return np.broadcast_to(found, (found.shape[0], *shape_of(negotiation, axes)))


def frame_over(
    negotiation: Negotiation, axes: tuple[str, ...], varied: Mapping[str, AnyArray]
) -> Frame:
    """The packages over some issues, with the first option of all others, in every draw."""
    held = dict.fromkeys((issue for issue in negotiation.issues if issue not in axes), 0)
    return negotiation.grid(axes, held, varied)


def whole_grid(negotiation: Negotiation) -> Frame | None:
    """Every package, unless they are too many to work out every term, limit and impossibility
    on.
    """
    lines = len(negotiation.red_lines) + len(negotiation.ratifiers) + len(negotiation.infeasible)
    count = sum(len(terms) for terms in negotiation.terms.values()) + lines
    return (
        negotiation.grid(tuple(negotiation.issues), {})
        if affordable(negotiation, negotiation.issues, count)
        else None
    )


def count_of(varied: Mapping[str, AnyArray]) -> int:
    """How many draws there are."""
    return max((len(values) for values in varied.values()), default=1)
