"""Who must agree before a player's signature counts, in words."""

from __future__ import annotations

from negotiate.model.expressions import Expression
from negotiate.model.ratifiers import Bloc, Ratifier
from negotiate.views.reports.page import Page, Row

FEW, MANY = 3, 12
"""Of so many blocs the short page tells what each accepts; of more their votes; of very many only the largest."""


def ratifiers(page: Page) -> list[Row]:
    """A row for each ratifier."""
    return [(key, _ratifier(page, body)) for key, body in page.found.ratifiers.items()]


def _ratifier(page: Page, body: Ratifier) -> str:
    name = f"{body.name[:1].upper()}{body.name[1:]}: " if body.name != body.id else ""
    said = f"{name}must ratify what {page.who(body.player)} signs"
    if not body.blocs:
        return f"{said}; accepts {_where(page, body.accepts, body.written.partition(': ')[2])}{page.reason(body.about)}"
    word = f" ({body.needs})" if isinstance(body.needs, str) else ""
    said += f", with {body.needed:,} of {body.votes:,} votes{word}"
    return f"{said}: {_blocs(page, body.blocs)}{page.reason(body.about)}"


def _blocs(page: Page, blocs: tuple[Bloc, ...]) -> str:
    if page.everything or len(blocs) <= FEW:
        return "; ".join(_bloc(page, bloc) for bloc in blocs)
    shown = sorted(blocs, key=lambda bloc: -bloc.votes)[: MANY - 1] if len(blocs) > MANY else blocs
    said = [f"{bloc.id} {bloc.votes:,}" for bloc in shown]
    return ", ".join([*said, *([f"{len(blocs) - len(shown)} more"] if len(shown) < len(blocs) else [])])


def _bloc(page: Page, bloc: Bloc) -> str:
    about = f" ({bloc.about})" if page.everything and bloc.about else ""
    return f"{bloc.id} with {bloc.votes:,} accepts {_where(page, bloc.accepts, bloc.written)}{about}"


def _where(page: Page, accepts: Expression, written: str) -> str:
    """What is accepted: the word for all or nothing, or a condition."""
    return written if written in ("everything", "nothing") else page.formula(accepts)
