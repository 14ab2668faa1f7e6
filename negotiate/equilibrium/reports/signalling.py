"""What the equilibria of a signalling game tell of the types, and which of them survive a
refinement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import cast

from negotiate.equilibrium.reports import numbers_of
from negotiate.equilibrium.solution import SEMI, SEPARATING, Failure, Signalling, Solution
from negotiate.report.blocks import Column, Entry, Sentence
from negotiate.report.style import in_words, joined, safe, the

MEANS = {
    SEPARATING: "no two types choose the same",
    SEMI: "an action is shared by several types, and not all types act alike",
}
NAMES = {"intuitive": "the intuitive criterion", "d1": "D1"}
FIRST = 3
"""So many reasons why equilibria do not survive are told where not everything is wanted."""
NAMED = 3
"""Messages or beliefs that a sentence names."""


def sentences(sol: Solution) -> Iterator[Sentence]:
    """What kinds of equilibria there are; or why some do not survive."""
    found, count = cast("Signalling", sol.finding), len(sol.equilibria)
    if found.criterion:
        said = groupby(
            _first(found.failures), key=lambda one: (one.message, one.struck, one.left, one.gains)
        )
        grouped: dict[tuple[object, ...], list[Failure]] = {}
        for key, same in said:
            grouped.setdefault(key, []).extend(same)
        yield from (
            Sentence(_why(sol, found, same), place >= FIRST)
            for place, same in enumerate(grouped.values())
        )
        return
    told = []
    for kind in dict.fromkeys(found.kinds):
        places = [place for place, one in enumerate(found.kinds) if one == kind]
        who = "The equilibrium is" if count == 1 else _who(places, "is", "are")
        means = (
            MEANS.get(kind) or f"all types choose {_on([found.sent[place] for place in places])}"
        )
        told.append(f"{who} {kind}: {means}.")
    yield Sentence(" ".join(told))


def headline(sol: Solution, found: Signalling) -> str:
    """How many equilibria survive a refinement."""
    count, left, name = len(sol.equilibria), found.survivors, NAMES[found.criterion]
    more = "" if sol.complete else " There may be more."
    if count == 1:
        return (
            "The one outcome of sequential equilibria "
            f"{'survives' if left else 'does not survive'} {name}.{more}"
        )
    survive = "survives" if left == 1 else "survive"
    number = "all" if left == count else in_words(left).lower() if left else "none"
    return (
        f"Of the {in_words(count).lower()} outcomes of sequential equilibria, {number} "
        f"{survive} {name}.{more}"
    )


def columns(found: Signalling) -> list[tuple[Column, Sequence[Entry]]]:
    """What kind each equilibrium is, and whether it survives."""
    told: list[tuple[Column, Sequence[Entry]]] = [(Column("Kind", key="kind"), found.kinds)]
    if found.criterion:
        survives = ["yes" if place < found.survivors else "no" for place in range(len(found.kinds))]
        told.append((Column("Survives", key="survives"), survives))
    return told


def _first(failures: Sequence[Failure]) -> list[Failure]:
    """The first message by which each equilibrium fails."""
    return list({one.equilibrium: one for one in reversed(failures)}.values())[::-1]


def _who(places: Sequence[int], one: str, several: str) -> str:
    return (
        f"Equilibri{'um' if len(places) == 1 else 'a'} {numbers_of(places)} "
        f"{one if len(places) == 1 else several}"
    )


def _on(sent: Sequence[Sequence[str]]) -> str:
    """The messages of pooling equilibria."""
    words = list(
        dict.fromkeys(" or ".join(f"`{safe(one, True)}`" for one in messages) for messages in sent)
    )
    return (
        words[0]
        if len(words) == 1
        else f"alike ({'; '.join(words)})"
        if len(words) <= NAMED
        else "alike"
    )


def _why(sol: Solution, found: Signalling, same: Sequence[Failure]) -> str:
    """Why these equilibria do not survive."""
    one, who = same[0], _who([each.equilibrium for each in same], "does", "do")
    message, whom = f"`{safe(one.message, True)}`", the(sol.game.players[one.receiver])
    struck, left, gains = (
        [f"`{safe(name, True)}`" for name in names] for names in (one.struck, one.left, one.gains)
    )
    if found.criterion == "intuitive":
        because = f"{joined(struck, 'or')} could not gain by {message}, whatever {whom} believes"
    else:
        because = (
            f"whenever {joined(struck, 'or')} would gain by {message}, another type would gain too"
        )
    believed = joined(left, "or")
    then = (
        f"{joined(gains)} gain{'s' if len(gains) == 1 else ''} by {message}"
        if gains
        else "some type always gains by it"
    )
    return (
        f"{who} not survive. {because[0].upper()}{because[1:]}. "
        f"So after {message} {whom} can only believe in {believed}, and then {then}."
    )
