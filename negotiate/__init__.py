"""Write a negotiation down in one file and look at it through every lens that game theory has.

>>> import negotiate
>>> scenario = negotiate.load("classics/prisoners-dilemma")
>>> negotiate.solve(scenario.alone()).equilibria[0].choices
{'row': 'defect', 'column': 'defect'}
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from negotiate.bargaining.deal import Deal, deal
    from negotiate.bargaining.points.rule import BargainingPoint
    from negotiate.bargaining.problem import BargainingProblem
    from negotiate.comparison import Comparison, compare
    from negotiate.comparison.threats import Credibility, threats
    from negotiate.conflict.graph_model import GraphModel
    from negotiate.conflict.stability import Stability, stability
    from negotiate.equilibrium.batch import BatchSolution, solve_batch
    from negotiate.equilibrium.registry import solve
    from negotiate.equilibrium.solution import Component, CorrelatedEquilibrium, Equilibrium, Solution, TreeEquilibrium
    from negotiate.errors import (
        DidNotConverge,
        FileRefused,
        GameTooLarge,
        NegotiateError,
        NotWritten,
        OutOfRange,
        OverrideError,
        Problem,
        ScenarioError,
        ScenarioNotFound,
        TemplateNotFound,
        UnknownConcept,
        UnknownMethod,
        UnknownPlayer,
        UnsuitableGame,
    )
    from negotiate.exports.files import write
    from negotiate.games.extensive import ExtensiveGame
    from negotiate.games.normal_form import NormalFormGame
    from negotiate.language.gambit.reading import read
    from negotiate.language.genius.reading import read_genius
    from negotiate.language.scenario_file import load
    from negotiate.language.writing.new import new
    from negotiate.repeated.automaton import Automaton
    from negotiate.repeated.game import Certificate, CriticalDiscount, MatchResult, RepeatedGame
    from negotiate.repeated.lasting.agreement import Lasting, simulate
    from negotiate.repeated.strategies.registry import strategies
    from negotiate.repeated.strategies.strategy import Strategy
    from negotiate.scenario import Scenario

_HOME = {
    "Automaton": "negotiate.repeated.automaton",
    "BargainingPoint": "negotiate.bargaining.points.rule",
    "BargainingProblem": "negotiate.bargaining.problem",
    "BatchSolution": "negotiate.equilibrium.batch",
    "Certificate": "negotiate.repeated.game",
    "Comparison": "negotiate.comparison",
    "Component": "negotiate.equilibrium.solution",
    "CorrelatedEquilibrium": "negotiate.equilibrium.solution",
    "Credibility": "negotiate.comparison.threats",
    "CriticalDiscount": "negotiate.repeated.game",
    "Deal": "negotiate.bargaining.deal",
    "DidNotConverge": "negotiate.errors",
    "Equilibrium": "negotiate.equilibrium.solution",
    "ExtensiveGame": "negotiate.games.extensive",
    "FileRefused": "negotiate.errors",
    "GameTooLarge": "negotiate.errors",
    "GraphModel": "negotiate.conflict.graph_model",
    "Lasting": "negotiate.repeated.lasting.agreement",
    "MatchResult": "negotiate.repeated.game",
    "NegotiateError": "negotiate.errors",
    "NormalFormGame": "negotiate.games.normal_form",
    "NotWritten": "negotiate.errors",
    "OutOfRange": "negotiate.errors",
    "OverrideError": "negotiate.errors",
    "Problem": "negotiate.errors",
    "RepeatedGame": "negotiate.repeated.game",
    "Scenario": "negotiate.scenario",
    "ScenarioError": "negotiate.errors",
    "ScenarioNotFound": "negotiate.errors",
    "Solution": "negotiate.equilibrium.solution",
    "Stability": "negotiate.conflict.stability",
    "Strategy": "negotiate.repeated.strategies.strategy",
    "TemplateNotFound": "negotiate.errors",
    "TreeEquilibrium": "negotiate.equilibrium.solution",
    "UnknownConcept": "negotiate.errors",
    "UnknownMethod": "negotiate.errors",
    "UnknownPlayer": "negotiate.errors",
    "UnsuitableGame": "negotiate.errors",
    "compare": "negotiate.comparison",
    "deal": "negotiate.bargaining.deal",
    "load": "negotiate.language.scenario_file",
    "new": "negotiate.language.writing.new",
    "read": "negotiate.language.gambit.reading",
    "read_genius": "negotiate.language.genius.reading",
    "simulate": "negotiate.repeated.lasting.agreement",
    "solve": "negotiate.equilibrium.registry",
    "solve_batch": "negotiate.equilibrium.batch",
    "stability": "negotiate.conflict.stability",
    "strategies": "negotiate.repeated.strategies.registry",
    "threats": "negotiate.comparison.threats",
    "write": "negotiate.exports.files",
}
"""Where each public name lives; nothing is imported before it is asked for."""
_ROOMS = {
    "bargaining": "negotiate.bargaining",
    "economics": "negotiate.model.trade",
    "repeated": "negotiate.repeated",
}
"""Rooms that are asked for by name."""

__all__ = [
    "Automaton",
    "BargainingPoint",
    "BargainingProblem",
    "BatchSolution",
    "Certificate",
    "Comparison",
    "Component",
    "CorrelatedEquilibrium",
    "Credibility",
    "CriticalDiscount",
    "Deal",
    "DidNotConverge",
    "Equilibrium",
    "ExtensiveGame",
    "FileRefused",
    "GameTooLarge",
    "GraphModel",
    "Lasting",
    "MatchResult",
    "NegotiateError",
    "NormalFormGame",
    "NotWritten",
    "OutOfRange",
    "OverrideError",
    "Problem",
    "RepeatedGame",
    "Scenario",
    "ScenarioError",
    "ScenarioNotFound",
    "Solution",
    "Stability",
    "Strategy",
    "TemplateNotFound",
    "TreeEquilibrium",
    "UnknownConcept",
    "UnknownMethod",
    "UnknownPlayer",
    "UnsuitableGame",
    "compare",
    "deal",
    "load",
    "new",
    "read",
    "read_genius",
    "simulate",
    "solve",
    "solve_batch",
    "stability",
    "strategies",
    "threats",
    "write",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return importlib.import_module("importlib.metadata").version("negotiate-games")
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    if name in _ROOMS:
        return importlib.import_module(_ROOMS[name])
    raise AttributeError(f"module 'negotiate' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__", *_ROOMS]
