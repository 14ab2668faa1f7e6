"""Packages, points, claims, no deal and money beside a deal, in the scenario's own words.

Each answer is told in a file of its own; what several of them say stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from negotiate.bargaining.claims import Claim, Landmark
from negotiate.bargaining.landmarks import differing
from negotiate.bargaining.points.rule import SURE, BargainingPoint
from negotiate.bargaining.refusals.side_payments import Payment, SidePayments
from negotiate.bargaining.table import BargainingTable
from negotiate.equilibrium.alone import TYPES
from negotiate.errors import is_about
from negotiate.report.blocks import Block, Cell, Column, Note, Report, Sentence, Table, notes
from negotiate.report.style import (
    capital,
    contrast,
    counted,
    decimals,
    in_units,
    in_words,
    joined,
    probability,
    rounded,
    safe,
    sentence_of,
    spoken,
    the,
)

if TYPE_CHECKING:
    from negotiate.bargaining.assessment import Assessment

SHORTER = 0.8
"""Of the words of a package: what telling how it differs from another may come to."""
CLAIMS = 6
"""Claims that are listed, where not everything is wanted."""
NOTHING_CHANGES = "everything as today"
SOLUTION = "Nash bargaining solution"


def report_on(problem: BargainingTable, blocks: Iterable[Block]) -> Report:
    """What is said of a problem, under its title."""
    return Report(problem.title, tuple(blocks), tuple(problem.players))


def page(
    problem: BargainingTable,
    blocks: Iterable[Block | str],
    more: Sequence[str] = (),
    details: Sequence[str] = (),
    numbers: bool = True,
) -> Report:
    """Sentences and blocks on a problem, then units if any payoff is told, more notes, and notes
    that are details.
    """
    told = [Sentence(block) if isinstance(block, str) else block for block in blocks]
    after = [*payoff_notes(problem, numbers), *notes(more), *notes(details, detail=True)]
    return report_on(problem, [*told, *after])


def sizes(problem: BargainingTable) -> list[float]:
    """The largest payoff of each player that sums are made of, for `exact`."""
    tables = [
        np.stack([found.payoffs for found in problem.no_deals], axis=1),
        *(b.payoffs for b in problem.blocks),
    ]
    return list(map(float, np.sum([np.abs(table).max(axis=1) for table in tables], axis=0)))


def issue_name(problem: BargainingTable, issue: str) -> str:
    """An issue by its name for people."""
    return spoken(problem.issue_names.get(issue) or issue)


def option_name(problem: BargainingTable, issue: str, option: str) -> str:
    """An option by its name for people."""
    return spoken(problem.option_names.get(issue, {}).get(option) or option)


def option_words(problem: BargainingTable, choices: Mapping[str, str]) -> str:
    """Issues with their options, by name: "US tariff: 21 %; Made in China 2025: tweak"."""
    return "; ".join(
        f"{issue_name(problem, k)}: {option_name(problem, k, v)}" for k, v in choices.items()
    )


def changes(problem: BargainingTable, choices: Mapping[str, str]) -> dict[str, str]:
    """What choices change of the status quo; all of them where nobody named one."""
    today = {} if problem.status_quo is None else problem.status_quo.choices
    return {issue: option for issue, option in choices.items() if today.get(issue) != option}


def choices_cell(problem: BargainingTable, changed: Mapping[str, str]) -> Cell:
    """Changes of the status quo in a table: by name for people, and for programs as they are typed
    after `--at`.
    """
    nothing = NOTHING_CHANGES if problem.status_quo is not None else "nothing to decide"
    value = ",".join(f"{issue}={option}" for issue, option in changed.items()) or "today"
    return Cell(option_words(problem, changed) or nothing, value)


def package_cell(problem: BargainingTable, index: int) -> Cell:
    """A package in a table: what it changes of the status quo, or all of it where nobody named one.

    It is told without what no deal sets here; a package of bare arrays has a number.
    """
    package = problem.package(index)
    if not package:
        return Cell(f"{'sample' if problem.curve else 'package'} {index}", str(index))
    changed = changes(problem, package)
    return choices_cell(
        problem, {k: option for k, option in changed.items() if problem.fixed.get(k) != option}
    )


def package_words(problem: BargainingTable, index: int) -> str:
    """A package by the names of what it changes."""
    return package_cell(problem, index).shown


def landmark_cell(problem: BargainingTable, mark: Landmark) -> Cell:
    """What really happened, or stands today, in a table."""
    if mark.on_table:
        return package_cell(problem, mark.package)
    return choices_cell(problem, changes(problem, mark.choices))


def no_deal_cell(problem: BargainingTable) -> Cell:
    """What is done without a deal, in a table."""
    found = problem.no_deal
    return (
        choices_cell(problem, changes(problem, found.choices))
        if found.choices
        else Cell(found.label, found.label)
    )


def called(mark: Landmark) -> str:
    """A package by the name that somebody gave it: `geneva_may_2025` is Geneva May 2025."""
    return "the status quo" if mark.label == "status quo" else capital(spoken(mark.label))


def point_words(problem: BargainingTable, point: BargainingPoint) -> str:
    """What a point is: its package, of several the first; its lottery; of a curve the sample beside
    it.
    """
    if not point.drawn:
        return package_words(problem, point.packages[0])
    if not point.odds:
        return f"near {package_words(problem, point.packages[0])}"
    first = problem.package(point.packages[0])
    parts: list[str] = []
    for package, share in zip(point.packages, point.odds, strict=True):
        words, own = package_words(problem, package), problem.package(package)
        other = option_words(
            problem, {issue: option for issue, option in own.items() if first[issue] != option}
        )
        shorter = parts and other and len(other) < SHORTER * len(words)
        parts.append(
            f"{f'the same, but {other}' if shorter else words} (probability {chance(share)})"
        )
    if (left := 1.0 - sum(point.odds)) > SURE:
        parts.append(f"no deal (probability {chance(left)})")
    return ", or ".join(parts)


def first_of(problem: BargainingTable, packages: Sequence[int]) -> str:
    """A package, of several that tie the first."""
    tied = f", one of {len(packages):,} that tie" if len(packages) > 1 else ""
    return f"{package_words(problem, packages[0])}{tied}"


def solution_words(
    problem: BargainingTable, point: BargainingPoint, title: str, meaning: str = ""
) -> list[str]:
    """Which package or lottery a solution picks, and what each player gains by it, as sentences."""
    what, count = point_words(problem, point), len(point.packages)
    if count > 1 and not point.drawn:
        tied = f"{in_words(count)} packages tie for the {title}{f', {meaning}' if meaning else ''}."
        first = f"{tied} The first is {what}."
    else:
        lottery = "a lottery of " if point.drawn and point.odds else ""
        first = f"The {title} {f'has {meaning}:' if meaning else 'is'} {lottery}{what}."
    gains, than = [], " than no deal"
    for name, x in zip(
        problem.players, (point.payoffs - problem.disagreement).tolist(), strict=True
    ):
        gains.append(
            f"{the(name)} {rounded(abs(x), decimals([x]))} {'less' if x < 0 else 'more'}{than}"
        )
        than = ""
    return [first, f"The {title} gives {joined(gains)}."]


def chance(p: float) -> str:
    """A probability as a decimal without zeros at its end."""
    return probability(p, False).rstrip("0") or "0"


def names(problem: BargainingTable, players: Iterable[int]) -> str:
    """Some players, joined the English way."""
    return joined([the(problem.players[p]) for p in dict.fromkeys(players)])


def whose(problem: BargainingTable, player: int) -> str:
    """A player in the genitive: "China's", "the United States'"."""
    name = the(problem.players[player])
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def everybody(problem: BargainingTable) -> str:
    """Those who sign: "both", "all three", or by name where not everybody does."""
    count = len(problem.seats)
    if count == 1 or count < len(problem.players):
        return names(problem, problem.seats)
    return "both" if count == 2 else f"all {count}"


def line_words(claim: Claim) -> str:
    """A red line, a soft one or a ratifier by its key."""
    return f"{claim.kind} `{safe(claim.name, True)}`"


def claim_words(problem: BargainingTable, claim: Claim) -> str:
    """A claim and whose it is, such as "China's red line `plan`"."""
    own = "no-deal payoff" if claim.kind == "no deal" else line_words(claim)
    return f"{whose(problem, claim.player)} {own}"


def claim_cell(problem: BargainingTable, claim: Claim) -> Cell:
    """A claim in a table: in words for people, by its key for programs."""
    return Cell(capital(claim_words(problem, claim)), claim.name)


def claims_table(problem: BargainingTable, claims: Iterable[Claim]) -> Table:
    """What claims say, for those with words of their own."""
    named = dict.fromkeys(claim for claim in claims if claim.kind != "no deal")
    rows = tuple((claim_cell(problem, claim), safe(claim.written, True)) for claim in named)
    return Table(
        (Column("Claim", key="claim"), Column("Says", key="says")), rows, most=CLAIMS, more="claim"
    )


def worth(problem: BargainingTable, payoffs: Iterable[float], verb: str = "") -> str:
    """Who gets what, such as "the United States 13.5 and China -8.22"; levels are called that."""
    said = []
    for name, key, x in zip(problem.players, problem.keys, map(float, payoffs), strict=True):
        parts = [
            the(name),
            verb,
            "level" if key in problem.ordinal else "",
            rounded(x, decimals([x])),
        ]
        said.append(" ".join(filter(None, parts)))
    return joined(said)


def no_deal_source(problem: BargainingTable) -> list[str]:
    """Where the no-deal point comes from, as a sentence; none where there is nothing to say."""
    if problem.no_deal.how != "equilibrium":
        return []
    which = "the equilibrium" if len(problem.no_deals) == 1 else "one of the equilibria"
    if has_types(problem) and len(problem.no_deals) > 1 and not problem.named:
        # the headline has said that these are the equilibria of the game without private types
        return []
    if has_types(problem):
        taken = "This answer takes the values of the file, without private types."
        return [f"{taken} Without a deal, the players play {which} of that game."]
    return [f"Without a deal, the players play {which} that `solve` finds."]


def has_types(problem: BargainingTable) -> bool:
    """Whether players have private types, which count in `solve` and not here."""
    return any(is_about(note, TYPES) for note in problem.notes)


def no_deal_worth(problem: BargainingTable) -> list[str]:
    """What everybody gets without a deal, and where that comes from, as sentences."""
    return [
        f"Without a deal, {worth(problem, problem.disagreement, 'gets')}.",
        *no_deal_source(problem),
    ]


def payoff_columns(problem: BargainingTable, what: str = "payoff") -> tuple[Column, ...]:
    """A column of payoffs, or of `what` else, a player, with its key for programs and for narrow
    screens.
    """
    return tuple(
        Column(safe(name, True), "payoff", f"{what} {key}", key, player, size=size)
        for player, (name, key, size) in enumerate(
            zip(problem.players, problem.keys, sizes(problem), strict=True)
        )
    )


def payoff_notes(problem: BargainingTable, numbers: bool = True) -> list[Note]:
    """Units, if any payoff is told, and which no-deal point counts; as details how the problem came
    about.
    """
    said = [in_units(problem.players, problem.units) if numbers else "", *_which_no_deal(problem)]
    return [*notes(said), *detail_notes(problem)]


def package_table(
    problem: BargainingTable, head: str, packages: Sequence[int], after: Sequence[str] = ()
) -> Table:
    """A row a package, with what may stand after its name."""
    worths = problem.payoffs_of(packages).T.tolist() if packages else []
    cells = [package_cell(problem, package) for package in packages]
    told = zip(cells, after or [""] * len(cells), worths, strict=True)
    rows = tuple((Cell(cell.shown + more, cell.value), *worth) for cell, more, worth in told)
    return Table((Column(head, key="package"), *payoff_columns(problem)), rows, more="package")


def beyond(problem: BargainingTable, marks: Iterable[Landmark]) -> list[str]:
    """Which issues that no deal here sets some outcomes set as well, as sentences."""
    names = [
        (called(mark), joined([issue_name(problem, issue) for issue in mark.beyond]))
        for mark in marks
    ]
    return [
        f"{mark} also sets {issues}, which no deal here can set."
        for mark, issues in names
        if issues
    ]


def detail_notes(problem: BargainingTable) -> list[Note]:
    """How a problem came about, as details."""
    return [Note(sentence_of(note), detail=True) for note in problem.notes]


def own_notes(problem: BargainingTable | None, notes: Sequence[str]) -> list[str]:
    """What an answer has to add to the notes of its problem, as sentences."""
    return [sentence_of(note) for note in notes if problem is None or note not in problem.notes]


def _which_no_deal(problem: BargainingTable) -> list[str]:
    """Which of several no-deal points an answer is about, where nobody named one and they differ in
    worth.
    """
    if problem.named or len(list(islice(differing(problem), 2))) < 2:
        return []
    number, other = problem.chosen + 1, 1 if problem.chosen else 2
    return [
        (
            f"This answer takes no-deal point {number} of {len(problem.no_deals)}. `--no-deal "
            f"{other}` "
            "takes another."
        )
    ]


LINES = "The file allows side payments, but no payment makes anybody sign across a red line."
NOTE = "The file allows side payments. They are left out here; `--why` tells what they could do."


def paid_words(problem: BargainingTable, paid: Payment, past: bool = False) -> str:
    """Who pays how much to whom, in the common money."""
    pay, get = ("paid", "got") if past else ("pays", "gets")
    flows = [
        (the(name), x) for name, x in zip(problem.players, paid.received.tolist(), strict=True)
    ]
    pays, gets = (
        [(name, contrast(abs(x), 0.0)[0]) for name, x in flows if x * sign > 0] for sign in (-1, 1)
    )
    if len(pays) == 1 and len(gets) == 1:
        return f"{pays[0][0]} {pay} {gets[0][0]} {gets[0][1]} in money"
    givers, takers = (
        [f"{n} {verb} {x}" for n, x in some] for verb, some in ((pay, pays), (get, gets))
    )
    return f"{joined(givers)} in money, and {joined(takers)}"


def with_money(problem: BargainingTable, money: SidePayments | None, flows: bool) -> list[str]:
    """What money would change of the deals that there are without, and if `flows` are wanted who
    pays whom.
    """
    if money is None:
        return []
    if money.nash is None:
        return ["The file allows side payments, but they make no package acceptable."]
    best, signed = money.nash, f"{everybody(problem)} would sign {counted(money.size, 'package')}"
    paid = paid_words(problem, best) if best.amount > 0 else "nobody pays"
    gives = f"With these payments, {worth(problem, best.payoffs, 'gets')}."
    return [
        f"With side payments, {signed if money.size >= 0 else 'there is a deal'}.",
        f"The {SOLUTION} with side payments is {first_of(problem, best.packages)}.",
        *([f"{capital(paid)}.", gives] if flows else [f"{gives} `--why` tells who pays whom."]),
    ]


def describe_payment(found: Assessment) -> list[str]:
    """What would have to be paid for a package that somebody refuses, where money may change
    hands.
    """
    paid = found.payment
    if found.signed or paid is None:
        return []
    if not paid.enough:
        return ["Side payments would not help: the others gain too little to pay for this package."]
    least = f"With side payments, {everybody(found.problem)} would sign this package"
    return [f"{least} if {paid_words(found.problem, paid, past=True)}, at the least."]
