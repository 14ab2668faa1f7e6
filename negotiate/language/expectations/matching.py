"""Whether one answer of a game is what an expectation describes, part by part, and what was found
in its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from negotiate.answers import Odds, Outcome
from negotiate.arrays import BoolArray, FloatArray
from negotiate.display import record
from negotiate.errors import UnsuitableGame
from negotiate.model.expressions import Expression
from negotiate.model.negotiation import Expectation, Negotiation
from negotiate.model.payoffs import Frame, number

TOLERANCE = 1e-6
"""How far a payoff or probability may be from what the file says."""


@record
class Judgement:
    """Whether an expectation is met, and what was found."""

    met: bool
    found: str


@record
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
    """Whether as many answers agree as an expectation asks for: every one, some, none, or a number
    of them.
    """
    if entry.count is not None:
        return count == entry.count
    return {"every": 0 < count == total, "some": count > 0, "no": count == 0}[entry.quantifier]


def is_unwanted(entry: Expectation, count: int) -> bool:
    """Whether an expectation that so many answers agree with, and that is not met, wants fewer of
    them.
    """
    return entry.quantifier == "no" if entry.count is None else count > entry.count


def judgement(met: bool, instead: str, counted: str) -> Judgement:
    """Whether an expectation is met, with what was found in its place and how many answers
    agree.
    """
    return Judgement(met, f"{instead} ({counted})" if instead else counted)


def judged(
    entry: Expectation,
    found: Sequence[Outcome],
    nouns: tuple[str, str],
    negotiation: Negotiation,
    left: str = "",
) -> Judgement:
    """Whether as many of these answers are as described as an expectation asks for.

    Parameters
    ----------
    entry : Expectation
        What is wanted.
    found : sequence of Outcome
        What each answer comes to; one that has a label is told by it alone.
    nouns : tuple of str
        That an answer agrees, and that several do.
    negotiation : Negotiation
        Where the players are.
    left : str, optional
        What is said where these are not all the answers.
    """
    agreeing = [agrees(entry, one, negotiation).whole for one in found]
    count, total = sum(agreeing), len(agreeing)
    met = enough(entry, count, total)
    instead = "" if met else told(entry, found, agreeing, negotiation)
    return judgement(met, instead, f"{count} of {total} {nouns[total != 1]}{left}")


def agrees(entry: Expectation, found: Outcome, negotiation: Negotiation) -> Agreement:
    """Which of the choices, payoffs and condition of an expectation hold in one equilibrium."""
    odds = found.odds if entry.choices else {}
    return Agreement(
        {
            name: _choice(wanted, odds.get(name, {}), negotiation)
            for name, wanted in entry.choices.items()
        },
        {
            player: _near(found.payoffs[player], number(negotiation, expression))
            for player, expression in entry.payoffs.items()
        },
        entry.where is None
        or bool(where_holds(entry.where, negotiation, {**found.payoffs, **found.beside})),
    )


def distance(entry: Expectation, found: Outcome, negotiation: Negotiation) -> float:
    """How far one equilibrium is from what an expectation describes: at most 1 a part, and 0 where
    all of it holds.
    """
    held = agrees(entry, found, negotiation)
    far, every = 0.0 if held.where else 1.0, found.odds if entry.choices else {}
    for name, wanted in entry.choices.items():
        odds = every.get(name, {})
        if isinstance(wanted, Mapping):
            far += max(
                (abs(odds.get(o, 0.0) - number(negotiation, e)) for o, e in wanted.items()),
                default=0.0,
            )
        else:
            far += 1.0 - sum(odds.get(option, 0.0) for option in set(wanted))
    for player, expression in entry.payoffs.items():
        gap = abs(found.payoffs[player] - number(negotiation, expression))
        far += gap / (1.0 + gap)
    return far


def _choice(
    wanted: tuple[str, ...] | Mapping[str, Expression],
    odds: Mapping[str, float],
    negotiation: Negotiation,
) -> bool:
    if isinstance(wanted, Mapping):
        return all(
            _near(odds.get(option, 0.0), number(negotiation, e)) for option, e in wanted.items()
        )
    return sum(odds.get(option, 0.0) for option in set(wanted)) > 1 - TOLERANCE


def _near(found: float, wanted: float) -> bool:
    return abs(found - wanted) <= TOLERANCE * max(1.0, abs(wanted))


def where_holds(
    condition: Expression, negotiation: Negotiation, names: Mapping[str, float | FloatArray]
) -> BoolArray:
    """Whether a condition on payoffs holds, once or for each of the numbers that the names stand
    for.

    Raises
    ------
    UnsuitableGame
        If the condition names the status quo and the file has none.
    """
    today = negotiation.package_payoffs({}) if negotiation.status_quo else {}
    known = {**names, **{f"status_quo.{player}": x for player, x in today.items()}}
    try:
        found = condition.evaluate(Frame(negotiation, {}, 2, names=known))
    except KeyError as name:
        raise UnsuitableGame(f"{name} is not known: the file names no status quo") from None
    return np.asarray(found, dtype=bool).ravel()


FEW = 2
"""Answers that are told; the others are counted."""
DIGITS = 9
"""Of a number, more than a comparison looks at."""


def told(
    entry: Expectation,
    found: Sequence[Outcome],
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
    found : sequence of Outcome
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
    unwanted = is_unwanted(entry, sum(agreeing))
    told_of = [one for one, agreed in zip(found, agreeing, strict=True) if agreed == unwanted]
    if not unwanted:  # the nearest miss first
        told_of.sort(key=lambda one: round(distance(entry, one, negotiation), DIGITS))
    tell = _whole if unwanted else _rest
    said = list(dict.fromkeys(one.label or tell(entry, one, negotiation) for one in told_of))
    more = ["others"] if not whole else [f"{len(said) - FEW} more"] if len(said) > FEW else []
    return " | ".join([*said[:FEW], *more])


def _rest(entry: Expectation, found: Outcome, negotiation: Negotiation) -> str:
    """The parts of an answer that are not as expected."""
    parts = []
    wrong = agrees(entry, found, negotiation)
    odds = found.odds if entry.choices else {}
    if choices := [
        _choice_in_words(name, odds) for name, right in wrong.choices.items() if not right
    ]:
        parts.append(", ".join(choices))
    players = [player for player, right in wrong.payoffs.items() if not right]
    if not wrong.where:
        players = list(negotiation.keys)
    if players:
        parts.append(_payoffs(players, found))
    return "; ".join(parts)


def _whole(entry: Expectation, found: Outcome, negotiation: Negotiation) -> str:
    """Everything that is asked for, as the answer has it, and the payoffs."""
    odds = found.odds if entry.choices else {}
    choices = ", ".join(_choice_in_words(name, odds) for name in entry.choices)
    return "; ".join(part for part in (choices, _payoffs(negotiation.keys, found)) if part)


def _payoffs(players: Sequence[str], found: Outcome) -> str:
    return "payoffs " + ", ".join(
        f"{player} {spelled_number(found.payoffs[player])}" for player in players
    )


def _choice_in_words(name: str, odds: Odds) -> str:
    chances = {option: p for option, p in odds.get(name, {}).items() if p > 0}
    if not chances:
        return f"{name} not reached"
    if len(chances) == 1:
        return f"{name}: {next(iter(chances))}"
    spelled = ", ".join(f"{option}: {spelled_chance(p)}" for option, p in chances.items())
    return f"{name}: {{{spelled}}}"


def spelled_number(value: float) -> str:
    """A number with enough digits to be expected.

    Examples
    --------
    >>> spelled_number(7.852792063751567), spelled_number(3.0), spelled_number(-7e-15)
    ('7.85279206', '3', '0')
    """
    return f"{0.0 if abs(value) < 1e-9 else value:.{DIGITS}g}"


def spelled_chance(p: float) -> str:
    """A probability as a short decimal or a fraction where it is one, else with enough digits to be
    expected.

    Examples
    --------
    >>> spelled_chance(0.25), spelled_chance(21 / 26), spelled_chance(0.5**0.5)
    ('0.25', '21/26', '0.707106781')
    """
    simple = Fraction(p).limit_denominator(1000)
    if abs(float(simple) - p) < 1e-9 and abs(round(p, 3) - p) > 1e-9:
        return str(simple)
    return f"{p:.{DIGITS}g}"
