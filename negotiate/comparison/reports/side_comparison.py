"""What changes from one side to the other: lens by lens why, who gets what, and what differs."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.comparison.prediction import Prediction
from negotiate.comparison.reports.differences import difference_tables
from negotiate.comparison.reports.outcomes import closing_notes, method_words, side_tables
from negotiate.comparison.reports.results import SAME, result_words, unchanged
from negotiate.comparison.reports.sides import sides
from negotiate.comparison.reports.words import Names
from negotiate.comparison.result import LensChange, SideComparison
from negotiate.report.blocks import Block, Item, Items, Report, Sentence
from negotiate.report.style import Look
from negotiate.report.words import in_words, joined

SAME_SIDES = "The two sides are the same: nothing differs that any lens looks at."


def report(found: SideComparison, look: Look) -> Report:
    """Which lenses find another result, and why; then every result and every difference as tables."""
    named = sides(found)
    names = Names(named, found.first, found.second)
    blocks: list[Block] = [Sentence(headline(found))]
    details: list[Block] = []
    if not found.nothing_differs:
        told = [change for change in found.lenses if change not in _unsigned(found)]
        same = [change for change in told if unchanged(change, names)]
        blocks += _items([change for change in told if change not in same], names)
        details += _items(same, names, detail=True)
    blocks += [*side_tables(found, named), *difference_tables(found, named)]
    answers = [answer for change in found.lenses for answer in (change.first, change.second)]
    blocks += [*closing_notes(answers, (found.first, found.second), _methods(found)), *details]
    return Report(named.title, tuple(blocks), tuple(player.name for player in found.first.players.values()))


def _items(changes: Sequence[LensChange], names: Names, detail: bool = False) -> list[Items]:
    """What is said of some lenses; nothing of none."""
    items = tuple(Item(change.lens.name, result_words(change, names)) for change in changes)
    return [Items(items, detail)] if items else []


def headline(found: SideComparison) -> str:
    """In which lenses the result changes."""
    if found.nothing_differs:
        return SAME_SIDES
    compared = [change for change in found.lenses if change.fates is not None and not change.as_alone]
    changed = [change.lens.name for change in compared if not change.same]
    moved = any(abs(gap) > SAME for change in compared for gap in change.moved.values())
    said = "No result changes, but payoffs do." if moved else "No result changes."
    if not compared:
        said = "No results can be compared."
    elif changed:
        of = f"all {_number(len(compared))}"
        if len(changed) < len(compared):
            of = f"{_number(len(changed))} of {_number(len(compared))}"
        said = f"The result changes in {of} lenses: {joined(changed)}."
    unsigned = [change.lens.name for change in _unsigned(found)]
    if not unsigned:
        return said
    return (
        f"Only red lines differ. Red lines bind what is signed, and nothing is signed {joined(unsigned, 'or')}. {said}"
    )


def _unsigned(found: SideComparison) -> list[LensChange]:
    """Lenses in which nothing changes since only red lines differ and nothing is signed."""
    if not found.only_red_lines:
        return []
    return [change for change in found.lenses if not change.lens.signs and (change.same or change.as_alone)]


def _methods(found: SideComparison) -> list[str]:
    """How each lens found what it says on both sides, and whether that is all."""
    parts = []
    for change in found.lenses:
        answers = [answer for answer in (change.first, change.second) if isinstance(answer, Prediction)]
        if answers and not change.as_alone:
            parts.append(f"{change.lens.name} by {' and by '.join(dict.fromkeys(map(method_words, answers)))}")
    return [f"Method: {'; '.join(parts)}."] if parts else []


def _number(count: int) -> str:
    return in_words(count).lower()
