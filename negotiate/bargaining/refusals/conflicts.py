"""Which claims cannot all stand: the smallest sets that leave no package, and the smallest whose removal leaves some.

A set of claims leaves no package where every package crosses one of them; so it has to meet what each package crosses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.bargaining.table.claims import Claim
from negotiate.display import Shown
from negotiate.kernels.bargaining.patterns import Patterns, patterns
from negotiate.kernels.bargaining.transversals import minimal, transversals

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

POINTS = 200_000
"""Points of all patterns that are held at a time."""
PATTERNS = 500
"""Smallest patterns of claims crossed that are gone through."""
SETS = 200
"""Smallest sets that are listed."""
STEPS = 5_000
"""Of the search for them."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that leave no package between them, though any fewer of them leave some.

    Parameters
    ----------
    claims : tuple of Claim
        In the order of the file; empty only where nothing is possible at all.
    best : float
        Where just one of them is that a player gets at least what no deal gives it: the most that the others leave it.
        Not a number elsewhere.
    """

    claims: tuple[Claim, ...]
    best: float = np.nan

    @property
    def names(self) -> frozenset[str]:
        """The names of the claims."""
        return frozenset(claim.name for claim in self.claims)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Conflicts(Shown):
    """What rules every deal out.

    Parameters
    ----------
    problem : BargainingProblem
        Whose claims they are.
    sets : tuple of Conflict
        The smallest conflicts, those of fewest claims first; none where some package crosses no claim.
    removals : tuple of tuple of Claim
        The smallest sets of claims without which there is a deal, those of fewest claims first; none where there is
        one.
    level : bool
        Whether some packages cross no claim, and yet nobody would gain by any of them.
    complete : bool
        Whether these are all.
    """

    problem: BargainingProblem
    sets: tuple[Conflict, ...]
    removals: tuple[tuple[Claim, ...], ...]
    level: bool = False
    complete: bool = True

    @property
    def deal(self) -> bool:
        """Whether there is a deal already, as far as was gone through."""
        return self.complete and not self.sets and not self.level

    def __repr__(self) -> str:
        title = self.problem.title or "untitled"
        return f"<Conflicts {title!r}: {len(self.sets):,} smallest sets, {len(self.removals):,} smallest removals>"


def conflicts(problem: BargainingProblem) -> Conflicts:
    """Find the smallest conflicts between claims, and what would have to go.

    Parameters
    ----------
    problem : BargainingProblem
        Claims that are looked away from take no part.

    Returns
    -------
    Conflicts
        Marked as not complete where there are too many patterns of claims crossed to go through.

    Notes
    -----
    In a conflict "at least what no deal gives" is meant weakly. For a deal somebody has to gain as well, and so
    `removals` look only at packages by which somebody does.
    """
    claims = [claim for claim in problem.claims if claim.hard and claim.name not in problem.dropped]
    lines = [claim for claim in claims if claim.kind != "no deal"]
    found = _patterns(problem, lines)
    if not found.complete:
        return Conflicts(problem, (), (), complete=False)
    crossed = _crossed(problem, found, lines, claims)
    edges, all_edges = minimal(crossed, PATTERNS)
    gain = (found.signs == 2).any(axis=0)
    opening, all_opening = minimal((mask for mask, wins in zip(crossed, gain, strict=True) if wins), PATTERNS)
    sets, all_sets = _transversals(edges) if all_edges else ([], False)
    return Conflicts(
        problem,
        tuple(_conflict(problem, _named(claims, mask)) for mask in sets),
        () if opening == [0] else tuple(_named(claims, mask) for mask in opening),
        level=edges == [0] and opening != [0],
        complete=all_edges and all_opening and all_sets,
    )


def _patterns(problem: BargainingProblem, lines: list[Claim]) -> Patterns:
    steps, crossed, gains = problem.in_steps(), [], []
    apart = steps.vectors[0]
    for block, table in zip(problem.blocks, steps.tables, strict=True):
        never = np.zeros(block.size, dtype=bool)
        rows = [block.crossed.get(line.name, never)[block.possible] for line in lines]
        count = int(block.possible.sum())
        crossed.append(np.array(rows, dtype=bool).reshape(len(lines), count))
        gains.append(table[:, block.possible] - apart[:, None])
        apart = np.zeros_like(apart)
    return patterns(crossed, gains, POINTS, steps.slack)


def _crossed(problem: BargainingProblem, found: Patterns, lines: list[Claim], claims: list[Claim]) -> list[int]:
    """What each pattern crosses, a bit for each of the claims."""
    bit = {claim.name: 1 << place for place, claim in enumerate(claims)}
    moved = [bit[line.name] for line in lines]
    least = {claim.player: bit[claim.name] for claim in claims if claim.kind == "no deal"}
    short = [least.get(player, 0) for player in problem.seats]
    result = []
    for mask, signs in zip(found.crossed, found.signs.T.tolist(), strict=True):
        own = sum(one for place, one in enumerate(moved) if mask >> place & 1)
        result.append(own | sum({one for one, sign in zip(short, signs, strict=True) if sign == 0}))
    return result


def _transversals(edges: list[int]) -> tuple[list[int], bool]:
    return ([], True) if edges == [0] else transversals(edges, SETS, STEPS)


def _named(claims: list[Claim], mask: int) -> tuple[Claim, ...]:
    return tuple(claim for place, claim in enumerate(claims) if mask >> place & 1)


def _conflict(problem: BargainingProblem, claims: tuple[Claim, ...]) -> Conflict:
    """A conflict, with the most that is left to the one player in it who insists on its no-deal payoff."""
    least = [claim.player for claim in claims if claim.kind == "no deal"]
    if len(least) != 1:
        return Conflict(claims)
    others = frozenset(claim.name for claim in claims if claim.kind != "no deal")
    masks = [block.allowed(others) for block in problem.blocks]
    if not all(mask.any() for mask in masks):
        return Conflict(claims)
    tops = [block.payoffs[least[0], mask].max() for block, mask in zip(problem.blocks, masks, strict=True)]
    return Conflict(claims, float(sum(tops)))
