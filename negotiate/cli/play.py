"""`negotiate play`: sit down at the table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from negotiate.cli.arguments import Play
from negotiate.cli.forms import Answer
from negotiate.cli.messages import aside, tell
from negotiate.cli.subjects import scenario
from negotiate.cli.usage import Misused, chosen, names
from negotiate.errors import NegotiateError
from negotiate.play.opponents import Session, opponent
from negotiate.play.table import HELP, LENSES, PERSON, Seat, Table, new_table, resumed
from negotiate.play.terminal import Front
from negotiate.report.blocks import Report
from negotiate.report.registry import report_of
from negotiate.report.style import Look


def answer(asked: Play) -> Answer | None:
    """Play to the end, or as far as somebody types.

    Raises
    ------
    Misused
        If there is nothing to play.
    """
    if asked.resume is None and not asked.scenario:
        raise Misused("`negotiate play` needs a SCENARIO", "write `negotiate play SCENARIO`, or `--resume LOG`")
    table = resumed(Path(asked.resume)) if asked.resume is not None else _new(asked)
    front = Front(Session(table), lambda found: _show(found, asked), _ask, _clear, _told)
    kept = getattr(table.log, "path", "")
    try:
        over = front.play()
    except (EOFError, KeyboardInterrupt) as left:
        aside(f"The game is kept in `{kept}`. `negotiate play --resume {kept}` goes on with it.")
        if isinstance(left, KeyboardInterrupt):
            raise
        return None
    aside(f"The game is kept in `{kept}`." + ("" if over else f" `negotiate play --resume {kept}` goes on with it."))
    return None


def _new(asked: Play) -> Table:
    found = scenario(asked)
    lens = None if asked.lens is None else chosen(asked.lens, LENSES, "--lens")
    coach = chosen(asked.coach, HELP, "--coach")
    table = new_table(found, lens=lens, rounds=asked.rounds)  # to know the seats and what opponents there are
    keys = table.form.seats
    people = keys if asked.seats is None else names(asked.seats, "--as") or ()
    for key in people:
        if key not in keys:
            raise Misused(f"there is no seat `{key}`", near=(key, keys))
    against = opponent(asked.against or "equilibrium", table.form.lens).name
    seats = {key: Seat(key, PERSON if key in people else against, coach) for key in keys}
    path = _free(asked.log, found.name)
    return new_table(found, lens=lens, rounds=asked.rounds, seed=asked.seed, seats=seats, path=path)


def _free(log: str | None, name: str) -> Path:
    """Where the game is kept: as asked, or under a name that is free here."""
    if log is not None:
        return Path(log)
    stem, number = f"play-{name.rpartition('/')[2]}", 1
    while Path(f"{stem}-{number}.jsonl").exists():
        number += 1
    return Path(f"{stem}-{number}.jsonl")


def _show(found: Any, asked: Play) -> None:
    from negotiate.report.plain import plain  # noqa: PLC0415 - one of the two is loaded
    from negotiate.report.screen.console import show  # noqa: PLC0415 - the same
    from negotiate.report.screen.page import screen  # noqa: PLC0415 - the same

    look = Look(ascii=asked.ascii_only, all=asked.everything)
    report = found if isinstance(found, Report) else report_of(found, look)
    if asked.plain:
        sys.stdout.write("".join(f"{line}\n" for line in plain(report, look.all)))
    else:
        show(screen(report, look), look)
    sys.stdout.flush()


def _ask(prompt: str) -> str:
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")


def _clear() -> None:
    if sys.stdout.isatty():
        sys.stdout.write("\x1b[2J\x1b[3J\x1b[H")


def _told(wrong: NegotiateError) -> None:
    tell(wrong, [])
