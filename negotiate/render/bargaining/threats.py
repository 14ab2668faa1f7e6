"""The threats that would move a deal, on one screen."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from rich.console import RenderableType

from negotiate.bargaining.threats import ThreatPair, VariableThreats
from negotiate.render.bargaining.words import worth
from negotiate.render.kind import Kind
from negotiate.render.style import Look
from negotiate.render.table import fitting, table
from negotiate.render.text import aligned, counted, decimals, joined, probability, rounded, safe

NOTHING = 1e-9
"""A loss below it is none."""


def sentences(found: VariableThreats) -> list[str]:
    """What each would threaten, what it moves, and whether it would be carried out."""
    problem = found.problem
    if not found.pairs:
        return ["No pair of threats was found that neither side would change."]
    said = []
    for pair in found.pairs:
        words = joined([f"{safe(n, True)} with {_threat(pair, p)}" for p, n in enumerate(problem.players)])
        places = [decimals([float(x)]) for x in pair.deal]
        said.append(f"Free to choose what no deal would be, they would threaten each other: {words}.")
        said.append(_moved(found, pair, places))
        said += [_believed(found, pair, p) for p in range(2)]
    return said


def _threat(pair: ThreatPair, player: int) -> str:
    often = "" if pair.odds[player] > 1 - NOTHING else f" (with probability {probability(pair.odds[player])})"
    return f"{safe(pair.threats[player], True)}{often}"


def _moved(found: VariableThreats, pair: ThreatPair, places: list[int]) -> str:
    today = np.mean(found.today.tied or (found.today.payoffs,), axis=0)
    deal = worth(found.problem, pair.deal.tolist(), places)
    if np.allclose(today, pair.deal, rtol=1e-9, atol=1e-9):
        return f"The Nash point does not move: {deal}."
    more = [float(x) for x in pair.deal - today]
    moved = joined(
        [
            f"{safe(n, True)} {rounded(abs(x), decimals([x]))} {'more' if x > 0 else 'less'}"
            for n, x in zip(found.problem.players, more, strict=True)
            if abs(x) > NOTHING
        ]
    )
    return f"The Nash point would then give {deal}: {moved} than under the no-deal point of the file."


def _believed(found: VariableThreats, pair: ThreatPair, player: int) -> str:
    who = safe(found.problem.players[player], True)
    loss = pair.regrets[player]
    if loss <= NOTHING:
        return f"{who} would carry its threat out: nothing else is better for it then."
    return (
        f"{who} would rather not carry its threat out, since that costs it {rounded(loss, decimals([loss]))} more than "
        f"what would then be best for it, so it has to bind itself. `negotiate tree --threats` says who believes it."
    )


def body(found: VariableThreats, look: Look) -> Iterable[RenderableType]:
    """No deal and the deal, today and under the threats."""
    problem = found.problem
    cells = [("no deal, as the file has it", problem.disagreement), ("the Nash point over it", found.today.payoffs)]
    for pair in found.pairs:
        cells += [("no deal, both threats carried out", pair.no_deal), ("the Nash point over that", pair.deal)]
    numbers = [aligned([float(row[1][p]) for row in cells]) for p in range(2)]
    room = [max(map(len, column)) for column in numbers]
    heads = fitting(problem.players, problem.keys, room, look.columns // 3, more=look.glyphs.more)
    return table(["", *heads], [[row[0], *(c[k] for c in numbers)] for k, row in enumerate(cells)], 1, look)


def rows(found: VariableThreats) -> list[list[list[str]]]:
    """One row a pair of threats."""
    keys = found.problem.keys
    head = [f"{part} {key}" for key in keys for part in ("threat", "odds", "no deal", "deal", "regret")]
    table_ = [head]
    for pair in found.pairs:
        row: list[str] = []
        for p in range(2):
            numbers = (pair.odds[p], pair.no_deal[p], pair.deal[p], pair.regrets[p])
            row += [pair.threats[p], *(f"{float(x):.12g}" for x in numbers)]
        table_.append(row)
    return [table_]


def remarks(found: VariableThreats) -> list[str]:
    """How the threats were found."""
    many = counted(found.equilibria, "equilibrium", "equilibria")
    which = f"{many} of choosing threats, of those that lead to one deal the cheapest to carry out"
    how = "all of them" if found.complete else "perhaps not all"
    return [f"Method: the Nash point under every pair of threats, and {which} ({how} found)"]


KIND = Kind(VariableThreats, sentences, body, rows, remarks)
