"""Which rankings would make a state stable, and how far the given ones are from it."""

from __future__ import annotations

from negotiate.report.blocks import Block, Cell, Column, Report, Sentence, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import capital, in_words, joined, the
from negotiate.conflict.patterns import called, typed
from negotiate.conflict.questions.inverse import Alternative, Change, Comparison, Demand, Inverse
from negotiate.conflict.reports.words import are, few, finished, move_words, names, player_cell

ROWS = 8
"""Moves that are listed where not everything is wanted."""
WAYS = 3
"""Answers that are told of one move; the rest are counted."""
MOVES = 2
"""Moves of one player that a sentence names."""
COMPLETE = "Complete: every comparison that the concept looks at was checked."
INCOMPLETE = "Not complete: the search for smaller changes, or for answers that stop a move, ended early."
SWAP = "A swap exchanges two neighbouring states of a ranking, so there are as many ties as before."


def report(found: Inverse, look: Look) -> Report:
    """What fails, the smallest change, and what would stop each move."""
    concept = found.look.concept
    table: Block = _table(found, stops=look.all and concept != "R")
    if not found.demands:
        table = Sentence(f"No player can leave {called(found.model, found.state)}.")
    rule, more = ("", "") if concept == "R" else (found.look.sanctions, "what would stop each move")
    blocks = [*sentences(_sentences(found)), table]
    return finished(found.model, blocks, COMPLETE if found.complete else INCOMPLETE, [SWAP], [concept], rule, more)


def _sentences(found: Inverse) -> list[str]:
    concept, state = found.look.concept, called(found.model, found.state)
    if found.stable:
        return [f"{capital(state)} is stable by {concept} under the given rankings. No ranking has to change."]
    swaps = f"{in_words(found.swaps)} swap{'s' if found.swaps > 1 else ''} of neighbouring states"
    fewest = "Fewer swaps are not enough." if found.changes.certain else "Fewer swaps may be enough."
    first, *others = dict.fromkeys(change_words(found, one) for one in found.changes.smallest)
    return [
        f"{capital(state)} is not stable by {concept}. {_failing(found)}",
        f"{swaps} in the rankings would make {state} stable. {fewest} {first}",
        *(f"Another change of this size: {one}" for one in others),
        *(["There are more changes of this size."] if others and not found.changes.every else []),
    ]


def _failing(found: Inverse) -> str:
    """Who leaves by what."""
    model = found.model
    moves: dict[int, list[str]] = {}
    for one in found.failing:
        moves.setdefault(one.player, []).append(f"by {move_words(model, found.state, one.target)}")
    told = [f"{the(model.players[p], opening=True)} gains {few(by, MOVES, 'more move')}." for p, by in moves.items()]
    return " ".join([*told, *(["No answer undoes this."] if found.look.concept != "R" else [])])


def change_words(found: Inverse, change: Change) -> str:
    """A change in words: how many places higher players would have to rank the state, and other swaps."""
    model, told = found.model, dict[int, list[str]]()
    for player in (swap.player for swap in change.swaps):
        lifts = sum(swap.player == player and swap.raised == found.state for swap in change.swaps)
        places = f"{in_words(lifts).lower()} place{'s' if lifts > 1 else ''}"
        told[player] = [f"{called(model, found.state)} {places} higher"] if lifts else []
    for swap in change.swaps:
        if swap.raised != found.state:
            told[swap.player].append(f"{called(model, swap.raised)} above {called(model, swap.lowered)}")
    return " ".join(f"{names(model, [p], opening=True)} would have to rank {joined(said)}." for p, said in told.items())


def _table(found: Inverse, stops: bool) -> Table:
    """Each move that leaves the state, those that pay and are not answered first; with what would stop it, if asked."""
    model = found.model
    rows = []
    for one in sorted(found.demands, key=lambda demand: demand not in found.failing):
        move = Cell(capital(move_words(model, found.state, one.target)), typed(model, one.target))
        stopped = [_stopped(found, one)] if stops else []
        rows.append((player_cell(model, one.player), "no" if one in found.failing else "yes", move, *stopped))
    heads = ("Player", "stays", "Move", *(["What would stop the move"] if stops else []))
    return Table(tuple(map(Column, heads)), tuple(rows), most=ROWS, more="move")


def _stopped(found: Inverse, demand: Demand) -> str:
    """What would stop a move besides that it gains nothing."""
    if demand.alternatives == (frozenset(),):
        return "the move is answered in any case"
    ways = [way for way in demand.alternatives if way != {Comparison(demand.player, found.state, demand.target)}]
    told = [_alternative(found, demand, way) for way in ways[:WAYS]]
    more = [f"in {len(ways) - WAYS:,} more ways"] if len(ways) > WAYS else []
    return "; or ".join([*told, *more]) + ("" if demand.complete else " …")


def _alternative(found: Inverse, demand: Demand, one: Alternative) -> str:
    """What whoever answers must like better, and what must then be no better for the player than the state."""
    model = found.model
    own = [called(model, c.than) for c in sorted(one) if not c.strictly]
    said = [
        f"{the(model.players[c.player])} likes {called(model, c.state)} better than {called(model, c.than)}"
        for c in sorted(one)
        if c.strictly
    ]
    if own:
        said.append(f"{joined(own)} {are(len(own))} no better for {the(model.players[demand.player])}")
    return ", and ".join(said)
