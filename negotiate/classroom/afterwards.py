"""What is left of a class: each group's log, tables for spreadsheets, the debrief, and what it
takes to do it again.
"""

from __future__ import annotations

import csv
import io
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from negotiate.classroom.lesson import Lesson
from negotiate.classroom.people import COMPUTER
from negotiate.errors import NegotiateError
from negotiate.journal import line_of
from negotiate.language.library import find
from negotiate.language.writing.atomic import put
from negotiate.pages import classroom
from negotiate.pages.results import CLASS
from negotiate.play.endings import endings
from negotiate.report import html, report_of
from negotiate.report.blocks import Report, Section
from negotiate.report.plain import no_formula
from negotiate.report.style import Look, safe


def debriefed(lesson: Lesson) -> Report:
    """What the groups came to, beside what theory says."""
    results = lesson.results()
    if not lesson.form.lettered:
        ended = [one for one in lesson.groups.values() if one.table.ended]
        return Report(
            lesson.scenario.heading,
            tuple(Section(f"Group {k.number}", endings(k.table)) for k in ended),
        )
    if not results:
        return classroom.waiting(lesson.scenario)
    held = classroom.held(
        lesson.scenario, results, lesson.form.lens, anonymous=lesson.asked["anonymous"]
    )
    return report_of(held, Look())


def files(lesson: Lesson, report: Report) -> dict[str, str]:
    """Name → text of every file."""
    about = {
        key: lesson.header[key] for key in ("made", "title", "scenario", "lens", "rounds", "seed")
    }
    found = {
        CLASS: json.dumps(about | {"results": lesson.results()}, indent=2, ensure_ascii=False)
        + "\n",
        "debrief.html": html.page(report),
        "moves.csv": _csv(
            ("group", "event", "time", "seat", "student", "kind", "move", "made by"), _moves(lesson)
        ),
        "groups.csv": _csv(
            ("group", "result", "moves", "messages", *lesson.form.seats, *_gets(lesson)),
            _groups(lesson),
        ),
        "students.csv": _csv(
            ("student", "name", "group", "seat", "moves", "payoff"), _students(lesson)
        ),
    }
    with suppress(NegotiateError, OSError):
        source = find(str(lesson.header["scenario"]["path"]))[0]
        found[f"scenario{source.suffix}"] = source.read_text("utf-8")
    for group in lesson.groups.values():
        lines = (
            line_of(entry).decode("utf-8")
            for entry in chain([_header(group.table.header)], lesson.journal.of(group.number))
        )
        found[f"group-{group.number}.jsonl"] = "".join(lines)
    return found


def _header(header: Any) -> dict[str, Any]:
    return {key: value for key, value in header.items() if key != "class"}


def write(folder: Path, texts: dict[str, str]) -> None:
    """Write them, in place of older ones of the same class."""
    for name, text in texts.items():
        put(folder / name, text, replace=(folder / name).exists())


def _csv(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(
        [no_formula(safe("" if cell is None else str(cell), True)) for cell in row] for row in rows
    )
    return stream.getvalue()


def _gets(lesson: Lesson) -> list[str]:
    return [f"{key} gets" for key in lesson.scenario.players]


def _name(lesson: Lesson, number: int) -> str:
    return "computer" if number == COMPUTER else lesson.people[number].name


def _moves(lesson: Lesson) -> Iterator[tuple[Any, ...]]:
    for group in lesson.groups.values():
        for event in lesson.journal.of(group.number):
            verb, what = next(iter(event["move"].items()), ("", ""))
            said = (
                what
                if isinstance(what, str)
                else ""
                if what is True
                else json.dumps(what, ensure_ascii=False)
            )
            when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(event["time"]))
            who = _name(lesson, group.sits[event["seat"]]) if event["seat"] in group.sits else ""
            move = f"{verb} {said}".strip()
            yield (
                group.number,
                event["event"],
                when,
                event["seat"],
                who,
                event["kind"],
                move,
                event.get("by"),
            )


def _groups(lesson: Lesson) -> Iterator[tuple[Any, ...]]:
    for group in lesson.groups.values():
        result = "broken off" if group.closed else group.result
        kinds = Counter(one["kind"] for one in lesson.journal.of(group.number))
        payoffs = group.table.form.payoffs(group.table.state)
        gets = [""] * len(lesson.scenario.players) if payoffs is None else payoffs.tolist()
        people = [_name(lesson, number) for number in group.sits.values()]
        yield (
            group.number,
            "none" if result == "" else result,
            kinds["move"],
            kinds["message"],
            *people,
            *gets,
        )


def _students(lesson: Lesson) -> Iterator[tuple[Any, ...]]:
    keys = list(lesson.scenario.players)
    for group in lesson.groups.values():
        payoffs = group.table.form.payoffs(group.table.state)
        for seat, number in group.sits.items():
            if number != COMPUTER:
                got = "" if payoffs is None else float(payoffs[keys.index(seat)])
                yield (
                    number,
                    lesson.people[number].name,
                    group.number,
                    seat,
                    group.done(seat).count,
                    got,
                )
    for person in lesson.people.values():
        if all(person.number not in group.sits.values() for group in lesson.groups.values()):
            yield person.number, person.name, "", "", 0, ""
