"""The packages of a bargaining problem: which there are, by number and by name, and what each is worth.

Issues whose worth hangs together form a block, and the payoff of a package is the sum over blocks, so that a problem of
many blocks is never laid out package by package. Limits over the issues of several blocks are asked package by package.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from math import prod
from typing import Concatenate, ParamSpec, TypeVar, cast

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.display import Shown
from negotiate.errors import GameTooLarge, UnsuitableGame


@dataclass(frozen=True, slots=True, eq=False)
class Across:
    """A red line, a ratifier, or something impossible, over the issues of several blocks.

    Parameters
    ----------
    name : str
        The claim; empty for what cannot happen.
    crossed : callable
        Issue → the number of its option in each of some packages, shape (m,) → which of them cross it, shape (m,).
    """

    name: str
    crossed: Callable[[Mapping[str, IntArray]], BoolArray]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some issues, every combination of their options, and all there is to say of each.

    Parameters
    ----------
    payoffs : ndarray, shape (players, combinations)
        What each combination adds to each player's payoff, the price of soft red lines taken off.
    possible : ndarray of bool, shape (combinations,)
        Which can happen at all.
    crossed : Mapping[str, ndarray of bool, shape (combinations,)]
        Claim → the combinations that cross it. A package crosses a claim where it does so in any block; a soft red line
        stands in one block only.
    issues : tuple of str
        The issues, empty for a block of bare arrays.
    options : tuple of tuple of str
        The options of each issue; the last issue's vary fastest.
    costs : Mapping[str, ndarray, shape (combinations,)]
        Soft red line → what signing costs its player.
    """

    payoffs: FloatArray
    possible: BoolArray
    crossed: Mapping[str, BoolArray] = field(default_factory=dict)
    issues: tuple[str, ...] = ()
    options: tuple[tuple[str, ...], ...] = ()
    costs: Mapping[str, FloatArray] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many combinations there are, possible or not."""
        return int(self.payoffs.shape[1])

    def allowed(self, claims: frozenset[str]) -> BoolArray:
        """The possible combinations that cross none of these claims, shape (combinations,)."""
        result = self.possible.copy()
        for name in claims & self.crossed.keys():
            result &= ~self.crossed[name]
        return result

    def free_of(self, lines: Mapping[str, int]) -> Block:
        """The same block where crossing some soft red lines costs nothing: line → whose it is."""
        own = {name: player for name, player in lines.items() if name in self.costs}
        if not own:
            return self
        payoffs = self.payoffs.copy()
        for name, player in own.items():
            payoffs[player] += self.costs[name]
        return replace(self, payoffs=payoffs)

    def package(self, combination: int) -> dict[str, str]:
        """Issue → option, for one combination."""
        chosen = {}
        for issue, labels in zip(reversed(self.issues), reversed(self.options), strict=True):
            combination, option = divmod(combination, len(labels))
            chosen[issue] = labels[option]
        return {issue: chosen[issue] for issue in self.issues}

    def combination(self, package: Mapping[str, str]) -> int:
        """The number of the combination that a package has here."""
        number = 0
        for issue, labels in zip(self.issues, self.options, strict=True):
            number = number * len(labels) + labels.index(package[issue])
        return number


PACKAGE_LIMIT = 5_000_000
"""How many packages are ever laid out one by one."""
NUMBERED = 10**18
"""Packages that have a number, which is a whole number of 64 bits."""


Given = ParamSpec("Given")
Found = TypeVar("Found")
Own = TypeVar("Own", bound="CountedPackages")


def once(work: Callable[Concatenate[Own, Given], Found]) -> Callable[Concatenate[Own, Given], Found]:
    """Work an answer about packages out once, and keep it with them; an array is then only read."""

    @wraps(work)
    def kept(packages: Own, /, *given: Given.args, **named: Given.kwargs) -> Found:
        key = (work.__name__, *given, *named.values())
        if key not in packages._held:
            found = work(packages, *given, **named)
            if isinstance(found, np.ndarray):
                found.setflags(write=False)
            packages._held[key] = found
        return cast("Found", packages._held[key])

    return kept


class CountedPackages(Shown):
    """Packages as one combination in each of some blocks, the last block's varying fastest.

    What it reads of itself is described where `BargainingProblem` lists its parameters.
    """

    __slots__ = ()

    blocks: tuple[Block, ...]
    players: tuple[str, ...]
    fixed: Mapping[str, str]
    across: tuple[Across, ...]
    _held: dict[tuple[object, ...], object]

    @property
    def count(self) -> int:
        """How many packages there are, possible or not."""
        return prod(block.size for block in self.blocks)

    @property
    @once
    def feasible_count(self) -> int:
        """How many packages can happen at all; -1 where they are too many to count."""
        return self.clear_count()

    def clear_count(self, claims: frozenset[str] = frozenset()) -> int:
        """How many packages can happen and cross none of some claims; -1 where they are too many to count."""
        if not any(limit.name in claims | {""} for limit in self.across):
            return prod(int(block.allowed(claims).sum()) for block in self.blocks)
        return int(self.clear(claims).sum()) if self.count <= PACKAGE_LIMIT else -1

    @property
    @once
    def payoffs(self) -> FloatArray:
        """What each package is worth, shape (players, packages).

        Raises
        ------
        GameTooLarge
            If there are more packages than are ever laid out.
        """
        return self._total([block.payoffs for block in self.blocks])

    def payoffs_of(self, packages: npt.ArrayLike) -> FloatArray:
        """What some packages are worth, shape (players, m)."""
        total: FloatArray = np.zeros((len(self.players), np.size(packages)))
        for block, column in zip(self.blocks, self._combinations(packages), strict=True):
            total += block.payoffs[:, column]
        return total

    def package(self, index: int) -> dict[str, str]:
        """Issue → option, for one package; with the options that no deal changes here.

        Raises
        ------
        UnsuitableGame
            If there is no such package, as for everything that takes a package's index.
        """
        columns = self._combinations([index])
        chosen = dict(self.fixed)
        for block, column in zip(self.blocks, columns, strict=True):
            chosen |= block.package(int(column[0]))
        return chosen

    def index(self, package: Mapping[str, str]) -> int:
        """The index of a package that names an option of every issue on the table.

        Raises
        ------
        UnsuitableGame
            If it leaves an issue out, or names an option that there is not.
        """
        number = 0
        for block in self.blocks:
            for issue, labels in zip(block.issues, block.options, strict=True):
                if package.get(issue) not in labels:
                    found = f"has no option `{package[issue]}`" if issue in package else "is left out"
                    raise UnsuitableGame(f"`{issue}` {found}", f"it takes {', '.join(labels)}")
            number = number * block.size + block.combination(package)
        return number

    def possible(self, index: int) -> bool:
        """Whether a package can happen at all."""
        columns = self._combinations([index])
        inside = all(bool(b.possible[int(c[0])]) for b, c in zip(self.blocks, columns, strict=True))
        return inside and not self._across([index], frozenset(("",)))[0]

    def feasible(self) -> BoolArray:
        """The packages that can happen at all, shape (packages,)."""
        return self.clear(frozenset())

    def clear(self, claims: frozenset[str]) -> BoolArray:
        """The packages that can happen and cross none of some red lines and ratifiers, shape (packages,)."""
        result = self._everywhere([block.allowed(claims) for block in self.blocks])
        return result & ~self._across(np.arange(self.count), claims | {""}) if self.across else result

    def crossing(self, claim: str) -> BoolArray:
        """The packages that cross a red line or a ratifier in any block, or across several, shape (packages,)."""
        beside = [~block.crossed.get(claim, np.zeros(block.size, dtype=bool)) for block in self.blocks]
        return ~self._everywhere(beside) | self._across(np.arange(self.count), frozenset((claim,)))

    def pricing(self, line: str) -> FloatArray:
        """What a soft red line costs its player at each package, shape (packages,)."""
        tables = [block.costs.get(line, np.zeros(block.size)) for block in self.blocks]
        return self._total([table[None] for table in tables]).ravel()

    def options_of(self, packages: npt.ArrayLike) -> dict[str, IntArray]:
        """Issue → the number of its option in each of some packages, shape (m,)."""
        found: dict[str, IntArray] = {}
        for block, column in zip(self.blocks, self._combinations(packages), strict=True):
            rest = column
            for issue, labels in zip(reversed(block.issues), reversed(block.options), strict=True):
                rest, found[issue] = np.divmod(rest, len(labels))
        return found

    def _across(self, packages: npt.ArrayLike, names: frozenset[str]) -> BoolArray:
        """Which packages cross any of some limits over several blocks, shape (m,)."""
        result = np.zeros(np.size(packages), dtype=bool)
        limits = [limit for limit in self.across if limit.name in names]
        options = self.options_of(packages) if limits else {}
        for limit in limits:
            result |= limit.crossed(options)
        return result

    def _everywhere(self, masks: Sequence[BoolArray]) -> BoolArray:
        """The packages that every block's mask has, shape (packages,)."""
        self._check_size()
        result = masks[0].copy()
        for mask in masks[1:]:
            result = np.logical_and.outer(result, mask).ravel()
        return result

    def _combinations(self, packages: npt.ArrayLike) -> list[IntArray]:
        rest = self._numbers(packages)
        columns: list[IntArray] = []
        for block in reversed(self.blocks):
            rest, column = np.divmod(rest, block.size)
            columns.insert(0, column)
        if rest.any():
            raise UnsuitableGame("there is no such package", f"they are numbered from 0 to {self.count - 1:,}")
        return columns

    def _numbers(self, packages: npt.ArrayLike) -> IntArray:
        """Numbers of packages as whole numbers, shape (m,)."""
        hint = f"a package is named by a whole number from 0 to {self.count - 1:,}"
        try:
            given = np.asarray(packages).ravel()
        except ValueError:
            raise UnsuitableGame("the numbers of packages are not whole numbers", hint) from None
        if given.size and given.dtype.kind not in "iu":
            raise UnsuitableGame("there is no such package", hint)
        return given.astype(np.int64)

    def _check_numbered(self) -> None:
        if self.count > NUMBERED:
            raise GameTooLarge(
                "packages", self.count, NUMBERED, "drop issues or options, or commit some issues with --fix"
            )

    def _check_size(self) -> None:
        if self.count > PACKAGE_LIMIT:
            hint = "ask for the frontier, which needs no list of packages, or commit some issues with --fix"
            raise GameTooLarge("packages", self.count, PACKAGE_LIMIT, hint)

    def _total(self, tables: Sequence[FloatArray]) -> FloatArray:
        self._check_size()
        total = tables[0]
        for table in tables[1:]:
            total = (total[:, :, None] + table[:, None, :]).reshape(len(total), -1)
        return total
