"""What changes from one side to the other: lens by lens why, who gets what, and what differs."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.comparison.reports.differences import difference_tables
from negotiate.comparison.reports.outcomes import Looked, closing_notes, known, method_words, result_tables
from negotiate.comparison.reports.results import SAME, result_words, unchanged
from negotiate.comparison.reports.sides import sides
from negotiate.comparison.reports.words import Names, small
from negotiate.comparison.result import LensChange, SideComparison
from negotiate.report.blocks import Block, Cell, Item, Items, Report, Sentence
from negotiate.report.style import Look
from negotiate.report.words import joined


def report(found: SideComparison, look: Look) -> Report:
    """Which lenses find another result, and why; then every result and every difference as tables."""
    named, scenarios = sides(found), (found.first, found.second)
    names = Names(named, *scenarios)
    items = [(change, Item(change.lens.command, result_words(change, names))) for change in found.lenses]
    if found.nothing_differs:
        items = []
    silent = [*_unsigned(found), *(change for change in found.lenses if unchanged(change, names))]
    blocks: list[Block] = [Sentence(headline(found)), *_listed([item for one, item in items if one not in silent])]
    heads = [Cell(head, key) for head, key in zip(named.heads, named.keys, strict=True)]
    looked = [
        Looked(change.lens, dict(zip(heads, (change.first, change.second), strict=True)))
        for change in found.lenses
        if not change.as_alone
    ]
    shared = [key for key in found.first.keys if key in found.second.keys]
    main, *every = result_tables(looked, shared, scenarios)
    blocks += [main, *difference_tables(found, named)]
    answers = [answer for change in found.lenses for answer in (change.first, change.second)]
    blocks += closing_notes(answers, scenarios, _methods(found))
    blocks += _listed([item for one, item in items if one in silent and one not in _unsigned(found)], detail=True)
    blocks += every
    return Report(named.title, tuple(blocks), tuple(player.name for player in found.first.players.values()))


def _listed(items: Sequence[Item], detail: bool = False) -> list[Items]:
    """What is said of some lenses; nothing of none."""
    return [Items(tuple(items), detail)] if items else []


def headline(found: SideComparison) -> str:
    """In which lenses the result changes."""
    if found.nothing_differs:
        return "The two sides are the same: nothing differs that any analysis looks at."
    compared = [change for change in found.lenses if change.fates is not None and not change.as_alone]
    stay = _commands([change for change in compared if change.same and change not in _unsigned(found)])
    changed = _commands([change for change in compared if not change.same])
    moved = any(abs(gap) > SAME for change in compared for gap in change.moved.values())
    said = "No result changes, but payoffs do." if moved else "No result changes."
    if not compared:
        said = "No results can be compared."
    elif changed:
        more = f" It stays in {joined(stay)}." if stay else ""
        count = f"all {small(len(compared))} analyses: " if 1 < len(changed) == len(compared) else ""
        said = f"The result changes in {count}{joined(changed)}.{more}"
    unsigned = _commands(_unsigned(found))
    if not unsigned:
        return said
    nothing = f"nothing is signed in {joined(unsigned, 'or')}"
    return f"Only red lines differ. Red lines bind only signed deals, and {nothing}. {said}"


def _commands(changes: Sequence[LensChange]) -> list[str]:
    return [f"`{change.lens.command}`" for change in changes]


def _unsigned(found: SideComparison) -> list[LensChange]:
    """Lenses in which nothing changes since only red lines differ and nothing is signed."""
    if not found.only_red_lines:
        return []
    return [change for change in found.lenses if not change.lens.signs and (change.same or change.as_alone)]


def _methods(found: SideComparison) -> list[str]:
    """How each lens found what it says on both sides, and whether that is all."""
    parts = []
    for change in found.lenses:
        methods = list(dict.fromkeys(map(method_words, known((change.first, change.second)))))
        if methods and not change.as_alone:
            parts.append(f"`{change.lens.command}` by {' and by '.join(methods)}")
    return [f"Methods: {'; '.join(parts)}."] if parts else []
