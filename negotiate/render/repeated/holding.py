"""What it takes to hold one combination of postures, on one screen."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from operator import attrgetter

from rich.console import RenderableType

from negotiate.render.kind import Kind
from negotiate.render.repeated.exactly import exactly
from negotiate.render.repeated.words import SURE, amount, keys, patience_words, per_period, postures, who
from negotiate.render.table import table
from negotiate.repeated.sustaining.holding import Holding
from negotiate.report.numbers import contrast, exact, number, rounded
from negotiate.report.style import Look
from negotiate.report.words import joined, safe


def _called(found: Holding) -> str:
    return postures(found.game, found.package) if found.package else "This package"


def _sentences(found: Holding) -> list[str]:
    holds = "can be held" if found.holds else "cannot be held"
    said = [
        f"{_called(found)} {holds} by patience alone, if a breach brings what stands under afterwards{_short(found)}."
    ]
    said += [*_payment(found), *_harshest(found)]
    if found.common is not None and found.common > SURE:
        said.append(f"With a patience that all share, {number(found.common, 2)} is the least that would do.")
    return said


def _short(found: Holding) -> str:
    """Who is not patient enough, or too patient for what is worse than what comes afterwards."""
    game, told = found.game, []
    for player, (least, has) in enumerate(zip(found.patience, game.discount, strict=True)):
        if least is None:
            told.append(f"no patience of {who(game, player)} would do")
        elif least > has:
            wanted, own = contrast(least, has, 2)
            told.append(f"{who(game, player)} would need a patience of {wanted} and has {own}")
        elif found.needs[player]:
            told.append(f"{who(game, player)} would rather have what comes afterwards")
    return f": {joined(told)}" if told and not found.holds else ""


def _payment(found: Holding) -> list[str]:
    """What would have to be paid."""
    game, period = found.game, per_period(found.game)
    if found.holds:
        return []
    if any(found.payment):
        paid = [(p, x) for p, x in enumerate(found.payment) if x]
        told = [f"{who(game, p)} {'received' if x > 0 else 'paid'} {number(abs(x))}" for p, x in paid]
        return [f"It would hold if {joined(told)} {period} while it is kept."]
    said = []
    for player, needs in enumerate(found.needs):
        if isfinite(needs) and needs > 0:
            said.append(f"{who(game, player)} would keep it for {number(needs)} {period} on top")
        elif needs:
            said.append(f"{who(game, player)} would keep it for no payment, since nobody would see what it gains by")
    able = [f"{who(game, p)} {number(x)}" for p, x in enumerate(found.affords) if x > 0 and not found.needs[p]]
    payers = f"; at most, each in its own unit, {joined(able)} could pay and still rather keep it" if able else ""
    return [f"{joined(said)}{payers}."] if said else []


def _harshest(found: Holding) -> list[str]:
    worst = found.harshest
    if worst is None or worst.holds == found.holds:
        return []
    return ["With the harshest punishment that is itself believed it would hold." if worst.holds else ""]


HEADS = ["Player", "keeping", "breaking once", "afterwards", "needs patience", "has", "needs paid", "can pay"]


def _columns(found: Holding) -> list[list[str]]:
    game = found.game
    least = ["never" if one is None else rounded(one, 2) for one in found.patience]
    return [
        [key, amount(worth), amount(once), amount(after), one, number(has, 2), amount(need), amount(can)]
        for key, worth, once, after, one, has, need, can in zip(
            keys(game),
            found.worth,
            found.temptation,
            found.floor,
            least,
            game.discount,
            found.needs,
            found.affords,
            strict=True,
        )
    ]


def _body(found: Holding, look: Look) -> Iterable[RenderableType]:
    """Players as columns, so that it fits a narrow screen."""
    across = list(zip(*_columns(found), strict=True))
    heads = ["", *across[0]]
    return table(heads, [[head, *cells] for head, cells in zip(HEADS[1:], across[1:], strict=True)], 1, look)


def _rows(found: Holding) -> list[list[list[str]]]:
    rows = [["player", "worth", "temptation", "floor", "least patience", "patience", "needs", "affords", "payment"]]
    game, unpaid = found.game, [""] * found.game.stage.n_players
    worth, temptation, floor, needs, affords = (
        exactly(game, one) for one in (found.worth, found.temptation, found.floor, found.needs, found.affords)
    )
    payment = exactly(game, found.payment) if found.payment else unpaid
    for p, key in enumerate(game.keys):
        least = "never" if (one := found.patience[p]) is None else exact(one)
        has = exact(game.discount[p])
        rows.append([key, worth[p], temptation[p], floor[p], least, has, needs[p], affords[p], payment[p]])
    return [rows]


def _remarks(found: Holding) -> list[str]:
    """Afterwards, what it rests on, and how."""
    paid = "A payment is made in rounds in which all keep it, and none in the round of a breach; refusing it is one"
    said = [f"Afterwards: {safe(found.punishment, True)}"]
    return [*said, *([] if found.holds else [paid]), patience_words(found.game), *found.notes]


KIND = Kind(Holding, _sentences, _body, _rows, _remarks, attrgetter("game"))
