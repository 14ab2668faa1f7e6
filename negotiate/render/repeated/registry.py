"""Every answer about what lasts, with the page and the plain lines that tell it."""

from __future__ import annotations

from negotiate.render.kind import Telling, telling_of
from negotiate.render.repeated import (
    certificate,
    encounter,
    evolution,
    holding,
    invasion,
    public,
    repertoire,
    sustainable,
    tournament,
)
from negotiate.render.repeated.lasting_page import lasting_page, lasting_plain, lasting_rows
from negotiate.repeated.lasting.agreement import Lasting

TELLINGS: tuple[Telling, ...] = (
    Telling(Lasting, lasting_page, lasting_plain, lasting_rows),
    Telling.of(public.KIND),
    Telling.of(encounter.KIND),
    Telling.of(encounter.RESULT),
    Telling.of(certificate.KIND),
    Telling.of(holding.KIND),
    Telling.of(sustainable.KIND),
    Telling.of(tournament.KIND),
    Telling.of(invasion.KIND),
    Telling.of(evolution.KIND),
    Telling.of(repertoire.KIND),
)
"""In the order of the options that ask for them."""


def telling(found: object) -> Telling:
    """How an answer is told; see `telling_of`."""
    return telling_of(found, TELLINGS)
