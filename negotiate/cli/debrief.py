"""`negotiate debrief`: what a class came to."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from negotiate.cli.arguments import Debrief
from negotiate.cli.commands import Misused, chosen
from negotiate.cli.forms import Answer
from negotiate.cli.messages import aside, tell
from negotiate.cli.subjects import origin, scenario
from negotiate.errors import NegotiateError, NotWritten, UnsuitableGame
from negotiate.pages.classroom import AGAIN, LENSES, Found, follow, held, sheet_of, waiting, write
from negotiate.pages.results import CLASS, NONE, results_of, typed
from negotiate.play.log import is_log
from negotiate.play.table import replayed, scenario_of
from negotiate.scenario import Scenario


def answer(asked: Debrief) -> Answer:
    """What every group came to; a page where a file is named, anew after each line where lines
    still come.

    Raises
    ------
    Misused
        If results are missing, or an option needs a page that is not named.
    """
    lens = None if asked.lens is None else chosen(asked.lens, LENSES, "--lens")
    for option, given in (("--projector", asked.projector), ("--live", asked.live)):
        if given and asked.out is None:
            raise Misused(f"`{option}` is about the page that `--out` writes", "add `--out FILE`")
    if not asked.results and not asked.live:
        raise Misused(
            "the results are missing",
            'name a file, write the lines ("7 BACD" "8 none"), or add `--live`',
        )
    negotiation = scenario(asked)
    classes = {
        word: hosted
        for word in asked.results or ()
        if (hosted := results_of(Path(word))) is not None
    }
    lens = lens or next((about.get("lens") for about, _ in classes.values()), None)
    hold = partial(held, negotiation, lens=lens, anonymous=asked.anonymous)
    source = typed(
        [
            line
            for word in asked.results or ()
            for line in _lines_of(negotiation, word, classes.get(word))
        ]
    )
    if asked.out is None:
        return Answer(hold(source), origin(asked))
    page = partial(write, path=asked.out, large=asked.projector)
    if asked.live:
        form = sheet_of(negotiation, lens)
        page(waiting(negotiation), refresh=AGAIN)
        aside(
            f"Open `{asked.out}` in a browser, and type one group a line. Ctrl-D ends (on Windows "
            "Ctrl-Z and Enter)."
        )
        found = hold(follow(form, source, _lines(), lambda known: _again(page, hold(known)), _told))
    else:
        found = hold(source)
    page(found)
    aside(f"`{asked.out}` is written")
    return Answer(found, origin(asked))


def _lines_of(
    scenario: Scenario, word: str, hosted: tuple[dict[str, Any], dict[str, str]] | None
) -> list[str]:
    """Lines of results: those of a class that `negotiate host` served, that of a log of `negotiate
    play`, or the word.

    Raises
    ------
    UnsuitableGame
        If a game is not over, is one of another scenario, or has no result.
    """
    if hosted is not None:
        about, results = hosted
        _same(scenario, scenario_of(about, Path(word) / CLASS), word)
        return [f"{group} {code or NONE}" for group, code in results.items()]
    if not is_log(word):
        return [word]
    table = replayed(Path(word))
    _same(scenario, table.scenario, word)
    if not table.form.lettered:
        said = f"`{word}` is a war game, and a war game has no result to count"
        raise UnsuitableGame(said, f"`negotiate review {word}` tells how it went")
    if not table.ended:
        raise UnsuitableGame(
            f"the game of `{word}` is not over", f"`negotiate play --resume {word}` goes on with it"
        )
    return [f"{Path(word).stem.removeprefix('group-')} {table.result()}"]


def _same(scenario: Scenario, played: Scenario, word: str) -> None:
    """Refuse what was played in another scenario."""
    if played.name != scenario.name:
        said = f"`{word}` is a game of `{played.name}`, and not of `{scenario.name}`"
        raise UnsuitableGame(said, f"write `negotiate debrief {played.name} {word}`")


def _again(page: partial[None], found: Found) -> None:
    """Write the page once more; where it is open elsewhere, the next line does it."""
    try:
        page(found, refresh=AGAIN)
    except NotWritten as wrong:
        _told(wrong)


def _lines() -> Iterator[str]:
    """What is typed; a byte that is no text becomes a sign that no line can have."""
    typed: Any = sys.stdin
    if hasattr(typed, "reconfigure"):
        typed.reconfigure(errors="replace")
    yield from typed


def _told(wrong: NegotiateError | str) -> None:
    """A mistake of one line, or a word beside it."""
    if isinstance(wrong, str):
        aside(wrong)
    else:
        tell(wrong, [])
