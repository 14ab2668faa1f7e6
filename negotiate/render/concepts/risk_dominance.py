"""Risk dominance told: which equilibrium is safer, by what products, and whether it is also the better one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod

from rich.console import RenderableType

from negotiate.games.normal_form import NormalFormGame
from negotiate.render import matrix
from negotiate.render.concepts.columns import columns, folded
from negotiate.render.concepts.falling import combination, label, name
from negotiate.render.concepts.told import Told
from negotiate.render.exactly import largest
from negotiate.report.numbers import contrast, decimals, exact, probability, rounded
from negotiate.report.style import Look
from negotiate.report.words import in_words, joined
from negotiate.solvers.concepts.risk_dominance import Comparison, RiskDominance
from negotiate.solvers.solution import Solution

ROWS = 12


def _read(sol: Solution) -> tuple[NormalFormGame, RiskDominance]:
    if not isinstance(sol.game, NormalFormGame) or not isinstance(sol.finding, RiskDominance):
        raise TypeError("this solution is about another concept")
    return sol.game, sol.finding


def _headline(sol: Solution) -> str:
    game, found = _read(sol)
    if found.dominant is not None:
        safer = combination(game, found.equilibria[found.dominant])
        if len(found.equilibria) == 2:
            other = combination(game, found.equilibria[1 - found.dominant])
            return f"{safer} risk-dominates {other}."
        return f"{safer} risk-dominates each of the {in_words(len(found.equilibria) - 1).lower()} other equilibria."
    if len(found.equilibria) == 2:
        one, two = (combination(game, profile) for profile in found.equilibria)
        return f"Neither of {one} and {two} risk-dominates the other: their risks are equal."
    return f"None of the {in_words(len(found.equilibria)).lower()} strict equilibria risk-dominates every other."


def _sentences(sol: Solution) -> Sequence[str]:
    game, found = _read(sol)
    ordered = _in_order(found)
    said = [_products(game, found, ordered[0])]
    if len(ordered) == 1:
        said.append(_payoffs(game, found))
    said.append(_beliefs(game, found, ordered[0]))
    if found.half_dominant is not None and max(game.shape) > 2:
        best = combination(game, found.equilibria[found.half_dominant])
        said.append(
            f"{best} is even 1/2-dominant: best for whoever gives it one chance in two, whatever else may come."
        )
    return said


def _in_order(found: RiskDominance) -> list[Comparison]:
    """Comparisons with the dominant equilibrium first."""
    return sorted(found.comparisons, key=lambda one: found.dominant not in (one.first, one.second))


def _ends(found: RiskDominance, one: Comparison) -> tuple[int, int]:
    """Which side of a comparison is told first: the safer one."""
    return (1, 0) if one.risk_dominant == 1 else (0, 1)


def _digits(game: NormalFormGame, found: RiskDominance) -> int:
    return decimals([x for one in found.comparisons for side in one.losses for x in side])


def _products(game: NormalFormGame, found: RiskDominance, one: Comparison) -> str:
    """What leaving each of the two would cost, and the two products."""
    profiles = [found.equilibria[one.first], found.equilibria[one.second]]
    safer, other = _ends(found, one)
    digits = _digits(game, found)
    products = [x * y for x, y in one.losses]
    more, less = contrast(products[safer], products[other])
    here = joined([f"{name(game, p)} {rounded(one.losses[safer][p], digits)}" for p in range(2)])
    there = joined([f"{rounded(one.losses[other][p], digits)}" for p in range(2)])
    compare = "as much" if one.risk_dominant is None else "less"
    return (
        f"Leaving {combination(game, profiles[safer])} for the other's part would cost {here} (product {more}); "
        f"leaving {combination(game, profiles[other])} costs them {there} (product {less}), which is {compare}."
    )


def _beliefs(game: NormalFormGame, found: RiskDominance, one: Comparison) -> str:
    """How sure each player must be of the other to play its part in the riskier of the two."""
    _, other = _ends(found, one)
    profile = found.equilibria[(one.first, one.second)[other]]
    parts = [
        f"{name(game, p)} plays {label(game, p, profile[p])} only if {label(game, 1 - p, profile[1 - p])} seems at "
        f"least {probability(one.needed[other][p])} likely"
        for p in range(2)
    ]
    return f"{joined(parts)}."


def _payoffs(game: NormalFormGame, found: RiskDominance) -> str:
    """Whether safety and payoffs point the same way."""
    one = _in_order(found)[0]
    profiles = [combination(game, found.equilibria[k]) for k in (one.first, one.second)]
    if one.payoff_dominant is None:
        return "Neither gives both players more than the other."
    better = profiles[one.payoff_dominant]
    if one.risk_dominant is None:
        return f"{better} gives both players more."
    if one.risk_dominant == one.payoff_dominant:
        return f"{better} also gives both players more, so that safety and payoffs agree."
    return f"{better} would give both players more, so that safety and payoffs pull apart."


def _body(sol: Solution, look: Look) -> Iterable[RenderableType]:
    game, found = _read(sol)
    if len(found.equilibria) == 2 and max(game.shape) <= 3:
        yield from matrix.lines(game, look)
        yield ""
    lines = _lines(game, found)
    shown = lines if look.all else lines[:ROWS]
    yield from columns(["Safer", "Than", "Products of losses"], shown, 2, look)
    yield from folded(len(lines), len(shown), "comparison", "comparisons", look)


def _lines(game: NormalFormGame, found: RiskDominance) -> list[list[str]]:
    lines = []
    for one in _in_order(found):
        safer, other = _ends(found, one)
        profiles = [combination(game, found.equilibria[k]) for k in (one.first, one.second)]
        products = [x * y for x, y in one.losses]
        more, less = contrast(products[safer], products[other])
        sign = "=" if one.risk_dominant is None else ">"
        first = f"{profiles[safer]} (as safe)" if one.risk_dominant is None else profiles[safer]
        lines.append([first, profiles[other], f"{more} {sign} {less}"])
    return lines


def _rows(sol: Solution) -> Sequence[Sequence[str]]:
    game, found = _read(sol)
    head = ["first", "second", "product first", "product second", "risk-dominant", "payoff-dominant"]
    rows, size = [head], prod(largest(game))
    for one in found.comparisons:
        profiles = [combination(game, found.equilibria[k]) for k in (one.first, one.second)]
        products = [exact(x * y, size) for x, y in one.losses]
        named = ["neither" if k is None else profiles[k] for k in (one.risk_dominant, one.payoff_dominant)]
        rows.append([*profiles, *products, *named])
    return rows


TOLD = Told("risk-dominance", _headline, _sentences, _body, _rows)
