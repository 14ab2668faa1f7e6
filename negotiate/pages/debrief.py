"""The debrief of a class: every group's deal held against what could have been signed.

A deal is typed as the form has it: the group's number and one letter a line, `7 BACD`, or `8 none`.

References
----------
Raiffa (1982), "The Art and Science of Negotiation": a class's deals on the frontier, value created and value claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from negotiate.bargaining.assessment import Assessment, assess
from negotiate.bargaining.deal import Deal, deal
from negotiate.bargaining.reports.marks import ABOVE, marks, merged, outcomes, plane
from negotiate.bargaining.reports.words import package_cell
from negotiate.bargaining.together import together
from negotiate.errors import GameTooLarge, ScenarioError, UnsuitableGame
from negotiate.language.text.source import Source, decoded, raw_bytes
from negotiate.model.negotiation import Negotiation
from negotiate.pages.sheets import DealForm, deal_form
from negotiate.report.blocks import Block, Column, Entry, Note, Report, Section, Sentence, Series, Table
from negotiate.report.style import Look, number
from negotiate.report.words import counted, in_words, joined

NONE = "none"
"""What a group without a deal writes."""
WRITE = "write one group a line, such as `7 BACD`, or `8 none`"
LONGEST = 1_000_000
"""Bytes of a file of results."""
HEAD = ("group", "deal")
"""The head of a CSV file, which is passed over."""


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What one group came to.

    Parameters
    ----------
    group : str
        Its number or name.
    code : str
        The deal in letters; empty for none.
    assessment : Assessment or None
        The deal held against all others; None without a deal.
    """

    group: str
    code: str
    assessment: Assessment | None


@dataclass(frozen=True, slots=True, eq=False)
class Debrief:
    """The results of a class.

    Parameters
    ----------
    title : str
        What the scenario is called.
    deal : Deal
        What could be signed.
    form : DealForm
        The form on which deals were written.
    results : tuple of Result
        A group each, in the order in which they were typed.
    """

    title: str
    deal: Deal
    form: DealForm
    results: tuple[Result, ...]

    @property
    def signed(self) -> tuple[Result, ...]:
        """The groups with a deal that can happen."""
        return tuple(one for one in self.results if one.assessment is not None and one.assessment.mark.possible)


def debrief(negotiation: Negotiation, source: Source) -> Debrief:
    """Read what groups typed, and hold every deal against what could have been signed.

    Parameters
    ----------
    negotiation : Negotiation
        What was played.
    source : Source
        One group a line: its number and its deal in letters, with a space or a comma between; `#` starts a comment.

    Raises
    ------
    ScenarioError
        If lines cannot be read, all of them at once.
    UnsuitableGame
        If there is no group.
    """
    form = deal_form(negotiation)
    problem = together(negotiation)
    typed = _read(form, source)
    if not typed:
        raise UnsuitableGame(f"`{source.shown}` holds no group", WRITE)
    known: dict[str, Assessment] = {}
    for code in dict.fromkeys(code for _, code in typed if code):
        options = {key: negotiation.issues[key].options[k].id for key, k in form.read(code).items()}
        known[code] = assess(problem, options)
    results = tuple(Result(group, code, known.get(code)) for group, code in typed)
    return Debrief(negotiation.heading, deal(problem), form, results)


def typed(words: Sequence[str]) -> Source:
    """What a class typed: the lines themselves, or the one file that holds them.

    Raises
    ------
    ScenarioNotFound
        If there is no such file.
    GameTooLarge
        If it is longer than any class.
    """
    if len(words) != 1 or len(words[0].split()) != 1:
        return Source("\n".join(words), "what was typed")
    raw = raw_bytes(words[0], LONGEST, WRITE)
    if len(raw) > LONGEST:
        raise GameTooLarge("bytes", len(raw), LONGEST, "name a file with one group a line")
    return decoded(raw, words[0])


def _read(form: DealForm, source: Source) -> list[tuple[str, str]]:
    """Group and deal of each line.

    Raises
    ------
    ScenarioError
        If some cannot be read.
    """
    found: dict[str, tuple[int, str]] = {}
    for number_of, (start, written) in enumerate(zip(source.starts, source.text.split("\n"), strict=True), 1):
        words = list(re.finditer(r"[^\s,;]+", written.partition("#")[0]))
        if not words or tuple(word[0].lower() for word in words) == HEAD:
            continue
        group, code = words[0][0], "".join(word[0] for word in words[1:]).upper()
        here = start + words[0].start(), start + words[0].end()
        if group in found:
            said = f"group `{group}` stands in line {found[group][0]} already"
            source.wrong(here[0], here[1], "group-twice", said, "keep one of the two lines")
            continue
        none = code == NONE.upper() and not (words[1][0] == code and _reads(form, code))
        found[group] = (number_of, "" if none else code)
        if not code:
            source.wrong(
                *here, "unreadable-deal", f"group `{group}` has no deal", f"write letters, or `{group} {NONE}`"
            )
        elif not none:
            try:
                form.read(code)
            except UnsuitableGame as wrong:
                ends = start + words[1].start(), start + words[-1].end()
                source.wrong(ends[0], ends[1], "unreadable-deal", wrong.message, wrong.hint)
    if source.problems.found:
        raise ScenarioError(source.problems.found)
    return [(group, code) for group, (_, code) in found.items()]


