"""Heads over players' numbers, and titles of points in signs that a screen knows."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from negotiate.bargaining.points.rule import Rule
from negotiate.bargaining.problem import BargainingProblem
from negotiate.render.table import fitting
from negotiate.report.style import Look
from negotiate.report.words import safe


def heads(problem: BargainingProblem, room: Sequence[int], look: Look) -> list[str]:
    """What stands over columns of the players' numbers, which are so wide: names where there is room, else keys."""
    for words, most in ((problem.players, look.columns // 5), (problem.keys, look.columns // 3)):
        told = [safe(word, True) for word in words]
        if sum(max(cell_len(word), least) for word, least in zip(told, room, strict=True)) <= most:
            return told
    return fitting(problem.players, problem.keys, room, look.columns // 3, more=look.glyphs.more)


def title_of(rule: Rule, look: Look) -> str:
    """What a bargaining solution is called, in signs that the screen knows."""
    return rule.title.replace("\u2013", "-") if look.ascii else rule.title
