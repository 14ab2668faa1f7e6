"""The debrief of a class: every group's deal held against what could have been signed.

A deal is typed as the form has it: the group's number and one letter a line, `7 BACD`, or `8 none`.

References
----------
Raiffa (1982), "The Art and Science of Negotiation": a class's deals on the frontier, value created
and value claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.assessment import Assessment, assess
from negotiate.bargaining.deal import Deal, deal
from negotiate.bargaining.packages import PACKAGE_LIMIT
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports import has_types, package_cell
from negotiate.bargaining.reports.marks import POINT, marks, merged, outcomes, plane
from negotiate.bargaining.together import together
from negotiate.display import Shown
from negotiate.errors import UnsuitableGame
from negotiate.language.text.source import Source
from negotiate.model.by_outcome import by_outcome
from negotiate.model.negotiation import Negotiation
from negotiate.pages.results import (
    CLASSROOM,
    NONE,
    ROUND,
    UNTYPED,
    WRITE,
    Deals,
    Gathering,
    Terms,
    deals,
    nobody,
    percent,
    read,
)
from negotiate.pages.sheets import NEGLIGIBLE, DealForm, rank
from negotiate.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Note,
    Report,
    Role,
    Section,
    Sentence,
    Series,
    Table,
)
from negotiate.report.json import LEFT_OUT
from negotiate.report.style import Look, capital, counted, in_words, joined, number, the

FEW = 3
"""Groups with one deal that the picture names; more are counted."""
GROUPS: Mapping[str, tuple[str, Role]] = {
    "×": ("", "equilibrium"),
    "◆": ("a {}'s deal", "path"),
    "◇": ("a {}'s deal that a side should refuse", "red line"),
}
"""The sign of groups in the picture → what it means, of whatever a group is called, and how it
looks.
"""
FIELDS = {"Debrief": {"gathering": LEFT_OUT}}
RANKED = (
    "The file only ranks the outcomes for {}: a rank says which of two is better, and not by "
    "how much."
)
MOST = 100
"""Groups that a page names; a CSV file has all."""
LISTED = 12
"""Groups with one deal that a row names; more are counted."""
MARKS = {
    "●": "on the Pareto frontier",
    "○": "signed by all, but not the best",
    "‡": "crosses a red line",
    "·": "worse than no deal",
    "×": "no deal",
    "": "cannot happen",
}
"""The sign of a group's deal, as in the picture → what it means."""


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What one group came to.

    Parameters
    ----------
    group : str
        Its number or name; empty where groups are not to be named.
    code : str
        The deal in letters; empty for none.
    assessment : Assessment or None
        The deal held against all others; None without a deal.
    joint : float or None
        What all signers together gain beyond no deal; None where their units cannot be added.
    created : float or None
        `joint` as a share of the best joint gain of a deal that all would sign; None where there is
        none, or where a side should refuse the deal: what it does not sign creates nothing.
    claimed : tuple of float
        Each signer's share of `joint`; empty where there is nothing to share, or a side should
        refuse the deal.
    """

    group: str
    code: str
    assessment: Assessment | None
    joint: float | None = None
    created: float | None = None
    claimed: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Debrief(Shown):
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
        A group each, in the order in which they were typed; without names in the order of their
        deals.
    best : float or None
        The best joint gain of a deal that all would sign; None where there is none.
    anonymous : bool
        Whether no group is named.
    gathering : Gathering
        What a group is called.
    """

    title: str
    deal: Deal
    form: DealForm
    results: tuple[Result, ...]
    best: float | None = None
    anonymous: bool = False
    gathering: Gathering = CLASSROOM

    def some(self, count: int) -> str:
        """So many groups."""
        return counted(count, self.gathering.one)

    @property
    def levels(self) -> tuple[tuple[float, ...], ...]:
        """For each player whose payoffs are levels, all that can happen; empty for one whose
        payoffs are numbers.
        """
        problem = self.deal.problem
        if not problem.ordinal:
            return ((),) * len(problem.players)
        worth = problem.payoffs[:, problem.feasible()]
        return tuple(
            tuple(np.unique([*worth[p], problem.disagreement[p]]).tolist())
            if key in problem.ordinal
            else ()
            for p, key in enumerate(problem.keys)
        )

    @property
    def signed(self) -> tuple[Result, ...]:
        """The groups with a deal that can happen."""
        return tuple(
            one
            for one in self.results
            if one.assessment is not None and one.assessment.mark.possible
        )


