"""What stands on the page of a deal beside the packages: the points, no deal, today and what really happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase

import numpy as np

from negotiate.bargaining.block import FloatArray
from negotiate.bargaining.deal import DealCase
from negotiate.render.bargaining.words import choices_words, no_deal_words, package_words
from negotiate.render.style import Look
from negotiate.render.text import safe


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One thing worth naming.

    Parameters
    ----------
    sign : str
        What stands for it in the picture.
    name : str
        What it is.
    words : str
        Which package it is, in the scenario's words.
    payoffs : ndarray, shape (players,)
        What it is worth.
    """

    sign: str
    name: str
    words: str
    payoffs: FloatArray


def marks(case: DealCase, look: Look, every_rule: bool) -> list[Mark]:
    """Everything worth naming: no deal, today, what happened, the points."""
    problem, plot = case.problem, look.glyphs.plot
    no_deal = problem.no_deals[problem.chosen]
    found = [Mark(plot.no_deal, "no deal", no_deal_words(problem, no_deal), problem.disagreement)]
    quo = problem.status_quo
    if quo is not None and no_deal.how != "status quo" and not np.allclose(quo.payoffs, problem.disagreement):
        found.append(Mark(plot.today, "today", "everything as it is", quo.payoffs))
    today = {} if quo is None else quo.choices
    for letter, one in zip(ascii_lowercase, problem.landmarks, strict=False):
        words = choices_words(one.choices, today, {})
        found.append(Mark(letter, safe(one.label.replace("_", " "), True), words, one.payoffs))
    return [*found, *_points(case, every_rule)]


def _points(case: DealCase, every_rule: bool) -> Iterator[Mark]:
    """The points, those of one outcome together; each tied package by itself."""
    together: dict[tuple[tuple[int, ...], bytes], list[str]] = {}
    shown = [(rule, point) for rule, point in case.points if (rule.first or every_rule) and point.agreement]
    for rule, point in shown:
        together.setdefault((point.packages, point.payoffs.tobytes()), []).append(rule.title)
    told: set[tuple[tuple[int, ...], bytes]] = set()
    for _, point in shown:
        key = (point.packages, point.payoffs.tobytes())
        if key in told:
            continue
        told.add(key)
        titles = together[key]
        if point.odds:
            parts = [
                f"{odds:.3g} × ({package_words(case.problem, package)})"
                for package, odds in zip(point.packages, point.odds, strict=True)
            ]
            yield Mark(titles[0][0], ", ".join(titles), "; ".join(parts), point.payoffs)
            continue
        worth = point.tied or (point.payoffs,)
        for package, payoffs in zip(point.packages, worth, strict=True):
            yield Mark(titles[0][0], ", ".join(titles), package_words(case.problem, package), payoffs)
