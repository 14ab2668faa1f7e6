"""Names and numbers as they stand in Gambit's files."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from negotiate.errors import UnsuitableGame
from negotiate.loading.gambit.cursor import LONGEST_NAME, tidy
from negotiate.loading.gambit.names import folded

STEPS = tuple(10**k for k in range(1, 18))
"""Denominators up to which a short fraction is looked for."""
ROUNDING = 2.0**-52
"""By how much a probability may differ from one that was meant, after a division or two."""
WHOLE = 1e15
"""Below this a whole number is written without a point."""


def quoted(label: str) -> str:
    """A name in quotes, on one line and with single spaces, as Gambit wants it.

    Raises
    ------
    UnsuitableGame
        If it is longer than those that are read.
    """
    written = _in_quotes(label)
    if len(written) > LONGEST_NAME:
        raise UnsuitableGame(
            f"a name has {len(label):,} characters, more than are read from a file of Gambit's: `{tidy(label)[:40]}…`",
            "shorten it",
        )
    return written


def _in_quotes(text: str) -> str:
    return '"' + tidy(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def braced(labels: Sequence[str]) -> str:
    """Names in braces, each different from the others, also where it differs from them by white space alone."""
    return "{ " + " ".join(map(quoted, folded(labels))) + " }"


def players(names: Sequence[str]) -> str:
    """The players' names in braces; one of which nothing can be seen is called by its place."""
    return braced([tidy(name) or f"player {place}" for place, name in enumerate(names, start=1)])


def number(value: float) -> str:
    """A number that is read back as the same float: whole, or with as few digits as that takes."""
    return str(int(value)) if abs(value) < WHOLE and value == int(value) else repr(float(value))


def probabilities(odds: Sequence[float]) -> list[str]:
    """Odds as fractions that add up to exactly one, each of which is read back as the same float.

    Where rounding has moved odds away from short fractions that add up to one, such as 1 - 0.7 from 3/10, those are
    written and read back as neighbours of the odds, because some programs read no long fractions. Where the odds are
    further from one than their own rounding explains, they are scaled to it.
    """
    short = [_short(p) for p in odds]
    lacking = 1 - sum(short, Fraction(0))
    neat = _neat(odds) if lacking else short
    if neat:
        return [str(p) for p in neat]
    short, lacking = _moved(odds, short, lacking)
    if lacking:
        exact = [Fraction(p) for p in odds]
        short = [p / sum(exact, Fraction(0)) for p in exact]
    return [str(p) for p in short]


def _neat(odds: Sequence[float]) -> list[Fraction]:
    """Short fractions that add up to one and are neighbours of the odds, these divided by their sum; empty if none."""
    exact = [Fraction(p) for p in odds]
    total = sum(exact, Fraction(0))
    for step in STEPS:
        short = [(p / total).limit_denominator(step) for p in exact]
        close = all(abs(s - p) <= ROUNDING for s, p in zip(short, exact, strict=True))
        if close and sum(short) == 1:
            return short
    return []


def _short(p: float) -> Fraction:
    """The first fraction with a small denominator that is nearest to the same float."""
    exact = Fraction(p)
    for step in STEPS:
        near = exact.limit_denominator(step)
        if float(near) == p:
            return near
    return exact


def _moved(odds: Sequence[float], found: Sequence[Fraction], lacking: Fraction) -> tuple[list[Fraction], Fraction]:
    """The fractions moved towards a sum of one as far as their floats stay the same, and what is lacking then."""
    moved = list(found)
    for place in sorted(range(len(odds)), key=lambda k: -odds[k]):
        p = odds[place]
        if p == 0:
            continue
        neighbour = math.nextafter(p, math.inf if lacking > 0 else -math.inf)
        bound = Fraction(p) + (Fraction(neighbour) - Fraction(p)) * Fraction(127, 256)
        step = bound - moved[place]
        if step * lacking > 0:
            taken = min(step, lacking, key=abs)
            moved[place] += taken
            lacking -= taken
        if not lacking:
            break
    return moved, lacking


def comment(sentences: Sequence[str]) -> str:
    """What a file says of itself in words."""
    return _in_quotes(" ".join(sentence for sentence in sentences if sentence))
