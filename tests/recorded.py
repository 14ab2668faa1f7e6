"""All that is said of a scenario: by every command in every form, on every page, at the table and
to a class.

Recorded before a change of how things are said and after it, two folders show what has changed, and
what has not::

    python -m tests.recorded FOLDER [SCENARIO …]
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rich.console import Console

from negotiate import load
from negotiate.classroom import faces
from negotiate.classroom.lesson import Lesson
from negotiate.cli import forms
from negotiate.cli.app import run
from negotiate.errors import NegotiateError
from negotiate.language.library import shipped
from negotiate.pages.classroom import held
from negotiate.pages.kit import kit
from negotiate.play.forms import UMPIRE
from negotiate.play.hints import FULL
from negotiate.play.opponents import Session, opponents
from negotiate.play.rehearsals import rehearse
from negotiate.play.review import review
from negotiate.play.table import Seat, Table, new_table
from negotiate.play.views import brief, ending, hint, history, view
from negotiate.report import html, report_of
from negotiate.report.blocks import Report
from negotiate.report.json import json_of
from negotiate.report.markdown import markdown
from negotiate.report.plain import csv, plain
from negotiate.report.screen import screen
from negotiate.report.style import Look
from tests.classroom.classes import come, joined, lesson, ready
from tests.golden.transcripts import asked

SOON = 1e-9
"""Seconds for which an answer is looked into further."""
MOVES = 12
"""Moves of a game that are looked at."""
Told = Iterator[tuple[str, str]]
"""What was asked → what is said."""


def forms_of(report: Report) -> Told:
    """A report by each writer; the screen with its colours."""
    yield "plain", "\n".join(plain(report, True))
    yield "markdown", "\n".join(markdown(report, True))
    yield "csv", "\n".join(csv(report))
    yield "html", html.page(report)
    yield "screen", coloured(report, Look())


def coloured(report: Report, look: Look) -> str:
    """A report on a screen, colours and all."""
    stream = io.StringIO()
    console = Console(
        file=stream, width=80, color_system="standard", force_terminal=True, _environ={}
    )
    console.print(screen(report, look))
    return stream.getvalue()


def written(found: object) -> str:
    """A result as JSON."""
    return json.dumps(json_of(found), indent=1)


def tried(ask: Callable[[], Any]) -> Any:
    """An answer, or the report of why there is none."""
    try:
        return ask()
    except NegotiateError as wrong:
        return Report(f"{wrong.message}; {wrong.hint}", ())


def answers(words: list[str]) -> Told:
    """What a command answers, in every form; or what it prints where it answers nothing."""
    found, out, tell = list[forms.Answer](), io.StringIO(), forms.tell
    kept = patch.object(
        forms, "tell", lambda answer, form: found.append(answer) or tell(answer, form)
    )
    at_once = patch.object(forms, "BUDGET", SOON)  # else how much is tried hangs on the machine
    with kept, at_once, contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        run(words)
    yield "said", out.getvalue()
    for one in found:
        yield "json", json.dumps(json_of(one.found, one.origin), indent=1)
        yield from forms_of(report_of(one.found, Look(all=True, **one.look)))


def pages(name: str) -> Told:
    """The hand-outs of a class."""
    found = tried(lambda: kit(load(name)))
    if isinstance(found, Report):
        return
    for page in found.documents:
        yield f"{page.name} html", html.page(page.report)
        yield f"{page.name} markdown", "\n".join(page.text)


def tables(name: str, path: Path | None = None) -> Iterator[tuple[str, Table]]:
    """A game of every way in which a scenario can be played."""
    scenario = load(name)
    for lens in ("deal", "solve", "simulate", "tree", "turns"):
        umpire = lens == "turns"
        with contextlib.suppress(NegotiateError):
            table = new_table(scenario, lens=lens, seed=3, umpire=umpire)
            against = opponents(table)
            seats = {
                key: Seat(
                    key,
                    against[-1 if lens != "deal" else 0].name,
                    FULL if lens != "turns" else "own",
                )
                for key in table.form.seats
            }
            yield (
                lens,
                new_table(scenario, lens=lens, seed=3, seats=seats, path=path, umpire=umpire),
            )


def looks(table: Table) -> Told:
    """All that each seat can look at now."""
    for seat in (*table.form.seats, *([UMPIRE] if table.umpire else [])):
        for typed in (True, False):
            for since in (0, max(table.count - 1, 0)):
                report = view(table, seat, since, medium="terminal" if typed else "phone").report
                yield (
                    f"{seat} view {typed} {since}",
                    "\n".join(plain(report, True)) + coloured(report, Look()),
                )
        yield f"{seat} brief", "\n".join(plain(brief(table, seat).report, True))
        yield f"{seat} history", "\n".join(plain(history(table, seat).report, True))
        if seat != UMPIRE and seat in table.to_move:
            told = tried(lambda seat=seat: hint(table, seat))
            yield f"{seat} hint", "\n".join(plain(getattr(told, "report", told), True))


def played(name: str) -> Told:
    """Games by the computer alone: each seat's views, the end, and the review."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "game.jsonl"
        for lens, table in tables(name, path):
            for label, text in looks(table):
                yield f"{lens} begin {label}", text
            over = tried(lambda table=table: Session(table).run())
            while table.umpire and not table.ended and not isinstance(over, Report):
                for label, text in looks(table):
                    yield f"{lens} turn {table.count} {label}", text
                table.do(UMPIRE, {"go": True})
                over = tried(lambda table=table: Session(table).run())
            for label, text in looks(table) if not table.ended else ():
                yield f"{lens} left {label}", text
            yield f"{lens} ending json", written(ending(table))
            for form, text in forms_of(ending(table).report):
                yield f"{lens} ending {form}", text
            table.close()
            found = tried(lambda: review(path))
            if not isinstance(found, Report):
                yield f"{lens} review json", written(found)
            for form, text in forms_of(
                found if isinstance(found, Report) else report_of(found, Look())
            ):
                yield f"{lens} review {form}", text
            path.unlink()


