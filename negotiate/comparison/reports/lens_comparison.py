"""Whether the lenses agree on one scenario, and what each of them finds beside the first.

What each lens finds and who gets what, as tables, and what a reader must know of the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from negotiate.comparison.prediction import Answer, Prediction, Refusal
from negotiate.comparison.reports.results import nothing
from negotiate.comparison.reports.sides import amount, both, code, outcome_code, outcome_words, small, whole
from negotiate.comparison.result import Agreement, Choice, LensAnswer, LensComparison, Relation
from negotiate.equilibrium.alone import levels_noted
from negotiate.lenses import Lens
from negotiate.model.negotiation import Negotiation
from negotiate.report.blocks import Block, Cell, Column, Entry, Item, Items, Note, Report, Sentence, Table, notes
from negotiate.report.style import Look
from negotiate.report.words import counted, in_units, joined, safe, sentence_of, the

ROWS, FIRST = 4, 2
"""So many results of one lens on one side are listed in the table of all lenses; of more only the first."""
Row = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
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

    def rows(self, keys: Sequence[str], every: bool = False) -> list[Row]:
        """The name of the side, what happens and who gets what; what both sides have stands there once."""
        lines = {side: list(self._lines(answer, keys, every)) for side, answer in self.answers.items()}
        first, *others = lines.values()
        shared = [line for line in first if line in others[0]] if others else []
        both = Cell("both", "both")
        return [
            (both if line in shared else side, *line)
            for side, told in lines.items()
            for line in told
            if told is first or line not in shared
        ]

    @property
    def cut(self) -> bool:
        """Whether the table of all lenses does not list all that this one finds."""
        return any(_most(self.lens, answer) < len(answer.outcomes) for answer in known(self.answers.values()))

    def _lines(self, answer: Answer, keys: Sequence[str], every: bool) -> Iterator[Row]:
        empty = (None,) * len(keys)
        if isinstance(answer, Refusal):
            yield f"no answer: {safe(answer.message, True)}", *empty
            return
        if not answer.outcomes:
            yield f"no {self.lens.result}", *empty
        most = len(answer.outcomes) if every else _most(self.lens, answer)
        for outcome in answer.outcomes[:most]:
            yield outcome_words(outcome, answer), *(outcome.payoffs[key] for key in keys)
        if rest := len(answer.outcomes) - most:
            yield f"… {rest:,} more" if most else f"{rest:,} {self.lens.results}", *empty


def _most(lens: Lens, answer: Prediction) -> int:
    """How many results of a lens the table of all lenses lists."""
    count = len(answer.outcomes)
    if lens.most is not None and count > lens.most:
        return 0
    return count if count <= ROWS else FIRST


def result_tables(looked: Sequence[Looked], keys: Sequence[str], scenarios: Sequence[Negotiation]) -> list[Table]:
    """What each lens finds on each side; as details, all results of a lens that has too many for one table."""
    found = known(answer for one in looked for answer in one.answers.values())
    sides = (Column("", key="side"),) if len(scenarios) > 1 else ()
    columns = (*sides, Column("", key="outcome"), *_payoff_columns(found, keys, scenarios))

    def table(lenses: Iterable[Looked], title: str = "", every: bool = False) -> Table:
        rows = [
            (Cell(one.lens.command, one.lens.command), *(row if sides else row[1:]))
            for one in lenses
            for row in one.rows(keys, every)
        ]
        return Table((Column("", key="command"), *columns), _said_once(rows, 1 + len(sides)), title, detail=bool(title))

    details = [table([one], f"All results of `{one.lens.command}`", every=True) for one in looked if one.cut]
    return [table(looked), *details]


def known(answers: Iterable[Answer]) -> list[Prediction]:
    """The answers that are none that was refused."""
    return [answer for answer in answers if isinstance(answer, Prediction)]


def closing_notes(answers: Sequence[Answer], scenarios: Sequence[Negotiation], methods: Sequence[str]) -> list[Note]:
    """Units, what levels are, whether all is complete and checked; then, as details, other notes and the methods."""
    found = known(answers)
    players = [player for scenario in scenarios for player in scenario.players.values()]
    units = in_units(*zip(*dict.fromkeys((player.name, player.unit) for player in players), strict=True))
    levels = dict.fromkeys(note for scenario in scenarios for note in levels_noted(scenario))
    said = [sentence_of(note) for answer in found for note in answer.notes if note not in levels]
    seen = dict.fromkeys([units, *map(sentence_of, levels), _trust(found) if found else ""])
    return [*notes(seen), *notes(dict.fromkeys([*said, *methods]), detail=True)]


def _trust(found: Sequence[Prediction]) -> str:
    checked = all(answer.verified for answer in found)
    if all(answer.complete for answer in found):
        return "Complete; checked." if checked else "Complete."
    return f"There may be more results.{' Those shown were checked.' if checked else ''}"


def method_words(answer: Prediction) -> str:
    """The method of one answer, and whether it found all."""
    method = safe(answer.method, True).replace("-", " ")
    return f"{method} ({'complete' if answer.complete else 'not known to be complete'})"


def _said_once(rows: Sequence[Row], leading: int) -> tuple[Row, ...]:
    """Rows of which the first cells show nothing where the row above begins in the same way."""
    told: list[Row] = []
    above: Row = ()
    for row in rows:
        same = next((k for k in range(leading) if row[: k + 1] != above[: k + 1]), leading)
        told.append((*(Cell("", cell.value) for cell in row[:same] if isinstance(cell, Cell)), *row[same:]))
        above = row
    return tuple(told)


def _payoff_columns(
    found: Sequence[Prediction], keys: Sequence[str], scenarios: Sequence[Negotiation]
) -> Iterator[Column]:
    """A column a player; one whom the two sides call by two names goes by the short one."""
    outcomes = [outcome for answer in found for outcome in answer.outcomes]
    for place, key in enumerate(keys):
        names = {safe(scenario.players[key].name, True) for scenario in scenarios if key in scenario.players}
        size = max((abs(outcome.payoffs[key]) for outcome in outcomes if key in outcome.payoffs), default=0.0)
        yield Column(names.pop() if len(names) == 1 else key, "payoff", f"payoff {key}", key, place, size=size)


VERDICTS: dict[Relation, str] = {
    "other": "The analyses give different results.",
    "narrower": "The analyses agree in part.",
    "wider": "The analyses agree in part.",
    "same": "The analyses give the same result.",
}
"""Relation of a lens to the first → what that makes of all of them, the gravest first."""


def report(found: LensComparison, look: Look) -> Report:
    """Whether the lenses agree, what each finds, and every result as a table."""
    scenario, answers = found.scenario, [one.answer for one in found.lenses]
    items = [Item(one.lens.command, " ".join(_said(found, one))) for one in found.lenses]
    told = Items(tuple(item for item in items if item.text))
    looked = [Looked(one.lens, {Cell("", ""): one.answer}) for one in found.lenses if not _at_once(one.answer)]
    main, *every = result_tables(looked, scenario.keys, (scenario,))
    questions = Items(tuple(Item(one.lens.command, _question(one)) for one in found.lenses), detail=True)
    blocks: list[Block] = [Sentence(verdict(found)), told, main, *_of_moves(scenario, answers)]
    blocks += [*closing_notes(answers, (scenario,), ()), questions, *every]
    return Report(safe(scenario.heading, True), tuple(blocks), tuple(p.name for p in scenario.players.values()))


def verdict(found: LensComparison) -> str:
    """Whether all lenses predict the same."""
    base, *others = found.lenses
    if isinstance(base.answer, Refusal) or not base.answer.outcomes:
        what = "gives no answer" if isinstance(base.answer, Refusal) else f"finds no {base.lens.result}"
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


def _said(found: LensComparison, one: LensAnswer) -> list[str]:
    """How what a lens finds stands to what the first one finds, and why."""
    answer, agreement, base = one.answer, one.agreement, found.lenses[0]
    if isinstance(answer, Refusal):
        return [f"No answer: {safe(answer.message, True)}."]
    if agreement is None:
        return []
    if answer.at_once:
        return [f"The file has no moves, so `{one.lens.command}` plays the same game as `{base.lens.command}`."]
    if not answer.outcomes:
        return [whole(nothing(one.lens))]
    if isinstance(base.answer, Refusal) or agreement.relation == "none":
        return []
    return [
        _held_against(base.answer, base.lens, one.lens, answer, agreement.relation),
        *_why(found.scenario, base.answer, one.lens, answer, agreement),
    ]


def _held_against(first: Prediction, base: Lens, lens: Lens, answer: Prediction, relation: Relation) -> str:
    """Which of the first lens's results a lens has, and which others."""
    count, of, at = len(answer.outcomes), len(first.outcomes), f"`{base.command}`"
    several = counted(count, lens.result, lens.results) if count > 10 else f"{small(count)} {lens.results}"
    single = outcome_code(answer.outcomes[0], answer)
    match relation:
        case "same":
            return f"All players get the same as in {at}."
        case "wider":
            return f"{whole(several)} They include all results of {at}."
        case "narrower" if count < of:
            kept = f"`{lens.command}` keeps {small(count)} of the {small(of)} {base.results} of {at}"
            return f"{kept}: {single}." if count == 1 else f"{kept}."
        case "narrower":
            return whole(f"{several}, with payoffs that {at} finds too")
    return f"Another result: {single}." if count == 1 else whole(f"{several}, with other payoffs than in {at}")


