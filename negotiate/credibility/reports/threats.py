"""Whether the threats of a negotiation are believed: the answer and why, then places and ways to play as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite, prod

from negotiate.credibility.reports.answers import ThreatWords, case_sentences
from negotiate.credibility.result import Case, Credibility
from negotiate.report.blocks import Block, Cell, Column, Entry, Report, Section, Sentence, Table, notes
from negotiate.report.entries import grouped
from negotiate.report.style import Look
from negotiate.report.words import in_units, joined, safe
from negotiate.solvers.reports.paths import STEP, path
from negotiate.solvers.reports.payoffs import payoff_columns

METHOD = (
    "Method: backward induction for every cost of backing down. The tree was solved again just below and just above "
    "each cost at which play changes, and no player gains by another action."
)
KNOWN = (
    "This answer takes private types as known to all. Without `--threats`, `tree` solves the game in which they are "
    "hidden."
)
MORE = "Play changes at more costs of backing down than were searched. Those that were are checked."
EVEN = "At the break-even cost of backing down, both are worth the same. A cost below 0 is a gain."
RANGES = "An empty end of a range of costs is no limit. An empty payoff changes with the cost."
TIED = (
    "A player with several best actions takes the first of them here. Without `--threats`, `tree` shows all equilibria."
)
FEW = 8
"""Rows of a table, where not everything is wanted."""
WHICH = (Column("Types", key="types"), Column("Threat", key="threat"))
PLACES = (
    Column("After", key="after"),
    *(Column(head, "payoff") for head in ("carried out", "backed down", "break-even cost")),
    Column("probability", "number"),
)
WAYS = (Column("", key="if"), Column("Play", key="play"))
COSTS = (
    Column("cost from", "payoff", short="from", digits=2),
    Column("to", "payoff", digits=2),
    Column("Play", key="play"),
)
PRICES = (
    *(Column(head, key=head.lower()) for head in ("Threat announced", "Answer", "Player")),
    *(Column(head, "payoff") for head in ("never carried out", "today", "always carried out")),
)
Row = tuple[Entry, ...]


def report(found: Credibility, look: Look) -> Report:
    """The threats of each case, those with the same answer together."""
    game, groups = found.cases[0].game, dict[tuple[Sentence, ...], list[Case]]()
    for case in found.cases:
        groups.setdefault(tuple(case_sentences(case)), []).append(case)
    blocks: list[Block] = []
    for said, cases in groups.items():
        title = _heading(cases, len(groups) == 1)
        blocks += [Section(title, said)] if title else said
    blocks += _tables(found)
    typed = any(case.types for case in found.cases)
    complete = all(threat.complete for case in found.cases for threat in case.threats)
    units = in_units(game.players, game.units)
    blocks += notes([units, KNOWN if typed else "", "Complete; checked." if complete else MORE])
    blocks += notes([TIED if any(case.tied for case in found.cases) else "", METHOD], detail=True)
    return Report(found.title, tuple(blocks), tuple(game.players))


def _heading(cases: Sequence[Case], alone: bool) -> str:
    """Whose types an answer is for; empty where nobody has types."""
    first = cases[0]
    if not first.types:
        return ""
    if alone:
        return "Whatever the types"
    kinds = {player: list(dict.fromkeys(case.types[player] for case in cases)) for player in first.types}
    if prod(map(len, kinds.values())) == len(cases):
        return _types(first, kinds)
    return "; ".join(map(_types, cases))


def _types(case: Case, kinds: dict[str, list[str]] | None = None) -> str:
    names = dict(zip(case.game.keys, case.game.players, strict=True))
    told = kinds or {player: [kind] for player, kind in case.types.items()}
    return ", ".join(f"{safe(names[player], True)} {joined(some, 'or')}" for player, some in told.items())


def _tables(found: Credibility) -> Iterator[Table]:
    """The places of each threat, what is played with and without it and at other costs, and what defying it costs."""
    every = [ThreatWords(case, threat) for case in found.cases for threat in case.threats]
    makers = joined(list(dict.fromkeys(words.maker for words in every)), "or")
    extra = ", on top of today's" if any(words.threat.cost_today is None for words in every) else ""
    announced, typed, game = found.cases[0].announced, len(found.cases) > 1, found.cases[0].game
    payoffs = payoff_columns(game)
    for title, heads, rows, detail, note in (
        (f"Worth to {makers}: carrying out or backing down", PLACES, _places, not announced, EVEN),
        ("", (*WAYS, *payoffs), _ways, False, ""),
        (f"Play at each cost of backing down{extra}", (*COSTS, *payoffs), _stages, False, RANGES),
        ("Worth of defying the threat", PRICES, _prices, True, ""),
    ):
        cells = [(*_which(words), *row) for words in every for row in rows(words)]
        yield grouped((*WHICH, *heads), cells, 2, title=title, most=FEW, detail=detail or typed, note=note)


def _which(words: ThreatWords) -> Row:
    keys = ", ".join(map(" ".join, words.case.types.items()))
    return Cell(_types(words.case), keys), words.deed.replace("`", "")


def _places(words: ThreatWords) -> Iterator[Row]:
    for place in words.threat.places:
        worth = map(words.amount, (place.carried_out, place.backed_down, place.threshold))
        yield (STEP.join(filter(None, (place.announced, *place.after))), *worth, place.odds)


def _ways(words: ThreatWords) -> Iterator[Row]:
    threat, told = words.threat, [("with commitment", words.threat.bound)]
    if words.case.announced:
        told = [("without the threat", threat.never), ("with the threat", threat.today), *told]
    elif threat is words.case.threats[0]:
        told = [("without commitment", threat.today), *told]
    for name, way in told:
        yield (name, path(way), *words.amounts(way.payoffs))


def _stages(words: ThreatWords) -> Iterator[Row]:
    """Ranges of whole costs; of costs on top of today's, where these differ from place to place."""
    base = words.threat.cost_today or 0.0
    for stage in words.threat.stages:
        numbers = (*(words.amount(x + base) for x in (stage.low, stage.high)), *words.amounts(stage.payoffs))
        low, high, *worth = (x if isfinite(x) else None for x in numbers)
        yield (low, high, path(stage.equilibrium), *worth)


def _prices(words: ThreatWords) -> Iterator[Row]:
    for price in words.threat.prices:
        who = Cell(words.name(price.player), words.case.game.keys[price.player])
        worth = (words.amount(x, price.player) for x in (price.never, price.today, price.bound))
        yield (price.announced, price.action, who, *worth)
