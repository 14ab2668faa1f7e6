"""A plain twin of the bargaining problem of a scenario: the file read again, package by package,
with Python's numbers.

Scenarios are the dictionaries of `tests.scenario_strategies`, with more to sign as `signed_tables`
writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from tests.reference.plain_payoffs import Package, holds, payoff, possible, term_worth
from tests.reference.plain_payoffs import packages as every_package


@dataclass(frozen=True)
class PlainDeal:
    """One package that a deal could make."""

    package: Package
    payoffs: dict[str, Fraction]
    crossed: frozenset[str]
    possible: bool


def exactly(number: float) -> Fraction:
    """The decimal that was meant."""
    return Fraction(str(round(number, 9)))


def worth(
    scenario: dict[str, Any], package: Package, signers: list[str] | tuple[str, ...] = ()
) -> dict[str, Fraction]:
    """What a package is worth to each player, with the price of soft red lines to those who sign
    it.
    """
    found = {player: exactly(payoff(scenario, player, package)) for player in scenario["players"]}
    for line in scenario.get("red_lines", {}).values():
        if "cost" in line and line["player"] in signers and crosses_line(scenario, line, package):
            found[line["player"]] -= exactly(line["cost"])
    return found


def crosses_line(scenario: dict[str, Any], line: dict[str, Any], package: Package) -> bool:
    if "insists" in line:
        return not holds(line["insists"], package)
    if isinstance(line["never"], dict):
        return holds(line["never"], package)
    name, _, least = line["never"].partition(" > ")  # the one form of expression that is drawn
    player, _, term = name.partition(".")
    return term_worth(scenario, scenario["payoffs"][player][term], package) > float(least)


def ratified(body: dict[str, Any], package: Package) -> bool:
    if "votes" not in body:
        return accepts(body["accepts"], package)
    total = sum(bloc["votes"] for bloc in body["votes"].values())
    wanted = {
        "majority": total // 2 + 1,
        "two thirds": ceil(Fraction(2 * total, 3)),
        "unanimity": total,
    }
    needed = wanted.get(body["needs"], body["needs"])
    return (
        sum(bloc["votes"] for bloc in body["votes"].values() if accepts(bloc["accepts"], package))
        >= needed
    )


def accepts(condition: dict[str, list[str]] | str, package: Package) -> bool:
    return condition == "everything" if isinstance(condition, str) else holds(condition, package)


def can_happen(scenario: dict[str, Any], package: Package, settled: Package | None = None) -> bool:
    """Whether nothing in it is impossible, nor leaves what cannot be left; what is settled for good
    is not asked.
    """
    quo = scenario["status_quo"]
    stuck = {
        k: options
        for k, options in scenario.get("irreversible", {}).items()
        if k not in (settled or {})
    }
    return possible(scenario, package) and all(
        package[issue] == quo[issue] for issue, options in stuck.items() if quo[issue] in options
    )


def refused(
    scenario: dict[str, Any], package: Package, signers: list[str] | tuple[str, ...]
) -> frozenset[str]:
    """The red lines, hard and soft, and the ratifiers of signers that a package crosses."""
    lines = scenario.get("red_lines", {})
    bodies = scenario.get("ratifiers", {})
    found = {
        k
        for k, line in lines.items()
        if line["player"] in signers and crosses_line(scenario, line, package)
    }
    return frozenset(
        found
        | {k for k, b in bodies.items() if b["player"] in signers and not ratified(b, package)}
    )


def no_deal_package(scenario: dict[str, Any]) -> Package:
    named = scenario["no_deal"]
    return {**scenario["status_quo"], **(named if isinstance(named, dict) else {})}


def table(
    scenario: dict[str, Any], signers: list[str] | tuple[str, ...], fix: Package | None = None
) -> list[PlainDeal]:
    """Every package that these players can make a deal of; what they do not set is as today, or as
    without a deal.
    """
    committed = fix or {}
    away = {**no_deal_package(scenario), **committed}
    held, found = _held(scenario, signers, committed, away), []
    for package in every_package(scenario):
        if all(package[issue] == option for issue, option in held.items()):
            worths = worth(scenario, package, signers)
            names = refused(scenario, package, signers)
            found.append(PlainDeal(package, worths, names, can_happen(scenario, package, held)))
    return found


def _held(scenario: dict[str, Any], signers: Any, committed: Package, away: Package) -> Package:
    held = {}
    for issue, part in scenario["issues"].items():
        deciders = part["decided_by"]
        who = (
            scenario["players"]
            if deciders == "agreement"
            else [deciders]
            if isinstance(deciders, str)
            else deciders
        )
        if issue in committed:
            held[issue] = committed[issue]
        elif not set(who) <= set(signers):
            held[issue] = away[issue]
        elif issue not in scenario.get("on_table", scenario["issues"]):
            held[issue] = scenario["status_quo"][issue]
    return held
