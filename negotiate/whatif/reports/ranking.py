"""Tells which numbers matter: what each does over its range."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import isfinite

from negotiate.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Note,
    Plot,
    Report,
    Sentence,
    Series,
    Table,
)
from negotiate.report.style import Look, counted, in_words, joined, the
from negotiate.whatif.flips import Between, Flip, crowded
from negotiate.whatif.ranking import Moved, Ranking
from negotiate.whatif.reports.sweep import (
    LABELS,
    ROWS,
    amount,
    between,
    inner,
    label,
    leaving_types_out,
    span,
    touching,
    trust,
)

BARS = 8
"""Bars of a tornado where not everything is wanted."""
BETWEEN = "between"
NAMED = 3
"""Numbers that are named one by one where not all of their values were tried."""


def report(found: Ranking, look: Look) -> Report:
    """Every number with a range, those first that change an answer."""
    changing = [one for one in found.moved if inner(one.flips, one.axis)]
    total, tried = (
        counted(len(found.moved), "number"),
        "" if found.budget is None else " at the values that were tried",
    )
    if changing:
        watched = ", ".join(f"`{name}`" for name in found.now if name in LABELS)
        verb = "changes" if len(changing) == 1 else "change"
        said = (
            f"Of {total} with a range, {in_words(len(changing)).lower()} {verb} an answer "
            f"({watched}){tried}: "
        )
        said += joined([f"`{one.axis.name}`" for one in changing]) + "."
    else:
        said = f"None of {total} with a range changes an answer{tried}."
    blocks: list[Block] = [Sentence(said), _numbers(found), *_tornado(found, look)]
    told = [name for name, value in found.now.items() if isinstance(value, str)]
    proved = frozenset[str].intersection(*(frozenset(one.proved) for one in found.moved))
    sure = f" {trust(told, [*proved])}" if told else ""
    blocks.append(
        Note(
            "Each number was varied by itself over its range, and the others stayed as in the "
            f"file.{sure}"
        )
    )
    blocks += leaving_types_out(found.untyped, told)
    blocks += touching([(one.axis.name, at) for one in found.moved for at in one.touches])
    blocks.append(
        Note("`--vary NAME=LOW:HIGH` shows one number in detail, and two `--vary` draw a map.")
    )
    if found.untried:
        ranges = (
            f"{counted(len(found.untried), 'range')} of payoff terms "
            f"{'is' if len(found.untried) == 1 else 'are'}"
        )
        said = f"{ranges} not tried, since a table or formula is no single number"
        blocks.append(Note(f"{said}: `--vary {found.untried[0]}=LOW:HIGH` varies one."))
    if found.budget is not None:
        much = (
            in_words(int(found.budget)).lower()
            if found.budget == int(found.budget)
            else f"{found.budget:g}"
        )
        time = f"{much} second{'' if found.budget == 1 else 's'}"
        blocks.append(
            Note(
                f"Not looked at within {time}: {_unseen(found.moved)}. `--all` looks at everything."
            )
        )
    return Report(found.title, tuple(blocks), found.players)


def _unseen(moved: Sequence[Moved]) -> str:
    """What there was no time for."""
    untried = [one for one in moved if one.untried]
    parts = [
        f"{one.untried} of {len(one.axis.values)} values of `{one.axis.name}`" for one in untried
    ]
    if len(untried) > NAMED:
        parts = [f"{sum(one.untried for one in untried)} values of {len(untried)} numbers"]
    rough = [[flip for flip in one.flips if isinstance(flip, Between)] for one in moved]
    if count := sum(map(len, rough)):
        parts.append(
            "the exact place of a change" if count == 1 else f"the exact places of {count} changes"
        )
    left = [
        one
        for one, own in zip(moved, rough, strict=True)
        if not one.whole and not one.untried and not own
    ]
    if left:
        parts.append(
            f"what lies between the changes by {joined([f'`{one.axis.name}`' for one in left])}"
        )
    return "; ".join(parts)


def _numbers(found: Ranking) -> Table:
    rows = tuple(_number_row(found, one) for one in found.moved)
    players = [
        Column(name, player=k, key=f"{key} gets")
        for k, (key, name) in enumerate(zip(found.keys, found.players, strict=True))
    ]
    heads = (Column("Number"), Column("Range"), *players, Column("Changes"))
    return Table(
        heads,
        rows,
        title="What each player gets over the range, and which answers change",
        most=ROWS,
        more="number",
    )


def _tornado(found: Ranking, look: Look) -> Iterator[Plot]:
    """How far each number moves what a player gets, the widest first; of the first player unless
    all is wanted.
    """
    for place, (key, name) in enumerate(zip(found.keys, found.players, strict=True)):
        spans = found.spans(f"outcome.{key}")[: None if look.all else BARS]
        if spans and (look.all or not place):
            labels, least, most = zip(
                *((_short(number), *ends) for number, *ends in spans), strict=True
            )
            now, series = (
                float(found.now[f"outcome.{key}"]),
                Series("", most, least, labels=labels, player=place),
            )
            title, guided = (
                f"What {the(name)} gets over the range of each number",
                f"as in the file, {between([now])}",
            )
            yield Plot(
                "bars",
                (series,),
                guides=(now, 0.0) if isfinite(now) else None,
                guided=guided,
                title=title,
            )


def _short(address: str) -> str:
    """An address as people read it: of a payoff's amount the player and the term."""
    return address.removeprefix("payoffs.").removesuffix(".amount")


def _number_row(found: Ranking, one: Moved) -> tuple[Entry, ...]:
    axis = one.axis
    gets = [span(one.least, one.most, f"outcome.{key}") for key in found.keys]
    ends = f"{amount(axis.low or 0.0)} to {amount(axis.high or 0.0)}"
    return (
        Cell(_short(axis.name), axis.name),
        ends,
        *gets,
        "; ".join(_places(inner(one.flips, axis))),
    )


def _places(flips: Iterable[Flip]) -> Iterator[str]:
    for indicator, grouped in groupby(flips, key=lambda flip: flip.indicator):
        own = list(grouped)
        more = " and many more places" if crowded(own) else ""
        places = [_place(flip) for flip in own]
        exact = ", ".join(place for place in places if not place.startswith(BETWEEN))
        rough = [place for place in places if place.startswith(BETWEEN)]
        yield f"{label(indicator)} {', '.join([*([f'at {exact}'] if exact else []), *rough])}{more}"


def _place(flip: Flip) -> str:
    """Where an answer changes, as exactly as that is known and told."""
    if not isinstance(flip, Between):
        return f"exactly {amount(flip.at, 3)}" if flip.alone else amount(flip.at, 3)
    low, high = amount(flip.low, 3), amount(flip.high, 3)
    return low if low == high else f"{BETWEEN} {low} and {high}"
