"""Whether the lenses agree on one scenario, and what each of them finds beside the first."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.comparison.agreement import Agreement, Choice, Relation
from negotiate.comparison.lenses import Lens
from negotiate.comparison.prediction import Answer, Prediction, Refusal
from negotiate.comparison.reports.outcomes import Looked, closing_notes, method_words, result_tables
from negotiate.comparison.reports.results import nothing
from negotiate.comparison.reports.sides import amount, both, code, outcome_code, small, whole
from negotiate.comparison.result import LensAnswer, LensComparison
from negotiate.model.negotiation import Negotiation
from negotiate.report.blocks import Block, Cell, Item, Items, Note, Report, Sentence
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe, the

VERDICTS: dict[Relation, str] = {
    "other": "The analyses give different results.",
    "narrower": "The analyses agree in part.",
    "wider": "The analyses agree in part.",
    "same": "The analyses give the same result.",
}
"""Relation of a lens to the first → what that makes of all of them, the gravest first."""


def report(found: LensComparison, look: Look) -> Report:
    """Whether the lenses agree, what each finds, and every result as a table."""
    scenario, answers = found.scenario, [one.answer for one in found.lenses]
    items = [Item(one.lens.command, " ".join(_said(found, one))) for one in found.lenses]
    told = Items(tuple(item for item in items if item.text))
    looked = [Looked(one.lens, {Cell("", ""): one.answer}) for one in found.lenses if not _at_once(one.answer)]
    main, *every = result_tables(looked, scenario.keys, (scenario,))
    questions = Items(tuple(Item(one.lens.command, _question(one)) for one in found.lenses), detail=True)
    blocks: list[Block] = [Sentence(verdict(found)), told, main, *_of_moves(scenario, answers)]
    blocks += [*closing_notes(answers, (scenario,), ()), questions, *every]
    return Report(safe(scenario.heading, True), tuple(blocks), tuple(p.name for p in scenario.players.values()))


def verdict(found: LensComparison) -> str:
    """Whether all lenses predict the same."""
    base, *others = found.lenses
    if isinstance(base.answer, Refusal) or not base.answer.outcomes:
        what = "gives no answer" if isinstance(base.answer, Refusal) else f"finds no {base.lens.result}"
        return f"`{base.lens.command}` {what} to compare the other results with."
    known = [
        "same" if one.answer.at_once else one.agreement.relation
        for one in others
        if isinstance(one.answer, Prediction) and one.agreement is not None
    ]
    return next(
        (said for relation, said in VERDICTS.items() if relation in known),
        f"Only `{base.lens.command}` finds a result.",
    )


def _at_once(answer: Answer) -> bool:
    return isinstance(answer, Prediction) and answer.at_once


def _said(found: LensComparison, one: LensAnswer) -> list[str]:
    """How what a lens finds stands to what the first one finds, and why."""
    answer, agreement, base = one.answer, one.agreement, found.lenses[0]
    if isinstance(answer, Refusal):
        return [f"No answer: {safe(answer.message, True)}."]
    if agreement is None:
        return []
    if answer.at_once:
        return [f"The file has no moves, so `{one.lens.command}` plays the same game as `{base.lens.command}`."]
    if not answer.outcomes:
        return [whole(nothing(one.lens))]
    if isinstance(base.answer, Refusal) or agreement.relation == "none":
        return []
    return [
        _held_against(base.answer, base.lens, one.lens, answer, agreement.relation),
        *_why(found.scenario, base.answer, one.lens, answer, agreement),
    ]


def _held_against(first: Prediction, base: Lens, lens: Lens, answer: Prediction, relation: Relation) -> str:
    """Which of the first lens's results a lens has, and which others."""
    count, of, at = len(answer.outcomes), len(first.outcomes), f"`{base.command}`"
    several = counted(count, lens.result, lens.results) if count > 10 else f"{small(count)} {lens.results}"
    single = outcome_code(answer.outcomes[0], answer)
    match relation:
        case "same":
            return f"All players get the same as in {at}."
        case "wider":
            return f"{whole(several)} They include all results of {at}."
        case "narrower" if count < of:
            kept = f"`{lens.command}` keeps {small(count)} of the {small(of)} {base.results} of {at}"
            return f"{kept}: {single}." if count == 1 else f"{kept}."
        case "narrower":
            return whole(f"{several}, with payoffs that {at} finds too")
    return f"Another result: {single}." if count == 1 else whole(f"{several}, with other payoffs than in {at}")


def _why(
    scenario: Negotiation, first: Prediction, lens: Lens, answer: Prediction, agreement: Agreement
) -> Iterator[str]:
    """Why a result of the first lens is none here, and the other way round."""
    threat, last, tempted = agreement.threat, agreement.deciding, agreement.temptation
    if agreement.relation == "narrower":
        if threat is not None:
            yield f"{outcome_code(agreement.ruled_out, first)} rests on an empty threat."
            yield _preferred(scenario, threat)
        return
    if last is not None:
        yield _preferred(scenario, last)
    if tempted is not None:
        several = len(tempted.change) > 1
        changes = [f"{code(option)}{f' for {issue}' if several else ''}" for issue, option in tempted.change.items()]
        gain = "rather choose" if tempted.player in scenario.ordinal else f"gain {amount(tempted.gain)} by choosing"
        who = the(scenario.players[tempted.player].name)
        outcome = "this outcome" if len(answer.outcomes) == 1 else outcome_code(answer.outcomes[0], answer)
        yield whole(f"{lens.otherwise}, {outcome} would not last: {who} would {gain} {joined(changes)}")
    if agreement.agreed:
        yield f"No player can set {joined([code(issue) for issue in agreement.agreed], 'or')} alone."


def _preferred(scenario: Negotiation, choice: Choice) -> str:
    """What is better for a player than what: "After `x`, Ada prefers `a` (3) to `b` (2)."."""
    where = f"After {code(choice.seen)}" if choice.seen else f"At {code(choice.move)}"
    worth = [f" ({payoff})" for payoff in both(choice.payoff, choice.alternative_payoff)]
    if choice.player in scenario.ordinal:
        worth = ["", ""]
    better, worse = code(choice.chosen) + worth[0], code(choice.alternative) + worth[1]
    return f"{where}, {the(scenario.players[choice.player].name)} prefers {better} to {worse}."


def _question(one: LensAnswer) -> str:
    """What a lens asks, how its answer was found, and which command shows all of it."""
    method = f" Method: {method_words(one.answer)}." if isinstance(one.answer, Prediction) else ""
    return f"{whole(one.lens.question)[:-1]}{method} The whole answer: `negotiate {one.lens.command}`."


def _of_moves(scenario: Negotiation, answers: list[Answer]) -> list[Note]:
    """Which payoff terms count only where players move in turn, if they do."""
    terms = [f"`{p}.{k}`" for p, own in scenario.terms.items() for k, term in own.items() if term.needs_moves]
    if not terms or all(map(_at_once, answers)):
        return []
    return [Note(f"Only `tree` counts the term{'s' if len(terms) > 1 else ''} {joined(terms)}.")]
