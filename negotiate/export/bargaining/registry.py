"""Every answer about a bargaining problem, with the function that writes it as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.bargaining.assessment import Assessment
from negotiate.bargaining.deal import Deal
from negotiate.bargaining.logrolling import Trades
from negotiate.bargaining.refusals.openings import Openings
from negotiate.bargaining.refusals.prices import RedLinePrices
from negotiate.bargaining.threats import VariableThreats
from negotiate.bargaining.voting.ratification import Ratification
from negotiate.export.bargaining.assessment import assessment_json
from negotiate.export.bargaining.deal import deal_json
from negotiate.export.bargaining.openings import openings_json
from negotiate.export.bargaining.prices import prices_json
from negotiate.export.bargaining.talks import KINDS, talks_json
from negotiate.export.bargaining.threats import variable_threats_json
from negotiate.export.bargaining.trades import trades_json
from negotiate.export.bargaining.voting import voting_json
from negotiate.export.writers import Writer, written

WRITERS: tuple[tuple[type, Writer], ...] = (
    (Deal, deal_json),
    (Assessment, assessment_json),
    (Openings, openings_json),
    (RedLinePrices, prices_json),
    (Trades, trades_json),
    (VariableThreats, variable_threats_json),
    (Ratification, voting_json),
    *((kind, talks_json) for kind in KINDS),
)
"""In the order of the options that ask for them."""


def bargaining_json(found: object, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Any answer about a bargaining problem as one JSON object; see `written`."""
    return written(found, WRITERS, scenario)
