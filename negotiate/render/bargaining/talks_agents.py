"""Simulated talks told: how often they agree, on what, how soon, and how far from the frontier."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.bargaining.reports.words import exactly, package_words
from negotiate.bargaining.talks.runs import Estimate, SimulatedTalks
from negotiate.render.bargaining.talks_page import Rows, Told
from negotiate.render.table import fitting
from negotiate.report.numbers import aligned, decimals, exact, few_digits, rounded, steady
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe

NARROW = 60
NOTABLE = 2.0
"""Half widths of the interval of a mean from which on a gap between two halves of the runs is told."""


def sentences(found: SimulatedTalks) -> list[str]:
    """The share that agrees, then rounds, payoffs, the frontier and what opening is worth."""
    said = [_agreed(found)]
    if found.rounds_taken is None:
        return said
    said += [_payoffs(found), _frontier(found), *_opening(found)]
    return said


def _percent(x: float) -> str:
    return f"{few_digits(steady(100 * x), 3)} %"


def _agreed(found: SimulatedTalks) -> str:
    who = joined([f"{safe(n, True)} ({a.name})" for n, a in zip(found.players, found.agents, strict=True)])
    many = f"Of {counted(found.runs, 'talk')} between {who}"
    if found.rounds_taken is None:
        return f"{many}, none ends in a deal within {counted(found.rounds, 'round')}."
    share = found.agreed
    whole = "all end" if share.mean == 1 else f"{_percent(share.mean)} end"
    rounds = f"after {rounded(found.rounds_taken.mean, 1)} of {counted(found.rounds, 'round')} on average"
    doubt = f" (95 % sure: {_percent(share.low)} to {_percent(share.high)})" if share.mean < 1 else ""
    return f"{many}, {whole} in a deal{doubt}, {rounds}."


def _payoffs(found: SimulatedTalks) -> str:
    parts = [f"{safe(n, True)} {_around(x)}" for n, x in zip(found.players, found.payoffs, strict=True)]
    always = all(x.spread == 0 for x in found.payoffs)
    return f"Each time they get: {joined(parts)}." if always else f"On average they get, 95 % sure: {'; '.join(parts)}."


def _around(x: Estimate) -> str:
    digits = max(decimals([x.mean]), 1)
    if x.spread == 0:
        return rounded(x.mean, digits)
    return f"{rounded(x.mean, digits)} ({rounded(x.low, digits)} to {rounded(x.high, digits)})"


def _frontier(found: SimulatedTalks) -> str:
    if found.on_frontier == 1:
        return "Every deal lies on the frontier: none could be bettered for one side without costing another."
    away = 0.0 if found.distance is None else found.distance.mean
    some = f"{_percent(found.on_frontier)} of the deals lie" if found.on_frontier else "No deal lies"
    far = f"{_percent(away)} of the way from no deal to the best that each side can hope for"
    return f"{some} on the frontier; on average they miss it by {far}."


def _opening(found: SimulatedTalks) -> list[str]:
    halves = [NOTABLE * (x.high - x.mean) for x in found.payoffs]
    parts = [
        f"{safe(n, True)} {rounded(abs(x), max(decimals([x]), 1))} {'more' if x > 0 else 'less'}"
        for n, x, half in zip(found.players, found.opening, halves, strict=True)
        if abs(x) > half
    ]
    return [f"Whoever makes the first offer gets on average: {joined(parts)}."] if parts else []


def drawn(found: SimulatedTalks, look: Look) -> tuple[Sequence[str], Rows, int, str]:
    """The packages that were agreed on, most frequent first."""
    reached = found.reached
    if not reached:
        return (), [], 1, "packages"
    shares = aligned([100 * one.count / found.runs for one in reached], 1)
    numbers = [aligned([one.payoffs[p] for one in reached]) for p in range(len(found.players))]
    room = [max(map(len, column)) for column in numbers]
    heads = fitting(found.players, found.keys, room, look.columns // 3, more=look.glyphs.more)
    star = look.glyphs.star
    rows = [
        [
            f"{package_words(found.problem, one.package)}{f' {star}' if one.on_frontier else ''}",
            shares[k],
            *(column[k] for column in numbers),
        ]
        for k, one in enumerate(reached)
    ]
    narrow = look.columns < NARROW
    return [f"Deal ({star} on the frontier)", "%" if narrow else "% of talks", *heads], rows, 1, "packages"


def rows(found: SimulatedTalks) -> list[Rows]:
    """The estimates, then one row a package."""
    table = [["measure", "mean", "spread", "low", "high"]]
    known = [("agreed", found.agreed), ("rounds", found.rounds_taken), ("distance", found.distance)]
    known += [(f"payoff {key}", x) for key, x in zip(found.keys, found.payoffs, strict=True)]
    table += [[name, *map(exact, (x.mean, x.spread, x.low, x.high))] for name, x in known if x is not None]
    packages = [["package", "choices", "talks", "on frontier", *(f"payoff {key}" for key in found.keys)]]
    write = exactly(found.problem)
    for one in found.reached:
        words = [str(one.package), package_words(found.problem, one.package), str(one.count)]
        packages.append([*words, "yes" if one.on_frontier else "no", *write(one.payoffs)])
    return [table, packages]


def remarks(found: SimulatedTalks) -> list[str]:
    """Who the agents are, what is drawn at random, and how to repeat it."""
    agents = [f"{agent.name} {agent.says}" for agent in dict.fromkeys(found.agents)]
    said = [f"{'; '.join(agents)}."]
    rest = found.different - len(found.reached)
    if rest > 0:
        said.append(f"{counted(rest, 'rarer package')} were agreed on, too.")
    drawn_ = "each run opened by the next player, and offers drawn from what is about as good for whoever makes them"
    said.append(f"Method: {found.runs:,} runs of {found.rounds:,} rounds from seed {found.seed}, {drawn_}.")
    return [f"{one[:1].upper()}{one[1:]}" for one in said]


TOLD = Told(SimulatedTalks, sentences, drawn, rows, remarks)
