"""What is said before play, and what it adds to Nash equilibria: advice drawn by lot, and a
leader's commitment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np

from negotiate.equilibrium.registry import named
from negotiate.equilibrium.reports import ROWS, Rows, Words, page, several, told
from negotiate.equilibrium.solution import CorrelatedEquilibrium, Reason, Solution
from negotiate.report.blocks import Column, Report, Table, sentences
from negotiate.report.style import (
    Look,
    all_fractions,
    contrast,
    decimals,
    joined,
    probability,
    rounded,
    safe,
)

if TYPE_CHECKING:
    from negotiate.equilibrium.concepts.advice import Advised
    from negotiate.equilibrium.concepts.stackelberg import Commitment

NAMED = 2
"""What the others may be told, of which a sentence names so many, likeliest first."""
SAME = 1e-9  # of the objective's range, and of payoffs: less is rounding


def report(sol: Solution, look: Look) -> Report:
    """What an announcement is worth beside Nash equilibria, why nobody leaves it, and what is
    played then.
    """
    return told(
        sol,
        look,
        {"correlated": _advice, "coarse-correlated": _advice, "stackelberg": _commitments},
    )


# Advice -------------------------------------------------------------------------------------------


def _advice(words: Words, finding: Advised, sol: Solution, look: Look) -> Report:
    """What those asked about get at best and at worst, and each outcome that may be drawn."""
    found = [e for e in sol.equilibria if isinstance(e, CorrelatedEquilibrium)]
    kind, alone = found[0].kind, len(found) == 1
    texts = [*_advised(words, finding, kind), named(sol.concept).says]
    for where, e in zip(
        ["the lottery"] if alone else ["the best equilibrium", "the worst equilibrium"],
        found,
        strict=True,
    ):
        for reason in (one for one in e.reasons if one.alternative):
            if kind == "correlated":
                obeying = f"{'Told' if alone else f'In {where}, told'} {_obeying(words, e, reason)}"
                texts.append(f"{obeying} {words.instead(reason)}")
            else:
                away = f"If {words.name(reason.player)} stayed out of {where} and always played"
                texts.append(words.instead(reason, f"{away} `{safe(reason.alternative, True)}`"))
    return page(
        sol,
        [*sentences(texts, 5), *_outcomes(words, found)],
        open_still="there may be a better lottery",
    )


def _advised(words: Words, finding: Advised, kind: str) -> Iterator[str]:
    """What those asked about get at best and at worst, and how far the best goes beyond the Nash
    equilibria.
    """
    (best, worst), nash = finding.values, finding.nash
    asked = range(words.game.n_players) if finding.player is None else [finding.player]
    who, together = joined(list(map(words.name, asked))), " together" if len(asked) > 1 else ""
    table = np.unique(words.game.payoffs[list(asked)].sum(axis=0))
    digits = max(decimals(table.tolist()), decimals([best]), decimals([worst]))
    slack = SAME * max(1.0, abs(best), abs(worst))
    most, least = contrast(best, worst, digits)
    if abs(best - worst) <= slack:
        yield f"Every {kind} equilibrium gives {who} {most}{together}."
    else:
        which = "with the largest sum of payoffs" if together else f"that is best for {who}"
        yield (
            f"The {kind} equilibrium {which} gives {who} {most}{together}. The worst gives {least}."
        )
    if nash is not None:
        digits = max(digits, decimals([nash.least]), decimals([nash.most]))
        gain = "Advice" if kind == "correlated" else "The lottery"
        adds = f" {gain} adds {rounded(best - nash.most, digits)} to the best of these."
        adds = "" if abs(best - nash.most) <= slack else adds
        yield f"{_nash(finding, 'them' if together else who, digits, slack)}{adds}"


def _nash(found: Advised | Commitment, whom: str, digits: int, slack: float = SAME) -> str:
    """What Nash equilibria give; empty where none is known."""
    nash = found.nash
    if nash is None:
        return ""
    known = "" if nash.complete else " that were found"
    return f"The Nash equilibria{known} give {whom} {_range(nash.least, nash.most, digits, slack)}."


def _range(
    low: float, high: float, digits: int, slack: float = SAME, between: str = "between {} and {}"
) -> str:
    """Two numbers as a sentence says what lies between them; one where they are the same."""
    return (
        rounded(high, digits)
        if abs(high - low) <= slack
        else between.format(*contrast(low, high, digits))
    )


def _obeying(words: Words, found: CorrelatedEquilibrium, reason: Reason) -> str:
    """What a player knows of the others when it is told something."""
    player = reason.player
    own = [strategy.label for strategy in words.game.strategies[player]].index(reason.chosen)
    given = np.moveaxis(found.distribution, player, 0)[own]
    others = [p for p in range(words.game.n_players) if p != player]
    cells = sorted(map(tuple, np.argwhere(given).tolist()), key=lambda cell: -float(given[cell]))
    odds = [float(given[cell] / given.sum()) for cell in cells]
    verb, who = (
        "is told" if len(cells) == 1 else "to play",
        f"`{words.label(player, own)}`, {words.name(player)}",
    )
    acts = [
        [f"{words.name(p)} {verb} `{words.label(p, i)}`" for p, i in zip(others, cell, strict=True)]
        for cell in cells
    ]
    if len(cells) == 1:
        return f"{who} knows that {joined(acts[0])}." if others else f"{who} decides alone."
    fractions = all_fractions(odds)
    chances = [
        f"{joined(act)} with probability {probability(p, fractions)}"
        for act, p in zip(acts, odds, strict=True)
    ]
    return f"{who} expects {several(chances, NAMED, 'or')}."


def _outcomes(words: Words, found: Sequence[CorrelatedEquilibrium]) -> Iterator[Table]:
    """Each outcome that may be drawn, those of the best equilibrium first, and what that comes to
    on average.
    """
    tables, payoffs = [e.distribution for e in found], words.columns()
    happening = np.max(tables, axis=0)
    cells = map(tuple, np.argwhere(happening).tolist())
    rows: Rows = [
        (
            words.side_by_side(cell),
            *(float(table[cell]) or None for table in tables),
            *words.payoffs(cell),
        )
        for cell in sorted(
            cells, key=lambda cell: (-float(tables[0][cell]), -float(happening[cell]))
        )
    ]
    which = ["best", "worst"] if len(found) > 1 else ["lottery"]
    heads = ["Best", "Worst"] if len(found) > 1 else ["Probability"]
    columns = (
        Column(head, "probability", head.lower(), "Chance" * (head == "Probability"))
        for head in heads
    )
    yield Table(
        (Column("Outcome", key="outcome"), *columns, *payoffs),
        tuple(rows),
        most=ROWS,
        more="outcome",
    )
    if len(rows) > 1:
        averages: Rows = [(word, *e.payoffs) for word, e in zip(which, found, strict=True)]
        yield Table((Column("On average", key="equilibrium"), *payoffs), tuple(averages))


# Commitments --------------------------------------------------------------------------------------


def _commitments(words: Words, _: object, sol: Solution, look: Look) -> Report:
    """What moving first is worth to each player that was asked about, and each commitment."""
    found = cast("tuple[Commitment, ...]", sol.equilibria)
    digits = list(words.digits)
    for one in found:
        nash = (one.nash.least, one.nash.most) if one.nash else ()
        digits[one.leader] = max([digits[one.leader], *(decimals([x]) for x in nash)])
    words = replace(words, digits=digits)
    best = [
        next(one for one in found if one.leader == p) for p in sorted({one.leader for one in found})
    ]
    parts = joined([f"{_worth(words, one)} to {words.name(one.leader)}" for one in best])
    known = (
        ""
        if all(one.nash is None or one.nash.complete for one in best)
        else ", compared with the equilibria found"
    )
    texts = [
        f"A binding announcement (a Stackelberg commitment) is worth {parts}{known}.",
        named(sol.concept).says,
    ]
    texts += [_leading(words, one) for one in best]
    texts += [
        _against_ties(words, one)
        for one in found
        if not one.cautious and one.payoffs[one.leader] - one.sure > SAME
    ]
    table = _table(words, found, best)
    return page(sol, [*sentences(texts, 4), table], open_still="there may be a better commitment")


def _worth(words: Words, one: Commitment, between: str = "between {} and {}") -> str:
    """What being bound adds to what Nash equilibria give."""
    if one.nash is None:
        return "an unknown amount"
    low, high = one.worth
    same = max(abs(low), abs(high)) <= SAME
    return "nothing" if same else _range(low, high, words.digits[one.leader], between=between)


def _leading(words: Words, one: Commitment) -> str:
    """What a leader commits to, why the follower replies as it does, and what the leader gets."""
    us, follower = words.name(one.leader), 1 - one.leader
    bound, reply = (
        words.strategy(p, one.strategies[p], quoted=True) for p in (one.leader, follower)
    )
    said = [f"If {us} commits to {bound}, {words.whose(follower)} best reply is {reply}."]
    said += [words.instead(r) for r in one.reasons if r.player == follower and r.alternative]
    said.append(
        f"{words.name(one.leader, True)} then gets "
        f"{words.rounded(one.leader, one.payoffs[one.leader])}."
    )
    return " ".join(filter(None, [*said, _nash(one, us, words.digits[one.leader])]))


def _against_ties(words: Words, one: Commitment) -> str:
    """What is left where the follower's ties go against the leader."""
    sure, full = contrast(one.sure, one.payoffs[one.leader], words.digits[one.leader])
    us, them = words.name(one.leader), words.name(1 - one.leader)
    bound = words.strategy(one.leader, one.strategies[one.leader], quoted=True)
    return (
        f"If {them} broke ties against {us}, the commitment to {bound} would give {us} {sure} "
        f"instead of {full}."
    )


def _table(words: Words, found: Sequence[Commitment], best: Sequence[Commitment]) -> Table:
    kinds = [Column("Kind", key="kind")] if len(found) > len(best) else []
    heads = [
        Column("Leader", key="leader"),
        Column("Commitment", key="commitment"),
        Column("Best reply", key="reply"),
    ]
    gains = [Column(head, "number", head.lower()) for head in ("Nash", "Worth")]
    rows: Rows = []
    for before, one in zip([-1, *(one.leader for one in found)], found, strict=False):
        kind = "best" if one in best else "cautious" if one.cautious else "pure"
        played = (words.strategy(p, one.strategies[p]) for p in (one.leader, 1 - one.leader))
        places, nash = words.digits[one.leader], one.nash
        given = "?" if nash is None else _range(nash.least, nash.most, places, between="{} to {}")
        worth = _worth(words, one, "{} to {}")
        rows.append(
            (
                words.cell(one.leader, before),
                *played,
                *[kind][: len(kinds)],
                *one.payoffs,
                given,
                worth,
            )
        )
    return Table((*heads, *kinds, *words.columns(), *gains), tuple(rows))
