"""Both comparisons, told: what changes from one side to the other and why, or whether the lenses
agree on one scenario.

What each lens finds and who gets what, as tables, and what a reader must know of the numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from negotiate.answers import Answer, Prediction, Refusal
from negotiate.comparison.reports import (
    Names,
    amount,
    both,
    code,
    names_of,
    outcome_code,
    outcome_words,
    small,
    whole,
)
from negotiate.comparison.reports.explanations import (
    SAME,
    a,
    nothing,
    result_words,
    several_words,
    unchanged,
)
from negotiate.display import record
from negotiate.equilibrium.alone import levels_noted
from negotiate.language.reports.page import plain_number
from negotiate.language.reports.preferences import in_words
from negotiate.lenses import Lens
from negotiate.model.negotiation import Negotiation
from negotiate.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Item,
    Items,
    Note,
    Report,
    Sentence,
    Table,
    notes,
)
from negotiate.report.style import Look, capital, in_units, joined, safe, sentence_of, the

if TYPE_CHECKING:
    from negotiate.comparison.differences import Difference, Value
    from negotiate.comparison.result import (
        Agreement,
        Choice,
        LensAnswer,
        LensChange,
        LensComparison,
        Relation,
        SideComparison,
    )
    from negotiate.comparison.worths import WorthChange

ROWS, FIRST = 4, 2
"""So many results of one lens on one side are listed in the table of all lenses; of more only the
first.
"""
Row = tuple[Entry, ...]


@record
class Looked:
    """What one lens finds on each side that is looked at.

    Parameters
    ----------
    lens : Lens
        Which.
    answers : Mapping[Cell, Prediction or Refusal]
        The name of a side, empty where there is only one → what the lens finds there.
    """

    lens: Lens
    answers: Mapping[Cell, Answer]

    def rows(self, keys: Sequence[str], every: bool = False) -> Iterator[Row]:
        """The lens, the name of the side, what happens and who gets what; what both sides have
        stands there once.
        """
        lines = {
            side: list(self._lines(answer, keys, every)) for side, answer in self.answers.items()
        }
        (first, *others), command = lines.values(), Cell(self.lens.command, self.lens.command)
        for side, told in lines.items():
            for line in told:
                shared = bool(others) and line in first and line in others[0]
                if told is first or not shared:
                    yield command, Cell("both", "both") if shared else side, *line

    @property
    def cut(self) -> bool:
        """Whether the table of all lenses does not list all that this one finds."""
        return any(
            self._most(answer) < len(answer.outcomes) for answer in known(self.answers.values())
        )

    def _most(self, answer: Prediction) -> int:
        """How many results the table of all lenses lists."""
        count = len(answer.outcomes)
        if self.lens.most is not None and count > self.lens.most:
            return 0
        return count if count <= ROWS else FIRST

    def _lines(self, answer: Answer, keys: Sequence[str], every: bool) -> Iterator[Row]:
        empty = (None,) * len(keys)
        if isinstance(answer, Refusal):
            yield f"no answer: {safe(answer.message, True)}", *empty
            return
        if not answer.outcomes:
            yield f"no {self.lens.result}", *empty
        most = len(answer.outcomes) if every else self._most(answer)
        for outcome in answer.outcomes[:most]:
            yield outcome_words(outcome, answer), *(outcome.payoffs[key] for key in keys)
        if rest := len(answer.outcomes) - most:
            yield f"… {rest:,} more" if most else f"{rest:,} {self.lens.results}", *empty


def result_tables(
    looked: Sequence[Looked], keys: Sequence[str], scenarios: Sequence[Negotiation]
) -> list[Table]:
    """What each lens finds on each side; as details, all results of a lens that has too many for
    one table.
    """
    found = known(answer for one in looked for answer in one.answers.values())
    names = ("command", "side")[: len(scenarios)]
    columns = (
        *(Column("", key=name) for name in (*names, "outcome")),
        *_payoff_columns(found, keys, scenarios),
    )
    details = [(f"All results of `{one.lens.command}`", [one]) for one in looked if one.cut]
    return [
        Table(
            columns,
            tuple(_said_once(some, keys, len(names), bool(title))),
            title,
            detail=bool(title),
        )
        for title, some in (("", looked), *details)
    ]


def _said_once(
    looked: Sequence[Looked], keys: Sequence[str], leading: int, every: bool
) -> Iterator[Row]:
    """Rows of which the first cells show nothing where the row above begins in the same way."""
    above: Row = ()
    for one in looked:
        for command, side, *line in one.rows(keys, every):
            row = (command, side)[:leading]
            same = next((k for k in range(leading) if row[: k + 1] != above[: k + 1]), leading)
            yield (
                *(Cell("", cell.value) for cell in row[:same] if isinstance(cell, Cell)),
                *row[same:],
                *line,
            )
            above = row


def known(answers: Iterable[Answer]) -> list[Prediction]:
    """The answers that are none that was refused."""
    return [answer for answer in answers if isinstance(answer, Prediction)]


def closing_notes(
    answers: Sequence[Answer], scenarios: Sequence[Negotiation], methods: Sequence[str]
) -> list[Note]:
    """Units, what levels are, whether all is complete and checked; then, as details, other notes
    and the methods.
    """
    found = known(answers)
    players = dict.fromkeys(
        (one.name, one.unit) for scenario in scenarios for one in scenario.players.values()
    )
    levels = dict.fromkeys(note for scenario in scenarios for note in levels_noted(scenario))
    said = [sentence_of(note) for answer in found for note in answer.notes if note not in levels]
    checked = all(answer.verified for answer in found)
    trust = f"There may be more results.{' Those shown were checked.' if checked else ''}"
    if all(answer.complete for answer in found):
        trust = "Complete; checked." if checked else "Complete."
    seen = [
        in_units(*zip(*players, strict=True)),
        *map(sentence_of, levels),
        trust if found else "",
    ]
    return [*notes(dict.fromkeys(seen)), *notes(dict.fromkeys([*said, *methods]), detail=True)]


def method_words(answer: Prediction) -> str:
    """The method of one answer, and whether it found all."""
    method = safe(answer.method, True).replace("-", " ")
    return f"{method} ({'complete' if answer.complete else 'not known to be complete'})"


def _payoff_columns(
    found: Sequence[Prediction], keys: Sequence[str], scenarios: Sequence[Negotiation]
) -> Iterator[Column]:
    """A column a player; one whom the two sides call by two names goes by the short one."""
    payoffs = [outcome.payoffs for answer in found for outcome in answer.outcomes]
    for place, key in enumerate(keys):
        names = {
            safe(scenario.players[key].name, True)
            for scenario in scenarios
            if key in scenario.players
        }
        size = max((abs(worth[key]) for worth in payoffs if key in worth), default=0.0)
        yield Column(
            names.pop() if len(names) == 1 else key,
            "payoff",
            f"payoff {key}",
            key,
            place,
            size=size,
        )


VERDICTS: dict[Relation, str] = {
    "other": "The analyses give different results.",
    "narrower": "The analyses agree in part.",
    "wider": "The analyses agree in part.",
    "same": "The analyses give the same result.",
}
"""Relation of a lens to the first → what that makes of all of them, the gravest first."""


def report_lenses(found: LensComparison, look: Look) -> Report:
    """Whether the lenses agree, what each finds, and every result as a table."""
    scenario, answers = found.scenario, [one.answer for one in found.lenses]
    items = [Item(one.lens.command, " ".join(_said(found, one))) for one in found.lenses]
    told = Items(tuple(item for item in items if item.text))
    looked = [
        Looked(one.lens, {Cell("", ""): one.answer})
        for one in found.lenses
        if not _at_once(one.answer)
    ]
    main, *every = result_tables(looked, scenario.keys, (scenario,))
    questions = Items(
        tuple(Item(one.lens.command, _question(one)) for one in found.lenses), detail=True
    )
    blocks: list[Block] = [Sentence(verdict(found)), told, main, *_of_moves(scenario, answers)]
    blocks += [*closing_notes(answers, (scenario,), ()), questions, *every]
    return Report(
        safe(scenario.heading, True),
        tuple(blocks),
        tuple(p.name for p in scenario.players.values()),
    )


def verdict(found: LensComparison) -> str:
    """Whether all lenses predict the same."""
    base, *others = found.lenses
    if isinstance(base.answer, Refusal) or not base.answer.outcomes:
        what = (
            "gives no answer"
            if isinstance(base.answer, Refusal)
            else f"finds no {base.lens.result}"
        )
        return f"`{base.lens.command}` {what} to compare the other results with."
    known = [
        "same" if one.answer.at_once else one.agreement.relation
        for one in others
        if isinstance(one.answer, Prediction) and one.agreement is not None
    ]
    return next(
        (said for relation, said in VERDICTS.items() if relation in known),
        f"Only `{base.lens.command}` finds a result.",
    )


def _at_once(answer: Answer) -> bool:
    return isinstance(answer, Prediction) and answer.at_once


def _said(found: LensComparison, one: LensAnswer) -> Iterator[str]:
    """How what a lens finds stands to what the first one finds, and why."""
    answer, agreement, base = one.answer, one.agreement, found.lenses[0]
    if isinstance(answer, Refusal):
        yield f"No answer: {safe(answer.message, True)}."
    elif agreement is None:
        return
    elif answer.at_once:
        yield (
            f"The file has no moves, so `{one.lens.command}` plays the same game as "
            f"`{base.lens.command}`."
        )
    elif not answer.outcomes:
        yield whole(nothing(one.lens))
    elif isinstance(base.answer, Prediction) and agreement.relation != "none":
        yield _held_against(base.answer, base.lens, one.lens, answer, agreement.relation)
        yield from _why(found.scenario, base.answer, one.lens, answer, agreement)


def _held_against(
    first: Prediction, base: Lens, lens: Lens, answer: Prediction, relation: Relation
) -> str:
    """Which of the first lens's results a lens has, and which others."""
    count, of, at = len(answer.outcomes), len(first.outcomes), f"`{base.command}`"
    several = several_words(lens, count)
    single = outcome_code(answer.outcomes[0], answer)
    match relation:
        case "same":
            return f"All players get the same as in {at}."
        case "wider":
            return f"{whole(several)} They include all results of {at}."
        case "narrower" if count < of:
            kept = f"{small(count)} of the {small(of)} {base.results} of {at}"
            if lens.most is not None:  # its concept is one of several
                are = f"is {a(lens.result)}: {single}" if count == 1 else f"are {lens.results}"
                return whole(f"{kept} {are}")
            kept = f"`{lens.command}` keeps {kept}"
            return f"{kept}: {single}." if count == 1 else f"{kept}."
        case "narrower":
            return whole(f"{several}, with payoffs that {at} finds too")
    return (
        f"Another result: {single}."
        if count == 1
        else whole(f"{several}, with other payoffs than in {at}")
    )


