"""The plane of a deal: its packages, what is worth naming on it, and what its signs mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.text import Text

from negotiate.bargaining.deal import DealCase
from negotiate.bargaining.reports.words import names
from negotiate.bargaining.table.block import FloatArray
from negotiate.render.bargaining.marks import Mark
from negotiate.render.bargaining.scatter import Layer, Plane, outside, plane, scatter, visible
from negotiate.render.solution import paragraph
from negotiate.report.style import CROSSED, FAINT, MARK, Look
from negotiate.report.words import counted, joined, safe


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What is seen of a deal on the plane of the first two who sign.

    Parameters
    ----------
    case : DealCase
        Under one no-deal point.
    layers : tuple of Layer
        Packages, then what is worth naming.
    seen : Plane
        The rectangle that is drawn.
    """

    case: DealCase
    layers: tuple[Layer, ...]
    seen: Plane

    @property
    def cross(self) -> FloatArray:
        """The no-deal point."""
        return self.case.problem.disagreement[list(self.pair)]

    @property
    def pair(self) -> tuple[int, ...]:
        """The two players whose payoffs the axes are."""
        return self.case.problem.seats[:2]


def sight(case: DealCase, named: Sequence[Mark], look: Look, height: int) -> Sight:
    """What is seen in so many rows; the packages that nobody would sign may lie outside."""
    pair = list(case.problem.seats[:2])
    layers = tuple(_layers(case, named, pair, look))
    across, up = (case.problem.keys[player] in case.problem.ordinal for player in pair)
    return Sight(case, layers, plane(layers, case.problem.disagreement[pair], look, height, whole=(across, up)))


def _layers(case: DealCase, named: Sequence[Mark], pair: list[int], look: Look) -> list[Layer]:
    problem, plot = case.problem, look.glyphs.plot
    zone, barred, others = case.listed()
    near = case.exists or len(barred) > 0 or len(named) > 1
    layers = [Layer(plot.refused, problem.payoffs_of(others)[pair], FAINT, faint=near)]
    layers.append(Layer(look.glyphs.crossed, problem.payoffs_of(barred)[pair], CROSSED, faint=case.exists))
    layers += [Layer(plot.zone, problem.payoffs_of(zone)[pair]), Layer(plot.frontier, case.frontier.payoffs[pair])]
    layers = [layer for layer in layers if layer.points.shape[1]]
    return layers + [Layer(mark.sign, mark.payoffs[pair][:, None], MARK, named=True) for mark in named]


def drawn(sight: Sight, look: Look) -> Iterable[Text]:
    """The plane with both axes."""
    problem = sight.case.problem
    across, up = (_axis(sight.case, player) for player in sight.pair)
    if problem.units and len({problem.units[p] for p in sight.pair}) == 1:
        across = safe(problem.players[sight.pair[0]], True)
    return scatter(sight.seen, sight.layers, sight.cross, across, up, look)


def _axis(case: DealCase, player: int) -> str:
    """A player and the unit of its payoffs."""
    unit = safe(case.problem.units[player], True) if case.problem.units else ""
    return f"{safe(case.problem.players[player], True)}{f' ({unit})' if unit else ''}"


def legend(sight: Sight, look: Look) -> Iterable[Text]:
    """What the signs mean, what hides what, and what is left out."""
    case, plot = sight.case, look.glyphs.plot
    every = "both" if len(case.problem.seats) == 2 else "all"
    meant = {
        plot.refused: "refused",
        look.glyphs.crossed: f"stopped by {_stopping(case)}",
        plot.zone: f"{every} would sign",
        plot.frontier: "on the frontier",
    }
    shown = visible(sight.seen, sight.layers, sight.cross, look)
    said = [f"{sign} {words}" for sign, words in meant.items() if sign in shown]
    yield from paragraph("   ".join(said), look, FAINT) if said else ()
    if more := _more(sight):
        yield from paragraph(". ".join(more) + ".", look, FAINT)


def _stopping(case: DealCase) -> str:
    """What keeps a package from being signed that everybody gains by."""
    kinds = {claim.kind for claim in case.problem.claims if claim.name in case.problem.standing}
    return joined([f"a {kind}" for kind in ("red line", "ratifier") if kind in kinds], "or")


def _more(sight: Sight) -> list[str]:
    """Each without a full stop."""
    problem = sight.case.problem
    said = [f"{under} lies under {over}" for under, over in sight.seen.hidden(sight.layers)]
    if len(said) > 1:
        said = [joined(said)]
    if left := outside(sight.seen, sight.layers):
        said.append(f"{counted(left, 'refused package')} {'lies' if left == 1 else 'lie'} outside")
    others = [p for p in range(len(problem.players)) if p not in sight.pair]
    if others:
        said.append(f"Payoffs of {names(problem, others)} are in the table only")
    return said
