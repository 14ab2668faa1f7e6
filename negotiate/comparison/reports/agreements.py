"""Whether the lenses agree on one scenario, and what each of them finds beside the first."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.comparison.agreement import Agreement
from negotiate.comparison.lenses import Lens
from negotiate.comparison.prediction import Prediction, Refusal
from negotiate.comparison.reports.words import amount, both, code, outcome_words, whole
from negotiate.comparison.result import LensComparison
from negotiate.report.blocks import Item
from negotiate.report.words import in_words, joined, safe, the

VERDICTS = {
    "other": "The lenses differ.",
    "narrower": "The lenses agree in part.",
    "wider": "The lenses agree in part.",
    "same": "The lenses agree.",
}
"""Relation of a lens to the first → what that makes of all of them, the gravest first."""


def verdict(found: LensComparison) -> str:
    """Whether all lenses predict the same."""
    base, *others = found.answers
    known = [
        "same" if answer.at_once else one.relation
        for answer, one in zip(others, found.agreements, strict=True)
        if isinstance(answer, Prediction)
    ]
    relations = [relation for relation in VERDICTS if relation in known]
    lens = found.lenses[0]
    if isinstance(base, Prediction) and base.outcomes:
        return VERDICTS[relations[0]] if relations else f"Only {lens.name} there is a result."
    return f"{_capital(lens.name)}, there is no {lens.result}, so the other lenses have nothing to agree with."


def lens_items(found: LensComparison) -> list[Item]:
    """How what each other lens finds stands to what the first one finds, and why some have no answer."""
    base, *others = zip(found.lenses, found.answers, strict=True)
    items = [Item(base[0].name, _refused(base[1]))] if isinstance(base[1], Refusal) else []
    for (lens, answer), relation in zip(others, found.agreements, strict=True):
        said = _refused(answer) if isinstance(answer, Refusal) else " ".join(_other(found, lens, answer, relation))
        items += [Item(lens.name, said)] if said else []
    return items


def _refused(answer: Refusal) -> str:
    return f"No answer: {safe(answer.message, True)}."


def _other(found: LensComparison, lens: Lens, answer: Prediction, relation: Agreement) -> Iterator[str]:
    base, first, count = found.lenses[0], found.answers[0], len(answer.outcomes)
    if answer.at_once:
        yield f"The same game as {base.name}, since the file has no moves."
        return
    if not count:
        yield whole(lens.nothing or f"there is no {lens.result}")
        return
    number = in_words(count) if count < 11 else f"{count:,}"
    match relation.relation:
        case "same":
            yield f"Everybody gets the same as {base.name}."
        case "narrower":
            possible = f"{'is' if count == 1 else 'are'} possible"
            yield f"{number} of the results of {base.name} {possible}{_single(answer)}."
            if isinstance(first, Prediction):
                yield from _ruled_out(found, first, lens, relation)
        case "wider":
            yield f"{number} {lens.results}, all results of {base.name} among them."
        case "other":
            other = "Another result" if count == 1 else f"{number} {lens.results}, with other results"
            yield f"{other}{_single(answer)}."
            yield from _deciding(found, relation)
            yield from _unstable(found, relation)


def _single(answer: Prediction) -> str:
    return f": `{outcome_words(answer.outcomes[0], answer)}`" if len(answer.outcomes) == 1 else ""


def _ruled_out(found: LensComparison, first: Prediction, lens: Lens, relation: Agreement) -> Iterator[str]:
    """A result of the first lens that is none here, since somebody would do better when it comes to that."""
    threat, gone = relation.threat, relation.ruled_out
    if threat is None or gone is None:
        return
    who, planned, better = _name(found, threat.player), code(threat.planned), code(threat.better)
    yield f"{_capital(found.lenses[0].name)}, `{outcome_words(gone, first)}` is possible, too."
    refuses = f"{_capital(lens.name)}, {who} would not choose {planned} at {code(threat.move)}"
    if threat.player in found.scenario.ordinal:
        yield f"{refuses}: {who} prefers {better}."
    else:
        worse, more = both(threat.planned_payoff, threat.better_payoff)
        yield f"{refuses}: {better} gives {who} {more}, {planned} only {worse}."


def _deciding(found: LensComparison, relation: Agreement) -> Iterator[str]:
    """The last decision, by somebody who has seen what another did."""
    if relation.deciding is None:
        return
    seen, reason = code(relation.deciding.seen), relation.deciding.reason
    key = found.scenario.keys[reason.player]
    who, chosen, other = _name(found, key), code(reason.chosen), code(reason.alternative)
    if key in found.scenario.ordinal:
        yield whole(f"{who} sees {seen} before choosing, and prefers {chosen} to {other}")
    else:
        worse, better = both(reason.alternative_payoff, reason.payoff)
        yield whole(f"{who} sees {seen} before choosing: {chosen} gives {who} {better}, {other} {worse}")


def _unstable(found: LensComparison, relation: Agreement) -> Iterator[str]:
    """Why the first lens does not have the other's result."""
    parts = []
    if relation.temptation is not None:
        tempted = relation.temptation
        change = joined([f"{safe(issue, True)} to {code(option)}" for issue, option in tempted.change.items()])
        ordinal = tempted.player in found.scenario.ordinal
        would = f"would rather set {change}" if ordinal else f"would gain {amount(tempted.gain)} by setting {change}"
        parts.append(f"{_name(found, tempted.player)} {would}")
    if relation.agreed:
        agreed = [f"{safe(issue, True)} to {code(option)}" for issue, option in relation.agreed.items()]
        parts.append(f"no player alone can set {joined(agreed, 'or')}")
    if parts:
        yield f"{_capital(found.lenses[0].name)}, this result would not last: {', and '.join(parts)}."


def _name(found: LensComparison, player: str) -> str:
    return the(found.scenario.players[player].name)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