def rehearsed(name: str) -> Told:
    """Many games of the computer, and the same as the results of a class, with names and
    without.
    """
    for lens, table in tables(name):
        if table.umpire:
            continue
        for games in (1, 7):
            found = tried(lambda table=table, games=games: rehearse(table, games))
            if isinstance(found, Report):
                yield f"{lens} {games}", found.title
                continue
            yield f"{lens} {games} json", written(found)
            for form, text in forms_of(report_of(found, Look())):
                yield f"{lens} {games} {form}", text
            if found.results is None or games == 1:
                continue
            codes = codes_of(found.results)
            for anonymous in (False, True):
                report = report_of(held(load(name), codes, lens, anonymous=anonymous), Look())
                yield (
                    f"{lens} class {anonymous}",
                    "\n".join(plain(report, True)) + html.page(report),
                )


def codes_of(results: Any) -> dict[str, str]:
    """Group → what it came to, and a group without a result."""
    every = getattr(results, "results", None) or results.plays
    return {str(k): one.code for k, one in enumerate(every, 1)} | {"99": ""}


def classes(name: str) -> Told:
    """What each page of a class is told, from its beginning to its end."""
    if "turns" in [lens for lens, _ in tables(name)]:
        yield from (
            (f"umpire {label}", text) for label, text in faced(lesson(name, umpire=True), True)
        )
    made = tried(lambda: lesson(name))
    if not isinstance(made, Report):
        yield from faced(made, False)


def faced(found: Lesson, umpire: bool) -> Told:
    """A class of two groups, one of which the teacher plays on; the other is stopped."""
    joined(found, 2 * len(found.form.seats))
    yield from all_faces(found, "waits")
    found.begin()
    yield from all_faces(found, "works")
    ready(found)
    for k in range(MOVES):
        yield from all_faces(found, f"{k}")
        if not found.groups[1].open:
            break
        if umpire and not [one for one in found.groups[1].table.to_move if one != UMPIRE]:
            found.umpire(1, "go")
        else:
            found.advance(1)
    come(found, "Late", "late")
    found.end()
    yield from all_faces(found, "over")


def all_faces(found: Lesson, when: str) -> Told:
    """Every page of a class."""
    every: dict[str, Any] = {"desk": faces.desk(found, "url"), "wall": faces.wall(found, "url")}
    for one in found.people.values():
        every[f"seat {one.number}"] = faces.seat_view(found, one)
        if when in ("works", "over"):
            every[f"brief {one.number}"] = faces.seat_brief(found, one)
    for group in found.groups.values():
        if group.table.umpire and group.open:
            every[f"umpire {group.number}"] = faces.umpire_view(found, group.number)
    for label, face in every.items():
        yield f"{when} {label}", json.dumps(face, indent=1)


def said(name: str) -> Told:
    """All that is said of a scenario: what was asked → what is said."""
    for words in [*asked(name), ["check", name], ["report", name]]:
        for form, text in answers(words):
            yield f"{' '.join(words)} {form}", text
    for kind, every in (
        ("page", pages),
        ("play", played),
        ("rehearse", rehearsed),
        ("class", classes),
    ):
        for label, text in every(name):
            yield f"{kind} {label}", text


def main(folder: Path, names: list[str]) -> None:
    """Write all that is said of each scenario into a file of its own."""
    for name in names or shipped():
        place = folder / f"{name.replace('/', '--')}.txt"
        folder.mkdir(parents=True, exist_ok=True)
        place.write_text("".join(f"=== {label}\n{text}\n" for label, text in said(name)), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
