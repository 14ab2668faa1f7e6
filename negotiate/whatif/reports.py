"""Tells a sweep: where answers flip, and which answer holds between flips or in which part of a map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, zip_longest
from math import isfinite

from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Plot, Report, Sentence, Series, Table
from negotiate.report.numbers import decimals, number
from negotiate.report.style import Look
from negotiate.report.words import capital, counted, in_words, joined
from negotiate.whatif.answers import INDICATORS, NO_DEAL, Value
from negotiate.whatif.sweep import Axis, Flip, Moved, Ranking, Sweep

SAID = {one.name: one.says for one in INDICATORS}
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
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WIDE, HIGH = 60, 16
"""Columns and rows of a map on a screen, at most."""
ROWS, ANSWERS = 12, 5
"""Rows that are shown where not everything is wanted, of a list and below a map."""


def report(found: Sweep, look: Look) -> Report:
    """Where answers flip along one axis, or which answer holds where on two; of more, how often each holds."""
    one = found.axes[0]
    if len(found.axes) == 1:
        blocks: list[Block] = [*_changes(found, one), *_stretches(found, one), *_lines(found, one)]
    else:
        blocks = [*_shares(found)]
    return Report(found.title, (*blocks, *_notes(found)), found.players)


def amount(value: Value, digits: int = 4) -> str:
    """A value of an axis: a number by its first digits, a word as it is."""
    return str(value) if isinstance(value, str) else f"{float(f'{value:.{digits}g}'):,.12g}"


def _changes(found: Sweep, axis: Axis) -> Iterator[Sentence]:
    """Where each answer flips."""
    name = f"`{axis.name}`"
    if not axis.numeric:
        changed = [str(value) for value in axis.values if any(flip.at == value for flip in found.flips)]
        yield Sentence(
            f"An answer changes from one value of {name} to the next at {joined([f'`{one}`' for one in changed])}."
            if changed
            else f"No answer changes while {name} {_way(axis)}."
        )
        return
    for indicator in found.told:
        flips = [flip for flip in found.flips if flip.indicator == indicator]
        if flips and indicator == "deal":
            yield Sentence(_deal(name, flips, axis))
        elif flips:
            places = joined([amount(flip.at) for flip in flips])
            yield Sentence(CHANGES[indicator].format(places=f"{name} {places}"))
    if not found.flips:
        yield Sentence(f"No answer changes while {name} {_way(axis)}.")
    elif "deal" in found.indicators and not any(flip.indicator == "deal" for flip in found.flips):
        always = found.indicators["deal"][0]
        yield Sentence("There is a deal at every value." if always == "deal" else "There is no deal at any value.")


def _deal(name: str, flips: Sequence[Flip], axis: Axis) -> str:
    said = [
        f"{'the deal ends' if flip.after != 'deal' else 'a deal becomes possible'} at {name} {amount(flip.at)}"
        for flip in flips
    ]
    return f"{capital(joined(said))}."


def _way(axis: Axis) -> str:
    if axis.numeric:
        return f"goes from {amount(axis.values[0])} to {amount(axis.values[-1])}"
    return f"is {joined([f'`{value}`' for value in axis.values], 'or')}"


def _stretches(found: Sweep, axis: Axis) -> Iterator[Table]:
    """What comes about between flips, with what each player gets from one end to the other; then each answer."""
    gets = {f"outcome.{key}": name for key, name in zip(found.keys, found.players, strict=True)}
    numbers = {name: who for name, who in gets.items() if name in found.indicators}
    players = [Column(f"{who} gets", player=k, short=who) for k, who in enumerate(numbers.values())]
    outcomes: list[tuple[Entry, ...]] = []
    every: list[tuple[Entry, ...]] = []
    for start, end, run in _runs(found, axis):
        stretch = (Cell(amount(start), start), Cell(amount(end), end)) if axis.numeric else (str(start),)
        amounts = [_between([float(found.indicators[name][k]) for k in run]) for name in numbers]
        answers = {name: str(found.indicators[name][run[0]]) for name in found.told}
        outcomes.append((*stretch, *amounts, _outcome(answers)))
        every.append((*stretch, *(answers[name] for name in answers if name in HEADS)))
    ends = (Column("From", "number", axis.name), Column("to", "number", "to"))
    heads = ends if axis.numeric else (Column(capital(axis.name), key=axis.name),)
    yield Table((*heads, *players, Column("Outcome")), tuple(outcomes), most=ROWS, more="stretch/stretches")
    others = tuple(Column(HEADS[name], key=name) for name in found.told if name in HEADS)
    yield Table((*heads, *others), tuple(every), title="Every answer", detail=True)


def _outcome(answers: Mapping[str, str]) -> str:
    """The deal that would be signed, or what happens without one."""
    nash, alone = answers.get("nash", NO_DEAL), answers.get("equilibria", "")
    if nash != NO_DEAL:
        return nash
    told = {name: answer for name, answer in answers.items() if name not in ("nash", "equilibria", "deal")}
    said = [f"no deal: {alone}" if "deal" in answers and alone else alone or answers.get("deal", ""), *told.values()]
    return "; ".join(filter(None, said))


def _runs(found: Sweep, axis: Axis) -> Iterator[tuple[Value, Value, list[int]]]:
    """The stretches over which no answer changes: from where to where, and the places of their values."""
    answers = list(zip(*(found.indicators[name] for name in found.told), strict=True))
    if not axis.numeric:
        yield from ((value, value, [k]) for k, value in enumerate(axis.values))
        return
    runs = [list(run) for _, run in groupby(range(len(answers)), key=answers.__getitem__)]
    start: Value = axis.values[0]
    for run, after in zip_longest(runs, runs[1:]):
        if after is None:
            yield start, axis.values[-1], run
            return
        pairs = set(zip(found.told, answers[run[-1]], answers[after[0]], strict=True))
        low, high = float(axis.values[run[-1]]), float(axis.values[after[0]])
        flips = (f.at for f in found.flips if (f.indicator, f.before, f.after) in pairs and low <= float(f.at) <= high)
        end = next(flips, high)
        yield start, end, run
        start = end


def _between(values: Sequence[float]) -> str:
    """What a number is over a stretch: one value, or the first and the last."""
    known = [value for value in values if isfinite(value)]
    if not known:
        return "n/a"
    digits = 0 if max(map(abs, known)) >= 100 else decimals(known)
    first, last = number(known[0], digits), number(known[-1], digits)
    return first if first == last else f"{first} to {last}"


def _lines(found: Sweep, axis: Axis) -> Iterator[Plot]:
    """What each player gets, over what varies."""
    series = []
    for player, (key, name) in enumerate(zip(found.keys, found.players, strict=True)):
        column = found.indicators.get(f"outcome.{key}", ())
        points = [
            (float(x), float(y))
            for x, y in zip(axis.values, column, strict=False)
            if axis.numeric and isfinite(float(y))
        ]
        if points:
            xs, ys = zip(*points, strict=True)
            series.append(Series(name, xs, ys, sign="●○◆◇"[player % 4], player=player))
    if series:
        title = f"What each player gets, by {axis.name}"
        yield Plot("line", tuple(series), across=axis.name, up="payoff", title=title, data=True)


def _shares(found: Sweep) -> Iterator[Block]:
    """Which answers hold in how much of a grid, and of two numbers a map of them."""
    told = found.told
    answers = list(zip(*(found.indicators[name] for name in told), strict=True))
    count = Counter(answers)
    names = joined([f"`{axis.name}`" for axis in found.axes])
    total = len(answers)
    if "deal" in found.indicators:
        deals = sum(value == "deal" for value in found.indicators["deal"])
        yield Sentence(f"There is a deal at {deals:,} of {total:,} combinations of {names}.")
    if len(count) == 1:
        yield Sentence(f"No answer changes over these values of {names}.")
    else:
        yield Sentence(f"{in_words(len(count))} different answers hold, each marked by a letter.")
    letters = {one: LETTERS[k] if k < len(LETTERS) else "+" for k, (one, _) in enumerate(count.most_common())}
    if len(found.axes) == 2:
        yield _map(found, [letters[one] for one in answers])
    shown = [name for name in told if name in HEADS]
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (letters[one], many / total, *(str(one[told.index(name)]) for name in shown))
        for one, many in count.most_common()
    )
    heads = (Column("", "mark", "letter"), Column("share", "number", digits=2))
    yield Table((*heads, *(Column(HEADS[name], key=name) for name in shown)), rows, most=ANSWERS, more="answer")


def _map(found: Sweep, letters: Sequence[str]) -> Plot:
    """A letter a combination: the first number upwards, the second to the right."""
    up, across = found.axes
    width = len(across.values)
    rows = _some(len(up.values), HIGH)[::-1]
    columns = _some(width, WIDE)
    series = tuple(
        Series(amount(up.values[r], 3), (), (), labels=tuple(letters[r * width + c] for c in columns)) for r in rows
    )
    ends = f"{across.name}: from {amount(across.values[0])} on the left to {amount(across.values[-1])} on the right"
    return Plot("strip", series, across=up.name, title=f"{up.name} upwards, {across.name} to the right", note=ends)


def _some(count: int, most: int) -> list[int]:
    """At most so many places among many, the first and the last with them."""
    if count <= most:
        return list(range(count))
    return [round(k * (count - 1) / (most - 1)) for k in range(most)]


def _notes(found: Sweep) -> Iterator[Note]:
    now = [f"`{axis.name}` is {amount(axis.now)}" for axis in found.axes if axis.now is not None]
    if now:
        yield Note(f"In the file {joined(now)}.")
    for axis in found.axes:
        if axis.outside:
            ends = f"{amount(axis.low or 0)} to {amount(axis.high or 0)}"
            yield Note(f"The values tried go beyond the range of `{axis.name}`, {ends}.")
    tried = f"{counted(len(found.points), 'value')} tried"
    if len(found.axes) > 1:
        yield Note(f"Each of {counted(len(found.points), 'combination')} was solved.")
    elif found.axes[0].numeric:
        how = "to nine digits" if found.at_once else "to a thousandth of the range"
        yield Note(f"{capital(tried)}; where two neighbours differ, the change was located {how}.")
    else:
        yield Note(f"{capital(tried)}.")


def report_ranking(found: Ranking, look: Look) -> Report:
    """Every number with a range, those first that change an answer."""
    changing = [one for one in found.moved if one.flips]
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
    gets = [_range(one.least, one.most, f"outcome.{key}") for key in found.keys]
    span = f"{amount(axis.low or 0.0)} to {amount(axis.high or 0.0)}"
    return (axis.name, span, *gets, "; ".join(_places(one.flips)))


def _range(least: Mapping[str, float], most: Mapping[str, float], name: str) -> str:
    return _between([least[name], most[name]]) if name in least else "n/a"


def _places(flips: Iterable[Flip]) -> Iterator[str]:
    for indicator, own in groupby(flips, key=lambda flip: flip.indicator):
        yield f"{SHORT[indicator]} at {', '.join(amount(flip.at, 3) for flip in own)}"
