"""What an answer says, as frozen blocks that the writers put on a screen, a page or into a file.

Which module tells which result stands here, one line a result, by name, so that nothing is loaded
before it is told. A result's own module turns it into a `Report`; the writers know nothing of any
result.
"""

from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING, Any

from negotiate.doors import door

if TYPE_CHECKING:
    from negotiate.report.blocks import Report
    from negotiate.report.style import Look

__getattr__ = door(__name__)

REPORTS: dict[str, str] = {
    "negotiate.cli.messages.Failure": "negotiate.cli.messages:report_failure",
    "negotiate.cli.names.Names": "negotiate.cli.names",
    "negotiate.bargaining.deal.Deal": "negotiate.bargaining.reports.deal",
    "negotiate.bargaining.contingent.ContingentDeal": "negotiate.bargaining.reports.contingent",
    "negotiate.bargaining.assessment.Assessment": "negotiate.bargaining.reports.assessment",
    "negotiate.bargaining.points.rule.BargainingPoint": "negotiate.bargaining.reports.problem:report_point",
    "negotiate.bargaining.problem.BargainingProblem": "negotiate.bargaining.reports.problem",
    "negotiate.bargaining.refusals.openings.Openings": "negotiate.bargaining.reports.openings",
    "negotiate.bargaining.refusals.conflicts.Conflicts": "negotiate.bargaining.reports.openings:report_conflicts",
    "negotiate.repeated.repeated_game.RepeatedGame": "negotiate.repeated.reports.strategies:report_game",
    "negotiate.repeated.lasting.agreement.Lasting": "negotiate.repeated.reports.agreement",
    "negotiate.repeated.game.Certificate": "negotiate.repeated.reports.agreement:report_certificate",
    "negotiate.repeated.lasting.public_signals.BestTrigger": "negotiate.repeated.reports.agreement:report_trigger",
    "negotiate.repeated.many.evolution.Evolution": "negotiate.repeated.reports.many:report_evolution",
    "negotiate.repeated.many.tournament.Invasion": "negotiate.repeated.reports.many:report_invasion",
    "negotiate.repeated.many.evolution.Takeover": "negotiate.repeated.reports.many:report_takeover",
    "negotiate.repeated.many.tournament.Tournament": "negotiate.repeated.reports.many",
    "negotiate.repeated.game.MatchResult": "negotiate.repeated.reports.match",
    "negotiate.repeated.matches.timeline.Encounter": "negotiate.repeated.reports.match",
    "negotiate.repeated.matches.timeline.Timeline": "negotiate.repeated.reports.match:report_timeline",
    "negotiate.repeated.strategies.registry.Repertoire": "negotiate.repeated.reports.strategies",
    "negotiate.repeated.strategies.strategy.Strategy": "negotiate.repeated.reports.strategies:report_strategy",
    "negotiate.repeated.sustaining.holding.Holding": "negotiate.repeated.reports.agreement:report_holding",
    "negotiate.repeated.sustaining.supporting.Supporting": "negotiate.repeated.reports.sustainable:report_supporting",
    "negotiate.repeated.sustaining.sustainable.Sustainable": "negotiate.repeated.reports.sustainable",
    "negotiate.model.negotiation.Negotiation": "negotiate.language.reports.scenario",
    "negotiate.language.shelf.Shelf": "negotiate.language.shelf",
    "negotiate.language.reports.findings.Findings": "negotiate.language.reports.findings",
    "negotiate.language.reports.findings.Rules": "negotiate.language.reports.findings:report_rules",
    "negotiate.problems.Rule": "negotiate.language.reports.findings:report_rules",
    "negotiate.language.expectations.testing.Verdicts": "negotiate.language.expectations.testing",
    "negotiate.language.writing.reports.Templates": "negotiate.language.writing.reports",
    "negotiate.language.writing.reports.Written": "negotiate.language.writing.reports",
    "negotiate.exports.files.Exported": "negotiate.exports.files",
    "negotiate.comparison.result.SideComparison": "negotiate.comparison.reports.comparison:report_sides",
    "negotiate.comparison.result.LensComparison": "negotiate.comparison.reports.comparison:report_lenses",
    "negotiate.comparison.threats.Credibility": "negotiate.comparison.reports.threats",
    "negotiate.games.extensive.ExtensiveGame": "negotiate.equilibrium.reports.matrix",
    "negotiate.games.normal_form.NormalFormGame": "negotiate.equilibrium.reports.matrix",
    "negotiate.equilibrium.registry.Questions": "negotiate.equilibrium.reports.solution:report_questions",
    "negotiate.equilibrium.solution.Solution": "negotiate.equilibrium.reports.solution",
    "negotiate.conflict.stability.Stability": "negotiate.conflict.reports.stability",
    "negotiate.conflict.patterns.OneState": "negotiate.conflict.reports.stability:report_one_state",
    "negotiate.conflict.graph_model.MoveGraph": "negotiate.conflict.reports.stability:report_moves",
    "negotiate.conflict.graph_model.GraphModel": "negotiate.conflict.reports.stability:report_model",
    "negotiate.conflict.questions.inverse.Inverse": "negotiate.conflict.reports.questions:report_inverse",
    "negotiate.conflict.questions.coalitions.Coalitions": "negotiate.conflict.reports.questions",
    "negotiate.conflict.questions.evolution.Evolution": "negotiate.conflict.reports.questions:report_evolution",
    "negotiate.conflict.questions.preferences.Strength": "negotiate.conflict.reports.questions:report_strength",
    "negotiate.conflict.questions.preferences.Unknown": "negotiate.conflict.reports.questions:report_unknown",
    "negotiate.conflict.questions.coalitions.Consensus": "negotiate.conflict.reports.questions:report_consensus",
    "negotiate.whatif.sweep.Sweep": "negotiate.whatif.reports.sweep",
    "negotiate.whatif.ranking.Ranking": "negotiate.whatif.reports.ranking",
    "negotiate.whatif.worlds.Robust": "negotiate.whatif.reports.choices:report_robust",
    "negotiate.whatif.backcasting.Backcast": "negotiate.whatif.reports.choices:report_backcast",
    "negotiate.whatif.indices.Indices": "negotiate.whatif.reports.uncertainty:report_indices",
    "negotiate.whatif.regions.Regions": "negotiate.whatif.reports.uncertainty:report_regions",
    "negotiate.whatif.rerun.Rerun": "negotiate.whatif.rerun",
    "negotiate.explain.catalogue.Catalogue": "negotiate.explain.report:report_catalogue",
    "negotiate.explain.catalogue.Explanation": "negotiate.explain.report:report_explanation",
    "negotiate.explain.walk.Walkthrough": "negotiate.explain.report",
    "negotiate.pages.analysis.Analysis": "negotiate.pages.analysis",
    "negotiate.pages.kit.Kit": "negotiate.pages.kit",
    "negotiate.pages.kit.Document": "negotiate.pages.kit:report_document",
    "negotiate.pages.debrief.Debrief": "negotiate.pages.debrief",
    "negotiate.pages.plays.Plays": "negotiate.pages.plays",
    "negotiate.play.views.View": "negotiate.play.views",
    "negotiate.play.views.Ending": "negotiate.play.views",
    "negotiate.play.review.Review": "negotiate.play.review",
    "negotiate.play.rehearsals.Rehearsals": "negotiate.play.rehearsals",
    "negotiate.play.opponents.Opponents": "negotiate.play.views:report_opponents",
    "negotiate.bargaining.refusals.prices.RedLinePrices": "negotiate.bargaining.reports.prices",
    "negotiate.bargaining.logrolling.Trades": "negotiate.bargaining.reports.trades",
    "negotiate.bargaining.threats.VariableThreats": "negotiate.bargaining.reports.threats",
    "negotiate.bargaining.mediator.Mediator": "negotiate.bargaining.reports.mediator",
    "negotiate.bargaining.voting.ratification.Ratification": "negotiate.bargaining.reports.voting",
    "negotiate.bargaining.talks.alternating.AlternatingOffers": "negotiate.bargaining.reports.talks",
    "negotiate.bargaining.talks.simulated.SimulatedTalks": "negotiate.bargaining.reports.talks:report_simulated",
    "negotiate.bargaining.talks.Ways": "negotiate.bargaining.reports.talks:report_ways",
    "negotiate.bargaining.talks.legislature.Legislature": "negotiate.bargaining.reports.talks:report_numbers",
    "negotiate.bargaining.talks.double_auction.DoubleAuction": "negotiate.bargaining.reports.talks:report_numbers",
    "negotiate.bargaining.talks.crises.BargainingRange": "negotiate.bargaining.reports.talks:report_numbers",
    "negotiate.bargaining.talks.crises.Bluff": "negotiate.bargaining.reports.talks:report_numbers",
}
"""Class of a result → the module whose `report(result, look)` lays it out.

Where a module tells several results, the function is named too. A subclass is told as its parent
is.
"""


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
    from negotiate.report.style import Look  # noqa: PLC0415 - the folder's own, and whoever imports words needs none

    for kind in type(found).__mro__:
        module = REPORTS.get(f"{kind.__module__}.{kind.__qualname__}")
        if module is not None:
            tell: Any = pkgutil.resolve_name(module if ":" in module else f"{module}:report")
            report: Report = tell(found, look or Look())
            return report
    raise TypeError(f"no line of REPORTS tells a {type(found).__name__}")
