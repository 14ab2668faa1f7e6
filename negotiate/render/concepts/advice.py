"""Lotteries that nobody disregards told: what the best and the worst are worth, and why each player goes along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from rich.console import RenderableType
from rich.text import Text

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.render.concepts.columns import columns, folded
from negotiate.render.concepts.falling import combination, label, name
from negotiate.render.exactly import exactly
from negotiate.render.table import wrapped
from negotiate.report.numbers import all_fractions, contrast, decimals, exact, probability, rounded
from negotiate.report.style import FAINT, Look
from negotiate.report.words import joined, safe
from negotiate.solvers.concepts.advice import Advised
from negotiate.solvers.concepts.nash_payoffs import NashRange
from negotiate.solvers.solution import CorrelatedEquilibrium, Reason, Solution

OUTCOMES = 12
"""Rows of the table that are not folded away."""
NAMED = 2
"""What others may be told, of which a sentence names so many, likeliest first."""
SAME = 1e-9  # of the objective's range


def read(sol: Solution) -> tuple[NormalFormGame, Advised, list[CorrelatedEquilibrium]]:
    """The game, the finding and the equilibria of an answer about lotteries."""
    if not isinstance(sol.game, NormalFormGame) or not isinstance(sol.finding, Advised):
        raise TypeError("this solution is about another concept")
    return sol.game, sol.finding, [e for e in sol.equilibria if isinstance(e, CorrelatedEquilibrium)]


def places(game: NormalFormGame, found: Sequence[CorrelatedEquilibrium], player: int | None) -> int:
    """Decimals of one player's payoffs, or of their sum."""
    table = game.payoffs.sum(axis=0) if player is None else game.payoffs[player]
    told = [sum(e.payoffs) if player is None else e.payoffs[player] for e in found]
    reasons = [r for e in found for r in e.reasons if player in (None, r.player)]
    told += [x for r in reasons for x in (r.payoff, r.alternative_payoff)] if player is not None else []
    return max(decimals(map(float, np.unique(table))), *(decimals([x]) for x in told))


def headline(sol: Solution, what: str) -> str:
    """What those asked about get at best and at worst, by `what`."""
    game, finding, found = read(sol)
    best, worst = finding.values
    digits = places(game, found, finding.player)
    whose = _whose(game, finding)
    verb = "get" if finding.player is None and game.n_players > 1 else "gets"
    between = " between them" if finding.player is None and game.n_players == 2 else ""
    together = " together" if finding.player is None and game.n_players > 2 else ""
    if _same(finding, best, worst):
        return f"{what}, {whose} {verb} {rounded(best, digits)}{between}{together}, neither more nor less."
    top, bottom = contrast(best, worst, digits)
    return f"{what}, {whose} {verb} {top}{between}{together} at best and {bottom} at worst."


def _whose(game: NormalFormGame, finding: Advised) -> str:
    if finding.player is not None:
        return name(game, finding.player)
    return joined([name(game, p) for p in range(game.n_players)])


def _same(finding: Advised, a: float, b: float) -> bool:
    return abs(a - b) <= SAME * max(1.0, abs(finding.values[0]), abs(finding.values[1]))


def beside_nash(sol: Solution, what: str) -> list[str]:
    """How far `what` goes beyond the Nash equilibria of the same game."""
    game, finding, found = read(sol)
    nash, (best, worst) = finding.nash, finding.values
    if nash is None:
        return []
    digits = max(places(game, found, finding.player), decimals([nash.most]), decimals([nash.least]))
    seen = "" if nash.complete else " that was found"
    them, they = ("them", "they get") if finding.player is None else ("it", "it gets")
    least, most = contrast(nash.least, nash.most, digits)
    if _same(finding, nash.least, nash.most):
        return [
            _beside_one(finding, what, f"In Nash equilibrium{_known(nash)} {they}", rounded(nash.most, digits), digits)
        ]
    if not _same(finding, best, nash.most):
        more = rounded(best - nash.most, digits)
        said = f"The best Nash equilibrium{seen} gives {them} {most}, so {what} is worth {more} more."
    elif not _same(finding, worst, nash.least):
        said = f"The best Nash equilibrium{seen} gives {them} as much, the worst {least}."
    else:
        said = f"The best and the worst Nash equilibrium give {them} just that: {what} changes neither."
    return [said]


def _known(nash: NashRange) -> str:
    return "" if nash.complete else ", as far as is known,"


def _beside_one(finding: Advised, what: str, they_get: str, same: str, digits: int) -> str:
    """The same where all Nash equilibria that are known give as much."""
    nash, (best, worst) = finding.nash, finding.values
    if nash is None or (_same(finding, best, nash.most) and _same(finding, worst, nash.least)):
        return f"{they_get} the same."
    if _same(finding, best, nash.most):
        return f"{they_get} as much as at best."
    return f"{they_get} {same}, so {what} is worth {rounded(best - nash.most, digits)} more."


