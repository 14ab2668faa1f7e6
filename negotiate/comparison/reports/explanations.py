"""What becomes of the results of one lens from one side to the other, and why: who prefers what
there, by how much.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from negotiate.answers import Outcome, Prediction, Refusal
from negotiate.comparison.causes import (
    Barred,
    Better,
    Claimed,
    Closed,
    Fate,
    FateKind,
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
from negotiate.comparison.reports import (
    SIDES,
    Names,
    amount,
    both,
    code,
    outcome_code,
    small,
    whole,
)
from negotiate.comparison.worths import WorthChange, main_terms
from negotiate.lenses import LENSES, Lens
from negotiate.report.style import counted, joined, odds, safe

if TYPE_CHECKING:
    from negotiate.comparison.result import LensChange

TINY, LEVEL = 1e-12, 1e-9
DEEPEST = 3
"""How many answers below one another are told."""


def explanation(fates: Fates, names: Names) -> list[str]:
    """Why the first result that vanishes does, or else why the first that appears was none; empty
    if nobody can say.
    """
    back = fates.gone is None
    deal = f"the {SIDES[back]} deal" if fates.lost and fates.new else "this deal"
    match fates.come if back else fates.gone:
        case Leaving() as found:
            return _leaving(found, names, not back)
        case Closed(player, choice, committed):
            who, bound = (
                names.player(player),
                f"is committed to {code(committed)} and " if committed else "",
            )
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
            return [names.on(found.by_second, _unsigned(found, names, deal))]
        case Better(label, by_second):
            ordinal = (names.second if by_second else names.first).is_ordinal
            rule = (
                "another deal Pareto-dominates it"
                if ordinal
                else f"{code(label)} has a larger product of gains"
            )
            return [names.on(by_second, f"{deal} could be signed too, but {rule}")]
    return []


def _prefers(
    names: Names,
    player: str,
    options: tuple[str, str],
    gains: tuple[float, float],
    away: bool,
    move: str = "",
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
    who, where = names.player(player), f" at {code(move)}" if move else ""
    better, worse = (names.option(player, option) for option in options)
    by = ["" if names.ordinal(player) else f", by {amount(abs(gain))}" for gain in gains]
    first = f"{who} prefers {better} to {worse}{where}{by[0]}"
    if gains[0] <= TINY:
        first = f"{who} is indifferent between {better} and {worse}{where}"
    second = (
        f"{who} prefers {worse}{by[1]}"
        if gains[1] < -TINY
        else f"{who} is indifferent between the two"
    )
    if math.isnan(gains[1]):
        second = f"{who} cannot choose {code(options[0])}"
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
    return [
        *said,
        f"The reason: {code(options[not moved])} gives {names.player(found.player)} {worth}.",
    ]


def _term(
    shift: TermShift, options: tuple[str, str], decisive: bool, names: Names, away: bool
) -> str:
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
    return _prefers(
        names,
        found.player,
        (found.second, found.first),
        (found.leads[1], -found.leads[0]),
        True,
        move,
    )


def _offered(cause: Offered, names: Names) -> str:
    parts = [
        f"{joined(list(map(code, actions)))} only {phrase}"
        for phrase, actions in zip(names.phrases, (cause.first, cause.second), strict=True)
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
            who, choices = (
                names.player(later.player),
                names.of_both(code(later.second), code(later.first)),
            )
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
    return [
        *([] if math.isnan(found.leads[1]) else _mind_changed(found, names)),
        *_cause(found, names, depth + 1),
    ]


def _other_moves(found: OtherMoves, names: Names) -> list[str]:
    words = [
        f"the next move is {code(move)}" if move else "no move is left"
        for move in (found.first, found.second)
    ]
    return [
        "The moves differ.",
        *(names.on(bool(second), clause) for second, clause in enumerate(words)),
    ]


def _barred(found: Barred, names: Names) -> list[str]:
    """What cannot be chosen together on one side, and what it would gain on the other."""
    who, choice = names.player(found.player), code(found.choice)
    others = [f"{names.player(p)} chooses {code(other)}" for p, other in found.others]
    said = [
        names.on(
            found.by_second,
            f"{who} cannot choose {choice}{' while ' if others else ''}{joined(others)}",
        )
    ]
    if math.isnan(found.gain):
        return said
    gain = (
        "would rather choose"
        if names.ordinal(found.player)
        else f"gains {amount(found.gain)} by choosing"
    )
    return [*said, names.on(not found.by_second, f"{who} {gain} {choice}")]


def _types(found: PrivateTypes, names: Names) -> list[str]:
    each = [
        f"{names.player(player)} is {joined(list(map(code, kinds)), 'or')}"
        for player, kinds in found.types
    ]
    knows = (
        "Only this player knows which."
        if len(each) == 1
        else "Each player knows only its own type."
    )
    return [names.on(found.by_second, joined(each)), knows]


def _unsigned(found: Unsigned, names: Names, deal: str) -> str:
    """Which claims keep a deal from being signed, or leave nothing to sign at all."""
    if found.everything and not found.claims:
        return "no package is better for any player than no deal"
    if found.everything:
        leave = "rules" if len(found.claims) == 1 else "together rule"
        return f"{joined([_claim(one, names) for one in found.claims])} {leave} out every deal"
    return joined(list(dict.fromkeys(_crossed(one, names, deal) for one in found.claims)))


def _crossed(found: Claimed, names: Names, deal: str) -> str:
    who = names.player(found.player)
    if found.kind != "no deal":
        return f"{deal} crosses {_claim(found, names)}"
    if names.ordinal(found.player):
        return f"{who} prefers no deal to {deal}"
    gets, least = both(found.gets, found.least)
    return f"{deal} is worth {gets} to {who}, and walking away {least}"


def _claim(found: Claimed, names: Names) -> str:
    who = names.player(found.player)
    if found.kind != "no deal":
        return f"the {found.kind} {code(found.claim)} of {who}"
    return f"what {who} gets without a deal" + (
        "" if names.ordinal(found.player) else f" ({amount(found.least)})"
    )


SAME = 1e-9
"""Of a payoff: a smaller difference is rounding."""
BECOMES: tuple[tuple[FateKind, str, str], ...] = (
    ("stays", "stays", "stay"),
    ("shifts", "shifts to other probabilities", "shift to other probabilities"),
    ("blends", "still is one, but is not listed", "still are some, but are not listed"),
    ("emerges", "was one already, but was not listed", "were some already, but were not listed"),
    ("vanishes", "vanishes", "vanish"),
    ("appears", "appears", "appear"),
)
"""Each fate in words, of one result and of several."""


def result_words(change: LensChange, names: Names) -> str:
    """Whether the result changes, from what to what, and why."""
    first, second, fates = change.first, change.second, change.fates
    if change.as_alone:
        return (
            f"Neither side has moves, so `{change.lens.command}` plays the same game as "
            f"`{LENSES[0].command}`."
        )
    if isinstance(first, Refusal) or isinstance(second, Refusal):
        refused = [
            (names.phrases[place], safe(answer.message, True))
            for place, answer in enumerate((first, second))
            if isinstance(answer, Refusal)
        ]
        return " ".join(f"No answer {side}: {message}." for side, message in refused)
    if fates is None:
        return "The players are not the same, so the results cannot be compared."
    said = _said(change, fates, first, second, names)
    if not (first.complete and second.complete):
        said.append(f"Not every {change.lens.result} is known.")
    said += [
        *_reason(fates, first, second, names),
        *_new_terms(change, fates, names),
        *_signable(fates, names),
    ]
    return " ".join(said)


def unchanged(change: LensChange, names: Names) -> bool:
    """Whether a lens finds the same on both sides, and everybody gets the same."""
    first, second, fates = change.first, change.second, change.fates
    if change.as_alone:
        return True
    if fates is None or isinstance(first, Refusal) or isinstance(second, Refusal) or change.unlike:
        return False
    moves = _signable(fates, names) or _moved(change, fates, first, names)
    return not moves and all(fate.kind == "stays" for fate in fates.each)


def nothing(lens: Lens) -> str:
    """That a lens finds nothing, as a clause."""
    return lens.nothing or f"there is no {lens.result}"


def several_words(lens: Lens, count: int) -> str:
    """How many results a lens has."""
    return f"{small(count)} {lens.result if count == 1 else lens.results}"


def _said(
    change: LensChange, fates: Fates, first: Prediction, second: Prediction, names: Names
) -> list[str]:
    match fates.each:
        case () if first.outcomes or second.outcomes:
            return ["The results come from other moves."]
        case ():
            return [whole(f"{nothing(change.lens)} on either side")]
        case each if all(fate.kind == "stays" for fate in each):
            return [_same(change, fates, first, names)]
        case (Fate("shifts", Outcome() as one, Outcome() as other),):
            shift = names.of_both(outcome_code(other, second), outcome_code(one, first))
            return [f"The probabilities change: {shift}."]
        case (_, _) if fates.lost and fates.new:
            return [_replaced(fates.lost, fates.new, first, second)]
    if not (first.outcomes and second.outcomes):
        return _only_one(change, fates, first, second, names)
    return [_counts(change, fates, first, second)]


def _same(change: LensChange, fates: Fates, first: Prediction, names: Names) -> str:
    many, single = (
        f"The same {small(len(fates.each))} {change.lens.results} are found",
        len(fates.each) == 1,
    )
    said = f"The result stays {outcome_code(fates.each[0].first, first)}" if single else many
    if moved := _moved(change, fates, first, names):
        return f"{said}, but {moved}."
    if change.unlike:
        who = joined([names.player(key) for key in sorted(change.unlike)])
        return f"{said}. The levels of {who} come from two different orders and cannot be compared."
    return f"{said}, with the same payoffs."


def _moved(change: LensChange, fates: Fates, first: Prediction, names: Names) -> str:
    """Who gets something else although the same is done, and through which term."""
    parts = []
    for key in first.keys:
        gaps = [(other.payoffs[key], one.payoffs[key]) for one, other in fates.pairs]
        new, old = max(gaps, key=lambda pair: abs(pair[0] - pair[1]), default=(0.0, 0.0))
        if key in change.unlike or _alike(new, old):
            continue
        if key in change.leveled:
            parts.append(
                f"{names.player(key)} is {'better' if new > old else 'worse'} off "
                f"{names.phrases[1]}"
            )
            continue
        parts.append(
            _gets(change, names, key, (new, old), "" if len(fates.each) == 1 else " in one of them")
        )
    return joined(parts) if len(parts) < 3 else "; ".join(parts)


def _alike(x: float, y: float) -> bool:
    return abs(x - y) <= SAME * max(1.0, abs(x), abs(y))


def _gets(
    change: LensChange, names: Names, player: str, payoffs: tuple[float, float], most: str = ""
) -> str:
    now, then = both(*payoffs)
    return (
        f"{names.player(player)} gets {now} instead of "
        f"{then}{most}{_through(change, player, names)}"
    )


def _through(change: LensChange, player: str, names: Names) -> str:
    """In brackets, the terms that do most of a move of what a player gets; empty where none has a
    name.
    """
    told, most = main_terms(
        [one for one in change.moved_by if one.player == player and not names.matrix]
    )
    return (
        f" ({'' if most else 'among others, '}{joined([_term_moves(one, names) for one in told])})"
        if told
        else ""
    )


def _term_moves(found: WorthChange, names: Names) -> str:
    """What a term is on both sides, or that only one has it."""
    new, old = both(found.second, found.first)
    second = math.isnan(found.first)
    alone = f", {new if second else old}, counts only {names.phrases[second]}"
    change = alone if found.of_one_side else f" is {new} instead of {old}"
    return f"the term {code(found.term)}{change}"


def _replaced(one: Outcome, other: Outcome, first: Prediction, second: Prediction) -> str:
    """From what to what one single result changes."""
    said = f"The result changes from {outcome_code(one, first)} to {outcome_code(other, second)}"
    if all(_alike(one.payoffs[key], other.payoffs[key]) for key in first.keys):
        said += (
            ", with the same "
            f"payoffs{' and the same package' if one.choices == other.choices else ''}"
        )
    return f"{said}."


def _only_one(
    change: LensChange, fates: Fates, first: Prediction, second: Prediction, names: Names
) -> list[str]:
    """That one side has a result, such as a deal, and the other has none."""
    new, count, example = (
        bool(second.outcomes),
        len(fates.each),
        _example(fates.each[0], first, second),
    )
    single = f"{change.lens.something or f'there is {a(change.lens.result)}'}: {example}"
    what = (
        f"there are {small(count)} {change.lens.results}, such as {example}"
        if count > 1
        else single
    )
    return [names.on(not new, nothing(change.lens)), names.on(new, what)]


def a(noun: str) -> str:
    """A noun with its article."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _counts(change: LensChange, fates: Fates, first: Prediction, second: Prediction) -> str:
    """How many are listed on each side; how many of them have which fate, with one example of
    each.
    """
    lens, count, there = change.lens, len(first.outcomes), len(second.outcomes)
    crowd = lens.most is not None and max(count, there) > lens.most
    parts = []
    for kind, one, many in BECOMES:
        found = fates.of(kind)
        if found:
            example = "" if crowd else _example(found[0], first, second)
            such = f", such as {example}" if example else ""
            parts.append(
                f"{example or 'one'} {one}"
                if len(found) == 1
                else f"{small(len(found))} {many}{such}"
            )
    become = f"{several_words(lens, count)} {'becomes' if count == 1 else 'become'} {small(there)}"
    return whole(f"{become}: {', and '.join(filter(None, [', '.join(parts[:-1]), parts[-1]]))}")


