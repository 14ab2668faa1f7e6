"""Offers in turn: who proposes what, why the other accepts, and what opening and waiting are worth."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.bargaining.reports.words import own_notes, package_words, payoff_columns, payoff_notes
from negotiate.bargaining.talks.proposals import AlternatingOffers, Proposal
from negotiate.report.blocks import Block, Column, Entry, Note, Report, Table, sentences
from negotiate.report.numbers import exact, number, probability, trimmed
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, the

SAME = 1e-9
"""Of a player's payoff: gaps that are none."""
TIES = 3
"""Equally good proposals that a sentence names."""
SHOWN = 8
"""Rounds that are listed, where not all are wanted."""
SEVERAL = (
    "Packages have gaps that waiting costs too little to close, so there is more than one equilibrium. Those that are "
    "best for either side are told; every other lies between them. Less patience, or lotteries, would say more."
)
KIND = "Who is as well off by agreeing as by refusing agrees; of equals, whoever proposes is kind."
CHECKED = "Checked: nobody gains by departing from an offer or an answer."
UNIQUE = "No other subgame-perfect equilibrium exists."


def report(found: AlternatingOffers, look: Look) -> Report:
    """What happens if each opens, why the first offer is accepted, and what opening is worth."""
    said = [_first(found, opened) for opened in found.opened if opened]
    if said:
        said += [SEVERAL] if _several(found) else [*_why(found), *_opening(found)]
    said += own_notes(found.problem, found.notes)
    blocks: list[Block] = [*sentences(said), *_rounds(found), _proposals(found)]
    blocks += [] if found.problem is None else payoff_notes(found.problem, bool(found.opened[0]))
    blocks.append(Note(_waiting(found)))
    blocks += [Note(KIND, detail=True)] if found.over == "packages" else []
    blocks.append(Note(f"{CHECKED} {UNIQUE}" if found.unique and found.rounds is None else CHECKED))
    end = "backwards from the last round" if found.rounds else "the same offers for ever"
    blocks.append(Note(f"Method: offers in turn (Rubinstein 1982), {end}.", detail=True))
    names = found.players if found.problem is None else tuple(found.problem.players)
    return Report(found.title, tuple(blocks), names)


def _several(found: AlternatingOffers) -> bool:
    return found.rounds is None and len(found.opened[0]) > 1


def _first(found: AlternatingOffers, opened: Sequence[Proposal]) -> str:
    """What the talks come to if one player opens."""
    opener = the(found.players[opened[0].player])
    if found.rounds is None and len(opened) > 1:
        one, other = (f"{_proposed(found, end)} ({_worth(found, end.payoffs)})" for end in opened[:2])
        return f"If {opener} opens, the first offer lies between {one} and {other}."
    agreed = next((k for k, proposal in enumerate(opened) if proposal.accepted), None)
    if agreed is None:
        return f"If {opener} opens, there is no agreement: {_worth(found, opened[0].payoffs)}."
    end = opened[agreed]
    proposed, worth = _proposed(found, end), _worth(found, end.payoffs)
    if agreed:
        offer = f"{proposed}, which {the(found.players[end.player])} proposes"
        return f"If {opener} opens, they agree in round {agreed + 1} on {offer}: {worth}."
    others = joined([the(name) for p, name in enumerate(found.players) if p != end.player])
    accept = "accepts" if len(found.players) == 2 else "accept"
    return f"If {opener} opens, {opener} proposes {proposed} and {others} {accept}: {worth}."


def _proposed(found: AlternatingOffers, proposal: Proposal) -> str:
    """The proposal in words."""
    if not proposal.packages or found.problem is None:
        return {"pie": "shares", "lotteries": "a lottery", "curve": "a point"}.get(found.over, "an offer")
    words = [f"`{package_words(found.problem, k)}`" for k in proposal.packages]
    if proposal.odds and len(words) > 1:
        odds = zip(words, proposal.odds, strict=True)
        return f"to draw lots, {joined([f'{word} with probability {probability(p, False)}' for word, p in odds])},"
    more = len(words) - TIES
    return joined([*words[:TIES], *([counted(more, "equal package")] if more > 0 else [])], "or")


