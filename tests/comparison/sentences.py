"""What the report of a comparison says, sentence by sentence and lens by lens."""

import re

from negotiate.comparison.result import Comparison, SideComparison
from negotiate.report import report_of
from negotiate.report.blocks import Items, Note, Sentence, Table


def sentences(found: Comparison) -> list[str]:
    """The answer, then "command: what is said of its lens" for each, for two sides in the order of
    the lenses.
    """
    said: list[str] = []
    told: dict[str, str] = {}
    for block in report_of(found).blocks:
        if isinstance(block, Sentence) and not block.detail:
            said.append(block.text)
        if isinstance(block, Items) and (not block.detail or isinstance(found, SideComparison)):
            told |= {item.name: f"{item.name}: {item.text}" for item in block.entries}
    names = (
        [change.lens.command for change in found.lenses]
        if isinstance(found, SideComparison)
        else list(told)
    )
    return [*said, *(told[name] for name in names if name in told)]


def notes(found: Comparison) -> list[str]:
    """Everything that stands below the picture, details too."""
    return [block.text for block in report_of(found).blocks if isinstance(block, Note)]


def rows(found: Comparison, key: str) -> list[dict[str, object]]:
    """The rows of the first table that has a column of this key, each by its keys."""
    for block in report_of(found).blocks:
        if isinstance(block, Table):
            heads = [column.key or column.head for column in block.columns]
            if key in heads:
                return [
                    dict(zip(heads, [getattr(entry, "value", entry) for entry in row], strict=True))
                    for row in block.rows
                ]
    raise AssertionError(key)


def same_twice(said: str) -> str | None:
    """A number that a sentence tells of both sides although it is the same; None where it tells of
    none.
    """
    number = r"(?<![-\d.])(-?\d+(?:\.\d+)?)(?![\d.]*\d)"
    between = r" (?:instead of|(?:in|with|without|on|as) [^,`]*, and(?: by)?) "
    found = re.search(rf"{number}{between}(?:by )?\1(?![\d.]*\d)", said)
    return found and found[0]
