"""Deals for a side to score, which show whether it has understood its score sheet; and the sheets themselves."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from negotiate.model.negotiation import Negotiation
from negotiate.model.players import type_profiles
from negotiate.pages.endings import Types, when
from negotiate.pages.plays import Played, sheet
from negotiate.pages.sheets import LONGEST, ROUNDED, DealForm, ScoreSheet, numbered, possible, score_sheet
from negotiate.report.words import spoken

ASKED = 3
"""Deals that a side is asked to score."""


def score_sheets(negotiation: Negotiation, player: str) -> dict[str, ScoreSheet]:
    """The player's score sheet; one for each way in which private types make a difference to it, with the types."""
    if not negotiation.types:
        return {"": score_sheet(negotiation, player)}
    names = {key: one.name for key, one in negotiation.players.items()}
    found: dict[Hashable, tuple[list[Types], ScoreSheet]] = {}
    for dealt, one in zip(type_profiles(negotiation.types), negotiation.profiles, strict=True):
        scores = score_sheet(one, player)
        kinds = tuple((names[each.player], spoken(each.id)) for each in dealt)
        key = (scores.base, *(table.points.tobytes() for table in scores.tables))
        found.setdefault(key, ([], scores))[0].append(kinds)
    every = [kinds for some, _ in found.values() for kinds in some]
    return {when(names[player], some, every): one for some, one in found.values()}


def lettered(negotiation: Negotiation, form: DealForm, how: Played | None) -> bool:
    """Whether the letters of the issues' options are those that a group writes down: its deal, or its choices."""
    if how is None:
        return True
    single = [issue.deciders for issue in form.issues] == [(key,) for key in negotiation.keys]
    if how == "tree" or not single:
        return False
    return [len(own) for own in sheet(negotiation, how).names] == [len(issue.options) for issue in form.issues]


@dataclass(frozen=True, slots=True)
class Exercise:
    """A deal that a side scores, to show that it has understood its sheet.

    Parameters
    ----------
    code : str
        The deal in letters.
    points : float
        What it is worth to the side.
    said : str
        The same, rounded as on the sheet.
    slack : float
        How far a sum of rounded numbers may lie off.
    """

    code: str
    points: float
    said: str
    slack: float


def exercises(negotiation: Negotiation, form: DealForm, how: Played | None, player: str) -> Iterator[Exercise]:
    """Deals for a side to score.

    Of a game they are asked where the letters of the form are those of the choices: an issue a player, at once.
    """
    if player in negotiation.ordinal or not lettered(negotiation, form, how):
        return
    sheets = score_sheets(negotiation, player)
    if len(sheets) != 1:
        return
    [scores] = sheets.values()
    slack = (len(scores.tables) + 2) * 0.5 * 10.0 ** -(ROUNDED if scores.rounds else LONGEST)
    steps = [len(one.options) // ASKED if numbered(one) else 1 for one in form.issues]
    turns = (
        {
            one.id: (k * step + line) % len(one.options)
            for line, (one, step) in enumerate(zip(form.issues, steps, strict=True))
        }
        for k in range(ASKED)
    )
    for code in dict.fromkeys(form.code(options) for options in turns if possible(negotiation, options)):
        points = scores.points(form.read(code))
        yield Exercise(code, points, scores.said(points), slack)