def _why(
    scenario: Negotiation, first: Prediction, lens: Lens, answer: Prediction, agreement: Agreement
) -> Iterator[str]:
    """Why a result of the first lens is none here, and the other way round."""
    tempted = agreement.temptation
    if agreement.relation == "narrower":
        if agreement.threat is not None:
            yield f"{outcome_code(agreement.ruled_out, first)} rests on an empty threat."
            yield _preferred(scenario, agreement.threat)
        return
    if agreement.deciding is not None:
        yield _preferred(scenario, agreement.deciding)
    if tempted is not None:
        several = len(tempted.change) > 1
        changes = [
            f"{code(option)}{f' for {issue}' if several else ''}"
            for issue, option in tempted.change.items()
        ]
        gain = (
            "rather choose"
            if tempted.player in scenario.ordinal
            else f"gain {amount(tempted.gain)} by choosing"
        )
        outcome = (
            "this outcome"
            if len(answer.outcomes) == 1
            else outcome_code(answer.outcomes[0], answer)
        )
        who = the(scenario.players[tempted.player].name)
        yield whole(
            f"{lens.otherwise}, {outcome} would not last: {who} would {gain} {joined(changes)}"
        )
    if agreement.agreed:
        yield f"No player can set {joined(list(map(code, agreement.agreed)), 'or')} alone."


