"""A scenario as a JSON object: what the file says, with every name resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from negotiate.export.repeat import repeat_json
from negotiate.model.issues import Issue
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Term
from negotiate.model.preferences import Preference
from negotiate.model.private_types import type_odds
from negotiate.model.ratifiers import Ratifier

SCHEMA = "negotiate/scenario/1"


def scenario_json(found: Negotiation) -> dict[str, Any]:
    """Plain dictionaries, lists, strings and finite numbers."""
    return {
        "schema": SCHEMA,
        "name": found.name,
        **{key: value for key, value in asdict(found.about).items() if value not in ("", None, ())},
        "players": {key: asdict(player) for key, player in found.players.items()},
        "parameters": {key: asdict(parameter) for key, parameter in found.parameters.items()},
        "issues": {key: _issue(issue) for key, issue in found.issues.items()},
        "status_quo": _package(found, found.status_quo),
        "no_deal": found.no_deal if isinstance(found.no_deal, str) else _package(found, found.no_deal),
        "on_table": list(found.on_table),
        "signers": [list(coalition) for coalition in found.signers],
        "infeasible": list(found.impossible),
        "irreversible": {key: [found.issues[key].options[i].id for i in v] for key, v in found.irreversible.items()},
        "payoffs": {p: {key: _term(term) for key, term in terms.items()} for p, terms in found.terms.items()},
        "preferences": {key: _preference(one) for key, one in found.preferences.items()},
        "red_lines": {
            key: {"player": line.player, "hard": line.hard, "condition": line.written, "about": line.about}
            for key, line in found.red_lines.items()
        },
        "ratifiers": {key: _ratifier(body) for key, body in found.ratifiers.items()},
        "side_payments": dict(found.side_payments),
        "protocol": [
            {
                "step": step.id,
                "player": step.player or None,
                "actions": [action.id for action in step.offered],
                **({} if step.sees is None else {"sees": list(step.sees)}),
                **({"signs": signs} if (signs := {a.id: list(a.signs) for a in step.offered if a.signs}) else {}),
            }
            for step in found.protocol
        ],
        "repeat": repeat_json(found),
        "types": _types(found),
        "variants": {key: {"title": v.title, "about": v.about} for key, v in found.variants.items()},
        "happened": {key: _package(found, package) for key, package in found.happened.items()},
        "briefs": dict(found.briefs),
        "sources": {key: asdict(source) for key, source in found.sources.items()},
    }


def _preference(found: Preference) -> dict[str, Any]:
    """Statements or ranked packages in order; those of one group weigh the same, or are equally good."""
    groups = [
        [{"says": one.written, "about": one.about, "source": one.source} for one in group] for group in found.groups
    ]
    return {"kind": found.kind, "groups": groups}


def _types(found: Negotiation) -> dict[str, Any]:
    """Player → its private types, with their odds as numbers."""
    odds = dict(zip(found.types, type_odds(found), strict=True))
    return {
        player: {
            one.id: {"odds": float(chance), "set": dict(one.settings), "about": one.about}
            for one, chance in zip(types, odds[player], strict=True)
        }
        for player, types in found.types.items()
    }


def _ratifier(body: Ratifier) -> dict[str, Any]:
    """A ratifier; without blocs nobody counts votes."""
    blocs = {b.id: {"votes": b.votes, "accepts": b.written, "about": b.about} for b in body.blocs}
    counted = {"needs": body.needs, "needed": body.needed, "votes": blocs} if blocs else {}
    return {"player": body.player, "name": body.name, "condition": body.written, "about": body.about, **counted}


def _issue(issue: Issue) -> dict[str, Any]:
    options = [{"id": option.id, "name": option.name, "number": option.number} for option in issue.options]
    return {"name": issue.name, "decided_by": list(issue.deciders), "unit": issue.unit, "options": options}


def _package(found: Negotiation, package: Mapping[str, int]) -> dict[str, str]:
    return {issue: found.issues[issue].options[option].id for issue, option in package.items()}


def _term(term: Term) -> dict[str, Any]:
    return {
        "formula": term.written,
        "status": term.status,
        "source": term.source,
        "about": term.about,
        "tree_only": term.needs_moves,
    }
