"""Whether the threats of a negotiation are believed: the answer and why, then places and ways to
play as tables.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from math import isfinite, prod

import numpy as np

from negotiate.comparison.pledges import FollowThrough, deciding, same_endings
from negotiate.comparison.reports import code
from negotiate.comparison.threats import Case, Credibility, Threat
from negotiate.display import entity
from negotiate.equilibrium.reports import payoff_columns
from negotiate.equilibrium.reports.paths import STEP, path
from negotiate.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Report,
    Section,
    Sentence,
    Table,
    notes,
)
from negotiate.report.entries import grouped
from negotiate.report.style import (
    Look,
    counted,
    decimals,
    in_units,
    joined,
    more_or_less,
    odds,
    of_each,
    rounded,
    safe,
    the,
)

SAME = 1e-9
"""Of a player's payoff range: what is smaller is rounding."""
SPOKEN_OF = 3
"""Announcements that are spoken of where not everything is wanted."""
NO_THREAT = "No move announces a threat, and no player would gain by a commitment."
COMMITMENT = "No move announces a threat, but a commitment would pay."
KINDS = (
    ("a credible threat", "{} more than"),
    ("an empty threat", "{} less than"),
    ("a threat that may be believed or not", "as much as"),
)
"""What a threat is, and what carrying it out gives, where that is more than, less than and as much
as backing down.
"""
NEVER = "no more than if the threat could not be carried out"


def size(x: float) -> str:
    """A number without its sign."""
    return rounded(abs(x), decimals([x]))


@entity
class ThreatWords:
    """One threat, and how to speak of it."""

    case: Case
    threat: Threat

    @property
    def maker(self) -> str:
        """Who threatens."""
        return the(self.case.game.players[self.threat.player])

    @property
    def deed(self) -> str:
        """The move that announces the threat; where none does, what is threatened: "`fight` after
        `enter`".

        What is done before is told by its last step, where that tells threats apart.
        """
        if self.threat.announced_at:
            return code(self.threat.announced_at)
        place = self.threat.places[0]
        ends = [(p.carrying_out, p.after[-1:]) for other in self.case.threats for p in other.places]
        last = ends.count((place.carrying_out, place.after[-1:])) == 1
        after = (
            f" after {code(place.after[-1] if last else STEP.join(place.after))}"
            if place.after
            else ""
        )
        return f"{code(place.carrying_out)}{after}"

    def amount(self, x: float, player: int | None = None) -> float:
        """An amount of a player's, by default of the threatening one's; 0 where it is no more than
        rounding.
        """
        payoffs = self.case.game.payoffs[:, self.threat.player if player is None else player]
        return 0.0 if abs(x) <= SAME * float(np.ptp(payoffs)) else x

    def amounts(self, payoffs: Sequence[float]) -> list[float]:
        """An amount for each player."""
        return [self.amount(x, player) for player, x in enumerate(payoffs)]

    def effect(self, amounts: Sequence[float]) -> str:
        """Who gets how much more or less, the threatening player first."""
        told = list(
            zip(self.case.game.players, map(more_or_less, self.amounts(amounts)), strict=True)
        )
        return of_each(*zip(told.pop(self.threat.player), *told, strict=True))

    def terms(self, place: FollowThrough) -> Iterator[str]:
        """The term that speaks most for what is better at a place.

        Where it makes more than the whole, the one that speaks most against it is named too.
        """
        gap = deciding(place)
        if gap is None:
            return
        if len(place.terms) == 1:
            yield f"The whole difference comes from the term {code(gap.term)}."
            return
        against = next((other for other in place.terms if other.amount * gap.amount < 0), None)
        exceeds = against is not None and abs(gap.amount) > abs(place.missing)
        off = (
            f", and {code(against.term)} takes {size(against.amount)} off"
            if against and exceeds
            else ""
        )
        yield f"The term {code(gap.term)} adds {size(gap.amount)} to this difference{off}."


def case_sentences(case: Case) -> list[Sentence]:
    """What is said of one case, the answer first."""
    if case.announced:
        return [said for threat in case.threats for said in _announced(ThreatWords(case, threat))]
    said = [COMMITMENT if case.threats else NO_THREAT]
    said += [" ".join(_commitment(ThreatWords(case, threat))) for threat in case.threats]
    said += (
        [f"Commitments to {counted(case.cut, 'other action')} would gain less."] if case.cut else []
    )
    return list(map(Sentence, said))


def _announced(words: ThreatWords) -> Iterator[Sentence]:
    """For each announcement whether it is credible; then what the threat is worth, and what it
    costs to defy it.
    """
    announced = list(dict.fromkeys(place.announced for place in words.threat.places))
    few = _foremost(words.threat, announced)
    for word in announced:
        places = [place for place in words.threat.places if place.announced == word]
        yield Sentence(" ".join(_credible(words, places)), word not in few)
    yield from map(Sentence, (" ".join(_worth(words)), *_defiance(words, few), _cost_today(words)))


def _foremost(threat: Threat, announced: Sequence[str]) -> list[str]:
    """The announcements that play comes to, as things are or if they bind, then the first of the
    others.
    """
    played = {way.moves.get(threat.announced_at, "") for way in (threat.today, threat.bound)}
    return sorted(announced, key=lambda word: word not in played)[:SPOKEN_OF]


