"""Why a result of one side is none on the other: who prefers what there, by how much, and through which term."""

from __future__ import annotations

import math

from negotiate.comparison.causes import (
    Barred,
    Better,
    Claimed,
    Closed,
    Fates,
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
from negotiate.comparison.reports.sides import Names, amount, both, code, whole
from negotiate.report.numbers import odds
from negotiate.report.words import joined

TINY, LEVEL = 1e-12, 1e-9
DEEPEST = 3
"""How many answers below one another are told."""


def explanation(fates: Fates, names: Names) -> list[str]:
    """Why the first result that vanishes does, or else why the first that appears was none; empty if nobody can say."""
    back = fates.gone is None
    match fates.come if back else fates.gone:
        case Leaving() as found:
            return _leaving(found, names, not back)
        case Closed(player, choice, committed):
            who, bound = names.player(player), f"is committed to {code(committed)} and " if committed else ""
            said = f"{who} {bound}cannot choose {code(choice)}"
            return [whole(said) if committed else names.on(not back, said)]
        case Barred() as found:
            return _barred(found, names)
        case Parting() as found:
            return _parting(found, names)
        case OtherMoves() as found:
            return _other_moves(found, names)
        case PrivateTypes() as found:
            return _types(found, names)
        case Unsigned() as found:
            return [names.on(found.by_second, _unsigned(found, names))]
        case Better(label, by_second):
            ordinal = (names.second if by_second else names.first).is_ordinal
            rule = "another deal Pareto-dominates it" if ordinal else f"{code(label)} has a larger product of gains"
            return [names.on(by_second, f"this deal could be signed too, but {rule}")]
    return []


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
    who, (there, here), where = names.player(player), gains, f" at {code(move)}" if move else ""
    better, worse = (names.option(player, option) for option in options)
    by = ["" if names.ordinal(player) else f", by {amount(abs(gain))}" for gain in gains]
    first = f"{who} prefers {better} to {worse}{where}{by[0]}"
    if there <= TINY:
        first = f"{who} is indifferent between {better} and {worse}{where}"
    second = f"{who} is indifferent between the two"
    if math.isnan(here):
        second = f"{who} cannot choose {code(options[0])}"
    elif here < -TINY:
        second = f"{who} prefers {worse}{by[1]}"
    return [names.on(away, first), names.on(not away, second)]


def _leaving(found: Leaving, names: Names, away: bool) -> list[str]:
    pairs = [(found.first, found.second), found.stay, found.leave]
    gains, stay, leave = ((pair[1], pair[0]) if away else pair for pair in pairs)
    options = (found.to, found.chosen)
    said = _prefers(names, found.player, options, gains, away)
    if math.isnan(gains[0] + gains[1]) or names.ordinal(found.player):
        return said
    if found.term is not None and not names.matrix:
        return [*said, _term(found.term, options, found.decisive, names, away)]
    moved = abs(leave[1] - leave[0]) > abs(stay[1] - stay[0])
    worth = names.of_both(*both(*(leave if moved else stay)), away)
    return [*said, f"The reason: {code(options[not moved])} gives {names.player(found.player)} {worth}."]


def _term(shift: TermShift, options: tuple[str, str], decisive: bool, names: Names, away: bool) -> str:
    """Which term makes the difference, and how far it speaks for an option on either side."""
    new, old = (shift.second, shift.first) if away else (shift.first, shift.second)
    start = f"The term {code(shift.term)} makes {'the' if decisive else 'most of the'} difference: "
    start += "with the same later moves, it" if shift.same_answers else "it"
    if abs(old) <= LEVEL:
        adds = f"adds {amount(new)} to" if new > 0 else f"takes {amount(-new)} from"
        return f"{start} {adds} {code(options[0])}."
    now, then = both(abs(new), abs(old))
    by = [f"by {now}", f"{code(options[old < 0])} by {then}"]
    if abs(new) <= LEVEL:
        return f"{start} favours {names.of_both(by[1], 'neither option', not away)}."
    if (new > 0) == (old > 0):
        by[1] = f"by {then}"
    return f"{start} favours {code(options[new < 0])} {names.of_both(by[0], by[1], away)}."


def _parting(found: Parting, names: Names) -> list[str]:
    who, at = names.player(found.player), f"at {code(found.move)}, "
    if isinstance(found.cause, Offered):
        return [whole(f"{at}{who} {_offered(found.cause, names)}")]
    if math.isnan(found.leads[1]):
        return [whole(f"{at}{who} chooses {names.of_both(code(found.second), code(found.first))}")]
    return [*_mind_changed(found, names, found.move), *_cause(found, names, 0)]


def _mind_changed(found: Parting, names: Names, move: str = "") -> list[str]:
    return _prefers(names, found.player, (found.second, found.first), (found.leads[1], -found.leads[0]), True, move)


def _offered(cause: Offered, names: Names) -> str:
    parts = [
        f"{joined(list(map(code, actions)))} only {phrase}"
        for phrase, actions in zip(names.sides.phrases, (cause.first, cause.second), strict=True)
        if actions
    ]
    return f"can choose {joined(parts)}"


def _cause(found: Parting, names: Names, depth: int) -> list[str]:
    reason = "The reason is" if found.decisive else "The main reason is"
    match found.cause:
        case TermShift(player) as shift if not names.ordinal(player):
            return [_term(shift, (found.second, found.first), found.decisive, names, True)]
        case OddsShift(move, action, first, second):
            chances = names.of_both(odds(second), odds(first))
            return [f"{reason} the probability of {code(action)} at {code(move)}: {chances}."]
        case LaterAnswer(after, later):
            who, choices = names.player(later.player), names.of_both(code(later.second), code(later.first))
            what = f"the choice of {who} at {code(later.move)} after {code(after)}"
            if later.after == (*found.after, after) and later.player != found.player:
                what = f"the answer of {who} to {code(after)}"
            return [f"{reason} {what}: {choices}.", *_later(later, names, depth)]
        case OtherMoves() as other:
            return _other_moves(other, names)
    return []


def _later(found: Parting, names: Names, depth: int) -> list[str]:
    """Why an answer is another one."""
    if depth >= DEEPEST:
        return []
    if isinstance(found.cause, Offered):
        return [whole(f"{names.player(found.player)} {_offered(found.cause, names)}")]
    said = [] if math.isnan(found.leads[1]) else _mind_changed(found, names)
    return [*said, *_cause(found, names, depth + 1)]


def _other_moves(found: OtherMoves, names: Names) -> list[str]:
    words = [f"the next move is {code(move)}" if move else "no move is left" for move in (found.first, found.second)]
    return ["The moves differ.", *(names.on(bool(second), clause) for second, clause in enumerate(words))]


def _barred(found: Barred, names: Names) -> list[str]:
    """What cannot be chosen together on one side, and what it would gain on the other."""
    who, choice = names.player(found.player), code(found.choice)
    others = [f"{names.player(p)} chooses {code(other)}" for p, other in found.others]
    said = [names.on(found.by_second, f"{who} cannot choose {choice}{' while ' if others else ''}{joined(others)}")]
    if math.isnan(found.gain):
        return said
    gain = "would rather choose" if names.ordinal(found.player) else f"gains {amount(found.gain)} by choosing"
    return [*said, names.on(not found.by_second, f"{who} {gain} {choice}")]


def _types(found: PrivateTypes, names: Names) -> list[str]:
    each = [f"{names.player(player)} is {joined(list(map(code, kinds)), 'or')}" for player, kinds in found.types]
    knows = "Only this player knows which." if len(each) == 1 else "Each player knows only its own type."
    return [names.on(found.by_second, joined(each)), knows]


def _unsigned(found: Unsigned, names: Names) -> str:
    """Which claims keep a deal from being signed, or leave nothing to sign at all."""
    if found.everything and not found.claims:
        return "no package is better for any player than no deal"
    if found.everything:
        leave = "rules" if len(found.claims) == 1 else "together rule"
        return f"{joined([_claim(one, names) for one in found.claims])} {leave} out every deal"
    return joined(list(dict.fromkeys(_crossed(one, names) for one in found.claims)))


def _crossed(found: Claimed, names: Names) -> str:
    who = names.player(found.player)
    if found.kind != "no deal":
        return f"this deal crosses {_claim(found, names)}"
    if names.ordinal(found.player):
        return f"{who} prefers no deal to this deal"
    gets, least = both(found.gets, found.least)
    return f"this deal is worth {gets} to {who}, and walking away {least}"


def _claim(found: Claimed, names: Names) -> str:
    who = names.player(found.player)
    if found.kind != "no deal":
        return f"the {found.kind} {code(found.claim)} of {who}"
    return f"what {who} gets without a deal" + ("" if names.ordinal(found.player) else f" ({amount(found.least)})")
