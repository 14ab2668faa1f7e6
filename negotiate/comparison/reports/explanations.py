"""Why a result of one side is none on the other: who prefers what there, by how much, and through which term."""

from __future__ import annotations

import math

from negotiate.comparison.causes import (
    Barred,
    Better,
    Claimed,
    Closed,
    LaterAnswer,
    Leaving,
    OddsShift,
    Offered,
    OtherMoves,
    Parting,
    PrivateTypes,
    TermShift,
    Unsigned,
)
from negotiate.comparison.fates import Fates
from negotiate.comparison.reports.words import Names, amount, both, code, whole
from negotiate.report.numbers import odds
from negotiate.report.words import joined, safe

TINY, LEVEL = 1e-12, 1e-9
DEEPEST = 3
"""How many answers below one another are told."""


def explanation(fates: Fates, names: Names) -> list[str]:
    """Why the first result that vanishes does, or else why the first that appears was none; empty if nobody can say."""
    back = fates.gone is None
    match fates.come if back else fates.gone:
        case Leaving() as found:
            return _leaving(found, names, back)
        case Closed() as found:
            return [_closed(found, names, not back)]
        case Barred() as found:
            return _barred(found, names)
        case Parting() as found:
            return _parting(found, names)
        case OtherMoves(first, second):
            return [_other_moves(first, second, names)]
        case PrivateTypes() as found:
            return _types(found, names)
        case Unsigned() as found:
            return _unsigned(found, names)
        case Better() as found:
            return [_better(found, names)]
    return []


def _closed(found: Closed, names: Names, away: bool) -> str:
    who, choice = names.player(found.player), code(found.choice)
    if found.committed:
        return whole(f"{who} is committed to {code(found.committed)} and cannot choose {choice}")
    return whole(f"{names.side(away)}, {who} cannot choose {choice}")


def _better(found: Better, names: Names) -> str:
    """Which rule picks another deal on a side where this one could be signed too."""
    rule = f"{code(found.label)} has a larger product of gains"
    if (names.second if found.by_second else names.first).is_ordinal:
        rule = "another deal is better for somebody and worse for nobody"
    return whole(f"{names.side(found.by_second)}, this deal could be signed too, but {rule}")


def _prefers(
    names: Names, player: str, options: tuple[str, str], gains: tuple[float, float], away: bool, move: str = ""
) -> list[str]:
    """Which of two options is better for a player on either side, and by how much.

    Parameters
    ----------
    names : Names
        What everything is called.
    player : str
        Who chooses.
    options : tuple of str
        The one that is better on the first side to be told, or as good, and the other.
    gains : tuple of float
        By how much it is better there, and on the other side; NaN where it is not offered.
    away : bool
        Whether the first side to be told is the second of the comparison.
    move : str
        Where it is chosen; empty where all choose at once.
    """
    who, (there, here) = names.player(player), gains
    better, worse = (names.option(player, option) for option in options)
    where = f" at {code(move)}" if move else ""
    if there <= TINY:
        first = f"{better} and {worse} are worth the same to {who}{where}"
    else:
        first = f"{who} prefers {better} to {worse}{where}{_by(names, player, there)}"
    return [
        whole(f"{names.side(away)}, {first}"),
        whole(f"{names.side(not away)}, {_other_side(names, player, options, here)}"),
    ]


def _other_side(names: Names, player: str, options: tuple[str, str], gain: float) -> str:
    who = names.player(player)
    if math.isnan(gain):
        return f"{who} cannot choose {code(options[0])}"
    if gain < -TINY:
        return f"{who} prefers {code(options[1])}{_by(names, player, gain)}"
    return f"both are worth the same to {who}"


def _by(names: Names, player: str, gain: float) -> str:
    return "" if names.ordinal(player) else f", by {amount(abs(gain))}"


def _leaving(found: Leaving, names: Names, back: bool) -> list[str]:
    gains = (found.first, found.second) if back else (found.second, found.first)
    said = _prefers(names, found.player, (found.to, found.chosen), gains, not back)
    if math.isnan(found.first) or math.isnan(found.second) or names.ordinal(found.player):
        return said
    if found.term is not None and not names.matrix:
        return [*said, _term(found.term, (found.to, found.chosen), found.decisive, names, not back)]
    stay, leave = (found.stay, found.leave) if back else (found.stay[::-1], found.leave[::-1])
    moved = abs(leave[1] - leave[0]) > abs(stay[1] - stay[0])
    now, then = both(*(leave if moved else stay))
    which = code(found.to if moved else found.chosen)
    return [*said, f"The reason: {which} is worth {now} there, not {then}."]


def _term(shift: TermShift, options: tuple[str, str], decisive: bool, names: Names, away: bool) -> str:
    """Which term makes the difference, and how far it speaks for an option on either side."""
    new, old = (shift.second, shift.first) if away else (shift.first, shift.second)
    start = f"The term {code(shift.term)} makes {'the' if decisive else 'most of the'} difference"
    answers = "with the same later answers, " if shift.same_answers else ""
    better, other = (code(option) for option in options)
    if abs(old) <= LEVEL:
        adds = f"adds {amount(new)} to" if new > 0 else f"takes {amount(-new)} from"
        return f"{start}: {answers}it {adds} {better}."
    if abs(new) <= LEVEL:
        favours = f"it favours {better if old > 0 else other} by {amount(abs(old))}"
        return f"{start}: {answers}{favours} {names.side(not away)}, and neither {names.side(away)}."
    now, then = both(abs(new), abs(old))
    favours = f"it favours {better if new > 0 else other} by {now}"
    if (new > 0) == (old > 0):
        return f"{start}: {answers}{favours}, not by {then}."
    back = f"{better if old > 0 else other} by {then} {names.side(not away)}"
    return f"{start}: {answers}{favours} {names.side(away)}, and {back}."


