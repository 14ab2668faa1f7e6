"""Further questions: coalitions, all players at once, strong, doubtful or other preferences, and
how it came there.
"""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.conflict.patterns import gather
from negotiate.conflict.questions.coalitions import BrokenState, Coalitions, Consensus
from negotiate.conflict.questions.evolution import Course, Evolution
from negotiate.conflict.questions.inverse import Alternative, Change, Comparison, Demand, Inverse
from negotiate.conflict.questions.preferences import Strength, Unknown
from negotiate.conflict.reports import (
    are,
    called,
    concept_table,
    few,
    finished,
    listed,
    move_words,
    names,
    pattern_cell,
    player_cell,
    player_columns,
    several,
    state_cell,
    steps_words,
    typed,
)
from negotiate.conflict.states import event
from negotiate.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Note,
    Report,
    Sentence,
    Table,
    sentences,
)
from negotiate.report.style import Look, capital, counted, in_words, joined, the

ROWS = 10
"""Rows that are shown where not everything is wanted."""
GATHERED = 200
"""Rows in which those that no coalition would leave are gathered at most."""
EXPLAINED = 3
"""States that are told in a sentence each."""
COMPLETE = "Complete: every coalition was checked, with every sequence of moves of its members."
TOGETHER = "A coalition leaves a state only for one that is better for each of its members."
DETERRED = "An answer deters a coalition if some member ends no better off than before."


def report(found: Coalitions, look: Look) -> Report:
    """How many states are stable against coalitions, and who would leave the others for what."""
    said = sentences([_broken(found, one) for one in found.broken], EXPLAINED)
    table = [table] if (table := _table(found)).rows else []
    blocks: list[Block] = [Sentence(" ".join(_headline(found))), *said, *table]
    far = found.concept != "R"
    notes, rule = [TOGETHER, *([DETERRED] if far else [])], found.sanctions if far else ""
    return finished(found.model, blocks, COMPLETE, notes, [found.concept], rule)


def _headline(found: Coalitions) -> list[str]:
    model, count = found.model, len(found.alone)
    kept = [state for state in found.standing if state in found.alone]
    gained = [state for state in found.standing if state not in found.alone]
    some = (
        f"{in_words(len(kept)).lower() if kept else 'none'} {are(len(kept) or 1)} also stable "
        "against coalitions"
    )
    some += listed(model, kept)
    said = [
        f"Of {counted(count, 'state')} that no single player would leave ({found.concept}), {some}."
    ]
    if not count:
        said = [
            (
                f"In every state some single player would leave ({found.concept}), so no coalition "
                "is "
                "needed."
            )
        ]
    if gained:
        some = capital(several(model, gained))
        said.append(f"{some} {are(len(gained))} stable only because others could answer together.")
    return said


def _broken(found: Coalitions, one: BrokenState) -> str:
    model, first = found.model, one.departures[0]
    state, others = called(model, one.state), len(one.departures) - 1
    who, how = (
        names(model, first.coalition, opening=True),
        "both" if len(first.coalition) == 2 else "all of them",
    )
    said = [
        (
            f"{who} would leave {state} together for {called(model, first.targets[0])}, which is "
            f"better for {how}."
        )
    ]
    if more := len(first.targets) - 1:
        said.append(f"{counted(more, 'other state')} would also be better for {how}.")
    if others:
        said.append(f"{counted(others, 'other coalition')} would leave {state}, too.")
    return " ".join(said)


def _table(found: Coalitions) -> Table:
    """Each departure with the state that gives its members most, then the states that no coalition
    would leave.
    """
    model = found.model
    rows: list[tuple[Entry, ...]] = []
    for one in found.broken:
        for away in one.departures:
            who = Cell(
                capital(names(model, away.coalition)),
                " + ".join(model.keys[p] for p in away.coalition),
            )
            rows.append((who, state_cell(model, one.state), state_cell(model, away.targets[0])))
    rows += [
        ("no coalition", pattern_cell(model, one), "")
        for one in gather(model, found.standing, GATHERED)
    ]
    return Table((Column("Would leave"), Column("State"), Column("for")), tuple(rows), most=ROWS)


KEPT_ROWS = 8
"""States that are listed where not everything is wanted."""
PLACE = "The numbers are the state's place in each player's ranking; place 1 is the best."
METHOD = (
    "In fallback bargaining all players accept their first place, then their second, until "
    "all accept some state."
)


