"""Why there is no deal and what would open one, on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.bargaining.refusals.openings import Openings
from negotiate.bargaining.refusals.side_payments import Payment
from negotiate.bargaining.table.claims import Claim
from negotiate.render.bargaining import conflicts
from negotiate.render.bargaining.money import paid_words
from negotiate.render.bargaining.words import exactly, package_words, worth
from negotiate.render.kind import Kind
from negotiate.render.style import Look
from negotiate.render.table import fitting, table
from negotiate.render.text import aligned, contrast, counted, decimals, joined, probability, safe

NARROW = 60
"""In fewer columns the packages are left out."""
CLAIMS = 6
"""Claims whose words are told, where not everything is wanted."""
LEGEND = "Payoffs after a claim is dropped are those of the Nash point then; where packages tie, of the first."


def sentences(found: Openings) -> list[str]:
    """What rules deals out."""
    opened = found.payment is not None
    return [conflicts.headline(found.conflicts, opened), *_with_money(found), *conflicts.sentences(found.conflicts)]


def _with_money(found: Openings) -> list[str]:
    """What it would come to if money changed hands, where that is allowed and of use."""
    if found.money is None:
        return []
    if found.money.nash is None:
        return ["No payment makes any package acceptable."]
    size = f"{counted(found.money.size, 'package')} could be signed" if found.money.size >= 0 else "there is a deal"
    best = found.money.nash
    worth_of = worth(found.problem, best.payoffs.tolist(), [decimals([float(x)]) for x in best.payoffs])
    paid = paid_words(found.problem, best) if best.amount > 0 else "nobody pays"
    said = f"With side payments {size}; at the Nash point ({_package(found, best)}) {paid}, and it is worth {worth_of}."
    return [said]


def body(found: Openings, look: Look) -> Iterable[RenderableType]:
    """What would open a deal as a table, and what the claims say that stand in its way."""
    if rows := ways(found, look.all):
        yield from _opened(found, rows, look)
    elif not found.conflicts.deal:
        yield Text("No one change of these kinds opens a deal.")
    if said := _claims(found, look):
        yield from (Text(), *table(["Claim", "says"], said, 2, look))


def ways(found: Openings, everything: bool = True) -> list[tuple[str, int, Sequence[float] | None]]:
    """Each change that opens a deal: in words, how many packages then, what they are worth."""
    rows: list[tuple[str, int, Sequence[float] | None]] = [
        (
            f"without {_listed(found, drop.claims)}",
            drop.size,
            None if drop.point is None else drop.point.payoffs.tolist(),
        )
        for drop in found.drops
    ]
    if found.payment is not None:
        paid = found.payment
        rows.append(
            (
                f"{paid_words(found.problem, paid)}, for {_package(found, paid)}",
                len(paid.packages),
                paid.payoffs.tolist(),
            )
        )
    rows.extend((words, -1, None) for words in _shifts(found))
    if found.toss is not None:
        rows.append((_toss(found), -1, None))
    if everything:
        more = found.conflicts.removals[len(found.drops) :]
        rows.extend((f"without {_listed(found, claims)}", -1, None) for claims in more)
    return rows


def _opened(
    found: Openings, rows: list[tuple[str, int, Sequence[float] | None]], look: Look
) -> Iterable[RenderableType]:
    """The changes after which it is known what a deal would be worth, then the others."""
    known = [(words, size, payoffs) for words, size, payoffs in rows if payoffs is not None]
    others = [[words] for words, _, payoffs in rows if payoffs is None]
    if known:
        yield from _worths(found, known, look)
    if others:
        head = "What else would open a deal" if known else "What would open a deal"
        yield from (*([Text()] if known else []), *table([head], others, 1, look))


def _worths(found: Openings, rows: list[tuple[str, int, Sequence[float]]], look: Look) -> Iterable[RenderableType]:
    problem = found.problem
    columns = [aligned([payoffs[p] for _, _, payoffs in rows]) for p in range(len(problem.players))]
    heads = fitting(
        problem.players,
        problem.keys,
        [max(map(cell_len, c)) for c in columns],
        look.columns // 3,
        more=look.glyphs.more,
    )
    sized = all(size >= 0 for _, size, _ in rows) and look.columns >= NARROW
    cells = [
        [words, *([f"{size:,}"] if sized else []), *(column[k] for column in columns)]
        for k, (words, size, _) in enumerate(rows)
    ]
    return table(["What would open a deal", *(["packages"] if sized else []), *heads], cells, 1, look)


def _listed(found: Openings, claims: tuple[Claim, ...]) -> str:
    return joined([_short(found, claim) for claim in claims])


def _short(found: Openings, claim: Claim) -> str:
    """A claim by its name and its owner."""
    who = safe(found.problem.players[claim.player], True)
    if claim.kind == "no deal":
        return f"{who} insisting on what no deal gives it"
    return f"`{safe(claim.name, True)}` ({who})"


def _package(found: Openings, paid: Payment) -> str:
    tied = f", one of {len(paid.packages):,} that tie" if len(paid.packages) > 1 else ""
    return f"{package_words(found.problem, paid.packages[0])}{tied}"


def _shifts(found: Openings) -> list[str]:
    problem = found.problem
    said = []
    for shift in found.shifts:
        apart = float(problem.disagreement[shift.player])
        before, after = contrast(apart, apart - shift.amount)
        than = f"less than {after}" if shift.beyond else f"only {after}"
        told = f"a little {than}" if before == after else f"{than}, not {before}"
        said.append(f"no deal gives {safe(problem.players[shift.player], True)} {told}")
    return said


def _toss(found: Openings) -> str:
    if found.toss is None:
        raise TypeError("there is no toss")
    first, second = (package_words(found.problem, package) for package in found.toss.packages)
    low, high = probability(found.toss.low, False), probability(found.toss.high, False)
    odds = f"probability {low}" if low == high else f"probability {low} to {high}"
    return f"a toss: {first}, with {odds}; else {second}"


def _claims(found: Openings, look: Look) -> list[list[str]]:
    """What the claims in conflict say, for those with words of their own."""
    named = dict.fromkeys(claim for one in found.conflicts.sets for claim in one.claims if claim.written)
    told = [[_short(found, claim), safe(claim.written, True)] for claim in named]
    return told if look.all else told[:CLAIMS]


def rows(found: Openings) -> list[list[list[str]]]:
    """The conflicts, the smallest sets without which there is a deal, and every other change that opens one."""
    keys = found.problem.keys
    opened = [["opens a deal", "packages", *(f"payoff {key}" for key in keys)]]
    write = exactly(found.problem)
    for words, size, payoffs in ways(found):
        numbers = ["" for _ in keys] if payoffs is None else write(payoffs)
        opened.append([words, str(size) if size >= 0 else "", *numbers])
    return [*conflicts.set_rows(found.conflicts), opened]


def remarks(found: Openings) -> list[str]:
    """The conventions that count here."""
    said = list(found.problem.notes)
    if any(drop.point is not None for drop in found.drops):
        said.append(LEGEND)
    if found.money is not None:
        said.append(
            "Money is counted as `side_payments` of the file says; several payers share in proportion to what they gain"
        )
    if not found.complete:
        said.append("Not everything was gone through; there may be more")
    return [*said, "Method: packages by the claims that they cross; the smallest sets of claims that meet them all"]


KIND = Kind(Openings, sentences, body, rows, remarks)