def _parting(found: Parting, names: Names) -> list[str]:
    who = names.player(found.player)
    if isinstance(found.cause, Offered):
        return [whole(f"at {code(found.move)}, {who} {_offered(found.cause, names)}")]
    if math.isnan(found.leads[1]):
        first, second = (
            f"{code(choice)} {names.side(k)}" for k, choice in ((False, found.first), (True, found.second))
        )
        return [whole(f"at {code(found.move)}, {who} chooses {second}, and {first}")]
    options, gains = (found.second, found.first), (found.leads[1], -found.leads[0])
    return [*_prefers(names, found.player, options, gains, True, found.move), *_cause(found, names, 0)]


def _offered(cause: Offered, names: Names) -> str:
    parts = [
        f"{joined(list(map(code, actions)))} only {names.side(second)}"
        for second, actions in ((False, cause.first), (True, cause.second))
        if actions
    ]
    return f"can choose {joined(parts)}"


def _cause(found: Parting, names: Names, depth: int) -> list[str]:
    reason = "The reason" if found.decisive else "The main reason"
    match found.cause:
        case TermShift(player) as shift if not names.ordinal(player):
            return [_term(shift, (found.second, found.first), found.decisive, names, True)]
        case OddsShift(move, action, first, second):
            return [
                f"{reason}: the odds that {code(move)} comes to {code(action)} are {odds(second)}, not {odds(first)}."
            ]
        case LaterAnswer(after, later):
            return [f"{reason}: {_answer(after, later, found, names)}.", *_later(later, names, depth)]
        case OtherMoves(first, second):
            return [_other_moves(first, second, names)]
    return []


def _answer(after: str, later: Parting, found: Parting, names: Names) -> str:
    """Who would answer what otherwise."""
    who, choice = names.player(later.player), f"{code(later.second)}, not {code(later.first)}"
    if later.after == (*found.after, after) and later.player != found.player:
        return f"{who} would answer {code(after)} with {choice}"
    return f"after {code(after)}, {who} would choose {choice}, at {code(later.move)}"


def _later(found: Parting, names: Names, depth: int) -> list[str]:
    """Why an answer is another one."""
    if depth >= DEEPEST:
        return []
    who, one, other = names.player(found.player), code(found.first), code(found.second)
    if isinstance(found.cause, Offered):
        return [whole(f"{who} {_offered(found.cause, names)}")]
    if math.isnan(found.leads[1]):
        return _cause(found, names, depth + 1)
    there = f"prefers {other} {names.side(True)}{_by(names, found.player, found.leads[1])}"
    if found.leads[1] <= TINY:
        there = f"finds {other} as good as {one} {names.side(True)}"
    here = f"prefers {one}{_by(names, found.player, found.leads[0])}" if found.leads[0] > TINY else "likes both alike"
    return [whole(f"{who} {there}; {names.side(False)}, {who} {here}"), *_cause(found, names, depth + 1)]


def _other_moves(first: str, second: str, names: Names) -> str:
    words = [f"{code(move)} comes next" if move else "no move is left" for move in (first, second)]
    return f"The moves differ: {names.side(False)}, {words[0]}; {names.side(True)}, {words[1]}."


def _barred(found: Barred, names: Names) -> list[str]:
    """What cannot be chosen together on one side, and what it would gain on the other."""
    who, others = (
        names.player(found.player),
        [f"{names.player(p)} chooses {code(choice)}" for p, choice in found.others],
    )
    meanwhile = f" while {joined(others)}" if others else ""
    said = [whole(f"{names.side(found.by_second)}, {who} cannot choose {code(found.choice)}{meanwhile}")]
    if math.isnan(found.gain):
        return said
    gain = f"would rather choose {code(found.choice)}"
    if not names.ordinal(found.player):
        gain = f"gains {amount(found.gain)} by choosing {code(found.choice)}"
    return [*said, whole(f"{names.side(not found.by_second)}, {who} {gain}")]


def _types(found: PrivateTypes, names: Names) -> list[str]:
    each = [f"{names.player(p)} is {joined([safe(k, True) for k in kinds], 'or')}" for p, kinds in found.types]
    knows = "Nobody else knows which." if len(each) == 1 else "Each knows only its own type."
    return [whole(f"{names.side(found.by_second)}, {joined(each)}"), knows]


def _unsigned(found: Unsigned, names: Names) -> list[str]:
    """Which claims keep a deal from being signed, or leave nothing to sign at all."""
    side = names.side(found.by_second)
    if found.everything and not found.claims:
        return [whole(f"{side}, no package is better for anybody than no deal")]
    if found.everything:
        leave = "leaves" if len(found.claims) == 1 else "leave"
        return [whole(f"{side}, {joined([_claim(one, names) for one in found.claims])} {leave} nothing to sign")]
    return [whole(f"{side}, {joined(list(dict.fromkeys(_crossed(one, names) for one in found.claims)))}")]


def _crossed(found: Claimed, names: Names) -> str:
    who = names.player(found.player)
    if found.kind != "no deal":
        return f"this deal crosses {_claim(found, names)}"
    if names.ordinal(found.player):
        return f"{who} prefers no deal to this one"
    gets, least = both(found.gets, found.least)
    return f"this deal is worth {gets} to {who}, and no deal {least}"


def _claim(found: Claimed, names: Names) -> str:
    who = names.player(found.player)
    if found.kind != "no deal":
        return f"the {found.kind} {code(found.claim)} of {who}"
    least = "" if names.ordinal(found.player) else f" ({amount(found.least)})"
    return f"what no deal gives {who}{least}"
