"""How ratifiers vote: what each lets through, who in it has which power, and whose vote decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negotiate.bargaining.reports import called, own_notes, package_cell, page
from negotiate.bargaining.voting.ratification import BlocVote, Ratification, RatifierVote
from negotiate.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Note,
    Report,
    Section,
    Table,
    sentences,
)
from negotiate.report.entries import grouped
from negotiate.report.style import Look, capital, counted, in_words, joined, the

PACKAGES = 10
"""Packages that are listed where not everything is wanted."""
BLOCS = 12
"""The same of blocs."""
RATIFIER = Column("Ratifier", key="ratifier")
NONE = (
    "No ratifier has a say here. The key `ratifiers` in the file names bodies that must approve "
    "a player's signature."
)
DECIDES = (
    "“accepts” counts the packages that a bloc votes for. “decides” counts those that its "
    "vote alone lets pass or fail."
)
METHOD = (
    "Method: exact counts over all orders and all sets of blocs. Shapley-Shubik is how often a "
    "bloc's votes complete "
    "the quota. Banzhaf is its share of all deciding votes. Both leave aside what the packages are."
)


def report(found: Ratification, look: Look) -> Report:
    """Whether a package would be ratified, then what each ratifier lets through and whose vote
    decides.
    """
    blocks: list[Block | str] = [*(_verdicts(found) if found.bodies else [NONE])]
    for body in found.bodies:
        own = sentences(list(_said(found, body)))
        blocks += [Section(capital(body.name), own)] if len(found.bodies) > 1 else own
    blocks += [_blocs(found), _packages(found), *map(Note, own_notes(found.problem, found.notes))]
    details = [METHOD] if any(body.blocs for body in found.bodies) else []
    return page(found.problem, blocks, details=details, numbers=False)


def _verdicts(found: Ratification) -> Iterator[str]:
    """Whether the ratifiers would let through the package that was asked about, and who would vote
    for it.
    """
    if found.about is None:
        return
    against = joined([the(one.body.name) for one in found.verdicts if not one.passes])
    every = joined([the(one.body.name) for one in found.verdicts])
    fate = (
        f"would not be ratified: {against} would stop it"
        if against
        else f"would be ratified by {every}"
    )
    yield capital(f"{called(found.about)} {fate}.")
    for one in found.verdicts:
        if one.body.blocs:
            ayes = joined([f"`{bloc}`" for bloc in one.ayes]) or "no bloc"
            votes = (
                f"{one.votes:,} of {counted(one.body.votes, 'vote')}, and {one.body.needed:,} "
                "are needed"
            )
            yield f"In {the(one.body.name)}, {ayes} would vote for the package: {votes}."


def _said(found: Ratification, body: RatifierVote) -> Iterator[str]:
    """What is said of one ratifier: what it lets through, what it needs, and whose vote decides."""
    name = capital(the(body.name))
    yield f"{name} must ratify for {the(found.problem.players[body.player])}. {_through(body)}"
    if min(body.accepts, body.possible) >= 0:
        many = f"{body.accepts:,} of {counted(body.possible, 'possible package')}"
        yield f"{name} accepts {many} (the win-set)."
    if body.blocs:
        yield " ".join(_needs(body))
        yield from (*_decisive(body), *_order(body))


def _through(body: RatifierVote) -> str:
    where = "that all others would sign"
    where = where if body.over == "zone" else f"on the Pareto frontier of the packages {where}"
    if not body.asked:
        return f"There is no package {where}, so there is nothing to ratify."
    passed = len(body.passed)
    if body.asked == 1:
        return f"The only package {where} would {'' if passed else 'not '}pass."
    some = {0: "None of the", body.asked: "All"}.get(passed, f"{passed:,} of the")
    return f"{some} {body.asked:,} packages {where} would pass."


def _needs(body: RatifierVote) -> Iterator[str]:
    yield f"A package needs {body.needed:,} of {body.votes:,} votes."
    vetoes, dummies = (
        [bloc for bloc in body.blocs if getattr(bloc, what)] for what in ("veto", "dummy")
    )
    if vetoes:
        yield f"Without {_names(vetoes, 'or')} nothing passes."
    if dummies:
        yield f"The votes of {_names(dummies)} never decide anything."


def _decisive(body: RatifierVote) -> Iterator[str]:
    """The blocs that decide most often."""
    for what, verb in (("saves", "fail without"), ("sinks", "pass with")):
        if most := max(getattr(bloc, what) for bloc in body.blocs):
            blocs = [bloc for bloc in body.blocs if getattr(bloc, what) == most]
            noun, votes = (
                "package" if most == 1 else "packages",
                "vote" if len(blocs) == 1 else "votes",
            )
            yield f"{in_words(most)} {noun} would {verb} the {votes} of {_names(blocs, 'or')}."


def _order(body: RatifierVote) -> Iterator[str]:
    """With whom the votes suffice where blocs join in the order of how much they accept."""
    pivots = [bloc for bloc in body.blocs if bloc.pivot]
    joining = [bloc for bloc in body.blocs if bloc.for_it and bloc.votes]
    ayes = sum(bloc.votes for bloc in joining)
    if body.asked and ayes < body.needed:
        yield (
            f"All blocs that accept any of these packages have {ayes:,} votes together, of "
            f"{body.needed:,} needed."
        )
    elif len(joining) > 1 and joining == pivots:
        yield f"{_names(joining)} accept equally many packages, so no bloc is the pivot."
    elif pivots:
        yield (
            "If blocs join in the order of how many packages they accept, "
            f"{_names(pivots, 'or')} is the pivot."
        )


def _blocs(found: Ratification) -> Table:
    """The blocs with their power, and how they vote."""
    rows: list[tuple[Entry, ...]] = []
    for body in found.bodies:
        for bloc in body.blocs:
            power = (
                Cell("?") if x is None else float(x) for x in (bloc.shapley_shubik, bloc.banzhaf)
            )
            counts = (bloc.for_it, bloc.saves + bloc.sinks)
            rows.append(
                (Cell(capital(body.name), body.ratifier), bloc.name, bloc.votes, *power, *counts)
            )
    columns = (
        RATIFIER,
        Column("Bloc", key="bloc"),
        Column("votes", "count"),
        Column("Shapley-Shubik", "number", "shapley-shubik", "S-S", digits=3),
        Column("Banzhaf", "number", "banzhaf", "Bzf", digits=3),
        Column("accepts", "count"),
        Column("decides", "count"),
    )
    return grouped(columns, rows, 1, most=BLOCS, more="bloc", note=DECIDES)


def _packages(found: Ratification) -> Table:
    """The packages that were asked about, those that pass first."""
    rows = (
        (Cell(capital(body.name), body.ratifier), passes, package_cell(found.problem, index))
        for body in found.bodies
        for packages, passes in ((body.passed, "yes"), (body.stopped, "no"))
        for index in packages.tolist()
    )
    columns = (RATIFIER, Column("Passes", key="passes"), Column("Package", key="package"))
    return grouped(columns, rows, 1, most=PACKAGES, more="package")


def _names(blocs: Sequence[BlocVote], word: str = "and") -> str:
    return joined([f"`{bloc.name}`" for bloc in blocs], word)
