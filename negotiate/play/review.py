"""The after-action review of a game: who knew what, where the game turned, and what each decision gave away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import Shown, entity
from negotiate.play.endings import endings
from negotiate.play.foresight import Foresight, Regrets, foresight
from negotiate.play.forms import CHANCE, UMPIRE, Event, State
from negotiate.play.log import wrong_line
from negotiate.play.rounds import Rounds
from negotiate.play.table import Table, opened
from negotiate.play.turns import WarGame
from negotiate.play.views import brief_words
from negotiate.play.words import named, number, opening, package_words
from negotiate.report.blocks import Block, Column, Entry, Report, Section, Sentence
from negotiate.report.blocks import Table as Rows
from negotiate.report.style import Look
from negotiate.report.words import joined, spoken

NOTHING = 1e-9
"""A span of payoffs in which nothing changes."""
MOVED = 0.01
"""Of the range of what was ever expected: a change that turns the game."""
LISTED = 16
"""Events that a screen lists."""
JUDGED = (
    "Expected: what each would have if all played on as theory expects, after the event. Regret: what the best choice "
    "would have brought more; at the time, against what theory expected of the others, and in hindsight, against what "
    "they did."
)


@entity
class Step:
    """One event, as the review looks at it.

    Parameters
    ----------
    event : Event
        The event.
    branch : int
        The line of play that it belongs to, counted from 1.
    words : str
        What happened.
    knew : tuple of str
        The seats that learned of it as it happened.
    expected : ndarray, shape (players,), or None
        What every player could expect after it.
    change : ndarray, shape (players,), or None
        By how much that changed.
    regrets : (float, float) or None
        Of a decision, what it gave away at the time and in hindsight.
    """

    event: Event
    branch: int
    words: str
    knew: tuple[str, ...]
    expected: FloatArray | None
    change: FloatArray | None
    regrets: Regrets | None


@entity
class Review(Shown):
    """A game that was played, looked back upon.

    Parameters
    ----------
    table : Table
        As it stood after the last event.
    steps : tuple of Step
        Every event, in order, those that were taken back included.
    branches : tuple of Mapping
        For each line of play where it began and how it stood at its end.
    """

    table: Table
    steps: tuple[Step, ...]
    branches: tuple[Mapping[str, Any], ...]

    @property
    def turning(self) -> list[Step]:
        """The steps that changed what was to be expected, the largest change first."""
        known = [step for step in self.steps if step.expected is not None]
        if not known:
            return []
        span = np.ptp(np.array([step.expected for step in known]), axis=0)
        scale = np.where(span > NOTHING, span, np.inf)
        sized = [(float(np.abs(step.change / scale).max()), step) for step in known if step.change is not None]
        found = [one for one in sized if one[0] > MOVED]
        return [step for _, step in sorted(found, key=lambda one: (-one[0], one[1].event["event"]))]


def review(path: Path) -> Review:
    """Play the game of a log again, and judge every step.

    Raises
    ------
    ScenarioNotFound, ScenarioError, UnsuitableGame
        As `play.table.replayed` does.
    """
    table, lines = opened(path)
    theory: Foresight | None = None
    steps: list[Step] = []
    befores: list[State] = []
    branches: list[dict[str, Any]] = [{"from": 0, "turn": 1}]
    expected: FloatArray | None = None
    for line, event in lines:
        before = table.state
        if event["kind"] == "back":
            branches[-1] |= _standing(table)
            branches.append({"from": event["event"], "turn": event["move"].get("back")})
        if not table.again(event):
            raise wrong_line(path, line, "the rules make something else of this move")
        if event["kind"] == "start":
            theory = foresight(table)
        now = None if theory is None else theory.expects(table.state)
        change = None
        if now is not None and expected is not None and event["kind"] != "back":
            change = np.asarray(now - expected)
        knew = tuple(event["sees"])
        steps.append(Step(event, len(branches), brief_words(table, event), knew, now, change, None))
        befores.append(before)
        expected = now
    branches[-1] |= _standing(table)
    judged = tuple(_judged(table, theory, steps, befores)) if theory is not None else tuple(steps)
    return Review(table, judged, tuple(branches))


def _standing(table: Table) -> dict[str, Any]:
    """How a line of play stood when it ended or was left."""
    return {"state": table.state, "payoffs": table.form.payoffs(table.state), "ended": table.ended}


def _judged(table: Table, theory: Foresight, steps: list[Step], befores: list[State]) -> Iterator[Step]:
    """Every step with what its decision gave away, measured by how its own line of play went on."""
    finals = {
        branch: _final(table, [one for one in steps if one.branch == branch]) for branch in range(1, table.branches + 2)
    }
    for step, before in zip(steps, befores, strict=True):
        decided = step.event["kind"] == "move" and step.event["seat"] not in (CHANCE, UMPIRE)
        regrets = theory.regrets(before, step.event, finals[step.branch]) if decided else None
        yield replace(step, regrets=regrets)


def _final(table: Table, steps: list[Step]) -> State:
    """The last state of a line of play, with the rounds or turns that were played in it."""
    final: State = {}
    for step in steps:
        final = final | step.event["after"]
    if isinstance(table.form, Rounds):
        rounds = enumerate(table.form.cells(step.event for step in steps), 1)
        return final | {"cells": dict(rounds)}
    if isinstance(table.form, WarGame):
        results = [step.event["after"]["result"] for step in steps if step.event["after"].get("result")]
        return final | {"results": {one["turn"]: one for one in results}}
    return final


def report(found: Review, look: Look) -> Report:
    """How the game ended, where it turned, who decided badly, and the timeline of who knew what."""
    table = found.table
    blocks: list[Block] = [Sentence(one) for one in (*_outcome(table), *_turned(found), *_regretted(found))]
    blocks += [_timeline(found)]
    blocks += [_sides(found)] if len(found.branches) > 1 else []
    blocks += [_numbers(found)] if any(step.expected is not None for step in found.steps) else []
    names = tuple(player.name for player in table.scenario.players.values())
    return Report(f"{table.scenario.heading}: review", tuple(blocks), names)


def _outcome(table: Table) -> Iterator[str]:
    """How the game ended."""
    if not table.ended:
        yield f"The game is not over: {table.waiting}."
        return
    yield from (block.text for block in endings(table) if isinstance(block, Sentence))


def _turned(found: Review) -> Iterator[str]:
    turning = found.turning
    if not turning:
        yield "No move changed what theory expected."
        return
    first = turning[0]
    yield f"The game turned most with event {first.event['event']}. {first.words} {_changes(found, first)}"
    if len(turning) > 1:
        others = joined([str(one.event["event"]) for one in sorted(turning[1:6], key=lambda one: one.event["event"])])
        yield f"It turned also with {'events' if len(turning) > 2 else 'event'} {others}."


def _changes(found: Review, step: Step) -> str:
    """What a step changed for each player."""
    keys = list(found.table.scenario.players)
    words = []
    assert step.change is not None
    for key, change in zip(keys, step.change, strict=True):
        if abs(change) > NOTHING:
            more = "more" if change > 0 else "less"
            words.append(f"{named(found.table, key)} could expect {number(abs(float(change)))} {more}")
    return f"{joined(words)[:1].upper()}{joined(words)[1:]} than before."


def _regretted(found: Review) -> Iterator[str]:
    decided = [step for step in found.steps if step.regrets is not None]
    for key in found.table.form.seats:
        own = [step for step in decided if step.event["seat"] == key]
        worst = max(own, key=lambda step: max(step.regrets or (0.0, 0.0)), default=None)
        if worst is None or worst.regrets is None:
            continue
        name, (then, late) = opening(found.table, key), worst.regrets
        if max(then, late) <= NOTHING:
            yield f"{name} has nothing to regret."
        elif late > then:
            yield f"In hindsight {named(found.table, key)} regrets event {worst.event['event']} most."
            yield f"It cost {number(late)}."
        else:
            yield f"{name} gave away most with event {worst.event['event']}."
            yield f"It cost {number(then)} by what was known then."


def _timeline(found: Review) -> Block:
    """Every event, and who learned of it as it happened."""
    table = found.table
    rows: list[tuple[Entry, ...]] = []
    for step in found.steps:
        everybody = set(step.knew) >= set(table.form.seats)
        knew = "all" if everybody else joined([named(table, key) for key in step.knew]) or "nobody"
        rows.append((step.event["event"], step.words, knew))
    heads = (Column("", "count", "event"), Column("What"), Column("Who knew", key="knew"))
    return Rows(heads, tuple(rows), title="What happened, and who knew", most=LISTED, more="event")


def _numbers(found: Review) -> Block:
    """What was to be expected after each event, and what each decision gave away."""
    names = [player.name for player in found.table.scenario.players.values()]
    heads = [Column("", "count", "event"), *(Column(f"{name} expects", "number") for name in names)]
    heads += [Column("Regret at the time", "number", "regret"), Column("In hindsight", "number", "hindsight")]
    rows: list[tuple[Entry, ...]] = []
    for step in found.steps:
        expected = [None] * len(names) if step.expected is None else [float(x) for x in step.expected]
        rows.append((step.event["event"], *expected, *(step.regrets or (None, None))))
    return Rows(
        tuple(heads), tuple(rows), title="What theory expected, and what decisions gave away", detail=True, note=JUDGED
    )


def _sides(found: Review) -> Block:
    """The lines of play side by side."""
    table, form = found.table, found.table.form
    heads = [Column("")] + [Column(f"Branch {k}", "words", f"branch {k}") for k in range(1, len(found.branches) + 1)]
    rows: list[tuple[Entry, ...]] = [("Begins with turn", *(str(one["turn"]) for one in found.branches))]
    rows.append(
        ("Ends", *("at the end" if one["ended"] else f"in turn {one['state']['turn']}" for one in found.branches))
    )
    if isinstance(form, WarGame):
        for key, issue in table.scenario.issues.items():
            words = [
                package_words(table, {key: one["state"]["package"][key]}).partition(": ")[2] for one in found.branches
            ]
            if len(set(words)) > 1:
                rows.append((issue.name, *words))
        standing = [one["state"]["numbers"] for one in found.branches]
        rows += [(spoken(name), *(number(numbers[name]) for numbers in standing)) for name in table.scenario.state]
        for p, player in enumerate(table.scenario.players.values()):
            turns = [max(one["state"]["turn"] - 1, 1) for one in found.branches]
            each = [one["state"]["sums"][p] / count for one, count in zip(found.branches, turns, strict=True)]
            rows.append((f"{player.name}, a turn", *map(number, each)))
    return Section("The branches side by side", (Rows(tuple(heads), tuple(rows)),))