def _reads(form: DealForm, code: str) -> bool:
    try:
        form.read(code)
    except UnsuitableGame:
        return False
    return True


def report(found: Debrief, look: Look) -> Report:
    """How many signed, what they left on the table, the picture, and a row a group."""
    problem = found.deal.problem
    case = found.deal.cases[0]
    blocks: list[Block] = [Sentence(one) for one in _headline(found)]
    named = [
        replace(mark, package=package_cell(problem, mark.index)) if mark.package.shown == ABOVE else mark
        for mark in merged(marks(case))
    ]
    plot = plane(case, named)
    if not problem.ordinal:
        plot = replace(
            plot, series=(*plot.series, _groups(found)), title=f"The deals of {counted(len(found.signed), 'group')}"
        )
    blocks += [plot, _table(found), *_improvements(found)]
    blocks.append(replace(outcomes(problem, named, title="The signs in the picture"), detail=False))
    blocks.append(Note("A gain is what a side gets beyond no deal."))
    return Report(f"{found.title}: debrief", tuple(blocks), problem.players)


def _headline(found: Debrief) -> Iterator[str]:
    signed, total = found.signed, len(found.results)
    yield f"{in_words(len(signed)) if signed else 'None'} of {counted(total, 'group')} signed a deal."
    deals = [one.assessment for one in signed if one.assessment is not None]
    if not deals:
        return
    best = sum(one.on_frontier for one in deals)
    yield f"{_some(best, 'deal')} {'is' if best == 1 else 'are'} on the Pareto frontier."
    refused = sum(bool(one.refused) for one in deals)
    if refused:
        they = "it crosses" if refused == 1 else "each crosses"
        yield f"{_some(refused, 'deal')} should not be signed: {they} a red line, or gives a side less than no deal."
    left = sum(one.signable > 0 for one in deals)
    if left:
        yield f"{_some(left, 'group')} could have signed a deal that is better for a side and worse for none."


def _some(count: int, noun: str) -> str:
    return f"{in_words(count)} {noun}{'' if count == 1 else 's'}"


def _groups(found: Debrief) -> Series:
    """The groups' deals in the picture."""
    pair = found.deal.problem.seats[:2]
    deals = [(one.group, one.assessment.mark.payoffs) for one in found.signed if one.assessment is not None]
    x, y = ([float(payoffs[p]) for _, payoffs in deals] for p in pair)
    return Series("a group's deal", tuple(x), tuple(y), "◆", "path", named=True)


def _table(found: Debrief) -> Table:
    """A row a group."""
    problem = found.deal.problem
    numbers = [
        (Column(name, "payoff", key=f"{key} gets", player=p), Column(f"{name} gains", "payoff", key=f"{key} gains"))
        for p, (key, name) in enumerate(zip(problem.keys, problem.players, strict=True))
    ]
    heads = (Column("Group"), Column("Deal"), *(one for pair in numbers for one in pair), Column("What to talk about"))
    rows: list[tuple[Entry, ...]] = []
    for one in found.results:
        worth = problem.disagreement if one.assessment is None else one.assessment.mark.payoffs
        gains = worth - problem.disagreement
        pairs: list[Entry] = [
            value for p in range(len(problem.players)) for value in (float(worth[p]), float(gains[p]))
        ]
        if one.assessment is not None and not one.assessment.mark.possible:
            pairs = [None] * len(pairs)
        rows.append((one.group, one.code or NONE, *pairs, _said(found, one)))
    return Table(heads, tuple(rows))


def _said(found: Debrief, result: Result) -> str:
    one = result.assessment
    if one is None:
        return "no deal" + (", though there were deals" if found.deal.cases[0].exists else "")
    if not one.mark.possible:
        return "impossible: this deal cannot happen"
    if one.refused:
        return joined(
            [f"crosses {claim.name}" if claim.kind != "no deal" else "worse than no deal" for claim in one.refused]
        )
    if one.on_frontier:
        return "on the frontier"
    return f"both could gain: {len(one.better):,} better deals" if len(one.better) > 1 else "both could gain"


def _improvements(found: Debrief) -> Iterator[Block]:
    """For each deal that left something, the deal that both would have signed instead."""
    problem = found.deal.problem
    rows: list[tuple[Entry, ...]] = []
    for code in dict.fromkeys(one.code for one in found.signed):
        one = next(result.assessment for result in found.signed if result.code == code)
        if one is None or not one.signable:
            continue
        better = int(one.better[0])
        more = problem.payoffs_of([better])[:, 0] - one.mark.payoffs
        options = problem.package(better)
        places = {
            issue.id: [option.id for option in issue.options].index(options[issue.id]) for issue in found.form.issues
        }
        rows.append((code, found.form.code(places), *(f"+{number(float(x))}" if x > 0 else "0" for x in more)))
    if rows:
        heads = (Column("Deal"), Column("Better for both"), *(Column(f"{name} gains") for name in problem.players))
        yield Section("What both would have signed instead", (Table(heads, tuple(rows), most=10, more="deal"),))