def obeying(game: NormalFormGame, found: CorrelatedEquilibrium, reason: Reason, digits: int) -> str:
    """What a player knows when it is told something, and what disobeying would give it."""
    chosen = [strategy.label for strategy in game.strategies[reason.player]].index(reason.chosen)
    knows = _knows(game, found.distribution, reason.player, chosen)
    who = name(game, reason.player)
    if not reason.alternative:
        return f"{who} has no choice."
    there, here = contrast(reason.alternative_payoff, reason.payoff, digits)
    other = safe(reason.alternative, True)
    cost = f"`{other}` would be as good" if there == here else f"`{other}` would give it {there} instead of {here}"
    return f"Told `{safe(reason.chosen, True)}`, {who} {knows}; {cost}."


def _knows(game: NormalFormGame, lottery: FloatArray, player: int, told: int) -> str:
    """What the others are told, given what this player is."""
    given = np.moveaxis(lottery, player, 0)[told]
    places = sorted(map(tuple, np.argwhere(given).tolist()), key=lambda place: -float(given[place]))
    others = [p for p in range(game.n_players) if p != player]
    if not others:
        return "is alone"
    if len(places) == 1:
        return f"knows that {_what(game, others, places[0], ' is told ')}"
    odds = [float(given[place] / given.sum()) for place in places]
    fractions = all_fractions(odds)
    alone = len(others) == 1
    said = [f"`{label(game, others[0], one[0])}`" if alone else _what(game, others, one, " ") for one in places]
    parts = [
        f"{words} with {'' if k else 'probability '}{probability(p, fractions)}"
        for k, (words, p) in enumerate(zip(said, odds, strict=True))
    ]
    shown = parts[:NAMED] + ([f"{len(parts) - NAMED:,} more"] if len(parts) > NAMED else [])
    who = name(game, others[0]) if alone else "the others"
    return f"expects that {who} {'is' if alone else 'are'} told {joined(shown, 'or')}"


def _what(game: NormalFormGame, others: Sequence[int], told: Sequence[int], verb: str) -> str:
    """What each of the others is told."""
    return joined([f"{name(game, p)}{verb}`{label(game, p, i)}`" for p, i in zip(others, told, strict=True)])


def body(sol: Solution, look: Look) -> Iterable[RenderableType]:
    """Each outcome that may be drawn, with its probabilities and payoffs, and what that comes to on average."""
    game, finding, found = read(sol)
    order = _likeliest(found)
    shown = order if look.all else order[:OUTCOMES]
    fractions = all_fractions(float(e.distribution[cell]) for e in found for cell in shown)
    digits = [places(game, found, p) for p in range(game.n_players)]
    heads = ["Best", "Worst"] if len(found) > 1 else ["Chance"]
    rows = []
    for cell in shown:
        chances = [probability(float(e.distribution[cell]), fractions) if e.distribution[cell] else "" for e in found]
        rows.append([combination(game, cell), *chances, *_numbers([float(t[cell]) for t in game.payoffs], digits)])
    for head, e in zip(heads, found, strict=True):
        if len(order) > 1:
            average = f"{head}, on average" if len(found) > 1 else "On average"
            rows.append([average, *("" for _ in found), *_numbers(e.payoffs, digits)])
    yield from columns(["Outcome", *heads, *_players(game, look)], rows, 1, look, game)
    yield from folded(len(order), len(shown), "outcome", "outcomes", look)
    if len(found) > 1:
        said = f"Best and worst: for {_whose(game, finding)}{' in sum' if finding.player is None else ''}."
        yield from (Text(piece, style=FAINT) for piece in wrapped(said, look.columns))


def _likeliest(found: Sequence[CorrelatedEquilibrium]) -> list[tuple[int, ...]]:
    """The outcomes that may be drawn, those of the best equilibrium first."""
    happening = np.max([e.distribution for e in found], axis=0)
    cells = map(tuple, np.argwhere(happening).tolist())
    return sorted(cells, key=lambda cell: (-float(found[0].distribution[cell]), -float(happening[cell])))


def _numbers(payoffs: Sequence[float], digits: Sequence[int]) -> list[str]:
    return [rounded(x, d) for x, d in zip(payoffs, digits, strict=True)]


def _players(game: NormalFormGame, look: Look) -> list[str]:
    names = [name(game, p) for p in range(game.n_players)]
    return names if sum(map(len, names)) <= look.columns // 3 else [safe(key, True) for key in game.keys]


def rows(sol: Solution) -> Sequence[Sequence[str]]:
    """One line an equilibrium and outcome."""
    game, _, found = read(sol)
    lines = [["equilibrium", "purpose", "outcome", "probability", *(f"payoff {key}" for key in game.keys)]]
    for index, e in enumerate(found, 1):
        for cell in map(tuple, np.argwhere(e.distribution).tolist()):
            numbers = [exact(e.distribution[cell]), *exactly(game, (table[cell] for table in game.payoffs))]
            lines.append([str(index), e.purpose, combination(game, cell), *numbers])
    return lines
