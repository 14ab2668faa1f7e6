"""Why there is no deal and what would open one, on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.bargaining.claims import Claim
from negotiate.bargaining.openings import Openings
from negotiate.bargaining.side_payments import Payment
from negotiate.render.bargaining import conflicts
from negotiate.render.bargaining.words import package_words, worth
from negotiate.render.kind import Kind
from negotiate.render.style import Look
from negotiate.render.table import fitting, table
from negotiate.render.text import aligned, contrast, counted, decimals, joined, probability, safe

CLAIMS = 6
"""Claims whose words are told, where not everything is wanted."""
LEGEND = "Payoffs after a claim is dropped are those of the Nash point then; where packages tie, of the first."


def sentences(found: Openings) -> list[str]:
    """What rules deals out."""
    return [conflicts.headline(found.conflicts), *_with_money(found), *conflicts.sentences(found.conflicts)]


def _with_money(found: Openings) -> list[str]:
    """What it would come to if money changed hands, where that is allowed and of use."""
    if found.money is None:
        return []
    if found.money.nash is None:
        return ["No payment makes any package acceptable."]
    size = f"{counted(found.money.size, 'package')} could be signed" if found.money.size >= 0 else "there is a deal"
    best = found.money.nash
    worth_of = worth(found.problem, best.payoffs.tolist(), [decimals([float(x)]) for x in best.payoffs])
    paid = payment_words(found, best) if best.amount > 0 else "nobody pays"
    said = f"With side payments {size}; at the Nash point ({_package(found, best)}) {paid}, and it is worth {worth_of}."
    return [said]


def body(found: Openings, look: Look) -> Iterable[RenderableType]:
    """What would open a deal as a table, and what the claims say that stand in its way."""
    if rows := _ways(found, look.all):
        yield from _opened(found, rows, look)
    elif not found.conflicts.deal:
        yield Text("No one change of these kinds opens a deal.")
    if said := _claims(found, look):
        yield from (Text(), *table(["Claim", "says"], said, 2, look))


def _ways(found: Openings, everything: bool = True) -> list[tuple[str, int, Sequence[float] | None]]:
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
        rows.append((f"{payment_words(found, paid)}, for {_package(found, paid)}", -1, paid.payoffs.tolist()))
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
    problem = found.problem
    known = [payoffs for _, _, payoffs in rows if payoffs is not None]
    columns = [iter(aligned([payoffs[p] for payoffs in known])) for p in range(len(problem.players))]
    cells = []
    for words, size, payoffs in rows:
        numbers = [next(column) if payoffs is not None else "" for column in columns]
        cells.append([words, f"{size:,}" if size >= 0 else "", *numbers])
    if not known:
        yield from table(["What would open a deal"], [row[:1] for row in cells], 1, look)
        return
    room = [max(cell_len(row[2 + p]) for row in cells) for p in range(len(problem.players))]
    heads = fitting(problem.players, problem.keys, room, look.columns // 3, more=look.glyphs.more)
    if any(size >= 0 for _, size, _ in rows) and look.columns >= 60:
        yield from table(["What would open a deal", "packages", *heads], cells, 1, look)
    else:
        yield from table(["What would open a deal", *heads], [[row[0], *row[2:]] for row in cells], 1, look)


def _listed(found: Openings, claims: tuple[Claim, ...]) -> str:
    return joined([_short(found, claim) for claim in claims])


def _short(found: Openings, claim: Claim) -> str:
    """A claim by its name and its owner."""
    who = safe(found.problem.players[claim.player], True)
    if claim.kind == "no deal":
        return f"{who} insisting on what no deal gives it"
    return f"`{safe(claim.name, True)}` ({who})"


def _package(found: Openings, paid: Payment) -> str:
    return package_words(found.problem, paid.packages[0])


def payment_words(found: Openings, paid: Payment) -> str:
    """Who pays how much to whom, in the common money."""
    names = [safe(name, True) for name in found.problem.players]
    pays = [(name, -x) for name, x in zip(names, paid.received.tolist(), strict=True) if x < 0]
    gets = [(name, x) for name, x in zip(names, paid.received.tolist(), strict=True) if x > 0]
    givers = joined([f"{name} {_amount(x)}" for name, x in pays]) if len(pays) > 1 else joined([n for n, _ in pays])
    if len(pays) == 1 and len(gets) == 1:
        return f"{givers} pays {gets[0][0]} {_amount(gets[0][1])} in money"
    takers = joined([f"{name} gets {_amount(x)}" for name, x in gets])
    return f"{givers} pay{'' if len(pays) > 1 else 's'} in money and {takers}"


def _amount(x: float) -> str:
    return contrast(x, 0.0)[0]


def _shifts(found: Openings) -> list[str]:
    problem = found.problem
    said = []
    for shift in found.shifts:
        apart = float(problem.disagreement[shift.player])
        before, after = contrast(apart, apart - shift.amount)
        than = f"less than {after}" if shift.beyond else f"only {after}"
        told = f"any {than}" if before == after else f"{than}, not {before}"
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
    sets = [["conflict", "claim", "player", "kind"]]
    for number, one in enumerate(found.conflicts.sets, 1):
        sets += [[str(number), claim.name, keys[claim.player], claim.kind] for claim in one.claims]
    removals = [["removal", "claim", "player", "kind"]]
    for number, claims in enumerate(found.conflicts.removals, 1):
        removals += [[str(number), claim.name, keys[claim.player], claim.kind] for claim in claims]
    ways = [["opens a deal", "packages", *(f"payoff {key}" for key in keys)]]
    for words, size, payoffs in _ways(found):
        numbers = ["" for _ in keys] if payoffs is None else [f"{x:.12g}" for x in payoffs]
        ways.append([words, str(size) if size >= 0 else "", *numbers])
    return [sets, removals, ways]


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