def debrief(
    negotiation: Negotiation, source: Source | Mapping[str, str], *, anonymous: bool = False
) -> Debrief:
    """Read what groups typed, and hold every deal against what could have been signed.

    Parameters
    ----------
    negotiation : Negotiation
        What was played.
    source : Source or Mapping[str, str]
        One group a line: its number and its deal in letters, with a space or a comma between; or a
        CSV file with an issue a column. See `results.read`, whose answer may be given in its place.
    anonymous : bool
        Whether to forget which group is which.

    Raises
    ------
    ScenarioError
        If lines cannot be read, all of them at once.
    UnsuitableGame
        If there is no group.
    """
    negotiation = (
        by_outcome(negotiation) if negotiation.turns is None else negotiation
    )  # as on the form
    form = deals(negotiation)
    typed = read(form, source) if isinstance(source, Source) else source
    if not typed:
        raise UnsuitableGame(nobody(source), WRITE)
    problem = together(negotiation)
    found = deal(problem)
    rates = _rates(problem)
    best = _best(found, rates)
    known: dict[str, Result] = {
        "": Result("", "", None, None if best is None else 0.0, None if best is None else 0.0)
    }
    for code in dict.fromkeys(filter(None, typed.values())):
        terms = form.terms(code.split())
        one = assess(
            problem, {key: negotiation.issues[key].options[k].id for key, k in terms.places.items()}
        )
        one = one if terms.round == 1 and not terms.payer else _with(one, terms)
        known[code] = known[""] if _is_no_deal(one) else _result(code, one, rates, best)
    groups = (
        sorted(typed.items(), key=lambda one: (not one[1], one[1])) if anonymous else typed.items()
    )
    results = tuple(
        replace(known[code], group="" if anonymous else group) for group, code in groups
    )
    return Debrief(negotiation.heading, found, form.form, results, best, anonymous)


def _with(one: Assessment, terms: Terms) -> Assessment:
    """A deal with the payment behind it; what it gives beyond no deal is discounted for each round
    of waiting.
    """
    problem = one.problem
    kept = np.array([1.0 if patience is None else patience for patience in problem.patience]) ** (
        terms.round - 1
    )
    gains = one.gains.copy()
    if terms.payer:
        signs = np.where(np.array(problem.keys) == terms.payer, -1.0, 1.0)
        gains += signs * terms.paid / np.array(problem.money)
    found = assess(problem, replace(one.mark, payoffs=problem.disagreement + kept * gains))
    lines = [claim for claim in one.refused if claim.kind != "no deal"]
    short = gains < -NEGLIGIBLE * np.maximum(problem.span, 1.0)
    least = [claim for claim in problem.claims if claim.kind == "no deal" and short[claim.player]]
    gainful = bool((gains[list(problem.seats)] > NEGLIGIBLE).any())
    return replace(found, refused=(*lines, *least), gainful=gainful, payment=None)


def _is_no_deal(one: Assessment) -> bool:
    """Whether a package sets everything as the file has it without a deal."""
    without = one.problem.no_deal
    return (
        without.how != "equilibrium"
        and one.mark.possible
        and dict(without.choices) == dict(one.mark.choices)
    )


def _rates(problem: BargainingProblem) -> FloatArray | None:
    """What a unit of each signer counts in a sum over signers; None where units cannot be added."""
    if problem.ordinal:
        return None
    if problem.money:
        return np.array([problem.money[p] for p in problem.seats])
    units = {problem.units[p] for p in problem.seats} if problem.units else {""}
    return np.ones(len(problem.seats)) if len(units) == 1 else None


def _best(found: Deal, rates: FloatArray | None) -> float | None:
    """The best joint gain of a deal that all would sign: a sum with positive weights is largest on
    the frontier.
    """
    payoffs, problem = found.cases[0].frontier.payoffs, found.problem
    if (
        problem.money and rates is not None and problem.count <= PACKAGE_LIMIT
    ):  # payments make any of these a deal
        payoffs = problem.payoffs[:, problem.acceptable()]
    if rates is None or not payoffs.size:
        return None
    seats = list(problem.seats)
    best = float((rates @ (payoffs[seats] - problem.disagreement[seats, None])).max())
    return best if best > 0 else None


