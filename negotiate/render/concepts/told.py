"""How a concept's answer is told: a frozen record of what the screen and the plain lines are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.console import RenderableType

from negotiate.render.solution import COMPLETE
from negotiate.report.style import Look
from negotiate.solvers.solution import Solution


@dataclass(frozen=True, slots=True)
class Told:
    """The pieces of an answer on one screen: headline, sentences, body; title, notes and method are put round them.

    Parameters
    ----------
    concept : str
        The concept's name.
    headline : callable
        Solution → the answer in one sentence.
    sentences : callable
        Solution → further sentences that say why, with the scenario's own words and numbers; the most telling first.
    body : callable
        Solution and look → the picture or table; `look.all` folds nothing.
    rows : callable
        Solution → a header and the lines below it, cells as text with numbers as Python writes them, for `--plain`.
    extent : tuple of str
        What the method line says of an answer that is complete, and of one that is not.
    shows_payoffs : bool
        Whether any payoff is shown, so that it is to be said what payoffs are counted in.
    """

    concept: str
    headline: Callable[[Solution], str]
    sentences: Callable[[Solution], Sequence[str]]
    body: Callable[[Solution, Look], Iterable[RenderableType]]
    rows: Callable[[Solution], Sequence[Sequence[str]]]
    extent: tuple[str, str] = COMPLETE
    shows_payoffs: bool = True
