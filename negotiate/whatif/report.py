"""Tells a sweep: where answers flip, and which answer holds between flips or in which part of a map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import isfinite

from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Plot, Report, Sentence, Series, Table
from negotiate.report.numbers import decimals, number
from negotiate.report.style import Look
from negotiate.report.words import capital, counted, in_words, joined
from negotiate.whatif.answers import NO_DEAL, NONE, Value, columns
from negotiate.whatif.flips import Flip
from negotiate.whatif.points import Axis
from negotiate.whatif.ranking import Moved, Ranking
from negotiate.whatif.rerun import Rerun
from negotiate.whatif.sweep import Sweep

CHANGES = {
    "equilibria": "If nobody talks, the equilibrium changes at {places}.",
    "nash": "The Nash bargaining solution changes at {places}.",
    "stable": "The stable states change at {places}.",
    "lasts": "Whether the agreement enforces itself changes at {places}.",
}
"""Indicator → the sentence that says where it flips; `deal` has its own."""
SHORT = {
    "equilibria": "equilibrium",
    "nash": "Nash solution",
    "deal": "deal",
    "stable": "stable states",
    "lasts": "agreement",
}
HEADS = {
    "equilibria": "If nobody talks",
    "nash": "Nash bargaining solution",
    "stable": "Stable states",
    "lasts": "Agreement",
}
WAYS = {"latin": "Latin hypercube draws", "sobol": "Sobol draws", "random": "Independent draws"}
MANY = 6
"""Names that are told one by one."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WIDE, HIGH = 60, 16
"""Columns and rows of a map on a screen, at most."""
ROWS, ANSWERS = 12, 5
"""Rows that are shown where not everything is wanted, of a list and below a map."""


def report(found: Sweep, look: Look) -> Report:
    """Where answers flip along one axis, or which answer holds where on two; of more, how often each holds."""
    one = found.axes[0]
    if found.sampling:
        blocks: list[Block] = [*_drawn(found)]
    elif len(found.axes) == 1:
        table = _stretches(found, one) if found.stretches else _values(found, one)
        blocks = [*_changes(found, one), table, *_lines(found, one), *_answers(found, one)]
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
            yield Sentence(f"There is a deal in {_percent(share)} of {count}, give or take {points:.1g} points.")
        else:
            yield Sentence(f"There is {'a deal in each' if share else 'no deal in any'} of {count}.")
    elif found.shares:
        yield Sentence(f"{in_words(len(found.shares))} different answers come about in {count}.")
    else:
        yield Sentence(f"The numbers of {count}.")
    heads = _numbers_of(found)
    names = ("mean", "5 % lie below", "median", "5 % lie above")
    columns_of = (Column("", key="number"), *(Column(name, "number", name) for name in names))
    spreads = [(head, found.spreads[name]) for name, head in heads.items() if name in found.spreads]
    if spreads:
        rows = tuple((head, *(_rounded(x) for x in (one.mean, *one.quantiles))) for head, one in spreads)
        yield Table(columns_of, rows)
    if found.told:
        yield _answers_by_share(found)


def _percent(share: float) -> str:
    """A share in per cent; one that is neither none nor all is never told as that."""
    digits = next((k for k in range(8) if 0 < round(100 * share, k) < 100), 8)
    return f"{100 * share:.{digits}f} %"


def _rounded(value: float) -> Cell:
    return Cell(_between([value]), value)


def amount(value: Value, digits: int = 4) -> str:
    """A value of an axis: a number by its first digits, a word as it is."""
    return str(value) if isinstance(value, str) else f"{float(f'{value:.{digits}g}'):,.12g}"


def _changes(found: Sweep, axis: Axis) -> Iterator[Sentence]:
    """Where each answer flips."""
    name = f"`{axis.name}`"
    if len(axis.values) == 1 or not found.told:
        return
    if not inner(found.flips, axis):
        yield Sentence(f"No answer changes while {name} {_way(axis)}.")
    elif not axis.numeric:
        changed = [str(value) for value in axis.values if any(flip.at == value for flip in found.flips)]
        said = joined([f"`{one}`" for one in changed])
        yield Sentence(f"Compared with the value before it, an answer changes at {said}.")
        return
    for indicator in found.told:
        flips = [flip for flip in inner(found.flips, axis) if flip.indicator == indicator]
        if flips and indicator == "deal":
            yield Sentence(_deal(name, flips))
        elif flips:
            places = joined([amount(flip.at) for flip in flips])
            yield Sentence(CHANGES[indicator].format(places=f"{name} {places}"))
    if inner(found.flips, axis) and len({*found.indicators.get("deal", ())}) == 1:
        always = found.indicators["deal"][0]
        yield Sentence("There is a deal at every value." if always == "deal" else "There is no deal at any value.")


