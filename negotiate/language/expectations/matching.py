"""Whether one answer of a game is what an expectation describes, part by part, and what was found in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from negotiate.errors import UnsuitableGame
from negotiate.model.expectation import Expectation
from negotiate.model.expressions import Expression
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Frame

TOLERANCE = 1e-6
"""How far a payoff or probability may be from what the file says."""

Odds = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether an expectation is met, and what was found."""

    met: bool
    found: str


@dataclass(frozen=True, slots=True)
class Found:
    """What an answer comes to: the odds of each choice, one payoff a player, and numbers to hold payoffs against."""

    odds: Odds
    payoffs: tuple[float, ...]
    names: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Which parts of an expectation hold: each choice, each payoff, and the condition."""

    choices: Mapping[str, bool]
    payoffs: Mapping[str, bool]
    where: bool

    @property
    def whole(self) -> bool:
        """Whether all of it holds."""
        return all(self.choices.values()) and all(self.payoffs.values()) and self.where


def enough(entry: Expectation, count: int, total: int) -> bool:
    """Whether as many answers agree as an expectation asks for: every one, some, none, or a number of them."""
    if entry.count is not None:
        return count == entry.count
    return {"every": 0 < count == total, "some": count > 0, "no": count == 0}[entry.quantifier]


def agrees(entry: Expectation, found: Found, negotiation: Negotiation) -> Agreement:
    """Which of the choices, payoffs and condition of an expectation hold in one equilibrium."""
    return Agreement(
        {name: _choice(wanted, found.odds.get(name, {}), negotiation) for name, wanted in entry.choices.items()},
        {
            player: _near(found.payoffs[negotiation.keys.index(player)], number(expression, negotiation))
            for player, expression in entry.payoffs.items()
        },
        entry.where is None or _where(entry.where, found, negotiation),
    )


def distance(entry: Expectation, found: Found, negotiation: Negotiation) -> float:
    """How far one equilibrium is from what an expectation describes: at most 1 a part, and 0 where all of it holds."""
    held = agrees(entry, found, negotiation)
    far = 0.0 if held.where else 1.0
    for name, wanted in entry.choices.items():
        odds = found.odds.get(name, {})
        if isinstance(wanted, Mapping):
            far += max((abs(odds.get(o, 0.0) - number(e, negotiation)) for o, e in wanted.items()), default=0.0)
        else:
            far += 1.0 - sum(odds.get(option, 0.0) for option in set(wanted))
    for player, expression in entry.payoffs.items():
        gap = abs(found.payoffs[negotiation.keys.index(player)] - number(expression, negotiation))
        far += gap / (1.0 + gap)
    return far


def number(expression: Expression, negotiation: Negotiation, names: Mapping[str, float] | None = None) -> float:
    """The value of an expression that looks at no package."""
    return float(expression.evaluate(Frame(negotiation, {}, 1, names=names or {}))[0])


def _choice(
    wanted: tuple[str, ...] | Mapping[str, Expression], odds: Mapping[str, float], negotiation: Negotiation
) -> bool:
    if isinstance(wanted, Mapping):
        return all(_near(odds.get(option, 0.0), number(e, negotiation)) for option, e in wanted.items())
    return sum(odds.get(option, 0.0) for option in set(wanted)) > 1 - TOLERANCE


def _near(found: float, wanted: float) -> bool:
    return abs(found - wanted) <= TOLERANCE * max(1.0, abs(wanted))


def _where(condition: Expression, found: Found, negotiation: Negotiation) -> bool:
    names = {**dict(zip(negotiation.keys, found.payoffs, strict=True)), **found.names}
    if negotiation.status_quo:
        names |= {f"status_quo.{player}": x for player, x in negotiation.package_payoffs({}).items()}
    try:
        return bool(condition.evaluate(Frame(negotiation, {}, 1, names=names))[0])
    except KeyError as name:
        raise UnsuitableGame(f"{name} is not known: the file names no status quo") from None


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
    if choices := [_choice_in_words(name, found.odds) for name, right in wrong.choices.items() if not right]:
        parts.append(", ".join(choices))
    players = [player for player, right in wrong.payoffs.items() if not right]
    if not wrong.where:
        players = list(negotiation.keys)
    if players:
        parts.append(_payoffs(players, found, negotiation))
    return "; ".join(parts)


def _whole(entry: Expectation, found: Found, negotiation: Negotiation) -> str:
    """Everything that is asked for, as the answer has it, and the payoffs."""
    choices = ", ".join(_choice_in_words(name, found.odds) for name in entry.choices)
    return "; ".join(part for part in (choices, _payoffs(negotiation.keys, found, negotiation)) if part)


def _payoffs(players: Sequence[str], found: Found, negotiation: Negotiation) -> str:
    worth = dict(zip(negotiation.keys, found.payoffs, strict=True))
    return "payoffs " + ", ".join(f"{player} {spelled_number(worth[player])}" for player in players)


def _choice_in_words(name: str, odds: Odds) -> str:
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
