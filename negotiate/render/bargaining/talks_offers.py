"""Offers in turn told: who proposes what, why the other accepts, and what opening and waiting are worth."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.bargaining.reports.words import exactly, package_words
from negotiate.bargaining.talks.proposals import AlternatingOffers, Proposal
from negotiate.render.bargaining.talks_page import Rows, Told
from negotiate.render.table import fitting
from negotiate.report.numbers import aligned, decimals, exact, number, rounded, steady
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe

SAME = 1e-9
"""Of a player's payoff: gaps that are none."""
TIES = 3
"""Equally good proposals that a sentence names."""


def sentences(found: AlternatingOffers) -> list[str]:
    """What happens if each opens, why the first offer is accepted, and what opening is worth."""
    if not found.opened[0]:
        return ["They agree on nothing."]
    said = [_first(found, opened) for opened in found.opened]
    said += [*_why(found), *_opening(found)]
    said += _several(found)
    return said


def _name(found: AlternatingOffers, player: int) -> str:
    return safe(found.players[player], True)


def _first(found: AlternatingOffers, opened: Sequence[Proposal]) -> str:
    """What the talks come to if one player opens."""
    opener = _name(found, opened[0].player)
    if found.rounds is None and len(opened) > 1:
        best, other = opened[0], opened[1]
        lowest = f"{_what(found, best)} ({_worth(found, best)})"
        return f"If {opener} opens, it proposes between {lowest} and {_what(found, other)} ({_worth(found, other)})."
    agreed = next((k for k, proposal in enumerate(opened) if proposal.accepted), None)
    if agreed is None:
        return f"If {opener} opens, they do not agree: {_worth(found, opened[0])}."
    proposal = opened[agreed]
    others = joined([_name(found, p) for p in range(len(found.players)) if p != proposal.player])
    accept = "accepts" if len(found.players) == 2 else "accept"
    if agreed == 0:
        return (
            f"If {opener} opens, it proposes {_what(found, proposal)} and {others} {accept}: {_worth(found, proposal)}."
        )
    who = _name(found, proposal.player)
    return (
        f"If {opener} opens, they agree in round {agreed + 1} on {_what(found, proposal)}, proposed by {who}: "
        f"{_worth(found, proposal)}."
    )


def _what(found: AlternatingOffers, proposal: Proposal) -> str:
    """The proposal in words."""
    if not proposal.packages or found.problem is None:
        return {"pie": "shares", "lotteries": "a lottery", "curve": "a point"}.get(found.over, "an offer")
    if proposal.odds:
        return _lottery(found, proposal)
    words = [f"`{package_words(found.problem, k)}`" for k in proposal.packages[:TIES]]
    more = len(proposal.packages) - len(words)
    return joined([*words, *([counted(more, "equal package")] if more else [])], "or")


def _lottery(found: AlternatingOffers, proposal: Proposal) -> str:
    """Packages with their odds."""
    assert found.problem is not None
    words = [f"`{package_words(found.problem, k)}`" for k in proposal.packages]
    if len(words) == 1:
        return words[0]
    parts = [f"{word} with probability {steady(p):.3f}" for word, p in zip(words, proposal.odds, strict=True)]
    return f"to draw lots, {joined(parts)},"


def _worth(found: AlternatingOffers, proposal: Proposal) -> str:
    digits = _digits(found)
    return joined([f"{_name(found, p)} {_written(x, digits[p])}" for p, x in enumerate(proposal.payoffs)])


def _digits(found: AlternatingOffers) -> list[int]:
    """Decimals of each player's numbers; shares of a pie have four."""
    every = [proposal.payoffs for opened in found.opened for proposal in opened]
    if found.over == "pie":
        return [4] * len(found.players)
    return [decimals([payoffs[p] for payoffs in every]) for p in range(len(found.players))]


def _written(x: float, digits: int) -> str:
    word = rounded(x, digits)
    return word.rstrip("0").rstrip(".") if "." in word else word


def _why(found: AlternatingOffers) -> list[str]:
    """Why the first offer is accepted: what refusing would bring."""
    proposal = found.opened[0][0]
    if (found.rounds is None and len(found.opened[0]) > 1) or not proposal.accepted:
        return []
    digits = _digits(found)
    others = [p for p in range(len(found.players)) if p != proposal.player]
    least = [f"{_written(proposal.least[p], max(digits[p], 2))} to {_name(found, p)}" for p in others]
    who = "it refuses" if len(others) == 1 else "they refuse"
    first = f"{_name(found, proposal.player)}'s first offer"
    return [f"Refusing {first} would be worth {joined(least)}, so {who} less than that."]