def inner(flips: Sequence[Flip], axis: Axis) -> list[Flip]:
    """The flips that are no ties at an end of what was tried."""
    return [flip for flip in flips if not axis.numeric or flip.at not in (axis.values[0], axis.values[-1])]


def _deal(name: str, flips: Sequence[Flip]) -> str:
    said = [
        f"{'a deal becomes possible' if flip.after == 'deal' else 'the deal ends'} at {name} {amount(flip.at)}"
        for flip in flips
    ]
    return f"{capital(joined(said))}."


def _way(axis: Axis) -> str:
    if axis.numeric:
        return f"goes from {amount(axis.values[0])} to {amount(axis.values[-1])}"
    return f"is {joined([f'`{value}`' for value in axis.values], 'or')}"


def _numbers_of(found: Sweep) -> dict[str, str]:
    """The numbers that a page tells, by column, with their heads: what players get, or else whatever is watched."""
    watched = columns(tuple(dict.fromkeys(name.partition(".")[0] for name in found.indicators)), found.keys)
    numbers = [name for name, one in watched.items() if not one.told]
    first = next((one for one in ("outcome", "no_deal") if f"{one}.{found.keys[0]}" in numbers), "")
    names = dict(zip(found.keys, found.players, strict=True))
    told = [name for name in numbers if name.partition(".")[0] == first] or numbers
    words = {"outcome": "{} gets", "no_deal": "{} gets without a deal", "needed": "{} needs"}
    return {
        name: words[kind].format(names[key]) if key else kind
        for name, kind, key in ((name, *name.split(".")) if "." in name else (name, name, "") for name in told)
    }


def _players(found: Sweep) -> list[Column]:
    keys = found.keys
    return [
        Column(head, player=keys.index(name.partition(".")[2]) if "." in name else -1, key=name)
        for name, head in _numbers_of(found).items()
    ]


def _stretches(found: Sweep, axis: Axis) -> Table:
    """What comes about between flips, with the least and the most that each player gets."""
    rows: list[tuple[Entry, ...]] = []
    for one in found.stretches:
        ends = (Cell(amount(one.low), one.low), Cell(amount(one.high), one.high))
        rows.append(
            (*ends, *(_span(one.least, one.most, name) for name in _numbers_of(found)), *_told(one.answers, found))
        )
    heads = (Column("From", "number", axis.name), Column("to", "number", "to"))
    last = [Column("Outcome")] if found.told else []
    return Table((*heads, *_players(found), *last), tuple(rows), most=ROWS, more="stretch/stretches")


def _values(found: Sweep, axis: Axis) -> Table:
    """What comes about at each value."""
    rows: list[tuple[Entry, ...]] = []
    for k, value in enumerate(axis.values):
        here = {name: column[k] for name, column in found.indicators.items()}
        numbers = (_between([float(here[name])]) for name in _numbers_of(found))
        rows.append((Cell(amount(value), value), *numbers, *_told(here, found)))
    last = [Column("Outcome")] if found.told else []
    return Table((Column(axis.name), *_players(found), *last), tuple(rows), most=ROWS, more="value")


def _told(answers: Mapping[str, Value], found: Sweep) -> tuple[str, ...]:
    """The deal that would be signed, or what happens without one; nothing where only numbers are watched."""
    if not found.told:
        return ()
    told = {name: str(answers[name]) for name in found.told}
    nash, alone = told.get("nash", NO_DEAL), told.get("equilibria", "")
    others = [answer for name, answer in told.items() if name not in ("nash", "equilibria", "deal")]
    if nash != NO_DEAL:
        return ("; ".join([nash, *others]),)
    without = told.get("deal") == NO_DEAL or "nash" in told
    said = NO_DEAL if without and alone == NONE else f"no deal: {alone}" if without and alone else alone
    return ("; ".join(filter(None, [said or told.get("deal", ""), *others])),)


def _answers(found: Sweep, axis: Axis) -> Iterator[Table]:
    """Each answer between flips."""
    shown = [name for name in found.told if name in HEADS]
    if found.stretches and len(shown) > 1:
        heads = (Column("From", "number", axis.name), Column("to", "number", "to"))
        rows: tuple[tuple[Entry, ...], ...] = tuple(
            (
                Cell(amount(one.low), one.low),
                Cell(amount(one.high), one.high),
                *(str(one.answers[name]) for name in shown),
            )
            for one in found.stretches
        )
        others = tuple(Column(HEADS[name], key=name) for name in shown)
        yield Table((*heads, *others), rows, title="Each answer", detail=True)


