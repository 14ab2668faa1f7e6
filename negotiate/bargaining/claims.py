"""What players insist on, what awaits them without a deal, and deals to hold others against.

What of bargaining means nothing where preferences have no numbers.

What may be signed: the packages under what players insist on, and what each gains by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.packages import PACKAGE_LIMIT, CountedPackages
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.exactness import Steps, in_steps
from negotiate.games.normal_form import needs_numbers

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


def check_numbers(problem: BargainingProblem, what: str) -> None:
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
            "`negotiate deal` shows what needs no numbers: the agreement zone, the Pareto frontier and the conflicts",
        )


Kind = Literal["red line", "ratifier", "no deal", "soft red line"]


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that may keep a package from being signed.

    Parameters
    ----------
    name : str
        A red line or ratifier by its name in the file; `no_deal.<player>` for the least that a player signs for.
    player : int
        Whose claim it is.
    kind : {'red line', 'ratifier', 'no deal', 'soft red line'}
        A soft red line keeps nothing from being signed: it has a price.
    written : str
        The claim in the file's words.
    about : str
        Why the player makes the claim, in the file's words; empty where the file says nothing.
    """

    name: str
    player: int
    kind: Kind
    written: str = ""
    about: str = ""

    @property
    def hard(self) -> bool:
        """Whether no price makes the player sign."""
        return self.kind != "soft red line"


def no_deal_claim(key: str) -> str:
    """The name of the claim that a player gets at least what no deal gives it."""
    return f"no_deal.{key}"


@dataclass(frozen=True, slots=True, eq=False)
class NoDeal:
    """What happens when they walk away.

    Parameters
    ----------
    payoffs : ndarray, shape (players,)
        The disagreement point.
    label : str
        What is done then, in a few words.
    how : str
        Where the point comes from: "equilibrium", "status quo", "file", "given".
    choices : Mapping[str, str]
        Issue → option, where everybody does one thing for sure.
    """

    payoffs: FloatArray
    label: str = ""
    how: str = "given"
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Landmark:
    """A package that somebody may want to hold others against: the status quo, or what really happened.

    Parameters
    ----------
    label : str
        What it is called.
    package : int
        Its index; -1 where it is no package on this table.
    payoffs : ndarray, shape (players,)
        What it is worth.
    choices : Mapping[str, str]
        Issue → option.
    beyond : Mapping[str, str]
        The choices that no deal sets here.
    crossed : tuple of str
        Where it is no package on this table: the red lines and ratifiers that it crosses.
    costs : Mapping[str, float]
        Soft red line → what signing costs its player, as taken off its payoff.
    possible : bool
        Whether it can happen at all.
    """

    label: str
    package: int
    payoffs: FloatArray
    choices: Mapping[str, str] = field(default_factory=dict)
    beyond: Mapping[str, str] = field(default_factory=dict)
    crossed: tuple[str, ...] = ()
    costs: Mapping[str, float] = field(default_factory=dict)
    possible: bool = True

    @property
    def on_table(self) -> bool:
        """Whether it is one of the packages."""
        return self.package >= 0

    def free_of(self, lines: Mapping[str, int]) -> Landmark:
        """The same package where crossing some soft red lines costs nothing: line → whose it is."""
        own = {name: player for name, player in lines.items() if self.costs.get(name)}
        if not own:
            return self
        payoffs = self.payoffs.copy()
        for name, player in own.items():
            payoffs[player] += self.costs[name]
        return replace(self, payoffs=payoffs)