def _result(code: str, one: Assessment, rates: FloatArray | None, best: float | None) -> Result:
    if rates is None or not one.mark.possible:
        return Result("", code, one)
    gains = rates * one.gains[list(one.problem.seats)]
    joint = float(gains.sum())
    if one.refused:
        return Result("", code, one, joint)
    shares = tuple(float(gain / joint) for gain in gains) if joint > 0 else ()
    return Result("", code, one, joint, None if best is None else joint / best, shares)


def report(found: Debrief, look: Look) -> Report:
    """How many signed, what they left on the table, the picture, and a row a group."""
    problem, case = found.deal.problem, found.deal.cases[0]
    blocks: list[Block] = [Sentence(one) for one in (*_headline(found), *_value(found))]
    named = [
        replace(mark, package=package_cell(problem, mark.index))
        if mark.index >= 0 and mark.rank == POINT
        else mark
        for mark in merged(marks(case))
    ]
    if not problem.ordinal:  # in a picture of ranks, distances would seem to mean something
        plot = plane(case, named, legend=True)
        title = f"The deals of {found.some(len(found.signed))}"
        blocks.append(replace(plot, series=(*plot.series, *_groups(found)), title=title))
    blocks += [
        *([_table(found)] if found.gathering.rows else []),
        *_shares(found),
        *_improvements(found),
    ]
    title = "Outcomes to compare with" if problem.ordinal else "The signs in the picture"
    blocks.append(_signs(found, outcomes(problem, named, title=title)))
    if problem.ordinal:
        ranked = [
            the(name)
            for key, name in zip(problem.keys, problem.players, strict=True)
            if key in problem.ordinal
        ]
        blocks.append(Note(RANKED.format(joined(ranked))))
    if len(problem.ordinal) < len(problem.players):
        blocks.append(Note("A gain is what a side gets beyond no deal."))
    blocks.append(_tidy(found))
    return Report(f"{found.title}: debrief", tuple(blocks), problem.players)


def _headline(found: Debrief) -> Iterator[str]:
    signed, total, one = found.signed, len(found.results), found.gathering.one
    if total == 1:
        yield f"The {one} signed {'a' if signed else 'no'} deal."
    else:
        yield f"{in_words(len(signed)) if signed else 'None'} of {found.some(total)} signed a deal."
    if has_types(found.deal.problem):
        yield UNTYPED.format(one)
    held = [one.assessment for one in signed if one.assessment is not None]
    if not held:
        return
    best = sum(_on_frontier(found, one) for one in signed)
    yield f"{_some(best, 'deal')} {'is' if best == 1 else 'are'} on the Pareto frontier."
    refused = sum(bool(one.refused) for one in held)
    if refused:
        they = "it" if refused == 1 else "each"
        crossed = any(claim.kind != "no deal" for one in held for claim in one.refused)
        how = f"{they} crosses a red line, or gives" if crossed else f"{they} gives"
        yield f"{_some(refused, 'deal')} should not be signed: {how} a side less than no deal."
    waited = sum(f" {ROUND} " in one.code for one in signed)
    if waited:
        less = "Its deal was" if waited == 1 else "Their deals were"
        yield f"{_some(waited, one)} agreed after the first round. {less} worth less by then."
    left = sum(one.assessment is not None and one.assessment.signable > 0 for one in signed)
    if found.deal.problem.money:
        best_joint = (found.best or 0.0) * (1 - NEGLIGIBLE)
        left = sum(one.joint is not None and one.joint < best_joint for one in signed)
    if left:
        yield (
            f"{_some(left, one)} could have signed a deal that is better for a side and worse "
            "for none."
        )


def _some(count: int, noun: str) -> str:
    return f"{in_words(count)} {noun}{'' if count == 1 else 's'}"


