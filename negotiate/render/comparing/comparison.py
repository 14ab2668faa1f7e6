"""A comparison on one screen: the sentences first, then who gets what, what differs, and the method last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from negotiate.comparison.prediction import Answer, Prediction
from negotiate.comparison.result import Comparison, LensChange, LensComparison, SideComparison
from negotiate.render.comparing.agreements import lens_sentences
from negotiate.render.comparing.changes import changes
from negotiate.render.comparing.fates import lens_sentence
from negotiate.render.comparing.outcomes import Row, lens_rows, outcome_table, side_rows
from negotiate.render.comparing.sides import Sides, sides
from negotiate.render.comparing.whys import Telling
from negotiate.render.solution import paragraph, whole_sentence
from negotiate.render.table import in_units
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import joined, safe

FREE_ELSEWHERE = "what is done or believed could be otherwise too, with the same outcome"


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
    changes_shown = [change for change in found.lenses if not change.as_alone]
    rows = [row for change in changes_shown for row in _rows(change, named, look)]
    keys = [key for key in found.first.keys if key in found.second.keys]
    yield from outcome_table(rows, [a for change in changes_shown for a in (change.first, change.second)], keys, look)


def _rows(change: LensChange, named: Sides, look: Look) -> list[Row]:
    """The lines of one lens: those of one side, then those of the other; one alone where neither has anything."""
    sides = (change.first, change.second)
    if all(isinstance(answer, Prediction) and not answer.outcomes for answer in sides):
        return side_rows(change, change.first, "both", False, look)
    return [row for k, one in enumerate(sides) for row in side_rows(change, one, named.heads[k], k == 1, look)]


def _lenses_page(found: LensComparison, look: Look) -> Iterable[RenderableType]:
    yield from paragraph(safe(found.scenario.heading, True), look, TITLE)
    for said in lens_sentences(found):
        yield from paragraph(said, look)
    yield Text()
    pairs = list(zip(found.lenses, found.answers, strict=True))
    rows = [row for lens, answer in pairs for row in lens_rows(lens, answer, look)]
    yield from outcome_table(rows, found.answers, found.scenario.keys, look)
    yield Text()
    for lens, answer in pairs:
        method = f" By {how(answer)}." if isinstance(answer, Prediction) else ""
        yield from hanging(f"{lens.name}: {lens.question}{method} All of it: `negotiate {lens.command}`.", look)
    yield from _foot(found.answers, look)


def _foot(answers: Sequence[Answer], look: Look) -> Iterable[Text]:
    known = [answer for answer in answers if isinstance(answer, Prediction)]
    units = dict.fromkeys(in_units(answer.players, answer.units) for answer in known)
    for line in [unit for unit in units if unit]:
        yield from paragraph(line, look, FAINT)
    notes = dict.fromkeys(note for answer in known for note in answer.notes)
    for note in [note for note in notes if not note.endswith(FREE_ELSEWHERE)]:
        yield from paragraph(whole_sentence(note), look, FAINT)


def methods(found: Iterable[LensChange]) -> str:
    """How each lens found what it says on both sides, and whether that is all."""
    parts: list[str] = []
    known: list[Prediction] = []
    for change in found:
        answers = [answer for answer in (change.first, change.second) if isinstance(answer, Prediction)]
        known += answers
        hows = list(dict.fromkeys(how(answer) for answer in answers))
        if hows and not change.as_alone:
            parts.append(f"{change.lens.name} by {' and by '.join(hows)}")
    if not parts:
        return "No lens has an answer."
    checked = "; every answer checked by another road" if all(answer.verified for answer in known) else ""
    return f"Method: {'; '.join(parts)}{checked}."


def how(answer: Prediction) -> str:
    """The method of one answer, and whether it found all."""
    method = safe(answer.method, True).replace("-", " ")
    return f"{method} ({'complete' if answer.complete else 'not known to be complete'})"
