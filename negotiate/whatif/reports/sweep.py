"""Tells a sweep: where answers flip, and which answer holds between flips or in which part of a
map.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from math import isfinite
from typing import Protocol

import numpy as np

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
from negotiate.report.style import Look, capital, counted, decimals, exact, in_words, joined, number
from negotiate.whatif.answers import NO_DEAL, NONE
from negotiate.whatif.flips import Flip, Stretch, crowded
from negotiate.whatif.indicators import MISSING, TYPED, Value
from negotiate.whatif.maps import unseen
from negotiate.whatif.points import Axis, OfFile
from negotiate.whatif.reports.drawn import drawn, listed, undrawn
from negotiate.whatif.sweep import Sweep

LABELS = {
    "deal": ("deal", "Deal", ""),
    "equilibria": ("equilibrium", "If nobody talks", "If nobody talks, the equilibrium changes"),
    "nash": ("Nash solution", "Nash bargaining solution", "The Nash bargaining solution changes"),
    "stable": ("stable states", "Stable states", "The stable states change"),
    "lasts": ("agreement", "Agreement", "Whether the agreement enforces itself changes"),
    "tree": ("in turn", "Played in turn", "What is played in turn changes"),
    "believed": ("credible threats", "Credible threats", "Which threats are credible changes"),
}
"""Indicator that is text → what it is called in a row and above a column, and the beginning of
where it flips.
"""
WORDS = {
    "outcome": "{} gets",
    "no_deal": "{} gets without a deal",
    "needed": "{} needs",
    "match": "{} earns in a match",
    "tree": "{} gets in turn",
    "price": "`{1}` costs {0}",
    "zone": "packages that all would sign",
}
"""Indicator that is a number → the head of its column, with a player's name and the key of a
line.
"""
WAYS = {"latin": "Latin hypercube draws", "sobol": "Sobol draws", "random": "independent draws"}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WIDE, HIGH = 60, 16
"""Columns and rows of a map on a screen, at most."""
APART = 1e-3
"""Of the larger end of a stretch: a smaller end that is less has digits of its own."""
ROWS, ANSWERS = 12, 5
"""Rows that are shown where not everything is wanted, of a list and below a map."""


class Watched(Protocol):
    """Whatever tells answers by their columns."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The players, by key."""

    @property
    def players(self) -> tuple[str, ...]:
        """The same, by name."""

    @property
    def indicators(self) -> Mapping[str, object]:
        """By column."""

    @property
    def told(self) -> tuple[str, ...]:
        """The columns that are texts."""