def _every(found: Sweep) -> Table:
    """A row a point, for programs and for who wants all."""
    names = list(found.indicators)
    watched = columns(tuple(dict.fromkeys(name.partition(".")[0] for name in names)), found.keys)
    heads = (
        *(Column(axis.name, "number" if axis.numeric else "words") for axis in found.axes),
        *(Column(name, "words" if watched[name].told else "number") for name in names),
    )
    columns_of = zip(*(found.indicators[name] for name in names), strict=True)
    rows = tuple((*point, *answers) for point, answers in zip(found.points, columns_of, strict=True))
    return Table(heads, rows, title="Every value", detail=True)


def _between(values: Sequence[float]) -> str:
    """What a number is over a stretch: one value, or the least and the greatest."""
    known = [value for value in values if isfinite(value)]
    if not known:
        return "n/a"
    digits = 0 if max(map(abs, known)) >= 100 else decimals(known)
    low, high = number(min(known), digits), number(max(known), digits)
    return low if low == high else f"{low} to {high}"


def _span(least: Mapping[str, float], most: Mapping[str, float], name: str) -> str:
    return _between([least[name], most[name]]) if name in least else "n/a"


def _lines(found: Sweep, axis: Axis) -> Iterator[Plot]:
    """The numbers that a page tells, over what varies."""
    series = []
    for place, (column, head) in enumerate(_numbers_of(found).items()):
        pairs = zip(axis.values, found.indicators[column], strict=True)
        points = [(float(x), float(y)) for x, y in pairs if axis.numeric and isfinite(float(y))]
        key = column.partition(".")[2]
        if len(points) > 1:
            xs, ys = zip(*points, strict=True)
            player = found.keys.index(key) if key else -1
            series.append(Series(head, xs, ys, sign="●○◆◇"[place % 4], player=player))
    if series:
        yield Plot("line", tuple(series), across=axis.name, title=f"By {axis.name}", data=False)


def _shares(found: Sweep) -> Iterator[Block]:
    """Which answers hold in how much of a grid, and of two numbers a map of them."""
    names = joined([f"`{axis.name}`" for axis in found.axes])
    total = found.count
    if "deal" in found.told:
        deals = round(total * sum(one.share for one in found.shares if one.answers["deal"] == "deal"))
        yield Sentence(f"There is a deal at {deals:,} of {total:,} combinations of {names}.")
    if len(found.shares) == 1:
        yield Sentence(f"No answer changes over these values of {names}.")
    else:
        yield Sentence(f"{in_words(len(found.shares))} different answers hold, each marked by a letter.")
    if len(found.axes) == 2 and len(found.points) == total:
        answers = [tuple(map(str, one)) for one in zip(*(found.indicators[name] for name in found.told), strict=True)]
        letters = {tuple(one.answers.values()): _letter(k) for k, one in enumerate(found.shares)}
        yield _map(found, [letters[one] for one in answers])
    yield _answers_by_share(found)


def _letter(place: int) -> str:
    return LETTERS[place] if place < len(LETTERS) else "+"


def _answers_by_share(found: Sweep) -> Table:
    """Answers that hold together, the most frequent first."""
    shown = [name for name in found.told if name in HEADS]
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (_letter(k), one.share, *(one.answers[name] for name in shown)) for k, one in enumerate(found.shares)
    )
    heads = (Column("", "mark", "letter"), Column("share", "number", digits=2))
    others = tuple(Column(HEADS[name], key=name) for name in shown)
    return Table((*heads, *others), rows, most=ANSWERS, more="answer")


def _map(found: Sweep, letters: Sequence[str]) -> Plot:
    """A letter a combination: the first number upwards, the second to the right."""
    up, across = found.axes
    width = len(across.values)
    rows = _some(len(up.values), HIGH)[::-1]
    columns = _some(width, WIDE)
    series = tuple(
        Series(amount(up.values[r], 3), (), (), labels=tuple(letters[r * width + c] for c in columns)) for r in rows
    )
    names = [amount(across.values[c]) for c in columns]
    ends = f"{across.name}: " + (
        f"from {names[0]} on the left to {names[-1]} on the right"
        if across.numeric
        else f"{', '.join(names)}, left to right"
    )
    return Plot("strip", series, across=up.name, title=f"{up.name} upwards, {across.name} to the right", note=ends)


