"""How the records of this room are written as JSON, where their fields do not say it; see
`negotiate.report.json`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from negotiate.report.json import (
    AS_IT_IS,
    BY_PLAYER,
    COUNT,
    INTEGER,
    LEFT_OUT,
    NUMBER,
    PACKAGE_OF,
    PACKAGES,
    PLAYERS,
    STRING,
    Way,
    alike,
    keyed,
    list_of,
    object_of,
    or_null,
)

if TYPE_CHECKING:
    from negotiate.report.json import Writer


SCHEMAS = {
    "Assessment": "negotiate/assessment/2",
    "Deal": "negotiate/deal/2",
    "Openings": "negotiate/openings/2",
    "Ratification": "negotiate/voting/2",
    "RedLinePrices": "negotiate/prices/2",
    "Ways": "negotiate/talks/2",
}
"""Class of a result → the name and number of its shape."""
ONLY = {
    "BargainingProblem": (
        *(
            "title",
            "players",
            "units",
            "signers",
            "count",
            "feasible_count",
            "issue_names",
            "option_names",
            "fixed",
        ),
        *("no_deal", "number", "no_deals", "claims", "dropped", "landmarks", "status_quo", "notes"),
    ),
    "Binding": ("low", "high", "scaled", "idle", "ends", "complete"),
}
"""Class → what is written of it, where its fields are working material."""


def _each(payoffs: Any, writer: Writer) -> list[dict[str, float]]:
    """Payoffs of several packages, an object a package."""
    return [dict(zip(writer.about.keys, map(float, worth), strict=True)) for worth in payoffs]


def _matrix(rows: Any, writer: Writer) -> dict[str, dict[str, float]]:
    """Player → player → number."""
    return dict(zip(writer.about.keys, _each(rows, writer), strict=True))


def _better(packages: Any, writer: Writer) -> list[dict[str, Any]] | None:
    """Packages with what they are worth; nothing inside a larger answer, which counts them."""
    if len(writer.path) > 1:
        return None
    problem, kept = writer.about, writer.cut(packages)
    worths = _each(problem.payoffs_of(kept).T, writer)
    return [
        {"index": index, "options": problem.package(index), "payoffs": worth}
        for index, worth in zip(kept.tolist(), worths, strict=True)
    ]


POSITIVE = Way(lambda count, _: count or None, "int | None")
"""A count; null where it is 0, since nothing is counted."""
SEATED = {"players": BY_PLAYER, "keys": LEFT_OUT, "units": BY_PLAYER, "disagreement": BY_PLAYER}
"""Of talks: the fields with one entry for each player who signs."""
PROBLEM = {"problem": Way(lambda problem, _: problem, "BargainingProblem")}
"""What an answer is about: a table with all its answers, though these themselves need no more than
the table.
"""
EACH = Way(_each, "tuple[Mapping[str, float], ...]")
FIELDS = {
    "Agent": {"manner": LEFT_OUT},
    "AlternatingOffers": {
        **SEATED,
        "patience": BY_PLAYER,
        "opened": BY_PLAYER,
        "agreement": AS_IT_IS,
    },
    "ContingentDeal": {
        "event": Way(lambda event, _: event.id, "str", "the event"),
        "joint": AS_IT_IS,
        "adds": AS_IT_IS,
    },
    "Assessment": {
        "gains": BY_PLAYER,
        "better": Way(
            _better,
            or_null(
                list_of(object_of(index=INTEGER, options=keyed(STRING), payoffs=keyed(NUMBER)))
            ),
        ),
        "better_count": Way(
            lambda found, _: len(found.better), "int", "how many packages are better"
        ),
        "signed": AS_IT_IS,
        "on_frontier": AS_IT_IS,
    },
    "BargainingPoint": {**PROBLEM, "packages": PACKAGES, "tied": EACH, "agreement": AS_IT_IS},
    "BargainingProblem": {
        **alike(BY_PLAYER, "players", "units", "signers"),
        "feasible_count": COUNT,
        "no_deals": Way(lambda found, _: len(found), "int", "how many no-deal points there are"),
    },
    "Bluff": {"worth_it": AS_IT_IS},
    "Conflicts": PROBLEM,
    "Deal": {"exists": AS_IT_IS},
    "DealCase": {
        "size": COUNT,
        "points": Way(
            lambda points, _: {rule.name: point for rule, point in points},
            "Mapping[str, BargainingPoint]",
        ),
        "twins": Way(
            lambda twins, _: [twin + 1 for twin in twins],
            "",
            "other no-deal points that are worth the same, from 1",
        ),
        "exists": AS_IT_IS,
        "no_deal": Way(
            lambda case, _: case.problem.no_deal, "NoDeal", "what happens without a deal"
        ),
        "number": Way(
            lambda case, _: case.problem.number, "int", "the number of the no-deal point, from 1"
        ),
    },
    "DoubleAuction": {"share": AS_IT_IS},
    "Drop": {"size": COUNT},
    "ExpectedGains": {"lost": AS_IT_IS},
    "Frontier": {"packages": PACKAGES, "gains": LEFT_OUT, "step": LEFT_OUT},
    "Landmark": {"package": PACKAGE_OF},
    "Mediator": {**PROBLEM, "weights": BY_PLAYER},
    "Openings": {**PROBLEM, "payment": AS_IT_IS},
    "PackageVote": {"body": Way(lambda body, _: body.ratifier, "str")},
    "Payment": {"packages": PACKAGES, "received": BY_PLAYER},
    "Point": {"size": COUNT, "packages": PACKAGES, "low": BY_PLAYER, "high": BY_PLAYER},
    "Proposal": {"least": BY_PLAYER, "packages": PACKAGES},
    "Provision": {"packages": PACKAGES, "received": BY_PLAYER},
    "Ratification": {"passes": AS_IT_IS},
    "RatifierVote": {
        **alike(POSITIVE, "needed", "votes"),
        **alike(COUNT, "accepts", "possible"),
        **alike(PACKAGES, "passed", "stopped"),
    },
    "Reached": {"package": PACKAGE_OF},
    "RedLinePrice": {"size": COUNT, "low": BY_PLAYER, "high": BY_PLAYER, "shared": BY_PLAYER},
    "RedLinePrices": {**PROBLEM, "owed": Way(_matrix, "Mapping[str, Mapping[str, float]]")},
    "SidePayments": {"size": COUNT},
    "SimulatedTalks": {
        **SEATED,
        "agents": BY_PLAYER,
        "opening": BY_PLAYER,
        "outcomes": LEFT_OUT,
        "endings": LEFT_OUT,
    },
    "Step": {"package": PACKAGE_OF},
    "Talk": {"run": LEFT_OUT},
    "ThreatPair": {
        "package": PACKAGE_OF,
        **alike(BY_PLAYER, "threats", "odds", "no_deal", "deal", "regrets"),
    },
    "Toss": {"packages": PACKAGES, "payoffs": EACH},
    "Trade": {
        "alone": Way(
            lambda alone, writer: dict(zip(alone, _each(alone.values(), writer), strict=True)),
            "Mapping[str, Mapping[str, float]]",
        ),
        "together": BY_PLAYER,
        "package": PACKAGE_OF,
    },
    "TypeDeals": {"chance": AS_IT_IS},
    "TypeSigns": {"least": COUNT, "most": COUNT},
    "TypesDeal": {"size": COUNT},
    "VariableThreats": {"deciders": PLAYERS},
}
"""Class → field → how it is written."""
