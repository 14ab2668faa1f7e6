"""One state: who would leave it by which concept, and what each gain would meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negotiate.report.blocks import Block, Column, Report, Section, Sentence, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import in_words, joined, the
from negotiate.standing.looking_ahead.verdict import Steps, Verdict
from negotiate.standing.reports.concepts import finished
from negotiate.standing.reports.explanations import reply, unanswered
from negotiate.standing.reports.stability import NO_TIES, judged
from negotiate.standing.reports.words import move_words, player_cell
from negotiate.standing.telling.names import called, labelled, labels
from negotiate.standing.telling.one_state import OneState


def report(told: OneState, look: Look) -> Report:
    """Whether the state is stable, then player by player what leaving it would bring."""
    found, model, state = told.found, told.model, told.state
    known = labels(model, state) and state != model.status_quo
    subject = (labelled if known else called)(model, state)
    players = (_player(told, player) for player in range(len(model.keys)))
    blocks: list[Block] = [Sentence(judged(found, state, [subject])), *players, _stays(told)]
    return finished(model, blocks, remarks=[NO_TIES], concepts=found.concepts, sanctions=found.sanctions)


def _player(told: OneState, player: int) -> Section:
    """What a player could gain by leaving, and what the gain would meet, concepts that say the same together."""
    model, verdicts = told.model, [row[player] for row in told.verdicts]
    gains, name, ranks = verdicts[0].improvements, model.players[player], model.ranks[player]
    if not gains:
        return Section(name, (Sentence(f"No move pays {the(name)}."),))
    best = max((a.improvement for one in verdicts for a in one.answers), key=lambda s: int(ranks[s]))
    which = f"{in_words(gains)} moves pay {the(name)}. The best is" if gains > 1 else f"One move pays {the(name)}:"
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
