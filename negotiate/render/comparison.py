"""A comparison on one screen: the sentences first, then who gets what, what differs, and the method last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from negotiate.comparison.prediction import Answer, Outcome, Prediction, Refusal
from negotiate.comparison.result import Comparison, LensChange, LensComparison, SideComparison
from negotiate.render.agreements import lens_sentences
from negotiate.render.changes import changes
from negotiate.render.console import Drawn
from negotiate.render.fates import lens_sentence
from negotiate.render.sides import Sides, sides
from negotiate.render.solution import paragraph, whole_sentence
from negotiate.render.style import FAINT, TITLE, Look
from negotiate.render.table import headers, in_units, table
from negotiate.render.text import counted, joined, safe
from negotiate.render.whys import Telling, amount, happens

ROWS = 4
"""Outcomes of one lens on one side that are listed without `--all`."""
NARROW = 60
"""Below so many columns, lens and side stand above their outcomes instead of beside them."""
SIGNS = {"stays": "", "shifts": "~", "vanishes": "-", "appears": "+"}


def comparison(found: Comparison, look: Look) -> RenderableType:
    """Draw a comparison of either kind."""
    if isinstance(found, SideComparison):
        return Drawn(lambda settled: _sides_page(found, settled), look)
    if isinstance(found, LensComparison):
        return Drawn(lambda settled: _lenses_page(found, settled), look)
    raise TypeError(f"nothing draws a {type(found).__name__}")


def telling(found: SideComparison) -> Telling:
    """The words and names for the sentences of a comparison."""
    return Telling(sides(found), found.first, found.second)


def sentences(found: Comparison) -> list[str]:
    """What a comparison comes to, a sentence or two a lens."""
    if isinstance(found, LensComparison):
        return lens_sentences(found)
    if not isinstance(found, SideComparison):
        raise TypeError(f"nothing tells a {type(found).__name__}")
    if found.nothing_differs:
        return ["The two sides are the same: nothing differs that any lens looks at."]
    unsigned = [c for c in found.lenses if found.only_red_lines and not c.lens.signs and (c.same or c.as_alone)]
    said = [lens_sentence(change, telling(found)) for change in found.lenses if change not in unsigned]
    if unsigned:
        names = joined([change.lens.name for change in unsigned], "nor")
        signed = f"They bind what is signed, and neither {names} is anything signed, so the result is the same."
        said.insert(0, f"Only red lines differ. {signed}")
    return said


def _sides_page(found: SideComparison, look: Look) -> Iterable[RenderableType]:
    tell = telling(found)
    yield from paragraph(tell.sides.title, look, TITLE)
    for said in sentences(found):
        yield from paragraph(said, look)
    yield Text()
    yield from _results(found, tell.sides, look)
    lines = changes(found, tell, look.all, look.glyphs.step)
    if lines:
        yield Text()
        yield Text("What differs", style=TITLE)
        for line in lines:
            yield from hanging(line, look)
    yield from _foot([answer for change in found.lenses for answer in (change.first, change.second)], look)
    yield from paragraph(methods(found.lenses), look, FAINT)


def hanging(line: str, look: Look) -> Iterable[Text]:
    """One item of a list: its further lines stand deeper."""
    for position, piece in enumerate(paragraph(line, look, indent=4)):
        piece.no_wrap = True
        yield Text(piece.plain[2:], no_wrap=True) if position == 0 else piece


def _results(found: SideComparison, named: Sides, look: Look) -> Iterable[Text]:
    """Every outcome of every lens on both sides, with what each player gets."""
    keys = [key for key in found.first.keys if key in found.second.keys]
    rows: list[tuple[list[str], Outcome | None]] = []
    for change in found.lenses:
        if change.as_alone:
            continue
        for side, answer, head in ((0, change.first, named.heads[0]), (1, change.second, named.heads[1])):
            rows += _rows(change, answer, head, side, look)
    yield from outcome_table(rows, [c for change in found.lenses for c in (change.first, change.second)], keys, look)
    signs = {row[0][2][:1] for row in rows} & {"-", "+", "~"}
    legend = [f"{sign} {kind}" for kind, sign in SIGNS.items() if sign in signs and sign]
    if legend and any(
        len(answer.outcomes) > 1
        for c in found.lenses
        for answer in (c.first, c.second)
        if isinstance(answer, Prediction)
    ):
        yield Text("   ".join(legend), style=FAINT)


def _rows(
    change: LensChange, answer: Answer, head: str, side: int, look: Look
) -> list[tuple[list[str], Outcome | None]]:
    if isinstance(answer, Refusal):
        return [([change.lens.name, head, f"no answer: {safe(answer.message, True)}"], None)]
    if not answer.outcomes:
        return [([change.lens.name, head, "none"], None)]
    shown = answer.outcomes if look.all else answer.outcomes[:ROWS]
    several = len(answer.outcomes) > 1
    found = []
    for position, outcome in enumerate(shown):
        sign = f"{_sign(change, outcome, side)} " if several else ""
        words = [change.lens.name, head] if position == 0 else ["", ""]
        found.append(([*words, f"{sign}{happens(outcome, answer, look.glyphs.step)}"], outcome))
    rest = len(answer.outcomes) - len(shown)
    return found + (
        [(["", "", f"{look.glyphs.more} {counted(rest, 'more')[:-1] if rest > 1 else '1 more'}"], None)] if rest else []
    )


def _sign(change: LensChange, outcome: Outcome, side: int) -> str:
    for fate in change.fates.each if change.fates else ():
        if (fate.second if side else fate.first) is outcome:
            return SIGNS[fate.kind] or " "
    return " "


def outcome_table(
    rows: Sequence[tuple[list[str], Outcome | None]], answers: Sequence[Answer], keys: Sequence[str], look: Look
) -> Iterable[Text]:
    """Rows of words with the payoffs of their outcomes behind them."""
    known = [answer for answer in answers if isinstance(answer, Prediction)]
    named = [(key, name) for answer in known for key, name in zip(answer.keys, answer.players, strict=True)]
    names = {key: name for key, name in named if all(one == name for other, one in named if other == key)}
    order = {id(outcome): answer.keys for answer in known for outcome in answer.outcomes}
    columns = []
    for key in keys if known else []:
        values = [o.payoffs[order[id(o)].index(key)] for _, o in rows if o is not None]
        words = iter(_at_the_point(values))
        columns.append(["" if o is None else next(words) for _, o in rows])
    room = [max(map(len, column), default=0) for column in columns]
    heads = headers(
        [names.get(key, key) for key in keys][: len(columns)],
        keys[: len(columns)],
        room,
        14 if look.columns >= NARROW else 8,
    )
    cells = [[*words, *(column[i] for column in columns)] for i, (words, _) in enumerate(rows)]
    if look.columns >= NARROW:
        lenses = [row[0] for row in cells]
        once = [
            [lens if lens not in lenses[:i] else "", *row[1:]]
            for i, (lens, row) in enumerate(zip(lenses, cells, strict=True))
        ]
        if all(not row[1] for row in once):
            yield from table(["", "", *heads], [[row[0], *row[2:]] for row in once], 2, look)
        else:
            yield from table(["", "", "", *heads], once, 3, look)
        return
    narrow: list[list[str]] = []
    for lens, side, what, *numbers in cells:
        if lens:
            narrow.append([f"{lens}, {side}" if side else lens, *("" for _ in numbers)])
        narrow.append([f"  {what}", *numbers])
    yield from table(["", *heads], narrow, 1, look)


def _at_the_point(values: Sequence[float]) -> list[str]:
    """A column of numbers, each with the decimals that it needs, their points below one another."""
    words = [amount(value) for value in values]
    tails = [len(word) - len(word.partition(".")[0]) for word in words]
    return [word + " " * (max(tails) - tail) for word, tail in zip(words, tails, strict=True)]


def _lenses_page(found: LensComparison, look: Look) -> Iterable[RenderableType]:
    yield from paragraph(safe(found.scenario.heading, True), look, TITLE)
    for said in lens_sentences(found):
        yield from paragraph(said, look)
    yield Text()
    rows: list[tuple[list[str], Outcome | None]] = []
    for lens, answer in zip(found.lenses, found.answers, strict=True):
        rows += _lens_rows(lens.name, answer, look)
    yield from outcome_table(rows, found.answers, found.scenario.keys, look)
    yield Text()
    for lens, answer in zip(found.lenses, found.answers, strict=True):
        method = f" By {how(answer)}." if isinstance(answer, Prediction) else ""
        yield from hanging(f"{lens.name}: {lens.question}{method} All of it: `negotiate {lens.command}`.", look)
    yield from _foot(found.answers, look)


def _lens_rows(name: str, answer: Answer, look: Look) -> list[tuple[list[str], Outcome | None]]:
    if isinstance(answer, Prediction) and answer.at_once:
        return [([name, "", "the same game, since the file has no moves"], None)]
    if isinstance(answer, Refusal):
        return [([name, "", f"no answer: {safe(answer.message, True)}"], None)]
    if not answer.outcomes:
        return [([name, "", "none"], None)]
    shown = answer.outcomes if look.all else answer.outcomes[:ROWS]
    rest = len(answer.outcomes) - len(shown)
    rows: list[tuple[list[str], Outcome | None]] = [
        ([name if i == 0 else "", "", happens(outcome, answer, look.glyphs.step)], outcome)
        for i, outcome in enumerate(shown)
    ]
    return rows + ([(["", "", f"{look.glyphs.more} {rest:,} more"], None)] if rest else [])


def _foot(answers: Sequence[Answer], look: Look) -> Iterable[Text]:
    known = [answer for answer in answers if isinstance(answer, Prediction)]
    units = dict.fromkeys(in_units(answer.players, answer.units) for answer in known)
    for line in [unit for unit in units if unit]:
        yield from paragraph(line, look, FAINT)
    for note in dict.fromkeys(note for answer in known for note in answer.notes):
        yield from paragraph(whole_sentence(note), look, FAINT)


def methods(found: Iterable[LensChange]) -> str:
    """How each lens found what it says on both sides, and whether that is all."""
    parts = []
    for change in found:
        answers = [answer for answer in (change.first, change.second) if isinstance(answer, Prediction)]
        hows = list(dict.fromkeys(how(answer) for answer in answers))
        if hows and not change.as_alone:
            parts.append(f"{change.lens.name} by {' and by '.join(hows)}")
    return f"Method: {'; '.join(parts)}; every answer checked by another road." if parts else "No lens has an answer."


def how(answer: Prediction) -> str:
    """The method of one answer, and whether it found all."""
    return f"{safe(answer.method, True)} ({'complete' if answer.complete else 'not known to be complete'})"