def _value(found: Debrief) -> Iterator[str]:
    """How much of the joint gain was created, and how it was shared."""
    counts = [one for one in found.signed if one.created is not None]
    joint = [one.joint for one in counts if one.joint is not None]
    if found.best is None or not joint:
        return
    problem = found.deal.problem
    unit = "" if problem.money or not problem.units else f" {problem.units[problem.seats[0]]}"
    mean = sum(joint) / len(joint)
    left = number(found.best - mean, 0 if found.best - mean >= 10 else None)
    average = "On average the deals" if len(joint) > 1 else "The deal"
    if len(counts) < len(found.signed):
        average += " that nobody should refuse"
    yield (
        f"{average} created {percent(mean / found.best)} of the best joint gain that all would "
        "sign, and left "
        f"{left} of {number(found.best)}{unit} on the table."
    )
    shared = np.array([np.multiply(one.claimed, one.joint or 0.0) for one in counts if one.claimed])
    if shared.size:
        names = [the(problem.players[p]) for p in problem.seats]
        shares = shared.sum(axis=0) / shared.sum()
        if not _shareable(shares):
            return
        said = joined(
            [f"{name} claimed {percent(share)}" for name, share in zip(names, shares, strict=True)]
        )
        yield f"Of what {'these deals' if len(joint) > 1 else 'this deal'} created, {said}."


def _shareable(shares: Iterable[float]) -> bool:
    """Whether shares of a joint gain say something: where nobody loses what another claims."""
    return all(-NEGLIGIBLE <= share <= 1 + NEGLIGIBLE for share in shares)


def _groups(found: Debrief) -> Iterator[Series]:
    """The groups in the picture: their deals, those that a side should have refused, and who has
    none.
    """
    problem = found.deal.problem
    pair = problem.seats[:2]
    here: dict[tuple[str, tuple[float, ...]], list[str]] = {}
    for one in found.results:
        if one.assessment is None:
            key = "×", tuple(map(float, problem.disagreement))
        elif one.assessment.mark.possible:
            key = (
                "◇" if one.assessment.refused else "◆",
                tuple(map(float, one.assessment.mark.payoffs)),
            )
        else:
            continue
        here.setdefault(key, []).append(one.group)
    for sign, (name, role) in GROUPS.items():
        points = [(payoffs, groups) for (own, payoffs), groups in here.items() if own == sign]
        x, y = (tuple(payoffs[p] for payoffs, _ in points) for p in pair)
        labels = tuple(_together(found, groups) for _, groups in points)
        if points:
            yield Series(
                name.format(found.gathering.one),
                x,
                y,
                sign,
                role,
                labels=labels,
                named=bool(name),
                beside=True,
            )


def _together(found: Debrief, groups: list[str]) -> str:
    """The groups of one point."""
    if found.anonymous:
        return found.some(len(groups)) if len(groups) > 1 else ""
    return ",".join(groups) if len(groups) <= FEW else found.some(len(groups))


def _table(found: Debrief) -> Table:
    """A row a group."""
    problem = found.deal.problem
    numbers: list[Column] = []
    for p, (key, name) in enumerate(zip(problem.keys, problem.players, strict=True)):
        if key in problem.ordinal:
            numbers.append(Column(name, "number", f"{key} rank", player=p))
        else:
            gains = Column("gains", "payoff", f"{key} gains", player=p)
            numbers += [Column(name, "payoff", key=f"{key} gets", player=p), gains]
    group = () if found.anonymous else (Column("Group"),)
    heads = (*group, Column("Deal"), *numbers, Column("What to talk about"))
    rows: list[tuple[Entry, ...]] = []
    for one in found.results:
        sign, said = _sign(found, one), _said(found, one)
        marked = Cell(f"{sign} {said}", said, "red line" if sign == "‡" else "") if sign else said
        named = () if found.anonymous else (one.group,)
        rows.append((*named, one.code or NONE, *_gets(found, one), marked))
    return Table(heads, tuple(rows), most=MOST, more="group", data=False)


def _signs(found: Debrief, table: Table) -> Table:
    """The outcomes of the picture; a level is told as the rank that it is."""
    levels = [()] * (len(table.columns) - len(found.levels)) + list(found.levels)
    columns = [
        replace(one, kind="number") if own else one
        for one, own in zip(table.columns, levels, strict=True)
    ]
    rows = [
        tuple(
            rank(own, x) if own and isinstance(x, float) else x
            for own, x in zip(levels, row, strict=True)
        )
        for row in table.rows
    ]
    return replace(table, columns=tuple(columns), rows=tuple(rows), detail=False, data=False)


