"""What bounds a deal, in words: who may sign it, who may pay, what it sets, what cannot be or be undone."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from negotiate.errors import NegotiateError
from negotiate.model.negotiation import Negotiation
from negotiate.report.blocks import Section
from negotiate.report.words import joined
from negotiate.views.reports.formulas import plain_number
from negotiate.views.reports.page import Page, section

COUNTED = 200_000
"""In a scenario of at most so many packages the impossible ones are counted for its page."""


def limits(page: Page) -> Iterable[Section]:
    """A section for each bound that the file sets, and none where it sets nothing but what holds anyhow."""
    found, everybody = page.found, set(page.found.players)
    names = [joined([found.players[player].name for player in coalition]) for coalition in found.signers]
    bound = [set(coalition) for coalition in found.signers] != [everybody]
    yield section("Who may sign", [("", "; or ".join(filter(None, names)))] if bound else [])
    money = {
        p: f"one unit of its payoff is worth {plain_number(n)} of the common money"
        for p, n in found.side_payments.items()
    }
    yield section("Money may change hands", money.items())
    yield section("Impossible", [("", page.formula(condition)) for condition in found.infeasible])
    locked = {
        issue: f"once {joined([found.issues[issue].labels[i] for i in options], 'or')}, it cannot be changed back"
        for issue, options in found.irreversible.items()
        if options
    }
    yield section("Cannot be undone", locked.items())


def on_table(found: Negotiation) -> str:
    """A sentence about what a deal sets; empty where it sets every issue."""
    if set(found.on_table) == set(found.issues):
        return ""
    return f" A deal sets {joined(list(found.on_table)) or 'nothing'}."


def impossible(found: Negotiation) -> int:
    """How many packages cannot happen; 0 too where counting them would take long."""
    if not found.infeasible or found.packages > COUNTED:
        return 0
    shape = tuple(len(issue.options) for issue in found.issues.values())
    try:
        mask = found.feasible(found.grid(tuple(found.issues), {}), shape)
    except NegotiateError:
        return 0
    return 0 if mask is None else int(np.count_nonzero(~mask))
