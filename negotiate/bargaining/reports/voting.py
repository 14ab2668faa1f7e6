"""How ratifiers vote: what each lets through, who in it has which power, and whose vote decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports.words import called, own_notes, package_words, payoff_notes
from negotiate.bargaining.voting.ratification import BlocVote, Ratification, RatifierVote
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Section, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words, joined, the

PACKAGES = 10
"""Packages that are listed where not everything is wanted."""
BLOCS = 12
"""The same of blocs."""
NONE = "No ratifier has a say: `ratifiers` in the file names the bodies that must agree to a player's signature."
DECIDES = "A bloc decides on a package if its vote alone makes the package pass or fail."
METHOD = (
    "Method: every order and every set of voters counted, without rounding. Shapley-Shubik is how often a bloc carries "
    "the vote, Banzhaf its part of all deciding votes, whatever the packages are."
)


def report(found: Ratification, look: Look) -> Report:
    """Whether a package would be ratified, then what each ratifier lets through and whose vote decides."""
    blocks: list[Block] = [*sentences(_verdicts(found) if found.bodies else [NONE])]
    blocks += [] if found.about is None else [_verdict_rows(found, found.about.label)]
    for body in found.bodies:
        own: tuple[Block, ...] = (*sentences(_said(found, body)), _blocs([body]), _packages(found.problem, [body]))
        blocks += [Section(_capital(body.name), own)] if len(found.bodies) > 1 else own
    blocks += [] if found.bodies else [_blocs([]), _packages(found.problem, [])]
    blocks += map(Note, own_notes(found.problem, found.notes))
    blocks += payoff_notes(found.problem, numbers=False)
    if any(body.blocs for body in found.bodies):
        blocks += [Note(DECIDES), Note(METHOD, detail=True)]
    return Report(found.title, tuple(blocks), tuple(found.problem.players))


def _verdicts(found: Ratification) -> list[str]:
    """Whether the ratifiers would let through the package that was asked about, and who would vote for it."""
    if found.about is None or not found.verdicts:
        return []
    against = [the(one.body.name) for one in found.verdicts if not one.passes]
    every = joined([the(one.body.name) for one in found.verdicts])
    stop = f"would not be ratified: {joined(against)} would stop it"
    said = [
        f"{_capital(called(found.about))} {stop if against else f'would be ratified: {every} would let it through'}."
    ]
    for one in found.verdicts:
        if one.body.blocs:
            ayes = joined([f"`{bloc}`" for bloc in one.ayes]) or "nobody"
            votes = f"{one.votes:,} of {counted(one.body.votes, 'vote')}, where {one.body.needed:,} are needed"
            said.append(f"In {the(one.body.name)} {ayes} would vote for the package: {votes}.")
    return said


def _said(found: Ratification, body: RatifierVote) -> list[str]:
    """What is said of one ratifier: what it lets through, what it needs, and whose vote decides."""
    said = f"{_capital(the(body.name))} must ratify for {the(found.problem.players[body.player])}. {_through(body)}"
    if min(body.accepts, body.possible) >= 0:
        said += f" The win-set is {body.accepts:,} of {counted(body.possible, 'possible package')}."
    return [said, *([_needs(body), *_decisive(body), *_order(body)] if body.blocs else [])]


def _through(body: RatifierVote) -> str:
    where = "that all others would sign"
    where = where if body.over == "zone" else "on the frontier of what all others would sign"
    if not body.asked:
        return f"There is nothing to ratify: no package is one {where}."
    some = f"{len(body.passed):,}" if len(body.passed) else "None"
    many = f"{some} of the {counted(body.asked, 'package')}"
    if not len(body.stopped):
        many = {1: "The only package", 2: "Both packages"}.get(body.asked, f"All {body.asked:,} packages")
    return f"{many} {where} would pass."


def _needs(body: RatifierVote) -> str:
    said = f"A package needs {body.needed:,} of {body.votes:,} votes"
    if alone := [bloc for bloc in body.blocs if bloc.veto and bloc.votes >= body.needed]:
        return f"{said}, which are {_names(alone)}'s alone: no other vote ever decides."
    vetoes, dummies = ([bloc for bloc in body.blocs if getattr(bloc, what)] for what in ("veto", "dummy"))
    said += f". Without {_names(vetoes, 'or')} nothing passes" if vetoes else ""
    return f"{said}. The votes of {_names(dummies)} never decide anything." if dummies else f"{said}."


def _decisive(body: RatifierVote) -> Iterator[str]:
    """The blocs that decide most often."""
    there = "" if body.over == "zone" else " there"
    for what, verb in (("saves", "fail without"), ("sinks", "pass with")):
        if most := max(getattr(bloc, what) for bloc in body.blocs):
            blocs = [bloc for bloc in body.blocs if getattr(bloc, what) == most]
            noun, votes = "package" if most == 1 else "packages", "vote" if len(blocs) == 1 else "votes"
            yield f"{in_words(most)} {noun}{there} would {verb} the {votes} of {_names(blocs, 'or')}."


def _order(body: RatifierVote) -> Iterator[str]:
    """With whom the votes suffice where blocs join in the order of how much they accept."""
    pivots = [bloc for bloc in body.blocs if bloc.pivot]
    joining = [bloc for bloc in body.blocs if bloc.for_it and bloc.votes]
    ayes = sum(bloc.votes for bloc in joining)
    if body.asked and ayes < body.needed:
        yield f"The blocs that accept any of these packages have {ayes:,} of the {body.needed:,} votes together."
    elif len(joining) > 1 and joining == pivots:
        yield f"{_names(joining)} accept equally many packages, so none of them is the pivot."
    elif pivots:
        yield f"If blocs join in the order of how many packages they accept, {_names(pivots, 'or')} is the pivot."


def _verdict_rows(found: Ratification, name: str) -> Table:
    """For programs: what each ratifier makes of the package that was asked about."""
    heads = ("ratifier", "asked about", "passes", "votes for", "needed", "blocs for")
    rows = []
    for one in found.verdicts:
        counts = (one.votes, one.body.needed) if one.body.blocs else (None, None)
        rows.append((one.body.ratifier, name, _flag(one.passes), *counts, ", ".join(one.ayes)))
    return Table(tuple(map(Column, heads)), tuple(rows), only="programs")


def _blocs(bodies: Sequence[RatifierVote]) -> Table:
    """The blocs with their power, and how they vote."""
    columns = (
        Column("ratifier", shown="programs"),
        Column("Bloc", key="bloc"),
        Column("votes", "count"),
        Column("Shapley-Shubik", "number", "shapley-shubik", "S-S", digits=3),
        Column("Banzhaf", "number", "banzhaf", "Bzf", digits=3),
        Column("banzhaf absolute", "number", shown="programs"),
        Column("veto", shown="programs"),
        Column("votes for", "count", "for"),
        *(Column(head, "count", shown="programs") for head in ("saves", "sinks")),
        Column("decides", "count", shown="people"),
        Column("pivot", shown="programs"),
    )
    rows: list[tuple[Entry, ...]] = []
    for body in bodies:
        for bloc in body.blocs:
            power = map(_share, (bloc.shapley_shubik, bloc.banzhaf, bloc.banzhaf_absolute))
            counts = (bloc.for_it, bloc.saves, bloc.sinks, bloc.saves + bloc.sinks)
            flags = (_flag(bloc.veto), *counts, _flag(bloc.pivot))
            rows.append((body.ratifier, bloc.name, bloc.votes, *power, *flags))
    return Table(columns, tuple(rows), most=BLOCS, more="bloc", only="both" if rows else "programs")


def _packages(problem: BargainingProblem, bodies: Sequence[RatifierVote]) -> Table:
    """The packages that were asked about, those that pass first."""
    heads = (Column("ratifier", shown="programs"), Column("package", "count", shown="programs"))
    rows = tuple(
        (body.ratifier, index, passes, package_words(problem, index))
        for body in bodies
        for packages, passes in ((body.passed, "yes"), (body.stopped, "no"))
        for index in packages.tolist()
    )
    columns = (*heads, Column("Passes", "words", "passes"), Column("Package", key="choices"))
    return Table(columns, rows, most=PACKAGES, more="package", only="both" if rows else "programs")


def _share(share: Fraction | None) -> Entry:
    return Cell("?") if share is None else float(share)


def _flag(holds: bool) -> str:
    return "yes" if holds else "no"


def _names(blocs: Sequence[BlocVote], word: str = "and") -> str:
    return joined([f"`{bloc.name}`" for bloc in blocs], word)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
