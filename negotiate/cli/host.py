"""`negotiate host`: a class at its phones."""

from __future__ import annotations

import sys
from pathlib import Path

from negotiate.classroom import room
from negotiate.cli.arguments import Host
from negotiate.cli.commands import Misused, chosen
from negotiate.cli.forms import lines
from negotiate.cli.messages import aside
from negotiate.cli.subjects import scenario
from negotiate.errors import NegotiateError
from negotiate.play.log import LENSES

OPTIONS = (
    "lens",
    "rounds",
    "seed",
    "minutes",
    "turn",
    "against",
    "odd",
    "silent",
    "anonymous",
    "umpire",
    "robots",
)
NETWORK = ("address", "port", "certificate", "key")


def answer(asked: Host) -> None:
    """Serve a class until the program is ended."""
    open_room = room()
    if asked.resume is not None and asked.scenario:
        raise Misused("`--resume` goes on with the scenario of its class", "leave the SCENARIO out")
    if asked.resume is not None:
        found = open_room.class_again(Path(asked.resume))
    elif asked.scenario:
        chosen(asked.odd, open_room.ODD, "--odd")
        if asked.lens is not None:
            chosen(asked.lens, LENSES, "--lens")
        found = open_room.new_class(
            scenario(asked), asked.out, **{name: getattr(asked, name) for name in OPTIONS}
        )
    else:
        raise Misused(
            "`negotiate host` needs a SCENARIO",
            "write `negotiate host SCENARIO`, or `--resume FOLDER`",
        )
    try:
        open_room.serve(
            found,
            _say,
            picture=sys.stdout.isatty(),
            **{name: getattr(asked, name) for name in NETWORK},
        )
    except NegotiateError:
        if not found.lesson.keys:  # it was never served
            found.store.discard()
        raise
    told = (
        f" Open its `debrief.html`, or type `negotiate debrief SCENARIO {found.folder}`."
        if found.lesson.groups
        else ""
    )
    aside(f"The class is kept in `{found.folder}`.{told}")


def _say(text: str) -> None:
    lines(text.split("\n"))
    sys.stdout.flush()
