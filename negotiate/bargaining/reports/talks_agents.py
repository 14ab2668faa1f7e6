"""Simulated talks: how often they agree, on what, how soon, and how far from the frontier."""

from __future__ import annotations

from negotiate.bargaining.reports.words import own_notes, package_words, payoff_columns, payoff_notes
from negotiate.bargaining.talks.runs import Estimate, SimulatedTalks
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Table, sentences
from negotiate.report.numbers import decimals, few_digits, rounded, steady
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, sentence_of, the

NOTABLE = 2.0
"""Half widths of the interval of a mean from which on a gap between two halves of the runs is told."""
SHOWN = 8
"""Packages that are listed, where not all are wanted."""
METHOD = (
    "Method: {:,} runs of {:,} rounds from seed {}. Each run is opened by the next player, and offers are drawn from "
    "what is about as good for whoever makes them."
)


def report(found: SimulatedTalks, look: Look) -> Report:
    """The share that agrees, then rounds, payoffs, the frontier and what opening is worth."""
    said = [_agreed(found)]
    if found.rounds_taken is not None:
        said += [_payoffs(found), _frontier(found), *_opening(found)]
    said += own_notes(found.problem, found.notes)
    blocks: list[Block] = [*sentences(said), _estimates(found), _packages(found)]
    blocks += payoff_notes(found.problem, found.rounds_taken is not None)
    blocks += [Note(sentence_of(f"{agent.name} {agent.says}")) for agent in dict.fromkeys(found.agents)]
    if (rest := found.different - len(found.reached)) > 0:
        blocks.append(Note(f"{counted(rest, 'rarer package')} were agreed on, too.", detail=True))
    blocks.append(Note(METHOD.format(found.runs, found.rounds, found.seed), detail=True))
    return Report(found.title, tuple(blocks), tuple(found.problem.players))


def _percent(x: float) -> str:
    return f"{few_digits(steady(100 * x), 3)} %"


def _agreed(found: SimulatedTalks) -> str:
    who = joined([f"{the(n)} ({a.name})" for n, a in zip(found.players, found.agents, strict=True)])
    many = f"Of {counted(found.runs, 'talk')} between {who}"
    if found.rounds_taken is None:
        return f"{many}, none ends in a deal within {counted(found.rounds, 'round')}."
    share = found.agreed
    whole = "all end" if share.mean == 1 else f"{_percent(share.mean)} end"
    rounds = f"after {rounded(found.rounds_taken.mean, 1)} of {counted(found.rounds, 'round')} on average"
    doubt = f" (95 % sure: {_percent(share.low)} to {_percent(share.high)})" if share.mean < 1 else ""
    return f"{many}, {whole} in a deal{doubt}, {rounds}."


def _payoffs(found: SimulatedTalks) -> str:
    sure = next((k for k, x in enumerate(found.payoffs) if x.spread != 0), None)
    parts = [
        f"{the(name)} {_around(x, '95 % sure: ' if k == sure else '')}"
        for k, (name, x) in enumerate(zip(found.players, found.payoffs, strict=True))
    ]
    return f"{'Every talk gives' if sure is None else 'On average talks give'} {joined(parts)}."


def _around(x: Estimate, sure: str) -> str:
    digits = max(decimals([x.mean]), 1)
    if x.spread == 0:
        return rounded(x.mean, digits)
    return f"{rounded(x.mean, digits)} ({sure}{rounded(x.low, digits)} to {rounded(x.high, digits)})"


def _frontier(found: SimulatedTalks) -> str:
    if found.on_frontier == 1:
        return "Every deal lies on the frontier: no other is better for one side without being worse for another."
    away = 0.0 if found.distance is None else found.distance.mean
    some = f"{_percent(found.on_frontier)} of the deals lie" if found.on_frontier else "No deal lies"
    far = f"{_percent(away)} of the way from no deal to the best that each side can hope for"
    return f"{some} on the frontier. On average a deal misses the frontier by {far}."


def _opening(found: SimulatedTalks) -> list[str]:
    """What making the first offer is worth, where that is more than chance."""
    parts = [
        f"{the(name)} {rounded(abs(x), max(decimals([x]), 1))} {'more' if x > 0 else 'less'}"
        for name, x, mean in zip(found.players, found.opening, found.payoffs, strict=True)
        if abs(x) > NOTABLE * (mean.high - mean.mean)
    ]
    return [f"Making the first offer brings {joined(parts)} on average."] if parts else []


def _estimates(found: SimulatedTalks) -> Table:
    """For programs: the means and where they lie."""
    known = [("agreed", found.agreed), ("rounds", found.rounds_taken), ("distance", found.distance)]
    known += [(f"payoff {key}", x) for key, x in zip(found.keys, found.payoffs, strict=True)]
    rows = tuple((name, x.mean, x.spread, x.low, x.high) for name, x in known if x is not None)
    numbers = (Column(name, "number") for name in ("mean", "spread", "low", "high"))
    return Table((Column("measure"), *numbers), rows, only="programs")


def _packages(found: SimulatedTalks) -> Table:
    """The packages that were agreed on, most frequent first."""
    columns = (
        Column("package", "count", shown="programs"),
        Column("Deal", key="choices"),
        Column("talks", "count", shown="programs"),
        Column("% of talks", "number", "", "%", digits=1, shown="people"),
        Column("frontier", "mark", "on frontier"),
        *(payoff_columns(found.problem)[player] for player in found.problem.seats),
    )
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (
            one.package,
            package_words(found.problem, one.package),
            one.count,
            100 * one.count / found.runs,
            Cell("●", "yes") if one.on_frontier else Cell("", "no"),
            *one.payoffs,
        )
        for one in found.reached
    )
    return Table(columns, rows, most=SHOWN, more="package", only="both" if rows else "programs")