class ClaimedPackages(CountedPackages):
    """Packages with a disagreement point, and claims that keep some of them from being signed.

    What it reads of itself is described where `BargainingProblem` lists its parameters.
    """

    __slots__ = ()

    no_deals: tuple[NoDeal, ...]
    chosen: int
    landmarks: tuple[Landmark, ...]
    claims: tuple[Claim, ...]
    signers: tuple[bool, ...]
    dropped: frozenset[str]

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
        """The claims that a package crosses: red lines, ratifiers, and who would rather have no deal.

        Claims that are looked away from are not among them.
        """
        columns = self._combinations([index])
        found = {
            name
            for block, column in zip(self.blocks, columns, strict=True)
            for name, mask in block.crossed.items()
            if mask[int(column[0])]
        }
        found |= {limit.name for limit in self.across if self._across([index], frozenset((limit.name,)))[0]}
        return self._among(found, self.payoffs_of([index])[:, 0])

    def prices_of(self, index: int) -> dict[str, float]:
        """Soft red line → what signing a package costs its player, for those lines that it crosses."""
        found = {
            name: float(costs[int(column[0])])
            for block, column in zip(self.blocks, self._combinations([index]), strict=True)
            for name, costs in block.costs.items()
        }
        return {name: price for name, price in found.items() if price and name not in self.dropped}

    def refusals(self, mark: Landmark) -> tuple[Claim, ...]:
        """The claims for which a landmark is refused: of those that it crosses, all that have no price."""
        found = self.crosses(mark.package) if mark.on_table else self._among(set(mark.crossed), mark.payoffs)
        return tuple(claim for claim in found if claim.hard)

    def _among(self, crossed: set[str], payoffs: FloatArray) -> tuple[Claim, ...]:
        """The claims that stand, of lines that are crossed and players who would rather have no deal."""
        short = self._short(payoffs)
        named = (c for c in self.claims if c.name not in self.dropped)
        return tuple(c for c in named if (short[c.player] if c.kind == "no deal" else c.name in crossed))

    def acceptable(self) -> BoolArray:
        """The packages that are possible and cross no red line and no ratifier, shape (packages,)."""
        return self.clear(self.standing)

    def acceptable_of(self, packages: npt.ArrayLike) -> BoolArray:
        """Which of some packages are possible and cross no red line and no ratifier, shape (m,)."""
        hard = self.standing
        masks = [
            block.allowed(hard)[column] for block, column in zip(self.blocks, self._combinations(packages), strict=True)
        ]
        return np.asarray(np.logical_and.reduce(masks), dtype=bool) & ~self._across(packages, hard | {""})

    def gains(self) -> FloatArray:
        """What each package gives each signer beyond no deal, in whole steps, shape (signers, packages)."""
        return self._once("gains", self._gains)

    @property
    def step(self) -> FloatArray:
        """The step in which each signer's payoffs are compared, in its own unit, shape (signers,)."""
        return self.in_steps().size

    def in_steps(self) -> Steps:
        """What each block's combinations, no deal and what happened are worth to signers, in whole steps."""
        return self._once("steps", self._in_steps)

    def gains_of(self, sums: FloatArray) -> FloatArray:
        """Gains beyond no deal of what is worth so many steps, shape (signers, m); what rounding may leave is none."""
        steps = self.in_steps()
        gains = sums - steps.vectors[0][:, None]
        for own, slack in zip(gains, steps.slack, strict=True):
            if slack:
                own[np.abs(own) <= slack] = 0.0
        return gains

    @property
    def standing(self) -> frozenset[str]:
        """The red lines and ratifiers that nobody looks away from."""
        return frozenset(c.name for c in self.claims if c.hard and c.kind != "no deal") - self.dropped

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
            names = ", ".join(sorted({limit.name for limit in self.across if limit.name})) or "infeasible"
            hint = f"`{names}` looks at too many issues at once for {what}; commit some issues with --fix"
            raise GameTooLarge("packages of issues that hang together", self.count, PACKAGE_LIMIT, hint)

    @property
    def insisting(self) -> BoolArray:
        """Which signers insist on what no deal gives them, shape (signers,)."""
        bound = {c.player for c in self.claims if c.kind == "no deal" and c.name not in self.dropped}
        return np.array([p in bound for p in self.seats], dtype=bool)

    @property
    def seats(self) -> tuple[int, ...]:
        """The players who have to sign."""
        return tuple(p for p, signs in enumerate(self.signers) if signs)

    def _in_steps(self) -> Steps:
        rows = list(self.seats)
        beside = (self.disagreement, *(mark.payoffs for mark in self.landmarks))  # what happened may be off the table
        return in_steps([block.payoffs[rows] for block in self.blocks], [vector[rows] for vector in beside])

    def _gains(self) -> FloatArray:
        return self.gains_of(self._total(self.in_steps().tables))

    def _short(self, payoffs: FloatArray) -> BoolArray:
        """Who gets less than without a deal."""
        result = np.zeros(len(self.players), dtype=bool)
        rows = list(self.seats)
        result[rows] = np.rint((payoffs[rows] - self.disagreement[rows]) / self.step) < -self.in_steps().slack
        return result
