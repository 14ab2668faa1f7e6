"""What becomes of the results of one lens from one side to the other, in a few sentences."""

from __future__ import annotations

import math

from negotiate.comparison.causes import Barred, Closed, Fate, FateKind, Fates, Leaving
from negotiate.comparison.prediction import Outcome, Prediction, Refusal
from negotiate.comparison.reports.explanations import explanation
from negotiate.comparison.reports.sides import Names, both, code, outcome_code, small, whole
from negotiate.comparison.result import LensChange
from negotiate.lenses import LENSES, Lens
from negotiate.report.words import counted, joined, safe

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
        return f"Neither side has moves, so `{change.lens.command}` plays the same game as `{LENSES[0].command}`."
    if isinstance(first, Refusal) or isinstance(second, Refusal):
        refused = [
            (names.sides.phrases[place], safe(answer.message, True))
            for place, answer in enumerate((first, second))
            if isinstance(answer, Refusal)
        ]
        return " ".join(f"No answer {side}: {message}." for side, message in refused)
    if fates is None:
        return "The players are not the same, so the results cannot be compared."
    said = _said(change, fates, first, second, names)
    if not (first.complete and second.complete):
        said.append(f"Not every {change.lens.result} is known.")
    said += [*_reason(fates, first, second, names), *_new_terms(change, fates, names), *_signable(fates, names)]
    return " ".join(said)


def unchanged(change: LensChange, names: Names) -> bool:
    """Whether a lens finds the same on both sides, and everybody gets the same."""
    first, second, fates = change.first, change.second, change.fates
    if change.as_alone:
        return True
    if fates is None or isinstance(first, Refusal) or isinstance(second, Refusal) or change.unlike:
        return False
    stays = all(fate.kind == "stays" for fate in fates.each)
    return stays and not _signable(fates, names) and not _moved(change, fates, first, names)


def nothing(lens: Lens) -> str:
    """That a lens finds nothing, as a clause."""
    return lens.nothing or f"there is no {lens.result}"


def _said(change: LensChange, fates: Fates, first: Prediction, second: Prediction, names: Names) -> list[str]:
    gone, come = fates.of("vanishes"), fates.of("appears")
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
        case (_, _) if gone and come:
            return [_replaced(gone[0].first, come[0].second, first, second)]
    if not (first.outcomes and second.outcomes):
        return _only_one(change, fates, first, second, names)
    return [_counts(change, fates, first, second)]


def _same(change: LensChange, fates: Fates, first: Prediction, names: Names) -> str:
    said = f"The same {small(len(fates.each))} {change.lens.results} are found"
    if len(fates.each) == 1:
        said = f"The result stays {outcome_code(fates.each[0].first, first)}"
    if moved := _moved(change, fates, first, names):
        return f"{said}, but {moved}."
    if change.unlike:
        who = joined([names.player(key) for key in sorted(change.unlike)])
        return f"{said}. The levels of {who} come from two different orders and cannot be compared."
    return f"{said}, with the same payoffs."


def _moved(change: LensChange, fates: Fates, first: Prediction, names: Names) -> str:
    """Who gets something else although the same is done, and through which term."""
    parts = []
    pairs = [(fate.first, fate.second) for fate in fates.each if fate.first is not None and fate.second is not None]
    for key in first.keys:
        gaps = [(other.payoffs[key], one.payoffs[key]) for one, other in pairs]
        new, old = max(gaps, key=lambda pair: abs(pair[0] - pair[1]), default=(0.0, 0.0))
        if key in change.unlike or _alike(new, old):
            continue
        if key in change.leveled:
            parts.append(f"{names.player(key)} is {'better' if new > old else 'worse'} off {names.sides.phrases[1]}")
            continue
        parts.append(_gets(change, names, key, (new, old), "" if len(fates.each) == 1 else " in one of them"))
    return joined(parts) if len(parts) < 3 else "; ".join(parts)