def report_consensus(found: Consensus, look: Look) -> Report:
    """How many states all players would keep, and where fallback bargaining ends."""
    model, everybody = found.model, len(found.model.keys)
    kept, nearly = found.kept_by(everybody), found.kept_by(everybody - 1) if everybody > 2 else ()
    said = (
        f"{counted(len(kept), 'state is', 'states are')} stable for every player ({found.concept})."
    )
    if nearly:
        who = names(model, sorted({found.leaving(state)[0] for state in nearly}), "or")
        said += (
            f" {counted(len(nearly), 'more is', 'more are')} stable for all players but one: "
            f"{who} would leave."
        )
    place = found.found_at[-1]
    accepted = (
        f"the {place:,} best places of its ranking"
        if place > 1
        else "only the best place of its ranking"
    )
    ends = (
        f"Fallback bargaining ends with {several(model, found.agreed[-1])}, when each player "
        f"accepts {accepted}."
    )
    blocks: list[Block] = [Sentence(said), Sentence(ends), _kept_table(found), Note(PLACE)]
    return finished(model, blocks, remarks=[METHOD], concepts=[found.concept])


def _kept_table(found: Consensus) -> Table:
    model, counts = found.model, found.counts.tolist()
    order = sorted(
        range(len(model.states)), key=lambda s: (-counts[s], int(found.places[:, s].max()), s)
    )
    columns = (
        Column("State"),
        Column("stable for", "count", "keep it", "for"),
        *player_columns(model),
    )
    rows = tuple((state_cell(model, s), counts[s], *found.places[:, s].tolist()) for s in order)
    return Table(columns, rows, most=KEPT_ROWS, more="state")


LEGEND = (
    "Strongly stable: the others could answer each gain with something greatly worse for the "
    "player."
)
WEAK = "Weakly stable: they could answer some gain only with something that is no better."


def report_strength(found: Strength, look: Look) -> Report:
    """What is supposed, then what is stable by which concept, and how firmly."""
    alike: dict[tuple[tuple[int, ...], tuple[int, ...]], list[str]] = {}
    for concept in found.concepts:
        alike.setdefault((found.strong(concept), found.weak(concept)), []).append(concept)
    said = [
        _supposed(found),
        *(_stable(found, by, strong, weak) for (strong, weak), by in alike.items()),
    ]
    table = concept_table(found.model, found.concepts, lambda state: _firmness(found, state))
    blocks: list[Block] = [*sentences(said), table, Note(f"{LEGEND} {WEAK}")]
    return finished(found.model, blocks, concepts=found.concepts, sanctions=found.sanctions)


def _supposed(found: Strength) -> str:
    model, players = found.model, {p for p, _ in found.greatly}
    if not players:
        return "Suppose no player finds anything greatly better than anything else."
    told = [
        f"{the(model.players[p])} finds {called(model, s)} greatly better" for p, s in found.greatly
    ]
    who = "the player" if len(players) > 1 else the(model.players[min(players)])
    return f"Suppose {joined(told)} than every state that {who} likes less."


def _stable(found: Strength, by: Sequence[str], strong: Sequence[int], weak: Sequence[int]) -> str:
    """What is stable by concepts that say the same."""
    told = [
        f"{several(found.model, states)} {are(len(states))} {how} stable"
        for states, how in ((strong, "strongly"), (weak, "weakly"))
        if states
    ]
    first, *more = told or ["no state is stable"]
    none = [] if strong or not weak else ["no state is strongly stable"]
    return f"By {joined(by)}, {first}.{''.join(f' {capital(one)}.' for one in (*more, *none))}"


def _firmness(found: Strength, state: int) -> list[str]:
    words = []
    for stays, strongly in zip(found.stable, found.strongly, strict=True):
        words.append(
            "" if not stays[:, state].all() else "strong" if strongly[:, state].all() else "weak"
        )
    return words


PAIRS = 3
"""Pairs of states that a sentence names one by one."""
STANCES = {
    "a": "a: a player moves to what may be better, and fears only what is surely no better.",
    "b": (
        "b: a player moves only to what is surely better, and fears only what is surely no better."
    ),
    "c": "c: a player moves to what may be better, and fears what may be no better.",
    "d": "d: a player moves only to what is surely better, and fears what may be no better.",
}
"""Stance → what players make of what is not known."""
LETTERS = "The letters name the stances under which a state is stable."
MAY = "In SEQ, players answer by moves that may pay them."


def report_unknown(found: Unknown, look: Look) -> Report:
    """What is supposed, what is stable whatever is made of that, and what only by some stances."""
    model = found.model
    standing = {
        c: [(s, frozenset(found.standing(s, c))) for s in found.stances] for c in found.concepts
    }
    table = concept_table(
        model,
        found.concepts,
        lambda state: [
            "".join(s for s, kept in standing[c] if state in kept) for c in found.concepts
        ],
    )
    stances = [Note(STANCES[stance]) for stance in found.stances]
    blocks: list[Block] = [
        *sentences([_supposed_open(found), *_by_stance(found)]),
        table,
        Note(LETTERS),
        *stances,
    ]
    return finished(
        model, blocks, remarks=[MAY], concepts=found.concepts, sanctions=found.sanctions
    )