def _worth(found: AlternatingOffers, payoffs: Sequence[float]) -> str:
    return joined([f"{the(name)} {_number(found, x)}" for name, x in zip(found.players, payoffs, strict=True)])


def _number(found: AlternatingOffers, x: float) -> str:
    """A payoff, or a share of a pie."""
    return trimmed(x) if found.over == "pie" else number(x)


def _why(found: AlternatingOffers) -> list[str]:
    """Why the first offer is accepted: what refusing would bring."""
    proposal = found.opened[0][0]
    if not proposal.accepted:
        return []
    others = [p for p in range(len(found.players)) if p != proposal.player]
    least = joined([f"{_number(found, proposal.least[p])} to {the(found.players[p])}" for p in others])
    refuse = "the others refuse" if len(others) > 1 else f"{the(found.players[others[0]])} refuses"
    offer = f"the first offer of {the(found.players[proposal.player])}"
    return [f"Refusing {offer} would be worth {least}, so {refuse} anything less."]


def _opening(found: AlternatingOffers) -> list[str]:
    """What the first word is worth."""
    if len(found.players) != 2:
        return []
    gains = [found.opened[p][0].payoffs[p] - found.opened[1 - p][0].payoffs[p] for p in (0, 1)]
    if all(abs(gain) <= SAME * max(1.0, abs(found.payoffs[p])) for p, gain in enumerate(gains)):
        return ["Who opens makes no difference."]
    parts = [
        f"{the(name)} {_number(found, abs(gain))} {'more' if gain >= 0 else 'less'}"
        for name, gain in zip(found.players, gains, strict=True)
    ]
    return [f"To open brings {joined(parts)} than to answer."]


def _columns(found: AlternatingOffers, what: str = "payoff") -> tuple[Column, ...]:
    if found.problem is not None:
        every = payoff_columns(found.problem, what)
        return tuple(every[player] for player in found.problem.seats)
    names = enumerate(zip(found.players, found.keys, strict=True))
    return tuple(Column(name, "payoff", f"{what} {key}", key, player, digits=4) for player, (name, key) in names)


def _rounds(found: AlternatingOffers) -> list[Table]:
    """For people: what each round would bring if the first player opens."""
    if found.rounds is None or found.rounds < 2 or not found.opened[0]:
        return []
    rows: list[tuple[Entry, ...]] = []
    for place, one in enumerate(found.opened[0], 1):
        rows.append((f"{place} {found.players[one.player]}{'' if one.accepted else ' (refused)'}", *one.payoffs))
    columns = (Column("Round, who proposes"), *_columns(found))
    return [Table(columns, tuple(rows), most=SHOWN, more="round", only="people")]


def _proposals(found: AlternatingOffers) -> Table:
    """For programs: one row a proposal."""
    heads = ("opens", "round" if found.rounds else "play", "proposes", "accepted", "packages")
    rows: list[tuple[Entry, ...]] = []
    for opener, opened in enumerate(found.opened):
        for place, one in enumerate(opened, 1):
            words = (found.keys[one.player], "yes" if one.accepted else "no", _numbers(one))
            rows.append((found.keys[opener], place, *words, *one.payoffs, *one.least))
    return Table((*map(Column, heads), *_columns(found), *_columns(found, "least")), tuple(rows), only="programs")


def _numbers(one: Proposal) -> str:
    """The packages of a proposal by number, with their odds where lots are drawn."""
    if one.odds:
        return " + ".join(f"{exact(p)} of {k}" for k, p in zip(one.packages, one.odds, strict=True))
    return " or ".join(map(str, one.packages))


def _waiting(found: AlternatingOffers) -> str:
    """What waiting costs each."""
    each = [f"{trimmed(x)} for {the(name)}" for name, x in zip(found.players, found.patience, strict=True)]
    discount = trimmed(found.patience[0]) if len(set(found.patience)) == 1 else joined(each)
    risk = f" Each refusal ends the talks with probability {found.risk:g}." if found.risk else ""
    return f"The discount factor is {discount} a round, on gains over no deal.{risk}"
