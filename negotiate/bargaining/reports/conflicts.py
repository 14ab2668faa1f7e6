"""Which claims cannot all stand, in sentences and as a table."""

from __future__ import annotations

import math
from collections.abc import Sequence

from negotiate.bargaining.refusals.conflicts import Conflict, Conflicts
from negotiate.bargaining.reports.words import claim_words, detail_notes, line_words, names
from negotiate.bargaining.table.claims import Claim
from negotiate.report.blocks import Block, Cell, Column, Note, Report, Table, sentences
from negotiate.report.numbers import contrast
from negotiate.report.style import Look
from negotiate.report.words import capital, in_words, joined, the

METHOD = "Method: packages by the claims that they cross; the smallest sets of claims that meet them all."
MORE = "The search stopped at a limit. There may be more."


def report(found: Conflicts, look: Look) -> Report:
    """Which claims cannot all stand, and without which of them there would be a deal."""
    gone = tuple((Cell(capital(without(found, c)), " ".join(one.name for one in c)),) for c in found.removals)
    table = Table((Column("There would be a deal", key="removed"),), gone)
    notes = [*detail_notes(found.problem), *([] if found.complete else [Note(MORE)]), Note(METHOD, detail=True)]
    blocks: tuple[Block, ...] = (*sentences([headline(found), *reasons(found)]), table, *notes)
    return Report(found.problem.title, blocks, tuple(found.problem.players))


def headline(found: Conflicts, money: bool = False) -> str:
    """Whether anything rules deals out, and for how many reasons.

    Parameters
    ----------
    found : Conflicts
        Between claims as they stand, without side payments.
    money : bool
        Whether there is a deal with side payments.
    """
    without_money = " without side payments" if money else ""
    if found.deal:
        return "There is a deal, so nothing stands in the way."
    if not found.sets:
        return f"There is no deal{without_money}. {cause(found)}" if found.level else cause(found)
    if len(found.sets) == 1 and found.complete:
        return f"There is no deal{without_money}, for one reason."
    each = "Each would be enough." if found.complete else "Those with the fewest claims are listed."
    return f"There is no deal{without_money}, for {count_words(found)}. {each}"


def cause(found: Conflicts) -> str:
    """Why there is no deal, where no set of claims is known to rule every package out."""
    if not found.level:
        return "Packages cross too many different claims to say which few claims rule a deal out."
    lines = any(claim.hard and claim.kind != "no deal" for claim in found.problem.claims)
    some = "Some packages that cross no red line" if lines else "Some packages"
    return f"{some} leave nobody worse off than no deal, but none of these makes anybody better off."


def count_words(found: Conflicts) -> str:
    """How many conflicts there are: "two separate reasons"."""
    return f"{in_words(len(found.sets)).lower()} separate reasons{'' if found.complete else ' or more'}"


def reasons(found: Conflicts) -> list[str]:
    """A reason for each conflict, those of fewest claims first."""
    return [reason(found, one) for one in found.sets]


def reason(found: Conflicts, one: Conflict) -> str:
    """Which claims leave no package between them."""
    lines = [claim for claim in one.claims if claim.kind != "no deal"]
    least = [claim.player for claim in one.claims if claim.kind == "no deal"]
    if not one.claims:
        return "The file rules every package out."
    said = joined([claim_words(found.problem, claim) for claim in lines])
    if not least:
        return f"No package satisfies {said}{' at the same time' if len(lines) > 1 else ''}."
    if len(least) == 1:
        return _one_left(found, one, lines, least[0])
    who = f"{'both' if len(least) == 2 else 'all of'} {names(found.problem, least)}"
    return f"No package{f' that satisfies {said}' if lines else ''} gives {who} as much as no deal does."


def without(found: Conflicts, claims: Sequence[Claim]) -> str:
    """What would have to change for some claims to go, as a clause: "without China's red line `plan`"."""
    lines = joined([claim_words(found.problem, claim) for claim in claims if claim.kind != "no deal"])
    insisting = [names(found.problem, [claim.player]) for claim in claims if claim.kind == "no deal"]
    least = [f"{name} accepted less than no deal gives {name}" for name in insisting]
    parts = [*([f"without {lines}"] if lines else []), *([f"if {joined(least)}"] if least else [])]
    return ", and ".join(parts)


def _one_left(found: Conflicts, one: Conflict, lines: Sequence[Claim], player: int) -> str:
    """What the others leave to the one player who would rather have no deal."""
    name, apart = the(found.problem.players[player]), float(found.problem.disagreement[player])
    best, no_deal = contrast(one.best, apart) if math.isfinite(one.best) else ("less", contrast(apart, apart)[0])
    walks = f"Walking away is worth {no_deal}, so {name} walks away."
    if not lines:
        return f"The best package is worth {best} to {name}. {walks}"
    own = {claim.player: [line_words(c) for c in lines if c.player == claim.player] for claim in lines}
    insist = joined([f"{names(found.problem, [p])} insists on its {joined(said)}" for p, said in own.items()])
    return f"If {insist}, the best deal left is worth {best} to {name}. {walks}"