def _alike(x: float, y: float) -> bool:
    return abs(x - y) <= SAME * max(1.0, abs(x), abs(y))


def _gets(change: LensChange, names: Names, player: str, payoffs: tuple[float, float], most: str = "") -> str:
    now, then = both(*payoffs)
    return f"{names.player(player)} gets {now} instead of {then}{most}{_through(change, player, names)}"


def _through(change: LensChange, player: str, names: Names) -> str:
    """In brackets, the term that does most to move what a player gets; empty where none has a name."""
    found = next((one for one in change.moved_by if one.player == player), None)
    if found is None or names.matrix:
        return ""
    new, old = both(found.second, found.first)
    if not found.of_one_side:
        return f" (the term {code(found.term)} is {new} instead of {old})"
    second = math.isnan(found.first)
    return f" (the term {code(found.term)}, {new if second else old}, counts only {names.sides.phrases[second]})"


def _replaced(one: Outcome | None, other: Outcome | None, first: Prediction, second: Prediction) -> str:
    """From what to what one single result changes."""
    said = f"The result changes from {outcome_code(one, first)} to {outcome_code(other, second)}"
    if one is not None and other is not None and all(_alike(one.payoffs[k], other.payoffs[k]) for k in first.keys):
        said += f", with the same payoffs{' and the same package' if one.choices == other.choices else ''}"
    return f"{said}."


def _only_one(change: LensChange, fates: Fates, first: Prediction, second: Prediction, names: Names) -> list[str]:
    """That one side has a result, such as a deal, and the other has none."""
    new = bool(second.outcomes)
    count, example = len(fates.each), _example(fates.each[0], first, second)
    what = f"{change.lens.something or f'there is {_a(change.lens.result)}'}: {example}"
    if count > 1:
        what = f"there are {small(count)} {change.lens.results}, such as {example}"
    return [names.on(not new, nothing(change.lens)), names.on(new, what)]


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _counts(change: LensChange, fates: Fates, first: Prediction, second: Prediction) -> str:
    """How many are listed on each side; how many of them have which fate, with one example of each."""
    lens, count, there = change.lens, len(first.outcomes), len(second.outcomes)
    crowd = lens.most is not None and max(count, there) > lens.most
    parts = []
    for kind, one, many in BECOMES:
        found = fates.of(kind)
        if found:
            example = "" if crowd else _example(found[0], first, second)
            several = f"{small(len(found))} {many}{f', such as {example}' if example else ''}"
            parts.append(f"{example or 'one'} {one}" if len(found) == 1 else several)
    here = counted(count, lens.result, lens.results) if count > 10 else ""
    here = here or f"{small(count)} {lens.result if count == 1 else lens.results}"
    become = f"{here} {'becomes' if count == 1 else 'become'} {small(there)}"
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
    gone, come = fates.of("vanishes"), fates.of("appears")
    if not isinstance(fates.gone, Leaving) or len(fates.each) != 2 or not gone or not come:
        return []
    one, other = gone[0].first, come[0].second
    if one is None or other is None:
        return []
    touched = [one.player for one in change.moved_by if one.of_one_side and one.player != fates.gone.player]
    return [whole(_gets(change, names, key, (other.payoffs[key], one.payoffs[key]))) for key in touched]


def _signable(fates: Fates, names: Names) -> list[str]:
    """How many packages could be signed on each side, where both have some and not as many."""
    if not fates.signed or min(fates.signed) < 1 or len(set(fates.signed)) < 2:
        return []
    first, second = fates.signed
    signable = names.of_both(f"{counted(first, 'package')} can be signed", f"{second:,}", False)
    return [f"{signable}."]


def _example(fate: Fate, first: Prediction, second: Prediction) -> str:
    """An outcome on the side that has it."""
    new = fate.kind in ("emerges", "appears")
    return outcome_code(fate.second if new else fate.first, second if new else first)
