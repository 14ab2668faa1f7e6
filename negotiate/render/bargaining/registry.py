"""Every answer about a bargaining problem, with the page and the plain lines that tell it."""

from __future__ import annotations

from negotiate.bargaining.voting.ratification import Ratification
from negotiate.render.bargaining import prices, threats, trades
from negotiate.render.bargaining.talks import TALKS
from negotiate.render.bargaining.voting import plain as voting_plain
from negotiate.render.bargaining.voting import tables as voting_tables
from negotiate.render.bargaining.voting import voting
from negotiate.render.kind import Telling, telling_of

TELLINGS: tuple[Telling, ...] = (
    Telling.of(prices.KIND),
    Telling.of(trades.KIND),
    Telling.of(threats.KIND),
    Telling(Ratification, voting, voting_plain, voting_tables),
    *(Telling(one.record, one.page, one.plain, one.rows) for one in TALKS),
)
"""In the order of the options that ask for them."""


def telling(found: object) -> Telling:
    """How an answer is told; see `telling_of`."""
    return telling_of(found, TELLINGS)
