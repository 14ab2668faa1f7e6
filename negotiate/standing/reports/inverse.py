"""Which rankings would make a state stable, and how far the given ones are from it."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.report.blocks import Block, Column, Report, Sentence, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words, joined, the
from negotiate.standing.questions.changes import Change, Swap
from negotiate.standing.questions.demands import Alternative, Comparison, Demand
from negotiate.standing.questions.inverse import Inverse
from negotiate.standing.reports.concepts import finished
from negotiate.standing.reports.tables import program_table, yes_no
from negotiate.standing.reports.words import are, called, capital, move_words

ROWS = 8
"""Moves that are listed where not everything is wanted."""
WAYS = 3
"""Answers that are told of one move, where everything is wanted; other programs get all."""
MOVES = 2
"""Moves of one player that a sentence names."""
COMPLETE = "Complete: every comparison that the concept looks at was checked."
UNSURE = "The search stopped before it had tried every smaller change."
NOT_LISTED = "Not every answer that would do is listed."
SWAP = "A swap lets two states of neighbouring places change places, so there are as many ties as before."


def report(found: Inverse, look: Look) -> Report:
    """What fails, the smallest change, and what would stop each move."""
    concept, certain = found.look.concept, found.changes.certain
    table: Block = _people(found, stops=look.all and concept != "R")
    if not found.demands:
        table = Sentence(f"No player can leave {called(found.model, found.state)}.")
    unsure = [] if certain else [UNSURE]
    unsure += [] if all(demand.complete for demand in found.demands) else [NOT_LISTED]
    blocks = [*sentences(_sentences(found)), table, *_programs(found)]
    rule, more = ("", "") if concept == "R" else (found.look.sanctions, "what would stop each move")
    return finished(found.model, blocks, " ".join(unsure) or COMPLETE, [SWAP], [concept], rule, more)


def _sentences(found: Inverse) -> list[str]:
    concept, state = found.look.concept, called(found.model, found.state)
    if found.stands:
        return [f"{capital(state)} is stable by {concept} as the rankings are. No ranking has to change."]
    first, *others = found.changes.smallest
    swaps = f"{in_words(found.swaps)} swap{'s' if found.swaps > 1 else ''} of neighbours"
    fewest = "Fewer swaps cannot." if found.changes.certain else "Fewer may do."
    needed = f"{swaps} in the rankings would make {state} stable. {fewest} {change_words(found, first)}"
    told = list(dict.fromkeys(change_words(found, one) for one in (first, *others)))[1:]
    said = [f"{capital(state)} is not stable by {concept}. {_failing(found)}", needed, *(f"Or: {one}" for one in told)]
    return said if found.changes.every or not told else [*said, "There are more changes of this size."]


def _failing(found: Inverse) -> str:
    """Who leaves by what."""
    model = found.model
    by_player: dict[int, list[int]] = {}
    for one in found.failing:
        by_player.setdefault(one.player, []).append(one.target)
    told = []
    for player, targets in by_player.items():
        moves = [f"by {move_words(model, found.state, target)}" for target in targets[:MOVES]]
        if more := len(targets) - len(moves):
            moves.append(f"by {counted(more, 'more move')}")
        told.append(f"{the(model.players[player], opening=True)} gains {joined(moves)}.")
    return " ".join([*told, *(["No answer deters this."] if found.look.concept != "R" else [])])


def change_words(found: Inverse, change: Change) -> str:
    """A change in words: how many places better somebody would have to like the state, and other swaps."""
    players = dict.fromkeys(swap.player for swap in change.swaps)
    return " ".join(_wishes(found, [s for s in change.swaps if s.player == player], player) for player in players)


def _wishes(found: Inverse, swaps: Sequence[Swap], player: int) -> str:
    """What one player would have to like better than it does."""
    model = found.model
    lifts = sum(swap.raised == found.state for swap in swaps)
    said = (
        [f"{called(model, found.state)} {in_words(lifts).lower()} place{'s' if lifts > 1 else ''} better"]
        if lifts
        else []
    )
    said += [
        f"{called(model, swap.raised)} better than {called(model, swap.lowered)}"
        for swap in swaps
        if swap.raised != found.state
    ]
    return f"{the(model.players[player], opening=True)} would have to like {joined(said)}."


def _people(found: Inverse, stops: bool) -> Table:
    """Each move that leaves the state, those that pay and are not answered first; with what would stop it, if asked."""
    model = found.model
    rows = []
    for one in sorted(found.demands, key=lambda demand: demand not in found.failing):
        move = move_words(model, found.state, one.target)
        stopped = [_stopped(found, one)] if stops else []
        rows.append((model.players[one.player], yes_no(one not in found.failing), move, *stopped))
    heads = ("Player", "stays", "Move", *(["What would stop it"] if stops else []))
    return Table(tuple(map(Column, heads)), tuple(rows), most=ROWS, more="move", only="people")


def _stopped(found: Inverse, demand: Demand) -> str:
    """What would stop a move besides that it gains nothing."""
    if demand.alternatives == (frozenset(),):
        return "it is answered in any case"
    target = Comparison(demand.player, found.state, demand.target)
    ways = [way for way in demand.alternatives if way != {target}]
    told = [_alternative(found, demand, way) for way in ways[:WAYS]]
    more = len(ways) - len(told)
    rest = [f"in one of {more:,} other ways" if more > 1 else "in one other way"] if more else []
    return ", or ".join([*told, *rest]) + ("" if demand.complete else " …")


def _alternative(found: Inverse, demand: Demand, one: Alternative) -> str:
    """What whoever answers must like better, and what must then be no better for the player than the state."""
    model = found.model
    own = [c for c in sorted(one) if not c.strictly]
    said = [
        f"{the(model.players[c.player])} likes {called(model, c.state)} better than {called(model, c.than)}"
        for c in sorted(one)
        if c.strictly
    ]
    if own:
        ends = joined([called(model, c.than) for c in own])
        said.append(f"{ends} {are(len(own))} no better for {the(model.players[demand.player])}")
    return ", and ".join(said)


def _programs(found: Inverse) -> list[Table]:
    model = found.model
    needs: list[tuple[str, ...]] = []
    for one in found.demands:
        start = model.keys[one.player], str(model.states[one.target]), yes_no(one not in found.failing)
        for number, way in enumerate(one.alternatives, 1):
            needs += [(*start, str(number), *_comparison(found, c)) for c in sorted(way)]
            needs += [] if way else [(*start, str(number), "", "", "", "")]
    swaps = (
        (number, model.keys[s.player], str(model.states[s.raised]), str(model.states[s.lowered]))
        for number, change in enumerate(found.changes.smallest, 1)
        for s in change.swaps
    )
    return [
        program_table("player, could go to, stays, way, who likes, this state, relation, that state", needs),
        program_table("change, player, raised, lowered", swaps),
    ]


def _comparison(found: Inverse, c: Comparison) -> tuple[str, ...]:
    model = found.model
    return model.keys[c.player], str(model.states[c.state]), ">" if c.strictly else ">=", str(model.states[c.than])
