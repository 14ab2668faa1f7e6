"""Private types that are dealt together, on paper: what everybody and what one side knows of them,
and cards by which they come to a group with the right odds.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import lcm

from negotiate.model.negotiation import Negotiation, dealing
from negotiate.model.payoffs import number
from negotiate.report.blocks import Block, Note, Report, Section, Sentence
from negotiate.report.style import joined, odds, spoken, the

MOST = 36
"""Deals for which cards are printed: of more, one of each is, with its odds."""
NEAR = 1e-9
"""Of a probability: how far the share of the cards may be from it."""
CUT = (
    "Cut the cards apart and keep those of one deal together. Draw a deal for each group, give "
    "each side its card, and put the deal back."
)
BY_LOT = "Each deal stands here once. Draw it by lot, with the probability that it names."


def together(negotiation: Negotiation) -> Iterator[tuple[str, str]]:
    """Who is dealt types together, and each way with how likely it is: everybody knows that."""
    if found := _ways(negotiation):
        said = [
            f"{' and '.join(map(spoken, kinds.values()))} with probability {odds(share)}"
            for kinds, share in found
        ]
        names = [negotiation.players[key].name for key in found[0][0]]
        yield joined(names), joined(said, "or")


def likely(negotiation: Negotiation, player: str, kind: str) -> Iterator[tuple[str, str]]:
    """What a player that was told its type holds likely of those who were dealt theirs with it."""
    linked = negotiation.jointly[0].types if negotiation.jointly else {}
    if not kind or player not in linked:
        return
    keys = list(negotiation.types)
    place = [one.id for one in negotiation.types[player]].index(kind)
    found = dealing(negotiation).take(place, axis=keys.index(player))
    others = [key for key in keys if key != player]
    for key in linked:
        if key == player:
            continue
        shares = found.sum(axis=tuple(k for k, one in enumerate(others) if one != key))
        said = [
            f"{spoken(one.id)} with probability {odds(float(share))}"
            for one, share in zip(negotiation.types[key], shares / shares.sum(), strict=True)
            if share > 0
        ]
        yield negotiation.players[key].name, joined(said, "or")


def cards(negotiation: Negotiation) -> Report:
    """A card for each side of each deal: as many deals of a kind as its odds say."""
    found = _ways(negotiation)
    near = [Fraction(share).limit_denominator(MOST) for _, share in found]
    count = lcm(*(one.denominator for one in near))
    exact = all(abs(one - share) < NEAR for one, (_, share) in zip(near, found, strict=True))
    by_lot = not exact or count > MOST
    blocks: list[Block] = [Note(CUT), *([Note(BY_LOT)] if by_lot else [])]
    number_of = 0
    for one, (kinds, share) in zip(near, found, strict=True):
        for _ in range(1 if by_lot else int(one * count)):
            number_of += 1
            lot = f", with probability {odds(share)}" if by_lot else ""
            blocks += [
                Section(
                    the(negotiation.players[key].name, True),
                    (Sentence(f"You are {spoken(kind)}."), Note(f"Deal {number_of}{lot}")),
                )
                for key, kind in kinds.items()
            ]
    names = tuple(player.name for player in negotiation.players.values())
    return Report(f"{negotiation.heading}: cards to deal", tuple(blocks), names)


def _ways(negotiation: Negotiation) -> list[tuple[dict[str, str], float]]:
    """The ways to deal types together that can happen, each with how likely it is."""
    found = [(dict(one.types), number(negotiation, one.odds)) for one in negotiation.jointly]
    return [(kinds, share) for kinds, share in found if share > 0]
