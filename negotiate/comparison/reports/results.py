"""What becomes of the results of one lens from one side to the other, in a few sentences."""

from __future__ import annotations

import math

from negotiate.comparison.causes import Barred, Closed, FateKind, Leaving
from negotiate.comparison.fates import Fate, Fates
from negotiate.comparison.prediction import Outcome, Prediction, Refusal
from negotiate.comparison.reports.explanations import explanation
from negotiate.comparison.reports.words import Names, amount, both, code, outcome_words, whole
from negotiate.comparison.result import LensChange
from negotiate.comparison.worth_change import WorthChange
from negotiate.report.words import counted, in_words, joined, safe, the

SAME = 1e-9
"""Of a payoff: a smaller difference is rounding."""
BECOMES: tuple[tuple[FateKind, str, str], ...] = (
    ("stays", "stays", "stay"),
    ("shifts", "shifts to other odds", "shift to other odds"),
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
        return "Neither side has moves, so this is the same game as alone."
    if isinstance(first, Refusal) or isinstance(second, Refusal):
        return _refused(change, names)
    if fates is None:
        return "The players are not the same, so the results cannot be compared."
    said = [
        whole(f"{_said(change, fates, first, second, names)}{_hedge(first, second)}"),
        *_reason(fates, first, second, names),
    ]
    return " ".join([*said, *_new_terms(change, fates, first, second, names), *_signable(fates, names)])


def unchanged(change: LensChange, names: Names) -> bool:
    """Whether a lens finds the same on both sides, and everybody gets the same."""
    first, second, fates = change.first, change.second, change.fates
    if change.as_alone:
        return True
    if fates is None or isinstance(first, Refusal) or isinstance(second, Refusal) or change.unlike:
        return False
    stays = all(fate.kind == "stays" for fate in fates.each)
    return stays and not _signable(fates, names) and not _moved(change, fates, first, second, names)


def _refused(change: LensChange, names: Names) -> str:
    answers = ((names.side(False), change.first), (names.side(True), change.second))
    parts = [f"{side}: {safe(answer.message, True)}" for side, answer in answers if isinstance(answer, Refusal)]
    return f"No answer {'; '.join(dict.fromkeys(parts))}."


def _hedge(first: Prediction, second: Prediction) -> str:
    known = first.complete and second.complete
    return "" if known else f" (not every {'deal' if first.tables else 'equilibrium'} is known)"


def _said(change: LensChange, fates: Fates, first: Prediction, second: Prediction, names: Names) -> str:
    gone, come = fates.of("vanishes"), fates.of("appears")
    match fates.each:
        case ():
            if first.outcomes or second.outcomes:
                return "the results come from other moves"
            return f"{change.lens.nothing or f'there is no {change.lens.result}'} on either side"
        case each if all(fate.kind == "stays" for fate in each):
            return _same(change, fates, first, second, names)
        case (Fate("shifts", Outcome() as one, Outcome() as other),):
            shift = f"{_code(one, first)} {names.side(False)}, {_code(other, second)} {names.side(True)}"
            return f"the odds shift: {shift}"
        case (_, _) if gone and come:
            return _replaced(gone[0].first, come[0].second, first, second)
    if change.lens.nothing and not (first.outcomes and second.outcomes):
        return _only_one(change, fates, first, second, names)
    return _counts(change, fates, first, second)


def _same(change: LensChange, fates: Fates, first: Prediction, second: Prediction, names: Names) -> str:
    one = fates.each[0].first
    single = len(fates.each) == 1 and one is not None
    said = f"the same {_number(len(fates.each))} {change.lens.results} are found"
    if single and one is not None:
        said = f"the result stays {_code(one, first)}"
    moved = _moved(change, fates, first, second, names)
    if moved:
        return f"{said}, but {moved}"
    if change.unlike:
        who = joined([the(first.players[first.keys.index(key)]) for key in sorted(change.unlike)])
        return f"{said}; the levels of {who} stand for two orders and are not compared"
    return f"{said}, and everybody gets the same"


def _moved(change: LensChange, fates: Fates, first: Prediction, second: Prediction, names: Names) -> str:
    """Who gets something else although the same is done, and through which term."""
    parts = []
    pairs = [(fate.first, fate.second) for fate in fates.each if fate.first is not None and fate.second is not None]
    for p, key in enumerate(first.keys):
        q = second.keys.index(key)
        gaps = [(other.payoffs[q], one.payoffs[p]) for one, other in pairs]
        new, old = max(gaps, key=lambda pair: abs(pair[0] - pair[1]), default=(0.0, 0.0))
        if key in change.unlike or _alike(new, old):
            continue
        who = the(first.players[p])
        if key in change.leveled:
            parts.append(f"{who} is {'better' if new > old else 'worse'} off {names.side(True)}")
            continue
        now, then = both(new, old)
        most = "" if len(fates.each) == 1 else " at most"
        parts.append(f"{who} gets {now}, not {then}{most}{_through(change, key, names)}")
    return joined(parts) if len(parts) < 3 else "; ".join(parts)


def _alike(x: float, y: float) -> bool:
    return abs(x - y) <= SAME * max(1.0, abs(x), abs(y))


def _through(change: LensChange, player: str, names: Names) -> str:
    """In brackets, the term that does most to move what a player gets; empty where none has a name."""
    found = next((one for one in change.moved_by if one.player == player), None)
    if found is None or names.matrix:
        return ""
    if found.of_one_side:
        return f" ({_own_term(found, names)})"
    new, old = both(found.second, found.first)
    return f" (the term {code(found.term)} is {new}, not {old})"


def _own_term(found: WorthChange, names: Names) -> str:
    second = math.isnan(found.first)
    value = found.second if second else found.first
    return f"the term {code(found.term)}, {amount(value)}, counts only {names.side(second)}"


def _replaced(one: Outcome | None, other: Outcome | None, first: Prediction, second: Prediction) -> str:
    """From what to what one single result changes."""
    if one is None or other is None:
        return ""
    said = f"the result changes from {_code(one, first)} to {_code(other, second)}"
    order = [other.payoffs[second.keys.index(key)] for key in first.keys]
    if all(map(_alike, one.payoffs, order)):
        package = " and the same package" if one.choices == other.choices else ""
        said += f", with the same payoffs{package}"
    return said


def _only_one(change: LensChange, fates: Fates, first: Prediction, second: Prediction, names: Names) -> str:
    """That one side has a result, such as a deal, and the other has none."""
    new = bool(fates.of("appears"))
    found = fates.of("appears") or fates.of("vanishes")
    example = _example(found[0], second if new else first)
    what = f"{change.lens.something}, {example}"
    if len(found) > 1:
        what = f"there are {_number(len(found))}, such as {example}"
    return f"{names.side(not new)}, {change.lens.nothing}; {names.side(new)} {what}"


def _counts(change: LensChange, fates: Fates, first: Prediction, second: Prediction) -> str:
    """How many are listed on each side; how many of them have which fate, with one example of each."""
    count, there = len(first.outcomes), len(second.outcomes)
    crowd = change.lens.most is not None and max(count, there) > change.lens.most
    parts = []
    for kind, one, many in BECOMES:
        found = fates.of(kind)
        if not found:
            continue
        example = "" if crowd else _example(found[0], second if kind in ("emerges", "appears") else first)
        if len(found) == 1:
            parts.append(f"{example or 'one'} {one}")
        else:
            parts.append(f"{_number(len(found))} {many}{f', such as {example}' if example else ''}")
    become = "becomes" if count == 1 else "become"
    here = counted(count, change.lens.result, change.lens.results) if count > 10 else ""
    here = here or f"{_number(count)} {change.lens.result if count == 1 else change.lens.results}"
    return f"{here} {become} {_number(there)}: {', and '.join(filter(None, [', '.join(parts[:-1]), parts[-1]]))}"


def _reason(fates: Fates, first: Prediction, second: Prediction, names: Names) -> list[str]:
    """Why, after the name of the result that it is about where there are several."""
    said = explanation(fates, names)
    gone, come = fates.of("vanishes"), fates.of("appears")
    single = len(gone) + len(come) == 1 or (len(fates.each) == 2 and gone and come)
    if not said or single or not isinstance(fates.gone or fates.come, Leaving | Closed | Barred):
        return said
    about = (
        f"{_example(gone[0], first)}, which vanishes" if fates.gone else f"{_example(come[0], second)}, which is new"
    )
    return [f"Take {about}.", *said]


def _new_terms(change: LensChange, fates: Fates, first: Prediction, second: Prediction, names: Names) -> list[str]:
    """What a term that only one side has does to those who choose as before."""
    gone, come = fates.of("vanishes"), fates.of("appears")
    mover = fates.gone.player if isinstance(fates.gone, Leaving) else None
    if mover is None or len(fates.each) != 2 or not gone or not come:
        return []
    one, other = gone[0].first, come[0].second
    if one is None or other is None:
        return []
    said = []
    for term in change.moved_by:
        if term.of_one_side and term.player != mover:
            now, then = both(other.payoffs[second.keys.index(term.player)], one.payoffs[first.keys.index(term.player)])
            said.append(whole(f"{names.player(term.player)} gets {now}, not {then}: {_own_term(term, names)}"))
    return said


def _signable(fates: Fates, names: Names) -> list[str]:
    """How many packages could be signed on each side, where both have some and not as many."""
    if not fates.signed or min(fates.signed) < 1 or len(set(fates.signed)) < 2:
        return []
    first, second = fates.signed
    return [whole(f"{counted(first, 'package')} could be signed {names.side(False)}, {second:,} {names.side(True)}")]


def _example(fate: Fate, prediction: Prediction) -> str:
    outcome = fate.second if fate.kind in ("emerges", "appears") else fate.first
    return "" if outcome is None else _code(outcome, prediction)


def _code(outcome: Outcome, prediction: Prediction) -> str:
    return f"`{outcome_words(outcome, prediction)}`"


def _number(count: int) -> str:
    return in_words(count).lower()
