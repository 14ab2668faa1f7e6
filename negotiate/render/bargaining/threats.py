"""The threats that would move a deal, on one screen."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from rich.console import RenderableType

from negotiate.bargaining.reports.words import NOTHING_CHANGES, sizes, worth
from negotiate.bargaining.table.block import FloatArray
from negotiate.bargaining.threats import ThreatPair, VariableThreats
from negotiate.render.kind import Kind
from negotiate.render.table import fitting, table
from negotiate.report.numbers import aligned, decimals, exact, probability, rounded
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe

NOTHING = 1e-9
"""A loss below it is none."""


def sentences(found: VariableThreats) -> list[str]:
    """What each would threaten, what it moves, and whether it would be carried out."""
    if not found.deciders:
        return [_nothing(found)]
    if not found.pairs:
        return ["No pair of threats was found that neither side would change."]
    said = []
    for number, pair in enumerate(found.pairs):
        said += [_chosen(found, pair, number), _moved(found, pair)]
        said += [_believed(found, pair, p) for p in found.deciders]
    return said


def _nothing(found: VariableThreats) -> str:
    """That there is nothing to threaten with."""
    problem = found.problem
    away = worth(problem, problem.disagreement.tolist(), [decimals([float(x)]) for x in problem.disagreement])
    return f"Neither side decides anything alone, so nobody has a threat: no deal gives {away}, whatever they say."


def _chosen(found: VariableThreats, pair: ThreatPair, number: int) -> str:
    """What they would do without a deal, and whether that threatens anybody."""
    start = "In another equilibrium of such choices" if number else "Free to choose what no deal would be"
    names = [safe(name, True) for name in found.problem.players]
    told = joined([f"{names[p]} with {_threat(pair, p)}" for p in found.deciders])
    idle = [name for p, name in enumerate(names) if p not in found.deciders]
    told += f"; {idle[0]} decides nothing alone" if idle else ""
    who = names[found.deciders[0]] if idle else "they"
    meaning = found.meaning(pair)
    if meaning == "same":
        return f"{start}, {who} would choose one that is worth the same to both: {told}."
    if meaning == "threat":
        return f"{start}, {who} would threaten{'' if idle else ' each other'}: {told}."
    more = [
        name for name, here, away in zip(names, pair.no_deal, found.problem.disagreement, strict=True) if here > away
    ]
    rather = "that leaves both better off" if len(more) == 2 else f"that leaves {more[0]} better off and nobody worse"
    return f"{start}, {who} would rather have one {rather}: {told}. That is no threat."


def _threat(pair: ThreatPair, player: int) -> str:
    often = "" if pair.odds[player] > 1 - NOTHING else f" (with probability {probability(pair.odds[player])})"
    words = NOTHING_CHANGES if pair.threats[player] == "status quo" else safe(pair.threats[player], True)
    return f"{words}{often}"


def _moved(found: VariableThreats, pair: ThreatPair) -> str:
    today = _today(found)
    deal = worth(found.problem, pair.deal.tolist(), [decimals([float(x)]) for x in pair.deal])
    if not (found.today.agreement or pair.agreement):
        return "There is no deal either way."
    if found.today.agreement and pair.agreement and np.allclose(today, pair.deal, rtol=1e-9, atol=1e-9):
        return f"The Nash point does not move: {deal}."
    more = [float(x) for x in pair.deal - today]
    moved = joined(
        [
            f"{safe(n, True)} {rounded(abs(x), decimals([x]))} {'more' if x > 0 else 'less'}"
            for n, x in zip(found.problem.players, more, strict=True)
            if abs(x) > NOTHING
        ]
    )
    if not pair.agreement:
        return f"There would then be no deal, which gives {deal}: {moved} than the Nash point {_over(found)}."
    if not found.today.agreement:
        return f"There would then be a deal, whose Nash point gives {deal}: {moved} than no deal {_over(found)}."
    return f"The Nash point would then give {deal}: {moved} than {_over(found)}."


def _today(found: VariableThreats) -> FloatArray:
    """The Nash point as things are; where packages tie, their average, as it is under threats."""
    return np.asarray(np.mean(found.today.tied or (found.today.payoffs,), axis=0), dtype=np.float64)


def _no_deal(found: VariableThreats) -> str:
    """Whose no-deal point the threats are held against."""
    how = found.problem.no_deals[found.problem.chosen].how
    return {"file": "no deal, as the file has it", "equilibrium": "no deal, as `solve` finds it"}.get(how, "no deal")


def _over(found: VariableThreats) -> str:
    """Where the deal comes from that the threats move."""
    how = found.problem.no_deals[found.problem.chosen].how
    words = {
        "file": "the no-deal point of the file",
        "equilibrium": "the no-deal point that `solve` finds",
        "status quo": "the status quo",
    }
    return f"under {words.get(how, 'the no-deal point that was given')}"


def _believed(found: VariableThreats, pair: ThreatPair, player: int) -> str:
    who = safe(found.problem.players[player], True)
    loss = pair.regrets[player]
    threat = found.meaning(pair) == "threat"
    it = "carry its threat out" if threat else "do so"
    if loss <= NOTHING:
        return f"{who} would {it}: nothing else is better for it then."
    asks = " `negotiate tree --threats` says who believes it." if threat else ""
    return (
        f"{who} would rather not {it}, since that costs it {rounded(loss, decimals([loss]))} more than what would then "
        f"be best for it, so it has to bind itself.{asks}"
    )


def body(found: VariableThreats, look: Look) -> Iterable[RenderableType]:
    """No deal and the deal, today and under the threats."""
    problem = found.problem
    if not found.pairs:
        return []
    cells = [(_no_deal(found), problem.disagreement)]
    cells += [("the Nash point over it", _today(found))] if found.today.agreement else []
    for number, pair in enumerate(found.pairs, 1):
        which = f" ({number})" if len(found.pairs) > 1 else ""
        how = "threats carried out" if found.meaning(pair) == "threat" else "as they would choose it"
        cells.append((f"no deal, {how}{which}", pair.no_deal))
        cells += [(f"the Nash point over that{which}", pair.deal)] if pair.agreement else []
    numbers = [aligned([float(row[1][p]) for row in cells]) for p in range(2)]
    room = [max(map(len, column)) for column in numbers]
    heads = fitting(problem.players, problem.keys, room, look.columns // 3, more=look.glyphs.more)
    return table(["", *heads], [[row[0], *(c[k] for c in numbers)] for k, row in enumerate(cells)], 1, look)


def rows(found: VariableThreats) -> list[list[list[str]]]:
    """One row a pair of threats."""
    keys = found.problem.keys
    head = [f"{part} {key}" for key in keys for part in ("threat", "odds", "no deal", "deal", "regret")]
    table_, largest = [head], sizes(found.problem)
    for pair in found.pairs:
        row: list[str] = []
        for p in range(2):
            worths = (pair.no_deal[p], pair.deal[p], pair.regrets[p])
            row += [pair.threats[p], exact(pair.odds[p]), *(exact(x, largest[p]) for x in worths)]
        table_.append(row)
    return [table_]


def remarks(found: VariableThreats) -> list[str]:
    """How the threats were found."""
    if not found.deciders:
        return [*found.problem.notes]
    many = counted(found.equilibria, "equilibrium", "equilibria")
    which = f"{many} of choosing threats, of those that lead to one deal the cheapest to carry out"
    how = "all of them" if found.complete else "perhaps not all"
    return [*found.problem.notes, f"Method: the Nash point under every pair of threats, and {which} ({how} found)"]


KIND = Kind(VariableThreats, sentences, body, rows, remarks)