def _preferred(scenario: Negotiation, choice: Choice) -> str:
    """What is better for a player than what: "After `x`, Ada prefers `a` (3) to `b` (2)."."""
    where = f"After {code(choice.seen)}" if choice.seen else f"At {code(choice.move)}"
    worth = [f" ({payoff})" for payoff in both(choice.payoff, choice.alternative_payoff)]
    if choice.player in scenario.ordinal:
        worth = ["", ""]
    better, worse = code(choice.chosen) + worth[0], code(choice.alternative) + worth[1]
    return f"{where}, {the(scenario.players[choice.player].name)} prefers {better} to {worse}."


def _question(one: LensAnswer) -> str:
    """What a lens asks, how its answer was found, and which command shows all of it."""
    method = f" Method: {method_words(one.answer)}." if isinstance(one.answer, Prediction) else ""
    return (
        f"{whole(one.lens.question)[:-1]}{method} The whole answer: `negotiate {one.lens.command}`."
    )


def _of_moves(scenario: Negotiation, answers: list[Answer]) -> list[Note]:
    """Which payoff terms count only where players move in turn, if they do."""
    terms = [
        f"`{p}.{k}`"
        for p, own in scenario.terms.items()
        for k, term in own.items()
        if term.needs_moves
    ]
    if not terms or all(map(_at_once, answers)):
        return []
    return [Note(f"Only `tree` counts the term{'s' if len(terms) > 1 else ''} {joined(terms)}.")]


