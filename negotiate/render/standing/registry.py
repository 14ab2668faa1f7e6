"""Every answer about what nobody would leave, with the page and the plain lines that tell it."""

from __future__ import annotations

from negotiate.render.kind import Telling, telling_of
from negotiate.render.standing import coalitions, doubts, evolution, graph, inverse, one_state
from negotiate.render.standing.page import stability_page
from negotiate.render.standing.plain import plain, tables
from negotiate.standing.stability import Stability

TELLINGS: tuple[Telling, ...] = (
    Telling(Stability, stability_page, plain, tables),
    Telling.of(one_state.KIND),
    Telling.of(graph.KIND),
    Telling.of(inverse.KIND),
    Telling.of(coalitions.KIND),
    Telling.of(evolution.KIND),
    Telling.of(doubts.STRENGTH),
    Telling.of(doubts.UNKNOWN),
    Telling.of(doubts.CONSENSUS),
)
"""In the order of the options that ask for them."""


def telling(found: object) -> Telling:
    """How an answer is told; see `telling_of`."""
    return telling_of(found, TELLINGS)
