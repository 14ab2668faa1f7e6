"""Whether the lenses agree on one scenario, and if not why, in a few sentences."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.comparison.agreement import Agreement
from negotiate.comparison.lenses import Lens
from negotiate.comparison.prediction import Outcome, Prediction, Refusal
from negotiate.comparison.result import LensComparison
from negotiate.render.comparing.whys import amount, both, happens
from negotiate.report.words import in_words, joined, safe

VERDICTS = {
    "other": "The lenses differ",
    "narrower": "The lenses agree in part",
    "wider": "The lenses agree in part",
    "same": "The lenses agree",
}
"""Relation of a lens to the first → what that makes of all of them, the gravest first."""


def lens_sentences(found: LensComparison) -> list[str]:
    """The verdict on all lenses with the one that decides it, then a sentence or a few for every other."""
    base, *others = zip(found.lenses, found.answers, strict=True)
    said = [
        f"{_capital(lens.name)} there is no answer: {safe(a.message, True)}."
        for lens, a in (base, *others)
        if isinstance(a, Refusal)
    ]
    held: list[tuple[str, str]] = []
    for (lens, answer), relation in zip(others, found.agreements, strict=True):
        if isinstance(base[1], Prediction) and isinstance(answer, Prediction):
            sort = "same" if answer.at_once else relation.relation
            held.append((sort, _sentence(found, base[0], base[1], lens, answer, relation)))
    held.sort(key=lambda one: [*VERDICTS, "none"].index(one[0]))
    told = [sentence if k == 0 else _capital(sentence) for k, (_, sentence) in enumerate(held)]
    if held and held[0][0] != "none":
        told[0] = f"{VERDICTS[held[0][0]]}: {told[0]}"
    return list(dict.fromkeys([*said, *told]))


def _sentence(
    found: LensComparison, base: Lens, first: Prediction, lens: Lens, second: Prediction, relation: Agreement
) -> str:
    """How one lens stands to the first, to follow a colon or, begun with a capital, to stand alone."""
    if second.at_once:
        return f"the file has no moves, so {lens.name} is the same game as {base.name}."
    match relation.relation:
        case "same":
            return f"{base.name} and {lens.name} everybody gets the same{_if_one(second)}."
        case "narrower":
            return f"{_narrower(base, first, lens, second)} {_ruled_out(found, base, first, lens, relation)}".strip()
        case "wider":
            return f"{lens.name} has results that {base.name} has not."
        case "other":
            return _other(found, base, first, lens, second, relation)
    if lens.nothing and not second.outcomes:
        return f"{_capital(lens.name)} {lens.nothing}, so nothing can be held against what happens {base.name}."
    nothing = [one.name for one, answer in ((base, first), (lens, second)) if not answer.outcomes]
    return f"The lenses cannot be held against each other: {joined(nothing)} predicts nothing."


def _narrower(base: Lens, first: Prediction, lens: Lens, second: Prediction) -> str:
    count = in_words(len(second.outcomes)).lower()
    what = f": {_one(second.outcomes[0], second)}" if len(second.outcomes) == 1 else ""
    return (
        f"{base.name} {in_words(len(first.outcomes)).lower()} {base.results} are possible, "
        f"{lens.name} only {count} of {'these results' if count != 'one' else 'them'}{what}."
    )


def _ruled_out(found: LensComparison, base: Lens, first: Prediction, lens: Lens, relation: Agreement) -> str:
    threat, gone = relation.threat, relation.ruled_out
    if threat is None or gone is None:
        return ""
    worse, better = both(threat.planned_payoff, threat.better_payoff)
    who = _name(found, threat.player)
    price = f"for {worse} instead of the {better} of {safe(threat.better, True)}"
    if threat.player in found.scenario.ordinal:
        price = f"and would rather choose {safe(threat.better, True)}"
    return (
        f"{_capital(base.name)} `{happens(gone, first)}` holds as well, but {lens.name} {who} would have to choose "
        f"{safe(threat.planned, True)} at `{safe(threat.move, True)}`, {price}."
    )


def _other(
    found: LensComparison, base: Lens, first: Prediction, lens: Lens, second: Prediction, relation: Agreement
) -> str:
    one, other = first.outcomes[0], second.outcomes[0]
    said = [f"{base.name} {_gives(one, first)}, {lens.name} {_gives(other, second)}."]
    deciding = relation.deciding
    if deciding is not None:
        reason = deciding.reason
        worse, better = both(reason.alternative_payoff, reason.payoff)
        who = safe(second.players[reason.player], True)
        gives = f"and {safe(reason.chosen, True)} gives it {better} instead of the {worse} of"
        if second.keys[reason.player] in found.scenario.ordinal:
            gives = f"and would rather choose {safe(reason.chosen, True)} than"
        said.append(
            f"{_capital(lens.name)} {who} sees {safe(deciding.seen, True)} before it "
            f"chooses, {gives} {safe(reason.alternative, True)}."
        )
    last = _cannot_last(found, base, relation)
    return " ".join([*said, *([last] if last else [])])


def _cannot_last(found: LensComparison, base: Lens, relation: Agreement) -> str:
    """Why the first lens does not have the other's result."""
    parts = []
    if relation.temptation is not None:
        tempted = relation.temptation
        change = joined([f"{safe(k, True)} to {safe(o, True)}" for k, o in tempted.change.items()])
        leveled = tempted.player in found.scenario.ordinal
        would = "would rather set" if leveled else f"would gain {amount(tempted.gain)} by setting"
        parts.append(f"from there {_name(found, tempted.player)} {would} {change}")
    if relation.agreed:
        sets = joined([f"{safe(k, True)} to {safe(o, True)}" for k, o in relation.agreed.items()])
        parts.append(f"nobody can set {sets} alone")
    return f"{_capital(base.name)} that does not hold: {', and '.join(parts)}." if parts else ""


def _gives(outcome: Outcome, prediction: Prediction) -> str:
    more = len(prediction.outcomes) - 1
    others = "" if not more else f", or {in_words(more).lower()} other{'s' if more > 1 else ''}"
    return f"{_one(outcome, prediction)}{others}"


def _one(outcome: Outcome, prediction: Prediction) -> str:
    """What happens, and who gets what."""
    return f"`{happens(outcome, prediction)}` gives {_payoffs(outcome, prediction.players)}"


def _if_one(prediction: Prediction) -> str:
    """Who gets what, where there is one result."""
    return f", {_payoffs(prediction.outcomes[0], prediction.players)}" if len(prediction.outcomes) == 1 else ""


def _payoffs(outcome: Outcome, players: Sequence[str]) -> str:
    words = [f"{safe(n, True)} {amount(x)}" for n, x in zip(players, outcome.payoffs, strict=True)]
    return joined(words)


def _name(found: LensComparison, player: str) -> str:
    return safe(found.scenario.players[player].name, True)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