def _sign(found: Debrief, one: Result) -> str:
    """The sign of a deal, as in the picture."""
    held = one.assessment
    if held is None:
        return "×"
    if not held.mark.possible:
        return ""
    if held.refused:
        return "‡" if any(claim.kind != "no deal" for claim in held.refused) else "·"
    return "●" if _on_frontier(found, one) else "○"


def _on_frontier(found: Debrief, one: Result) -> bool:
    """Whether nobody can gain unless another loses; with payments, whether the joint gain is the
    best.
    """
    held = one.assessment
    if held is None or not found.deal.problem.money:
        return held is not None and held.on_frontier
    return held.signed and held.gainful and one.created is not None and one.created > 1 - NEGLIGIBLE


def _gets(found: Debrief, one: Result) -> Iterator[Entry]:
    """What each player gets, and how much more that is than no deal, or its rank; nothing of what
    cannot happen.
    """
    held, disagreement = one.assessment, found.deal.problem.disagreement
    worth = disagreement if held is None else held.mark.payoffs
    possible = held is None or held.mark.possible
    for p, levels in enumerate(found.levels):
        if levels:
            yield rank(levels, float(worth[p])) if possible else None
        else:
            yield from (
                (float(worth[p]), float(worth[p] - disagreement[p])) if possible else (None, None)
            )


def _created(found: Debrief, one: Result) -> tuple[Entry, ...]:
    """Joint gain, what is left on the table, the share that was created, and what each signer
    claimed of it.
    """
    seats = len(found.deal.problem.seats)
    if one.joint is None or one.created is None or found.best is None:
        return (one.joint, *([None] if one.joint is None else [Cell("–")]) * (2 + seats))
    told = _shareable(one.claimed)
    claimed = [Cell(percent(share) if told else "–", share) for share in one.claimed] or [
        Cell("–")
    ] * seats
    return (one.joint, found.best - one.joint, Cell(percent(one.created), one.created), *claimed)


def _columns(found: Debrief) -> tuple[Column, ...]:
    """The heads of what `_created` tells."""
    problem = found.deal.problem
    claims = [
        Column(f"{problem.players[p]} claims", "number", key=f"{problem.keys[p]} claims", player=p)
        for p in problem.seats
    ]
    return (
        Column("Joint gain", "payoff", "joint gain"),
        Column("Left on the table", "payoff", "left"),
        Column("Created", "number", "created"),
        *claims,
    )


def _shares(found: Debrief) -> Iterator[Table]:
    """Value created and value claimed; groups with one deal together."""
    if found.best is None:
        return
    together: dict[str, list[Result]] = {}
    for one in found.results:
        together.setdefault(one.code, []).append(one)
    rows: list[tuple[Entry, ...]] = []
    for code, some in sorted(together.items(), key=lambda item: -(item[1][0].created or 0.0)):
        counts = found.anonymous or len(some) > LISTED
        who = found.some(len(some)) if counts else ", ".join(one.group for one in some)
        rows.append((who, code or NONE, *_created(found, some[0])))
    said = (
        "Created: a deal's joint gain as a share of the best one. Claimed: a side's share of "
        "the joint gain."
    )
    if any(one.assessment is not None and one.assessment.refused for one in found.signed):
        said += " A deal that a side should refuse creates nothing."
    heads = (Column(capital(f"{found.gathering.one}s")), Column("Deal"), *_columns(found))
    yield Table(heads, tuple(rows), "Created and claimed", MOST, "deal", note=said, data=False)


def _tidy(found: Debrief) -> Table:
    """Everything of each group in one row, for spreadsheets."""
    problem, issues = found.deal.problem, found.form.issues
    sheet = Deals(
        found.form,
        True,
        dict(zip(problem.keys, problem.players, strict=True)) if problem.money else {},
    )
    gets = [
        Column(f"{key} {word}", "payoff")
        for key in problem.keys
        for word in (("rank",) if key in problem.ordinal else ("gets", "gains"))
    ]
    shared = () if problem.ordinal else _columns(found)
    heads = (Column(found.gathering.one), Column("deal"), *gets, *shared)
    rows: list[tuple[Entry, ...]] = []
    for one in found.results:
        chosen = sheet.terms(one.code.split()).places if one.code else {}
        options = [issue.options[chosen[issue.id]].id if chosen else None for issue in issues]
        numbers = (*_gets(found, one), *(_created(found, one) if shared else ()))
        rows.append(
            (
                one.group,
                one.code or NONE,
                *numbers,
                MARKS[_sign(found, one)],
                _instead(found, one),
                *options,
            )
        )
    more = (Column("verdict"), Column("instead"), *(Column(issue.id) for issue in issues))
    return Table(
        (*heads, *more), tuple(rows), f"Each {found.gathering.one} in one row", detail=True
    )


