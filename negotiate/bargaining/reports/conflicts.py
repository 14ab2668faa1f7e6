"""Which claims cannot all stand, in sentences and as tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

from negotiate.bargaining.refusals.conflicts import Conflict, Conflicts
from negotiate.bargaining.reports.words import claim_words, names
from negotiate.bargaining.table.claims import Claim
from negotiate.report.blocks import Block, Column, Note, Report, Table, sentences
from negotiate.report.numbers import contrast
from negotiate.report.style import Look
from negotiate.report.words import in_words, joined, sentence_of, the

METHOD = "Method: packages by the claims that they cross; the smallest sets of claims that meet them all."
MORE = "Not everything was gone through; there may be more."


def report(found: Conflicts, look: Look) -> Report:
    """Which claims cannot all stand, and without which of them there would be a deal."""
    gone = tuple((_without(found, claims),) for claims in found.removals)
    blocks: list[Block] = [*sentences([headline(found), *reasons(found)])]
    if gone:
        blocks.append(Table((Column("There would be a deal without"),), gone, only="people"))
    blocks += [*set_tables(found), *(Note(sentence_of(note), detail=True) for note in found.problem.notes)]
    blocks += [*([] if found.complete else [Note(MORE)]), Note(METHOD, detail=True)]
    return Report(found.problem.title, tuple(blocks), tuple(found.problem.players))


def headline(found: Conflicts, money: bool = False) -> str:
    """Whether anything rules deals out, and for how many reasons.

    Parameters
    ----------
    found : Conflicts
        Between claims as they stand, without side payments.
    money : bool
        Whether there is a deal with side payments.
    """
    without = " without side payments" if money else ""
    if not found.complete and not found.sets:
        return "There is no deal. The claims are crossed in too many ways to say which few of them are to blame."
    if found.level:
        return f"There is nothing to sign{without}: some packages cross no claim, but nobody gains by any of them."
    if not found.sets:
        return "Nothing stands in the way: there is a deal."
    if len(found.sets) == 1 and found.complete:
        return f"There is no deal{without}, for one reason."
    count = f"{in_words(len(found.sets)).lower()} separate reasons"
    if not found.complete:
        return f"There is no deal{without}, for {count} or more. Those that take the fewest claims are listed."
    return f"There is no deal{without}, for {count}. Each would be enough."


def reasons(found: Conflicts) -> list[str]:
    """A reason for each conflict, those of fewest claims first."""
    return [reason(found, one) for one in found.sets]


def reason(found: Conflicts, one: Conflict) -> str:
    """Which claims leave no package between them."""
    lines = [claim for claim in one.claims if claim.kind != "no deal"]
    least = [claim.player for claim in one.claims if claim.kind == "no deal"]
    if not one.claims:
        return "No package is possible at all."
    said = _listed(found, lines)
    if not least:
        return f"{said} {_rule_out(len(lines))}."
    if len(least) == 1:
        return _one_left(found, one, said, len(lines), least[0])
    who = f"{'both' if len(least) == 2 else 'all of'} {names(found.problem, least)}"
    start = f"{said} leave{'' if len(lines) > 1 else 's'} no package that" if lines else "No package"
    return f"{start} gives {who} what no deal gives them."


def set_tables(found: Conflicts) -> list[Table]:
    """For programs: the conflicts, and the smallest sets without which there is a deal, a row a claim."""
    tables = []
    groups = (("conflict", [one.claims for one in found.sets]), ("removal", list(found.removals)))
    for noun, sets in groups:
        rows = tuple(
            (number, claim.name, found.problem.keys[claim.player], claim.kind)
            for number, claims in enumerate(sets, 1)
            for claim in claims
        )
        columns = (Column(noun, "count"), Column("claim"), Column("player"), Column("kind"))
        tables.append(Table(columns, rows, only="programs"))
    return tables


def _without(found: Conflicts, claims: Sequence[Claim]) -> str:
    return joined([claim_words(found.problem, claim).rstrip(",") for claim in claims])


def _listed(found: Conflicts, claims: list[Claim]) -> str:
    """Some claims as the start of a sentence."""
    said = joined([claim_words(found.problem, claim) for claim in claims])
    return said[:1].upper() + said[1:]


def _rule_out(count: int) -> str:
    if count == 1:
        return "rules every package out by itself"
    return f"cannot {'both' if count == 2 else 'all'} stand"


def _one_left(found: Conflicts, one: Conflict, said: str, lines: int, player: int) -> str:
    """What the others leave to the one player who would rather have no deal."""
    name = found.problem.players[player]
    apart = float(found.problem.disagreement[player])
    best, no_deal = contrast(one.best, apart) if math.isfinite(one.best) else ("less", contrast(apart, apart)[0])
    walks = f"No deal is worth {no_deal}, so {the(name)} walks away."
    if not lines:
        return f"The best package is worth {best} to {the(name)}. {walks}"
    stand = "stands" if lines == 1 else "stand"
    return f"If {said[:1].lower()}{said[1:]} {stand}, the best deal left is worth {best} to {the(name)}. {walks}"
