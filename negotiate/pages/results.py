"""What a class typed: a line a group, or a CSV file with a column an issue, with every mistake told
at its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from negotiate.display import record
from negotiate.errors import GameTooLarge, ScenarioError, ScenarioNotFound, UnsuitableGame
from negotiate.journal import PLAYED, misfit
from negotiate.language.reports.page import plain_number
from negotiate.language.text.source import Source, decoded, raw_bytes
from negotiate.model import Issue
from negotiate.model.negotiation import Negotiation
from negotiate.pages.sheets import DealForm, deal_form, is_number, letter_of, place_of
from negotiate.report.style import number

NONE = "none"
"""What a group without a deal writes."""
APART = "a space stands after the group: `{} {}`"
WRITE = "write one group a line, such as `7 BACD`, or `8 none`"
UNTYPED = (
    "Every {} counts with the values of the file, whatever private types it had. `--fix "
    "PLAYER=TYPE` takes a type."
)
ROUND, ROUNDS = "round", 999
"""The word before the round in which a group agreed, and the last one that is read."""
LARGEST = 1e6
"""The largest payment that is read."""
LONGEST = 1_000_000
"""Bytes of a file of results."""
GROUP, DEAL = "group", "deal"
"""The head of a CSV file begins with the first; where the second alone follows, letters stand below
it.
"""
CODE = "unreadable-deal"
_LINE = re.compile(r"[^\s,;]+")
_CELL = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^,;\t]*?))\s*(?:[,;\t]|$)')
_ONE_WORD = re.compile(r"(\d+)([A-Za-z]+)")


@record
class Gathering:
    """What played, by what it is called.

    Parameters
    ----------
    one, every : str
        One that came to a result, and all of them together.
    rows : bool
        Whether each is told in a row of its own, where that says no more than the rows of results.
    """

    one: str
    every: str
    rows: bool = True


CLASSROOM, REHEARSAL = Gathering("group", "the class"), Gathering("game", "the games", rows=False)


class Sheet(Protocol):
    """What groups fill in."""

    @property
    def issues(self) -> Sequence[Issue]:
        """What a column of a CSV file may stand for, in the order of the form; empty where lines
        alone are read.
        """

    def code(self, words: Sequence[str]) -> str:
        """What a group wrote, as it is told again.

        Raises
        ------
        UnsuitableGame
            If nobody could have written that.
        """


class Terms(NamedTuple):
    """What a group signed.

    Parameters
    ----------
    places : Mapping[str, int]
        Issue → the place of its option.
    round : int
        The round in which it agreed.
    payer : str
        The key of the side that pays; empty where no payment stands behind the deal.
    paid : float
        How much, in the money of the file's `side_payments`.
    """

    places: Mapping[str, int]
    round: int = 1
    payer: str = ""
    paid: float = 0.0


@dataclass(frozen=True, slots=True)
class Deals:
    """The sheet of a class that signs deals.

    Parameters
    ----------
    form : DealForm
        Its lines.
    rounds : bool
        Whether a line may end with the round in which the group agreed, such as "round 3".
    payers : Mapping[str, str]
        Key → name of two sides between whom a payment may stand behind a deal, such as "buyer 45";
        empty for none.
    """

    form: DealForm
    rounds: bool = False
    payers: Mapping[str, str] = field(default_factory=dict)

    @property
    def issues(self) -> Sequence[Issue]:
        """Those that a deal sets."""
        return self.form.issues

    def code(self, words: Sequence[str]) -> str:
        """The letters of a deal, with the payment, and the round if it is a later one than the
        first.
        """
        found = self.terms(words)
        paid = f"{found.payer} {plain_number(found.paid).replace(',', '')}" if found.payer else ""
        later = f"{ROUND} {found.round}" if found.round > 1 else ""
        return " ".join(filter(None, [self.form.code(found.places), paid, later]))

    def terms(self, words: Sequence[str]) -> Terms:
        """What a line says after its group, or a code.

        Raises
        ------
        UnsuitableGame
            If nobody could have written that.
        """
        left, count = self._round(list(words))
        left, payer, paid = self._payment(left)
        return Terms(self.form.read(" ".join(left)), count, payer, paid)

    def _round(self, words: list[str]) -> tuple[list[str], int]:
        """The words without those that say the round, and the round."""
        if len(words) < 3 or words[-2].lower() != ROUND or self._is_option(words):
            return words, 1
        if not self.rounds:
            said = "no round counts here: the file does not give each side's `patience`"
            raise UnsuitableGame(said, f"leave `{ROUND} {words[-1]}` out")
        count = int(words[-1]) if words[-1].isdecimal() else 0
        if not 1 <= count <= ROUNDS:
            raise UnsuitableGame(f"`{words[-1]}` is no round", f"write a number from 1 to {ROUNDS}")
        return words[:-2], count

    def _payment(self, words: list[str]) -> tuple[list[str], str, float]:
        """The words without those that say who pays what, who pays, and how much."""
        if not self.payers or len(words) < 2 or not is_number(words[-1]) or self._is_option(words):
            return words, "", 0.0
        named = {word.lower(): key for key, name in self.payers.items() for word in (key, name)}
        payer = named.get(words[-2].lower())
        if payer is None and len(words) == len(self.form.issues) + 1:
            example = f"{list(self.payers)[-1]} {words[-1]}"
            raise UnsuitableGame(
                f"nothing says who pays {words[-1]}", f"write who pays, such as `{example}`"
            )
        if payer is None:
            return words, "", 0.0
        paid = float(words[-1])
        if not 0 < paid <= LARGEST:
            raise UnsuitableGame(
                f"`{words[-1]}` is no payment", "name the side that pays, and a number above 0"
            )
        return words[:-2], payer, paid

    def _is_option(self, words: Sequence[str]) -> bool:
        """Whether the last word but one names an option of its own line."""
        issues = self.form.issues
        return 1 < len(words) == len(issues) and place_of(issues[-2], words[-2]) is not None


def deals(negotiation: Negotiation) -> Deals:
    """The sheet of a class that signs deals.

    Rounds count where each side says what a later round is worth to it. A payment may stand behind
    a deal where the file allows side payments and there are two sides.

    Raises
    ------
    UnsuitableGame
        If no deal can be written on a form.
    """
    patience = [player.patience for player in negotiation.players.values()]
    rounds = all(one is not None for one in patience) and not negotiation.ordinal
    payers = {
        key: one.name
        for key, one in negotiation.players.items()
        if negotiation.side_payments.get(key)
    }
    both = len(payers) == len(negotiation.players) == 2 and not negotiation.ordinal
    return Deals(deal_form(negotiation), rounds, payers if both else {})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line, or a cell of a row, with its place in the text."""

    text: str
    start: int
    end: int


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
    line = _ONE_WORD.fullmatch(words[0])
    if line is not None and not Path(words[0]).exists():
        said = f"`{words[0]}` is no file, and a line has the group and its deal apart"
        raise ScenarioNotFound(
            said, f'write "{line[1]} {line[2]}", or name a file with one group a line'
        )
    raw = raw_bytes(words[0], LONGEST, WRITE)
    if len(raw) > LONGEST:
        raise GameTooLarge("bytes", len(raw), LONGEST, "name a file with one group a line")
    return decoded(raw, words[0])


