"""Who must agree before a player's signature counts, in words."""

from __future__ import annotations

from collections.abc import Iterable

from negotiate.model.expressions import Expression
from negotiate.model.negotiation import Negotiation
from negotiate.model.ratifiers import Bloc, Ratifier
from negotiate.report.blocks import Section
from negotiate.views.reports.formulas import formula
from negotiate.views.reports.rows import section

FEW, MANY = 3, 12
"""Of so many blocs the short page tells what each accepts; of more their votes; of very many only the largest."""


def ratifiers(found: Negotiation, everything: bool) -> Iterable[Section]:
    """A section with a row for each ratifier; none where there is none."""
    if found.ratifiers:
        rows = [(key, _ratifier(found, body, everything)) for key, body in found.ratifiers.items()]
        yield section("Who else must agree", rows)


def _ratifier(found: Negotiation, body: Ratifier, everything: bool) -> str:
    name = body.name if body.name != body.id else "it"
    who = f"{name[:1].upper()}{name[1:]} must agree before the signature of {found.players[body.player].name} counts"
    about = f". {body.about}" if everything and body.about else ""
    if not body.blocs:
        return f"{who}; it accepts {_where(body.accepts, body.written.partition(': ')[2], found)}{about}"
    word = f" ({body.needs})" if isinstance(body.needs, str) else ""
    votes = f"{body.needed:,} of {body.votes:,} votes{word}"
    return f"{who}, by {votes}: {_blocs(found, body.blocs, everything)}{about}"


def _blocs(found: Negotiation, blocs: tuple[Bloc, ...], everything: bool) -> str:
    if everything or len(blocs) <= FEW:
        return "; ".join(_bloc(found, bloc, everything) for bloc in blocs)
    shown = sorted(blocs, key=lambda bloc: -bloc.votes)[: MANY - 1] if len(blocs) > MANY else blocs
    said = [f"{bloc.id} {bloc.votes:,}" for bloc in shown]
    return ", ".join([*said, *([f"{len(blocs) - len(shown)} more"] if len(shown) < len(blocs) else [])])


def _bloc(found: Negotiation, bloc: Bloc, everything: bool) -> str:
    about = f" ({bloc.about})" if everything and bloc.about else ""
    return f"{bloc.id} with {bloc.votes:,} accepts {_where(bloc.accepts, bloc.written, found)}{about}"


def _where(accepts: Expression, written: str, found: Negotiation) -> str:
    """What is accepted: the word for all or nothing, or a condition."""
    return written if written in ("everything", "nothing") else formula(accepts, found)