def _credible(words: ThreatWords, places: Sequence[FollowThrough]) -> Iterator[str]:
    """Whether carrying out one announcement is better than backing down, by how much and why."""
    ordered = sorted(places, key=lambda place: abs(place.missing))
    for (kind, gives), sign in zip(KINDS, (-1, 1, 0), strict=True):
        some = [place for place in ordered if np.sign(words.amount(place.missing)) == sign]
        if some:
            where = (
                "" if len(some) == len(places) else f" at {len(some):,} of {len(places):,} places"
            )
            span = " to ".join(dict.fromkeys((size(some[0].missing), size(some[-1].missing))))
            yield f"{code(places[0].announced)} is {kind}{where}."
            yield f"Carrying the threat out gives {words.maker} {gives.format(span)} backing down."
            yield from words.terms(some[0])
    chances = [place.odds for place in places if words.amount(place.missing) < 0] or [1.0]
    likely = " to ".join(dict.fromkeys((odds(min(chances)), odds(max(chances)))))
    if likely == "0":
        yield "Chance never lets the threat be carried out."
    elif likely != "1":
        yield f"Chance lets the threat be carried out with a probability of {likely}."


def _worth(words: ThreatWords) -> Iterator[str]:
    """What the threat is worth, and what a commitment to it would add."""
    threat = words.threat
    if same_endings(threat.today, threat.never):
        yield f"Play is {code(path(threat.today))}, with the threat and without it."
    else:
        gained = [t - n for t, n in zip(threat.today.payoffs, threat.never.payoffs, strict=True)]
        yield f"Without the threat, play would be {code(path(threat.never))}."
        yield f"The threat gives {words.effect(gained)}."
    if same_endings(threat.today, threat.bound):
        yield "A commitment to carry the threat out would change nothing."
    else:
        yield f"If {words.maker} could commit to the threat, {_bound(words)}"


def _bound(words: ThreatWords) -> str:
    gained = words.effect(words.threat.worth_of_binding)
    return f"play would be {code(path(words.threat.bound))}. That would give {gained}."


def _defiance(words: ThreatWords, some: Container[str]) -> Iterator[str]:
    """What it costs the other side more not to give in to each announcement, because it is
    credible.
    """
    for price in words.threat.prices:
        if price.announced in some:
            cost = max(words.amount(price.cost_of_defying, price.player), 0.0)
            more = (
                f"{size(cost)} more than if the threat could not be carried out" if cost else NEVER
            )
            yield (
                f"Defying {code(price.announced)} costs "
                f"{the(words.case.game.players[price.player])} {more}."
            )


def _cost_today(words: ThreatWords) -> str:
    """What backing down costs as things are, and the parameter that says so."""
    if words.threat.cost_today is None:
        return "Today, backing down costs more after some announcements than after others."
    cost, parameter = words.amount(words.threat.cost_today), words.threat.parameter
    known = f" ({code(parameter)} is {'-' if cost < 0 else ''}{size(cost)})" if parameter else ""
    much = f"{words.maker} {size(cost) if cost else 'nothing'}{known}"
    return f"Today, backing down {'brings' if cost < 0 else 'costs'} {much}."


def _commitment(words: ThreatWords) -> Iterator[str]:
    """What a player would do well to commit to where no move announces anything."""
    place, maker = words.threat.places[0], words.maker
    other = code(place.backing_down)
    if missing := words.amount(place.missing):
        yield f"{words.deed} is an empty threat: {other} gives {maker} {size(missing)} more."
        yield from words.terms(place)
    else:
        yield (
            f"{words.deed} gives {maker} as much as {other}, so the threat may be believed or not."
        )
    yield f"If {maker} could commit to {code(place.carrying_out)}, {_bound(words)}"


METHOD = (
    "Method: backward induction for every cost of backing down. The tree was solved again just "
    "below and just above "
    "each cost at which play changes, and no player gains by another action."
)
KNOWN = (
    "This answer takes private types as known to all. Without `--threats`, `tree` solves the game "
    "in which they are "
    "hidden."
)
MORE = "Play changes at more costs of backing down than were searched. Those that were are checked."
EVEN = "At the break-even cost of backing down, both are worth the same. A cost below 0 is a gain."
RANGES = (
    "Where a range has no end, it goes on without limit. Where a payoff is missing, it "
    "changes with the cost."
)
TIED = (
    "A player with several best actions takes the first of them here. Without `--threats`, "
    "`tree` shows all equilibria."
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
    kinds = {
        player: list(dict.fromkeys(case.types[player] for case in cases)) for player in first.types
    }
    if prod(map(len, kinds.values())) == len(cases):
        return _types(first, kinds)
    return "; ".join(map(_types, cases))


def _types(case: Case, kinds: dict[str, list[str]] | None = None) -> str:
    names = dict(zip(case.game.keys, case.game.players, strict=True))
    told = kinds or {player: [kind] for player, kind in case.types.items()}
    return ", ".join(
        f"{safe(names[player], True)} {joined(some, 'or')}" for player, some in told.items()
    )


def _tables(found: Credibility) -> Iterator[Table]:
    """The places of each threat, what is played with and without it and at other costs, and what
    defying it costs.
    """
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
        yield grouped(
            (*WHICH, *heads), cells, 2, title=title, most=FEW, detail=detail or typed, note=note
        )


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
        numbers = (
            *(words.amount(x + base) for x in (stage.low, stage.high)),
            *words.amounts(stage.payoffs),
        )
        low, high, *worth = (x if isfinite(x) else None for x in numbers)
        yield (low, high, path(stage.equilibrium), *worth)


def _prices(words: ThreatWords) -> Iterator[Row]:
    for price in words.threat.prices:
        who = Cell(the(words.case.game.players[price.player]), words.case.game.keys[price.player])
        worth = (words.amount(x, price.player) for x in (price.never, price.today, price.bound))
        yield (price.announced, price.action, who, *worth)
