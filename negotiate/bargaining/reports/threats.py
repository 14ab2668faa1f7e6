"""The threats that would move a deal."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining import reports
from negotiate.bargaining.threats import ThreatPair, VariableThreats
from negotiate.report.blocks import Block, Column, Entry, Note, Report, Sentence, Table
from negotiate.report.style import (
    Look,
    capital,
    counted,
    joined,
    more_or_less,
    number,
    probability,
    the,
)

NOTHING = 1e-9
"""A loss below it is none, and so is a smaller part of payoffs that all lie below 1."""
ROWS = 10
"""Of the table, where not everything is wanted."""
NOBODY = "Neither side decides anything alone, so neither has a threat."
NONE = "No pair of threats was found that neither side would change: {}."
ASK = "`negotiate tree --threats` checks whether a threat is credible move by move."
BEFOREHAND = "to what it does without a deal"
COMPLETE = "Complete; checked."
MORE = "There may be more equilibria of threats. Those shown were checked."
METHOD = (
    "Method: the Nash bargaining solution under every pair of threats (Nash 1953), and {} of "
    "choosing threats. Of "
    "those that lead to the same deal, the cheapest to carry out is shown."
)


def report(found: VariableThreats, look: Look) -> Report:
    """What each would threaten, what that moves, and whether it would be carried out."""
    blocks: list[Block] = [
        *_said(found),
        _worths(found),
        *map(Note, reports.no_deal_source(found.problem)),
    ]
    if not found.deciders:
        return reports.page(found.problem, blocks)
    method = METHOD.format(counted(found.equilibria, "equilibrium", "equilibria"))
    return reports.page(found.problem, blocks, [COMPLETE if found.complete else MORE], [method])


def _said(found: VariableThreats) -> Iterator[Sentence]:
    """What is said of each pair of threats, of all but the first as details."""
    if not found.pairs:
        yield Sentence(
            NONE.format(found.why_none)
            if found.deciders
            else " ".join([NOBODY, *reports.no_deal_worth(found.problem)])
        )
    for place, pair in enumerate(found.pairs):
        for texts in (_chosen(found, pair, place), _moved(found, pair), _believed(found, pair)):
            yield Sentence(" ".join(texts), detail=place > 0)
    if (more := len(found.pairs) - 1) > 0:
        others = counted(more, "more equilibrium", "more equilibria")
        yield Sentence(f"The table also shows {others} of threats, with another deal each.")


def _chosen(found: VariableThreats, pair: ThreatPair, place: int) -> Iterator[str]:
    """What they would do without a deal, and whether that threatens anybody."""
    players, deciders = found.problem.players, found.deciders
    who = the(players[deciders[0]]) if len(deciders) == 1 else "each side"
    yield (
        f"Take equilibrium {place + 1} of threats."
        if place
        else f"Suppose {who} could commit {BEFOREHAND}."
    )
    for player, name in enumerate(players):
        does = (
            f"would choose {_threat(found, pair, player)}"
            if player in deciders
            else "decides nothing alone"
        )
        yield f"{the(name, True)} {does}."
    change = pair.no_deal - found.problem.disagreement
    if pair.meaning == "same":
        yield "For both sides, that is worth the same as no deal."
    elif pair.meaning == "threat":
        yield f"That is a threat: {_those(found, change < 0)} would be worse off than with no deal."
    else:
        yield (
            f"That is no threat: {_those(found, change > 0)} would be better off than with no deal."
        )


def _those(found: VariableThreats, chosen: BoolArray) -> str:
    return (
        "both sides"
        if chosen.all()
        else reports.names(found.problem, np.flatnonzero(chosen).tolist())
    )


def _threat(found: VariableThreats, pair: ThreatPair, player: int) -> str:
    """What one side would do; issues are named where a side decides several."""
    problem, choices, odds = found.problem, pair.threats[player].choices, pair.odds[player]
    if any(len(own.choices) > 1 for own in pair.threats):
        told = reports.choices_cell(problem, reports.changes(problem, choices)).shown
    else:
        told = "".join(
            reports.option_name(problem, issue, option) for issue, option in choices.items()
        )
    told = told or pair.threats[player].label
    return told if odds > 1 - NOTHING else f"{told} (with probability {probability(odds)})"


def _moved(found: VariableThreats, pair: ThreatPair) -> Iterator[str]:
    """What there is to sign then, held against what there is today."""
    today, deal, there_is = (
        _today(found),
        reports.worth(found.problem, pair.deal),
        found.today.agreement,
    )
    if not (there_is or pair.agreement):
        yield "There is no deal, with or without these commitments."
    elif (
        there_is
        and pair.agreement
        and (np.abs(pair.deal - today) <= 1e-9 * np.abs(pair.deal) + _nothing(found)).all()
    ):
        yield f"The {reports.SOLUTION} stays the same. It gives {deal}."
    else:
        start = (
            f"The {reports.SOLUTION} would then give"
            if pair.agreement
            else "There would then be no deal. This gives"
        )
        yield f"{start} {deal}."
        gains = zip(
            map(the, found.problem.players),
            (pair.deal - today).tolist(),
            _nothing(found),
            strict=True,
        )
        moved = joined(
            [f"{more_or_less(x)} for {who}" for who, x, nothing in gains if abs(x) > nothing]
        )
        yield f"That is {moved} than without these commitments."


def _nothing(found: VariableThreats) -> FloatArray:
    """A difference of each player's payoffs that counts as none, shape (players,)."""
    return NOTHING * np.minimum(1.0, reports.sizes(found.problem))


def _believed(found: VariableThreats, pair: ThreatPair) -> Iterator[str]:
    """Whose threat is credible, and who would have to commit."""
    threat = pair.meaning == "threat"
    for player in found.deciders:
        loss, what = pair.regrets[player], "threat" if threat else "choice"
        loss = loss if loss > _nothing(found)[player] else 0.0
        credible = (
            f"{capital(reports.whose(found.problem, player))} {what} is "
            f"{'not ' if loss else ''}credible"
        )
        better = f"a better reply is worth {number(loss)} more" if loss else "no reply is better"
        yield f"{credible}: {better}."
    if threat and (np.array(pair.regrets) > _nothing(found)).any():
        yield ASK


def _today(found: VariableThreats) -> FloatArray:
    """The Nash bargaining solution as things are; where packages tie, their average, as it is under
    threats.
    """
    return np.asarray(found.today.worths().mean(axis=1))


def _worths(found: VariableThreats) -> Table:
    """No deal and the deal, today and with commitments."""
    rows = [("no deal", found.problem.disagreement)]
    rows += [(reports.SOLUTION, _today(found))] if found.today.agreement else []
    for place, pair in enumerate(found.pairs, 1):
        which = f", with commitments{f' ({place})' if len(found.pairs) > 1 else ''}"
        rows.append((f"no deal{which}", pair.no_deal))
        rows += [(f"{reports.SOLUTION}{which}", pair.deal)] if pair.agreement else []
    cells: list[tuple[Entry, ...]] = [(words, *payoffs.tolist()) for words, payoffs in rows]
    return Table(
        (Column("", key="outcome"), *reports.payoff_columns(found.problem)), tuple(cells), most=ROWS
    )
