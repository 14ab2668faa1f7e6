"""Cases of private types that come to the same answer, told once."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from negotiate.credibility.result import Case, Credibility
from negotiate.render.threats.announced import sentences as announced
from negotiate.render.threats.telling import Telling
from negotiate.render.threats.unannounced import sentences as unannounced
from negotiate.report.words import joined, safe


def sentences(case: Case, step: str, everything: bool) -> list[str]:
    """What is said of one case, the answer first."""
    if not case.announced:
        return unannounced(case, step)
    return [said for threat in case.threats for said in announced(Telling(case, threat, step), everything)]


def told(found: Credibility, step: str, everything: bool) -> list[tuple[str, list[str], list[Case]]]:
    """For each answer its heading (empty without types), its sentences and the cases that have it."""
    groups: dict[tuple[str, ...], list[Case]] = {}
    for case in found.cases:
        groups.setdefault(tuple(sentences(case, step, everything)), []).append(case)
    alone = len(groups) == 1
    return [(_heading(cases, alone), list(said), cases) for said, cases in groups.items()]


def _heading(cases: Sequence[Case], alone: bool) -> str:
    first = cases[0]
    if not first.types:
        return ""
    if alone:
        return "Whatever the types:"
    kinds = {player: list(dict.fromkeys(case.types[player] for case in cases)) for player in first.types}
    if prod(map(len, kinds.values())) == len(cases):
        return f"{_named(first, kinds)}:"
    return f"{'; '.join(_named(case, {p: [kind] for p, kind in case.types.items()}) for case in cases)}:"


def known(case: Case) -> str:
    """Whom everybody is known to be, for a cell of a table."""
    return ", ".join(f"{player} {kind}" for player, kind in case.types.items())


def _named(case: Case, kinds: dict[str, list[str]]) -> str:
    names = dict(zip(case.game.keys, case.game.players, strict=True))
    return ", ".join(
        f"{safe(names[player], True)} {joined([safe(kind, True) for kind in some], 'or')}"
        for player, some in kinds.items()
    )