def _by_stance(found: Unknown) -> list[str]:
    sure, said = found.standing("a", "SEQ"), []
    open_ = [state for state in found.standing("d", "SEQ") if state not in sure]
    if sure or not open_:
        some = capital(several(found.model, sure) if sure else "no state")
        said.append(f"{some} {are(len(sure) or 1)} stable by SEQ under all four stances.")
    if open_:
        some = capital(several(found.model, open_))
        said.append(f"{some} {are(len(open_))} stable by SEQ only under some stances.")
    return said


def _supposed_open(found: Unknown) -> str:
    model = found.model
    told = [
        f"{the(model.players[p])} likes {called(model, one)} or {called(model, other)} better"
        for p, one, other in found.pairs
    ]
    asked = few(told, PAIRS, "more such question")
    return (
        f"Suppose nobody knows whether {asked}." if told else "Suppose every preference is known."
    )


WAYS = (
    "The best way has the fewest moves that do not pay, then the fewest moves. No player moves "
    "twice in a row."
)
ACTING = "Players act together only where each of them gains."
NOT_TRIED = "Players acting together were not looked at, because the model is too large."
EVERY_WAY = "Complete: every way was checked."


def report_evolution(found: Evolution, look: Look) -> Report:
    """The way to each thing that happened, then where moves that pay lead at all."""
    said = [_course(found, one) for one in found.courses]
    if not said:
        said.append("The file names nothing that happened, so there is nothing to explain.")
    reach, named = _reach(found)
    blocks: list[Block] = [
        *sentences([*said, reach]),
        *([_course_table(found)] if found.courses else []),
    ]
    concepts = [concept for course in found.courses for concept in course.stable_by] + named
    complete = EVERY_WAY if found.looked_together else NOT_TRIED
    return finished(found.model, blocks, complete, [WAYS, ACTING], concepts)


def _course(found: Evolution, course: Course) -> str:
    """Whether the moves to what happened pay, and who gains nothing by which of them."""
    model, goal, start = found.model, event(course.label), called(found.model, course.start)
    if course.start == course.goal:
        said = [f"{goal} is the state in which the conflict began, so no move was needed."]
    elif course.against == 0:
        said = [
            f"From {start} to {goal}, each move pays the mover: {steps_words(model, course.steps)}."
        ]
    elif course.against < 0:
        said = [f"No moves at all lead from {start} to {goal}."]
    else:
        said = [f"No way from {start} to {goal} has only moves that pay the mover."]
        said += [
            (
                f"On the best way, {names(model, s.movers)} gains nothing by "
                f"{move_words(model, s.start, s.end)}."
            )
            for s in course.steps
            if not s.pays
        ]
    if course.allied and course.allied_against == 0:
        said.append(
            f"By acting together, the players reach {goal}: {steps_words(model, course.allied)}."
        )
    elif course.allied:
        unpaid = counted(course.allied_against, "move that does not pay", "moves that do not pay")
        said.append(f"Even by acting together, the players would need {unpaid}.")
    by = (
        f"stable by {joined(course.stable_by)}" if course.stable_by else "not stable by any concept"
    )
    return " ".join([*said, f"{goal} is {by}."])


def _reach(found: Evolution) -> tuple[str, list[str]]:
    """How many states moves that pay reach, and of which concept the stable ones among them are
    told.
    """
    model, count = found.model, len(found.reachable)
    start = called(model, found.courses[0].start if found.courses else found.start)
    if count == 1:
        return f"No move from {start} pays the mover.", []
    lead = (
        f"From {start}, moves that pay the mover reach {count - 1:,} of the "
        f"{len(model.states) - 1:,} other states."
    )
    for concept, states, total in found.standing:
        if concept in ("R", "SEQ") and total:
            some = (
                f"{in_words(len(states))} of these {are(len(states))}"
                if states
                else "None of these is"
            )
            all_ = f"The conflict has {counted(total, 'such state')} in all."
            return f"{lead} {some} stable by {concept}{listed(model, states)}. {all_}", [concept]
    return lead, []


def _course_table(found: Evolution) -> Table:
    columns = (
        Column("What happened"),
        Column("stable by"),
        Column("moves", "count"),
        Column("not paying", "count"),
        Column("not paying together", "count", short="together"),
    )
    rows: list[tuple[Entry, ...]] = []
    for one in found.courses:
        moves = (len(one.steps), one.against) if one.against >= 0 else ("no way", None)
        together = one.allied_against if found.looked_together and one.allied_against >= 0 else None
        by = ", ".join(one.stable_by)
        rows.append(
            (Cell(event(one.label), one.label), Cell(by or "no concept", by), *moves, together)
        )
    return Table(columns, tuple(rows))


