"""The threats that would move a deal."""

from __future__ import annotations

import numpy as np

from negotiate.bargaining.reports.words import NOTHING_CHANGES, names, payoff_columns, payoff_notes, sizes, worth
from negotiate.bargaining.table.block import BoolArray, FloatArray
from negotiate.bargaining.threats import ThreatPair, VariableThreats
from negotiate.games.normal_form import Strategy
from negotiate.report.blocks import Block, Column, Entry, Note, Report, Sentence, Table
from negotiate.report.numbers import number, probability
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words, joined, the

NOTHING = 1e-9
"""A loss below it is none."""
ROWS = 10
"""Of the table, where not everything is wanted."""
NOBODY = "Neither side decides anything alone, so nobody has a threat. No deal gives {}, whatever they say."
NONE = "No pair of threats was found that neither side would change."
ASK = "`negotiate tree --threats` says whether a threat is believed."
MORE = "Perhaps not all equilibria of threats were found."
METHOD = (
    "Method: the Nash point under every pair of threats (Nash 1953), and {} of choosing threats. Of those that lead to "
    "the same deal, the cheapest to carry out is shown."
)


def report(found: VariableThreats, look: Look) -> Report:
    """What each would threaten, what that moves, and whether it would be carried out."""
    problem = found.problem
    blocks: list[Block] = [*_said(found), *([_worths(found)] if found.pairs else []), _for_programs(found)]
    blocks += payoff_notes(problem)
    if found.deciders:
        blocks += [] if found.complete else [Note(MORE)]
        blocks.append(Note(METHOD.format(counted(found.equilibria, "equilibrium", "equilibria")), detail=True))
    return Report(problem.title, tuple(blocks), tuple(problem.players))


def _said(found: VariableThreats) -> list[Sentence]:
    """What is said of each pair of threats, of all but the first as details."""
    if not found.deciders:
        return [Sentence(NOBODY.format(worth(found.problem, found.problem.disagreement)))]
    said = [] if found.pairs else [Sentence(NONE)]
    for place, pair in enumerate(found.pairs):
        texts = (_chosen(found, pair, place), _moved(found, pair), *_believed(found, pair))
        said += [Sentence(text, detail=place > 0) for text in texts]
    if (more := len(found.pairs) - 1) > 0:
        lead = (
            "equilibria of threats lead to other deals" if more > 1 else "equilibrium of threats leads to another deal"
        )
        said.append(Sentence(f"{in_words(more)} other {lead}, shown in the table."))
    return said


def _chosen(found: VariableThreats, pair: ThreatPair, place: int) -> str:
    """What they would do without a deal, and whether that threatens anybody."""
    players, deciders, no_deal = found.problem.players, found.deciders, _no_deal(found)
    who = the(players[deciders[0]]) if len(deciders) == 1 else "each side"
    start = f"Suppose that {who} could commit to what it does without a deal. "
    start = f"In equilibrium {place + 1} of threats " if place else start
    acts = [f"{the(players[p], not (k or place))} would choose {_threat(pair, p)}" for k, p in enumerate(deciders)]
    idle = [f" {the(name, True)} decides nothing alone." for p, name in enumerate(players) if p not in deciders]
    said = f"{start}{joined(acts)}.{''.join(idle)}"
    meaning, change = pair.meaning, pair.no_deal - found.problem.disagreement
    if meaning == "same":
        return f"{said} For both, that is worth the same as {no_deal}."
    if meaning == "threat":
        return f"{said} That is a threat: {_those(found, change < 0)} would be worse off than with {no_deal}."
    worse = "" if (change > 0).all() else ", and nobody worse off"
    return f"{said} That is no threat: {_those(found, change > 0)} would be better off than with {no_deal}{worse}."


def _those(found: VariableThreats, chosen: BoolArray) -> str:
    return "both" if chosen.all() else names(found.problem, np.flatnonzero(chosen).tolist())


def _threat(pair: ThreatPair, player: int) -> str:
    often = "" if pair.odds[player] > 1 - NOTHING else f" (with probability {probability(pair.odds[player])})"
    word = _words(pair.threats[player])
    return f"{NOTHING_CHANGES if word == 'status quo' else word}{often}"


def _words(chosen: Strategy) -> str:
    (issue, option), *more = chosen.choices.items() or (("", ""),)
    return chosen.label if more or not issue else f"{issue} {option}"


