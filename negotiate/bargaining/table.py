"""What lies on the table: packages by number and by name, what each is worth, who may refuse what,
and no deal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from math import prod
from numbers import Integral
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray, IndexArray, IntArray
from negotiate.bargaining.claims import Claim, Landmark, NoDeal, retold
from negotiate.bargaining.packages import NUMBERED, PACKAGE_LIMIT, Across, Block
from negotiate.display import Cache, Found, Shown
from negotiate.errors import GameTooLarge, UnsuitableGame, shortly
from negotiate.games.exactness import Steps, in_steps
from negotiate.games.normal_form import TakesApart, needs_numbers

Entry = TypeVar("Entry")
Costly = TypeVar("Costly", Block, Landmark)
Given = ParamSpec("Given")
Own = TypeVar("Own", bound="BargainingTable")
EVERYTHING = frozenset[str]()


def once(
    work: Callable[Concatenate[Own, Given], Found],
) -> Callable[Concatenate[Own, Given], Found]:
    """Work an answer about packages out once, and keep it with them; an array is then only read."""

    @wraps(work)
    def kept(packages: Own, /, *given: Given.args, **named: Given.kwargs) -> Found:
        return packages.cache.once(
            (work, *given, *named.values()), lambda: read_only(packages, *given, **named)
        )

    def read_only(packages: Own, /, *given: Given.args, **named: Given.kwargs) -> Found:
        found = work(packages, *given, **named)
        if isinstance(found, np.ndarray):
            found.setflags(write=False)
        return found

    return kept


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BargainingTable(Shown):
    """Packages, payoffs, claims and the disagreement point, as `BargainingProblem` describes them.

    Whatever takes more than a look is worked out by functions of this room, each of which takes the
    table.
    """

    blocks: tuple[Block, ...]
    no_deals: tuple[NoDeal, ...]
    players: tuple[str, ...]
    keys: tuple[str, ...]
    claims: tuple[Claim, ...]
    signers: tuple[bool, ...]
    title: str = ""
    units: tuple[str, ...] = ()
    chosen: int = 0
    dropped: frozenset[str] = frozenset()
    power: tuple[float, ...] = ()
    patience: tuple[float | None, ...] = ()
    money: tuple[float, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    status_quo: Landmark | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)
    issue_names: Mapping[str, str] = field(default_factory=dict)
    option_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    curve: bool = False
    named: bool = True
    across: tuple[Across, ...] = ()
    takes_apart: TakesApart | None = None
    ordinal: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    private: Callable[[], Any] | None = None
    _cache: Cache = field(default_factory=Cache, init=False, compare=False)

    def __post_init__(self) -> None:
        hint = "drop issues or options, or commit some issues with --fix"
        GameTooLarge.refuse("packages", self.count, NUMBERED, hint)

    @property
    def cache(self) -> Cache:
        """What has been worked out about its packages."""
        return self._cache

    @property
    def count(self) -> int:
        """How many packages there are, possible or not."""
        return prod(block.size for block in self.blocks)

    @property
    @once
    def issues(self) -> Mapping[str, tuple[str, ...]]:
        """Every issue on the table, with its options; none where packages are bare arrays."""
        return dict(
            pair for block in self.blocks for pair in zip(block.issues, block.options, strict=True)
        )

    @property
    @once
    def feasible_count(self) -> int:
        """How many packages can happen at all; -1 where they are too many to count."""
        return self.clear_count()

    def clear_count(self, claims: frozenset[str] = EVERYTHING) -> int:
        """How many packages can happen and cross none of some claims; -1 where they are too many to
        count.
        """
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

    @property
    def span(self) -> FloatArray:
        """From what to what the payoffs of packages run for each player, shape (players,)."""
        return np.asarray(np.sum([np.ptp(block.payoffs, axis=1) for block in self.blocks], axis=0))

    def payoffs_of(self, packages: npt.ArrayLike) -> FloatArray:
        """What some packages are worth, shape (players, m)."""
        total: FloatArray = np.zeros((len(self.players), np.size(packages)))
        for block, column in zip(self.blocks, self.combinations(packages), strict=True):
            total += block.payoffs[:, column]
        return total

    def package(self, index: int) -> dict[str, str]:
        """Issue → option, for one package; with the options that no deal changes here.

        Raises
        ------
        UnsuitableGame
            If there is no such package, as for everything that takes a package's index.
        """
        options = self.options_of([index])
        return {
            **self.fixed,
            **{issue: self.issues[issue][option[0]] for issue, option in options.items()},
        }

    def index(self, package: Mapping[str, str]) -> int:
        """The index of a package that names an option of every issue on the table.

        Raises
        ------
        UnsuitableGame
            If it leaves an issue out, or names an option that there is not.
        """
        number = 0
        for block in self.blocks:
            combination = 0
            for issue, labels in zip(block.issues, block.options, strict=True):
                if package.get(issue) not in labels:
                    found = (
                        f"has no option `{package[issue]}`" if issue in package else "is left out"
                    )
                    raise UnsuitableGame(f"`{issue}` {found}", f"it takes {', '.join(labels)}")
                combination = combination * len(labels) + labels.index(package[issue])
            number = number * block.size + combination
        return number

    def possible(self, index: int) -> bool:
        """Whether a package can happen at all."""
        return bool(self.clear_of([index], EVERYTHING)[0])

    def feasible(self) -> BoolArray:
        """The packages that can happen at all, shape (packages,)."""
        return self.clear(EVERYTHING)

    def clear(self, claims: frozenset[str]) -> BoolArray:
        """The packages that can happen and cross none of some red lines and ratifiers, shape
        (packages,).
        """
        result = self._everywhere([block.allowed(claims) for block in self.blocks])
        return (
            result & ~self._across(np.arange(self.count), claims | {""}) if self.across else result
        )

    def clear_of(self, packages: npt.ArrayLike, claims: frozenset[str]) -> BoolArray:
        """The same of some packages, shape (m,)."""
        result = ~self._across(packages, claims | {""})
        for block, column in zip(self.blocks, self.combinations(packages), strict=True):
            result &= block.allowed(claims)[column]
        return result

    def crossing(self, claim: str) -> BoolArray:
        """The packages that cross a red line or a ratifier in any block, or across several, shape
        (packages,).
        """
        beside = [
            ~block.crossed.get(claim, np.zeros(block.size, dtype=bool)) for block in self.blocks
        ]
        return ~self._everywhere(beside) | self._across(np.arange(self.count), frozenset((claim,)))

    def pricing(self, line: str) -> FloatArray:
        """What a soft red line costs its player at each package, shape (packages,)."""
        return self._total(
            [block.costs.get(line, np.zeros(block.size))[None] for block in self.blocks]
        ).ravel()

    def options_of(self, packages: npt.ArrayLike) -> dict[str, IndexArray]:
        """Issue → the number of its option in each of some packages, shape (m,)."""
        found: dict[str, IndexArray] = {}
        for block, column in zip(self.blocks, self.combinations(packages), strict=True):
            if block.issues:
                shape = [len(labels) for labels in block.options]
                found |= zip(block.issues, np.unravel_index(column, shape), strict=True)
        return found

    def combinations(self, packages: npt.ArrayLike) -> tuple[IndexArray, ...]:
        """The combination of each block in each of some packages, shape (m,)."""
        hint = f"a package is named by a whole number from 0 to {self.count - 1:,}"
        try:
            given = np.asarray(packages).ravel()
        except ValueError:
            raise UnsuitableGame("the numbers of packages are not whole numbers", hint) from None
        if given.size and given.dtype.kind not in "iu":
            raise UnsuitableGame("there is no such package", hint)
        numbers = given.astype(int)
        if ((numbers < 0) | (numbers >= self.count)).any():
            raise UnsuitableGame(
                "there is no such package", f"they are numbered from 0 to {self.count - 1:,}"
            )
        return np.unravel_index(numbers, [block.size for block in self.blocks])

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

    def _total(self, tables: Sequence[FloatArray]) -> FloatArray:
        self._check_size()
        total = tables[0]
        for table in tables[1:]:
            total = (total[:, :, None] + table[:, None, :]).reshape(len(total), -1)
        return total

    def _check_size(self) -> None:
        hint = (
            "ask for the frontier, which needs no list of packages, or commit some issues with "
            "--fix"
        )
        GameTooLarge.refuse("packages", self.count, PACKAGE_LIMIT, hint)

    def insisted(self) -> Self:
        """The same problem with everybody insisting on its no-deal payoff again."""
        least = {c.name for c in self.claims if c.kind == "no deal"}
        return replace(self, dropped=self.dropped - least)

    def without(self, *names: str) -> Self:
        """The same problem with some claims looked away from; a soft red line then costs nothing.

        Raises
        ------
        UnsuitableGame
            If there is no such claim.
        """
        known = {claim.name for claim in self.claims}
        for name in names:
            if name not in known:
                raise UnsuitableGame(
                    f"there is no claim `{name}`", f"there is {', '.join(sorted(known))}"
                )
        free = {
            c.name: c.player
            for c in self.claims
            if not c.hard and c.name in set(names) - self.dropped
        }
        return replace(
            self,
            blocks=tuple(_without_costs(block, free) for block in self.blocks),
            landmarks=tuple(_without_costs(mark, free) for mark in self.landmarks),
            status_quo=None if self.status_quo is None else _without_costs(self.status_quo, free),
            dropped=self.dropped | set(names),
        )

    def under(self, number: int) -> Self:
        """The same problem under another of the no-deal points, counted from 0.

        Raises
        ------
        UnsuitableGame
            If there is no such point.
        """
        given: object = number
        whole = isinstance(given, Integral) and not isinstance(given, bool)
        if not whole or number not in range(len(self.no_deals)):
            last = len(self.no_deals) - 1
            there = (
                f"they are numbered from 0 to {last}"
                if last
                else "there is only one, and its number is 0"
            )
            told = shortly(number) if whole else str(given)[:20]
            raise UnsuitableGame(f"there is no no-deal point `{told}`, counted from 0", there)
        notes = retold(self.notes, self.no_deals, number)
        return replace(self, chosen=number, notes=notes)

    @property
    def disagreement(self) -> FloatArray:
        """What each player gets without a deal, shape (players,)."""
        return self.no_deal.payoffs

    @property
    def no_deal(self) -> NoDeal:
        """What happens without a deal."""
        return self.no_deals[self.chosen]

    @property
    def number(self) -> int:
        """The number of the no-deal point, counted from 1."""
        return self.chosen + 1

    def crosses(self, index: int) -> tuple[Claim, ...]:
        """The claims that a package crosses: red lines, ratifiers, and who would rather have no
        deal.

        Claims that are looked away from are not among them.
        """
        found = {
            limit.name
            for limit in self.across
            if self._across([index], frozenset((limit.name,)))[0]
        }
        for block, column in zip(self.blocks, self.combinations([index]), strict=True):
            found.update(name for name, mask in block.crossed.items() if mask[column[0]])
        return self._among(found, self.payoffs_of([index])[:, 0])

    def prices_of(self, index: int) -> dict[str, float]:
        """Soft red line → what signing a package costs its player, for those lines that it
        crosses.
        """
        found: dict[str, float] = {}
        for block, column in zip(self.blocks, self.combinations([index]), strict=True):
            found |= {name: float(costs[column[0]]) for name, costs in block.costs.items()}
        return {name: price for name, price in found.items() if price and name not in self.dropped}

    def refusals(self, mark: Landmark) -> tuple[Claim, ...]:
        """The claims for which a landmark is refused: of those that it crosses, all that have no
        price.
        """
        found = (
            self.crosses(mark.package)
            if mark.on_table
            else self._among(set(mark.crossed), mark.payoffs)
        )
        return tuple(claim for claim in found if claim.hard)

    def of_signers(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Of a list with one entry a player those of the players who have to sign; nothing of an
        empty list.
        """
        return tuple(entries[seat] for seat in self.seats) if entries else ()

    def _among(self, crossed: set[str], payoffs: FloatArray) -> tuple[Claim, ...]:
        """The claims that stand, of lines that are crossed and players who would rather have no
        deal.
        """
        signs = self.gain_signs(payoffs[:, None])[:, 0]
        short = {player for player, sign in zip(self.seats, signs, strict=True) if sign < 0}
        named = (c for c in self.claims if c.name not in self.dropped)
        return tuple(
            c for c in named if (c.player in short if c.kind == "no deal" else c.name in crossed)
        )

    def acceptable(self) -> BoolArray:
        """The packages that are possible and cross no red line and no ratifier, shape
        (packages,).
        """
        return self.clear(self.standing)

    def acceptable_of(self, packages: npt.ArrayLike) -> BoolArray:
        """Which of some packages are possible and cross no red line and no ratifier, shape (m,)."""
        return self.clear_of(packages, self.standing)

    @once
    def gains(self) -> FloatArray:
        """What each package gives each signer beyond no deal, in whole steps, shape (signers,
        packages).
        """
        return self.gains_of(self._total(self.in_steps().tables))

    @property
    def step(self) -> FloatArray:
        """The step in which each signer's payoffs are compared, in its own unit, shape
        (signers,).
        """
        return self.in_steps().size

    @once
    def in_steps(self) -> Steps:
        """What each block's combinations, no deal and what happened are worth to signers, in whole
        steps.
        """
        rows = list(self.seats)
        beside = (
            self.disagreement,
            *(mark.payoffs for mark in self.landmarks),
        )  # what happened may be off the table
        return in_steps(
            [block.payoffs[rows] for block in self.blocks], [vector[rows] for vector in beside]
        )

    def gains_of(self, sums: FloatArray) -> FloatArray:
        """Gains beyond no deal of what is worth so many steps, shape (signers, m); what rounding
        may leave is none.
        """
        steps = self.in_steps()
        gains = sums - steps.vectors[0][:, None]
        for own, slack in zip(gains, steps.slack, strict=True):
            if slack:
                own[np.abs(own) <= slack] = 0.0
        return gains

    @property
    @once
    def standing(self) -> frozenset[str]:
        """The red lines and ratifiers that nobody looks away from."""
        return (
            frozenset(c.name for c in self.claims if c.hard and c.kind != "no deal") - self.dropped
        )

    @property
    def loose(self) -> bool:
        """Whether limits stand that look at too many issues at once to be laid out."""
        return any(limit.name in self.standing or not limit.name for limit in self.across)

    def check_laid_out(self, what: str) -> None:
        """Refuse an answer that needs every limit laid out.

        Raises
        ------
        GameTooLarge
            If some limit looks at too many issues at once.
        """
        if self.loose:
            names = (
                ", ".join(sorted({limit.name for limit in self.across if limit.name}))
                or "infeasible"
            )
            hint = (
                f"`{names}` looks at too many issues at once for {what}; commit some issues "
                "with --fix"
            )
            raise GameTooLarge(
                "packages of issues that hang together", self.count, PACKAGE_LIMIT, hint
            )

    @property
    def insisting(self) -> BoolArray:
        """Which signers insist on what no deal gives them, shape (signers,)."""
        bound = {
            c.player for c in self.claims if c.kind == "no deal" and c.name not in self.dropped
        }
        return np.array([p in bound for p in self.seats], dtype=bool)

    @property
    def seats(self) -> tuple[int, ...]:
        """The players who have to sign."""
        return tuple(p for p, signs in enumerate(self.signers) if signs)

    def gain_signs(self, payoffs: FloatArray, over: FloatArray | None = None) -> IntArray:
        """Whether columns of payoffs give each signer more than no deal (1), less (-1) or as much,
        shape (signers, m).

        Others than no deal may be named that they are held against; what rounding may leave is
        nothing.
        """
        rows = list(self.seats)
        apart = self.disagreement if over is None else over
        steps = np.rint((payoffs[rows] - apart[rows, None]) / self.step[:, None])
        return np.sign(np.where(np.abs(steps) > self.in_steps().slack[:, None], steps, 0.0)).astype(
            int
        )


def _without_costs(found: Costly, lines: Mapping[str, int]) -> Costly:
    """Payoffs where crossing some soft red lines costs nothing: line → whose it is."""
    own = [name for name in lines if name in found.costs]
    if not own:
        return found
    payoffs = found.payoffs.copy()
    for name in own:
        payoffs[lines[name]] += found.costs[name]
    return replace(found, payoffs=payoffs)


def check_numbers(problem: BargainingTable, what: str) -> None:
    """Refuse what adds, multiplies or weighs payoffs, where some of them are levels.

    Parameters
    ----------
    problem : BargainingProblem
        Which is asked about.
    what : str
        What is asked for, as the beginning of a sentence in the singular.

    Raises
    ------
    UnsuitableGame
        If the payoffs of some player are levels.
    """
    reason = needs_numbers(problem.players, problem.keys, problem.ordinal)
    if reason is not None:
        raise UnsuitableGame(
            f"{what} {reason}",
            (
                "`negotiate deal` shows what needs no numbers: the agreement zone, the Pareto "
                "frontier "
                "and the conflicts"
            ),
        )
