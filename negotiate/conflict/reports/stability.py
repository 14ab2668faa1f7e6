"""Which states are stable, one state told whole, and a conflict as it is: players, states and
moves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

import numpy as np

from negotiate.conflict.graph import Concept
from negotiate.conflict.graph_model import GraphModel, MoveGraph
from negotiate.conflict.patterns import SMALL, STRENGTH, OneState, Row, Rows, table_rows
from negotiate.conflict.questions.coalitions import places_of
from negotiate.conflict.reports import (
    COMPLETE,
    are,
    called,
    finished,
    issue_words,
    labelled,
    labels,
    listed,
    move_words,
    names,
    pattern_cell,
    pattern_words,
    player_cell,
    player_columns,
    several,
    short_name,
    state_cell,
)
from negotiate.conflict.stability import Stability, Steps, Verdict, stuck_notes
from negotiate.conflict.states import missing_notes
from negotiate.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Note,
    Report,
    Section,
    Sentence,
    Table,
    sentences,
)
from negotiate.report.style import Look, capital, counted, in_words, joined, sentence_of, the

FORGIVING: tuple[Concept, ...] = ("GMR", "SMR", "SEQ", "SIM", "R")
"""What a state that is stable by none fails first: who leaves it under the first of these leaves it
under most.
"""
UNDONE: dict[Concept, str] = {
    "GMR": "No answer of {} undoes this gain.",
    "SMR": "No answer of {} undoes this gain for good.",
    "SEQ": "No answer that pays {} undoes this gain.",
    "SIM": "No move that pays {} at the same time undoes this gain.",
}
"""Concept → that nothing deters an improvement, in its sense."""
NO_GAIN = "No player gains by a move of its own"


def reasons(found: Stability, state: int, named: bool = False, most: int = 1) -> list[str]:
    """Sentences on who would gain, and what the gain would meet; none for a state in which nobody
    gains.

    Parameters
    ----------
    found : Stability
        By one concept or several.
    state : int
        Which one.
    named : bool
        Whether the first sentence says from which state the players would move.
    most : int
        Players whose gains are told one by one, where each gain is answered.
    """
    by, model = found.by_concept(state), found.model
    if "R" in by:
        return []
    start = f"From {called(model, state)}, " if named else ""
    concept = [*(c for c in STRENGTH if c in by), *(c for c in FORGIVING if c in found.concepts)][0]
    verdicts = [found.verdict(state, player, concept) for player in range(len(model.keys))]
    if by:
        tempted = [one for one in verdicts if one.improvements]
        told = [answered(found, one, "" if k else start) for k, one in enumerate(tempted[:most])]
        same = names(model, [one.player for one in tempted[most:]])
        return [*told, *([f"The same holds for {same}."] if same else [])] or [f"{NO_GAIN}."]
    first, *others = [one for one in verdicts if not one.stable]
    also = names(model, [one.player for one in others], opening=True)
    return [unanswered(found, first, start), *([f"{also} would leave, too."] if others else [])]


def unanswered(found: Stability, one: Verdict, start: str = "") -> str:
    """The improvement that nothing deters, and that nothing does."""
    who, target = (
        the(found.model.players[one.player], opening=not start),
        one.answers[0].improvement,
    )
    gain = f"{start}{who} gains by {move_words(found.model, one.state, target)}."
    others = [p for p in range(len(found.model.keys)) if p != one.player]
    if one.concept == "R":
        return gain
    them = names(found.model, others) if len(others) == 1 else "the others"
    return f"{gain} {UNDONE[one.concept].format(them) if others else 'No other player can answer.'}"


def answered(found: Stability, one: Verdict, start: str = "") -> str:
    """The best improvement, and the answer that deters it."""
    who = the(found.model.players[one.player], opening=not start)
    gain = (
        f"{start}{who} would gain by "
        f"{move_words(found.model, one.state, one.answers[0].improvement)}."
    )
    return f"{gain} But {reply(found, one)}"


def reply(
    found: Stability, one: Verdict, also: Sequence[Verdict] = (), opening: bool = False
) -> str:
    """The answer that deters the best improvement; `also` are verdicts by other concepts that tell
    of the same.
    """
    model, answer, concepts = (
        found.model,
        one.answers[0],
        [one.concept, *(other.concept for other in also)],
    )
    worse = model.ranks[one.player, answer.end] < model.ranks[one.player, one.state]
    off = "worse off" if worse else "no better off"
    if one.concept == "SIM":
        verbs = ("chooses", "goes to")
        moves = [
            f"{the(model.players[p])} {move_words(model, one.state, to, verbs)}"
            for p, to in answer.steps
        ]
        ends = f"at the same time, {the(model.players[one.player])} ends {off}."
        return f"{'If' if opening else 'if'} {joined(moves)} {ends}"
    may, place, told = "would" if "SEQ" in concepts else "could", answer.improvement, []
    for k, (player, end) in enumerate(answer.steps):
        mover, verb = the(model.players[player], opening and not k), "follow" if k else "answer"
        told.append(f"{mover} {may} {verb} by {move_words(model, place, end)}")
        place = end
    escape = " and could not escape" if "SMR" in concepts else ""
    return f"{joined(told)}. {the(model.players[one.player], opening=True)} would be {off}{escape}."


LISTED, ALL = 50, 200
"""Rows of the table, and rows that `--all` gives, with an explanation each."""
ROWS = 8
"""Rows that a screen shows at most, besides today and what happened."""
SCREEN, LINE, CELL = 31, 76, 46
"""Lines of a screen without title, legend and the last lines, and signs in a line of text and in a
row's first cell.
"""
FIRST = 2
"""States that are explained where nothing is known of today or of what happened."""
LEAVERS = 8
"""Signs in which those who would leave are named; longer lists are counted."""
LEGEND = "★: no player would leave. The other cells name the players who would leave."
DOT = "·"
DOTTED = "·: different players would leave different states of the row."
AS_TODAY = "Issues that a row does not name stay as today."
WHY = {
    "SEQ": "because the others would answer to their own gain",
    "GMR": "only if the others would answer even at their own cost",
}
"""Concept → what keeps players in a state in which some of them could gain by a move."""
NO_TIES = "No player moves to a state that is only as good as the one before."


def report(found: Stability, look: Look) -> Report:
    """The count by concept, today and what happened, the table state by concept."""
    rows = table_rows(found, ALL if look.all else LISTED, everything=True)
    said = [
        " ".join(headline(found)),
        *_focal(found, rows),
        *map(sentence_of, stuck_notes(found.stuck)),
    ]
    many = len(found.model.states) > 1
    lines = (*said, *missing_notes(found.model.nowhere), *found.concepts)
    blocks: list[Block] = [*sentences(said)]
    if many:
        blocks.append(
            _table(found, rows, SCREEN - sum(1 + len(text) // LINE for text in lines), look.all)
        )
    blocks += [Note(f"{concept} is left out: {why}.") for concept, why in found.refused.items()]
    if look.all:
        told = sentences([_explained(found, [state], most=2) for state in _single(found, rows)])
        blocks.append(Section("Why a state is stable, or not", told, detail=True))
    complete, more = COMPLETE if found.complete else "", "more states with reasons" if many else ""
    concepts, sanctions = (found.concepts, found.sanctions) if many else ((), "")
    return finished(found.model, blocks, complete, [NO_TIES], concepts, sanctions, more)


def headline(found: Stability) -> list[str]:
    """In how many states nobody gains, and how many more are stable because others would, or could,
    answer.
    """
    total, stands = len(found.model.states), dict(zip(found.concepts, found.stands, strict=True))
    if total == 1:
        deal = ["`negotiate deal` finds what the players could sign."] if found.model.kept else []
        return ["There is only one state, because no player decides anything alone.", *deal]
    alone = stands.get("R", np.zeros(total, dtype=bool))
    told: list[str] = []
    if "R" in stands or len(stands) == 1:
        concept = found.concepts[0] if len(stands) == 1 else "R"
        states = found.equilibria(concept).tolist()
        some, which = in_words(len(states)).lower(), listed(found.model, states)
        told = [f"In {some} of {total:,} states no player gains by a move of its own (R){which}."]
        if concept != "R":
            return [f"Of {total:,} states, {some} {are(len(states))} stable by {concept}{which}."]
        if not states:
            told = [f"In each of the {total:,} states some player gains by a move of its own (R)."]
    if "SEQ" not in stands or "GMR" not in stands:
        return told
    more: list[str] = []
    for concept, mask in (
        ("SEQ", stands["SEQ"] & ~alone),
        ("GMR", stands["GMR"] & ~stands["SEQ"] & ~alone),
    ):
        if count := int(mask.sum()):
            noun = " more" if more or alone.any() else " state" if count == 1 else " states"
            which = listed(found.model, np.flatnonzero(mask).tolist())
            more.append(
                f"{in_words(count)}{noun} {are(count)} stable {WHY[concept]} ({concept}){which}."
            )
    return [
        *told,
        *(more or ["In every other state some player would leave, whatever the others answer."]),
    ]


def _focal(found: Stability, shown: Rows) -> list[str]:
    """Whether today and what happened are stable, those that are so alike together, and why the
    first of them is.
    """
    groups: dict[tuple[Concept, ...], list[int]] = {}
    for state in found.model.known if len(found.model.states) > 1 else ():
        groups.setdefault(found.by_concept(state), []).append(state)
    unsure = [state for state in _single(found, shown) if "R" not in found.by_concept(state)]
    return [
        _explained(found, states)
        for states in groups.values() or [[state] for state in unsure[:FIRST]]
    ]


def _explained(found: Stability, states: Sequence[int], most: int = 1) -> str:
    """Whether states that are alike are stable, and why the first of them is."""
    known = [labels(found.model, state) for state in states]
    subjects = [f"{one} ({joined(more)})" if more else one for one, *more in filter(None, known)]
    subjects = subjects or [called(found.model, states[0])]
    return " ".join(
        [judged(found, states[0], subjects), *reasons(found, states[0], len(states) > 1, most)]
    )


def judged(found: Stability, state: int, subjects: Sequence[str]) -> str:
    """By which concepts a state, and others that are so alike, is stable, and by which not."""
    by, concepts = found.by_concept(state), found.concepts
    who = f"{capital(joined(list(subjects)))} {are(len(subjects))}"
    whole, missing = (
        len(concepts) > 1 and found.complete,
        [concept for concept in concepts if concept not in by],
    )
    if not by:
        return f"{who} not stable by {'any concept' if whole else joined(missing, 'or')}."
    which = "every concept" if whole and not missing else joined(by)
    return f"{who} stable by {which}{', but not by ' if missing else ''}{joined(missing, 'or')}."


def _single(found: Stability, shown: Rows) -> list[int]:
    """States that have a row or a name of their own: today, what happened, then the others, those
    by R last.
    """
    single = [row.states[0] for row in shown.rows if len(row.states) == 1]
    safe = [state for state in single if "R" in found.by_concept(state)]
    return list(dict.fromkeys([*found.model.known, *(s for s in single if s not in safe), *safe]))


def _table(found: Stability, shown: Rows, room: int, everything: bool) -> Table:
    """A row for states that are alike: a star by each concept that keeps them, or the players who
    would leave them.

    First come the rows for which a screen has room, of large models only stable ones besides today
    and what happened.
    """
    model, small = found.model, len(found.model.states) < SMALL
    focal = [row for row in shown.rows if row.states[0] in model.known]
    others = [row for row in shown.rows if row not in focal and (row.by or small)][:ROWS]
    lines = accumulate(
        1 + len(pattern_words(model, row.pattern)) // CELL for row in (*focal, *others)
    )
    first = max(len(focal), sum(line <= room for line in lines))
    head = [*focal, *others][:first]
    rows = sorted(shown.rows, key=lambda row: row not in head)
    seen = len(rows) if everything else first
    cells = [[_cell(found, row, k) for k in range(len(found.concepts))] for row in rows]
    words = {
        word
        for row in rows[:seen]
        for k in range(len(found.concepts))
        for word in _leavers(found, row, k)
    }
    note = [*_legend(found, words), *_left_out(found, shown, rows[seen:])]
    columns = (Column("State"), *(Column(concept, "mark") for concept in found.concepts))
    told = tuple(
        (pattern_cell(model, row.pattern), *by) for row, by in zip(rows, cells, strict=True)
    )
    return Table(columns, told, most=first, more="", note=" ".join(note))


def _cell(found: Stability, row: Row, concept: int) -> Cell:
    """A star, or who would leave each of the states; a dot where it is not the same player in all
    of them.
    """
    words, keys = _leavers(found, row, concept), (found.model.keys[p] for p in row.leavers[concept])
    return (
        Cell(", ".join(words), ", ".join(keys) or "differs")
        if words
        else Cell("★", "stable", role="equilibrium")
    )


def _leavers(found: Stability, row: Row, concept: int) -> tuple[str, ...]:
    """Who would leave each of the states, in words; a dot where it is not the same player, nothing
    where none would.
    """
    if found.concepts[concept] in row.by:
        return ()
    model, who = found.model, row.leavers[concept]
    words = tuple(short_name(model, p) for p in who)
    if len(who) == len(model.keys) > 1:
        return ("both" if len(who) == 2 else "all",)
    if len(who) > 1 and len(", ".join(words)) > LEAVERS:
        return (f"{len(who)} of {len(model.keys)}",)
    return words or (DOT,)


def _legend(found: Stability, words: Collection[str]) -> list[str]:
    """What the signs and words of the cells mean, and what a row leaves out."""
    model = found.model
    short = {short_name(model, p): name for p, name in enumerate(model.players)}
    told = [LEGEND, *([DOTTED] if DOT in words else [])]
    told += [f"{word}: {name}." for word, name in short.items() if word in words and word != name]
    return [*told, AS_TODAY] if model.status_quo >= 0 and len(model.options) > 1 else told


def _left_out(found: Stability, shown: Rows, rows: Sequence[Row]) -> list[str]:
    """How many states have no row."""
    stable = shown.left + sum(len(row.states) for row in rows if row.by)
    others = shown.others + sum(len(row.states) for row in rows if not row.by)
    one = len(found.concepts) == 1
    kept, left = (
        ("stable", "not stable") if one else ("stable by some concept", "stable by no concept")
    )
    told = [
        counted(n, f"state {words}", f"states {words}")
        for n, words in ((stable, kept), (others, left))
        if n
    ]
    return [f"{joined(told)} {are(stable + others)} not shown."] if told else []


def report_one_state(told: OneState, look: Look) -> Report:
    """Whether the state is stable, then player by player what leaving it would bring."""
    found, model, state = told.found, told.model, told.state
    known = labels(model, state) and state != model.status_quo
    subject = (labelled if known else called)(model, state)
    players = (_player(told, player) for player in range(len(model.keys)))
    blocks: list[Block] = [Sentence(judged(found, state, [subject])), *players, _stays(told)]
    return finished(
        model, blocks, remarks=[NO_TIES], concepts=found.concepts, sanctions=found.sanctions
    )


def _player(told: OneState, player: int) -> Section:
    """What a player could gain by leaving, and what the gain would meet, concepts that say the same
    together.
    """
    model, verdicts = told.model, [row[player] for row in told.verdicts]
    gains, name, ranks = verdicts[0].improvements, model.players[player], model.ranks[player]
    if not gains:
        return Section(name, (Sentence(f"No move pays {the(name)}."),))
    best = max(
        (a.improvement for one in verdicts for a in one.answers), key=lambda s: int(ranks[s])
    )
    which = (
        f"{in_words(gains)} moves pay {the(name)}. The best is"
        if gains > 1
        else f"One move pays {the(name)}:"
    )
    lead = f"{which} {move_words(model, told.state, best)}."
    return Section(name, sentences([lead, *_met(told, verdicts)]))


def _met(told: OneState, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """What the best gain of a player meets; one that nothing deters by each concept of its own."""
    groups: dict[tuple[int, Steps, str], list[Verdict]] = {}
    for one in verdicts:
        own = one.concept if one.concept == "SIM" or not one.stable else ""
        groups.setdefault((one.answers[0].improvement, one.answers[0].steps, own), []).append(one)
    for first, *more in groups.values():
        by = joined([first.concept, *(one.concept for one in more)])
        if first.stable:
            yield f"{by}: {reply(told.found, first, more, opening=True)}"
        elif first.concept != "R":
            yield f"{by}: {unanswered(told.found, first)}"


def _stays(told: OneState) -> Table:
    model = told.model
    columns = (Column("Player"), *(Column(concept, "mark") for concept in told.found.concepts))
    rows = tuple(
        (player_cell(model, p), *("stays" if row[p].stable else "leaves" for row in told.verdicts))
        for p in range(len(model.keys))
    )
    return Table(columns, rows)


FEW, STATES = 12, 300
"""States that are listed one by one where not everything is wanted, and at all."""
PLACE = "A number is the state's place in a player's ranking; place 1 is the best."


def report_model(model: GraphModel, look: Look) -> Report:
    """Players with what they decide and like best, then the states of a small conflict."""
    moves = counted(sum(one.count for one in model.moves), "move")
    who, have = (
        names(model, range(len(model.keys)), opening=True),
        "have" if len(model.keys) > 1 else "has",
    )
    said = Sentence(f"{who} {have} {moves} between {counted(len(model.states), 'state')}.")
    blocks: list[Block] = [said, _player_table(model)]
    if len(model.states) <= STATES:
        blocks += [_state_table(model), Note(PLACE)]
    return finished(model, blocks, complete="")


def _player_table(model: GraphModel) -> Table:
    columns = (Column("Player"), Column("decides"), Column("moves", "count"), Column("likes best"))
    rows = []
    for p, moves in enumerate(model.moves):
        issues = model.decides[p] if model.decides else ()
        decides = Cell("; ".join(issue_words(model, issue) for issue in issues), ", ".join(issues))
        best = np.flatnonzero(model.ranks[p] == model.ranks[p].max()).tolist()
        rows.append((player_cell(model, p), decides, moves.count, several(model, best)))
    return Table(columns, tuple(rows))


def _state_table(model: GraphModel) -> Table:
    places = np.stack([places_of(ranks) for ranks in model.ranks])
    rows = tuple((state_cell(model, s), *places[:, s].tolist()) for s in range(len(model.states)))
    return Table((Column("State"), *player_columns(model)), rows, most=FEW, more="state")


NUMBERS = "A number is the state that a move leads to. A move in brackets does not pay the mover."
STAR = " ★: no move pays any player."
FILE = "`export SCENARIO moves.graphml --lens stability` writes every move to a file."
NUMBER = "`--state NUMBER` explains one state."


def report_moves(found: MoveGraph, look: Look) -> Report:
    """How many states and moves there are, and each move of a small conflict."""
    listed = len(found.model.states) <= STATES
    blocks: list[Block] = [
        Sentence(_moves_counted(found)),
        _arrow_table(found) if listed else Note(FILE),
    ]
    return finished(
        found.model, blocks, complete="", remarks=[NUMBER, FILE] if listed else [NUMBER]
    )


def _moves_counted(found: MoveGraph) -> str:
    model, still = found.model, len(found.unmoved)
    moves = f"{counted(len(found.arrows), 'move')} between {counted(len(model.states), 'state')}"
    said = [f"Of {moves}, {sum(arrow.improves for arrow in found.arrows):,} pay the mover."]
    said += [
        f"In {counted(still, 'state')} no move pays any player."
        if still
        else "In each state some move pays a player."
    ]
    if still and model.status_quo >= 0:
        said += [f"Today is {'such a' if model.status_quo in found.unmoved else 'no such'} state."]
    if one_way := sum(not arrow.returns for arrow in found.arrows):
        said += [f"{counted(one_way, 'move')} cannot be taken back."]
    return " ".join(said)


def _arrow_table(found: MoveGraph) -> Table:
    model, unmoved = found.model, set(found.unmoved)
    rows: list[tuple[Entry, ...]] = []
    for state in range(len(model.states)):
        mark = (
            [Cell("★", "yes", role="equilibrium") if state in unmoved else Cell("", "no")]
            if unmoved
            else []
        )
        targets = (_targets(found, state, player) for player in range(len(model.keys)))
        rows.append((state + 1, *mark, state_cell(model, state), *targets))
    star = (Column("", "mark", "no move pays"),) if unmoved else ()
    columns = (
        Column("", "count", "number"),
        *star,
        Column("State"),
        *player_columns(model, "words"),
    )
    return Table(
        columns, tuple(rows), most=FEW, more="state", note=NUMBERS + (STAR if unmoved else "")
    )


def _targets(found: MoveGraph, state: int, player: int) -> str:
    """Where a player can go: what pays first."""
    mine = found.leaving(state, player)
    better, others = (
        ", ".join(str(a.end + 1) for a in mine if a.improves is pays) for pays in (True, False)
    )
    return " ".join([*([better] if better else []), *([f"({others})"] if others else [])])
