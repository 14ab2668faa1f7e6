"""Whether a deal is any good: who would refuse it, what each gets from it, and what would be better."""

from __future__ import annotations

import math

from negotiate.bargaining.assessment import Assessment
from negotiate.bargaining.reports.money import LINES, NOTE, describe_payment
from negotiate.bargaining.reports.words import (
    BETTER,
    NOTHING_CHANGES,
    called,
    choices_words,
    claim_words,
    names,
    package_words,
    payoff_columns,
    payoff_notes,
    sizes,
)
from negotiate.bargaining.table.claims import Claim
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Table, sentences
from negotiate.report.numbers import contrast, decimals
from negotiate.report.style import Look
from negotiate.report.words import in_words, joined, safe, sentence_of, the

SHOWN = 3
"""Better packages that are listed, where not all are wanted."""
LISTED = 50
"""Better packages that are listed at all."""
FAINTEST = 1e-9
"""A term below it counts for nothing."""


def report(found: Assessment, look: Look) -> Report:
    """Whether it would be signed, who refuses it and why, what each gets term by term, what would be better for all."""
    problem = found.problem
    said = [*_verdict(found), *(_reason(found, claim) for claim in found.refused), *describe_payment(found)]
    blocks: list[Block] = [*sentences([*said, *_beyond(found), *_better(found)])]
    blocks += [*_terms(found), *_tables(found), *payoff_notes(problem), *(Note(text) for text in _money(found))]
    rest = "Only packages on the frontier were compared: there are too many to look at all."
    blocks.append(Note("Complete: every package was looked at." if found.complete else rest))
    return Report(problem.title, tuple(blocks), tuple(problem.players))


TYPED = "this package"


def _name(found: Assessment) -> str:
    """The name that somebody gave the package; options that somebody typed have none."""
    known = (*found.problem.landmarks, found.problem.status_quo)
    return TYPED if found.mark.choices and not any(found.mark is one for one in known) else called(found.mark)


def _verdict(found: Assessment) -> list[str]:
    """Whether it would be signed, and what it is, where its name does not say that."""
    problem, mark, name = found.problem, found.mark, _name(found)
    today = {} if problem.status_quo is None else problem.status_quo.choices
    words = choices_words(mark.choices, today, {}) if mark.choices else package_words(problem, mark.package)
    verb = "is" if name == TYPED else "means"
    what = [] if words == name or (words == NOTHING_CHANGES and verb == "means") else [f"{name} {verb} {words}"]
    what = [sentence_of(said) for said in what]
    if found.signed and not found.gainful:
        return [sentence_of(f"{name} gives nobody who signs more than no deal: there is nothing to sign"), *what]
    if found.signed:
        return [sentence_of(f"{name} is a deal that everybody who has to would sign"), *what]
    if not mark.possible:
        return [sentence_of(f"{name} cannot happen: the file rules it out"), *what]
    against = joined(list(dict.fromkeys(the(problem.players[claim.player]) for claim in found.refused)))
    return [sentence_of(f"{name} would not be signed: {against} would refuse it"), *what]


def _reason(found: Assessment, claim: Claim) -> str:
    """Why a player, or a body that must ratify, refuses it."""
    problem, name = found.problem, _name(found)
    who = the(problem.players[claim.player])
    opening = the(problem.players[claim.player], opening=True)
    if claim.kind == "no deal" and problem.keys[claim.player] in problem.ordinal:
        return f"{opening} would rather have no deal."
    if claim.kind == "no deal":
        here, away = float(found.mark.payoffs[claim.player]), float(problem.disagreement[claim.player])
        deal, none = contrast(here, away, max(decimals([here, away]), 1))
        return f"{opening} would get {deal} from {name}, and {none} without a deal."
    words = claim_words(problem, claim)
    written = f" ({safe(claim.written, True)})" if claim.written else ""
    if claim.kind == "ratifier":
        return f"`{safe(claim.name, True)}`, who must ratify for {who}, would not let {name} through{written}."
    return sentence_of(f"{name} crosses {words}{written}")


