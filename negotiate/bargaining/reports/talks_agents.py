"""Simulated talks: how often they agree, on what, how soon, and how far from the Pareto frontier."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.bargaining.reports.words import own_notes, package_cell, payoff_columns, payoff_notes
from negotiate.bargaining.talks.runs import SimulatedTalks
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Table, notes, sentences
from negotiate.report.numbers import decimals, more_or_less, percent, rounded
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, of_each, the

NOTABLE = 2.0
"""Half widths of the interval of a mean from which on a gap between two halves of the talks is told."""
SHOWN = 5
"""Packages that are listed, where not all are wanted."""
METHOD = (
    "Method: {:,} talks of at most {:,} rounds, from seed {}. The players take turns in opening. Each offer is drawn "
    "from packages that are about equally good for the player who makes it."
)


def report(found: SimulatedTalks, look: Look) -> Report:
    """The share that agrees, how each side talks, then payoffs, the frontier and what opening is worth."""
    said = [_agreed(found), " ".join(_manners(found))]
    if found.rounds_taken is not None:
        said += [_payoffs(found), _frontier(found), *_opening(found)]
    said += own_notes(found.problem, found.notes)
    blocks: list[Block] = [*sentences(said), _packages(found)]
    blocks += payoff_notes(found.problem, found.rounds_taken is not None)
    blocks.append(Note(f"Simulated. {_confidence(found)}".rstrip()))
    rest, method = found.different - len(found.reached), METHOD.format(found.runs, found.rounds, found.seed)
    rarer = f"{counted(rest, 'rarer package')} more are agreed on." if rest > 0 else ""
    blocks += notes([rarer, method], detail=True)
    return Report(found.title, tuple(blocks), tuple(found.problem.players))


def _agreed(found: SimulatedTalks) -> str:
    talks, rounds = counted(found.runs, "talk"), counted(found.rounds, "round")
    if found.rounds_taken is None:
        return f"None of {talks} ends in a deal within {rounds}."
    share = "All" if found.agreed.mean == 1 else percent(found.agreed.mean)
    return f"{share} of {talks} end in a deal, after {rounded(found.rounds_taken.mean, 1)} of {rounds} on average."


def _manners(found: SimulatedTalks) -> Iterator[str]:
    """How each side talks; the same manner is told once."""
    for agent in dict.fromkeys(found.agents):
        who = [the(name) for name, own in zip(found.players, found.agents, strict=True) if own is agent]
        name = the(who[0], True) if len(who) == 1 else "Each side" if len(who) == len(found.players) else ""
        yield f"{name or f'Each of {joined(who)}'} ({agent.name}) {agent.says}."


def _payoffs(found: SimulatedTalks) -> str:
    start = "On average, a talk" if any(x.spread for x in found.payoffs) else "Every talk"
    means = [rounded(x.mean, max(decimals([x.mean]), 1)) for x in found.payoffs]
    return f"{start} gives {of_each(found.players, means)}."


def _frontier(found: SimulatedTalks) -> str:
    if found.on_frontier == 1:
        return "Every deal lies on the Pareto frontier."
    some = f"{percent(found.on_frontier)} of the deals lie" if found.on_frontier else "No deal lies"
    far = 0.0 if found.distance is None else found.distance.mean
    away = f"On average, a deal lies {percent(far)} of the largest possible gains away from the frontier."
    return f"{some} on the Pareto frontier. {away}"


def _opening(found: SimulatedTalks) -> list[str]:
    """What making the first offer is worth, where that is more than chance."""
    gains = zip(found.players, found.opening, found.payoffs, strict=True)
    notable = [(name, more_or_less(x)) for name, x, mean in gains if abs(x) > NOTABLE * (mean.high - mean.mean)]
    return [f"Making the first offer gives {of_each(*zip(*notable, strict=True))} on average."] if notable else []


def _confidence(found: SimulatedTalks) -> str:
    """Between what numbers the true averages lie, of those that differ from talk to talk."""
    parts, share = list[str](), found.agreed
    for name, x in zip(found.players, found.payoffs, strict=True):
        digits = max(decimals([x.mean]), 1)
        parts += [f"{the(name)} {rounded(x.low, digits)} to {rounded(x.high, digits)}"] if x.spread else []
    parts += [f"deals {percent(share.low)} to {percent(share.high)} of all talks"] if 0 < share.mean < 1 else []
    return f"95 % confidence intervals of the averages: {', '.join(parts)}." if parts else ""


def _packages(found: SimulatedTalks) -> Table:
    """The packages that were agreed on, most frequent first."""
    columns = payoff_columns(found.problem)
    heads = (Column("Deal", key="package"), Column("talks", "count"), Column("frontier", "mark", "on frontier"))
    signs = {True: Cell("●", "yes"), False: Cell("", "no")}
    rows: list[tuple[Entry, ...]] = [
        (package_cell(found.problem, one.package), one.count, signs[one.on_frontier], *one.payoffs)
        for one in found.reached
    ]
    seats = (columns[player] for player in found.problem.seats)
    return Table((*heads, *seats), tuple(rows), most=SHOWN, more="package")