MOVES_SHOWN = 8
"""Moves that are listed where not everything is wanted."""
ANSWERS = 3
"""Answers that are told of one move; the rest are counted."""
MOVES = 2
"""Moves of one player that a sentence names."""
SURE = "Complete: every comparison that the concept looks at was checked."
UNSURE = (
    "Not complete: the search for smaller changes, or for answers that stop a move, ended early."
)
SWAP = "A swap exchanges two neighbouring states of a ranking, so there are as many ties as before."


def report_inverse(found: Inverse, look: Look) -> Report:
    """What fails, the smallest change, and what would stop each move."""
    concept = found.look.concept
    table: Block = _move_table(found, stops=look.all and concept != "R")
    if not found.demands:
        table = Sentence(f"No player can leave {called(found.model, found.state)}.")
    rule, more = ("", "") if concept == "R" else (found.look.sanctions, "what would stop each move")
    blocks = [*sentences(_inverse_sentences(found)), table]
    return finished(
        found.model, blocks, SURE if found.complete else UNSURE, [SWAP], [concept], rule, more
    )


def _inverse_sentences(found: Inverse) -> list[str]:
    concept, state = found.look.concept, called(found.model, found.state)
    if found.stable:
        return [
            (
                f"{capital(state)} is stable by {concept} under the given rankings. No ranking has "
                "to "
                "change."
            )
        ]
    swaps = f"{in_words(found.swaps)} swap{'s' if found.swaps > 1 else ''} of neighbouring states"
    fewest = (
        "Fewer swaps are not enough." if found.changes.certain else "Fewer swaps may be enough."
    )
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
    told = [
        f"{the(model.players[p], opening=True)} gains {few(by, MOVES, 'more move')}."
        for p, by in moves.items()
    ]
    return " ".join([*told, *(["No answer undoes this."] if found.look.concept != "R" else [])])


def change_words(found: Inverse, change: Change) -> str:
    """A change in words: how many places higher players would have to rank the state, and other
    swaps.
    """
    model, told = found.model, dict[int, list[str]]()
    for player in (swap.player for swap in change.swaps):
        lifts = sum(swap.player == player and swap.raised == found.state for swap in change.swaps)
        places = f"{in_words(lifts).lower()} place{'s' if lifts > 1 else ''}"
        told[player] = [f"{called(model, found.state)} {places} higher"] if lifts else []
    for swap in change.swaps:
        if swap.raised != found.state:
            told[swap.player].append(
                f"{called(model, swap.raised)} above {called(model, swap.lowered)}"
            )
    return " ".join(
        f"{names(model, [p], opening=True)} would have to rank {joined(said)}."
        for p, said in told.items()
    )


def _move_table(found: Inverse, stops: bool) -> Table:
    """Each move that leaves the state, those that pay and are not answered first; with what would
    stop it, if asked.
    """
    model = found.model
    rows = []
    for one in sorted(found.demands, key=lambda demand: demand not in found.failing):
        move = Cell(capital(move_words(model, found.state, one.target)), typed(model, one.target))
        stopped = [_stopped(found, one)] if stops else []
        rows.append(
            (
                player_cell(model, one.player),
                "no" if one in found.failing else "yes",
                move,
                *stopped,
            )
        )
    heads = ("Player", "stays", "Move", *(["What would stop the move"] if stops else []))
    return Table(tuple(map(Column, heads)), tuple(rows), most=MOVES_SHOWN, more="move")


def _stopped(found: Inverse, demand: Demand) -> str:
    """What would stop a move besides that it gains nothing."""
    if demand.alternatives == (frozenset(),):
        return "the move is answered in any case"
    ways = [
        way
        for way in demand.alternatives
        if way != {Comparison(demand.player, found.state, demand.target)}
    ]
    told = [_alternative(found, demand, way) for way in ways[:ANSWERS]]
    more = [f"in {len(ways) - ANSWERS:,} more ways"] if len(ways) > ANSWERS else []
    return "; or ".join([*told, *more]) + ("" if demand.complete else " …")


def _alternative(found: Inverse, demand: Demand, one: Alternative) -> str:
    """What whoever answers must like better, and what must then be no better for the player than
    the state.
    """
    model = found.model
    own = [called(model, c.than) for c in sorted(one) if not c.strictly]
    said = [
        (
            f"{the(model.players[c.player])} likes {called(model, c.state)} better than "
            f"{called(model, c.than)}"
        )
        for c in sorted(one)
        if c.strictly
    ]
    if own:
        said.append(
            f"{joined(own)} {are(len(own))} no better for {the(model.players[demand.player])}"
        )
    return ", and ".join(said)