CLASS = "class.json"
"""The file in the folder of a hosted class that says what its groups came to."""


def results_of(folder: Path) -> tuple[dict[str, Any], dict[str, str]] | None:
    """What was played in a class that `negotiate host` served, and each group with what it came to.

    None where the folder is of no class, or of one that has no results yet.

    Raises
    ------
    UnsuitableGame
        If its file of results is not one.
    """
    path = folder / CLASS
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        found = None
    if said := misfit(found, {"scenario": PLAYED, "lens": str, "results": {str: str}}):
        raise UnsuitableGame(
            f"`{path}` does not say what groups came to: {said}", "name the logs of the groups"
        )
    return found, found["results"]


def percent(share: float) -> str:
    """A share of a whole, in whole percents."""
    return f"{number(100 * share, 0)} %"


def nobody(source: object) -> str:
    """What is said where there is no result."""
    return (
        f"`{source.shown}` holds no group"
        if isinstance(source, Source)
        else "no group has told its result"
    )


def read(sheet: Sheet, source: Source) -> dict[str, str]:
    """Each group with what it came to, empty where that is no deal.

    Parameters
    ----------
    sheet : Sheet
        What the groups filled in.
    source : Source
        One group a line: its number and what it came to, with a space or a comma between. `#`
        starts a comment. Where the first line is a head such as `group,tariffs,plan`, cells hold
        options by name or letter.

    Raises
    ------
    ScenarioError
        If lines cannot be read, all of them at once.
    """
    found: dict[str, tuple[int, str]] = {}
    columns: Sequence[Issue] | None = None
    headed = False
    for line, (start, written) in enumerate(
        zip(source.starts, source.text.split("\n"), strict=True), 1
    ):
        words = list(_words(written, start, _LINE if columns is None else _CELL))
        if not words or not any(word.text for word in words):
            continue
        if not headed and not found and words[0].text.lower() == GROUP:
            heads = [word for word in _words(written, start, _CELL) if word.text]
            headed, columns = True, _heads(sheet, source, heads)
            continue
        group = words[0]
        if group.text in found:
            said = f"group `{group.text}` stands in line {found[group.text][0]} already"
            source.wrong(group.start, group.end, "group-twice", said, "keep one of the two lines")
            continue
        code = (
            _code(sheet, source, words) if columns is None else _row(sheet, source, words, columns)
        )
        found[group.text] = line, code
    if source.problems.found:
        raise ScenarioError(source.problems.found)
    return {group: code for group, (_, code) in found.items()}


