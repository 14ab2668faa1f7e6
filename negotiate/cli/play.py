"""`negotiate play`: sit down at the table."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from negotiate.cli.arguments import Play
from negotiate.cli.forms import Answer, lines
from negotiate.cli.messages import aside, tell
from negotiate.cli.subjects import origin, scenario
from negotiate.cli.usage import Misused, chosen, names, pairs
from negotiate.errors import NegotiateError
from negotiate.play.forms import OBSERVER
from negotiate.play.opponents import Session, listed, opponent, opponents
from negotiate.play.table import HELP, LENSES, PERSON, Seat, Table, new_table, resumed
from negotiate.play.terminal import Front
from negotiate.play.views import ending
from negotiate.report.blocks import Report
from negotiate.report.registry import report_of
from negotiate.report.style import Look
from negotiate.report.words import safe


def answer(asked: Play) -> Answer:
    """Play to the end, or as far as somebody types.

    Raises
    ------
    Misused
        If there is nothing to play.
    """
    if asked.resume is None and not asked.scenario:
        raise Misused("`negotiate play` needs a SCENARIO", "write `negotiate play SCENARIO`, or `--resume LOG`")
    if asked.against == "":
        return Answer(listed(_bare(asked)))
    if asked.auto is not None:
        for option, given in (("--as", asked.seats), ("--log", asked.log), ("--resume", asked.resume)):
            if given is not None:
                raise Misused(
                    f"`--auto` does not go with `{option}`", f"leave `{option}` out: the computer plays alone"
                )
        from negotiate.play.rehearsals import rehearse  # noqa: PLC0415 - loaded for rehearsals alone

        return Answer(rehearse(_new(asked), asked.auto), origin(asked))
    table = resumed(Path(asked.resume)) if asked.resume is not None else _new(asked)
    kept = getattr(table.log, "path", "")
    said = f"The game is kept in `{kept}`."
    on = f"{said} `negotiate play --resume {kept}` goes on with it."
    try:
        over = _played(Session(table), asked)
    except KeyboardInterrupt:
        aside(on)
        raise
    finally:
        table.close()
    aside(said if over else on)
    return Answer(ending(table), {"log": str(kept)})


def _played(session: Session, asked: Play) -> bool:
    """Play on the full screen where there is one, else line by line; whether the game is over."""
    if session.people and not session.table.umpire and _full_screen(asked):
        from negotiate.play.full_screen import play  # noqa: PLC0415 - slow to load, and a pipe has no need of it

        return play(session)
    if sys.stdin.isatty() and importlib.util.find_spec("readline"):
        importlib.import_module("readline")  # from now on lines can be edited and called back
    front = Front(session, lambda found: _show(found, asked), lambda prompt: _ask(prompt, asked), _clear, _told)
    with suppress(EOFError):
        return front.play()
    if sys.stdout.isatty():
        sys.stdout.write("\n")
    return False


def _full_screen(asked: Play) -> bool:
    """Whether people sit before a terminal that can be drawn on, and asked for nothing else."""
    capable = os.environ.get("TERM", "" if os.name != "nt" else "windows") not in ("", "dumb", "unknown")
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    return asked.drawn and not asked.ascii_only and capable and unicode and sys.stdin.isatty() and sys.stdout.isatty()


def _bare(asked: Play) -> Table:
    """The game as it begins, to know its seats and who can play them."""
    lens = None if asked.lens is None else chosen(asked.lens, LENSES, "--lens")
    return new_table(scenario(asked), lens=lens, rounds=asked.rounds, umpire=asked.umpire)


def _new(asked: Play) -> Table:
    coach = chosen(asked.coach, HELP, "--coach")
    table = _bare(asked)
    found, keys, lens = table.scenario, table.form.seats, table.form.lens
    people = keys if asked.seats is None else names(asked.seats, "--as") or ()
    if asked.auto or asked.seats == OBSERVER:
        people = ()
    for key in people:
        if key not in keys:
            raise Misused(f"there is no seat `{key}`", near=(key, keys))
    against = _against(asked, table)
    seats = {key: Seat(key, PERSON if key in people else against[key], coach) for key in keys}
    path = None if asked.auto else _free(asked.log, found.name)
    return new_table(
        found, lens=lens, rounds=asked.rounds, seed=asked.seed, seats=seats, path=path, umpire=asked.umpire
    )


def _against(asked: Play, table: Table) -> dict[str, str]:
    """Who plays for the computer in each seat: one for all, or SEAT=NAME with commas between."""
    keys, given = table.form.seats, asked.against or ""
    if "=" not in given.partition(":")[0]:
        return dict.fromkeys(keys, opponent(given, table).name if given else opponents(table)[0].name)
    found = pairs(re.split(r",(?=[\w-]+=[A-Za-z])", given), "--against")  # the parameters of a strategy are numbers
    for key in found:
        if key not in keys:
            raise Misused(f"there is no seat `{key}`", near=(key, keys))
    return {key: opponent(found[key], table).name if key in found else opponents(table)[0].name for key in keys}


def _free(log: str | None, name: str) -> Path:
    """Where the game is kept: as asked, or under a name that is free here."""
    if log is not None:
        return Path(log)
    stem, number = f"play-{name.rpartition('/')[2]}", 1
    while Path(f"{stem}-{number}.jsonl").exists():
        number += 1
    return Path(f"{stem}-{number}.jsonl")


def _show(found: Any, asked: Play) -> None:
    """Show something in the middle of a game: beside the answer where that is for a program."""
    from negotiate.report.plain import plain  # noqa: PLC0415 - one of the two is loaded
    from negotiate.report.screen.console import show  # noqa: PLC0415 - the same
    from negotiate.report.screen.page import screen  # noqa: PLC0415 - the same

    look = Look(ascii=asked.ascii_only, all=True)
    report = found if isinstance(found, Report) else report_of(found, look)
    if asked.plain:
        lines(plain(report, look.all))
    else:
        show(screen(report, look), look, stderr=not asked.drawn)
    sys.stdout.flush()
    sys.stderr.flush()


def _ask(prompt: str, asked: Play) -> str:
    """Ask for a line; where it is typed, `input` lets it be edited."""
    sys.stdout.flush()
    prompt = safe(prompt)
    if sys.stdin.isatty() and sys.stdout.isatty():
        return input(prompt)
    stream = sys.stdout if asked.drawn or asked.plain else sys.stderr
    stream.write(prompt)
    stream.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")


def _clear() -> None:
    """Wipe the screen, and what could be scrolled back to; where no sign is obeyed, push it out of sight."""
    if sys.stdout.isatty():
        dumb = os.environ.get("TERM") in (None, "", "dumb", "unknown") and os.name != "nt"
        sys.stdout.write("\n" * 100 if dumb else "\x1b[2J\x1b[3J\x1b[H")
        sys.stdout.flush()


def _told(wrong: NegotiateError) -> None:
    tell(wrong, [])
    sys.stderr.flush()
