"""`negotiate host`: a class at its phones."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from negotiate import load
from negotiate.cli.arguments import Host
from negotiate.cli.forms import lines
from negotiate.cli.messages import aside
from negotiate.cli.subjects import changes
from negotiate.cli.usage import Misused, chosen, pairs
from negotiate.errors import UnsuitableGame

NEEDS = ("starlette", "uvicorn", "websockets", "segno")


def answer(asked: Host) -> None:
    """Serve a class until the program is ended."""
    if asked.resume is None and not asked.scenario:
        raise Misused("`negotiate host` needs a SCENARIO", "write `negotiate host SCENARIO`, or `--resume FOLDER`")
    for name in NEEDS:
        if find_spec(name) is None:
            raise UnsuitableGame(f"{name} is not installed", "pip install 'negotiate-games[host]'")
    from negotiate.classroom.opening import class_again, serve  # noqa: PLC0415 - an extra, and slow to load

    found = class_again(Path(asked.resume)) if asked.resume is not None else _new(asked)
    network: dict[str, Any] = {
        "address": asked.address,
        "port": asked.port,
        "certificate": asked.cert,
        "key": asked.key,
    }
    serve(found, _say, **network, picture=sys.stdout.isatty())
    aside(f"The class is kept in `{found.folder}`.")


def _new(asked: Host) -> Any:
    from negotiate.classroom.opening import new_class  # noqa: PLC0415 - an extra, and slow to load

    fixes = pairs(asked.fixes, "--fix")
    found = load(asked.scenario, set=changes(asked.settings), variant=asked.variant, fix=fixes)
    folder, number = f"class-{found.name.rpartition('/')[2]}", 1
    while Path(f"{folder}-{number}").exists():
        number += 1
    return new_class(
        found,
        Path(asked.out or f"{folder}-{number}"),
        lens=asked.lens,
        rounds=asked.rounds,
        seed=asked.seed,
        minutes=asked.minutes or 0,
        turn=asked.turn or 0,
        against=asked.against,
        odd=chosen(asked.odd, ("computer", "watch"), "--odd"),
        chat=not asked.silent,
        anonymous=asked.anonymous,
        umpire=asked.umpire,
        robots=asked.bots or 0,
    )


def _say(text: str) -> None:
    lines(text.split("\n"))
    sys.stdout.flush()
