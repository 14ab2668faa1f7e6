"""What a mediator could do for players with private types; and which types have a deal with each
other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import numpy as np

from negotiate.bargaining import reports
from negotiate.bargaining.mediator import NOTHING, Mediator, Provision
from negotiate.bargaining.points.rule import SURE
from negotiate.bargaining.profiles import TypeDeals, TypesDeal
from negotiate.bargaining.table import BargainingTable
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Sentence, Table
from negotiate.report.style import (
    Look,
    capital,
    contrast,
    counted,
    in_words,
    joined,
    number,
    percent,
    safe,
    spoken,
    the,
)

ROWS = 9
"""Of a table, where not everything is wanted."""
WIDE = 6
"""Types of the last player that stand beside one another."""
FEW = 4
"""Types of one player that are told in a sentence."""
TRUTH = (
    "Each side tells the mediator its type in secret. Telling the truth and taking part is "
    "best for every type."
)
NOBODY = (
    "Even an honest mediator can bring no gain: there is no deal for which the types would "
    "tell the truth."
)
FREE = "Secrecy costs nothing: with all types known, the players could not gain more."
BALANCED = "What one side pays, the others get; the mediator neither adds nor keeps money."
UNPAID = (
    "The file allows no side payments. Gains are added in the players' own units, each weighed by "
    "its `power` "
    "(1 on average)."
)
GUESSED = (
    "Without a deal, each combination of types plays what `solve` finds as if the types were known."
)
CHECKED = (
    "Complete. Every false report of every type was checked: none is worth more than the truth."
)
METHOD = (
    "Method: a linear program over lotteries of packages, with interim incentive and participation "
    "constraints "
    "(Myerson 1979; Myerson and Satterthwaite 1983). No constraint is broken by more than {:.0e}."
)
TIES = (
    "Several menus may be equally good. The one shown favours the player who expects to gain least."
)
FIRST = "The first best is what the same mediator could do if all types were known."


def report(found: Mediator, look: Look) -> Report:
    """What the mediator brings and what secrecy costs, the menu, and what each type expects."""
    blocks: list[Block] = [*map(Sentence, _headline(found)), _menu(found), _sides(found)]
    more = [BALANCED if found.paid else UNPAID, GUESSED if found.guessed else "", CHECKED]
    details = [METHOD.format(max(found.violation, NOTHING)), FIRST, TIES]
    return reports.page(found.problem, blocks, more, details)


def _headline(found: Mediator) -> Iterator[str]:
    """The expected gains with and without secrets."""
    gains, money = found.gains, " in money" if found.paid else ""
    reached, most = contrast(gains.mediator, gains.first_best)
    nothing = NOTHING * max(1.0, abs(gains.first_best))
    if gains.first_best <= nothing:
        yield "No mediator could help: even with all types known there is nothing to gain."
        return
    if gains.mediator <= nothing:
        yield NOBODY
    else:
        yield f"The best honest mediator brings expected gains of {reached}{money}."
    if gains.lost <= nothing:
        yield FREE
    else:
        kept = percent(gains.mediator / gains.first_best)
        yield f"With all types known, the players could gain {most} (the first best)."
        yield (
            f"So secrecy costs {number(gains.lost)}: the mediator reaches {kept} of the first best."
        )
    yield TRUTH


def _menu(found: Mediator) -> Table:
    """What the mediator does with each combination of reports."""
    problem = found.problem
    heads = [_head(problem, key) for key in found.menu[0].types]
    columns = [
        *heads,
        Column("Odds", "probability", "odds"),
        Column("The mediator proposes", key="lottery"),
    ]
    columns += [Column("Payment", key="payment")] if found.paid else []
    rows = []
    for one in found.menu:
        if not one.odds:  # never dealt together
            continue
        told: list[Entry] = [type_cell(kind) for kind in one.types.values()]
        told += [one.odds, Cell(_lottery(problem, one))]
        rows.append((*told, *([Cell(_payment(problem, one))] if found.paid else [])))
    return Table(tuple(columns), tuple(rows), "The menu", most=ROWS, more="combination")


def _head(problem: BargainingTable, key: str) -> Column:
    return Column(safe(problem.players[problem.keys.index(key)], True), key=f"type {key}")


def type_cell(kind: str) -> Cell:
    """A type by its name for people, and for programs by its key."""
    return Cell(spoken(kind), kind)


def _lottery(problem: BargainingTable, one: Provision) -> str:
    """A lottery in words, no deal included."""
    left = 1.0 - sum(one.shares)
    parts = [
        (reports.package_words(problem, k), share)
        for k, share in zip(one.packages, one.shares, strict=True)
    ]
    parts += [("no deal", left)] if left > SURE or not parts else []
    if len(parts) == 1:
        return parts[0][0]
    return ", or ".join(f"{what} (probability {reports.chance(share)})" for what, share in parts)


def _payment(problem: BargainingTable, one: Provision) -> str:
    """Who pays whom how much on average."""
    nothing = NOTHING * max(1.0, *np.abs(one.payoffs).tolist())
    least = np.inf if len(one.received) == 2 else nothing  # of two, what one pays the other gets
    flows = zip(map(the, problem.players), one.received.tolist(), strict=True)
    told = [
        f"{name} {'gets' if x > 0 else 'pays'} {number(abs(x))}"
        for name, x in flows
        if x < -nothing or x > least
    ]
    return capital(joined(told)) or "nobody pays"


def _sides(found: Mediator) -> Table:
    """What each type expects to gain."""
    names = found.problem.players
    rows = tuple(
        (
            Cell(safe(names[one.player], True), found.problem.keys[one.player]),
            type_cell(one.type),
            one.odds,
            one.gain,
        )
        for one in found.sides
    )
    columns = (
        Column("Player", key="player"),
        Column("Type", key="type"),
        Column("Odds", "probability", "odds"),
        Column("Expected gain", "number", "gain"),
    )
    return Table(columns, rows, "What each type expects over no deal", most=ROWS, more="type")


def by_types(problem: BargainingTable, found: TypeDeals) -> Iterator[Block]:
    """Where there is a deal under private types, what each type would sign, and the combinations in
    a table.
    """
    possible = [case for case in found.cases if case.odds]
    some, count = sum(case.exists for case in possible), len(possible)
    if some in (0, count):
        yield Sentence(
            f"There is {'a' if some else 'no'} deal in {'every' if some else 'any'} combination of "
            "types."
        )
    else:
        of = f"{in_words(some).lower()} of the {count:,} combinations of private types"
        yield Sentence(
            f"There is a deal in {of}, with a probability of {reports.chance(found.chance)}."
        )
    for player, own in groupby(found.signs, key=lambda one: one.player):
        sizes = {spoken(one.type): _size(one.least, one.most) for one in own}
        free = "Without payments" if problem.money else "If the others agreed to anything"
        who = f"{free}, {the(problem.players[player])} would gain by"
        if len(set(sizes.values())) == 1:
            yield Sentence(
                f"{who} {next(iter(sizes.values()))}, whatever its type.", detail=not some
            )
        elif len(sizes) <= FEW:
            yield Sentence(
                f"{who} {joined([f'{size} as {kind}' for kind, size in sizes.items()])}."
            )
    yield replace(_combinations(problem, found), detail=not some)
    player, kind = next(iter(found.cases[0].types.items()))
    if some:
        ask = (
            f"`--fix {player}={kind}` makes a type known. `--mediator` asks what is possible "
            "while types are secret."
        )
        yield Note(ask)


def _size(least: int, most: int) -> str:
    """How many packages a type would sign."""
    if least < 0:
        return "an unknown number of packages"
    if most == 0:
        return "no package"
    return counted(most, "package") if least == most else f"{least:,} to {counted(most, 'package')}"


def _combinations(problem: BargainingTable, found: TypeDeals) -> Table:
    """A cell a combination where the last player has few types, else a row."""
    kinds = list(dict.fromkeys(list(case.types.values())[-1] for case in found.cases))
    *others, last = found.cases[0].types
    title = (
        "The best joint gain in money"
        if found.cases[0].joint is not None
        else "Deals by private types"
    )
    if not others or len(kinds) > WIDE:
        columns = (
            *(_head(problem, key) for key in (*others, last)),
            Column("Odds", "probability", "odds"),
        )
        rows: list[tuple[Entry, ...]] = [
            (*map(type_cell, case.types.values()), case.odds, _case(case)) for case in found.cases
        ]
        return Table(
            (*columns, Column("Deal", key="deal")),
            tuple(rows),
            title,
            most=ROWS,
            more="combination",
        )
    heads = [_head(problem, key) for key in others]
    whose = safe(problem.players[problem.keys.index(last)], True)
    across = [Column(f"{whose}: {spoken(kind)}", key=kind) for kind in kinds]
    rows = []
    for start in range(0, len(found.cases), len(kinds)):
        own = found.cases[start : start + len(kinds)]
        rows.append((*(type_cell(own[0].types[key]) for key in others), *map(_case, own)))
    return Table((*heads, *across), tuple(rows), title, most=ROWS, more="combination")


def _case(case: TypesDeal) -> Cell:
    """Whether there is a deal, and what it brings or how many packages there are to sign."""
    if not case.odds:
        return Cell("never dealt")
    if not case.exists:
        return Cell("none", 0.0 if case.joint is not None else 0)
    if case.joint is not None:
        return Cell(number(case.joint), case.joint)
    return Cell(counted(case.size, "package") if case.size > 0 else "deal", max(case.size, 1))
