"""Correlated and coarse correlated equilibrium: what the best and the worst are worth, and why nobody leaves them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from negotiate.equilibrium.concepts.advice import Advised
from negotiate.equilibrium.concepts.registry import named
from negotiate.equilibrium.reports import words
from negotiate.equilibrium.reports.payoffs import payoff_columns, places
from negotiate.equilibrium.reports.words import page
from negotiate.equilibrium.solution import CorrelatedEquilibrium, Reason, Solution
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Column, Entry, Report, Table, sentences
from negotiate.report.numbers import all_fractions, contrast, decimals, probability, rounded
from negotiate.report.style import Look
from negotiate.report.words import joined

NAMED = 2
"""What the others may be told, of which a sentence names so many, likeliest first."""
SAME = 1e-9  # of the objective's range


def report(sol: Solution, look: Look) -> Report:
    """What those asked about get at best and at worst, beside Nash equilibria, and each outcome that may be drawn."""
    game, finding = words.read(sol, Advised)
    found, digits = [e for e in sol.equilibria if isinstance(e, CorrelatedEquilibrium)], places(sol)
    kind, best = found[0].kind, ["the best equilibrium", "the worst equilibrium"]
    which = best if len(found) > 1 else ["the lottery"]
    texts = [*_worth(game, finding, kind), named(sol.concept).says]
    for where, e in zip(which, found, strict=True):
        for reason in (one for one in e.reasons if one.alternative):
            if kind == "correlated":
                told = f"In {where}, told" if len(found) > 1 else "Told"
                texts.append(f"{told} {_obeying(game, e, reason)} {words.instead(game, reason, digits)}")
            else:
                away = f"If {words.name(game, reason.player)} stayed out of {where} and always played"
                texts.append(words.instead(game, reason, digits).replace("With", away, 1))
    tables = _tables(game, found, digits)
    return page(sol, [*sentences(texts, 5), *tables], open_still="there may be a better lottery")


def _worth(game: NormalFormGame, finding: Advised, kind: str) -> Iterator[str]:
    """What those asked about get at best and at worst, and how far the best goes beyond the Nash equilibria."""
    (best, worst), nash = finding.values, finding.nash
    asked = range(game.n_players) if finding.player is None else [finding.player]
    who, together = joined([words.name(game, p) for p in asked]), " together" if len(asked) > 1 else ""
    table = np.unique(game.payoffs[list(asked)].sum(axis=0))
    digits = max([decimals(map(float, table)), *(decimals([x]) for x in finding.values)])

    def same(a: float, b: float) -> bool:
        return abs(a - b) <= SAME * max(1.0, abs(best), abs(worst))

    most, least = contrast(best, worst, digits)
    if same(best, worst):
        yield f"Every {kind} equilibrium gives {who} {most}{together}."
    else:
        which = "with the largest sum of payoffs" if together else f"that is best for {who}"
        yield f"The {kind} equilibrium {which} gives {who} {most}{together}. The worst gives {least}."
    if nash is not None:
        digits = max(digits, decimals([nash.least]), decimals([nash.most]))
        between = f"between {' and '.join(contrast(nash.least, nash.most, digits))}"
        given = rounded(nash.most, digits) if same(nash.least, nash.most) else between
        known, gain = "" if nash.complete else " that were found", "Advice" if kind == "correlated" else "The lottery"
        adds = f" {gain} adds {rounded(best - nash.most, digits)} to the best of these."
        adds = "" if same(best, nash.most) else adds
        yield f"The Nash equilibria{known} give {'them' if together else who} {given}.{adds}"


def _obeying(game: NormalFormGame, found: CorrelatedEquilibrium, reason: Reason) -> str:
    """What a player knows of the others when it is told something."""
    player = reason.player
    told = [strategy.label for strategy in game.strategies[player]].index(reason.chosen)
    given = np.moveaxis(found.distribution, player, 0)[told]
    others = [p for p in range(game.n_players) if p != player]
    cells = sorted(map(tuple, np.argwhere(given).tolist()), key=lambda cell: -float(given[cell]))
    odds = [float(given[cell] / given.sum()) for cell in cells]
    fractions, verb = all_fractions(odds), "is told" if len(cells) == 1 else "to play"
    said = [
        joined([f"{words.name(game, p)} {verb} `{words.label(game, p, i)}`" for p, i in zip(others, cell, strict=True)])
        for cell in cells
    ]
    who, own = words.name(game, player), f"`{words.label(game, player, told)}`"
    if len(cells) == 1:
        return f"{own}, {who} knows that {said[0]}." if others else f"{own}, {who} decides alone."
    chances = [f"{cell} with probability {probability(p, fractions)}" for cell, p in zip(said, odds, strict=True)]
    return f"{own}, {who} expects {words.several(chances, NAMED, 'or')}."


def _tables(game: NormalFormGame, found: Sequence[CorrelatedEquilibrium], digits: Sequence[int]) -> Iterator[Table]:
    """Each outcome that may be drawn, those of the best equilibrium first, and what that comes to on average."""
    happening = np.max([e.distribution for e in found], axis=0)
    cells = sorted(
        map(tuple, np.argwhere(happening).tolist()),
        key=lambda cell: (-float(found[0].distribution[cell]), -float(happening[cell])),
    )
    heads, payoffs = ["Best", "Worst"] if len(found) > 1 else ["Probability"], payoff_columns(game, digits)
    rows: list[tuple[Entry, ...]] = []
    for cell in cells:
        chances = [float(e.distribution[cell]) or None for e in found]
        rows.append((words.side_by_side(game, cell), *chances, *words.payoffs(game, cell)))
    columns = (Column(head, "probability", head.lower(), "Chance" * (head == "Probability")) for head in heads)
    yield Table((Column("Outcome", key="outcome"), *columns, *payoffs), tuple(rows), most=words.ROWS, more="outcome")
    if len(cells) > 1:
        which = ["best", "worst"] if len(found) > 1 else ["lottery"]
        averages: list[tuple[Entry, ...]] = [(word, *e.payoffs) for word, e in zip(which, found, strict=True)]
        yield Table((Column("On average", key="equilibrium"), *payoffs), tuple(averages))
