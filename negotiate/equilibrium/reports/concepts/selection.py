"""Which Nash equilibria survive small mistakes, and what is wrong with the others; which of two is
the safer one.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING

from negotiate.equilibrium.equilibrium import point
from negotiate.equilibrium.registry import named
from negotiate.equilibrium.reports import ROWS, Rows, Words, largest, page, several, supports, told
from negotiate.equilibrium.reports.matrix import matrix
from negotiate.equilibrium.solution import Equilibrium, Solution
from negotiate.report.blocks import Block, Cell, Column, Entry, Report, Table, sentences
from negotiate.report.style import Look, contrast, decimals, in_words, joined, probability, rounded

if TYPE_CHECKING:
    from negotiate.equilibrium.concepts.perfection import Fault, Perfection
    from negotiate.equilibrium.concepts.risk_dominance import Comparison, RiskDominance

NAMED = 2
"""Equilibria that one sentence names."""
MEANING = "if neither player knows which equilibrium the other expects"


def report(sol: Solution, look: Look) -> Report:
    """Which equilibria pass, why the others do not, and all of them on the matrix or in a table."""
    return told(sol, look, {"perfect": _perfection, "risk-dominance": _safety})


# Perfect equilibria -------------------------------------------------------------------------------


def _perfection(words: Words, found: Perfection, sol: Solution, look: Look) -> Report:
    """Which Nash equilibria are perfect, and what dominates a strategy of each of the others."""
    perfect = [e for e in sol.equilibria if isinstance(e, Equilibrium)]
    texts = [_how_many(found, len(perfect)), named(sol.concept).says]
    if found.pieces:
        texts.append(f"Everything between {_pieces(found.pieces)} is perfect too.")
    if found.partly:
        texts.append(f"Not everything between {_pieces(found.partly)} is known to be perfect.")
    by_fault: dict[Fault, list[Equilibrium]] = {}
    for one in found.imperfect:
        by_fault.setdefault(one.fault, []).append(one.equilibrium)
    for fault, those in by_fault.items():
        are = "is" if len(those) == 1 else "are"
        texts.append(f"{_named(words, those)} {are} not perfect: {_reason(words, fault)}.")
    if found.undecided:
        texts.append(f"Whether {_named(words, found.undecided, 'or')} is perfect was not settled.")
    judged: list[tuple[Cell, Equilibrium]] = [
        *((Cell(str(k), "yes"), e) for k, e in enumerate(perfect, 1)),
        *((Cell("no", "no"), one.equilibrium) for one in found.imperfect),
        *((Cell("open", "open"), e) for e in found.undecided),
    ]
    heads = Column("Perfect", key="perfect"), Column("Nash equilibrium", key="equilibrium")
    rows: Rows = [(mark, " | ".join(supports(words.game, e)), *e.payoffs) for mark, e in judged]
    table = Table((*heads, *words.columns()), tuple(rows), most=ROWS, more="equilibrium/equilibria")
    return page(sol, [*sentences(texts, 4), matrix(words.game, look, perfect, words.digits), table])


def _how_many(found: Perfection, perfect: int) -> str:
    count = perfect + len(found.imperfect) + len(found.undecided)
    known = "" if found.every_nash else " that were found"
    if not count:
        return "No Nash equilibrium was found that could be perfect."
    if count == 1:
        one = (
            "The only Nash equilibrium"
            if found.every_nash
            else "The one Nash equilibrium that was found"
        )
        other = "not perfect" if found.imperfect else "not known to be perfect"
        return f"{one} is {'perfect' if perfect else other}."
    every, some = in_words(count).lower(), in_words(perfect) if perfect else "None"
    if perfect == count:
        return f"{'Both' if count == 2 else f'All {every}'} Nash equilibria{known} are perfect."
    least = f"At least {some.lower()}" if perfect and found.undecided else some
    return f"{least} of {every} Nash equilibria{known} {'is' if perfect < 2 else 'are'} perfect."


def _named(words: Words, equilibria: Sequence[Equilibrium], last: str = "and") -> str:
    return several([words.strategies(one.strategies) for one in equilibria], NAMED, last)


def _pieces(pieces: Sequence[Sequence[int]]) -> str:
    """Between which equilibria, a part a piece: "equilibria 1 and 2, between 3 and 4"."""
    parts = [joined([str(k + 1) for k in piece]) for piece in pieces[:NAMED]]
    more = [f"those of {len(pieces) - NAMED:,} more pieces"] if len(pieces) > NAMED else []
    return f"equilibria {', between '.join([*parts, *more])}"


def _reason(words: Words, fault: Fault) -> str:
    """What is weakly dominated by what, and against what it is worse."""
    player, own = fault.player, words.quoted(fault.player, fault.strategies)
    what = own if len(fault.strategies) == 1 else f"mixing {own} evenly"
    other = f"{words.name(1 - player)} plays `{words.label(1 - player, fault.against)}`"
    by = words.mixture(player, fault.by, fault.weights, quoted=True)
    return f"for {words.name(player)}, {what} is never better than {by}, and worse if {other}"


# Risk dominance -----------------------------------------------------------------------------------


def _safety(words: Words, found: RiskDominance, sol: Solution, look: Look) -> Report:
    """Which equilibrium is risk dominant, with the products of losses and the beliefs that say
    so.
    """
    profiles = list(map(words.profile, found.equilibria))
    compared = sorted(
        found.comparisons, key=lambda one: found.dominant not in (one.first, one.second)
    )
    first, alone = compared[0], len(compared) == 1
    texts = [_safest(found, profiles), _products(words, found, first, profiles)]
    texts += [*([_better(first, profiles)] if alone else []), _beliefs(words, found, first)]
    if found.half_dominant is not None and max(words.game.shape) > 2:
        half = profiles[found.half_dominant]
        texts.append(
            f"{half} is 1/2-dominant: each part is a best reply if the other part is at least 1/2 "
            "likely."
        )
    strict = [
        Equilibrium("Nash", point(words.game.shape, profile), payoffs, 0.0, {})
        for profile, payoffs in zip(found.equilibria, found.payoffs, strict=True)
    ]
    picture: Block = (
        matrix(words.game, look, strict) if alone else _comparisons(words, found, compared)
    )
    return page(sol, [*sentences(texts, 5), picture])


def _safest(found: RiskDominance, profiles: Sequence[str]) -> str:
    count = len(profiles)
    if found.dominant is not None:
        than = (
            ""
            if count == 2
            else f" than each of the {in_words(count - 1).lower()} other strict equilibria"
        )
        return f"{profiles[found.dominant]} is risk dominant: it is safer{than} {MEANING}."
    if count == 2:
        return (
            f"Neither {joined(profiles, 'nor')} is risk dominant. Both are equally safe {MEANING}."
        )
    return (
        f"None of the {in_words(count).lower()} strict equilibria is risk dominant: none is "
        "safer than every other."
    )


def _sides(one: Comparison) -> list[tuple[int, int]]:
    """The sides of a comparison, the safer one first, each with its place among the equilibria."""
    sides = list(enumerate((one.first, one.second)))
    return sides[::-1] if one.risk_dominant == 1 else sides


def _products(words: Words, found: RiskDominance, one: Comparison, profiles: Sequence[str]) -> str:
    """What leaving each of the two for the other would cost, and the two products."""
    places = decimals([x for each in found.comparisons for side in each.losses for x in side])
    said = []
    for (side, place), product in zip(_sides(one), _told_products(one), strict=True):
        losses = [rounded(loss, places) for loss in one.losses[side]]
        leaving = [
            f"{words.name(p)} would lose {loss} by leaving alone" for p, loss in enumerate(losses)
        ]
        said.append(f"At {profiles[place]}, {joined(leaving)}: the product is {product}.")
    return " ".join(said)


def _told_products(one: Comparison) -> tuple[str, str]:
    first, second = (one.products[side] for side, _ in _sides(one))
    return contrast(first, second)


def _better(one: Comparison, profiles: Sequence[str]) -> str:
    """Whether safety and payoffs point the same way."""
    if one.payoff_dominant is None:
        return "Neither equilibrium gives both players more, so neither is payoff dominant."
    better = profiles[(one.first, one.second)[one.payoff_dominant]]
    same = one.risk_dominant == one.payoff_dominant
    apart = (
        ""
        if one.risk_dominant is None or same
        else " Safety and payoffs point to different equilibria."
    )
    return (
        f"{better} is {'also ' if same else ''}payoff dominant: both players get more there.{apart}"
    )


def _beliefs(words: Words, found: RiskDominance, one: Comparison) -> str:
    """How sure each player must be of the other to play its part in the riskier of the two."""
    side, place = _sides(one)[1]
    acts, said = words.labels(range(2), found.equilibria[place]), []
    for p in range(2):
        likely = (
            f"{words.name(1 - p)} is at least {probability(one.needed[side][p])} likely to "
            f"play `{acts[1 - p]}`"
        )
        said.append(f"{words.name(p, True)} plays `{acts[p]}` only if {likely}.")
    return " ".join(said)


def _comparisons(words: Words, found: RiskDominance, compared: Sequence[Comparison]) -> Table:
    size = prod(largest(words.game))
    columns = []
    for head, key in (("Safer", "first"), ("Than", "second")):
        columns += [Column(head, key=key), Column("Product", "number", f"product {key}", size=size)]
    rows: Rows = []
    for one in compared:
        cells: list[Entry] = []
        for (side, place), product in zip(_sides(one), _told_products(one), strict=True):
            profile = words.side_by_side(found.equilibria[place])
            safe = "" if cells or one.risk_dominant is not None else " (as safe)"
            cells += [Cell(f"{profile}{safe}", profile), Cell(product, one.products[side])]
        rows.append(tuple(cells))
    return Table(tuple(columns), tuple(rows), most=ROWS, more="comparison")