SAID, TERMS, OWN = 4, 3, 10
"""How many of each are told without `--all`; of terms more, as far as they stand on one side
only.
"""


def report_sides(found: SideComparison, look: Look) -> Report:
    """Which lenses find another result, and why; then every result and every difference as
    tables.
    """
    names, scenarios = names_of(found), (found.first, found.second)
    items = [
        (change, Item(change.lens.command, result_words(change, names))) for change in found.lenses
    ]
    if found.nothing_differs:
        items = []
    silent = [*_unsigned(found), *(change for change in found.lenses if unchanged(change, names))]
    blocks: list[Block] = [
        Sentence(headline(found)),
        *_listed([item for one, item in items if one not in silent]),
    ]
    heads = [Cell(head, key) for head, key in zip(names.heads, names.keys, strict=True)]
    looked = [
        Looked(change.lens, dict(zip(heads, (change.first, change.second), strict=True)))
        for change in found.lenses
        if not change.as_alone
    ]
    shared = [key for key in found.first.keys if key in found.second.keys]
    main, *every = result_tables(looked, shared, scenarios)
    blocks += [main, *difference_tables(found, names)]
    answers = [answer for change in found.lenses for answer in (change.first, change.second)]
    blocks += closing_notes(answers, scenarios, _methods(found))
    blocks += _listed(
        [item for one, item in items if one in silent and one not in _unsigned(found)], detail=True
    )
    blocks += every
    return Report(
        names.title, tuple(blocks), tuple(player.name for player in found.first.players.values())
    )


def _listed(items: Sequence[Item], detail: bool = False) -> list[Items]:
    """What is said of some lenses; nothing of none."""
    return [Items(tuple(items), detail)] if items else []


def headline(found: SideComparison) -> str:
    """In which lenses the result changes."""
    if found.nothing_differs:
        return "The two sides are the same: nothing differs that any analysis looks at."
    compared = [
        change for change in found.lenses if change.fates is not None and not change.as_alone
    ]
    stay = _commands(
        [change for change in compared if change.same and change not in _unsigned(found)]
    )
    changed = _commands([change for change in compared if not change.same])
    moved = any(abs(gap) > SAME for change in compared for gap in change.moved.values())
    said = "No result changes, but payoffs do." if moved else "No result changes."
    if not compared:
        said = "No results can be compared."
    elif changed:
        more = f" It stays in {joined(stay)}." if stay else ""
        count = (
            f"all {small(len(compared))} analyses: " if 1 < len(changed) == len(compared) else ""
        )
        said = f"The result changes in {count}{joined(changed)}.{more}"
    unsigned = _commands(_unsigned(found))
    if not unsigned:
        return said
    nothing = f"nothing is signed in {joined(unsigned, 'or')}"
    return f"Only red lines differ. Red lines bind only signed deals, and {nothing}. {said}"