def _reason(fates: Fates, first: Prediction, second: Prediction, names: Names) -> list[str]:
    """Why, after the name of the result that it is about where there are several."""
    said = explanation(fates, names)
    gone, come = fates.of("vanishes"), fates.of("appears")
    single = len(gone) + len(come) == 1 or (len(fates.each) == 2 and gone and come)
    if not said or single or not isinstance(fates.gone or fates.come, Leaving | Closed | Barred):
        return said
    of_one, what = (gone[0], "vanishes") if fates.gone else (come[0], "is new")
    return [f"Take {_example(of_one, first, second)}, which {what}.", *said]


def _new_terms(change: LensChange, fates: Fates, names: Names) -> list[str]:
    """What a term that only one side has does to those who choose as before."""
    one, other = fates.lost, fates.new
    if not isinstance(fates.gone, Leaving) or len(fates.each) != 2 or one is None or other is None:
        return []
    touched = [
        one.player for one in change.moved_by if one.of_one_side and one.player != fates.gone.player
    ]
    return [
        whole(_gets(change, names, key, (other.payoffs[key], one.payoffs[key])))
        for key in dict.fromkeys(touched)
    ]


def _signable(fates: Fates, names: Names) -> list[str]:
    """How many packages could be signed on each side, where both have some and not as many."""
    if not fates.signed or min(fates.signed) < 1 or len(set(fates.signed)) < 2:
        return []
    first, second = f"{counted(fates.signed[0], 'package')} can be signed", f"{fates.signed[1]:,}"
    return [f"{names.of_both(first, second, False)}."]


def _example(fate: Fate, first: Prediction, second: Prediction) -> str:
    """An outcome on the side that has it."""
    new = fate.kind in ("emerges", "appears")
    return outcome_code(fate.second if new else fate.first, second if new else first)
