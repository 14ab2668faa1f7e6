"""How play changes with the cost of backing down, with both ends of each range."""

from __future__ import annotations

from math import inf, isfinite

from negotiate.credibility.reports.words import ThreatWords
from negotiate.credibility.result import Stage
from negotiate.credibility.stages import same_endings
from negotiate.report.blocks import Sentence
from negotiate.report.numbers import contrast
from negotiate.report.words import safe


def cost_today(words: ThreatWords) -> str:
    """What backing down costs as things are, and the parameter that says so."""
    cost, parameter, maker = words.threat.cost_today, safe(words.threat.parameter, True), words.maker
    if cost is None:
        return "Today, backing down costs more for some announcements than for others."
    zero = words.nothing(cost)
    known = f" (`{parameter}` is {'0' if zero else words.own(cost)})" if parameter else ""
    if zero:
        return f"Today, backing down costs {maker} nothing{known}."
    return f"Today, backing down {'costs' if cost > 0 else 'brings'} {maker} {words.own(abs(cost))}{known}."


def changes(words: ThreatWords) -> list[Sentence]:
    """At which costs of backing down play would be another, next above and below today's; further ones as details."""
    here, stages = today(words), words.threat.stages
    others = [(k, step > 1) for step in (1, 2) for k in (here + step, here - step) if 0 <= k < len(stages)]
    if others:
        return [Sentence(stage_words(words, stages[k], "backing down"), detail) for k, detail in others]
    same = "What happens is the same" if words.threat.complete else "As far as was looked, what happens is the same"
    return [Sentence(f"{same} whatever backing down costs: {words.play(words.threat.today)}.")]


def stage_words(words: ThreatWords, stage: Stage, deed: str, besides: str = "") -> str:
    """What would be played if a deed had other costs."""
    return f"If {deed} {costing(words, stage)}{besides}, play would be {words.play(stage.equilibrium)}."


def today(words: ThreatWords) -> int:
    """The place among the stages of the one that holds today's cost and today's play."""
    stages = words.threat.stages
    holds = [(s.low <= 0 or words.nothing(s.low)) and (s.high >= 0 or words.nothing(s.high)) for s in stages]
    found = [k for k, held in enumerate(holds) if held]
    return next((k for k in found if same_endings(stages[k].equilibrium, words.threat.today)), found[0])


def costing(words: ThreatWords, stage: Stage) -> str:
    """A range of costs with both its ends: "cost China between 1 and 3", "brought China more than 8.42"."""
    base, maker = words.threat.cost_today, words.maker
    low, high = (0.0 if words.nothing(end + (base or 0.0)) else end + (base or 0.0) for end in (stage.low, stage.high))
    more = "" if base is not None else " beside today's"
    if low >= 0:
        return f"cost {maker} {_range(words, low, high)}{more}"
    if high <= 0:
        return f"brought {maker} {_range(words, -high, -low)}{more}"
    cost = "anything" if high == inf else f"less than {words.own(high)}"
    gain = f" or brought {maker} {_range(words, 0.0, -low)}" if isfinite(low) else ""
    return f"cost {maker} {cost}{gain}{more}"


def _range(words: ThreatWords, low: float, high: float) -> str:
    """Amounts from one, not below 0, to another."""
    if high == inf:
        return "anything" if low == 0 else f"more than {words.own(low)}"
    if words.nothing(high - low):
        return f"exactly {words.own(low)}"
    if low == 0:
        return f"less than {words.own(high)}"
    least, most = contrast(low, high, words.digits[words.threat.player])
    return f"between {least} and {most}"