class Sampled(Protocol):
    """Whatever was found by draws."""

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What was drawn."""

    @property
    def count(self) -> int:
        """How many draws."""

    @property
    def seed(self) -> int:
        """Which."""


def report(found: Sweep, look: Look) -> Report:
    """Where answers flip along one axis, or which answer holds where on two; of more, how often
    each holds.
    """
    one = found.axes[0]
    if found.sampling:
        blocks: list[Block] = [*_drawn(found)]
    elif len(found.axes) == 1:
        table = _stretches(found, one) if found.stretches else _values(found, one)
        blocks = [
            *_changes(found, one),
            *_courses(found, one),
            table,
            *_lines(found, one),
            *_answers(found, one),
        ]
    else:
        blocks = [*_shares(found)]
    return Report(found.title, (*blocks, *_notes(found), _every(found)), found.players)


def _drawn(found: Sweep) -> Iterator[Block]:
    """How often each answer holds over draws, and how the numbers spread."""
    count = f"{found.count:,} draws"
    if "deal" in found.told:
        share = sum(one.share for one in found.shares if one.answers["deal"] == "deal")
        if 0 < share < 1:
            points = 200 * (share * (1 - share) / found.count) ** 0.5  # two standard errors
            yield Sentence(
                f"There is a deal in {percent_of(share)} of {count}, give or take "
                f"{amount(points, 1)} points."
            )
        else:
            yield Sentence(
                f"There is {'a deal in each' if share else 'no deal in any'} of {count}."
            )
    elif found.shares:
        yield Sentence(f"{in_words(len(found.shares))} different answers come about in {count}.")
    else:
        yield Sentence(f"The numbers of {count}.")
    yield from map(
        Sentence, [*drawn(found.axes, found.keys, found.players), *undrawn(found.undrawn)]
    )
    yield from _spreads(found)
    if found.told:
        yield _answers_by_share(found)


def _spreads(found: Sweep) -> Iterator[Table]:
    """How the numbers spread."""
    names = ("mean", "5 % lie below", "median", "5 % lie above")
    columns_of = (Column("", key="number"), *(Column(name, "number", name) for name in names))
    spreads = [
        (head, found.spreads[name])
        for name, head in numbers_of(found).items()
        if name in found.spreads
    ]
    if spreads:
        rows: Iterator[tuple[Entry, ...]] = (
            (head, *(Cell(between([x]), x) for x in (one.mean, *one.quantiles)))
            for head, one in spreads
        )
        yield Table(columns_of, tuple(rows))


def percent_of(share: float) -> str:
    """A share in per cent; one that is neither none nor all is never told as that."""
    digits = next((k for k in range(8) if 0 < round(100 * share, k) < 100), 0)
    return f"{100 * share:.{digits}f} %"


def amount(value: Value, digits: int = 4) -> str:
    """A value of an axis: a number by its first digits and whole up to its point, a word as it is.

    Examples
    --------
    >>> amount(2 / 3), amount(123456.789), amount(0.5), amount("go")
    ('0.6667', '123,457', '0.5', 'go')
    """
    if isinstance(value, str):
        return value
    short = round(value) if 10**digits <= abs(value) < 1e15 else float(f"{value:.{digits}g}")
    return f"{short:,.15g}" if abs(short) < 1e15 else f"{short:,.12g}"


def _changes(found: Sweep, axis: Axis) -> Iterator[Sentence]:
    """Where each answer flips."""
    name = f"`{axis.name}`"
    if len(axis.values) == 1 or not found.told:
        return
    if not inner(found.flips, axis):
        yield Sentence(f"{_none_of(found)} changes while {name} {_way(axis)}.")
    elif not axis.numeric:
        changed = [
            str(value) for value in axis.values if any(flip.at == value for flip in found.flips)
        ]
        said = joined([f"`{one}`" for one in changed])
        yield Sentence(f"Compared with the value before it, an answer changes at {said}.")
        return
    for indicator in found.told:
        flips = [
            flip
            for flip in inner(found.flips, axis)
            if flip.indicator == indicator and not flip.alone
        ]
        if flips and indicator == "deal":
            yield Sentence(_deal(name, flips))
        elif flips and indicator not in LABELS:
            turns = [f"becomes `{flip.after}` at {name} {amount(flip.at)}" for flip in flips]
            yield Sentence(f"`{indicator}` {joined(turns)}.")
        elif flips:
            places = joined([amount(flip.at) for flip in flips])
            yield Sentence(f"{LABELS[indicator][2]} at {name} {places}.")
    yield from map(Sentence, _exceptions(name, inner(found.flips, axis)))
    deals = {
        *found.indicators.get("deal", ()),
        *(flip.there for flip in found.flips if flip.indicator == "deal"),
    }
    if inner(found.flips, axis) and len(deals) == 1:
        always = found.indicators["deal"][0]
        yield Sentence(
            "There is a deal at every value."
            if always == "deal"
            else "There is no deal at any value."
        )


def _exceptions(name: str, flips: Sequence[Flip]) -> Iterator[str]:
    """What holds at a single value, and neither below it nor above."""
    places: dict[float, list[str]] = {}
    for flip in flips:
        if flip.alone:
            told = (
                flip.there if flip.indicator == "deal" else f"{label(flip.indicator)} {flip.there}"
            )
            places.setdefault(float(flip.at), []).append(told)
    for at, told_here in sorted(places.items()):
        yield f"At {name} {amount(at)} exactly: {'; '.join(told_here)}."


def _courses(found: Sweep, axis: Axis) -> Iterator[Sentence]:
    """How the number of packages goes, and each number that somebody wrote."""
    for name, column in found.indicators.items():
        values = (
            [float(value) for value in column]
            if axis.numeric and "." not in name and name not in found.told
            else []
        )
        if len(values) > 1 and any(values) and all(map(isfinite, values)):
            up, all_of_them = sorted(values), "both" if len(found.keys) == 2 else "all"
            told = (
                f"The number of packages that {all_of_them} would sign"
                if name == "zone"
                else f"`{name}`"
            )
            ends = (values[0], values[-1]) if values in (up, up[::-1]) else (up[0], up[-1])
            low, high = (number(x, decimals(ends)) for x in ends)
            way = (
                f"rises from {low} to {high}" if values == up else f"lies between {low} and {high}"
            )
            way = f"falls from {low} to {high}" if values == up[::-1] else way
            yield Sentence(f"{told} {f'is {low} at every value' if up[0] == up[-1] else way}.")


def inner(flips: Sequence[Flip], axis: Axis) -> list[Flip]:
    """The flips that are no ties at an end of what was tried."""
    return [
        flip
        for flip in flips
        if not axis.numeric or flip.at not in (axis.values[0], axis.values[-1])
    ]


def _none_of(found: Sweep) -> str:
    """That no answer, and which were watched."""
    return f"No answer ({', '.join(f'`{name}`' for name in found.told)})"


def _deal(name: str, flips: Sequence[Flip]) -> str:
    said = [
        (
            f"{'a deal becomes possible' if flip.after == 'deal' else 'the deal ends'} at {name} "
            f"{amount(flip.at)}"
        )
        for flip in flips
    ]
    return f"{capital(joined(said))}."


def _way(axis: Axis) -> str:
    if axis.numeric:
        return f"goes from {amount(axis.values[0])} to {amount(axis.values[-1])}"
    return f"is {joined([f'`{value}`' for value in axis.values], 'or')}"


def numbers_of(found: Watched) -> dict[str, str]:
    """The numbers that a page tells, by column, with their heads: what players get, or else
    whatever is watched.
    """
    numbers = [name for name in found.indicators if name not in found.told]
    first = next(
        (one for one in ("outcome", "no_deal") if f"{one}.{found.keys[0]}" in numbers), "zone"
    )
    names = dict(zip(found.keys, found.players, strict=True))
    told = [
        name
        for name in numbers
        if name.partition(".")[0] not in {"outcome", "no_deal", "zone"} - {first}
    ]
    parts = {name: name.split(".") for name in told}
    return {
        name: WORDS.get(one[0], name).format(names.get(one[-1]), *one[1:])
        for name, one in parts.items()
    }


def _players(found: Sweep) -> list[Column]:
    return [
        Column(
            head, player=found.keys.index(name.rpartition(".")[2]) if "." in name else -1, key=name
        )
        for name, head in numbers_of(found).items()
    ]


def _stretches(found: Sweep, axis: Axis) -> Table:
    """What comes about between flips, with the least and the most that each player gets."""
    rows: list[tuple[Entry, ...]] = []
    before: Mapping[str, Value] = {}
    for one in _main(found):
        told = _told(one.answers, found)
        changed = [
            f"{label(name)} {one.answers[name]}"
            for name in found.told
            if before.get(name) != one.answers[name]
        ]
        alike = before and told == _told(before, found)
        same = ["; ".join(["the same", *changed]), "the same"]
        pairs = zip(same, told, strict=False)
        outcome = (Cell(again if alike else said, said) for again, said in pairs)
        rows.append(
            (_ends(one), *(span(one.least, one.most, name) for name in numbers_of(found)), *outcome)
        )
        before = one.answers
    return Table(
        (Column(axis.name), *_players(found), *_outcome(found)),
        tuple(rows),
        most=ROWS,
        more="stretch/stretches",
    )


def _main(found: Sweep) -> list[Stretch]:
    """The stretches, and the exceptions between them; not the ties between two answers, which only
    `--all` shows.
    """
    lone = {float(flip.at) for flip in found.flips if flip.alone}
    return [one for one in found.stretches if one.low < one.high or one.low in lone]


def _outcome(found: Sweep) -> list[Column]:
    """The column of what comes about, and one of equilibria that alone count types; one answer has
    its own head.
    """
    heads = [*_heads(found).values()][:1]
    if _two_games(found):
        return [Column("Outcome"), Column(LABELS["equilibria"][1])]
    return [Column("Outcome" if found.told[1:] else head) for head in heads]


def _two_games(found: Sweep) -> bool:
    """Whether the deal is that of the game without types, and the equilibria are those with
    them.
    """
    return bool(found.untyped) and "equilibria" in found.told and len(found.told) > 1


def label(name: str) -> str:
    """What an answer is called in a row."""
    return LABELS[name][0] if name in LABELS else name


def _ends(one: Stretch) -> Cell:
    if one.low == one.high:
        return Cell(f"{amount(one.low)} exactly", exact(one.low))
    return Cell(
        f"{amount(one.low)} to {amount(one.high)}", f"{exact(one.low)} to {exact(one.high)}"
    )


def _values(found: Sweep, axis: Axis) -> Table:
    """What comes about at each value."""
    rows: list[tuple[Entry, ...]] = []
    for k, value in enumerate(axis.values):
        here = {name: column[k] for name, column in found.indicators.items()}
        numbers = (between([float(here[name])]) for name in numbers_of(found))
        rows.append((Cell(amount(value), value), *numbers, *_told(here, found)))
    return Table(
        (Column(axis.name), *_players(found), *_outcome(found)),
        tuple(rows),
        most=ROWS,
        more="value",
    )


def _told(answers: Mapping[str, Value], found: Sweep) -> tuple[str, ...]:
    """The deal that would be signed, or what happens without one; nothing of numbers alone.

    What happens without a deal stands by itself where it counts types and the deal does not.
    """
    if not found.told:
        return ()
    told = {name: str(answers[name]) for name in found.told}
    nash, alone = told.get("nash", NO_DEAL), told.get("equilibria", "")
    apart, alone = ((alone,), "") if _two_games(found) or found.numbers else ((), alone)
    others = [
        answer if name in ("lasts", "stable") or len(told) == 1 else f"{label(name)} {answer}"
        for name, answer in told.items()
        if name not in ("nash", "equilibria", "deal")
    ]
    if nash != NO_DEAL:
        return ("; ".join([nash, *others]), *apart)
    without = told.get("deal") == NO_DEAL or "nash" in told
    said = (
        NO_DEAL
        if without and alone == NONE
        else f"no deal: {alone}"
        if without and alone
        else alone
    )
    said = said or told.get("deal", told.get("nash", ""))
    return ("; ".join(filter(None, [said, *others])), *apart)


def _answers(found: Sweep, axis: Axis) -> Iterator[Table]:
    """Each answer between flips."""
    shown = _heads(found)
    if found.stretches and len(shown) > 1:
        rows: tuple[tuple[Entry, ...], ...] = tuple(
            (_ends(one), *(str(one.answers[name]) for name in shown)) for one in found.stretches
        )
        others = tuple(Column(head, key=name) for name, head in shown.items())
        yield Table((Column(axis.name), *others), rows, title="Each answer", detail=True)


def _every(found: Sweep) -> Table:
    """A row a point, for programs and for who wants all."""
    names = list(found.indicators)
    heads = (
        *(Column(axis.name, "number" if axis.numeric else "words") for axis in found.axes),
        *(Column(name, "words" if name in found.told else "number") for name in names),
    )
    columns_of = zip(*(found.indicators[name] for name in names), strict=True)
    rows = tuple(
        (*point, *answers) for point, answers in zip(found.points, columns_of, strict=True)
    )
    return Table(heads, rows, title="Every value", detail=True)


def between(values: Sequence[float]) -> str:
    """What a number is over a stretch: one value, or the least and the greatest.

    Examples
    --------
    >>> between([1.5, 2.25]), between([12.3, 120]), between([1.5, 500001]), between([0, 500001])
    ('1.50 to 2.25', '12 to 120', '1.5 to 500,001', '0 to 500,001')
    """
    known = [value for value in values if isfinite(value)]
    if not known:
        return "n/a"
    ends = min(known), max(known)
    apart = min(map(abs, ends)) < APART * max(
        map(abs, ends)
    )  # near a pole: each end has digits of its own
    digits = [
        0 if max(map(abs, own)) >= 100 else decimals(own)
        for own in ([[x] for x in ends] if apart else [known])
    ]
    low, high = number(ends[0], digits[0]), number(ends[1], digits[-1])
    return low if low == high else f"{low} to {high}"


def span(least: Mapping[str, float], most: Mapping[str, float], name: str) -> str:
    """The least and the most that a number is."""
    return between([least[name], most[name]]) if name in least else "n/a"


def _lines(found: Sweep, axis: Axis) -> Iterator[Plot]:
    """The numbers that a page tells, over what varies."""
    series = []
    for place, (column, head) in enumerate(numbers_of(found).items()):
        key = column.rpartition(".")[2] if "." in column else ""
        player = found.keys.index(key) if key else -1
        for known, points in groupby(
            _curve(found, axis, column), key=lambda point: isfinite(point[1])
        ):
            xs, ys = zip(*points, strict=True)
            if known and len(xs) > 1:
                series.append(Series(head, xs, ys, sign="●○◆◇"[place % 4], player=player))
    levels = [y for one in series for y in one.y]
    if any(min(one.y) < max(one.y) for one in series):
        height = tuple(np.linspace(min(levels), max(levels), HIGH).tolist())
        at = dict.fromkeys(float(flip.at) for flip in inner(found.flips, axis))
        cuts = (
            Series("an answer changes", (x,) * HIGH, height, sign="┊", role="faint") for x in at
        )
        yield Plot("line", (*cuts, *series), across=axis.name, title=f"By {axis.name}", data=False)


def _curve(found: Sweep, axis: Axis, column: str) -> Iterator[tuple[float, float]]:
    """The values of a number; at a flip the last one before it and the first one after it."""
    values = zip(axis.values if axis.numeric else (), found.indicators[column], strict=False)
    tried = [(float(x), float(y)) for x, y in values]
    if not found.stretches:
        yield from tried
    for one in _main(found):
        inside = (point for point in tried if one.low < point[0] < one.high)
        yield from ((one.low, one.first[column]), *inside, (one.high, one.last[column]))


def _shares(found: Sweep) -> Iterator[Block]:
    """Which answers hold in how much of a grid, and of two numbers a map of them."""
    if not found.told:
        yield from _spreads(found)
        return
    names = joined([f"`{axis.name}`" for axis in found.axes])
    total = found.count
    if "deal" in found.told:
        deals = round(
            total * sum(one.share for one in found.shares if one.answers["deal"] == "deal")
        )
        yield Sentence(f"There is a deal at {deals:,} of {total:,} combinations of {names}.")
    if len(found.shares) == 1:
        yield Sentence(f"{_none_of(found)} differs between these combinations of {names}.")
    else:
        yield Sentence(
            f"{in_words(len(found.shares))} different answers hold, each marked by a letter."
        )
    if len(found.axes) == 2 and len(found.points) == total:
        answers = [
            tuple(map(str, one))
            for one in zip(*(found.indicators[name] for name in found.told), strict=True)
        ]
        letters = {tuple(one.answers.values()): _letter(k) for k, one in enumerate(found.shares)}
        yield _map(found, [letters[one] for one in answers])
        yield from _between_points(found)
    yield replace(_answers_by_share(found), data=False)


def _between_points(found: Sweep) -> Iterator[Sentence]:
    """What the rows and columns of a map have between its points, and its points do not show."""
    hidden = unseen(found.lines, found.axes)
    if hidden:
        (line, flip), lie = hidden[0], "lie" if hidden[1:] else "lies"
        here, at = flip.there if flip.alone else flip.after, f"`{line.number}` {amount(flip.at)}"
        said = here if flip.indicator == "deal" else f"{label(flip.indicator)} {here}"
        first = (
            f"{f'at {at} exactly' if flip.alone else f'from {at} on'} where `{line.held}` is "
            f"{amount(line.at)}: {said}"
        )
        places = (
            f"{counted(len(hidden), 'change')} along rows and columns {lie} between these points"
        )
        yield Sentence(f"{places}, such as {first}.")


def _heads(found: Sweep) -> dict[str, str]:
    """The heads of the answers; that there is no deal stands in the place of the Nash bargaining
    solution as well.
    """
    return {
        name: LABELS.get(name, ("", name))[1]
        for name in found.told
        if name != "deal" or "nash" not in found.told
    }


def _letter(place: int) -> str:
    return LETTERS[place] if place < len(LETTERS) else "+"


def _answers_by_share(found: Sweep) -> Table:
    """Answers that hold together, the most frequent first."""
    shown = _heads(found)
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (_letter(k), one.share, *(one.answers[name] for name in shown))
        for k, one in enumerate(found.shares)
    )
    heads = (Column("", "mark", "letter"), Column("share", "number", digits=2))
    others = tuple(Column(head, key=name) for name, head in shown.items())
    return Table((*heads, *others), rows, most=ANSWERS, more="answer")


def _map(found: Sweep, letters: Sequence[str]) -> Plot:
    """A letter a combination: the first number upwards, the second to the right."""
    up, across = found.axes
    width = len(across.values)
    rows = _some(len(up.values), HIGH)[::-1]
    columns = _some(width, WIDE)
    series = tuple(
        Series(
            amount(up.values[r], 3), (), (), labels=tuple(letters[r * width + c] for c in columns)
        )
        for r in rows
    )
    names = [amount(across.values[c], 3) for c in columns]
    ends = (names[0], names[-1]) if across.numeric else ("", "")
    note = "" if across.numeric else f"{across.name}: {', '.join(names)}, left to right"
    return Plot(
        "strip",
        series,
        title=f"{up.name} upwards, {across.name} to the right",
        note=note,
        ends=ends,
    )


def _some(count: int, most: int) -> list[int]:
    """At most so many places among many, the first and the last with them."""
    if count <= most:
        return list(range(count))
    return [round(k * (count - 1) / (most - 1)) for k in range(most)]


def _at_the_ends(found: Sweep) -> Iterator[Note]:
    """What is otherwise at the very ends of what was tried."""
    ends = [
        flip
        for axis in found.axes[:1]
        for flip in found.flips
        if flip not in inner(found.flips, axis)
    ]
    for none, said in (
        (True, "there is no answer"),
        (False, "another answer holds: there is a tie"),
    ):
        found_at = {
            one.at
            for one in ends
            if any(text.startswith(MISSING) for text in (one.before, one.after)) == none
        }
        if found_at and len(found.axes) == 1:
            places = joined([amount(at) for at in sorted(found_at)])
            yield Note(f"Exactly at `{found.axes[0].name}` {places} {said}.")


def _notes(found: Sweep) -> Iterator[Note]:
    now = [f"`{axis.name}` is {amount(axis.now)}" for axis in found.axes if axis.now is not None]
    if now and not found.sampling:
        yield Note(f"In the file {joined(now)}.")
    yield from _of_file(found)
    yield from _too_many(found)
    yield from _at_the_ends(found)
    for axis in found.axes:
        if axis.outside:
            ends = f"{amount(axis.low or 0)} to {amount(axis.high or 0)}"
            yield Note(
                f"The values tried go beyond the range of `{axis.name}` in the file, {ends}."
            )
    yield from leaving_types_out(found.untyped, found.told)
    if any(" | " in str(answer) for name in found.told for answer in found.indicators[name]):
        yield Note(
            "A bar (|) stands between several answers; a stroke (/) between what each player does."
        )
    if found.run is not None:
        yield Note(f"The folder `{found.run.folder}` holds {counted(found.run.rows, 'row')}.")
    if found.sampling:
        yield sampled(found, WAYS[found.sampling])
    elif len(found.axes) > 1:
        some = any(
            len(axis.values) > most for axis, most in zip(found.axes, (HIGH, WIDE), strict=False)
        )
        part = (
            " The map shows some of them."
            if some and len(found.axes) == 2 and len(found.points) == found.count
            else ""
        )
        between = (
            f" Rows and columns were searched between them, too. {trust(found.told, found.proved)}"
        )
        sure = between if found.lines else ""
        yield Note(f"Each of {counted(found.count, 'combination')} was solved.{part}{sure}")
        if found.told and found.unsearched:
            whys = "; ".join(_by_reason(found.unsearched))
            yield Note(f"Changes between these combinations can be missed ({whys}).")
    else:
        yield Note(" ".join(_how_sure(found, found.axes[0])))
    yield from touching(found.touches)


def _how_sure(found: Sweep, axis: Axis) -> Iterator[str]:
    """How many values were tried, how exactly a change is located, and what can have been
    missed.
    """
    count = len(axis.values)
    if found.flips and axis.numeric:
        how = "nine digits" if found.at_once else "a millionth of the range"
        yield (
            f"{count} values were tried; where two neighbours differ, the change was located to "
            f"{how}."
        )
    else:
        yield f"{counted(count, 'value was', 'values were')} tried."
    if axis.numeric and found.told and count > 1:
        step = max(float(high) - float(low) for low, high in pairwise(axis.values))
        yield trust(found.told, found.proved, amount(step))


def trust(told: Sequence[str], proved: Sequence[str], step: str = "") -> str:
    """Of which answers no change can have been missed, and which changes of the others can."""
    sure, others = (
        [f"`{name}`" for name in told if (name in proved) is kind] for kind in (True, False)
    )
    if not others:
        return "No change was missed."
    where = f"closer than {step}" if step else "between two values that were tried"
    missed = (
        f"Two changes of {joined(others, 'or') if sure else 'one answer'} {where} can be missed."
    )
    return f"No change of {joined(sure)} was missed. {missed}" if sure else missed


def _by_reason(found: Mapping[str, str]) -> Iterator[str]:
    """Names and why, those together that have one reason."""
    for why in dict.fromkeys(found.values()):
        yield f"{', '.join(f'`{name}`' for name, own in found.items() if own == why)}: {why}"


def leaving_types_out(untyped: Sequence[str], told: Sequence[str]) -> Iterator[Note]:
    """Which answers leave private types out, and which count them."""
    if untyped:
        names, verb = (
            joined([f"`{name}`" for name in untyped]),
            "takes" if len(untyped) == 1 else "take",
        )
        said = f"{names} {verb} the values of the file, without private types"
        counting = [f"`{name}`" for name in told if name in TYPED]
        verb = "counts" if len(counting) == 1 else "count"
        yield Note(f"{said}; {joined(counting)} {verb} them." if counting else f"{said}.")


def touching(touches: Sequence[tuple[str, float]]) -> Iterator[Note]:
    """Where an answer may hold that rounding hides."""
    if touches:
        places = joined([f"`{name}` {amount(at)}" for name, at in touches])
        yield Note(
            f"Exactly at {places} another answer may hold. Payoffs are tied there as far as "
            "rounding can tell."
        )


def _of_file(found: Sweep) -> Iterator[Note]:
    """Which values were tried where nobody named any."""
    for axis in found.axes if not found.sampling else ():
        if isinstance(axis, OfFile):
            points = f"They are {len(axis.values)} even points of its range in the file."
            yield Note(
                f"`--vary {axis.name}` names no values. "
                f"{points if axis.numeric else 'All were tried.'}"
            )


def _too_many(found: Sweep) -> Iterator[Note]:
    """Between which values an answer changes at too many places to tell them all."""
    axes = {axis.name: axis for axis in found.axes}
    for flip in crowded(found.flips):
        values = [float(value) for value in axes[flip.parameter].values]
        high = min(max(bisect_right(values, float(flip.at)), 1), len(values) - 1)
        between_two = (
            f"Between `{flip.parameter}` {amount(values[high - 1])} and {amount(values[high])}"
        )
        said = f"{between_two}, the answer “{label(flip.indicator)}” changes at too many places."
        yield Note(f"{said} Only the first place is told.")


def sampled(found: Sampled, way: str) -> Note:
    """How the draws were taken, and of what."""
    names = listed([f"`{axis.name}`" for axis in found.axes])
    return Note(f"{found.count:,} {way} of {names}, seed {found.seed}. Each draw was solved.")


TINY = 0.005
"""What is told as 0.00 in tables of many numbers."""


def rounded(value: float) -> Cell:
    """A number among many that are read beside one another."""
    return Cell(between([value]) if abs(value) >= TINY or not value else f"{0:.2f}", value)