def _said(found: Debrief, result: Result) -> str:
    one = result.assessment
    if one is None:
        return "no deal" + (", though there were deals" if found.deal.cases[0].exists else "")
    if not one.mark.possible:
        return "impossible: this deal cannot happen"
    if one.refused:
        lines = [f"crosses {claim.name}" for claim in one.refused if claim.kind != "no deal"]
        return joined([*lines, *_worse(found, one)])
    if _on_frontier(found, result):
        return "on the frontier"
    whom, others = _whom(found, one) if len(one.better) else (_everybody(found), "")
    if found.deal.problem.money:  # whoever gains can pay the others
        whom, others = _everybody(found), ""
    gain = f"{whom} could gain{f', and {others} would lose nothing' if others else ''}"
    return f"{gain}: {len(one.better):,} better deals" if len(one.better) > 1 else gain


def _whom(found: Debrief, one: Assessment) -> tuple[str, str]:
    """For whom the best of the better deals is better, and for whom it is no worse."""
    problem, better, same = found.deal.problem, list[str](), list[str]()
    for p in problem.seats:
        extra = float(problem.payoffs_of(one.better[:1])[p, 0] - one.mark.payoffs[p])
        (better if extra > NEGLIGIBLE * max(problem.span[p], 1.0) else same).append(
            the(problem.players[p])
        )
    return joined(better) if same else _everybody(found), joined(same)


def _worse(found: Debrief, one: Assessment) -> Iterator[str]:
    """For whom a deal is worse than none; a name where that could be any of several."""
    worse = [claim.player for claim in one.refused if claim.kind == "no deal"]
    problem = found.deal.problem
    if worse:
        who = (
            _everybody(found)
            if worse == list(problem.seats)
            else joined([the(problem.players[p]) for p in worse])
        )
        yield f"worse than no deal for {who}"


def _everybody(found: Debrief) -> str:
    """All who sign, in a word."""
    return "both" if len(found.deal.problem.seats) == 2 else "all"


def _instead(found: Debrief, one: Result) -> str | None:
    """The deal that both would have signed instead, in letters."""
    held = one.assessment
    if held is None or not held.signable:
        return None
    options = found.deal.problem.package(int(held.better[0]))
    return found.form.code(
        {issue.id: issue.places[options[issue.id]] for issue in found.form.issues}
    )


def _improvements(found: Debrief) -> Iterator[Block]:
    """For each deal that left something, the deal that both would have signed instead."""
    problem = found.deal.problem
    rows: list[tuple[Entry, ...]] = []
    for one in {one.code: one for one in found.signed}.values():
        held, instead = one.assessment, _instead(found, one)
        if held is not None and instead is not None:
            worth = problem.payoffs_of([int(held.better[0])])[:, 0]
            who, same = _whom(found, held)
            whom = f"{who}; no worse for {same}" if same else who
            rows.append((one.code, instead, whom, *_more(found, held.mark.payoffs, worth)))
    if rows:
        all_ = _everybody(found)
        gains = [
            f"{name}{'' if levels else ' gains'}"
            for name, levels in zip(problem.players, found.levels, strict=True)
        ]
        heads = (Column("Deal"), Column("Instead"), Column("Better for"), *map(Column, gains))
        better = Table(heads, tuple(rows), most=10, more="deal", data=False)
        yield Section(f"What {all_} would have signed instead", (better,))


def _more(found: Debrief, before: FloatArray, after: FloatArray) -> Iterator[str]:
    """What another deal gives each player more, or which rank in place of which."""
    for levels, x, y in zip(found.levels, before.tolist(), after.tolist(), strict=True):
        if levels:
            yield rank(levels, y).shown + (
                f", not {rank(levels, x).shown}" if x != y else ", as before"
            )
        else:
            yield f"+{number(y - x)}" if y > x else "0"
