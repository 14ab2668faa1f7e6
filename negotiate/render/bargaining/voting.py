"""How ratifiers vote, on one screen: what each lets through, who in it has which power, whose vote decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from rich.console import RenderableType
from rich.text import Text

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports.words import called, package_words
from negotiate.bargaining.voting.ratification import BlocVote, PackageVote, Ratification, RatifierVote
from negotiate.render.plain import tabbed
from negotiate.render.solution import paragraph
from negotiate.render.table import table
from negotiate.report.numbers import exact, steady
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import counted, in_words, joined, safe

FEW = 5
"""Packages, and blocs, that are listed where not everything is wanted."""
BLOCS = 12
NARROW = 60
METHOD = (
    "Method: every order and every set of voters counted, without rounding; Shapley-Shubik is how often a bloc "
    "carries the vote, Banzhaf its part of all deciding votes, whatever the packages are."
)
NONE = "No ratifier has a say: `ratifiers` in the file names the bodies that must agree to a player's signature."


def voting(found: Ratification, look: Look) -> RenderableType:
    """Lay out how the ratifiers of a negotiation vote.

    Parameters
    ----------
    found : Ratification
        Of a scenario with ratifiers, or without.
    look : Look
        `all` lists every bloc and every package.
    """
    return Drawn(lambda settled: _page(found, settled), look)


def _page(found: Ratification, look: Look) -> Iterable[RenderableType]:
    if found.title:
        yield Text(safe(found.title, True), style=TITLE)
    if not found.bodies:
        yield from paragraph(NONE, look)
    for said in _verdicts(found):
        yield from paragraph(said, look)
    for number, body in enumerate(found.bodies):
        if number or found.verdicts:
            yield Text()
        for said in sentences(found.problem, body):
            yield from paragraph(said, look)
        if body.blocs:
            yield from (Text(), *_blocs(body, look))
        yield from _lists(found.problem, body, look)
    for note in found.notes:
        yield from paragraph(f"{note[:1].upper()}{note[1:]}.", look, FAINT)
    if any(body.blocs for body in found.bodies):
        yield Text()
        yield from paragraph(METHOD, look, FAINT)


def _verdicts(found: Ratification) -> list[str]:
    """Whether the ratifiers would let through the package that was asked about."""
    if found.about is None or not found.verdicts:
        return []
    name = called(found.about)
    against = [safe(one.body.name, True) for one in found.verdicts if not one.passes]
    every = [safe(one.body.name, True) for one in found.verdicts]
    told = f"would not be ratified: {joined(against)} would stop it" if against else ""
    told = told or f"would be ratified: {joined(every)} would let it through"
    return [f"{name[:1].upper()}{name[1:]} {told}."] + [_counted(one) for one in found.verdicts if one.body.blocs]


def _counted(one: PackageVote) -> str:
    """Who would vote for a package, and whether that suffices."""
    name = safe(one.body.name, True)
    ayes = joined([f"`{safe(bloc, True)}`" for bloc in one.ayes]) or "nobody"
    return (
        f"In {name}, {ayes} would vote for it: {one.votes:,} of {one.body.votes:,} votes, where it needs "
        f"{one.body.needed:,}."
    )


def sentences(problem: BargainingProblem, body: RatifierVote) -> list[str]:
    """What is said of one ratifier: what it lets through, what it needs, and whose vote decides."""
    name, player = safe(body.name, True), safe(problem.players[body.player], True)
    said = [_through(body, f"{name[:1].upper()}{name[1:]}", player)]
    if body.blocs:
        said += [*_needs(body), *_decisive(body)]
    return said


def _through(body: RatifierVote, name: str, player: str) -> str:
    where = "that all others would sign" if body.over == "zone" else "on the frontier of what all others would sign"
    accepts = f"; its win-set is {body.accepts:,} of {counted(body.possible, 'possible package')}"
    accepts = accepts if min(body.accepts, body.possible) >= 0 else ""
    if not body.asked:
        return f"{name}, whose consent {player} needs, is asked about nothing: no package is one {where}{accepts}."
    if not len(body.stopped):
        many = {1: "the only package", 2: "both packages"}.get(body.asked, f"all {body.asked:,} packages")
        return f"{name}, whose consent {player} needs, lets {many} through {where}{accepts}."
    some = f"{len(body.passed):,}" if len(body.passed) else "none"
    many = counted(body.asked, "package")
    return f"{name}, whose consent {player} needs, lets {some} of the {many} through {where}{accepts}."


def _needs(body: RatifierVote) -> Iterable[str]:
    vetoes = [_name(bloc) for bloc in body.blocs if bloc.veto]
    dummies = [_name(bloc) for bloc in body.blocs if bloc.dummy]
    said = f"A package needs {body.needed:,} of {body.votes:,} votes"
    alone = [_name(bloc) for bloc in body.blocs if bloc.veto and bloc.votes >= body.needed]
    if alone:
        yield f"{said}, which are {alone[0]}'s alone: no other vote ever decides."
        return
    if vetoes:
        said += f"; without {joined(vetoes, 'or')} nothing passes"
    if dummies:
        said += f"; the votes of {joined(dummies)} never decide anything"
    yield f"{said}."


def _decisive(body: RatifierVote) -> Iterable[str]:
    noun = ("package", "packages") if body.over == "zone" else ("package there", "packages there")
    for counts, said in (([b.saves for b in body.blocs], "fail without"), ([b.sinks for b in body.blocs], "pass with")):
        if most := _most(body.blocs, counts):
            which, count = most
            yield f"{in_words(count)} {noun[count > 1]} would {said} the {which}."
    pivots = [_name(bloc) for bloc in body.blocs if bloc.pivot]
    ayes = sum(bloc.votes for bloc in body.blocs if bloc.for_it)
    joining = [bloc for bloc in body.blocs if bloc.for_it and bloc.votes]
    if body.asked and ayes < body.needed:
        yield f"The blocs that accept any of them have {ayes:,} of the {body.needed:,} votes between them."
    elif _level(body):
        who = joined([_name(bloc) for bloc in joining])
        yield f"{who} accept equally many, so no order in which they join tells who decides."
    elif pivots:
        yield f"Joining in the order of how much they accept, the blocs have the votes with {joined(pivots, 'or')}."


def _level(body: RatifierVote) -> bool:
    """Whether all blocs that accept anything accept equally many, so that all of them join at once."""
    joining = [bloc for bloc in body.blocs if bloc.for_it and bloc.votes]
    return len(joining) > 1 and all(bloc.pivot for bloc in joining)


def _most(blocs: Sequence[BlocVote], counts: Sequence[int]) -> tuple[str, int] | None:
    """The blocs that decide most often, and how often."""
    most = max(counts, default=0)
    if most == 0:
        return None
    names = [_name(bloc) for bloc, count in zip(blocs, counts, strict=True) if count == most]
    return f"{'vote' if len(names) == 1 else 'votes'} of {joined(names, 'or')}", most


def _blocs(body: RatifierVote, look: Look) -> Iterable[RenderableType]:
    narrow = look.columns < NARROW
    shown = body.blocs if look.all else body.blocs[:BLOCS]
    rows = []
    for bloc in shown:
        mark = f" {look.glyphs.star}" if bloc.pivot and not _level(body) else ""
        counts = [f"{bloc.for_it:,}", f"{bloc.saves + bloc.sinks:,}"]
        row = [f"{bloc.votes:,}", _share(bloc.shapley_shubik), _share(bloc.banzhaf), *counts[narrow:]]
        rows.append([safe(bloc.name, True) + mark, *row])
    head = ["S-S", "Bzf", "decides"] if narrow else ["Shapley-Shubik", "Banzhaf", "for", "decides"]
    yield from table(["Bloc", "votes", *head], rows, 1, look)
    if len(shown) < len(body.blocs):
        yield Text(f"{look.glyphs.more} {len(body.blocs) - len(shown):,} more blocs; `--all` lists them")
    if any(bloc.pivot for bloc in shown) and not _level(body):
        yield from paragraph(f"{look.glyphs.star} with whom the votes suffice", look, FAINT)


def _share(share: Fraction | None) -> str:
    return "?" if share is None else f"{steady(float(share)):.3f}"


def _lists(problem: BargainingProblem, body: RatifierVote, look: Look) -> Iterable[RenderableType]:
    if not problem.blocks[0].issues or not body.asked:
        return
    for heading, packages in (("Lets through", body.passed), ("Stops", body.stopped)):
        if not len(packages):
            continue
        yield from (Text(), Text(heading, style=TITLE))
        shown = packages if look.all else packages[:FEW]
        for index in shown.tolist():
            yield from paragraph(package_words(problem, index), look, indent=2)
        if len(shown) < len(packages):
            yield Text(f"  {look.glyphs.more} {len(packages) - len(shown):,} more; `--all` lists them")


def _name(bloc: BlocVote) -> str:
    return f"`{safe(bloc.name, True)}`"


def plain(found: Ratification) -> list[str]:
    """Say how the ratifiers vote line by line: sentences, then tab-separated values of the blocs and the packages."""
    lines = [safe(found.title, True)] if found.title else []
    lines += [] if found.bodies else [NONE]
    lines += _verdicts(found)
    for body in found.bodies:
        lines += sentences(found.problem, body)
    lines += [f"{note[:1].upper()}{note[1:]}." for note in found.notes]
    if any(body.blocs for body in found.bodies):
        lines.append(METHOD)
    return [*lines, *(line for rows in tables(found) if len(rows) > 1 for line in ("", *map(tabbed, rows)))]


def tables(found: Ratification) -> list[list[list[str]]]:
    """What is made of the package that was asked about; the blocs, and all packages."""
    one = [] if found.about is None else [list(_verdict_rows(found))]
    return [*one, list(_bloc_rows(found)), list(_package_rows(found))]


def _verdict_rows(found: Ratification) -> Iterable[list[str]]:
    yield ["ratifier", "asked about", "passes", "votes for", "needed", "blocs for"]
    name = "" if found.about is None else found.about.label
    for one in found.verdicts:
        counts = [str(one.votes), str(one.body.needed)] if one.body.blocs else ["", ""]
        yield [one.body.ratifier, name, "yes" if one.passes else "no", *counts, ", ".join(one.ayes)]


def _bloc_rows(found: Ratification) -> Iterable[list[str]]:
    powers = ["shapley-shubik", "banzhaf", "banzhaf absolute"]
    yield ["ratifier", "bloc", "votes", *powers, "veto", "for", "saves", "sinks", "pivot"]
    for body in found.bodies:
        for bloc in body.blocs:
            shares = [bloc.shapley_shubik, bloc.banzhaf, bloc.banzhaf_absolute]
            told = ["" if share is None else exact(float(share)) for share in shares]
            counts = [str(bloc.for_it), str(bloc.saves), str(bloc.sinks)]
            veto, pivot = ("yes" if flag else "no" for flag in (bloc.veto, bloc.pivot))
            yield [body.ratifier, bloc.name, str(bloc.votes), *told, veto, *counts, pivot]


def _package_rows(found: Ratification) -> Iterable[list[str]]:
    yield ["ratifier", "package", "passes", "choices"]
    for body in found.bodies:
        for packages, passes in ((body.passed, "yes"), (body.stopped, "no")):
            for index in packages.tolist():
                yield [body.ratifier, str(index), passes, package_words(found.problem, index)]
