"""`negotiate play`: sit down at the table."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from negotiate.cli.arguments import Host, Play
from negotiate.cli.commands import Misused, chosen, names, pairs
from negotiate.cli.forms import Answer
from negotiate.cli.messages import aside, tell
from negotiate.cli.subjects import origin, scenario
from negotiate.play import full_screen, rehearsals
from negotiate.play.forms import OBSERVER
from negotiate.play.lines import seat_named
from negotiate.play.log import LENSES
from negotiate.play.opponents import Session, listed, opponent, opponents
from negotiate.play.table import HELP, PERSON, Seat, Table, new_table, resumed
from negotiate.play.terminal import Front, Typed, can_be_drawn_on
from negotiate.play.views import ending
from negotiate.report.style import Look


def answer(asked: Play) -> Answer:
    """Play to the end, or as far as somebody types.

    Raises
    ------
    Misused
        If there is nothing to play.
    """
    if asked.resume is None and not asked.scenario:
        raise Misused(
            "`negotiate play` needs a SCENARIO",
            "write `negotiate play SCENARIO`, or `--resume LOG`",
        )
    if asked.resume is not None:
        _refuse_changes(asked)
    if asked.auto is not None:
        for option, given in (
            ("--as", asked.seats),
            ("--log", asked.log),
            ("--resume", asked.resume),
        ):
            if given is not None:
                raise Misused(
                    f"`--auto` does not go with `{option}`",
                    f"leave `{option}` out: the computer plays alone",
                )
        return Answer(rehearsals.rehearse(_new(asked), asked.auto), origin(asked))
    table = resumed(Path(asked.resume)) if asked.resume is not None else _new(asked)
    if table.form.lens == "turns" and table.scenario.protocol and asked.lens is None:
        aside("This plays the file's `turns`. `--lens tree` plays its protocol instead.")
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


def computers(asked: Play | Host) -> Answer:
    """Who can play for the computer.

    Raises
    ------
    Misused
        If no game is named.
    """
    if not asked.scenario:
        raise Misused("who can play depends on the game", "name a SCENARIO before `--against list`")
    return Answer(listed(_bare(asked)))


def _played(session: Session, asked: Play) -> bool:
    """Play on the full screen where there is one, else line by line; whether the game is over."""
    alone = asked.drawn and not asked.ascii_only and not session.table.umpire
    if alone and session.people and can_be_drawn_on():
        return full_screen.play(session)
    typed = Typed(Look(ascii=asked.ascii_only, all=True), asked.plain, asked.drawn or asked.plain)
    front = Front(
        session, typed.show, typed.ask, typed.clear, lambda wrong: tell(wrong, []), typed.sure
    )
    with suppress(EOFError):
        return front.play()
    return False


def _refuse_changes(asked: Play) -> None:
    """Refuse what a game that goes on does not take: it goes on as it began."""
    said = {
        "SCENARIO": asked.scenario,
        "--as": asked.seats,
        "--against": asked.against,
        "--lens": asked.lens,
    }
    for option, value in (
        said | {"--rounds": asked.rounds, "--log": asked.log, "--umpire": asked.umpire}
    ).items():
        if value:
            raise Misused(
                f"a game that goes on takes no `{option}`",
                f"leave `{option}` out: it goes on as it began",
            )


def _bare(asked: Play | Host) -> Table:
    """The game as it begins, to know its seats and who can play them."""
    lens = None if asked.lens is None else chosen(asked.lens, LENSES, "--lens")
    return new_table(scenario(asked), lens=lens, rounds=asked.rounds, umpire=asked.umpire)


def _new(asked: Play) -> Table:
    coach = chosen(asked.coach, HELP, "--coach")
    table = _bare(asked)
    found, keys, lens = table.scenario, table.form.seats, table.header["lens"]
    people = keys if asked.seats is None else names(asked.seats, "--as") or ()
    if asked.auto or asked.seats == OBSERVER:
        people = ()
    if OBSERVER in people:
        raise Misused(
            f"`{OBSERVER}` only watches",
            f"write `--as {OBSERVER}` alone, or leave `{OBSERVER}` out",
        )
    people = [_seat(table, key) for key in people]
    against = _against(asked, table)
    seats = {key: Seat(key, PERSON if key in people else against[key], coach) for key in keys}
    path = None if asked.auto else _free(asked.log, found.name)
    return new_table(
        found,
        lens=lens,
        rounds=asked.rounds,
        seed=asked.seed,
        seats=seats,
        path=path,
        umpire=asked.umpire,
    )


def _against(asked: Play, table: Table) -> dict[str, str]:
    """Who plays for the computer in each seat: one for all, or SEAT=NAME with commas between."""
    keys, given = table.form.seats, asked.against or ""
    if "=" not in given.partition(":")[0]:
        return dict.fromkeys(
            keys, opponent(given, table).name if given else opponents(table)[0].name
        )
    typed = pairs(
        re.split(r",(?=[\w -]+=[A-Za-z])", given), "--against"
    )  # the parameters of a strategy are numbers
    found = {_seat(table, key): name for key, name in typed.items()}
    return {
        key: opponent(found[key], table).name if key in found else opponents(table)[0].name
        for key in keys
    }


def _seat(table: Table, words: str) -> str:
    """A seat by its key or its name."""
    found = seat_named(table, words)
    if not found:
        known = [f"`{key}` ({table.scenario.players[key].name})" for key in table.seats]
        raise Misused(f"there is no seat `{words}`", f"choose from {', '.join(known)}")
    return found


def _free(log: str | None, name: str) -> Path:
    """Where the game is kept: as asked, or under a name that is free here."""
    if log is not None:
        return Path(log)
    stem, number = f"play-{name.rpartition('/')[2]}", 1
    while Path(f"{stem}-{number}.jsonl").exists():
        number += 1
    return Path(f"{stem}-{number}.jsonl")