def _some(count: int, most: int) -> list[int]:
    """At most so many places among many, the first and the last with them."""
    if count <= most:
        return list(range(count))
    return [round(k * (count - 1) / (most - 1)) for k in range(most)]


def _notes(found: Sweep) -> Iterator[Note]:
    now = [f"`{axis.name}` is {amount(axis.now)}" for axis in found.axes if axis.now is not None]
    if now and not found.sampling:
        yield Note(f"In the file {joined(now)}.")
    for axis in found.axes:
        if axis.outside:
            ends = f"{amount(axis.low or 0)} to {amount(axis.high or 0)}"
            yield Note(f"The values tried go beyond the range of `{axis.name}` in the file, {ends}.")
    if any(" | " in str(answer) for name in found.told for answer in found.indicators[name]):
        yield Note("A bar (|) stands between several answers; a stroke (/) between what each player does.")
    if found.run is not None:
        yield Note(f"The folder `{found.run.folder}` holds {counted(found.run.rows, 'row')}.")
    if found.sampling:
        names = joined(
            [f"`{axis.name}`" for axis in found.axes[:MANY]]
            + [counted(len(found.axes) - MANY, "other")] * (len(found.axes) > MANY)
        )
        yield Note(f"{WAYS[found.sampling]} of {names}, seed {found.seed}. Each draw was solved.")
    elif len(found.axes) > 1:
        shown = [min(len(axis.values), most) for axis, most in zip(found.axes, (HIGH, WIDE), strict=False)]
        some = (
            len(found.axes) == 2
            and len(found.points) == found.count
            and shown != [len(axis.values) for axis in found.axes]
        )
        drawn = f" The map shows {shown[0]} × {shown[1]} of them." if some else ""
        yield Note(f"Each of {counted(found.count, 'combination')} was solved.{drawn}")
    elif found.axes[0].numeric and found.flips:
        how = "nine digits" if found.at_once else "a millionth of the range"
        tried = f"{len(found.points)} values were tried; where two neighbours differ, the change was located to {how}."
        yield Note(f"{tried} Two changes of one answer between two neighbours can be missed.")
    else:
        yield Note(f"{counted(len(found.points), 'value was', 'values were')} tried.")


def report_rerun(found: Rerun, look: Look) -> Report:
    """Whether the same question has the same result."""
    runs = counted(found.rows, "run")
    if found.same:
        blocks: list[Block] = [Sentence(f"The same result: every byte of {runs}.")]
    else:
        blocks = [Sentence(f"Another result of {runs}.")]
    blocks += [Sentence(f"Since the first run {joined(found.changes)}.")] if found.changes else []
    rows = tuple(found.sha256.items())
    return Report(found.title, (*blocks, Table((Column("Table"), Column("SHA-256")), rows)))


def report_ranking(found: Ranking, look: Look) -> Report:
    """Every number with a range, those first that change an answer."""
    changing = [one for one in found.moved if inner(one.flips, one.axis)]
    total = counted(len(found.moved), "number")
    if changing:
        said = f"Of {total} with a range, {in_words(len(changing)).lower()} change an answer: "
        said += joined([f"`{one.axis.name}`" for one in changing]) + "."
    else:
        said = f"None of {total} with a range changes an answer."
    blocks: list[Block] = [Sentence(said), _numbers(found)]
    blocks.append(Note("Each number was varied by itself over its range, and the others stayed as in the file."))
    blocks.append(Note("`--vary NAME=LOW:HIGH` shows one number in detail, and two `--vary` draw a map."))
    return Report(found.title, tuple(blocks), found.players)


def _numbers(found: Ranking) -> Table:
    rows = tuple(_number_row(found, one) for one in found.moved)
    players = [
        Column(name, player=k, key=f"{key} gets")
        for k, (key, name) in enumerate(zip(found.keys, found.players, strict=True))
    ]
    heads = (Column("Number"), Column("Range"), *players, Column("Changes"))
    return Table(
        heads, rows, title="What each player gets over the range, and which answers change", most=ROWS, more="number"
    )


def _number_row(found: Ranking, one: Moved) -> tuple[Entry, ...]:
    axis = one.axis
    gets = [_span(one.least, one.most, f"outcome.{key}") for key in found.keys]
    span = f"{amount(axis.low or 0.0)} to {amount(axis.high or 0.0)}"
    return (axis.name, span, *gets, "; ".join(_places(inner(one.flips, axis))))


def _places(flips: Iterable[Flip]) -> Iterator[str]:
    for indicator, own in groupby(flips, key=lambda flip: flip.indicator):
        yield f"{SHORT[indicator]} at {', '.join(amount(flip.at, 3) for flip in own)}"
