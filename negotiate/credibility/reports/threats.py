"""Whether the threats of a negotiation are believed: the answer and why, then places and ways to play as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import prod

from negotiate.credibility.reports.answers import case_sentences
from negotiate.credibility.reports.words import ThreatWords
from negotiate.credibility.result import Case, Credibility, Threat
from negotiate.games.extensive import ExtensiveGame
from negotiate.report.blocks import Block, Column, Entry, Note, Report, Section, Sentence, Table
from negotiate.report.style import Look
from negotiate.report.words import in_units, joined, safe
from negotiate.solvers.reports.paths import path
from negotiate.solvers.solution import TreeEquilibrium

METHOD = "Method: backward induction with the cost of backing down left open."
CHECKED = (
    "Checked: the tree was solved again beside each cost at which play changes, and no mover gains by another action."
)
KNOWN = "As if each knew whom it faces. Without `--threats`, `tree` says what is done by those who do not know."
MORE = "Play changes at more costs of backing down than were followed."
TURNS = "The choice between carrying a threat out and backing down turns where backing down brings or costs that much."
TIED = "Where a mover has equally good actions, it takes the first; without `--threats` all are told."
FEW = 8
"""Rows of a table, where not everything is wanted."""


def report(found: Credibility, look: Look) -> Report:
    """The threats of each case, those with the same answer together."""
    game, groups = found.cases[0].game, _same_answers(found)
    blocks: list[Block] = []
    for said, cases in groups:
        told: list[Block] = [*said, *_tables(cases[0], len(found.cases) > 1)]
        title = _heading(cases, len(groups) == 1)
        blocks += [Section(title, tuple(told))] if title else told
    blocks += [_places(found), _ways(found), _stages(found), _prices(found)]
    every = [threat for case in found.cases for threat in case.threats]
    notes = [in_units(game.players, game.units), KNOWN if any(case.types for case in found.cases) else ""]
    complete = all(threat.complete for threat in every)
    notes.append("Complete; checked." if complete else f"{MORE} Those that were are checked.")
    announced = any(case.announced for case in found.cases)
    details = [TURNS if announced else "", TIED if any(case.tied for case in found.cases) else "", METHOD, CHECKED]
    blocks += [*map(Note, filter(None, notes)), *(Note(text, detail=True) for text in details if text)]
    return Report(found.title, tuple(blocks), tuple(game.players))


def _same_answers(found: Credibility) -> list[tuple[tuple[Sentence, ...], list[Case]]]:
    groups: dict[tuple[Sentence, ...], list[Case]] = {}
    for case in found.cases:
        groups.setdefault(tuple(case_sentences(case)), []).append(case)
    return list(groups.items())


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
    return "; ".join(_types(case, {player: [kind] for player, kind in case.types.items()}) for case in cases)


def _types(case: Case, kinds: dict[str, list[str]]) -> str:
    names = dict(zip(case.game.keys, case.game.players, strict=True))
    return ", ".join(f"{safe(names[player], True)} {joined(some, 'or')}" for player, some in kinds.items())


def _tables(case: Case, detail: bool) -> Iterator[Table]:
    """For people: the places of each announced threat, and what play comes to under each."""
    if not case.threats:
        return
    words = [ThreatWords(case, threat) for threat in case.threats]
    if not case.announced:
        rows = [("as it is", case.threats[0].today)]
        for one in words:
            place = one.threat.places[0]
            rows.append((f"commitment to {place.carrying_out}{one.after([place]).replace('`', '')}", one.threat.bound))
        yield _plays(case, rows, detail)
        return
    for one in words:
        yield _worths(one, detail)
        yield _plays(
            case, list(zip(("without the threat", "as it is", "with commitment"), one.ways, strict=True)), detail
        )


def _plays(case: Case, ways: Sequence[tuple[str, TreeEquilibrium]], detail: bool) -> Table:
    """What is played and what it is worth, under one condition a row."""
    columns = (Column(""), Column("Play"), *_payoff_columns(case.game))
    rows: list[tuple[Entry, ...]] = [(name, path(way), *way.payoffs) for name, way in ways]
    return Table(columns, tuple(rows), only="people", detail=detail)


def _worths(words: ThreatWords, detail: bool) -> Table:
    """What carrying out and backing down are worth at each place, and from which cost on a threat is carried out."""
    places = words.threat.places
    costs = [0.0 if words.nothing(cost) else cost for cost in map(words.needed, places)]
    brings = max(costs) <= 0 and min(costs) < 0
    extra, short = "extra " if words.threat.cost_today is None else "", "gain" if brings else "cost"
    columns = (
        Column(f"Worth to {words.maker} after"),
        Column("carried out", "payoff", short="does"),
        Column("backed down", "payoff", short="not"),
        Column(f"turns at {extra}{short}", "payoff", short=short),
    )
    rows = tuple(
        (
            " → ".join((place.announced, *place.after)),
            place.carried_out,
            place.backed_down,
            abs(cost) if brings else cost,
        )
        for place, cost in zip(places, costs, strict=True)
    )
    return Table(columns, rows, most=FEW, more="place", only="people", detail=detail)


def _payoff_columns(game: ExtensiveGame) -> list[Column]:
    pairs = zip(game.players, game.keys, strict=True)
    return [Column(safe(name, True), "payoff", f"payoff {key}", key, p) for p, (name, key) in enumerate(pairs)]


Row = Callable[[Case, Threat], Iterable[tuple[Entry, ...]]]


def _table(found: Credibility, heads: Sequence[str | Column], rows: Row) -> Table:
    """For programs: rows of every threat after the cells that say which."""
    every: list[tuple[Entry, ...]] = []
    for case in found.cases:
        types = ", ".join(f"{player} {kind}" for player, kind in case.types.items())
        for number, threat in enumerate(case.threats, 1):
            every += [(types, number, *row) for row in rows(case, threat)]
    columns = [
        head if isinstance(head, Column) else Column(head) for head in ("types", Column("threat", "count"), *heads)
    ]
    return Table(tuple(columns), tuple(every), only="programs")


def _numbers(*heads: str) -> list[Column]:
    return [Column(head, "number") for head in heads]


def _amounts(case: Case, threat: Threat, values: Iterable[float], player: int | None = None) -> list[float]:
    """Amounts of a player's, by default of the threatening one's; what is only rounding is 0."""
    words = ThreatWords(case, threat)
    return [0.0 if words.nothing(x, player) else x for x in values]


def _payoffs(case: Case, threat: Threat, way: TreeEquilibrium) -> list[float]:
    return [x for player, worth in enumerate(way.payoffs) for x in _amounts(case, threat, [worth], player)]


def _places(found: Credibility) -> Table:
    def rows(case: Case, threat: Threat) -> Iterable[tuple[Entry, ...]]:
        for place in threat.places:
            amounts = [place.carried_out, place.backed_down, place.cost_today, place.threshold]
            start = (case.game.keys[threat.player], threat.move, place.announced, " → ".join(place.after), place.odds)
            yield (*start, *_amounts(case, threat, amounts))

    numbers = _numbers("odds", "carried out", "backed down", "cost today", "threshold")
    return _table(found, ("player", "move", "announced", "after", *numbers), rows)


def _ways(found: Credibility) -> Table:
    def rows(case: Case, threat: Threat) -> Iterable[tuple[Entry, ...]]:
        for name, way in zip(("never", "today", "bound"), ThreatWords(case, threat).ways, strict=True):
            yield (name, path(way), *_payoffs(case, threat, way))

    return _table(found, ("if", "play", *_payoff_columns(found.cases[0].game)), rows)


def _stages(found: Credibility) -> Table:
    """What is played over each range of costs; a payoff that changes with the cost over a range is left empty."""

    def rows(case: Case, threat: Threat) -> Iterable[tuple[Entry, ...]]:
        for stage in threat.stages:
            worth: list[Entry] = [*_payoffs(case, threat, stage.equilibrium)]
            if stage.varies:
                worth[threat.player] = None
            yield (*_amounts(case, threat, [stage.low, stage.high]), path(stage.equilibrium), *worth)

    return _table(found, (*_numbers("more cost from", "to"), "play", *_payoff_columns(found.cases[0].game)), rows)


def _prices(found: Credibility) -> Table:
    def rows(case: Case, threat: Threat) -> Iterable[tuple[Entry, ...]]:
        for price in threat.prices:
            start = (price.announced, case.game.keys[price.player], price.action)
            yield (*start, *_amounts(case, threat, [price.never, price.today, price.bound], price.player))

    return _table(found, ("announced", "player", "answer", *_numbers("never", "today", "bound")), rows)
