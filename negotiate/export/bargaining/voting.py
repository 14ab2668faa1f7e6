"""How ratifiers vote, as one JSON object for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.table.claims import Landmark
from negotiate.bargaining.voting.ratification import BlocVote, Ratification, RatifierVote

VOTING = "negotiate/voting/1"
MOST_PACKAGES = 10_000
"""Packages that are listed of those that a ratifier lets through, and of those that it stops; the rest is counted."""


def voting_json(found: Ratification, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The votes as plain dictionaries, lists, strings and finite numbers.

    Parameters
    ----------
    found : Ratification
        Of a scenario with ratifiers, or without.
    scenario : mapping, optional
        Where it came from, copied as it is.

    Returns
    -------
    dict
        Players are named by their keys. A power is both a number and the exact fraction. What is not counted is None.
    """
    return {
        "schema": VOTING,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        "title": found.title,
        "about": None if found.about is None else _about(found, found.about),
        "ratifiers": [_body(found.problem, body) for body in found.bodies],
        "notes": list(found.notes),
    }


def _about(found: Ratification, about: Landmark) -> dict[str, Any]:
    return {
        "label": about.label,
        "choices": dict(about.choices),
        "passes": all(one.passes for one in found.verdicts),
        "verdicts": [
            {"ratifier": one.body.ratifier, "passes": one.passes, "blocs_for": list(one.ayes), "votes_for": one.votes}
            for one in found.verdicts
        ],
    }


def _body(problem: BargainingProblem, body: RatifierVote) -> dict[str, Any]:
    return {
        "ratifier": body.ratifier,
        "name": body.name,
        "player": problem.keys[body.player],
        "accepts": body.written,
        "needed": body.needed or None,
        "votes": body.votes or None,
        "win_set": {"packages": _counted(body.accepts), "of": _counted(body.possible)},
        "asked_about": body.over,
        "lets_through": len(body.passed),
        "stops": len(body.stopped),
        "packages": [
            {"package": index, "choices": problem.package(index), "passes": passes}
            for packages, passes in ((body.passed, True), (body.stopped, False))
            for index in packages[:MOST_PACKAGES].tolist()
        ],
        "blocs": [_bloc(bloc) for bloc in body.blocs],
        "smallest_winning": [list(names) for names in body.coalitions],
        "smallest_winning_complete": body.all_coalitions,
    }


def _bloc(bloc: BlocVote) -> dict[str, Any]:
    return {
        "bloc": bloc.name,
        "votes": bloc.votes,
        "accepts": bloc.written,
        "shapley_shubik": _share(bloc.shapley_shubik),
        "banzhaf": _share(bloc.banzhaf),
        "banzhaf_absolute": _share(bloc.banzhaf_absolute),
        "veto": bloc.veto,
        "dummy": bloc.dummy,
        "votes_for": bloc.for_it,
        "saves": bloc.saves,
        "sinks": bloc.sinks,
        "pivot": bloc.pivot,
    }


def _counted(count: int) -> int | None:
    return None if count < 0 else count


def _share(share: Fraction | None) -> dict[str, Any] | None:
    return None if share is None else {"value": float(share), "exact": str(share)}
