"""Offers in turn: who proposes what, why the other accepts, and what opening and waiting are worth."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.bargaining.reports.words import chance, own_notes, package_cell, payoff_notes
from negotiate.bargaining.talks.proposals import AlternatingOffers, Proposal
from negotiate.report.blocks import Block, Cell, Column, Entry, Report, Table, notes, sentences
from negotiate.report.entries import grouped
from negotiate.report.numbers import more_or_less, number, trimmed
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, of_each, safe, the

SAME = 1e-9
"""Of a player's payoff: gaps that are none."""
SHOWN = 5
"""Rounds that are listed, where not all are wanted."""
SEVERAL = (
    "There are several equilibria, because waiting costs less than the gaps between packages. The table shows the best "
    "equilibrium for either side. All others lie between these two. A lower discount factor, or `--talks lotteries`, "
    "would say more."
)
KIND = (
    "A player accepts an offer that is as good as refusing. Of equally good proposals, a player makes the one that is "
    "best for the other side."
)
CHECKED = "Checked: no player gains by another offer or answer."
UNIQUE = "No other subgame-perfect equilibrium exists."


def report(found: AlternatingOffers, look: Look) -> Report:
    """What happens if each opens, why the first offer is accepted, and what opening is worth."""
    said = [SEVERAL] if _several(found) else [_first(found, opened) for opened in found.opened if opened]
    said += [*_why(found), *_opening(found)] if found.opened[0] and not _several(found) else []
    said += own_notes(found.problem, found.notes)
    blocks: list[Block] = [*sentences(said), _proposals(found)]
    blocks += [] if found.problem is None else payoff_notes(found.problem, bool(found.opened[0]))
    unique = f" {UNIQUE}" if found.unique and found.rounds is None else ""
    blocks += notes([_waiting(found), f"{CHECKED}{unique}"])
    end = "solved backwards from the last round" if found.rounds else "with the same offers in every round"
    method = f"Method: alternating offers (Rubinstein 1982), {end}."
    blocks += notes([KIND if found.over == "packages" else "", method], detail=True)
    names = found.players if found.problem is None else tuple(found.problem.players)
    return Report(found.title, tuple(blocks), names)


def _first(found: AlternatingOffers, opened: Sequence[Proposal]) -> str:
    """What the talks come to if one player opens."""
    opener = the(found.players[opened[0].player])
    agreed = next((k for k, proposal in enumerate(opened) if proposal.accepted), None)
    end = opened[agreed or 0]
    words, gives = _proposal(found, end).shown, of_each(found.players, _numbers(found, end.payoffs))
    if agreed is None:
        fate = "there is no agreement"
    elif agreed:
        fate = f"they agree in round {agreed + 1} on the proposal of {the(found.players[end.player])}"
    else:
        others = joined([the(name) for p, name in enumerate(found.players) if p != end.player])
        fate = f"{others} accept{'s' if len(found.players) == 2 else ''} the first proposal"
    return f"If {opener} opens, {fate}{f': {words}' if words else ''}. This gives {gives}."


def _proposal(found: AlternatingOffers, one: Proposal) -> Cell:
    """The package that is proposed, or what it is drawn from; empty where something else is shared."""
    if found.problem is None or not one.packages:
        return Cell("")
    cells = [package_cell(found.problem, index) for index in one.packages]
    if len(one.odds) < 2:
        equal = f", or {counted(len(cells) - 1, 'equal package')}" if len(cells) > 1 else ""
        return Cell(f"{cells[0].shown}{equal}", " or ".join(str(cell.value) for cell in cells))
    odds = list(map(chance, one.odds))
    words = [f"{cell.shown} (probability {p})" for cell, p in zip(cells, odds, strict=True)]
    return Cell(", or ".join(words), " or ".join(f"{p} of {cell.value}" for cell, p in zip(cells, odds, strict=True)))


def _numbers(found: AlternatingOffers, payoffs: Sequence[float]) -> list[str]:
    """Payoffs, or shares of a pie."""
    return [trimmed(x) if found.over == "pie" else number(x) for x in payoffs]


def _why(found: AlternatingOffers) -> list[str]:
    """Why the first offer is accepted: what refusing would bring."""
    proposal = found.opened[0][0]
    others = [p for p in range(len(found.players)) if p != proposal.player]
    least = _numbers(found, [proposal.least[p] for p in others])
    accept = "the others accept" if len(others) > 1 else f"{the(found.players[others[0]])} accepts"
    refusing = f"Refusing the first offer of {the(found.players[proposal.player])} would give"
    said = f"{refusing} {of_each([found.players[p] for p in others], least)}, so {accept} nothing less."
    return [said] if proposal.accepted else []


def _opening(found: AlternatingOffers) -> list[str]:
    """What the first word is worth to each of two."""
    if len(found.players) != 2:
        return []
    gains = [found.opened[p][0].payoffs[p] - found.opened[1 - p][0].payoffs[p] for p in (0, 1)]
    if all(abs(gain) <= SAME * max(1.0, abs(found.payoffs[p])) for p, gain in enumerate(gains)):
        return ["Opening the talks makes no difference."]
    first, second = (f"{the(name)} {more_or_less(x)}" for name, x in zip(found.players, gains, strict=True))
    return [f"Opening the talks gives {first} than answering, and {second}."]


def _several(found: AlternatingOffers) -> bool:
    return found.rounds is None and len(found.opened[0]) > 1


def _waiting(found: AlternatingOffers) -> str:
    """What waiting costs each."""
    each = [f"{trimmed(x)} for {the(name)}" for name, x in zip(found.players, found.patience, strict=True)]
    discount = trimmed(found.patience[0]) if len(set(found.patience)) == 1 else joined(each)
    said = f"The discount factor is {discount} a round{'' if found.over == 'pie' else ', on gains over no deal'}."
    return f"{said} Each refusal ends the talks with probability {found.risk:g}." if found.risk else said


def _proposals(found: AlternatingOffers) -> Table:
    """One row a proposal; a detail where the sentences name all of them."""
    packages = [Column("Proposal", key="package")] * (found.problem is not None)
    heads = [Column("Opens", key="opens"), Column("round", "count"), Column("Best for", key="best for")]
    heads += [Column("Proposes", key="proposes"), Column("accepted", "mark"), *packages]
    seats = range(len(found.players)) if found.problem is None else found.problem.seats
    digits = 4 if found.over == "pie" else 0
    for player, name, key in zip(seats, found.players, found.keys, strict=True):
        heads.append(Column(safe(name, True), "payoff", f"payoff {key}", key, player, digits))
    who = [Cell(safe(name, True), key) for name, key in zip(found.players, found.keys, strict=True)]
    rows: list[tuple[Entry, ...]] = []
    for opener, opened in enumerate(found.opened):
        for place, one in enumerate(opened):
            which = (place + 1, None, who[one.player]) if found.rounds else (None, who[place], None)
            accepted = Cell("●", "yes") if one.accepted else Cell("", "no")
            rows.append((who[opener], *which, accepted, *[_proposal(found, one)] * len(packages), *one.payoffs))
    shown = bool(found.rounds) or _several(found)
    return grouped(heads, rows, 5, title="Proposals", most=SHOWN, more="proposal", detail=not shown)