def _beyond(found: Assessment) -> list[str]:
    """What it sets besides, though no deal here could."""
    if not found.mark.beyond:
        return []
    told = joined([f"{safe(k, True)} {safe(v, True)}" for k, v in found.mark.beyond.items()])
    return [sentence_of(f"{_name(found)} also has {told}, which no deal on this table sets")]


def _better(found: Assessment) -> list[str]:
    """How many packages are better, and how many of these would be refused."""
    count = len(found.better)
    if not count:
        frontier = [sentence_of(f"{_name(found)} is on the Pareto frontier")] if found.on_frontier else []
        return [f"No package that crosses no red line is {BETTER}.", *frontier]
    many = in_words(count) if found.complete else f"At least {count:,}"
    one = f"package is {BETTER}, and crosses no red line."
    said = [f"{many} {one if count == 1 else f'packages are {BETTER}, and cross no red line.'}"]
    if refused := count - found.signable:
        some = f"{refused:,} of these" if found.signable else "That package" if count == 1 else "All of these"
        said.append(f"{some} would be refused as well.")
    return said


def _terms(found: Assessment) -> list[Table]:
    """What it and no deal are worth to each, term by term; terms that count for nothing are for programs only."""
    problem = found.problem
    shown: list[tuple[Entry, ...]] = []
    every: list[tuple[Entry, ...]] = []
    for p, (key, size) in enumerate(zip(problem.keys, sizes(problem), strict=True)):
        deal, none = float(found.mark.payoffs[p]), float(problem.disagreement[p])
        terms = found.terms.get(key, {})
        counts = {
            term: pair for term, pair in terms.items() if any(abs(x) > FAINTEST for x in pair if math.isfinite(x))
        }
        shown.append((safe(problem.players[p], True), deal, none))
        if len(counts) > 1:
            shown += [(f"· {safe(term, True)}", x, y if math.isfinite(y) else None) for term, (x, y) in counts.items()]
        every += [
            (key, term, Cell("", x, size=size), Cell("", y, size=size))
            for term, (x, y) in [("", (deal, none)), *terms.items()]
        ]
    numbers = (Column("The deal", "payoff", "deal"), Column("No deal", "payoff", "no deal"))
    return [
        Table((Column("Worth"), *numbers), tuple(shown), only="people"),
        Table((Column("player"), Column("term"), *numbers), tuple(every), only="programs"),
    ]


def _tables(found: Assessment) -> list[Table]:
    """The claims that it crosses, for programs; then the packages that are better."""
    problem = found.problem
    refused = tuple((problem.keys[claim.player], claim.name, claim.kind) for claim in found.refused)
    rows = []
    for place, package in enumerate(found.better[:LISTED].tolist()):
        words, signed = package_words(problem, package), place < found.signable
        told = words if signed else f"{words} {_refused(found, package)}"
        rows.append(
            (package, Cell(told, words), "yes" if signed else "no", *problem.payoffs_of([package])[:, 0].tolist())
        )
    columns = (
        Column("", "count", "better for all", shown="programs"),
        Column("Better for somebody, worse for nobody", key="package"),
        Column("signed", shown="programs"),
        *payoff_columns(problem),
    )
    left = len(found.better) - len(rows)
    title = f"The best {LISTED} of {len(found.better):,} packages" if left else ""
    return [
        Table((Column("refused by"), Column("claim"), Column("kind")), refused, only="programs"),
        Table(columns, tuple(rows), title=title, most=SHOWN, more="package", only="both" if rows else "programs"),
    ]


def _refused(found: Assessment, package: int) -> str:
    """Who would refuse one of the better packages, to stand after it."""
    against = [claim.player for claim in found.problem.crosses(package) if claim.hard]
    return f"(refused by {names(found.problem, against)})" if against else "(no more than no deal)"


def _money(found: Assessment) -> list[str]:
    """What was left out, where money may change hands."""
    if not found.problem.money or found.problem.ordinal:
        return []
    if found.signed:
        return [sentence_of(NOTE)]
    unpaid = found.payment is None and found.mark.on_table and found.mark.possible
    return [sentence_of(LINES)] if unpaid else []
