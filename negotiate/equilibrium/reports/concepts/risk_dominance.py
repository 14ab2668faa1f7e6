"""Risk dominance: which of two strict equilibria is safer, by what products, and whether it is also the better one."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from negotiate.equilibrium.concepts.risk_dominance import Comparison, RiskDominance
from negotiate.equilibrium.equilibrium import point
from negotiate.equilibrium.reports import words
from negotiate.equilibrium.reports.matrix import matrix
from negotiate.equilibrium.reports.payoffs import largest
from negotiate.equilibrium.reports.words import page
from negotiate.equilibrium.solution import Equilibrium, Solution
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Block, Cell, Column, Entry, Report, Table, sentences
from negotiate.report.numbers import contrast, decimals, probability, rounded
from negotiate.report.style import Look
from negotiate.report.words import in_words, joined

MEANING = "if neither player knows which equilibrium the other expects"


def report(sol: Solution, look: Look) -> Report:
    """Which equilibrium is risk dominant, with the products of losses and the beliefs that say so."""
    game, found = words.read(sol, RiskDominance)
    compared = sorted(found.comparisons, key=lambda one: found.dominant not in (one.first, one.second))
    first, alone = compared[0], len(compared) == 1
    texts = [_answer(game, found), _products(game, found, first)]
    texts += [*([_payoffs(game, found, first)] if alone else []), _beliefs(game, found, first)]
    if found.half_dominant is not None and max(game.shape) > 2:
        best = words.profile(game, found.equilibria[found.half_dominant])
        texts.append(f"{best} is 1/2-dominant: each part is a best reply if the other part is at least 1/2 likely.")
    picture: Block = matrix(game, look, _pure(game, found)) if alone else _table(game, found, compared)
    return page(sol, [*sentences(texts, 5), picture])


def _answer(game: NormalFormGame, found: RiskDominance) -> str:
    count = len(found.equilibria)
    if found.dominant is not None:
        than = "" if count == 2 else f" than each of the {in_words(count - 1).lower()} other strict equilibria"
        return f"{words.profile(game, found.equilibria[found.dominant])} is risk dominant: it is safer{than} {MEANING}."
    if count == 2:
        one, two = (words.profile(game, equilibrium) for equilibrium in found.equilibria)
        return f"Neither {one} nor {two} is risk dominant. Both are equally safe {MEANING}."
    return f"None of the {in_words(count).lower()} strict equilibria is risk dominant: none is safer than every other."


def _products(game: NormalFormGame, found: RiskDominance, one: Comparison) -> str:
    """What leaving each of the two for the other would cost, and the two products."""
    places = decimals([x for each in found.comparisons for side in each.losses for x in side])
    first, second = _sides(one)
    said, products = [], contrast(one.products[first], one.products[second])
    for side, product in zip((first, second), products, strict=True):
        leaving = [
            f"{words.name(game, p)} would lose {rounded(loss, places)} by leaving alone"
            for p, loss in enumerate(one.losses[side])
        ]
        said.append(f"At {_side(game, found, one, side)}, {joined(leaving)}: the product is {product}.")
    return " ".join(said)


def _side(game: NormalFormGame, found: RiskDominance, one: Comparison, side: int) -> str:
    return words.profile(game, found.equilibria[(one.first, one.second)[side]])


def _pure(game: NormalFormGame, found: RiskDominance) -> list[Equilibrium]:
    """The strict equilibria as the matrix takes them."""
    return [
        Equilibrium("Nash", point(game.shape, profile), payoffs, 0.0, {})
        for profile, payoffs in zip(found.equilibria, found.payoffs, strict=True)
    ]


def _sides(one: Comparison) -> tuple[int, int]:
    """The sides of a comparison, the safer one first."""
    return (1, 0) if one.risk_dominant == 1 else (0, 1)


def _payoffs(game: NormalFormGame, found: RiskDominance, one: Comparison) -> str:
    """Whether safety and payoffs point the same way."""
    if one.payoff_dominant is None:
        return "Neither equilibrium gives both players more, so neither is payoff dominant."
    better = _side(game, found, one, one.payoff_dominant)
    same = one.risk_dominant == one.payoff_dominant
    apart = "" if one.risk_dominant is None or same else " Safety and payoffs point to different equilibria."
    return f"{better} is {'also ' if same else ''}payoff dominant: both players get more there.{apart}"


def _beliefs(game: NormalFormGame, found: RiskDominance, one: Comparison) -> str:
    """How sure each player must be of the other to play its part in the riskier of the two."""
    side, said = _sides(one)[1], []
    chosen = found.equilibria[(one.first, one.second)[side]]
    for p in range(2):
        own, other = (words.label(game, q, chosen[q]) for q in (p, 1 - p))
        likely = f"{words.name(game, 1 - p)} is at least {probability(one.needed[side][p])} likely to play `{other}`"
        said.append(f"{words.name(game, p, True)} plays `{own}` only if {likely}.")
    return " ".join(said)


def _table(game: NormalFormGame, found: RiskDominance, compared: Sequence[Comparison]) -> Table:
    size = prod(largest(game))
    columns = (
        Column("Safer", key="first"),
        Column("Product", "number", "product first", size=size),
        Column("Than", key="second"),
        Column("Product", "number", "product second", size=size),
    )
    rows: list[tuple[Entry, ...]] = []
    for one in compared:
        profiles = [words.side_by_side(game, found.equilibria[k]) for k in (one.first, one.second)]
        first, second = _sides(one)
        shown = contrast(one.products[first], one.products[second])
        safer = Cell(f"{profiles[first]}{' (as safe)' if one.risk_dominant is None else ''}", profiles[first])
        numbers = [Cell(said, one.products[side]) for said, side in zip(shown, (first, second), strict=True)]
        rows.append((safer, numbers[0], profiles[second], numbers[1]))
    return Table(columns, tuple(rows), most=words.ROWS, more="comparison")
