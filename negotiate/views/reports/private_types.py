"""What the players may privately be, in words."""

from __future__ import annotations

from collections.abc import Mapping

from negotiate.model.negotiation import Negotiation
from negotiate.model.private_types import type_odds
from negotiate.report.blocks import Section
from negotiate.views.reports.formulas import plain_number
from negotiate.views.reports.rows import section

KNOWN = "Each player knows its own type; the others know these odds. They count in `tree` only."


def private_types(found: Negotiation, everything: bool) -> Section:
    """A row a player with its types, their odds and what each sets; a row a type where there is more to say of one."""
    rows: list[tuple[str, str]] = []
    for (player, types), odds in zip(found.types.items(), type_odds(found), strict=True):
        numbers = [plain_number(float(chance)) for chance in odds]
        if everything and any(one.about for one in types):
            for one, chance in zip(types, numbers, strict=True):
                about = f". {one.about}" if one.about else ""
                rows.append((f"{player} {one.id}", f"{chance}{_sets(one.settings)}{about}"))
        else:
            said = zip(types, numbers, strict=True)
            rows.append((player, ", ".join(f"{one.id} {chance}{_sets(one.settings)}" for one, chance in said)))
    return section("Private types", [*rows, ("", KNOWN)])


def _sets(settings: Mapping[str, object]) -> str:
    changes = [f"{address} {_value(value)}" for address, value in settings.items()]
    return f" ({', '.join(changes)})" if changes else ""


def _value(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return plain_number(float(value))
    return str(value)