def _moved(found: VariableThreats, pair: ThreatPair) -> str:
    """What there is to sign then, held against what there is today."""
    today, deal, there_is = _today(found), worth(found.problem, pair.deal), found.today.agreement
    if not (there_is or pair.agreement):
        return "There is no deal either way."
    if there_is and pair.agreement and np.allclose(today, pair.deal, rtol=1e-9, atol=1e-9):
        return f"The Nash point does not move: it gives {deal}."
    start = "The Nash point would give" if there_is else "There would be a deal: its Nash point would give"
    start = start if pair.agreement else "There would be no deal, which gives"
    changes = zip(map(the, found.problem.players), (pair.deal - today).tolist(), strict=True)
    moved = [f"{number(abs(x))} {'more' if x > 0 else 'less'} for {name}" for name, x in changes if abs(x) > NOTHING]
    than = f"{'the Nash point over ' if there_is else ''}{_no_deal(found)}"
    return f"{start} {deal}. That is {joined(moved)} than {than}."


def _believed(found: VariableThreats, pair: ThreatPair) -> list[str]:
    """Who would carry it out, and who would lose by doing so."""
    threat = pair.meaning == "threat"
    act = "carry the threat out" if threat else "do so"
    willing = [the(found.problem.players[p], True) for p in found.deciders if pair.regrets[p] <= NOTHING]
    losing = [p for p in found.deciders if pair.regrets[p] > NOTHING]
    said = [f"{willing[0]} would {act}, with nothing better to do then."] if len(willing) == 1 else []
    said += [f"Both would {act}: neither has anything better to do then."] if len(willing) == 2 else []
    if losing:
        doing = f"Carrying the threat{'s' if len(losing) > 1 else ''} out" if threat else "Doing so"
        costs = joined([f"{the(found.problem.players[p])} {number(pair.regrets[p])}" for p in losing])
        than = "the best replies, so both" if len(losing) > 1 else f"the best reply, so {names(found.problem, losing)}"
        said.append(f"{doing} would cost {costs} more than {than} would have to commit beforehand.")
    return [*said, ASK] if threat and losing else said


def _today(found: VariableThreats) -> FloatArray:
    """The Nash point as things are; where packages tie, their average, as it is under threats."""
    return np.asarray(np.mean(found.today.tied or (found.today.payoffs,), axis=0), dtype=np.float64)


def _no_deal(found: VariableThreats) -> str:
    """The no-deal point that the threats are held against."""
    how = found.problem.no_deals[found.problem.chosen].how
    return {"file": "no deal as the file has it", "equilibrium": "no deal as `solve` finds it"}.get(how, "no deal")


def _worths(found: VariableThreats) -> Table:
    """For people: no deal and the deal, today and under the threats."""
    rows: list[tuple[str, FloatArray]] = [(_no_deal(found), found.problem.disagreement)]
    rows += [("the Nash point over it", _today(found))] if found.today.agreement else []
    for place, pair in enumerate(found.pairs, 1):
        which = f" ({place})" if len(found.pairs) > 1 else ""
        how = "threats carried out" if pair.meaning == "threat" else "as they would choose it"
        rows.append((f"no deal, {how}{which}", pair.no_deal))
        rows += [(f"the Nash point over that{which}", pair.deal)] if pair.agreement else []
    cells: tuple[tuple[Entry, ...], ...] = tuple((words, *payoffs.tolist()) for words, payoffs in rows)
    return Table((Column(""), *payoff_columns(found.problem)), cells, most=ROWS, only="people")


def _for_programs(found: VariableThreats) -> Table:
    """One row a pair of threats."""
    columns, rows = list[Column](), list[tuple[Entry, ...]]()
    for key, size in zip(found.problem.keys, sizes(found.problem), strict=True):
        columns += [Column(f"threat {key}"), Column(f"odds {key}", "number")]
        columns += [Column(f"{part} {key}", "payoff", size=size) for part in ("no deal", "deal", "regret")]
    for pair in found.pairs:
        parts = zip(
            map(_words, pair.threats), pair.odds, pair.no_deal.tolist(), pair.deal.tolist(), pair.regrets, strict=True
        )
        rows.append(tuple(part for own in parts for part in own))
    return Table(tuple(columns), tuple(rows), only="programs")
