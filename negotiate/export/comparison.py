"""A comparison as one JSON object for other programs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from negotiate.comparison.agreement import Agreement
from negotiate.comparison.causes import LaterAnswer, Parting
from negotiate.comparison.fates import Fate, Fates
from negotiate.comparison.prediction import Answer, Outcome, Refusal
from negotiate.comparison.result import Comparison, LensChange, LensComparison, SideComparison
from negotiate.comparison.worth_change import WorthChange
from negotiate.export.json import solution_json

COMPARISON = "negotiate/comparison/1"


def comparison_json(found: Comparison, sides: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """A comparison as plain dictionaries, lists, strings and finite numbers.

    Parameters
    ----------
    found : Comparison
        Of either kind.
    sides : sequence of mapping, optional
        Where each side came from (file, variant, settings), copied as they are.

    Returns
    -------
    dict
        `kind` is "sides" or "lenses"; players are named by their keys; a number that does not exist is None.
    """
    head: dict[str, Any] = {"schema": COMPARISON, "sides": [dict(side) for side in sides]}
    if isinstance(found, SideComparison):
        return {
            **head,
            "kind": "sides",
            "titles": [found.first.heading, found.second.heading],
            "same": found.nothing_differs,
            "only_red_lines": found.only_red_lines,
            "differences": [_finite(asdict(one)) for one in found.differences],
            "terms": [_worth(one) for one in found.worths.terms],
            "payoffs": [_worth(one) for one in found.worths.payoffs],
            "payoffs_refused": found.worths.refused or None,
            "lenses": [_change(change) for change in found.lenses],
        }
    if isinstance(found, LensComparison):
        return {
            **head,
            "kind": "lenses",
            "titles": [found.scenario.heading],
            "lenses": [
                {"lens": lens.name, "command": lens.command, "question": lens.question, "answer": _answer(answer)}
                for lens, answer in zip(found.lenses, found.answers, strict=True)
            ],
            "agreements": [
                {"lens": lens.name, "with": found.lenses[0].name, **_agreement(one)}
                for lens, one in zip(found.lenses[1:], found.agreements, strict=True)
            ],
        }
    raise TypeError(f"nothing exports a {type(found).__name__}")


def _change(change: LensChange) -> dict[str, Any]:
    return {
        "lens": change.lens.name,
        "command": change.lens.command,
        "same": change.same,
        "as_alone": change.as_alone,
        "first": _answer(change.first),
        "second": _answer(change.second),
        "fates": None if change.fates is None else [_fate(fate, change) for fate in change.fates.each],
        "moved": change.moved,
        "moved_by": [
            {"player": one.player, "term": one.term, "first": _finite(one.first), "second": _finite(one.second)}
            for one in change.moved_by
        ],
        **_reasons(change.fates),
    }


def _fate(fate: Fate, change: LensChange) -> dict[str, Any]:
    """A fate with the places of its outcome in the lists of both sides; None where it is not listed."""
    return {
        "kind": fate.kind,
        "first": _place(fate.first, change.first),
        "second": _place(fate.second, change.second),
        "payoffs": [_payoffs(fate.first, change.first), _payoffs(fate.second, change.second)],
    }


def _place(outcome: Outcome | None, answer: Answer) -> int | None:
    listed = () if isinstance(answer, Refusal) else answer.outcomes
    return next((place for place, one in enumerate(listed) if one is outcome), None)


def _payoffs(outcome: Outcome | None, answer: Answer) -> dict[str, float] | None:
    if outcome is None or isinstance(answer, Refusal):
        return None
    return dict(zip(answer.keys, map(float, outcome.payoffs), strict=True))


def _reasons(fates: Fates | None) -> dict[str, Any]:
    if fates is None:
        return {"gone": None, "come": None}
    return {"gone": _cause(fates.gone), "come": _cause(fates.come)}


def _cause(found: Any) -> dict[str, Any] | None:
    """A cause with the name of its kind; causes below it likewise."""
    if found is None:
        return None
    result: dict[str, Any] = {"kind": type(found).__name__, **_finite(asdict(found))}
    if isinstance(found, Parting):
        result["cause"] = _cause(found.cause)
    if isinstance(found, LaterAnswer):
        result["parting"] = _cause(found.parting)
    return result


def _answer(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Refusal):
        return {"refused": answer.message, "hint": answer.hint or None}
    whole = None if answer.solution is None else solution_json(answer.solution)
    found = [
        {"label": one.label, "payoffs": _payoffs(one, answer), "choices": dict(one.choices)} for one in answer.outcomes
    ]
    return {
        "concept": answer.concept,
        "method": answer.method,
        "complete": answer.complete,
        "verified": answer.verified,
        "notes": list(answer.notes),
        "outcomes": found if whole is None else whole["equilibria"],
    }


def _worth(one: WorthChange) -> dict[str, Any]:
    return {
        "player": one.player,
        "term": one.term or None,
        "first": _finite(one.first),
        "second": _finite(one.second),
        "amount": one.amount,
        "at": dict(one.at),
        "everywhere": one.everywhere,
    }


def _agreement(one: Agreement) -> dict[str, Any]:
    return {
        "relation": one.relation,
        "same_packages": one.packages,
        "agreed": None if one.agreed is None else dict(one.agreed),
        "temptation": _cause(one.temptation),
        "deciding": _cause(one.deciding),
        "threat": _cause(one.threat),
    }


def _finite(value: Any) -> Any:
    """Tuples as lists, and None for a number that does not exist."""
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
