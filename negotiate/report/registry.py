"""Which module tells which result: one line a result, by name, so that nothing is loaded before it is told."""

from __future__ import annotations

import importlib
from typing import Any

from negotiate.report.blocks import Report
from negotiate.report.style import Look

REPORTS: dict[str, str] = {
    "negotiate.bargaining.deal.Deal": "negotiate.bargaining.reports.deal",
    "negotiate.bargaining.assessment.Assessment": "negotiate.bargaining.reports.assessment",
    "negotiate.bargaining.point.BargainingPoint": "negotiate.bargaining.reports.point",
    "negotiate.bargaining.problem.BargainingProblem": "negotiate.bargaining.reports.problem",
    "negotiate.bargaining.refusals.openings.Openings": "negotiate.bargaining.reports.openings",
    "negotiate.bargaining.refusals.conflicts.Conflicts": "negotiate.bargaining.reports.conflicts",
    "negotiate.repeated.game.RepeatedGame": "negotiate.repeated.reports.game",
    "negotiate.repeated.lasting.agreement.Lasting": "negotiate.repeated.reports.agreement",
    "negotiate.repeated.lasting.certificate.Certificate": "negotiate.repeated.reports.certificate",
    "negotiate.repeated.lasting.public_trigger.BestTrigger": "negotiate.repeated.reports.public_trigger",
    "negotiate.repeated.many.evolution.Evolution": "negotiate.repeated.reports.evolution",
    "negotiate.repeated.many.invasion.Invasion": "negotiate.repeated.reports.invasion",
    "negotiate.repeated.many.moran.Takeover": "negotiate.repeated.reports.takeover",
    "negotiate.repeated.many.tournament.Tournament": "negotiate.repeated.reports.tournament",
    "negotiate.repeated.match.MatchResult": "negotiate.repeated.reports.match",
    "negotiate.repeated.matches.encounter.Encounter": "negotiate.repeated.reports.match",
    "negotiate.repeated.matches.timeline.Timeline": "negotiate.repeated.reports.timeline",
    "negotiate.repeated.repertoire.Repertoire": "negotiate.repeated.reports.repertoire",
    "negotiate.repeated.strategies.strategy.Strategy": "negotiate.repeated.reports.strategy",
    "negotiate.repeated.sustaining.holding.Holding": "negotiate.repeated.reports.holding",
    "negotiate.repeated.sustaining.supporting.Supporting": "negotiate.repeated.reports.supporting",
    "negotiate.repeated.sustaining.sustainable.Sustainable": "negotiate.repeated.reports.sustainable",
    "negotiate.model.negotiation.Negotiation": "negotiate.views.reports.scenario",
    "negotiate.loading.shelf.Shelf": "negotiate.loading.shelf",
    "negotiate.checking.reports.findings.Findings": "negotiate.checking.reports.findings",
    "negotiate.checking.reports.rules.Rules": "negotiate.checking.reports.rules",
    "negotiate.rules.Rule": "negotiate.checking.reports.rules",
    "negotiate.expectations.report.Verdicts": "negotiate.expectations.report",
    "negotiate.writing.reports.Templates": "negotiate.writing.reports",
    "negotiate.writing.new.Written": "negotiate.writing.reports",
    "negotiate.formats.exported.Exported": "negotiate.formats.exported",
    "negotiate.comparison.result.SideComparison": "negotiate.comparison.reports.side_comparison",
    "negotiate.comparison.result.LensComparison": "negotiate.comparison.reports.lens_comparison",
    "negotiate.credibility.result.Credibility": "negotiate.credibility.reports.threats",
    "negotiate.games.extensive.ExtensiveGame": "negotiate.solvers.reports.games",
    "negotiate.games.normal_form.NormalFormGame": "negotiate.solvers.reports.games",
    "negotiate.solvers.concepts.asking.Questions": "negotiate.solvers.reports.questions",
    "negotiate.solvers.solution.Solution": "negotiate.solvers.reports.solution",
    "negotiate.standing.stability.Stability": "negotiate.standing.reports.stability",
    "negotiate.standing.telling.one_state.OneState": "negotiate.standing.reports.one_state",
    "negotiate.standing.telling.move_graph.MoveGraph": "negotiate.standing.reports.moves",
    "negotiate.standing.graph_model.GraphModel": "negotiate.standing.reports.model",
    "negotiate.standing.questions.inverse.Inverse": "negotiate.standing.reports.inverse",
    "negotiate.standing.questions.coalitions.Coalitions": "negotiate.standing.reports.coalitions",
    "negotiate.standing.questions.evolution.Evolution": "negotiate.standing.reports.evolution",
    "negotiate.standing.questions.strength.Strength": "negotiate.standing.reports.strength",
    "negotiate.standing.questions.unknown.Unknown": "negotiate.standing.reports.unknown",
    "negotiate.standing.questions.consensus.Consensus": "negotiate.standing.reports.consensus",
    "negotiate.bargaining.refusals.prices.RedLinePrices": "negotiate.bargaining.reports.prices",
    "negotiate.bargaining.logrolling.Trades": "negotiate.bargaining.reports.trades",
    "negotiate.bargaining.threats.VariableThreats": "negotiate.bargaining.reports.threats",
    "negotiate.bargaining.voting.ratification.Ratification": "negotiate.bargaining.reports.voting",
    "negotiate.bargaining.talks.proposals.AlternatingOffers": "negotiate.bargaining.reports.talks_offers",
    "negotiate.bargaining.talks.runs.SimulatedTalks": "negotiate.bargaining.reports.talks_agents",
    "negotiate.bargaining.talks.registry.Ways": "negotiate.bargaining.reports.talks_ways",
    "negotiate.bargaining.talks.legislature.Legislature": "negotiate.bargaining.reports.talks_numbers",
    "negotiate.bargaining.talks.double_auction.DoubleAuction": "negotiate.bargaining.reports.talks_numbers",
    "negotiate.bargaining.talks.war.BargainingRange": "negotiate.bargaining.reports.talks_numbers",
    "negotiate.bargaining.talks.bluff.Bluff": "negotiate.bargaining.reports.talks_numbers",
}
"""Class of a result → the module whose `report(result, look)` lays it out; a subclass is told as its parent is."""


def report_of(found: object, look: Look | None = None) -> Report:
    """The report of a result.

    Parameters
    ----------
    found : object
        A result of any lens or command.
    look : Look, optional
        What a reader wants to see: how deep a tree is opened and which equilibrium it shows.

    Raises
    ------
    TypeError
        If no line of `REPORTS` names its class or a parent of it.
    """
    for kind in type(found).__mro__:
        module = REPORTS.get(f"{kind.__module__}.{kind.__qualname__}")
        if module is not None:
            told: Any = importlib.import_module(module)
            report: Report = told.report(found, look or Look())
            return report
    raise TypeError(f"no line of REPORTS tells a {type(found).__name__}")
