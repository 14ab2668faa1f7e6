"""What each lens predicts for one scenario, and whether they agree."""

from __future__ import annotations

from negotiate.comparison.lenses import Lens
from negotiate.comparison.prediction import Answer, Prediction
from negotiate.comparison.reports.agreements import lens_items, verdict
from negotiate.comparison.reports.outcomes import closing_notes, lens_tables, method_words
from negotiate.comparison.result import LensComparison
from negotiate.report.blocks import Block, Item, Items, Note, Report, Sentence
from negotiate.report.style import Look
from negotiate.report.words import joined, safe


def report(found: LensComparison, look: Look) -> Report:
    """Whether the lenses agree, what each finds, and every result as a table."""
    pairs = zip(found.lenses, found.answers, strict=True)
    questions = tuple(Item(lens.name, _question(lens, answer)) for lens, answer in pairs)
    blocks: list[Block] = [Sentence(verdict(found)), Items(tuple(lens_items(found))), *lens_tables(found)]
    blocks += [*_of_moves(found), *closing_notes(found.answers, (found.scenario,), ()), Items(questions, detail=True)]
    players = tuple(player.name for player in found.scenario.players.values())
    return Report(safe(found.scenario.heading, True), tuple(blocks), players)


def _question(lens: Lens, answer: Answer) -> str:
    """What a lens asks, how its answer was found, and which command shows all of it."""
    method = f" By {method_words(answer)}." if isinstance(answer, Prediction) else ""
    return f"{lens.question}{method} All of it: `negotiate {lens.command}`."


def _of_moves(found: LensComparison) -> list[Note]:
    """Which payoff terms count only where players move in turn, if they do."""
    if all(answer.at_once for answer in found.answers if isinstance(answer, Prediction)):
        return []
    terms = [f"`{p}.{k}`" for p, own in found.scenario.terms.items() for k, term in own.items() if term.needs_moves]
    return [Note(f"{joined(terms)} count{'s' if len(terms) == 1 else ''} in turn only.")] if terms else []
