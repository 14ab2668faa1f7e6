"""Settles support profiles of a tree one by one, and keeps each outcome with the ways in which it is upheld."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from negotiate.solvers.equilibrium import Unverified
from negotiate.solvers.trees.assessment_agents import mixtures
from negotiate.solvers.trees.assessment_families import ends, open_behaviour, whole
from negotiate.solvers.trees.assessment_program import LEAST, NO, Arrays, Program, Values, written
from negotiate.solvers.trees.assessment_reading import Assessment, assessment, middle, outcome
from negotiate.solvers.trees.backward_induction import reach
from negotiate.solvers.trees.sequential_equilibrium import SequentialEquilibrium, verified
from negotiate.solvers.trees.slips import Form, ways
from negotiate.solvers.trees.support_search import Budget, Used, in_order

Outcome = tuple[Fraction | float, ...]
"""The probability of each ending."""
CELLS = 5  # of a subdivision take about as long as one linear program
FIRST = 1_000  # what some weight for all that must have some counts, beside even slips


@dataclass(frozen=True, slots=True, eq=False)
class Upheld:
    """One way in which an outcome is upheld.

    Parameters
    ----------
    program : Program
        Of what is meant.
    values : list of Fraction
        Its solution.
    found : Assessment
        What that says.
    open : bool
        Whether what is meant leaves the odds of something open.
    exact : bool
        Whether `found` is what `values` says, and not sharpened by another road.
    """

    program: Program
    values: Values
    found: Assessment
    open: bool
    exact: bool

    @property
    def mixing(self) -> int:
        """At how many information sets more than one action is meant."""
        return sum(bits.bit_count() > 1 for bits in self.program.used)


@dataclass(slots=True)
class Settled:
    """What has come to light so far.

    Parameters
    ----------
    form : Form
        The tree.
    budget : Budget
        The linear programs that are left.
    found : dict of Outcome to list of Upheld
        How outcomes are upheld.
    undecided : int
        Support profiles of which it is not known whether they hold more.
    cut : bool
        Whether something was left out for lack of programs, or because a family has many dimensions.
    families : bool
        Whether some outcomes make up whole families.
    """

    form: Form
    budget: Budget
    found: dict[Outcome, list[Upheld]] = field(default_factory=dict)
    undecided: int = 0
    cut: bool = False
    families: bool = False

    def settle(self, used: Used) -> None:
        """Find the equilibria in which exactly this is meant."""
        off = self.form.everything
        for bits in used:
            off &= ~bits
        order = in_order(self.form)
        for slips in ways(self.form, off, order):
            if slips is None or not self.budget.spend():
                self.cut = True
                return
            program = written(self.form, slips, used, order, order, positive=True, whole=True)
            values = _solution(program)
            if values is not None:
                self._keep(program, values)
                return

    def _keep(self, program: Program, values: Values) -> None:
        """Note the outcome, or the ends of the family of outcomes."""
        found, all_of_them = ends(program)
        self.budget.left -= 2 * len(found) + 2
        if not program.linear and (found or not self._noted(program, values)):
            self._by_agents(program, values)
        elif not found:
            self.undecided += program.linear and not self._noted(program, values)
        else:
            self.families = True
            inside = [end for end in found if whole(program, end)]
            self.cut |= bool(inside) and not all_of_them
            for end in inside:
                self.undecided += not self._noted(program, end)

    def _by_agents(self, program: Program, values: Values) -> None:
        """Settle a profile in which open weights are multiplied, if that can be done."""
        found, all_of_them, spent = mixtures(program)
        self.budget.left -= spent // CELLS
        for one in found:
            self._noted(program, values, one)
        if not all_of_them:
            self._noted(program, values)
            self.undecided += 1

    def _noted(self, program: Program, values: Values, sharp: Assessment | None = None) -> bool:
        """Keep the outcome of a solution if it is an equilibrium; whether it is."""
        game = self.form.game
        one = sharp or assessment(program, values)
        try:
            verified(game, *one)
        except Unverified:
            return False
        free = sharp is None and open_behaviour(program, values)
        # What another road found is an outcome by itself: only this support profile reaches all information sets so.
        probabilities = tuple(reach(game, one[0])[game.tree.leaves].tolist())
        ends_so = outcome(program, values) if sharp is None else probabilities
        self.found.setdefault(ends_so, []).append(Upheld(program, values, one, free, sharp is None))
        return True


def _solution(program: Program) -> Values | None:
    """The solution with slips as even as can be, if all can have some weight that must have some."""
    arrays = Arrays(program, strict=True)
    if arrays.likely(strict=True) == NO:
        return None
    found = arrays.best({LEAST: FIRST} | dict.fromkeys(program.even.values(), 1))
    if found is not None and not found[LEAST]:
        found = arrays.best({LEAST: 1})
    return found if found is not None and found[LEAST] > 0 else None


def pieces(upheld: list[Upheld]) -> Iterator[list[Upheld]]:
    """The ways to uphold one outcome that hang together, those with the least mixing first.

    Where what is meant leaves odds open, whoever means less of it is at the edge of that.
    """
    left = sorted(upheld, key=lambda one: one.mixing)
    while left:
        piece, grown = [left.pop(0)], True
        while grown:
            near = [one for one in left if any(_touch(one, other) for other in piece)]
            grown = bool(near)
            piece += near
            left = [one for one in left if not any(one is other for other in near)]
        yield piece


def _touch(one: Upheld, other: Upheld) -> bool:
    pairs = list(zip(one.program.used, other.program.used, strict=True))
    within = all(a & b == a for a, b in pairs), all(a & b == b for a, b in pairs)
    return (within[0] and other.open) or (within[1] and one.open)


def told(form: Form, piece: list[Upheld]) -> SequentialEquilibrium:
    """One equilibrium for a piece, with beliefs in the middle of what may be believed off the path."""
    first = piece[0]
    if first.program.linear and first.exact:
        values, ranges = middle(first.program, first.values, Arrays(first.program, strict=False))
        try:
            return verified(form.game, *assessment(first.program, values), ranges)
        except Unverified:
            pass  # slips that hang together cannot all be in the middle
    return verified(form.game, *first.found)