def _commands(changes: Sequence[LensChange]) -> list[str]:
    return [f"`{change.lens.command}`" for change in changes]


def _unsigned(found: SideComparison) -> list[LensChange]:
    """Lenses in which nothing changes since only red lines differ and nothing is signed."""
    if not found.only_red_lines:
        return []
    return [
        change
        for change in found.lenses
        if not change.lens.signs and (change.same or change.as_alone)
    ]


def _methods(found: SideComparison) -> list[str]:
    """How each lens found what it says on both sides, and whether that is all."""
    parts = []
    for change in found.lenses:
        methods = list(dict.fromkeys(map(method_words, known((change.first, change.second)))))
        if methods and not change.as_alone:
            parts.append(f"`{change.lens.command}` by {' and by '.join(methods)}")
    return [f"Methods: {'; '.join(parts)}."] if parts else []


def difference_tables(found: SideComparison, names: Names) -> list[Block]:
    """What differs, and where terms and payoffs differ most."""
    blocks: list[Block] = []
    ends = [
        Column(capital(head), key=key) for head, key in zip(names.heads, names.keys, strict=True)
    ]
    if found.differences:
        rows = tuple(_difference(one) for one in found.differences)
        blocks.append(
            Table(
                (Column("What differs", key="differs"), *ends), rows, most=SAID, more="difference"
            )
        )
    if found.worths.refused:
        blocks.append(Note(f"Payoffs cannot be compared: {safe(found.worths.refused, True)}."))
    if found.worths.terms or found.worths.payoffs:
        blocks.append(_most_changed(found, (Column("Payoff term", key="term"), *ends)))
    return blocks


def _difference(one: Difference) -> tuple[Entry, ...]:
    committed = one.kind == "committed"
    name = f"{'issue' if committed else one.kind} {one.name}".strip()
    return (name, _value(one.first, committed), _value(one.second, committed))


def _value(found: Value, committed: bool) -> Cell:
    """What one side says, as a person would write it."""
    value = ", ".join(found) if isinstance(found, tuple) else found
    words = str(value or ("free" if committed else "–"))
    shown = plain_number(found) if isinstance(found, int | float) else in_words(words)
    return Cell(f"committed to {shown}" if committed and found is not None else shown, value)


def _most_changed(found: SideComparison, columns: tuple[Column, ...]) -> Table:
    """Terms that one side alone has, then others, then payoffs but for those that one term alone
    moves.

    It is a detail where a difference that is told moves them, and no term is new or written
    otherwise.
    """
    terms, payoffs = found.worths.terms, found.worths.payoffs
    movers = [term.player for term in terms]
    own = sum(term.of_one_side for term in terms)
    told = [one for one in payoffs if movers.count(one.player) != 1]
    order = [*sorted(terms, key=lambda term: not term.of_one_side), *told]
    most, detail = max(TERMS, min(own, OWN)), bool(found.differences) and not found.terms_rewritten
    heads = (*columns, Column("Where they differ most", key="at"))
    return Table(
        heads, tuple(_worth(one, found) for one in order), most=most, more="term", detail=detail
    )


def _worth(one: WorthChange, found: SideComparison) -> tuple[Entry, ...]:
    """Where a term or a payoff moves most, and how far."""
    holder = found.first if one.player in found.first.players else found.second
    name = f"{holder.players[one.player].name}: {one.term or 'whole payoff'}"
    shown = both(one.first, one.second)
    if one.everywhere:
        shown = ("", f"{'+' if one.amount > 0 else ''}{amount(one.amount)}")
    place = (
        "every package"
        if one.everywhere
        else ", ".join(f"{issue} {option}" for issue, option in one.at.items())
    )
    ends = zip(shown, (one.first, one.second), strict=True)
    values = (Cell("–", None) if math.isnan(worth) else Cell(said, worth) for said, worth in ends)
    return (Cell(name, f"{one.player}.{one.term}" if one.term else one.player), *values, place)
