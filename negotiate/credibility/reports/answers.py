"""Whether a threat is credible or empty, and what it is worth, in plain sentences."""

from __future__ import annotations

from collections.abc import Container, Sequence

from negotiate.credibility.reports.costs import changes, cost_today, costing, stage_words, today
from negotiate.credibility.reports.words import SAME, ThreatWords
from negotiate.credibility.result import Case, FollowThrough, Threat
from negotiate.credibility.stages import same_endings
from negotiate.report.blocks import Sentence
from negotiate.report.numbers import decimals, odds, rounded
from negotiate.report.words import joined, safe

FEW = 3
"""Announcements that are spoken of where not everything is wanted."""
NO_THREAT = "No move announces a threat, and nobody would gain by a commitment."


def case_sentences(case: Case) -> list[Sentence]:
    """What is said of one case, the answer first."""
    if case.announced:
        return [said for threat in case.threats for said in _announced(ThreatWords(case, threat))]
    if not case.threats:
        return [Sentence(NO_THREAT)]
    said = [text for threat in case.threats for text in _commitment(ThreatWords(case, threat))]
    if case.cut:
        said.append(f"Commitments to {case.cut:,} more action{'s' if case.cut > 1 else ''} would bring less.")
    return [Sentence("No move announces a threat. A commitment would help:"), *map(Sentence, said)]


def _announced(words: ThreatWords) -> list[Sentence]:
    """For each announcement whether it is credible; what the threat is worth; what other costs would change."""
    threat = words.threat
    announced = list(dict.fromkeys(place.announced for place in threat.places))
    few = _foremost(threat, announced)
    said = []
    for word in announced:
        places = [place for place in threat.places if place.announced == word]
        said += [Sentence(text, word not in few) for text in _credible(words, places)]
    rest = [*_worth(words), *_prices(words, few), cost_today(words)]
    return [*said, *map(Sentence, rest), *changes(words)]


def _foremost(threat: Threat, announced: Sequence[str]) -> list[str]:
    """The announcements that play comes to, as things are or if they bind, then the first of the others."""
    played = {way.moves.get(threat.announced_at, "") for way in (threat.today, threat.bound)}
    return sorted(announced, key=lambda word: word not in played)[:FEW]


def _credible(words: ThreatWords, places: Sequence[FollowThrough]) -> list[str]:
    """Whether carrying out one announcement is better than backing down, by how much and why."""
    equal = [place for place in places if words.nothing(place.missing)]
    better = [place for place in places if place.missing < 0 and place not in equal]
    worse = [place for place in places if place.missing > 0 and place not in equal]
    what, said = f"`{safe(places[0].announced, True)}`", []
    part = "" if len(places) in (len(better), len(worse)) else " in part"
    if better:
        amounts = words.amounts(better, len(places))
        said.append(f"{what} is credible{part}: carrying it out gives {words.maker} {amounts}.")
        said += [*words.terms(max(better, key=lambda place: place.missing)), *_chance(better)]
    if equal:
        where = "" if len(equal) == len(places) else words.after(equal)
        said.append(f"Carrying out {what}{where} is as good for {words.maker} as backing down: credible or not.")
    if worse:
        said.append(f"{what} is empty{part}: carrying it out costs {words.maker} {words.amounts(worse, len(places))}.")
        said += words.terms(min(worse, key=lambda place: place.missing))
    return [" ".join(said)]


def _chance(places: Sequence[FollowThrough]) -> list[str]:
    """How far chance lets a credible threat be carried out."""
    low, high = min(place.odds for place in places), max(place.odds for place in places)
    if high <= 0:
        return ["But chance never lets it happen."]
    most = "at most " if high > low + SAME else ""
    return [] if low >= 1 - SAME else [f"Chance lets it happen with odds {most}{odds(high)}."]


def _worth(words: ThreatWords) -> list[str]:
    """What the threat is worth, and what a commitment to it would add."""
    never, today_, bound = words.ways
    if same_endings(today_, never):
        first = [f"The threat changes nothing: play is {words.play(today_)}, with the threat or without."]
    else:
        gained = [t - n for t, n in zip(today_.payoffs, never.payoffs, strict=True)]
        first = [
            f"Without the threat, play would be {words.play(never)}.",
            f"The threat is worth {words.each(gained)}.",
        ]
    if same_endings(today_, bound):
        return [*first, f"A commitment to carry it out would add nothing for {words.maker}."]
    worth = words.each(words.threat.worth_of_binding)
    return [*first, f"If {words.maker} could commit to it, play would be {words.play(bound)}: worth {worth}."]


def _prices(words: ThreatWords, some: Container[str]) -> list[str]:
    """What it costs the other side more not to give in to each announcement, because it is credible."""
    said = []
    for player in dict.fromkeys(price.player for price in words.threat.prices):
        prices = [price for price in words.threat.prices if price.player == player and price.announced in some]
        who, digits = words.name(player), max(decimals([price.cost_of_defying]) for price in prices)
        costs = [0.0 if words.nothing(p.cost_of_defying, player) else p.cost_of_defying for p in prices]
        if max(costs) <= 0:
            said.append(f"Defying the threat costs {who} no more than if nobody could carry it out.")
            continue
        parts = [
            f"{rounded(cost, digits) if cost > 0 else 'no'} more after `{safe(price.announced, True)}`"
            for cost, price in zip(costs, prices, strict=True)
        ]
        said.append(f"Because the threat is credible, defying it costs {who} {joined(parts)}.")
    return said


def _commitment(words: ThreatWords) -> list[str]:
    """What somebody would do well to be bound to where no move announces anything."""
    threat, place, maker = words.threat, words.threat.places[0], words.maker
    act, other = f"`{safe(place.carrying_out, True)}`{words.after([place])}", f"`{safe(place.backing_down, True)}`"
    level, here = words.nothing(place.missing), today(words)
    if level:
        said = [f"{act} is as good for {maker} as {other}, so it may be believed or not."]
    else:
        costs = f"it costs {maker} {words.own(place.missing)} more than {other}"
        said = [" ".join([f"{act} is an empty threat: {costs}.", *words.terms(place)])]
    up = threat.stages[here + 1] if here + 1 < len(threat.stages) and not level else None
    same = up is not None and same_endings(up.equilibrium, threat.bound)
    cost = f", or if {other} {costing(words, up)} besides" if up is not None and same else ""
    worth = f"play would be {words.play(threat.bound)}: worth {words.each(threat.worth_of_binding)}"
    said.append(f"If {maker} could commit to it{cost}, {worth}.")
    more = threat.stages[here + 1 : here + 3] if up is not None and not same else ()
    return [*said, *(stage_words(words, stage, other, " besides") for stage in more)]
