"""What the players may privately be, in words."""

from __future__ import annotations

from negotiate.model.private_types import PrivateType, type_odds
from negotiate.report.numbers import odds
from negotiate.views.reports.page import Page, Row, settings

KNOWN = "Each player knows its own type. The others know only these probabilities. Types count only in `tree`."


def private_types(page: Page) -> list[Row]:
    """A row a player with its types, their odds and what each sets; a row a type where there is more to say of one."""
    rows: list[Row] = []
    for (player, types), chances in zip(page.found.types.items(), type_odds(page.found), strict=True):
        said = [_type(one, float(chance)) for one, chance in zip(types, chances, strict=True)]
        if page.everything and any(one.about for one in types):
            rows += [(player, f"{text}{page.reason(one.about)}") for one, text in zip(types, said, strict=True)]
        else:
            rows.append((player, ", or ".join(said)))
    return [*rows, ("", KNOWN)] if rows else []


def _type(one: PrivateType, chance: float) -> str:
    sets = f" ({', '.join(settings(one.settings))})" if one.settings else ""
    return f"{one.id} with probability {odds(chance)}{sets}"
