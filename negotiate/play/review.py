"""The after-action review of a game: who knew what, where the game turned, and what each decision
gave away.

At the time a seat knows what it has seen, and expects of the others what theory does. In hindsight
it knows what they did, and how chance decided. Regret is what its best choice would have brought
more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import Shown, record
from negotiate.errors import NegotiateError
from negotiate.play.endings import endings
from negotiate.play.forms import CHANCE, THEY, UMPIRE, Branch, Event, Judge, State
from negotiate.play.table import Table, again, opened, refuse_unbegun
from negotiate.play.views import brief_words, event_verb, told
from negotiate.play.words import number, option_words
from negotiate.report.blocks import Block, Column, Entry, Report, Section, Sentence
from negotiate.report.blocks import Table as Rows
from negotiate.report.style import Look, capital, joined, spoken, the

NOTHING = 1e-9
"""A span of payoffs in which nothing changes."""
MOVED = 0.01
"""Of the range of what was ever expected: a change that turns the game."""
LISTED = 16
"""Events that a screen lists."""
JUDGED = (
    "Expected: what each would have if all played on as theory expects, after the event. Given "
    "away: what the best "
    "choice would have brought more; then, against what theory expected of the others, and in "
    "hindsight, against what "
    "they did. A turn or round counts by itself, without what it changed later."
)
ONLY = {
    "Step": (
        *("event", "branch", "seat", "kind", "time", "words", "knew", "expected", "change"),
        *("at_the_time", "in_hindsight"),
    )
}
"""What is written of a step as JSON."""


@record
class Step:
    """One event, as the review looks at it.

    Parameters
    ----------
    event : int
        Its number in the log.
    branch : int
        The line of play that it belongs to, counted from 1.
    seat : str
        Who did it: a player's key, `chance` or `umpire`.
    kind : str
        What it was, as the log calls it: `move`, `inject`, `ruling`, …
    noun, number : str, int
        When, such as "turn" and 2, or "round" and 3; empty and 0 where the game has neither.
    words : str
        What happened.
    knew : tuple of str
        The seats that learned of it as it happened.
    expected : tuple of float
        What every player could expect after it; empty where nobody can say.
    change : tuple of float
        By how much that changed; empty where nobody can say.
    at_the_time, in_hindsight : float or None
        Of a decision, what it gave away; None where it was none.
    news : str
        Of a turn's end, what it came to, without which turn it was; empty of other events.
    """

    event: int
    branch: int
    seat: str
    kind: str
    noun: str
    number: int
    words: str
    knew: tuple[str, ...]
    expected: tuple[float, ...] = ()
    change: tuple[float, ...] = ()
    at_the_time: float | None = None
    in_hindsight: float | None = None
    news: str = ""

    @property
    def time(self) -> str:
        """When, such as `turn 2` or `round 3`; empty where the game has neither."""
        return f"{self.noun} {self.number}" if self.noun else ""

    @property
    def cost(self) -> float:
        """The larger of what the decision gave away at the time and in hindsight."""
        return max(self.at_the_time or 0.0, self.in_hindsight or 0.0)


@record
class Review(Shown):
    """A game that was played, looked back upon.

    Parameters
    ----------
    title : str
        What was played.
    players : Mapping[str, str]
        Key → name.
    seats : tuple of str
        The keys of those who play.
    over : bool
        Whether the game came to its end.
    outcome : tuple of str
        How it ended, in sentences.
    units : tuple of str
        What the payoffs of each player count.
    secret : str
        When what was done in secret became known, in a sentence; empty where nothing was.
    steps : tuple of Step
        Every event, in order, those that were taken back included. That orders are in is none: the
        turn's end is.
    branches : tuple of Branch
        The ways that the game took; one where nobody went back.
    """

    title: str
    players: Mapping[str, str]
    seats: tuple[str, ...]
    over: bool
    outcome: tuple[str, ...]
    units: tuple[str, ...]
    secret: str
    steps: tuple[Step, ...]
    branches: tuple[Branch, ...]

    def named(self, key: str) -> str:
        """A seat by its name, for the middle of a sentence."""
        return the(self.players[key]) if key in self.players else key

    @property
    def turning(self) -> tuple[Step, ...]:
        """The steps that changed what was to be expected, the largest change first."""
        known = [step for step in self.steps if step.expected]
        if not known:
            return ()
        span = np.ptp(np.array([step.expected for step in known]), axis=0)
        scale = np.where(span > NOTHING, span, np.inf)
        sized = [
            (float(np.abs(np.array(step.change) / scale).max()), step)
            for step in known
            if step.change
        ]
        found = [one for one in sized if one[0] > MOVED]
        return tuple(step for _, step in sorted(found, key=lambda one: (-one[0], one[1].event)))


def review(path: Path) -> Review:
    """Play the game of a log again, and judge every step.

    Raises
    ------
    ScenarioNotFound, ScenarioError, UnsuitableGame
        As `play.table.replayed` does.
    """
    table, lines = opened(path)
    theory: Judge | None = None
    steps: list[tuple[State, Event, Step]] = []
    branches: list[Branch] = []
    begins, expected, earlier = 1, None, None
    for event in lines:
        before = table.state
        if event["kind"] == "back":
            branches.append(table.form.branch(table, begins))
            begins = event["move"].get("back", 1)
        again(table, path, event)
        if event["kind"] == "start":
            theory = judge(table)
        now = None if theory is None else theory.expects(table.state)
        if event["kind"] == "result" and not event["after"].get(
            "result"
        ):  # the turn ends once the umpire has ruled
            earlier, expected = expected, now
            continue
        if event["kind"] == "back":
            expected = earlier = None
        elif event["after"].get("result") and earlier is not None:
            expected, earlier = earlier, None
        noun, number = table.form.time(before) if before else ("", 0)
        step = Step(
            event=event["event"],
            branch=len(branches) + 1,
            seat=event["seat"],
            kind=event["kind"],
            noun=noun,
            number=number,
            words=_words(table, before, event),
            knew=_knew(table, event),
            expected=listed(now),
            change=_change(expected, now),
            news=_news(table, event),
        )
        steps.append((before, event, step))
        expected = now
    refuse_unbegun(table, path)
    branches.append(table.form.branch(table, begins))
    names = {key: player.name for key, player in table.scenario.players.items()}
    units = tuple(player.unit or "points" for player in table.scenario.players.values())
    return Review(
        title=table.scenario.heading,
        players=names,
        seats=table.form.seats,
        over=table.ended,
        outcome=tuple(_outcome(table)),
        units=units,
        secret=table.form.secret,
        steps=tuple(_judged(table, theory, steps)),
        branches=tuple(branches),
    )


def judge(table: Table) -> Judge | None:
    """What theory makes of a game; None where nobody can say, as where preferences have no
    numbers.
    """
    if table.scenario.is_ordinal:
        return None
    try:
        return table.form.judge(table)
    except (NegotiateError, StopIteration):
        return None


def _news(table: Table, event: Event) -> str:
    """What a turn came to, of the event that ends it."""
    ends = event_verb(event) in ("go", "resolve") and event["after"].get("result")
    return told(table, event, dated=False) if ends else ""


def _knew(table: Table, event: Event) -> tuple[str, ...]:
    """Who learned of an event as it happened; that the game has begun, everybody."""
    return table.form.seats if event["kind"] == "start" else tuple(event["sees"])


def _words(table: Table, before: State, event: Event) -> str:
    """An event in a few words; of a ruling, what it changed besides."""
    verb = event_verb(event)
    if verb not in ("rule", "override"):
        return brief_words(table, event)
    after, changed = before | event["after"], list[str]()
    for key, option in after["package"].items():
        if option != before["package"][key]:
            issue = table.scenario.issues[key]
            was = option_words(issue, before["package"][key])
            changed.append(f"{spoken(issue.name)}: {option_words(issue, option)} instead of {was}")
    for name, value in after["numbers"].items():
        if value != before["numbers"][name]:
            changed.append(
                f"{spoken(name)} {number(value)} instead of {number(before['numbers'][name])}"
            )
    changed += [
        f"`{key}` is {value}"
        for key, value in after["set"].items()
        if before["set"].get(key) != value
    ]
    what = f"The umpire {'rules' if verb == 'rule' else 'overrides turn ' + str(before['turn'])}"
    says = event["move"][verb]["says"]
    return f"{what}: {'; '.join(changed)}. {says}" if changed else f"{what}: {says}"


def _change(before: FloatArray | None, now: FloatArray | None) -> tuple[float, ...]:
    return () if before is None or now is None else listed(now - before)


def listed(values: FloatArray | None) -> tuple[float, ...]:
    """Numbers as a tuple, empty for none."""
    return () if values is None else tuple(values.tolist())


def _judged(
    table: Table, theory: Judge | None, steps: list[tuple[State, Event, Step]]
) -> Iterator[Step]:
    """Every step with what its decision gave away, measured by how its own line of play went on."""
    own: dict[int, list[Event]] = {}
    for _, event, step in steps:
        own.setdefault(step.branch, []).append(event)
    finals = {branch: _final(table, events) for branch, events in own.items()}
    for before, event, step in steps:
        decided = theory is not None and step.kind == "move" and step.seat not in (CHANCE, UMPIRE)
        regrets = (
            theory.regrets(before, event, finals[step.branch])
            if decided and theory is not None
            else None
        )
        yield (
            step
            if regrets is None
            else replace(step, at_the_time=regrets[0], in_hindsight=regrets[1])
        )


def _final(table: Table, events: list[Event]) -> State:
    """The last state of a line of play, with the rounds or turns that were played in it."""
    final: State = {}
    for event in events:
        final = final | event["after"]
    return final | table.form.course(events)


def _outcome(table: Table) -> Iterator[str]:
    """How the game ended."""
    if not table.ended:
        yield f"The game is not over: {table.waiting}."
        return
    yield from (block.text for block in endings(table, THEY) if isinstance(block, Sentence))


def report(found: Review, look: Look) -> Report:
    """How the game ended, where it turned, who decided badly, and the timeline of who knew what."""
    blocks: list[Block] = [
        Sentence(one) for one in (*found.outcome, *_turned(found), *_regretted(found))
    ]
    blocks += [_timeline(found)]
    blocks += [_sides(found)] if len(found.branches) > 1 else []
    blocks += [_numbers(found)] if any(step.expected for step in found.steps) else []
    return Report(f"{found.title}: review", tuple(blocks), tuple(found.players.values()))


def _turned(found: Review) -> Iterator[str]:
    turning = found.turning
    if not turning:
        yield "No move changed what theory expected."
        return
    first, rest = (
        turning[0],
        [step for step in turning[1:6] if not step.time or step.time != turning[0].time],
    )
    others = sorted(rest, key=lambda step: step.event)
    when = f", in {first.time}" if first.time else ""
    what = f"{first.time}: {first.news}" if first.news else f"this{when}: {first.words}"
    yield f"The game turned most with {what}"
    changes = [
        f"{found.named(key)} could expect {number(abs(change))} {'more' if change > 0 else 'less'}"
        for key, change in zip(found.players, first.change, strict=True)
        if abs(change) > NOTHING
    ]
    yield f"{capital(joined(changes))} than before."
    if others:
        noun = others[0].noun
        places = list(dict.fromkeys(str(step.number if noun else step.event) for step in others))
        which = f"in {noun}" if noun else "with event"
        yield f"It turned also {which}{'s' if places[1:] else ''} {joined(places)}."


def _regretted(found: Review) -> Iterator[str]:
    for key in found.seats:
        own = [step for step in found.steps if step.seat == key and step.at_the_time is not None]
        worst = max(own, key=lambda step: step.cost, default=None)
        if worst is None:
            continue
        if worst.cost <= NOTHING:
            yield f"{capital(found.named(key))} gave nothing away."
            continue
        late, noun = worst.cost > (worst.at_the_time or 0.0), worst.noun
        who = f"In hindsight {found.named(key)}" if late else capital(found.named(key))
        yield f"{who} gave away most with this{', in ' + worst.time if noun else ''}: {worst.words}"
        unit = found.units[list(found.players).index(key)]
        known, alone = (
            "" if late else " by what was known then",
            f" in that {noun} alone" if noun else "",
        )
        yield f"It cost {number(worst.cost)} {unit}{alone}{known}."


def _timeline(found: Review) -> Block:
    """Every event, and who learned of it as it happened."""
    rows: list[tuple[Entry, ...]] = []
    time = any(step.time for step in found.steps)
    for step in found.steps:
        everybody = set(step.knew) >= set(found.seats)
        knew = "all" if everybody else joined([found.named(key) for key in step.knew]) or "nobody"
        rows.append((step.event, step.words, knew, *([capital(step.time)] if time else [])))
    when = (Column("When", key="time"),) if time else ()
    heads = (Column("", "count", "event"), Column("What"), Column("Who knew", key="knew"), *when)
    title = "What happened, and who knew"
    return Rows(heads, tuple(rows), title=title, most=LISTED, more="event", note=found.secret)


def _numbers(found: Review) -> Block:
    """What was to be expected after each event, and what each decision gave away."""
    heads = [
        Column("", "count", "event"),
        *(Column(f"{name} expects", "number") for name in found.players.values()),
    ]
    heads += [
        Column("Given away then", "number", "then"),
        Column("In hindsight", "number", "hindsight"),
    ]
    nothing = (None,) * len(found.players)
    rows = tuple(
        (step.event, *(step.expected or nothing), step.at_the_time, step.in_hindsight)
        for step in found.steps
    )
    title = "What theory expected, and what decisions gave away"
    return Rows(tuple(heads), rows, title=title, detail=True, note=JUDGED)


def _sides(found: Review) -> Block:
    """The lines of play side by side; of the issues those in which they differ."""
    branches = found.branches
    heads = [
        Column(""),
        *(Column(f"Branch {k}", "words", f"branch {k}") for k in range(1, len(branches) + 1)),
    ]
    ends = ["at the end" if one.over else f"in turn {one.ends}" for one in branches]
    rows: list[tuple[Entry, ...]] = [
        ("Begins with turn", *(str(one.begins) for one in branches)),
        ("Ends", *ends),
    ]
    for issue in branches[0].package:
        words = [one.package[issue] for one in branches]
        rows += [(issue, *words)] if len(set(words)) > 1 else []
    rows += [
        (spoken(name), *(number(one.state[name]) for one in branches)) for name in branches[0].state
    ]
    each = zip(
        found.players.values(), *(one.brought for one in branches), strict=False
    )  # without numbers, nothing
    rows += [(f"{name}, a turn", *map(number, brought)) for name, *brought in each]
    return Section("The branches side by side", (Rows(tuple(heads), tuple(rows)),))