def _why(
    scenario: Negotiation, first: Prediction, lens: Lens, answer: Prediction, agreement: Agreement
) -> Iterator[str]:
    """Why a result of the first lens is none here, and the other way round."""
    threat, last, tempted = agreement.threat, agreement.deciding, agreement.temptation
    if agreement.relation == "narrower":
        if threat is not None:
            yield f"{outcome_code(agreement.ruled_out, first)} rests on an empty threat."
            yield _preferred(scenario, threat)
        return
    if last is not None:
        yield _preferred(scenario, last)
    if tempted is not None:
        several = len(tempted.change) > 1
        changes = [f"{code(option)}{f' for {issue}' if several else ''}" for issue, option in tempted.change.items()]
        gain = "rather choose" if tempted.player in scenario.ordinal else f"gain {amount(tempted.gain)} by choosing"
        who = the(scenario.players[tempted.player].name)
        outcome = "this outcome" if len(answer.outcomes) == 1 else outcome_code(answer.outcomes[0], answer)
        yield whole(f"{lens.otherwise}, {outcome} would not last: {who} would {gain} {joined(changes)}")
    if agreement.agreed:
        yield f"No player can set {joined([code(issue) for issue in agreement.agreed], 'or')} alone."


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
    return f"{whole(one.lens.question)[:-1]}{method} The whole answer: `negotiate {one.lens.command}`."


def _of_moves(scenario: Negotiation, answers: list[Answer]) -> list[Note]:
    """Which payoff terms count only where players move in turn, if they do."""
    terms = [f"`{p}.{k}`" for p, own in scenario.terms.items() for k, term in own.items() if term.needs_moves]
    if not terms or all(map(_at_once, answers)):
        return []
    return [Note(f"Only `tree` counts the term{'s' if len(terms) > 1 else ''} {joined(terms)}.")]
