"""Tells which commitment is robust, and which smallest change gives an answer."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Sentence, Table
from negotiate.report.style import Look, counted, joined, number, odds, percent, the
from negotiate.whatif.backcasting import DULL, Backcast, Change, outward
from negotiate.whatif.reports.drawn import listed, undrawn
from negotiate.whatif.reports.sweep import ROWS, WAYS, amount
from negotiate.whatif.worlds import Robust

WORLDS = 4
"""Worlds of which each has a column of its own."""


def report_robust(found: Robust, look: Look) -> Report:
    """Which commitment is best by each rule, and what knowing the world is worth."""
    who = the(found.players[found.player])
    safe, mild, usual = ([f"`{name}`" for name in one.commitments] for one in found.best.values())
    worst, regret, mean = (number(one.value) for one in found.best.values())
    loses = (
        f"never {'loses' if len(mild) == 1 else 'lose'} "
        f"{'anything' if regret == '0' else f'more than {regret}'}"
    )
    texts = (
        f"Whatever the world, {joined(mild)} {loses} against the best choice.",
        f"On average no choice pays {who} more than {joined(usual, 'or')}: {mean}.",
        f"In the worst case no choice pays {who} more than {joined(safe, 'or')}: {worst}.",
        *_informed(found, who),
    )
    return Report(
        found.title, (*map(Sentence, texts), *_choices(found, who)), (*found.players.values(),)
    )


def _informed(found: Robust, who: str) -> Iterator[str]:
    """What knowing the world is worth, all of it, by a report, and factor by factor."""
    types = {f"types.{key}": f"the type of {the(name)}" for key, name in found.players.items()}
    factors = {name: types.get(name, f"`{name}`") for name in found.factors}
    worth = number(found.perfect) if found.perfect else "nothing"
    yield f"Knowing {joined([*factors.values()])} before choosing is worth {worth} to {who}."
    if found.perfect and found.accuracy < 1:
        yield (
            f"A report that is right in {percent(found.accuracy)} of cases is worth "
            f"{number(found.sample)}."
        )
    if found.perfect and found.alone:
        each = [f"knowing {factors[name]} is worth {number(x)}" for name, x in found.alone.items()]
        yield f"Alone, {joined(each)}."


def _choices(found: Robust, who: str) -> Iterator[Block]:
    """Each commitment, world by world where these are few, and how everybody else plays."""
    few = list(zip(found.worlds, found.odds, strict=True)) if len(found.odds) <= WORLDS else []
    judged = (("Worst case", "worst"), ("Largest regret", "regret"), ("Average", "expected"))
    heads = [
        Column("Choice"),
        *(Column(f"{world} ({odds(share)})", "payoff", wide=True) for world, share in few),
    ]
    heads += [Column(head, "number", key, digits=2) for head, key in judged]
    each = zip(found.commitments, found.table.tolist(), strict=True)
    rows = [(one.name, *own[: len(few)], one.worst, one.regret, one.expected) for one, own in each]
    yield Table(tuple(heads), tuple(rows), title=f"What {who} gets", most=ROWS, more="choice")
    how = (
        "each as likely as any other"
        if max(found.odds) - min(found.odds) < 1e-9
        else "with their odds"
    )
    then = "no deal" if found.worth == "no_deal" else "the Nash bargaining solution, or no deal"
    others = "All others know the world and the choice. Then follows"
    yield Note(f"{counted(len(found.odds), 'world')}, {how}. {others} {then}.")
    if found.draws:
        names = listed([f"`{name}`" for name in found.factors if not name.startswith("types.")])
        rest = (
            " Every type of the others counts."
            if any(name.startswith("types.") for name in found.factors)
            else ""
        )
        yield Note(f"{found.draws:,} {WAYS[found.sampling]} of {names}, seed {found.seed}.{rest}")
    yield from map(Note, undrawn(found.undrawn))
    every = (
        *map(Column, found.factors),
        Column("odds", "number"),
        *(Column(one.name) for one in found.commitments),
    )
    worlds = zip(*found.factors.values(), found.odds, *found.table.tolist(), strict=True)
    yield Table(every, tuple(worlds), title="Every world", detail=True)


def report_backcast(found: Backcast, look: Look) -> Report:
    """Which change of one number is enough, which of all together, or that none was found."""
    goal, least = f"`{found.goal}`", found.changes[0]
    moved = [
        f"`{one.name}` from {amount(one.now)} to {amount(one.together)}"
        for one in found.changes
        if one.moves
    ]
    said = [f"No change within these ranges gives {goal}."]
    if found.reached:
        said = [f"{goal} holds already. Nothing has to change."]
    elif isfinite(found.distance):
        said = [
            (
                f"For {goal} it is enough that `{least.name}` goes from {amount(least.now)} to "
                f"{_enough(least)}."
            )
        ]
        said = said if isfinite(least.share) else [f"No number alone gives {goal}."]
        if len(moved) > 1:
            said.append(f"Together smaller changes are enough: {joined(moved)}.")
    heads = (
        Column("Number"),
        Column("Now", "number", "now"),
        Column("Searched"),
        Column("Alone"),
        Column("Together"),
    )
    ends = [f"{amount(one.low)} to {amount(one.high)}" for one in found.changes]
    last = [Cell(amount(one.together) if one.moves else "", one.together) for one in found.changes]
    first = [Cell(_enough(one), one.alone) for one in found.changes]
    cells = zip(found.changes, ends, first, last, strict=True)
    rows: list[tuple[Entry, ...]] = [
        (one.name, one.now, end, alone, both) for one, end, alone, both in cells
    ]
    table = Table(heads, tuple(rows), most=ROWS, more="number")
    note = Note(
        f"{counted(found.tried, 'point was', 'points were')} tried; a smaller change may have been "
        "missed."
    )
    return Report(found.title, (*map(Sentence, said), table, note), found.players)


def _enough(one: Change) -> str:
    """The nearest value of one number that is enough, or none."""
    if not isfinite(one.alone):
        return "no value"
    if one.only:
        return f"exactly {amount(one.alone)}"
    near, up = outward(one.alone, one.now), one.alone > one.now
    short = float(f"{one.alone:.4g}")
    if near != short and abs(short - one.alone) <= DULL * (one.high - one.low):
        near, tie = short, True  # so little beyond it that ties within rounding make the difference
    else:
        tie = one.beyond and near == one.alone
    if tie:
        return f"{'more' if up else 'less'} than {amount(near)}"
    return f"at {'least' if up else 'most'} {amount(near)}"
