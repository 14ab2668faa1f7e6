"""What becomes of the outcomes of one lens from one side to the other, in a sentence or two."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.comparison.causes import Barred, Closed, Leaving
from negotiate.comparison.fates import Fate, Fates
from negotiate.comparison.prediction import Outcome, Prediction, Refusal
from negotiate.comparison.result import LensChange
from negotiate.games.normal_form import NormalFormGame
from negotiate.render.comparing.whys import Telling, both, gained, happens, through, why
from negotiate.report.words import in_words, joined, safe
from negotiate.solvers.solution import Equilibrium


def lens_sentence(change: LensChange, tell: Telling) -> str:
    """Whether the result changes, from what to what, and why."""
    name = f"{change.lens.name[:1].upper()}{change.lens.name[1:]}"
    first, second = change.first, change.second
    if change.as_alone:
        return f"Neither side says who moves first, so {change.lens.name} there is nothing more to compare."
    if isinstance(first, Refusal) or isinstance(second, Refusal):
        return _refused(name, first, second, tell)
    if change.fates is None:
        return f"{name} the results cannot be held against each other, since the players are not the same."
    merged = _one_changes(name, change.fates, first, second, tell)
    if merged:
        return f"{merged}{_hedge(first, second)}.{_unasked(change, first, second, tell)}"
    said = f"{_said(name, change, change.fates, first, second, tell)}{_hedge(first, second)}"
    reason = why(change, tell)
    if change.lens.signs:
        return f"{said}{f': {reason}' if reason else ''}.{_signed(change.fates, tell)}"
    if not reason:
        return f"{said}."
    gone, come = change.fates.of("vanishes"), change.fates.of("appears")
    if (
        _many(change.fates)
        and len(gone) + len(come) == 1
        and isinstance(change.fates.gone or change.fates.come, Leaving | Closed | Barred)
    ):
        return f"{said}, since {reason}."
    whose = _whose(change.fates, first, second)
    return (
        f"{said}. {whose or reason[:1].upper()}{reason if whose else reason[1:]}."
        if _many(change.fates)
        else f"{said}: {reason}."
    )


def _signed(fates: Fates, tell: Telling) -> str:
    """How many packages could be signed on each side, where both have some and not as many."""
    if not fates.signed or min(fates.signed) < 1 or len(set(fates.signed)) < 2:
        return ""
    first, second = fates.signed
    packages = "package" if first == 1 else "packages"
    return f" {first:,} {packages} could be signed {tell.sides.first}, {second:,} {tell.sides.second}."


def _many(fates: Fates) -> bool:
    """Whether more than one outcome of a side is at stake, so that a reason must say whose it is."""
    return len(fates.each) > 2 or not (fates.of("vanishes") and fates.of("appears"))


def _whose(fates: Fates, first: Prediction, second: Prediction) -> str:
    """Which outcome a reason is about: "`0 | 0` vanishes since "; nothing where the reason says it by itself."""
    if not isinstance(fates.gone or fates.come, Leaving | Closed | Barred):
        return ""
    if fates.gone is not None:
        return f"{_example(fates.of('vanishes'), first, False)} vanishes since "
    return f"{_example(fates.of('appears'), second, True)} is new since "


def _refused(name: str, first: object, second: object, tell: Telling) -> str:
    parts = [
        f"{side}: {safe(answer.message, True)}"
        for side, answer in ((tell.sides.first, first), (tell.sides.second, second))
        if isinstance(answer, Refusal)
    ]
    return f"{name} there is no answer {'; '.join(dict.fromkeys(parts))}."


def _hedge(first: Prediction, second: Prediction) -> str:
    known = first.complete and second.complete
    return "" if known else f" (not every {'deal' if first.tables else 'equilibrium'} is known)"


def _said(name: str, change: LensChange, fates: Fates, first: Prediction, second: Prediction, tell: Telling) -> str:
    if not fates.each:
        if first.outcomes or second.outcomes:
            return f"{name} the results come from other moves"
        return f"{name} {change.lens.nothing or f'there is no {change.lens.result}'} on either side"
    if all(fate.kind == "stays" for fate in fates.each):
        return _same(name, change, first, second, tell)
    gone, come = fates.of("vanishes"), fates.of("appears")
    if len(fates.each) == 2 and gone and come:
        return f"{name} the result changes {_change(gone[0], come[0], first, second)}"
    if len(fates.each) == 1 and fates.of("shifts"):
        shift = fates.each[0]
        if shift.first is not None and shift.second is not None:
            one, other = happens(shift.first, first), happens(shift.second, second)
            return f"{name} the odds shift: {one} {tell.sides.first}, {other} {tell.sides.second}"
    if change.lens.nothing and not (first.outcomes and second.outcomes):
        return _only_one(name, change, fates, tell)
    return f"{name} {_counts(change, fates, first, second)}"


def _only_one(name: str, change: LensChange, fates: Fates, tell: Telling) -> str:
    """That one side has a result, such as a deal, and the other has none."""
    new = not fates.of("vanishes")
    here, there = (tell.sides.second, tell.sides.first) if new else (tell.sides.first, tell.sides.second)
    deals = fates.of("appears") or fates.of("vanishes")
    answer = change.second if new else change.first
    example = _example(deals, answer, new) if isinstance(answer, Prediction) else ""
    several = f"{_number(len(deals))}, such as {example}"
    found = f"{change.lens.something}, {example}" if len(deals) == 1 else several
    return f"{name} {change.lens.nothing} {there}, and {here} {found}"


def _same(name: str, change: LensChange, first: Prediction, second: Prediction, tell: Telling) -> str:
    each = change.fates.each if change.fates is not None else ()
    what = happens(each[0].first or each[0].second or Outcome((), {}), first)
    said = (
        f"{name} the result is the same, {what}"
        if len(each) == 1
        else f"{name} the same {_number(len(each))} {change.lens.results} are found"
    )
    moved = _moved(change, each, first, second, tell)
    if moved:
        return f"{said}, but {moved}"
    if change.unlike:
        names = joined([safe(first.players[first.keys.index(key)], True) for key in sorted(change.unlike)])
        return f"{said}; the levels of {names} stand for two orders and are not compared"
    return f"{said}, and so is what everybody gets" if len(each) == 1 else f"{said}, and everybody gets the same"


def _moved(change: LensChange, each: Sequence[Fate], first: Prediction, second: Prediction, tell: Telling) -> str:
    """Who gets something else although the same is done, and through which term."""
    parts = []
    for p, key in enumerate(first.keys):
        if key in change.unlike:
            continue
        q = second.keys.index(key)
        gaps = [(f.second.payoffs[q], f.first.payoffs[p]) for f in each if f.first is not None and f.second is not None]
        new, old = max(gaps, key=lambda pair: abs(pair[0] - pair[1]), default=(0.0, 0.0))
        if abs(new - old) > 1e-9 * max(1.0, abs(new), abs(old)):
            now, then = both(new, old)
            if key in change.leveled:
                liked = "better" if new > old else "worse"
                parts.append(f"{safe(first.players[p], True)} is {liked} off {tell.sides.second}")
                continue
            whole = f"{safe(first.players[p], True)} gets {now} instead of {then}"
            parts.append(f"{whole if len(each) == 1 else f'{whole} at most'}{through(change, key, tell)}")
    return joined(parts) if len(parts) < 3 else "; ".join(parts)


def _change(gone: Fate, come: Fate, first: Prediction, second: Prediction) -> str:
    """From what to what one single result changes."""
    one, other = gone.first, come.second
    if one is None or other is None:
        return ""
    said = f"from {happens(one, first)} to {happens(other, second)}"
    order = [other.payoffs[second.keys.index(key)] for key in first.keys]
    if all(abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b)) for a, b in zip(one.payoffs, order, strict=True)):
        package = " and the same package" if one.choices == other.choices else ""
        said += f", with the same payoffs{package}"
    return said


def _one_changes(name: str, fates: Fates, first: Prediction, second: Prediction, tell: Telling) -> str:
    """The whole sentence where all choose at once and one player alone chooses something else, which makes it plain."""
    found = fates.gone
    if len(fates.each) != 2 or not fates.of("appears") or not isinstance(found, Leaving):
        return ""
    one, other = _pure(fates.of("vanishes"), first, False), _pure(fates.of("appears"), second, True)
    changed = [key for key in first.keys if one and other and one[key] != other[key]]
    if changed != [found.player] or other[found.player] != safe(found.to, True):
        return ""
    who = tell.name(found.player)
    kept = [f"{tell.name(key)} chooses {one[key]} as before" for key in first.keys if key not in changed]
    new = f"{who} chooses {other[found.player]} instead of {one[found.player]}, {gained(found, tell)}"
    return f"{name} the result changes: {joined(kept)}{', but ' if kept else ''}{new}"


def _unasked(change: LensChange, first: Prediction, second: Prediction, tell: Telling) -> str:
    """What a term that only one side has does to those who choose as before."""
    gone, come, mover = change.fates and change.fates.of("vanishes"), change.fates and change.fates.of("appears"), ""
    if not gone or not come or gone[0].first is None or come[0].second is None or change.fates is None:
        return ""
    if isinstance(change.fates.gone, Leaving):
        mover = change.fates.gone.player
    said = []
    for term in change.moved_by:
        if term.of_one_side and term.player != mover:
            old = gone[0].first.payoffs[first.keys.index(term.player)]
            new = come[0].second.payoffs[second.keys.index(term.player)]
            now, then = both(new, old)
            said.append(f" {tell.name(term.player)} gets {now} instead of {then}{through(change, term.player, tell)}.")
    return "".join(said)


def _pure(fates: Sequence[Fate], prediction: Prediction, second: bool) -> dict[str, str]:
    """Player → what it does, where all choose at once and nobody mixes; else empty."""
    outcome = (fates[0].second if second else fates[0].first) if fates else None
    found = None if outcome is None else outcome.equilibrium
    game = None if prediction.solution is None else prediction.solution.game
    if not isinstance(found, Equilibrium) or not found.pure or not isinstance(game, NormalFormGame):
        return {}
    rows = zip(game.keys, game.strategies, found.support, strict=True)
    return {key: safe(row[support[0]].label, True) for key, row, support in rows}


def _counts(change: LensChange, fates: Fates, first: Prediction, second: Prediction) -> str:
    """How many are listed on each side; how many of them have which fate, with one example of each."""
    count = len(first.outcomes)
    here = f"{_number(count)} {change.lens.result if count == 1 else change.lens.results}"
    there = _number(len(second.outcomes))
    crowd = change.lens.most is not None and max(count, len(second.outcomes)) > change.lens.most
    parts = [
        f"{_number(len(found))} {one if len(found) == 1 else many}"
        if crowd
        else _listed(found, prediction, new, one, many)
        for found, prediction, new, one, many in (
            (fates.of("stays"), first, False, "stays", "stay"),
            (fates.of("shifts"), first, False, "shifts to other odds", "shift to other odds"),
            (
                fates.of("blends"),
                first,
                False,
                "still is one but no longer listed",
                "still are some but no longer listed",
            ),
            (
                fates.of("emerges"),
                second,
                True,
                "was one already but is listed only now",
                "were some already but are listed only now",
            ),
            (fates.of("vanishes"), first, False, "vanishes", "vanish"),
            (fates.of("appears"), second, True, "appears", "appear"),
        )
        if found
    ]
    become = "becomes" if len(first.outcomes) == 1 else "become"
    return f"{here} {become} {there}: {', and '.join(filter(None, [', '.join(parts[:-1]), parts[-1]]))}"


def _listed(fates: Sequence[Fate], prediction: Prediction, second: bool, one: str, many: str) -> str:
    example = _example(fates, prediction, second)
    return f"{example} {one}" if len(fates) == 1 else f"{_number(len(fates))} {many}, such as {example}"


def _example(fates: Sequence[Fate], prediction: Prediction, second: bool) -> str:
    outcome = fates[0].second if second else fates[0].first
    return "" if outcome is None else f"`{happens(outcome, prediction)}`"


def _number(count: int) -> str:
    return in_words(count).lower()