def _opening(found: AlternatingOffers) -> list[str]:
    """What the first word is worth."""
    if len(found.players) != 2 or (found.rounds is None and len(found.opened[0]) > 1):
        return []
    digits = _digits(found)
    gains = [found.opened[p][0].payoffs[p] - found.opened[1 - p][0].payoffs[p] for p in (0, 1)]
    if all(abs(gain) <= SAME * max(1.0, abs(found.payoffs[p])) for p, gain in enumerate(gains)):
        return ["Who opens makes no difference."]
    amounts = [_written(abs(gain), max(digits[p], 2)) for p, gain in enumerate(gains)]
    if min(gains) >= 0:
        return [f"To open is worth {joined([f'{x} to {_name(found, p)}' for p, x in enumerate(amounts)])}."]
    words = ["more" if gain >= 0 else "less" for gain in gains]
    parts = [f"{_name(found, p)} {x} {words[p]}" for p, x in enumerate(amounts)]
    return [f"To open brings {joined(parts)} than to answer."]


def _several(found: AlternatingOffers) -> list[str]:
    if found.rounds is not None or len(found.opened[0]) < 2:
        return []
    return [
        (
            "Packages have gaps that waiting costs too little to close, so many ways to talk hold together; the best "
            "for either side are told, and every other lies between them. Less patience, or lotteries, would say more."
        )
    ]


def drawn(found: AlternatingOffers, look: Look) -> tuple[Sequence[str], Rows, int, str]:
    """What each round would bring if the first player opens."""
    if found.rounds is None or found.rounds < 2 or not found.opened[0]:
        return (), [], 1, "rounds"
    opened, digits = found.opened[0], _digits(found)
    count = range(len(found.players))
    numbers = [aligned([float(_written(o.payoffs[p], digits[p]).replace(",", "")) for o in opened]) for p in count]
    heads = fitting(
        found.players, found.keys, [max(map(len, c)) for c in numbers], look.columns // 2, more=look.glyphs.more
    )
    rows = [
        [f"{k + 1} {_name(found, o.player)}{'' if o.accepted else ' (refused)'}", *(column[k] for column in numbers)]
        for k, o in enumerate(opened)
    ]
    return ["Round, who proposes", *heads], rows, 1, "rounds"


def rows(found: AlternatingOffers) -> list[Rows]:
    """One row a proposal."""
    head = ["opens", "round" if found.rounds else "play", "proposes", "accepted", "packages"]
    table = [[*head, *(f"payoff {key}" for key in found.keys), *(f"least {key}" for key in found.keys)]]
    write = (lambda payoffs: [*map(exact, payoffs)]) if found.problem is None else exactly(found.problem)
    for opener, opened in enumerate(found.opened):
        for k, one in enumerate(opened, 1):
            words = [found.keys[opener], str(k), found.keys[one.player], "yes" if one.accepted else "no"]
            named = " or ".join(map(str, one.packages))
            if one.odds:
                named = " + ".join(f"{exact(p)} of {k}" for k, p in zip(one.packages, one.odds, strict=True))
            table.append([*words, named, *write(one.payoffs), *write(one.least)])
    return [table]


def remarks(found: AlternatingOffers) -> list[str]:
    """The conventions, and how it was found."""
    said = []
    patience = joined(
        [f"{_name(found, p)} {number(x, 4).rstrip('0').rstrip('.')}" for p, x in enumerate(found.patience)]
    )
    waits = f"A gain over no deal is worth less a round later, by the factor of patience: {patience}."
    if found.risk:
        waits += f" Each refusal ends the talks with probability {found.risk:g}."
    said.append(waits)
    if found.over == "packages":
        said.append("Who is as well off by agreeing as by refusing agrees; of equals, whoever proposes is kind.")
    end = "backwards from the last round" if found.rounds else "the same offers for ever"
    unique = "no other play holds together" if found.unique and found.rounds is None else ""
    checked = f"checked: no departure from an offer or an answer gains anything{'; ' + unique if unique else ''}"
    return [*said, f"Method: offers in turn (Rubinstein 1982), {end}; {checked}."]


TOLD = Told(AlternatingOffers, sentences, drawn, rows, remarks)
