"""What becomes of the outcomes of one lens from one side to the other, in a sentence or two."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.comparison.causes import Closed, Leaving
from negotiate.comparison.fates import Fate, Fates
from negotiate.comparison.prediction import Outcome, Prediction, Refusal
from negotiate.comparison.result import LensChange
from negotiate.games.normal_form import NormalFormGame
from negotiate.render.comparing.whys import Telling, both, gained, happens, why
from negotiate.render.text import in_words, joined, safe
from negotiate.solvers.solution import Equilibrium


def lens_sentence(change: LensChange, tell: Telling) -> str:
    """Whether the result changes, from what to what, and why."""
    name = f"{change.lens.name[:1].upper()}{change.lens.name[1:]}"
    first, second = change.first, change.second
    if change.as_alone:
        return f"{name} it is the same game, since neither side has moves."
    if isinstance(first, Refusal) or isinstance(second, Refusal):
        return _refused(name, first, second, tell)
    if change.fates is None:
        return f"{name} the results cannot be held against each other, since the players are not the same."
    merged = _one_changes(name, change.fates, first, second, tell)
    if merged:
        return f"{merged}{_hedge(first, second)}."
    said = f"{_said(name, change.fates, first, second, tell)}{_hedge(first, second)}"
    reason = why(change, tell)
    if not reason:
        return f"{said}."
    gone, come = change.fates.of("vanishes"), change.fates.of("appears")
    if (
        _many(change.fates)
        and len(gone) + len(come) == 1
        and isinstance(change.fates.gone or change.fates.come, Leaving | Closed)
    ):
        return f"{said}, since {reason}."
    whose = _whose(change.fates, first, second)
    return (
        f"{said}. {whose or reason[:1].upper()}{reason if whose else reason[1:]}."
        if _many(change.fates)
        else f"{said}: {reason}."
    )


def _many(fates: Fates) -> bool:
    """Whether more than one outcome of a side is at stake, so that a reason must say whose it is."""
    return len(fates.each) > 2 or not (fates.of("vanishes") and fates.of("appears"))


def _whose(fates: Fates, first: Prediction, second: Prediction) -> str:
    """Which outcome a reason is about: "`0 | 0` vanishes since "; nothing where the reason says it by itself."""
    if not isinstance(fates.gone or fates.come, Leaving | Closed):
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
    return "" if first.complete and second.complete else " (not every equilibrium is known)"


def _said(name: str, fates: Fates, first: Prediction, second: Prediction, tell: Telling) -> str:
    if not fates.each:
        if first.outcomes or second.outcomes:
            return f"{name} the results come from other moves"
        return f"{name} there is no equilibrium on either side"
    if all(fate.kind == "stays" for fate in fates.each):
        return _same(name, fates.each, first, second, tell)
    gone, come = fates.of("vanishes"), fates.of("appears")
    if len(fates.each) == 2 and gone and come:
        return f"{name} the result changes {_change(gone[0], come[0], first, second)}"
    if len(fates.each) == 1 and fates.of("shifts"):
        shift = fates.each[0]
        if shift.first is not None and shift.second is not None:
            one, other = happens(shift.first, first), happens(shift.second, second)
            return f"{name} the odds shift: {one} {tell.sides.first}, {other} {tell.sides.second}"
    return f"{name} {_counts(fates, first, second)}"


def _same(name: str, each: Sequence[Fate], first: Prediction, second: Prediction, tell: Telling) -> str:
    what = happens(each[0].first or each[0].second or Outcome((), {}), first)
    said = (
        f"{name} the result is the same, {what}"
        if len(each) == 1
        else f"{name} the same {_number(len(each))} equilibria are found"
    )
    return f"{said}{_moved(each, first, second)}"


def _moved(each: Sequence[Fate], first: Prediction, second: Prediction) -> str:
    """Who gets something else although the same is done."""
    parts = []
    for p, key in enumerate(first.keys):
        q = second.keys.index(key)
        gaps = [(f.second.payoffs[q], f.first.payoffs[p]) for f in each if f.first is not None and f.second is not None]
        new, old = max(gaps, key=lambda pair: abs(pair[0] - pair[1]), default=(0.0, 0.0))
        if abs(new - old) > 1e-9 * max(1.0, abs(new), abs(old)):
            now, then = both(new, old)
            whole = f"{safe(first.players[p], True)} gets {now} instead of {then}"
            parts.append(whole if len(each) == 1 else f"{whole} at most")
    return f", but {joined(parts)}" if parts else ", and so is what everybody gets"


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


def _pure(fates: Sequence[Fate], prediction: Prediction, second: bool) -> dict[str, str]:
    """Player → what it does, where all choose at once and nobody mixes; else empty."""
    outcome = (fates[0].second if second else fates[0].first) if fates else None
    found = None if outcome is None else outcome.equilibrium
    game = None if prediction.solution is None else prediction.solution.game
    if not isinstance(found, Equilibrium) or not found.pure or not isinstance(game, NormalFormGame):
        return {}
    rows = zip(game.keys, game.strategies, found.support, strict=True)
    return {key: safe(row[support[0]].label, True) for key, row, support in rows}


def _counts(fates: Fates, first: Prediction, second: Prediction) -> str:
    """How many there were and are; how many stay, shift, vanish and appear, with one example of each."""
    here, there = _plural(len(first.outcomes)), _number(len(second.outcomes))
    parts = [
        f"{_listed(found, prediction, new, one, many)}"
        for found, prediction, new, one, many in (
            (fates.of("stays"), first, False, "stays", "stay"),
            (fates.of("shifts"), first, False, "shifts to other odds", "shift to other odds"),
            (fates.of("vanishes"), first, False, "vanishes", "vanish"),
            (fates.of("appears"), second, True, "appears", "appear"),
        )
        if found
    ]
    become = "becomes" if len(first.outcomes) == 1 else "become"
    return f"{here} {become} {there}: {', and '.join(filter(None, [', '.join(parts[:-1]), parts[-1]]))}"


def _plural(count: int) -> str:
    return f"{_number(count)} {'equilibrium' if count == 1 else 'equilibria'}"


def _listed(fates: Sequence[Fate], prediction: Prediction, second: bool, one: str, many: str) -> str:
    example = _example(fates, prediction, second)
    return f"{example} {one}" if len(fates) == 1 else f"{_number(len(fates))} {many}, such as {example}"


def _example(fates: Sequence[Fate], prediction: Prediction, second: bool) -> str:
    outcome = fates[0].second if second else fates[0].first
    return "" if outcome is None else f"`{happens(outcome, prediction)}`"


def _number(count: int) -> str:
    return in_words(count).lower()
