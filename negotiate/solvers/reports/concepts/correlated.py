"""Correlated and coarse correlated equilibrium: what the best and the worst are worth, and why nobody leaves them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Block, Column, Entry, Report, Table
from negotiate.report.numbers import all_fractions, contrast, decimals, probability, rounded
from negotiate.report.style import Look
from negotiate.report.words import joined, safe
from negotiate.solvers.concepts.advice import Advised
from negotiate.solvers.reports.concepts import words
from negotiate.solvers.reports.payoffs import payoff_columns
from negotiate.solvers.solution import CorrelatedEquilibrium, Reason, Solution

NAMED = 2
"""What the others may be told, of which a sentence names so many, likeliest first."""
SAME = 1e-9  # of the objective's range
MEANING = {
    "correlated": "A trusted third party draws an outcome by lot and tells each player its part. Nobody gains by "
    "disobeying.",
    "coarse correlated": "Each player decides, before an outcome is drawn by lot, whether to let the lottery play for "
    "it. Nobody gains by staying out.",
}


def report(sol: Solution, look: Look) -> Report:
    """What those asked about get at best and at worst, beside Nash equilibria, and each outcome that may be drawn."""
    game, finding = words.table_game(sol), sol.finding
    found = [e for e in sol.equilibria if isinstance(e, CorrelatedEquilibrium)]
    if not isinstance(finding, Advised):
        raise TypeError("this solution is about another concept")
    kind, places = found[0].kind, [_places(game, found, p) for p in range(game.n_players)]
    texts = [_answer(game, finding, found), MEANING[kind], _beside_nash(game, finding, found)]
    which = ["the best equilibrium", "the worst equilibrium"] if len(found) > 1 else ["the lottery"]
    for where, e in zip(which, found, strict=True):
        for reason in e.reasons:
            there, here = contrast(reason.alternative_payoff, reason.payoff, places[reason.player])
            if reason.alternative and kind == "correlated":
                texts.append(_obeying(game, e, reason, "" if e is found[0] else where, (there, here)))
            elif reason.alternative:
                texts.append(_joining(words.name(game, reason.player), reason, where, (there, here)))
    return words.page(sol, texts, _tables(game, found, places), most=5)


def _places(game: NormalFormGame, found: Sequence[CorrelatedEquilibrium], player: int) -> int:
    told = [e.payoffs[player] for e in found]
    told += [x for e in found for r in e.reasons if r.player == player for x in (r.payoff, r.alternative_payoff)]
    return words.digits(game, player, told)


def _answer(game: NormalFormGame, finding: Advised, found: Sequence[CorrelatedEquilibrium]) -> str:
    (best, worst), kind = finding.values, found[0].kind
    asked = range(game.n_players) if finding.player is None else [finding.player]
    who, together = joined([words.name(game, p) for p in asked]), " together" if len(asked) > 1 else ""
    top, bottom = contrast(best, worst, _sum_places(game, finding))
    if _same(finding, best, worst):
        return f"{kind.capitalize()} equilibrium gives {who} {top}{together}, neither more nor less."
    verb = "get" if len(asked) > 1 else "gets"
    return f"In the best {kind} equilibrium {who} {verb} {top}{together}; in the worst, {bottom}."


def _sum_places(game: NormalFormGame, finding: Advised) -> int:
    """Decimals of what the best and the worst equilibrium were chosen for."""
    table = game.payoffs.sum(axis=0) if finding.player is None else game.payoffs[finding.player]
    return max([decimals(map(float, np.unique(table))), *(decimals([x]) for x in finding.values)])


def _same(finding: Advised, a: float, b: float) -> bool:
    return abs(a - b) <= SAME * max(1.0, abs(finding.values[0]), abs(finding.values[1]))


def _beside_nash(game: NormalFormGame, finding: Advised, found: Sequence[CorrelatedEquilibrium]) -> str:
    """What the Nash equilibria of the same game give, and how far the best goes beyond them."""
    if (nash := finding.nash) is None:
        return ""
    places = max(_sum_places(game, finding), decimals([nash.most]), decimals([nash.least]))
    one = _same(finding, nash.least, nash.most)
    given = rounded(nash.most, places) if one else " to ".join(contrast(nash.least, nash.most, places))
    known = "" if nash.complete else " that are known"
    gain = "advice adds" if found[0].kind == "correlated" else "the lottery adds"
    more = finding.values[0] - nash.most
    adds = "" if _same(finding, finding.values[0], nash.most) else f", so {gain} {rounded(more, places)}"
    return f"The Nash equilibria{known} give {'it' if finding.player is not None else 'them'} {given}{adds}."


def _joining(who: str, reason: Reason, where: str, payoffs: tuple[str, str]) -> str:
    """What one strategy of its own would give a player."""
    gets = f"{payoffs[0]}{' all the same' if payoffs[0] == payoffs[1] else f' instead of {payoffs[1]}'}"
    return (
        f"If {who} stayed out of {where} and always played `{safe(reason.alternative, True)}`, {who} would get {gets}."
    )


def _obeying(
    game: NormalFormGame, found: CorrelatedEquilibrium, reason: Reason, where: str, payoffs: tuple[str, str]
) -> str:
    """What a player knows when it is told something, and what disobeying would give it."""
    (there, here), who, other = payoffs, words.name(game, reason.player), safe(reason.alternative, True)
    told = f"{f'In {where}, told' if where else 'Told'} `{safe(reason.chosen, True)}`"
    compared = f", and so does `{other}`" if there == here else f"; `{other}` would give {there}"
    return f"{told}, {who} {_knows(game, found, reason)}. Obeying gives {who} {here}{compared}."


def _knows(game: NormalFormGame, found: CorrelatedEquilibrium, reason: Reason) -> str:
    """What the others are told, given what this player is."""
    player = reason.player
    told = [strategy.label for strategy in game.strategies[player]].index(reason.chosen)
    given = np.moveaxis(found.distribution, player, 0)[told]
    others = [p for p in range(game.n_players) if p != player]
    if not others:
        return "decides alone"
    cells = sorted(map(tuple, np.argwhere(given).tolist()), key=lambda cell: -float(given[cell]))
    odds = [float(given[cell] / given.sum()) for cell in cells]
    fractions, verb = all_fractions(odds), " is told" if len(cells) == 1 else ""
    said = [
        joined([f"{words.name(game, p)}{verb} `{words.label(game, p, i)}`" for p, i in zip(others, cell, strict=True)])
        for cell in cells
    ]
    if len(cells) == 1:
        return f"knows that {said[0]}"
    chances = [f"{cell} with probability {probability(p, fractions)}" for cell, p in zip(said, odds, strict=True)]
    return f"expects {words.several(chances, NAMED, 'or')}"


def _tables(game: NormalFormGame, found: Sequence[CorrelatedEquilibrium], places: Sequence[int]) -> list[Block]:
    """Each outcome that may be drawn, those of the best equilibrium first, and what that comes to on average."""
    happening = np.max([e.distribution for e in found], axis=0)
    cells = sorted(
        map(tuple, np.argwhere(happening).tolist()),
        key=lambda cell: (-float(found[0].distribution[cell]), -float(happening[cell])),
    )
    heads, payoffs = ["Best", "Worst"] if len(found) > 1 else ["Probability"], payoff_columns(game, places)
    rows: list[tuple[Entry, ...]] = []
    for cell in cells:
        chances = [float(e.distribution[cell]) or None for e in found]
        rows.append((words.side_by_side(game, cell), *chances, *words.payoffs(game, cell)))
    columns = (
        Column("Outcome", key="outcome"),
        *(Column(head, "probability", head.lower(), head.replace("Probability", "Chance")) for head in heads),
        *payoffs,
    )
    tables: list[Block] = [Table(columns, tuple(rows), most=words.ROWS, more="outcome")]
    if len(cells) > 1:
        which = ["best", "worst"] if len(found) > 1 else ["lottery"]
        averages: tuple[tuple[Entry, ...], ...] = tuple(
            (word, *e.payoffs) for word, e in zip(which, found, strict=True)
        )
        tables.append(Table((Column("On average", key="equilibrium"), *payoffs), averages))
    return tables
