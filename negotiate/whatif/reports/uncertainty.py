"""Tells what answers depend on, and in which boxes of uncertain numbers one holds."""

from __future__ import annotations

from dataclasses import astuple

from negotiate.report.blocks import Block, Column, Entry, Note, Report, Sentence, Table
from negotiate.report.entries import grouped
from negotiate.report.style import Look, capital, joined, the
from negotiate.whatif.answers import NO_DEAL
from negotiate.whatif.indices import LEVELS, STEP, Indices
from negotiate.whatif.regions import Regions, Side
from negotiate.whatif.reports.sweep import (
    ANSWERS,
    LABELS,
    ROWS,
    WAYS,
    WORDS,
    amount,
    between,
    numbers_of,
    percent_of,
    rounded,
    sampled,
)

VARIANCE = (
    "A total index is the share of the variance in which a number has a part, alone or with others."
)
EFFECT = (
    f"An effect is how far an answer moves while a number goes {STEP:.2g} of its range, divided by "
    f"{STEP:.2g}. "
    "What a number does and undoes on the way has no effect."
)
TRAJECTORIES = f"draws along {{}} trajectories between {LEVELS} levels"
INDEX = {
    "sobol": (
        VARIANCE,
        {
            "total": "total index",
            "total_error": "±",
            "first": "first-order index",
            "first_error": "±",
        },
    ),
    "morris": (
        EFFECT,
        {"mu_star": "mean effect μ*", "mu_star_error": "±", "sigma": "standard deviation σ"},
    ),
}
"""Method → what its main index means, and its indices with what they are called, the main one
first.
"""
BOXES = "Boxes, found in half of the draws and counted in the other half"
COUNTED = (
    "Density: the share of a box that has the answer. Coverage: the share of the answer that "
    "lies in the box."
)
HOLDS = {("deal", NO_DEAL): "there is no deal", ("deal", "deal"): "there is a deal"}
LIKELY = 3
"""Boxes that a sentence tells."""


def report_indices(found: Indices, look: Look) -> Report:
    """What each answer depends on most, and every index."""
    (meaning, called), main = INDEX[found.method], found.main
    short = {name: names[0] for name, names in LABELS.items()}
    sign = next(iter(called.values()))
    heads = {name: head for name, head in {**short, **numbers_of(found)}.items() if name in main}
    blocks: list[Block] = []
    for name, head in heads.items():
        (first, most), (second, less), *_ = main[name].items()
        error = dict(zip(found.names, astuple(found.indicators[name])[1], strict=True))
        said = f"Whether the {head} changes" if name in short else _how_much(name, head)
        then = (
            f", then on `{second}` ({between([less])} ± {between([error[second]])})"
            if less > most / 4
            else ""
        )
        blocks.append(
            Sentence(
                f"{said} depends most on `{first}` ({sign} {between([most])} ± "
                f"{between([error[first]])}){then}."
            )
        )
    if heads:
        rows: tuple[tuple[Entry, ...], ...] = tuple(
            (x, *(rounded(main[name][x]) for name in heads)) for x in found.ranked
        )
        told = (Column("Number"), *(Column(head, "number", name) for name, head in heads.items()))
        blocks.append(
            Table(told, rows, title=capital(sign), most=ROWS, more="number", note=meaning)
        )
    for why in dict.fromkeys(found.without.values()):
        some = [f"`{name}`" for name, own in found.without.items() if own == why]
        blocks.append(Note(f"{joined(some)} {'have' if some[1:] else 'has'} no indices: {why}."))
    every = [
        (name, number, *map(rounded, own))
        for name, one in found.indicators.items()
        for number, *own in zip(found.names, *astuple(one), strict=True)
    ]
    columns_of = [
        Column("Answer"),
        Column("Number"),
        *(Column(head, "number", key) for key, head in called.items()),
    ]
    along = TRAJECTORIES.format(found.count // (len(found.axes) + 1))
    blocks.append(sampled(found, WAYS.get(found.method, along)))
    blocks.append(grouped(columns_of, every, 1, title="Every index", detail=True))
    return Report(found.title, tuple(blocks), found.players)


def _how_much(name: str, head: str) -> str:
    """A number as a question: what a player gets, or how large a number is that has a name and no
    words.
    """
    if name == "zone":
        return f"The number of {head}"
    return f"What {the(head)}" if name.partition(".")[0] in WORDS else f"How large `{name}` is"


def report_regions(found: Regions, look: Look) -> Report:
    """In which boxes an answer holds."""
    said = HOLDS.get((found.indicator, found.answer), f"`{found.indicator}` is “{found.answer}”")
    blocks: list[Block] = [
        Sentence(f"{capital(said)} in {percent_of(found.share)} of {found.count:,} draws.")
    ]
    boxes = [
        (joined([_limits(side) for side in box.sides]), box) for box in found.boxes if box.sides
    ]
    likely = [(where, box) for where, box in boxes if box.density > max(0.5, found.share)]
    for where, box in sorted(likely, key=lambda pair: -pair[1].coverage)[:LIKELY]:
        covered = f"These are {percent_of(box.coverage)} of all draws where {said}."
        blocks.append(
            Sentence(f"Where {where}, {said} in {percent_of(box.density)} of the draws. {covered}")
        )
    if not boxes:
        blocks.append(Sentence("No box of these numbers tells where."))
    shares = (Column(head, "number") for head in ("Share", "Density", "Coverage"))
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (where, *map(rounded, (box.share, box.density, box.coverage))) for where, box in boxes
    )
    table = Table(
        (Column("Where"), *shares), rows, title=BOXES, most=ANSWERS, more="box/boxes", note=COUNTED
    )
    blocks += [table, sampled(found, WAYS[found.sampling])]
    return Report(found.title, tuple(blocks), found.players)


def _limits(side: Side) -> str:
    """What a number is in a box, in words."""
    if side.values:
        return f"`{side.number}` is {joined([f'`{value}`' for value in side.values], 'or')}"
    low, high = ("" if end is None else amount(end, 3) for end in (side.low, side.high))
    both = f"between {low} and {high}" if low and high else ""
    return f"`{side.number}` is {both or (f'above {low}' if low else f'at most {high}')}"
