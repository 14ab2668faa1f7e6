"""One state: who would leave it by which concept, and what each gain would meet."""

from __future__ import annotations

from collections.abc import Iterable

from negotiate.report.blocks import Block, Cell, Column, Report, Section, Sentence, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import joined, the
from negotiate.standing.looking_ahead.verdict import Answer, Steps, Verdict
from negotiate.standing.reports.concepts import finished
from negotiate.standing.reports.explanations import answered, outcome, reply
from negotiate.standing.reports.stability import NO_TIES, judged
from negotiate.standing.reports.tables import program_table, yes_no
from negotiate.standing.reports.words import called, labels, move_words
from negotiate.standing.states.naming import TODAY, state_name
from negotiate.standing.telling.one_state import OneState

GAINS = 1
"""Gains of a player that are told by one concept."""


def report(told: OneState, look: Look) -> Report:
    """Whether the state is stable, then player by player what leaving it would bring."""
    found, model = told.found, told.model
    words = state_name(model, told.state)
    is_ = f" ({words})" if labels(model, told.state) and words != TODAY else ""
    blocks: list[Block] = [Sentence(judged(found, told.state, [f"{called(model, told.state)}{is_}"]))]
    blocks += [_player(told, player) for player in range(len(model.keys))]
    blocks += [_stays(told), _programs(told)]
    return finished(model, blocks, notes=[NO_TIES], concepts=found.concepts, sanctions=found.sanctions)


def _player(told: OneState, player: int) -> Section:
    """What a player could gain by leaving, and what the gain would meet, concepts that say the same together."""
    model = told.model
    verdicts = [row[player] for row in told.verdicts]
    gains, name = verdicts[0].improvements, model.players[player]
    who = the(name, opening=True)
    if not gains:
        return Section(name, (Sentence(f"{who} gains by no move."),))
    ranks = model.ranks[player]
    best = max((a.improvement for one in verdicts for a in one.answers), key=lambda s: int(ranks[s]))
    how = "one move," if gains == 1 else f"{gains:,} moves, best"
    lead = Sentence(f"{who} could gain by {how} by {move_words(model, told.state, best)}.")
    return Section(name, (lead, *sentences([f"{joined(by)}: {words}" for by, words in _met(told, verdicts, best)])))


def _met(told: OneState, verdicts: list[Verdict], best: int) -> Iterable[tuple[list[str], str]]:
    """Concepts, and what the player's gains meet by them: first what is answered, then what nothing deters."""
    found, groups = told.found, dict[tuple[bool, int, Steps], list[tuple[Verdict, Answer]]]()
    for one in verdicts:
        for answer in one.answers[:GAINS] if one.stable else ():
            groups.setdefault((one.concept == "SIM", answer.improvement, answer.steps), []).append((one, answer))
    for (one, answer), *rest in groups.values():
        also = [other.concept for other, _ in rest]
        words = reply(found, one, answer, also, opening=True)
        yield [one.concept, *also], words if answer.improvement == best else answered(found, one, answer)
    for one in verdicts:
        if not one.stable and one.concept != "R":
            who = the(found.model.players[one.player], opening=True)
            gain = move_words(found.model, one.state, one.answers[0].improvement)
            yield [one.concept], f"{who} leaves by {gain}. {outcome(found, one)}"


def _stays(told: OneState) -> Table:
    model = told.model
    columns = (Column("", key="player"), *(Column(concept, "mark") for concept in told.found.concepts))
    rows = []
    for p, (name, key) in enumerate(zip(model.players, model.keys, strict=True)):
        words = ("stays" if row[p].stable else "leaves" for row in told.verdicts)
        rows.append((Cell(name, key), *(Cell(word, word) for word in words)))
    return Table(columns, tuple(rows))


def _programs(told: OneState) -> Table:
    """Each gain, and what would be done about it."""
    model = told.model
    rows = []
    for concept, row in zip(told.found.concepts, told.verdicts, strict=True):
        for one, answer in ((own, answer) for own in row for answer in own.answers):
            steps = "; ".join(f"{model.keys[p]}: {state_name(model, to)}" for p, to in answer.steps)
            gain, end = (state_name(model, state) for state in (answer.improvement, answer.end))
            rows.append((concept, model.keys[one.player], gain, yes_no(answer.deters), steps, end))
    return program_table("concept, player, gains by, deterred, answer, ends in", rows)
