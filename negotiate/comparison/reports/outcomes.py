"""What each lens finds and who gets what, as tables, and what a reader must know of the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from negotiate.comparison.lenses import Lens
from negotiate.comparison.prediction import Answer, Prediction, Refusal
from negotiate.comparison.reports.sides import outcome_words
from negotiate.model.negotiation import Negotiation
from negotiate.report.blocks import Cell, Column, Entry, Note, Table, notes
from negotiate.report.words import in_units, safe, sentence_of
from negotiate.views.alone import levels_noted

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
