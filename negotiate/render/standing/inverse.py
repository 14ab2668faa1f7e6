"""Which rankings would let a state stand, and how far the given ones are from it, on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from rich.console import RenderableType
from rich.text import Text

from negotiate.render.kind import Kind
from negotiate.render.standing.sentences import MEANINGS
from negotiate.render.standing.told import beginning, called, sanctions_words
from negotiate.render.standing.words import move_words, name, quoted
from negotiate.render.table import table
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe
from negotiate.standing.questions.changes import Change, Swap
from negotiate.standing.questions.demands import Alternative, Comparison, Demand
from negotiate.standing.questions.inverse import Inverse

ROWS = 8
"""Moves that are listed where not everything is wanted, and there is room."""
LEAST, LINES = 3, 16
"""Moves that are listed in any case, and lines that more of them may take."""
WAYS, WAYS_OF_ALL = 1, 20
"""Answers that are told of one move, then and otherwise."""
TOLD = 2
"""Moves of one player that a sentence names."""


def _sentences(found: Inverse) -> list[str]:
    model, concept = found.model, found.look.concept
    who = beginning(called(model, found.state))
    if found.stands:
        return [f"{who} stands by {concept} as it is: no ranking has to change."]
    first, *others = found.changes.smallest
    fewest = "and no fewer swaps do" if found.changes.certain else "and perhaps fewer would do"
    swaps = counted(found.swaps, "swap of neighbours", "swaps of neighbours")
    said = [
        f"{who} does not stand by {concept}: {_failing(found)}.",
        f"It would after {swaps} in the rankings, {fewest}: {change_words(found, first)}.",
    ]
    more = "" if found.changes.every else ", and there are more of this size"
    told = list(dict.fromkeys(change_words(found, one) for one in (first, *others)))[1:]
    return said + [f"Or: {words}{more if words is told[-1] else ''}." for words in told]


def _failing(found: Inverse) -> str:
    """Who leaves by what."""
    model = found.model
    by_player: dict[int, list[int]] = {}
    for one in found.failing:
        by_player.setdefault(one.player, []).append(one.target)
    told = []
    for player, targets in by_player.items():
        moves = [f"by {move_words(model, found.state, target)}" for target in targets[:TOLD]]
        if more := len(targets) - len(moves):
            moves.append(f"by {counted(more, 'more move')}")
        told.append(f"{name(model, player)} gains {joined(moves)}")
    return f"{'; '.join(told)}{'' if found.look.concept == 'R' else ', and nothing deters it'}"


def change_words(found: Inverse, change: Change) -> str:
    """A change in words: how many places better somebody would have to like the state, and other swaps."""
    players = dict.fromkeys(swap.player for swap in change.swaps)
    said = [_wishes(found, [s for s in change.swaps if s.player == player], player) for player in players]
    return joined(said) if not any(" and " in one for one in said) else "; ".join(said)


def _wishes(found: Inverse, swaps: Sequence[Swap], player: int) -> str:
    """What one player would have to like better than it does."""
    model = found.model
    lifts = sum(swap.raised == found.state for swap in swaps)
    said = [f"it {counted(lifts, 'place')} better"] if lifts else []
    said += [
        f"{quoted(model, swap.raised)} better than {quoted(model, swap.lowered)}"
        for swap in swaps
        if swap.raised != found.state
    ]
    return f"{name(model, player)} would have to like {joined(said)}"


def _others(found: Inverse, demand: Demand, most: int) -> str:
    """What would stop a move besides that it gains nothing."""
    if demand.alternatives == (frozenset(),):
        return "answered in any case"
    target = Comparison(demand.player, found.state, demand.target)
    ways = [way for way in demand.alternatives if way != {target}]
    told = [_alternative(found, demand, way) for way in ways[:most]]
    more = len(ways) - len(told)
    rest = [f"in one of {more:,} other ways" if more > 1 else "in one other way"] if more else []
    return ", or ".join([*told, *rest]) + ("" if demand.complete else " …")


def _alternative(found: Inverse, demand: Demand, one: Alternative) -> str:
    """What whoever answers must like better, and what must then be no better for the player than the state."""
    model = found.model
    own = [c for c in sorted(one) if not c.strictly]
    said = [
        f"{safe(model.keys[c.player], True)} likes {_it(found, c.state)} better than {_it(found, c.than)}"
        for c in sorted(one)
        if c.strictly
    ]
    if own:
        ends = joined([quoted(model, c.than) for c in own])
        said.append(f"{ends} {'is' if len(own) == 1 else 'are'} no better for {safe(model.keys[demand.player], True)}")
    return joined(said)


def _it(found: Inverse, state: int) -> str:
    return "this" if state == found.state else quoted(found.model, state)


def _body(found: Inverse, look: Look) -> Iterable[RenderableType]:
    order = sorted(found.demands, key=lambda demand: demand not in found.failing)
    if not order:
        return [Text("Nobody can move from it at all.")]
    said = "A move" if found.look.concept == "R" else "A move: what stops it, if it gains something"
    for most in (len(order),) if look.all else range(ROWS, LEAST - 1, -1):
        shown = order[:most]
        rows = [_row(found, one, WAYS_OF_ALL if look.all else WAYS) for one in shown]
        drawn = table(["Who", "stays", said], rows, 3, look)
        if len(drawn) <= LINES:
            break
    if len(shown) < len(order):
        drawn.append(Text(f"{look.glyphs.more} {counted(len(order) - len(shown), 'more move')}; `--all` lists them"))
    return drawn


def _row(found: Inverse, one: Demand, most: int) -> list[str]:
    model = found.model
    others = _others(found, one, most)
    told = move_words(model, found.state, one.target) + (f": {others}" if others else "")
    return [safe(model.keys[one.player], True), "no" if one in found.failing else "yes", told]


def _rows(found: Inverse) -> list[list[list[str]]]:
    model = found.model
    needs = [["player", "could go to", "stays", "way", "who likes", "this state", "relation", "that state"]]
    for one in found.demands:
        head = [model.keys[one.player], str(model.states[one.target]), "no" if one in found.failing else "yes"]
        for number, way in enumerate(one.alternatives, 1):
            needs += [[*head, str(number), *_comparison(found, c)] for c in sorted(way)]
            needs += [] if way else [[*head, str(number), "", "", "", ""]]
    swaps = [["change", "player", "raised", "lowered"]]
    for number, change in enumerate(found.changes.smallest, 1):
        swaps += [
            [str(number), model.keys[s.player], str(model.states[s.raised]), str(model.states[s.lowered])]
            for s in change.swaps
        ]
    return [needs, swaps]


def _comparison(found: Inverse, c: Comparison) -> list[str]:
    model = found.model
    return [model.keys[c.player], str(model.states[c.state]), ">" if c.strictly else ">=", str(model.states[c.than])]


def _remarks(found: Inverse) -> list[str]:
    concept = found.look.concept
    said = [f"{concept}: {MEANINGS[concept]}", *found.model.notes]
    if not found.changes.certain:
        said.append("the search for a smaller change stopped before all that are nearer were tried")
    if any(not demand.complete for demand in found.demands):
        said.append("not every answer that would do is listed")
    tied = "a swap lets two states of neighbouring places change places, so ties stay as many as they are"
    rule = "" if concept == "R" else f"; {sanctions_words(found.model, found.look.sanctions)}"
    return [*said, f"Method: every comparison that the concept looks at; {tied}{rule}"]


KIND = Kind(Inverse, _sentences, _body, _rows, _remarks, attrgetter("model"))