def _words(written: str, start: int, pattern: re.Pattern[str]) -> Iterator[Word]:
    """The words of a line with their places; cells lose their quotes, and may be empty."""
    line = written.partition("#")[0].rstrip(" ")
    for word in pattern.finditer(line):
        if not pattern.groups:
            yield Word(word[0], start + word.start(), start + word.end())
        elif word.start() < len(line) or line.endswith((",", ";", "\t")):
            place = 1 if word[1] is not None else 2
            text = word[place].replace('""', '"').strip()
            yield Word(
                text, start + word.start(place), start + max(word.end(place), word.start(place) + 1)
            )


def _heads(sheet: Sheet, source: Source, heads: Sequence[Word]) -> Sequence[Issue] | None:
    """The issues of the columns; None where lines are read as they are typed.

    Raises
    ------
    ScenarioError
        If a head names nothing, or an issue has not one column: no row could be read.
    """
    if not sheet.issues or [head.text.lower() for head in heads[1:]] == [DEAL]:
        return None
    known = {
        name.lower(): issue for issue in sheet.issues for name in (issue.id, issue.name) if name
    }
    wanted = f"write `{','.join([GROUP, *(issue.id for issue in sheet.issues)])}`"
    found: list[Issue] = []
    for head in heads[1:]:
        issue = known.get(head.text.lower())
        if issue is None:
            near = get_close_matches(head.text.lower(), known, 1)
            hint = f"did you mean `{known[near[0]].id}`?" if near else wanted
            source.wrong(
                head.start, head.end, CODE, f"no issue of the form is called `{head.text}`", hint
            )
        elif issue in found:
            source.wrong(
                head.start, head.end, CODE, f"the issue `{issue.id}` has two columns", wanted
            )
        else:
            found.append(issue)
    left = [issue.id for issue in sheet.issues if issue not in found]
    if left and not source.problems.found:
        source.wrong(
            heads[0].start, heads[0].end, CODE, f"the issue `{left[0]}` has no column", wanted
        )
    if source.problems.found:
        raise ScenarioError(source.problems.found)
    return found


def _code(sheet: Sheet, source: Source, words: Sequence[Word]) -> str:
    """What a line says after its group."""
    group, *rest = words
    if not rest:
        line = _ONE_WORD.fullmatch(group.text)
        hint = (
            f"write letters, or `{group.text} {NONE}`"
            if line is None
            else APART.format(line[1], line[2])
        )
        source.wrong(group.start, group.end, CODE, f"group `{group.text}` has no deal", hint)
        return ""
    none = [word.text.lower() for word in rest] == [NONE]
    try:
        code = sheet.code([word.text for word in rest])
    except UnsuitableGame as wrong:
        if not none:
            source.wrong(rest[0].start, rest[-1].end, CODE, wrong.message, wrong.hint)
        return ""
    return "" if none and rest[0].text != NONE.upper() else code  # sixteen options make NONE a deal


def _row(sheet: Sheet, source: Source, words: Sequence[Word], columns: Sequence[Issue]) -> str:
    """What a row of a file with a column an issue says."""
    group, *cells = words
    if [cell.text.lower() for cell in cells if cell.text] == [NONE]:
        return ""
    if len(cells) != len(columns):
        said = f"group `{group.text}` has {len(cells)} cells, and the head has {len(columns)}"
        source.wrong(
            group.start, group.end, CODE, said, f"write one option a column, or `{NONE}` alone"
        )
        return ""
    places: dict[str, int] = {}
    for issue, cell in zip(columns, cells, strict=True):
        place = place_of(issue, cell.text)
        place = letter_of(issue, cell.text) if place is None else place
        if place is None:
            said = (
                f"`{cell.text}` is no option of `{issue.id}`"
                if cell.text
                else f"nothing stands under `{issue.id}`"
            )
            source.wrong(cell.start, cell.end, CODE, said, f"write {_options(issue)}")
        else:
            places[issue.id] = place
    return DealForm(tuple(sheet.issues)).code(places) if len(places) == len(columns) else ""


def _options(issue: Issue) -> str:
    return " or ".join(f"`{option.id}`" for option in issue.options[:6])
