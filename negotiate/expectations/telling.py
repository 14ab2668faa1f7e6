"""What was found where something else was expected, in words that a file could take over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from negotiate.expectations.matching import Found, Odds, agrees, distance
from negotiate.model.expectation import Expectation
from negotiate.model.negotiation import Negotiation

FEW = 2
"""Answers that are told; the others are counted."""
DIGITS = 9
"""Of a number, more than a comparison looks at."""


def told(
    entry: Expectation,
    found: Sequence[Found],
    agreeing: Sequence[bool],
    negotiation: Negotiation,
    *,
    whole: bool = True,
) -> str:
    """What the answers that make an expectation fail have in its place, the nearest to it first.

    Parameters
    ----------
    entry : Expectation
        One that is not met.
    found : sequence of Found
        What each answer comes to.
    agreeing : sequence of bool
        Whether each is as expected.
    negotiation : Negotiation
        Where the players are.
    whole : bool
        Whether these are all the answers there are.

    Returns
    -------
    str
        Empty where there is nothing to tell.
    """
    unwanted = entry.quantifier == "no" if entry.count is None else sum(agreeing) > entry.count
    told_of = [one for one, agreed in zip(found, agreeing, strict=True) if agreed == unwanted]
    if not unwanted:  # the nearest miss first
        told_of.sort(key=lambda one: round(distance(entry, one, negotiation), DIGITS))
    tell = _whole if unwanted else _rest
    said = list(dict.fromkeys(tell(entry, one, negotiation) for one in told_of))
    more = ["others"] if not whole else [f"{len(said) - FEW} more"] if len(said) > FEW else []
    return " | ".join([*said[:FEW], *more])


def _rest(entry: Expectation, found: Found, negotiation: Negotiation) -> str:
    """The parts of an answer that are not as expected."""
    parts = []
    wrong = agrees(entry, found, negotiation)
    if choices := [_choice(name, found.odds) for name, right in wrong.choices.items() if not right]:
        parts.append(", ".join(choices))
    players = [player for player, right in wrong.payoffs.items() if not right]
    if not wrong.where:
        players = list(negotiation.keys)
    if players:
        parts.append(_payoffs(players, found, negotiation))
    return "; ".join(parts)


def _whole(entry: Expectation, found: Found, negotiation: Negotiation) -> str:
    """Everything that is asked for, as the answer has it, and the payoffs."""
    choices = ", ".join(_choice(name, found.odds) for name in entry.choices)
    return "; ".join(part for part in (choices, _payoffs(negotiation.keys, found, negotiation)) if part)


def _payoffs(players: Sequence[str], found: Found, negotiation: Negotiation) -> str:
    worth = dict(zip(negotiation.keys, found.payoffs, strict=True))
    return "payoffs " + ", ".join(f"{player} {spelled_number(worth[player])}" for player in players)


def _choice(name: str, odds: Odds) -> str:
    chances = {option: p for option, p in odds.get(name, {}).items() if p > 0}
    if not chances:
        return f"{name} not reached"
    if len(chances) == 1:
        return f"{name}: {next(iter(chances))}"
    return f"{name}: {_mixture(chances)}"


def _mixture(chances: Mapping[str, float]) -> str:
    return "{" + ", ".join(f"{option}: {spelled_chance(p)}" for option, p in chances.items()) + "}"


def spelled_number(value: float) -> str:
    """A number with enough digits to be expected.

    Examples
    --------
    >>> spelled_number(7.852792063751567), spelled_number(3.0), spelled_number(-7e-15)
    ('7.85279206', '3', '0')
    """
    return f"{0.0 if abs(value) < 1e-9 else value:.{DIGITS}g}"


def spelled_chance(p: float) -> str:
    """A probability as a short decimal or a fraction where it is one, else with enough digits to be expected.

    Examples
    --------
    >>> spelled_chance(0.25), spelled_chance(21 / 26), spelled_chance(0.5**0.5)
    ('0.25', '21/26', '0.707106781')
    """
    simple = Fraction(p).limit_denominator(1000)
    if abs(float(simple) - p) < 1e-9 and abs(round(p, 3) - p) > 1e-9:
        return str(simple)
    return f"{p:.{DIGITS}g}"
